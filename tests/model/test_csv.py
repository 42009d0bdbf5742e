"""A CSV that is opened in a spreadsheet computes nothing, and can be read back as it was written."""

# ruff: noqa: RUF001
from __future__ import annotations

import csv
import io

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from p2spp_sim.results.excel import as_csv, as_written

FORMULAS = [
    "=1+1", "+cmd", "-cmd", "@x", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠x", "  =1", "a;=1", "a\n=1", "a\t@x", "'=1",
    "''=1", "=cmd|' /C calc'!A0", "+62 812", ";-x", "\t", "\r",
]  # fmt: skip
BEGINS = tuple("=+-@＝＋－＠\t\r")


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode(), newline="")))[1:]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_begins_as_a_formula_and_the_text_comes_back(text: str) -> None:
    ((cell, number),) = read(as_csv(pd.DataFrame({"a": [text], "n": [-3]})))
    assert number == "-3"
    for part in (cell, *cell.replace("\n", ";").split(";")):
        assert not part.lstrip(" ").startswith(BEGINS)
    assert as_written(cell) == text


@given(st.lists(st.text(alphabet="'=+-@;\t\r\n a1,\"＝", max_size=8), min_size=1, max_size=5))
def test_any_text_comes_back(texts: list[str]) -> None:
    cells = read(
        as_csv(pd.DataFrame({"n": range(len(texts)), "a": pd.Series(texts, dtype=object)}))
    )
    assert [as_written(cell) for _, cell in cells] == texts


def test_numbers_stay_numbers() -> None:
    table = pd.DataFrame(
        {
            "a": [-1, 2],
            "b": [-1.5, float("nan")],
            "c": ["-5", "-5,3%"],
            "d": [1, None],
            "e": ["–", ""],
        }
    )
    table["d"] = table["d"].astype(object)
    assert as_csv(table).decode() == 'a,b,c,d,e\n-1,-1.5,-5,1.0,–\n2,,"-5,3%",,\n'
    assert as_csv(table[:0]).decode() == "a,b,c,d,e\n"
