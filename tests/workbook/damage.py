"""Result files as disks, editors and hostile hands leave them: real ones, changed at random places."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

from p2spp_sim.workbook.core.unit import open_unit

UNITS = ("02", "03", "05", "09", "10", "11")
_VALUES: tuple[Any, ...] = (
    None, True, -1, 0, 1.5, 10**30, -(10**30), 1e308, "", "x", "1e999", "2026-99-99", "é\u0000", "x" * 3000, "=1+1",
    [], [[]], [None], {}, {"": {}}, {"a": [1, {"b": None}]}, [["S1"], 3], {"S1": []}, "NaN", "-1", ["", ""], [{}],
)  # fmt: skip
_WORDS = (
    b"1e999", b"NaN", b"-Infinity", b'"\\ud83c"', b"\xe9", b"\xff\xfe", b"\x00", b"[" * 3000, b'{"a":' * 900,
    b'{"a": 1, "a": 2}', b"9" * 5000, b'"' + b"y" * 70_000 + b'"', b"{}", b"[]", b"null", b"}",
    b'"versi": 99,', b"true",
)  # fmt: skip


def originals(folder: Path) -> list[bytes]:
    """Write what a learner who solved units leaves, and a form of the test; give the files."""
    found = []
    for code in UNITS:
        unit = open_unit(code, learner="K1-01", results=folder, edition="solved")
        for question in unit.bank.questions:
            unit.exercise(question.id)
        for name in unit.parts.boards:
            board = unit.board(name)
            if hasattr(board, "values"):
                unit.progress.put(board.key, board.values)
        found.append(unit.progress.path.read_bytes().replace(b'"solved"', b'"participant"'))
    record = json.loads(found[0])
    answers = {"mulai": "2026-11-24T08:00:00", "soal": 3, "jawaban": {"a": "b"}}
    return [*found, json.dumps({**record, "unit": "tesawal", "isi": {"tes": answers}}).encode()]


def damaged(content: bytes, chance: random.Random) -> bytes:
    """Change a file at one to three places: in its bytes, or in what they mean."""
    for _ in range(chance.randint(1, 3)):
        content = chance.choice((_in_bytes, _in_words, _in_meaning, _in_meaning))(content, chance)
    return content


def _in_bytes(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content) + 1)
    end = min(at + chance.choice((0, 1, 4, 400)), len(content))
    return content[:at] + chance.randbytes(chance.choice((0, 1, 3))) + content[end:]


def _in_words(content: bytes, chance: random.Random) -> bytes:
    """Put a hostile word where a value stands."""
    starts = [at for at, sign in enumerate(content) if sign in b":,["]
    at = chance.choice(starts or [0]) + 1
    end = next((at + n for n, sign in enumerate(content[at:]) if sign in b",]}\n"), at)
    return content[:at] + chance.choice(_WORDS) + content[end:]


def _in_meaning(content: bytes, chance: random.Random) -> bytes:
    """Put another value somewhere in a file that is still whole."""
    try:
        record = json.loads(content)
        places = list(_places(record))
        holder, key = chance.choice(places)
        holder[key] = chance.choice(_VALUES)
        return json.dumps(record).encode()
    except (ValueError, RecursionError, IndexError):
        return _in_bytes(content, chance)


def _places(value: Any) -> Any:
    inside = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for key, one in list(inside):
        yield value, key
        yield from _places(one)
