"""Robust choice: how much each policy gives away in each state of the world, and which policy every rule would take.

Regret after Savage (1951); the share of states that are good enough after Simon (1956); the share in which a policy is
the best is Starr's domain criterion (1963); an overview give McPhail and others (2018).
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from p2spp_sim.base.arrays import Floats
from p2spp_sim.base.cards import brief
from p2spp_sim.base.errors import OutOfBounds, UnknownName
from p2spp_sim.base.formats import figure
from p2spp_sim.base.intervals import FEWEST
from p2spp_sim.base.language import pick, tr
from p2spp_sim.base.numerals import is_number, whole_number
from p2spp_sim.results.indicators import outcome_column
from p2spp_sim.scenario.levers import Lever, declared

if TYPE_CHECKING:
    import pandas as pd

    from p2spp_sim.figures import About, Drawing

DRAWS = 1000  # of the bootstrap
RULES = {
    "max_regret": "Penyesalan terbesar paling kecil",
    "mean_regret": "Penyesalan rata-rata paling kecil",
    "p90_regret": "Persentil ke-90 penyesalan paling kecil",
    "satisficing": "Paling sering cukup baik",
    "domain": "Paling sering yang terbaik",
}
_MORE = ("satisficing", "domain")  # where more is better; regret is better when less


@dataclass(frozen=True)
class Regret:
    """What policies give away over states of the world.

    Parameters
    ----------
    goal, direction, enough : outcome, 1 when more is better and -1 when less, and from where on it is good enough.
    policies, states : one row each with the values of their levers, in rising order of these.
    values : (policies, states, replicates) the outcome; one replicate has the same draws everywhere.
    seed : of the bootstrap.
    """

    goal: str
    direction: int
    enough: float | None
    policies: "pd.DataFrame"
    states: "pd.DataFrame"
    values: Floats
    seed: int

    def table(self) -> "pd.DataFrame":
        """Give the regret of every policy (rows) in every state (columns): mean of the best there minus its own."""
        import pandas as pd

        table = pd.DataFrame(_regret(self.direction * self.values.mean(axis=2)))
        return table.rename_axis(index="policy", columns="state")

    def summary(self) -> "pd.DataFrame":
        """Give one row a policy and rule: its levers, the value and, from `FEWEST` replicates on, its 95 % interval.

        Intervals are percentiles of a bootstrap that draws replicates, the same for all policies and states. Noise
        makes the best of several policies look better than it is, so regret is rather too large with few replicates.
        The states are taken as they are: the interval says nothing about states that were not drawn.
        """
        import pandas as pd

        rows = []
        values, drawn = self._measured(), self._drawn()
        for number, policy in enumerate(self.policies.to_dict("records")):
            for rule in values:
                low, high = _ends(drawn[rule][:, number])
                rows.append(
                    {"policy": number, **policy, "rule": rule, "value": values[rule][number]}
                )
                rows[-1] |= {"low": low, "high": high}
        return pd.DataFrame(rows)

    def choices(self) -> "pd.DataFrame":
        """Give the robust choice of every rule.

        Returns
        -------
        One row a rule: the policy it takes and its value, the next best and its value, by how much the choice is
        better with a paired 95 % interval, and whether that is certain: the interval lies above zero. Below `FEWEST`
        replicates there is no interval and nothing is certain. Among equals the first policy is taken.
        """
        import pandas as pd

        rows = []
        drawn = self._drawn()
        for rule, values in self._measured().items():
            sign = 1 if rule in _MORE else -1
            first, second = np.argsort(-sign * values, kind="stable")[:2]
            low, high = _ends(sign * (drawn[rule][:, first] - drawn[rule][:, second]))
            better = sign * (values[first] - values[second])
            rows.append(
                (rule, first, values[first], second, values[second], better, low, high, low > 0)
            )
        columns = [
            "rule",
            "policy",
            "value",
            "next",
            "next_value",
            "better_by",
            "low",
            "high",
            "certain",
        ]
        return pd.DataFrame(rows, columns=columns)

    def figure(self, *, about: "About | None" = None, names: Sequence[str] = ()) -> "Drawing":
        """Draw what every policy gives away: a row a policy, a mark a state (see `spread_drawing`).

        Parameters
        ----------
        about : for the footer, such as `p2spp_sim.figures.About.of_sweep(study)`.
        names : of the policies, in their order; by the values of their levers when not given.

        Raises
        ------
        OutOfBounds : not a name for every policy.
        """
        import pandas as pd

        from p2spp_sim.figures import About, spread_drawing
        from p2spp_sim.figures.units import lever_text, outcome_text, unit_of

        if names and len(names) != len(self.policies):
            text = tr("names: diharapkan {n} nama, satu setiap kebijakan.")
            raise OutOfBounds([text.format(n=len(self.policies))])
        rows = []
        for n, regrets in enumerate(self.table().to_numpy().tolist()):
            name = names[n] if names else self._called(n)
            rows += [(name, value) for value in regrets]
        frame = pd.DataFrame(rows, columns=["policy", "regret"])
        unit = unit_of(self.goal.partition(".")[0])
        levers = "; ".join(lever_text(str(key)) for key in self.policies)
        return spread_drawing(
            frame,
            "policy",
            "regret",
            about=about or About(),
            title=tr("Penyesalan: {hasil}").format(hasil=outcome_text(self.goal)),
            unit=tr("kalah dari kebijakan terbaik di keadaan yang sama, {satuan}").format(
                satuan=unit.word
            ),
            factor=unit.factor,
            member=tr("satu keadaan"),
            notes=(
                tr("Kebijakan: {tuas}. Makin ke kiri makin sedikit yang disesali.").format(
                    tuas=levers
                ),
            ),
        )

    def _called(self, policy: int) -> str:
        """Name a policy by its number and the keys and values of its levers."""
        values = self.policies.iloc[policy]
        said = "; ".join(f"{key} = {_said(str(key), value)}" for key, value in values.items())
        return f"{policy}: {said}"

    def __repr__(self) -> str:
        """Say in a line which policies they are and which of them every rule takes."""
        return brief("Regret", self.text())

    def text(self) -> str:
        """Name the policies, then say the choice of every rule, one line each."""
        lines = [
            tr("Kebijakan {number}: {values}").format(number=n, values=self._named(n))
            for n in self.policies.index
        ]
        return "\n".join(lines + [self._sentence(row) for row in self.choices().to_dict("records")])

    def _sentence(self, row: "dict[Hashable, Any]") -> str:
        said = tr(
            "{rule}: kebijakan {policy} ({value}); berikutnya kebijakan {next} ({next_value})."
        ).format(
            rule=tr(RULES[row["rule"]]),
            policy=row["policy"],
            value=_short(row["value"]),
            next=row["next"],
            next_value=_short(row["next_value"]),
        )
        if np.isnan(row["low"]):
            return (
                said
                + " "
                + tr("Selang tidak dihitung: {replicates} ulangan, diperlukan {fewest}.").format(
                    replicates=self.values.shape[2], fewest=FEWEST
                )
            )
        sure = tr("Lebih baik sebesar {by} (95%: {low}–{high}).")
        unsure = tr("Belum pasti lebih baik: {by} (95%: {low}–{high}).")
        return (
            said
            + " "
            + (sure if row["certain"] else unsure).format(
                by=_short(row["better_by"]), low=_short(row["low"]), high=_short(row["high"])
            )
        )

    def _named(self, number: int) -> str:
        values = self.policies.loc[number].items()
        return "; ".join(
            f"{pick(declared()[key].label) if key in declared() else key} = {_said(str(key), value)}"
            for key, value in values
        )

    def _measured(self) -> dict[str, Floats]:
        return _rules(self.direction * self.values.mean(axis=2), self._threshold())

    def _drawn(self) -> dict[str, Floats]:
        """Measure every rule on resampled replicates: (draws, policies); NaN when there are too few to draw from."""
        replicates = self.values.shape[2]
        if replicates < FEWEST:
            empty = np.full((1, len(self.policies)), np.nan)
            return {rule: empty for rule in self._measured()}
        weights = np.random.default_rng(self.seed).multinomial(
            replicates, np.full(replicates, 1 / replicates), DRAWS
        )
        parts = []
        for chunk in np.array_split(weights / replicates, 20):
            means = np.moveaxis(self.direction * self.values @ chunk.T, 2, 0)
            parts.append(_rules(means, self._threshold()))
        return {rule: np.concatenate([part[rule] for part in parts]) for rule in parts[0]}

    def _threshold(self) -> float | None:
        return None if self.enough is None else self.direction * self.enough


def _rules(better: Floats, enough: float | None) -> dict[str, Floats]:
    """Measure (..., policies, states) of an outcome where more is better by every rule: (..., policies)."""
    regret = _regret(better)
    by_rule = {
        "max_regret": regret.max(axis=-1),
        "mean_regret": regret.mean(axis=-1),
        "p90_regret": np.quantile(regret, 0.9, axis=-1),
    }
    if enough is not None:
        by_rule["satisficing"] = (better >= enough).mean(axis=-1)
    by_rule["domain"] = (regret <= 1e-9 * np.abs(better).max()).mean(
        axis=-1
    )  # equals by rounding are equals
    return by_rule


def _regret(better: Floats) -> Floats:
    regret: Floats = better.max(axis=-2, keepdims=True) - better
    return regret


def _ends(drawn: Floats) -> tuple[float, float]:
    low, high = np.quantile(drawn, [0.025, 0.975])
    return float(low), float(high)


def _short(value: float) -> str:
    return figure(float(f"{value:.4g}"))


def _said(key: str, value: Any) -> str:
    from p2spp_sim.figures.units import value_text

    is_number = isinstance(value, (int, float, np.number)) and not isinstance(value, bool)
    return figure(float(value)) if is_number else value_text(key, value)


def regret(
    frame: "pd.DataFrame",
    policies: Sequence[str | Lever],
    uncertain: Sequence[str | Lever],
    goal: str,
    direction: int = 1,
    *,
    enough: float | None = None,
    seed: int = 0,
) -> Regret:
    """Weigh policies over uncertain states of the world.

    Parameters
    ----------
    frame : `Sweep.frame()` of a design in which every policy meets every state, such as `Design.cross()` makes.
    policies, uncertain : the levers that make a policy and those that make a state, or their keys. A policy or state
        that occurs more than once counts once.
    goal : the outcome.
    direction : 1 when more is better, -1 when less.
    enough : from what value on the outcome is good enough; without it there is no satisficing share.
    seed : of the bootstrap.

    Raises
    ------
    UnknownName : no such column; names the nearest.
    OutOfBounds : fewer than two policies, another direction, or results that are missing.
    """
    seed = whole_number("seed", seed)
    mine, theirs = (
        [lever if isinstance(lever, str) else lever.key for lever in levers]
        for levers in (policies, uncertain)
    )
    goal = outcome_column(goal, frame.columns)
    for key in (*mine, *theirs):
        if key not in frame.columns:
            raise UnknownName(tr("Kolom"), key, frame.columns)
    if direction not in (1, -1):
        message = tr("direction = {direction}: diharapkan 1 (lebih banyak lebih baik) atau -1.")
        raise OutOfBounds([message.format(direction=direction)])
    if not (enough is None or is_number(enough)):
        text = tr("enough = {value}: diharapkan angka, atau None.")
        raise OutOfBounds([text.format(value=repr(enough))])
    runs = frame.drop_duplicates([*mine, *theirs, "replicate"])
    groups = {name: runs.groupby(keys) for name, keys in (("policy", mine), ("state", theirs))}
    runs = runs.assign(**{name: group.ngroup() for name, group in groups.items()})
    cells = runs.set_index(["policy", "state", "replicate"])[goal].unstack()
    shape = (len(groups["policy"]), len(groups["state"]), cells.shape[1])
    if shape[0] < 2:
        raise OutOfBounds([tr("Untuk memilih diperlukan paling sedikit dua kebijakan.")])
    every = cells.reindex(
        [(policy, state) for policy in range(shape[0]) for state in range(shape[1])]
    )
    if missing := int(every.isna().to_numpy().sum()):
        message = tr(
            "{goal}: {missing} dari {all} gabungan kebijakan, keadaan, dan ulangan tidak mempunyai hasil."
        )
        raise OutOfBounds([message.format(goal=goal, missing=missing, all=every.size)])
    values = every.to_numpy(np.float64).reshape(shape)
    return Regret(goal, direction, enough, _unique(runs, mine), _unique(runs, theirs), values, seed)


def _unique(runs: "pd.DataFrame", keys: list[str]) -> "pd.DataFrame":
    return runs[keys].drop_duplicates().sort_values(keys, ignore_index=True)


__all__ = ["RULES", "Regret", "regret"]
