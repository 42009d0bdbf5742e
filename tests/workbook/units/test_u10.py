"""Unit 10: attainment as worked out by hand, lamps that answer, actions that move what is said, a checked plan."""

from __future__ import annotations

import csv
import re
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

import p2spp_sim as p2
from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.files import data_path
from p2spp_sim.base.language import set_language
from p2spp_sim.results import indicators
from p2spp_sim.results.indicators import SASARAN, definitions, reached
from p2spp_sim.scenario.levers import declared
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.workbook.case.desk import world
from p2spp_sim.workbook.case.sasaran import targets
from p2spp_sim.workbook.core.board import Board
from p2spp_sim.workbook.core.unit import Unit
from p2spp_sim.workbook.units.u10.answers import (
    attained_later,
    days,
    mean_attained,
    mean_attained_later,
    most_for_villagers,
    raising,
    three_actions,
    worst,
)
from p2spp_sim.workbook.units.u10.dashboard import (
    OWN,
    SAMPLE,
    board,
    data,
    sample,
    standings,
)
from p2spp_sim.workbook.units.u10.figures_control import Figures
from p2spp_sim.workbook.units.u10.follow_up_plan import (
    PARTS,
    PlanRow,
    free_day,
    identifying,
    missing,
    read_row,
    sample_rows,
    window,
)
from p2spp_sim.workbook.units.u10.rktl_board import MOST, FollowUpPlan, plan_frame
from p2spp_sim.workbook.units.u10.words import (
    DRESSED,
    EVIDENCE,
    source_labels,
)
from p2spp_sim.workbook.units.u10.years import ARRIVED, change, levers_of, meant
from tests.workbook.conftest import Opener

# Worked out by hand in the curriculum (domain/curriculum.md, NB10), in per cent.
BY_HAND = {
    "S1": 84.6,
    "S2": 55.6,
    "S3": 50.0,
    "S4": 45.5,
    "S5": 60.0,
    "S6": 22.4,
    "S7": 83.3,
    "S8": 33.3,
}
START = date(2011, 1, 3)
WHOLE = PlanRow(
    "Setrawan kecamatan menyerahkan daftar usulan kepada Sekretariat DPRD",
    "Tanda terima daftar",
    date(2011, 2, 1),
    "setrawan_kecamatan",
    "S7",
)


def board_of(unit: Unit, name: str) -> Board:
    made = unit.board(name)
    assert isinstance(made, Board)
    return made


def figures_of(unit: Unit) -> Figures:
    control = board_of(unit, "papan")["angka"]
    assert isinstance(control, Figures)
    return control


def plan_of(unit: Unit) -> FollowUpPlan:
    control = board_of(unit, "rktl")["rktl"]
    assert isinstance(control, FollowUpPlan)
    return control


def test_attainment_lamps_and_mean_are_those_of_the_curriculum(opened: Opener) -> None:
    rows = sample()
    assert {code: round(100 * row.attained, 1) for code, row in rows.items()} == BY_HAND
    assert round(mean_attained(opened("10").desk), 1) == 54.3
    by_lamp = {
        lamp: [code for code in SASARAN if rows[code].lamp == lamp]
        for lamp in ("green", "yellow", "red")
    }
    assert by_lamp == {
        "green": ["S1", "S7"],
        "yellow": ["S2", "S3", "S5"],
        "red": ["S4", "S6", "S8"],
    }
    assert worst(sample()) == ["S6", "S8", "S4"]


def test_exercises_ask_for_figures_that_the_board_does_not_show(opened: Opener) -> None:
    """By hand: 21/33, 44.4/55.6 and 10/25 three months on, the other five as they were."""
    unit = opened("10")
    later = attained_later(unit.desk)
    moved = BY_HAND | {"S4": 63.6, "S5": 80.0, "S6": 40.0}
    assert {code: round(value, 1) for code, value in later.items()} == moved
    assert round(mean_attained_later(unit.desk), 1) == 61.3
    shown = board_of(unit, "papan").answered.text
    assert "54,3%" in shown and "61,3%" not in shown


