const FLY = 420, TURN = 15, FLIP = 260, CARD = 600, COUNT = 1000, HOLD = 300;
const HEADER = 56;  // what the head of a page covers
const MANY = 100;  // villages from which on tiles are small
const PINS = { width: 400, y: 44, at: (n, top) => 16 + 368 * (n / top) };
const SIGN = { b: "", p: "+", m: "−", n: "" };
const filledIn = (words, values) => words.replace(/{(\w+)}/g, (_, key) => values[key]);
const sum = values => Object.values(values).reduce((all, value) => all + value, 0);
const between = (from, to, part) => from + (to - from) * part;

/** Draw the screen, and draw it anew where its plan becomes another one. */
function render({ model, el }) {
  const root = own(el);
  root.classList.add("p2-cockpit");
  let end = screenOf(model, root);
  const renewed = () => { end(); root.replaceChildren(); end = screenOf(model, root); };
  model.on("change:plan", renewed);
  return () => { model.off("change:plan", renewed); end(); };
}

/** Draw the screen of a plan and keep it as the model says; new frames come in motion. */
function screenOf(model, root) {
  const screen = { model, root, plan: model.get("plan"), words: model.get("words"), stop: () => {} };
  screen.wish = () => model.get("decision");
  screen.put = changes => { model.set("decision", { ...screen.wish(), ...changes }); model.save_changes(); };
  screen.frames = () => model.get("frames");
  root.classList.toggle("ck-lined", Boolean(screen.plan.lines));
  root.classList.toggle("ck-dense", screen.plan.villages.length > MANY);
  screen.ask = what => () => model.send({ do: what, decision: screen.wish() });
  screen.undo = element("button", { type: "button", class: "ck-undo", onclick: screen.ask("undo") },
    screen.words.undo);
  screen.head = headline(screen);
  screen.map = villageMap(screen);
  screen.table = placesTable(screen);
  const levers = leverTabs(screen), bar = actionBar(screen);
  root.append(element("div", { class: "ck-top" }, screen.head.node, screen.map.node), levers.node, bar.node, bar.more);
  screen.say = spoken(bar.said);
  const folded = answered(root, model, screen.words.answer);
  root.querySelector(".p2-moving-answer").append(screen.table.node);
  let last = screen.frames().at(-1);
  const arrived = () => {
    const before = last, frame = screen.frames().at(-1);
    if (frame.tiles.length !== screen.plan.villages.length) return;  // of a plan that is on its way
    screen.stop();
    last = frame;
    if (frame.number === before.number + 1) reveal(screen, before);
    else { rest(screen); screen.say(sentence(screen, frame)); }
    levers.draw(); bar.draw();
  };
  let village = screen.wish().desa;
  const moved = () => {
    levers.draw(); bar.draw(); screen.head.plan(); screen.map.mine();
    if (village === screen.wish().desa) return;
    village = screen.wish().desa;
    if (!model.get("stale") && !root.classList.contains("ck-moving")) screen.say(sentence(screen, last));
  };
  const aged = () => {
    screen.head.stale(); bar.draw();
    if (model.get("stale")) screen.say(screen.words.moved);
    else if (screen.frames().at(-1) === last && !root.classList.contains("ck-moving"))
      screen.say(sentence(screen, last));
  };
  const told = () => { folded(); bar.draw(); };
  const listeners = [["frames", arrived], ["decision", moved], ["held", levers.draw], ["seat", moved],
    ["stale", aged]];
  for (const name of ["answer", "message", "news"]) listeners.push([name, told]);
  for (const [name, listener] of listeners) model.on(`change:${name}`, listener);
  levers.draw(); bar.draw(); rest(screen); folded();
  if (screen.plan.lines) screen.say(sentence(screen, last));
  return () => { screen.stop(); for (const [name, listener] of listeners) model.off(`change:${name}`, listener); };
}

/** Show the latest frame as it is when all has come to rest. */
function rest(screen) {
  const frames = screen.frames(), frame = frames.at(-1);
  screen.root.classList.remove("ck-moving");
  screen.head.card(frame, frames.length > 1 ? 1 : 0);
  screen.head.count(frame, frame.now, 1);
  screen.map.show(frame);
  screen.table.show(frame);
}

/** Show a new frame: coins leave, the card turns, the number counts, tiles turn; the chosen village comes last. */
function reveal(screen, before) {
  const frame = screen.frames().at(-1), cardTime = frame.card === null ? 0 : CARD;
  const tiles = screen.map.turning(), mapTime = tiles * TURN + FLIP + HOLD;
  screen.root.classList.add("ck-moving");
  screen.head.from(before);
  if (screen.root.querySelector(".ck-number").getBoundingClientRect().top < HEADER) screen.root.scrollIntoView();
  spend(screen);
  const steps = [
    [FLY, () => {}],
    [cardTime, part => screen.head.card(frame, part)],
    [Math.max(COUNT, mapTime), (part, time) => {
      const counted = Math.min(1, time / COUNT);
      screen.head.count(frame, Math.round(between(before.now, frame.now, eased(counted))), counted);
      screen.map.turn(frame, time);
    }],
  ];
  const next = number => {
    if (number === steps.length) { rest(screen); screen.say(sentence(screen, frame)); return; }
    const [time, draw] = steps[number];
    screen.stop = run(screen.plan.drawn || number !== 1 ? time : 0, part => draw(part, part * time),
      () => next(number + 1));
  };
  screen.head.card(frame, 0);
  next(0);
}

