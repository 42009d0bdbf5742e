"""What tells who somebody is gets covered before it is saved; offices, people of the case and figures do not."""

# ruff: noqa: RUF001
from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from p2spp_sim.base.files import data_path
from p2spp_sim.base.personal import COVER, cover, kinds, known, personal

NIK = "3201011508950001"
HIDDEN = [
    "Bu Siti Aminah", "BU SITI AMINAH", "Bu siti aminah", "Ｂｕ Siti Aminah", "Bu\u00a0Siti Aminah", "Pak Joko Susilo",
    "Pak Camat Joko Susilo", "Siti Aminah menempel daftar", "Bu Ratmi Handayani", f"NIK {NIK}", NIK,
    "NIK 3201234567890123", "3201234567890123", "3201 0115 0895 0001", "3201.0115.0895.0001", "3201-0115-0895-0001",
    "3201–0115–0895–0001", "320101 150895 0001", "320101.150895.0001", " ".join(NIK), ".".join(NIK),
    "３２０１０１１５０８９５０００１", "٣٢٠١٠١١٥٠٨٩٥٠٠٠١", "३२०१०११५०८९५०००१", "𝟑𝟐𝟎𝟏𝟎𝟏𝟏𝟓𝟎𝟖𝟗𝟓𝟎𝟎𝟎𝟏",
    "32010115\u200b08950001", "0812-3456-7890", "0812.3456.7890", "08 1234 567890", "+62 812 3456 7890",
    "(0812) 34567890", "٠٨١٢٣٤٥٦٧٨٩٠",
    "０８１２３４５６７８９０", "siti.aminah@gmail.com", "siti @ gmail.com", "siti＠gmail.com",
    "siti[at]gmail.com", "NIP 196512121990031002", f"7 {NIK}", f"{NIK} {NIK}", "12 3201.0115.0895.0001 3",
    "2 08 1234 567890", "Pak Lurah Joko Susilo", "di jalan kata Pak Joko", "Jalan Bu Siti Aminah",
    "Bu Guru Siti Aminah", "Mbah Joko", "Nyonya Siti", "Kyai Joko", "haji Joko",
]  # fmt: skip
SHOWN = [
    "Bu Ratmi menyerahkan daftar", "Pak Wiryo dan Bu Ratmi", "Pak Camat", "Pak Kades Wiryo", "Bu Ketua Kelompok",
    "Camat menyerahkan daftar kepada Sekretariat DPRD", "Kepala Desa Sumber Rejo", "11-01-2026 12-01-2026",
    "08-12-2011 15.30", "tahun 2010 2011 2012 2013", "Rp 1.234.567.890.123", "Rp 62.812.345.678", "350 000 000 000",
    "5.2.3.01.02.0001", "32.11.01.2001", "Perda 3/2011, Permendagri 54/2010", "Perbaikan Jl. Melati RT 03 RW 02",
    "Pak Camat Ciawi hadir", "Bapak Bupati Tirtamulya", "Bu Lurah Sukamaju", "Pak Lurah Batuputih", "Nenek dan kakek",
    "Gang Haji Mat", "Pak Kades Karangjati", "Pasar Bu Harjo", "Jembatan Ir. Soekarno",
    "Bendungan Ir. H. Djuanda", "Jalan Pak Harto", "Bapak asuh stunting",
    "Bu Guru PAUD minta mainan", "Pak Carik dan Pak Modin", "Ibu balita", "Ibu Balita", "Bapak Tani",
    "Ibu Ketua TP PKK Kecamatan Sukajaya",
    "Kader mendata anak stunting", "hari ke-30, 60, dan 90", "31-12-2010 s.d. 05-01-2011", "12/3, 14/3 dan 16/3/2010",
]  # fmt: skip


@pytest.mark.parametrize("text", HIDDEN)
def test_names_and_numbers_are_covered_however_they_are_written(text: str) -> None:
    covered = cover(f"Setrawan menemui {text} di kantor")
    assert (
        COVER in covered
        and covered.startswith("Setrawan menemui ")
        and covered.endswith(" di kantor")
    )
    assert not re.search(r"\d{4}|siti|joko|aminah|susilo|@", covered, re.IGNORECASE)
    assert not re.search(r"\d{4}|siti|joko|aminah|susilo|@", cover(text), re.IGNORECASE)


@pytest.mark.parametrize("text", SHOWN)
def test_offices_the_people_of_the_case_money_and_dates_stay(text: str) -> None:
    assert cover(text) == text


@given(
    st.lists(st.sampled_from([*HIDDEN, *SHOWN, "Camat", "12", ",", "\n", "é🌾"]), max_size=8).map(
        " ".join
    )
)
def test_what_was_covered_once_stays_as_it_is(text: str) -> None:
    covered = cover(text)
    assert cover(covered) == covered


@given(st.text(max_size=80))
def test_any_text_can_be_covered(text: str) -> None:
    spans = personal(text)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))


def test_kinds_are_named_once() -> None:
    assert (
        kinds(personal(f"Bu Siti Aminah dan Pak Joko Susilo, {NIK}, 0812-3456-7890"))
        == "nama, NIK, nomor telepon"
    )


def test_the_end_of_a_long_text_is_looked_at_too() -> None:
    assert cover("Camat menempel daftar. " * 500 + "Bu Siti Aminah").endswith(f"Bu {COVER}")


def test_everybody_of_the_case_may_be_written_about() -> None:
    """Whoever the notebooks, exercises and datasets call Bu or Pak is one of them."""
    titles = re.compile(r"\b(?:Bu|Pak|Ibu|Bapak|Mbak|Mas) ([A-Z][a-z]+)")
    files = [*data_path("exercises").glob("*.toml"), *data_path("notebooks").glob("*.ipynb")]
    files += [*data_path("datasets").rglob("*.csv"), *data_path("datasets").rglob("*.toml")]
    called = {name for path in files for name in titles.findall(path.read_text(encoding="utf-8"))}
    assert (
        len(called) > 15
        and {name for name in called if cover(f"Bu {name}") != f"Bu {name}"} == set()
    )
    assert {name for name in called if name.casefold() not in known().offices} <= known().names
