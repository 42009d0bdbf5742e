"""Cards and places: what lies where, dragged, tapped or moved by keys; one widget, whatever the value is made of."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, Literal

import traitlets

from p2spp_sim.alignment.scores import NO_PAIR
from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.language import tr
from p2spp_sim.workbook.controls.control import ControlValue, Notice, known
from p2spp_sim.workbook.moving import GIVEN, Moving, beside

CardLayout = Literal["classes", "order", "threads", "grid"]
_FEW = 6  # cards that can be named one by one
TRAY = ""  # where a card lies that is put nowhere yet


@dataclass(frozen=True, slots=True)
class Classes:
    """What is said of every card: the heading, the options by key, and whether a card may do without."""

    label: str
    options: Mapping[str, str]
    optional: bool = False


class CardTable(Moving, **beside(__file__)):
    """The table on the screen.

    Attributes
    ----------
    deck : layout, cards and places with their words.
    placed : where each card lies; "" is the tray.
    marks : what is said of cards: `right`, the sentence `say`, and `at`, the place that it is about.
    back : whether cards whose mark is not right are shown in the tray; `placed` still has what was said of them.
    """

    deck = traitlets.Dict().tag(sync=True)
    placed = traitlets.Dict().tag(**GIVEN)
    marks = traitlets.Dict().tag(**GIVEN)
    back = traitlets.Bool(False).tag(**GIVEN)


class Cards:
    """Cards to put at places; the value says where each lies, "" in the tray.

    Parameters
    ----------
    key, label : the name in files, the heading on the screen.
    cards : key and words of each card.
    places : key and words of each place.
    layout : places side by side, numbered from the top, joined by threads, or a grid.
    name : what is read aloud where there is no heading.
    """

    def __init__(
        self,
        key: str,
        label: str,
        cards: Mapping[str, str],
        places: Mapping[str, str],
        *,
        layout: CardLayout = "classes",
        name: str = "",
    ) -> None:
        self.key = key
        self._cards, self._places = dict(cards), dict(places)
        self._notices: list[Notice] = []
        self._restoring = False
        deck = {
            "layout": layout,
            "label": label,
            "name": name,
            "cards": list(self._cards.items()),
            "places": [self._place(place) for place in places],
            "tray": True,
        }
        placed = dict.fromkeys(self._cards, TRAY)
        self.widget = CardTable(words=_words(layout), deck=deck | self._deck(), placed=placed)
        self.widget.observe(self._moved, names="placed")

    @property
    def placed(self) -> dict[str, str]:
        """Where each card lies as it stands in the value; "" in the tray."""
        return {card: self.widget.placed.get(card, TRAY) for card in self._cards}

    @property
    def value(self) -> Any:
        """What stands in files: where each card lies, or what a kind of cards makes of that."""
        return self._given()

    @value.setter
    def value(self, new: ControlValue) -> None:
        placed = {**dict.fromkeys(self._cards, TRAY), **self._checked(new)}
        self._restoring = True
        with self.widget.hold_sync():
            self.widget.set_trait("marks", {})
            self.widget.set_trait("back", False)
            self.widget.set_trait("placed", placed)
        self._restoring = False
        self._changed()

    @property
    def complete(self) -> bool:
        """Whether every card lies at a place."""
        return all(self.placed.values())

    @property
    def chips(self) -> list[str]:
        """How it stands in a few words: a few cards each with its place, of many how many lie where."""
        lying = {card: place for card, place in self.placed.items() if place}
        if len(lying) <= _FEW:
            return [f"{self._cards[card]}: {self._places[place]}" for card, place in lying.items()]
        many = Counter(lying.values())
        return [f"{words}: {many[place]}" for place, words in self._places.items() if many[place]]

    def watch(self, notice: Notice) -> None:
        """Call `notice` after every change of the value, once a change."""
        self._notices.append(notice)

    def light(self, said: Mapping[str, str | None], *, back: bool = False) -> None:
        """Light cards where they lie.

        Parameters
        ----------
        said : of each card None when it lies right, else a sentence, which may be empty.
        back : let those that lie wrong slide back to the tray, with their sentence.
        """
        placed = self.placed
        with self.widget.hold_sync():
            self.widget.marks = {
                card: {"right": words is None, "say": words or "", "at": placed[card]}
                for card, words in said.items()
            }
            self.widget.back = back

    def _given(self) -> Any:
        return self.placed

    def _place(self, key: str) -> dict[str, str]:
        return {"key": key, "text": self._places[key]}

    def _deck(self) -> dict[str, Any]:
        """Give what the deck has besides cards and places."""
        return {}

    def _checked(self, new: ControlValue) -> dict[str, str]:
        """Give where the cards of a saved value lie.

        Raises
        ------
        P2sppError : the value is of another board.
        """
        saved = _dict(new)
        cards = known(saved, self._cards, _gone_card())
        places = known(saved.values(), {TRAY: "", **self._places}, _gone_place())
        return dict(zip(cards, places, strict=True))

    def _moved(self, _change: object) -> None:
        if not self._restoring:
            self._changed()

    def _changed(self) -> None:
        for notice in self._notices:
            notice()


class Classify(Cards):
    """Cards that get an option each, or in a grid two: one by the column and one by the row.

    The value gives for each card its options by column, "" where nothing is chosen yet.

    Parameters
    ----------
    key, label : the name in files, the heading on the screen.
    cards : key and words of each card.
    columns : one or two, by key: that across the grid, then that down.
    """

    def __init__(
        self, key: str, label: str, cards: Mapping[str, str], columns: Mapping[str, Classes]
    ) -> None:
        self._columns = dict(columns)
        self._half: dict[
            str, dict[str, str]
        ] = {}  # saved when a card could have one of two options
        super().__init__(
            key, label, cards, self._cells(), layout="grid" if len(columns) > 1 else "classes"
        )

    def _given(self) -> dict[str, dict[str, str]]:
        nothing = dict.fromkeys(self._columns, "")
        return {
            card: dict(zip(self._columns, place.split("|"), strict=True))
            if place
            else dict(self._half.get(card, nothing))
            for card, place in self.placed.items()
        }

    @property
    def complete(self) -> bool:
        """Whether every card has all that is asked for."""
        asked = [name for name, column in self._columns.items() if not column.optional]
        return all(row[name] for row in self._given().values() for name in asked)

    def column(self, name: str) -> dict[str, str]:
        """Give the options chosen in one column, by card; cards without a choice are left out."""
        return {card: row[name] for card, row in self._given().items() if row[name]}

    def _options(self, name: str) -> dict[str, str]:
        column = self._columns[name]
        without = tr("{kolom}: belum ada").format(kolom=column.label)
        return {**({"": without} if column.optional else {}), **column.options}

    def _cells(self) -> dict[str, str]:
        """Name the cells row by row, by the options that meet there."""
        axes = [self._options(name) for name in reversed(self._columns)]
        cells = (cell[::-1] for cell in product(*(axis.items() for axis in axes)))
        return {
            "|".join(key for key, _ in cell): ", ".join(said for _, said in cell) for cell in cells
        }

    def _place(self, key: str) -> dict[str, str]:
        column = key.split("|")[0]
        if len(self._columns) == 1:
            return super()._place(key)
        return {"key": key, "text": "", "name": self._places[key], "column": column}

    def _deck(self) -> dict[str, Any]:
        if len(self._columns) == 1:
            return {}
        across, down = map(self._options, self._columns)
        return {"columns": list(across.items()), "rows": list(down.items())}

    def _checked(self, new: ControlValue) -> dict[str, str]:
        saved = checked_options(new, self._given(), self._columns)
        places = {card: "|".join(row.values()) for card, row in saved.items()}
        self._half = {card: row for card, row in saved.items() if places[card] not in self._places}
        return {card: "" if card in self._half else place for card, place in places.items()}

    def _moved(self, change: object) -> None:
        if not self._restoring:
            self._half = {card: row for card, row in self._half.items() if not self.placed[card]}
        super()._moved(change)


class Match(Cards):
    """Two lists to join by threads: what on the right belongs to what on the left, or nothing.

    Parameters
    ----------
    key, label : the name in files, the heading on the screen.
    left, right : key and words of the items.
    """

    def __init__(
        self, key: str, label: str, left: Mapping[str, str], right: Mapping[str, str]
    ) -> None:
        places = {**right, NO_PAIR: tr("tidak ada pasangan")}
        super().__init__(key, label, left, places, layout="threads")


class Order(Cards):
    """Cards in numbered places; the value is all keys, the first on top.

    Parameters
    ----------
    key, label : the name in files, the heading on the screen.
    cards : key and words of each card.
    value : all keys in the order at first; the order of `cards` when None.
    """

    def __init__(
        self, key: str, label: str, cards: Mapping[str, str], value: Sequence[str] | None = None
    ) -> None:
        numbers = [str(number) for number in range(1, len(cards) + 1)]
        super().__init__(
            key, label, cards, dict(zip(numbers, numbers, strict=True)), layout="order"
        )
        self.widget.set_trait("placed", self._checked(list(cards if value is None else value)))

    @property
    def chips(self) -> list[str]:
        """The cards in their order."""
        return [f"{n}. {self._cards[card]}" for n, card in enumerate(self._given(), 1)]

    def _given(self) -> list[str]:
        return sorted(self._cards, key=lambda card: int(self.placed[card] or 0))

    def _deck(self) -> dict[str, Any]:
        return {"tray": False}

    def _checked(self, new: ControlValue) -> dict[str, str]:
        sentence = tr("Urutan tersimpan tidak memuat kartu yang sama dengan papan ini.")
        if not isinstance(new, list | tuple):
            raise P2sppError(sentence)
        order = known(new, self._cards, sentence)
        if sorted(order) != sorted(self._cards):
            raise P2sppError(sentence)
        return {card: str(number) for number, card in enumerate(order, 1)}


def checked_options(
    new: object, now: Mapping[str, Mapping[str, str]], columns: Mapping[str, Classes]
) -> dict[str, dict[str, str]]:
    """Give the options of every card by column, as they are now and with what was saved of them.

    Raises
    ------
    P2sppError : what was saved is of another board.
    """
    saved = {card: dict(row) for card, row in now.items()}
    for card, row in _dict(new).items():
        known([card], saved, _gone_card())
        gone = tr("Kolom tersimpan {kunci} tidak ada lagi di papan ini.")
        for name in known(_dict(row), columns, gone):
            options = {TRAY: "", **columns[name].options}
            (saved[card][name],) = known([row[name]], options, _gone_place())
    return saved


def _dict(saved: object) -> dict[Any, Any]:
    if not isinstance(saved, dict):
        raise P2sppError(tr("Pilihan tersimpan untuk kartu-kartu ini tidak terbaca."))
    return saved


def _gone_card() -> str:
    return tr("Kartu tersimpan {kunci} tidak ada lagi di papan ini.")


def _gone_place() -> str:
    return tr("Pilihan tersimpan {kunci} tidak ada lagi.")


def _words(layout: CardLayout) -> dict[str, str]:
    """Give the sentences that the table says, in the screen language."""
    return {
        "tray": tr("Belum berpasangan") if layout == "threads" else tr("Belum ditaruh"),
        "undo": tr("Batalkan langkah terakhir"),
        "undone": tr("Langkah terakhir dibatalkan."),
        "first": tr("Pilih kartunya dahulu, lalu tempatnya."),
        "held": tr("{kartu}: sekarang pilih tempatnya."),
        "keys": tr(
            "{kartu}: pilih tempat dengan panah, letakkan dengan Enter, batal dengan Escape."
        ),
        "put": tr("{kartu}: {tempat}."),
        "place": tr("{tempat}: {n} kartu"),
        "again": tr("{tempat} dipakai {n} kali."),
        "filled": tr("Terisi {n} dari {m}."),
        "right": tr("tepat"),
        "wrong": tr("belum tepat"),
    }
