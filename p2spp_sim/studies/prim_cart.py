"""Two ways to look for a box, a combination of limits in which cases are wanted more often: peeling and splitting.

Peeling is PRIM (Friedman and Fisher 1999) as scenario discovery uses it (Bryant and Lempert 2010; Kwakkel and
Jaxa-Rozen 2016): limits are the midpoints between the last case outside and the first inside, a step is judged by its
gain in density a case given up. Splitting is CART (Breiman and others 1984) with Gini impurity; every node of its tree
is a box.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import lgamma
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from p2spp_sim.base.arrays import Bools, Floats
from p2spp_sim.scenario.levers import LeverValue

Mask = Bools
Limit = tuple[str, Literal["low", "high", "choices"]]
Box = Mapping[
    Limit, Any
]  # a number for low and high, both allowed themselves; a frozenset for choices
PeelStep = tuple[Box, Mask]


@dataclass(frozen=True)
class Cases:
    """What a box is looked for in.

    Parameters
    ----------
    columns : (cases,) by lever: float64 for numbers, bool or str for others.
    wanted : (cases,) which cases are wanted.
    """

    columns: Mapping[str, NDArray[Any]]
    wanted: Mask


@dataclass(frozen=True)
class Search:
    """How a box is looked for; see `boxes.discover`."""

    method: Literal["prim", "cart"]
    alpha: float
    mass_min: float
    coverage: float
    weak: float


def inside(cases: Cases, box: Box, among: Mask) -> Mask:
    """Tell which of some cases lie in a box."""
    mask = among.copy()
    for (key, side), limit in box.items():
        values = cases.columns[key]
        if side == "choices":
            mask &= np.isin(values, sorted(limit))
        else:
            mask &= values >= limit if side == "low" else values <= limit
    return mask


def restricted(box: Box) -> list[str]:
    """Name the levers that a box restricts, in the order it came to them."""
    return list(dict.fromkeys(key for key, _ in box))


def search(cases: Cases, among: Mask, how: Search) -> tuple[list[tuple[str, Box]], int]:
    """Look for one box.

    Parameters
    ----------
    among : (cases,) those not yet in another box.

    Returns
    -------
    The way that was gone, one phase and box a step, and the number of the step that is chosen: of those with the wanted
    coverage the densest, then the one that covers more, then the one with fewer levers. From it every limit whose
    quasi-p value is above `weak` is taken away, the weakest first; that is the last step.
    """
    fewest = max(1, int(np.ceil(how.mass_min * len(among))))
    way = (
        _peeled(cases, among, how.alpha, fewest)
        if how.method == "prim"
        else _split(cases, among, fewest)
    )
    every = int((cases.wanted & among).sum())

    def rank(step: tuple[str, Box]) -> tuple[bool, float, int, int]:
        in_box = inside(cases, step[1], among)
        hits = int((in_box & cases.wanted).sum())
        return (
            hits >= how.coverage * every,
            hits / max(1, int(in_box.sum())),
            hits,
            -len(restricted(step[1])),
        )

    chosen = max(range(len(way)), key=lambda number: rank(way[number]))
    box = dict(way[chosen][1])
    while box and max(worth := quasi_p(cases, box, among)) > how.weak:
        del box[list(box)[worth.index(max(worth))]]
    if box == way[chosen][1]:
        return way, chosen
    return [*way, ("simplify", box)], len(way)


def quasi_p(cases: Cases, box: Box, among: Mask) -> list[float]:
    """Test every limit of a box: how likely as many wanted cases would be by chance if it did nothing.

    One-sided binomial test against the density without the limit (Bryant and Lempert 2010); "quasi" because the limits
    were chosen by the same cases.
    """
    in_box = inside(cases, box, among)
    p_values = []
    for limit in box:
        without = inside(cases, {key: value for key, value in box.items() if key != limit}, among)
        density = float(cases.wanted[without].mean())
        p_values.append(_upper_tail(int(cases.wanted[in_box].sum()), int(in_box.sum()), density))
    return p_values


def _upper_tail(hits: int, n: int, p: float) -> float:
    if p >= 1.0 or hits <= 0:
        return 1.0
    logs = [
        lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) + k * np.log(p) + (n - k) * np.log1p(-p)
        for k in range(hits, n + 1)
    ]
    return min(1.0, float(np.exp(logs).sum()))


def _peeled(cases: Cases, among: Mask, alpha: float, fewest: int) -> list[tuple[str, Box]]:
    """Peel until nothing gains, then paste back what gains."""
    way: list[tuple[str, Box]] = [("peel", {})]
    box: Box = {}
    in_box = among
    while step := _best(cases.wanted, in_box, _peels(cases, box, in_box, alpha), fewest):
        box, in_box = step
        way.append(("peel", box))
    while step := _best(cases.wanted, in_box, _pastes(cases, box, in_box, among, alpha), fewest):
        box, in_box = step
        way.append(("paste", box))
    return way


def _best(wanted: Mask, in_box: Mask, steps: Iterator[PeelStep], fewest: int) -> PeelStep | None:
    """Take the step that gains most density a case given up or taken back; among equals the one with fewer levers."""
    before, density = int(in_box.sum()), float(wanted[in_box].mean())
    best, taken = (0.0, 0), None
    for box, mask in steps:
        after = int(mask.sum())
        if after < fewest or after == before:
            continue
        score = (
            (float(wanted[mask].mean()) - density) / abs(after - before),
            -len(restricted(box)),
        )
        if score[0] > 0 and (taken is None or score > best):
            best, taken = score, (box, mask)
    return taken


def _peels(cases: Cases, box: Box, in_box: Mask, alpha: float) -> Iterator[PeelStep]:
    members = np.flatnonzero(in_box)
    skip = int(alpha * (len(members) - 1))
    for key, column in cases.columns.items():
        values = column[members]
        if column.dtype != np.float64:
            present = box.get((key, "choices"), frozenset(np.unique(column).tolist()))
            for entry in sorted(present) if len(present) > 1 else ():
                yield {**box, (key, "choices"): present - {entry}}, in_box & (column != entry)
            continue
        ordered = np.sort(values)
        first, last = ordered[skip], ordered[-1 - skip]
        if (kept := values[values < last]).size:
            limit = _between(kept.max(), last, column)
            yield {**box, (key, "high"): limit}, in_box & (column < last)
        if (kept := values[values > first]).size:
            limit = _between(kept.min(), first, column)
            yield {**box, (key, "low"): limit}, in_box & (column > first)


def _pastes(cases: Cases, box: Box, in_box: Mask, among: Mask, alpha: float) -> Iterator[PeelStep]:
    many = max(1, int(alpha * in_box.sum()))
    for (key, side), limit in box.items():
        rest = {other: value for other, value in box.items() if other != (key, side)}
        column = cases.columns[key]
        beyond = inside(cases, rest, among) & ~in_box
        if side == "choices":
            for entry in sorted(set(np.unique(column).tolist()) - limit):
                wider = limit | {entry}
                whole = len(wider) == len(np.unique(column))
                yield (
                    (rest if whole else {**box, (key, side): wider}),
                    in_box | (beyond & (column == entry)),
                )
            continue
        outside = np.sort(column[beyond])
        if not len(outside):
            continue
        nearest = outside[::-1] if side == "low" else outside
        edge = nearest[min(many, len(nearest)) - 1]
        taken = beyond & (column >= edge if side == "low" else column <= edge)
        left = nearest[nearest < edge] if side == "low" else nearest[nearest > edge]
        yield (
            ({**box, (key, side): _between(edge, left[0], column)} if len(left) else rest),
            in_box | taken,
        )


def _between(kept: float, lost: float, column: NDArray[Any]) -> float:
    """Put a limit midway between a case inside and one outside; whole numbers take the one inside."""
    return float(kept) if np.array_equal(column, np.rint(column)) else float((kept + lost) / 2)


def _split(cases: Cases, among: Mask, fewest: int) -> list[tuple[str, Box]]:
    """Grow the whole tree and give its nodes, from the root on."""
    way: list[tuple[str, Box]] = []
    waiting: list[PeelStep] = [({}, among)]
    while waiting:
        box, in_box = waiting.pop(0)
        mixed = 0 < cases.wanted[in_box].mean() < 1
        children = _children(cases, box, in_box, fewest) if mixed else ()
        way.append(("node" if children else "leaf", box))
        waiting += children
    return way


def _children(cases: Cases, box: Box, in_box: Mask, fewest: int) -> Sequence[PeelStep]:
    """Split a node where the two parts together are purest; none when a part would be too small.

    Choices are put in the order of their density: for two classes the best of all subsets is then a cut (Breiman and
    others 1984, theorem 4.5).
    """
    best = np.inf
    parts: Sequence[PeelStep] = ()
    members = np.flatnonzero(in_box)
    wanted = cases.wanted[members]
    for key, column in cases.columns.items():
        scale, ranking = (
            (column, []) if column.dtype == np.float64 else _ranked(cases, box, in_box, key)
        )
        order = np.argsort(scale[members], kind="stable")
        ordered, hits = scale[members][order], np.cumsum(wanted[order])
        cuts = np.flatnonzero(ordered[1:] > ordered[:-1]) + 1
        cuts = cuts[(cuts >= fewest) & (cuts <= len(ordered) - fewest)]
        if not len(cuts) or (worths := _impurity(cuts, hits[cuts - 1], wanted)).min() >= best:
            continue
        best, cut = worths.min(), int(cuts[np.argmin(worths)])
        below, above = ordered[cut - 1], ordered[cut]
        here = in_box & (scale <= below)
        if ranking:
            cut = int(below) + 1
            lower: Box = {**box, (key, "choices"): frozenset(ranking[:cut])}
            upper: Box = {**box, (key, "choices"): frozenset(ranking[cut:])}
        else:
            lower = {**box, (key, "high"): _between(below, above, column)}
            upper = {**box, (key, "low"): _between(above, below, column)}
        parts = ((lower, here), (upper, in_box & ~here))
    return parts


def _ranked(cases: Cases, box: Box, in_box: Mask, key: str) -> tuple[Floats, list[LeverValue]]:
    """Put the choices of a node in the order of their density; give the place of every case and the choices."""
    column = cases.columns[key]
    present = sorted(box.get((key, "choices"), np.unique(column).tolist()))
    among = [in_box & (column == entry) for entry in present]
    shares = [float(cases.wanted[mask].mean()) if mask.any() else 0.0 for mask in among]
    ranking = [present[i] for i in np.argsort(shares, kind="stable")]
    places = np.full(len(column), -1.0)
    for place, entry in enumerate(ranking):
        places[column == entry] = place
    return places, ranking


def _impurity(n: NDArray[Any], hits: NDArray[Any], wanted: Mask) -> Floats:
    """Sum Gini impurity times size over a part with `n` cases, `hits` of them wanted, and the rest of the node."""
    others, missed = len(wanted) - n, int(wanted.sum()) - hits
    return np.asarray(
        hits * (n - hits) / np.maximum(n, 1) + missed * (others - missed) / np.maximum(others, 1),
        np.float64,
    )
