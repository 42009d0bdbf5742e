"""What heads a picture says what is seen: it follows the numbers, ties and nothing included."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from p2spp_sim.base.language import labels_of
from p2spp_sim.results.indicators import SASARAN
from p2spp_sim.village_plan.regimes import checks
from p2spp_sim.workbook.pictures import Handover, LaneCard
from p2spp_sim.workbook.units.shared.paired import PairedMeasure, most_moved
from p2spp_sim.workbook.units.u01 import boards as u01
from p2spp_sim.workbook.units.u02 import instrument_board as u02
from p2spp_sim.workbook.units.u04 import boards as u04
from p2spp_sim.workbook.units.u05 import boards as u05
from p2spp_sim.workbook.units.u05 import years_board
from p2spp_sim.workbook.units.u05.years_board import Lived
from p2spp_sim.workbook.units.u07 import budget_board as u07
from p2spp_sim.workbook.units.u07.answers import CHECKS
from p2spp_sim.workbook.units.u10 import actions_board, lamp_boards
from p2spp_sim.workbook.units.u10.dashboard import SasaranStanding
from p2spp_sim.workbook.units.u10.years import WATCHED, Change
from p2spp_sim.workbook.units.u11 import game_boards, pictures
from p2spp_sim.workbook.units.u11.game import game

CARD = LaneCard("a", "A", "political", 1)
TURNED = Handover("a", "b", True, "B datang sesudah A")
LAMP_NAMES = labels_of(checks())
NOBODY = dict.fromkeys(game().group, 0)
ALL_LOW = dict.fromkeys(SASARAN, 0.2)
STILL = {key: Change(0.0, -0.01, 0.01) for key in WATCHED}
EVEN = np.full(20, 0.5)


def measure(*moved: float, share: bool = True, name: str = "M") -> PairedMeasure:
    """Give a measure of 20 draws that moved by these points in turn."""
    return PairedMeasure(name, EVEN, EVEN + np.resize(np.array(moved), 20) / 100, share)


def plan(count: float, money: float) -> Any:
    return SimpleNamespace(granted={"U1": 1}, shares={"jumlah": count, "nilai": money})


def trust(last: float, then: float = 0.4) -> list[Lived]:
    return [Lived(np.array([0.4, end]), EVEN, EVEN) for end in (last, then)]


def stood(**now: float) -> dict[str, SasaranStanding]:
    return {code: SasaranStanding(0.2, value, 0.8) for code, value in now.items()}


SAID: list[tuple[Callable[..., str], tuple[Any, ...], str]] = [
    (u01.seen_in_year, ([], []), "Belum ada kartu di kalender"),
    (u01.seen_in_year, ([CARD], [Handover("a", "b")]), "1 kartu di kalender, tidak ada"),
    (u01.seen_in_year, ([CARD], [TURNED]), "Satu sambungan terbalik: B datang sesudah A"),
    (u01.seen_in_year, ([CARD], [TURNED, TURNED]), "2 sambungan terbalik, di antaranya"),
    (u01.seen_in_timing, ({"Nanti": 0.1, "Dulu": 0.4},), "Dulu: 40% pokir berpasangan; Nanti: 10%"),
    (u01.seen_in_timing, ({"Nanti": 0.401, "Dulu": 0.4},), "Waktu reses tidak mengubahnya: 40%"),
    (u02.seen_in, ({"a": 1.0, "b": 0.5, "c": 0.5},), "Dari 3 butir yang dinilai: 1 ada, 2 seb"),
    (most_moved, ([measure(0)],), "Tidak ada ukuran yang bergerak"),
    (most_moved, ([measure(2, 3), measure(-5, -6, name="N")],), "N paling bergerak: −5,5 poin"),
    (most_moved, ([measure(1, 2), measure(-30, 20, name="N")],), "M paling bergerak: +1,5 poin"),
    (most_moved, ([measure(-30, 20)],), "M paling bergerak: −5,0 poin, belum dapat dibedakan"),
    (most_moved, ([measure(1, 2), measure(99, share=False)],), "M paling"),
    (u04.seen_arriving, (measure(0, share=False),), "Usulan warga yang sampai di APBD tetap"),
    (u04.seen_arriving, (measure(100, 300, share=False),), "Setahun 2,0 usulan warga lebih banyak"),
    (u04.seen_arriving, (measure(-100, share=False),), "Setahun 1,0 usulan warga lebih sedikit"),
    (u04.seen_arriving, (measure(900, -500, share=False),), "Setahun 2,0 usulan warga lebih ban"),
    (u05.seen_in_shares, (SimpleNamespace(granted={}),), "Belum ada usulan warga"),
    (u05.seen_in_shares, (plan(0.6, 0.4),), "60,0% usulan masuk Renja, tetapi hanya 40,0%"),
    (u05.seen_in_shares, (plan(0.4, 0.6),), "Baru 40,0% usulan masuk Renja, tetapi sudah 60,0%"),
    (u05.seen_in_shares, (plan(1.0, 1.0),), "100,0% usulan dan 100,0% dari uang"),
    (u05.seen_in_ceilings, ({"A": 0, "B": 5_000_000},), "Tidak ada dinas di atas pagunya; bersama"),
    (u05.seen_in_ceilings, ({"A": -1_000_000, "B": 5_000_000},), "A di atas pagunya: lebih Rp 1 "),
    (u05.seen_in_ceilings, ({"A": -1_000_000, "B": -2_000_000},), "2 dinas di atas pagunya, bers"),
    (years_board.seen_in_years, (*trust(0.4),), "Belum ada yang berubah"),
    (
        years_board.seen_in_years,
        (*trust(0.5),),
        "Kepercayaan warga pada tahun ke-8 50,0%, 10,0 poin",
    ),
    (
        years_board.seen_in_years,
        (*trust(0.35),),
        "Kepercayaan warga pada tahun ke-8 35,0%, 5,0 poin",
    ),
    (years_board.seen_in_years, (*trust(0.4001),), "Kepercayaan warga pada tahun ke-8 40,0%, sama"),
    (u07.seen_in, (dict.fromkeys(CHECKS, 1.0), LAMP_NAMES), "Semua 6 lampu hijau"),
    (u07.seen_in, (dict.fromkeys(CHECKS, 0.9), LAMP_NAMES), "Belum satu pun dari 6 lampu hijau"),
    (
        u07.seen_in,
        ({**dict.fromkeys(CHECKS, 1.0), CHECKS[0]: 0.9}, LAMP_NAMES),
        "5 dari 6 lampu hijau; belum: Seimbang",
    ),
    (
        lamp_boards.seen_in_lamps,
        (stood(S1=0.8, S2=0.3, S3=0.3),),
        "1 hijau, 0 kuning, 2 merah; pal",
    ),
    (
        lamp_boards.seen_on_way,
        (stood(S1=0.8, S2=0.3),),
        "Jarak ke sasaran paling jauh pada S2: 50,0",
    ),
    (lamp_boards.seen_on_way, (stood(S1=0.8, S2=0.9),), "Tidak ada sasaran yang masih jauh"),
    (lamp_boards.seen_in_trend, ("S1", {"a": [0.2, 0.5]}), "S1, a: dari 20,0% menjadi 50,0%"),
    (
        lamp_boards.seen_in_trend,
        ("S1", {"a": [0.5], "b": [0.2]}),
        "S1 pada tahun ke-3: a 50,0%, b 20",
    ),
    (actions_board.seen_in, (STILL, 2), "2 tindakan (kini): tidak ada sasaran"),
    (
        actions_board.seen_in,
        (STILL | {"S2": Change(0.1, 0.05, 0.15), "S3": Change(0.2, -0.1, 0.5)}, 1),
        f"1 tindakan (kini) paling menaikkan {SASARAN['S2']}",
    ),
    (pictures.seen_in_points, (NOBODY, 12), "Belum ada koin upaya yang dibagi: 12 koin"),
    (pictures.seen_in_points, (dict.fromkeys(NOBODY, 2), 12), "12 dari 12 koin upaya dibagi sama"),
    (
        pictures.seen_in_points,
        (NOBODY | {"bappeda": 3}, 12),
        "3 dari 12 koin upaya dibagi; terbanyak",
    ),
    (pictures.seen_in_sasaran, (ALL_LOW, ALL_LOW, 1), "Sesudah tahun ke-1 tidak satu pun dari 8"),
    (
        pictures.seen_in_sasaran,
        (ALL_LOW, ALL_LOW | {"S1": 0.3, "S2": 0.1, "S3": 0.201}, 2),
        "Sesudah tahun ke-2: 1 dari 8 sasaran naik, 1 turun",
    ),
    (pictures.seen_in_years, ({"A": [0.2]},), "Tahun ke-1 sudah tercatat"),
    (pictures.seen_in_years, ({"A": [0.2, 0.2], "B": [None, None]},), "Selama 2 tahun tidak ada"),
    (
        pictures.seen_in_years,
        ({"A": [0.2, 0.3], "B": [0.9, 0.1]},),
        "B paling berubah dalam 2 tahun",
    ),
    (pictures.seen_on_map, (0, 64, 2, 5), "semua 64 desa mendapat pekerjaan lebih dari 2 kali"),
    (pictures.seen_on_map, (9, 64, 2, 5), "9 dari 64 desa mendapat pekerjaan paling banyak 2 kali"),
    (pictures.seen_on_map, (9, 64, 0, 1), "9 dari 64 desa tidak mendapat pekerjaan"),
    (game_boards.seen_in, ({"Tanpa": [0.2]},), "Tanpa saja: belum ada putaran"),
    (
        game_boards.seen_in,
        ({"Tanpa": [0.2, 0.2], "P1": [0.3, 0.201]},),
        "P1: 1 dari 2 ukuran keing",
    ),
]


@pytest.mark.parametrize(("say", "given", "wanted"), SAID)
def test_a_title_says_what_its_numbers_say(
    say: Callable[..., str], given: tuple[Any, ...], wanted: str
) -> None:
    assert say(*given).startswith(wanted)


@pytest.mark.parametrize(
    ("courses", "wanted"),
    [
        (
            {"P1": [0.2, 0.5, 0.6], "Tanpa": [0.2, 0.3]},
            "ke-2: tertinggi P1, 50%; terendah Tanpa, 30%",
        ),
        ({"P1": [0.3], "P2": [0.301], "Tanpa": [0.1]}, "tertinggi P1 dan P2, 30%"),
        ({"P1": [0.3], "Tanpa": [0.3]}, "ke-1: P1 dan Tanpa 30%"),
        ({"P1": [float("nan")]}, "belum ada angka"),
    ],
)
def test_courses_are_compared_in_the_last_year_that_all_have(
    courses: Mapping[str, list[float]], wanted: str
) -> None:
    said = pictures.seen_in_courses("trust", {k: np.array(v) for k, v in courses.items()})
    assert wanted in said
