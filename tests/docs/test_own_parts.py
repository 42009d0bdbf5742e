"""The pages on parts of one's own do what they say, and lines are counted as they say."""

import re
from pathlib import Path
from typing import Any

import pytest

import p2spp_sim as p2

ROOT = Path(__file__).resolve().parents[2]
FILES = {
    "indikator": "theil.py",
    "saringan": "kecil.py",
    "kriteria": "desa_miskin.py",
    "cara_memilih": "undian.py",
    "perubahan": "swadaya.py",
}
PAGES = ["bagian", *(f"bagian/{name}" for name in FILES)]


def blocks(page: str) -> list[str]:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    return re.findall(r"```python\n(.*?)```", text, re.DOTALL)


def lines(code: str) -> int:
    """Count lines that are neither blank nor comment nor import."""
    apart = ("#", "import ", "from ")
    return sum(bool(line.strip()) and not line.startswith(apart) for line in code.splitlines())


@pytest.fixture(autouse=True)
def nothing_stays(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    monkeypatch.chdir(tmp_path)
    yield
    p2.parts.remove()


@pytest.mark.parametrize("page", PAGES)
def test_both_pages_show_the_same_code(page: str) -> None:
    assert blocks(f"{page}.md") == blocks(f"{page}.id.md") != []


@pytest.mark.parametrize(("page", "file"), FILES.items())
def test_every_example_runs(page: str, file: str, tmp_path: Path) -> None:
    declared, used = blocks(f"bagian/{page}.md")
    assert f"`{file}`" in (ROOT / f"docs/bagian/{page}.md").read_text(encoding="utf-8")
    (tmp_path / file).write_text(declared, encoding="utf-8")
    exec(compile(used, page, "exec"), {})


def test_the_indicator_that_is_data_can_be_asked_of_a_group(tmp_path: Path) -> None:
    (shown,) = {
        re.search(
            r"```toml\n(.*?)```", (ROOT / f"docs/bagian/{page}").read_text("utf-8"), re.DOTALL
        )[1]
        for page in ("indikator.md", "indikator.id.md")
    }
    (tmp_path / "perempuan.toml").write_text(shown, encoding="utf-8")
    p2.parts.load("perempuan.toml")
    run = p2.run_year(p2.World.load("wanasari"), p2.Scenario.load("2010"), seed=7)
    built = run.indicators(by="kecamatan").query("key == 'women_built'")
    assert len(built) == 7 and built["count"].between(0, 1).all()


def test_the_study_of_the_first_page_grows() -> None:
    names: dict[str, Any] = {}
    exec(compile(blocks("bagian.md")[0], "bagian.md", "exec"), names)
    assert [stage["replicates"] for stage in names["study"].manifest["grown"]] == [2, 2, 2]
    assert sorted(names["settled"]["n"].unique()) == [8, 16, 32]
    assert names["pairs"][["lever", "other"]].to_numpy().tolist() == [
        ["pik_share", "outreach_poor"]
    ]


def test_lines_beside_another_package_are_counted() -> None:
    ema = (ROOT / "tests/docs/ema_theil.py").read_text(encoding="utf-8")
    index, study = ema.partition("# the index\n")[2].split("# the study\n")
    ours = [lines(code.partition("assert")[0]) for code in blocks("bagian/indikator.md")]
    table = (ROOT / "docs/bagian/indikator.md").read_text(encoding="utf-8")
    for name, told in (("this package", ours), ("EMA Workbench", [lines(index), lines(study)])):
        row = next(line for line in table.splitlines() if line.startswith(f"| {name} |"))
        assert [int(n) for n in re.findall(r"\| (\d+)\b", row)] == told, name
