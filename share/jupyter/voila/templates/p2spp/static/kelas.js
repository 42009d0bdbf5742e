// The class on a group's page: a question that the trainer asks all groups is answered here and locked. It needs no kernel;
// what is locked while the trainer's laptop does not answer is kept in the browser and sent when it does.
(() => {
  const words = window.p2sppWords.kelas, spoken = document.documentElement.lang, EVERY = 2000, PATIENCE = 4000;
  const code = new URLSearchParams(location.search).get('kode') ?? '';
  const place = document.documentElement.baseURI.split('?')[0].replace(/\/voila\/.*/, '/kelas') + `?kode=${encodeURIComponent(code)}`;
  if (!code) return;
  const memory = {  // of this browser: a page that is closed meanwhile loses nothing
    get: key => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
    set: (key, value) => { try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* full, or none */ } },
    drop: key => { try { localStorage.removeItem(key); } catch { /* none */ } },
  };
  const said = text => text[spoken] ?? text.id;
  const fill = (sentence, parts) => sentence.replace(/\{(\w+)\}/g, (_, gap) => parts[gap]);
  const make = (tag, attributes = {}, ...inside) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name.startsWith('on')) made.addEventListener(name.slice(2), value);
      else if (value !== false) made.setAttribute(name, value === true ? '' : value);
    }
    made.append(...inside.flat());
    return made;
  };
  const number = value => value.toLocaleString(spoken === 'en' ? 'en' : 'id');

  let now = {soal: null}, small = false, drawn = '', kept = {};
  const KEY = () => `p2-suara:${code.toUpperCase()}:${now.soal.kunci}`;
  const pending = () => kept[KEY()] ?? memory.get(KEY());
  const hold = value => { kept[KEY()] = value; memory.set(KEY(), value); };
  const release = () => { delete kept[KEY()]; memory.drop(KEY()); };

  const worded = value => now.soal.jenis === 'angka'
    ? `${number(value)} ${said(now.soal.satuan ?? {id: ''}) ?? ''}`.trim() : said(now.soal.pilihan[value]);
  const lock = value => { hold({jawaban: value}); draw(); send(); };

  const choices = () => {
    const go = make('button', {type: 'button', disabled: true, onclick: () => lock(Number(go.dataset.value))}, words.lock);
    const options = now.soal.pilihan.map((text, n) => make('label', {},
      make('input', {type: 'radio', name: 'p2-suara', value: n,
        onchange: () => { go.disabled = false; go.dataset.value = n; }}), said(text)));
    return [make('div', {class: 'p2-suara', role: 'radiogroup', 'aria-label': said(now.soal.teks)}, options), go];
  };
  const slider = () => {
    const {rendah: low, tinggi: high} = now.soal, middle = Math.round((low + high) / 2);
    const box = make('input', {type: 'number', min: low, max: high, value: middle, 'aria-label': said(now.soal.teks)});
    const line = make('input', {type: 'range', min: low, max: high, value: middle, 'aria-label': said(now.soal.teks)});
    const valid = () => box.value !== '' && Number.isInteger(Number(box.value)) && box.value >= low && box.value <= high;
    const go = make('button', {type: 'button', onclick: () => lock(Number(box.value))}, words.lock);
    line.addEventListener('input', () => { box.value = line.value; go.disabled = false; });
    box.addEventListener('input', () => { line.value = box.value; go.disabled = !valid(); });
    return [make('div', {class: 'p2-suara'}, number(low), line, number(high), box, said(now.soal.satuan ?? {id: ''}) ?? ''), go];
  };
  const shown = () => {
    const all = Object.entries(now.semua);
    if (now.soal.jenis === 'angka') {
      const list = all.sort((a, b) => a[1] - b[1]).map(([who, value]) => make('li', {}, `${who}: ${number(value)}`));
      const known = now.soal.sebenarnya;
      return [make('ul', {class: 'p2-semua'}, list),
        known === null ? '' : make('p', {}, fill(words.truth, {n: number(known)}))];
    }
    const counts = now.soal.pilihan.map((_, n) => all.filter(([, value]) => value === n).length);
    return [make('ul', {class: 'p2-semua'}, now.soal.pilihan.map((text, n) => make('li', {}, `${said(text)}: ${number(counts[n])}`,
      make('span', {style: `width: ${100 * counts[n] / Math.max(1, ...counts)}%`}))))];
  };

  const draw = () => {
    const here = document.getElementById('p2-kelas'), waits = now.soal && pending();
    const state = JSON.stringify([now, waits, small]);
    if (state === drawn) return;
    drawn = state;
    here.hidden = !now.soal;
    if (!now.soal) { here.replaceChildren(); document.body.style.paddingBottom = ''; return; }
    const mine = now.jawaban ?? waits?.jawaban, locked = mine !== undefined && mine !== null;
    const turn = make('button', {type: 'button', class: 'p2-kecil', 'aria-expanded': String(!small),
      onclick: () => { small = !small; draw(); document.querySelector('#p2-kelas .p2-kecil').focus(); }},
    small ? words.larger : words.smaller);
    const told = !locked ? (now.dibuka ? words.late : '')
      : fill(now.jawaban === null || now.jawaban === undefined ? words.kept : now.dibuka ? words.mine : words.locked,
        {jawaban: worded(mine)});
    const head = make('div', {class: 'p2-tanya'}, make('p', {}, make('b', {}, words.title), ' ', small ? '' : said(now.soal.teks)), turn);
    const body = small ? [] : [
      ...!locked && !now.dibuka ? [make('div', {class: 'p2-isi'}, now.soal.jenis === 'angka' ? slider() : choices())] : [],
      ...now.dibuka ? shown() : []];
    here.replaceChildren(head, ...body, make('p', {role: 'status'}, told));
    document.body.style.paddingBottom = `${here.offsetHeight}px`;  // what it covers can be scrolled into view
  };

  const fetched = async (more = {}) => {
    const late = new AbortController(), timer = setTimeout(() => late.abort(), PATIENCE);
    try {
      return await fetch(place, {cache: 'no-store', signal: late.signal, ...more});
    } finally {
      clearTimeout(timer);
    }
  };
  const forgotten = () => {  // the trainer took the PIN away
    const here = document.getElementById('p2-kelas');
    here.replaceChildren(make('p', {role: 'status'}, words.forgotten),
      make('button', {type: 'button', onclick: () => location.reload()}, window.p2sppWords.reload));
    here.hidden = false;
  };
  let sending = false, admitted = false;
  const send = async () => {
    const waits = now.soal && pending();
    if (!waits || sending) return;
    sending = true;
    try {
      const answer = await fetched({method: 'POST', body: JSON.stringify({soal: now.soal.kunci, ...waits})});
      if (answer.ok) now.jawaban = (await answer.json()).jawaban;
      if (answer.ok || answer.status === 400) release();
    } catch { /* kept, and sent at the next turn */ }
    sending = false;
    draw();
  };
  const ask = async () => {
    try {
      const answer = await fetched();
      if (answer.status === 404 || (answer.status === 403 && !admitted)) return;  // no class, or no code of one
      if (answer.status === 403) { forgotten(); return; }
      if (answer.ok) {
        admitted = true;
        const before = now.soal?.kunci, next = await answer.json();
        if (next.soal && next.soal.kunci !== before) small = false;
        now = next;
        draw();
        await send();
      }
    } catch { /* the bar above says that nobody answers */ }
    setTimeout(ask, EVERY);
  };
  document.addEventListener('DOMContentLoaded', ask);
})();