/** Change the words of an element that holds words only: nothing comes or goes, so the page is not styled anew. */
function write(element, words) {
  if (element.firstChild) element.firstChild.data = words; else element.append(String(words));
}

/** Write a number as it stands on the screen: some plans count in tenths. */
const figure = ({ plan }, n) => plan.tenths ? (n / 10).toFixed(1).replace(".", plan.point) : n;

/** Write a difference with its sign. */
const signed = (screen, n) => (n > 0 ? "+" : n < 0 ? "−" : "±") + figure(screen, Math.abs(n));

const eased = part => 1 - (1 - part) ** 2;

/** Say a frame in words: what came of the year, of the chosen village, and of the guesses. */
function sentence(screen, frame) {
  const { words, plan } = screen, at = plan.villages.findIndex(village => village.code === screen.wish().desa);
  const parts = [frame.said, frame.why];
  if (at >= 0)
    parts.push(fateOf(screen, frame, at));
  const near = nearest(frame);
  if (near.length) {
    const names = near.map(key => plan.seats[key]).join(", "), several = Object.keys(frame.guesses).length > 1;
    const n = Math.abs(frame.guesses[near[0]] - frame.now);
    parts.push(filledIn(several ? words.nearest : words.apart, { siapa: names, n }));
  }
  return parts.filter(Boolean).join(" ");
}

/** Say what came of a village: how often it got something so far, or whether it did. */
function fateOf(screen, frame, at) {
  const { words, plan } = screen, desa = plan.villages[at].name;
  if (frame.times.length) return filledIn(words.times, { desa, n: frame.times[at], m: screen.frames().length - 1 });
  const fate = frame.number ? filledIn(words[`fate_${frame.tiles[at]}`] ?? "", { desa }) : "";
  return [fate, frame.stops[at]].filter(Boolean).join(" ");
}

/** Give who guessed nearest; several when they are equally near. */
function nearest(frame) {
  const away = key => Math.abs(frame.guesses[key] - frame.now), keys = Object.keys(frame.guesses);
  const least = Math.min(...keys.map(away));
  return keys.filter(key => away(key) === least);
}

/** Let coins leave the tabs that hold some. */
function spend(screen) {
  const target = screen.root.querySelector(".ck-number");
  for (const from of screen.root.querySelectorAll(".ck-tab[data-coins], .ck-clause[data-coins]"))
    for (let coin = 0; coin < Math.min(3, Number(from.dataset.coins)); coin++)
      fly(screen, from.getBoundingClientRect(), target.getBoundingClientRect(), coin * 60);
}

/** Let a coin fly from one place on the glass to another. */
function fly(screen, from, to, after = 0) {
  if (!moves()) return;
  const zoom = screen.root.currentCSSZoom ?? 1, box = screen.root.getBoundingClientRect();
  const coin = element("span", { class: "ck-coin ck-flying", "aria-hidden": "true" });
  const middle = place => [place.left + place.width / 2 - box.left, place.top + place.height / 2 - box.top];
  const [x0, y0] = middle(from), [x1, y1] = middle(to);
  screen.root.append(coin);
  run(FLY + after, part => {
    const now = eased(Math.max(0, (part * (FLY + after) - after) / FLY));
    const x = between(x0, x1, now) / zoom, y = (between(y0, y1, now) - 30 * Math.sin(Math.PI * now)) / zoom;
    coin.style.transform = `translate(${x - 11}px, ${y - 11}px)`;
  }, () => coin.remove());
}