def test_the_formula_is_the_one_of_the_library(tmp_path: Path) -> None:
    """`reached` for typed figures agrees with `indicators.attainment` for the same targets."""
    chance = np.random.default_rng(3)
    start, now, target = chance.uniform(0, 1, (3, 8))
    rows = [
        f'[{code}]\nlabel = {{ id = "x", en = "x" }}\nkind = "regulation"\ntarget = {aim}\n'
        for code, aim in zip(SASARAN, target, strict=True)
    ]
    path = tmp_path / "indicators.toml"
    path.write_text("\n".join(rows), encoding="utf-8")
    before = pd.DataFrame({"key": SASARAN, "label": SASARAN, "count": start})
    later = pd.DataFrame({"key": SASARAN, "label": SASARAN, "count": now})
    attained = indicators.attainment(later, before, path)["attained"]
    assert np.allclose(attained, [reached(*row) for row in zip(start, now, target, strict=True)])
    assert np.isnan(reached(0.3, 0.4, 0.3)), "no way to go"


def test_targets_are_those_of_the_definitions_and_only_the_rest_is_the_units(
    opened: Opener,
) -> None:
    for code, aim in targets().items():
        defined = definitions()[code].target
        assert aim == (defined if defined is not None else data().target[code])
    for source in data().programme:
        for code, row in standings(opened("10").desk, source).items():
            assert row.start < row.target, (source, code)


def test_declared_names_exist() -> None:
    levers = declared()
    for entry in (*data().programme.values(), *data().action.values()):
        assert set(entry.values) <= set(levers)
    assert set(data().sample) == set(data().owner) == set(SASARAN) == set(EVIDENCE) == set(DRESSED)
    assert {key for keys in data().owner.values() for key in keys} <= set(data().position)
    assert all("rekaan" in row.source for row in data().sample.values())
    assert {aim for action in data().action.values() for aim in action.aims} <= set(SASARAN)


def test_the_dashboard_answers_to_source_target_and_typing(opened: Opener) -> None:
    unit = opened("10")
    shown, figures = board_of(unit, "papan"), figures_of(unit)
    assert "■ merah: S4, S6, S8" in shown.answered.text and "S6 (22,4%)" in shown.answered.text
    assert "54,3%" in shown.answered.text and "S8 (40,0 poin)" in shown.answered.text
    figures.boxes["S6", "sasaran"].value = "21"
    assert "● hijau: S1, S6, S7" in shown.answered.text, "a low target makes a green lamp cheap"
    texts = {shown.answered.text}
    for source in data().programme:
        figures.source.value = source
        assert figures.boxes["S1", "awal"].disabled and not figures.boxes["S1", "sasaran"].disabled
        texts.add(shown.answered.text)
    assert len(texts) == 1 + len(data().programme)
    figures.source.value = SAMPLE
    assert figures.boxes["S6", "sasaran"].value == "21,0", "what was typed stays with its source"


def test_own_figures_are_read_told_and_restored(opened: Opener) -> None:
    unit = opened("10")
    figures = figures_of(unit)
    figures.source.value = OWN
    assert not figures.rows and not board_of(unit, "papan").answered.pictures[0].svg
    for part, text in (("awal", "20"), ("kini", "35,5"), ("sasaran", "60")):
        figures.boxes["S4", part].value = text
    assert figures.rows["S4"].attained == pytest.approx((35.5 - 20) / 40)
    for wrong, why in (
        ("120", "di luar batas"),
        ("-3", "di luar batas"),
        ("banyak", "bukan angka"),
    ):
        figures.boxes["S5", "awal"].value = wrong
        assert (
            f"“{wrong}” {why}" in figures.lamps["S5"].value
            and "bertanda !" in figures.message.value
        )
        assert "p2-bad" in figures.boxes["S5", "awal"]._dom_classes
    figures.boxes["S5", "awal"].value = ""
    assert "p2-bad" not in figures.boxes["S5", "awal"]._dom_classes
    figures.boxes["S4", "sasaran"].value = "10"
    assert "Sasaran harus di atas nilai awal" in figures.lamps["S4"].value
    assert not board_of(unit, "papan").answered.pictures[0].svg, (
        "a row without a way to go is not drawn"
    )
    again = figures_of(opened("10"))
    assert again.source.value == OWN and again.boxes["S4", "kini"].value == "35,5"


