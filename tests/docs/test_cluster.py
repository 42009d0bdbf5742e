"""The page on clusters does what it says: its code is run, on a cluster of this one machine."""

import re
from pathlib import Path
from typing import Any

import pytest

from p2spp_sim.world.stack import VILLAGES

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("docs/klaster.md", "docs/klaster.id.md")


def blocks(page: str, language: str) -> list[str]:
    return re.findall(
        rf"```{language}\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL
    )


def test_both_pages_show_the_same_code():
    assert len(blocks(PAGES[0], "python")) == 8
    for language in ("python", "sh"):
        assert blocks(PAGES[0], language) == blocks(PAGES[1], language) != []


def test_the_code_runs_from_top_to_bottom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    for block in blocks(PAGES[0], "python"):
        exec(compile(block, PAGES[0], "exec"), names)
    for key in ("here", "on_dask", "merged", "study"):
        assert names[key].failures == () and names[key].missing == 0, key
    assert names["study"].design.points == names["design"].points
    assert len(names["here"].frame()) == 240
    parts = [
        {path.name: path.read_bytes() for path in Path("runs", name).glob("part-*")}
        for name in ("pik", "dask")
    ]
    assert parts[0] == parts[1] and len(parts[0]) > 1


@pytest.mark.parametrize("page", PAGES)
def test_what_the_page_points_at_is_there(page: str):
    text = (ROOT / page).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        assert (ROOT / "docs" / target).exists(), target
    for target in re.findall(r"(benchmarks/[\w./]+\.(?:md|py))", text):
        assert (ROOT / target).exists(), target
    alone = f"{VILLAGES // 2:,}"  # villages of a world beyond which no two copies make a stack
    assert (alone if page == PAGES[0] else alone.replace(",", ".")) in text
    assert "`sweep.10000`" in text and "`sweep.10000`" in (ROOT / "benchmarks/README.md").read_text(
        encoding="utf-8"
    )
