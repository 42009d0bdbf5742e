const LAMP = 520, LINE = 1400, NARROW = 620, SAMPLE = 44, LETTER = 9;
const BOX = { left: 56, right: 186, top: 34, bottom: 36, width: 1000, height: 300 };
const filledIn = (words, values) => words.replace(/{(\w+)}/g, (_, key) => values[key]);
const BULB = "M12 2a7 7 0 0 1 4 12.7V18H8v-3.3A7 7 0 0 1 12 2zM9 20h6M10 22.5h4";
const LOCK = "M6 11h12v10H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3";

/** Draw the years with the programme; take a drawn line for those after it; then show what happened. */
function render({ model, el }) {
  const root = own(el), words = model.get("words");
  root.classList.add("p2-lights");
  const board = { model, words, root, stop: () => {}, revealed: 1, out: Infinity, moving: false };
  board.scene = () => model.get("scene");
  board.wish = () => model.get("decision");
  board.put = changes => { model.set("decision", { ...board.wish(), ...changes }); model.save_changes(); };
  board.svg = drawn("svg", { class: "lo-chart" });
  board.box = BOX;
  board.lamps = element("div", { class: "lo-lamps" });
  board.task = element("p", { class: "lo-task" });
  const measure = element("select", { "aria-label": words.measure });
  for (const [key, label] of Object.entries(board.scene().measures))
    measure.append(element("option", { value: key }, label));
  measure.addEventListener("change", () => board.put({ ukuran: measure.value }));
  const go = element("button", { type: "button", class: "lo-go" });
  go.addEventListener("click", () => board.put(board.wish().sesudah ? { sesudah: false, tebakan: {} }
    : { sesudah: true, tebakan: { ukuran: board.wish().ukuran, garis: whole(board) } }));
  root.append(element("div", { class: "lo-head" }, element("label", {}, `${words.measure} `, measure), go), board.task,
    board.svg, board.lamps);
  board.say = spoken(root);
  const folded = answered(root, model, words.answer);
  drawing(board);
  let dark = null;
  const draw = () => {
    const later = board.wish().sesudah, scene = board.scene();
    if (later !== (scene.after > 0)) {  // the kernel has not answered yet
      go.disabled = true;
      drawAll(board);
      return;
    }
    measure.value = board.wish().ukuran;
    go.textContent = later ? words.on : words.off;
    const lost = dark === false && later, still = dark && later && board.moving;
    dark = later;
    if (!still) board.stop();
    if (lost && scene.followed) goOut(board);
    else if (still) drawAll(board);  // what the kernel says meanwhile stops no motion
    else {
      Object.assign(board, { revealed: 1, out: later ? Infinity : -1, moving: false });
      drawAll(board);
      if (later) board.say(board.task.textContent);
    }
    go.disabled = !scene.followed || (!later && !line(board).some(value => value !== null));
  };
  board.draw = draw;
  const told = () => { folded(); go.disabled &&= !(model.get("message") && board.scene().followed); };
  const listeners = [["scene", draw], ["decision", draw], ["answer", told], ["message", told]];  // the last two stop no motion
  for (const [name, listener] of listeners) model.on(`change:${name}`, listener);
  draw(); told();
  const sized = new ResizeObserver(() => {
    const width = Math.max(320, board.svg.clientWidth);
    const narrow = width < NARROW;
    board.box = { ...BOX, width, right: narrow ? 14 : BOX.right, top: narrow ? 116 : BOX.top,
      height: narrow ? 370 : BOX.height };
    drawAll(board);
  });
  sized.observe(root);
  return () => {
    sized.disconnect(); board.stop();
    for (const [name, listener] of listeners) model.off(`change:${name}`, listener);
  };
}

/** Give the line as far as it is drawn, a value a year or null. */
function line(board) {
  const { scene, wish } = board, drawnLine = wish().tebakan ?? {};
  if (board.pending) return board.pending;
  const fits = drawnLine.ukuran === wish().ukuran && drawnLine.garis;
  return fits ? drawnLine.garis : Array(5).fill(null).slice(0, scene().after || 5);
}

