"""The picture of a spread shows every member, orders groups by their median, and says so in words."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

import p2spp_sim as p2
from p2spp_sim.figures import About, Drawing
from p2spp_sim.figures.spread import spread_drawing

FRAME = pd.DataFrame({
    "province": ["A", "A", "A", "B", "B", "C", "C"],
    "count": [0.10, 0.20, 0.60, 0.40, 0.50, 0.05, np.nan],
})  # fmt: skip


@pytest.fixture(autouse=True)
def indonesian():
    p2.set_language("id")


def drawn(frame: pd.DataFrame = FRAME) -> Drawing:
    return spread_drawing(
        frame,
        "province",
        "count",
        about=About("rekaan"),
        title="Yang lolos",
        unit="persen",
        factor=100,
    )


def test_every_member_is_a_mark_at_its_value() -> None:
    axes = drawn().figure.axes[0]
    marks = {
        c.get_gid().removeprefix("members:"): c.get_offsets()
        for c in axes.collections
        if c.get_gid()
    }
    for name, members in FRAME.dropna().groupby("province"):
        assert sorted(marks[name][:, 0]) == pytest.approx(sorted(100 * members["count"]))
        row = list(drawn().table["province"]).index(name)
        assert np.all(np.abs(marks[name][:, 1] - row) < 0.4)


def test_groups_stand_by_their_median_and_the_table_holds_it() -> None:
    drawing = drawn()
    assert list(drawing.table["province"]) == ["B", "A", "C"]
    assert list(drawing.table["median"]) == pytest.approx([45, 20, 5])
    assert list(drawing.table["members"]) == [2, 3, 1]
    labels = [text.get_text() for text in drawing.figure.axes[0].get_yticklabels()]
    assert labels == ["B (2)", "A (3)", "C (1)"]
    lines = {line.get_gid(): line.get_xdata() for line in drawing.figure.axes[0].lines}
    assert list(lines["median:A"]) == pytest.approx([20, 20])
    assert list(lines["median"]) == pytest.approx([30, 30])


def test_the_words_name_both_ends() -> None:
    text = drawn().alt
    assert "3 kelompok, 6 anggota, dari 5,0 sampai 60,0" in text
    assert "Median tertinggi 45,0 (B), terendah 5,0 (C)" in text


def test_the_legend_stands_below_the_title_and_above_the_first_row() -> None:
    figure = drawn().figure
    FigureCanvasAgg(figure).draw()
    (title,) = [text for text in figure.texts if text.get_gid() == "title"]
    (legend,) = figure.legends
    box, panel = legend.get_window_extent(), figure.axes[0].get_window_extent()
    assert panel.y1 <= box.y0 and box.y1 <= title.get_window_extent().y0


def test_what_cannot_be_drawn_is_said() -> None:
    with pytest.raises(p2.UnknownName, match="province"):
        spread_drawing(FRAME, "provinc", "count", about=About(), title="", unit="")
    with pytest.raises(p2.OutOfBounds, match="kosong"):
        drawn(FRAME.assign(count=np.nan))