/** The number with its ghost, and below it its parts, or the line of guesses with the card, or the years so far. */
function headline(screen) {
  const { plan, words } = screen;
  const when = element("span", { class: "ck-when" }), number = element("b", { class: "ck-number" });
  const ghost = element("b"), apart = element("span", { class: "ck-apart" });
  const card = eventCard(screen), pins = drawn("svg", { class: "ck-pins", role: "img" });
  const course = drawn("svg", { class: "ck-course", role: "img" }), guess = guessing(screen);
  const parts = partLines(screen);
  const beside = element("div", { class: "ck-ghost" }, ghost,
    element("span", { class: "ck-of" }, words.ghost), apart);
  const node = element("section", { class: "ck-head", "aria-label": words.number },
    element("p", { class: "ck-title" }, element("strong", {}, plan.title), element("span", {}, when, " ", screen.undo)),
    element("div", { class: "ck-row" },
      element("div", { class: "ck-tell" }, element("div", { class: "ck-pair" }, number, beside),
        element("p", { class: "ck-what" }, words.number)),
      plan.drawn ? card.node : ""), plan.lines ? parts.node : plan.drawn ? [pins, guess.node] : course);
  const line = { frame: null, value: 0, part: 1 };
  const stale = () => {
    const waits = screen.model.get("stale");
    when.textContent = waits ? words.stale : screen.frames().at(-1).when;
    when.classList.toggle("ck-stale", waits);
  };
  const drawPins = () => plan.drawn && line.frame && pinned(screen, pins, line);
  return {
    node,
    card: plan.drawn ? card.show : () => {},
    from: parts.from,
    stale,
    plan() { guess.draw(); drawPins(); card.rest(); },
    count(frame, value, part) {
      const begun = part === 1 || line.part === 1;
      Object.assign(line, { frame, value, part });
      write(number, figure(screen, value));
      write(apart, signed(screen, value - frame.ghost));
      if (plan.lines) parts.draw(frame, part);
      if (!begun) { if (plan.drawn) reach(screen, pins, value); return; }
      stale();
      ghost.textContent = figure(screen, frame.ghost);
      beside.hidden = screen.frames().length === 1;
      if (part === 1) guess.draw();
      drawPins();
      if (!plan.lines) courseLine(screen, course, screen.frames().length - (part < 1));
    },
  };
}

/** The parts of the number as bars, each with its ghost; in motion one begins after another. */
function partLines(screen) {
  const { plan } = screen, rows = (screen.frames()[0].lines ?? []).map(line => ({
    label: element("span", { class: "ck-part" }, line.label), fill: element("i", { class: "ck-now" }),
    was: element("i", { class: "ck-was", hidden: true }), text: element("b"),
    change: element("span", { class: "ck-change" }) }));
  const bars = element("div", { class: "ck-lines" }, rows.flatMap(({ label, fill, was, text, change }) =>
    [label, element("div", { class: "ck-track" }, fill, was), text, change]));
  const few = rows.length < 7 ? " ck-few" : "";
  const node = element("div", { class: `ck-parts${few}`, role: "img" }, element("p", {}, plan.lines), bars);
  let before = screen.frames()[0];
  return {
    node,
    from(frame) { before = frame; },
    draw(frame, part) {
      frame.lines.forEach((line, n) => {
        const row = rows[n], { fill, was, text, change } = row;
        const own = Math.min(1, Math.max(0, (part * (rows.length + 2) - n) / 3));
        fill.style.transform = `scaleX(${between(before.lines[n].now, line.now, eased(own))})`;
        if (own < 1 || row.shown === line) return;
        row.shown = line;
        was.hidden = !frame.number;
        was.style.width = `${100 * line.ghost}%`;
        write(text, line.text);
        write(change, line.change);
      });
      if (part < 1) return;
      node.setAttribute("aria-label", [plan.lines, ...frame.lines.map(line =>
        `${line.label}: ${line.text} ${line.change}`)].join(". "));
    },
  };
}

/** Let the mark on the scale stand at a value. */
function reach(screen, svg, value) {
  const x = PINS.at(value, topOf(screen));
  svg.querySelector(".ck-reached")?.setAttribute("d", `M16 ${PINS.y}H${x}`);
  svg.querySelector(".ck-at")?.setAttribute("cx", x);
}

/** Where the scale of guesses ends. */
function topOf(screen) {
  const frames = screen.frames(), guesses = frames.flatMap(frame => Object.values(frame.guesses));
  const most = Math.max(2 * frames[0].now, ...frames.map(frame => frame.now), ...guesses);
  return Math.ceil(most / 20) * 20;
}

/** Draw the scale with the pins of who guessed, and how far the number has come. */
function pinned(screen, svg, { frame, value, part }) {
  const { plan, words } = screen, top = topOf(screen), { width, y } = PINS, at = n => PINS.at(n, top);
  const waiting = Object.keys(screen.wish().tebakan ?? {}).length > 0 && part === 1;
  const guesses = waiting ? screen.wish().tebakan : frame.guesses, near = waiting || part < 1 ? [] : nearest(frame);
  const shapes = [drawn("path", { class: "ck-scale", d: `M16 ${y}H${width - 16}` })];
  for (let n = 0; n <= top; n += top / 4)
    shapes.push(drawn("text", { x: at(n), y: y + 18, class: "ck-tick" }, Math.round(n)));
  if (!waiting && screen.frames().length > 1)
    shapes.push(drawn("path", { class: "ck-reached", d: `M16 ${y}H${at(value)}` }),
      drawn("circle", { class: "ck-at", cx: at(value), cy: y, r: 7 }));
  for (const [key, n] of Object.entries(guesses)) {
    const mine = key === screen.model.get("seat"), glow = near.includes(key);
    const drop = `M${at(n)} ${y - 2}l-10-14a14 14 0 1 1 20 0z`;
    shapes.push(drawn("path", { class: `ck-pin${glow ? " ck-near" : ""}`, d: drop }),
      drawn("text", { x: at(n), y: y - 19, class: "ck-initial" }, mine ? "●" : plan.seats[key].slice(0, 2)));
  }
  const said = Object.entries(guesses).map(([key, n]) => filledIn(words.pin, { siapa: plan.seats[key], n }));
  svg.setAttribute("viewBox", `0 0 ${width} ${y + 20}`);
  svg.setAttribute("aria-label", [words.guess, ...said].join(" "));
  svg.replaceChildren(...shapes);
}

