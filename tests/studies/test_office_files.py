"""Whole files of offices: read as a person reads them, or asked about; nothing is read wrong in silence."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
import xlsxwriter

from p2spp_sim.alignment.list_columns import READ_TABLES
from p2spp_sim.alignment.lists import ListLine, read_one_list
from p2spp_sim.base.errors import BadData
from p2spp_sim.base.language import set_language
from p2spp_sim.tables.choices import TableChoice, parse_choice
from p2spp_sim.tables.lists import ListsAsked
from p2spp_sim.tables.reading import ListReading
from tests.studies.messy import write as write_ods
from tests.studies.office_files import ASKED_FILES, READ_FILES, VILLAGES, OfficeFile


@pytest.fixture(autouse=True)
def indonesian() -> Iterator[None]:
    yield set_language("id")
    set_language("id")


def write(folder: Path, case: OfficeFile) -> Path:
    """Write a file as its ending says."""
    path = folder / case.file
    rows = next(iter(case.sheets.values()))
    if path.suffix == ".csv":
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file, delimiter=";").writerows(rows)
    elif path.suffix == ".ods":
        write_ods(path, dict(case.sheets))
    else:
        with xlsxwriter.Workbook(str(path)) as book:
            for name, lines in case.sheets.items():
                made = book.add_worksheet(name)
                for at, row in enumerate(lines):
                    made.write_row(at, 0, row)
            case.change(book)
    return path


def asked(case: OfficeFile) -> ListsAsked:
    """Give what was chosen, as the command takes it."""
    rest = {"lembar", "judul", "satuan"}
    said = [f"{head}={name}" for head, name in case.choice.items() if head not in rest]
    own = {name: case.choice[name] for name in rest & {*case.choice}}
    base = TableChoice(own.get("lembar", ""), own.get("judul", 0), {}, own.get("satuan", 0))
    return ListsAsked(
        {case.table: parse_choice(said, READ_TABLES[case.table], base)} if case.choice else {}
    )


def read(case: OfficeFile, folder: Path) -> tuple[dict[str, ListLine], ListReading]:
    return read_one_list(write(folder, case), case.table, asked(case))


@pytest.mark.parametrize("case", READ_FILES, ids=str)
def test_a_file_is_read_as_a_person_reads_it(tmp_path: Path, case: OfficeFile) -> None:
    lines, reading = read(case, tmp_path)
    given = [*lines.values()]
    assert (len(given), sum(line.cost_idr for line in given)) == (case.lines, case.idr), lines
    assert sum(line.eligible for line in given) == (
        case.lines if case.eligible is None else case.eligible
    )
    assert [line.village for line in given] == (VILLAGES if case.places is None else case.places)
    if case.kecamatan is not None:
        assert {line.kecamatan for line in given} == {case.kecamatan}
    assert case.layout in reading.layout and bool(case.layout) == bool(reading.layout)


@pytest.mark.parametrize("case", ASKED_FILES, ids=str)
def test_what_may_mean_two_things_is_asked(tmp_path: Path, case: OfficeFile) -> None:
    with pytest.raises(BadData) as caught:
        read(case, tmp_path)
    assert all(words in str(caught.value) for words in case.asks), str(caught.value)
