"""Controls: names, keyboard twins, weights that add up, and errors that become sentences."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import combinations
from threading import Event, Thread
from time import sleep
from typing import Any

import ipywidgets as W  # noqa: N812
import pytest
from hypothesis import given
from hypothesis import strategies as st

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.formats import number
from p2spp_sim.base.language import language, set_language
from p2spp_sim.workbook.controls import (
    NO_PAIR,
    BudgetGrid,
    Cards,
    Choose,
    Classes,
    Classify,
    Control,
    GridGroup,
    GridLine,
    Match,
    Order,
    Pick,
    Picks,
    Slide,
    Tick,
    Tokens,
    Weights,
)
from p2spp_sim.workbook.controls.control import read_whole, restore
from p2spp_sim.workbook.page.panel import Guard

NAMES = {"a": "KK miskin", "b": "KK penerima manfaat", "c": "Urgensi"}


def weights() -> Weights:
    return Weights("w", NAMES, {"a": 50, "b": 30, "c": 20})


STEPS = {"rkp": "RKP Desa", "rap": "Raperdes", "bpd": "Kesepakatan BPD", "per": "Perdes"}
NOTES = {"R01": "Jembatan rusak", "R02": "Air bersih", "R03": "Lapangan voli"}
PROPOSALS = {"U01": "Perbaikan jembatan", "U05": "Pipa air bersih"}
ACTORS = {"kpmd": "KPMD", "bpd": "BPD", "upk": "UPK"}


def order() -> Order:
    return Order("o", "Urutan", STEPS)


def classify() -> Classify:
    months = {"1": "Jan", "2": "Feb"}
    columns = {
        "jalur": Classes("Jalur", {"p": "partisipatif", "t": "teknokratis"}),
        "bulan": Classes("Bulan", months),
    }
    return Classify("c", "Kartu", {"md": "Musrenbang desa", "fs": "Forum SKPD"}, columns)


def match() -> Match:
    return Match("m", "Pasangan", NOTES, PROPOSALS)


def budget() -> BudgetGrid:
    """Village budget of unit 07 as it is handed out: 20 million are not spent."""
    income = (36, 240, 18, 60, 150, 0, 26)
    spending = (52, 34, 14, 330, 70, 10)
    return BudgetGrid(
        "g",
        "APB Desa",
        [
            GridGroup(
                "masuk",
                "Pendapatan",
                tuple(GridLine(f"p{i}", f"Pos {i}", n) for i, n in enumerate(income)),
                "income",
            ),
            GridGroup(
                "keluar",
                "Belanja",
                tuple(GridLine(f"b{i}", f"Pos {i}", n) for i, n in enumerate(spending)),
                "spending",
            ),
            GridGroup("terima", "Penerimaan", (GridLine("silpa", "SiLPA", 0),), "receipt"),
            GridGroup(
                "modal",
                "Pengeluaran",
                (GridLine("modal", "Penyertaan modal", 0, 0, 100),),
                "outlay",
            ),
        ],
    )


def tokens() -> Tokens:
    return Tokens("t", "Sesi", ACTORS, 4)


def picks() -> Picks:
    costs = (("K1", 4), ("K2", 2), ("K3", 3), ("K8", 5))
    return Picks(
        "k", "Klausul", [Pick(key, f"Klausul {key}", cost, "Catatan.") for key, cost in costs], 10
    )


SAVED: dict[str, tuple[Callable[[], Control], Any]] = {
    "order": (order, ["per", "rkp", "bpd", "rap"]),
    "classify": (classify, {"md": {"jalur": "p", "bulan": "1"}, "fs": {"jalur": "", "bulan": "2"}}),
    "match": (match, {"R01": "U01", "R02": "", "R03": NO_PAIR}),
    "grid": (budget, {**budget().value, "b3": 1350}),
    "tokens": (tokens, ["bpd", "kpmd", "bpd"]),
    "picks": (picks, ["K1", "K3"]),
    "weights": (weights, {"a": 20, "b": 30, "c": 50}),
}
BAD: dict[str, tuple[Any, ...]] = {
    "order": ("rkp", ["rkp"], ["rkp", "rap", "bpd", "bpd"], ["rkp", "rap", "bpd", 4], None),
    "classify": (
        [],
        {"xx": {}},
        {"md": "p"},
        {"md": {"tahun": "1"}},
        {"md": {"jalur": "z"}},
        {"md": {"jalur": None}},
    ),
    "match": ([], {"R09": "U01"}, {"R01": "U99"}, {"R01": 3}),
    "grid": ([], {"p9": 1}, {"p0": "36"}, {"p0": -1}, {"modal": 101}, {"p0": True}, {"p0": 1.5}),
    "tokens": ({}, ["xx"], ["bpd"] * 5, [1]),
    "picks": ({}, ["K9"], ["K1", "K2", "K8"], 5, [["K1"]]),
    "weights": ([], {"a": 100}, {"a": 1, "b": 1, "c": 1}),
}


@pytest.mark.parametrize("name", SAVED)
def test_a_saved_value_comes_back_through_json_and_is_told_once(name: str) -> None:
    make, value = SAVED[name]
    made, changes = make(), []
    made.watch(lambda: changes.append(1))
    assert made.value != value
    assert restore([made], {made.key: json.loads(json.dumps(value))}) == []
    assert made.value == value and changes == [1]
    other = make()
    other.value = json.loads(json.dumps(made.value))
    assert other.value == value


@pytest.mark.parametrize(
    ("name", "bad"), [(name, bad) for name, values in BAD.items() for bad in values]
)
def test_a_value_that_no_longer_fits_is_told_and_changes_nothing(name: str, bad: Any) -> None:
    made = SAVED[name][0]()
    before = made.value
    (sentence,) = restore([made], {made.key: bad})
    assert sentence[0].isupper() and sentence.endswith(".") and len(sentence) > 25
    assert sentence != "Satu nilai tersimpan tidak terbaca.", (
        "the control itself says what is wrong"
    )
    assert made.value == before


@pytest.mark.parametrize("name", SAVED)
def test_every_box_list_and_button_has_words_as_its_name(name: str) -> None:
    def inside(widget: W.Widget) -> list[W.Widget]:
        return [widget, *(w for child in getattr(widget, "children", ()) for w in inside(child))]

    made = SAVED[name][0]()
    if isinstance(made, Cards):
        deck = made.widget.deck
        names = [words for _, words in deck["cards"]]
        names += [place.get("name", place["text"]) for place in deck["places"]]
        assert all(names) and len(set(names)) == len(names)
        return
    active = [
        w
        for w in inside(made.widget)
        if isinstance(w, W.Button | W.Dropdown | W.Text | W.Checkbox | W.IntText)
    ]
    names = [w.description for w in active]
    assert active and all(any(letter.isalpha() for letter in name) for name in names)
    assert name == "weights" or name == "grid" or len(set(names)) == len(names)


def test_budget_of_unit_07_lacks_twenty_million_of_balance() -> None:
    made = budget()
    assert (made.income, made.spending, made.financing, made.gap) == (530, 510, 0, 20)
    assert (
        not made.balanced
        and "Belum seimbang" in made.message.value
        and "20 juta" in made.message.value
    )
    made.boxes["modal"].value = "20"
    assert made.balanced and made.gap == 0 and "● Seimbang" in made.message.value
    assert made.rupiah["b3"] == 330_000_000 and made.totals["keluar"] == 510
    made.boxes["silpa"].value = "5"
    assert made.gap == 5 and not made.balanced
    made.boxes["b3"].value = "1335"
    assert (
        made.gap == -1000
        and "selisih −1.000" in made.message.value
        and "kekurangan 1.000 juta" in made.message.value
    )


@pytest.mark.parametrize("text", ["", "banyak", "12,5", "12.5", "1.2345", "1,250", "nan", "9" * 30])
def test_what_is_no_whole_number_is_told_at_its_box(text: str) -> None:
    made, changes = budget(), []
    made.boxes["modal"].value = "20"
    made.watch(lambda: changes.append(1))
    made.boxes["p1"].value = text
    assert made.notes["p1"].layout.display is None and "1.250" in made.notes["p1"].value
    assert made.value["p1"] == 240 and not made.readable and not made.balanced and changes == [1]
    assert "p2-bad" in made.boxes["p1"]._dom_classes and "bertanda !" in made.message.value
    made.boxes["p1"].value = " 240 "
    assert made.notes["p1"].layout.display == "none" and made.balanced
    assert "p2-bad" not in made.boxes["p1"]._dom_classes


def test_bounds_are_told_and_thousands_written() -> None:
    made = budget()
    made.boxes["modal"].value = "101"
    assert "isi 0 sampai 100" in made.notes["modal"].value and made.value["modal"] == 0
    made.boxes["b0"].value = "1250"
    assert made.boxes["b0"].value == "1.250" and made.value["b0"] == 1250


@pytest.mark.parametrize(
    "text",
    [
        "1.200 juta",
        "Rp 1.200 juta",
        "rp. 1.200 jt",
        "1200juta",
        "1.200 juta rupiah",
        "Rp1.200 Juta Rupiah",
    ],
)
def test_words_of_the_unit_may_stand_behind_a_number(text: str) -> None:
    slide = Slide("pagu", "Pagu", 300, 3000, 1500, step=50, unit="juta rupiah")
    box = budget().boxes["p1"]
    slide.box.value = box.value = text
    assert slide.value == 1200 and box.value == "1.200"


@pytest.mark.parametrize("text", ["1,2 miliar", "juta", "1.200 usulan", "1.200 ribu"])
def test_another_unit_is_no_number_of_this_one(text: str) -> None:
    slide = Slide("pagu", "Pagu", 300, 3000, 1500, unit="juta rupiah")
    slide.box.value = text
    assert slide.value == 1500 and slide.note.layout.display is None


@given(st.integers(-(10**9), 10**9), st.sampled_from(["id", "en"]))
def test_whole_millions_are_read_as_they_are_written(amount: int, code: str) -> None:
    before = language()
    set_language(code)
    try:
        assert read_whole(number(amount)) == read_whole(str(amount)) == amount
    finally:
        set_language(before)


def test_tokens_keep_their_order_and_end() -> None:
    made, changes = tokens(), []
    made.watch(lambda: changes.append(made.value))
    for actor in ("bpd", "kpmd", "bpd", "upk"):
        made.plus[actor].click()
    assert made.value == ["bpd", "kpmd", "bpd", "upk"] and made.left == 0 and len(changes) == 4
    made.plus["kpmd"].click()
    assert len(changes) == 4 and "Semua 4 sudah dibagi" in made.message.value
    made.minus["bpd"].click()
    assert made.value == ["bpd", "kpmd", "upk"] and made.counts == {"kpmd": 1, "bpd": 1, "upk": 1}
    assert (
        made.sequence.value.index("BPD")
        < made.sequence.value.index("KPMD")
        < made.sequence.value.index("UPK")
    )
    made.undo.click()
    assert made.value == ["bpd", "kpmd"] and made.sequence.value.count("kosong") == 2
    made.clear.click()
    made.minus["bpd"].click()
    assert made.value == [] and "BPD belum mendapat apa pun." in made.message.value


def test_a_card_over_the_budget_is_told_and_not_picked() -> None:
    made, changes = picks(), []
    made.watch(lambda: changes.append(made.value))
    for key in ("K1", "K2", "K3"):
        made.ticks[key].value = True
    assert made.spent == 9 and made.left == 1 and len(changes) == 3
    made.ticks["K8"].value = True
    assert made.value == ["K1", "K2", "K3"] and not made.ticks["K8"].value and len(changes) == 3
    assert "Klausul K8 tidak diambil: perlu 5, sisa 1 poin." in made.message.value
    made.ticks["K1"].value = False
    made.ticks["K8"].value = True
    assert made.value == ["K2", "K3", "K8"] and made.left == 0 and "■" * 10 in made.message.value


def test_a_smaller_budget_keeps_the_picks_and_says_how_much_over() -> None:
    made = picks()
    made.value = ["K1", "K8"]
    made.budget = 7
    assert made.value == ["K1", "K8"] and made.left == -2 and "lebih 2" in made.message.value
    made.ticks["K1"].value = False
    assert made.left == 2 and "sisa 2" in made.message.value


def test_words_of_villages_cannot_break_a_control() -> None:
    words = {"a": "<b>&A", "b": "B"}
    html = Tokens("t", "<i>", words, 2, ["a"]).sequence.value
    assert "&lt;b&gt;&amp;A" in html and "<b>" not in html


def test_slider_and_number_box_move_together() -> None:
    slide = Slide("pagu", "Pagu", 300, 3000, 1500, step=50, unit="juta rupiah")
    slide.slider.value = 900
    assert slide.box.value == "900" and slide.value == 900
    slide.box.value = "1200"
    assert slide.slider.value == slide.value == 1200 and slide.box.value == "1.200"
    assert slide.box.description == "Pagu (juta rupiah)"


@pytest.mark.parametrize("typed", ["1.200", "1.200,00", "Rp. 1.200,-", "1200 "])
def test_thousands_are_read_as_they_are_written_here(typed: str) -> None:
    slide = Slide("pagu", "Pagu", 300, 3000, 1500)
    slide.box.value = typed
    assert slide.value == 1200 and not slide.note.value


@pytest.mark.parametrize(
    ("typed", "note"),
    [("99999", "isi 300 sampai 3.000"), ("1,2", "Bukan bilangan bulat"), ("", "Bukan bilangan")],
)
def test_what_is_no_number_within_the_bounds_is_told_and_changes_nothing(
    typed: str, note: str
) -> None:
    slide, moved = Slide("pagu", "Pagu", 300, 3000, 1500), []
    slide.watch(lambda: moved.append(slide.value))
    slide.box.value = typed
    assert note in slide.note.value and slide.value == 1500 and not moved
    slide.slider.value = 900
    assert not slide.note.value and slide.box.value == "900" and moved == [900]


def test_weights_keep_the_last_set_that_adds_up() -> None:
    made, changes = weights(), []
    made.watch(lambda: changes.append(made.value))
    made.slides["a"].slider.value = 45
    assert not made.complete and made.value == {"a": 50, "b": 30, "c": 20}
    assert "Jumlah 95: tambah 5" in made.message.value and not made.fix.disabled
    made.slides["c"].box.value = "25"
    assert made.complete and made.value == {"a": 45, "b": 30, "c": 25} == changes[-1]
    assert "lengkap" in made.message.value and made.fix.disabled
    made.slides["c"].box.value = "45"
    assert "Jumlah 120: kurangi 20" in made.message.value


@given(st.lists(st.integers(0, 100), min_size=3, max_size=3))
def test_fitting_gives_100_and_keeps_the_order(values: list[int]) -> None:
    made = weights()
    for slide, value in zip(made.slides.values(), values, strict=True):
        slide.slider.value = value
    made.fit()
    fitted = list(made.value.values())
    assert sum(fitted) == 100 and made.complete
    for i, j in combinations(range(3), 2):
        if values[i] < values[j]:
            assert fitted[i] <= fitted[j]


def test_a_fit_is_told_once() -> None:
    made, changes = weights(), []
    made.slides["a"].slider.value = 10
    made.watch(lambda: changes.append(1))
    made.fit()
    assert changes == [1]


def test_values_that_no_longer_fit_are_told_and_left_out() -> None:
    controls = [
        Choose("rule", "Cara", {"skip": "Lewati"}, "skip"),
        Slide("n", "N", 0, 9, 3),
        Tick("t", "T"),
        weights(),
    ]
    sentences = restore(
        controls, {"rule": "gone", "n": "x", "t": True, "w": {"a": 1, "b": 1, "c": 1}, "other": 1}
    )
    assert len(sentences) == 3 and all(sentence.endswith(".") for sentence in sentences)
    assert [c.value for c in controls[:3]] == ["skip", 3, True] and controls[3].value["a"] == 50  # type: ignore[index]


@pytest.mark.parametrize(
    ("error", "sentence"),
    [(P2sppError("Pagu terlalu kecil."), "Pagu terlalu kecil."), (KeyError("x"), "KeyError")],
)
def test_an_error_becomes_a_sentence_and_goes_away_again(
    error: Exception, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    guard = Guard()

    def fail() -> None:
        raise error

    assert not guard.run(fail)
    assert sentence in guard.widget.value and guard.widget.layout.display is None
    assert "Traceback" not in guard.widget.value + "".join(capsys.readouterr())
    assert guard.run(lambda: None) and guard.widget.layout.display == "none"


def test_what_two_controls_call_runs_one_after_the_other() -> None:
    """A page says "saved" only after what was put in before it is saved, also where a kernel has several threads."""
    steps: list[str] = []
    shown = Event()

    def check() -> None:
        steps.append("right")
        shown.set()  # the learner reads the feedback and presses the next button
        sleep(0.2)
        steps.append("kept")

    first = Thread(target=Guard().run, args=(check,))
    first.start()
    assert shown.wait(10)
    Guard().run(lambda: steps.append("saved"))
    first.join(10)
    assert steps == ["right", "kept", "saved"]