/** The slider on which a guess is made and locked. */
function guessing(screen) {
  const { words } = screen, slider = element("input", { type: "range", min: 0, step: 1, "aria-label": words.guess });
  const said = element("b", { "aria-hidden": "true" }), node = element("div");
  const lock = element("button", { type: "button" }, words.lock);
  const seat = () => screen.model.get("seat");
  const tell = () => { said.textContent = slider.value; };
  slider.addEventListener("input", tell);
  lock.addEventListener("click", () => {
    screen.put({ tebakan: { ...screen.wish().tebakan, [seat()]: Number(slider.value) } });
    screen.root.querySelector(".ck-run").focus();
  });
  const question = element("label", {}, words.guess), locked = element("p", { class: "ck-locked" });
  node.className = "ck-guess";
  return {
    node,
    draw() {
      if (!screen.plan.drawn || screen.frames().length > screen.plan.years) { node.replaceChildren(); return; }
      const mine = (screen.wish().tebakan ?? {})[seat()];
      slider.max = topOf(screen);
      if (!node.contains(slider)) slider.value = screen.frames().at(-1).now;
      tell();
      locked.textContent = `✓ ${words.locked}: ${mine}`;
      node.replaceChildren(...mine === undefined
        ? [question, element("div", {}, slider, said, lock)] : [locked]);
    },
  };
}

/** The event card: covered before the year, turned when it runs. */
function eventCard(screen) {
  const { plan, words } = screen, face = element("div", { class: "ck-card" });
  const side = (art, said) => { face.innerHTML = art; face.append(element("span", {}, said)); };
  const cover = () => side(plan.back, words.card);
  const turn = key => side(plan.cards[key].art, plan.cards[key].face);
  return {
    node: face,
    rest() {
      if (screen.wish().tebakan?.[screen.model.get("seat")] === undefined) return;
      cover();
    },
    show(frame, part) {
      const open = part >= 0.5 && frame.card !== null && screen.frames().length > 1;
      if (open) turn(frame.card); else cover();
      const turned = (open ? part - 1 : part) * 180;
      face.style.transform = part > 0 && part < 1 ? `perspective(600px) rotateY(${turned}deg)` : "";
    },
  };
}

/** Draw the years so far as a line, and without these decisions as its ghost. */
function courseLine(screen, svg, count) {
  const { plan, words } = screen, frames = screen.frames().slice(0, count), width = 400, height = 126;
  const all = screen.frames().flatMap(frame => [frame.now, frame.ghost]);
  const low = Math.min(...all), high = Math.max(...all);
  const x = year => 24 + (width - 80) * (year / plan.years), room = height - 52;
  const y = value => (high > low ? height - 32 - room * ((value - low) / (high - low)) : (height - 24) / 2);
  const line = key => "M" + frames.map((frame, year) => `${x(year)} ${y(frame[key])}`).join("L");
  const shapes = [drawn("path", { class: "ck-future", d: `M${x(0)} ${y(frames[0].now)}H${x(plan.years)}` })];
  for (let year = 0; year <= plan.years; year++)
    shapes.push(drawn("text", { x: x(year), y: height - 5, class: "ck-tick" }, year || words.begin));
  shapes.push(drawn("path", { class: "ck-ghostline", d: line("ghost") }));
  shapes.push(drawn("path", { class: "ck-line", d: line("now") }));
  for (const [year, { now }] of frames.entries())
    shapes.push(drawn("circle", { class: "ck-dot", cx: x(year), cy: y(now), r: 5 }));
  const end = frames.at(-1);
  const beside = { x: x(frames.length - 1) + 10, y: y(end.now) + (end.now < end.ghost ? 7 : -5), class: "ck-end" };
  shapes.push(drawn("text", beside, end.now));
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.setAttribute("aria-label", `${words.course}. ${frames.map(frame => frame.said).join(" ")}`);
  svg.replaceChildren(...shapes);
}

