"""A result file: what it holds, and the one place where one is read, whoever it comes from."""

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import field

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.files import whole
from p2spp_sim.base.language import tr

ExerciseState = Literal[
    "belum_dijawab", "petunjuk", "hampir", "coba_lagi", "benar"
]  # of an exercise
START = "mulai"
PAGES = (
    START,
    "rapat",
    "selaras",
    "rantai",
    "kabupaten",
    "papan_kelas",
)  # notebooks that are no units: no bank, no editions
VERSION = 3
LARGEST = 4_000_000  # bytes; the fullest file of a unit has some ten thousand
_DEEPEST = 24  # levels inside each other; boards need six
_MOST = 2**63  # as far as a whole number goes anywhere in this library
TEST = "tes"  # the part of a form of the test; begins the names of its units
_EXERCISE = re.compile(r"\d\d-\d+")  # the names of exercises

# What an older file lacks: version 1 did not say which edition it comes from, version 2 how often it was saved.
MIGRATIONS: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {
    1: lambda old: {**old, "edisi": "participant"},
    2: lambda old: {**old, "simpanan": 0, "jejak": {}},
}

_Word = Annotated[str, msgspec.Meta(max_length=60)]
_Count = Annotated[int, msgspec.Meta(ge=0, le=1_000_000_000)]
_Moment = Annotated[str, msgspec.Meta(pattern=r"^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)?$")]
Given = str | int | float | list[str] | dict[str, str | int | float | None] | None


class Damaged(P2sppError):
    """A file that cannot be a result file as it was written; says why."""


class ExerciseRecord(msgspec.Struct, frozen=True):
    """What is saved of an exercise; older files may lack any of it."""

    answer: Given = field(default=None, name="jawaban")
    state: ExerciseState = field(default="belum_dijawab", name="status")
    tries: _Count = field(default=0, name="percobaan")
    hints: _Count = field(default=0, name="petunjuk")
    solved: bool = field(default=False, name="tuntas")
    points: int | float = field(default=0, name="nilai")


class QuizRecord(msgspec.Struct, frozen=True):
    """What is saved of a test: when it was begun, the item on the screen, options by item, and which form it is."""

    begun: _Moment = field(default="", name="mulai")
    at: _Count = field(default=0, name="soal")
    answers: dict[str, str] = field(default_factory=dict, name="jawaban")
    form: _Word = field(default="", name="bentuk")


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """A result file.

    Parameters
    ----------
    version : of the format.
    unit, learner, edition : of which unit, whose, and of which edition.
    restarts : how often the unit was begun afresh.
    saved : when it was saved, by the clock of that machine.
    saves : how often it was saved, on whatever machines; 0 before that was counted.
    trail : the last count of each page that saved it, which tells whether a copy came out of another.
    content : the parts, by name.
    """

    version: int = field(default=VERSION, name="versi")
    unit: _Word
    learner: _Word = field(default="", name="peserta")
    edition: _Word = field(name="edisi")
    restarts: _Count = field(default=0, name="mulai_ulang")
    saved: _Word = field(default="", name="disimpan")
    saves: _Count = field(default=0, name="simpanan")
    trail: dict[_Word, _Count] = field(default_factory=dict, name="jejak")
    content: dict[str, dict[str, Any]] = field(name="isi")

    def exercise(self, key: str) -> ExerciseRecord:
        """Give what is saved of an exercise."""
        return msgspec.convert(self.content.get(key, {}), ExerciseRecord)

    @property
    def test(self) -> QuizRecord:
        """What is saved of the test of this moment."""
        return msgspec.convert(self.content.get(TEST, {}), QuizRecord)

    @property
    def age(self) -> tuple[int, str]:
        """What tells which of two copies is newer: the count, then the clock."""
        return self.saves, self.saved

    def came_out_of(self, older: "Record") -> bool:
        """Tell whether a copy that is not newer is an earlier state of this one; two that went apart are not."""
        if not older.saves:  # saved when nobody counted: there is only the clock
            return older.saved <= self.saved
        page = max(older.trail, key=lambda name: older.trail[name], default="")
        if page not in self.trail:
            return self.content == older.content or older.saves < min(
                self.trail.values(), default=0
            )
        return self.trail[page] >= older.saves


def read(path: Path) -> Record:
    """Read a result file, of this version or an older one.

    Raises
    ------
    Damaged : it is no file, or not as any result file was ever written.
    P2sppError : it comes from a newer workbook, or cannot be opened now.
    """
    try:
        if path.is_symlink() or not path.is_file():
            raise Damaged(tr("itu folder atau tautan, bukan berkas."))
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise P2sppError(tr("tidak dapat dibuka ({sebab}).").format(sebab=why(error))) from error
    if len(content) > LARGEST:
        raise Damaged(tr("terlalu besar untuk berkas hasil."))
    try:
        return _parsed(content)
    except (msgspec.ValidationError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise Damaged(tr("isinya rusak atau bukan berkas hasil.")) from error


def why(error: OSError) -> str:
    """Say why the system refused."""
    return error.strerror or type(error).__name__


def _parsed(content: bytes) -> Record:
    raw = json.loads(content.decode("utf-8-sig"), object_pairs_hook=_once)
    if isinstance(raw["versi"], int) and raw["versi"] > VERSION:
        raise P2sppError(tr("dibuat buku kerja yang lebih baru; perbarui buku kerja ini."))
    record = msgspec.convert(migrated(tidy(raw, _unchanged)), Record)
    for name in filter(_EXERCISE.fullmatch, record.content):
        record.exercise(name)
    if record.unit.startswith(TEST):
        _ = record.test
    return record


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Take an object whose every key stands in it once."""
    content = dict(pairs)
    if len(content) != len(pairs):
        raise ValueError("a key twice")
    return content


def migrated(record: dict[str, Any]) -> dict[str, Any]:
    """Bring a record of an older version to this one, step by step.

    Raises
    ------
    KeyError : a version that never was.
    """
    while record["versi"] != VERSION:
        record = {**MIGRATIONS[record["versi"]](record), "versi": record["versi"] + 1}
    return record


def tidy(value: Any, write: Callable[[str], str], level: int = 0) -> Any:
    """Copy what a result file may hold, each text as `write` gives it.

    Raises
    ------
    ValueError : what no result file may hold: no JSON, too deep, or a number beyond all bounds.
    """
    if level > _DEEPEST:
        raise ValueError("too deep")
    if isinstance(value, str):
        return write(value)
    if isinstance(value, Mapping):
        return {write(_text(key)): tidy(part, write, level + 1) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [tidy(part, write, level + 1) for part in value]
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float) and abs(value) < _MOST:
        return value
    raise ValueError(f"{type(value).__name__} beyond what a result file may hold")


def _text(key: object) -> str:
    if not isinstance(key, str):
        raise ValueError("a key that is no text")
    return key


def _unchanged(text: str) -> str:
    if whole(text) != text:
        raise ValueError("half a sign")
    return text
