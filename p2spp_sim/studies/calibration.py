"""History matching: which values of doubted parameters bring the baseline inside the published bands.

A Latin hypercube over the parameters below is run on the datasets of `evidence`, with as many replicates as stated; the
implausibility of a point is the largest distance of a calibrated fact from the middle of its band, in half-widths (1 is
the edge). The least implausible point is taken. Run `python -m p2spp_sim.studies.calibration` to search again; it
writes `datasets/calibration.toml`.
"""

import sys
from collections.abc import Mapping

import numpy as np

from p2spp_sim.base.arrays import Floats
from p2spp_sim.base.files import data_path, write_atomically
from p2spp_sim.base.renamed import renamed
from p2spp_sim.scenario.levers import lever
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.studies.evidence import DATASETS, facts, observe
from p2spp_sim.world.world import World

SEED = 2010
SAMPLES = 160
REPLICATES_PER_POINT = 4
PARAMETERS: Mapping[str, tuple[float, float]] = {
    "open_share": (0.25, 0.65),
    "agency_items": (0.10, 0.60),
    "agency_bias": (0.05, 0.35),
    "papers_base": (0.35, 0.65),
    "papers_remoteness": (0.0, 0.15),
    "remoteness_cost": (0.0, 0.30),
    "in_rpjm_unfit": (0.40, 0.80),
    "cost_spread": (0.50, 0.90),
    "shock_low": (-0.20, -0.05),
    "delivery_rate": (0.74, 0.84),
    "pokir_match_base": (0.10, 0.35),
}


def points(samples: int = SAMPLES, seed: int = SEED) -> list[dict[str, float]]:
    """Lay out the Latin hypercube: every parameter takes each of `samples` equal slices once."""
    rng = np.random.default_rng(seed)
    columns = {}
    for key, (low, high) in PARAMETERS.items():
        slices = (rng.permutation(samples) + 0.5) / samples
        columns[key] = np.round(low + slices * (high - low), 4)
    return [{key: float(columns[key][i]) for key in PARAMETERS} for i in range(samples)]


@renamed("seeds", "replicates")
def implausibility(point: Mapping[str, float], replicates: int = REPLICATES_PER_POINT) -> float:
    """Give the largest distance of a calibrated fact from the middle of its band, in half-widths."""
    base = Scenario.load("2010").change(**point)
    wanted = {key: fact for key, fact in facts().items() if fact.role == "calibrated"}
    worst = 0.0
    for dataset in DATASETS:
        observed = observe(World.load(dataset), base, wanted, replicates)
        for key, fact in wanted.items():
            middle, half = (fact.low + fact.high) / 2, (fact.high - fact.low) / 2
            worst = max(worst, abs(float(observed[key].mean()) - middle) / half)
    return round(worst, 6)


def search(samples: int = SAMPLES) -> tuple[list[dict[str, float]], Floats]:
    """Measure every point of the hypercube; rising implausibility decides, earlier points first among equals."""
    laid = points(samples)
    return laid, np.array([implausibility(point) for point in laid])


def main() -> None:
    """Search, and write what was searched and what was found."""
    laid, worst = search()
    best = laid[int(np.argmin(worst))]
    kept = worst <= 1.0
    lines = [
        "# Hasil pencarian parameter (history matching); dibuat oleh python -m p2spp_sim.studies.calibration",
        f"seed = {SEED}",
        f"samples = {SAMPLES}",
        f"replicates_per_point = {REPLICATES_PER_POINT}",
        f"implausibility = {worst.min()}",
        f"not_implausible = {int(kept.sum())}",
        f"first = {worst[:8].tolist()}",
        "",
        "[best]",
        *(f"{key} = {value}" for key, value in best.items()),
    ]
    for key, (low, high) in PARAMETERS.items():
        values = [point[key] for point, keep in zip(laid, kept, strict=True) if keep] or [best[key]]
        lines += [
            "",
            f"[ranges.{key}]",
            f"searched = [{low}, {high}]",
            f"kept = [{min(values)}, {max(values)}]",
        ]
        lines += [f'firmness = "{lever(key).firmness}"']
    write_atomically(data_path("datasets", "calibration.toml"), ("\n".join(lines) + "\n").encode())
    sys.stdout.write("\n".join(lines[:10]) + "\n")


if __name__ == "__main__":
    main()
