"""`p2spp buku` writes the workbook into a folder whole or not at all; from there it is opened, not from the package."""

import re
import shutil
from pathlib import Path

import pytest

from p2spp_sim.base import files
from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.files import data_path
from p2spp_sim.cli import buku, lab, main


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("buku") / "baru" / "buku"
    assert main(["buku", str(folder)]) == 0
    return folder


def test_it_holds_every_notebook_and_what_they_link_to(written: Path) -> None:
    def notebooks(root: Path) -> set[str]:
        return {path.relative_to(root).as_posix() for path in root.glob("notebooks/**/*.ipynb")}

    assert notebooks(written) == notebooks(data_path()) and len(notebooks(written)) > 30
    assert not list(written.glob("**/hasil")) and not list(written.parent.glob(".*"))
    for page in written.glob("notebooks/**/*.ipynb"):
        for target in re.findall(r"\]\((\.\./[^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), (page.name, target)


def test_a_folder_that_holds_something_is_left_as_it_is(
    written: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path: path.stat().st_mtime_ns for path in written.rglob("*")}
    assert main(["buku", str(written)]) == 2
    assert "sudah berisi" in capsys.readouterr().err
    assert {path: path.stat().st_mtime_ns for path in written.rglob("*")} == before


def test_cut_off_it_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", "buku")

    monkeypatch.setattr(shutil, "copy", full)
    assert main(["buku", str(tmp_path / "buku")]) == 2
    assert list(tmp_path.iterdir()) == []


def test_from_a_wheel_only_a_folder_of_ones_own_is_opened(
    written: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "p2spp_sim"
    (package / "_data").mkdir(parents=True)
    for name in buku.FOLDERS:
        shutil.copytree(data_path(name), package / "_data" / name, ignore=buku.LEFT_OUT)
    monkeypatch.setattr(files, "_PACKAGE", package)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(P2sppError, match="p2spp buku FOLDER"):
        lab.start_page()
    monkeypatch.chdir(written)
    assert lab.start_page() == written / "notebooks" / "mulai.ipynb"
