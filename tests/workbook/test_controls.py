"""Controls: names, keyboard twins, weights that add up, and errors that become sentences."""

from __future__ import annotations

from itertools import combinations

import ipywidgets as W  # noqa: N812
import pytest
from hypothesis import given
from hypothesis import strategies as st

from p2spp_sim.errors import P2sppError
from p2spp_sim.scenario import Scenario
from p2spp_sim.workbook.controls import Choose, Slide, Tick
from p2spp_sim.workbook.guard import Guard, restore
from p2spp_sim.workbook.levers import LeverControl
from p2spp_sim.workbook.weights import Weights

NAMES = {"a": "KK miskin", "b": "KK penerima", "c": "Urgensi"}


def weights() -> Weights:
    return Weights("w", NAMES, {"a": 50, "b": 30, "c": 20})


def test_slider_and_number_box_move_together() -> None:
    slide = Slide("pagu", "Pagu", 300, 3000, 1500, step=50, unit="juta rupiah")
    slide.slider.value = 900
    assert slide.box.value == slide.value == 900
    slide.box.value = 1200
    assert slide.slider.value == 1200
    assert slide.box.description == "Pagu (juta rupiah)"


def test_a_number_outside_the_bounds_is_held_at_the_bound() -> None:
    slide = Slide("pagu", "Pagu", 300, 3000, 1500)
    slide.box.value = 99_999
    assert slide.value == 3000


def test_weights_keep_the_last_set_that_adds_up() -> None:
    made, told = weights(), []
    made.watch(lambda: told.append(made.value))
    made.slides["a"].slider.value = 45
    assert not made.complete and made.value == {"a": 50, "b": 30, "c": 20}
    assert "Jumlah 95: tambah 5" in made.message.value and not made.fix.disabled
    made.slides["c"].box.value = 25
    assert made.complete and made.value == {"a": 45, "b": 30, "c": 25} == told[-1]
    assert "lengkap" in made.message.value and made.fix.disabled
    made.slides["c"].box.value = 45
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
    made, told = weights(), []
    made.slides["a"].slider.value = 10
    made.watch(lambda: told.append(1))
    made.fit()
    assert told == [1]


@pytest.mark.parametrize("key", sorted(lever.key for lever in Scenario.load("2010").levers()))
def test_every_lever_comes_as_a_control_and_gives_its_own_value_back(key: str) -> None:
    base = Scenario.load("2010")
    made = LeverControl(base.lever(key), base.value(key))
    assert made.value == base.value(key)
    assert base.change(**{key: made.value}).value(key) == made.value
    widget = made.control.widget
    named = widget.children[0] if isinstance(widget, W.Box) else widget
    assert named.description.startswith(base.lever(key).label["id"][:10])


def test_values_that_no_longer_fit_are_told_and_left_out() -> None:
    controls = [
        Choose("rule", "Cara", {"skip": "Lewati"}, "skip"),
        Slide("n", "N", 0, 9, 3),
        Tick("t", "T"),
        weights(),
    ]
    told = restore(controls, {"rule": "gone", "n": "x", "t": True, "w": {"a": 1, "b": 1, "c": 1}, "other": 1})
    assert len(told) == 3 and all(sentence.endswith(".") for sentence in told)
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
