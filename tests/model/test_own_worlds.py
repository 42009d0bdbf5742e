"""Worlds of one's own: a kabupaten in a few lines, tables under Indonesian headings, and where both are found."""

import numpy as np
import pytest

import p2spp_sim as p2
from p2spp_sim.base.errors import BadData, P2sppError, UnknownName
from p2spp_sim.world.own import described, folder_name, guide, rules_of, tables_to_fill, write_world
from p2spp_sim.world.places import own_worlds
from p2spp_sim.world.schema import TABLE_NAMES

KNOWN = {"population": 500_000, "apbd_idr": 2 * 10**12, "poor_percent": 16.4, "year": 2026,
         "capital_percent": 20.0, "add_percent": 7.5, "seats": 45}  # fmt: skip


def test_what_is_known_is_kept_and_what_is_drawn_is_said(tmp_path):
    about = described("51.04", KNOWN)
    world = write_world(about, tmp_path / folder_name(about))
    budget, villages = world.budget, world.villages
    assert world.size("kecamatan") == 7 and villages["population"].sum() == 500_000
    assert world.council["seats"].sum() == 45
    assert budget["capital_idr"][0] == 4 * 10**11 and budget["add_idr"][0] == 15 * 10**10
    mean = np.average(villages["poor_share"], weights=villages["households"])
    assert mean == pytest.approx(0.164, abs=0.001)
    drawn = world.invented["id"]
    assert "belanja pegawai" in drawn and "penduduk" not in drawn


def test_a_value_that_is_not_allowed_leaves_nothing(tmp_path):
    for wrong in ({"capital_percent": 60.0, "goods_percent": 60.0}, {"poor_percent": 99.0}):
        with pytest.raises(BadData):
            write_world(described("51.04", wrong), tmp_path / "x")
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(UnknownName, match=r"51\.04"):
        described("51.4", {})


def test_tables_under_indonesian_headings_read_back_as_the_same_world(tmp_path):
    world = p2.World.load("tirtamulya")
    for name, table in tables_to_fill(world).items():
        table.to_csv(tmp_path / f"{name}.csv", index=False)
    text = (tmp_path / "desa.csv").read_text().replace("0.34", "34%")
    assert "bagian KK miskin" in text and "34%" in text
    (tmp_path / "desa.csv").write_text(text)
    again = p2.World.read(tmp_path)
    for name in TABLE_NAMES:
        for column, values in world.tables[name].items():
            assert again.tables[name][column].tolist() == values.tolist(), (name, column)
    assert "## desa (wajib ada)" in guide(world)


def test_own_worlds_are_found_beside_the_results_and_where_they_are_named(tmp_path, monkeypatch):
    monkeypatch.setenv("P2SPP_HASIL", str(tmp_path))
    write_world(described("51.04", {}), tmp_path / "K1-01_dunia" / "gianyar")
    write_world(described("51.04", {}), tmp_path / "lain" / "kami")
    assert [*own_worlds("K1-01")] == ["gianyar"] and [*own_worlds("K1-02")] == []
    monkeypatch.setenv("P2SPP_DUNIA", str(tmp_path / "lain"))
    assert p2.World.load("kami").size("kecamatan") == 7
    with pytest.raises(P2sppError, match="gianyar"):
        p2.World.load("gianyer")


def test_the_year_tells_the_regime():
    assert [rules_of(year) for year in (0, 2010, 2016, 2026)] == [
        "2010",
        "2010",
        "dana_desa",
        "sipd",
    ]
