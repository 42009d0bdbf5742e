// Cards and places: a card is dragged, or tapped and then its place, or moved by keys. What lies where goes to the
// kernel as `placed`; what the kernel says of each card comes as `marks`, and `back` sends the wrong ones to the tray.

const TRAY = "";
const FIRST_STEP = 6, SNAP = 120, LIT = 1200, BACK = 400, EDGE = 60;
const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/** Find what scrolls when something is dragged to its edge. */
function scroller(from) {
  for (let at = from; at && at !== document.body; at = at.parentElement) {
    if (at.scrollHeight > at.clientHeight + 1 && /auto|scroll/.test(getComputedStyle(at).overflowY)) return at;
  }
  return document.scrollingElement;
}

class Cards {
  constructor(model, root) {
    this.model = model;
    this.root = root;
    this.deck = model.get("deck");
    this.words = model.get("words");
    this.cards = new Map();
    this.places = new Map();
    this.past = [];  // where the cards lay before each move
    this.held = this.aim = this.drag = null;
    this.returned = true;  // wrong cards are back already
    this.settled = JSON.stringify(model.get("marks"));
    this.build();
    this.draw(0);
  }

  // ---- what stands on the page

  build() {
    const { layout, label, name, cards } = this.deck;
    this.root.classList.add("p2-deck", `p2-deck-${layout}`);
    this.root.classList.toggle("p2-deck-side", layout === "grid" && cards.every(([, text]) => text.length < 32));
    this.root.setAttribute("role", "group");
    this.root.setAttribute("aria-label", label || name);
    if (label) this.root.append(element("p", { class: "p2-deck-label" }, label));
    for (const [key, text] of cards) this.cards.set(key, this.card(key, text));
    this.table = element("div", { class: "p2-deck-table" });
    if (this.deck.tray) this.table.append(this.place({ key: TRAY, text: this.words.tray }));
    this.table.append(layout === "grid" ? this.grid() : element("div", { class: "p2-deck-places" },
      ...this.deck.places.map(place => this.place(place))));
    if (layout === "threads") this.table.append(this.threads = drawn("svg", { "aria-hidden": "true" }));
    this.undoing = element("button", { type: "button", class: "p2-deck-undo", onclick: () => this.undo() },
      this.words.undo);
    this.root.append(this.table, this.undoing);
    this.say = spoken(this.root);
  }

  card(key, text) {
    const sign = element("span", { class: "p2-deck-sign" }), said = element("span", { class: "p2-deck-said" });
    const button = element("button", { type: "button", class: "p2-deck-card", "data-card": key, "aria-pressed": "false",
      onclick: event => this.clicked(event, key), onkeydown: event => this.typed(event, key),
      onpointerdown: event => this.grab(event, key), onpointermove: event => this.pull(event),
      onpointerup: event => this.drop(this.under(event.x, event.y)), onpointercancel: () => this.drop(null) },
    element("span", { class: "p2-deck-grip", "aria-hidden": "true" }),
    element("span", { class: "p2-deck-words" }, element("span", { class: "p2-deck-text" }, text), said), sign);
    return { button, text, sign, said };
  }

  place({ key, text, name = text }) {
    const count = element("span", { class: "p2-deck-count" });
    const head = element("button", { type: "button", class: "p2-deck-head", tabindex: -1 },
      element("span", {}, text), count);
    const lying = element("div", { class: "p2-deck-lying" });
    const box = element("div", { class: key === TRAY ? "p2-deck-tray" : "p2-deck-place", role: "group",
      "data-place": key, onclick: () => this.tapped(key) }, head, lying);
    this.places.set(key, { box, head, lying, count, name });
    return box;
  }

  grid() {
    const { columns, rows, places } = this.deck;
    const table = element("div", { class: "p2-deck-places", style: `--columns: ${columns.length}` });
    table.append(element("span", { class: "p2-deck-corner" }));
    this.totals = new Map(columns.map(([key, text]) => {
      const count = element("span", { class: "p2-deck-count" });
      table.append(element("p", { class: "p2-deck-column" }, text, count));
      return [key, count];
    }));
    rows.forEach(([, text], row) => table.append(element("p", { class: "p2-deck-row" }, text),
      ...places.slice(row * columns.length, (row + 1) * columns.length).map(place => this.place(place))));
    return table;
  }

