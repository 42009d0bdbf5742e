"""The pages of the whole chain and of one's own kabupaten, without a browser."""

from p2spp_sim.alignment.chain_book import example
from p2spp_sim.workbook.own.chain_page import open_chain
from p2spp_sim.workbook.own.kabupaten import open_own_kabupaten
from p2spp_sim.workbook.own.kept_book import book_bytes


def test_lists_are_taken_in_decided_and_there_again_after_a_power_cut(tmp_path):
    page = open_chain(learner="K1-01", results=tmp_path)
    page.daftar(), page.papan(), page.hasil()
    page.try_example()
    assert (
        "7 dari 7" in page._told.value
        and "Dari 64 usulan layak" in page._pictures[0]._picture.value
    )
    before = len(page.chain.open("renja"))
    page.which.value = "renja"
    page.same()
    assert len(page.chain.open("renja")) < before
    again = open_chain(learner="K1-01", results=tmp_path)
    assert again.chain.decided == page.chain.decided and again.chain.lines == page.chain.lines


def test_a_bad_list_changes_nothing_and_asks_which_column_is_what(tmp_path):
    page = open_chain(learner="K1-01", results=tmp_path)
    good = example()["usulan"]
    page.take_all([("usulan.xlsx", book_bytes({"usulan": good}))], "")
    bad = good.rename(columns={good.columns[1]: "Foo"})
    assert not page._guard.run(lambda: page.take_all([("usulan.xlsx", book_bytes({"a": bad}))], ""))
    assert len(page.chain.lines["usulan"]) == len(good) and page._asked.children
    assert not page._guard.run(lambda: page.take_all([("data.xlsx", b"x")], ""))
    assert "Daftar apa?" in page._guard.widget.value


def test_a_kabupaten_becomes_a_world_and_a_wrong_field_leaves_nothing(tmp_path):
    page = open_own_kabupaten(learner="K1-01", results=str(tmp_path))
    page.isian(), page.hasil()
    page.kabupaten.value, page.fields["population"].value = "Gianyar", "banyak"
    assert not page._guard.run(page.make) and not [*tmp_path.glob("*_dunia")]
    assert "penduduk" in page._guard.widget.value
    page.fields["population"].value, page.fields["apbd_idr"].value = "505.000", "2,1 triliun"
    assert page._guard.run(page.make)
    assert (tmp_path / "K1-01_dunia" / "kabupaten_gianyar" / "dataset.toml").is_file()
    assert "ditarik, bukan data" in page._told.value
    page.kabupaten.value = "Gianyer"
    assert not page._guard.run(page.make) and "Gianyar" in page._guard.widget.value
