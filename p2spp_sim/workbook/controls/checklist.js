// A table of questions: every cell has a button an option; the chosen one is pressed, a second press lets it go.

function render({ model, el }) {
  const root = own(el), label = model.get("label"), words = model.get("words");
  const rows = model.get("rows"), columns = model.get("columns"), buttons = [];
  root.classList.add("p2-checklist");
  root.setAttribute("role", "group");
  root.setAttribute("aria-label", label);
  const table = element("div", { class: "p2-checklist-table", style: `--columns: ${columns.length}` });

  /** Make the buttons of one row under one question. */
  const short = options => options.every(([, text]) => text.length < 3) ? " p2-checklist-short" : "";
  const cell = ([row, name], [column, question, options]) => element("div",
    { class: `p2-checklist-cell${short(options)}`, role: "group", "aria-label": `${question} ${name}` },
    ...options.map(([option, text]) => {
      const button = element("button", { type: "button", onclick: () => choose(row, column, option) }, text);
      buttons.push({ row, column, option, button });
      return button;
    }));
  const choose = (row, column, option) => {
    const chosen = model.get("chosen"), next = chosen[row][column] === option ? "" : option;
    give(model, { chosen: { ...chosen, [row]: { ...chosen[row], [column]: next } } });
    say(filled());
  };
  const filled = () => {
    const all = Object.values(model.get("chosen")).flatMap(row => Object.values(row));
    return fill(words.filled, { n: all.filter(Boolean).length, m: all.length });
  };
  const draw = () => {
    const chosen = model.get("chosen");
    for (const { row, column, option, button } of buttons)
      button.setAttribute("aria-pressed", String(chosen[row][column] === option));
  };

  table.append(element("span", { class: "p2-checklist-corner" }),
    ...columns.map(([, question]) => element("p", { class: "p2-checklist-question" }, question)),
    ...rows.flatMap(row => [element("p", { class: "p2-checklist-row" }, row[1]), ...columns.map(c => cell(row, c))]));
  root.append(element("p", { class: "p2-checklist-label" }, label), table);
  const say = spoken(root);
  draw();
  say(filled());
  model.on("change:chosen", draw);
}
