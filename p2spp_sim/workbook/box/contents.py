"""What the box holds, as one table: each thing with the way it is set, where its contents come from and its size."""

from functools import cache

import msgspec

from p2spp_sim.base.files import read_data

BoxWords = dict[str, str]
PORTRAIT_MM = (210, 297)  # A4
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
    unit : that uses it; the whole class when empty.
    kind : how it is set: cards, tents, poster, paper, slides, certificate, timer.
    source : where its contents come from.
    size : of cards, a key of `sizes`.
    sets : how many sets a class needs.
    excel : whether it is given as an Excel workbook too.
    """

    key: str
    label: BoxWords
    kind: str
    source: str
    unit: str = ""
    size: str = ""
    sets: int = 1
    excel: bool = False


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
