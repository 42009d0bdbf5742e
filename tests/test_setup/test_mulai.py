"""mulai.py on a small stand-in project: what it makes, what it hands over to, what it says when it cannot."""

import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from .project import STANDIN, copy_pins, make_standin, start

LACKING = f"numpy==2.0 --hash=sha256:{'0' * 64}\n"  # is nowhere, so whoever installs it fails
NO_NETWORK = {
    "PIP_CONFIG_FILE": os.devnull,
    "PIP_RETRIES": "1",
    "PIP_INDEX_URL": "http://127.0.0.1:9",
}


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A prepared stand-in; tests that use it leave it as it is."""
    folder = make_standin(
        tmp_path_factory.mktemp("siap") / "buku kerja"
    )  # a space, as folders on laptops have
    first = start(folder, "test", PATH=with_programs(folder, "chromium-headless-shell"))
    assert first.returncode == 0, first.stdout + first.stderr
    assert "Menyiapkan" in first.stdout
    return folder


@pytest.fixture
def changed(ready: Path, tmp_path: Path) -> Iterator[Path]:
    """The prepared stand-in, for a test that changes it: afterwards it is put back."""
    kept = shutil.copytree(ready, tmp_path / "kept", symlinks=True)
    yield ready
    shutil.rmtree(ready, ignore_errors=True)
    shutil.move(kept, ready)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make_standin(tmp_path / "buku")


def with_programs(folder: Path, *names: str) -> str:
    """Make programs that write their words into a file, and a PATH on which nothing else is found."""
    place = folder / "programs"
    place.mkdir(exist_ok=True)
    for name in names:
        program = place / name
        program.write_text(f'#!/bin/sh\necho {name} "$@" >> "{folder}/called"\n', "utf-8")
        program.chmod(0o755)
    return str(place)


def assert_told(run: subprocess.CompletedProcess[str], indonesian: str, english: str) -> None:
    assert run.returncode == 1
    assert indonesian in run.stderr
    assert english in run.stderr
    assert "Traceback" not in run.stderr


def test_words_go_to_p2spp(ready: Path) -> None:
    run = start(ready, "run", "sumedang", "--seed", "7")
    assert (run.returncode, run.stdout, run.stderr) == (0, "p2spp run sumedang --seed 7\n", "")


def test_exit_status_of_p2spp_is_kept(ready: Path) -> None:
    assert start(ready, "run", FAILING="p2spp").returncode == 1


def test_no_words_open_the_workbook(ready: Path) -> None:
    run = start(ready)
    assert (run.returncode, run.stdout, run.stderr) == (0, "p2spp baca\n", "")


def test_every_check_runs_and_pytest_is_last(ready: Path) -> None:
    run = start(
        ready,
        "test",
        "-k",
        "forum",
        PATH=with_programs(ready, "chromium-headless-shell"),
        FAILING="ruff",
    )
    said = [line for line in run.stdout.splitlines() if line and not line.startswith("==")]
    checks = ["ruff check .", "ruff format --check .", "mypy", "lint-imports"]
    assert said == [
        *checks,
        "pytest -n 2 --dist loadfile --no-loadscope-reorder --durations 10 -k forum",
    ]
    assert run.returncode != 0


def test_the_quick_checks_are_all_but_the_tests(ready: Path) -> None:
    run = start(ready, "lint", PATH=with_programs(ready, "chromium-headless-shell"))
    said = [line for line in run.stdout.splitlines() if line and not line.startswith("==")]
    assert said == ["ruff check .", "ruff format --check .", "mypy", "lint-imports"]
    assert run.returncode == 0


def test_the_site_is_made_anew_and_it_is_said_where_it_lies(changed: Path) -> None:
    old = changed / "site" / "old.html"
    old.parent.mkdir()
    old.touch()
    run = start(changed, "docs", "-W")
    assert run.returncode == 0, run.stderr
    assert re.search(r"^sphinx-build .* \. site -W$", run.stdout, re.MULTILINE), run.stdout
    assert run.stdout.rstrip().endswith(str(changed / "site" / "index.html"))
    assert not old.exists()
    failed = start(changed, "docs", FAILING="sphinx-build")
    assert failed.returncode == 1
    assert "index.html" not in failed.stdout


def test_checks_run_beside_each_other(ready: Path, tmp_path: Path) -> None:
    run = start(
        ready,
        "test",
        PATH=with_programs(ready, "chromium-headless-shell"),
        MEETING=str(tmp_path / "both"),
    )
    assert run.returncode == 0, run.stdout


def test_a_failed_check_is_named_under_each_that_follows(ready: Path) -> None:
    run = start(ready, "test", PATH=with_programs(ready, "chromium-headless-shell"), FAILING="mypy")
    heads = [line for line in run.stdout.splitlines() if line.startswith("==")]
    assert [line.endswith("[gagal / failed: mypy]") for line in heads] == [False] * 3 + [True] * 2


@pytest.mark.parametrize("failing", ["mypy", "lint-imports", "pytest"])
def test_one_failed_check_fails_the_whole(ready: Path, failing: str) -> None:
    assert (
        start(
            ready, "test", PATH=with_programs(ready, "chromium-headless-shell"), FAILING=failing
        ).returncode
        != 0
    )


def test_missing_chromium_is_fetched_only_as_root(ready: Path, tmp_path: Path) -> None:
    start(ready, "test", PATH=with_programs(tmp_path, "apt-get"))
    called = tmp_path / "called"
    asked = called.read_text().splitlines() if called.exists() else []
    as_root = [
        "apt-get update -q",
        "apt-get install -yq --no-install-recommends chromium-headless-shell",
    ]
    assert asked == (as_root if os.geteuid() == 0 else [])


def test_second_start_installs_nothing_and_new_pins_install_again(changed: Path) -> None:
    (changed / "backend.py").unlink()  # whoever installs now, fails
    assert start(changed, "b").stdout == "p2spp b\n"
    (changed / "pins" / "workbook.txt").write_text(LACKING)
    assert_told(start(changed, "c"), "Folder wheels/ rusak", "wheels/ is damaged")
    assert (changed / ".venv").is_dir(), (
        "an environment that was ready is kept when an upgrade fails"
    )
    shutil.copy(STANDIN / "backend.py", changed)
    (changed / "pins" / "workbook.txt").write_text("# other pins\n")
    again = start(changed, "d")
    assert "Menyiapkan" in again.stdout
    assert again.stdout.endswith("p2spp d\n")
    assert start(changed, "e").stdout == "p2spp e\n"


def test_a_copied_environment_outlives_a_failed_start_elsewhere(
    changed: Path, tmp_path: Path
) -> None:
    copied = Path(shutil.copytree(changed, tmp_path / "flash disk", symlinks=True))
    (copied / "pins" / "workbook.txt").write_text(LACKING)  # whoever installs now, fails
    assert_told(start(copied, "b"), "Folder wheels/ rusak", "wheels/ is damaged")
    assert not (copied / ".venv.lama").exists()
    (copied / "pins" / "workbook.txt").write_text("")
    shutil.rmtree(changed)
    back = Path(shutil.move(copied, changed))
    assert start(back, "c").stdout == "p2spp c\n", "back in its place it is as it was"
    assert (back / ".venv").is_dir()


def test_broken_wheels_leave_nothing_behind(tmp_path: Path) -> None:
    (copy_pins(tmp_path) / "wheels").mkdir()
    (tmp_path / "wheels" / "hatchling-1.27.0-py3-none-any.whl").write_bytes(b"cut off")
    assert_told(
        start(tmp_path), "Folder wheels/ rusak atau tidak lengkap.", "damaged or incomplete"
    )
    assert not (tmp_path / ".venv").exists()


def wheel(folder: Path, name: str, text: str) -> str:
    """Write a package of one module into the folder; give the pin with its hash."""
    path = folder / f"{name}-1.0-py3-none-any.whl"
    info = f"{name}-1.0.dist-info"
    files = {
        f"{name}.py": text,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    files[f"{info}/RECORD"] = "".join(f"{each},,\n" for each in [*files, f"{info}/RECORD"])
    with zipfile.ZipFile(path, "w") as archive:
        for each, said in files.items():
            archive.writestr(zipfile.ZipInfo(each), said)  # always of the same date
    return f"{name}==1.0 --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


def test_a_package_that_is_not_the_recorded_one_is_refused_with_its_name(project: Path) -> None:
    pin = wheel(project / "wheels", "paket", "asli = True")
    (project / "pins" / "workbook.txt").write_text(pin)
    wheel(project / "wheels", "paket", "asli = False")
    refused = start(project, "a")
    assert_told(refused, "lain dari yang tercatat di pins/", "is not the one recorded in pins/")
    assert "paket==1.0" in refused.stderr
    assert not (project / ".venv").exists()
    wheel(project / "wheels", "paket", "asli = True")
    assert start(project, "a").stdout.endswith("p2spp a\n")


@pytest.mark.parametrize(
    ("word", "files", "then"),
    [
        ("run", "workbook", "p2spp run"),
        ("sweep", "workbook study", "p2spp sweep"),
        ("sensitivity", "workbook study", "p2spp sensitivity"),
        ("riset", "workbook study", "p2spp lab"),
        ("docs", "workbook study docs", "sphinx-build -q"),
        ("test", "workbook study docs test", "ruff check ."),
    ],
)
def test_a_word_brings_the_packages_that_it_needs(
    changed: Path, word: str, files: str, then: str
) -> None:
    stamp = changed / ".venv" / "p2spp-siap.txt"
    folder, pins, _ = stamp.read_text("utf-8").split("\n")
    stamp.write_text(f"{folder}\n{pins}\n", "utf-8")  # as if nothing were in it yet
    run = start(changed, word, PATH=with_programs(changed, "chromium-headless-shell"))
    assert f"\n{then}" in run.stdout, run.stdout + run.stderr
    assert stamp.read_text("utf-8").splitlines()[2] == files
    assert "Menyiapkan" not in start(changed, "run").stdout, (
        "what is there stays when a word needs less"
    )


def test_a_stamp_that_a_power_cut_emptied_is_made_anew(project: Path) -> None:
    (project / "pins" / "workbook.txt").write_text(wheel(project / "wheels", "paket", "ada = True"))
    start(project, "a")
    stamp = project / ".venv" / "p2spp-siap.txt"
    whole = stamp.read_text("utf-8")
    for left in ("", "\0" * 40):
        stamp.write_text(left, "utf-8")
        assert start(project, "a").stdout.endswith("p2spp a\n")
        assert stamp.read_text("utf-8") == whole


def test_no_internet_leaves_nothing_behind(tmp_path: Path) -> None:
    assert_told(start(copy_pins(tmp_path), **NO_NETWORK), "Tidak ada internet", "No internet")
    assert not (tmp_path / ".venv").exists()


@pytest.mark.parametrize(
    ("lacking", "indonesian", "english"),
    [
        ("sys.version_info = (3, 9, 2)", "Perlu Python 3.11", "Python 3.11 or newer is needed"),
        ("sys.modules['ensurepip'] = None", "Perlu modul venv", "module venv is needed"),
        (
            "import shutil; shutil.disk_usage = lambda p: shutil._ntuple_diskusage(10**9, 9 * 10**8, 10**8)",
            "Ruang disk kurang",
            "The disk is full",
        ),
    ],
)
def test_what_is_lacking_is_named(
    project: Path, lacking: str, indonesian: str, english: str
) -> None:
    assert_told(start(project, before=lacking), indonesian, english)
    assert not (project / ".venv").exists()


def test_ctrl_c_while_preparing_is_quiet_and_leaves_nothing(project: Path) -> None:
    with subprocess.Popen(
        [sys.executable, str(project / "mulai.py")],
        env=os.environ | {"HANGING": "yes"},
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    ) as run:
        while not (project / "building").exists() and run.poll() is None:
            time.sleep(0.05)
        os.killpg(run.pid, signal.SIGINT)
        _, said = run.communicate()
    assert run.returncode == 130
    assert said.split("\n") == ["Persiapan dihentikan.", "Preparing was stopped.", ""]
    assert not (project / ".venv").exists()
