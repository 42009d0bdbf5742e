"""The notebooks of studies in English: the same cells and the same steps, in words that a reader of English has."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import nbformat
import pytest

from p2spp_sim.base.language import set_language
from p2spp_sim.workbook.editions import catalogues, english, notebooks
from tests.locale.test_catalogue import INDONESIAN
from tests.notebooks.notebooks import FOLDER, closed_environment, prose, run_strictly

SOURCES = sorted((FOLDER / notebooks.RESEARCH).glob("*.ipynb"))
every = pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
# Names and column headings of the Indonesian code, and what its sentences say.
OURS = re.compile(
    r"(?i)\b(yang|dan|tidak|dengan|untuk|detik|desa|awal|tuas|arti|satuan|bawaan|batas|banyak|nilai|kolom|baris"
    r"|hasil|studi|folder hasil|rendah|tinggi|jenis|istilah|saringan|kriteria|pagu|fakta|berkas|sumber)\b"
)
NAMES = re.compile(r'results = "[^"]*"|\[[^\]]*\.ipynb\]|\w+\.ipynb')


def in_english(source: Path) -> nbformat.NotebookNode:
    return nbformat.read(FOLDER / "en" / notebooks.RESEARCH / source.name, as_version=4)


class Skeleton(ast.NodeTransformer):
    """Leave of code its steps: what it calls its own things, and its words, are the language's."""

    def __init__(self, own: set[str]) -> None:
        self._own = own

    def visit_Name(self, node: ast.Name) -> ast.Name:
        return ast.Name("_", node.ctx) if node.id in self._own else node

    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        return ast.Constant("_") if isinstance(node.value, str) else node

    def visit_keyword(self, node: ast.keyword) -> ast.keyword:
        self.generic_visit(node)
        return ast.keyword("_", node.value) if node.arg else node


def steps(notebook: nbformat.NotebookNode) -> list[str]:
    trees = [ast.parse(cell.source) for cell in notebook.cells if cell.cell_type == "code"]
    own = {
        node.id
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    return [ast.dump(Skeleton(own).visit(tree)) for tree in trees]


@every
def test_the_committed_english_is_what_source_and_catalogue_give(source: Path) -> None:
    unit = f"{notebooks.RESEARCH}_{source.stem}"
    ((_, path, text),) = english.generated(FOLDER, [unit])
    assert path == FOLDER / "en" / notebooks.RESEARCH / source.name
    assert text == path.read_text(encoding="utf-8")


@every
def test_same_cells_and_same_steps(source: Path) -> None:
    ours, theirs = nbformat.read(source, as_version=4), in_english(source)
    nbformat.validate(theirs)
    assert [cell.id for cell in theirs.cells] == [cell.id for cell in ours.cells]
    assert steps(theirs) == steps(ours)
    changed = {
        mine.id
        for mine, other in zip(ours.cells, theirs.cells, strict=True)
        if mine.cell_type == "code" and mine.source != other.source
    }
    tagged = {
        cell.id
        for cell in ours.cells
        if catalogues.TRANSLATED in cell.metadata.get("tags", ()) and cell.cell_type == "code"
    }
    assert tagged and changed - tagged <= {
        cell.id for cell in ours.cells if "parameters" in cell.metadata.get("tags", ())
    }


@every
def test_words_are_english_and_links_lead_somewhere(source: Path) -> None:
    place = FOLDER / "en" / notebooks.RESEARCH
    for cell in in_english(source).cells:
        if cell.cell_type == "code":
            assert OURS.findall(NAMES.sub("", cell.source)) == [], cell.id
            continue
        assert not INDONESIAN.search(prose(cell.source)), cell.id
        for target in re.findall(r"\]\(([^)]+)\)", cell.source):
            assert (place / target).resolve().is_file() and ".id.md" not in target, target


def test_one_of_them_runs_and_says_nothing_in_indonesian(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for key, value in closed_environment(tmp_path).items():
        monkeypatch.setenv(key, value)
    set_language("id")
    source = FOLDER / "en" / notebooks.RESEARCH / "nasional.ipynb"
    ran = run_strictly(source, tmp_path / "x.ipynb", {"villages": 900})
    said = [str(out) for cell in ran.cells for out in cell.get("outputs", [])]
    assert len(said) >= 6
    assert (
        INDONESIAN.findall(" ".join(re.sub(r"src=\S+|data:\S+", " ", text) for text in said)) == []
    )
