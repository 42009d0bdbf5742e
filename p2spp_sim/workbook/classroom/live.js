const LOOK = 1500, GROW = 1400;

/** Draw the class and keep it as the model says; what is opened to all comes in motion. */
function render({ model, el }) {
  const root = own(el), words = model.get("words");
  root.classList.add("p2-live");
  const screen = { model, words, stop: () => {}, ask: (what, key = "") => model.send({ do: what, key }) };
  const head = element("div", { class: "lc-head" }), body = element("div", { class: "lc-body" });
  const bar = element("div", { class: "lc-bar" }), message = element("div");
  root.append(head, body, bar);
  const say = spoken(root);
  root.append(message);
  let opened = "";
  const draw = () => {
    const state = model.get("state"), item = state.item, fresh = item?.opened && opened !== item.key;
    const first = opened === "";
    opened = item?.opened ? item.key : "no";
    screen.stop();
    drawHead(screen, head, state);
    drawBar(screen, bar, state);
    if (!item) { body.replaceChildren(element("p", { class: "lc-empty" }, words.nothing)); return; }
    const shown = item.kind === "angka" ? scale(screen, item, state.groups) : bars(screen, item);
    body.replaceChildren(shown.node);
    const told = () => say(item.opened ? shown.told : "");
    if (fresh && !first) { say(""); screen.stop = run(GROW, shown.at, told); } else { shown.at(1); told(); }
  };
  const tell = () => { message.innerHTML = model.get("message"); };
  const look = setInterval(() => { if (!document.hidden) screen.ask("look"); }, LOOK);
  model.on("change:state", draw);
  model.on("change:message", tell);
  draw();
  return () => { clearInterval(look); screen.stop(); model.off("change:state", draw); model.off("change:message", tell); };
}

/** Say what is asked, and who has locked an answer: that alone, until all are opened. */
function drawHead({ words }, head, { item, groups }) {
  const done = groups.filter(group => group.done).length;
  const chips = groups.map(({ code, done, cut }) => element("li", { class: done ? "lc-done" : cut ? "lc-cut" : "" },
    element("b", {}, code), element("span", {}, done ? `✓ ${words.done}` : cut ? words.cut : words.waits)));
  head.replaceChildren(element("h3", {}, item?.title ?? ""),
    element("p", { class: "lc-count" }, groups.length ? item ? fill(words.count, { n: done, m: groups.length }) : "" : words.nobody),
    item && !item.opened ? element("ul", { class: "lc-groups" }, chips) : "");
}

/** What the trainer presses. */
function drawBar({ words, ask }, bar, { item, items }) {
  const list = element("select", { onchange: event => ask("show", event.target.value) },
    items.map(({ key, label }) => element("option", { value: key, selected: key === item?.key }, label)));
  const state = JSON.stringify([items, item?.key, item?.opened, item?.current]);
  if (bar.dataset.state === state) return;  // a list that is open stays so
  bar.dataset.state = state;
  const kept = bar.contains(document.activeElement) ? document.activeElement.dataset.focus : "";
  bar.replaceChildren(
    item && !item.opened ? element("button", { type: "button", class: "lc-open", "data-focus": "open",
      onclick: () => ask("open", item.key) }, words.open) : "",
    item?.current ? element("button", { type: "button", "data-focus": "close", onclick: () => ask("close") }, words.close) : "",
    items.length > 1 ? element("label", {}, element("span", {}, words.shown), list) : "");
  if (kept) bar.querySelector(`[data-focus=${kept}]`)?.focus();
}

