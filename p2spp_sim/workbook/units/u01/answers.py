"""Unit 01: in which stream and month each card of the year belongs, and what behaviour shows which principle."""

from functools import cache
from typing import Any

import msgspec

from p2spp_sim.base.era import THEN
from p2spp_sim.base.files import read_data
from p2spp_sim.base.formats import number
from p2spp_sim.model.loading import load_rules
from p2spp_sim.workbook.case.desk import Desk
from p2spp_sim.workbook.exercises.answers import Answers, FactParts, exchanged

answers = Answers()

YEARLY = (
    "musrenbang_desa",
    "musrenbang_kecamatan",
    "forum_skpd",
    "rkpd",
    "kua_ppas",
    "rka_skpd",
    "apbd",
)
WANTED = 10  # of the cards, as the unit's objective says


class YearCard(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A document or forum of the planning year: streams and months that are right, and where that is written."""

    label: dict[str, str]
    what: dict[str, str]
    lanes: tuple[str, ...]
    source: str
    firmness: str
    months: tuple[int, ...] = ()
    rhythm: str = "yearly"
    forum: str = ""
    also: tuple[str, ...] = ()
    year_before: bool = False

    @property
    def first(self) -> int:
        """First month that is right, counted from the planning year: 0 and below lie in the year before."""
        return self.months[0] - 12 * self.year_before

    def placed(self, lane: str, month: str) -> tuple[bool, bool]:
        """Tell whether a stream is right and whether a month (or a rhythm) is."""
        return lane in self.lanes, month == self.rhythm or (
            month.isdigit() and int(month) in self.months
        )


class Behaviour(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What shows a principle or an approach."""

    source: str
    principle: str = ""
    lane: str = ""


class YearCards(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All cards of the unit; `kini` says what is otherwise on a card under today's rules."""

    card: dict[str, YearCard]
    kini: dict[str, dict[str, Any]]
    behaviour: dict[str, Behaviour]
    example: dict[str, Behaviour]


@cache
def cards() -> YearCards:
    """Read the cards of the unit."""
    return read_data(YearCards, "datasets", "tiga_jalur.toml")


@cache
def deck_of(book: str) -> dict[str, YearCard]:
    """Give the twelve cards as a rule book has them."""
    every = cards()
    if book == THEN:
        return every.card
    return {
        key: msgspec.convert(msgspec.to_builtins(card) | every.kini.get(key, {}), YearCard)
        for key, card in every.card.items()
    }


@answers.add
def lanes_of_cards(desk: Desk) -> dict[str, str]:
    """Give the stream of every card that has one only."""
    return {key: card.lanes[0] for key, card in deck_of(desk.book).items() if len(card.lanes) == 1}


@answers.add
def order_of_year(desk: Desk) -> tuple[str, ...]:
    """Put seven stations of a year in order, from the village to the signed budget."""
    return tuple(sorted(YEARLY, key=lambda key: deck_of(desk.book)[key].first))


@answers.add
def order_budget_first(desk: Desk) -> tuple[str, ...]:
    """Put the ceilings before the plan that they are meant to follow."""
    return exchanged(order_of_year(desk), "rkpd", "kua_ppas")


@answers.add
def principle_shown(desk: Desk) -> dict[str, str]:
    """Give the principle that each behaviour shows."""
    return {key: shown.principle for key, shown in cards().behaviour.items()}


@answers.add
def approach_shown(desk: Desk) -> dict[str, str]:
    """Give the approach that each example shows."""
    return {key: shown.lane for key, shown in cards().example.items()}


@answers.add
def gap_of_late_reses(desk: Desk) -> str:
    """Say what a recess in March misses: the meeting of the sub-district, which comes before it."""
    kecamatan = deck_of(desk.book)["musrenbang_kecamatan"].first
    return "sesudah_kecamatan" if kecamatan < LATE_RESES else "tepat_waktu"


@answers.add
def gap_of_reses_in_may(desk: Desk) -> str:
    """Say what a recess in May misses: the months in which pokir are given."""
    return "sesudah_pokir" if max(deck_of(desk.book)["pokir"].months) < MAY else "tepat_waktu"


LATE_RESES = 3  # March, the third recess in the exercise
MAY = 5


@answers.fact
def tahun(desk: Desk) -> FactParts:
    """Give what sentences say of the year."""
    deck = deck_of(desk.book)
    by_key = {forum.key: forum for forum in load_rules(desk.book).forum}
    late = by_key["reses"].month - by_key["musrenbang_kecamatan"].month
    return {
        "kartu": number(len(deck)),
        "sasaran": number(WANTED),
        "terlambat": number(late),
        "dua_jalur": number(sum(len(card.lanes) > 1 for card in deck.values())),
    }
