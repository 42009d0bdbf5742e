// The boards of a unit: all of them come, and nothing that was put in is lost when the kernel behind them goes.
(() => {
  const words = window.p2sppWords, root = document.documentElement, find = id => document.getElementById(id);
  const memory = {  // of this window; one that keeps nothing works without
    get: key => { try { return JSON.parse(sessionStorage.getItem(key)); } catch { return null; } },
    set: (key, value) => { try { sessionStorage.setItem(key, JSON.stringify(value)); } catch { /* full, or none */ } },
    drop: key => { try { sessionStorage.removeItem(key); } catch { /* none */ } },
  };
  const here = `${location.pathname}?${new URLSearchParams(location.search).get('kode') ?? ''}`;
  const AGAIN = `p2-ulang:${here}`, KEPT = `p2-isian:${here}`;

  // 1. All boards come. A model is asked for only when the kernel's whole state is in: jupyterlab_widgets looks for it
  // for two seconds and then gives up for good. And a kernel that is late is asked for everything again: one request a
  // model, as ipywidgets would, never ends where there are more than a thousand.
  const PATIENCE = 120_000, TRIES = 20;
  let came = null, restored = null;  // when the page, and when the kernel's state, was all there
  window.addEventListener('load', () => { came = performance.now(); });
  const patiently = made => {
    let tries = 0;
    const settled = new Promise(done => {
      const all = () => { tries = 0; restored ??= performance.now(); done(); };
      if (made.restoredStatus) all();
      made.restored.connect(all);
      setTimeout(done, PATIENCE);
    });
    const get = made.get_model.bind(made);
    made.get_model = async id => {
      if (!made.has_model(id)) await settled;
      return get(id);
    };
    made._loadFromKernelModels = async () => {
      if (++tries > TRIES) throw new Error('the kernel gives no state');
      return made._loadFromKernel();
    };
  };

  // A page that lacks a board all the same says so and loads itself anew, once.
  const empty = () => [...document.querySelectorAll('#rendered_cells .jp-OutputArea-output')]
    .filter(output => !output.childElementCount && output.textContent === 'Loading widget...');
  const failed = () => [...document.querySelectorAll('#rendered_cells :is(.jp-OutputArea-output, .jupyter-widgets)')]
    .some(e => !e.childElementCount && e.textContent.startsWith('Error displaying widget'))
    || document.querySelector('#rendered_cells .jupyter-widgets-error-widget') !== null;
  const lacks = () => {
    const now = performance.now();
    if (came === null) return false;
    if (!window.p2sppCells || failed()) return true;
    if (restored === null) return now - came > PATIENCE;
    return now - restored > 20_000 && empty().length > 0;
  };
  const whole = () => window.p2sppCells && restored !== null && !failed() && !empty().length;

  // Exercises are made once the boards are there, one after another, the nearest first; what is printed or put back
  // waits for them. A click is the kernel's: it is not noted as something that the learner did.
  const LATER = 'main .p2-later';
  const away = e => { const {top, bottom} = e.getBoundingClientRect(); return Math.max(top - innerHeight, -bottom); };
  const pause = ms => new Promise(done => setTimeout(done, ms));
  const filled = (async () => {
    while (!whole()) await pause(100);
    for (let next; (next = [...document.querySelectorAll(LATER)].sort((a, b) => away(a) - away(b))[0]);) {
      if (state === 'gone') return;
      const button = next.querySelector('button:enabled');  // not while the boards are locked
      button?.click();
      for (let n = 0; n < (button ? 200 : 4) && next.matches(LATER); n++) await pause(25);
    }
  })();
  window.p2sppFilled = () => filled;
  const look = () => {
    if (lacks() && state !== 'gone') {
      const line = find('p2-kurang'), again = memory.get(AGAIN);
      line.querySelector('p').textContent = again ? words.lacking : words.mending;
      line.querySelector('button').hidden = !again;
      line.hidden = false;
      if (again) return;
      memory.set(AGAIN, true);
      setTimeout(() => location.reload(), 2000);
      return;
    }
    if (whole() && performance.now() - restored > 5000) memory.drop(AGAIN);
    setTimeout(look, 1000);
  };

  // 2. What was put in. A message to the kernel is pending until the kernel has dealt with it, saving included.
  const pending = new Map(), typed = new Map();
  let unreturned = [];
  const viewed = async model => Object.values(model.views ?? {}).length
    ? (await Promise.all(Object.values(model.views))).map(view => view.el) : [];
  const isText = e => e.matches('textarea, input:not([type=checkbox], [type=radio], [type=file], [type=button])');
  // What a control is called, and what it says.
  const called = el => (el.querySelector('label, .widget-label')?.textContent
    || el.querySelector('[aria-label]')?.getAttribute('aria-label') || el.title || '').trim();
  const said = el => (el.querySelector('input[type=radio]:checked')?.parentElement.textContent
    ?? el.querySelector('select')?.selectedOptions[0]?.textContent ?? [...el.querySelectorAll('input, textarea')]
      .find(isText)?.value ?? el.querySelector('.widget-readout')?.textContent ?? (el.matches('button') ? el.textContent : ''))
    .trim();

  const note = (made, message) => {
    const {comm_id: id, data} = message.content, model = made._modelsSync.get(id);
    if (!model || !['update', 'custom'].includes(data?.method) || message.buffers?.length) return;
    if (data.content?.do === 'look') return;  // a screen that asks for the latest by itself
    if (data.method === 'update' && Object.keys(data.state).every(key => key.startsWith('_'))) return;
    const entry = {model, data, el: null};
    pending.set(message.header.msg_id, entry);
    viewed(model).then(all => { entry.el = all.find(el => el.isConnected && !el.closest(LATER)) ?? null; });
  };
  const watch = made => made.kernel.anyMessage.connect((_, {direction, msg}) => {
    if (direction === 'send' && msg.header.msg_type === 'comm_msg') note(made, msg);
    if (msg.header.msg_type === 'status' && msg.content.execution_state === 'idle') settle(msg.parent_header.msg_id);
  });
  const settle = id => {
    const entry = pending.get(id);
    if (!pending.delete(id)) return;
    for (const e of typed.keys()) if (entry.el?.contains(e) && entry.model.get('value') === e.value) typed.delete(e);
  };
  // Words in a field that no message has yet: most fields give theirs when they are left.
  document.addEventListener('input', ({target: e}) => { if (e.closest('main') && isText(e)) typed.set(e, true); });
  document.addEventListener('change', ({target: e}) => setTimeout(() => typed.delete(e)), true);

  // Where a control stands: the cell, and which of the widgets in it. After a reload the kernel lays out the same.
  const WIDGETS = '.lm-Widget';
  const place = e => {
    const el = e?.closest(WIDGETS), cell = el?.closest('[cell-index]');
    return cell && {cell: cell.getAttribute('cell-index'), at: [...cell.querySelectorAll(WIDGETS)].indexOf(el),
      name: called(el), says: said(el)};
  };
  const placed = one => document.querySelectorAll(`[cell-index="${one.cell}"] ${WIDGETS}`)[one.at];
  const unsaved = () => {
    const list = [...unreturned], late = new Map();
    for (const {model, data, el} of pending.values()) {
      const at = place(el);
      if (!at) continue;
      list.push({...at, kind: model.name, data});
      if (model._msg_buffer) late.set(model, at);
    }
    for (const [model, at] of late)  // what a control holds back until its last message is dealt with
      list.push({...at, kind: model.name, data: {method: 'update', state: model._msg_buffer}});
    for (const e of typed.keys()) {
      const at = e.isConnected && place(e);
      if (at) list.push({...at, text: e.value, field: fields(e.closest(WIDGETS)).indexOf(e)});
    }
    return list;
  };
  const controls = list => new Set(list.map(one => `${one.cell} ${one.at}`)).size;
  const fields = el => [...el.querySelectorAll('input, textarea')];
  const keep = () => {
    const list = unsaved();
    if (list.length) memory.set(KEPT, list);
    return list;
  };
  window.addEventListener('pagehide', keep);

  // After a reload what was kept goes the same way once more, in the same order.
  const back = async made => {
    unreturned = memory.get(KEPT) ?? [];
    if (!unreturned.length) return;
    await filled;
    for (let seen = -1, still = 0; still < 8;) {  // a board is there before all that is in it
      await pause(200);
      const now = document.querySelectorAll(`#rendered_cells ${WIDGETS}`).length;
      still = whole() && now === seen ? still + 1 : 0;
      seen = now;
    }
    const models = new Map();
    for (const model of made._modelsSync.values()) for (const el of await viewed(model)) models.set(el, model);
    const found = unreturned.map(one => {
      const el = placed(one), model = models.get(el);
      return model && (!one.kind || model.name === one.kind) && called(el) === one.name ? {el, model} : {};
    });
    const lost = [];
    unreturned.forEach((one, n) => {
      const {el, model} = found[n], field = model && one.text !== undefined && fields(el)[one.field];
      if (field) {
        field.value = one.text;
        for (const kind of ['input', 'change']) field.dispatchEvent(new Event(kind, {bubbles: true}));
      } else if (model && one.data?.method === 'update') {
        model.set(one.data.state);
        model.save_changes();
      } else if (model && one.data) {
        if (one.data.content.state) model.set(one.data.content.state);  // what a hand has put on a moving board
        model.send(one.data.content, {});
      }
      else lost.push(one);
    });
    const count = controls(unreturned) - controls(lost), line = find('p2-kembali');
    unreturned = [];
    memory.drop(KEPT);
    line.querySelector('p').textContent = [
      count ? words.returned.replace('{n}', count) : '', lost.length ? words.unreturned : ''].join(' ').trim();
    list(line, lost);
    line.hidden = false;
  };
  const list = (line, all) => {
    const told = all.map(one => [one.name, one.says].filter(Boolean).join(': ')).filter(Boolean);
    line.querySelector('ul').replaceChildren(...[...new Set(told)].map(text => {
      const item = document.createElement('li');
      item.textContent = text;
      return item;
    }));
  };

  // 3. A board that can no longer reach its kernel must not look alive: it is told within five seconds, and locked. What
  // stands in the fields can still be read and copied.
  let state = 'alive', locked = [];
  const lock = on => {
    root.classList.toggle('p2-terkunci', on);
    if (!on) {
      for (const [e, property] of locked) property === 'slider' ? e.removeAttribute('disabled') : (e[property] = false);
      locked = [];
      return;
    }
    for (const e of document.querySelectorAll('main :is(input, select, textarea, button)')) {
      const property = isText(e) ? 'readOnly' : 'disabled';
      if (e[property]) continue;
      e[property] = true;
      locked.push([e, property]);
    }
    for (const e of document.querySelectorAll('main .noUi-target:not([disabled])')) {
      e.setAttribute('disabled', '');
      locked.push([e, 'slider']);
    }
  };
  const tell = now => {
    if (now === state || state === 'gone') return;
    state = now;
    const line = find('p2-putus');
    if (now === 'alive') {
      line.hidden = true;
      lock(false);
      return;
    }
    lock(true);
    const left = keep();
    line.querySelector('p').textContent = (now === 'gone' ? words.gone : words.silent)
      + (left.length ? ` ${words.unsaved.replace('{n}', controls(left))}` : '');
    line.querySelector('button').hidden = now !== 'gone';
    list(line, left);
    line.hidden = false;
  };
  const kernel = () => JSON.parse(find('jupyter-config-data')?.textContent ?? '{}').kernelId ?? '';
  const door = root.baseURI.split('?')[0].replace(/\/voila\/.*/, '/hidup');
  const ANSWERS_MS = {working: 2500, starting: 10000};  // a laptop on which twelve open at once answers late
  let started = false;
  const ask = async () => {
    started ||= whole();
    const patience = started ? ANSWERS_MS.working : ANSWERS_MS.starting;
    const late = new AbortController(), timer = setTimeout(() => late.abort(), patience);
    const made = whole() && !document.querySelector(LATER) ? '&siap' : '';
    try {
      const answer = await fetch(`${door}?kernel=${kernel()}${made}`, {cache: 'no-store', signal: late.signal});
      tell([403, 410].includes(answer.status) ? 'gone' : answer.ok || answer.status === 404 ? 'alive' : 'silent');
    } catch {
      tell('silent');
    }
    clearTimeout(timer);
    if (state !== 'gone') setTimeout(ask, 1500);
  };

  window.p2sppBoards = made => {
    patiently(made);
    watch(made);
    back(made);
  };
  document.addEventListener('DOMContentLoaded', () => {
    for (const button of document.querySelectorAll('.p2-ulang')) button.onclick = () => location.reload();
    find('p2-kembali').querySelector('button').onclick = () => { find('p2-kembali').hidden = true; };
  });
  setTimeout(look, 1000);
  setTimeout(ask, 1500);
})();
