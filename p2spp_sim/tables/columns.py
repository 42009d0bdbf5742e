"""One declared column of a table: what stands above it, and what its cells may hold."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from p2spp_sim.base.errors import Fault
from p2spp_sim.base.formats import figure
from p2spp_sim.base.language import Labels, tr
from p2spp_sim.base.numerals import Ambiguous, read_figure, read_rupiah, without_unit
from p2spp_sim.tables.cells import ERRORS, MERGED, UNWORKED, in_sheet

DASHES = ("-", "–", "—")  # in a cell with nothing to say
_YES, _NO = {"1", "y", "ya", "true", "benar", "v", "✓", "√"}, {"0", "n", "tidak", "false", "salah"}
TICKS = frozenset({*_YES, *_NO, "x", *DASHES})  # in a column whose heading says what they mean
_DAY = re.compile(
    "[0-9]{4}(-[0-9]{2}){2}( 00:00:00)?"
)  # in a text: Excel has made one of 1/2 or 03/2009
_SHORTENED = re.compile("[0-9][eE][+-]?[0-9]")  # 1,1E+08
_FEW = 10  # values used twice that are told one by one
_EMPTY = {"text": "", "whole": 0, "idr": 0, "share": 0.0, "real": 0.0, "flag": False}


@dataclass(frozen=True, slots=True)
class Column:
    """One declared column.

    Parameters
    ----------
    name : as in the header of the file.
    kind : `text`, `whole`, `idr` (whole rupiah), `share` (0..1), `real` or `flag` (Y/N).
    unit : what one is, for the data dictionary.
    low, high : bounds, both allowed.
    default : value of an empty cell or a missing column; None makes the column required.
    unique : no value twice.
    of : name of the table and column whose values it must be among, as `table.column`.
    choices : the only texts allowed; of those with labels, a cell may hold the label instead.
    meaning : what belongs into it, in Indonesian.
    heading : what people write above the column, in Indonesian; it and its translation are read as the name is.
    also : further headings in use; two known headings in one file are asked about.
    words : of a `flag`: gives what a text means besides yes and no, and None for what it does not know.
    times : of `idr`: rupiah that one stands for in the file at hand.
    instead : headings that are read as it where none of the others stands.
    extra : kept where a file has it, never asked for, and anything may stand in it; of two headings the first is read.
    beside : name of the column whose cells it keeps as they are spelled.
    called : of choices, further words for each of them.
    """

    name: str
    kind: str
    unit: str = ""
    low: float | None = None
    high: float | None = None
    default: Any = None
    unique: bool = False
    of: str = ""
    choices: Collection[str] = ()
    meaning: str = ""
    heading: str = ""
    also: tuple[str, ...] = ()
    words: Callable[[str], bool | None] | None = None
    times: int = 1
    instead: tuple[str, ...] = ()
    extra: bool = False
    beside: str = ""
    called: Mapping[str, Collection[str]] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """What stands above the column, in the screen language."""
        return tr(self.heading) if self.heading else self.name

    @property
    def head(self) -> str:
        """What we write above it: the title, with the unit of money."""
        return (
            f"{self.title} ({tr('rupiah')})" if self.heading and self.kind == "idr" else self.title
        )

    @property
    def titles(self) -> frozenset[str]:
        """All that may stand above it, as `cells` gives headings."""
        return frozenset(_folded(name) for name in (self.name, self.heading, self.title) if name)

    @property
    def readable(self) -> frozenset[str]:
        """All that may stand above it, also what offices write."""
        return self.titles | {_folded(name) for name in self.also}

    @property
    def second_best(self) -> frozenset[str]:
        """What is read as it where nothing else is."""
        return frozenset(_folded(name) for name in self.instead)

    def parse(self, cell: str) -> Any:
        """Turn a cell into a value; raises ValueError with what is expected."""
        if self.kind == "text":
            if self.choices and (cell := self._choice(cell)) not in self.choices:
                raise ValueError(
                    tr("diharapkan salah satu dari {choices}").format(
                        choices=", ".join(self.choices)
                    )
                )
            if _DAY.fullmatch(cell):
                raise ValueError(
                    tr(
                        "Excel menjadikannya tanggal; ubah format selnya menjadi Teks, lalu tulis ulang"
                    )
                )
            return cell
        if self.kind == "flag":
            if cell.casefold() in _YES | _NO:
                return cell.casefold() in _YES
            if self.words:
                if (meant := self.words(cell)) is None:
                    raise ValueError(
                        tr("kata status ini belum dikenal; tulis Y bila layak, N bila tidak")
                    )
                return meant
            raise ValueError(tr("diharapkan Y atau N"))
        if self.kind in ("whole", "idr") and _SHORTENED.search(cell):
            raise ValueError(tr("Excel memendekkan angka ini; tulis semua angkanya"))
        low, high = (0.0, 1.0) if self.kind == "share" else (self.low, self.high)
        if self.kind == "idr":
            low = 0.0 if low is None else low
        try:
            if self.kind == "share" and cell.endswith("%"):  # as an office writes a share
                return self._within(read_figure(cell.rstrip("% "), whole=False) / 100, low, high)
            money = self.kind == "idr"
            if self.kind == "whole" and self.unit:
                cell = without_unit(cell, tr(self.unit))
            value = (
                read_rupiah(cell, self.times)
                if money
                else read_figure(cell, whole=self.kind == "whole")
            )
        except Ambiguous:
            raise
        except ValueError:
            if self.kind == "whole" and low is not None:  # an example in rupiah would not help
                how = tr("tulis bilangan bulat") if _broken(cell) else tr("tulis angkanya saja")
                raise ValueError(_between(low, high) + "; " + how) from None
            raise
        return self._within(value, low, high)

    @staticmethod
    def _within(value: Any, low: float | None, high: float | None) -> Any:
        if (low is not None and value < low) or (high is not None and value > high):
            raise ValueError(_between(low, high))
        return value

    def _choice(self, cell: str) -> str:
        """Give the choice that a cell holds, or is the label of, in the screen language or in Indonesian."""
        labels = self.choices.items() if isinstance(self.choices, Labels) else ()
        words = {_folded(label): choice for choice, label in labels}
        words |= {_folded(word): choice for choice, said in self.called.items() for word in said}
        return words.get(_folded(cell)) or words.get(_folded(tr(cell))) or _folded(cell)

    def read(
        self, file: str, index: int | None, body: list[tuple[int, list[str]]], called: str = ""
    ) -> tuple[list[Any], list[Fault]]:
        """Turn the cells of the column, each with the number of its row, into values, with all that is wrong in them.

        Parameters
        ----------
        file : as faults name it.
        index : place of the column in its rows; None where the file lacks it.
        body : numbers and cells of the rows.
        called : what stands above it in the file.
        """
        empty = self.default if self.default is not None else _EMPTY[self.kind]
        values, faults = [], []
        seen: dict[str, int] = {}
        twice: list[Fault] = []
        for number, row in body:
            cell = row[index] if index is not None and index < len(row) else ""
            if self.kind == "text":
                cell = in_sheet(cell)
            if cell in DASHES and self.kind != "flag":
                cell = ""
            value, expected = empty, ""
            if cell == MERGED:
                cell = ""
                expected = tr(
                    "sel ini digabung dengan sel lain; pisahkan (Unmerge Cells) lalu isi setiap selnya"
                )
            elif cell == UNWORKED:
                cell = ""
                expected = tr(
                    "rumus tanpa hasil tersimpan; buka dan simpan lagi di Excel, atau ketik nilainya"
                )
            elif cell in ERRORS:
                expected = tr("rumusnya galat; perbaiki, atau ketik nilainya")
            elif cell:
                try:
                    value = self.parse(cell)
                except ValueError as error:
                    expected = str(error)
            elif self.default is None and index is not None:
                expected = tr("tidak boleh kosong")
            if self.unique and cell and not expected:
                if (key := str(value).casefold()) in seen:
                    again = tr("sudah dipakai di baris {row}").format(row=seen[key])
                    twice.append(Fault(file, number, called or self.title, cell, again))
                seen.setdefault(key, number)
            if expected:
                faults.append(Fault(file, number, called or self.title, cell, expected))
            values.append(value)
        if len(twice) > _FEW:
            again = tr(
                "{n} isian di kolom ini sudah dipakai di atasnya; bila penomorannya berulang, beri nomor urut dari atas"
            )
            twice = [replace(twice[0], value="", expected=again.format(n=len(twice)))]
        return values, faults + twice

    def in_file(self, value: Any) -> str:
        """Write a value as it stands in a file."""
        return "NY"[bool(value)] if self.kind == "flag" else str(value)


def _folded(text: str) -> str:
    return re.sub("[ _]+", "_", text.casefold())


def _broken(cell: str) -> bool:
    """Tell whether a cell is a number with decimals."""
    return re.fullmatch(r"[+-]?[0-9]+[.,][0-9]+", cell) is not None


def _between(low: float | None, high: float | None) -> str:
    if high is None:
        return tr("diharapkan paling kecil {low}").format(low=_bound(low or 0))
    if low is None:
        return tr("diharapkan paling besar {high}").format(high=_bound(high))
    return tr("diharapkan antara {low} dan {high}").format(low=_bound(low), high=_bound(high))


def _bound(value: float) -> str:
    return (
        f"{value:.0f}" if value == int(value) and value < 10_000 else figure(value)
    )  # a year has no separator