/** Votes as bars, a block for every group; empty tracks until they are opened. */
function bars({ words }, item) {
  const by = item.choices.map((_, n) => Object.keys(item.answers).filter(code => item.answers[code] === n));
  const most = Math.max(1, ...by.map(codes => codes.length)), named = Object.keys(item.answers).length <= 12;
  const counts = [], tracks = [];
  const rows = item.choices.map((choice, n) => {
    const blocks = by[n].map(code => element("i", {}, named ? code : ""));
    const track = element("div", { class: "lc-track" }, element("div", { class: "lc-blocks",
      style: `width: ${100 * by[n].length / most}%` }, blocks));
    const count = element("b", { class: "lc-votes" }, "");
    tracks.push(track.firstChild); counts.push(count);
    return element("li", { class: item.opened && by[n].length === most ? "lc-most" : "" }, element("span", {}, choice), track, count);
  });
  const late = item.late.length ? element("p", { class: "lc-late" }, fill(words.late, { siapa: item.late.join(", ") })) : "";
  return {
    node: element("div", {}, element("ul", { class: "lc-bars" }, rows), late),
    told: item.choices.map((choice, n) => `${choice}: ${fill(words.votes, { n: by[n].length })}.`).join(" "),
    at(part) {
      const reached = part * most;
      tracks.forEach((blocks, n) => {
        blocks.style.clipPath = `inset(0 ${100 * Math.max(0, 1 - reached / Math.max(by[n].length, 1e-9))}% 0 0)`;
        counts[n].textContent = item.opened ? Math.min(by[n].length, Math.floor(reached + 1e-9)) : "";
      });
    },
  };
}

/** Guesses as pins on one scale, a line for every group; the true number comes past them. */
function scale({ words }, item, groups) {
  const place = n => 100 * (n - item.low) / (item.high - item.low || 1);
  const ends = code => item.came[code] ?? item.truth;
  const away = code => Math.abs(item.answers[code] - ends(code));
  const judged = Object.keys(item.answers).filter(code => ends(code) !== null && ends(code) !== undefined);
  const least = Math.min(...judged.map(away)), near = judged.filter(code => away(code) === least);
  const all = [...new Set(judged.map(ends))], one = all[0] ?? item.truth;  // the same for all, or a number for each
  const common = one !== null && one !== undefined && all.length < 2 && judged.length === Object.keys(item.answers).length;
  const shown = n => Number.isInteger(n) ? String(n) : n.toFixed(1).replace(".", document.documentElement.lang === "en" ? "." : ",");
  const rows = groups.filter(group => group.done || !item.opened).map(({ code }) => {
    const guess = item.answers[code], end = ends(code);
    const track = element("div", { class: "lc-line" });
    const marks = { code, row: null, dot: null };
    if (guess !== undefined) {
      if (!common && end !== null && end !== undefined) track.append(marks.dot = element("i", { class: "lc-dot", title: shown(end) }));
      track.append(element("i", { class: "lc-pin", style: `left: ${place(guess)}%` }, element("b", {}, shown(guess))));
    }
    const beside = !common && guess !== undefined && end !== null && end !== undefined ? fill(words.came, { n: shown(end) }) : "";
    marks.beside = element("span", { class: "lc-came" }, "");
    marks.said = beside;
    marks.row = element("li", {}, element("b", { class: "lc-code" }, code), track, marks.beside);
    marks.end = end;
    return marks;
  });
  const line = element("div", { class: "lc-truth" }, element("b", {}, ""));
  const ticks = [0, 0.25, 0.5, 0.75, 1].map(part => item.low + part * (item.high - item.low));
  const node = element("div", { class: "lc-scale" }, element("div", { class: "lc-over" }, element("div", { class: "lc-line" },
    item.opened && common ? line : "")), element("ul", {}, rows.map(({ row }) => row)),
  element("div", { class: "lc-ticks" }, element("div", { class: "lc-line" }, ticks.map(n =>
    element("span", { style: `left: ${place(n)}%` }, shown(Math.round(n)))))));
  const told = [...judged.map(code => `${code} ${shown(item.answers[code])}`), common ? `${words.truth} ${shown(one)}` : ""]
    .filter(Boolean).join(", ") + (near.length ? `. ${fill(words.nearest, { siapa: near.join(", ") })}` : "");
  return {
    node, told,
    at(part) {
      const gone = 1 - (1 - part) ** 2;
      if (common) {
        const n = item.low + gone * (one - item.low);
        line.style.left = `${place(n)}%`;
        line.firstChild.textContent = `${words.truth} ${part < 1 ? Math.round(n) : shown(one)} ${item.unit}`;
        line.classList.toggle("lc-left", place(n) > 70);
      }
      for (const { code, row, dot, beside, said, end } of rows) {
        if (dot) dot.style.left = `${place(item.low + gone * (end - item.low))}%`;
        if (part === 1) beside.textContent = said;
        row.classList.toggle("lc-near", part === 1 && item.opened && near.includes(code));
      }
    },
  };
}
