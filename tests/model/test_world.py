"""Worlds: three ways in, and every fault of a bad folder at once."""

import csv
import re
import shutil
from dataclasses import replace

import numpy as np
import pytest

import p2spp_sim as p2
from p2spp_sim.base.files import data_path
from p2spp_sim.base.language import set_language
from p2spp_sim.world.schema import SCHEMA


@pytest.fixture
def folder(tmp_path):
    copy = tmp_path / "data_kami"
    shutil.copytree(data_path("datasets", "tirtamulya"), copy)
    return copy


@pytest.fixture(autouse=True)
def indonesian():
    set_language("id")


def edit(folder, table, old, new):
    path = folder / f"{table}.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def faults(folder):
    with pytest.raises(p2.BadData) as caught:
        p2.World.read(folder)
    return caught.value


def test_sumedang_is_the_real_kabupaten():
    world = p2.World.load("sumedang")
    codes = [code.split(".")[-1][0] for code in world.villages["code"]]
    assert (world.size("kecamatan"), codes.count("2"), codes.count("1")) == (26, 270, 7)
    assert "Cimungkal" in world.villages["name"]
    assert world.villages["population"].sum() == 1_227_000
    of = dict(zip(world.kecamatan["name"], np.bincount(world.kecamatan_of), strict=True))
    assert (of["Wado"], of["Situraja"], of["Sumedang Selatan"], of["Jatigede"]) == (10, 15, 14, 11)


def test_wanasari_has_seven_kecamatan_and_contains_tirtamulya():
    world, case = p2.World.load("wanasari"), p2.World.load("tirtamulya")
    assert (world.size("kecamatan"), world.size("village")) == (7, 64)
    assert set(case.villages["name"]) <= set(world.villages["name"])
    assert len(set(world.villages["name"])) == 64


def test_synthetic_world_has_the_published_shape():
    world = p2.World.synthetic(villages=3000, seed=7)
    per_kecamatan = np.bincount(world.kecamatan_of)
    assert world.size("kabupaten") == 10
    assert 9 <= np.median(per_kecamatan) <= 13
    assert np.array_equal(
        world.villages["poor_share"],
        p2.World.synthetic(villages=3000, seed=7).villages["poor_share"],
    )
    assert not np.array_equal(
        world.villages["poor_share"],
        p2.World.synthetic(villages=3000, seed=8).villages["poor_share"],
    )


def test_an_unknown_dataset_names_the_nearest():
    with pytest.raises(p2.UnknownName, match="sumedang"):
        p2.World.load("Sumedan")


def test_a_copied_folder_reads_as_the_dataset(folder):
    world = p2.World.read(folder)
    assert len(world.proposals["id"]) == 15
    frame = p2.run_forum(world, "musrenbang_kecamatan", p2.Scenario.load("unit03")).frame()
    assert frame["approved_idr"].sum() == 1_455_000_000


def test_excel_and_semicolon_files_read_the_same(folder):
    import pandas as pd

    proposals = pd.read_csv(folder / "proposals.csv", dtype={"village": str})
    proposals.to_excel(folder / "proposals.xlsx", index=False, engine="xlsxwriter")
    (folder / "proposals.csv").unlink()
    villages = (folder / "villages.csv").read_text().replace(",", ";").replace("0.", "0,")
    (folder / "villages.csv").write_text(villages.replace("88,01", "88.01"))
    world = p2.World.read(folder)
    assert (
        world.proposals["cost_idr"].sum() == p2.World.load("tirtamulya").proposals["cost_idr"].sum()
    )
    assert np.array_equal(
        world.villages["poor_share"], p2.World.load("tirtamulya").villages["poor_share"]
    )


def test_every_fault_at_once_with_file_row_column_and_value(folder):
    edit(folder, "proposals", "U03,88.01.01.2001", "U02,88.01.01.2001")  # a duplicate id
    edit(folder, "proposals", "U05,88.01.01.2002", "U05,88.01.01.2999")  # an unknown village
    edit(folder, "proposals", "PU,320000000", "PU,-320000000")  # negative rupiah
    edit(folder, "villages", "0.34", "34")  # a share above one
    edit(folder, "villages", "3900", "banyak")  # not a number
    edit(folder, "kecamatan", "88.01-1", "88.01-9")  # an unknown dapil
    edit(folder, "skpd", "ceiling_share", "bagian")  # a missing column
    (folder / "council.csv").unlink()
    error = faults(folder)
    places = {(f.file, f.row, f.column, f.value) for f in error.faults}
    assert {
        ("proposals.csv", 4, "id", "U02"),
        ("proposals.csv", 6, "village", "88.01.01.2999"),
        ("proposals.csv", 2, "cost_idr", "-320000000"),
        ("villages.csv", 3, "poor_share", "34"),
        ("villages.csv", 2, "population", "banyak"),
        ("skpd.csv", 1, "bagian pagu", ""),
        ("council.csv", 0, "", ""),
    } <= places
    text = str(error)
    assert "proposals.csv, baris 4, kolom id berisi “U02”: sudah dipakai di baris 3." in text
    assert "diharapkan antara 0 dan 1" in text


