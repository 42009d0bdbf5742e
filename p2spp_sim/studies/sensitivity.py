"""What a sweep says: which levers matter, with intervals, and which policies no other beats."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from p2spp_sim.base.arrays import Floats
from p2spp_sim.base.errors import OutOfBounds, UnknownName
from p2spp_sim.base.formats import figure
from p2spp_sim.base.intervals import half_width, honest_half
from p2spp_sim.base.language import tr
from p2spp_sim.base.numerals import whole_number
from p2spp_sim.results.indicators import outcome_column
from p2spp_sim.scenario.levers import YARDSTICK
from p2spp_sim.studies.design import PAIRS, Design, places_along, problem

if TYPE_CHECKING:
    import pandas as pd

METHODS = ("sobol", "morris", "pawn")
# of PAWN: slices of the range of a lever, and points in each below which distances are noise
SLICES, LEAST = 10, 20
SMALLEST = 8  # n of a Sobol sample on which convergence begins
YARDSTICKS = 19  # levers made of nothing: the best of 19 is passed by chance in 5 of 100 cases


def means(frame: "pd.DataFrame", outcome: str) -> Floats:
    """Average an outcome over replicates, one value a point; NaN where a replicate of the point has none.

    Parameters
    ----------
    outcome : as everywhere: `accepted`, `P1.rupiah`, `accepted.poorest_fifth`; by count where it does not say.

    Raises
    ------
    UnknownName : no such column; names the nearest.
    """
    column = outcome_column(outcome, frame.columns)
    return _averaged(frame, [column])[column].to_numpy(np.float64)


def _averaged(frame: "pd.DataFrame", outcomes: list[str]) -> "pd.DataFrame":
    groups = frame.groupby("point")[outcomes]
    return groups.mean().where(groups.count().eq(frame.groupby("point").size(), axis=0))


def usual(design: Design) -> str:
    """Name the method that explains a design: that of its kind, else PAWN where it was drawn and is large enough."""
    if design.kind == PAIRS:
        return "sobol"
    if design.kind in METHODS:
        return design.kind
    return "pawn" if len(design) >= SLICES * LEAST and not np.isnan(design.places).any() else ""


def sensitivity(
    design: Design, values: Floats, method: str = "sobol", seed: int = 0
) -> "pd.DataFrame":
    """Measure how much of an outcome each lever of a design explains.

    Parameters
    ----------
    design : `sobol` for Sobol indices, `morris` for elementary effects, any drawn one for PAWN.
    values : (points,) one outcome, in the order of the design (see `means`).
    method : sobol, morris or pawn.

    Returns
    -------
    One row a lever; sobol: first and total order with 95 % half-widths; morris: mu_star with half-width and sigma, in
    units of the outcome for a lever that goes all its way; pawn: median of the distances with the coefficient of
    variation over slices, and one row more, `YARDSTICK`: what the best of 19 levers without any effect reaches.

    Raises
    ------
    OutOfBounds : the design does not fit the method, has too few points, a point is missing, or all are the same.
    """
    import pandas as pd

    seed = whole_number("seed", seed)
    if (
        method not in METHODS
        or (method in ("sobol", "morris") and usual(design) != method)
        or np.isnan(design.places).any()
    ):
        message = tr("Rancangan {kind} tidak cocok dengan cara {method}.")
        raise OutOfBounds([message.format(kind=design.kind, method=method)])
    _enough(design, values, method)
    keys = [lever.key for lever in design.levers]
    if method == "sobol":
        indices = _sobol(design, values, seed)
        columns = {"first": "S1", "first_half": "S1_conf", "total": "ST", "total_half": "ST_conf"}
    elif method == "morris":
        indices = _morris(design, values)
        columns = {name: name for name in indices}
    else:
        keys, indices = [*keys, YARDSTICK], _pawn(design, values, seed)
        columns = {"median": "median", "variation": "CV"}
    return pd.DataFrame(
        {
            "lever": keys,
            **{name: np.asarray(indices[key], np.float64) for name, key in columns.items()},
        }
    )


def _sobol(design: Design, values: Floats, seed: int) -> Mapping[str, Floats]:
    from SALib.analyze import sobol

    indices: Mapping[str, Floats] = sobol.analyze(
        problem(design.levers),
        values,
        calc_second_order=design.kind == PAIRS,
        seed=np.random.SeedSequence(seed),  # a bare 0 would be no seed to it
    )
    return indices


def interactions(design: Design, values: Floats, seed: int = 0) -> "pd.DataFrame":
    """Measure how much of an outcome every pair of levers explains beyond what each of them does.

    Parameters
    ----------
    design : from `Design.sobol(..., second_order=True)`.
    values : (points,) one outcome, in the order of the design (see `means`).

    Returns
    -------
    One row a pair, the strongest first: both levers, second order, and the half-width of its 95 % interval.

    Raises
    ------
    OutOfBounds : a sample that cannot carry such an index: laid out for single levers, of one lever, too small, or with
        a point without an outcome.
    """
    import pandas as pd

    seed = whole_number("seed", seed)
    if design.kind != PAIRS:
        text = tr(
            "Rancangan {kind} tidak memuat titik yang diperlukan indeks sepasang tuas; angkanya akan omong kosong. "
            "Pakai Design.sobol(..., second_order=True), atau p2spp sweep --sobol N --second-order."
        )
        raise OutOfBounds([text.format(kind=design.kind)])
    _enough(design, values, "sobol")
    indices, keys = _sobol(design, values, seed), [lever.key for lever in design.levers]
    rows = [
        (keys[a], keys[b], float(indices["S2"][a, b]), float(indices["S2_conf"][a, b]))
        for a in range(len(keys))
        for b in range(a + 1, len(keys))
    ]
    table = pd.DataFrame(rows, columns=["lever", "other", "second", "second_half"])
    too_few = len(design) // design.step < SMALLEST  # whose intervals say nothing
    if too_few or not len(table) or (table["second_half"] >= 1).all():
        text = tr(
            "Sampel {points} titik tidak dapat memikul indeks sepasang tuas: n di bawah {least}, atau selang setiap "
            "pasangan lebih lebar daripada seluruh keragaman. Gandakan n (grow=True)."
        )
        raise OutOfBounds([text.format(points=len(design), least=SMALLEST)])
    return table.sort_values("second", ascending=False, kind="stable", ignore_index=True)


def convergence(design: Design, values: Floats, seed: int = 0) -> "pd.DataFrame":
    """Measure Sobol indices on ever larger parts of a sample, each twice as large, to see if they have settled.

    Parameters
    ----------
    design, values : as for `sensitivity`, of a Sobol design.

    Returns
    -------
    One row a size and lever: n, points, lever, first and total order with half-widths, and how far the total order
    moved since half as many points (NaN at the smallest size).

    Raises
    ------
    OutOfBounds : as `sensitivity`, or a sample that has no half worth measuring.
    """
    import pandas as pd

    if usual(design) != "sobol":
        message = tr("Rancangan {kind} tidak cocok dengan cara {method}.")
        raise OutOfBounds([message.format(kind=design.kind, method="sobol")])
    _enough(design, values, "sobol")
    n = len(design) // design.step
    if n < 2 * SMALLEST:
        text = tr("n = {n}: diharapkan paling sedikit {least}, agar ada separuh yang dapat diukur.")
        raise OutOfBounds([text.format(n=n, least=2 * SMALLEST)])
    tables = []
    size = SMALLEST
    while size <= n:
        part = design.first(size * design.step)
        if np.ptp(some := values[: len(part)]) > 0:
            tables.append(sensitivity(part, some, "sobol", seed).assign(n=size, points=len(part)))
        size *= 2
    table = pd.concat(tables, ignore_index=True)
    table["moved"] = table.groupby("lever", sort=False)["total"].diff().abs()
    return table[["n", "points", *[c for c in table if c not in ("n", "points")]]]


def _enough(design: Design, values: Floats, method: str) -> None:
    measured = int(np.isfinite(values).sum())
    if len(values) != len(design) or measured != len(design):
        message = tr("{found} dari {wanted} titik mempunyai hasil.")
        raise OutOfBounds([message.format(found=measured, wanted=len(design))])
    if method == "pawn" and len(design) < SLICES * LEAST:
        message = tr(
            "PAWN dari {found} titik hanya derau: diharapkan paling sedikit {least} titik."
        )
        raise OutOfBounds([message.format(found=len(design), least=SLICES * LEAST)])
    if np.ptp(values) == 0:
        message = tr(
            "Hasil ini sama di semua titik ({value}): tidak ada yang dapat dijelaskan oleh tuas."
        )
        raise OutOfBounds([message.format(value=figure(float(values[0])))])


def _morris(design: Design, values: Floats) -> Mapping[str, Floats]:
    """Measure elementary effects by the steps that levers really took.

    SALib divides by one step for all levers, but a yes-or-no can only go all the way.
    Source: Morris (1991), with the absolute values of Campolongo, Cariboni and Saltelli (2007).
    """
    shape = (-1, len(design.levers) + 1)
    places = places_along(design.levers, design.points)
    steps = np.diff(places.reshape(*shape, len(design.levers)), axis=1)
    moved = np.diff(values.reshape(shape), axis=1)[:, :, None]
    effects = np.divide(moved, steps, out=np.zeros_like(steps), where=steps != 0).sum(
        axis=1
    )  # one lever a step
    sizes = np.abs(effects)
    return {
        "mu_star": sizes.mean(axis=0),
        "mu_star_half": half_width(sizes),
        "sigma": effects.std(axis=0, ddof=1),
    }


def _pawn(design: Design, values: Floats, seed: int) -> Mapping[str, Floats]:
    from SALib.analyze import pawn

    nothing = np.random.default_rng(seed).random((len(design), YARDSTICKS))
    names = [str(number) for number in range(len(design.levers) + YARDSTICKS)]
    about = {"num_vars": len(names), "names": names}
    indices = pawn.analyze(about, np.hstack([design.places, nothing]), values, S=SLICES)
    real = len(design.levers)
    best = real + int(np.argmax(indices["median"][real:]))
    return {name: np.append(indices[name][:real], indices[name][best]) for name in ("median", "CV")}


def experiments(design: Design, frame: "pd.DataFrame") -> "tuple[pd.DataFrame, dict[str, Floats]]":
    """Give the pair that EMA Workbench reads: one row a point, and its outcomes averaged over replicates (see `means`).

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
    averaged = _averaged(frame, outcomes)
    return points.loc[averaged.index].reset_index(drop=True), {
        name: averaged[name].to_numpy(np.float64) for name in outcomes
    }


