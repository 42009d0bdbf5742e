"""Unit 10: how much of the way to each target is behind, what lamps say, which three actions fit the time."""

from functools import partial
from itertools import pairwise, product

from p2spp_sim.base.formats import number, percent
from p2spp_sim.results.indicators import SASARAN
from p2spp_sim.workbook.case.desk import Desk
from p2spp_sim.workbook.exercises.answers import Answers, Asked, FactParts, by_kind
from p2spp_sim.workbook.units.shared.sorted_things import places_of
from p2spp_sim.workbook.units.u10.dashboard import (
    SasaranStanding,
    board,
    data,
    later,
    sample,
    standings,
)
from p2spp_sim.workbook.units.u10.follow_up_plan import missing, sample_rows
from p2spp_sim.workbook.units.u10.years import ARRIVED, Change, change

answers = Answers()
answers.add(places_of("agreement"))

WORST = 3  # how many sasaran the three actions are for
TREND = "selaras"  # the programme whose three years are read in an exercise
STILL = 0.005  # a share that moves less than this stands still
RED_GREEN = ("S7", "S6")


@answers.add
def attained_later(desk: Desk) -> dict[str, float]:
    """Per cent of the way from start to target that lies behind, by sasaran."""
    return {code: 100 * row.attained for code, row in later().items()}


@answers.add
def part_of_target(desk: Desk) -> dict[str, float]:
    """Divide the value now by the target and forget the start."""
    return {code: 100 * row.now / row.target for code, row in later().items()}


@answers.add
def points_gained(desk: Desk) -> dict[str, float]:
    """Count the points gained, without the way there was to go."""
    return {code: 100 * (row.now - row.start) for code, row in later().items()}


def mean_attained_later(desk: Desk) -> float:
    """Per cent: mean of the eight attainments."""
    return 100 * _mean([row.attained for row in later().values()])


def mean_attained(desk: Desk) -> float:
    """Take the mean that the board shows, before anything moved."""
    return 100 * _mean([row.attained for row in sample().values()])


@answers.add
def sentence_with_one_number(desk: Desk) -> str:
    """Say what goes with the mean: its parts, where they differ in their lamps."""
    return "dengan_bagian" if len({row.lamp for row in later().values()}) > 1 else "satu_lampu"


@answers.add
def lamps_later(desk: Desk) -> dict[str, str]:
    """Give the lamp of each sasaran."""
    return {code: row.lamp for code, row in later().items()}


@answers.add
def meaning_of_green_and_red(desk: Desk) -> str:
    """Say what two lamps tell together: whether lists met, and whether money followed."""
    lists, money = (sample()[code].lamp for code in RED_GREEN)
    words = {
        (True, True): "bertemu_dan_dibayar",
        (True, False): "bertemu_tanpa_uang",
        (False, True): "uang_tanpa_daftar",
        (False, False): "belum_keduanya",
    }
    return words[lists == "green", money == "green"]


@answers.add
def courses_of_programme(desk: Desk) -> dict[str, str]:
    """Tell how each sasaran goes over the three years of a programme in Wanasari."""
    years = board(desk, TREND).years
    return {code: _course(values) for code, values in years.items()}


@answers.add
def most_for_villagers(desk: Desk) -> str:
    """Find the action that brings most proposals of the kecamatan into the APBD, of those that need no council."""
    ours = [key for key, action in data().action.items() if not action.council]
    return max(ours, key=lambda key: change(desk.seed, key)[ARRIVED].mean)


@answers.add
def three_actions(desk: Desk) -> frozenset[str]:
    """Choose an action for each of the three worst sasaran that the draws see rise, within the days there are.

    The fewest days are chosen; of as many days, those that raise their sasaran most.
    """
    codes, fitting = worst(sample()), list[tuple[int, float, frozenset[str]]]()
    for combination in product(*(raising(desk, code) for code in codes)):
        chosen = frozenset(combination)
        if len(chosen) == WORST and days(chosen) <= data().time.days:
            rises = zip(combination, codes, strict=True)
            rise = sum(change(desk.seed, key)[code].mean for key, code in rises)
            fitting.append((days(chosen), -rise, chosen))
    return min(fitting, default=(0, 0.0, frozenset[str]()))[-1]


@answers.add
def missing_in_rows(desk: Desk) -> dict[str, str]:
    """Tell what each row of a follow-up plan lacks, as the board's own check finds it."""
    return {key: ", ".join(missing(row, start)) for key, (row, start) in sample_rows().items()}


