"""What the guides of trainers and facilitators tell to type is understood, and what they quote is what is said."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

from p2spp_sim.cli import main
from p2spp_sim.cli.program import _parse

ROOT = Path(__file__).resolve().parents[2]
GUIDES = ("pelatih", "fasilitator")


def guide(name: str, ending: str) -> str:
    return (ROOT / "docs" / f"{name}{ending}").read_text(encoding="utf-8")


def commands(text: str) -> list[list[str]]:
    """List the words after mulai.py, in running text and in samples."""
    matches = re.findall(
        r"`python3 mulai\.py( [^`]+)?`|^    python3 mulai\.py (.+?)(?: +#.*)?$", text, re.MULTILINE
    )
    return [(short or line).split() for short, line in matches if (short or line)]


@pytest.mark.parametrize("name", GUIDES)
def test_every_command_is_understood_and_the_same_in_both_languages(name: str) -> None:
    indonesian, english = (commands(guide(name, ending)) for ending in (".id.md", ".md"))
    assert indonesian and indonesian == english
    for words in indonesian:
        assert _parse(words).command == words[0]


def test_a_village_is_checked_as_the_guide_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for words in commands(guide("fasilitator", ".id.md")):
        assert main(words) == 0, words
    assert (tmp_path / "temuan.xlsx").is_file() and "lampu" not in capsys.readouterr().err


@pytest.mark.parametrize(("ending", "place"), [(".id.md", 0), (".md", 1)])
def test_what_the_guide_quotes_of_a_failed_start_is_what_is_said(ending: str, place: int) -> None:
    messages = runpy.run_path(str(ROOT / "mulai.py"))["TOLD"]
    for cause in ("wheels", "net", "hashes"):
        assert f"“{messages[cause][place]}”" in guide("pelatih", ending)


@pytest.mark.parametrize("name", GUIDES)
@pytest.mark.parametrize("ending", [".id.md", ".md"])
def test_results_are_where_the_guide_says(name: str, ending: str) -> None:
    folders = set(re.findall(r"`([\w/]*hasil)[/`]", guide(name, ending)))
    assert folders == {"notebooks/hasil"}