@pytest.mark.parametrize(("table", "old", "new", "expected"), [
    ("proposals", ",Y,kabupaten,", ",mungkin,kabupaten,", "Y atau N"),
    ("proposals", ",kabupaten,", ",negara,", "desa, kabupaten, provinsi"),
    ("proposals", "240,96,", "240,960,", "sejumlah households"),
    ("proposals", ",5,16000000", ",9,16000000", "antara 1 dan 5"),
    ("villages", "88.01.01.2001,", ",", "tidak boleh kosong"),
    ("villages", "3900,1054", "1054,3900", "sejumlah population"),
    ("villages", "3900,1054", "320000000,1054", "antara 1 dan 1"),
    ("proposals", "240,96,", "320000000,96,", "antara 0 dan 1"),
    ("skpd", "0.35", "0.95", "jumlah kolom ini paling besar 1"),
    ("record", "forum_skpd,U01", "forum_skpd,U99", "tidak ada di tabel proposals"),
])  # fmt: skip
def test_one_bad_cell(folder, table, old, new, expected):
    edit(folder, table, old, new)
    assert expected in str(faults(folder))


def test_rows_are_counted_as_the_spreadsheet_does_also_behind_blank_ones(folder):
    edit(folder, "proposals", "U01,", ",,,,,,,,,,,,,\n\nU01,")
    edit(folder, "proposals", "240,96,", "240,960,")
    edit(folder, "record", "apbd,U10,0,withdrawn", "\napbd,U01,0,withdrawn")
    assert {(f.file, f.row, f.column) for f in faults(folder).faults} == {
        ("proposals.csv", 4, "poor_households"),
        ("record.csv", 28, "id"),
    }


@pytest.mark.parametrize("table", ["villages", "kecamatan", "council", "skpd", "budget"])
def test_a_table_without_rows_is_said(folder, table):
    path = folder / f"{table}.csv"
    path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    assert f"{table}.csv: tidak berisi satu baris pun." in str(faults(folder))


def test_a_dapil_outside_the_villages_at_hand_brings_no_pokir(tmp_path):
    copy = tmp_path / "wanasari"
    shutil.copytree(data_path("datasets", "wanasari"), copy)
    with (copy / "council.csv").open("a", encoding="utf-8") as file:
        file.write("88.01-9,88.01,5\n")
    wider, world = (
        p2.run_year(p2.World.read(at), p2.Scenario.load("2010"), seed=7)
        for at in (copy, data_path("datasets", "wanasari"))
    )
    assert len(wider.check().frame()) == len(world.frame())


def test_agencies_that_no_drawn_proposal_can_reach_are_said(folder):
    for name in ("proposals", "record", "reses"):
        (folder / f"{name}.csv").unlink()
    assert p2.World.read(folder).size("skpd") == 7
    table = folder / "skpd.csv"
    table.write_text(
        re.sub(r"(?m)^([A-Z]+),", r"D\1,", table.read_text(encoding="utf-8")), encoding="utf-8"
    )
    (folder / "renja.csv").unlink()
    assert "skpd.csv, kolom code: usulan yang diundi dialamatkan ke kode PU, DIK" in str(
        faults(folder)
    )


@pytest.mark.parametrize(("old", "new", "near"), [
    ("forum_skpd,U03", "forum_skdp,U03", "Forum dalam tabel record “forum_skdp” .* forum_skpd"),
    ("0,plan_mismatch", "0,plan_missmatch", "Alasan dalam tabel record “plan_missmatch” .* plan_mismatch"),
])  # fmt: skip
def test_a_word_of_the_record_that_nobody_knows_names_the_nearest(folder, old, new, near):
    edit(folder, "record", old, new)
    with pytest.raises(p2.UnknownName, match=near):
        p2.run_year(p2.World.read(folder), p2.Scenario.load("unit06"))


