"""What a paper is: parts with texts, tables, and places to sign; knows neither Excel nor PDF."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from p2spp_sim.base.formats import number

BLANK = "\ue000"  # one piece of a dotted line, to be filled in by hand; no sign of any script
PaperCell = str | int | None
CellKind = Literal["text", "code", "number", "idr"]
TextStyle = Literal["title", "subtitle", "heading", "body", "clause", "note"]


def blank(length: int = 12) -> str:
    """Give a dotted line, about so many letters long."""
    return BLANK * length


def or_blank(text: str, length: int = 12) -> str:
    """Give a text, or a dotted line where there is none."""
    return text.replace(BLANK, "") or blank(length)


@dataclass(frozen=True, slots=True)
class PaperText:
    """A paragraph; a clause stands behind its label."""

    words: str
    style: TextStyle = "body"
    label: str = ""


@dataclass(frozen=True, slots=True)
class PaperColumn:
    """A column of a table; its width, and the least it can be, are in letters and shared out over the paper."""

    title: str
    kind: CellKind = "text"
    width: float = 10
    least: float = 0


@dataclass(frozen=True, slots=True)
class TitleRow:
    """A title over the whole width, for the rows below it."""

    words: str


@dataclass(frozen=True, slots=True)
class LineRow:
    """One line of a table."""

    cells: tuple[PaperCell, ...]


@dataclass(frozen=True, slots=True)
class SumRow:
    """The sums of all lines from row `first` of the table down to this one."""

    words: str
    first: int = 0


PaperRow = TitleRow | LineRow | SumRow


@dataclass(frozen=True, slots=True)
class PaperTable:
    """A ruled table; columns of kind number and idr are added up by its sum rows.

    Parameters
    ----------
    room : height of a line that is filled in by hand, in millimetres; 0 for one that is as high as its text.
    """

    columns: tuple[PaperColumn, ...]
    rows: tuple[PaperRow, ...]
    room: float = 0

    def sums(self, row: int) -> tuple[PaperCell, ...]:
        """Give what a sum row shows: a number for each column that is added up, nothing for the others."""
        made = self.rows[row]
        assert isinstance(made, SumRow)
        lines = [line.cells for line in self.rows[made.first : row] if isinstance(line, LineRow)]
        return tuple(
            _added(cells[at] for cells in lines) if added_up(column) else None
            for at, column in enumerate(self.columns)
        )

    @property
    def before_sums(self) -> int:
        """How many columns stand before the first that is added up: there a sum row says what it is."""
        places = [at for at, column in enumerate(self.columns) if added_up(column)]
        return places[0] if places else len(self.columns)


def added_up(column: PaperColumn) -> bool:
    """Tell whether sum rows add a column up."""
    return column.kind in ("number", "idr")


def _added(cells: Iterable[PaperCell]) -> int:
    return sum(cell for cell in cells if isinstance(cell, int))


LETTERS = {
    True: 160,
    False: 100,
}  # of the type of tables beside each other on A4, across and upright


def shares(table: PaperTable, *, landscape: bool) -> list[float]:
    """Share out the width of the paper: figures and codes get what they need, texts the rest."""
    least = [(c.width if c.kind != "text" else c.least) / LETTERS[landscape] for c in table.columns]
    wished = [c.width - c.least if c.kind == "text" else 0.0 for c in table.columns]
    left = 1 - sum(least)
    if left < 0 or not any(wished):
        widths = [column.width for column in table.columns]
        return [width / sum(widths) for width in widths]
    return [a + left * b / sum(wished) for a, b in zip(least, wished, strict=True)]


def kept_together(table: PaperTable) -> list[tuple[int, int]]:
    """Give runs of rows, first and how many, that stay on one page: titles with a line, sums with the last one."""
    rows, runs, at = table.rows, list[tuple[int, int]](), 0
    while at < len(rows):
        end = at
        while end + 1 < len(rows) and (
            isinstance(rows[end], TitleRow) or isinstance(rows[end + 1], SumRow)
        ):
            end += 1
        runs.append((at, end - at + 1))
        at = end + 1
    return runs


@dataclass(frozen=True, slots=True)
class PaperField:
    """A label and what stands behind it, as at the head of a letter."""

    label: str
    words: str


@dataclass(frozen=True, slots=True)
class PaperFields:
    """Labels below each other with what stands behind them."""

    fields: tuple[PaperField, ...]


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Room that the office's own letterhead is put into, in millimetres."""

    room: int = 28


