"""A kind of exercise is one file: the bank, the screen, judging, the key and paper pick it up by its name."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import p2spp_sim
from p2spp_sim.workbook.exercises.kinds import KINDS
from p2spp_sim.workbook.exercises.question import Question
from tests.docs.test_recipes import RECIPES, write

PACKAGE = Path(p2spp_sim.__file__).parent
ROOM = Path("workbook", "exercises", "kinds")
USED = """
import sys
from p2spp_sim.base.files import data_path
from p2spp_sim.workbook.core.unit import open_unit
from p2spp_sim.workbook.exercises.bank import BankError, parse_bank

unit = open_unit("06", results=sys.argv[1], edition="trainer")
view = unit.exercise("06-9")
right = view.exercise.solution
for given, state in ((right, "benar"), (right + 1, "hampir"), (right + 9, "coba_lagi")):
    view.field.write(given)
    view.check()
    assert view.exercise.state == state, (given, view.exercise.state)
view.solve()
again = open_unit("06", results=sys.argv[1]).exercise("06-9")
assert again.field.read() == right and again.exercise.solved
view.reset()
assert view.field.read() == 0
assert "Berapa?" in view.static() and "Jawaban" in view.static()
assert f"06-9: {right}" in str(unit.kunci()).replace(".0", "")
bad = data_path("exercises", "06.toml").read_text("utf-8").replace("low = 0", "low = 5000")
bad = bad.replace('answer = "given_1200"', 'item = "given_1200"')
try:
    parse_bank(bad.encode(), "06.toml")
except BankError as error:
    print(error)
"""


def test_every_file_of_the_room_is_a_kind_that_has_its_name() -> None:
    files = {path.stem for path in (PACKAGE / ROOM).glob("[!_]*.py")}
    assert files == set(KINDS) == {str(kind.__struct_config__.tag) for kind in KINDS.values()}
    assert all(issubclass(kind, Question) and kind.__doc__ for kind in KINDS.values())


def test_no_other_file_of_the_package_lists_kinds() -> None:
    for path in PACKAGE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        named = [kind for kind in KINDS if f'"{kind}"' in text]
        assert len(named) < 3, (path, named)


def test_the_bank_and_judging_import_no_widgets() -> None:
    room = PACKAGE / "workbook" / "exercises"
    users = {path.stem for path in room.rglob("*.py") if "ipywidgets" in _imports(path)}
    assert users == {"fields", "view"}
    judging = set().union(
        *(_imports(path) for path in room.rglob("*.py") if path.stem not in users)
    )
    assert not judging & {f"p2spp_sim.workbook.exercises.{name}" for name in users}


def _imports(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    named = {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    return named.union(*([a.name for a in n.names] for n in nodes if isinstance(n, ast.Import)))


def test_a_kind_added_as_one_file_is_asked_judged_saved_and_printed(tmp_path: Path) -> None:
    copy = tmp_path / "p2spp_sim"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__", "_data"))
    shutil.copytree(PACKAGE.parent / "exercises", tmp_path / "exercises")
    (tmp_path / "datasets").symlink_to(PACKAGE.parent / "datasets")
    for kind, name, text in RECIPES["An exercise kind"]:
        if kind != "sh":
            write(tmp_path, kind, name, text)
    run = subprocess.run(
        [sys.executable, "-c", USED, str(tmp_path / "hasil")],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
    )
    assert run.returncode == 0, run.stderr
    assert "06-9: low 5000 must lie below high 2000" in run.stdout
    assert "06-9: a mistake known by item never happens in guess; expected: answer" in run.stdout
