"""How far the answers of the ready questions stand in the states of the world that meet the published facts.

Every question is asked again in `STATES` states of the joint plausible set, on draws that all of them share. Counted
are the states that say the same; of all parameters the one is named that goes most with the answer over the states,
with the value that parts those that say the same from the others. Run `python -m p2spp_sim.studies.standing` to measure
again; it writes `datasets/what_if/standing.toml`, and goes on where it was cut.
"""

import argparse
import sys
from collections.abc import Iterable, Sequence
from functools import cache
from hashlib import blake2b
from importlib import import_module
from pathlib import Path
from typing import Any, Literal

import msgspec
import numpy as np

from p2spp_sim.base.arrays import Floats
from p2spp_sim.base.files import data_path, read_data, write_atomically
from p2spp_sim.base.intervals import half_width
from p2spp_sim.base.language import tr
from p2spp_sim.base.toml import as_toml
from p2spp_sim.results.indicators import check_outcomes
from p2spp_sim.scenario.levers import LeverValue
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.studies.design import Point, uncertain
from p2spp_sim.studies.kept.part_files import PartTable
from p2spp_sim.studies.plausible import stored
from p2spp_sim.studies.plausible.judgement import judge
from p2spp_sim.studies.running.at_once import replicated
from p2spp_sim.studies.running.jobs import blocks, done
from p2spp_sim.studies.what_if import QuestionRuns, questions
from p2spp_sim.world.world import World

Verdict = Literal["stands", "conditional", "withdrawn"]
Moved = dict[tuple[str, str], Floats]  # by question and outcome: (replicates,) paired differences
DATASET, STATES, REPLICATES, SEED = "wanasari", 64, 20, 14
FIRM, HALF = 0.90, 0.60  # shares of states below which an answer is conditional, and withdrawn
SURE = 2.0  # half-widths from zero that count as a turn
BLOCK = 4  # states a job
FILE = ("datasets", "what_if", "standing.toml")
# parameters that alone, at an end of their doubt, once turned an answer: is it so where the facts are met?
FLIPS = ("right_skpd", "plan_fit", "land_clear", "in_rpjm_fit", "papers_capacity", "rkpd_frame")
FLIPPED, STEPS = ("W4", "accepted"), 9


class Turn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The parameter that goes most with an answer over the states, and where it turns it.

    Parameters
    ----------
    parameter, at : its key, and the value that best parts the states that say the same from the others.
    above, below : share of the states above, and below, that value that say the same.
    """

    parameter: str
    at: LeverValue
    above: float
    below: float

    @property
    def holds(self) -> float:
        """Share of states that say the same on the better side."""
        return max(self.above, self.below)


class Standing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the doubt does to one outcome of one question.

    Parameters
    ----------
    rises, falls : share of states in which the mean difference lies above, and below, zero.
    still : share of states whose 95 % interval holds zero.
    middle, low, high : mean difference of the state in the middle, and between what 95 % of the states lie.
    first : mean difference in the first state, by which a stored measurement is known to be of this model.
    turns : what turns an answer that says up, down or still; none where nothing does, or no parameter surely.
    """

    rises: float
    falls: float
    still: float
    middle: float
    low: float
    high: float
    first: float
    turns: dict[Literal["rises", "falls", "still"], Turn] = {}

    def share(self, low: float, high: float) -> float:
        """Give the share of states that say what an answer with this interval says: up, down, or no move."""
        share: float = getattr(self, _said(low, high))
        return share

    def turn(self, low: float, high: float) -> Turn | None:
        """Give what turns an answer with this interval."""
        return self.turns.get(_said(low, high))

    def verdict(self, low: float, high: float) -> Verdict:
        """Say whether an answer with this interval stands, is conditional, or is withdrawn."""
        share = self.share(low, high)
        return "withdrawn" if share < HALF else "conditional" if share < FIRM else "stands"


def _said(low: float, high: float) -> Literal["rises", "falls", "still"]:
    return "rises" if low > 0 else "falls" if high < 0 else "still"