/** Give the drawn line whole: a year that was passed over is like the one before it. */
function whole(board) {
  let last = followedLine(board).values[board.scene().years - 1];
  return line(board).map(value => (last = value ?? last));
}

const followedLine = board => board.scene().lines.find(each => each.name === board.scene().followed);

/** Put out lamp after lamp, then draw what happened over what was guessed. */
function goOut(board) {
  const count = board.scene().lamps.filter(lamp => !lamp.by).length;
  Object.assign(board, { revealed: 0, moving: true });
  const end = () => { board.moving = false; board.say(board.task.textContent); };
  const truth = () => { board.stop = run(LINE, part => { board.revealed = part; drawAll(board); }, end); };
  board.stop = run(LAMP * (count + 1), part => {
    const out = Math.floor(part * (count + 1));
    if (out !== board.out) { board.out = out; drawAll(board); }
  }, () => { board.out = Infinity; truth(); });
}

/** Give the scale: where a year and a value stand. */
function scaleOf(board) {
  const { box } = board, scene = board.scene(), values = scene.lines.flatMap(each => each.values), years = 10;
  const most = Math.max(...values, ...line(board).filter(value => value !== null));
  const step = scene.counted ? 20 : 0.2, room = Math.max(step, Math.ceil(most * 1.15 / step) * step);
  const top = scene.counted || most > 1 ? room : Math.min(1, room);  // a share ends at its whole
  const across = box.width - box.left - box.right, down = box.height - box.top - box.bottom;
  return {
    top, years,
    x: year => box.left + across * ((year - 1) / (years - 1)),
    y: value => box.top + down * (1 - value / top),
    year: x => Math.round((x - box.left) / across * (years - 1)) + 1,
    value: y => Math.min(top, Math.max(0, top * (1 - (y - box.top) / down))),
    say: value => scene.counted ? String(Math.round(value)) : `${Math.round(100 * value)}%`,
  };
}

/** Draw lines, the hand's line, the gap, and the lamps as they stand. */
function drawAll(board) {
  const { box, svg, words } = board, scene = board.scene(), at = scaleOf(board), shapes = [];
  const asked = board.wish().sesudah, later = asked && scene.after > 0;
  const path = (points, name) => drawn("path", { class: name, d: "M" + points.map(([year, value]) =>
    `${at.x(year).toFixed(1)} ${at.y(value).toFixed(1)}`).join("L") });
  const text = (x, y, name, said) => drawn("text", { x, y, class: name }, said);
  shapes.push(drawn("rect", { class: "lo-zone", x: at.x(5), y: box.top - 8, width: at.x(10) - at.x(5) + 14,
    height: box.height - box.top - box.bottom + 8 }));
  for (const part of [0, 0.5, 1])
    shapes.push(path([[1, at.top * part], [10, at.top * part]], "lo-grid"),
      text(box.left - 10, at.y(at.top * part) + 5, "lo-left", at.say(at.top * part)));
  for (let year = 1; year <= at.years; year++) shapes.push(text(at.x(year), box.height - 14, "lo-year", year));
  shapes.push(text(at.x(5) + 8, box.top + 8, "lo-note", `▶ ${words.last}`));
  const guess = line(board), begin = followedLine(board)?.values[scene.years - 1], ends = [];
  const truth = followedLine(board)?.values.slice(scene.years) ?? [];
  const until = 5 + 5 * board.revealed;
  if (later && guess.some(value => value !== null)) shapes.push(...gap(board, at, guess, truth, until));
  scene.lines.forEach((each, n) => {
    const mine = each.name === scene.followed, points = cut(each.values, until), [, last] = points.at(-1);
    shapes.push(path(points, mine ? "lo-mine" : `lo-other lo-other${n}`));
    for (const [year, value] of mine ? points : [])
      shapes.push(drawn("circle", { class: "lo-dot", cx: at.x(year), cy: at.y(value), r: 5 }));
    ends.push({ x: at.x(points.at(-1)[0]), y: at.y(last), said: `${each.name} ${at.say(last)}`,
      sample: mine ? "lo-mine" : `lo-other lo-other${n}`, name: mine ? "lo-strong" : "" });
  });
  const hand = guess.map((value, n) => [n + 6, value]).filter(([, value]) => value !== null);
  if (hand.length && begin !== undefined) shapes.push(path([[5, begin], ...hand], "lo-hand"));
  if (scene.followed && !asked) shapes.push(...handles(board, at, guess, begin));
  if (later && hand.length) {
    const [, end] = hand.at(-1), said = `${words.guess} ${at.say(end)}`;
    ends.push({ x: at.x(10), y: at.y(end), said, sample: "lo-hand", name: "lo-drawn" });
  }
  shapes.push(...later && box.width >= NARROW ? spreadEnds(ends, text) : legend(ends, box, later, text));
  const kept = document.activeElement?.dataset?.year;
  svg.setAttribute("viewBox", `0 0 ${box.width} ${box.height}`);
  svg.replaceChildren(...shapes);
  if (kept) svg.querySelector(`[data-year="${kept}"]`)?.focus({ preventScroll: true });
  drawLamps(board, later);
  const closed = later && board.revealed === 1;
  const task = asked !== (scene.after > 0) ? words.wait : closed ? scene.closing : later ? words.out : words.draw;
  board.task.textContent = scene.followed ? task : scene.waiting;
  board.task.classList.toggle("lo-closing", closed && Boolean(scene.followed));
}

