"""Who gained: rupiah per head by fifths of poverty under two scenarios, and the paired difference."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from p2spp_sim.base.errors import OutOfBounds
from p2spp_sim.base.formats import number, percent
from p2spp_sim.base.language import tr
from p2spp_sim.figures.about import About
from p2spp_sim.figures.drawing import Drawing, redrawn
from p2spp_sim.figures.look import BASE, INK, OTHER, SMALL, TEXT, legend, lines, numbered, sheet
from p2spp_sim.figures.paired import around, few, panel, signed

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

_BROAD = 0.38


@redrawn
def gained_drawing(frame: "pd.DataFrame", *, about: About, names: Sequence[str] = ()) -> Drawing:
    """Draw rupiah per head: bars `base:FIFTH` and `other:FIFTH`, below them `point:FIFTH` and `interval:FIFTH`.

    Parameters
    ----------
    frame : from `Comparison.gained_by_quintile()`.
    names : of base and other.

    Raises
    ------
    OutOfBounds : an empty frame.
    """
    if frame.empty:
        raise OutOfBounds([tr("Tabel ini kosong; tidak ada yang dapat digambar.")])
    base, other = tuple(names) or (tr("skenario awal"), tr("skenario pembanding"))
    lacking = few(int(frame["replicates"].iloc[0]))
    reading = tr(
        "Desa dibagi lima menurut bagian KK miskin di kabupatennya; rupiah APBD bagi kegiatan desa, per jiwa."
    )
    figure, panels = sheet(
        tr("Siapa yang memperoleh lebih: {other} dibanding {base}").format(base=base, other=other),
        about,
        columns=2,
        labels=(base, other),
        height=0.9 + 0.95 * len(frame),
        notes=[
            reading,
            tr("Rata-rata atas ulangan; selisih berpasangan dengan kejadian acak yang sama."),
            lacking,
        ],
        sharey=True,
        gridspec_kw={"width_ratios": [1.5, 1.0]},
    )
    _bars(panels[0, 0], frame, (base, other))
    _differences(panels[0, 1], frame, lacking)
    legend(figure, *panels[0, 0].get_legend_handles_labels())
    return Drawing(
        figure, _said(frame, base, other, lacking), frame.reset_index(drop=True), tr("perolehan")
    )


def fifth_text(quintile: int) -> str:
    """Name a fifth."""
    ends = {1: tr("1 (paling sedikit KK miskin)"), 5: tr("5 (paling banyak KK miskin)")}
    return ends.get(quintile, str(quintile))


def _bars(axes: "Axes", frame: "pd.DataFrame", names: tuple[str, str]) -> None:
    widest = float(frame[["base", "other"]].max().max())
    for y, row in enumerate(frame.to_dict("records")):
        for k, (column, look) in enumerate((("base", BASE), ("other", OTHER))):
            at, label = y + (k - 0.5) * (_BROAD + 0.03), "_" if y else names[k]
            axes.barh(
                at,
                row[column],
                height=_BROAD,
                label=label,
                gid=f"{column}:{row['quintile']}",
                **look,
            )
            axes.text(
                row[column] + 0.012 * widest,
                at,
                number(row[column]),
                va="center",
                size=SMALL,
                color=INK,
            )
    words = [
        f"{fifth_text(row['quintile'])}\n{tr('KK miskin')} {percent(row['poor_share'], 0)}"
        for row in frame.to_dict("records")
    ]
    axes.set_yticks(range(len(frame)), words, fontsize=SMALL + 0.5)
    axes.set_ylim(len(frame) - 0.4, -0.6)
    axes.set_xlim(0, 1.15 * widest or 1.0)
    axes.set_xlabel(tr("rupiah per jiwa"), fontsize=TEXT)
    numbered(axes)


def _differences(axes: "Axes", frame: "pd.DataFrame", lacking: str) -> None:
    panel(axes, frame, "quintile", lambda row: signed(row["difference"], 0))
    interval = "" if lacking else tr(", dengan rentang 95%")
    axes.set_xlabel(
        lines(tr("selisih, {unit}").format(unit=tr("rupiah per jiwa")) + interval, 34),
        fontsize=TEXT,
    )
    numbered(axes)


def _said(frame: "pd.DataFrame", base: str, other: str, lacking: str) -> str:
    clauses = []
    for row in frame.to_dict("records"):
        text = tr("kelompok {name}: Rp {before} menjadi Rp {after} per jiwa, selisih {mean}")
        text += "" if lacking else " " + tr("(rentang 95% {low} sampai {high})")
        both = {"before": number(row["base"]), "after": number(row["other"])}
        clauses.append(text.format(name=fifth_text(row["quintile"]), **both, **around(row, 0)))
    start = tr("Rupiah APBD per jiwa menurut kemiskinan desa, dari {base} ke {other}.").format(
        base=base, other=other
    )
    return f"{start} {'; '.join(clauses)}.{' ' if lacking else ''}{lacking}"
