"""The notebook of evidence runs from top to bottom with a few replicates, without a warning, and says what it may."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import nbformat
import pytest

from p2spp_sim.model.loading import load_rules
from p2spp_sim.studies import evidence
from p2spp_sim.world.schema import SCHEMA
from tests.notebooks.notebooks import FOLDER, closed_environment, run_strictly, tags

PATH = FOLDER / "riset" / "bukti.ipynb"
REPLICATES = 5


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> nbformat.NotebookNode:
    folder = tmp_path_factory.mktemp("bukti")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in closed_environment(folder).items():
            patch.setenv(name, value)
        return run_strictly(PATH, folder / "bukti.ipynb", {"replicates": REPLICATES})


def cells(kind: str = "") -> list[nbformat.NotebookNode]:
    return [
        cell for cell in nbformat.read(PATH, as_version=4).cells if kind in ("", cell.cell_type)
    ]


def shown(notebook: nbformat.NotebookNode, name: str) -> str:
    (cell,) = [cell for cell in notebook.cells if cell.id == f"bukti-{name}"]
    (out,) = cell.outputs
    return str(out.get("text") or out.data.get("text/html") or out.data["text/plain"])


def test_runs_without_a_word_on_stderr(ran: nbformat.NotebookNode) -> None:
    outputs = [out for cell in ran.cells if cell.cell_type == "code" for out in cell.outputs]
    assert len(outputs) > 12
    assert [
        out.text for out in outputs if out.output_type == "stream" and out.name == "stderr"
    ] == []
    assert not any(out.output_type == "error" for out in outputs)


def test_an_unknown_parameter_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="has no parameter benih"):
        run_strictly(PATH, tmp_path / "bukti.ipynb", {"benih": 5})


def test_every_fact_and_every_declaration_is_shown(ran: nbformat.NotebookNode) -> None:
    facts, entities, forums = shown(ran, "hitung"), shown(ran, "entitas"), shown(ran, "forum")
    assert all(facts.count(f"<td>{key}</td>") == 2 for key in evidence.facts())
    assert all(f"<th>{c.name}</th>" in entities for columns in SCHEMA.values() for c in columns)
    assert all(forum.label["id"] in forums for forum in load_rules("2010").forum)
    assert "trust_speed * (target - t)" in shown(ran, "persamaan")


def test_every_picture_has_words(ran: nbformat.NotebookNode) -> None:
    pictures = [
        shown(ran, name)
        for name in ("gambar", "kalender-2010", "kalender-dana-desa", "kalender-sipd")
    ]
    assert all(len(re.findall(r'<img alt="([^"]{80,})"', picture)[0]) for picture in pictures)
    assert "4 bulan sesudah musrenbang kecamatan" in pictures[1]
    assert re.search(r'<img alt="[^"]{40,}"', shown(ran, "tahun-gambar"))


def figures_of(table: str) -> dict[tuple[str, str], float]:
    rows = re.findall(r"<th>\d+</th>\s*<td>([^<]*)</td>\s*<td>(S6.)</td>\s*<td>([^<]*)</td>", table)
    return {(place, fact): float(value) for place, fact, value in rows}


def test_the_gap_moves_to_the_end_with_the_bias(ran: nbformat.NotebookNode) -> None:
    gaps = figures_of(shown(ran, "s6-hitung"))
    assert gaps["berkas", "S6b"] < 0.25 < gaps["bersuara (bawaan)", "S6b"]
    assert gaps["berkas", "S6c"] < gaps["bersuara (bawaan)", "S6c"] - 0.15


def test_facilitation_alone_leaves_regular_acceptance(ran: nbformat.NotebookNode) -> None:
    table = shown(ran, "s12-hitung")
    rows = dict(re.findall(r"<th>(fasilitasi[^<]*)</th>\s*<td>([^<]*)</td>", table))
    assert len(rows) == 2 and all(abs(float(value)) < 2 for value in rows.values())


def test_capacities_fade_and_rules_stay(ran: nbformat.NotebookNode) -> None:
    rows = re.findall(r"<th>(S\d)</th>((?:\s*<td>[\d.]+</td>)+)", shown(ran, "tahun-tabel"))
    courses = [(key, [float(v) for v in re.findall(r"[\d.]+(?=<)", cells)]) for key, cells in rows]
    without, stays, ends = (dict(courses[k : k + 3]) for k in (0, 3, 6))
    for key in ("S1", "S3"):
        assert without[key][0] == without[key][-1] < stays[key][4] < stays[key][-1]
        assert ends[key][-1] < ends[key][4]
    assert ends["S8"][-1] >= ends["S8"][4] > without["S8"][-1] == 0


def test_is_a_valid_notebook_without_outputs_and_with_stable_names() -> None:
    nbformat.validate(nbformat.read(PATH, as_version=4))
    names = [cell.id for cell in cells()]
    assert len(set(names)) == len(names) and all(
        re.fullmatch(r"bukti-[a-z0-9-]+", name) for name in names
    )
    assert all(not cell.outputs and cell.execution_count is None for cell in cells("code"))


def test_cells_are_short_and_without_definitions() -> None:
    for cell in cells("code"):
        tree = ast.parse(cell.source)
        if not all(isinstance(node, ast.Import | ast.ImportFrom) for node in tree.body):
            assert len(tree.body) <= 9, cell.source
        kinds = {type(node) for node in ast.walk(tree)}
        assert not kinds & {ast.FunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.While}, (
            cell.source
        )


def test_one_title_one_cell_of_parameters_and_a_section_of_limits() -> None:
    lines = [line for cell in cells("markdown") for line in cell.source.splitlines()]
    assert sum(line.startswith("# ") for line in lines) == 1 and lines[0].startswith("# ")
    assert "## Di mana model ini tidak boleh dipercaya" in lines
    (parameters,) = [cell for cell in cells() if "parameters" in tags(cell)]
    assert parameters.source == 'replicates = 40\nlanguage = "id"'


def test_links_lead_somewhere_in_the_repository() -> None:
    targets = re.findall(r"\]\(([^)]+)\)", "\n".join(cell.source for cell in cells("markdown")))
    assert len(targets) >= 4
    assert [target for target in targets if not (PATH.parent / target).resolve().is_file()] == []
