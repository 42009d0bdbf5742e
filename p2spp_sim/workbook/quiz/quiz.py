"""The test before and after a course: two forms of the same items, with figures that the library computes.

Learners only answer; score and key are the trainer's.
"""

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

import msgspec

from p2spp_sim.base.errors import P2sppError, UnknownName
from p2spp_sim.base.files import data_path
from p2spp_sim.base.formats import number, percent
from p2spp_sim.base.language import Labels, language, pick, tr
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.workbook.case.desk import Desk, world
from p2spp_sim.workbook.page.markup import MILLION
from p2spp_sim.workbook.saving.progress import Progress
from p2spp_sim.workbook.saving.record import TEST

FORM_LABELS = Labels(A="Tes awal (bentuk A)", B="Tes akhir (bentuk B), atas aba-aba pelatih")
FORMS = dict(zip(FORM_LABELS, (2010, 2011), strict=True))  # each with the seed of its order
LETTERS = "ABCD"
PLAN = (12, 9, 7)  # activities, of them in the plan, in the right year
BUDGET = (530, 510)  # income and spending, Rp million
Words = Mapping[str, str]


class Choice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One option of an item."""

    key: str
    id: str
    en: str


class QuizItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"right": "kunci"}):
    """One item of the test.

    Parameters
    ----------
    units : where it is learnt.
    covers : codes of the programme.
    right : key of the right option.
    legal : to be checked by a lawyer before use.
    """

    key: str
    units: tuple[str, ...]
    covers: tuple[str, ...]
    level: Literal["C1", "C2", "C3", "C4", "C5"]
    right: str
    prompt: Words
    explanation: Words
    options: tuple[Choice, ...]
    legal: bool = False


class Test(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of `exercises/tes.toml`: minutes that are advised, points an item, points to pass."""

    minutes: int
    points: int
    pass_mark: int
    items: tuple[QuizItem, ...]


@dataclass(frozen=True, slots=True)
class PlacedItem:
    """One item as it stands in a form: its number and its options in order."""

    number: int
    item: QuizItem
    options: tuple[Choice, ...]

    @property
    def letter(self) -> str:
        """The letter of the right option in this form."""
        return LETTERS[[option.key for option in self.options].index(self.item.right)]


@lru_cache(maxsize=4)
def load_test(path: Path | None = None) -> Test:
    """Read and check the test.

    Raises
    ------
    P2sppError : every fault found, one a line.
    """
    path = path or data_path("exercises", "tes.toml")
    try:
        test = msgspec.toml.decode(path.read_bytes(), type=Test)
    except msgspec.MsgspecError as error:
        raise P2sppError(f"{path.name}: {error}") from error
    if faults := list(_faults(test)):
        raise P2sppError("\n".join(f"{path.name}: {fault}" for fault in faults))
    return test


def _faults(test: Test) -> Iterable[str]:
    keys = [item.key for item in test.items]
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield f"item {key} is there twice"
    if len(test.items) % len(LETTERS):
        yield f"{len(test.items)} items: keys cannot be spread evenly over {LETTERS}"
    for item in test.items:
        options = {option.key for option in item.options}
        if len(options) != len(LETTERS) or len(item.options) != len(LETTERS):
            yield f"{item.key}: {len(LETTERS)} different options expected"
        if item.right not in options:
            yield f"{item.key}: {item.right} is no option"
        for words in (item.prompt, item.explanation):
            if set(words) != {"id", "en"}:
                yield f"{item.key}: words in id and en expected"