@pytest.mark.parametrize(
    "saved",
    [
        None,
        [],
        {"sumber": "contoh"},
        {"sumber": "bulan", "diketik": {}},
        {"sumber": "contoh", "diketik": {"x": {}}},
    ]
    + [{"sumber": OWN, "diketik": {OWN: {"S1": {"awal": bad}}}} for bad in (101, "20", True, None)]
    + [
        {"sumber": OWN, "diketik": {OWN: {"S9": {"awal": 1}}}},
        {"sumber": OWN, "diketik": {OWN: 3}},
    ],
)
def test_a_saved_board_that_does_not_fit_is_refused_whole(opened: Opener, saved: object) -> None:
    figures = figures_of(opened("10"))
    before = figures.value
    with pytest.raises(P2sppError):
        figures.value = saved  # type: ignore[assignment]
    assert figures.value == before


def test_without_a_programme_stocks_stand_still_and_flows_do_not(opened: Opener) -> None:
    """What the text says: lamps can change though nobody did anything."""
    years = board(opened("10").desk, "tanpa").years
    assert all(max(years[code]) == min(years[code]) for code in ("S1", "S2", "S3", "S8"))
    assert all(max(years[code]) > min(years[code]) for code in ("S4", "S6", "S7"))


def test_programmes_start_where_the_years_without_one_start(opened: Opener) -> None:
    desk = opened("10").desk
    first = {code: values[0] for code, values in board(desk, "tanpa").years.items()}
    for programme in data().programme:
        assert {code: values[0] for code, values in board(desk, programme).years.items()} == first
    full = standings(desk, "lengkap")
    assert full["S7"].lamp == "green" and full["S1"].lamp == "red"


def test_the_owner_board_names_owner_evidence_trend_and_levers(opened: Opener) -> None:
    shown = board_of(opened("10"), "pemilik")
    texts = set()
    for code in SASARAN:
        shown["sasaran"].value = code
        texts.add(shown.answered.text)
    assert len(texts) == len(SASARAN) and all("Penanggung jawab: " in text for text in texts)
    shown["sasaran"].value = "S7"
    for programme in data().programme:
        shown["program"].value = programme
        assert "…" not in shown.answered.pictures[0].svg, (
            "the name and value at the end of a line are cut"
        )
    assert not shown.answered.tables
    shown["tuas"].value = True
    (table,) = shown.answered.tables
    directions = {row[0]: row[2] for row in table.rows}
    labels = {
        declared()[key].label["id"]: key
        for key in ("reses_timing", "shared_list", "pokir_match_share")
    }
    assert all(directions[label] == "▲ naik" for label in labels)
    assert {lever.label["id"] for lever in levers_of("S7")} == set(directions)


def test_the_ceiling_of_the_kecamatan_helps_villagers_and_crowds_the_rest_of_the_list(
    opened: Opener,
) -> None:
    effects = change(opened("10").desk.seed, "pik")
    assert effects["S4"].moves == -1 and effects[ARRIVED].moves == 1


def test_a_coded_list_brightens_s7_more_than_it_helps_villagers(opened: Opener) -> None:
    desk = opened("10").desk
    coded, ceiling = change(desk.seed, "daftar"), change(desk.seed, "pik")
    assert coded["S7"].low > 0.2 and coded[ARRIVED].high < ceiling[ARRIVED].low
    assert ceiling["S4"].high < 0 and most_for_villagers(desk) == "pik", "a lamp may fall meanwhile"


def test_what_reaches_the_budget_is_counted_not_shared() -> None:
    """Posted ceilings make villages ask for less: the share leaps, the number does not rise."""
    assert change(7, "pagu")[ARRIVED].mean < change(7, "pik")[ARRIVED].low
    base = Scenario.load("2010")
    for levers in ({}, {"publish_ceilings": True}):
        run = p2.run_year(world("wanasari"), base.change(**levers), seed=7)
        key = list(definitions()).index("accepted")
        asked = indicators.counted(run, "accepted") / indicators.values(run)[key, 0]
        assert asked == pytest.approx(round(asked)), (
            "the number is the share times what was asked for"
        )


