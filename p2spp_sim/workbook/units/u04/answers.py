"""Unit 04: which recess notes have a partner, how eligible it is, and what schedule and list change in a kabupaten."""

from collections.abc import Mapping
from functools import cache, lru_cache

import msgspec

import p2spp_sim as p2
from p2spp_sim.alignment.scores import Scores, Support, scores, support
from p2spp_sim.base.era import THEN
from p2spp_sim.base.files import read_data
from p2spp_sim.base.formats import number, percent
from p2spp_sim.base.language import tr
from p2spp_sim.scenario.scenario import LeverValue, Scenario
from p2spp_sim.workbook.case.desk import DRAWS, KABUPATEN, Desk, MeetingOutcome, world
from p2spp_sim.workbook.exercises.answers import Answers, FactParts
from p2spp_sim.workbook.units.shared.proposals import eligible, of_proposal
from p2spp_sim.workbook.units.shared.sorted_things import places_of

answers = Answers()
answers.add(places_of("two_interests"))

NONE = "none"
# The sheet of another group in the exercise, where it differs from the key.
OTHER_SHEET = {"R03": "U08", "R04": "U07"}
ADVICE: Mapping[str, tuple[tuple[str, LeverValue], ...]] = {
    "biarkan": (),
    "jadwal": (("reses_timing", "before"),),
    "daftar": (("shared_list", True),),
    "keduanya": (("reses_timing", "before"), ("shared_list", True)),
    "dana": (("pokir_envelope", 0.034),),
}
ADVICE_TODAY: Mapping[
    str, tuple[tuple[str, LeverValue], ...]
] = {  # the calendar is the rule by now
    "biarkan": (),
    "mundur": (("reses_timing", "after"),),
    "daftar": (("shared_list", True),),
    "dana": (("pokir_envelope", 0.034),),
}


class Voice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A citizen's sentence and the proposal it means."""

    matches: str
    source: str


@cache
def voices() -> dict[str, Voice]:
    """Read the sentences of the exercise."""
    return read_data(dict[str, dict[str, Voice]], "datasets", "suara_warga.toml")["voice"]


def notes(desk: Desk) -> dict[str, str]:
    """Give the recess notes by id; none where the dataset has none."""
    if "reses" not in desk.world.tables:
        return {}
    table = desk.world.reses
    return {str(key): tr(str(what)) for key, what in zip(table["id"], table["what"], strict=True)}


def gold(desk: Desk) -> dict[str, str]:
    """Give the partner of each note that has one, as the dataset knows it."""
    table = desk.world.reses
    return {
        str(key): str(partner)
        for key, partner in zip(table["id"], table["matches"], strict=True)
        if partner
    }


def supported(desk: Desk) -> frozenset[str]:
    """Give the eligible proposals that a recess note supports."""
    return frozenset(gold(desk).values()) & eligible(desk)


def package(desk: Desk) -> MeetingOutcome:
    """Choose the best package of unit 03."""
    return desk.meeting(fill_rule="best_package")


@lru_cache(maxsize=4096)
def drawn(
    seed: int, replicate: int, levers: tuple[tuple[str, LeverValue], ...], book: str = THEN
) -> Support:
    """Run a year of the invented kabupaten under a rule book and count what its pokir support."""
    scenario = Scenario.load(book).change(**dict(levers))
    return support(p2.run_year(world(KABUPATEN), scenario, seed=seed, replicate=replicate))


def advice(desk: Desk) -> Mapping[str, tuple[tuple[str, LeverValue], ...]]:
    """Give what can be advised, as levers moved, by key."""
    return ADVICE if desk.book == THEN else ADVICE_TODAY


def _mean_matched(desk: Desk, key: str) -> float:
    levers = advice(desk)[key]
    runs = (drawn(desk.seed, number, levers, desk.book) for number in range(DRAWS))
    return sum(run.share_matched for run in runs) / DRAWS


@answers.add
def voices_to_proposals(desk: Desk) -> dict[str, str]:
    """Give the proposal that each citizen's sentence means, or none."""
    return {key: voice.matches or NONE for key, voice in voices().items()}