  // ---- what lies where

  /** Say where a card is seen: a wrong one that went back lies in the tray until it is put somewhere anew. */
  where(key) {
    const place = this.model.get("placed")[key] ?? TRAY;
    return this.model.get("back") && this.returned && this.mark(key)?.right === false ? TRAY : place;
  }

  /** Give what was said of a card, if it still holds. */
  mark(key) {
    const mark = this.model.get("marks")[key], place = this.model.get("placed")[key] ?? TRAY;
    return mark && (place === mark.at || (place === TRAY && !mark.right)) ? mark : null;
  }

  /** Say in which place a card is drawn; threads leave all of them in their list. */
  lies(key) {
    return this.deck.layout === "threads" ? TRAY : this.where(key);
  }

  lying() {
    return Object.fromEntries([...this.cards.keys()].map(key => [key, this.where(key)]));
  }

  on(place) {
    return [...this.cards.keys()].filter(key => this.where(key) === place);
  }

  /** Say where all lies when a card comes to a place; in an order the others make room. */
  moved(card, to) {
    const now = this.lying();
    if (this.deck.layout !== "order" || to === TRAY) return { ...now, [card]: to };
    const keys = this.deck.places.map(place => place.key);
    const slots = keys.map(key => this.on(key)[0] ?? null), from = slots.indexOf(card), at = keys.indexOf(to);
    const after = slots.indexOf(null, at), free = after < 0 ? slots.lastIndexOf(null) : after;
    if (from >= 0) slots[from] = null;
    if (slots[at] !== null && (from >= 0 || free >= 0)) {
      slots.splice(from >= 0 ? from : free, 1);
      slots.splice(at, 0, card);
    } else slots[at] = card;
    return Object.fromEntries(Object.keys(now).map(key => [key, keys[slots.indexOf(key)] ?? TRAY]));
  }

  put(card, to) {
    this.hold(null);
    this.settle();
    const now = this.lying(), next = this.moved(card, to);
    if (now[card] !== next[card]) {
      this.past.push(now);
      this.give(now, next);
    }
    this.cards.get(card).button.focus();
    const place = this.places.get(next[card]), same = this.on(next[card]).length;
    const again = this.deck.layout === "threads" && next[card] !== TRAY && same > 1;
    this.say([fill(this.words.put, { kartu: this.cards.get(card).text, tempat: place.name }),
      again ? fill(this.words.again, { tempat: place.name, n: same }) : "", this.filled()].filter(Boolean).join(" "));
  }

  undo() {
    this.settle();
    if (!this.past.length) return;
    this.give(this.lying(), this.past.pop());
    this.say(`${this.words.undone} ${this.filled()}`);
    if (!this.past.length) this.cards.values().next().value.button.focus();
  }

  give(now, next) {
    const marks = { ...this.model.get("marks") };
    for (const key of this.cards.keys()) if (now[key] !== next[key]) delete marks[key];
    this.settled = JSON.stringify(marks);
    give(this.model, { placed: next, marks, back: false });
    this.draw();
  }

  filled() {
    const done = Object.values(this.lying()).filter(place => place !== TRAY).length;
    const all = this.deck.layout === "order" ? this.deck.places.length : this.cards.size;
    return this.deck.tray ? fill(this.words.filled, { n: done, m: all }) : "";
  }

  // ---- drawing

  draw(milliseconds = SNAP) {
    const before = new Map([...this.cards].map(([key, { button }]) => [key, button.getBoundingClientRect()]));
    const focused = this.root.contains(document.activeElement) ? document.activeElement : null;
    for (const [key, card] of this.cards) {
      const mark = this.mark(key), lying = (this.places.get(this.lies(key)) ?? this.places.get(TRAY)).lying;
      if (card.button.parentElement !== lying) lying.append(card.button);
      card.button.classList.toggle("p2-right", mark?.right === true);
      card.button.classList.toggle("p2-wrong-card", mark?.right === false);
      card.button.classList.toggle("p2-joined", this.where(key) !== TRAY);
      card.sign.replaceChildren(...mark ? this.sign(mark) : []);
      card.said.textContent = mark && !mark.right ? mark.say : "";
    }
    for (const [key, place] of this.places) this.count(key, place);
    for (const [key, count] of this.totals ?? []) this.total(key, count);
    this.undoing.disabled = !this.past.length;
    if (focused && focused !== document.activeElement) focused.focus({ preventScroll: true });
    if (this.threads) this.thread();
    else if (milliseconds && moves()) for (const [key, spot] of before) this.slide(key, spot, milliseconds);
  }

