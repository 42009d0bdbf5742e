"""Papers that go out: sums, dotted lines, answers to villages, print settings; and the folder of a project."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from struct import unpack
from zipfile import ZipFile

import pytest

from p2spp_sim.alignment.aligned import Alignment
from p2spp_sim.alignment.earlier import Years, last_years_answers, read_last_year
from p2spp_sim.alignment.list_columns import NO_PARTNER
from p2spp_sim.alignment.lists import ListLine, Lists, read_lists
from p2spp_sim.alignment.note import sheets
from p2spp_sim.base.errors import P2sppError
from p2spp_sim.papers import (
    as_excel,
    as_pdf,
    minutes,
    priorities,
    project,
    village_letters,
    writing,
)
from p2spp_sim.papers.occasion import Occasion, occasion, read_date
from p2spp_sim.papers.paper import (
    BLANK,
    Paper,
    PaperFields,
    PaperTable,
    PaperText,
    Signatures,
    SumRow,
    shares,
)
from p2spp_sim.papers.paper_lists import PaperLists, lists_for
from p2spp_sim.results.excel import write_tables

ABOUT = occasion("Kabupaten Wanasari", "", "2027", "Sukamaju", "9 Februari 2026", "Camat")


def line(what: str, village: str, idr: int, skpd: str) -> ListLine:
    return ListLine(what, village, idr, skpd, status="Diterima", kecamatan="Sukamaju")


def desk(rows: int = 4) -> Alignment:
    """Proposals of two agencies in two villages, the second sent back; K1 holds the first, K2 none."""
    proposals = {
        f"{n:03}": line(
            f"Rabat jalan {n}",
            "Ayu" if n % 2 else "Bening",
            n * 1_000_000,
            "PU" if n % 3 else "DIK",
        )
        for n in range(1, rows + 1)
    }
    proposals["002"] = replace(
        proposals["002"], status="Ditolak", eligible=False, note="lahan belum jelas"
    )
    renja = {
        "K1": ListLine("Rabat", "Ayu", 9_000_000, "PU"),
        "K2": ListLine("Talud", "", 5_000_000, "PU"),
    }
    lists = Lists(proposals, {"renja": renja}, {})
    return Alignment(lists, {"renja": {"K1": "001", "K2": NO_PARTNER}})


def gathered(alignment: Alignment, about: Occasion = ABOUT) -> PaperLists:
    return lists_for(alignment, about)


def tables(paper: Paper) -> list[PaperTable]:
    return [block for part in paper.parts for block in part.blocks if isinstance(block, PaperTable)]


def words(paper: Paper) -> str:
    said = []
    for part in paper.parts:
        for block in part.blocks:
            if isinstance(block, PaperText):
                said.append(block.words)
            if isinstance(block, PaperFields):
                said += [field.words for field in block.fields]
            if isinstance(block, PaperTable):
                cells = [cell for row in block.rows for cell in getattr(row, "cells", ())]
                said += [str(cell) for cell in cells if cell is not None]
            if isinstance(block, Signatures):
                said += [place.role + place.above for place in block.places]
    return "\n".join(said)


def test_every_sum_is_that_of_the_lines_above_it_in_excel_too() -> None:
    lists = gathered(desk(60))
    paper = priorities.make(lists)
    (table,) = tables(paper)
    at = [column.kind for column in table.columns].index("idr")
    sums = {
        row.words: table.sums(n)[at] for n, row in enumerate(table.rows) if isinstance(row, SumRow)
    }
    costs = {agency: 0 for agency in ("PU", "DIK")}
    for proposal in lists.alignment.eligible.values():
        costs[proposal.skpd] += proposal.cost_idr
    assert [*sums.values()] == [costs["PU"], costs["DIK"], sum(costs.values())]
    with ZipFile(BytesIO(as_excel.book(paper))) as book:
        sheet, names = (
            book.read(f"xl/{part}.xml").decode() for part in ("worksheets/sheet1", "workbook")
        )
    formulas = re.findall(r"<f>SUBTOTAL\(9,(\w)(\d+):\w(\d+)\)</f><v>(\d+)</v>", sheet)
    assert [int(value) for *_, value in formulas] == [*sums.values()]
    assert formulas[-1][1] < formulas[-1][2] and "_xlnm.Print_Titles" in names
    for setting in (
        'paperSize="9"',
        'orientation="landscape"',
        'fitToHeight="0"',
        'state="frozen"',
    ):
        assert setting in sheet
    assert "sheetProtection" not in sheet and "dari &amp;N" in sheet


def test_what_was_left_empty_is_a_dotted_line_and_nothing_is_invented() -> None:
    blank = gathered(desk(), Occasion())
    for make in writing.PAPERS.values():
        text = words(make(blank))
        assert BLANK * 5 in text and "None" not in text
        assert not re.search(
            r"Wanasari|\b20[0-9]{2}\b(?!\))",
            text.replace("54/2010", "").replace("86/2017", "").replace("114/2014", ""),
        )
    filled = words(minutes.make(gathered(desk())))
    assert "Senin, tanggal 9 bulan Februari tahun 2026" in filled
    assert "delapan juta rupiah" in filled, "1 + 3 + 4 million in words"


def test_a_village_is_told_what_was_taken_what_not_and_why() -> None:
    alignment = desk(6)
    letters = village_letters.make(gathered(alignment))
    assert [part.name for part in letters.parts] == ["Ayu", "Bening"] and all(
        part.begins for part in letters.parts
    )
    ayu, bening = (words(Paper("", "", (part,))) for part in letters.parts)
    assert "K1 Rabat, PU, pagu Rp 9.000.000" in ayu and "dikembalikan" not in ayu
    assert "Ditolak; lahan belum jelas" in bening
    assert ayu.count("tidak masuk rancangan Renja") == 3 and BLANK in ayu, (
        "two without a reason, and their number"
    )
    open_ = Alignment(alignment.lists, {"renja": {"K1": "001"}})
    told = words(village_letters.make(gathered(open_)))
    assert "tidak masuk rancangan Renja" not in told and "4 belum diperiksa" not in told
    assert told.count("Renja belum selesai dibandingkan") == 4


def test_one_name_in_two_kecamatan_is_two_villages_and_one_kecamatan_stands_alone() -> None:
    alignment = desk(4)
    proposals = dict(alignment.lists.proposals)
    proposals["003"] = replace(proposals["003"], kecamatan="Tirtajaya")
    alignment = Alignment(
        replace(alignment.lists, proposals=proposals), {"renja": {"K1": "003", "K2": NO_PARTNER}}
    )
    assert len(village_letters.make(gathered(alignment)).parts) == 3
    own = gathered(alignment, replace(ABOUT, kecamatan="suka maju"))
    assert [*own.proposals] == ["001", "002", "004"]
    assert not own.alignment.open("renja"), "a work of another kecamatan is not undecided"
    with pytest.raises(
        P2sppError, match=r"Entah tidak ada dalam daftar; yang ada: Sukamaju, Tirtajaya"
    ):
        gathered(alignment, replace(ABOUT, kecamatan="Entah"))


def test_columns_of_the_office_are_kept_and_those_about_persons_are_not() -> None:
    alignment = desk(2)
    further = (("Skala prioritas", "3"), ("Nama Pengusul", "Sutrisno"), ("No. HP", "081234567890"))
    lines = {
        n: replace(line, further=further, volume="350", measure="m")
        for n, line in alignment.lists.proposals.items()
    }
    lines["001"] = replace(lines["001"], what="Rumah tidak layak huni Bapak Karto")
    lists = gathered(Alignment(replace(alignment.lists, proposals=lines), alignment.decided))
    for make in writing.PAPERS.values():
        text = words(make(lists))
        assert not re.search("Sutrisno|0812|Karto", text)
    (table,) = tables(priorities.make(lists))
    assert [column.title for column in table.columns][-3:] == [
        "volume",
        "satuan",
        "Skala prioritas",
    ]
    assert (
        "volume: 350 m; Skala prioritas: 3" in words(village_letters.make(lists))
        and lists.covered == 1
    )


def size(png: bytes) -> tuple[int, int]:
    width, height = unpack(">II", png[16:24])
    return width, height


def test_a_paper_becomes_pages_of_a4_whatever_its_texts_hold() -> None:
    alignment = desk(60)
    odd = dict(alignment.lists.proposals)
    odd["001"] = replace(
        odd["001"], what='#panic("x") $ "a" \\ *b* [c] <d> @e ' + "panjang " * 300 + "x" * 200
    )
    paper = priorities.make(
        gathered(Alignment(replace(alignment.lists, proposals=odd), alignment.decided))
    )
    shown = as_pdf.pages(paper, 30)
    assert len(shown) > 2 and all(width > height for width, height in map(size, shown))
    assert (
        as_pdf.pdf(paper).startswith(b"%PDF")
        and len(as_pdf.pages(village_letters.make(gathered(desk())), 20)) == 2
    )
    assert size(as_pdf.first_page(paper, 30)) == size(shown[0])


@pytest.mark.parametrize("landscape", [True, False])
def test_figures_get_the_room_they_need_and_all_columns_fill_the_paper(landscape: bool) -> None:
    (table,) = tables(priorities.make(gathered(desk(30))))
    made = shares(table, landscape=landscape)
    assert sum(made) == pytest.approx(1) and min(made) > 0


@pytest.mark.parametrize(
    "text", ["9 Februari 2026", "Senin, 9 Feb 2026", "9-2-2026", "09/02/2026", "2026-02-09"]
)
def test_dates_are_read_as_people_write_them(text: str) -> None:
    assert read_date(text) == date(2026, 2, 9)


@pytest.mark.parametrize("text", ["31 Februari 2026", "besok", "9 Ma 2026", "2026"])
def test_a_date_that_cannot_be_is_told(text: str) -> None:
    with pytest.raises(P2sppError, match=f"“{text}” tidak terbaca"):
        occasion(day=text)


def test_a_proposal_is_asked_for_the_third_time(tmp_path: Path) -> None:
    alignment = desk()
    path = tmp_path / "nota.xlsx"
    write_tables(sheets(alignment, Years(2025, alignment)), path)
    first = read_last_year(path, 2026)
    write_tables(
        sheets(alignment, Years(2026, alignment, first, {"002": "002", "003": NO_PARTNER})), path
    )
    years = Years(
        2027, alignment, read_last_year(path, 2027), {"002": "002", "003": "003", "004": NO_PARTNER}
    )
    said = [years.said(number) for number in ("001", "002", "003", "004")]
    assert said == [
        "tahun lalu: belum diperiksa",
        "diusulkan ketiga kalinya",
        "diusulkan kedua kalinya",
        "usulan baru",
    ]
    lived = [(at.year, at.kind, at.reason) for at in years.lives["002"]]
    assert lived == [
        (year, "returned", "Ditolak; lahan belum jelas") for year in (2025, 2026, 2027)
    ]
    assert years.candidates("002")[0].key == "002" and years.open == ("001",)
    fates = last_years_answers(years).iloc[:, -1].tolist()
    assert fates == ["belum diperiksa", "002", "003", "belum diperiksa"], "one is open still"
    letters = words(village_letters.make(PaperLists(alignment, years, ABOUT)))
    assert "diusulkan ketiga kalinya; 2025: dikembalikan ke desa; Ditolak" in letters
    with pytest.raises(
        P2sppError, match="memuat tahun 2026; diharapkan nota dari tahun sebelum 2026"
    ):
        read_last_year(path, 2026)


def test_a_project_is_opened_again_as_it_was_left(tmp_path: Path) -> None:
    alignment = desk()
    folder = project.save(tmp_path, replace(ABOUT, year=2026), alignment)
    last = read_last_year(folder / project.NOTE, 2027)
    folder = project.save(tmp_path, ABOUT, alignment, last, {"001": "001"})
    opened = project.open_project(folder)
    assert folder.name == "wanasari_2027" and opened.occasion == ABOUT
    assert (
        opened.lists.proposals == alignment.lists.proposals
        and opened.lists.written == alignment.decided | {"reses": {}}
    )
    assert opened.decided == {"001": "001"} and opened.last and opened.last.lives == last.lives
    assert project.projects(tmp_path)[0] == folder


def test_a_project_of_a_newer_version_is_refused_and_an_older_one_is_read(tmp_path: Path) -> None:
    folder = project.save(tmp_path, ABOUT, desk())
    file = folder / project.FILE
    said = json.loads(file.read_text())
    file.write_text(json.dumps({"format": said["format"], "kabupaten": "Wanasari", "year": 2027}))
    assert project.open_project(folder).occasion == Occasion("Wanasari", year=2027)
    file.write_text(json.dumps(said | {"version": project.VERSION + 1}))
    for work in (project.open_project, lambda _: project.save(tmp_path, ABOUT, desk())):
        with pytest.raises(P2sppError, match="ditulis versi yang lebih baru"):
            work(folder)
    file.write_text("{")
    with pytest.raises(P2sppError, match="bukan folder proyek"):
        project.open_project(folder)


def test_a_folder_that_was_broken_off_is_no_project_yet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(project, "write_atomically", cut)
    with pytest.raises(OSError):
        project.save(tmp_path, ABOUT, desk())
    assert (
        project.projects(tmp_path) == []
        and len(read_lists(tmp_path / "wanasari_2027" / project.NOTE).proposals) == 4
    )