@cache
def form(name: str) -> tuple[PlacedItem, ...]:
    """Give a form: the same items, in its own order, with right options spread evenly over the letters.

    Raises
    ------
    UnknownName : neither A nor B.
    """
    if name not in FORMS:
        raise UnknownName(tr("Bentuk tes"), name, FORMS)
    chance = random.Random(FORMS[name])
    items = list(load_test().items)
    chance.shuffle(items)
    letters = list(range(len(LETTERS))) * (len(items) // len(LETTERS))
    chance.shuffle(letters)
    places = []
    for count, (item, letter) in enumerate(zip(items, letters, strict=True), 1):
        options = [option for option in item.options if option.key != item.right]
        chance.shuffle(options)
        options.insert(letter, next(option for option in item.options if option.key == item.right))
        places.append(PlacedItem(count, item, tuple(options)))
    return tuple(places)


def words(text: Words | Choice) -> str:
    """Give a sentence of the test in the screen language, with its figures computed by the library."""
    said = {"id": text.id, "en": text.en} if isinstance(text, Choice) else text
    return pick(said).format_map(figures())


def figures() -> dict[str, Any]:
    """Give every figure that the test quotes, written for the screen language."""
    return _figures(language())


@cache
def _figures(_language: str) -> dict[str, Any]:
    desk = Desk(world("tirtamulya"), Scenario.load("unit06"), Scenario.load("unit03"))
    skip, package = (desk.meeting(fill_rule=rule) for rule in ("skip", "best_package"))
    served = {row.paper.village for row in skip.chosen}
    planned, in_plan, in_year = PLAN
    notes, matched, fit = _recess(desk)
    first, *_ = gates = list(desk.gates.values())
    named = dict(zip(("awal", "renja", "rkpd", "ppas", "apbd"), gates, strict=True))
    renja = named["renja"]
    by_gate: dict[str, Any] = {
        key: {
            "n": number(gate.count),
            "juta": number(gate.rupiah / MILLION),
            "lolos": percent(gate.passed),
            "bagian": percent(gate.rupiah / first.rupiah),
            "bagian_n": percent(gate.count / first.count),
        }
        for key, gate in named.items()
    }
    by_gate["renja"]["tengah"] = percent((renja.passed + renja.passed_count) / 2)
    ceiling = int(desk.forum_scenario.value("kecamatan_ceiling_idr"))
    return by_gate | {
        "pagu": number(ceiling / MILLION),
        "urut": {"n": number(len(skip.chosen)), "desa": number(len(served))},
        "paket": {"n": number(len(package.chosen)), "juta": number(package.spent_idr / MILLION)},
        "konsistensi": {
            "n": number(planned),
            "ada": number(in_plan),
            "benar": percent(in_plan / planned, 0),
            "sisa": percent(1 - in_plan / planned, 0),
            "tahun": percent(in_year / planned, 0),
            "terbalik": percent(planned / in_plan, 0),
        },
        "reses": {
            "n": number(notes),
            "cocok": number(matched),
            "tak_layak": number(matched - fit),
            "benar": percent(fit / notes, 0),
            "lupa": percent(matched / notes, 0),
            "tambah": percent((2 * matched - fit) / notes, 0),
            "pembagi": percent(fit / matched, 0),
        },
        "apbdes": {
            "pendapatan": number(BUDGET[0]),
            "belanja": number(BUDGET[1]),
            "selisih": number(BUDGET[0] - BUDGET[1]),
        },
    }


def _recess(desk: Desk) -> tuple[int, int, int]:
    """Count recess notes, those with a partner among the proposals, and those whose partner is eligible."""
    partners = [str(partner) for partner in desk.world.tables["reses"]["matches"] if partner]
    eligible = {row.paper.id for row in desk.meeting().eligible}
    return (
        len(desk.world.tables["reses"]["id"]),
        len(partners),
        sum(partner in eligible for partner in partners),
    )


def score(answers: Mapping[str, str], test: Test | None = None) -> int:
    """Count the points of a learner's answers, by item key.

    Parameters
    ----------
    answers : key of the chosen option by key of the item; what is missing counts as wrong.
    """
    test = test or load_test()
    return test.points * sum(answers.get(item.key) == item.right for item in test.items)


def progress_of(
    name: str, learner: str | None = None, folder: Path | str | None = None
) -> Progress:
    """Open the learner's file of a form: each form has its own, so that two notebooks cannot cross."""
    form(name)
    return Progress(f"{TEST}{name}", learner, folder)