/** The villages as tiles, kecamatan by kecamatan. */
function villageMap(screen) {
  const { plan, words } = screen, tiles = [], places = new Map();
  plan.villages.forEach((village, n) => {
    tiles.push(element("span", { class: "ck-tile", title: `${village.name}, ${village.place}`, "data-n": n }));
    if (!places.has(village.place)) places.set(village.place, []);
    places.get(village.place).push(tiles[n]);
  });
  const board = element("div", { class: "ck-places", role: "img" },
    [...places].map(([place, members]) => element("div", { class: "ck-place" },
      element("span", { title: place }, place),
      element("div", {}, members))));
  const legend = element("div", { class: "ck-legend" });
  const choice = element("select", { "aria-label": words.mine }, plan.villages.map(village =>
    element("option", { value: village.code }, `${village.name} (${village.place})`)));
  choice.addEventListener("change", () => screen.put({ desa: choice.value }));
  board.addEventListener("click", event => {
    const tile = event.target.closest(".ck-tile");
    if (tile) screen.put({ desa: plan.villages[tile.dataset.n].code });
  });
  const order = [...places.values()].flat().map(tile => Number(tile.dataset.n));
  const paint = (n, sign) => { tiles[n].dataset.sign = sign; write(tiles[n], SIGN[sign]); };
  const own = () => plan.villages.findIndex(village => village.code === screen.wish().desa);
  let queue = [], turned = 0;
  const map = {
    node: element("section", { class: "ck-map", "aria-label": words.map }, element("div", { class: "ck-field" }, board,
      element("div", { class: "ck-mine" },
        element("label", {}, element("i", { class: "ck-tile ck-own" }), words.mine, choice))), legend),
    turning() {
      const mine = own();
      [queue, turned] = [[...order.filter(n => n !== mine), mine].filter(n => n >= 0), 0];
      return tiles.length;
    },
    mine() {
      choice.value = screen.wish().desa;
      tiles.forEach((tile, n) => tile.classList.toggle("ck-own", n === own()));
    },
    show(frame) {
      [...frame.tiles].forEach((sign, n) => { paint(n, sign); tiles[n].style.transform = ""; });
      const count = sign => [...frame.tiles].filter(letter => letter === sign).length;
      const signs = screen.frames().length > 1 || count("p") ? ["b", "p", "m", "n"] : ["b", "n"];
      legend.replaceChildren(...signs.map(sign => element("span", {},
        element("i", { class: "ck-tile", "data-sign": sign }, SIGN[sign]), `${words[sign]} ${count(sign)}`)));
      board.setAttribute("aria-label",
        filledIn(words.served, { n: count("b") + count("p"), m: tiles.length }));
      map.mine();
    },
    turn(frame, time) {
      for (let place = turned; place < queue.length; place++) {
        const n = queue[place], begin = place * TURN + (place === queue.length - 1 ? HOLD : 0);
        const part = Math.min(1, (time - begin) / FLIP);
        if (part <= 0) break;
        if (part >= 0.5 && tiles[n].dataset.sign !== frame.tiles[n]) paint(n, frame.tiles[n]);
        tiles[n].style.transform = part < 1 ? `scaleX(${Math.abs(Math.cos(Math.PI * part)).toFixed(3)})` : "";
        if (part === 1 && place === turned) turned++;
      }
    },
  };
  return map;
}

/** What the map shows, in figures. */
function placesTable(screen) {
  const { plan, words } = screen, body = element("tbody"), signs = ["b", "p", "m", "n"];
  const places = [...new Set(plan.villages.map(village => village.place))];
  const node = element("table", {}, element("caption", {}, words.table), element("thead", {}, element("tr", {},
    element("th", {}, words.place), signs.map(sign => element("th", { class: "n" }, words[sign])))), body);
  return {
    node,
    show(frame) {
      const count = (place, sign) => plan.villages.filter((village, n) =>
        village.place === place && frame.tiles[n] === sign).length;
      body.replaceChildren(...places.map(place => element("tr", {}, element("td", {}, place),
        signs.map(sign => element("td", { class: "n" }, count(place, sign))))));
    },
  };
}

