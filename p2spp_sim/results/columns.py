"""The column dictionary: what every column of a table of results means, from `datasets/columns.toml`."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING

import msgspec

from p2spp_sim.base.errors import UnknownName
from p2spp_sim.base.files import read_data
from p2spp_sim.base.language import Labels, language, pick, tr
from p2spp_sim.world.schema import SCHEMA

if TYPE_CHECKING:
    import pandas as pd

UNITS = Labels(
    rupiah="rupiah",
    share="bagian, 0 sampai 1",
    count="banyaknya",
    households="KK",
    yes_no="ya atau tidak",
    key="kunci, sama di semua bahasa",
    text="kata dalam bahasa layar",
    number="bilangan",
)
OF_VILLAGE = "village_"  # how columns of a panel begin that come from the table of villages


class ResultColumn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One column: what it means, by language, and its unit (a key of `UNITS`)."""

    label: dict[str, str]
    unit: str


class ResultTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One table of results: what it holds, what makes it, and its columns in their order."""

    label: dict[str, str]
    made_by: str
    columns: tuple[str, ...]


class _Dictionary(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    tables: dict[str, ResultTable]
    columns: dict[str, ResultColumn]


@cache
def _dictionary() -> _Dictionary:
    return read_data(_Dictionary, "datasets", "columns.toml")


def result_tables() -> Mapping[str, ResultTable]:
    """Give the tables of results that the dictionary describes."""
    return _dictionary().tables


def columns_of(table: str) -> Iterator[tuple[str, ResultColumn]]:
    """Give the columns of a table with what they mean there, in their order.

    Raises
    ------
    UnknownName : no such table; names the nearest.
    """
    known = result_tables()
    if table not in known:
        raise UnknownName(tr("Tabel"), table, known)
    columns = _dictionary().columns
    for name in known[table].columns:
        own = f"{table}.{name}"
        yield name, columns[own if own in columns else name]


def described(frame: "pd.DataFrame", table: str, **others: str) -> "pd.DataFrame":
    """Lay the meaning of its columns beside a frame, as `attrs["columns"]`, in the screen language.

    Parameters
    ----------
    table : which of the dictionary it is.
    others : what columns mean that are in no dictionary, such as levers.
    """
    meant = _meant(table, language()) | others
    if any(name not in meant for name in frame.columns):
        villages = _of_villages(language())
        meant |= {name: text for name, text in villages.items() if name not in meant}
        own = tr("kolom sendiri di tabel desa")
        of_village = [str(name) for name in frame.columns if str(name).startswith(OF_VILLAGE)]
        meant |= {name: own for name in of_village if name not in meant}
    frame.attrs["table"] = table
    frame.attrs["columns"] = {name: text for name, text in meant.items() if name in frame.columns}
    return frame


@cache
def _meant(table: str, _language: str) -> dict[str, str]:
    """Say what every column of a table means; once a language, since thousands of frames are made."""
    return {
        name: f"{pick(column.label)} ({UNITS[column.unit]})" for name, column in columns_of(table)
    }


@cache
def _of_villages(_language: str) -> dict[str, str]:
    """Say what columns of villages mean in a panel."""
    return {
        f"{OF_VILLAGE}{column.name}": column.title
        + (f" ({tr(column.unit)})" if column.unit else "")
        for column in SCHEMA["villages"]
    }
