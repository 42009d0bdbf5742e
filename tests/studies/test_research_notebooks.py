"""The research notebooks run from top to bottom when small, without a warning, and show what the library gives."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest

import p2spp_sim as p2
from p2spp_sim.studies import export, nation
from p2spp_sim.studies.kept.manifest import read_design
from p2spp_sim.studies.sensitivity import means, sensitivity
from tests.notebooks.notebooks import FOLDER, closed_environment, run_strictly, tags

RESEARCH = FOLDER / "riset"
# name: its prefix of cells, small parameters, fewest outputs, pictures
BOOKS: dict[str, tuple[str, dict[str, Any], int, tuple[str, ...]]] = {
    "what_if": (
        "bila",
        {"replicates": 20, "after": {"pik_share": 0.3}},
        8,
        ("hutan", "corong", "siapa", "lorenz"),
    ),
    "kepekaan": (
        "peka",
        {"n": 4, "replicates": 1, "keys": ["pik_share", "plebiscite", "outreach_poor"]},
        12,
        ("ujung", "sobol-gambar", "morris-gambar", "panas", "sesal-gambar"),
    ),
    "nasional": ("nasional", {"villages": 900}, 6, ("gambar",)),
}
books = pytest.mark.parametrize("name", BOOKS)


def path(name: str) -> Path:
    return RESEARCH / f"{name}.ipynb"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("riset")


@pytest.fixture(scope="module")
def ran(folder: Path) -> dict[str, nbformat.NotebookNode]:
    notebooks = {}
    with pytest.MonkeyPatch.context() as patch:
        for key, value in closed_environment(folder).items():
            patch.setenv(key, value)
        for name, (_, parameters, _, _) in BOOKS.items():
            places = {} if name == "nasional" else {"results": str(folder / "hasil" / name)}
            notebooks[name] = run_strictly(
                path(name), folder / f"{name}.ipynb", {**parameters, **places}
            )
    return notebooks


def cells(name: str, kind: str = "") -> list[nbformat.NotebookNode]:
    return [
        cell
        for cell in nbformat.read(path(name), as_version=4).cells
        if kind in ("", cell.cell_type)
    ]


def shown(notebook: nbformat.NotebookNode, cell_id: str) -> str:
    (cell,) = [cell for cell in notebook.cells if cell.id == cell_id]
    return "\n".join(
        str(out.get("text") or out.data.get("text/html") or out.data["text/plain"])
        for out in cell.outputs
    )


@books
def test_runs_without_a_word_on_stderr(ran: dict[str, nbformat.NotebookNode], name: str) -> None:
    outputs = [out for cell in ran[name].cells if cell.cell_type == "code" for out in cell.outputs]
    assert len(outputs) >= BOOKS[name][2]
    assert [
        out.text for out in outputs if out.output_type == "stream" and out.name == "stderr"
    ] == []
    assert not any(out.output_type == "error" for out in outputs)


@books
def test_an_unknown_parameter_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="has no parameter ulangan"):
        run_strictly(path(name), tmp_path / "x.ipynb", {"ulangan": 5})


@books
def test_every_picture_has_words_and_a_table(
    ran: dict[str, nbformat.NotebookNode], name: str
) -> None:
    prefix, _, _, pictures = BOOKS[name]
    for picture in pictures:
        html = shown(ran[name], f"{prefix}-{picture}")
        assert re.search(r'<img alt="[^"]{60,}"', html), picture
        assert html.count("<tr>") > 2, picture
    drawn = sum(
        "<img " in str(out.get("data", {})) for c in ran[name].cells for out in c.get("outputs", [])
    )
    assert drawn == len(pictures)


def test_the_comparison_is_that_of_the_function(
    ran: dict[str, nbformat.NotebookNode], folder: Path
) -> None:
    base = p2.Scenario.load("2010")
    study = p2.compare(
        base, base.change(pik_share=0.3), world=p2.World.load("wanasari"), replicates=20, seed=7
    )
    written = folder / "hasil" / "what_if"
    pd.testing.assert_frame_equal(
        pd.read_csv(written / "differences.csv"), study.differences(), check_dtype=False, rtol=1e-12
    )
    assert (written / "comparison.xlsx").is_file()
    table = shown(ran["what_if"], "bila-pasangan")
    precise = export.precision(study).set_index(["indicator", "measure"])
    assert f"{precise.loc[('accepted', 'count'), 'times']:.3f}" in table


def test_the_indices_are_those_of_the_function(
    ran: dict[str, nbformat.NotebookNode], folder: Path
) -> None:
    (place,) = (folder / "hasil" / "kepekaan").glob("sobol-*")
    study = p2.Sweep(place)
    frame = sensitivity(read_design(place), means(study.frame(), "fair_end.count"), "sobol", seed=7)
    table = shown(ran["kepekaan"], "peka-sobol-indeks")
    assert all(f"{value:.3f}" in table for value in frame["total"])
    assert shown(ran["kepekaan"], "peka-lanjutkan") == "'tabel yang sama'"
    assert "Kebijakan 2" in shown(ran["kepekaan"], "peka-sesal-tabel")


def test_every_study_is_finished_in_a_folder_of_its_own(
    ran: dict[str, nbformat.NotebookNode], folder: Path
) -> None:
    places = sorted((folder / "hasil" / "kepekaan").iterdir())
    assert [place.name.split("-")[0] for place in places] == [
        "adu",
        "kisi",
        "lhs",
        "morris",
        "sobol",
    ]
    assert all(p2.Sweep(place).missing == 0 for place in places)


def test_the_nation_is_what_the_function_builds(ran: dict[str, nbformat.NotebookNode]) -> None:
    world = nation.nation(900, seed=1)
    assert str(world) in shown(ran["nasional"], "nasional-dunia")
    assert re.search(
        r"\d,?\.?\d* detik, ingatan terbanyak \d+ MB", shown(ran["nasional"], "nasional-tahun")
    )
    assert nation.machine() in shown(ran["nasional"], "nasional-tahun")
    table = nation.by_kabupaten(p2.run_year(world, p2.Scenario.load("2010"), seed=7))
    assert f"{table['count'].max():.3f}" in shown(ran["nasional"], "nasional-sebaran")


def test_kabupaten_add_up_to_the_whole_and_kelurahan_are_left_out() -> None:
    world = nation.nation(900, seed=1)
    run = p2.run_year(world, p2.Scenario.load("2010"), seed=7)
    table = nation.by_kabupaten(run)
    whole = run.indicators().set_index("key").loc["accepted", "count"]
    assert (table["count"] * table["proposals"]).sum() / table["proposals"].sum() == pytest.approx(
        whole
    )
    assert table["villages"].sum() == world.size("village")
    assert not any(
        code.rpartition(".")[2].startswith("1") for code in world.villages["code"].tolist()
    )
    assert table["province"].nunique() > 1
    with pytest.raises(p2.UnknownName, match="accepted"):
        nation.by_kabupaten(run, "acepted")
    with pytest.raises(p2.OutOfBounds, match="villages = -1"):
        nation.nation(-1)


@books
def test_is_valid_without_outputs_and_with_stable_names(name: str) -> None:
    nbformat.validate(nbformat.read(path(name), as_version=4))
    names = [cell.id for cell in cells(name)]
    prefix = BOOKS[name][0]
    assert len(set(names)) == len(names) and all(
        re.fullmatch(rf"{prefix}-[a-z0-9-]+", cell_id) for cell_id in names
    )
    assert all(not cell.outputs and cell.execution_count is None for cell in cells(name, "code"))


@books
def test_cells_are_short_and_without_definitions(name: str) -> None:
    for cell in cells(name, "code"):
        tree = ast.parse(cell.source)
        if not all(isinstance(node, ast.Import | ast.ImportFrom) for node in tree.body):
            limit = 10 if "parameters" in tags(cell) else 9
            assert len(tree.body) <= limit, cell.source
        kinds = {type(node) for node in ast.walk(tree)}
        assert not kinds & {ast.FunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.While}, (
            cell.source
        )


@books
def test_one_title_one_cell_of_parameters_and_what_may_be_concluded(name: str) -> None:
    lines = [line for cell in cells(name, "markdown") for line in cell.source.splitlines()]
    assert sum(line.startswith("# ") for line in lines) == 1 and lines[0].startswith("# ")
    assert "## Yang boleh dan tidak boleh disimpulkan" in lines
    (parameters,) = [cell for cell in cells(name) if "parameters" in tags(cell)]
    assert set(BOOKS[name][1]) <= {line.split(" = ")[0] for line in parameters.source.splitlines()}


@books
def test_links_lead_somewhere_in_the_repository(name: str) -> None:
    targets = re.findall(
        r"\]\(([^)]+)\)", "\n".join(cell.source for cell in cells(name, "markdown"))
    )
    assert targets
    assert [target for target in targets if not (RESEARCH / target).resolve().is_file()] == []
