"""The page of results as data runs as it stands, and the column dictionary is what is declared."""

import re
from pathlib import Path

import pytest

from p2spp_sim.base.language import set_language
from tests.docs import columns

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGES = ("data.md", "data.id.md")


def samples(page: str) -> list[str]:
    return re.findall(r"```python\n(.*?)```", (DOCS / page).read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("language", columns.PAGES)
def test_the_column_dictionary_is_what_is_declared(language):
    assert columns.PAGES[language].read_text(encoding="utf-8") == columns.page(language)


def test_every_sample_runs_in_its_order_and_both_languages_show_the_same(
    tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    set_language("id")
    names: dict[str, object] = {}
    for sample in samples(PAGES[0]):
        exec(compile(sample, PAGES[0], "exec"), names)
    said = capsys.readouterr().out
    assert "poorest_fifth" in said and "Sweep(" in said and "bukan ramalan" in said
    assert {"figure1.pdf", "figure1.svg", "panel.parquet"} <= {p.name for p in tmp_path.iterdir()}
    words = re.compile(r'"[^"]*"')
    assert [words.sub("", sample) for sample in samples(PAGES[0])] == [
        words.sub("", sample) for sample in samples(PAGES[1])
    ]
