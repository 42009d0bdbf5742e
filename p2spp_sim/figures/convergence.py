"""Whether indices of a study have settled: total order of every lever with its interval, as the sample doubles."""

from typing import TYPE_CHECKING

from p2spp_sim.base.errors import OutOfBounds
from p2spp_sim.base.formats import number
from p2spp_sim.base.language import tr
from p2spp_sim.figures.about import About
from p2spp_sim.figures.drawing import Drawing, redrawn
from p2spp_sim.figures.look import (
    BLUE,
    GREEN,
    GREY,
    MARKERS,
    ORANGE,
    RED,
    RULE,
    TEXT,
    legend,
    numbered,
    sheet,
)

if TYPE_CHECKING:
    import pandas as pd

_COLOURS = (BLUE, ORANGE, GREEN, RED, GREY)


@redrawn
def convergence_drawing(
    frame: "pd.DataFrame", *, about: About, outcome: str = "", top: int = 5
) -> Drawing:
    """Draw total indices and their intervals by the size of the sample: `total:LEVER`.

    Parameters
    ----------
    frame : from `sensitivity.convergence`.
    outcome : its name, for the title.
    top : how many levers, the largest last index first; at most five, so that each has a colour of its own.

    Raises
    ------
    OutOfBounds : a frame of something else, or one of fewer than two sizes.
    """
    if "total" not in frame or "n" not in frame or frame["n"].nunique() < 2:
        raise OutOfBounds(
            [tr("Tabel ini bukan hasil convergence dengan paling sedikit dua ukuran.")]
        )
    sizes = sorted(frame["n"].unique())
    last = frame[frame["n"] == sizes[-1]].sort_values("total", ascending=False, kind="stable")
    chosen = last["lever"].tolist()[: min(top, len(_COLOURS))]
    names = [about.lever(key) for key in chosen]
    title = tr('Sudah mantapkah indeks Sobol "{outcome}"?').format(
        outcome=about.outcome(outcome) if outcome else tr("hasil")
    )
    note = tr(
        "Titik: pengaruh total; garis tegak: rentang 95%. Indeks sudah mantap bila penggandaan sampel tidak lagi "
        "memindahkannya keluar dari rentangnya."
    )
    figure, panels = sheet(title, about, height=4.2, labels=names, notes=[note], of_rows=False)
    axes = panels[0, 0]
    handles, said = [], []
    for place, (key, name) in enumerate(zip(chosen, names, strict=True)):
        rows = frame[frame["lever"] == key].sort_values("n")
        spots = [at + 0.09 * (place - (len(chosen) - 1) / 2) for at in range(len(sizes))]
        drawn = axes.errorbar(
            spots,
            rows["total"].to_numpy(),
            yerr=rows["total_half"].to_numpy(),
            color=_COLOURS[place],
            marker=MARKERS[place % len(MARKERS)],
            markersize=8,
            linewidth=1.6,
            capsize=4,
        )
        drawn.lines[0].set_gid(f"total:{key}")
        handles.append(drawn)
        ends = rows.iloc[[0, -1]]
        first, final = (
            f"{number(row['total'], 2)} ± {number(row['total_half'], 2)}"
            for row in ends.to_dict("records")
        )
        text = tr("{name}: {first} pada n = {small}, {final} pada n = {large}")
        said.append(
            text.format(name=name, first=first, final=final, small=sizes[0], large=sizes[-1])
        )
    axes.axhline(0, color=RULE, linewidth=1.2, gid="zero")
    axes.set_xticks(range(len(sizes)), [number(int(size)) for size in sizes])
    axes.set_xlabel(tr("n, ukuran dasar sampel Sobol"), fontsize=TEXT)
    axes.set_ylabel(tr("bagian dari keragaman"), fontsize=TEXT)
    numbered(axes, "y")
    legend(figure, handles, names)
    table = frame.assign(label=frame["lever"].map(about.lever))
    return Drawing(figure, f"{title} {'; '.join(said)}. {note}", table, tr("kemantapan"))