/** The purse and the tabs of who decides, one open at a time. */
function leverTabs(screen) {
  const { plan, words, root } = screen, purse = element("div", { class: "ck-purse" });
  const list = element("div", { class: "ck-tabs", role: "tablist", "aria-label": words.tabs });
  const several = plan.tabs.length > 1;
  const panel = element("div", { class: "ck-panel", role: several ? "tabpanel" : "group" });
  const paid = plan.buys ? plan.tabs.flatMap(tab => tab.clauses) : [];  // clauses that the purse pays for
  let open = plan.tabs[0].key;
  const tabOpen = () => plan.tabs.find(tab => tab.key === open);
  const spent = tab => tab.levers.reduce((all, lever) => all + (screen.wish().upaya[lever.key] ?? 0), 0);
  const left = () => plan.purse - sum(screen.wish().upaya)
    - sum(paid.filter(clause => screen.wish().pasal.includes(clause.key)).map(clause => clause.cost));
  screen.left = left;
  const turn = step => {
    const keys = plan.tabs.map(tab => tab.key), next = (keys.indexOf(open) + step + keys.length) % keys.length;
    open = keys[next];
    draw();
    list.children[next].focus();
  };
  list.addEventListener("keydown", event => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step) { event.preventDefault(); turn(step); }
  });
  const tabOf = tab => {
    const coins = spent(tab), { kebijakan, pasal } = screen.wish();
    const rules = tab.policies.filter(policy => kebijakan.includes(policy.key)).length;
    const more = rules + (tab.clauses.length ? pasal.length : 0);
    const counts = [coins ? `● ${coins}` : "", more ? `■ ${more}` : ""].filter(Boolean).join(" ");
    return element("button", { type: "button", class: "ck-tab", role: "tab", "aria-selected": String(tab.key === open),
      tabindex: tab.key === open ? 0 : -1, "data-coins": coins || null,
      onclick: () => { open = tab.key; draw(); } },
      tab.label, element("small", {}, counts || "–"));
  };
  const enacted = (clause, on, carried) => {
    const { pasal } = screen.wish();
    if (pasal.includes(clause.key) === on || (on && left() < clause.cost)) return;
    const purseAt = purse.querySelector(".ck-pouch").getBoundingClientRect();
    const card = root.querySelector(`[data-lever="${clause.key}"]`).getBoundingClientRect();
    const next = on ? [...pasal, clause.key] : pasal.filter(key => key !== clause.key);
    screen.put({ pasal: paid.map(each => each.key).filter(key => next.includes(key)) });
    for (let coin = carried ? 1 : 0; coin < clause.cost; coin++)
      fly(screen, ...(on ? [purseAt, card] : [card, purseAt]), coin * 60);
  };
  const changed = (lever, step, from) => {
    const clause = paid.find(each => each.key === lever);
    if (clause) { enacted(clause, step > 0, from); return; }
    const now = screen.wish().upaya[lever] ?? 0, next = now + step;
    if (next < 0 || next > plan.most || (step > 0 && left() < step)) return;
    const rest = purse.querySelector(".ck-coin:not(.ck-out)") ?? purse;
    const home = rest.getBoundingClientRect();
    const slot = n => root.querySelector(`[data-lever="${lever}"] .ck-slot:nth-child(${n})`);
    const place = slot(step > 0 ? next : now)?.getBoundingClientRect();
    screen.put({ upaya: { ...screen.wish().upaya, [lever]: next } });
    if (!from && place) if (step > 0) fly(screen, home, place); else fly(screen, place, home);
  };
  const drawPurse = () => {
    const rest = left(), coins = [];
    for (let n = 0; n < plan.purse; n++)
      coins.push(element("span", { class: `ck-coin${n < rest ? "" : " ck-out"}`, "data-from": "" }));
    const text = rest < 0 ? filledIn(words.over, { n: -rest }) : filledIn(words.left, { n: rest, m: plan.purse });
    purse.replaceChildren(element("strong", {}, words.purse),
      element("div", { class: "ck-pouch", "aria-hidden": "true" }, coins),
      element("span", { class: rest < 0 ? "ck-over" : "" }, text), element("span", { class: "ck-who" }, tabOpen().who),
      words.repeat ? element("button", { type: "button", "data-focus": "repeat", onclick: screen.ask("repeat") },
        words.repeat) : "");
  };
  const draw = () => {
    const tab = tabOpen(), kept = document.activeElement?.dataset?.focus;
    drawPurse();
    if (several) list.replaceChildren(...plan.tabs.map(tabOf));
    panel.setAttribute("aria-label", tab.label);
    panel.replaceChildren(...tabContent(screen, tab, { changed, left }));
    if (plan.choice) panel.append(choiceRow(screen, plan.choice));
    if (kept) root.querySelector(`[data-focus="${kept}"]`)?.focus({ preventScroll: true });
  };
  const node = element("section", { class: "ck-play" }, purse, element("div", { class: "ck-side" },
    several ? list : "", panel));
  node.addEventListener("pointerdown", event => {
    const coin = event.target.closest(".ck-coin:not(.ck-out)");
    if (coin) dragged(screen, event, coin, changed);
  });
  return { node, draw };
}

/** What one group can decide. */
function tabContent(screen, tab, hand) {
  const { words } = screen, columns = [];
  if (tab.levers.length) columns.push(element("div", { class: "ck-column" }, element("h4", {}, words.points),
    tab.levers.map(lever => leverRow(screen, lever, hand))));
  const policies = tab.policies.map(policy => policyCard(screen, tab, policy));
  if (policies.length || tab.dial) columns.push(element("div", { class: "ck-column" },
    element("h4", {}, words.policies), policies, tab.dial ? dialRow(screen, tab.dial) : ""));
  if (tab.clauses.length) columns.push(clauseCards(screen, tab.clauses, hand));
  const duty = tab.duty ? [element("p", { class: "ck-duty" }, tab.duty)] : [];
  return [...duty, element("div", { class: `ck-columns${tab.clauses.length ? " ck-many" : ""}` }, columns)];
}

