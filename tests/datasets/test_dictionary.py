"""The data dictionary beside every dataset says what the files hold, and nothing else."""

import re
import tomllib
from pathlib import Path

import pytest

from p2spp_sim.base.files import data_path
from p2spp_sim.tables.columns import Column
from p2spp_sim.village_plan import VILLAGE_TABLES
from p2spp_sim.world.schema import SCHEMA
from p2spp_sim.world.world import World, datasets

COLUMNS = SCHEMA | VILLAGE_TABLES
FOLDERS = [data_path("datasets", name) for name in datasets()]
FORMS = {
    "text": "teks",
    "whole": "bilangan bulat",
    "idr": "bilangan bulat, 0 ke atas",
    "share": "angka 0–1",
    "real": "angka",
    "flag": "Y/N",
}


def tables_of(readme: Path) -> dict[str, tuple[int | None, list[dict[str, str]]]]:
    """Read the tables under third-level headings: the stated number of rows, and each row by column title."""
    tables = {}
    for part in readme.read_text("utf-8").split("\n### ")[1:]:
        name, _, body = part.partition("\n")
        lines = [line for line in body.splitlines() if line.startswith("|")]
        head, _, *rows = ([cell.strip() for cell in line.strip("|").split("|")] for line in lines)
        stated = re.search(r"\b([\d.]+) baris\.", body)
        count = int(stated[1].replace(".", "")) if stated else None
        tables[name.strip("`")] = count, [dict(zip(head, row, strict=True)) for row in rows]
    return tables


def written(value: float) -> str:
    return f"{value:,.0f}".replace(",", ".") if value >= 10_000 else f"{value:g}".replace(".", ",")


def form(column: Column) -> str:
    """Say what a column takes, as the dictionary must."""
    text = FORMS[column.kind]
    if column.low is not None:
        text += f", {written(column.low)}" + (
            " ke atas" if column.high is None else f"–{written(column.high)}"
        )
    text += ", tidak berulang" if column.unique else ""
    text += f": {', '.join(column.choices)}" if column.choices else ""
    return text + (f", dari `{column.of}`" if column.of else "")


def when_empty(column: Column) -> str:
    if column.default is None:
        return "wajib"
    if isinstance(column.default, bool):
        return "Y" if column.default else "N"
    if isinstance(column.default, str):
        return column.default or "kosong"
    return written(column.default)


def expected_tables(folder: Path) -> dict[str, int]:
    """Give the tables a dataset has, as files or made when it is opened, and how many rows each."""
    world = World.read(folder)
    filed = any(folder.glob("*.csv"))
    names = [name for name in SCHEMA if len(world.tables[name][SCHEMA[name][0].name])]
    rows_of = {f"{n}.csv" if filed else n: len(world.tables[n][SCHEMA[n][0].name]) for n in names}
    papers = [
        path for name in VILLAGE_TABLES if (path := folder / f"{name}.csv").is_file()
    ]  # of one village
    return rows_of | {path.name: len(path.read_text("utf-8").splitlines()) - 1 for path in papers}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_dictionary_explains_every_column_of_every_table(folder: Path) -> None:
    explained = tables_of(folder / "README.md")
    expected = expected_tables(folder)
    assert set(explained) == {"dataset.toml", *expected}
    for table, rows in expected.items():
        count, lines = explained[table]
        assert count == rows, table
        columns = COLUMNS[table.removesuffix(".csv")]
        assert [line["Kolom"].strip("`") for line in lines] == [
            column.name for column in columns
        ], table
        for column, line in zip(columns, lines, strict=True):
            where = (table, column.name)
            assert line["Satuan"] == (column.unit or "–"), where
            assert line["Jenis"] == form(column), where
            assert line["Bila kosong"] == when_empty(column), where
            assert len(line["Isi"]) > 3, where
            assert line["Asal"] not in ("", "–"), where


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_dictionary_covers_every_file_of_the_folder(folder: Path) -> None:
    explained = tables_of(folder / "README.md")
    files = {path.name for path in folder.iterdir() if path.is_file()} - {"README.md"}
    assert files == {name for name in explained if "." in name}
    for path in folder.glob("*.csv"):
        header = path.read_text("utf-8").partition("\n")[0].split(",")
        lines = explained[path.name][1]
        assert [
            line["Kolom"].strip("`") for line in lines if not line["Asal"].startswith("tidak diisi")
        ] == header


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_dictionary_explains_every_key_of_the_dataset_file(folder: Path) -> None:
    raw = tomllib.loads((folder / "dataset.toml").read_text("utf-8"))
    keys = [key for key in raw if key != "regions"] + [
        f"regions.{key}" for key in raw.get("regions", {})
    ]
    explained = [
        line["Kunci"].strip("`") for line in tables_of(folder / "README.md")["dataset.toml"][1]
    ]
    assert sorted(explained) == sorted(keys)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_dictionary_says_what_is_invented_and_where_the_rest_comes_from(folder: Path) -> None:
    text = (folder / "README.md").read_text("utf-8")
    for heading in ("## Apa yang direka", "## Sumber", "## Kamus data"):
        assert f"\n{heading}\n" in text
    world = World.read(folder)
    assert world.title["id"] in text
    assert world.invented["id"] and world.invented["en"]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_shares_of_the_budget_are_those_that_are_told(folder: Path) -> None:
    budget = World.read(folder).budget
    parts = [
        int(budget[f"{name}_idr"].sum()) for name in ("personnel", "goods", "capital", "other")
    ]
    shares = re.search(
        r"pegawai (\d+)%, barang dan jasa (\d+)%, modal (\d+)%, lain (\d+)%",
        (folder / "README.md").read_text("utf-8"),
    )
    assert shares
    assert [round(100 * part / sum(parts)) for part in parts] == [
        int(share) for share in shares.groups()
    ]
