"""The page for own lists: a workbook is taken in or refused whole, pairs come back, and the note goes out."""

from __future__ import annotations

from pathlib import Path

import ipywidgets as W  # noqa: N812
import pandas as pd
import pytest

import p2spp_sim as p2
from p2spp_sim.alignment.list_columns import NO_PARTNER
from p2spp_sim.alignment.listed_year import listed_world
from p2spp_sim.alignment.lists import ListLine, Lists, read_lists
from p2spp_sim.alignment.note import example
from p2spp_sim.base.errors import BadData, P2sppError
from p2spp_sim.results.excel import write_tables
from p2spp_sim.workbook import open_own_lists, open_unit
from p2spp_sim.workbook.classroom.recap import summarise
from p2spp_sim.workbook.controls.join import ALL, ALONE, JOINED, NO_PAIR, ROWS, Join
from p2spp_sim.workbook.controls.join_row import Candidate
from p2spp_sim.workbook.own import lists as own_lists
from p2spp_sim.workbook.own.kept_book import LARGEST
from p2spp_sim.workbook.own.lists import OwnLists
from p2spp_sim.workbook.pictures.follow import FollowLane
from tests.studies.messy import HEAD, ROADS, write


@pytest.fixture
def content(tmp_path: Path) -> bytes:
    return write_tables(example(), tmp_path / "contoh.xlsx").read_bytes()


@pytest.fixture
def desk(tmp_path: Path, content: bytes) -> OwnLists:
    made = opened(tmp_path)
    made.take("Daftar kami.xlsx", content)
    return made


def opened(tmp_path: Path) -> OwnLists:
    return open_own_lists(learner="K1-03", results=tmp_path / "hasil")


def joined(desk: OwnLists) -> Join:
    assert desk.join is not None
    return desk.join


def texts(widget: W.Widget) -> str:
    parts = [str(getattr(widget, "value", "")) if isinstance(widget, W.HTML) else ""]
    return " ".join([*parts, *(texts(child) for child in getattr(widget, "children", ()))])


def test_the_board_waits_for_the_lists(tmp_path: Path) -> None:
    desk = opened(tmp_path)
    assert "sesudah buku Excel dipilih" in texts(desk.papan())
    with pytest.raises(P2sppError, match="Pilih dahulu buku Excel"):
        _ = desk.alignment
    assert not (tmp_path / "hasil").exists(), "nothing is written before anything is taken in"


def test_lists_and_pairs_come_back_when_the_page_is_opened_again(
    desk: OwnLists, tmp_path: Path
) -> None:
    joined(desk).lists["R01"].value = "U01"
    joined(desk).lists["R03"].value = NO_PAIR
    again = opened(tmp_path)
    assert again.alignment.decided == {"reses": {"R01": "U01", "R03": NO_PARTNER}, "renja": {}}
    assert "15 usulan dari 5 desa, 11 di antaranya layak" in texts(again.berkas())
    assert "Belum diperiksa: 8 catatan reses, 12 kegiatan Renja (Rp 2.535 juta)" in texts(
        again.papan()
    )
    assert sorted(path.name for path in (tmp_path / "hasil").iterdir()) == [
        "K1-03_selaras.xlsx",
        "K1-03_unitselaras.json",
    ]


@pytest.mark.parametrize(
    "name", ["rusak.xlsx", "daftar.csv", "gambar.png", "../../daftar.xlsx.exe"]
)
def test_a_bad_file_changes_nothing(desk: OwnLists, tmp_path: Path, name: str) -> None:
    joined(desk).lists["R01"].value = "U01"
    before = {path: path.read_bytes() for path in (tmp_path / "hasil").iterdir()}
    with pytest.raises(BadData):
        desk.take(name, b"bukan buku")
    with pytest.raises(BadData, match="paling besar 8 juta byte"):
        desk.take("besar.xlsx", bytes(LARGEST + 1))
    assert {path: path.read_bytes() for path in (tmp_path / "hasil").iterdir()} == before
    assert desk.alignment.partner("reses", "R01") == "U01"


def test_a_list_or_the_villages_that_are_not_there_are_named(tmp_path: Path) -> None:
    made = opened(tmp_path)
    fewer = {name: sheet for name, sheet in example().items() if name != "reses"}
    made.take("daftar.xlsx", write_tables(fewer, tmp_path / "d.xlsx").read_bytes())
    said = texts(made.berkas())
    assert "Tidak ada lembar bernama reses yang berisi" in said and "bernama renja" not in said
    assert "Kolom desa tidak ada" not in said
    fewer["usulan"] = fewer["usulan"].drop(columns="desa")
    made.take("daftar.xlsx", write_tables(fewer, tmp_path / "d.xlsx").read_bytes())
    assert "Kolom desa tidak ada atau kosong" in texts(made.berkas())