class Flip(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whether one parameter alone, all others as declared, turns an answer, and whether the facts allow it.

    Parameters
    ----------
    turned : the values, of `STEPS` even ones in its doubt, at which the answer surely goes the other way.
    allowed : those of them at which all published facts are met.
    lowest, highest : share of plausible states that say the same, among the third where the parameter is lowest, and
        highest.
    """

    parameter: str
    turned: tuple[float, ...]
    allowed: tuple[float, ...]
    lowest: float
    highest: float

    @property
    def found(self) -> Literal["reproduced", "ruled_out", "gone"]:
        """Reproduced where facts allow it, ruled out where they do not, gone where it turns nothing."""
        return "reproduced" if self.allowed else "ruled_out" if self.turned else "gone"


class Measured(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The stored measurement: what was run, and what was found by question and outcome."""

    dataset: str
    states: int
    replicates: int
    seed: int
    parameters: int
    set: str
    answers: dict[str, dict[str, Standing]]
    flips: tuple[Flip, ...] = ()


@cache
def measured() -> Measured:
    """Read the stored measurement."""
    return read_data(Measured, *FILE)


@cache
def outdated() -> str:
    """Say that the stored measurement is of another set of states or of another model than runs here; "" if not."""
    if text := stored.outdated():
        return text
    if measured().set == set_key():
        return ""
    text = tr(
        "Ukuran ketahanan jawaban dibuat pada himpunan keadaan yang lain; ukur lagi dengan "
        "python -m p2spp_sim.studies.standing."
    )
    return text


def set_key() -> str:
    """Name the stored states by a hash."""
    text = data_path(*stored.STATES).read_text(encoding="utf-8")
    return blake2b(text.encode(), digest_size=8).hexdigest()


def joint(n: int = STATES) -> tuple[Point, ...]:
    """Draw states of the world from the joint plausible set, with the parameters of every rule book."""
    return stored.states_drawn(n, SEED)


def moved(
    world: World, state: Point, replicates: int = REPLICATES, asked: Iterable[str] = ()
) -> Moved:
    """Ask questions in one state of the world, on draws that all states and questions share.

    What a question itself sets stays as it sets it.

    Parameters
    ----------
    asked : keys of the questions; all when empty.
    """
    named = {key: questions()[key] for key in asked} or questions()
    runs = QuestionRuns(world, replicates, SEED)
    differences: Moved = {}
    for key, question in named.items():
        set_by = zip(question.scenarios(), (question.base, question.change), strict=True)
        before, after = (runs.of(stored.put(state, *each)) for each in set_by)
        for outcome in question.outcome:
            differences[key, outcome] = after[outcome] - before[outcome]
    return differences


def ask(states: Sequence[Point], replicates: int) -> PartTable:
    """Ask every question in states, in a worker: a row a state and replicate, a column a question and outcome."""
    world = World.load(DATASET)
    each = [moved(world, state, replicates) for state in states]
    return {" ".join(name): np.concatenate([state[name] for state in each]) for name in each[0]}


def standings(states: Sequence[Moved], points: Sequence[Point]) -> dict[str, dict[str, Standing]]:
    """Count what states say of every answer, and find what turns it.

    Parameters
    ----------
    states, points : the differences in every state, and the values of its parameters.
    """
    answers: dict[str, dict[str, Standing]] = {}
    for key, outcome in states[0]:
        paired = np.stack([state[key, outcome] for state in states], axis=1)
        mean, half = np.round(paired.mean(axis=0), 9), half_width(paired)
        says = {"rises": mean > 0, "falls": mean < 0, "still": np.abs(mean) <= half}
        follows = {
            "rises": mean,
            "falls": mean,
            "still": np.abs(mean) / np.maximum(half, 1e-9),
        }
        turns = {
            said: turn
            for said, same in says.items()
            if (turn := strongest(same, follows[said], points))
        }
        low, middle, high = np.quantile(mean, [0.025, 0.5, 0.975])
        answers.setdefault(key, {})[outcome] = Standing(
            **{said: round(float(same.mean()), 4) for said, same in says.items()},
            middle=round(float(middle), 9),
            low=round(float(low), 9),
            high=round(float(high), 9),
            first=round(float(mean[0]), 9),
            turns=turns,  # type: ignore[arg-type]
        )
    return answers


def in_states(
    before: Scenario,
    after: Scenario,
    world: World,
    outcomes: Sequence[str],
    states: int = 64,
    replicates: int = 20,
    seed: int = 0,
    progress: bool = False,
) -> dict[str, Standing]:
    """Say how far what a comparison of one's own finds stands in states of the joint plausible set.

    What a scenario itself sets stays as it sets it.

    Parameters
    ----------
    before, after : two scenarios; both meet the same draws.
    outcomes : indicators, by count; with `.rupiah` behind them by rupiah.
    states, replicates, seed : how many states are drawn, paired replicates in each, and the seed of both.
    progress : show a bar with the time left.

    Returns
    -------
    One `Standing` an outcome, such as `share(low, high)` and `turn(low, high)` are asked of with an interval.

    Raises
    ------
    OutOfBounds : more states than there are, or an outcome that cannot be asked of a group; nothing is run.
    UnknownName : no such outcome, or a group that the world does not have; nothing is run.
    """
    from tqdm.auto import tqdm

    check_outcomes(outcomes, world)
    points = stored.states_drawn(states, seed)
    each_state: list[Moved] = []
    for state in tqdm(points, unit=tr("keadaan"), disable=not progress):
        there = [stored.put(state, each, each.changed) for each in (before, after)]
        first, second = (replicated(world, each, replicates, seed, outcomes) for each in there)
        each_state.append({("", name): second[name] - first[name] for name in outcomes})
    return standings(each_state, points)[""]


def strongest(same: Any, follows: Floats, points: Sequence[Point]) -> Turn | None:
    """Find the parameter that goes most with an answer over the states, and the value that parts them best.

    Parameters
    ----------
    same : (states,) whether a state says the same.
    follows : (states,) what the answer is read from; its rank correlation with each parameter decides.
    points : the values of the parameters.

    Returns
    -------
    None where all or no state says the same, or where the strongest correlation is one that the best of as many
    parameters without any effect reaches in 1 of 20 cases.
    """
    keys = sorted(points[0])
    table = np.array([[float(point[key]) for key in keys] for point in points])
    n = len(table)
    if not 0 < same.sum() < n:
        return None
    ranks = np.apply_along_axis(_ranks, 0, np.column_stack([table, follows]))
    spread = np.maximum(ranks.std(axis=0), 1e-9)
    together = ((ranks - ranks.mean(axis=0)) / spread).T
    strength = np.round(np.abs(together[:-1] @ together[-1]) / n, 9)
    if strength.max() < 3.4 / np.sqrt(n):  # Bonferroni over some 70 parameters
        return None
    best = int(strength.argmax())
    values = table[:, best]
    distinct, fewest = np.unique(values), max(1, n // 20)
    between = ((distinct[1:] + distinct[:-1]) / 2).tolist()
    steps = [s for s in between if fewest <= (values < s).sum() <= n - fewest] or between[:1]
    apart = [abs(same[values > s].mean() - same[values < s].mean()) for s in steps]
    at = steps[int(np.argmax(np.round(apart, 9)))]
    above, below = (round(float(same[side].mean()), 4) for side in (values > at, values < at))
    return Turn(keys[best], float(f"{at:.3g}"), above, below)


def _ranks(values: Floats) -> Floats:
    """Give ranks, equals the same."""
    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    ranks: Floats = (np.cumsum(count) - count / 2)[place]
    return ranks


def alone(parameter: str, replicates: int) -> PartTable:
    """Move one parameter alone over its doubt, in a worker.

    Returns
    -------
    A row a value: `value`, `side` (on which side of zero the answer `FLIPPED` surely lies: 1, -1, or 0 when neither
    is sure), `allowed` (1 where all published facts are met).
    """
    world = World.load(DATASET)
    key, outcome = FLIPPED
    (lever,) = uncertain(Scenario.load("2010"), parameter)
    values = np.round(np.linspace(lever.low or 0, lever.high or 0, STEPS), 6).tolist()
    sides = [side(moved(world, {parameter: v}, replicates, [key])[key, outcome]) for v in values]
    met = [float(judge([{parameter: v}])["implausibility"][0] <= 1) for v in values]
    return {"value": values, "side": sides, "allowed": met}


def side(paired: Floats) -> int:
    """Tell on which side of zero paired differences surely lie: 1, -1, or 0 when neither is sure."""
    mean = float(paired.mean())
    return int(np.sign(mean)) if abs(mean) > SURE * float(half_width(paired)) else 0


def flip(parameter: str, table: Any, declared: int, same: Any, points: Sequence[Point]) -> Flip:
    """Say whether a parameter turns an answer alone, and what it does over the plausible states.

    Parameters
    ----------
    table : as `alone` gives it.
    declared : the side of the answer with all parameters as declared.
    same : (states,) whether a state says the same.
    """
    turned = table[table["side"] == -declared] if declared else table[table["side"] != 0]
    order = np.argsort([float(point[parameter]) for point in points], kind="stable")
    third = max(1, len(order) // 3)
    return Flip(
        parameter,
        tuple(turned["value"].tolist()),
        tuple(turned.loc[turned["allowed"] == 1, "value"].tolist()),
        round(float(same[order[:third]].mean()), 4),
        round(float(same[order[-third:]].mean()), 4),
    )


def measure(folder: Path, progress: bool = False) -> Measured:
    """Ask every question in every state, and see what single parameters do."""
    points = joint()
    cut = [points[span] for span in blocks(len(points), BLOCK)]
    table = done(
        ask,
        [(block, REPLICATES) for block in cut],
        [len(block) * REPLICATES for block in cut],
        folder,
        "ask",
        progress,
    )
    columns = {
        (key, outcome): table[f"{key} {outcome}"].to_numpy(np.float64).reshape(-1, REPLICATES)
        for key, question in questions().items()
        for outcome in question.outcome
    }
    states = [{name: each[at] for name, each in columns.items()} for at in range(len(points))]
    rows = done(
        alone, [(key, REPLICATES) for key in FLIPS], [STEPS] * len(FLIPS), folder, "alone", progress
    )
    declared = side(moved(World.load(DATASET), {}, asked=[FLIPPED[0]])[FLIPPED])
    means = np.array([state[FLIPPED].mean() for state in states])
    flips = (
        flip(key, rows.iloc[span], declared, np.sign(means) == declared, points)
        for key, span in zip(FLIPS, blocks(len(rows), STEPS), strict=True)
    )
    return Measured(
        DATASET,
        len(points),
        REPLICATES,
        SEED,
        len(points[0]),
        set_key(),
        standings(states, points),
        tuple(flips),
    )


def written(analysis: Measured) -> str:
    """Write the measurement as TOML."""
    lines = [
        "# Seberapa jauh jawaban W1-W15 bertahan; dibuat oleh python -m p2spp_sim.studies.standing; kolomnya di sana",
    ]
    plain = msgspec.to_builtins(analysis)
    lines += [f"{k} = {as_toml(v)}" for k, v in plain.items() if not isinstance(v, dict | tuple)]
    for row in plain["flips"]:
        lines += ["", "[[flips]]", *(f"{name} = {as_toml(value)}" for name, value in row.items())]
    for key, outcomes in plain["answers"].items():
        for outcome, row in outcomes.items():
            turns = row.pop("turns")
            lines += ["", f'[answers.{key}."{outcome}"]']
            lines += [f"{name} = {as_toml(value)}" for name, value in row.items()]
            lines += [f"turns.{said} = {as_toml(turn)}" for said, turn in turns.items()]
    return "\n".join(lines) + "\n"


def main(words: Sequence[str] | None = None) -> None:
    """Measure, and write what was found."""
    parser = argparse.ArgumentParser(prog="python -m p2spp_sim.studies.standing")
    parser.add_argument("--to", type=Path, default=Path("runs", "standing"), metavar="FOLDER")
    analysis = measure(parser.parse_args(words).to, progress=True)
    write_atomically(data_path(*FILE), written(analysis).encode())
    for row in analysis.flips:
        sys.stdout.write(f"{row.parameter}: {row.found} {row}\n")
    sys.stdout.write(f"{data_path(*FILE)}\n")


if __name__ == "__main__":
    # by its name, so that workers find what they are to do
    import_module("p2spp_sim.studies.standing").main()
