"""What a sheet of LibreOffice hides, merges or could not work out is seen as in a sheet of Excel."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import pytest

from p2spp_sim.alignment.lists import Lists, read_lists
from p2spp_sim.base.errors import BadData
from p2spp_sim.base.language import set_language

SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
    for short in ("office", "table", "text")
)
MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
)
HEAD = ("No", "Usulan", "Desa", "Biaya")
FIRST = ("1", "Rabat beton", "Karang", "90000000")


def cell(text: str, more: str = "") -> str:
    if text.startswith("<"):
        return text
    return f'<table:table-cell office:value-type="string" {more}><text:p>{text}</text:p></table:table-cell>'


def row(*cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{''.join(map(cell, cells))}</table:table-row>"


def read(path: Path, *rows: str, columns: str = "") -> Lists:
    set_language("id")
    notes = row("No", "Aspirasi") + row("R1", "Jalan rusak")
    sheets = f'<table:table table:name="usulan">{columns}{"".join(rows)}</table:table>'
    sheets += f'<table:table table:name="reses">{notes}</table:table>'
    body = f"<office:body><office:spreadsheet>{sheets}</office:spreadsheet></office:body>"
    with ZipFile(path / "daftar.ods", "w") as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr("META-INF/manifest.xml", MANIFEST)
        book.writestr(
            "content.xml", f"<office:document-content {SPACES}>{body}</office:document-content>"
        )
    return read_lists(path / "daftar.ods")


@pytest.mark.parametrize("how", ["collapse", "filter"])
def test_hidden_rows_are_asked_about(tmp_path: Path, how: str) -> None:
    hidden = row("2", "Talud", "Karang", "35000000", more=f'table:visibility="{how}"')
    with pytest.raises(BadData, match="baris 3: 1 baris tersembunyi"):
        read(tmp_path, row(*HEAD), row(*FIRST), hidden)


def test_hidden_columns_are_asked_about(tmp_path: Path) -> None:
    columns = '<table:table-column table:number-columns-repeated="3"/><table:table-column table:visibility="collapse"/>'
    with pytest.raises(BadData, match="kolom Biaya: kolom ini tersembunyi"):
        read(tmp_path, row(*HEAD), row(*FIRST), columns=columns)


def test_a_merged_village_holds_for_all_its_rows(tmp_path: Path) -> None:
    merged = cell("Karang", 'table:number-rows-spanned="2" table:number-columns-spanned="1"')
    second = row("2", "Talud", "<table:covered-table-cell/>", "35000000")
    listed = read(tmp_path, row(*HEAD), row("1", "Rabat beton", merged, "90000000"), second)
    assert [line.village for line in listed.proposals.values()] == ["Karang", "Karang"]


def test_a_village_merged_with_the_column_beside_it_is_told(tmp_path: Path) -> None:
    merged = cell("Karang", 'table:number-columns-spanned="2"')
    with pytest.raises(BadData, match="digabung"):
        read(tmp_path, row(*HEAD), row("1", "Rabat beton", merged, "<table:covered-table-cell/>"))


@pytest.mark.parametrize(
    ("inside", "fault"),
    [
        ('office:value-type="string"><text:p>#DIV/0!</text:p>', "#DIV/0!”: rumusnya galat"),
        ('office:value-type="string"><text:p>Err:502</text:p>', "rumusnya galat"),
        (">", "rumus tanpa hasil tersimpan"),
    ],
)
def test_a_formula_without_result_is_no_zero(tmp_path: Path, inside: str, fault: str) -> None:
    failed = f'<table:table-cell table:formula="of:=[.D2]/0" {inside}</table:table-cell>'
    with pytest.raises(BadData, match=fault):
        read(tmp_path, row(*HEAD), row(*FIRST), row("2", "Talud", "Karang", failed))


def test_rows_that_stand_once_for_many_keep_the_count(tmp_path: Path) -> None:
    empty = '<table:table-row table:number-rows-repeated="5"><table:table-cell/></table:table-row>'
    hidden = row("2", "Talud", "Karang", "35000000", more='table:visibility="collapse"')
    with pytest.raises(BadData, match="baris 8: 1 baris tersembunyi"):
        read(tmp_path, row(*HEAD), row(*FIRST), empty, hidden)