  sign({ right }) {
    const word = right ? this.words.right : this.words.wrong;
    return [right ? "✓" : "↻", element("span", { class: "p2-deck-heard" }, word)];
  }

  count(key, { box, head, count, name }) {
    const here = this.on(key).length;
    count.textContent = String(here);
    box.classList.toggle("p2-full", here > 0);
    for (const part of [box, head]) part.setAttribute("aria-label", fill(this.words.place, { tempat: name, n: here }));
  }

  total(column, count) {
    const keys = this.deck.places.filter(place => place.column === column).map(place => place.key);
    count.textContent = String(keys.reduce((sum, key) => sum + this.on(key).length, 0));
  }

  /** Let a card slide from where it was seen to where it is now. */
  slide(key, from, milliseconds) {
    const { button } = this.cards.get(key), to = button.getBoundingClientRect();
    const x = (from.x - to.x) / this.zoom(), y = (from.y - to.y) / this.zoom();
    if (Math.abs(x) + Math.abs(y) < 2 || !from.width) return;
    button.animate([{ transform: `translate(${x}px, ${y}px)` }, { transform: "none" }],
      { duration: milliseconds, easing: "ease-out" });
  }

  zoom() {
    return this.root.currentCSSZoom ?? 1;
  }

  /** Draw a thread from each card to its place. */
  thread() {
    const pulled = this.drag?.on ? this.drag : null;
    this.threads.replaceChildren(...[...this.cards.keys()].flatMap(key => {
      const place = this.where(key), twice = this.on(place).length > 1;
      if (pulled?.card === key) return [this.line(key, { left: pulled.x, top: pulled.y, height: 0 }, "pulled")];
      if (place === TRAY) return [];
      const mark = this.mark(key), look = mark ? (mark.right ? "right" : "wrong") : twice ? "twice" : "sure";
      return [this.line(key, this.places.get(place).box.getBoundingClientRect(), look)];
    }));
  }

