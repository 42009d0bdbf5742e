"""Scenarios of one world on the same draws: paired differences with 95 % intervals, and whose fate changed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from p2spp_sim.base import formats
from p2spp_sim.base.arrays import Floats, Ints
from p2spp_sim.base.cards import MOST_ROWS, brief, card, table
from p2spp_sim.base.errors import OutOfBounds, UnknownName
from p2spp_sim.base.intervals import honest_half
from p2spp_sim.base.language import tr
from p2spp_sim.base.numerals import whole_number
from p2spp_sim.results import groups, indicators
from p2spp_sim.results.columns import described
from p2spp_sim.results.indicators import (
    MEASURES,
    definition_of,
    definitions,
    is_main,
    outcome_text,
    split,
)
from p2spp_sim.results.record import RunRecord
from p2spp_sim.scenario.inputs import check_inputs
from p2spp_sim.scenario.levers import LeverValue
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.studies.funnels import in_order, paired, placed, taken
from p2spp_sim.studies.gains import by_fifth, fates, ginis, lorenz, received
from p2spp_sim.studies.running.at_once import asked_of
from p2spp_sim.world.stack import stacks
from p2spp_sim.world.world import World
from p2spp_sim.year import run_year

if TYPE_CHECKING:
    import pandas as pd

    from p2spp_sim.figures import About, Drawing

KINDS = ("forest", "funnel", "gained", "lorenz")  # of figures
ALL = "all"  # other scenarios, in one figure
_SHOWN = ("accepted", "built_of_voiced", "S4", "S6", "S7", "fair_nothing", "fair_gini", "fair_end")
_CARD_DECIMALS = 4
_LONG = 60  # letters of what differs, above which only its number is told


@dataclass(frozen=True)
class Comparison:
    """A finished comparison.

    Parameters
    ----------
    world : the district.
    scenarios : the base first.
    values : (replicates, indicators, 2) by count and rupiah for every scenario, in the same order.
    funnels : (replicates, stages, 2) proposals and rupiah taken.
    stages : keys of these stages.
    received : (replicates, villages) int64 rupiah that the APBD grants; (replicates, 0) where a regime has none.
    seed : of the draws that all scenarios share.
    keys : of the indicators in `values`, in their order; those of groups behind the others.
    """

    world: World
    scenarios: tuple[Scenario, ...]
    values: tuple[Floats, ...]
    funnels: tuple[Floats, ...]
    stages: tuple[tuple[str, ...], ...]
    received: tuple[Ints, ...]
    seed: int
    keys: tuple[str, ...] = field(default_factory=lambda: tuple(definitions()))

    @property
    def replicates(self) -> int:
        """Count the replicates that were run."""
        return len(self.values[0])

    def __repr__(self) -> str:
        """Say in a line what was compared."""
        names = " → ".join(self.names())
        runs = tr("{n} ulangan").format(n=formats.number(self.replicates))
        return brief("Comparison", f"{self.world.name}, {runs}, seed={self.seed}: {names}")

    def _repr_html_(self) -> str:
        frame = self.differences()
        frame = frame[is_main(frame) & frame["indicator"].isin(_SHOWN)]
        columns = ["label", "base", "other", "difference", "low", "high"]
        if len(self.scenarios) > 2:
            columns.insert(0, "scenario")
        headings = {
            "scenario": tr("skenario"),
            "label": tr("indikator"),
            "base": tr("awal"),
            "other": tr("pembanding"),
            "difference": tr("selisih"),
            "low": tr("bawah 95%"),
            "high": tr("atas 95%"),
        }
        shown = table(
            [headings[name] for name in columns],
            frame[columns].head(3 * MOST_ROWS).round(_CARD_DECIMALS).itertuples(index=False),
            bare=True,
        )
        facts = {
            tr("data"): str(self.world),
            tr("skenario awal"): repr(self.scenarios[0]),
            tr("pembanding"): "; ".join(map(repr, self.scenarios[1:])),
            tr("ulangan"): f"{formats.number(self.replicates)} · {tr('benih')} {self.seed}",
        }
        more = tr("Yang lain: differences(), funnel_differences(), figure().")
        return card(tr("Perbandingan berpasangan"), facts, shown, note=more)

    def outcome(self, indicator: str, column: str = "count", scenario: int = 1) -> Floats:
        """Give one indicator of one scenario, (replicates,) float64.

        Parameters
        ----------
        indicator : its key, with a group behind it where the comparison measured that (`compare(..., by=)`).

        Raises
        ------
        UnknownName : nothing of the kind was measured; names the nearest.
        """
        if indicator not in self.keys:
            raise UnknownName(tr("Hasil"), indicator, self.keys)
        return self.values[scenario][:, self.keys.index(indicator), MEASURES.index(column)]

    def differences(self) -> "pd.DataFrame":
        """Give paired differences to the base.

        Returns
        -------
        One row a scenario, indicator and measure: means, difference, 95 % interval, number of replicates. Below
        `FEWEST` replicates the interval is missing and says so (NaN). What a regime does not have has no row, nor has
        a group that was too small in some replicate.
        """
        import pandas as pd

        rows = []
        for name, values in zip(self.names()[1:], self.values[1:], strict=True):
            for i, key in enumerate(self.keys):
                label = outcome_text(key, self.world)
                for j, column in enumerate(MEASURES):
                    moved = values[:, i, j] - self.values[0][:, i, j]
                    mean, half = moved.mean(), float(honest_half(moved))
                    base, other = self.values[0][:, i, j].mean(), values[:, i, j].mean()
                    about = (name, key, label, column)
                    rows.append((*about, base, other, mean, mean - half, mean + half, len(moved)))
        columns = [
            "scenario",
            "indicator",
            "label",
            "measure",
            "base",
            "other",
            "difference",
            "low",
            "high",
            "replicates",
        ]
        table = pd.DataFrame(rows, columns=columns)
        return described(table.dropna(subset=["base", "other"], ignore_index=True), "differences")

    def funnel(self) -> "pd.DataFrame":
        """Give the mean funnels side by side: one row a stage, proposals and rupiah of every scenario.

        A stage that a regime does not have is missing there (NaN).
        """
        import pandas as pd

        order = in_order(self.scenarios, self.stages)
        table = pd.DataFrame({"stage": list(order), "label": list(order.values())})
        for name, funnel, mine in zip(self.names(), self.funnels, self.stages, strict=True):
            means = placed(funnel, mine, list(order)).mean(axis=0)
            table[f"{name}: count"], table[f"{name}: rupiah"] = means.T
        return table

    def funnel_differences(self, other: int = 1, measure: str = "count") -> "pd.DataFrame":
        """Give the paired difference to the base at every stage.

        Parameters
        ----------
        measure : count (proposals) or rupiah.

        Returns
        -------
        One row a stage: stage, label, means of base and other, difference with its 95 % interval (NaN below `FEWEST`
        replicates), replicates. What a regime does not have is NaN.
        """
        if measure not in MEASURES:
            raise UnknownName(tr("Ukuran"), measure, MEASURES)
        two, at = (0, self._number(other)), MEASURES.index(measure)
        order = in_order([self.scenarios[n] for n in two], [self.stages[n] for n in two])
        base, changed = (
            placed(self.funnels[n], self.stages[n], list(order))[:, :, at] for n in two
        )
        return described(paired(order, base, changed), "stage_differences")

    def gained_by_quintile(self, other: int = 1) -> "pd.DataFrame":
        """Give the rupiah of the APBD per head, by fifths of villages from the least poor (1) to the poorest (5).

        Returns
        -------
        One row a fifth: see `gains.by_fifth`.

        Raises
        ------
        OutOfBounds : a regime without an APBD.
        """
        return described(by_fifth(self.world, *self._received(other)), "gained")

    def lorenz(self, other: int = 1) -> "pd.DataFrame":
        """Give the Lorenz curves of APBD rupiah per head over villages, averaged over replicates.

        Returns
        -------
        One row a scenario and point: scenario, people and rupiah (shares), and on every row the mean Gini of the
        scenario with its 95 % interval (NaN below `FEWEST` replicates), replicates.

        Raises
        ------
        OutOfBounds : a regime without an APBD.
        """
        names = self.names()
        return lorenz(
            self.world, dict(zip((names[0], names[other]), self._received(other), strict=True))
        )

    def gini_difference(self, other: int = 1) -> tuple[float, float, float]:
        """Give the paired difference of the Gini of rupiah per head, and its 95 % interval (NaN below `FEWEST`)."""
        base, changed = (ginis(self.world, idr) for idr in self._received(other))
        mean, half = float((changed - base).mean()), float(honest_half(changed - base))
        return mean, mean - half, mean + half

    def about(self) -> "About":
        """Tell where the figures come from, for the footer of a picture."""
        from p2spp_sim.figures import About

        return About.of(self.world, *self.scenarios, replicates=self.replicates, seed=self.seed)

    def figure(
        self,
        kind: str = "forest",
        *,
        other: int | str = 1,
        measure: str = "",
        keys: Sequence[str] = (),
        most: int = 10,
        names: Sequence[str] = (),
        notes: Sequence[str] = (),
    ) -> "Drawing":
        """Draw the base and another scenario, or all others, with words and table.

        Parameters
        ----------
        kind : forest (differences of indicators), funnel (stages), gained (by fifths of poverty) or lorenz.
        other : number of the scenario, or all.
        measure : count or rupiah, of forest and funnel; when empty the main one of every indicator, and count.
        keys, most : of forest: the indicators, or how many of those that moved most.
        names : what to call the base and the other, or the others.
        notes : of forest: sentences below it, such as in how many states of the world a difference stands.

        Raises
        ------
        UnknownName : no such kind, scenario or indicator.
        """
        from p2spp_sim import figures

        if kind not in KINDS:
            raise UnknownName(tr("Gambar"), kind, KINDS)
        several = other == ALL and len(self.scenarios) > 2
        wanted = len(self.scenarios) if several else 2
        if names and len(names) != wanted:
            text = tr("names: diharapkan {n} nama, skenario awal lalu pembandingnya.")
            raise OutOfBounds([text.format(n=wanted)])
        if several:
            return self._of_all(kind, measure, keys, most, tuple(names or self.names()), notes)
        other = 1 if other == ALL else self._number(other)
        two = self.scenarios[0], self.scenarios[self._number(other)]
        changes = _changes_text(*two)
        called = tuple(names) or _called_apart(*two, changes)
        about = replace(self.about(), changes=changes)
        if kind == "funnel":
            frame = self.funnel_differences(other, measure or "count")
            return figures.funnel_drawing(
                frame, about=about, measure=measure or "count", names=called
            )
        if kind == "gained":
            return figures.gained_drawing(self.gained_by_quintile(other), about=about, names=called)
        if kind == "lorenz":
            difference = self.gini_difference(other)
            return figures.lorenz_drawing(
                self.lorenz(other), about=about, names=called, difference=difference
            )
        frame = self.differences()
        mine = frame[frame["scenario"] == self.names()[other]]
        return figures.forest_drawing(
            mine, about=about, keys=keys, measure=measure, most=most, names=called, notes=notes
        )

    def _of_all(
        self,
        kind: str,
        measure: str,
        keys: Sequence[str],
        most: int,
        names: tuple[str, ...],
        notes: Sequence[str],
    ) -> "Drawing":
        """Draw the base and all other scenarios."""
        import pandas as pd

        from p2spp_sim import figures

        base, *others = self.scenarios
        differences = [_changes_text(base, other) for other in others]
        moved = [
            f"{name}: {what}"
            for name, what in zip(names[1:], differences, strict=True)
            if what and what not in name
        ]
        about = replace(self.about(), changes="; ".join(moved))
        shared = tr("Rata-rata atas ulangan, undian yang sama.")
        if kind == "forest":
            return figures.several_forest_drawing(
                self.differences(),
                about=about,
                names=names,
                keys=keys,
                measure=measure,
                most=most,
                notes=notes,
            )
        if kind == "lorenz":
            granted = [self._received(number)[1] for number in range(1, len(names))]
            received = [self._received(1)[0], *granted]
            frame = lorenz(self.world, dict(zip(names, received, strict=True)))
            return figures.lorenz_drawing(frame, about=about, names=names)
        if kind == "gained":
            fifths = [self.gained_by_quintile(number) for number in range(1, len(names))]
            table = pd.DataFrame(
                {
                    "label": [figures.fifth_text(n) for n in fifths[0]["quintile"].tolist()],
                    names[0]: fifths[0]["base"],
                    **{name: each["other"] for name, each in zip(names[1:], fifths, strict=True)},
                }
            )
            return figures.several_bars_drawing(
                table,
                about=about,
                names=names,
                title=tr("Rupiah APBD per jiwa menurut kemiskinan desa"),
                unit=tr("rupiah per jiwa"),
                name=tr("perolehan"),
                notes=[shared],
            )
        money = measure == "rupiah"
        funnel = self.funnel()
        columns = [f"{name}: {measure or 'count'}" for name in self.names()]
        table = funnel[["label", *columns]].set_axis(["label", *names], axis=1)
        return figures.several_bars_drawing(
            table,
            about=about,
            names=names,
            title=tr("Corong rupiah") if money else tr("Corong usulan"),
            unit=tr("usulan"),
            name=tr("corong"),
            money=money,
            notes=[shared],
        )

    def to_xarray(self) -> Any:
        """Give everything that was measured as an xarray Dataset.

        Returns
        -------
        `value` by scenario, replicate, indicator and measure; `taken` by scenario, replicate, stage and measure.

        Raises
        ------
        P2sppError : xarray is not installed.
        """
        from p2spp_sim.studies.bridges import comparison_to_xarray

        names = self.names()
        taken = zip(self.stages, self.funnels, strict=True)
        return comparison_to_xarray(
            dict(zip(names, self.values, strict=True)),
            dict(zip(names, taken, strict=True)),
            {key: outcome_text(key, self.world) for key in self.keys},
            {"world": self.world.name, "seed": self.seed},
        )

    def changed(self, other: int = 1, replicate: int = 0) -> "pd.DataFrame":
        """Give the proposals whose fate differs between the base and another scenario, in one replicate.

        Returns
        -------
        One row a proposal: where and why it ended in each, rupiah gained or lost, and whether its village is among the
        poorest fifth of its kabupaten and how remote it is.
        """
        two = (
            run_year(self.world, self.scenarios[n], self.seed, replicate=replicate)
            for n in (0, other)
        )
        return described(fates(self.world, *two), "changed")

    def _number(self, other: int | str) -> int:
        known = range(1, len(self.scenarios))
        if other not in known:
            raise UnknownName(tr("Skenario"), str(other), [*map(str, known), ALL])
        return int(other)

    def _received(self, other: int) -> tuple[Ints, Ints]:
        granted = self.received[0], self.received[self._number(other)]
        for number, idr in zip((0, other), granted, strict=True):
            if not idr.shape[1]:
                raise OutOfBounds(
                    [
                        tr("Aturan {rules} tidak mempunyai APBD.").format(
                            rules=self.scenarios[number].rules
                        )
                    ]
                )
        return granted

    def names(self) -> list[str]:
        """Name the scenarios as frames do: by their names, or by what they change where names are the same."""
        return named_apart(self.scenarios)


def named_apart(scenarios: Sequence[Scenario]) -> list[str]:
    """Name scenarios by their names, or by what they change where names are the same."""
    names = [scenario.name for scenario in scenarios]
    return names if len(set(names)) == len(names) else [str(scenario) for scenario in scenarios]


def compare(
    base: Scenario,
    *others: Scenario,
    world: World,
    replicates: int = 200,
    until: Mapping[str, float] | None = None,
    seed: int = 0,
    by: str | Sequence[str] = (),
    progress: bool = False,
) -> Comparison:
    """Compare scenarios on common random numbers.

    Parameters
    ----------
    base, others : scenarios; differences are to the base.
    world : the district.
    replicates : how many, or at most how many when `until` is given.
    until : wanted half-width of the 95 % interval of the difference, by outcome (by count; with `.rupiah` behind it by
        rupiah); the study ends when all are reached.
    seed : of the draws that all share.
    by : groups in which every indicator is measured too, as for `Run.indicators`; they stand behind the others as
        `built_of_voiced.poorest_fifth`.
    progress : show a bar with the time left.

    Raises
    ------
    OutOfBounds : nothing to compare, fewer than two replicates, or no value of what `until` waits for.
    UnknownName : an outcome or a grouping that does not exist.
    """
    check_inputs(world, base, *others)
    replicates, seed = whole_number("replicates", replicates), whole_number("seed", seed)
    if not others or replicates < 2:
        raise OutOfBounds(
            [tr("Perbandingan memerlukan paling sedikit dua skenario dan dua ulangan.")]
        )
    indicators.check_outcomes(until or (), world)
    waited = {name: split(name) for name in until or {}}
    keys = _keys(by, [key for key, _ in waited.values()], world)
    scenarios = (base, *others)

    answers: list[list[_Answer]] = [[] for _ in scenarios]
    for stack in _counted(stacks(world, replicates), progress):
        for mine, scenario in zip(answers, scenarios, strict=True):
            runs = [(scenario, replicate) for replicate in stack]
            asked = asked_of(world, runs, seed, partial(_Answer.of, keys=keys))
            mine += [answer for _, answer in asked]
        if until:
            values = [np.concatenate([answer.values for answer in mine]) for mine in answers]
            for enough in range(stack.start + 1, stack.stop + 1):
                if _precise([each[:enough] for each in values], keys, waited, until):
                    return _compared(world, scenarios, answers, enough, seed, keys)
    return _compared(world, scenarios, answers, replicates, seed, keys)


class _Answer(NamedTuple):
    """What some runs of a scenario say: its stages, and of each run all else."""

    stages: tuple[str, ...]
    funnel: Floats
    values: Floats
    received: Ints

    @classmethod
    def of(cls, record: RunRecord, keys: tuple[str, ...]) -> "_Answer":
        return cls(*taken(record), indicators.by_run(record, keys), received(record))


def _compared(
    world: World,
    scenarios: tuple[Scenario, ...],
    answers: list[list[_Answer]],
    replicates: int,
    seed: int,
    keys: tuple[str, ...],
) -> Comparison:
    """Lay what runs say of every scenario behind each other, as far as replicates are wanted."""
    funnels, values, granted = (
        tuple(
            np.concatenate([getattr(answer, name) for answer in mine])[:replicates]
            for mine in answers
        )
        for name in ("funnel", "values", "received")
    )
    stages = tuple(mine[0].stages for mine in answers)
    return Comparison(world, scenarios, values, funnels, stages, granted, seed, keys)


def _keys(by: str | Sequence[str], waited: Sequence[str], world: World) -> tuple[str, ...]:
    """Name what is measured: every indicator, then in every group that it divides by, and what is waited for."""
    grouped = [
        f"{key}.{group.key}"
        for group in groups.groups_of(by, world)
        for key in definitions()
        if groups.divides(definition_of(key), group)
    ]
    return tuple(dict.fromkeys([*definitions(), *grouped, *waited]))


def _counted(stacks: Iterable[range], shown: bool) -> Iterator[range]:
    if not shown:
        yield from stacks
        return
    from tqdm.auto import tqdm

    waiting = list(stacks)
    with tqdm(total=sum(map(len, waiting)), unit=tr("ulangan")) as bar:
        for stack in waiting:
            yield stack
            bar.update(len(stack))


def _precise(
    values: Sequence[Floats],
    keys: tuple[str, ...],
    waited: Mapping[str, tuple[str, str]],
    until: Mapping[str, float],
) -> bool:
    base, *others = values
    at = {
        name: (keys.index(indicator), MEASURES.index(column))
        for name, (indicator, column) in waited.items()
    }
    for name, (i, j) in at.items():
        if any(np.isnan(outcomes[-1, i, j]) for outcomes in (base, *others)):
            message = tr(
                "{outcome} tidak terukur pada ulangan {n}: selangnya tidak dapat ditunggu."
            )
            raise OutOfBounds([message.format(outcome=name, n=len(base))])
    moves = [other - base for other in others]
    return all(
        honest_half(move[:, i, j]) <= until[name] for move in moves for name, (i, j) in at.items()
    )


def _called_apart(base: Scenario, other: Scenario, changes: str) -> tuple[str, str]:
    """Name two scenarios for a legend: by their names, or by what differs where these are the same."""
    if base.name != other.name:
        return base.name, other.name
    if base.rules != other.rules:
        return Path(base.rules).stem, Path(other.rules).stem
    short, moved = 0 < len(changes) <= _LONG, len(_changes(base, other))
    return tr("keadaan awal"), changes if short else tr("{n} tuas diubah").format(n=moved)


def _changes_text(base: Scenario, other: Scenario) -> str:
    """Say what another scenario does otherwise: levers with their values, parts of one's own that act or no longer do.

    Rule books are named beside it.
    """
    from p2spp_sim.figures.units import parts_text, values_text

    without = parts_text(name for name in base.parts if name not in other.parts)
    changes = (
        values_text(_changes(base, other)),
        parts_text(name for name in other.parts if name not in base.parts),
        tr("tanpa {parts}").format(parts=without) if without else "",
    )
    return "; ".join(filter(None, changes))


def _changes(base: Scenario, other: Scenario) -> dict[str, LeverValue]:
    """Give every lever and parameter in which two scenarios differ, with its value in the other."""
    keys = {*base.changed, *other.changed}
    return {key: other.value(key) for key in keys if base.value(key) != other.value(key)}
