"""A paper as an Excel book that prints as it is: A4, headings repeated, sums as formulas with their values."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import count, pairwise
from typing import Any

from p2spp_sim.base import fonts
from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.language import tr
from p2spp_sim.papers.paper import (
    BLANK,
    LETTERS,
    Letterhead,
    LineRow,
    Paper,
    PaperBlock,
    PaperCell,
    PaperColumn,
    PaperFields,
    PaperPart,
    PaperTable,
    PaperText,
    SignaturePlace,
    Signatures,
    SumRow,
    TitleRow,
    added_up,
    shares,
)
from p2spp_sim.tables.limits import column_letters

FONT, SIZE, SMALL, LARGE = "Arial", 10, 8, 13
_A4 = 9
_POINTS = 5.3  # wide is one letter of a column
_LINE, _LINES_MOST = 1.32, 400  # height of a line by its type; points that a row has at most
_SPARE = 1.0  # Arial is a little narrower than the font that is measured; a line to spare is better than one cut
_SIGN_ROWS, _SIGN_HEIGHT = 4, 17  # room for signature and stamp
_MM = 72 / 25.4
_FREE_COLUMNS = 6  # of a sheet without a table
_FROZEN = 8  # rows above a heading that stay in sight with it, at most
_DOTS = "."
_SUBTOTAL = 9  # SUBTOTAL that adds up, and leaves out other SUBTOTALs
_FIGURES = re.compile(r"[1-9]\d{0,14}|0")
_MARGINS = {"left": 0.5, "right": 0.5, "top": 0.6, "bottom": 0.7}  # inches
_NAME_LONGEST = 31


def book(paper: Paper) -> bytes:
    """Give a paper as an Excel file: a sheet a part, protected against nothing.

    Raises
    ------
    P2sppError : the package that writes it is not there.
    """
    try:
        import xlsxwriter
    except ImportError:
        raise P2sppError(
            tr("Menulis Excel memerlukan paket XlsxWriter (p2spp-sim[workbook]).")
        ) from None
    held_in = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(held_in, options) as made:
        made.set_properties({"title": paper.title})
        looks = Looks(made)
        taken: set[str] = set()
        for part in paper.parts:
            sheet = made.add_worksheet(_sheet_name(part.name, taken))
            _SheetWriter(sheet, looks, part).write()
    return held_in.getvalue()


def _sheet_name(name: str, taken: set[str]) -> str:
    """Give a name that Excel takes and no other sheet has."""
    plain = re.sub(r"[\[\]:*?/\\]", " ", name).strip("' ") or tr("lembar")
    for at in count(1):
        ending = f" {at}" if at > 1 else ""
        made = plain[: _NAME_LONGEST - len(ending)].rstrip("' ") + ending
        if made.casefold() not in taken:
            taken.add(made.casefold())
            return made
    raise AssertionError


class Looks:
    """Formats of a book, each made once."""

    def __init__(self, made: Any) -> None:
        self._book, self._made = made, dict[tuple[tuple[str, Any], ...], Any]()

    def __call__(self, **said: Any) -> Any:
        """Give the format with these properties besides what all have."""
        whole = {"font_name": FONT, "font_size": SIZE, "valign": "top"} | said
        key = tuple(sorted(whole.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(whole)
        return self._made[key]


@dataclass
class _SheetWriter:
    sheet: Any
    looks: Looks
    part: PaperPart
    row: int = 0

    def write(self) -> None:
        """Lay a part out on its sheet."""
        self._settings()
        for block in self.part.blocks:
            self._block(block)
        self.sheet.print_area(0, 0, max(self.row - 1, 0), len(self.widths) - 1)

    @property
    def widths(self) -> list[float]:
        """Widths of the columns of the sheet, in letters."""
        room = LETTERS[self.part.landscape]
        table = next((block for block in self.part.blocks if isinstance(block, PaperTable)), None)
        if table is None:
            return [room / _FREE_COLUMNS] * _FREE_COLUMNS
        return [share * room for share in shares(table, landscape=self.part.landscape)]

    def _settings(self) -> None:
        sheet = self.sheet
        sheet.set_paper(_A4)
        if self.part.landscape:
            sheet.set_landscape()
        else:
            sheet.set_portrait()
        sheet.set_margins(**_MARGINS)
        sheet.center_horizontally()
        sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(1)
        pages = tr("halaman {n} dari {m}").format(n="&P", m="&N")
        if (
            self.part.begins
        ):  # of several in one book: how many pages this one has, Excel cannot say
            sheet.set_start_page(1)
            name = self.part.name[:_NAME_LONGEST].replace("&", "&&")
            pages = f"{name} · " + tr("halaman {n}").format(n="&P")
        sheet.set_footer(f'&C&"{FONT}"&{SMALL}{pages}')
        for at, width in enumerate(self.widths):
            sheet.set_column(at, at, width)

    def _block(self, block: PaperBlock) -> None:
        match block:
            case PaperText():
                self._text(block)
            case PaperTable():
                self._table(block)
            case PaperFields():
                for field in block.fields:
                    self._beside(field.label, ": " if field.label else "  ", field.words)
                self.row += 1
            case Letterhead():
                self._across(tr("(ruang kop surat)"), self.looks(font_size=SMALL), block.room * _MM)
            case Signatures():
                self._signatures(block.places)

    def _text(self, block: PaperText) -> None:
        styles: dict[str, dict[str, Any]] = {
            "title": {"bold": True, "font_size": LARGE, "align": "center"},
            "subtitle": {"align": "center"},
            "heading": {"bold": True, "align": "center"},
            "note": {"font_size": SMALL},
        }
        if block.style == "clause":
            self._beside(block.label, "", block.words, bold=True)
            return
        look = styles.get(block.style, {})
        words = _dotted(block.words)
        height = self._height(words, 0, len(self.widths) - 1, look.get("font_size", SIZE))
        self._across(words, self.looks(text_wrap=True, **look), height)
        if block.style == "body":
            self.row += 1

    def _across(self, words: str, look: Any, height: float) -> None:
        self._merged(0, len(self.widths) - 1, words, look)
        self.sheet.set_row(self.row, height)
        self.row += 1

    def _beside(self, label: str, sign: str, words: str, *, bold: bool = False) -> None:
        """Write a label, and beside it words over the rest of the width."""
        edge = self._column_at(0.18)
        words = sign + _dotted(words)
        self._merged(0, edge - 1, label, self.looks(bold=bold))
        self._merged(edge, len(self.widths) - 1, words, self.looks(text_wrap=True))
        self.sheet.set_row(self.row, self._height(words, edge, len(self.widths) - 1, SIZE))
        self.row += 1

    def _column_at(self, share: float) -> int:
        """Give the column that begins nearest to a share of the width, other than the first."""
        whole, starts = sum(self.widths), [0.0]
        for width in self.widths[:-1]:
            starts.append(starts[-1] + width / whole)
        return min(range(1, len(starts)), key=lambda at: abs(starts[at] - share))

    def _merged(self, first: int, last: int, words: str, look: Any) -> None:
        if first == last:
            self.sheet.write_string(self.row, first, words, look)
        else:
            self.sheet.merge_range(self.row, first, self.row, last, "", look)
            self.sheet.write_string(self.row, first, words, look)

    def _height(
        self, words: str, first: int, last: int, size: float, *, bold: bool = False
    ) -> float:
        """Estimate the height of words over some columns; Excel does not find it out for merged cells."""
        room = sum(self.widths[first : last + 1]) * _POINTS
        lines = sum(_lines(line, room / size / _SPARE, bold=bold) for line in words.split("\n"))
        return float(min(lines * size * _LINE + 3, _LINES_MOST))

    def _table(self, table: PaperTable) -> None:
        if self.row <= _FROZEN:
            self.sheet.freeze_panes(self.row + 1, 0)
        self.sheet.repeat_rows(self.row)
        head = self.looks(
            bold=True,
            border=1,
            text_wrap=True,
            align="center",
            valign="vcenter",
            bg_color="#E4E4E4",
        )
        heights = []
        for at, column in enumerate(table.columns):
            self.sheet.write_string(self.row, at, column.title, head)
            heights.append(self._height(column.title, at, at, SIZE, bold=True))
        self.sheet.set_row(self.row, max(heights))
        self.row += 1
        top = self.row
        for at, row in enumerate(table.rows):
            match row:
                case TitleRow():
                    look = self.looks(bold=True, border=1, bg_color="#EFEFEF", text_wrap=True)
                    height = self._height(row.words, 0, len(table.columns) - 1, SIZE, bold=True)
                    self._across(row.words, look, height)
                case LineRow():
                    self._line(table, row)
                case SumRow():
                    self._sums(table, at, row, top)
        self.sheet.ignore_errors(
            {
                "number_stored_as_text": f"A{top + 1}:{column_letters(len(table.columns) - 1)}{self.row + 1}"
            }
        )
        self.row += 1

    def _line(self, table: PaperTable, row: LineRow) -> None:
        heights = [table.room * _MM]
        for at, (cell, column) in enumerate(zip(row.cells, table.columns, strict=True)):
            self._cell(at, cell, column)
            if isinstance(cell, str):
                heights.append(self._height(_dotted(cell), at, at, SIZE))
        self.sheet.set_row(self.row, max(*heights, SIZE * _LINE + 3))
        self.row += 1

    def _cell(self, at: int, cell: PaperCell, column: PaperColumn) -> None:
        look: dict[str, Any] = {"border": 1, "text_wrap": True}
        if added_up(column):
            look |= {"num_format": "#,##0", "text_wrap": False}
        if isinstance(cell, int):
            look |= {"align": "center"} if column.kind == "code" else {}
            self.sheet.write_number(self.row, at, cell, self.looks(**look))
        elif cell and column.kind == "code" and _FIGURES.fullmatch(cell):
            self.sheet.write_number(self.row, at, int(cell), self.looks(**look, align="left"))
        else:
            self.sheet.write_string(self.row, at, _dotted(cell or ""), self.looks(**look))

    def _sums(self, table: PaperTable, at: int, row: SumRow, top: int) -> None:
        look = {"bold": True, "border": 1, "bg_color": "#F4F4F4"}
        self._merged(0, table.before_sums - 1, row.words, self.looks(text_wrap=True, **look))
        for place, value in enumerate(table.sums(at)):
            if value is not None:
                letter = column_letters(place)
                first, shown = top + row.first + 1, self.looks(num_format="#,##0", **look)
                formula = f"=SUBTOTAL({_SUBTOTAL},{letter}{first}:{letter}{self.row})"
                if first <= self.row:
                    self.sheet.write_formula(self.row, place, formula, shown, value)
                else:  # nothing stands above
                    self.sheet.write_number(self.row, place, value, shown)
            elif place >= table.before_sums:
                self.sheet.write_blank(self.row, place, None, self.looks(**look))
        height = self._height(row.words, 0, table.before_sums - 1, SIZE, bold=True)
        self.sheet.set_row(self.row, height)
        self.row += 1

    def _signatures(self, places: Sequence[SignaturePlace]) -> None:
        self.row += 1
        whole = len(places) if len(places) > 1 else 2
        edges = [0, *(self._column_at(at / whole) for at in range(1, whole)), len(self.widths)]
        spans = [*pairwise(edges)][-len(places) :]
        above = [place.above for place in places]
        lines = [[_dotted(text) for text in above]] if any(above) else []
        lines.append([_dotted(place.role) for place in places])
        lines += [[""] * len(places)] * _SIGN_ROWS
        lines += [[_DOTS * 44] * len(places), [tr("nama jelas")] * len(places)]
        for line in lines:
            heights = [_SIGN_HEIGHT if not any(line) else SIZE * _LINE + 3]
            for (first, end), words in zip(spans, line, strict=True):
                look = self.looks(align="center", text_wrap=True)
                self._merged(first, end - 1, words, look)
                heights.append(self._height(words, first, end - 1, SIZE))
            self.sheet.set_row(self.row, max(heights))
            self.row += 1


def _dotted(words: str) -> str:
    """Write dotted lines as dots, about as long."""
    return words.replace(BLANK, _DOTS * 2)


def _lines(words: str, room: float, *, bold: bool) -> int:
    """Count the lines that words take up; room is in widths of type of size 1."""
    lines, at = 1, 0.0
    space = fonts.width(" ", bold=bold)
    for width in _word_widths(words, bold=bold):
        if at and at + space + width > room:
            lines, at = lines + 1, 0.0
        lines += int(width // room)
        at += space + width % room if at else width % room
    return lines


def _word_widths(words: str, *, bold: bool) -> Iterator[float]:
    return (fonts.width(word, bold=bold) for word in words.split())
