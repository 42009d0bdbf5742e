"""What one learner has done in one unit: a small JSON file, written whole or not at all.

No name, no identity number: a learner is a short code such as K1-03.
"""

import json
import os
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

from p2spp_sim.errors import P2sppError
from p2spp_sim.text import alone, tr, write_atomically
from p2spp_sim.workbook.codes import CODE_FILE, NOBODY, code_of, folder_code, is_code, learner_code, wrong_code

VERSION = 2
KEY = "kunci"  # ends the name of what the solved edition writes, so that it never takes the place of a learner's work
# What an older file lacks: version 1 did not say which edition it comes from.
MIGRATIONS: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {1: lambda old: {**old, "edisi": "participant"}}


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
        self._adopt(f"_unit{unit}{ending}")
        self._unsaved: set[str] = set()
        self._restarts = self._restarts_there = 0
        self._beside: Path | None = None  # holds what a page saves that others have left behind
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

    def refresh(self) -> None:
        """Take over what another page of this unit has saved meanwhile; what was put here and is not saved stays."""
        saved = self._read()
        if not self._left_behind:
            self.state = {**(saved or self.state), **{name: self.state[name] for name in self._unsaved}}

    @property
    def _left_behind(self) -> bool:
        """Whether the unit was begun afresh since this page was opened, when the file was read last."""
        return self._restarts != self._restarts_there

    def put(self, name: str, values: Mapping[str, Any]) -> bool:
        """Keep the values of one part and write the file at once; say whether the writing succeeded."""
        self.state[name] = dict(values)
        self._unsaved.add(name)
        return self.write()

    def write(self) -> bool:
        """Write what was put here into the file as it stands now: another page of this unit may have written too."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with alone(self.path):
                self.refresh()
                if self._left_behind:
                    self._keep_beside()
                    return False
                write_atomically(self.path, self._record())
        except OSError as error:
            self.notes = [
                tr("Pekerjaan belum tersimpan di {berkas}: {sebab}. Berkas yang lama tetap utuh.").format(
                    berkas=self.path.name, sebab=error.strerror or type(error).__name__
                )
            ]
            return False
        except P2sppError as error:
            self.notes = [str(error)]
            return False
        self._unsaved.clear()
        return True

    def clear(self) -> Path | None:
        """Begin afresh; the old file is kept as `*.lama`, whose place is returned.

        The new file says so at once: pages that were opened before must not write what they hold into it.
        """
        kept = None
        if self.path.exists():
            with alone(self.path):
                kept = _aside(self.path, "lama") if self._read() else None
                self.state, self._restarts = {}, self._restarts_there + 1
                write_atomically(self.path, self._record())
        self.state = {}
        self._unsaved.clear()
        return kept

    def _keep_beside(self) -> None:
        """Save what this page holds in a file of its own, and say so."""
        self._beside = self._beside or _free(self.path, "lama")
        write_atomically(self._beside, self._record())
        text = tr(
            "Unit ini sudah dimulai dari awal di halaman lain. Jalankan kembali halaman ini; "
            "isian di sini disimpan di sebelahnya sebagai {berkas}."
        )
        self.notes = [text.format(berkas=self._beside.name)]

    def _adopt(self, ending: str) -> None:
        """Go on with the newest file whose name is this code, however written (k1-03, K1-3); keep others beside."""
        found = [
            at for at in self.path.parent.glob(f"*{ending}") if code_of(at.name.removesuffix(ending)) == self.learner
        ]
        with suppress(OSError):
            *older, newest = sorted(found, key=lambda path: path.stat().st_mtime) or [self.path]
            for path in older:
                kept = _aside(path, "lama")
                text = tr("{berkas} dari kode yang sama lebih lama dan disisihkan sebagai {sisih}.")
                self.notes.append(text.format(berkas=path.name, sisih=kept.name))
            if newest.name != self.path.name:
                os.replace(newest, self.path)

    def _record(self) -> bytes:
        record = {
            "versi": VERSION,
            "unit": self.unit,
            "peserta": self.code,
            "edisi": self.edition,
            "mulai_ulang": self._restarts,
            "disimpan": time.strftime("%Y-%m-%dT%H:%M:%S"),
            "isi": self.state,
        }
        return json.dumps(record, ensure_ascii=False, indent=1).encode()

    def _read(self) -> dict[str, dict[str, Any]]:
        self._restarts_there = self._restarts
        if not self.path.exists():
            return {}
        try:
            record = json.loads(self.path.read_text(encoding="utf-8"))
            if isinstance(record.get("versi"), int) and record["versi"] > VERSION:
                raise P2sppError(
                    tr("Berkas {berkas} dibuat buku kerja yang lebih baru; perbarui buku kerja ini.").format(
                        berkas=self.path.name
                    )
                )
            record = migrated(record)
            if record["unit"] != self.unit:
                raise ValueError("unit")
            state = record["isi"]
            if not isinstance(state, dict) or not all(isinstance(part, dict) for part in state.values()):
                raise ValueError("isi")
            self._restarts_there = int(record.get("mulai_ulang", 0))
        except (ValueError, KeyError, TypeError, AttributeError):
            return self._set_aside()
        except OSError as error:
            raise P2sppError(
                tr("Berkas {berkas} tidak dapat dibuka: {sebab}.").format(berkas=self.path.name, sebab=error.strerror)
            ) from error
        return state

    def _set_aside(self) -> dict[str, dict[str, Any]]:
        kept = _aside(self.path, "rusak")
        self.notes.append(
            tr("Berkas {berkas} rusak dan disisihkan sebagai {sisih}; unit ini dimulai dari awal.").format(
                berkas=self.path.name, sisih=kept.name
            )
        )
        return {}


def _free(path: Path, ending: str) -> Path:
    """Give a name beside a file that nothing has yet."""
    names = (path.with_suffix(f".{number}.{ending}" if number > 1 else f".{ending}") for number in count(1))
    return next(name for name in names if not name.exists())


def _aside(path: Path, ending: str) -> Path:
    """Rename a file so that none that was kept before is lost."""
    kept = _free(path, ending)
    os.replace(path, kept)
    return kept


def migrated(record: dict[str, Any]) -> dict[str, Any]:
    """Bring a record of an older version to this one, step by step.

    Raises
    ------
    KeyError : a version that never was.
    """
    while record["versi"] != VERSION:
        record = {**MIGRATIONS[record["versi"]](record), "versi": record["versi"] + 1}
    return record