def test_the_page_shows_how_each_list_was_read(tmp_path: Path) -> None:
    rows = [
        [*HEAD, "Volume", "Status"],
        ["A", "DESA KARANGJATI"],
        *(
            [*row, "1 paket", word]
            for row, word in zip(ROADS, ("Diterima", "Ditolak", "Layak", "ditunda"), strict=True)
        ),
        ["", "JUMLAH", "", "", 780_000_000],
    ]
    works = [
        ["Kode", "Sub Kegiatan", "Pagu (juta)"],
        ["1", "Jalan", 560],
        ["1.1", "Krajan", 350],
        ["1.2", "Embung", 210],
    ]
    made = opened(tmp_path)
    book = write(tmp_path / "d.xlsx", {"usulan": rows, "renja": works, "rekap": []}).read_bytes()
    with pytest.raises(BadData, match="jadi “560” dikalikan"):
        made.take("d.xlsx", book)
    assert made.which
    made.which.button.click()  # the unit that the heading tells is chosen there, to be confirmed
    said = texts(made.berkas())
    for words in (
        *(
            "4 usulan dari 2 desa, 2 di antaranya layak",
            "Rp 775.000.000",
            "Rp 560.000.000",
            "dikalikan 1.000.000",
        ),
        *(
            "Ditolak = tidak layak: 1",
            "No, Uraian, Desa, OPD, Pagu (Rp), Status, Volume",
        ),
        *(
            "1 jumlah (Rp 780.000.000): baris 7",
            "1 judul: baris 2",
            "1 tingkat di atas rincian (Rp 560.000.000): baris 2",
        ),
        *(
            "JUMLAH” menulis Rp 780.000.000, baris yang terbaca berjumlah Rp 775.000.000",
            "tidak dibaca: rekap",
        ),
        "1 · Jalan dusun Krajan · Karangjati · DPUPR · Rp 350.000.000",
    ):
        assert words in said, words


def test_pairs_outlive_lists_that_lack_their_lines(
    desk: OwnLists, content: bytes, tmp_path: Path
) -> None:
    joined(desk).lists["R01"].value = "U01"
    fewer = example() | {"reses": example()["reses"].iloc[1:]}
    desk.take("kurang.xlsx", write_tables(fewer, tmp_path / "kurang.xlsx").read_bytes())
    assert len(desk.alignment.open("reses")) == 9 and not desk.alignment.pairs("reses")
    desk.take("Daftar kami.xlsx", content)
    assert desk.alignment.pairs("reses") == {"R01": "U01"}


def test_other_lists_under_the_same_numbers_begin_without_pairs_and_the_old_ones_stay(
    desk: OwnLists, tmp_path: Path
) -> None:
    joined(desk).value = {"reses": {"R01": "U01"}, "renja": {"K07": "U01"}}
    other = example()
    other["reses"]["catatan reses"] = [f"hal lain {n}" for n in range(len(other["reses"]))]
    desk.take("lain.xlsx", write_tables(other, tmp_path / "l.xlsx").read_bytes())
    assert desk.alignment.pairs("reses") == {} and desk.alignment.pairs("renja") == {"K07": "U01"}
    assert "Yang lama tersimpan dengan keputusannya sebagai K1-03_nota_lama_1.xlsx" in texts(
        desk.berkas()
    )
    old = tmp_path / "hasil" / "K1-03_nota_lama_1.xlsx"
    assert read_lists(old).written == {"reses": {"R01": "U01"}, "renja": {"K07": "U01"}}
    desk.take(old.name, old.read_bytes())
    assert desk.alignment.pairs("reses") == {"R01": "U01"} and not list(old.parent.glob("*lama_2*"))


def test_pairs_outlive_mended_words_and_numbers_in_other_capitals(
    desk: OwnLists, tmp_path: Path
) -> None:
    joined(desk).value = {"reses": {"R01": "U01", "R03": NO_PAIR}}
    mended = example()
    mended["reses"].loc[0, "catatan reses"] = "Jembatan Kali Bening rusak berat"
    for name in ("usulan", "reses"):
        mended[name]["nomor"] = mended[name]["nomor"].str.lower()
    desk.take("betul.xlsx", write_tables(mended, tmp_path / "b.xlsx").read_bytes())
    assert desk.alignment.decided["reses"] == {"r01": "u01", "r03": NO_PAIR}
    assert desk.alignment.pairs("reses") == {"r01": "u01"}


