"""A drawing by its name: as SVG in any size, alone or in a row with names below."""

from dataclasses import dataclass
from html import escape

from p2spp_sim.base.errors import UnknownName
from p2spp_sim.base.language import tr
from p2spp_sim.workbook.drawings.cards import CARDS
from p2spp_sim.workbook.drawings.marks import MARKS
from p2spp_sim.workbook.drawings.people import PEOPLE
from p2spp_sim.workbook.drawings.pieces import COLOURS, OUTLINE, rim
from p2spp_sim.workbook.drawings.places import PLACES
from p2spp_sim.workbook.drawings.words import CALLED, SEEN
from p2spp_sim.workbook.page.markup import INK

VILLAGES = ("karangjati", "mekarsari", "sumberagung", "batuputih", "rawaindah")
# What is drawn for each card of `datasets/events.toml`, and for a year without one.
EVENTS = {
    "": "tahun_tenang",
    "flood": "banjir",
    "dau_cut": "pemotongan_dau",
    "transfer": "mutasi_setrawan",
    "election": "menjelang_pemilu",
}
CARD_BACK = "punggung_kartu"
ROW_HEIGHT = 76


@dataclass(frozen=True, slots=True)
class Illustration:
    """What stands on a sheet of that many units: shapes, and around them a rim with round corners where it has one."""

    wide: int
    high: int
    shapes: str
    ground: str = ""
    corner: float = 0


DRAWINGS = {
    **{
        name: Illustration(240, 160, shapes, ground, 8) for name, (ground, shapes) in PLACES.items()
    },
    **{name: Illustration(120, 120, who.drawn, who.ground, 10) for name, who in PEOPLE.items()},
    **{
        name: Illustration(120, 168, shapes, ground, 10) for name, (ground, shapes) in CARDS.items()
    },
    **{f"peran_{name}": Illustration(96, 96, shapes) for name, shapes in MARKS.items()},
}


def drawing(name: str, height: float = 160, *, decorative: bool = False) -> str:
    """Give a drawing as SVG.

    Parameters
    ----------
    name : one of `DRAWINGS`.
    height : in pixels; the width follows.
    decorative : words beside it say the same already: a screen reader passes over it.

    Raises
    ------
    UnknownName : there is no such drawing.
    """
    if name not in DRAWINGS:
        raise UnknownName(tr("Gambar"), name, DRAWINGS)
    made = DRAWINGS[name]
    said = (
        'aria-hidden="true"'
        if decorative
        else f'role="img" aria-label="{escape(seen(name), quote=True)}"'
    )
    inside = made.shapes
    if made.ground:
        edge = (made.wide, made.high, made.corner)
        inside = rim(*edge, fill=COLOURS[made.ground]) + inside + rim(*edge, fill="none")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {made.wide} {made.high}" '
        f'width="{height * made.wide / made.high:g}" height="{height:g}" {said} '
        f'stroke="{INK}" stroke-width="{OUTLINE}" stroke-linejoin="round" stroke-linecap="round">'
        f"{inside}</svg>"
    )


def seen(name: str) -> str:
    """Say what a drawing shows, for who cannot see it."""
    return SEEN[name] if name in SEEN else CALLED[name]


def event(card: str, height: float = 168, *, decorative: bool = False) -> str:
    """Give the face of a card: its key in `datasets/events.toml`, nothing for a quiet year, or its drawing's name."""
    return drawing(EVENTS.get(card, card), height, decorative=decorative)


def card_back(height: float = 168) -> str:
    """Give the back that all cards share."""
    return drawing(CARD_BACK, height, decorative=True)


def role(group: str, height: float = 48, *, decorative: bool = False) -> str:
    """Give the mark of a group of unit 11, by its key in `datasets/lima_tahun.toml`."""
    return drawing(f"peran_{group}", height, decorative=decorative)


def people_in(text: str) -> tuple[str, ...]:
    """Give the drawings of the people whom a text names, such as "Pak Wiryo", in its order."""
    places = {name: text.find(name.replace("_", " ").title()) for name in PEOPLE}
    return tuple(sorted((name for name in PEOPLE if places[name] >= 0), key=places.__getitem__))


def row(*names: str) -> str:
    """Give drawings side by side as HTML, what each is called beside it; goes on in the next line on a small screen."""
    figures = [
        f"<figure>{drawing(name, ROW_HEIGHT, decorative=name not in SEEN)}"
        f"<figcaption>{_in_two_lines(CALLED[name])}</figcaption></figure>"
        for name in names
    ]
    return f'<div class="p2 p2-row-of-drawings">{"".join(figures)}</div>'


def _in_two_lines(called: str) -> str:
    who, _, office = called.partition(", ")
    return f"<strong>{escape(who)}</strong><br>{escape(office)}" if office else escape(called)
