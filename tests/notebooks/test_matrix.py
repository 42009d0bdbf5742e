"""Every unit in both languages, all editions and two scenarios, strictly, with every pair of these run once.

The runs share one kernel (`shared_kernel`); `test_runs` runs each unit on a kernel of its own with papermill.
"""

from __future__ import annotations

import itertools
import json
import re
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from playwright.sync_api import Browser

from p2spp_sim.base.language import set_language
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.workbook.core.unit import open_unit
from p2spp_sim.workbook.doors.printing import as_html
from p2spp_sim.workbook.editions.editions import EDITIONS, edition
from p2spp_sim.workbook.editions.english import english
from p2spp_sim.workbook.editions.notebooks import Notebook, read_notebook
from p2spp_sim.workbook.exercises.bank import load_bank
from tests.browser.words import ill_placed, machine_fonts
from tests.notebooks.notebooks import UNIT_FILES
from tests.notebooks.shared_kernel import faults, outputs, parameters_of, plain, run_shared, seen
from tests.notebooks.words import any_of, leftovers

LANGUAGES = ("id", "en")
SCENARIOS = ("own", "lower_ceiling")
LOWER = 0.8
LEARNER = "K1-07"
PAPER_WIDTH = 673  # CSS pixels of the 178 mm between the margins


@dataclass(frozen=True)
class Case:
    """One run of the matrix."""

    path: Path
    language: str
    edition: str
    scenario: str

    @property
    def code(self) -> str:
        return self.path.stem[:2]

    def __str__(self) -> str:
        return f"{self.code}-{self.language}-{self.edition}-{self.scenario}"