def test_two_pages_of_one_code_keep_what_the_other_decided(desk: OwnLists, tmp_path: Path) -> None:
    other = opened(tmp_path)
    joined(desk).lists["R01"].value = "U01"
    joined(other).lists["R02"].value = "U05"
    joined(desk).lists["R03"].value = NO_PAIR
    assert opened(tmp_path).alignment.decided["reses"] == {
        "R01": "U01",
        "R02": "U05",
        "R03": NO_PAIR,
    }
    joined(other).lists["R02"].value = ""
    assert opened(tmp_path).alignment.decided["reses"] == {"R01": "U01", "R03": NO_PAIR}


def test_the_page_shows_the_first_of_many_that_are_nowhere(tmp_path: Path) -> None:
    made = opened(tmp_path)
    given = example()
    given["usulan"] = pd.DataFrame(
        [(f"U{n}", f"Embung {n}", "Ayu", "", 10**8, "Y") for n in range(50)],
        columns=given["usulan"].columns,
    )
    made.take("banyak.xlsx", write_tables(given, tmp_path / "b.xlsx").read_bytes())
    said = texts(made.papan())
    assert (
        "U19 Embung 19" in said and "U20 Embung 20" not in said and "… dan 30 usulan lagi" in said
    )


def test_pairs_in_the_file_win_over_older_ones(desk: OwnLists, tmp_path: Path) -> None:
    joined(desk).value = {"reses": {"R01": "U09", "R02": "U05"}}
    given = example()
    given["reses"].loc[0, "pasangan"] = "u01"
    desk.take("dengan pasangan.xlsx", write_tables(given, tmp_path / "p.xlsx").read_bytes())
    assert desk.alignment.pairs("reses") == {"R01": "U01", "R02": "U05"}


def test_the_note_holds_every_pair_and_can_be_taken_in_again(
    desk: OwnLists, tmp_path: Path
) -> None:
    joined(desk).lists["R01"].value = "U01"
    panel = desk.nota()
    button = panel.children[0].children[0]
    button.click()
    path = tmp_path / "hasil" / "K1-03_nota_penyelarasan.xlsx"
    said = texts(panel)
    assert "Belum diperiksa: 9 catatan reses, 12 kegiatan Renja" in said
    assert 'download="K1-03_nota_penyelarasan.xlsx"' in said
    assert list(pd.read_excel(path, sheet_name=None, engine="calamine")) == [
        "nota",
        "desa",
        "usulan",
        "reses",
        "renja",
    ]
    assert read_lists(path).written == {"reses": {"R01": "U01"}, "renja": {}}


def test_the_recap_of_a_class_passes_over_own_lists(desk: OwnLists, tmp_path: Path) -> None:
    joined(desk).lists["R01"].value = "U01"
    assert open_unit("03", learner="K1-03", results=tmp_path / "hasil").progress.put("x", {})
    summary = summarise(tmp_path / "hasil")
    assert (summary.codes, summary.damaged) == (1, 0) and not [
        note for note in summary.notes if "selaras" in note
    ]


def offer_of(join: Join, line: str) -> tuple[W.HTML, W.Button, W.Button]:
    """Find what offers a likely partner: its words and its two buttons."""
    (box,) = (
        cell for cell in join._table.children if join.lists[line] in getattr(cell, "children", ())
    )
    words, buttons = box.children[0].children
    return (words, *buttons.children)