/** One lever with places for coins. */
function leverRow(screen, lever, hand) {
  const { plan, words } = screen, count = screen.wish().upaya[lever.key] ?? 0, slots = [];
  for (let n = 1; n <= plan.most; n++)
    slots.push(element("span", { class: `ck-slot${n <= count ? " ck-coin" : ""}`, "data-from": lever.key,
      onclick: () => hand.changed(lever.key, n <= count ? -1 : 1) }));
  const keys = event => {
    const step = { ArrowRight: 1, ArrowUp: 1, "+": 1, ArrowLeft: -1, ArrowDown: -1, "-": -1 }[event.key];
    if (step) { event.preventDefault(); hand.changed(lever.key, step); }
  };
  const worth = lever.values?.[count];
  const said = [filledIn(words.lever, { tuas: lever.label, n: count, m: plan.most }), worth];
  const strip = element("div", { class: "ck-slots", role: "slider", tabindex: 0, "aria-label": lever.label,
    "aria-valuenow": count, "aria-valuemin": 0, "aria-valuemax": plan.most,
    "aria-valuetext": said.filter(Boolean).join("; "),
    "data-focus": lever.key, onkeydown: keys }, slots);
  const button = (sign, step, text) => element("button", { type: "button", class: "ck-step", tabindex: -1,
    "aria-label": filledIn(text, { tuas: lever.label }), onclick: () => hand.changed(lever.key, step),
    disabled: step > 0 ? count >= plan.most || hand.left() < 1 : count < 1 }, sign);
  return element("div", { class: "ck-lever", "data-lever": lever.key },
    element("span", {}, lever.label, worth === undefined ? "" : [": ", element("b", {}, worth)]),
    button("−", -1, words.less), strip, button("+", 1, words.more));
}

/** A policy as a card that is laid open; a group opens so many new ones a year. */
function policyCard(screen, tab, policy) {
  const { plan, words, model } = screen, held = model.get("held"), chosen = screen.wish().kebijakan;
  const on = chosen.includes(policy.key), old = held.includes(policy.key);
  const fresh = tab.policies.filter(other => chosen.includes(other.key) && !held.includes(other.key)).length;
  const closed = !on && !old && fresh >= plan.opened;
  const all = plan.tabs.flatMap(each => each.policies.map(each => each.key));
  const put = () => {
    const next = on ? chosen.filter(key => key !== policy.key) : [...chosen, policy.key];
    screen.put({ kebijakan: all.filter(key => next.includes(key)) });
  };
  return element("button", { type: "button", class: "ck-policy", "aria-pressed": String(on), disabled: closed,
    "data-focus": policy.key, onclick: put },
    element("span", { class: "ck-mark", "aria-hidden": "true" }, on ? "✓" : ""), policy.label,
    closed ? element("small", {}, words.later) : "");
}

/** The dial of a share. */
function dialRow(screen, dial) {
  const now = screen.wish()[dial.key], per = dial.per ?? 1;
  const written = n => (per > 1 ? (n / per).toFixed(1).replace(".", screen.plan.point) : n) + dial.unit;
  const said = element("b", { "aria-hidden": "true" }, written(now));
  const slider = element("input", { type: "range", min: 0, max: dial.top, step: dial.step, "aria-label": dial.label,
    "aria-valuetext": written(now), "data-focus": dial.key, oninput: event => {
      said.textContent = written(event.target.value);
      event.target.setAttribute("aria-valuetext", said.textContent);
    },
    onchange: event => screen.put({ [dial.key]: Number(event.target.value) }) });
  slider.value = now;
  return element("div", { class: "ck-dial" }, element("span", {}, dial.label), slider, said);
}

/** One of a few, as buttons side by side. */
function choiceRow(screen, choice) {
  const now = screen.wish()[choice.key], at = choice.options.findIndex(option => option.key === now);
  const put = key => screen.put({ [choice.key]: key });
  const keys = event => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key], count = choice.options.length;
    if (step) { event.preventDefault(); put(choice.options[(at + step + count) % count].key); }
  };
  return element("div", { class: "ck-choice", role: "radiogroup", "aria-label": choice.label, onkeydown: keys },
    element("strong", {}, choice.label), choice.options.map((option, n) => element("button", { type: "button",
      role: "radio", "aria-checked": String(n === at), tabindex: n === at ? 0 : -1,
      "data-focus": n === at ? choice.key : null, onclick: () => put(option.key) }, option.label)));
}

