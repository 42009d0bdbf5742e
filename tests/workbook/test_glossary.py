"""The glossary: its file, which terms a text uses, the page of the documentation, and the script of the pop-up."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from p2spp_sim.base.errors import BadData, UnknownName
from p2spp_sim.base.files import data_path
from p2spp_sim.base.language import set_language
from p2spp_sim.workbook.core.glossary import (
    COLUMNS,
    as_markdown,
    find,
    istilah,
    script,
    table,
    terms,
    used,
    used_in,
)
from p2spp_sim.workbook.exercises.bank import load_bank
from tests.docs.glossary_page import PAGE

UNIT_FILES = sorted((Path(__file__).resolve().parents[2] / "notebooks").glob("[0-9][0-9]_*.ipynb"))
# Abbreviations that are no terms of the field: schools, health posts, tax, files, keys.
PLAIN = {
    "SD",
    "SDN",
    "SMP",
    "SMK",
    "RT",
    "RW",
    "TK",
    "PU",
    "PBB",
    "ID",
    "CSV",
    "PDF",
    "QR",
    "OK",
    "UU",
    "PP",
    "SE",
    "SEB",
}


@pytest.fixture(autouse=True)
def language() -> Iterator[None]:
    set_language("id")
    yield
    set_language("id")


def keys(text: str) -> list[str]:
    return [term.key for term in used(text)]


def test_an_allocation_is_not_the_fund_whose_name_stands_in_it() -> None:
    assert keys("Alokasi Dana Desa (ADD) dari kabupaten") == ["add"] and keys("Dana Desa") == [
        "dana_desa"
    ]


def test_the_file_holds_the_curriculum_and_more_in_both_languages() -> None:
    assert len(terms()) >= 87
    for term in terms():
        for meaning in (term.meaning_id, term.meaning_en):
            assert meaning.endswith(".") and 20 < len(meaning) < 160, term.key
        assert term.meaning_id != term.meaning_en
    for name in (
        "RKTL",
        "JP",
        "PIK",
        "SiLPA",
        "N-gain",
        "swadaya",
        "berita acara",
        "Setrawan",
        "P2SPP",
    ):
        assert find(name)


def test_every_name_and_abbreviation_is_found_and_a_slip_gets_the_nearest() -> None:
    for term in terms():
        assert find(term.key) == term and term in (find(term.term), *used(term.term))
    with pytest.raises(UnknownName, match="musrenbang"):
        find("musrembang")


def test_the_longest_form_counts_and_capitals_matter_only_where_they_are_written() -> None:
    assert keys("Musrenbang Kecamatan lalu musrenbang") == ["musrenbang_kecamatan", "musrenbang"]
    assert keys("KUA-PPAS lalu RKA SKPD") == ["ppas", "rka"]
    assert keys("Dana desa kecil") == [] and keys("Dana Desa besar") == ["dana_desa"]
    assert keys("pagu-nya") == ["pagu"] and keys("paguyuban, berapagu") == []
    assert keys("reses, Reses, reses") == ["reses"]
    assert keys("bagi rata-rata selisih") == [] and keys("bagi rata lalu rata-rata") == [
        "bagi_rata"
    ]


def test_english_texts_also_use_english_names_of_several_words() -> None:
    assert keys("the indicative ceiling of the kecamatan") == []
    set_language("en")
    assert keys("the indicative ceiling, then reses") == ["pagu_indikatif", "reses"]
    assert keys("a recess; alignment; a weight") == [], "single English words are ordinary words"


@pytest.mark.parametrize("path", UNIT_FILES, ids=lambda path: path.stem[:2])
def test_every_abbreviation_of_a_unit_is_explained(path: Path) -> None:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    text = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    text = re.sub(r"\]\([^)]*\)|`[^`]*`", " ", text)
    known = {
        word
        for term in terms()
        for form in (*term.forms, term.abbreviation)
        for word in re.findall(r"[\w-]+", form)
    }
    short = {
        word
        for word in re.findall(r"\b[A-Z]{2,}[a-z]{0,3}\b", text)
        if not re.fullmatch("[IVX]+", word)
    }
    assert short <= known | PLAIN, "add these to datasets/glossary.csv"


@pytest.mark.parametrize("path", UNIT_FILES, ids=lambda path: path.stem[:2])
def test_a_unit_lists_the_terms_it_uses(path: Path) -> None:
    bank = load_bank(path.stem[:2])
    listed = used_in(bank)
    assert len(listed) > 8
    html = istilah(bank).replace("&#x27;", "'").replace("&quot;", '"')
    assert all(term.meaning in html for term in listed)
    assert html.count("<tr>") == len(listed) + 1


def test_remarks_say_name_today_period_and_regulation() -> None:
    assert find("TPP").remark == "masa sejak 2015"
    rows = {row[0]: row for row in table([find("forum SKPD"), find("reses")]).rows}
    assert rows["Forum SKPD"][3:] == (
        "SEB Musrenbang 2007; Permendagri 54/2010",
        "Forum Perangkat Daerah; Permendagri 86/2017",
    )


def test_the_page_of_the_documentation_is_what_the_file_gives() -> None:
    assert PAGE.read_text(encoding="utf-8") == as_markdown()
    assert as_markdown().count("\n| ") == len(terms()) + 2


def test_bad_cells_are_all_told(tmp_path: Path) -> None:
    head = ",".join(column.name for column in COLUMNS)
    rows = [
        "a,,A,A,Arti.,Meaning.,,,,,satu;dua",
        "a,,B,B,,Meaning.,,,,,dua",
        "c,,C,C,Arti.,Meaning.,,,,,tiga; ;",
    ]
    (tmp_path / "glossary.csv").write_text("\n".join([head, *rows]), encoding="utf-8")
    with pytest.raises(BadData) as caught:
        terms(tmp_path)
    assert [(fault.row, fault.column) for fault in caught.value.faults] == [
        (3, "key"),
        (3, "meaning_id"),
    ]
    good = "\n".join([head, rows[0], "b,,B,B,Arti.,Meaning.,,,,,dua", rows[2]])
    (tmp_path / "lain").mkdir()
    (tmp_path / "lain" / "glossary.csv").write_text(good, encoding="utf-8")
    with pytest.raises(BadData) as caught:
        terms(tmp_path / "lain")
    assert {(fault.row, fault.value) for fault in caught.value.faults} == {
        (3, "dua"),
        (4, " "),
        (4, ""),
    }


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_script_carries_every_term_and_cannot_end_its_element(language: str) -> None:
    set_language(language)
    code = script()
    assert "</" not in code.partition("p2sppGlossary.open(")[2]
    assert not re.search(r"https?://|fetch\(|import\(", code)
    given = json.loads(code[code.rindex(f"'{language}', ") + 6 : -2].replace("<\\/", "</"))
    assert given.keys() == {term.key for term in terms()}
    assert given["reses"]["forms"][0] == ["reses", True] and ["KUA", False] in given["kua"]["forms"]
    assert (
        "Kebijakan Umum APBD" in given["kua"]["html"]
        and "General budget policy" in given["kua"]["html"]
    )


def test_the_file_is_in_the_data_folder_of_the_package() -> None:
    assert data_path("datasets", "glossary.csv").is_file()
