// Makes the first use of each term in a notebook a button; Enter or the pointer shows what it means, Esc closes.
// Works in JupyterLab, where cells come and go while one scrolls, and in Voilà. Asks nothing from anywhere.
window.p2sppGlossary ??= (() => {
  const WITHIN = '.jp-RenderedMarkdown', NOT = 'a, button, code, pre, h1, h2, h3, h4, h5, h6, svg, math, mjx-container, '
    + '.MathJax, .p2-term, [contenteditable=true]';
  const books = new WeakMap(), kept = {};
  let shown = null, timer = 0, pointed = false;

  // ---- the pop-up
  const popup = document.createElement('div');
  popup.id = 'p2-istilah';
  popup.className = 'p2-popup';
  popup.setAttribute('role', 'tooltip');
  popup.hidden = true;
  const meanings = document.createElement('div');
  meanings.id = 'p2-arti';
  meanings.hidden = true;
  document.body.append(popup, meanings);

  const close = () => {
    clearTimeout(timer);
    shown?.setAttribute('aria-expanded', 'false');
    shown = null;
    popup.hidden = true;
  };
  const place = () => {
    if (!shown) return;
    if (!shown.isConnected) return close();
    const at = shown.getBoundingClientRect();
    if (at.bottom < 0 || at.top > innerHeight) return close();
    popup.style.left = Math.max(8, Math.min(at.left, innerWidth - popup.offsetWidth - 8)) + 'px';
    const below = at.bottom + 6, above = at.top - popup.offsetHeight - 6;
    popup.style.top = (below + popup.offsetHeight > innerHeight && above > 0 ? above : below) + 'px';
  };
  const open = button => {
    clearTimeout(timer);
    if (shown !== button) shown?.setAttribute('aria-expanded', 'false');
    shown = button;
    popup.innerHTML = kept[button.dataset.bahasa][button.dataset.istilah].html;
    popup.lang = button.dataset.bahasa;
    popup.hidden = false;
    button.setAttribute('aria-expanded', 'true');
    place();
  };
  const later = (work, wait) => { clearTimeout(timer); timer = setTimeout(work, wait); };
  popup.addEventListener('mouseenter', () => clearTimeout(timer));
  popup.addEventListener('mouseleave', () => later(close, 250));
  addEventListener('scroll', place, {capture: true, passive: true});
  addEventListener('resize', place);
  document.addEventListener('keydown', event => {
    if (event.key === 'Escape' && shown) { event.stopPropagation(); close(); }
  }, true);
  document.addEventListener('mousedown', event => {
    if (shown && !shown.contains(event.target) && !popup.contains(event.target)) close();
  }, true);

  // ---- the terms
  const button = (key, language, word) => {
    const made = document.createElement('span');  // a real button is a box: a comma behind it could begin a line
    made.setAttribute('role', 'button');
    made.tabIndex = 0;
    made.className = 'p2-term';
    made.dataset.istilah = key;
    made.dataset.bahasa = language;
    made.dataset.lmSuppressShortcuts = 'true';
    made.setAttribute('aria-describedby', `p2-arti-${language}-${key}`);
    made.setAttribute('aria-expanded', 'false');
    made.textContent = word;
    made.addEventListener('click', event => {
      event.stopPropagation();
      shown === made && !pointed ? close() : open(made);
      pointed = false;
    });
    made.addEventListener('dblclick', event => event.stopPropagation());
    made.addEventListener('keydown', event => {
      if (event.key !== 'Tab') event.stopPropagation();
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      pointed = false;
      made.click();
    });
    made.addEventListener('mouseenter', () => later(() => { pointed = true; open(made); }, 150));
    made.addEventListener('mouseleave', () => { pointed = false; shown === made ? later(close, 250) : clearTimeout(timer); });
    made.addEventListener('blur', () => { if (shown === made) close(); });
    return made;
  };
  const take = one => {
    const parent = one.parentNode;
    if (!parent) return;
    one.replaceWith(one.textContent);
    parent.normalize();
  };
  const before = (one, other) => Boolean(one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING);

  const markText = (node, book) => {
    const {pattern, exact, small, language, marked} = book;
    pattern.lastIndex = 0;
    for (let hit; (hit = pattern.exec(node.data));) {
      const word = hit[0], key = exact[word] ?? small[word.toLowerCase()];
      const doubled = node.data.slice(pattern.lastIndex).toLowerCase().startsWith(`-${word.toLowerCase().split(' ').at(-1)}`);
      if (!key || doubled) continue;
      const old = marked.get(key);
      if (old?.isConnected) {
        if (old === shown || old === document.activeElement || before(old, node)) continue;
        take(old);
      }
      const made = button(key, language, word), rest = node.splitText(hit.index);
      rest.data = rest.data.slice(word.length);
      rest.before(made);
      marked.set(key, made);
      return rest;
    }
    return null;
  };
  const markAll = (notebook, book) => {
    for (const part of notebook.querySelectorAll(WITHIN)) {
      const walk = document.createTreeWalker(part, NodeFilter.SHOW_TEXT, {acceptNode: node =>
        node.parentElement.closest(NOT) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT});
      const nodes = [];
      while (walk.nextNode()) nodes.push(walk.currentNode);
      for (let node of nodes) while (node?.parentNode) node = markText(node, book);
    }
  };

  let waiting = 0;
  const watch = new MutationObserver(() => { waiting ||= setTimeout(markEverything, 200); });
  const markEverything = () => {
    waiting = 0;
    watch.disconnect();  // our own buttons are no news
    try {
      for (const notebook of document.querySelectorAll('.jp-Notebook')) {
        const book = books.get(notebook);
        if (book) markAll(notebook, book);
      }
    } finally {
      watch.observe(document.body, {childList: true, subtree: true});
    }
  };

  const escaped = text => text.replace(/[.*+?^${}()|[\]\\\/]/g, '\\$&');
  return {
    open: (element, language, terms) => {
      const notebook = element?.closest?.('.jp-Notebook') ?? document.querySelector('.jp-Notebook');
      if (!notebook) return;
      kept[language] = terms;
      const exact = {}, small = {}, forms = [];
      for (const [key, term] of Object.entries(terms)) {
        for (const [form, any] of term.forms) {
          exact[form] = key;
          if (any) small[form] = key;
          forms.push(form);
        }
        const id = `p2-arti-${language}-${key}`;
        if (!document.getElementById(id)) {
          const line = document.createElement('span');
          line.id = id;
          line.textContent = term.text;
          meanings.append(line);
        }
      }
      forms.sort((a, b) => b.length - a.length);
      const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${forms.map(escaped).join('|')})(?![\\p{L}\\p{N}])`, 'giu');
      const marked = books.get(notebook)?.marked ?? new Map();
      books.set(notebook, {pattern, exact, small, language, marked});
      markEverything();
    },
  };
})();
