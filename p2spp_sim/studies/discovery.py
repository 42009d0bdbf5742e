"""Scenario discovery: in which combinations of levers an outcome passes a threshold, as boxes a person can read."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from p2spp_sim.base.arrays import Floats, Ints
from p2spp_sim.base.errors import OutOfBounds
from p2spp_sim.base.formats import figure
from p2spp_sim.base.intervals import FEWEST
from p2spp_sim.base.language import tr
from p2spp_sim.base.numerals import whole_number
from p2spp_sim.results.indicators import outcome_column
from p2spp_sim.studies.design import Design
from p2spp_sim.studies.discovered_boxes import Boxes, DiscoveredBox, PointShare
from p2spp_sim.studies.prim_cart import (
    Box,
    Cases,
    Mask,
    Search,
    inside,
    quasi_p,
    restricted,
    search,
)
from p2spp_sim.studies.sensitivity import experiments

if TYPE_CHECKING:
    import pandas as pd

DRAWS = 4000  # of the bootstrap
HALVINGS = 5  # ways to cut the points in two halves; each half is searched and tried on the other


def discover(
    points: "Design | pd.DataFrame",
    results: "pd.DataFrame | Mapping[str, Floats]",
    outcome: str,
    *,
    above: float | None = None,
    below: float | None = None,
    method: Literal["prim", "cart"] = "prim",
    alpha: float = 0.05,
    mass_min: float = 0.05,
    coverage: float = 0.6,
    weak: float = 0.05,
    most: int = 3,
    seed: int = 0,
) -> Boxes:
    """Find the boxes of levers in which an outcome, averaged over replicates, passes a threshold.

    A box is looked for, the points in it are set aside, and the next one is looked for among the rest, until one is not
    confirmed on points that were not used to find it; a first box is shown with that verdict, later ones are not. Of
    the steps of a search the densest is taken that still covers `coverage` of the wanted points; limits that do little
    (quasi-p above `weak`) are dropped.

    Parameters
    ----------
    points, results : a design and `Sweep.frame()` of it, or the pair that `experiments()` gives.
    above, below : give one of them; the outcome itself must be more, or less.
    method : prim peels little by little from all sides; cart splits, and its nodes are the boxes.
    alpha : share of the points in the box that one peel of a number takes away.
    mass_min : fewest points of a box, as a share of all points.
    coverage : of the wanted points still in no box, what share the box must hold.
    most : how many boxes at most.
    seed : of the bootstrap (Bayesian, over points: Rubin 1981) and of the halves.

    Raises
    ------
    UnknownName : no such outcome.
    OutOfBounds : not one threshold, settings outside 0..1, a missing outcome, or none or all of the points pass.
    """
    seed = whole_number("seed", seed)
    columns, values, numbers = _table(points, results, outcome)
    wanted = _wanted(values, outcome, above, below)
    _check(method, alpha=alpha, mass_min=mass_min, coverage=coverage, weak=weak)
    ranks = [np.unique(column, return_inverse=True)[1] for column in columns.values()]
    order = np.lexsort(
        [wanted, *ranks]
    )  # by what the points are, so that their numbers mean nothing
    cases = Cases({key: column[order] for key, column in columns.items()}, wanted[order])
    how = Search(method, alpha, mass_min, coverage, weak)
    boxes, steps = _one_after_another(cases, how, numbers[order], most, seed)
    share = float(wanted.mean())
    return Boxes(outcome, above, below, method, share, len(wanted), tuple(boxes), steps)


def _one_after_another(
    cases: Cases, how: Search, numbers: Ints, most: int, seed: int
) -> "tuple[list[DiscoveredBox], pd.DataFrame]":
    """Look for boxes, each among the points in none before it; give them and every step of all searches."""
    import pandas as pd

    among: Mask = np.ones(len(numbers), bool)
    boxes: list[DiscoveredBox] = []
    steps: list[dict[str, Any]] = []
    for number in range(1, most + 1):
        if not 0 < cases.wanted[among].sum() < among.sum():
            break
        way, chosen = search(cases, among, how)
        steps += [
            _row(number, step, phase, inside(cases, box, among), cases.wanted, box, step == chosen)
            for step, (phase, box) in enumerate(way)
        ]
        if not (box := way[chosen][1]):
            break
        candidate = _judged(cases, box, among, how, numbers, np.random.default_rng([seed, number]))
        if candidate.confirmed or not boxes:
            boxes.append(candidate)
        if not candidate.confirmed:
            break
        among = among & ~inside(cases, box, among)
    return boxes, pd.DataFrame(steps)


def _table(
    points: "Design | pd.DataFrame", results: Any, outcome: str
) -> tuple[dict[str, NDArray[Any]], Floats, Ints]:
    """Give the levers that vary as arrays, the outcome and the number of every point."""
    import pandas as pd

    numbers = np.arange(len(points))
    if isinstance(points, Design):
        numbers = np.unique(results["point"])
        points, results = experiments(points, results)
    outcome = outcome_column(outcome, results)
    columns: dict[str, NDArray[Any]] = {}
    for key in points.columns:
        column = points[key]
        kind = column.dtype
        if pd.api.types.is_bool_dtype(kind):
            columns[key] = column.to_numpy(bool)
        elif pd.api.types.is_numeric_dtype(kind):
            columns[key] = column.to_numpy(np.float64)
        else:
            columns[key] = column.astype(str).to_numpy(str)
    varying = {key: column for key, column in columns.items() if len(np.unique(column)) > 1}
    return varying, np.asarray(results[outcome], np.float64), numbers


def _wanted(values: Floats, outcome: str, above: float | None, below: float | None) -> Mask:
    if above is not None and below is None:
        wanted: Mask = values > above
    elif below is not None and above is None:
        wanted = values < below
    else:
        raise OutOfBounds([tr("Berikan satu ambang: above atau below.")])
    if missing := int(np.isnan(values).sum()):
        message = tr("{outcome}: {missing} dari {all} titik tidak mempunyai hasil.")
        raise OutOfBounds([message.format(outcome=outcome, missing=missing, all=len(values))])
    if wanted.all() or not wanted.any():
        message = tr(
            "{outcome}: {count} dari {all} titik melewati ambang; hasilnya dari {low} sampai {high}."
        )
        raise OutOfBounds(
            [
                message.format(
                    outcome=outcome,
                    count=int(wanted.sum()),
                    all=len(wanted),
                    low=figure(values.min()) if len(values) else "–",
                    high=figure(values.max()) if len(values) else "–",
                )
            ]
        )
    return wanted


def _check(method: str, **shares: float) -> None:
    faults = [
        tr("{key} = {value}: diharapkan lebih dari 0 dan kurang dari 1.").format(
            key=key, value=value
        )
        for key, value in shares.items()
        if not 0 < value < 1
    ]
    if method not in ("prim", "cart"):
        faults.append(tr("method = {method}: diharapkan prim atau cart.").format(method=method))
    if faults:
        raise OutOfBounds(faults)


def _row(
    number: int, step: int, phase: str, in_box: Mask, wanted: Mask, box: Box, chosen: bool
) -> dict[str, Any]:
    hits, n = int((in_box & wanted).sum()), int(in_box.sum())
    return {
        "box": number,
        "step": step,
        "phase": phase,
        "coverage": hits / int(wanted.sum()),
        "density": hits / n if n else np.nan,
        "mass": n / len(wanted),
        "levers": len(restricted(box)),
        "points": n,
        "wanted": hits,
        "chosen": chosen,
    }


def _judged(
    cases: Cases,
    box: Box,
    among: Mask,
    how: Search,
    numbers: Ints,
    rng: np.random.Generator,
) -> DiscoveredBox:
    in_box = inside(cases, box, among)
    hits, n = int((in_box & cases.wanted).sum()), int(in_box.sum())
    base = float(cases.wanted[among].mean())
    held_out, stability = _tried(cases, among, how, rng)
    return DiscoveredBox(
        limits=box,
        quasi_p=tuple(quasi_p(cases, box, among)),
        points=tuple(sorted(int(number) for number in numbers[in_box])),
        coverage=_share(hits, int(cases.wanted.sum()), rng),
        density=_share(hits, n, rng),
        mass=n / len(in_box),
        base=base,
        held_out=held_out,
        stability=stability,
        confirmed=held_out.low > base,
    )


def _share(hits: float, n: float, rng: np.random.Generator) -> PointShare:
    """Bootstrap a share; half a point on either side keeps a pure box from an interval without width (Jeffreys)."""
    value = hits / n if n else float("nan")
    if n < FEWEST:
        return PointShare(value, np.nan, np.nan)
    low, high = np.quantile(rng.beta(hits + 0.5, n - hits + 0.5, DRAWS), [0.025, 0.975])
    return PointShare(
        value, min(float(low), value) if hits else 0.0, max(float(high), value) if hits < n else 1.0
    )


def _tried(
    cases: Cases, among: Mask, how: Search, rng: np.random.Generator
) -> tuple[PointShare, dict[str, float]]:
    """Search halves of the points and try what is found on the other halves.

    A point may be inside several of the boxes found; its weight is how often (Kish's effective number of points).
    """
    members = np.flatnonzero(among)
    smaller = replace(how, mass_min=how.mass_min / 2)
    times = np.zeros(len(among))
    often: dict[str, int] = {}
    for _ in range(HALVINGS):
        mixed = rng.permutation(members)
        halves = mixed[: len(mixed) // 2], mixed[len(mixed) // 2 :]
        for mine, other in (halves, halves[::-1]):
            searched, tried = np.zeros_like(among), np.zeros_like(among)
            searched[mine], tried[other] = True, True
            if not cases.wanted[searched].any():
                continue
            way, chosen = search(cases, searched, smaller)
            times += inside(cases, way[chosen][1], tried)
            for key in restricted(way[chosen][1]):
                often[key] = often.get(key, 0) + 1
    stability = {key: count / (2 * HALVINGS) for key, count in often.items()}
    if not times.any():
        return PointShare(np.nan, np.nan, np.nan), stability
    n = float(times.sum() ** 2 / (times**2).sum())
    return _share(n * float(times[cases.wanted].sum() / times.sum()), n, rng), stability
