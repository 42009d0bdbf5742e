// What every moving board shares: where it draws, how it speaks, and whether it may move.

const CALM = matchMedia("(prefers-reduced-motion: reduce)");
const SVG = "http://www.w3.org/2000/svg";
const OURS = ["keydown", "keyup", "keypress", "pointerdown", "mousedown", "touchstart", "dblclick", "contextmenu"];

/** Say whether motion is wanted; without it a board shows its last frame at once. */
const moves = () => !CALM.matches;

/** Put words into the gaps of a sentence. */
const fill = (sentence, parts) => sentence.replace(/\{(\w+)\}/g, (_, gap) => parts[gap]);

/** Make an HTML element; attributes that begin with "on" are listeners, false and null are left out. */
function element(tag, attributes = {}, ...inside) {
  return filled(document.createElement(tag), attributes, inside);
}

/** Make an SVG element. */
function drawn(tag, attributes = {}, ...inside) {
  return filled(document.createElementNS(SVG, tag), attributes, inside);
}

function filled(made, attributes, inside) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...inside.flat());
  return made;
}

/** Take over the place of a board: keys and touches on it are its own, not JupyterLab's. */
function own(el) {
  const root = element("div", { class: "p2 p2-moving" });
  root.dataset.lmSuppressShortcuts = "true";
  for (const name of OURS) el.addEventListener(name, event => event.stopPropagation());
  el.append(root);
  return root;
}

/** Let a board take classes while it is shown, which anywidget forgets. */
const classed = render => context => {
  const { model, el } = context;
  let worn = [];
  const put = () => {
    el.classList.remove(...worn);
    el.classList.add(...worn = model.get("_dom_classes"));
  };
  model.on("change:_dom_classes", put);
  put();
  return render(context);
};

/** Give the kernel what a hand has put at once: saved changes wait for the message before them, and a press on a button
 * beside them would arrive first and be judged without them. */
function give(model, state) {
  model.set(state);
  model.send({ state });
}

/** Make the line that is read aloud when it changes; call what it gives with the words. */
function spoken(root) {
  const line = element("p", { class: "p2-moving-said", role: "status", "aria-live": "polite" });
  root.append(line);
  return words => { if (line.textContent !== words) line.textContent = words; };
}

/** Run `frame(part)` with part from 0 to 1 over milliseconds; at once to 1 where motion is not wanted. */
function run(milliseconds, frame, then = () => {}) {
  let asked = 0;
  if (!moves() || milliseconds <= 0) { frame(1); then(); return () => {}; }
  const start = performance.now();
  const step = now => {
    const part = Math.min(1, (now - start) / milliseconds);
    frame(part);
    if (part < 1) asked = requestAnimationFrame(step); else then();
  };
  asked = requestAnimationFrame(step);
  return () => cancelAnimationFrame(asked);
}

/** Show what a board tells and, folded, its whole answer with every table; call what it gives after a change. */
function answered(root, model, title) {
  const message = element("div", { class: "p2-moving-message" }), inside = element("div");
  const fold = element("details", { class: "p2-moving-answer" }, element("summary", {}, title), inside);
  const fill = () => {  // only what is open: a closed fold costs the browser nothing
    const { text = "", pictures = [], tables = [] } = fold.open ? model.get("answer") : {};
    inside.innerHTML = pictures.map(drawing => drawing.html + drawing.table).join("") + tables.join("");
    inside.prepend(...text.split("\n").filter(Boolean).map(line => element("p", {}, line)));
  };
  fold.addEventListener("toggle", fill);
  root.append(message, fold);
  return () => {
    message.innerHTML = model.get("message");
    if (fold.open) fill();
  };
}
