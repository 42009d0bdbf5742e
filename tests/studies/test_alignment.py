"""Own lists: what is read out of a workbook, what is asked back, and what the pairs say that people decided on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from zipfile import ZipFile

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import p2spp_sim as p2
from p2spp_sim.alignment.aligned import Alignment, ListShare
from p2spp_sim.alignment.list_columns import ALIGNMENT_TABLES, KINDS, NO_PARTNER
from p2spp_sim.alignment.listed_year import listed_world
from p2spp_sim.alignment.lists import ListLine, Lists, read_lists
from p2spp_sim.alignment.note import example, index, sheets, villages
from p2spp_sim.base.errors import BadData, P2sppError
from p2spp_sim.base.language import set_language
from p2spp_sim.results.excel import write_tables

Book = dict[str, pd.DataFrame]


@pytest.fixture(autouse=True)
def indonesian() -> Iterator[None]:
    yield set_language("id")
    set_language("id")


@pytest.fixture
def lists(tmp_path: Path) -> Lists:
    return read_lists(write_tables(example(), tmp_path / "daftar.xlsx"))


def book(tmp_path: Path, **rows: list[tuple[object, ...]]) -> Path:
    """Write sheets with the columns that are needed, and further ones as they are declared."""
    heads = {
        name: [column.heading for column in columns] for name, columns in ALIGNMENT_TABLES.items()
    }
    made = {
        name: pd.DataFrame(given, columns=heads[name][: len(given[0])])
        for name, given in rows.items()
    }
    return write_tables(made, tmp_path / "daftar.xlsx")


def faults(path: Path) -> list[tuple[str, int, str, str]]:
    with pytest.raises(BadData) as caught:
        read_lists(path)
    return [(fault.file, fault.row, fault.column, fault.value) for fault in caught.value.faults]


def test_the_key_of_the_case_gives_the_index_of_the_curriculum(lists: Lists) -> None:
    """Unit 04: seven of ten notes have a partner, six an eligible one; they support six of eleven proposals."""
    table = p2.World.load("tirtamulya").reses
    gold = dict(zip(table["id"].tolist(), table["matches"].tolist(), strict=True))
    alignment = Alignment(
        lists, {"reses": {note: partner or NO_PARTNER for note, partner in gold.items()}}
    )
    assert alignment.matched("reses") == ListShare(7, 10) and alignment.matched(
        "reses", eligible=True
    ) == ListShare(6, 10)
    covered = alignment.covered("reses")
    assert (covered.part, covered.whole) == (6, 11)
    assert covered.whole_idr == 2_955_000_000, "the eligible proposals of unit 03"
    assert not alignment.open("reses") and len(alignment.open("renja")) == 12


def test_likely_partners_come_from_words_and_village(lists: Lists) -> None:
    assert lists.partners("reses", "R01")[0].key == "U01"
    assert lists.partners("renja", "K12")[0].key == "U13" and all(
        partner.weak for partner in lists.partners("reses", "R06")
    )
    for kind, lines in lists.others.items():
        assert all(len(lists.partners(kind, number)) == 3 for number in lines), "always three"


def test_a_note_can_be_read_again_with_every_pair(lists: Lists, tmp_path: Path) -> None:
    decided = {"reses": {"R01": "U01", "R03": NO_PARTNER}, "renja": {"K07": "U01"}}
    again = read_lists(write_tables(sheets(Alignment(lists, decided)), tmp_path / "nota.xlsx"))
    assert (
        again.written == decided
        and again.proposals == lists.proposals
        and again.others == lists.others
    )


def test_a_note_can_be_read_on_the_screen_and_on_paper(tmp_path: Path) -> None:
    proposals = {"U1": ListLine("Embung", "Ayu", 312_000_000_000)}
    lists = Lists(
        proposals,
        {"reses": {"R1": ListLine("Embung")}, "renja": {"K1": ListLine("Embung", "", 250_000)}},
        {},
    )
    path = write_tables(sheets(Alignment(lists, {"reses": {"R1": "U1"}})), tmp_path / "nota.xlsx")
    with ZipFile(path) as book:
        index, proposed = (book.read(f"xl/worksheets/sheet{at}.xml").decode() for at in (1, 3))
        styles = book.read("xl/styles.xml").decode().partition("<cellXfs")[2]
    formats = re.findall(r'<xf numFmtId="(\d+)"', styles)
    columns = [
        re.search(rf'<col min="{at}" max="\d+" width="([\d.]+)" style="(\d+)"', index)
        for at in (5, 7)
    ]
    share, idr = (column for column in columns if column)
    assert formats[int(share[2])] != "0" and formats[int(share[2])] != formats[int(idr[2])], (
        "a share is no bare number"
    )
    assert float(idr[1]) > len("312.000.000.000")
    room = re.search(r'<col min="10" max="12" width="([\d.]+)"', proposed)
    assert room and float(room[1]) > 20, "room to write into"
    assert 'orientation="landscape"' in index and 'fitToPage="1"' in index
    nota = pd.read_excel(path, sheet_name="nota", engine="calamine").set_index("hal")
    assert pd.isna(nota.loc["Catatan reses yang berpasangan", "dari rupiah"]), "notes have no costs"


@pytest.mark.parametrize("language", ["id", "en"])
def test_headings_are_read_in_the_screen_language_in_indonesian_and_by_their_names(
    tmp_path: Path, language: str
) -> None:
    given = {"id": example()}
    set_language(language)
    given["screen"] = example()
    names = {
        name: [column.name for column in columns] for name, columns in ALIGNMENT_TABLES.items()
    }
    given["names"] = {
        name: given["id"][name].set_axis(heads, axis=1) for name, heads in names.items()
    }
    assert ("nomor" in given["screen"]["usulan"]) == (language == "id")
    for name, made in given.items():
        read = read_lists(write_tables(made, tmp_path / f"{name}.xlsx"))
        assert (len(read.proposals), len(read.others["reses"]), len(read.others["renja"])) == (
            15,
            10,
            12,
        )


def test_a_village_is_the_same_with_and_without_its_title(tmp_path: Path) -> None:
    proposals = [
        (1, "Jembatan Kali Bening", "Desa Karangjati"),
        (2, "Talud", "KARANGJATI"),
        (3, "Posyandu", "Kel. Ayu"),
        (4, "Embung", "Karang Jati"),
    ]
    read = read_lists(
        book(tmp_path, usulan=proposals, reses=[("R1", "Jembatan rusak", "Ds. karangjati")])
    )
    assert read.villages == ("Karangjati", "Ayu")
    assert read.partners("reses", "R1")[0].key == "1" and read.partners("reses", "R1")[0].same_place


def test_everything_that_is_wrong_is_told_at_once_with_sheet_row_and_column(tmp_path: Path) -> None:
    path = book(
        tmp_path,
        usulan=[("U1", "Jembatan", "", "", -5), ("u1", "", "", "", 7)],
        reses=[("R1", "Jembatan rusak", "", "U9")],
    )
    assert faults(path) == [
        ("daftar.xlsx, lembar usulan", 2, "biaya", "-5"),
        ("daftar.xlsx, lembar usulan", 3, "nomor", "u1"),
        ("daftar.xlsx, lembar usulan", 3, "", ""),
    ], "cells come first"
    path = book(
        tmp_path,
        usulan=[("U1", "Jembatan dekat rumah 0812-3456-7890")],
        reses=[
            ("R1", "Jembatan rusak", "", "U9"),
            ("R2", "Air", "", "Tidak ada"),
            ("R3", "Air", "", "u1"),
        ],
    )
    assert faults(path) == [
        ("daftar.xlsx, lembar reses", 2, "pasangan", "U9"),
        ("daftar.xlsx, lembar usulan", 2, "usulan", "0812-3456-7890"),
    ]


def test_works_have_addresses_and_only_what_names_a_person_is_refused(tmp_path: Path) -> None:
    works = [
        "Talud Dusun Krajan RT 01 RW 02",
        "Drainase Jl. Merdeka No. 12",
        "Embung di -7.123456, 110.123456",
    ]
    persons = [
        "Rehab rumah NIK 3273011507850001",
        "Gapura, hubungi 0812-3456-7890",
        "Embung, surat ke kades@desa.id",
    ]
    rows: list[tuple[object, ...]] = list(enumerate(works + persons, 1))
    assert [
        fault[1] for fault in faults(book(tmp_path, usulan=rows, reses=[("R1", "Embung")]))
    ] == [5, 6, 7]
    assert len(read_lists(book(tmp_path, usulan=rows[:3], reses=[("R1", "Embung")])).proposals) == 3


def test_a_workbook_without_the_lists_says_what_is_lacking(tmp_path: Path) -> None:
    path = write_tables({"Sheet1": pd.DataFrame({"a": [1]})}, tmp_path / "lain.xlsx")
    with pytest.raises(
        BadData, match=r"lain\.xlsx: lembar usulan tidak ada; yang ada: Sheet1; beri nama usulan"
    ):
        read_lists(path)
    alone = Alignment(read_lists(book(tmp_path, usulan=[("U1", "Jembatan")])), {})
    assert not alone.lists.others and not alone.nowhere and alone.unchecked == ("U1",)
    (tmp_path / "rusak.xlsx").write_bytes(b"bukan buku")
    with pytest.raises(BadData, match=r"rusak\.xlsx: bukan buku kerja yang utuh"):
        read_lists(tmp_path / "rusak.xlsx")


def test_sheets_are_found_by_the_word_in_their_names(tmp_path: Path) -> None:
    usulan, reses = (
        pd.DataFrame([(1, "Embung")], columns=["nomor", head])
        for head in ("usulan", "catatan reses")
    )
    read = read_lists(
        write_tables({"USULAN 2026": usulan, "Reses_Dapil 1": reses}, tmp_path / "a.xlsx")
    )
    assert (len(read.proposals), len(read.others["reses"])) == (1, 1)
    read = read_lists(
        write_tables(
            {" Usulan": usulan, "Reses": reses, "rekap usulan": reses}, tmp_path / "b.xlsx"
        )
    )
    assert (len(read.proposals), len(read.others["reses"])) == (1, 1), (
        "the sheet called as the list is goes first"
    )
    two = {"usulan": usulan, "Reses Dapil 1": reses, "Reses Dapil 2": reses}
    with pytest.raises(
        BadData, match=r"lembar Reses Dapil 1: .*Dapil 2 tampak seperti daftar yang sama; satukan"
    ):
        read_lists(write_tables(two, tmp_path / "c.xlsx"))


def test_a_heading_that_may_be_meant_is_asked_back(tmp_path: Path) -> None:
    lacking = {"usulan": pd.DataFrame({"nomer": [1], "usulan": ["Jembatan"], "biaya": [0]})}
    path = write_tables(
        lacking | {"reses": pd.DataFrame({"nomor": [1], "catatan reses": ["Jembatan"]})},
        tmp_path / "n.xlsx",
    )
    with pytest.raises(BadData, match="kolom nomor: kolom ini tidak ada; bila nomer maksudnya"):
        read_lists(path)


def test_headings_of_offices_are_read(tmp_path: Path) -> None:
    usulan = pd.DataFrame(
        [(1, "Embung", "Desa Ayu", "DPUPR", "Rp 350.000.000,-", "x")],
        columns=["No.", "Uraian Usulan", "Desa/Kelurahan", "OPD", "Pagu Indikatif (Rp)", "Volume"],
    )
    renja = pd.DataFrame([("K1", "Bangun embung", 0)], columns=["No", "Sub Kegiatan", "biaya"])
    read = read_lists(write_tables({"usulan": usulan, "renja": renja}, tmp_path / "d.xlsx"))
    assert read.proposals == {"1": ListLine("Embung", "Ayu", 350_000_000, "DPUPR", volume="x")}
    assert read.others == {"renja": {"K1": ListLine("Bangun embung")}}


def test_a_partner_is_found_though_excel_took_its_zero_away(tmp_path: Path) -> None:
    rows: list[tuple[object, ...]] = [("01", "Embung"), ("02", "Talud"), ("2", "Drainase")]
    pairs: list[tuple[object, ...]] = [
        ("R1", "Embung", "", 1),
        ("R2", "Drainase", "", 2),
        ("R3", "Talud", "", "02"),
    ]
    read = read_lists(book(tmp_path, usulan=rows, reses=pairs))
    assert read.written["reses"] == {"R1": "01", "R2": "2", "R3": "02"}, (
        "a number that is there goes first"
    )


def test_a_row_that_counts_the_columns_is_no_line(tmp_path: Path) -> None:
    for counts in ((1, 2, 3, 4, 5), ("(1)", "(2)", "(3)", "(4)", "(5)")):
        read = read_lists(
            book(tmp_path, usulan=[counts, (1, "Embung", "Ayu", "", 0)], reses=[(1, "Embung")])
        )
        assert read.proposals == {"1": ListLine("Embung", "Ayu")}


@pytest.mark.parametrize(
    ("rows", "begins"),
    [
        (
            [("", "Pertanian"), (1, "Embung")],
            ["baris 2: nomor tidak boleh kosong; bila ini jumlah, judul,"],
        ),
        (
            [(1, "Embung"), ("", "", "Lihat lampiran")],
            ["baris 3: nomor, usulan tidak boleh kosong; bila ini jumlah, judul,"],
        ),
        (
            [(n % 3, "Embung") for n in range(20)],
            ["baris 5, kolom nomor: 17 isian di kolom ini sudah dipakai"],
        ),
        (
            [(n, "Embung", "", "", 350_000) for n in range(3)],
            ["kolom biaya berisi “350000”: tampak dalam ribuan"],
        ),
    ],
)
def test_what_people_leave_in_a_list_is_told_once(
    tmp_path: Path, rows: list[tuple[object, ...]], begins: list[str]
) -> None:
    width = max(map(len, rows))
    path = book(
        tmp_path,
        usulan=[(*row, *[""] * (width - len(row))) for row in rows],
        reses=[("R1", "Embung")],
    )
    with pytest.raises(BadData) as caught:
        read_lists(path)
    lines = [str(fault).partition("lembar usulan, ")[2] for fault in caught.value.faults]
    assert len(lines) == len(begins) and all(map(str.startswith, lines, begins))


PROPOSALS = {
    f"U{n}": ListLine(f"usulan {n}", f"Desa {n % 3}", n * 1_000_000, eligible=n % 4 != 0)
    for n in range(8)
}
OTHERS = {
    kind: {f"{kind}{n}": ListLine(f"baris {n}", cost_idr=n) for n in range(5)} for kind in KINDS
}
PARTNERS = st.sampled_from([*PROPOSALS, NO_PARTNER, "", "U99"])
DECIDED = st.fixed_dictionaries(
    {kind: st.dictionaries(st.sampled_from([*OTHERS[kind], "gone"]), PARTNERS) for kind in KINDS}
)


@given(DECIDED)
def test_every_line_and_every_proposal_is_counted_once(
    decided: Mapping[str, Mapping[str, str]],
) -> None:
    alignment = Alignment(Lists(PROPOSALS, OTHERS, {}), decided)
    for kind in KINDS:
        alone = [n for n in OTHERS[kind] if alignment.partner(kind, n) == NO_PARTNER]
        assert alignment.matched(kind).part + len(alone) + len(alignment.open(kind)) == len(
            OTHERS[kind]
        )
        assert alignment.matched(kind, eligible=True).part <= alignment.matched(kind).part
        assert sum(map(len, alignment.holders(kind).values())) == alignment.matched(kind).part
    either = (
        alignment.covered("reses").part
        + alignment.covered("renja").part
        - alignment.covered(*KINDS).part
    )
    assert either + len(alignment.nowhere) + len(alignment.unchecked) == len(alignment.eligible)
    assert not (
        alignment.unchecked
        if all(not alignment.open(kind) for kind in KINDS)
        else alignment.nowhere
    )
    table = villages(alignment)
    assert table["belum di mana pun"].sum() == len(alignment.nowhere) and table[
        "usulan layak"
    ].sum() == len(alignment.eligible)
    assert table["belum diperiksa"].sum() == len(alignment.unchecked)
    for share in index(alignment).values():
        assert share.part >= 0 and share.open >= 0 and share.part + share.open <= share.whole
        assert (
            share.part_idr >= 0
            and share.open_idr >= 0
            and share.part_idr + share.open_idr <= share.whole_idr
        )


def test_what_nobody_has_checked_is_not_counted_as_absent() -> None:
    proposals = {f"U{n}": ListLine(f"usulan {n}", "Ayu", n * 10**8) for n in (1, 2, 3)}
    works = {f"K{n}": ListLine(f"kegiatan {n}", cost_idr=n * 10**7) for n in (1, 2)}
    alignment = Alignment(Lists(proposals, {"renja": works}, {}), {"renja": {"K1": "U1"}})
    assert alignment.matched("renja") == ListShare(1, 2, 10**7, 3 * 10**7, 1, 2 * 10**7)
    assert alignment.covered("renja") == ListShare(1, 3, 10**8, 6 * 10**8, 2, 5 * 10**8)
    assert alignment.nowhere == () and alignment.unchecked == ("U2", "U3")
    note = sheets(alignment)
    assert note["nota"]["belum diperiksa"].tolist() == [1, 2, 1]
    assert note["nota"]["rupiah yang belum diperiksa"].tolist() == [2 * 10**7, 5 * 10**8, 2 * 10**7]
    assert note["desa"][
        ["belum di mana pun", "belum diperiksa", "rupiah yang belum diperiksa"]
    ].values.tolist() == [[0, 2, 5 * 10**8]]
    assert note["usulan"]["keadaan"].tolist() == [
        "masuk Renja",
        "Renja belum diperiksa",
        "Renja belum diperiksa",
    ]
    assert note["renja"]["keadaan"].tolist() == ["cocok dan layak", "belum diperiksa"]
    settled = Alignment(alignment.lists, {"renja": {"K1": "U1", "K2": NO_PARTNER}})
    assert (
        settled.unchecked == ()
        and settled.nowhere == ("U2", "U3")
        and settled.covered("renja").open == 0
    )


def test_lists_enter_a_given_kabupaten_beside_what_is_drawn_for_the_others():
    district = p2.World.load("wanasari")
    here = district.villages["name"][:2].tolist()
    proposals = {f"{n}": ListLine(f"usulan {n}", name, 10**8) for n, name in enumerate(here)}
    lists = Lists(proposals, {"renja": {"K1": ListLine("jalan", "", 10**8)}}, {})
    world = listed_world(lists, {}, 7, district)
    own, names = world.proposals["id"].tolist(), world.villages["name"]
    assert own[:2] == ["0", "1"] and all(number.startswith("D") for number in own[2:])
    assert names.tolist() == district.villages["name"].tolist()
    lost = Lists({"1": ListLine("x", f"{here[0]}x", 10**8)}, lists.others, {})
    with pytest.raises(P2sppError, match=f"yang terdekat: {here[0]}"):
        listed_world(lost, {}, 7, district)