def test_recorded_decisions_are_asked_for_only_where_there_are_some():
    for run in (p2.run_year, lambda world, scenario: p2.run_forum(world, "apbd", scenario)):
        with pytest.raises(
            p2.P2sppError, match=r"wanasari tidak mencatat satu pun.*mencatatnya: tirtamulya"
        ):
            run(p2.World.load("wanasari"), p2.Scenario.load("unit06"))


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe\x00broken", b"PK\x03\x04 not a workbook", b"\x00" * 100]
)
@pytest.mark.parametrize("name", ["proposals.csv", "proposals.xlsx"])
def test_a_damaged_file_is_a_message_and_no_traceback(folder, name, content):
    (folder / "proposals.csv").unlink()
    (folder / name).write_bytes(content)
    assert any(fault.file == name for fault in faults(folder).faults)


def test_a_missing_folder_is_said(tmp_path):
    assert "folder ini tidak ada" in str(faults(tmp_path / "tidak_ada"))
    (tmp_path / "villages.csv").touch()
    assert "ini berkas, bukan folder" in str(faults(tmp_path / "villages.csv"))


def test_a_damaged_description_is_said(folder):
    (folder / "dataset.toml").write_text("title = {")
    assert "dataset.toml" in str(faults(folder))


def describe(folder, text, encoding="utf-8"):
    (folder / "dataset.toml").write_text(text, encoding=encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_description_is_read_as_windows_saves_it_and_a_title_may_be_plain(folder, encoding):
    describe(folder, 'title = "Kecamatan – kami"\ninvented = { id = "rekaan" }\n', encoding)
    assert str(p2.World.read(folder)).startswith("Kecamatan – kami: 1 kabupaten")


REGIONS = 'kabupaten = "32.11"\nname = "Sumedang"\npopulation = 1_227_000\nseed = 3211\n'


@pytest.mark.parametrize(("text", "column"), [
    ("title = 5", "title"),
    ('title = { en = "Ours" }', "title"),
    ('invented = ["semua"]', "invented"),
    ("[regions]", "kabupaten"),
    ("regions = 5", "kabupaten"),
    ("[regions]\n" + REGIONS.replace("1_227_000", '"banyak"'), "population"),
    ("[regions]\n" + REGIONS.replace("seed = 3211", ""), "seed"),
    ("[regions]\n" + REGIONS + "dapil = 0", "dapil"),
])  # fmt: skip
def test_a_description_without_sense_is_said(folder, text, column):
    describe(folder, text)
    assert column in {fault.column for fault in faults(folder).faults}


@pytest.mark.parametrize("code", ["99.99", "32", "x", "32.11.01"])
def test_a_kabupaten_that_nobody_knows_is_said(folder, code):
    describe(folder, "[regions]\n" + REGIONS.replace("32.11", code))
    with pytest.raises(p2.UnknownName, match="Kode kabupaten"):
        p2.World.read(folder)
    describe(folder, "[regions]\n" + REGIONS)
    assert p2.World.read(folder).size("kecamatan") == 26, "the rest has a value of its own"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_csv_is_read_as_excel_saves_it_with_lines_in_cells(folder, mark, encoding):
    def saved(old, new):
        text = data_path("datasets", "tirtamulya", "proposals.csv").read_text(encoding="utf-8")
        rows = list(csv.reader(text.replace(old, new).splitlines()))
        rows[3][2] = "Irigasi – sekunder\n 900\xa0m" + (
            "\u2028baru" if encoding != "cp1252" else ""
        )
        with (folder / "proposals.csv").open("w", encoding=encoding, newline="") as file:
            csv.writer(file, delimiter=mark).writerows(rows)

    saved("", "")
    world = p2.World.read(folder)
    assert (
        world.proposals["what"][2].startswith("Irigasi – sekunder 900 m")
        and len(world.proposals["id"]) == 15
    )
    saved("U09,88.01.01.2003", "U09,88.01.01.2999")
    assert {(f.row, f.column) for f in faults(folder).faults} == {(10, "village")}


def test_a_quote_that_is_not_closed_loses_no_rows_in_silence(folder):
    edit(folder, "proposals", "Irigasi sekunder", '"Irigasi sekunder')
    assert "proposals.csv: tanda petik di baris 4 tidak ditutup." in str(faults(folder))


def test_every_column_of_a_loaded_world_is_declared():
    for name in p2.datasets():
        world = p2.World.load(name)
        for table, columns in SCHEMA.items():
            assert set(world.tables[table]) == {column.name for column in columns}, (name, table)


def test_codes_of_villages_keep_room_for_slot_and_year_and_are_not_mistaken_for_each_other():
    world = p2.World.load("wanasari")
    codes = ["D000", "33.1.11", "33.11.1", "331.11", "²", "88.01.01.2001"]
    villages = {key: column[: len(codes)] for key, column in world.villages.items()} | {
        "code": np.array(codes)
    }
    uid = replace(world, tables={**world.tables, "villages": villages}).uid
    assert len(set(uid.tolist())) == len(codes)
    assert uid.max() < 1 << 36
    assert uid[-1] == 8801012001


def added(folder, table, heading, cells):
    path = folder / f"{table}.csv"
    head, *rows = path.read_text(encoding="utf-8").splitlines()
    lines = [f"{head},{heading}", *(f"{row},{cell}" for row, cell in zip(rows, cells, strict=True))]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_columns_of_one_s_own_stay_and_can_be_joined(folder):
    added(folder, "villages", "Indeks Desa", [0.61, 0.55, 0.7, 0.48, ""])
    added(folder, "villages", "klaster", ["pesisir", "", "bukit", "bukit", "pesisir"])
    added(folder, "villages", "pos", ["01", "02", "03", "04", "05"])
    added(folder, "villages", "sekolah", [3, 2, 5, 1, 0])
    world = p2.World.read(folder)
    villages = world.frame("villages")
    assert np.array_equal(villages["indeks_desa"], [0.61, 0.55, 0.7, 0.48, np.nan], equal_nan=True)
    assert villages["klaster"].tolist() == ["pesisir", "", "bukit", "bukit", "pesisir"]
    assert villages["pos"].tolist() == ["01", "02", "03", "04", "05"]
    assert villages["sekolah"].dtype == np.int64 and world.villages["sekolah"].sum() == 11
    frame = p2.run_year(world, p2.Scenario.load("unit06")).frame()
    joined = frame.merge(villages, left_on="village_code", right_on="code")
    assert (
        len(joined) == len(frame)
        and joined.groupby("klaster")["built"].sum().sum() == frame["built"].sum()
    )


def test_columns_of_one_s_own_stay_through_training_years_and_parts():
    world = p2.World.synthetic(villages=40, seed=2, kabupaten_size=10)
    own = {**world.villages, "kami": np.arange(40)}
    world = replace(world, tables={**world.tables, "villages": own})
    assert [part.villages["kami"][0] for part in world.blocks(10)][1:] == [
        part.first for part in world.blocks(10)][1:]  # fmt: skip
    run = p2.run_years(world, p2.Scenario.load("2010").change(train_kpmd=1.0), 2, settle=0)
    assert run.states[-1].world.villages["kami"].tolist() == list(range(40))


def test_two_columns_of_one_s_own_with_one_heading_both_stay(folder):
    added(folder, "kecamatan", "catatan", ["a"])
    added(folder, "kecamatan", "catatan", ["b"])
    table = p2.World.read(folder).kecamatan
    assert (table["catatan"][0], table["catatan_2"][0]) == ("a", "b")


def test_a_column_of_words_is_no_money_that_lacks_its_heading(folder):
    added(folder, "reses", "anggota", ["Fraksi A"] * 10)
    assert p2.World.read(folder).reses["anggota"].tolist() == ["Fraksi A"] * 10
    added(folder, "reses", "nilai", [1_000_000] * 10)
    assert "nilai maksudnya" in str(faults(folder))


@pytest.mark.parametrize(("text", "fault"), [
    ('titel = "Kami"\n', "dataset.toml, baris 1, kolom titel: kunci ini tidak dikenal di sini"),
    ("complet = true\n", "baris 1, kolom complet: kunci ini tidak dikenal"),
    ('complete = "ya"\n', "kolom complete berisi “ya”: diharapkan true atau false"),
    ("complete = 1\n", "kolom complete berisi “1”: diharapkan true atau false"),
    ('[regions]\nkabupaten = "32.11"\nname = "x"\npopulation = 9\nseed = 1\nkursi = 50\n', "baris 6, kolom kursi"),
])  # fmt: skip
def test_a_key_of_the_dataset_file_that_means_nothing_is_told(folder, text, fault):
    (folder / "dataset.toml").write_text(text, encoding="utf-8")
    assert fault in str(faults(folder))
