"""Layouts known by name: each names columns that there are, and the official ones of villages are read by `periksa`."""

from __future__ import annotations

from pathlib import Path

import pytest

from p2spp_sim.alignment.list_columns import LIST_COLUMNS
from p2spp_sim.base.errors import BadData
from p2spp_sim.base.language import set_language
from p2spp_sim.tables.choices import TableChoice
from p2spp_sim.tables.layouts import LayoutMemory, fitting, layouts
from p2spp_sim.village_plan import VILLAGE_TABLES, check_village
from p2spp_sim.village_plan.papers import read_village
from tests.studies.messy import JT, Rows, write

TABLES = LIST_COLUMNS | VILLAGE_TABLES
RKP: Rows = [
    ["RENCANA KERJA PEMERINTAH DESA (RKP DESA)"],
    ["TAHUN 2026"],
    ["No", "Bidang", "Jenis Kegiatan", "Lokasi", "Volume", "Sasaran/Manfaat",
     "Waktu Pelaksanaan", "Biaya", "", "Pola Pelaksanaan", "", "", "Rencana Pelaksana Kegiatan"],
    ["", "", "", "", "", "", "", "Jumlah", "Sumber", "Swakelola", "Kerja Sama Antar Desa",
     "Kerja Sama Pihak Ketiga", ""],
    [1, "Pembangunan", "Rabat beton Krajan", "Dusun Krajan", "350 x 3 m", "120 KK", "2026",
     120 * JT, "DD", "v", "", "", "TPK"],
    [2, "Pembangunan", "Posyandu Melati", "Dusun Krajan", "1 unit", "80 KK", "2026", 60 * JT,
     "ADD", "v", "", "", "TPK"],
    ["", "Jumlah Per Bidang 2", "", "", "", "", "", 180 * JT, "", "", "", "", ""],
    [3, "Pemberdayaan", "Jembatan Kali Bening", "Kali Bening", "12 m", "300 KK", "2026",
     350 * JT, "APBD Kab", "", "", "v", "Dinas PU"],
    ["", "JUMLAH TOTAL", "", "", "", "", "", 530 * JT, "", "", "", "", ""],
]  # fmt: skip
RPJM: Rows = [
    ["RENCANA PEMBANGUNAN JANGKA MENENGAH DESA TAHUN 2025 - 2030"],
    ["No", "Bidang", "Jenis Kegiatan", "Lokasi", "Waktu Pelaksanaan", "", "", "", "", "",
     "Prakiraan Biaya dan Sumber Pembiayaan", ""],
    ["", "", "", "", "Tahun ke-1", "Tahun ke-2", "Tahun ke-3", "Tahun ke-4", "Tahun ke-5",
     "Tahun ke-6", "Jumlah", "Sumber"],
    [1, "Pembangunan", "Rabat beton Krajan", "Dusun Krajan", "", "v", "v", "", "", "", 300 * JT,
     "DD"],
    [2, "Pembangunan", "Posyandu Melati", "Dusun Krajan", "v", "v", "v", "v", "v", "v", 60 * JT,
     "ADD"],
]  # fmt: skip
APB: Rows = [
    ["ANGGARAN PENDAPATAN DAN BELANJA DESA TAHUN 2026"],
    ["Kode Rekening", "", "", "", "", "", "Uraian", "Anggaran (Rp)", "Sumber Dana"],
    ["", "", "", "4", "", "", "PENDAPATAN", 900 * JT, ""],
    ["", "", "", "4", "2", "", "Transfer", 900 * JT, ""],
    ["", "", "", "4", "2", "1", "Dana Desa", 600 * JT, ""],
    ["", "", "", "4", "2", "3", "Alokasi Dana Desa", 300 * JT, ""],
    ["", "", "", "5", "", "", "BELANJA", 900 * JT, ""],
    ["1", "", "", "", "", "", "Penyelenggaraan Pemerintahan Desa", 300 * JT, ""],
    ["1", "1", "", "", "", "", "Penyelenggaraan Belanja Siltap", 300 * JT, ""],
    ["1", "1", "01", "", "", "", "Penghasilan Tetap Kepala Desa", 300 * JT, "ADD"],
    ["1", "1", "01", "5", "1", "1", "Penghasilan Tetap", 300 * JT, "ADD"],
    ["2", "", "", "", "", "", "Pelaksanaan Pembangunan Desa", 600 * JT, ""],
    ["2", "3", "", "", "", "", "Pekerjaan Umum", 600 * JT, ""],
    ["2", "3", "10", "", "", "", "Rabat beton Krajan", 600 * JT, "DD"],
    ["2", "3", "10", "5", "3", "5", "Belanja Modal Jalan", 600 * JT, "DD"],
    ["", "", "", "", "", "", "SURPLUS/(DEFISIT)", 0, ""],
]  # fmt: skip