def test_three_actions_are_the_only_ones_that_fit(opened: Opener) -> None:
    desk = opened("10").desk
    chosen = three_actions(desk)
    assert len(chosen) == 3 and days(chosen) <= data().time.days
    offered = {option.key for option in opened("10").bank.question("10-7").options}
    by_code = [offered & set(raising(desk, code)) for code in worst(sample())]
    every = [{a, b, c} for a in by_code[0] for b in by_code[1] for c in by_code[2]]
    fitting = [
        three for three in every if len(three) == 3 and days(frozenset(three)) <= data().time.days
    ]
    assert fitting == [set(chosen)] and len(every) > 1


def test_the_action_board_counts_days_and_says_what_moves(opened: Opener) -> None:
    unit = opened("10")
    shown = board_of(unit, "tindakan")
    assert "dihitung di Wanasari, kabupaten lain" in shown.answered.text, (
        "the sample is of another kabupaten"
    )
    assert re.search(r"S6 \d\d,\d%", shown.answered.text) and not shown.answered.pictures[0].svg
    shown["tindakan"].value = ["kalender", "pagu", "pik"]
    answered = shown.answered
    assert (
        "S8 terlihat naik oleh: belum ada" in answered.text
        and "12 hari kerja" in answered.pictures[0].table.caption
    )
    rows = {row[0]: row for row in answered.tables[0].rows}
    assert not rows[data().action["pik"].label["id"]][5].endswith("?")
    assert (
        "S4 −" in rows[data().action["pik"].label["id"]][4]
        and "S6 +" in rows[data().action["kalender"].label["id"]][3]
    )
    with pytest.raises(P2sppError):
        shown["tindakan"].value = list(data().action)
    figures_of(unit).source.value = OWN
    assert "belum berisi angka" in shown.answered.text


def test_declared_and_found_directions_can_differ() -> None:
    (pokir,) = [lever for lever in levers_of("S6") if lever.key == "pokir_envelope"]
    assert meant(pokir, "S6") == -1
    assert {meant(lever, "S6") for lever in levers_of("S6")} == {0, -1, 1}


def test_each_row_of_the_exercise_lacks_one_thing_in_both_languages() -> None:
    for language in ("id", "en"):
        set_language(language)
        lacking = [missing(row, start) for row, start in sample_rows().values()]
        assert sorted(lacking) == sorted((part,) for part in PARTS), language
    set_language("id")


def test_a_whole_row_lacks_nothing_and_each_part_is_missed() -> None:
    assert missing(WHOLE, START) == () and not identifying(WHOLE)
    for what in ("Sekda menerbitkan surat edaran", "Bupati menetapkan pagu kecamatan"):
        assert missing(PlanRow(what, *_rest(WHOLE)), START) == ()
    changed = {
        "subject": PlanRow("Menyerahkan daftar", *_rest(WHOLE)),
        "verb": PlanRow("Setrawan dan SKPD lebih kompak", *_rest(WHOLE)),
        "evidence": PlanRow(WHOLE.what, "berjalan baik", *_rest(WHOLE)[1:]),
        "date": PlanRow(WHOLE.what, WHOLE.evidence, date(2011, 4, 4), *_rest(WHOLE)[2:]),
        "position": PlanRow(WHOLE.what, WHOLE.evidence, WHOLE.until, "pak_budi", WHOLE.code),
    }
    for part, row in changed.items():
        assert missing(row, START) == (part,)
    assert missing(WHOLE, None) == ("date",) and missing(WHOLE, date(2011, 2, 2)) == ("date",)
    assert read_row(WHOLE.saved()) == WHOLE


def _rest(row: PlanRow) -> tuple[str, date | None, str, str]:
    return row.evidence, row.until, row.position, row.code


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Setrawan mengundang Bu Siti Aminah membahas kalender", ["Siti Aminah"]),
        ("Setrawan mengundang Bu Ratmi membahas kalender", []),
        ("Setrawan menelepon 0812-3456-7890", ["0812-3456-7890"]),
        ("Setrawan mengundang Pak Camat membahas kalender", []),
        ("Bu Kades menempel pagu", []),
    ],
)
def test_names_and_numbers_of_people_are_seen_and_titles_are_not(
    text: str, expected: list[str]
) -> None:
    assert identifying(PlanRow(what=text)) == expected


