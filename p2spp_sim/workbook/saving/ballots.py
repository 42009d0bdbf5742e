"""What is live in a class: what the trainer asks, and what each group has locked, as small files beside the results.

`kelas/_kelas.json` is the trainer's; `kelas/K1.json` belongs to the group K1: codes, no names. Each is written whole
and by one at a time, so that neither a page, a kernel nor the server loses anything by ending.
"""

import os
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Literal, TypeVar

import msgspec

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.files import alone, write_atomically
from p2spp_sim.base.language import tr
from p2spp_sim.workbook.saving.record import why

LIVE = "kelas"  # the folder, within that of the results
TRAINERS = "_kelas.json"
LIGHTS = "lampu"  # before the run and the measure, where the end of a drawn line was guessed
PRESENT_S = 12.0  # a page that was not heard of for so long is cut off
HERE_S = 4 * 3600.0  # and for so long it belongs to this class
_HEARD_S = 4.0  # a page is noted this often at most
B = TypeVar("B", "Ballot", "Asking")
_Word = Annotated[str, msgspec.Meta(max_length=60)]
_Text = dict[str, Annotated[str, msgspec.Meta(max_length=400)]]


class Guess(msgspec.Struct, frozen=True):
    """What a group guessed for a year, and what came of the year once it was lived."""

    said: int | None = msgspec.field(default=None, name="tebakan")
    came: int | None = msgspec.field(default=None, name="hasil")


class Vote(msgspec.Struct, frozen=True):
    """What a group answered, a number or the place of a choice, and when it arrived."""

    said: int = msgspec.field(name="jawaban")
    at: str = msgspec.field(name="saat")


class Ballot(msgspec.Struct, frozen=True):
    """What one group has locked.

    Parameters
    ----------
    guesses : by run and year, as in `putaran2` and `1`, or `lampu_putaran2_trust` and `10`.
    votes : by the key of the question.
    """

    guesses: dict[_Word, dict[_Word, Guess]] = msgspec.field(default_factory=dict, name="tebakan")
    votes: dict[_Word, Vote] = msgspec.field(default_factory=dict, name="suara")


class AskedInClass(msgspec.Struct, frozen=True):
    """A question that the trainer put to all groups.

    Parameters
    ----------
    key : of this asking; the same question can be asked again.
    kind : one of several choices, or a number.
    text, choices, unit : in the languages in which they are known; own words stand under "id" alone.
    low, high : between which a number is guessed.
    truth : what the library computes, where there is something to know.
    """

    key: _Word = msgspec.field(name="kunci")
    kind: Literal["pilihan", "angka"] = msgspec.field(name="jenis")
    text: _Text = msgspec.field(name="teks")
    choices: list[_Text] = msgspec.field(default_factory=list, name="pilihan")
    low: int = msgspec.field(default=0, name="rendah")
    high: int = msgspec.field(default=100, name="tinggi")
    unit: _Text = msgspec.field(default_factory=dict, name="satuan")
    truth: float | None = msgspec.field(default=None, name="sebenarnya")

    def takes(self, said: object) -> bool:
        """Tell whether something can be an answer."""
        if not isinstance(said, int) or isinstance(said, bool):
            return False
        return (
            self.low <= said <= self.high if self.kind == "angka" else 0 <= said < len(self.choices)
        )


class Asking(msgspec.Struct, frozen=True):
    """What the trainer has asked so far.

    Parameters
    ----------
    questions : the latest last.
    current : the key of the one that pages show; empty when none is open.
    opened : when what was locked for something was shown to all, by its key.
    """

    questions: list[AskedInClass] = msgspec.field(default_factory=list, name="pertanyaan")
    current: _Word = msgspec.field(default="", name="sekarang")
    opened: dict[_Word, str] = msgspec.field(default_factory=dict, name="dibuka")

    def question(self, key: str) -> AskedInClass | None:
        """Give the question of that key."""
        return next((each for each in self.questions if each.key == key), None)


def now() -> str:
    """Say what time it is on this machine."""
    return time.strftime("%Y-%m-%dT%H:%M:%S")


def read_asking(results: Path) -> Asking:
    """Read what the trainer has asked; nothing where nothing was."""
    return _read(results / LIVE / TRAINERS, Asking())


def change_asking(results: Path, change: Callable[[Asking], Asking]) -> Asking:
    """Change what the trainer asks."""
    return _changed(results / LIVE / TRAINERS, Asking(), change)


def read_ballot(results: Path, code: str) -> Ballot:
    """Read what a group has locked; nothing where nothing was."""
    return _read(_file(results, code), Ballot())


def read_ballots(results: Path) -> dict[str, Ballot]:
    """Read what every group has locked, by code."""
    return {path.stem: _read(path, Ballot()) for path in _files(results)}


def away(results: Path) -> dict[str, float]:
    """Say for how many seconds nothing was heard of the pages of every group of this class."""
    seconds = {}
    for path in _files(results):
        with suppress(OSError):
            seconds[path.stem] = time.time() - path.stat().st_mtime
    return {code: since for code, since in seconds.items() if since < HERE_S}


def hear(results: Path, code: str) -> None:
    """Note that a page of a group is there."""
    path = _file(results, code)
    try:
        if time.time() - path.stat().st_mtime > _HEARD_S:
            os.utime(path)
    except OSError:
        _changed(path, Ballot(), lambda ballot: ballot)


def cast(results: Path, code: str, key: str, said: int) -> Vote:
    """Lock a group's answer; the first one stays, and is what comes back."""

    def locked(ballot: Ballot) -> Ballot:
        if key in ballot.votes:
            return ballot
        return msgspec.structs.replace(ballot, votes={**ballot.votes, key: Vote(said, now())})

    return _changed(_file(results, code), Ballot(), locked).votes[key]


def note_guesses(results: Path, code: str, run: str, guesses: Mapping[str, Guess]) -> None:
    """Write what a group guessed in the years of a run."""
    if read_ballot(results, code).guesses.get(run, {}) == dict(guesses):
        return

    def noted(ballot: Ballot) -> Ballot:
        return msgspec.structs.replace(ballot, guesses={**ballot.guesses, run: dict(guesses)})

    _changed(_file(results, code), Ballot(), noted)


def _file(results: Path, code: str) -> Path:
    return results / LIVE / f"{code}.json"


def _files(results: Path) -> list[Path]:
    return [path for path in (results / LIVE).glob("*.json") if path.name != TRAINERS]


def _read(path: Path, empty: B) -> B:
    """Read a file; one that is damaged counts as empty, and is set aside when it is written next."""
    try:
        return _whole(path, empty)
    except (OSError, msgspec.DecodeError):
        return empty


def _whole(path: Path, empty: B) -> B:
    return msgspec.json.decode(path.read_bytes(), type=type(empty))


def _changed(path: Path, empty: B, change: Callable[[B], B]) -> B:
    """Read, change and write a file while nobody else does.

    Raises
    ------
    P2sppError : it cannot be written; it stays as it was.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with alone(path):
            before = _before(path, empty)
            after = change(before)
            if after != before or not path.exists():
                write_atomically(path, msgspec.json.format(msgspec.json.encode(after), indent=1))
            return after
    except OSError as error:
        text = tr("Berkas kelas {berkas} tidak dapat ditulis: {sebab}.")
        raise P2sppError(text.format(berkas=path.name, sebab=why(error))) from error


def _before(path: Path, empty: B) -> B:
    """Read what a file holds; what is damaged is kept beside it."""
    try:
        return _whole(path, empty)
    except FileNotFoundError:
        return empty
    except msgspec.DecodeError:
        os.replace(path, path.with_suffix(".rusak"))
        return empty
