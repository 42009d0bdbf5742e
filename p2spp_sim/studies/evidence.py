"""Published facts beside what the baseline and null models give: band, role, value with interval, verdict."""

from collections.abc import Callable, Iterable
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

import msgspec
import numpy as np

from p2spp_sim.base.arrays import Floats
from p2spp_sim.base.files import read_data
from p2spp_sim.base.intervals import half_width
from p2spp_sim.base.language import Labels, pick, tr
from p2spp_sim.base.renamed import renamed
from p2spp_sim.model.activities import activities
from p2spp_sim.model.gates import is_late
from p2spp_sim.model.loading import load_rules
from p2spp_sim.model.rulebook import RuleBook
from p2spp_sim.results import indicators
from p2spp_sim.results.conditions import Conditions
from p2spp_sim.results.indicators import definitions, poorest
from p2spp_sim.results.run import Run
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.studies.null_models import NULL_MODELS, null_model
from p2spp_sim.world.world import World
from p2spp_sim.year import run_year

if TYPE_CHECKING:
    import pandas as pd

DATASETS = ("wanasari", "sumedang")
REPLICATES = 40


class Fact(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One published fact: band, the band that must not be left (`outer`), role, firmness, source, measure.

    `rules` : the rule book of its time, where it is not that of the baseline.
    """

    label: dict[str, str]
    measure: str
    low: float
    high: float
    role: Literal["calibrated", "input", "consistency"]
    firmness: Literal["firm", "moderate", "indicative"]
    source: str
    outer: tuple[float, float] | None = None
    rules: str = ""


@cache
def facts() -> dict[str, Fact]:
    """Read the published facts."""
    return read_data(dict[str, Fact], "datasets", "evidence.toml")


class Observed:
    """One replicate of the baseline and, when a fact needs it, of a scenario beside it on the same draws.

    With a `book` its forums decide in place of those of the scenario's rule book.
    """

    def __init__(
        self, world: World, base: Scenario, seed: int, book: RuleBook | None = None
    ) -> None:
        self.world, self.base, self.seed, self.book = world, base, seed, book
        self.run = run_year(world, base, seed, book=book)
        self.blocks = [Conditions(self.run, part) for part in self.run.parts]
        self._beside: dict[tuple[tuple[str, object], ...], Run] = {}

    def beside(self, **levers: object) -> Run:
        """Run the same draws with other levers."""
        key = tuple(sorted(levers.items()))
        if key not in self._beside:
            changed = self.base.change(**levers)  # type: ignore[arg-type]
            self._beside[key] = run_year(self.world, changed, self.seed, book=self.book)
        return self._beside[key]

    def indicator(self, key: str, column: str = "count", run: Run | None = None) -> float:
        """Give one indicator."""
        measured = indicators.chosen(run or self.run, [key])[key]
        return measured[indicators.MEASURES.index(column)]

    def ceiling(self, pot: str, run: Run | None = None) -> float:
        """Give the ceiling of a pot, rupiah."""
        run = run or self.run
        return float(
            sum(
                limit.sum()
                for part in run.parts
                for step in part.steps
                for spec, limit in zip(run.rules.forum[step.forum].pots, step.ceilings, strict=True)
                if spec.key == pot and limit is not None
            )
        )

    def count(self, *where: str) -> int:
        """Count the proposals that meet all conditions."""
        return sum(int(block.all_of(where).sum()) for block in self.blocks)


def _budget(o: Observed, *columns: str) -> int:
    return sum(
        int(o.world.budget[c].sum())
        for c in columns or ("personnel_idr", "goods_idr", "capital_idr", "other_idr")
    )


def _budget_share(*columns: str) -> Callable[[Observed], float]:
    return lambda o: _budget(o, *columns) / _budget(o)


def _pokir_apbd(o: Observed) -> float:
    return o.ceiling("ppas_pokir") / _budget(o)


def _poorest_share(o: Observed) -> float:
    poor = poorest(o.world)
    people = o.world.villages["population"]
    accepted = definitions()["accepted"].numerator
    idr = np.concatenate([block.by_village(accepted)[1] for block in o.blocks])
    return float(idr[poor].sum() / idr.sum() / (people[poor].sum() / people.sum()))


def _late_ratio(o: Observed) -> float:
    """Give acceptance after leaving the village, poorest over others."""
    return o.indicator("fair_kecamatan") * o.indicator("fair_budget")


def _plebiscite_mix(o: Observed) -> float:
    """Half the sum of changes in the shares of agencies among what villages choose."""
    shares = []
    for run in (o.run, o.beside(plebiscite=True)):
        rows = [(part, step.rows[step.pot >= 0]) for part, step in run.steps("musrenbang_desa")]
        kinds = np.concatenate([part.docket.proposals.activity[r] for part, r in rows])
        count = np.bincount(kinds[kinds >= 0], minlength=len(activities()["key"]))
        shares.append(count / count.sum())
    return float(np.abs(shares[0] - shares[1]).sum() / 2)


def _plebiscite_gain(o: Observed) -> float:
    gain = o.indicator("satisfaction", run=o.beside(plebiscite=True)) - o.indicator("satisfaction")
    return gain - _plebiscite_mix(o)


def _pnpm_alone(o: Observed) -> float:
    better = o.beside(facilitators_per_kecamatan=6)
    return o.indicator("accepted", run=better) - o.indicator("accepted")


def _elite(o: Observed) -> float:
    entered, kept = ("origin:musrenbang", "entered:musrenbang_kecamatan"), "priority"
    elite = o.count(*entered, kept, "elite") / max(1, o.count(*entered, "elite"))
    others = o.count(*entered, kept) - o.count(*entered, kept, "elite")
    return elite - others / max(1, o.count(*entered) - o.count(*entered, "elite"))


def _election(o: Observed) -> float:
    return o.ceiling("ppas_pokir", o.beside(election_year=True)) / o.ceiling("ppas_pokir")


def _months(o: Observed) -> float:
    months = {spec.key: spec.month for spec in o.run.rules.forum}
    return float(months["pelaksanaan"] - months["musrenbang_desa"])


def _delivered(o: Observed) -> float:
    return o.count("taken:apbd", "built") / o.count("taken:apbd")


def _pokir_spread(o: Observed) -> float:
    """Give the difference between the largest and the smallest share of an agency's pokir that is found feasible."""
    shares = []
    for block in o.blocks:
        proposals = block.part.docket.proposals
        agency = block.part.world.group_of("skpd", proposals.village, proposals.skpd)
        asked = np.bincount(agency[block.mask("entered:reses")])
        feasible = np.bincount(agency[block.mask("taken:reses")], minlength=len(asked))
        shares += (feasible[asked > 0] / asked[asked > 0]).tolist()
    return max(shares) - min(shares)


def _late_loss(o: Observed) -> float:
    return _passed(o, "kua_ppas", "apbd") - _passed(o, "musrenbang_kabupaten", "kua_ppas")


def _passed(o: Observed, paper: str, following: str) -> float:
    return o.count(f"taken:{paper}", f"taken:{following}") / max(1, o.count(f"taken:{paper}"))


def _on_time(o: Observed) -> float:
    return float(1 - np.mean(is_late(o.run.draws, o.world, o.base)))


def _ratio(above: tuple[str, ...], below: tuple[str, ...]) -> Callable[[Observed], float]:
    return lambda o: o.count(*above) / max(1, o.count(*below))


def _input(key: str) -> Callable[[Observed], float]:
    return lambda o: float(o.base.value(key))


def _physical(o: Observed) -> float:
    """Give the share of works among the proposals at the kecamatan; what is counted in packages is none."""
    kinds = np.concatenate(
        [block.part.docket.proposals.activity[block.all_of(_AT_KECAMATAN)] for block in o.blocks]
    )
    drawn = kinds[kinds >= 0]  # of what is recorded the kind is not known
    return float(np.mean(activities()["unit"][drawn] != "paket")) if len(drawn) else float("nan")


def _dearer(o: Observed) -> float:
    """Mean cost of what musrenbang kecamatan refuses over that of what it keeps."""
    entered = [block.all_of(_AT_KECAMATAN) for block in o.blocks]
    pairs = list(zip(o.blocks, entered, strict=True))
    cost = np.concatenate([block.part.docket.proposals.cost[rows] for block, rows in pairs])
    kept = np.concatenate([block.mask("taken:musrenbang_kecamatan")[rows] for block, rows in pairs])
    return float(cost[~kept].mean() / cost[kept].mean()) if kept.any() and not kept.all() else 1.0


_AT_KECAMATAN = ("origin:musrenbang", "entered:musrenbang_kecamatan")
MEASURES: dict[str, Callable[[Observed], float]] = {
    "accepted": lambda o: o.indicator("accepted"),
    "screen": _ratio((*_AT_KECAMATAN, "taken:musrenbang_kecamatan"), _AT_KECAMATAN),
    "dearer": _dearer,
    "later": _ratio(("priority", "funded"), ("priority",)),
    "delivered": _delivered,
    "physical": _physical,
    "demand": lambda o: o.indicator("demand", "rupiah"),
    "poorest_share": _poorest_share,
    "late_ratio": _late_ratio,
    "pokir_works": lambda o: o.indicator("S7_apbd"),
    "pokir_apbd": _pokir_apbd,
    "pokir_feasible": _ratio(("taken:reses",), ("entered:reses",)),
    "pokir_spread": _pokir_spread,
    "pokir_astray": _ratio(("entered:reses", "reason:wrong_skpd"), ("entered:reses",)),
    "late_loss": _late_loss,
    "election": _election,
    "personnel": _budget_share("personnel_idr"),
    "capital_goods": _budget_share("capital_idr", "goods_idr"),
    "meeting_size": _input("meeting_size"),
    "deciders": _input("deciders"),
    "turnout": _input("turnout"),
    "plebiscite_mix": _plebiscite_mix,
    "plebiscite_gain": _plebiscite_gain,
    "pnpm_alone": _pnpm_alone,
    "elite": _elite,
    "months": _months,
    "absorption_midyear": _input("absorption_midyear"),
    "on_time": _on_time,
}
# measured on the mean of two logarithms, since a ratio of logarithms of one replicate has no mean
_GAPS: dict[str, tuple[Callable[[Observed], float], Callable[[Observed], float]]] = {
    "early_gap": (
        lambda o: o.indicator("fair_voice") * o.indicator("fair_village"),
        lambda o: o.indicator("fair_end"),
    )
}


def _under(base: Scenario, rules: str) -> Scenario:
    """Give the baseline under another rule book; itself where none is named."""
    if not rules:
        return base
    other = Scenario(rules, rules)
    return other.change(**{key: value for key, value in base.changed.items() if other.knows(key)})


@renamed("seeds", "replicates")
def observe(
    world: World,
    base: Scenario,
    names: Iterable[str],
    replicates: int = REPLICATES,
    null: str = "",
    first: int = 0,
) -> dict[str, Floats]:
    """Measure facts on replicates of a baseline, each on a seed of its own: `first` and those that follow.

    A fact of another rule book is measured under that one, with all that the baseline changes and it knows.

    Parameters
    ----------
    null : the null model whose forums decide instead, one of `NULL_MODELS`.

    Returns
    -------
    (replicates,) float64 for every fact; for a part of a gap, (2, replicates) logarithms: early and whole.
    """
    wanted = list(names)
    values: dict[str, list[object]] = {name: [] for name in wanted}
    bases = {rules: _under(base, rules) for rules in {facts()[name].rules for name in wanted}}
    books = {
        rules: null_model(load_rules(scenario.rules), null) if null else None
        for rules, scenario in bases.items()
    }
    for seed in range(first, first + replicates):
        observed = {
            rules: Observed(world, scenario, seed, books[rules])
            for rules, scenario in bases.items()
        }
        for name in wanted:
            seen, how = observed[facts()[name].rules], facts()[name].measure
            if how in _GAPS:
                values[name].append([np.log(max(part(seen), 1e-9)) for part in _GAPS[how]])
            else:
                values[name].append(MEASURES[how](seen))
    return {name: np.asarray(measured, np.float64).T for name, measured in values.items()}


def interval(values: Floats) -> tuple[float, float, float]:
    """Give the mean and its 95 % interval; for a part of a gap, the ratio of means by the delta method."""
    if values.ndim == 1:
        mean, half = values.mean(), half_width(values)
    else:
        early, whole = values.mean(axis=1)
        mean = early / whole
        half = half_width(values[0] - mean * values[1]) / abs(whole)
    return float(mean), float(mean - half), float(mean + half)


def verdict(fact: Fact, low: float, high: float) -> str:
    """Say how an interval lies to the band: inside, touching, outside; outside the outer band when there is one."""
    if fact.low <= low and high <= fact.high:
        return "inside"
    if fact.outer and (high < fact.outer[0] or low > fact.outer[1]):
        return "beyond"
    return "touching" if low <= fact.high and high >= fact.low else "outside"


VERDICTS = Labels(
    inside="di dalam rentang",
    touching="menyentuh rentang",
    outside="di luar rentang",
    beyond="di luar batas terluar",
)
MEANINGS = Labels(
    informative="undian tidak memenuhi: membawa keterangan",
    no_evidence="undian juga memenuhi: tidak membuktikan apa pun",
    undecided="undian menyentuh rentang: belum membuktikan apa pun",
    no_better="undian memenuhi: model tidak lebih baik daripada undian",
    neither="undian pun tidak seluruhnya memenuhi",
    input="masukan: bukan hasil peringkat",
)


def meaning(model: str, lottery: str) -> str:
    """Say by the verdicts of the model and of a lottery on the same lists what a fact tells: a key of `MEANINGS`.

    A fact is met inside its band only, and missed by a lottery only where the lottery does not even touch the band.
    """
    if not lottery:
        return "input"
    if model != "inside":
        return "no_better" if lottery == "inside" else "neither"
    return {"inside": "no_evidence", "touching": "undecided"}.get(lottery, "informative")


@renamed("seeds", "replicates")
def report(
    datasets: Iterable[str] = DATASETS,
    base: Scenario | None = None,
    replicates: int = REPLICATES,
) -> "pd.DataFrame":
    """Hold the baseline, and null models on the same lists, gates, money and draws, against every published fact.

    Returns
    -------
    One row a fact and dataset: fact, label, dataset, role, firmness, band, value, interval, verdict, then

    - lottery, biggest, smallest : the same figure where every forum ranks what passed its gates at random, or by the
      rupiah asked, falling or rising (see `null_models`), each with its verdict; NaN and "" for what is put in.
    - informative : the model meets the fact and a lottery misses it.
    - meaning : what that makes of the fact, in words.
    - source.
    """
    import pandas as pd

    base = base or Scenario.load("2010")
    ranked = [key for key, fact in facts().items() if fact.role != "input"]
    rows = []
    for dataset in datasets:
        world = World.load(dataset)
        observed = observe(world, base, facts(), replicates)
        nulls = {name: observe(world, base, ranked, replicates, name) for name in NULL_MODELS}
        for key, fact in facts().items():
            value, low, high = interval(observed[key])
            judged = verdict(fact, low, high)
            row: dict[str, Any] = {
                "fact": key,
                "label": pick(fact.label),
                "dataset": dataset,
                "role": fact.role,
                "firmness": fact.firmness,
                "band_low": fact.low,
                "band_high": fact.high,
                "value": value,
                "low": low,
                "high": high,
                "verdict": judged,
                "verdict_text": VERDICTS[judged],
            }
            for name, measured in nulls.items():
                row[name], row[f"{name}_verdict"] = float("nan"), ""
                if key in measured:
                    row[name], *ends = interval(measured[key])
                    row[f"{name}_verdict"] = verdict(fact, *ends)
            tells = meaning(judged, row["lottery_verdict"])
            row |= {"informative": tells == "informative", "meaning": MEANINGS[tells]}
            rows.append({**row, "source": tr(fact.source)})
    return pd.DataFrame(rows)
