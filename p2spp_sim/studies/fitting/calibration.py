"""Proof of the fit: whether its intervals hold what made the ledgers, and whether it foretells a year not seen.

Simulation-based calibration (Talts et al. 2018, arXiv:1804.06788): parameters are drawn within their declared bounds, a
year of the simulator makes a ledger of them, the ledger is fitted, and it is counted how often the stated 90 % interval
holds what was drawn. `python -m p2spp_sim.studies.fitting.calibration` prints both tables.
"""

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from p2spp_sim.base.arrays import Bools, Floats
from p2spp_sim.base.intervals import half_width
from p2spp_sim.model.loading import load_rules
from p2spp_sim.model.proposals import CHANNELS
from p2spp_sim.model.rulebook import Reason
from p2spp_sim.results.run import Run
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.studies.fitting.estimation import FORUM, fit
from p2spp_sim.studies.fitting.fit import Fit
from p2spp_sim.studies.fitting.gate_parameters import RATE_OF
from p2spp_sim.studies.fitting.gate_rates import SPREAD, GateCounts, gate_draws
from p2spp_sim.studies.fitting.ledger import ACCEPTED, ledger_of
from p2spp_sim.world.world import World
from p2spp_sim.year import run_year
from p2spp_sim.years import run_years

if TYPE_CHECKING:
    import pandas as pd

_YEARS_OF_TRUTH = 16  # replicates over which the expected share funded is taken
_LEAST = 0.5  # of the rates of gates that differ by agency or by kind


class CheckedInterval(NamedTuple):
    """One interval and what it should hold."""

    what: str
    holds: bool
    place: float
    width: float


def drawn_keys(base: Scenario) -> list[str]:
    """Name the parameters that a ledger may inform: of the forum's gates and score, and the money that is open."""
    book = load_rules(base.rules)
    spec = book.forum[book.index(FORUM)]
    keys = [RATE_OF[gate.test] for gate in spec.gates if gate.test in RATE_OF]
    keys += [each.weight for each in spec.criteria if isinstance(each.weight, str)]
    keys += [spec.noise.weight] if spec.noise and isinstance(spec.noise.weight, str) else []
    return list(dict.fromkeys([*keys, "open_share"]))


def _scenario(base: Scenario, rng: np.random.Generator) -> Scenario:
    levers = base.levers(*drawn_keys(base))
    values = {each.key: float(rng.uniform(each.low or 0.0, each.high or 1.0)) for each in levers}
    return base.change(**values)


def _without_reasons(ledger: "pd.DataFrame", missing: float, rng: np.random.Generator) -> None:
    ledger.loc[rng.random(len(ledger)) < missing, "reason"] = ""


def _checked(what: str, truth: float, low: float, high: float) -> CheckedInterval:
    return CheckedInterval(
        what, low <= truth <= high, (truth - low) / max(high - low, 1e-12), high - low
    )


def of_ledger(
    world: World, base: Scenario, seed: int, missing: float = 0.0
) -> Iterator[CheckedInterval]:
    """Make one ledger with drawn parameters, fit it, and hold every interval against what made it.

    Parameters
    ----------
    seed : of the parameters, the year, the missing reasons and the fit.
    missing : part of the reasons that are struck out.
    """
    rng = np.random.default_rng([seed, 7])
    scenario = _scenario(base, rng)
    run = run_year(world, scenario, seed)
    ledger = ledger_of(run)
    _without_reasons(ledger, missing, rng)
    fitted = fit(world, ledger, base, seed=seed)
    years = [run_year(world, scenario, seed, replicate=n) for n in range(1, _YEARS_OF_TRUTH + 1)]
    shares = _funded([run, *years])
    ceilings = _ceilings(run)
    for row in fitted.estimates:
        if row.what == "parameter" and not row.note:
            yield _checked(row.key, scenario.value(row.key), row.low, row.high)
        elif row.what == "ceiling" and np.isfinite(row.high):
            yield _checked("ceiling", ceilings[row.group], row.low, row.high)
        elif row.what in ("funding_channel", "funding_agency") and row.key == "funding":
            name = row.channel or row.group
            if name in shares:
                yield _checked(row.what, shares[name], row.low, row.high)
    yield from _of_gates(world, base, run, missing, rng)