/** Give the points of a line up to a moment between two years. */
function cut(values, until) {
  const points = values.map((value, n) => [n + 1, value]).filter(([year]) => year <= until);
  const next = values[points.length];
  if (next !== undefined && until > points.length) {
    const part = until - points.length, last = values[points.length - 1];
    points.push([until, last + (next - last) * part]);
  }
  return points;
}

/** Shade what lies between guess and truth, and name it. */
function gap(board, at, guess, truth, until) {
  const years = [...Array(5).keys()].filter(n => n + 6 <= until), { box, words } = board;
  if (years.length < 2) return [];
  const along = values => years.map(n => `${at.x(n + 6)} ${at.y(values[n] ?? 0)}`);
  const outline = `M${[...along(guess), ...along(truth).reverse()].join("L")}z`;
  const last = years.at(-1), read = [guess[last] ?? 0, truth[last]].map(at.say);
  const name = read[0] === read[1] ? "hit" : guess[last] > truth[last] ? "above" : "below";
  const shapes = [drawn("path", { class: `lo-gap lo-${name}`, d: outline })];
  if (until >= 10) {
    const wide = box.width >= NARROW, said = filledIn(words[name], { n: read[0], m: read[1] });
    const lines = wide ? [said] : said.split(/(?<=[,:]) (?=\D)/);  // on a telephone a line is too short for it
    lines.forEach((line, n) => shapes.push(drawn("text", { x: at.x(wide ? 7.5 : 10), y: (wide ? 20 : 14) + 19 * n,
      class: `lo-named${wide ? "" : " lo-before"}` }, line)));
  }
  return shapes;
}

/** Keep the names at the ends of lines apart. */
function spreadEnds(ends, text) {
  let last = -Infinity;
  return ends.sort((one, two) => one.y - two.y).map(end => {
    last = Math.max(end.y, last + 20);
    return text(end.x + 12, last + 5, end.name, end.said);
  });
}

/** Name the lines above the picture, each with a sample: beside their ends there is no room. */
function legend(ends, box, later, text) {
  const shapes = [];
  let x = box.left, y = later ? 54 : 16;
  for (const end of ends.sort((one, two) => one.y - two.y)) {
    const wide = SAMPLE + end.said.length * LETTER;
    if (x > box.left && x + wide > box.width) [x, y] = [box.left, y + 22];
    shapes.push(drawn("path", { class: end.sample, d: `M${x} ${y - 5}h${SAMPLE - 10}` }),
      text(x + SAMPLE - 4, y, end.name, end.said));
    x += wide + 14;
  }
  return shapes;
}

