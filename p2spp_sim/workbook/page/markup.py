"""Small pieces of HTML that every view shares: escaping, tables, messages and the one style sheet.

Colours are given with both text and background, so a dark theme cannot take the contrast away.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from p2spp_sim.base.fonts import STACK
from p2spp_sim.base.formats import number
from p2spp_sim.base.language import tr
from p2spp_sim.workbook.page.visitor import without_folders

INK = "#1b1b1b"
PAPER = "#ffffff"
BLUE = "#0b4f8a"
AMBER = "#8a4b00"
PALE = "#dce8f3"
GREY = "#595959"
WIDE = 6
SHORT, LONG = 16, 48  # letters up to which a column is not broken, and from which it needs room
MILLION = 1_000_000

# `.p2.p2` outweighs JupyterLab, which sets the cells of any HTML output to the right.
STYLE = f"""<style>
:is(.p2, .p2-panel, .p2-plain, .p2-set) {{ font-family: {STACK}; }}
.jp-Notebook:has(.p2) {{ --jp-content-font-family: {STACK}; --jp-ui-font-family: {STACK}; }}
.jp-Notebook:has(.p2) .jupyter-widgets:is(button, input, select, textarea) {{ font-family: {STACK}; }}
.p2 {{ background: {PAPER}; color: {INK}; font-size: 16px; line-height: 1.45; padding: 2px 4px; }}
.p2 p {{ margin: 4px 0; }}
.p2 h3 {{ font-size: 19px; margin: 10px 0 4px; color: {INK}; }}
.p2 ul, .p2 ol {{ margin: 4px 0 4px 22px; padding: 0; }}
.p2 table {{ min-width: min(100%, 28em); border-collapse: collapse; font-size: 15px; margin: 6px 0;
  background: {PAPER}; color: {INK}; }}
