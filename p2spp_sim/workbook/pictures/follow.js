const SHORT = 700, LONG = 2000; // milliseconds at a gate; the longer where the followed proposal stands before it
const COLOURS = ["#0b4f8a", "#1b1b1b", "#7d7d7d", "#8fb2d0"]; // residents, agencies, council notes, what nobody voiced
const AMBER = "#8a4b00", GLOW = "#f2a900", GHOST = "#595959";
const FEW = 60; // up to so many dots are large
const ROUND = 1000; // up to so many dots are drawn round, more as squares of whole pixels
const DENSEST = 2; // pixels drawn for one of the page, at most
// how far apart dots lie: whole pixels, or they would shimmer
const PITCHES = [16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1.5, 1, 0.7, 0.5];
const COUNT = 42; // room for the number before a pile
const END = 80; // room for those that came through

/** Give numbers from 0 to 1 that look like chance and are the same on every screen. */
function chance(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Say which way each dot takes, in an order that mixes where they come from, and how many lie where in the end. */
function crowd(lane) {
  const ways = lane.ways.map(way => ({ ...way }));
  const of = [...lane.of];
  if (lane.silent) {
    ways.push({ channel: 3, gates: [0], bin: Number(Object.keys(lane.gates[0].lost)[0]) });
    for (let i = 0; i < lane.silent; i++) of.push(ways.length - 1);
  }
  const order = of.map((_, i) => i), draw = chance(7);
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(draw() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return { ways, of, order };
}

/** Give the stops of every dot: for each gate it passes, where it goes from there and as which of how many. */
function stops(lane, { ways, of, order }) {
  const gates = lane.gates.length, count = new Map(), moves = [], draw = chance(5);
  const put = place => { const n = count.get(place) ?? 0; count.set(place, n + 1); return n; };
  const at = new Array(of.length);
  for (const dot of order) {
    const place = `pool${ways[of[dot]].gates[0] ?? gates}`;
    at[dot] = { place, slot: put(place) };
  }
  const first = at.slice();
  for (let gate = 0; gate < gates; gate++) {
    const here = [];
    for (const dot of order) {
      const way = ways[of[dot]], k = way.gates.indexOf(gate);
      if (k < 0) continue;
      const last = k === way.gates.length - 1;
      const place = !last ? `pool${way.gates[k + 1]}` : way.bin < 0 ? `pool${gates}` : `bin${gate}_${way.bin}`;
      const to = { place, slot: put(place) };
      here.push({ dot, from: at[dot], to });
      at[dot] = to;
    }
    const arriving = new Map();
    for (const move of here) arriving.set(move.to.place, (arriving.get(move.to.place) ?? 0) + 1);
    const seen = new Map();
    for (const move of here) {
      const n = seen.get(move.to.place) ?? 0;
      seen.set(move.to.place, n + 1);
      move.wait = 0.85 * n / arriving.get(move.to.place) + 0.15 * draw();
    }
    moves.push(here);
  }
  return { first, moves, count };
}

function render({ model, el }) {
  const root = own(el);
  root.classList.add("p2-follow");
  const words = model.get("words"), face = getComputedStyle(root).fontFamily;
  const say = (key, values = {}) => words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const figures = new Intl.NumberFormat(words.locale), written = n => figures.format(n);
  let lane, life, ghost, dots, path, boxes = {}, spots = {}, upright = false, size = [0, 0], named = 0;
  let durations = [], time = 0, playing = 0, asked = 0;
  let drawnAt = "", grounded = -1, stood = -1; // the moment that words tell, the gate of the ground, the gate in view

  // ---- controls
  const icon = course => drawn("svg", { viewBox: "0 0 16 16", "aria-hidden": "true" }, drawn("path", { d: course }));
  const PLAY = "M3 1.5v13l11-6.5z", PAUSE = "M3 2h4v12H3zM9 2h4v12H9z", BACK = "M12 2v12L4 8zM3 2h2v12H3z",
    ON = "M4 2v12l8-6zM11 2h2v12h-2z";
  const button = (course, name, act) =>
    element("button", { type: "button", onclick: act }, icon(course), element("span", {}, name));
  const choice = (name, trait, offered) => {
    const box = element("select", { onchange: () => { model.set(trait, box.value); model.save_changes(); } });
    const refilled = () => {  // another place has other things that can be changed
      box.replaceChildren(...model.get(offered).map(([key, label]) => element("option", { value: key }, label)));
      box.value = model.get(trait);
    };
    refilled();
    model.on(`change:${offered}`, refilled);
    model.on(`change:${trait}`, () => { box.value = model.get(trait); });
    return element("label", {}, element("span", {}, name), box);
  };
  const id = `p2-follow-${model.model_id ?? Math.round(performance.now())}`;
  const list = element("datalist", { id });
  const search = element("input", {
    type: "text", list: id, placeholder: words.hint, autocomplete: "off", spellcheck: "false",
    oninput: () => {
      const offered = [...list.children].find(option => option.value === search.value);
      if (offered) { tag(offered.value.split(" ")[0]); return; }
      model.set("query", search.value);
      model.save_changes();
    },
    onchange: () => {
      const given = search.value.trim();
      if (given && given !== model.get("tagged")) tag(given.split(" ")[0], given);
    },
    onfocus: () => search.select(),
  });
  const tag = (name, whole = name) => { model.set("asked", whole); model.set("tagged", name); model.save_changes(); };
  const choices = element("div", { class: "p2-follow-choices" });
  if (model.get("worlds").length > 1) choices.append(choice(words.world, "world", "worlds"));
  choices.append(element("label", {}, element("span", {}, words.follow), search, list));
  if (model.get("changes").length > 1) choices.append(choice(words.change, "change", "changes"));
  const canvas = element("canvas", { "aria-hidden": "true" }); // what moves, over what lies still at this gate
  const ground = element("canvas", { "aria-hidden": "true" });
  const name = element("div", { class: "p2-follow-name", "aria-hidden": "true" });
  const stage = element("div", { class: "p2-follow-stage", role: "img", onclick: tapped });
  const play = button(PLAY, words.play, () => (playing ? pause() : start()));
  play.classList.add("p2-follow-main");
  const bar = element("input", {
    type: "range", min: 0, max: 1000, step: 1, value: 0, "aria-label": words.scrub,
    oninput: () => { pause(); go(bar.value / 1000 * total()); },
  });
  const where = element("span", { class: "p2-follow-where" });
  const deck = element("div", { class: "p2-follow-deck" }, play, button(BACK, words.back, () => step(-1)),
    button(ON, words.on, () => step(1)), bar, where);
  const foot = element("div", { class: "p2-follow-foot" }, deck);
  const note = element("p", { class: "p2-follow-note", "aria-live": "polite" });
  const noted = () => { note.textContent = model.get("note"); note.hidden = !model.get("note"); };
  model.on("change:note", noted);
  noted();
  root.append(choices, note, stage, foot);
  root.addEventListener("keydown", event => {
    if (event.key === " " && !event.target.closest("input:not([type=range]), select, button, summary")) {
      event.preventDefault();
      play.click();
    }
  });
  const line = spoken(foot);
  const apart = element("p", { class: "p2-follow-apart" });
  const table = element("details", {}, element("summary", {}, words.table), element("div"));
  root.append(apart, table);

  // ---- what is drawn
  const total = () => durations.reduce((sum, one) => sum + one, 0);
  const moment = () => {
    let left = time;
    for (let gate = 0; gate < durations.length; gate++) {
      if (left < durations[gate]) return { gate, part: left / durations[gate] };
      left -= durations[gate];
    }
    return { gate: durations.length, part: 0 };
  };
  const begin = gate => durations.slice(0, gate).reduce((sum, one) => sum + one, 0);

  function taken() {
    lane = model.get("lane"); life = model.get("life"); ghost = model.get("ghost");
    if (!lane.gates) return;
    if (ghost.reason && !lane.reasons.includes(ghost.reason))
      lane = { ...lane, reasons: [...lane.reasons, ghost.reason] };
    const crowded = crowd(lane);
    const { first, moves, count } = stops(lane, crowded);
    dots = { ...crowded, first, moves, count, n: crowded.of.length };
    const shade = dots.of.map(way => dots.ways[way].channel);
    dots.channels = COLOURS.map((_, channel) => dots.order.filter(dot => shade[dot] === channel));
    follow();
    search.value = life.id ?? "";
    stage.setAttribute("aria-label", model.get("alt"));
    apart.textContent = ghost.said ?? "";
    table.lastChild.innerHTML = model.get("table");
    build();
  }

  function follow() {
    const at = moment(), share = durations.length ? at : { gate: 0, part: 0 };
    durations = lane.gates.map((_, gate) => (life.verdicts?.some(v => v.gate === gate) ? LONG : SHORT));
    time = begin(share.gate) + (durations[share.gate] ?? 0) * share.part;
  }

  /** Lay out gates, bins and words; a narrow place sets the lane upright. */
  function build() {
    const room = root.clientWidth || 1000;
    upright = room < 640;
    stage.replaceChildren(ground, canvas, name);
    stage.classList.toggle("p2-upright", upright);
    boxes = { why: [] }; spots = {};
    const n = lane.gates.length, why = upright ? 96 : n > 7 ? 236 : 290;
    const column = Math.min((room - why - END) / n, (room - why) / (n + 1)), staggered = !upright && column < 118;
    stage.style.gridTemplateColumns = upright ? `${why}px minmax(0, 1fr)`
      : `${why}px repeat(${2 * n}, minmax(0, 1fr)) repeat(2, minmax(${END / 2}px, 1fr))`;
    const pitch = upright ? Math.max(3, largest(12) - 1) : sand(column);
    const all = lane.gates.concat([{ label: lane.end, who: "", end: true }]);
    all.forEach((gate, k) => {
      const head = element("div", { class: "p2-follow-head" },
        element("b", {}, staggered ? brief(gate.label) : gate.label),
        gate.who ? element("span", {}, gate.who) : "");
      const wait = element("div", { class: "p2-follow-wait" });
      const pool = element("div", { class: "p2-follow-pool" }, wait,
        gate.end ? "" : element("i", { class: "p2-follow-arch" }));
      boxes[k] = { head, pool, wait, sum: element("div", { class: "p2-follow-sum" }) };
    });
    if (upright) downwards(all, Math.floor((room - why - 20) / pitch), pitch);
    else across(all, staggered, column, pitch);
    measure(pitch);
  }

  /** Put something into the grid of the stage. */
  function place(made, row, from, to, rows = 1) {
    made.style.gridArea = `${row} / ${from} / span ${rows} / ${to}`;
    stage.append(made);
    return made;
  }

  /** Gates from left to right, reasons from top to bottom. */
  function across(all, staggered, column, pitch) {
    place(element("div", { class: "p2-follow-road" }), 3, 1, -1);
    place(element("div", { class: "p2-follow-key" }, ...keys()), staggered ? 2 : 1, 1, 2, staggered ? 1 : 2);
    place(element("div", { class: "p2-follow-who" }, words.because), 4, 1, 2);
    lane.reasons.forEach((reason, k) => {
      const row = place(element("div", { class: "p2-follow-why" }, reason), 5 + k, 1, 2);
      row.style.height = `${height(k, column, pitch)}px`;
      boxes.why.push(row);
      place(element("div", { class: "p2-follow-shelf" }), 5 + k, 1, -1);
    });
    all.forEach((gate, k) => {
      const { head, pool, sum } = boxes[k], from = 2 + 2 * k, to = from + 2;
      place(pool, 3, k ? from : 1, to);
      place(sum, 4, k ? from : 1, to);
      if (!staggered) place(head, 2, from, to); // else in two rows, the middle of each over its arch
      else place(head, k % 2 ? 2 : 1, gate.end ? from : k ? to - 2 : 1, gate.end || !k ? to : to + 2);
      head.classList.toggle("p2-right", !staggered || !k || Boolean(gate.end));
      for (const reason of Object.keys(gate.lost ?? {})) {
        const bin = element("div", { class: "p2-follow-bin" }, element("b"));
        boxes[`bin${k}_${reason}`] = place(bin, 5 + Number(reason), from, from + 2 * reach(reason, k));
      }
    });
  }

  /** Gates from top to bottom, each with its own reasons. */
  function downwards(all, grains, pitch) {
    let row = 1;
    place(element("div", { class: "p2-follow-key" }, ...keys()), row++, 1, 3);
    all.forEach((gate, k) => {
      const { head, pool, sum } = boxes[k], mine = Object.entries(gate.lost ?? {});
      place(pool, row, 1, 2, 2 + mine.length);
      place(head, row++, 2, 3);
      place(sum, row++, 2, 3);
      for (const [reason, count] of mine) {
        const pile = element("i", { style: `height:${Math.ceil(count / grains) * pitch + 3}px` });
        const bin = element("div", { class: "p2-follow-bin" }, element("b"), ` ${lane.reasons[reason]}`, pile);
        boxes[`bin${k}_${reason}`] = place(bin, row++, 2, 3);
      }
    });
  }

  /** Leave out of a name what stands in brackets, unless it is the one word by which it is called. */
  const brief = label => label.replace(/ \([^)]* [^)]*\)/, "");

  const keys = () => lane.channels.map((label, channel) => [label, lane.counts[channel], COLOURS[channel]])
    .filter(([, count]) => count)
    .concat(lane.silent ? [[words.silent, lane.silent, COLOURS[3]]] : [])
    .map(([label, count, colour]) =>
      element("span", {}, element("i", { style: `background:${colour}` }), `${label} ${written(count)}`));

  /** Choose how near the grains of the bins lie so that all bins together stay within the screen. */
  function sand(column) {
    const fits = pitch => lane.reasons.reduce((sum, _, k) => sum + height(k, column, pitch), 0) <= 262;
    return PITCHES.find(pitch => pitch <= largest(13) && fits(pitch)) ?? PITCHES.at(-1);
  }

  /** Give the height of a reason's row: that of its highest pile. */
  function height(reason, column, pitch) {
    const high = lane.gates.map((gate, k) => {
      const grains = Math.max(1, Math.floor((column * reach(reason, k) - COUNT - 4) / pitch));
      return Math.ceil((gate.lost[reason] ?? 0) / grains) * pitch + 3;
    });
    return Math.max(20, ...high);
  }

  /** Count the columns a bin may fill: up to the next gate that keeps something out for the same reason. */
  function reach(reason, gate) {
    let to = gate + 1;
    while (to < lane.gates.length && !lane.gates[to].lost[reason]) to++;
    return (to === lane.gates.length ? to + 1 : to) - gate;
  }

  /** Read from the page where everything lies, and reckon every dot's stops. */
  function measure(pitch) {
    const outer = stage.getBoundingClientRect(), zoom = outer.width / (stage.offsetWidth || 1) || 1;
    const within = made => {
      const { left, top, width, height: tall } = made.getBoundingClientRect();
      return { x: (left - outer.left) / zoom, y: (top - outer.top) / zoom, w: width / zoom, h: tall / zoom };
    };
    const dense = Math.min(devicePixelRatio * zoom || 1, DENSEST);
    size = [stage.offsetWidth, stage.offsetHeight];
    for (const sheet of [ground, canvas]) {
      [sheet.width, sheet.height] = size.map(length => Math.round(length * dense));
      sheet.getContext("2d").setTransform(dense, 0, 0, dense, 0, 0);
    }
    for (let k = 0; k <= lane.gates.length; k++) {
      const box = within(boxes[k].pool), n = dots.count.get(`pool${k}`) ?? 0, gap = k < lane.gates.length ? 20 : 2;
      if (upright) box.h -= gap; else box.w -= gap;
      const above = upright ? 4 : 21; // the number of those that wait
      const inner = { x: box.x + 3, y: box.y + above, w: box.w - 6, h: box.h - above - 4 };
      spots[`pool${k}`] = { ...inner, pitch: packed(inner, n) };
      spots[`arch${k}`] = upright ? { x: box.x + box.w / 2, y: box.y + box.h + 10, across: 26, down: 0 }
        : { x: box.x + box.w + 9, y: box.y + box.h - 24, across: 0, down: 22 };
    }
    for (const key of Object.keys(boxes).filter(name => name.startsWith("bin"))) {
      const made = upright ? boxes[key].lastChild : boxes[key];
      const box = within(made);
      const aside = upright ? 0 : COUNT;
      spots[key] = { x: box.x + aside, y: box.y + 1, w: box.w - aside - 4, h: box.h - 2, pitch, up: true };
    }
    reckon();
    name.textContent = life.place === undefined ? "" : life.id;
    named = name.offsetWidth;
    [drawnAt, grounded] = ["", -1];
    show();
  }

  /** Say how far apart dots may lie at most, so that all of a year look alike. */
  const largest = few => (dots.n > ROUND ? 4 : dots.n > FEW ? 7 : few);

  const packed = ({ w, h }, n) =>
    PITCHES.find(pitch => pitch <= largest(16) && Math.floor(w / pitch) * Math.floor(h / pitch) >= n) ?? PITCHES.at(-1);

  /** Give the middle of a slot: pools fill from their gate on, high bins from the floor, low ones from the left. */
  function spot({ place, slot }) {
    const s = spots[place];
    const across = Math.max(1, Math.floor(s.w / s.pitch)), down = Math.max(1, Math.floor(s.h / s.pitch));
    const rows = upright || (s.up && s.h > 30);
    const column = (rows ? slot % across : Math.floor(slot / down)) + 0.5;
    const level = (rows ? Math.floor(slot / across) : slot % down) + 0.5;
    const x = rows || s.up ? s.x + column * s.pitch : s.x + s.w - column * s.pitch;
    return [x, s.y + s.h - level * s.pitch, s.pitch];
  }

  function reckon() {
    const g = lane.gates.length, n = dots.n, rest = new Float32Array((g + 1) * n * 3), draw = chance(3);
    const wide = new Float32Array(n);
    for (let dot = 0; dot < n; dot++) { rest.set(spot(dots.first[dot]), dot * 3); wide[dot] = draw() - 0.5; }
    const wait = [];
    for (let gate = 0; gate < g; gate++) {
      rest.copyWithin((gate + 1) * n * 3, gate * n * 3, (gate + 1) * n * 3);
      const late = new Float32Array(n).fill(-1);
      for (const { dot, to, wait: w } of dots.moves[gate]) {
        rest.set(spot(to), ((gate + 1) * n + dot) * 3);
        late[dot] = w;
      }
      wait.push(late);
    }
    const never = new Float32Array(n).fill(-1);
    const halves = wait.concat([never]).map(late => [true, false].map(still =>
      dots.channels.map(some => some.filter(dot => (late[dot] < 0) === still))));
    path = { rest, wait, wide, halves };
  }

  /** Give place and size of a dot at a moment. */
  function position(dot, gate, part, out) {
    const n = dots.n, rest = path.rest, a = (gate * n + dot) * 3;
    const late = gate < path.wait.length ? path.wait[gate][dot] : -1;
    if (late < 0 || part <= 0) { out[0] = rest[a]; out[1] = rest[a + 1]; out[2] = rest[a + 2]; return; }
    const b = a + n * 3, arch = spots[`arch${gate}`];
    const followed = dot === life.place;
    const v = followed ? (part < 0.25 ? part / 0.25 * 0.5 : part < 0.7 ? 0.5 : 0.5 + (part - 0.7) / 0.3 * 0.5)
      : Math.min(1, Math.max(0, (part - 0.5 * late) / 0.5));
    const ax = arch.x + path.wide[dot] * arch.across, ay = arch.y + path.wide[dot] * arch.down;
    if (v <= 0.5) {
      const s = v * 2, e = s * (2 - s);
      out[0] = rest[a] + (ax - rest[a]) * e; out[1] = rest[a + 1] + (ay - rest[a + 1]) * e; out[2] = rest[a + 2];
      return;
    }
    const s = v * 2 - 1, falls = dots.ways[dots.of[dot]].bin >= 0 && dots.ways[dots.of[dot]].gates.at(-1) === gate;
    const hop = falls ? 0 : Math.sin(Math.PI * s) * Math.min(30, Math.abs(upright ? 0 : rest[b] - ax) / 12);
    out[0] = ax + (rest[b] - ax) * s;
    out[1] = ay + (rest[b + 1] - ay) * (falls ? s * s : s) - hop;
    out[2] = rest[a + 2] + (rest[b + 2] - rest[a + 2]) * s;
  }

  function show() {
    if (!lane?.gates || !path) return;
    const { gate, part } = moment(), [lying, moving] = path.halves[gate], pen = canvas.getContext("2d");
    if (grounded !== gate) strew(ground.getContext("2d"), lying, gate, 0);
    grounded = gate;
    strew(pen, moving, gate, part);
    if (ghost.course?.length) shadow(pen);
    if (life.place !== undefined) tagged(pen, gate, part, [0, 0, 0]);
    tell(gate, part);
  }

  /** Draw dots where they are at a moment, colour by colour, on a sheet that is wiped first. */
  function strew(pen, some, gate, part) {
    const out = [0, 0, 0], round = dots.n <= ROUND;
    pen.clearRect(0, 0, ...size);
    some.forEach((alike, channel) => {
      if (!alike.length) return;
      pen.fillStyle = COLOURS[channel];
      if (round) pen.beginPath();
      for (const dot of alike) {
        position(dot, gate, part, out);
        const wide = Math.max(1, out[2] - 1), side = Math.max(1, Math.round(wide));
        if (!round) pen.fillRect(Math.round(out[0] - side / 2), Math.round(out[1] - side / 2), side, side);
        else { pen.moveTo(out[0] + wide / 2, out[1]); pen.arc(out[0], out[1], wide / 2, 0, 7); }
      }
      if (round) pen.fill();
    });
  }

  /** Draw the way of the followed proposal so far, itself, and its name. */
  function tagged(pen, gate, part, out) {
    const gone = [];
    position(life.place, 0, 0, out);
    gone.push([out[0], out[1]]);
    for (const { gate: k } of life.verdicts) if (k < gate || (k === gate && part >= 0.25)) {
      position(life.place, k, 0.5, out);
      gone.push([out[0], out[1]]);
    }
    position(life.place, gate, part, out);
    gone.push([out[0], out[1]]);
    pen.lineJoin = "round"; pen.strokeStyle = AMBER; pen.lineWidth = 2.5; pen.setLineDash([]);
    pen.beginPath(); gone.forEach(([x, y], k) => (k ? pen.lineTo(x, y) : pen.moveTo(x, y))); pen.stroke();
    pen.beginPath(); pen.arc(out[0], out[1], 8, 0, 7);
    pen.fillStyle = GLOW; pen.fill(); pen.strokeStyle = "#1b1b1b"; pen.lineWidth = 2; pen.stroke();
    const left = out[0] > size[0] - named - 20;
    const x = left ? out[0] - named - 14 : out[0] + 14, y = out[1] + (upright || gate || part ? -30 : 8);
    name.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`;
  }

  /** Draw the old way of the followed proposal: dashed, hollow at its end. */
  function shadow(pen) {
    const points = [];
    const [aside, above] = upright ? [-12, 0] : [0, -14]; // beside the way that is gone now
    for (const k of ghost.course) points.push([spots[`arch${k}`].x + aside, spots[`arch${k}`].y + above]);
    const last = ghost.course.at(-1), reason = lane.reasons.indexOf(ghost.reason);
    const bin = spots[`bin${last}_${reason}`], row = boxes.why[reason];
    const arch = spots[`arch${last}`], end = spots[`pool${lane.gates.length}`];
    if (!ghost.reason) points.push([end.x + end.w / 2, end.y + end.h * 0.35]);
    else if (bin) points.push([bin.x + 14, bin.y + bin.h / 2]);
    else points.push(row ? [arch.x, row.offsetTop + row.offsetHeight / 2] : [arch.x + 60, arch.y]);
    pen.strokeStyle = GHOST; pen.lineWidth = 2; pen.setLineDash([6, 5]);
    pen.beginPath(); points.forEach(([x, y], k) => (k ? pen.lineTo(x, y) : pen.moveTo(x, y))); pen.stroke();
    pen.setLineDash([3, 3]);
    const [x, y] = points.at(-1);
    pen.beginPath(); pen.arc(x, y, 8, 0, 7); pen.fillStyle = "#ffffff"; pen.fill(); pen.stroke(); pen.setLineDash([]);
    const far = x + 80 > size[0];
    pen.font = `bold 15px ${face}`; pen.textAlign = far ? "right" : "left";
    pen.strokeStyle = "#ffffff"; pen.lineWidth = 5; pen.strokeText(words.once, x + (far ? -13 : 13), y + 5);
    pen.fillStyle = GHOST; pen.fillText(words.once, x + (far ? -13 : 13), y + 5);
  }

  /** Bring numbers, bar and sentence to the moment that is drawn. */
  function tell(gate, part) {
    const key = `${gate} ${Math.round(part * (durations[gate] ?? 0) / 60)}`; // words need not change at every frame
    if (key === drawnAt) return;
    drawnAt = key;
    const landed = n => Math.floor(n * Math.min(1, Math.max(0, (part - 0.5) / 0.5)) + 1e-9);
    lane.gates.forEach((each, k) => {
      const box = boxes[k];
      box.head.classList.toggle("p2-now", k === gate);
      box.pool.classList.toggle("p2-now", k === gate);
      const came = k <= gate ? written(each.in) : "", went = k < gate ? written(each.out) : "";
      put(box.wait, upright ? "" : came && !k ? say("came", { n: came }) : came);
      put(box.sum, upright ? went && say("sum", { n: came, m: went }) : went && !k ? say("went", { n: went }) : went);
      for (const [reason, count] of Object.entries(each.lost)) {
        const n = k < gate ? count : k === gate ? landed(count) : 0;
        put(boxes[`bin${k}_${reason}`].firstChild, n ? written(n) : "");
      }
    });
    const finished = gate === lane.gates.length;
    if (upright && playing && gate !== stood) boxes[gate].head.scrollIntoView({ block: "center", behavior: "smooth" });
    stood = gate;
    put(boxes[lane.gates.length].sum, finished ? written(lane.arrived) : "");
    boxes[lane.gates.length].head.classList.toggle("p2-now", finished);
    bar.value = total() ? Math.round(time / total() * 1000) : 0;
    const label = finished ? words.finished : say("where", { n: gate + 1, m: lane.gates.length });
    put(where, label);
    bar.setAttribute("aria-valuetext", finished ? label : `${label}: ${lane.gates[gate].label}`);
    line(sentence(gate, part, finished));
  }

  const put = (made, text) => { if (made.textContent !== text) made.textContent = text; };

  function sentence(gate, part, finished) {
    if (finished) return say("end", { about: life.about, end: life.end, n: written(dots.n), m: written(lane.arrived) });
    if (!gate && part === 0) return say("ready", { n: written(dots.n), about: life.about });
    const each = lane.gates[gate], verdict = life.verdicts.find(v => v.gate === gate);
    if (!verdict) return say("passing", { gate: each.label, who: each.who, n: written(each.in), m: written(each.out) });
    const head = say("before", { gate: each.label, who: each.who, id: life.id, asked: verdict.asked });
    return part < 0.5 && playing ? head : `${head} ${verdict.decided}`;
  }

  // ---- time
  function go(to) { time = Math.min(total(), Math.max(0, to)); show(); }
  function pause() { cancelAnimationFrame(playing); playing = 0; label(); }
  function label() {
    play.lastChild.textContent = playing ? words.pause : words.play;
    play.querySelector("path").setAttribute("d", playing ? PAUSE : PLAY);
  }
  function start() {
    if (!moves()) { go(total()); return; }
    if (time >= total()) time = 0;
    let last = performance.now();
    const tick = now => {
      go(time + Math.min(100, now - last));
      last = now;
      if (time < total()) playing = requestAnimationFrame(tick); else pause();
    };
    playing = requestAnimationFrame(tick);
    label();
  }
  function step(by) {
    pause();
    const { gate, part } = moment();
    go(begin(Math.max(0, by > 0 ? gate + 1 : part > 0 ? gate : gate - 1)));
  }

  /** Follow the dot that was tapped: the nearest within a finger's breadth. */
  function tapped(event) {
    const outer = stage.getBoundingClientRect(), zoom = outer.width / (stage.offsetWidth || 1) || 1;
    const x = (event.clientX - outer.left) / zoom, y = (event.clientY - outer.top) / zoom, { gate, part } = moment();
    const out = [0, 0, 0];
    let best = -1, near = 16;
    for (let dot = 0; dot < lane.of.length; dot++) {
      position(dot, gate, part, out);
      const far = Math.hypot(out[0] - x, out[1] - y);
      if (far < near) [best, near] = [dot, far];
    }
    if (best >= 0) { model.set("tapped", best); model.save_changes(); }
  }

  // ---- what comes from the kernel
  const later = act => { cancelAnimationFrame(asked); asked = requestAnimationFrame(act); };
  const anew = () => later(() => {
    const again = time > 0 && time >= total() && moves() && model.get("lane").of !== lane.of;
    taken();
    if (again) { time = 0; start(); }
    if (!moves()) go(total());
  });
  model.on("change:lane change:life change:ghost", anew);
  model.on("change:offers", () => list.replaceChildren(
    ...model.get("offers").map(([key, about]) => element("option", { value: `${key} ${about}` }))));
  const seen = new ResizeObserver(() => later(() => {
    if (!lane?.gates || root.clientWidth === seen.wide) return;
    seen.wide = root.clientWidth;
    build();
  }));
  seen.observe(root);
  taken();
  if (!moves()) go(total());
  document.fonts?.ready.then(() => later(build));
  return () => { cancelAnimationFrame(playing); cancelAnimationFrame(asked); seen.disconnect(); };
}