/** The five places where the line can be moved by keys. */
function handles(board, at, guess, begin) {
  return guess.map((value, n) => {
    const here = value ?? guess.slice(0, n).findLast(each => each !== null) ?? begin;
    return drawn("circle", { class: `lo-handle${value === null ? " lo-open" : ""}`,
      cx: at.x(n + 6), cy: at.y(here), r: 9, tabindex: 0, role: "slider", "data-year": n + 6,
      "aria-label": filledIn(board.words.handle, { n: n + 6 }), "aria-valuemin": 0,
      "aria-valuemax": at.top, "aria-valuenow": here, "aria-valuetext": at.say(here), "aria-orientation": "vertical" });
  });
}

/** Let pointer and keys draw the line. */
function drawing(board) {
  const { svg } = board, can = () => board.scene().followed && !board.wish().sesudah;
  const keep = () => {
    const values = board.pending;
    board.pending = null;
    if (values) board.put({ tebakan: { ukuran: board.wish().ukuran, garis: values } });
  };
  const place = event => {
    const glass = svg.getBoundingClientRect(), at = scaleOf(board), { box } = board;
    const x = (event.clientX - glass.left) / glass.width, y = (event.clientY - glass.top) / glass.height;
    return { year: at.year(x * box.width), value: at.value(y * box.height) };
  };
  const set = (year, value) => {
    board.pending = [...line(board)];
    board.pending[year - 6] = board.scene().counted ? Math.round(value) : Math.round(100 * value) / 100;
  };
  let from = null;
  svg.addEventListener("pointerdown", event => {
    if (!can() || place(event).year < 5) return;
    event.preventDefault();
    svg.setPointerCapture(event.pointerId);
    const fresh = line(board).every(value => value === null), now = place(event);
    from = fresh ? { year: 5, value: followedLine(board).values[4] } : now;  // a line that stands is moved point by point
    draw(event);
  });
  const draw = event => {
    const now = place(event), years = [from.year, now.year].sort((one, two) => one - two);
    for (let year = Math.max(6, years[0]); year <= Math.min(10, years[1]); year++) {
      const part = now.year === from.year ? 1 : (year - from.year) / (now.year - from.year);
      if (year !== from.year || now.year === from.year) set(year, from.value + (now.value - from.value) * part);
    }
    from = now;
    drawAll(board);
  };
  svg.addEventListener("pointermove", event => { if (from) draw(event); });
  for (const name of ["pointerup", "pointercancel"])
    svg.addEventListener(name, () => { if (from) { from = null; fill(); keep(); } });
  const fill = () => { if (board.pending) board.pending = whole(board); };
  svg.addEventListener("keydown", event => {
    const year = Number(event.target.dataset?.year), step = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    const across = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!year || !can() || !(step || across)) return;
    event.preventDefault();
    if (across) { svg.querySelector(`[data-year="${year + across}"]`)?.focus(); return; }
    const now = Number(event.target.getAttribute("aria-valuenow")), at = scaleOf(board);
    set(year, Math.min(at.top, Math.max(0, now + step * (board.scene().counted ? 1 : 0.01))));
    fill();  // what is kept is a whole line
    keep();
  });
}

/** Show what holds the numbers up: lit, gone out with a tick, or kept by a clause. */
function drawLamps(board, later) {
  const { words } = board, lamps = board.scene().lamps;
  const sign = d => drawn("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" }, drawn("path", { d }));
  const lamp = (each, n) => {
    const out = later && !each.by && n < board.out;
    return element("li", { class: each.by ? "lo-kept" : out ? "lo-out" : "lo-lit" }, sign(each.by ? LOCK : BULB),
      element("span", {}, each.label), out ? element("small", {}, "✓") : each.by && !each.label.startsWith(each.by)
        ? element("small", {}, each.by) : "");
  };
  const group = (title, members) => members.length
    ? element("section", {}, element("h4", {}, title), element("ul", {}, members.map(lamp))) : "";
  const [gone, stays] = [lamps.filter(each => !each.by), lamps.filter(each => each.by)];
  board.lamps.replaceChildren(group(words.programme, gone), group(words.held, stays));
}