def covering() -> list[Case]:
    """Give every unit in every edition, with languages and scenarios turned so that each pair occurs."""
    return [
        Case(path, LANGUAGES[(u + e) % 2], name, SCENARIOS[(u + e // 2) % 2])
        for u, path in enumerate(UNIT_FILES)
        for e, name in enumerate(EDITIONS)
    ]


CASES = covering()


def test_every_pair_is_run() -> None:
    done = [(case.path, case.language, case.edition, case.scenario) for case in CASES]
    factors = (UNIT_FILES, LANGUAGES, tuple(EDITIONS), SCENARIOS)
    for first, second in itertools.combinations(range(len(factors)), 2):
        missing = set(itertools.product(factors[first], factors[second])) - {
            (run[first], run[second]) for run in done
        }
        assert not missing


def scenario_of(case: Case, place: Path) -> str | None:
    """Give None for the unit's own scenario, or a file with a lower ceiling for the kecamatan."""
    if case.scenario == "own":
        return None
    own = Scenario.load(load_bank(case.code).unit.scenario)
    path = place / "pagu_lebih_rendah.toml"
    own.change(kecamatan_ceiling_idr=int(LOWER * own.value("kecamatan_ceiling_idr"))).save(path)
    return str(path)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_runs_as_its_reader_needs_it(
    case: Case, kernel: NotebookClient, browser: Browser, tmp_path: Path
) -> None:
    notebook = edition(case.edition, case.language, case.code, case.path)
    scenario, results = scenario_of(case, tmp_path), tmp_path / "hasil"
    ran = run_shared(
        kernel,
        notebook,
        {"learner": LEARNER, "results": str(results), "scenario": scenario, "seed": 11},
        tmp_path,
    )
    assert faults(ran) == []
    said = seen(ran)
    assert len(said) > 2000, "the unit shows next to nothing"
    assert leftovers(said, case.language) == []
    assert leftovers("\n".join(_prose(ran)), case.language) == []
    CHECKS[case.edition](case, ran, said, results, scenario)
    if case.edition == "cetak":
        fits_the_paper(as_html(ran, case.language), case.language, browser)


def _prose(ran: nbformat.NotebookNode) -> list[str]:
    """Give the text cells without what stands in italics or as code: words of the other language may."""
    cells = [cell.source for cell in ran.cells if cell.cell_type == "markdown"]
    return [
        re.sub(r"\*\*|`[^`]*`|\]\([^)]*\)|(?<!\*)\*[^*\n]+\*(?!\*)", " ", source)
        for source in cells
    ]


def answers_of(case: Case, scenario: str | None, results: Path) -> list[str]:
    """Give the words that only who has finished an exercise, or a trainer, may read."""
    set_language(case.language)
    unit = open_unit(
        case.code,
        results=results.parent / "kunci",
        language=case.language,
        edition="trainer",
        scenario=scenario,
        seed=11,
    )
    explanations = [
        unit.exercise(question.id).exercise.words(question.explanation)
        for question in unit.bank.questions
    ]
    return [plain(line) for text in explanations for line in text.splitlines()] + [
        line for line in unit.kunci().splitlines() if line
    ]


def holds_no_answer(
    case: Case, ran: nbformat.NotebookNode, said: str, results: Path, scenario: str | None
) -> None:
    assert any_of(answers_of(case, scenario, results), said) == []
    source = "\n".join(cell.source for cell in ran.cells)
    assert not re.search(
        r"kunci\(\)|Catatan pelatih|Trainer.s notes|Bila kelas macet|If the class is stuck", source
    )
    assert not [cell.id for cell in ran.cells if {"pelatih", "kunci"} & set(cell.metadata.tags)]


def holds_the_key(
    case: Case, ran: nbformat.NotebookNode, said: str, results: Path, scenario: str | None
) -> None:
    key = [
        line
        for line in answers_of(case, scenario, results)
        if re.match(rf"{case.code}-\d+: ", line)
    ]
    assert {line.split(":")[0] for line in key} == {
        question.id for question in load_bank(case.code).questions
    }
    assert any_of(key, said) == key
    assert any(
        cell.source.startswith("## ") for cell in ran.cells if "pelatih" in cell.metadata.tags
    )


def scores_full_marks(
    case: Case, ran: nbformat.NotebookNode, said: str, results: Path, scenario: str | None
) -> None:
    saved = json.loads(
        (results / f"{LEARNER}_unit{case.code}_kunci.json").read_text(encoding="utf-8")
    )["isi"]
    bank = load_bank(case.code)
    assert {
        question.id: saved[question.id].get("tuntas") for question in bank.questions
    } == dict.fromkeys((question.id for question in bank.questions), True)
    assert {question.id: saved[question.id]["nilai"] for question in bank.questions} == {
        question.id: question.points for question in bank.questions
    }


def stands_on_paper(
    case: Case, ran: nbformat.NotebookNode, said: str, results: Path, scenario: str | None
) -> None:
    kinds = {kind for output in outputs(ran) for kind in output.get("data", {})}
    assert "application/vnd.jupyter.widget-view+json" not in kinds
    html = "\n".join(
        output.data["text/html"] for output in outputs(ran) if "text/html" in output.get("data", {})
    )
    assert html.count('class="p2-form"') == len(load_bank(case.code).questions)
    assert html.count("<svg") >= 1 and not re.search(r"<(button|input|select)\b", html)
    assert not results.exists(), "paper has no learner"
    holds_no_answer(case, ran, said, results, scenario)


# What stands to the right of the sheet, but for the insides of pictures.
WIDER = """width => [...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().width > 0
  && e.getBoundingClientRect().right > width + 1 && !e.closest('svg')).map(e => e.outerHTML.slice(0, 120))"""


def fits_the_paper(html: str, language: str, browser: Browser) -> None:
    """Hold a sheet to be whole, no wider than A4, and in our own font."""
    assert (
        not re.search(r"""<script|<link|@import|(src|href)=["']?\w+:|url\((?!"data:)""", html)
        and "unit.papan" not in html
    )
    assert f'<html lang="{language}">' in html and html.count("<h1") == 1
    page = browser.new_page(viewport={"width": PAPER_WIDTH, "height": 1000})
    page.emulate_media(media="print")
    page.set_content(html)
    assert page.evaluate(WIDER, PAPER_WIDTH) == []
    assert ill_placed(page) == []
    assert machine_fonts(page, "//main") == set()
    page.close()


CHECKS = {
    "peserta": holds_no_answer,
    "pelatih": holds_the_key,
    "kunci": scores_full_marks,
    "cetak": stands_on_paper,
}


@pytest.mark.parametrize("path", UNIT_FILES, ids=lambda path: path.stem)
def test_every_unit_has_the_parameters_of_the_matrix(path: Path) -> None:
    wanted = {"learner", "results", "language", "edition", "scenario", "seed"}
    assert (
        wanted
        <= set(parameters_of(read_notebook(path)))
        == set(parameters_of(english(path.stem[:2], path)))
    )


def _small(*sources: str) -> Notebook:
    cells = [
        {
            "id": f"t-{n}",
            "cell_type": "code",
            "metadata": {},
            "source": source,
            "outputs": [],
            "execution_count": None,
        }
        for n, source in enumerate(sources)
    ]
    cells[0]["metadata"] = {"tags": ["parameters"]}
    return {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def test_a_shared_kernel_keeps_nothing_of_the_notebook_before(
    kernel: NotebookClient, tmp_path: Path
) -> None:
    first = _small("seed = 7", "import ipywidgets\nleft = seed\nbox = ipywidgets.HTML('left')\nbox")
    assert "left" in seen(run_shared(kernel, first, {"seed": 8}, tmp_path))
    second = run_shared(kernel, _small("seed = 7", "print('left' in dir(), seed)"), {}, tmp_path)
    assert outputs(second)[-1].text == "False 7\n" and seen(second) == "False 7"


def test_a_shared_kernel_is_strict(kernel: NotebookClient, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="has no parameter ceiling"):
        run_shared(kernel, read_notebook(UNIT_FILES[0]), {"ceiling": 900}, tmp_path)
    with pytest.raises(CellExecutionError):
        run_shared(kernel, _small("seed = 7", "1 / 0"), {}, tmp_path)
    warned = run_shared(
        kernel, _small("seed = 7", "import warnings\nwarnings.warn('x')"), {}, tmp_path
    )
    assert faults(warned)


def test_leftovers_are_found_and_names_of_data_are_not() -> None:
    assert leftovers("The village that got nothing", "en") == []
    assert (
        leftovers("Desa yang tidak kebagian", "en")
        and leftovers("Desa yang tidak kebagian", "id") == []
    )
    assert leftovers("Which village has nothing", "id")
    assert leftovers("U10 Rumah bidan dan alat persalinan", "en") == []