def worst(rows: dict[str, SasaranStanding]) -> list[str]:
    """Give the sasaran with the smallest part of the way behind, the smallest first."""
    return sorted(rows, key=lambda code: rows[code].attained)[:WORST]


def raising(desk: Desk, code: str) -> list[str]:
    """Give the actions under which a sasaran rises beyond chance."""
    return [key for key in data().action if change(desk.seed, key)[code].moves > 0]


def days(actions: frozenset[str]) -> int:
    """Add up the working days of some actions."""
    return sum(data().action[key].days for key in actions)


def _mean(values: list[float]) -> float:
    return sum(values) / len(values)


def _course(values: tuple[float, ...]) -> str:
    first, *_, last = values
    steps = [b - a for a, b in pairwise(values)]
    if all(abs(step) < STILL for step in steps):
        return "tetap"
    if all(step > -STILL for step in steps) and last - first >= STILL:
        return "naik"
    if steps[0] >= STILL > steps[-1]:
        return "naik_turun"
    return "turun"


@answers.fact
def papan(desk: Desk) -> FactParts:
    """Give what sentences say of the sample as a whole."""
    rows = sample()
    lamps = {code: row.lamp for code, row in rows.items()}
    return {
        "rata": percent(mean_attained(desk) / 100),
        "rata_nanti": percent(mean_attained_later(desk) / 100),
        "hijau": ", ".join(code for code, lamp in lamps.items() if lamp == "green"),
        "kuning": ", ".join(code for code, lamp in lamps.items() if lamp == "yellow"),
        "merah": ", ".join(code for code, lamp in lamps.items() if lamp == "red"),
        "terburuk": ", ".join(worst(rows)),
        "batas_hijau": percent(data().lamp.green, 0),
        "batas_kuning": percent(data().lamp.yellow, 0),
        "hari": number(data().time.days),
        "banyak": number(len(rows)),
    }


@answers.fact
def terpilih(desk: Desk) -> FactParts:
    """Give the days of the three actions, and what becomes of the third worst sasaran when they meet."""
    chosen = three_actions(desk)
    joint = change(desk.seed, *sorted(chosen))
    return {"hari": number(days(chosen)), "S4": points(joint["S4"]), "warga": works(joint[ARRIVED])}


def of_standing(desk: Desk, name: str) -> FactParts | None:
    """Give a sasaran of the sample, as in `{contoh_S6[kini]}`."""
    return _facts_of(sample().get(name))


def of_standing_later(desk: Desk, name: str) -> FactParts | None:
    """Give a sasaran of the sample three months on, as in `{nanti_S6[kini]}`."""
    return _facts_of(later().get(name))


def _facts_of(row: SasaranStanding | None) -> FactParts | None:
    if row is None:
        return None
    return {
        "awal": percent(row.start),
        "kini": percent(row.now),
        "sasaran": percent(row.target),
        "capaian": percent(row.attained),
        "naik": number(100 * (row.now - row.start), 1),
        "jalan": number(100 * (row.target - row.start), 1),
        "dari_sasaran": percent(row.now / row.target),
    }


def of_action(desk: Desk, name: str) -> FactParts | None:
    """Give what an action costs and does, as in `{aksi_pagu[S4]}`; changes in points, `warga` in proposals."""
    if name not in data().action:
        return None

    def effect(what: str) -> Change:
        return change(desk.seed, name)[what]

    changes = {code: partial(lambda what: points(effect(what)), code) for code in SASARAN}
    return Asked(
        {
            "hari": lambda: number(data().action[name].days),
            "warga": lambda: works(effect(ARRIVED)),
            **changes,
        }
    )


def of_three_years(desk: Desk, code: str) -> FactParts | None:
    """Give three years of a sasaran under the programme of the exercise, as in `{tren_S4[satu]}`."""
    if code not in SASARAN:
        return None
    return dict(
        zip(("satu", "dua", "tiga"), map(percent, board(desk, TREND).years[code]), strict=True)
    )


def points(effect: Change) -> str:
    """Write a change in points of a hundred, with its sign."""
    return _signed(100 * effect.mean)


def works(effect: Change) -> str:
    """Write a change in proposals, with its sign."""
    return _signed(effect.mean)


def _signed(value: float) -> str:
    shown = round(value, 1)
    return f"{'+' if shown > 0 else '−' if shown else '±'}{number(abs(shown), 1)}"


answers.named_fact(
    by_kind(contoh=of_standing, nanti=of_standing_later, aksi=of_action, tren=of_three_years)
)

__all__ = ["WORST", "days", "points", "raising", "standings", "works", "worst"]
