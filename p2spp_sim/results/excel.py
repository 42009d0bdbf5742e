"""Tables as an Excel file or as CSV, texts as texts."""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from csv import QUOTE_MINIMAL, QUOTE_NONNUMERIC
from pathlib import Path
from typing import TYPE_CHECKING, Any

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.files import replacing
from p2spp_sim.base.formats import number
from p2spp_sim.base.language import tr

if TYPE_CHECKING:
    import pandas as pd

_WIDEST = 44  # characters; longer texts are broken into lines
_ROOM = 20  # characters of a column without any entry
_A4 = 9
_PICKED_ROWS = 1_000  # in which a drop-down list is offered
_MOST_ROWS = 1_048_575  # of a sheet below its heading
# A formula begins a cell; where the comma does not part cells, also behind what does. An apostrophe that was there
# already gets one more, so that reading back is certain.
_WIDE = "".join(
    map(chr, (0xFF1D, 0xFF0B, 0xFF0D, 0xFF20))
)  # the same signs as wide as letters of Chinese
_BEGINS = rf"(^|[;\t\r\n])(%s\s*'*[=+\-@\t\r{_WIDE}])"
_FORMULA, _MADE_SAFE = re.compile(_BEGINS % ""), re.compile(_BEGINS.replace("(%s", "'("))
_NUMBER = re.compile(r"[-+]?\d[\d.,]*%?")
_AS_GIVEN = {"nan_inf_to_errors": True, "strings_to_formulas": False, "strings_to_urls": False}


def write_tables(
    sheets: "dict[str, pd.DataFrame]", path: Path, picks: Mapping[str, Sequence[str]] | None = None
) -> Path:
    """Write tables as sheets of an Excel file, texts as texts; an interrupted save leaves the old file.

    Parameters
    ----------
    picks : by title of a column of the first sheet the words to pick from; they stand on a sheet of their own.

    Raises
    ------
    P2sppError : a wrong name, a table too long for a sheet, a file that cannot be written, or the package that writes
        Excel is not there.
    """
    can_become_a_book(path)
    try:
        import xlsxwriter
    except ImportError:
        raise P2sppError(
            tr("Menulis Excel memerlukan paket XlsxWriter (p2spp-sim[workbook]).")
        ) from None
    for name, table in sheets.items():
        if len(table) > _MOST_ROWS:
            message = tr(
                "{path}: lembar {sheet} memerlukan {rows} baris, Excel memuat {most}. Tidak ada yang ditulis."
            )
            counts = {"rows": number(len(table)), "most": number(_MOST_ROWS)}
            raise P2sppError(message.format(path=path, sheet=name, **counts))
    with (
        _explained(path),
        replacing(path) as temporary,
        xlsxwriter.Workbook(str(temporary), _AS_GIVEN) as book,
    ):
        _write_sheets(book, sheets)
        if picks:
            _let_pick(book, next(iter(sheets.values())), picks)
    return path


def as_csv(table: "pd.DataFrame") -> bytes:
    """Give a table as CSV (UTF-8, one heading, unrounded) of which a spreadsheet computes nothing: texts stay texts.

    Before what would be a formula stands an apostrophe; `as_written` takes it away. Numbers stay numbers.
    """
    from pandas import Series
    from pandas.api.types import is_datetime64_any_dtype, is_numeric_dtype

    safe, bare = table.copy(), False
    for at, kind in enumerate(table.dtypes):
        if not (is_numeric_dtype(kind) or is_datetime64_any_dtype(kind)):
            cells = [_no_formula(cell) for cell in table.iloc[:, at]]
            safe.isetitem(at, Series(cells, table.index, dtype=object).array)
            bare |= any(
                "\r" in cell for cell in cells if isinstance(cell, str)
            )  # ends a row where it stands bare
    return safe.to_csv(
        index=False, lineterminator="\n", quoting=QUOTE_NONNUMERIC if bare else QUOTE_MINIMAL
    ).encode()