def _ceilings(run: Run) -> dict[str, float]:
    [(part, step)] = run.steps(FORUM)
    names = part.world.skpd["name"].tolist()
    ceilings = step.ceilings[-1]
    return (
        {} if ceilings is None else dict(zip(names, ceilings.astype(float).tolist(), strict=True))
    )


def _funded(years: list[Run]) -> dict[str, float]:
    """Give the share funded of what passed the gates, by channel and by agency, over many years."""
    won: dict[str, float] = {}
    stood: dict[str, float] = {}
    for run in years:
        [(part, step)] = run.steps(FORUM)
        passed = (step.pot >= 0) | (step.reason == Reason.CEILING)
        names = part.world.skpd["name"][part.docket.proposals.skpd[step.rows]]
        origin = part.docket.proposals.origin[step.rows]
        for key, mine in [
            *((name, np.isin(origin, numbers)) for name, numbers in CHANNELS.items()),
            *((str(name), names == name) for name in part.world.skpd["name"]),
        ]:
            won[key] = won.get(key, 0) + float((mine & (step.pot >= 0)).sum())
            stood[key] = stood.get(key, 0) + float((mine & passed).sum())
    return {key: won[key] / count for key, count in stood.items() if count}


def _of_gates(
    world: World, base: Scenario, run: Run, missing: float, rng: np.random.Generator
) -> Iterator[CheckedInterval]:
    """Let gates of the same list differ by agency, then by kind, with known rates, and hold those of each."""
    book = load_rules(base.rules)
    gates = sum(gate.reason != Reason.CEILING.key for gate in book.forum[book.index(FORUM)].gates)
    ledger = ledger_of(run)
    ledger = ledger[ledger["channel"] == "musrenbang"]
    for by, what in (("skpd", "gate_agency"), ("kind", "gate_kind")):
        names, group = np.unique(ledger[by].to_numpy().astype(str), return_inverse=True)
        mean = rng.uniform(_LEAST, 1.0, (gates, 1))
        spread = np.exp(rng.uniform(np.log(SPREAD[0]), np.log(SPREAD[1]), (gates, 1)))
        shape = (gates, len(names))
        rates = rng.beta(*(np.broadcast_to(m * spread, shape) for m in (mean, 1 - mean)))
        passes = rng.random((gates, len(ledger))) < rates[:, group]
        fate = np.where(passes.all(axis=0), gates, (~passes).argmax(axis=0))
        won = rng.random(len(ledger)) < rng.uniform(0.4, 0.9)
        fate[(fate == gates) & won] = gates + 1
        fate[(fate <= gates) & (rng.random(len(ledger)) < missing)] = gates + 2
        drawn = gate_draws(GateCounts.of(fate, group, len(names), gates), 500, rng)
        low, high = np.quantile(drawn.rates, [0.05, 0.95], axis=0)
        for row in zip(rates.ravel(), low.ravel(), high.ravel(), strict=True):
            yield _checked(what, *(float(value) for value in row))


def table(intervals: list[CheckedInterval]) -> "pd.DataFrame":
    """Count how often intervals hold the truth.

    Returns
    -------
    One row a kind of estimate: intervals, part that holds, twice its standard error, mean width, and the mean place of
    the truth in the interval (0 at its low end, 1 at its high end, 0.5 if nothing pulls).
    """
    import pandas as pd

    frame = pd.DataFrame(intervals)
    grouped = frame.groupby("what", sort=False)
    rows = grouped.agg(n=("holds", "size"), holds=("holds", "mean"), width=("width", "mean"))
    rows["place"] = grouped["place"].median()
    rows["twice_error"] = 2 * np.sqrt(rows["holds"] * (1 - rows["holds"]) / rows["n"])
    return rows.reset_index()


def held_out(world: World, base: Scenario, seed: int) -> dict[str, tuple[float, float, float]]:
    """Fit the first of two simulated years of a district, foretell the second, and score it beside null models.

    Returns
    -------
    For the fit and each null model: Brier score, log score (both smaller is better), and hits: the part of those
    accepted that are among as many rows of the highest chance. The nulls know the first year too: `lottery` gives every
    row its share accepted, `last_year` the share of its channel and agency, `biggest` that of its fifth by rupiah.
    """
    rng = np.random.default_rng([seed, 11])
    scenario = _scenario(base, rng)
    first, second = (ledger_of(run) for run in run_years(world, scenario, 2, seed).runs)
    fitted: Fit = fit(world, first, base, seed=seed)
    truth = (second["status"] == ACCEPTED).to_numpy()
    before = (first["status"] == ACCEPTED).to_numpy().astype(np.float64)
    share = float((before.sum() + 0.5) / (len(before) + 1))
    chances = {
        "fit": fitted.predict(second),
        "lottery": np.full(len(second), share),
        "last_year": _last_rate(first, second, before, share, ["channel", "skpd"]),
        "biggest": _biggest(first, second, before, share),
    }
    jitter = rng.random(len(second)) * 1e-9  # equal chances fall by lot
    return {name: _scores(chance, truth, jitter) for name, chance in chances.items()}