/** Clauses as cards with a price: in coins of the purse, or in political capital of their own. */
function clauseCards(screen, clauses, hand) {
  const { plan, words } = screen, chosen = screen.wish().pasal;
  const left = plan.buys ? hand.left()
    : plan.capital - sum(clauses.filter(card => chosen.includes(card.key)).map(card => card.cost));
  const pips = (full, all) => element("span", { class: "ck-pips", "aria-hidden": "true" },
    Array.from({ length: all }, (_, n) => element("i", { class: n < full ? "" : "ck-out" })));
  const coins = (card, on) => element("span", { class: "ck-price", "aria-hidden": "true" }, Array.from(
    { length: card.cost }, () => element("span", { class: `ck-slot${on ? " ck-coin" : ""}`, "data-from": card.key })));
  const cards = clauses.map(card => {
    const on = chosen.includes(card.key), dear = !on && card.cost > left;
    const put = () => {
      const next = on ? chosen.filter(key => key !== card.key) : [...chosen, card.key];
      screen.put({ pasal: clauses.map(each => each.key).filter(key => next.includes(key)) });
    };
    const price = dear ? filledIn(words.too_dear, { n: card.cost - left }) : filledIn(words.cost, { n: card.cost });
    return element("button", { type: "button", class: "ck-clause", "aria-pressed": String(on), disabled: dear,
      "data-focus": card.key, "data-lever": plan.buys ? card.key : null,
      "data-coins": plan.buys && on ? card.cost : null,
      onclick: plan.buys ? () => hand.changed(card.key, on ? -1 : 1) : put }, element("span", {}, card.label),
      element("small", {}, plan.buys ? coins(card, on) : pips(card.cost, card.cost), price));
  });
  const heading = plan.buys ? [words.clauses] : [`${words.clauses}. ${words.capital}: `, pips(left, plan.capital), " ",
    filledIn(words.capital_left, { n: left, m: plan.capital })];
  return element("div", { class: "ck-column ck-wide" }, element("h4", {}, heading),
    element("div", { class: "ck-clauses" }, cards));
}

/** Carry a coin from the purse to a lever, or back. */
function dragged(screen, event, coin, changed) {
  const zoom = screen.root.currentCSSZoom ?? 1, from = coin.dataset.from, x0 = event.clientX, y0 = event.clientY;
  let carried = null;
  const move = now => {
    if (!carried && Math.hypot(now.clientX - x0, now.clientY - y0) < 6) return;
    if (!carried) {
      carried = element("span", { class: "ck-coin ck-carried" });
      screen.root.append(carried);
    }
    now.preventDefault();
    const box = screen.root.getBoundingClientRect();
    const x = (now.clientX - box.left) / zoom - 14, y = (now.clientY - box.top) / zoom - 14;
    carried.style.transform = `translate(${x}px, ${y}px)`;
  };
  const end = now => {
    for (const [name, listener] of listeners) window.removeEventListener(name, listener);
    if (!carried) return;
    carried.remove();
    window.addEventListener("click", ignore, { capture: true, once: true });
    setTimeout(() => window.removeEventListener("click", ignore, { capture: true }), 0);
    if (now.type === "pointercancel") return;
    const under = document.elementFromPoint(now.clientX, now.clientY);
    const lever = under?.closest("[data-lever]")?.dataset.lever;
    if (lever === from) return;
    if (from && (lever || under?.closest(".ck-purse"))) changed(from, -1, true);
    if (lever) changed(lever, 1, true);
  };
  const ignore = click => click.stopPropagation();
  const listeners = [["pointermove", move], ["pointerup", end], ["pointercancel", end]];
  for (const [name, listener] of listeners) window.addEventListener(name, listener);
}

/** What is always seen: the button that runs the year, and what it has to say. */
function actionBar(screen) {
  const { plan, words, model } = screen, news = element("div", { class: "ck-news" }), said = element("div");
  const go = element("button", { type: "button", class: "ck-run", onclick: screen.ask("run") });
  const collect = words.collect
    ? element("button", { type: "button", onclick: screen.ask("collect") }, words.collect) : "";
  const paper = element("select", { "aria-label": words.paper, onchange: () => screen.put({ kartu: paper.value }) },
    element("option", { value: "kocok" }, words.shuffled),
    Object.entries(plan.cards ?? {}).map(([key, card]) => element("option", { value: key }, card.label)));
  const more = element("div", { class: "ck-more" }, collect, plan.drawn ? paper : "", news);
  return {
    node: element("div", { class: "ck-bar" }, go, said), more, said,
    draw() {
      const lived = screen.frames().length - 1, over = screen.left() < 0;
      const locked = !plan.drawn || (screen.wish().tebakan ?? {})[model.get("seat")] !== undefined;
      const done = plan.years && lived >= plan.years;
      go.textContent = done ? words.done : !locked ? words.lock_first
        : filledIn(plan.drawn ? words.open : words.run, { n: lived + 1 });
      go.disabled = done || over || !locked;
      screen.undo.hidden = lived < 1 && !model.get("stale");
      paper.value = screen.wish().kartu;
      news.innerHTML = model.get("news");
    },
  };
}
