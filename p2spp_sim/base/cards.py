"""What things of the library show of themselves: a line in a console, a small card of HTML in a notebook."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from p2spp_sim.base.formats import figure, number
from p2spp_sim.base.language import tr

MOST_LETTERS = 300  # that a line may have, its ends included
MOST_ROWS = 12  # of a table on a card
_SHORT = 18  # letters that stay on one line
_CELL = 'style="padding:1px 10px 1px 0;text-align:{side};vertical-align:top"'


def brief(kind: str, text: str) -> str:
    """Give a line such as `Run(…)` of fewer than `MOST_LETTERS` letters; what is longer ends in dots."""
    room = MOST_LETTERS - len(kind) - 3
    text = " ".join(text.split())
    return f"{kind}({text if len(text) <= room else text[: room - 1] + '…'})"


def listed(words: Sequence[str], most: int = 6) -> str:
    """List words; of many the first, and how many more there are."""
    more = len(words) - most
    text = ", ".join(words[:most])
    return f"{text}, {tr('dan {n} lagi').format(n=number(more))}" if more > 0 else text


def cell_text(value: Any) -> str:
    """Write what a cell holds as a reader wants it: whole from a thousand on, else four digits; a dash for none."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return tr("ya") if value else tr("tidak")
    if value is None or value != value:
        return "–"
    return number(value) if abs(value) >= 1000 else figure(float(f"{value:.4g}"))


def table(headings: Sequence[str], rows: Iterable[Sequence[Any]], *, bare: bool = False) -> str:
    """Give a table as HTML: words at the left, figures at the right.

    Parameters
    ----------
    bare : laid out as on a card, for itself; otherwise as tables of a notebook are.
    """
    lines = [list(row) for row in rows]
    first = lines[0] if lines else headings
    head = "".join(
        f'<th scope="col"{_look(value, bare) if bare else ""}>{escape(heading)}</th>'
        for heading, value in zip(headings, first, strict=True)
    )
    body = "".join(
        "<tr>"
        + "".join(f"<td{_look(value, bare)}>{escape(cell_text(value))}</td>" for value in line)
        + "</tr>"
        for line in lines
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def card(title: str, facts: Mapping[str, str], *parts: str, note: str = "") -> str:
    """Give a card: a title, facts by name, tables or pictures, and a note in small letters.

    Parameters
    ----------
    facts : what is empty is left out.
    parts : HTML.
    """
    lines = "".join(
        f'<tr><th scope="row" {_CELL.format(side="left")}>{escape(name)}</th>'
        f"<td {_CELL.format(side='left')}>{escape(text)}</td></tr>"
        for name, text in facts.items()
        if text
    )
    small = f'<div style="font-size:0.85em;opacity:0.8">{escape(note)}</div>' if note else ""
    return (
        f'<div class="p2spp-card" style="max-width:60em"><div><strong>{escape(title)}</strong></div>'
        f"<table><tbody>{lines}</tbody></table>{''.join(parts)}{small}</div>"
    )


def _look(value: Any, bare: bool) -> str:
    """Say how a cell stands: at the side of its kind, and short words on one line."""
    side = "left" if isinstance(value, str) else "right"
    if not bare:
        return f' style="text-align:{side}"'
    short = len(cell_text(value)) <= _SHORT
    return " " + _CELL.format(side=side + (";white-space:nowrap" if short else ""))
