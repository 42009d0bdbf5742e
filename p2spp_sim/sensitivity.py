"""What a sweep says: which levers matter, with intervals, and which policies no other beats."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from p2spp_sim.design import Design, problem
from p2spp_sim.errors import OutOfBounds, UnknownName
from p2spp_sim.text import tr

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
METHODS = ("sobol", "morris", "pawn")


def means(frame: "pd.DataFrame", outcome: str) -> Floats:
    """Average an outcome over replicates, one value a point.

    Raises
    ------
    UnknownName : no such column; names the nearest.
    """
    if outcome not in frame.columns:
        raise UnknownName(tr("Hasil"), outcome, [c for c in frame.columns if c.endswith((".count", ".rupiah"))])
    return frame.groupby("point")[outcome].mean().to_numpy(np.float64)


def sensitivity(design: Design, values: Floats, method: str = "sobol", seed: int = 0) -> "pd.DataFrame":
    """Measure how much of an outcome each lever of a design explains.

    Parameters
    ----------
    design : `sobol` for Sobol indices, `morris` for elementary effects, any other than a grid for PAWN.
    values : (points,) one outcome, in the order of the design (see `means`).
    method : sobol, morris or pawn.

    Returns
    -------
    One row a lever; sobol: first and total order with 95 % half-widths; morris: mu_star with half-width and sigma;
    pawn: median of the distances with the coefficient of variation over slices.

    Raises
    ------
    OutOfBounds : the design does not fit the method, or a point is missing.
    """
    import pandas as pd

    if (
        method not in METHODS
        or (method in ("sobol", "morris") and design.kind != method)
        or np.isnan(design.places).any()
    ):
        message = tr("Rancangan {kind} tidak cocok dengan cara {method}.")
        raise OutOfBounds([message.format(kind=design.kind, method=method)])
    if len(values) != len(design) or not np.isfinite(values).all():
        raise OutOfBounds(
            [tr("{found} dari {wanted} titik mempunyai hasil.").format(found=len(values), wanted=len(design))]
        )
    about = problem(design.levers)
    keys = [lever.key for lever in design.levers]
    if method == "sobol":
        from SALib.analyze import sobol

        found = sobol.analyze(about, values, calc_second_order=False, seed=seed)
        columns = {"first": "S1", "first_half": "S1_conf", "total": "ST", "total_half": "ST_conf"}
    elif method == "morris":
        from SALib.analyze import morris

        found = morris.analyze(about, design.places, values, seed=seed)
        columns = {"mu_star": "mu_star", "mu_star_half": "mu_star_conf", "sigma": "sigma"}
    else:
        from SALib.analyze import pawn

        found = pawn.analyze(about, design.places, values, seed=seed)
        columns = {"median": "median", "variation": "CV"}
    return pd.DataFrame({"lever": keys, **{name: np.asarray(found[key], np.float64) for name, key in columns.items()}})


def experiments(design: Design, frame: "pd.DataFrame") -> "tuple[pd.DataFrame, dict[str, Floats]]":
    """Give the pair that EMA Workbench reads: one row a point, and its outcomes averaged over replicates.

    Choices become categories and yes-or-no stays boolean, as that package wants them; whole numbers become real ones,
    because its PRIM puts limits midway between two of them and pandas 3 refuses a half in a column of whole numbers.
    """
    import pandas as pd

    points = pd.DataFrame([dict(point) for point in design.points])
    for lever in design.levers:
        if lever.choices:
            points[lever.key] = points[lever.key].astype("category")
        elif lever.kind in ("integer", "idr"):
            points[lever.key] = points[lever.key].astype("float64")
    outcomes = [column for column in frame.columns if column.endswith((".count", ".rupiah"))]
    averaged = frame.groupby("point")[outcomes].mean()
    return points.loc[averaged.index].reset_index(drop=True), {
        name: averaged[name].to_numpy(np.float64) for name in outcomes
    }


def pareto(frame: "pd.DataFrame", goals: Mapping[str, int], levers: Sequence[str] = ()) -> "pd.DataFrame":
    """Give the points that no other beats on all goals at once.

    Parameters
    ----------
    frame : from `Sweep.frame()`.
    goals : outcome and direction, 1 for more is better, -1 for less.
    levers : columns to show beside them.

    Returns
    -------
    One row a policy not dominated: point, levers, means and, with two or more replicates, 95 % half-widths.
    """
    import pandas as pd

    table = pd.DataFrame({name: means(frame, name) for name in goals}, index=sorted(frame["point"].unique()))
    better = table.to_numpy(np.float64) * np.array(list(goals.values()), np.float64)
    beaten = np.array([np.any(np.all(better >= row, axis=1) & np.any(better > row, axis=1)) for row in better])
    kept = table[~beaten]
    grouped = frame.groupby("point")
    counts = grouped.size().loc[kept.index].to_numpy(np.float64)
    for name in goals:
        spread = grouped[name].std(ddof=1).loc[kept.index].to_numpy(np.float64)
        kept = kept.assign(**{f"{name} ±": 1.96 * spread / np.sqrt(counts)})
    shown = grouped[list(levers)].first().loc[kept.index] if levers else pd.DataFrame(index=kept.index)
    return shown.join(kept).rename_axis("point").reset_index()
