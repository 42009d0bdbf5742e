// What Voilà calls while a unit loads, and what the reader can do with the page.
(() => {
  const words = window.p2sppWords, root = document.documentElement, find = id => document.getElementById(id);
  const tell = text => { const line = find('loading_text'); if (line) line.textContent = text; };

  window.voila_heartbeat = () => {};
  window.voila_process = (n, m) => {
    tell(words.running.replace('{n}', n).replace('{m}', m));
    const bar = find('loading_bar');
    if (bar) { bar.max = m; bar.value = n; }
  };
  window.update_loading_text = (n, m, text) => text ? tell(text) : window.voila_process(n, m);
  window.voila_finish = () => { window.p2sppCells = true; window.display_cells(); };
  window.display_cells = () => {
    if (!window.themeLoaded) { window.cellLoaded = true; tell(words.waiting); return; }
    find('loading')?.remove();
    const cells = find('rendered_cells');
    if (cells) cells.style.display = '';
  };

  // Projector mode: type of at least 18 pt, kept while the window stays open.
  const kept = () => { try { return sessionStorage.getItem('p2-proyektor'); } catch { return null; } };
  const project = on => {
    root.classList.toggle('p2-besar', on);
    find('p2-proyektor')?.setAttribute('aria-pressed', String(on));
    try { sessionStorage.setItem('p2-proyektor', on ? '1' : ''); } catch { /* a window without memory */ }
    window.dispatchEvent(new Event('resize'));
  };

  const query = () => new URLSearchParams(location.search);
  document.addEventListener('DOMContentLoaded', () => {
    project(query().has('proyektor') || Boolean(kept()));
    find('p2-proyektor').onclick = () => project(!root.classList.contains('p2-besar'));
    find('p2-cetak').onclick = async () => { await window.p2sppFilled?.(); window.print(); };
    const code = query().get('kode');
    if (code) {
      find('p2-kode').hidden = false;
      find('p2-kode').querySelector('b').textContent = code;
    }
  });

  // What is wider than its place scrolls there: keys reach it and it has a name. What fits is no stop for keys.
  const before = place => [...document.querySelectorAll('main :is(h1, h2, h3)')]
    .filter(head => head.compareDocumentPosition(place) & Node.DOCUMENT_POSITION_FOLLOWING).pop();
  const reach = place => {
    const wide = place.scrollWidth > place.clientWidth + 1, table = place.matches('.p2-table');
    place.toggleAttribute('tabindex', wide);
    if (wide) place.tabIndex = 0;
    if (!table) return;
    const name = (place.querySelector('caption') ?? before(place))?.textContent ?? document.title;
    for (const [key, value] of [['role', 'region'], ['aria-label', name.replace('¶', '')]])
      if (wide) place.setAttribute(key, value); else place.removeAttribute(key);
  };
  const sizes = new ResizeObserver(seen => {
    for (const place of new Set(seen.map(({target}) => target.closest('.p2-table, .p2-picture')))) if (place) reach(place);
  });
  const watched = new WeakSet();
  const watch = () => {
    for (const wide of document.querySelectorAll('main table, main .p2-picture > svg')) {
      if (watched.has(wide)) continue;
      watched.add(wide);
      if (wide.matches('table') && !wide.closest('.p2-table')) {
        const place = document.createElement('div');
        place.className = 'p2-table';
        wide.replaceWith(place);
        place.append(wide);
      }
      sizes.observe(wide);
      sizes.observe(wide.parentElement);
    }
  };
  document.addEventListener('DOMContentLoaded', () => {
    let waits = 0;
    watch();
    new MutationObserver(() => { waits ||= setTimeout(() => { waits = 0; watch(); }, 200); })
      .observe(document.body, {childList: true, subtree: true});
  });

  // A link within the workbook takes the learner's code along and stays in this window: each window is a kernel.
  document.addEventListener('click', event => {
    const link = event.target.closest?.('a[href]');
    if (!link || link.origin !== location.origin) return;
    if (!link.pathname.includes('/voila/') || (link.hash && link.pathname === location.pathname)) return;
    link.removeAttribute('target');
    if (!link.search) link.search = location.search;
    if (link.id !== 'p2-mundur' || !document.referrer.startsWith(location.origin)) return;
    event.preventDefault();
    history.back();  // where one was, not the start page
  }, true);
})();