def test_days_off_and_windows() -> None:
    assert (
        free_day(date(2026, 12, 25))
        and free_day(date(2011, 1, 8))
        and not free_day(date(2011, 1, 10))
    )
    assert [window(date(2011, 1, day), START) for day in (3, 31)] == [30, 30]
    assert window(date(2011, 2, 3), START) == 60 and window(date(2011, 4, 3), START) == 90


def test_the_plan_is_checked_saved_restored_and_written(opened: Opener, tmp_path: Path) -> None:
    unit = opened("10")
    plan = plan_of(unit)
    plan.save.click()
    assert "Isi tanggal mulai" in plan.guard.widget.value and not list(tmp_path.glob("**/*rktl*"))
    plan.start.value = START
    plan.rows[0].show(WHOLE)
    plan.rows[1].show(
        PlanRow(
            "Setrawan mengundang Bu Siti Aminah", "Daftar hadir", date(2011, 3, 1), "camat", "S4"
        )
    )
    plan.save.click()
    assert (
        "baris 2 belum lengkap" in plan.guard.widget.value
        and "ganti “[…]”" in plan.rows[1].told.value
    )
    assert plan.rows[1].what.value == "Setrawan mengundang Bu […]", "what is shown is what is kept"
    plan.rows[1].what.value = "Camat mengundang SKPD membahas daftar prioritas"
    assert "✓" in plan.message.value and "2 dari 2" in plan.message.value
    plan.save.click()
    folder = tmp_path / "hasil"
    with (folder / "peserta_rktl.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["Penanggung jawab"] for row in rows] == ["Setrawan kecamatan", "Camat"]
    assert [row["Diperiksa hari ke-"] for row in rows] == ["30", "60"]
    book = CalamineWorkbook.from_path(str(folder / "peserta_rktl.xlsx"))
    assert book.sheet_names == ["RKTL", "hari ke-30", "hari ke-60", "hari ke-90"]
    rows_of = {name: len(book.get_sheet_by_name(name).to_python()) - 1 for name in book.sheet_names}
    assert list(rows_of.values()) == [2, 1, 2, 2], "what was due until that day"
    again = plan_of(opened("10"))
    assert again.value == plan.value and "2 dari 2" in again.message.value


def test_rows_are_added_and_only_empty_ones_removed(opened: Opener) -> None:
    plan = plan_of(opened("10"))
    for _ in range(MOST + 2):
        plan.more.click()
    assert len(plan.rows) == MOST and plan.more.disabled
    plan.rows[-1].what.value = "Camat menempel pagu"
    plan.less.click()
    assert len(plan.rows) == MOST and "masih berisi" in plan.told.value
    plan.rows[-1].what.value = ""
    plan.less.click()
    assert len(plan.rows) == MOST - 1


@pytest.mark.parametrize(
    "saved",
    [
        None,
        {},
        {"mulai": "besok", "baris": []},
        {"mulai": "", "baris": [{}]},
        {"mulai": "", "baris": 3},
    ],
)
def test_a_saved_plan_that_cannot_be_read_is_a_sentence(opened: Opener, saved: object) -> None:
    plan = plan_of(opened("10"))
    with pytest.raises(P2sppError, match="RKTL tersimpan"):
        plan.value = saved  # type: ignore[assignment]


def test_a_full_disk_is_told_at_the_button(opened: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = plan_of(opened("10"))
    plan.start.value = START
    plan.rows[0].show(WHOLE)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    plan.save.click()
    assert "tidak berhasil (OSError)" in plan.guard.widget.value and plan.rows[0].row == WHOLE


def test_the_frame_of_a_plan_has_a_row_an_action() -> None:
    assert len(plan_frame(START, [WHOLE, WHOLE])) == 2 and plan_frame(START, []).empty


def test_the_text_says_that_indicators_are_illustrative() -> None:
    text = data_path("notebooks", "10_papan_kendali.ipynb").read_text(encoding="utf-8")
    assert "bukan KPI program" in text and "indikatornya ilustratif" in text
    assert set(source_labels()) == {SAMPLE, OWN, *data().programme}
