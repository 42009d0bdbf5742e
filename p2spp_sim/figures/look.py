"""The look that all figures share: colours told apart by any eye, sizes for a projector, title, legend and footer.

Nothing is told by colour alone: two scenarios differ in fill and marker too, so a black and white print says the same.
"""

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from p2spp_sim.base import formats
from p2spp_sim.base.fonts import for_figures
from p2spp_sim.base.language import Labels, tr
from p2spp_sim.figures.about import About
from p2spp_sim.figures.page import SCREEN_TEXT, page

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

BLUE, ORANGE, RED = "#0072b2", "#e69f00", "#c1272d"  # these and the next two: told apart by any eye
GREEN, INK = "#009e73", "#222222"
PALE, GREY, RULE = "#d6e6f2", "#595959", "#7a8691"
MARKERS = ("o", "s", "^", "D")
TITLE, TEXT, SMALL = 15, SCREEN_TEXT, 10.5  # points at a width of twelve inches
_LINE = 0.0195  # inches of height that a line takes for every point of its size
BASE: dict[str, Any] = {"facecolor": BLUE, "edgecolor": INK}
OTHER: dict[str, Any] = {
    "facecolor": "white",
    "edgecolor": ORANGE,
    "hatch": "////",
    "linewidth": 1.4,
}


HEADINGS = Labels(  # of the tables below figures, by column
    label="uraian",
    indicator="indikator",
    stage="tahap",
    lever="tuas",
    unit="satuan",
    measure="ukuran",
    base="awal",
    other="pembanding",
    difference="selisih",
    low="bawah",
    high="atas",
    mean="rata-rata",
    half="± 95%",
    value="nilai",
    replicates="ulangan",
    replicate="ulangan ke-",
    quintile="kelompok",
    villages="desa",
    population="penduduk",
    poor_share="bagian KK miskin",
    scenario="skenario",
    people="bagian penduduk",
    rupiah="bagian rupiah",
    gini_low="Gini bawah",
    gini_high="Gini atas",
    province="provinsi",
    members="anggota",
    lowest="terendah",
    quarter="kuartil bawah",
    median="median",
    three_quarters="kuartil atas",
    highest="tertinggi",
    year="tahun",
    course="jalan",
    month="bulan",
    lane="jalur",
    leads_to="menuju",
    fact="fakta",
    dataset="himpunan data",
    band_low="rentang bawah",
    band_high="rentang atas",
    verdict_text="keputusan",
    lottery="undian",
    meaning="arti",
    by="menurut",
    group="SKPD atau jenis",
    supposed="nilai skenario",
    rows="banyak baris",
    draws_25="ulangan 25%",
    draws_75="ulangan 75%",
    **{"draws_2.5": "ulangan 2,5%", "draws_97.5": "ulangan 97,5%"},
)


def sheet(
    title: str,
    about: About,
    *,
    height: float,
    rows: int = 1,
    columns: int = 1,
    labels: Sequence[str] = (),
    notes: Sequence[str] = (),
    of_rows: bool = True,
    **grid: Any,
) -> "tuple[Figure, NDArray[Any]]":
    """Lay out a figure as wide as the page: title above, notes and the footer below, panels between.

    On a bare page title, notes and footer are not drawn but kept, for the caption.

    Parameters
    ----------
    height : inches for the panels; title, legend and foot are added.
    labels : of the legend to come, which stands between title and panels.
    notes : sentences below the picture, before the footer.
    of_rows : panels hold rows with labels, which need more height where they have less width.
    grid : further arguments of `Figure.subplots`.

    Returns
    -------
    The figure and its (rows, columns) axes.
    """
    from matplotlib.figure import Figure

    on = page()
    heading = textwrap.wrap(title, 96)
    foot = [
        line
        for sentence in (*notes, about.line())
        if sentence
        for line in textwrap.wrap(sentence, 142)
    ]
    key = 0.08 + 0.024 * TEXT * -(-len(labels) // _beside(labels)) if labels else 0.0
    above, below = 0.2 + _LINE * TITLE * len(heading) + key, 0.2 + _LINE * SMALL * len(foot)
    if on.bare:
        above, below = 0.06 + key, 0.06
    height *= on.tall if of_rows else 1.0
    whole = height + above + below
    made = Figure(figsize=(on.wide, whole), layout="constrained")
    engine: Any = made.get_layout_engine()
    engine.set(rect=(0.008, below / whole, 0.984, height / whole), h_pad=0.06, w_pad=0.06)
    look: Any = {"x": 0.012, "ha": "left", "linespacing": 1.25}
    made.text(
        y=1 - 0.1 / whole,
        s="\n".join(heading),
        va="top",
        size=TITLE,
        color=INK,
        gid="title",
        visible=not on.bare,
        **look,
    )
    made.text(
        y=0.1 / whole,
        s="\n".join(foot),
        va="bottom",
        size=SMALL,
        color=GREY,
        gid="footer",
        visible=not on.bare,
        **look,
    )
    axes = made.subplots(rows, columns, squeeze=False, **grid)
    for panel in axes.flat:
        bare(panel)
    return made, axes


def _beside(labels: Sequence[str]) -> int:
    """Tell how many labels of a legend have room beside each other."""
    return len(labels) if sum(len(label) + 8 for label in labels) <= 128 * page().share else 1


def bare(axes: "Axes") -> None:
    """Take away what is not data, and make the rest large enough."""
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(labelsize=TEXT, labelfontfamily=for_figures())
    axes.xaxis.label.set_fontsize(TEXT)
    axes.yaxis.label.set_fontsize(TEXT)


def legend(figure: "Figure", handles: Sequence[Any], labels: Sequence[str]) -> None:
    """Put one legend between title and panels, where `sheet` has left room for these labels."""
    engine: Any = figure.get_layout_engine()
    left, bottom, _, height = engine.get()["rect"]
    look: Any = {
        "loc": "lower left",
        "bbox_to_anchor": (left, bottom + height),
        "frameon": False,
        "borderaxespad": 0.0,
    }
    figure.legend(
        handles, labels, ncols=_beside(labels), fontsize=in_legend(), handlelength=2.4, **look
    )


def in_legend() -> float:
    """Give the size of type of a legend, which is laid out when it is made: that of the page as it will be."""
    return TEXT * page().scale


def lines(text: str, width: int) -> str:
    """Break words for a label, of fewer letters on a narrow page."""
    on = page()
    return "\n".join(textwrap.wrap(text, max(14, round(width * on.share)) if on.narrow else width))


def numbered(axes: "Axes", which: str = "x", factor: float = 1.0) -> None:
    """Write the ticks of an axis with the separators of the screen language."""
    axis = axes.xaxis if which == "x" else axes.yaxis
    few = which == "x" and page().narrow
    axes.locator_params(axis="x" if which == "x" else "y", nbins=3 if few else 6)
    axis.set_major_formatter(
        lambda value, _: formats.figure(round(value / factor, 6)).replace("-", "−")
    )


def large(amount: float) -> tuple[float, str]:
    """Give what to divide rupiah of this size by, and the word for it."""
    for size, word in (
        (1e12, tr("triliun rupiah")),
        (1e9, tr("miliar rupiah")),
        (1e6, tr("juta rupiah")),
    ):
        if abs(amount) >= size:
            return size, word
    return 1.0, tr("rupiah")
