// A unit as screens of one idea: a list of contents beside them with what is done, and the way on and back.
// Without this script, on paper, and where a reader wants it, everything stands on one page.
(() => {
  const words = window.p2sppWords, root = document.documentElement;
  const name = decodeURIComponent(location.pathname.split('/').pop()), here = location.pathname
    + `?${new URLSearchParams(location.search).get('kode') ?? ''}`;
  if (/^(mulai|papan_kelas)\.ipynb$/.test(name)) return;
  const memory = (store, key) => ({  // a window that keeps nothing works without
    get: () => { try { return JSON.parse(store().getItem(key)); } catch { return null; } },
    set: value => { try { store().setItem(key, JSON.stringify(value)); } catch { /* full, or none */ } },
  });
  const place = memory(() => localStorage, `p2-tempat:${here}`), whole = memory(() => sessionStorage, 'p2-utuh');
  const narrow = matchMedia('(max-width: 1100px)'), paper = matchMedia('print');
  let screens = [], now = 0;

  const element = (tag, attributes = {}, ...inside) => {
    const made = Object.assign(document.createElement(tag), attributes);
    made.append(...inside);
    return made;
  };

  /** Cut the cells: a screen begins at each section, and at each exercise that has a heading of its own. */
  const cut = () => {
    const cells = [...document.querySelectorAll('main > [cell-index]')], made = [];
    cells.forEach((cell, n) => {
      const title = cell.querySelector('.jp-RenderedMarkdown h2')
        ?? (cells[n + 1]?.dataset.call === 'unit.latihan' ? cell.querySelector('.jp-RenderedMarkdown h3') : null);
      if (!made.length || (title && made.at(-1).title)) made.push({cells: [], title: null});
      if (title) made.at(-1).title = title;
      made.at(-1).cells.push(cell);
    });
    made.forEach((screen, n) => {
      screen.title ??= screen.cells[0].querySelector('h1, h2') ?? screen.cells[0];
      const own = document.getElementById(screen.title.id) === screen.title;  // two headings may say the same
      if (!own) screen.title.id = `p2-layar-${n + 1}`;
      screen.title.tabIndex = -1;
      screen.says = screen.title.textContent.replace('¶', '').trim();
      screen.tasks = screen.cells.filter(cell => cell.dataset.call === 'unit.latihan');
      screen.boards = screen.cells.filter(cell => cell.dataset.call === 'unit.papan');
    });
    return made;
  };

  // ---- what is seen
  /** Show one screen, or all of them where that is wished; what is hidden can still be searched and linked to. */
  const show = n => {
    now = n;
    screens.forEach((screen, m) => {
      for (const cell of screen.cells) {
        if (m === n || whole.get() || paper.matches) cell.removeAttribute('hidden');
        else cell.setAttribute('hidden', 'until-found');
      }
      m === n ? screen.link.setAttribute('aria-current', 'step') : screen.link.removeAttribute('aria-current');
    });
    root.classList.toggle('p2-utuh', Boolean(whole.get()));
    nav.querySelector('summary b').textContent = screens[n].says;
    nav.querySelector('summary span').textContent = `${n + 1}/${screens.length}`;
    if (!roomy()) list.open = false;
    screens[n].link.scrollIntoView?.({block: 'nearest'});
    ways(n);
    window.dispatchEvent(new Event('resize'));
  };
  const target = hash => document.getElementById(decodeURIComponent(hash.slice(1)));
  const screenOf = e => screens.findIndex(screen => screen.cells.some(cell => cell.contains(e)));

  /** Follow the address: to the top of a screen, or to a place in it. */
  const follow = () => {
    const wanted = location.hash ? target(location.hash) : screens[0].title, n = wanted ? screenOf(wanted) : -1;
    if (n < 0) return;
    show(n);
    if (wanted === screens[n].title && !whole.get()) scrollTo(0, 0);
    else wanted.scrollIntoView();
    screens[n].title.focus({preventScroll: true});
    place.set({id: screens[n].title.id, y: scrollY});
  };

  /** Make the ways on and back at the foot of a screen; at the last one the way to the next unit. */
  const ways = n => {
    const way = (screen, said, kind) => element('a', {href: `#${screen.title.id}`, className: kind},
      element('span', {textContent: said}), element('b', {textContent: screen.says}));
    const made = [];
    if (n) made.push(way(screens[n - 1], words.previous, 'p2-mundur'));
    const here = words.units.findIndex(unit => unit.file === name), next = here >= 0 && words.units[here + 1];
    if (screens[n + 1]) made.push(way(screens[n + 1], words.next, 'p2-maju'));
    else if (next) made.push(element('a', {href: next.file, className: 'p2-maju'},
      element('span', {textContent: words.next_unit}), element('b', {textContent: next.title})));
    foot.replaceChildren(...made);
  };

  // ---- what is done
  const ALONE = '.p2-alone';  // what the form of a class leaves for who goes on alone
  const SOLVED = '.p2-benar', BEGUN = '.p2-say:is(.p2-hampir, .p2-coba_lagi, .p2-petunjuk)';
  const mark = () => {
    let solved = 0, all = 0;
    for (const screen of screens) {
      const [tasks, boards] = [screen.tasks, screen.boards].map(cells => cells.filter(cell => !cell.querySelector(ALONE)));
      const done = tasks.filter(cell => cell.querySelector(SOLVED)).length;
      const begun = tasks.some(cell => cell.querySelector(BEGUN));
      const moved = boards.length && boards.every(cell => cell.querySelector('.p2-worked'));
      const state = tasks.length ? (done === tasks.length ? 'done' : begun || done ? 'begun' : '') : moved ? 'done' : '';
      solved += done;
      all += tasks.length;
      const [sign, said] = screen.link.querySelectorAll('span');
      if (sign.textContent !== (SIGN[state] ?? '')) sign.textContent = SIGN[state] ?? '';
      if (said.textContent !== (words[state] ? `, ${words[state]}` : '')) said.textContent = `, ${words[state]}`;
    }
    const line = nav.querySelector('p'), bar = nav.querySelector('progress');
    line.hidden = bar.hidden = !all;
    line.textContent = words.solved.replace('{n}', solved).replace('{m}', all);
    Object.assign(bar, {max: all || 1, value: solved});
  };
  const SIGN = {done: '✓', begun: '◐'};

  // ---- the list
  const roomy = () => !narrow.matches && !root.classList.contains('p2-besar');
  const foot = element('div', {className: 'p2-jalan'});
  const list = element('details', {},
    element('summary', {}, element('span'), ' ', element('b')),
    element('div', {className: 'p2-maju-latihan'}, element('progress'), element('p', {id: 'p2-latihan-benar'})),
    element('ol'),
    element('label', {}, element('input', {type: 'checkbox'}), ' ', words.whole));
  const nav = element('nav', {className: 'p2-rel'}, list);
  const build = () => {
    nav.setAttribute('aria-label', words.contents);
    nav.querySelector('progress').setAttribute('aria-labelledby', 'p2-latihan-benar');
    nav.querySelector('ol').append(...screens.map(screen => {
      screen.link = element('a', {href: `#${screen.title.id}`},
        element('span', {className: 'p2-tanda'}), element('b', {textContent: screen.says}),
        element('span', {className: 'p2-dibaca'}));
      screen.link.querySelector('.p2-tanda').setAttribute('aria-hidden', 'true');
      return element('li', {}, screen.link);
    }));
    const box = nav.querySelector('input');
    box.checked = Boolean(whole.get());
    box.onchange = () => { whole.set(box.checked); show(now); };
    document.getElementById('rendered_cells').prepend(nav);
    document.querySelector('main').append(foot);
  };
  /** Open the list where there is room beside the page, and tell the page how much stays at its top. */
  let wasRoomy = null;
  const lay = () => {
    if (wasRoomy !== roomy()) list.open = wasRoomy = roomy();
    const head = document.querySelector('.p2-kepala'), stays = getComputedStyle(head).position === 'sticky';
    const above = stays ? head.offsetHeight : 0, strip = roomy() ? 0 : nav.querySelector('summary').offsetHeight;
    root.style.setProperty('--p2-head', `${above}px`);
    root.style.setProperty('--p2-above', `${above + strip}px`);
  };

  // ---- back to where one was
  const resume = (id, y) => {
    const kept = target(`#${encodeURIComponent(id)}`), n = kept ? screenOf(kept) : -1;
    const again = ['reload', 'back_forward'].includes(performance.getEntriesByType('navigation')[0]?.type);
    if (n < 0) return;
    if (again && (!location.hash || target(location.hash) === kept)) {
      show(n);
      backTo(y);
    } else if (n > 0 && n !== now && !location.hash) {
      const link = element('a', {href: `#${screens[n].title.id}`, className: 'p2-lanjutkan'},
        words.resume.replace('{judul}', screens[n].says));
      link.onclick = () => link.remove();
      nav.prepend(link);
    }
  };
  /** Scroll to a height as soon as the boards above it are there, unless the reader moves first. */
  const backTo = y => {
    const until = performance.now() + 20_000, stop = new AbortController();
    for (const kind of ['wheel', 'keydown', 'pointerdown', 'touchstart', 'hashchange'])
      addEventListener(kind, () => stop.abort(), {once: true, signal: stop.signal});
    const step = () => {
      if (stop.signal.aborted || performance.now() > until) return;
      if (root.scrollHeight >= y + innerHeight) { scrollTo(0, y); stop.abort(); } else setTimeout(step, 150);
    };
    step();
  };

  document.addEventListener('DOMContentLoaded', () => {
    screens = cut();
    if (screens.length < 2) return;
    build();
    const kept = place.get();
    show(0);
    if (location.hash) follow();
    if (kept) resume(kept.id, kept.y);
    lay();
    mark();
    let timer = 0;
    new MutationObserver(() => { clearTimeout(timer); timer = setTimeout(mark, 250); })
      .observe(document.querySelector('main'), {subtree: true, childList: true, attributeFilter: ['class']});
    addEventListener('hashchange', follow);
    addEventListener('resize', lay);
    paper.addEventListener('change', () => show(now));
    document.addEventListener('beforematch', event => show(Math.max(0, screenOf(event.target))));
    addEventListener('pagehide', () => place.set({id: screens[now].title.id, y: scrollY}));
  });
})();