@answers.add
def kinds_of_notes(desk: Desk) -> dict[str, str]:
    """Tell which notes have an eligible partner, one that was sent back, or none."""
    kinds = {}
    for key in notes(desk):
        partner = gold(desk).get(key)
        kinds[key] = (
            "outside" if partner is None else "fits" if partner in eligible(desk) else "returned"
        )
    return kinds


@answers.add
def share_supported(desk: Desk) -> float:
    """Per cent of the eligible proposals that a recess note supports."""
    return 100 * len(supported(desk)) / len(eligible(desk))


@answers.add
def share_supported_any(desk: Desk) -> float:
    """Count the partner that was sent back too."""
    return 100 * len(gold(desk)) / len(eligible(desk))


@answers.add
def share_supported_of_notes(desk: Desk) -> float:
    """Divide by the notes."""
    return 100 * len(supported(desk)) / len(notes(desk))


@answers.add
def share_supported_of_all(desk: Desk) -> float:
    """Divide by all proposals, also those that were sent back."""
    return 100 * len(supported(desk)) / len(desk.papers)


def sheet(desk: Desk) -> Scores:
    """Score the sheet of the other group."""
    return scores({**gold(desk), **OTHER_SHEET}, gold(desk))


@answers.add
def precision_of_sheet(desk: Desk) -> float:
    """Per cent of the other group's pairs that are right."""
    return 100 * sheet(desk).precision


@answers.add
def recall_of_sheet(desk: Desk) -> float:
    """Per cent of the key's pairs that the other group found."""
    return 100 * sheet(desk).recall


@answers.add
def agreed_of_sheet(desk: Desk) -> float:
    """Count every note on which sheet and key agree, also those without a partner."""
    return 100 * (len(notes(desk)) - len(OTHER_SHEET)) / len(notes(desk))


@answers.add
def supported_of_package(desk: Desk) -> frozenset[str]:
    """List the proposals of the best package that a recess note supports."""
    return supported(desk) & {row.paper.id for row in package(desk).chosen}


@answers.add
def best_advice(desk: Desk) -> str:
    """Find the advice under which most pokir have a partner, on the same draws."""
    return max(advice(desk), key=lambda key: _mean_matched(desk, key))


@answers.named_fact
def of_note_or_proposal(desk: Desk, key: str) -> FactParts | None:
    """Give a recess note or a proposal by its id."""
    if key in notes(desk):
        return {"isi": notes(desk)[key], "pasangan": gold(desk).get(key, "–")}
    return of_proposal(desk, key)


@answers.fact
def selaras(desk: Desk) -> FactParts:
    """Give what recess notes and proposals have in common."""
    all_notes, pairs, good = len(notes(desk)), len(gold(desk)), len(supported(desk))
    chosen = package(desk).chosen
    return {
        "catatan": number(all_notes),
        "usulan": number(len(desk.papers)),
        "layak": number(len(eligible(desk))),
        "cocok": number(pairs),
        "cocok_layak": number(good),
        "luar": number(all_notes - pairs),
        "bagian_cocok": percent(pairs / all_notes),
        "bagian_cocok_layak": percent(good / all_notes),
        "bagian_dukung": percent(share_supported(desk) / 100),
        "didukung": ", ".join(sorted(supported(desk))),
        "paket": ", ".join(sorted(row.paper.id for row in chosen)),
        "paket_banyak": number(len(chosen)),
        "paket_didukung": ", ".join(sorted(supported_of_package(desk))),
        "paket_didukung_banyak": number(len(supported_of_package(desk))),
    }


@answers.fact
def lembar(desk: Desk) -> FactParts:
    """Give how the other group's sheet agrees with the key."""
    result = sheet(desk)
    return {
        "diberi": number(len(result.right) + len(result.wrong)),
        "tepat": number(len(result.right)),
        "keliru": ", ".join(f"{a} – {b}" for a, b in result.wrong),
        "kunci": number(len(gold(desk))),
        "ketepatan": percent(result.precision),
        "kelengkapan": percent(result.recall),
    }


@answers.fact
def undian(desk: Desk) -> FactParts:
    """Give the share of pokir with a partner under each piece of advice, as the library draws it."""
    return {key: percent(_mean_matched(desk, key), 0) for key in advice(desk)}