.p2 caption {{ text-align: left; font-weight: 600; padding: 2px 0; color: {INK}; }}
.p2 :is(th, td) {{ border: 1px solid #8c8c8c; padding: 3px 8px; vertical-align: top; }}
.p2.p2 :is(th, td) {{ text-align: left; }}
.p2 th {{ background: {PALE}; color: {INK}; }}
.p2.p2 :is(th, td).n {{ text-align: right; }}
.p2 td.n {{ font-variant-numeric: tabular-nums; white-space: nowrap; }}
.p2 .note {{ font-size: 14px; color: {GREY}; }}
.p2-table {{ overflow-x: auto; }}
.widget-html-content:has(> .p2) {{ min-width: 0; }}  /* what is wide scrolls in its own place */
.p2-table:focus-visible {{ outline: 3px solid {AMBER}; outline-offset: 1px; }}
@media screen {{
  .p2 td.s {{ white-space: nowrap; }}
  .p2 td.m {{ min-width: 8em; }}
  .p2 td.l {{ min-width: 13em; }}
}}
.p2-row-of-drawings {{ display: flex; flex-wrap: wrap; gap: 6px 14px; margin: 2px 0; }}
.p2-row-of-drawings figure {{ display: flex; align-items: center; gap: 8px; margin: 0; }}
.p2-row-of-drawings figcaption {{ width: min-content; font-size: 15px; line-height: 1.2; }}
.p2-row-of-drawings strong {{ white-space: nowrap; }}
.p2-row-of-drawings figure svg {{ display: block; flex: none; max-width: none; }}
@media print {{
  .p2-row-of-drawings figure {{ break-inside: avoid; }}
  .p2-row-of-drawings figcaption {{ font-size: 9pt; }}
}}
@media (max-width: 700px) {{
  .p2-row-of-drawings {{ gap: 4px 8px; }}
  .p2-row-of-drawings figure {{ gap: 4px; }}
  .p2-row-of-drawings figcaption {{ font-size: 12px; }}
  .p2-row-of-drawings figure svg {{ height: 44px; width: auto; }}
}}
@media print {{  /* paper does not scroll: what is wide is set smaller */
  .p2-table, .jp-OutputArea-output {{ overflow: visible !important; }}
  .p2.p2 .p2-wide table {{ width: 100%; font-size: 8.5pt; line-height: 1.2; }}
  .p2.p2 .p2-wide :is(th, td) {{ padding: 1px 3px; }}
}}
.p2-peer {{ border: 2px solid {GREY}; border-radius: 4px; padding: 6px 12px; max-width: 760px; }}
.p2-peer td {{ padding: 3px 10px; }}
.p2-say {{ border-left: 6px solid {GREY}; padding: 6px 10px; margin: 4px 0; }}
.p2-benar {{ border-color: #0a6b3d; background: #eef8f1; }}
.p2-hampir, .p2-petunjuk {{ border-color: {BLUE}; background: #eef4fa; }}
.p2-coba_lagi, .p2-galat {{ border-color: {AMBER}; background: #fdf4e7; }}
.p2-belum_dijawab, .p2-kabar {{ background: #f4f4f4; }}
.p2-panel {{ border: 1px solid #8c8c8c; border-radius: 6px; padding: 8px; background: {PAPER}; }}
:is(.p2-panel, .p2-plain, .p2-set) :is(.widget-label, label) {{ color: {INK}; font-size: 16px; }}
.p2-panel .jupyter-widgets :is(input, select, textarea) {{
  font-family: inherit; font-size: 16px; color: {INK}; background-color: {PAPER}; border-color: {GREY}; }}
.p2-panel .widget-inline-hbox {{ height: auto; min-height: 34px; align-items: center; }}
:is(.p2-panel, .p2-plain, .p2-set) :is(.widget-radio-box, .widget-checkbox) label {{
  white-space: normal; height: auto; width: auto; line-height: 1.4; padding: 3px 0; }}
.p2-panel .widget-radio-box label {{ display: flex; flex-direction: row-reverse; justify-content: flex-end;
  align-items: flex-start; }}
.p2-panel .widget-radio-box input {{ margin-right: 8px; flex: none; }}
:is(.p2-panel, .p2-plain, .p2-set) .widget-checkbox {{ width: auto; height: auto; }}
.p2-panel .widget-checkbox label {{ display: flex; align-items: flex-start; }}  /* lines below each other */
.p2-panel .widget-checkbox input {{ flex: none; margin-top: 4px; }}
.p2-panel button.jupyter-button {{ font-family: inherit; font-size: 16px; height: 36px; min-width: 120px;
  width: auto; color: {INK}; background: #e3e3e3; }}
.p2-panel button.mod-primary {{ background: {BLUE}; color: #ffffff; }}
.p2-panel button:disabled {{ opacity: 1; color: {GREY}; background: #f0f0f0; }}
.p2-panel :focus-visible {{ outline: 3px solid {AMBER}; outline-offset: 1px; }}
.p2-panel .widget-label {{ white-space: normal; height: auto; line-height: 1.2; padding: 3px 0; }}
.p2-slide .noUi-handle {{ border-color: {BLUE}; }}
.p2-panel select {{ height: 34px; padding: 2px 6px; }}
:is(.p2-panel, .p2-plain, .p2-set) :is(input[type=checkbox], input[type=radio]) {{ width: 18px; height: 18px; }}
.p2-stack.widget-inline-hbox {{ flex-wrap: wrap; }}
.p2-stack .widget-label {{ text-align: left; }}
.p2-set {{ background: {PAPER}; color: {INK}; }}
:is(.p2-set, .p2-set .jupyter-widgets) {{ overflow: visible; }}
.p2-set .widget-html {{ min-width: 0; height: auto; flex: 1 1 auto; }}
.p2-set .widget-html-content {{ line-height: 1.3; white-space: normal; width: auto; }}
.p2-panel .p2-set button.p2-small {{ min-width: 38px; width: 38px; height: 34px; padding: 0; font-size: 0; flex: none;
  border: 1px solid {GREY}; }}
.p2-small::before {{ font-size: 18px; line-height: 32px; display: block; }}
.p2-set :is(.p2-row, .p2-grid) .widget-html-content .p2 {{ padding: 5px 4px 3px; }}
.p2-plus::before {{ content: "+" / ""; font-weight: 700; }}
.p2-minus::before {{ content: "−" / ""; font-weight: 700; }}
.p2-row {{ border-bottom: 1px solid #d0d0d0; }}
.p2-row:focus-within {{ background: {PALE}; }}
.p2-row:focus-within .p2 {{ background: transparent; }}
.p2-count {{ display: inline-block; min-width: 22px; text-align: center; font-weight: 700; }}
.p2-row .widget-html:has(.p2-count) {{ flex: none; }}
.p2-grid {{ gap: 0 10px; align-items: center; }}
.p2-grid > * {{ border-bottom: 1px solid #d0d0d0; }}
:is(.p2-panel, .p2-set) .p2-named .widget-label {{ font-size: 0; width: 0; min-width: 0; margin: 0; padding: 0; }}
.p2-set .p2-named select {{ width: 100%; margin: 0; }}
.p2 ol.p2-chips {{ display: flex; flex-wrap: wrap; gap: 5px; list-style: none; margin: 6px 0; counter-reset: chip; }}
.p2-chips li {{ border: 1px solid {BLUE}; background: {PALE}; color: {INK}; border-radius: 4px; padding: 1px 7px; }}
.p2-chips li::before {{ counter-increment: chip; content: counter(chip) ". "; font-weight: 700; }}
.p2-chips li.p2-free {{ border: 1px dashed {GREY}; background: {PAPER}; color: {GREY}; }}
.p2-card {{ border-left: 4px solid {BLUE}; margin: 2px 0; padding-left: 6px; }}
.p2-card .p2-note {{ margin: -4px 0 0 26px; font-size: 14px; }}
.p2-money input {{ text-align: right; font-variant-numeric: tabular-nums; }}
.p2.p2 a.p2-link {{ color: {BLUE}; text-decoration: underline; font-weight: 600; }}
.p2-panel button.p2-upload {{ font-size: 0; display: inline-flex; align-items: center; gap: 6px; }}
.p2-upload::after, .p2-upload i {{ font-size: 16px; }}
.p2-groups {{ display: grid; gap: 12px; grid-template-columns: repeat(auto-fit, minmax(min(100%, 380px), 1fr)); }}
@media (min-width: 1600px) {{ .p2-besar .p2-groups {{
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 520px), 1fr)); }} }}
.p2-group {{ border: 1px solid #8c8c8c; border-radius: 6px; padding: 6px 12px; font-size: 20px; }}
.p2 .p2-group h3 {{ font-size: 26px; margin: 2px 0; }}
.p2 .p2-group h4 {{ font-size: 20px; margin: 6px 0 0; }}
.p2 ul.p2-pieces {{ display: flex; flex-wrap: wrap; gap: 6px; list-style: none; margin: 4px 0 8px; padding: 0;
  font-size: 20px; line-height: 1.3; }}
.p2-pieces li {{ border: 2px solid {BLUE}; background: {PALE}; border-radius: 6px; padding: 1px 10px; }}
.p2-panel .p2-bad input {{ border: 2px solid {AMBER}; background-color: #fdf4e7; }}
.p2-wrong {{ color: {AMBER}; background: {PAPER}; text-align: right; }}
.p2-balance {{ position: sticky; top: 0; z-index: 2; }}
:is(.p2-panel, .jupyter-widgets, .jp-OutputArea, .jp-OutputArea-child, .jp-OutputArea-output):has(.p2-balance) {{
  overflow: visible; }}
.p2-sum {{ border: 2px solid {GREY}; border-radius: 4px; padding: 4px 8px; display: flex; flex-wrap: wrap;
  gap: 2px 16px; }}
.p2-lamp-on {{ color: #0a6b3d; background: {PAPER}; }}
.p2-lamp-off {{ color: {AMBER}; background: {PAPER}; }}
.jp-Notebook:has(.p2) .jp-InputPlaceholder {{ display: none; }}
.jp-Notebook:has(.p2) .jp-RenderedMarkdown {{ font-size: 16px; }}
.jp-Notebook:has(.p2) .jp-RenderedMarkdown table {{ margin-left: 0; font-size: 15px; }}
.jp-Notebook:has(.p2) .jp-RenderedMarkdown :is(td, th) {{ text-align: left; vertical-align: top; }}
/* All pictures stand at one scale: letters of 18 units are 16 px, and 12 px at least on a telephone. */
.p2-picture {{ overflow-x: auto; }}
.p2-picture svg {{ width: calc(var(--wide) * 8px / 9); max-width: 100%; min-width: calc(var(--wide) * 2px / 3);
  height: auto; display: block; }}
.p2-side-by-side {{ flex-flow: row wrap; gap: 0 28px; }}
.p2-side-by-side > * {{ max-width: 100%; }}
.p2-side-by-side > .p2-plain:has(svg) > .widget-checkbox {{ width: 0; min-width: 100%; }}  /* as wide as its picture */
/* A board: its panel stays on the screen while its picture is looked at, and scrolls by itself where it is longer. */
.p2-board {{ gap: 8px 12px; }}
.p2-board > .p2-panel {{ position: sticky; top: var(--p2-top, 0px); z-index: 1; max-height: calc(100vh - 70px);
  overflow: auto; }}
:is(.jupyter-widgets, .jp-OutputArea, .jp-OutputArea-child, .jp-OutputArea-output):has(.p2-board),
.p2-board, .p2-board > .widget-vbox:not(.p2-panel) {{ overflow: visible; }}
.p2-board > .p2-panel > * {{ flex-shrink: 0; }}
.p2-board .p2-slide {{ flex-wrap: wrap; height: auto; }}
.p2-board .p2-slide > .widget-hslider {{ flex: 1 1 100%; margin: 0 12px; }}
.p2-fold > summary, .jp-RenderedMarkdown summary {{ cursor: pointer; color: {BLUE}; font-weight: 600; padding: 2px 0; }}
.p2-fold > summary:focus-visible, .jp-RenderedMarkdown summary:focus-visible {{ outline: 3px solid {AMBER}; }}
.p2-head {{ display: flex; flex-wrap: wrap; gap: 0 24px; align-items: baseline; }}
.p2-head > [open] {{ flex: 1 1 100%; }}
.p2-plain > .widget-checkbox {{ margin-left: 4px; }}
@media print {{ details::details-content {{ content-visibility: visible; block-size: auto; }} }}
</style>"""


@dataclass(frozen=True, slots=True)
class Table:
    """A data table: what a picture shows, in figures.

    `note` says unit, source and year; columns named in `numbers` are set to the right.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    numbers: tuple[str, ...] = ()

    def html(self) -> str:
        """Give the table as HTML with a caption, column headings and the note below."""
        heads = [
            '<th scope="col" class="n">' if name in self.numbers else '<th scope="col">'
            for name in self.columns
        ]
        head = "".join(
            f"{tag}{escape(name)}</th>" for tag, name in zip(heads, self.columns, strict=True)
        )
        cells = [f'<td class="{self._kind(i)}">' for i in range(len(self.columns))]
        lines = [
            "".join(f"{td}{escape(cell)}</td>" for td, cell in zip(cells, row, strict=True))
            for row in self.rows
        ]
        body = "".join(f"<tr>{line}</tr>" for line in lines)
        note = f'<p class="note">{escape(self.note)}</p>' if self.note else ""
        caption = f"<caption>{escape(self.caption)}</caption>"
        table = f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        place = '<div class="p2-table">'
        if len(self.columns) > WIDE:  # may run over any screen: then it scrolls, by keyboard too
            name = escape(self.caption, quote=True)
            place = f'<div class="p2-table p2-wide" role="region" tabindex="0" aria-label="{name}">'
        return f"{place}{table}</div>{note}"

    def _kind(self, column: int) -> str:
        """Say whether a column holds numbers, or by its longest cell how much room it needs."""
        if self.columns[column] in self.numbers:
            return "n"
        longest = max((len(row[column]) for row in self.rows), default=0)
        return "s" if longest <= SHORT else "m" if longest < LONG else "l"


def page(*parts: str) -> str:
    """Wrap HTML in the workbook's own background and type size."""
    return '<div class="p2">' + "".join(parts) + "</div>"


def paragraphs(text: str) -> str:
    """Give plain text as HTML paragraphs, one for each line."""
    return "".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line.strip())


def folded(summary: str, *parts: str) -> str:
    """Put HTML behind a line that opens it; paper shows it open.

    Parameters
    ----------
    summary : plain text of the line.
    """
    line = f"<summary>{escape(summary)}</summary>"
    return f'<details class="p2-fold">{line}{"".join(parts)}</details>'


def items(lines: Sequence[str], *, ordered: bool = False) -> str:
    """Give plain lines as an HTML list."""
    tag = "ol" if ordered else "ul"
    return f"<{tag}>" + "".join(f"<li>{escape(line)}</li>" for line in lines) + f"</{tag}>"


SIGNS = {
    "belum_dijawab": "○",
    "petunjuk": "➜",
    "hampir": "◐",
    "coba_lagi": "↻",
    "benar": "✓",
    "galat": "!",
    "kabar": "•",
}


def sign_name(kind: str) -> str:
    """Give the word that stands beside a sign, in the screen language."""
    return {
        "belum_dijawab": tr("Belum dijawab"),
        "petunjuk": tr("Petunjuk"),
        "hampir": tr("Hampir"),
        "coba_lagi": tr("Coba lagi"),
        "benar": tr("Benar"),
        "galat": tr("Perlu diperbaiki"),
        "kabar": tr("Kabar"),
    }[kind]


def say(kind: str, text: str, *, word: str | None = None) -> str:
    """Give a message with its sign and word, so that colour is never alone.

    Parameters
    ----------
    kind : one of `SIGNS`.
    text : plain text, one paragraph a line; a visitor of a class does not read in what folders of the laptop files lie.
    word : the word beside the sign; the name of the kind when None.
    """
    lead = escape(sign_name(kind) if word is None else word)
    first = f"<p><strong>{SIGNS[kind]} {lead}</strong></p>"
    return page(
        f'<div class="p2-say p2-{kind}" role="status">{first}{paragraphs(without_folders(text))}</div>'
    )


def in_millions(idr: float) -> str:
    """Write rupiah in whole millions, as the case does: Rp 2.955 juta."""
    return tr("Rp {n} juta").format(n=number(idr / MILLION))
