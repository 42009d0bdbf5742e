"""What one learner has done in one unit: a small JSON file, written whole or not at all.

No name, no identity number: a learner is a short code such as K1-03.
"""

import json
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

import msgspec

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.files import HALF, alone, clear_leftovers, whole, write_atomically
from p2spp_sim.base.language import tr
from p2spp_sim.base.personal import COVER, PersonalData, cover, kinds, personal
from p2spp_sim.workbook.saving import record
from p2spp_sim.workbook.saving.codes import (
    CODE_FILE,
    NOBODY,
    code_of,
    folder_code,
    is_code,
    learner_code,
    wrong_code,
)
from p2spp_sim.workbook.saving.record import LARGEST, PAGES, Damaged, Record, tidy, why

KEY = "kunci"  # ends the name of what the solved edition writes, so that it never takes the place of a learner's work
_PAGES = 100  # of the pages that saved a file, so many are told apart in it


def folder_of_results() -> Path:
    """Give the folder of result files: `P2SPP_HASIL`, else `hasil` in the working directory."""
    return Path(os.environ.get("P2SPP_HASIL") or "hasil")


def give_code(folder: Path, text: str) -> str:
    """Write a code into the results of a folder that have none, now and from now on; the code comes back.

    Raises
    ------
    P2sppError : no code, or a file that cannot be written.
    """
    if not is_code(text):
        raise P2sppError(wrong_code(text))
    with _in_words(tr("Kode tidak dapat ditulis ke {berkas}: {sebab}."), folder / CODE_FILE):
        folder.mkdir(parents=True, exist_ok=True)
        write_atomically(folder / CODE_FILE, code_of(text).encode())
    for path in sorted(folder.glob(f"{NOBODY}_unit*.json")):
        unit = path.stem.removeprefix(f"{NOBODY}_unit")
        if not unit.isalnum():  # of the solved edition, or a copy
            continue
        progress = Progress(unit, NOBODY, folder)
        if progress.resumed and not progress.write():
            raise P2sppError("\n".join(progress.notes))
    return code_of(text)


