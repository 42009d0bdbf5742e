"""What the pages promise, from the built wheel, in a folder elsewhere, with only the extra that they name.

Under every Python from 3.11 on that this machine has; each makes two environments and asks the package registry.
"""

import os
import re
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from tests.docs.test_cluster import PAGES as CLUSTER
from tests.docs.test_cluster import blocks
from tests.docs.test_own_parts import FILES
from tests.docs.test_own_parts import blocks as own_parts_blocks
from tests.docs.test_readme import (
    PAGES,
    READMES,
    commands,
    extras_of,
    is_tested_elsewhere,
    samples,
    shortened,
)

ROOT = Path(__file__).resolve().parents[2]
OLDEST, NEWEST = (3, 11), (3, 13)
PATIENCE_S = 120


def pythons() -> dict[str, str]:
    """Find a Python of every version: this one, and those that pyenv keeps."""
    found = {"{}.{}".format(*sys.version_info): sys.executable}
    versions = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"), "versions")
    for path in sorted(versions.glob("3.*/bin/python")):
        number = re.match(r"3\.\d+", path.parts[-3])
        assert number
        if OLDEST <= tuple(map(int, number[0].split("."))) <= NEWEST:
            found.setdefault(number[0], str(path))
    return found


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(place)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (made,) = place.glob("*.whl")
    return made


@pytest.fixture(scope="module", params=sorted(pythons()))
def python(request: pytest.FixtureRequest) -> str:
    return pythons()[request.param]


def environment(python: str, wheel: Path, extra: str, place: Path) -> Path:
    subprocess.run([python, "-m", "venv", str(place)], check=True)
    ours = place / ("Scripts" if os.name == "nt" else "bin") / "python"
    install = [str(ours), "-m", "pip", "install", "-q", "-c", str(ROOT / "constraints.txt")]
    subprocess.run([*install, f"p2spp-sim[{extra}] @ {wheel.as_uri()}"], check=True)
    return ours


@pytest.fixture(scope="module")
def workbook(python: str, wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return environment(python, wheel, "workbook", tmp_path_factory.mktemp("workbook") / "env")


@pytest.fixture(scope="module")
def study(python: str, wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return environment(python, wheel, "study", tmp_path_factory.mktemp("study") / "env")


def run(python: Path, *words: str, folder: Path) -> str:
    env = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    env["HOME"] = str(folder)  # where nobody has been before
    ran = subprocess.run(
        [str(python), *words], cwd=folder, env=env, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, (words, ran.stderr)
    return ran.stdout


def test_the_workbook_alone_runs_what_needs_no_study(workbook: Path, tmp_path: Path) -> None:
    for page in READMES:
        for sample in samples(page):
            run(workbook, "-c", sample, folder=tmp_path)
    for words in commands(*PAGES):
        if "study" not in extras_of(words[0]) and not is_tested_elsewhere(words):
            assert run(workbook, "-m", "p2spp_sim", *shortened(words), folder=tmp_path)
    assert list(tmp_path.glob("hasil/pik.svg"))


def test_the_book_it_writes_is_opened_from_its_folder(workbook: Path, tmp_path: Path) -> None:
    run(workbook, "-m", "p2spp_sim", "buku", "buku", folder=tmp_path)
    door = subprocess.Popen(
        [str(workbook), "-m", "p2spp_sim", "baca", "--no-browser", "--bahasa", "en"],
        cwd=tmp_path / "buku",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert door.stdout
        said = ""
        while not (address := re.search(r"http://\S+", said)):
            said += door.stdout.readline()
            assert door.poll() is None, said
        visitor = build_opener(HTTPCookieProcessor())  # the key in the address becomes a cookie
        end = time.monotonic() + PATIENCE_S
        shown = ""
        while "Unit" not in shown and time.monotonic() < end:
            with visitor.open(address[0]) as page:
                shown = page.read().decode()
        assert "P2SPP" in shown
    finally:
        door.terminate()
        door.wait(PATIENCE_S)


def test_the_extra_of_studies_alone_runs_every_study(study: Path, tmp_path: Path) -> None:
    for page in READMES:
        for sample in samples(page):
            run(study, "-c", sample, folder=tmp_path)
    for words in commands(*PAGES):
        if words[0] in ("what-if", "sweep", "sensitivity") and not is_tested_elsewhere(words):
            assert run(study, "-m", "p2spp_sim", *shortened(words), folder=tmp_path)
    run(
        study,
        "-m",
        "p2spp_sim",
        *["what-if", "W2", "--replicates", "20", "--out", "w2"],
        folder=tmp_path,
    )
    assert list(tmp_path.glob("w2/*.xlsx"))
    assert " now." in run(
        study,
        "-m",
        "p2spp_sim",
        *["sweep", "--compact", "runs/sobol", "--bahasa", "en"],
        folder=tmp_path,
    ).replace("\n", " ")


def test_the_page_on_clusters_runs_on_it(study: Path, tmp_path: Path) -> None:
    script = tmp_path / "page.py"
    lines = "\n".join(blocks(CLUSTER[0], "python")).splitlines()
    script.write_text(
        "if __name__ == '__main__':\n" + "\n".join(f"    {line}" for line in lines), "utf-8"
    )
    run(study, str(script), folder=tmp_path)


def test_the_pages_on_data_and_on_parts_of_ones_own_run_on_it(study: Path, tmp_path: Path) -> None:
    shown = [block for block in own_parts_blocks("data.md") if "to_ema()" not in block]
    run(study, "-c", "\n".join(shown), folder=tmp_path)
    run(study, "-c", own_parts_blocks("bagian.md")[0], folder=tmp_path)
    for page, file in FILES.items():
        declared, used = own_parts_blocks(f"bagian/{page}.md")
        (tmp_path / file).write_text(declared, encoding="utf-8")
        run(study, "-c", used, folder=tmp_path)


def test_what_an_extra_does_not_bring_is_said_in_words(study: Path, tmp_path: Path) -> None:
    run(study, "-m", "p2spp_sim", "buku", "buku", folder=tmp_path)
    for words in (["baca"], ["lab"], ["kelas"], ["kotak", "meja"]):
        refused = subprocess.run(
            [str(study), "-m", "p2spp_sim", *words, "--bahasa", "en"],
            cwd=tmp_path / "buku",
            capture_output=True,
            text=True,
            check=False,
        )
        assert refused.returncode != 0 and "p2spp-sim[workbook]" in refused.stderr, words
        assert "Traceback" not in refused.stderr