def _last_rate(
    first: "pd.DataFrame", second: "pd.DataFrame", before: Floats, share: float, by: list[str]
) -> Floats:
    frame = first[by].assign(won=before)
    rates = frame.groupby(by)["won"].agg(lambda won: (won.sum() + 2 * share) / (len(won) + 2))
    known = [
        rates.get(key if len(by) > 1 else key[0], share)
        for key in zip(*(second[b] for b in by), strict=True)
    ]
    return np.clip(np.array(known, np.float64), 0.001, 0.999)


def _biggest(first: "pd.DataFrame", second: "pd.DataFrame", before: Floats, share: float) -> Floats:
    fifth = [_fifth(ledger["cost_idr"].to_numpy()) for ledger in (first, second)]
    rates = _last_rate(
        first.assign(fifth=fifth[0]), second.assign(fifth=fifth[1]), before, share, ["fifth"]
    )
    order = second["cost_idr"].rank().to_numpy() / len(second)
    return rates + 1e-6 * order


def _fifth(cost: Floats) -> Floats:
    return np.floor(5 * np.argsort(np.argsort(cost)) / len(cost))


def _scores(chance: Floats, truth: Bools, jitter: Floats) -> tuple[float, float, float]:
    inside = np.clip(chance, 0.001, 0.999)
    log = -np.where(truth, np.log(inside), np.log(1 - inside)).mean()
    top = np.argsort(-(chance + jitter))[: int(truth.sum())]
    hits = float(truth[top].mean()) if truth.any() else float("nan")
    return float(((chance - truth) ** 2).mean()), float(log), hits


def held_out_table(scores: list[dict[str, tuple[float, float, float]]]) -> "pd.DataFrame":
    """Set the fit beside null models.

    Returns
    -------
    One row a model: mean Brier score, log score and hits, and by how much the fit is better (above 0: better), each
    with the half-width of its 95 % interval over districts.
    """
    import pandas as pd

    rows = []
    for name in scores[0]:
        values = np.array([score[name] for score in scores])
        fitted = np.array([score["fit"] for score in scores])
        gain = (values - fitted) * (1, 1, -1)
        row: dict[str, object] = {"model": name}
        for at, measure in enumerate(("brier", "log", "hits")):
            good = ~np.isnan(gain[:, at])
            row[measure] = values[good, at].mean()
            row[f"{measure}_gain"] = gain[good, at].mean()
            row[f"{measure}_half"] = float(half_width(gain[good, at]))
        rows.append(row)
    return pd.DataFrame(rows)


def main() -> None:
    """Print both tables."""
    import pandas as pd
    from tqdm.auto import tqdm

    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--ledgers", type=int, default=200)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--missing", type=float, nargs="*", default=[0.0, 0.3])
    parser.add_argument("--held-out", type=int, default=60)
    parser.add_argument("--data", default="wanasari")
    parser.add_argument("--scenario", default="2010")
    chosen = parser.parse_args()
    pd.set_option("display.width", 160, "display.max_columns", 20)
    world, base = World.load(chosen.data), Scenario.load(chosen.scenario)
    seeds = range(chosen.first, chosen.first + chosen.ledgers)
    for missing in chosen.missing:
        intervals = [
            each for seed in tqdm(seeds) for each in of_ledger(world, base, seed, missing=missing)
        ]
        print(f"\nreasons missing: {missing:.0%}; {len(seeds)} ledgers")
        print(table(intervals).round(3).to_string(index=False))
    if chosen.held_out:
        scores = [held_out(world, base, seed) for seed in tqdm(range(chosen.held_out))]
        print(f"\nheld-out year, {chosen.held_out} districts")
        print(held_out_table(scores).round(4).to_string(index=False))


if __name__ == "__main__":
    main()