@dataclass(frozen=True, slots=True)
class SignaturePlace:
    """Where somebody signs: the role, never a name."""

    role: str
    above: str = ""  # such as place and date


@dataclass(frozen=True, slots=True)
class Signatures:
    """Places to sign, side by side, with room for a name and a stamp."""

    places: tuple[SignaturePlace, ...]


PaperBlock = PaperText | PaperTable | PaperFields | Letterhead | Signatures


@dataclass(frozen=True, slots=True)
class PaperPart:
    """What begins on a new page, and is a sheet in Excel; its tables have the same columns.

    Parameters
    ----------
    name : of the sheet.
    begins : whether its pages are counted from one.
    """

    name: str
    blocks: tuple[PaperBlock, ...]
    landscape: bool = False
    begins: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper.

    Parameters
    ----------
    key : name of its files.
    title : as a list of papers calls it.
    """

    key: str
    title: str
    parts: tuple[PaperPart, ...]


def written(cell: PaperCell, kind: CellKind) -> str:
    """Give a cell as a person reads it on paper."""
    if isinstance(cell, int):
        return str(cell) if kind == "code" else number(cell)
    return cell or ""


def fitted(columns: Sequence[PaperColumn], rows: Sequence[PaperRow]) -> PaperTable:
    """Give a table whose columns are as wide as what stands in them asks for."""
    table = PaperTable(tuple(columns), tuple(rows))
    return PaperTable(
        tuple(
            PaperColumn(column.title, column.kind, *_width(table, at))
            for at, column in enumerate(columns)
        ),
        table.rows,
    )


_NARROWEST, _WIDEST, _LONGEST_WORD = 4, 60, 18  # letters
_LINES = 3  # a text of n letters wishes for so many times their square root: long ones get more lines too
_RULES = 2  # letters of room for rules and air
_MOST_TEXTS = 0.9  # of the texts of a column are looked at: one long one does not make it wide


def _width(table: PaperTable, at: int) -> tuple[float, float]:
    """Give the width that a column wishes for, and the least it can be."""
    column = table.columns[at]
    texts = sorted(filter(None, _texts(table, at)), key=len)
    usual = len(texts[int(_MOST_TEXTS * (len(texts) - 1))]) if texts else 0
    words = [word for text in (column.title, *texts) for word in text.split()]
    longest = min(max(map(len, words), default=0), _LONGEST_WORD)
    if column.kind != "text":
        longest, usual = max([longest, *map(len, texts)]), 0
    least = max(_NARROWEST, longest) + _RULES
    return max(least, min(_WIDEST, _LINES * usual**0.5)), least


def _texts(table: PaperTable, at: int) -> Iterator[str]:
    kind = table.columns[at].kind
    for place, row in enumerate(table.rows):
        if isinstance(row, LineRow):
            yield written(row.cells[at], kind)
        elif isinstance(row, SumRow):
            yield written(table.sums(place)[at], kind)


def head(title: str, *below: str) -> tuple[PaperBlock, ...]:
    """Begin a part: its title, and lines in the middle below it."""
    return (PaperText(title, "title"), *(PaperText(line, "subtitle") for line in below))


def text_columns(titles: Iterable[str], widths: Iterable[float]) -> tuple[PaperColumn, ...]:
    """Give columns of text, with their widths in letters."""
    return tuple(
        PaperColumn(title, "text", width) for title, width in zip(titles, widths, strict=True)
    )


def columns_by_longest(
    titles: Sequence[str], rows: Iterable[Sequence[str]]
) -> tuple[PaperColumn, ...]:
    """Give columns of text as wide as the longest cell of each, from 8 to 40 letters: for rows that are few."""
    longest = (max(map(len, cells)) for cells in zip(titles, *rows, strict=True))
    return text_columns(titles, [min(max(wide, 8), 40) for wide in longest])


def to_fill_in(
    columns: Sequence[PaperColumn], firsts: Iterable[PaperCell], room: float
) -> PaperTable:
    """Give a table to be filled in by hand, of which only the first cell of each row is written.

    Parameters
    ----------
    room : height of a row, in millimetres.
    """
    rest = [""] * (len(columns) - 1)
    return PaperTable(tuple(columns), tuple(LineRow((first, *rest)) for first in firsts), room)
