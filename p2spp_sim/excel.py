"""A run as an Excel file."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from p2spp_sim.errors import P2sppError
from p2spp_sim.scenario import declared
from p2spp_sim.text import pick, replacing, tr

if TYPE_CHECKING:
    import pandas as pd

    from p2spp_sim.ledger import Run

_WIDEST = 44  # characters; longer texts are broken into lines


def write(run: "Run", path: Path) -> Path:
    """Write a run as an Excel file with its funnel, money, indicators, proposals and scenario."""
    sheets = {
        tr("corong"): run.funnel(),
        tr("uang"): run.money(),
        tr("indikator"): run.indicators(),
        tr("usulan"): run.frame(),
        tr("skenario"): _scenario_frame(run),
    }
    return write_tables(sheets, path)


def write_tables(sheets: "dict[str, pd.DataFrame]", path: Path) -> Path:
    """Write tables as sheets of an Excel file; an interrupted save leaves the old file.

    Raises
    ------
    P2sppError : the package that writes Excel is not there.
    """
    try:
        import xlsxwriter
    except ImportError:
        raise P2sppError(tr("Menulis Excel memerlukan paket XlsxWriter (p2spp-sim[workbook]).")) from None
    with replacing(path) as temporary, xlsxwriter.Workbook(str(temporary), {"nan_inf_to_errors": True}) as book:
        _write_sheets(book, sheets)
    return path


def _write_sheets(book: Any, sheets: "dict[str, pd.DataFrame]") -> None:
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    formats = {
        "rupiah": book.add_format({"num_format": "#,##0"}),
        "share": book.add_format({"num_format": "0.0%"}),
        "long": book.add_format({"text_wrap": True, "valign": "top"}),
    }
    for name, table in sheets.items():
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 1)
        for column, title in enumerate(table.columns):
            kind = "rupiah" if title.endswith("idr") or "rupiah" in title else ""
            kind = "share" if title.startswith("share") else kind
            values = table[title].astype(object).where(table[title].notna(), None).tolist()
            size = max(len(title), *(len(str(v)) for v in values[:200]), 6) + 2
            kind = kind or ("long" if size > _WIDEST else "")
            sheet.set_column(column, column, min(_WIDEST, size), formats.get(kind))
            sheet.write(0, column, title, head)
            for row, value in enumerate(values, 1):
                sheet.write(row, column, value.item() if hasattr(value, "item") else value)
        sheet.autofilter(0, 0, max(len(table), 1), len(table.columns) - 1)


def _scenario_frame(run: "Run") -> "pd.DataFrame":
    import pandas as pd

    rows = [
        (
            key,
            pick(lever.label),
            run.scenario.value(key),
            lever.value,
            lever.unit,
            lever.source,
            lever.firmness,
        )
        for key, lever in declared().items()
    ]
    table = pd.DataFrame(rows, columns=["key", "label", "value", "default", "unit", "source", "firmness"])
    about = pd.DataFrame(
        [
            ("dataset", run.world.name, run.world.name),
            ("rules", run.scenario.rules, ""),
            ("seed", run.draws.seed, ""),
        ],
        columns=["key", "value", "label"],
    )
    return pd.concat([about, table], ignore_index=True)
