"""Everything that can be wrong with what a user gives: said in the user's language, with place and expectation."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from p2spp_sim.base.language import tr

MOST_NAMES = 24  # that are listed where none is near what was given


class P2sppError(Exception):
    """The root of all errors that this package raises on purpose; they cross process borders as they are."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Give message and attributes to pickle, which would otherwise call `__init__` with the message."""
        return type(self).__new__, (type(self), *self.args), self.__dict__


class UnknownName(P2sppError):
    """A dataset, lever, forum, village or proposal that does not exist; the message names the nearest ones.

    Parameters
    ----------
    kind : what was asked for, in the screen language.
    given : the name as it was given.
    known : the names that exist.
    hint : a sentence more, such as what makes a name known.
    """

    def __init__(
        self, kind: str, given: object, known: Iterable[object], *, hint: str = ""
    ) -> None:
        names = sorted(str(name) for name in known)
        text = str(given)
        folded = {name.casefold(): name for name in names}
        near = [
            folded[name] for name in get_close_matches(text.casefold(), folded, n=3, cutoff=0.5)
        ]
        message = tr("{kind} “{given}” tidak dikenal.").format(kind=kind, given=text)
        if near:
            message += " " + tr("Yang paling mirip: {names}.").format(names=", ".join(near))
        elif names:
            few = ", ".join(names[:MOST_NAMES]) + (" …" if len(names) > MOST_NAMES else "")
            message += " " + tr("Yang ada: {names}.").format(names=few)
        super().__init__(f"{message} {hint}".strip())
        self.kind, self.given, self.near = kind, given, near


class OutOfBounds(P2sppError):
    """One or more values that their declaration does not allow.

    Parameters
    ----------
    faults : a sentence for each.
    kept : something was to be changed, and stays as it was; the message says so.
    """

    def __init__(self, faults: Sequence[str], *, kept: bool = False) -> None:
        super().__init__("\n".join([*faults, *([tr("Tidak ada yang diubah.")] if kept else [])]))
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class Fault:
    """One bad cell: file, row as a spreadsheet counts it (0: the whole file), column, value, what is expected."""

    file: str
    row: int
    column: str
    value: str
    expected: str

    def __str__(self) -> str:
        """Say where and what in one line."""
        where = (
            tr("{file}, baris {row}, kolom {column}") if self.row else tr("{file}, kolom {column}")
        )
        if not self.column:
            where = tr("{file}, baris {row}") if self.row else "{file}"
        place = where.format(file=self.file, row=self.row, column=self.column)
        given = tr(" berisi “{value}”").format(value=self.value) if self.value else ""
        return f"{place}{given}: {self.expected}."


class BadData(P2sppError):
    """A file or folder with bad cells; all of them are listed and nothing was read."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        most = 40
        lines = [
            tr("{count} kesalahan ditemukan; tidak ada yang dibaca.").format(count=len(faults))
        ]
        lines += [f"  {fault}" for fault in faults[:most]]
        if len(faults) > most:
            lines.append(tr("  … dan {count} lagi.").format(count=len(faults) - most))
        super().__init__("\n".join(lines))
        self.faults = tuple(faults)


class LedgerError(P2sppError):
    """Money, counts or lineage that were not conserved; names the forum and the rupiah."""