def pareto(
    frame: "pd.DataFrame", goals: Mapping[str, int], levers: Sequence[str] = ()
) -> "pd.DataFrame":
    """Give the points that no other beats on all goals at once.

    Parameters
    ----------
    frame : from `Sweep.frame()`.
    goals : outcome and direction, 1 for more is better, -1 for less.
    levers : columns to show beside them.

    Returns
    -------
    One row a policy not dominated: point, levers, means and half-widths of their 95 % intervals (NaN below `FEWEST`
    replicates). Means are compared: policies whose intervals overlap may well change places with other draws.

    Raises
    ------
    UnknownName : no such outcome or lever; names the nearest.
    OutOfBounds : no goal, another direction, or points without an outcome; says how many.
    """
    import pandas as pd

    if not goals or any(direction not in (1, -1) for direction in goals.values()):
        message = tr(
            "Tujuan {goals}: diharapkan paling sedikit satu hasil dengan arah 1 (lebih baik bila lebih) atau -1."
        )
        raise OutOfBounds([message.format(goals=dict(goals))])
    for key in levers:
        if key not in frame.columns:
            raise UnknownName(tr("Kolom"), key, frame.columns)
    table = pd.DataFrame(
        {name: means(frame, name) for name in goals}, index=sorted(frame["point"].unique())
    )
    if lacking := {
        name: int(table[name].isna().sum()) for name in goals if table[name].isna().any()
    }:
        message = tr("{outcome}: {missing} dari {all} titik tidak mempunyai hasil.")
        raise OutOfBounds(
            [message.format(outcome=g, missing=n, all=len(table)) for g, n in lacking.items()]
        )
    better = table.to_numpy(np.float64) * np.array(list(goals.values()), np.float64)
    beaten = np.array(
        [np.any(np.all(better >= row, axis=1) & np.any(better > row, axis=1)) for row in better]
    )
    kept, grouped = table[~beaten], frame.groupby("point")
    for name in goals:
        column = outcome_column(name, frame.columns)
        halves = [
            float(honest_half(grouped.get_group(point)[column].to_numpy(np.float64)))
            for point in kept.index
        ]
        kept = kept.assign(**{f"{name} ±": halves})
    shown = (
        grouped[list(levers)].first().loc[kept.index] if levers else pd.DataFrame(index=kept.index)
    )
    return shown.join(kept).rename_axis("point").reset_index()