class Progress:
    """The saved state of one learner in one unit.

    Parameters
    ----------
    unit : code of the unit, such as "03".
    learner : short code, letters and digits with an optional number (K1-03), never a name; `learner_code()`
        when None.
    folder : where the file lies; `folder_of_results()` when None.
    edition : of the unit; what the solved one writes lies in a file of its own.

    Attributes
    ----------
    notes : sentences for the learner about what happened on opening or saving.
    amended : sentences about what the last `put` kept otherwise than it was given.
    """

    def __init__(
        self,
        unit: str,
        learner: str | None = None,
        folder: Path | str | None = None,
        edition: str = "participant",
    ) -> None:
        learner = learner_code() if learner is None else learner
        if not is_code(learner):
            raise P2sppError(wrong_code(learner))
        self.unit, self.learner, self.edition = unit, code_of(learner), edition
        ending = f"_{KEY}.json" if edition == "solved" else ".json"
        place = folder_of_results() if folder is None else Path(folder)
        self.path = place / f"{self.learner}_unit{unit}{ending}"
        self.notes: list[str] = []
        self.amended: list[str] = []
        self._notices: list[Callable[[str], object]] = []
        self._page = uuid4().hex[:8]  # this one among all that ever save the file
        self._saves, self._trail = 0, dict[str, int]()
        self._unsaved: set[str] = set()
        self._restarts = self._restarts_there = 0
        self._beside: Path | None = None  # holds what a page saves that others have left behind
        with _in_words(tr("Berkas {berkas} tidak dapat dibuka: {sebab}."), self.path):
            self._adopt(f"_unit{unit}{ending}")
            self.state: dict[str, dict[str, Any]] = self._read()
        self._restarts = self._restarts_there

    @property
    def code(self) -> str:
        """The learner's code as it stands in the file; where none was given, that of the folder."""
        return folder_code(self.path.parent) if self.learner == NOBODY else self.learner

    @property
    def resumed(self) -> bool:
        """Whether anything was found in the file."""
        return bool(self.state)

    def part(self, name: str) -> dict[str, Any]:
        """Give the saved values of one part (a board or an exercise), empty when there are none."""
        return dict(self.state.get(name, {}))

    def exercise(self, key: str) -> record.ExerciseRecord:
        """Give what is saved of an exercise."""
        return msgspec.convert(self.part(key), record.ExerciseRecord)

    @property
    def test(self) -> record.QuizRecord:
        """What is saved of a form of the test."""
        return msgspec.convert(self.part(record.TEST), record.QuizRecord)

    def refresh(self) -> None:
        """Take over what another page of this unit has saved meanwhile; what was put here and is not saved stays."""
        saved = self._read()
        if not self._left_behind:
            self.state = {
                **(saved or self.state),
                **{name: self.state[name] for name in self._unsaved},
            }

    @property
    def _left_behind(self) -> bool:
        """Whether the unit was begun afresh since this page was opened, when the file was read last."""
        return self._restarts != self._restarts_there

    def put(self, name: str, values: Mapping[str, Any] | msgspec.Struct) -> bool:
        """Keep the values of one part and write the file at once; say whether the writing succeeded.

        What would tell who somebody is does not come into the file: `part` gives what was kept, `amended` tells it.
        """
        plain = values if isinstance(values, Mapping) else msgspec.to_builtins(values)
        try:
            self.state[name], amended = self._tidied(plain)
        except ValueError:
            self.notes = [tr("Isian ini tidak dapat disimpan: bukan teks dan angka biasa.")]
            self.amended = []
            return False
        self._unsaved.add(name)
        saved = self.write()
        self.amended = amended
        for notice in self._notices:
            notice(name)
        return saved

    def watch(self, notice: Callable[[str], object]) -> None:
        """Call `notice` with the name of a part whenever something of it was put here."""
        self._notices.append(notice)

    def _tidied(self, values: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
        """Copy values with their texts as they may be kept, and say what was changed; an office's lists are its own."""
        covered: list[PersonalData] = []
        halves: list[str] = []

        def written(text: str) -> str:
            kept = whole(text)
            if kept.count(HALF) > text.count(HALF):
                halves.append(text)
            if self.unit in PAGES:
                return kept
            covered.extend(personal(kept))
            return cover(kept)

        kept, sentences = tidy(values, written), []
        if covered:
            text = tr(
                "Ditutup dengan {tanda}, tidak disimpan: {jenis}. Tulis jabatannya, bukan orangnya."
            )
            sentences.append(text.format(tanda=COVER, jenis=kinds(covered)))
        if halves:
            sentences.append(tr("Tanda yang tidak utuh diganti dengan {tanda}.").format(tanda=HALF))
        return kept, sentences

    def write(self) -> bool:
        """Write what was put here into the file as it stands now: another page of this unit may have written too."""
        not_saved = tr(
            "Pekerjaan belum tersimpan di {berkas}: {sebab}. Berkas yang lama tetap utuh."
        )
        try:
            with _in_words(not_saved, self.path):
                self.path.parent.mkdir(parents=True, exist_ok=True)
                with alone(self.path):
                    self.refresh()
                    if self._left_behind:
                        self._keep_beside()
                        return False
                    self._keep(self.path, self.state)
        except P2sppError as error:
            self.notes = [str(error)]
            return False
        self._unsaved.clear()
        return True

    def clear(self) -> Path | None:
        """Begin afresh; the old file is kept as `*.lama`, whose place is returned.

        The new file says so at once: pages that were opened before must not write what they hold into it.

        Raises
        ------
        P2sppError : the folder cannot be written to; all stays as it was.
        """
        kept = None
        with _in_words(
            tr("Unit ini belum dimulai dari awal; {berkas} tidak dapat ditulis: {sebab}."),
            self.path,
        ):
            if self.path.exists():
                with alone(self.path):
                    if self._read():
                        kept = _free(self.path, "lama")
                        write_atomically(kept, self.path.read_bytes())
                    self._restarts = self._restarts_there + 1
                    self._keep(self.path, {})
        self.state = {}
        self._unsaved.clear()
        return kept

    def _keep_beside(self) -> None:
        """Save what this page holds in a file of its own, and say so."""
        self._beside = self._beside or _free(self.path, "lama")
        self._keep(self._beside, self.state)
        text = tr(
            "Unit ini sudah dimulai dari awal di halaman lain. Jalankan kembali halaman ini; "
            "isian di sini disimpan di sebelahnya sebagai {berkas}."
        )
        self.notes = [text.format(berkas=self._beside.name)]

    def _adopt(self, ending: str) -> None:
        """Go on with the newest file whose name is this code, however written (k1-03, K1-3); keep others beside."""
        copies = [
            at
            for at in self.path.parent.glob(f"*{ending}")
            if code_of(at.name.removesuffix(ending)) == self.learner
        ]
        with suppress(OSError):
            *older, newest = sorted(copies, key=_age) or [self.path]
            for path in older:
                kept = _aside(path, "lama")
                text = tr("{berkas} dari kode yang sama lebih lama dan disisihkan sebagai {sisih}.")
                self.notes.append(text.format(berkas=path.name, sisih=kept.name))
            if newest.name != self.path.name:
                os.replace(newest, self.path)
            clear_leftovers(self.path)

    def _keep(self, path: Path, state: dict[str, dict[str, Any]]) -> None:
        """Write all parts into a file, counted as one saving more than any that was seen."""
        saves = self._saves + 1
        pages = sorted({**self._trail, self._page: saves}.items(), key=lambda page: page[1])
        trail = dict(pages[-_PAGES:])
        file = Record(
            unit=self.unit,
            learner=self.code,
            edition=self.edition,
            restarts=self._restarts,
            saved=time.strftime("%Y-%m-%dT%H:%M:%S"),
            saves=saves,
            trail=trail,
            content=state,
        )
        content = json.dumps(msgspec.to_builtins(file), ensure_ascii=False, indent=1).encode()
        if len(content) > LARGEST:
            raise P2sppError(
                tr(
                    "Pekerjaan belum tersimpan: isian unit ini terlalu panjang. Persingkat, lalu simpan."
                )
            )
        write_atomically(path, content)
        self._saves, self._trail = saves, trail

    def _read(self) -> dict[str, dict[str, Any]]:
        self._restarts_there = self._restarts
        if not os.path.lexists(self.path):
            return {}
        try:
            there = self._whole_record()
        except Damaged:
            return self._set_aside()
        except P2sppError as error:
            text = tr("Berkas {berkas} tidak dapat dibuka: {sebab}")
            raise P2sppError(text.format(berkas=self.path.name, sebab=error)) from error
        self._restarts_there = there.restarts
        self._saves, self._trail = max(self._saves, there.saves), there.trail
        state, sentences = self._tidied(there.content)
        self.notes += [sentence for sentence in sentences if sentence not in self.notes]
        return state

    def _whole_record(self) -> Record:
        there = record.read(self.path)
        if there.unit != self.unit:
            raise Damaged
        return there

    def _set_aside(self) -> dict[str, dict[str, Any]]:
        with _in_words(tr("Berkas {berkas} rusak dan tidak dapat disisihkan: {sebab}."), self.path):
            kept = _aside(self.path, "rusak")
        self.notes.append(
            tr(
                "Berkas {berkas} rusak dan disisihkan sebagai {sisih}; unit ini dimulai dari awal."
            ).format(berkas=self.path.name, sisih=kept.name)
        )
        return {}


@contextmanager
def _in_words(sentence: str, path: Path) -> Iterator[None]:
    """Say what could not be done with a file, and why."""
    try:
        yield
    except OSError as error:
        raise P2sppError(sentence.format(berkas=path.name, sebab=why(error))) from error


def _age(path: Path) -> tuple[int, float]:
    """Tell which of two files is newer: how often it was saved, then the clock; a damaged one is older than any."""
    try:
        return record.read(path).saves, path.stat().st_mtime
    except P2sppError:
        return -1, 0.0


def _free(path: Path, ending: str) -> Path:
    """Give a name beside a file that nothing has yet."""
    names = (
        path.with_suffix(f".{number}.{ending}" if number > 1 else f".{ending}")
        for number in count(1)
    )
    return next(name for name in names if not name.exists())


def _aside(path: Path, ending: str) -> Path:
    """Rename a file so that none that was kept before is lost."""
    kept = _free(path, ending)
    os.replace(path, kept)
    return kept
