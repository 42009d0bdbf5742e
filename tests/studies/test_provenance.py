"""A study is of one code: what its numbers hang on is known by file, and a folder of other code is refused."""

import ast
import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import p2spp_sim as p2
from p2spp_sim.studies.design import Design
from p2spp_sim.studies.kept import provenance
from p2spp_sim.studies.kept.manifest import FILES, MANIFEST

PACKAGE = Path(p2.__file__).parent
ROOT = PACKAGE.parent
DESIGN = Design.listed([{"pik_share": share / 10} for share in range(4)])
HALF = """
import sys
import p2spp_sim as p2
from p2spp_sim.studies import sweep
from p2spp_sim.studies.design import Design

sweep._block_runs = lambda _: 1
design = Design.listed([{"pik_share": share / 10} for share in range(4)])
where = {"progress": False, "share": (int(sys.argv[2]), 2)}
print(p2.sweep(design, p2.World.load("tirtamulya"), seed=3, to=sys.argv[1], **where).missing)
"""


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """Copy the package to where it can be edited."""
    for name in ("p2spp_sim", "datasets"):
        shutil.copytree(
            ROOT / name, tmp_path / "copy" / name, ignore=shutil.ignore_patterns("__pycache__")
        )
    return tmp_path / "copy"


def python(root: Path, code: str, *words: object) -> "subprocess.CompletedProcess[str]":
    """Run code with the package that lies there."""
    given = [sys.executable, "-c", code, *map(str, words)]
    env = os.environ | {
        "PYTHONPATH": str(root),
        "PYTHONDONTWRITEBYTECODE": "1",
        "P2SPP_BAHASA": "id",
    }
    return subprocess.run(
        given, env=env, capture_output=True, encoding="utf-8", timeout=120, check=False, cwd=root
    )


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("p2spp_sim/model/village_needs.py", "return 1 - nobody", "return 0.9 - nobody"),
        ("datasets/levers.toml", "[pik_share]", "# another\n[pik_share]"),
        ("datasets/rules/2010.toml", "regime = ", "# another\nregime = "),
    ],
)
def test_two_halves_of_a_study_are_of_one_model(
    copied: Path, tmp_path: Path, file: str, old: str, new: str
) -> None:
    folder = tmp_path / "study"
    assert python(copied, HALF, folder, 0).stdout.strip() == "2"
    edit(copied / file, old, new)
    refused = python(copied, HALF, folder, 1)
    name = {"datasets/rules/2010.toml": "rules"}.get(file, file.removeprefix("p2spp_sim/"))
    assert f"dihitung dengan model lain; yang berbeda: {name}." in refused.stderr
    assert "Pakai folder baru, atau kembali ke kode" in refused.stderr
    assert len(list(folder.glob("part-*"))) == 2


def test_line_ends_of_windows_and_an_edited_unit_are_the_same_model(copied: Path) -> None:
    code = "from p2spp_sim.studies.kept import provenance; print(provenance.files('2010'))"
    before = python(copied, code).stdout
    assert ast.literal_eval(before) == provenance.files("2010")
    for path in (*copied.rglob("*.py"), *copied.rglob("*.toml"), *copied.rglob("*.csv")):
        path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
    (copied / "p2spp_sim/workbook/core/unit.py").write_text("# another")
    (copied / "p2spp_sim/cli/words.py").write_text("# another")
    assert python(copied, code).stdout == before


def test_every_module_that_a_run_loads_is_in_the_model() -> None:
    code = HALF.replace(
        "print(", "print(*(name for name in sys.modules if name.startswith('p2spp_sim.')), '|', "
    )
    with_folder = python(
        ROOT, f"import tempfile, sys; sys.argv[1:] = [tempfile.mkdtemp(), '0']\n{code}"
    )
    signs = (path.parent.relative_to(PACKAGE) for path in PACKAGE.glob("**/__init__.py"))
    rooms = {".".join(("p2spp_sim", *folder.parts)) for folder in signs}
    loaded = {*with_folder.stdout.split("|")[0].split()} - rooms  # whose signs say nothing to a run
    assert "p2spp_sim.year" in loaded
    files = provenance.files("2010")
    shows = {"base/cards.py", "results/columns.py"}  # numbers that are there; they move none
    names = {f"{name.partition('.')[2].replace('.', '/')}.py" for name in loaded}
    assert names - shows <= {*files} and not shows & {*files}
    assert {"__init__.py", "datasets/levers.toml", "rules"} < {*files}
    assert not [name for name in files if name.startswith(("workbook", "cli", "figures", "locale"))]


def test_imports_of_the_package_are_written_so_that_the_model_finds_them() -> None:
    for path in provenance._code():
        text = path.read_text(encoding="utf-8")
        nodes = [
            node
            for node in ast.walk(ast.parse(text))
            if isinstance(node, ast.Import | ast.ImportFrom)
        ]
        written = [
            node
            for node in nodes
            if ast.unparse(node).startswith(("import p2spp_sim", "from p2spp_sim"))
        ]
        assert len(provenance._IMPORT.findall(text)) == len(written), path


def test_what_an_older_version_began_is_read_and_not_gone_on_with(tmp_path: Path) -> None:
    def swept(**more: Any) -> p2.Sweep:
        return p2.sweep(DESIGN, p2.World.load("tirtamulya"), to=tmp_path, progress=False, **more)

    swept()
    path = tmp_path / MANIFEST
    record = json.loads(path.read_text(encoding="utf-8"))
    del record[FILES], record["study"]["model"]
    path.write_text(json.dumps(record), encoding="utf-8")
    with pytest.raises(
        p2.P2sppError, match=r"versi [\d.]+, yang belum mencatat kode modelnya.*tetap dapat dibaca"
    ):
        swept()


def test_code_edited_while_python_runs_is_told_before_anything_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        provenance, "IMPORTED", (PACKAGE / "model/village_needs.py").stat().st_mtime - 0.001
    )
    with pytest.raises(
        p2.P2sppError, match=r"village_needs\.py.* berubah sesudah Python ini dijalankan"
    ):
        p2.sweep(DESIGN, p2.World.load("tirtamulya"), to=tmp_path, progress=False)
    assert not list(tmp_path.iterdir())


def test_a_worker_of_other_code_ends_the_sweep_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Elsewhere(ThreadPoolExecutor):
        def submit(self, task: Any, /, *words: Any, **more: Any) -> Any:
            monkeypatch.setattr(provenance, "packages", lambda: "numpy 1.0")
            return super().submit(task, *words, **more)

    with (
        Elsewhere(1) as pool,
        pytest.raises(p2.P2sppError, match=r"kode, data, atau paket lain \(.*numpy 1\.0 ≠ "),
    ):
        p2.sweep(DESIGN, p2.World.load("tirtamulya"), to=tmp_path, executor=pool, progress=False)
    assert not list(tmp_path.glob("part-*"))
