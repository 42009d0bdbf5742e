"""What the page on the trainer's review names is there, and every row says how it stands."""

import re
from pathlib import Path

import msgspec

from p2spp_sim.workbook.box.contents import contents
from p2spp_sim.workbook.exercises.bank import banks
from p2spp_sim.workbook.quiz.quiz import load_test

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "tinjauan.md").read_text("utf-8")
STATES = {"diperbaiki", "sebagian", "ditolak", "terbuka", "tetap"}


def places() -> set[str]:
    """Name all that a row can point to, other than files."""
    named = {f"kotak:{item.key}" for item in contents().item}
    named |= {f"tes:{task.key}" for task in load_test().tasks}
    for bank in banks():
        code = bank.unit.code
        named |= {question.id for question in bank.questions}
        cells = msgspec.json.decode((ROOT / "notebooks" / bank.unit.notebook).read_bytes())["cells"]
        named |= {cell["id"] for cell in cells}
        boards = re.findall(r'unit\.papan\("?(\w*)"?\)', "".join(map(str, cells)).replace("\\", ""))
        named |= {f"{code}/{board or 'papan'}" for board in boards}
    return named


def test_every_place_that_the_page_names_is_there() -> None:
    known = places()
    named = set(re.findall(r"`([^`]+)`", PAGE.partition("## 0.")[2])) - {"wheels/"}
    assert len(named) > 150
    assert [name for name in named if name not in known and not (ROOT / name).exists()] == []


def test_every_row_says_how_it_stands_and_where() -> None:
    rows = [line.strip("| ").split(" | ") for line in PAGE.partition("## 0.")[2].splitlines()]
    kept = [row for row in rows if len(row) > 1 and row[1] not in ("Keadaan", "---")]
    assert len(kept) > 200
    assert [row for row in kept if row[1] not in STATES] == []
    assert [row for row in kept if row[1] != "tetap" and not any(row[2:])] == []