  line(key, to, look) {
    const from = this.cards.get(key).button.getBoundingClientRect(), table = this.table.getBoundingClientRect();
    const at = (x, y) => [(x - table.x) / this.zoom(), (y - table.y) / this.zoom()];
    const [x1, y1] = at(from.right, from.y + from.height / 2), [x2, y2] = at(to.left, to.top + to.height / 2);
    const bend = Math.max(12, Math.abs(x2 - x1) / 2);
    const way = `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
    return drawn("path", { class: `p2-thread-${look}`, d: way });
  }

  // ---- marks: each card is lit where it lies, then the wrong ones go back

  changed() {
    const marks = JSON.stringify(this.model.get("marks"));
    if (!this.model.get("back")) this.returned = true;
    else if (marks !== this.settled) {
      this.returned = false;
      this.say("");
      this.draw(0);
      clearTimeout(this.waiting);
      this.waiting = setTimeout(() => this.settle(BACK), moves() ? LIT : 0);
    }
    this.settled = marks;
    this.draw();
  }

  settle(milliseconds = 0) {
    clearTimeout(this.waiting);
    if (this.returned) return;
    this.returned = true;
    this.draw(milliseconds);
  }

  // ---- holding a card: by tap or key

  hold(card, aim = null) {
    [this.held, this.aim] = [card, aim];
    for (const [key, { button }] of this.cards) button.setAttribute("aria-pressed", String(key === card));
    this.root.classList.toggle("p2-holding", card !== null);
    for (const [key, { box, head }] of this.places) {
      head.tabIndex = card !== null && this.deck.layout !== "grid" ? 0 : -1;
      box.classList.toggle("p2-aim", key === aim);
    }
  }

  clicked(event, key) {
    event.stopPropagation();
    if (this.pulled) { this.pulled = false; return; }
    const { held } = this, typed = event.detail === 0;  // a click of the keyboard has no count
    if (held === key && typed && this.aim !== null) this.put(key, this.aim);
    else if (held === key) this.letGo();
    else if (held !== null && this.lies(key) !== TRAY) this.put(held, this.lies(key));
    else this.take(key, typed);
  }

  take(key, typed) {
    this.settle();
    this.hold(key, typed ? this.where(key) : null);
    this.say(fill(typed ? this.words.keys : this.words.held, { kartu: this.cards.get(key).text }));
  }

  letGo() {
    this.hold(null);
    this.say("");
  }

  tapped(place) {
    if (this.held !== null) this.put(this.held, place);
    else this.say(this.words.first);
  }

  typed(event, key) {
    const way = ARROWS[event.key];
    if (event.key === "Escape" && this.held !== null) this.letGo();
    else if (!way) return;
    else if (this.held === key) this.point(...way);
    else this.step(key, way[0] + way[1]);
    event.preventDefault();
    event.stopPropagation();
  }

  /** Point at the next place. */
  point(down, right) {
    const keys = [...this.places.keys()], wide = this.deck.layout === "grid" ? this.deck.columns.length : 1;
    const at = keys.indexOf(this.aim ?? TRAY);
    let next = at + down * wide + right;
    if (wide > 1 && at === 0) next = 1;  // from the tray to the first place
    if (wide > 1 && at > 0 && next < 1) next = 0;
    this.hold(this.held, keys[Math.max(0, Math.min(keys.length - 1, next))]);
    const { box, name } = this.places.get(this.aim);
    box.scrollIntoView({ block: "nearest" });
    this.say(fill(this.words.place, { tempat: name, n: this.on(this.aim).length }));
  }

  step(key, by) {
    const all = [...this.root.querySelectorAll(".p2-deck-card")], at = all.indexOf(this.cards.get(key).button);
    all[at + by]?.focus();
  }

  // ---- dragging

  grab(event, card) {
    if (event.button || this.drag) return;
    this.pulled = false;
    const { button } = this.cards.get(card), { x, y } = event;
    this.drag = { card, button, x, y, start: [x, y], top: this.root.getBoundingClientRect().top, on: false };
    button.setPointerCapture(event.pointerId);
  }

  pull(event) {
    const { drag } = this;
    if (!drag) return;
    [drag.x, drag.y] = [event.x, event.y];
    if (!drag.on && Math.hypot(event.x - drag.start[0], event.y - drag.start[1]) < FIRST_STEP) return;
    if (!drag.on) {
      this.settle();
      this.hold(drag.card);
      drag.button.classList.add("p2-pulled");
      drag.on = this.pulled = true;
      this.creep();
    }
    this.follow();
  }

  follow() {
    const { drag } = this, scrolled = this.root.getBoundingClientRect().top - drag.top;
    const x = (drag.x - drag.start[0]) / this.zoom(), y = (drag.y - drag.start[1] - scrolled) / this.zoom();
    if (this.threads) this.thread();
    else drag.button.style.transform = `translate(${x}px, ${y}px)`;
    this.hold(drag.card, this.under(drag.x, drag.y));
  }

  under(x, y) {
    const boxes = document.elementsFromPoint(x, y).map(at => at.closest("[data-place]"));
    return boxes.find(at => at && this.root.contains(at))?.dataset.place ?? null;
  }

  /** Scroll while a card is held at the edge of the screen. */
  creep() {
    if (!this.drag?.on) return;
    const by = this.drag.y < EDGE ? -8 : this.drag.y > innerHeight - EDGE ? 8 : 0;
    if (by) {
      scroller(this.root).scrollBy(0, by);
      this.follow();
    }
    requestAnimationFrame(() => this.creep());
  }

  drop(place) {
    const { drag } = this;
    this.drag = null;
    if (!drag?.on) return;
    const spot = drag.button.getBoundingClientRect();
    drag.button.style.transform = "";
    drag.button.classList.remove("p2-pulled");
    if (place === null && !this.threads) { this.letGo(); this.draw(); }
    else this.put(drag.card, place ?? TRAY);
    if (!this.threads && moves()) this.slide(drag.card, spot, SNAP);
  }
}

function render({ model, el }) {
  const cards = new Cards(model, own(el));
  for (const name of ["placed", "marks", "back"]) model.on(`change:${name}`, () => cards.changed());
  const seen = new ResizeObserver(() => { if (cards.threads) cards.thread(); });
  seen.observe(cards.table);
  return () => { seen.disconnect(); clearTimeout(cards.waiting); };
}
