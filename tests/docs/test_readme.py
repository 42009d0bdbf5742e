"""What the READMEs show and say is what the package gives."""

import inspect
import os
import re
import subprocess
import sys
from operator import attrgetter
from pathlib import Path

import pytest

import p2spp_sim as p2
from p2spp_sim.cli import program
from p2spp_sim.figures.pair import KINDS
from tests.docs.pictures import TITLES, drawn, path

ROOT = Path(__file__).resolve().parents[2]
READMES = ("README.md", "README.id.md")
PAGES = (*READMES, "docs/peneliti.md", "docs/peneliti.id.md")


def text(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def quoted(page: str) -> list[str]:
    """Give what a page sets in code, samples and words."""
    return [sample or word for sample, word in re.findall(r"```python\n(.*?)```|`([^`\n]+)`", text(page), re.DOTALL)]


@pytest.fixture(autouse=True)
def indonesian_again():
    yield
    p2.set_language("id")


@pytest.mark.parametrize("language", TITLES)
def test_the_picture_is_what_the_library_draws(language):
    assert path(language).read_text(encoding="utf-8") == drawn(language)


@pytest.mark.parametrize("readme", READMES)
def test_every_python_sample_runs(readme, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    samples = re.findall(r"```python\n(.*?)```", text(readme), re.DOTALL)
    assert samples
    for sample in samples:
        exec(compile(sample, readme, "exec"), {})


def test_every_command_runs(tmp_path):
    found = {page: re.findall(r"(?:^    |`)python3 mulai\.py ([^#`\n]+)", text(page), re.MULTILINE) for page in PAGES}
    assert all(len(commands) >= 5 for commands in found.values())
    for line in filter(None, dict.fromkeys(line.strip() for lines in found.values() for line in lines)):
        words = line.split()
        if words[0] in ("test", "kelas", "build") or "FOLDER" in words:  # what these do has tests of its own
            assert words == ["test"] or program._parse(words).command == words[0]
            continue
        run = subprocess.run(
            [sys.executable, "-m", "p2spp_sim", *words],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )
        assert run.returncode == 0, run.stderr
        assert run.stdout


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
        assert any(hasattr(kind, method) for kind in (p2.Comparison, p2.Sweep)), method
    assert set(re.findall(r"figure\(\"(\w+)\"", code)) <= set(KINDS)


@pytest.mark.parametrize("readme", READMES)
def test_every_link_leads_somewhere(readme):
    for target in re.findall(r"\]\(([^)#]+)\)|`([\w/]+\.(?:md|toml|py|bat|cff))`", text(readme)):
        name = next(part for part in target if part)
        assert (ROOT / name).exists() or name.startswith("http"), name