def as_written(text: str) -> str:
    """Give the text of a cell of such a CSV as it was written."""
    return _MADE_SAFE.sub(r"\1\2", text)


def _no_formula(cell: object) -> object:
    if not isinstance(cell, str):
        return cell
    return cell if _NUMBER.fullmatch(cell) else _FORMULA.sub(r"\1'\2", cell)


def can_become_a_book(path: Path) -> None:
    """Refuse, before the work, a name that no Excel file can be written under.

    Raises
    ------
    P2sppError : another ending, no such folder, or a folder of that name.
    """
    if path.suffix.lower() != ".xlsx":
        raise P2sppError(tr("{path}: nama buku Excel harus berakhir .xlsx.").format(path=path))
    if not path.parent.is_dir():
        raise P2sppError(
            tr("{path}: folder {folder} tidak ada.").format(path=path, folder=path.parent)
        )
    if path.is_dir():
        raise P2sppError(tr("{path} adalah folder, bukan berkas.").format(path=path))


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Say in words why a book could not be written; what was there before stays."""
    try:
        yield
    except (PermissionError, FileExistsError):
        message = tr(
            "{path} tidak dapat ditulisi. Tutup dahulu bila sedang terbuka di Excel. Isi lama tetap ada."
        )
        raise P2sppError(message.format(path=path)) from None
    except Exception as error:
        if (
            not isinstance(error, OSError)
            and type(error).__module__.partition(".")[0] != "xlsxwriter"
        ):
            raise
        reason = (
            os.strerror(error.errno) if isinstance(error, OSError) and error.errno else str(error)
        )
        message = tr("{path} gagal ditulis ({reason}). Isi lama tetap ada.")
        raise P2sppError(message.format(path=path, reason=reason)) from None


def _write_sheets(book: Any, sheets: "dict[str, pd.DataFrame]") -> None:
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    formats = {
        "": book.add_format({"valign": "top"}),
        "rupiah": book.add_format({"num_format": "#,##0", "valign": "top"}),
        "share": book.add_format({"num_format": "0.0%", "valign": "top"}),
        "long": book.add_format({"text_wrap": True, "valign": "top"}),
    }
    for name, table in sheets.items():
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 1)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        for column, title in enumerate(table.columns):
            kind = "rupiah" if title.endswith("idr") or "rupiah" in title else ""
            kind = "share" if title.startswith(("share", tr("bagian"))) else kind
            values = table[title].astype(object).where(table[title].notna(), None).tolist()
            filled = [value for value in values if value not in (None, "")]
            size = max(len(title), *(_length(value, kind) for value in filled[:200]), 6) + 2
            if not filled:  # to be filled in
                size, kind = max(size, _ROOM), "long"
            kind = kind or ("long" if size > _WIDEST else "")
            sheet.set_column(column, column, min(_WIDEST, size), formats[kind])
            sheet.write(0, column, title, head)
            for row, value in enumerate(values, 1):
                sheet.write(row, column, value.item() if hasattr(value, "item") else value)
        sheet.autofilter(0, 0, max(len(table), 1), len(table.columns) - 1)


def _let_pick(book: Any, table: "pd.DataFrame", picks: Mapping[str, Sequence[str]]) -> None:
    """Give columns of the first sheet drop-down lists, whose words stand on a last sheet."""
    name = tr("pilihan")
    words, first = book.add_worksheet(name), book.worksheets()[0]
    for at, (title, choices) in enumerate(picks.items()):
        words.write_column(0, at, [title, *choices])
        column = list(table.columns).index(title)
        letter = chr(ord("A") + at)
        source = f"={name}!${letter}$2:${letter}${len(choices) + 1}"
        first.data_validation(
            1, column, _PICKED_ROWS, column, {"validate": "list", "source": source}
        )


def _length(value: object, kind: str) -> int:
    """Count the characters that a value takes up as it is shown."""
    shown = (
        {"rupiah": "{:,}", "share": "{:.1%}"}.get(kind, "{}")
        if isinstance(value, int | float)
        else "{}"
    )
    return len(shown.format(value))
