"""What the box holds, as one table: each thing with the way it is set, where its contents come from and its size."""

from functools import cache

import msgspec

from p2spp_sim.base.files import read_data

BoxWords = dict[str, str]
PORTRAIT_MM = (210, 297)  # A4
MANY = 5  # units that are named one by one, at most
MARGIN_MM = (6, 12)  # that is left and right of cards, and above and below them, at least


class CardSize(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The true size of a card, in millimetres."""

    wide: float
    high: float

    @property
    def across(self) -> int:
        """How many lie side by side on A4."""
        return int((PORTRAIT_MM[0] - 2 * MARGIN_MM[0]) // self.wide)

    @property
    def a_page(self) -> int:
        """How many a page of A4 holds."""
        return self.across * int((PORTRAIT_MM[1] - 2 * MARGIN_MM[1]) // self.high)


class Banknote(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A note of play money, and how many of it a group gets."""

    idr: int
    count: int


class BoxItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing in the box.

    Parameters
    ----------
    key : name of its file.
    units : that use it, by their codes; the whole class where there are none.
    kind : how it is set: cards, tents, poster, paper, slides, certificate, timer.
    source : where its contents come from.
    size : of cards, a key of `sizes`.
    sets : how many sets a class needs.
    excel : whether it is given as an Excel workbook too.
    same : whether it is the same in every era, having no word of any rules.
    notes : what stands at the end of a paper, by era.
    """

    key: str
    label: BoxWords
    kind: str
    source: str
    units: tuple[str, ...] = ()
    size: str = ""
    sets: int = 1
    excel: bool = False
    same: bool = False
    notes: dict[str, BoxWords] = {}

    @property
    def of_units(self) -> str:
        """Its units in a few letters, such as 03, 05 or 00–12; nothing for the whole class."""
        if len(self.units) > MANY:
            return f"{self.units[0]}–{self.units[-1]}"
        return ", ".join(self.units)


class AwardRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The least share of the hours that somebody with a certificate was there for."""

    share: float


class BoxContents(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of `datasets/kotak.toml`."""

    source: str
    firmness: str
    groups: int
    members: int
    size: dict[str, CardSize]
    money: tuple[Banknote, ...]
    tokens: dict[str, int]
    item: tuple[BoxItem, ...]
    coalition: dict[str, BoxWords]
    award: AwardRule


@cache
def contents() -> BoxContents:
    """Read what the box holds."""
    return read_data(BoxContents, "datasets", "kotak.toml")
