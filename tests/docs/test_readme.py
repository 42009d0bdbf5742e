"""What the READMEs show and say is what the package gives."""

import inspect
import re
import runpy
from itertools import pairwise
from operator import attrgetter
from pathlib import Path

import pytest

import p2spp_sim as p2
from p2spp_sim.cli import program
from p2spp_sim.studies.comparison_figures import KINDS
from tests.docs.installed import run, run_command
from tests.docs.pictures import TITLES, drawn, path

ROOT = Path(__file__).resolve().parents[2]
READMES = ("README.md", "README.id.md")
SHORTER = {"evidence": ("--replicates", "2")}  # its numbers are held by tests of their own
FEWER = {"--states": "10", "--sobol": "16"}
OWN_FILES = {"FOLDER", "FILE.pb", "BERKAS.pb", "LIST.xlsx", "DAFTAR.xlsx"}
PAGES = (*READMES, "docs/peneliti.md", "docs/peneliti.id.md")


def text(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def extras_of(word: str) -> tuple[str, ...]:
    """Give the extras that `python3 mulai.py WORD` installs."""
    mulai = runpy.run_path(str(ROOT / "mulai.py"))
    last = mulai["EXTRA_OF_WORD"].get(word, "workbook")
    return mulai["EXTRAS"][: mulai["EXTRAS"].index(last) + 1]


def quoted(page: str) -> list[str]:
    """Give what a page sets in code, samples and words."""
    return [
        sample or word
        for sample, word in re.findall(r"```python\n(.*?)```|`([^`\n]+)`", text(page), re.DOTALL)
    ]


def samples(page: str) -> list[str]:
    """Give the Python of a page, sample by sample."""
    there = re.findall(r"```python\n(.*?)```", text(page), re.DOTALL)
    assert there
    return there


@pytest.mark.parametrize("language", TITLES)
def test_the_picture_is_what_the_library_draws(language):
    assert path(language).read_text(encoding="utf-8") == drawn(language)


@pytest.mark.parametrize("readme", READMES)
def test_every_python_sample_runs_on_what_is_installed(readme, tmp_path):
    for sample in samples(readme):
        ran = run(sample, *extras_of("lab"), folder=tmp_path)
        assert ran.returncode == 0, ran.stderr


def commands(*pages: str) -> list[list[str]]:
    """Give the commands of pages, each once, as words behind `mulai.py`."""
    lines: dict[str, None] = {}
    for page in pages:
        here = re.findall(r"(?:^    |`)python3 mulai\.py ([^#`\n]+)", text(page), re.MULTILINE)
        assert len(here) >= 5, page
        lines |= dict.fromkeys(line.strip() for line in here)
    return [line.split() for line in lines if line]


def is_tested_elsewhere(words: list[str]) -> bool:
    """Tell whether a command opens a door, or wants a file of one's own: these have tests of their own."""
    doors = ("test", "docs", "baca", "lab", "riset", "kelas", "build")
    return words[0] in doors or bool(OWN_FILES & {*words})


def shortened(words: list[str]) -> list[str]:
    """Let a command run with fewer replicates and points."""
    words = [*words, *SHORTER.get(words[0], ())]
    return [FEWER.get(before, word) for before, word in pairwise(["", *words])]


def test_every_command_runs_on_what_is_installed(tmp_path):
    for words in commands(*PAGES):
        if is_tested_elsewhere(words):
            known = words[0] in ("test", "docs", "riset")
            assert known or program._parse(words).command == words[0]
            continue
        ran = run_command(*shortened(words), extras=extras_of(words[0]), folder=tmp_path)
        assert ran.returncode == 0, ran.stderr
        assert ran.stdout


def test_the_study_extra_alone_carries_a_study(tmp_path):
    for line in (
        "what-if W2 --replicates 20 --out w2",
        "sweep wanasari --levers pik_share --grid 2 --to runs/grid",
        "sweep wanasari --levers pik_share,outreach_poor --sobol 2 --to runs/sobol",
        "sensitivity runs/sobol --outcome accepted",
    ):
        ran = run_command(*line.split(), extras=("study",), folder=tmp_path)
        assert ran.returncode == 0, ran.stderr
    assert list(tmp_path.glob("w2/*.xlsx"))


@pytest.mark.parametrize("page", PAGES)
def test_no_command_is_named_that_only_works_inside_the_environment(page):
    assert not re.findall(r"`p2spp [^`]+`", text(page))


@pytest.mark.parametrize("page", PAGES)
def test_every_name_of_the_library_exists_and_takes_what_is_given(page):
    code = " ".join(quoted(page))
    named = set(re.findall(r"\bp2\.([A-Za-z_][\w.]*)", code)) | set(
        re.findall(r"(?<![.\w])((?:World|Comparison)\.\w+)", code)
    )
    assert named
    for name in named:
        attrgetter(name)(p2)
    for name, given in re.findall(r"(?<![\w.])(?:p2\.)?((?:World\.)?\w+)\(([^()]*)\)", code):
        if name.partition(".")[0] in dir(p2):
            known = inspect.signature(attrgetter(name)(p2)).parameters
            assert set(re.findall(r"(\w+)=", given)) <= set(known), name
    for method in re.findall(r"(?:^| )\.(\w+)\(", code):
        assert any(hasattr(kind, method) for kind in (p2.Comparison, p2.Sweep, p2.Fit)), method
    assert set(re.findall(r"figure\(\"(\w+)\"", code)) <= set(KINDS)


@pytest.mark.parametrize("readme", READMES)
def test_every_link_leads_somewhere(readme):
    for target in re.findall(r"\]\(([^)#]+)\)|`([\w/]+\.(?:md|toml|py|bat|cff))`", text(readme)):
        name = next(part for part in target if part)
        assert (ROOT / name).exists() or name.startswith("http"), name
