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
