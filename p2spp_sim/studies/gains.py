"""Who gained: proposals whose fate changed; rupiah of the APBD by village, by fifths of poverty, as a Lorenz curve."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from p2spp_sim.base.arrays import Floats, Ints
from p2spp_sim.base.errors import UnknownName
from p2spp_sim.base.intervals import honest_half
from p2spp_sim.base.language import tr
from p2spp_sim.results.conditions import Conditions
from p2spp_sim.results.definitions import Counted
from p2spp_sim.results.indicators import gini, poorest
from p2spp_sim.results.record import RunRecord
from p2spp_sim.results.run import Run
from p2spp_sim.world.world import World

if TYPE_CHECKING:
    import pandas as pd

_APBD = Counted(("taken:apbd",), "apbd")
STEPS = 20  # of the Lorenz curve


def received(run: RunRecord) -> Ints:
    """Give the rupiah that the APBD grants to every village of each run, (runs, villages) int64.

    (runs, 0) where a regime has no APBD.
    """
    blocks = [Conditions(run, part) for part in run.parts]
    try:
        parts = [block.by_run(block.by_village(_APBD)[1]) for block in blocks]
    except UnknownName:
        return np.zeros((run.draws.runs, 0), np.int64)
    return np.concatenate(parts, axis=1).astype(np.int64)


def by_fifth(world: World, base: Ints, other: Ints) -> "pd.DataFrame":
    """Compare the rupiah per head of two scenarios in every fifth.

    Parameters
    ----------
    base, other : (replicates, villages) rupiah on the same draws.

    Returns
    -------
    One row a fifth that has villages: quintile, villages, population, poor_share (of its households), base and other
    (rupiah per head), paired difference with its 95 % interval (NaN below `intervals.FEWEST` replicates), replicates.
    """
    import pandas as pd

    of, villages = world.fifth_of, world.villages
    rows = []
    for quintile in range(1, 6):
        here = of == quintile
        if not here.any():
            continue
        people, homes = (
            villages[name][here].astype(np.float64) for name in ("population", "households")
        )
        before, after = (idr[:, here].sum(axis=1) / people.sum() for idr in (base, other))
        mean, half = float((after - before).mean()), float(honest_half(after - before))
        poor = float((villages["poor_share"][here] * homes).sum() / homes.sum())
        about = (
            quintile,
            int(here.sum()),
            int(people.sum()),
            poor,
            float(before.mean()),
            float(after.mean()),
        )
        rows.append((*about, mean, mean - half, mean + half, len(base)))
    columns = [
        "quintile",
        "villages",
        "population",
        "poor_share",
        "base",
        "other",
        "difference",
        "low",
        "high",
    ]
    return pd.DataFrame(rows, columns=[*columns, "replicates"])


def ginis(world: World, idr: Ints) -> Floats:
    """Give the Gini of rupiah per head between villages in every replicate, (replicates,)."""
    people = world.villages["population"].astype(np.float64)
    return np.array([gini(village_idr / people, people) for village_idr in idr], np.float64)


def curve(world: World, idr: Ints, steps: int = STEPS) -> tuple[Floats, Floats]:
    """Give the Lorenz curve of rupiah per head, averaged over replicates.

    Parameters
    ----------
    idr : (replicates, villages) rupiah.

    Returns
    -------
    (steps + 1,) share of the people, from the villages with least per head on, and the share of rupiah they get.
    Replicates in which nobody gets anything have no curve and are left out.
    """
    people = world.villages["population"].astype(np.float64)
    at = np.linspace(0.0, 1.0, steps + 1)
    curves = []
    for village_idr in idr[idr.sum(axis=1) > 0].astype(np.float64):
        order = np.argsort(village_idr / people, kind="stable")
        bottom, owned = (
            np.concatenate([[0.0], np.cumsum(x[order]) / x.sum()]) for x in (people, village_idr)
        )
        curves.append(np.interp(at, bottom, owned))
    return at, np.mean(curves, axis=0) if curves else np.full(steps + 1, np.nan)


def lorenz(world: World, received: Mapping[str, Ints]) -> "pd.DataFrame":
    """Give the Lorenz curves of some scenarios, by name, and their Gini (see `Comparison.lorenz`)."""
    import pandas as pd

    frames = []
    for name, idr in received.items():
        people, rupiah = curve(world, idr)
        by_replicate = ginis(world, idr)
        mean, half = float(by_replicate.mean()), float(honest_half(by_replicate))
        table = pd.DataFrame({"scenario": name, "people": people, "rupiah": rupiah})
        ends = {"gini": mean, "gini_low": mean - half, "gini_high": mean + half}
        frames.append(table.assign(**ends, replicates=len(idr)))
    return pd.concat(frames, ignore_index=True)


def fates(world: World, base: Run, other: Run) -> "pd.DataFrame":
    """Give the proposals whose fate differs between two runs on the same draws (see `Comparison.changed`)."""
    columns = [
        "id",
        "village",
        "village_code",
        "what",
        "stage_label",
        "reason_text",
        "built",
        "approved_idr",
    ]
    ends = [run.frame()[columns].set_index("id") for run in (base, other)]
    both = ends[0].add_suffix("_base").join(ends[1].add_suffix("_other"), how="outer")
    for side in ("base", "other"):
        both[f"approved_idr_{side}"] = both[f"approved_idr_{side}"].fillna(0).astype("int64")
        both[f"stage_label_{side}"] = both[f"stage_label_{side}"].fillna(tr("tidak disuarakan"))
    differs = (both["stage_label_base"] != both["stage_label_other"]) | (
        both["approved_idr_base"] != both["approved_idr_other"]
    )
    both = both[differs].copy()
    for column in ("village", "village_code", "what"):
        both[column] = both[f"{column}_base"].fillna(both[f"{column}_other"])
    both["gained_idr"] = both["approved_idr_other"] - both["approved_idr_base"]
    poor = dict(zip(world.villages["code"].tolist(), poorest(world).tolist(), strict=True))
    far = dict(
        zip(world.villages["code"].tolist(), world.villages["remoteness"].tolist(), strict=True)
    )
    both["poorest_village"] = both["village_code"].map(poor)
    both["remoteness"] = both["village_code"].map(far)
    kept = [
        "village",
        "what",
        "stage_label_base",
        "reason_text_base",
        "stage_label_other",
        "reason_text_other",
    ]
    return both[[*kept, "gained_idr", "poorest_village", "remoteness"]].reset_index()
