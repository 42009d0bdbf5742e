"""Everything on the table speaks of the era that was chosen, or says that its unit has no text of it yet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from p2spp_sim.base.era import THEN, era, set_era
from p2spp_sim.cli import main
from p2spp_sim.model.loading import load_rules
from p2spp_sim.workbook.box.box import DATA_OF
from p2spp_sim.workbook.box.cards import DECKS, gates
from p2spp_sim.workbook.box.case import BoxCase
from p2spp_sim.workbook.box.certificates import certificate_data, specimen
from p2spp_sim.workbook.box.contents import BoxItem, contents
from p2spp_sim.workbook.box.contents_page import ListedItem, contents_page, era_mark
from p2spp_sim.workbook.box.forms import paper_of
from p2spp_sim.workbook.box.posters import poster_data
from p2spp_sim.workbook.box.slides import of_unit
from p2spp_sim.workbook.box.timer import timer_page

TODAY = "kini"
ITEMS = {item.key: item for item in contents().item}


@pytest.fixture
def case(tmp_path: Path) -> Iterator[BoxCase]:
    set_era(TODAY)
    yield BoxCase("id", tmp_path, "two_days", TODAY)
    set_era(THEN)


def _cards(case: BoxCase, item: BoxItem) -> str:
    with case.speaking(item.units):
        return str(list(DECKS[item.source](case)))


def test_cards_of_units_with_a_text_of_today_have_its_words(case: BoxCase) -> None:
    decks = [item for item in contents().item if item.kind == "cards"]
    spoken = {item.key: "SKPD" in _cards(case, item) for item in decks}
    assert [key for key, old in spoken.items() if old] == ["kartu_peran"]  # of unit 00
    year = _cards(case, ITEMS["kartu_perencanaan"])
    assert "Musyawarah desa dan RKP Desa" in year and "Perangkat Daerah" in year
    assert era() == TODAY


def test_gates_are_those_of_the_rule_book_in_its_order() -> None:
    of_case, of_today = ([forum.key for forum in gates(book)] for book in (THEN, "sipd"))
    assert of_case == ["forum_skpd", "musrenbang_kabupaten", "kua_ppas", "apbd"]
    order = [forum.key for forum in load_rules("sipd").forum]
    assert set(of_case) < set(of_today) and of_today == [key for key in order if key in of_today]
    assert "verifikasi_mitra" in of_today


def test_a_thing_of_a_unit_without_a_text_of_today_says_so(case: BoxCase) -> None:
    data = DATA_OF["cards"](case, ITEMS["kartu_peran"])
    assert "Unit 00 belum punya teks masa kini" in data["without"]
    assert data["cards"][0]["foot"].endswith("unit 00 · 2010")
    assert DATA_OF["cards"](case, ITEMS["kartu_gerbang"])["without"] == ""
    assert "belum punya teks" in str(of_unit(case, "00")[0].words)
    assert "belum punya teks" not in str(of_unit(case, "07")[0].words)
    assert timer_page(case).count("belum punya teks masa kini") == len(case.without(case.codes))


def test_the_contents_list_names_the_era_of_each_thing_and_the_units_without(case: BoxCase) -> None:
    listed = [ListedItem(item, item.key, 1) for item in contents().item]
    said = str(contents_page(case, listed, "daftar.xlsx"))
    assert f"unit {', '.join(case.without(case.codes))} belum punya" in said
    assert "--masa kini" in said and "kini: Dana Desa dan SIPD" in said
    marks = {item.key: era_mark(case, item) for item in contents().item}
    assert (marks["tes"], marks["kartu_gerbang"], marks["koin"]) == (THEN, TODAY, "")
    then = BoxCase("id", case.place, case.plan)
    assert "Masa aturan: unit" not in str(contents_page(then, listed, "daftar.xlsx"))


@pytest.mark.parametrize(
    "item", [item for item in contents().item if item.same], ids=lambda i: i.key
)
def test_what_is_said_to_be_the_same_is_the_same(item: BoxItem, case: BoxCase) -> None:
    def made(name: str) -> str:
        set_era(name)
        of_era = BoxCase("id", case.place, case.plan, name)
        return _cards(of_era, item) if item.kind == "cards" else str(paper_of(of_era, item))

    assert made(TODAY) == made(THEN)


def test_papers_have_the_blocks_and_notes_of_their_era(case: BoxCase) -> None:
    kinds = ("undangan", "kak", "surat_jawaban", "berita_acara", "rumusan_pasal")
    today = {key: str(paper_of(case, ITEMS[key])) for key in kinds}
    set_era(THEN)
    then = {key: str(paper_of(BoxCase("id", case.place, case.plan), ITEMS[key])) for key in kinds}
    assert all("SIPD" in today[key] or "PP 45/2017" in today[key] for key in kinds)
    assert not any("SIPD" in words or "UU 12/2011" in words for words in then.values())
    assert "Forum Perangkat Daerah" in today["surat_jawaban"]
    assert "Forum SKPD" in then["surat_jawaban"]


def test_poster_and_sheets_are_of_today_s_book(case: BoxCase) -> None:
    poster = poster_data(case, ITEMS["poster_tiga_jalur"], whole=True)
    assert "SIPD" in poster["source"] and "SIPD" in poster["picture"]
    sheets = paper_of(case, ITEMS["lembar_kerja"])
    assert "DU-RKP masuk SIPD" in str(sheets)
    without = {part.name[:2] for part in sheets.parts if "belum punya teks" in str(part)}
    assert without == {*case.without(case.codes)}


def test_a_certificate_names_the_rules_that_were_studied(case: BoxCase) -> None:
    assert "kini: Dana Desa dan SIPD" in certificate_data([specimen("two_days")])["words"]["basis"]


def test_an_era_that_is_none_is_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["kotak", str(tmp_path / "kotak"), "--masa", "nanti"])
    assert "'nanti' tidak ada" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