@pytest.fixture(autouse=True)
def indonesian() -> None:
    set_language("id")


@pytest.mark.parametrize("name", layouts())
def test_a_layout_names_columns_that_there_are_and_where_it_is_known_from(name: str) -> None:
    layout = layouts()[name]
    for table in layout.tables:
        names = {column.name for column in TABLES[table]}
        assert {*layout.headings, *layout.derived} <= names and {*layout.needs} <= {
            *layout.headings
        }
        best = [heads[0] for heads in layout.headings.values()]
        assert (
            fitting(table, [*layout.marks, *(h for h in best if h not in layout.marks)]) is layout
        )
    assert {*layout.title} == {"id", "en"} and layout.source and layout.checks and layout.levels


@pytest.fixture
def village(tmp_path: Path) -> Path:
    for name, rows in {"rkp_desa": RKP, "rpjm_desa": RPJM, "apb_desa": APB}.items():
        write(tmp_path / f"{name}.xlsx", {"Sheet1": rows})
    return tmp_path


def test_the_official_papers_of_a_village_are_read(village: Path) -> None:
    papers = read_village(village)
    assert [(line.first_year, line.last_year) for line in papers.plan] == [
        (2026, 2027),
        (2025, 2030),
    ]
    works = [(w.what, w.volume, w.year, w.cost_idr, w.payer, w.authority) for w in papers.works]
    assert works == [
        ("Rabat beton Krajan", "350 x 3 m", 2026, 120 * JT, "apb_desa", "desa"),
        ("Posyandu Melati", "1 unit", 2026, 60 * JT, "apb_desa", "desa"),
        ("Jembatan Kali Bening", "12 m", 2026, 350 * JT, "kabupaten", "kabupaten"),
    ]
    budget = [(b.id, b.side, b.group, b.amount_idr) for b in papers.budget]
    assert budget == [
        ("R4.2.1", "income", "dana_desa", 600 * JT),
        ("R4.2.3", "income", "add", 300 * JT),
        ("1.1.01.R5.1.1", "spending", "pay", 300 * JT),
        ("2.3.10.R5.3.5", "spending", "development", 600 * JT),
    ]
    told = check_village(village, "dana_desa")
    told = told[told["check"] == "reading"]
    assert len(told) == 3 and told["what"].str.contains("3 baris, Rp 530.000.000; 2 baris").any()
    assert told["do"].str.contains("tahun, kewenangan").any()


def test_a_year_that_no_paper_says_is_asked_for(village: Path) -> None:
    write(village / "rkp_desa.xlsx", {"Sheet1": RKP[2:]})
    with pytest.raises(BadData, match="kolom tahun: tata letak ini tidak memuatnya"):
        read_village(village)


def test_what_was_shown_once_is_remembered_and_a_damaged_memory_is_none(tmp_path: Path) -> None:
    path, heads = tmp_path / "baru" / "ingatan.json", ["Urut", "Yang Diminta"]
    memory = LayoutMemory(path)
    assert memory.recall("usulan", heads) is None
    memory.remember("usulan", heads, TableChoice(columns={"@A": "id"}, times=1000))
    kept = LayoutMemory(path).recall("usulan", ["URUT ", "yang  diminta"])
    assert kept and (kept.columns, kept.times) == ({"@A": "id"}, 1000)
    assert memory.recall("renja", heads) is None and memory.recall("usulan", heads[:1]) is None
    for damage in ("", "[", "[" * 3000, '{"tata_letak": 5}', '{"tata_letak": [{"judul": 3}]}'):
        path.write_text(damage, encoding="utf-8")
        assert memory.recall("usulan", heads) is None and not memory.headings("usulan")