def test_long_lists_are_shown_a_page_at_a_time_and_by_what_was_decided() -> None:
    left = {"a": {f"A{n:02}": f"baris {n}" for n in range(19)}, "b": {"B1": "satu"}}
    right = {f"U{n}": f"usulan {n}" for n in range(4)}
    likely = [Candidate("U2", "mirip"), Candidate("U3", "agak mirip")]
    join = Join("k", "Label", {"a": "Satu", "b": "Dua"}, left, right, lambda kind, line: likely)
    heard: list[object] = []
    join.watch(lambda: heard.append(join.value))
    assert list(join.lists) == list(left["a"])[:ROWS] and join.back.disabled
    assert [key for _, key in join.lists["A00"].options] == ["", "U2", "U3", NO_PAIR, "U0", "U1"], (
        "likely ones first"
    )
    offered, same, other = offer_of(join, "A00")
    assert "Calon: usulan 2 – mirip" in offered.value
    other.click()
    assert "Calon: usulan 3 – agak mirip" in offered.value and not join.lists["A00"].value
    same.click()
    assert join.lists["A00"].value == "U3"
    join.lists["A00"].value, join.lists["A01"].value = "U2", NO_PAIR
    assert heard[-1] == {"a": {"A00": "U2", "A01": NO_PAIR}} and "A00" in join.lists, (
        "it stays in sight"
    )
    join.on.click()
    join.on.click()
    assert list(join.lists) == ["A16", "A17", "A18"] and join.on.disabled
    for shows, lines in ((JOINED, ["A00"]), (ALONE, ["A01"]), (ALL, list(left["a"])[:ROWS])):
        join.shows.value = shows
        assert list(join.lists) == lines
    join.lists["A00"].value = ""
    assert join.value == {"a": {"A01": NO_PAIR}}
    join.which.value = "b"
    assert list(join.lists) == ["B1"]


def test_own_lists_live_through_a_year_and_one_proposal_is_followed(
    desk: OwnLists, content: bytes
) -> None:
    place = desk.ikuti()
    offer, followed = place.children
    offer.children[0].children[0].click()
    lane = followed.children[1].children[0]
    assert isinstance(lane, FollowLane) and "bukan ramalan" in texts(followed)
    lists = desk.alignment.lists
    asked = [key for key, line in lists.proposals.items() if line.eligible and line.cost_idr]
    run = p2.run_year(
        listed_world(lists, desk.alignment.decided, 7), p2.Scenario.load("2010"), seed=7
    ).check()
    frame = run.frame().set_index("id")
    assert [gate["in"] for gate in lane.lane["gates"]] == [
        entered for entered in run.funnel()["entered"] if entered
    ]
    assert frame["recorded"].all() and lane.lane["counts"][0] == len(asked)
    for key in asked:
        assert frame.loc[key, "village"] == lists.proposals[key].village
        assert frame.loc[key, "cost_idr"] == lists.proposals[key].cost_idr
    lane.tagged = asked[-1]
    assert lane.life["id"] == asked[-1] == desk.progress.part("ikuti")["usulan"]
    desk.take("Daftar kami.xlsx", content)
    assert not followed.children, "other lists begin another year"
    nothing = Lists({"U1": ListLine("Jalan", "Desa A", 0)}, {}, {})
    with pytest.raises(P2sppError, match="Belum ada usulan layak"):
        listed_world(nothing, {}, 7)


def test_a_list_with_other_headings_is_read_as_the_group_says_and_so_is_the_next_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_lists, "_QUICK_S", 60)  # on a machine that is busy too
    other = ["No", "Yang Diminta", "Letak", "Dinas", "Pagu (Rp)", "Anggaran"]
    rows = [other, *([*row, 5_000_000] for row in ROADS)]
    notes = [["No", "Aspirasi"], ["R1", "Jalan Krajan rusak"]]
    given = write(tmp_path / "d.xlsx", {"Data": rows, "reses": notes}).read_bytes()
    made = opened(tmp_path)
    with pytest.raises(BadData, match="Pagu \\(Rp\\) / Anggaran"):
        made.take("Usulan Kec. Sukamaju.xlsx", given)
    assert made.which and "Kolom mana?" in texts(made.berkas())
    asked = made.which.lists["usulan"]
    said = {box.description: box for box in asked._columns.values()}
    assert [box.value for box in said.values()] == ["id", "", "", "skpd", "cost_idr", "cost_idr"]
    said["Yang Diminta"].value = "what"
    {box.description: box for box in asked._columns.values()}["Letak"].value = "village"
    {box.description: box for box in asked._columns.values()}["Anggaran"].value = ""
    assert asked.fine and "4 baris, jumlah Rp 775.000.000" in texts(asked.widget)
    made.which.button.click()
    assert "4 usulan dari 2 desa" in texts(made.berkas()) and made.which is None
    for again in (opened(tmp_path), made):  # the kept book, and the next file with these headings
        if again is made:
            again.take("Usulan 2027.xlsx", given)
        lines = again.alignment.lists.proposals.values()
        assert {line.kecamatan for line in lines} == ({""} if again is made else {"Sukamaju"})
        assert sum(line.cost_idr for line in lines) == 775_000_000
    assert "tata letak yang pernah Anda tunjukkan" in texts(made.berkas())
