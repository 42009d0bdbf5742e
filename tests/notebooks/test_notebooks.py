"""What makes a unit excellent and can be tested without running it."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import nbformat
import pytest

from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.workbook import open_start
from p2spp_sim.workbook.core.unit_tables import card
from p2spp_sim.workbook.doors.class_server import HIDDEN
from p2spp_sim.workbook.exercises.bank import Bank, load_bank
from p2spp_sim.world.world import World
from tests.notebooks.notebooks import ALL_FILES, FOLDER, UNIT_FILES, prose, stretches, tags

units = pytest.mark.parametrize("path", UNIT_FILES, ids=lambda p: p.stem)
every = pytest.mark.parametrize("path", ALL_FILES, ids=lambda p: p.stem)


def cells(path: Path, kind: str = "") -> list[nbformat.NotebookNode]:
    return [
        cell for cell in nbformat.read(path, as_version=4).cells if kind in ("", cell.cell_type)
    ]


def bank(path: Path) -> Bank:
    return load_bank(path.stem[:2])


def test_there_is_a_notebook_for_every_bank_and_no_other() -> None:
    assert {bank(path).unit.notebook for path in UNIT_FILES} == {path.name for path in UNIT_FILES}
    assert len({path.stem[:2] for path in UNIT_FILES}) == len(UNIT_FILES)


@every
def test_is_a_valid_notebook_with_stable_unique_cell_names(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    ids = [cell.id for cell in notebook.cells]
    assert len(set(ids)) == len(ids)
    assert all(
        re.fullmatch(r"(u\d\d|mulai|rapat|selaras|rantai|kabupaten|papan)-[a-z0-9-]+", name)
        for name in ids
    ), ids


@every
def test_one_title_and_it_comes_first(path: Path) -> None:
    titles = [
        line
        for cell in cells(path, "markdown")
        for line in cell.source.splitlines()
        if line.startswith("# ")
    ]
    assert len(titles) == 1 and cells(path)[0].source.startswith(titles[0])


@units
def test_the_first_cell_is_title_and_one_line(path: Path) -> None:
    made = bank(path)
    title, line = cells(path)[0].source.split("\n\n")
    assert title == f"# {made.unit.code} {made.unit.title}"
    said = f"{made.minutes} menit ({made.lesson_hours} JP), dalam bentuk kelas {made.length('class')} menit. "
    assert line.startswith(said)
    assert "rekaan" in line and "usulan kurikulum" in line and len(line.split()) <= 50


@units
def test_the_card_holds_objectives_audience_and_minutes_that_add_up(path: Path) -> None:
    made = bank(path)
    assert 3 <= len(made.objectives) <= 5
    assert sum(step.minutes for step in made.steps) == made.minutes
    paper = unescape(card(made, None))
    for told in (made.unit.audience, *(objective.text for objective in made.objectives)):
        assert told in paper
    for step in made.steps:
        assert f'{step.title}</td><td class="n">{step.minutes}</td>' in paper


@units
def test_a_board_comes_before_explanations_and_behind_a_short_story(path: Path) -> None:
    order = cells(path)
    board = next(i for i, cell in enumerate(order) if cell.source.startswith("unit.papan"))
    seen = "\n".join(
        re.sub("<details>.*?</details>", "", cell.source, flags=re.S)
        for cell in order[1:board]
        if cell.cell_type == "markdown" and "lab" not in tags(cell)
    )
    assert len(prose(seen).split()) <= 190, "it would push the board off the first screen"
    assert len(re.findall("^## ", seen, re.M)) == 1


@units
def test_the_skeleton_stands_in_order(path: Path) -> None:
    order = [cell.source for cell in cells(path, "code")]
    calls = [
        re.match(r"unit\.(\w+)", source).group(1) for source in order if source.startswith("unit.")
    ]  # type: ignore[union-attr]
    calls.remove("gambar")  # opens the story, once
    assert "gambar" not in calls
    assert calls[:3] == ["kartu", "kasus", "papan"] and calls[-2:] == ["simpan", "mulai_ulang"]
    shown = [m for source in order for m in re.findall(r'unit\.latihan\("(.*)"\)', source)]
    assert shown == [question.id for question in bank(path).questions]
    headings = [
        line
        for cell in cells(path, "markdown")
        for line in cell.source.splitlines()
        if line.startswith("## ")
    ]
    places = [
        i
        for i, h in enumerate(headings)
        if re.search("Refleksi|Simpan|Catatan pelatih|Lembar cetak", h)
    ]
    assert len(places) == 4 and places == sorted(places) and places[-1] == len(headings) - 1


@units
def test_words_are_enough_and_not_too_many(path: Path) -> None:
    words = sum(len(re.findall(r"[^\W\d_]+", cell.source)) for cell in cells(path, "markdown"))
    assert 900 <= words <= 1800, words
    longest = max(stretches(cells(path)), key=lambda text: len(text.split()))
    assert len(longest.split()) <= 150, longest


@every
def test_code_is_short_hidden_and_without_plumbing(path: Path) -> None:
    lines = [len(cell.source.splitlines()) for cell in cells(path, "code")]
    assert max(lines) <= 8 and sum(lines) <= 40
    for cell in cells(path, "code"):
        assert cell.metadata.jupyter.source_hidden is True
        assert not re.search(r"\b(def|class|lambda|for|while|import (?!open_))\b", cell.source), (
            cell.source
        )


@every
def test_one_cell_of_parameters_with_plain_values(path: Path) -> None:
    (cell,) = [cell for cell in cells(path) if "parameters" in tags(cell)]
    assert all(re.fullmatch(r'\w+ = ("\w*"|\d+|None)', line) for line in cell.source.splitlines())
    names = re.findall(r"^(\w+) =", cell.source, re.M)
    rest = "\n".join(c.source for c in cells(path, "code") if c is not cell)
    assert all(f"{name}={name}" in rest for name in names)


@every
def test_every_tag_means_something(path: Path) -> None:
    known = {
        "parameters",
        "pelatih",
        "kunci",
        "layar",
        "lab",
        "cetak",
        "keep_output",
        "nbval-check-output",
    }
    for cell in cells(path):
        assert set(tags(cell)) <= known, cell.id
        assert "kunci" not in tags(cell) or "pelatih" in tags(cell), cell.id


@every
def test_only_checked_numbers_are_stored(path: Path) -> None:
    for cell in cells(path, "code"):
        kept = "keep_output" in tags(cell)
        assert bool(cell.outputs) == kept and cell.execution_count == (1 if kept else None)
        if kept:
            assert "nbval-check-output" in tags(cell) and cell.source.startswith("print(")


@units
def test_keys_and_notes_are_tagged_for_the_trainer_and_folded(path: Path) -> None:
    for cell in cells(path):
        if (
            "kunci()" in cell.source
            or "Catatan pelatih" in cell.source
            or "keep_output" in tags(cell)
        ):
            assert "pelatih" in tags(cell), cell.source
        if "keep_output" in tags(cell):
            assert cell.metadata.jupyter.outputs_hidden is True
        if "## Catatan pelatih" in cell.source:
            assert cell.metadata["jp-MarkdownHeadingCollapsed"] is True
    assert any("kunci" in tags(cell) for cell in cells(path, "code"))
    assert "Catatan pelatih" in "".join(c.source for c in cells(path) if "pelatih" in tags(c))


@units
def test_opens_with_a_story_before_any_definition(path: Path) -> None:
    headings = [cell for cell in cells(path, "markdown") if re.match("##? ", cell.source)]
    assert re.search(r"\b(Bu|Pak) [A-Z]", headings[1].source), "the first section tells of people"
    assert len(prose(headings[1].source).split()) >= 80


@every
def test_links_lead_somewhere_in_the_repository(path: Path) -> None:
    text = "\n".join(cell.source for cell in cells(path, "markdown"))
    headings = {
        re.sub(r"\s", "-", line.lstrip("# ")) for line in text.splitlines() if line.startswith("#")
    }
    for target in re.findall(r"\]\(([^)]+)\)", text):
        assert "://" not in target, target
        if target.startswith("#"):
            assert target[1:] in headings, target
        else:
            assert (FOLDER / target).resolve().is_file(), target


@units
def test_laws_are_dated_and_numbers_of_the_case_are_not_typed(path: Path) -> None:
    text = "\n".join(cell.source for cell in cells(path, "markdown"))
    for law in re.findall(r"(?:UU|PP|Permendagri|Perda) \d+[^\s;.,|)]*", text):
        assert re.search(r"/\d{4}$", law), law
    for figure in (
        "1.455",
        "1.375",
        "505",
        "645",
        "0,731",
        "0,706",
        "20,6",
        "41,6",
        "855",
        "1.175",
    ):
        assert figure not in text, figure


def test_what_the_text_says_of_the_datasets_is_so() -> None:
    text = "\n".join(
        cell.source for cell in cells(FOLDER / "06_rencana_ke_anggaran.ipynb", "markdown")
    )
    wanasari = World.load("wanasari")
    villages, kecamatan = len(wanasari.villages["code"]), len(wanasari.kecamatan["code"])
    assert kecamatan == 7 and f"tujuh kecamatan, {villages} desa" in text
    tirtamulya = World.load("tirtamulya")
    ceiling = Scenario.load("unit03").value("kecamatan_ceiling_idr")
    story = "\n".join(
        cell.source for cell in cells(FOLDER / "03_musrenbang_kecamatan.ipynb", "markdown")
    )
    assert f"Rp {ceiling // 10**6:,} juta".replace(",", ".") in story
    assert 2 * ceiling <= tirtamulya.proposals["cost_idr"].sum() < 2.4 * ceiling, (
        "twice as much as the ceiling"
    )


@every
def test_what_a_class_sees_names_no_menu_of_jupyterlab(path: Path) -> None:
    seen = [cell for cell in cells(path, "markdown") if not set(HIDDEN) & set(tags(cell))]
    menus = ("*run*", "*file*", "semua sel")
    assert seen and not [
        cell.id for cell in seen if any(menu in cell.source.casefold() for menu in menus)
    ]


def test_the_start_page_leads_to_every_unit(tmp_path: Path) -> None:
    text = "\n".join(cell.source for cell in cells(FOLDER / "mulai.ipynb", "markdown"))
    text += open_start(learner="K1-01", results=tmp_path).unit_tersedia().data
    for path in UNIT_FILES:
        assert f'href="{path.name}"' in text
    for user in ("Pelatih", "Fasilitator", "Peneliti"):
        assert f"**{user}" in text
