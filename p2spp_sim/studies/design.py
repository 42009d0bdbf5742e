"""Designs: which combinations of lever values a study runs."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import product
from math import ceil, floor

import msgspec
import numpy as np

from p2spp_sim.base.arrays import Floats
from p2spp_sim.base.cards import MOST_ROWS, brief, card, listed, table
from p2spp_sim.base.errors import OutOfBounds, UnknownName
from p2spp_sim.base.formats import number
from p2spp_sim.base.language import pick, tr
from p2spp_sim.base.numerals import whole_number
from p2spp_sim.scenario.levers import Lever, LeverValue, declared, plain_lever, shown
from p2spp_sim.scenario.levers import lever as lever_of
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.studies.plausible import stored

PAIRS = "sobol_pairs"  # the kind of a design that carries indices of pairs of levers
Point = Mapping[str, LeverValue]
# how far a value is doubted: the part of the way from it to either of its bounds
DOUBT: Mapping[str, float] = {"firm": 0.10, "moderate": 0.25, "indicative": 0.50, "assumed": 1.0}


def value_at(lever: Lever, place: float) -> LeverValue:
    """Give the value of a lever at a place in [0, 1) between its low and its high end.

    Real levers move evenly; whole numbers, choices and yes-or-no get equal parts of the way.
    """
    if lever.kind == "boolean":
        return place >= 0.5
    if lever.choices:
        return lever.choices[min(int(place * len(lever.choices)), len(lever.choices) - 1)]
    low, high = lever.low or 0, lever.high or 0
    if lever.kind == "real":
        return round(float(low + place * (high - low)), 9)
    return min(int(low + place * (high - low + 1)), int(high))


def along(lever: Lever, value: LeverValue) -> float:
    """Tell how far a value has come on the way of its lever, from 0 (low end) to 1 (high end)."""
    if lever.choices:
        return lever.choices.index(value) / max(len(lever.choices) - 1, 1)
    low, high = (0, 1) if lever.kind == "boolean" else (lever.low or 0, lever.high or 0)
    return (float(value) - low) / (high - low)


def places_along(levers: Sequence[Lever], points: Sequence[Point]) -> Floats:
    """Give where points lie along levers, (points, levers)."""
    return np.array([[along(lever, point[lever.key]) for lever in levers] for point in points])


@dataclass(frozen=True)
class Design:
    """A finished list of points.

    Parameters
    ----------
    kind : grid, latin_hypercube, sobol, sobol_pairs, morris, plausible, listed or cross.
    levers : what is moved.
    points : values of these levers, one mapping a point.
    places : (points, levers) in [0, 1), where they came from; NaN for a grid and for listed points.
    """

    kind: str
    levers: tuple[Lever, ...]
    points: tuple[Point, ...]
    places: Floats = field(compare=False)

    @classmethod
    def grid(cls, levers: Sequence[Lever], n: int = 5) -> "Design":
        """Cross all values: every choice, both of yes and no, and `n` even steps of a number (ends included)."""
        n, levers = whole_number("n", n, 2), distinct(levers)
        axes = [_steps(lever, n) for lever in levers]
        points = tuple(
            dict(zip([lever.key for lever in levers], values, strict=True))
            for values in product(*axes)
        )
        return cls("grid", tuple(levers), points, np.full((len(points), len(levers)), np.nan))

    @classmethod
    def latin_hypercube(cls, levers: Sequence[Lever], n: int, seed: int = 0) -> "Design":
        """Lay out `n` points so that every lever takes each of `n` equal slices once."""
        n, seed, levers = whole_number("n", n, 1), whole_number("seed", seed), distinct(levers)
        rng = np.random.default_rng(seed)
        columns = [(rng.permutation(n) + rng.random(n)) / n for _ in levers]
        return cls._at("latin_hypercube", levers, np.stack(columns, axis=1))

    @classmethod
    def sobol(
        cls, levers: Sequence[Lever], n: int, seed: int = 0, *, second_order: bool = False
    ) -> "Design":
        """Lay out Saltelli's sample for Sobol indices: n * (levers + 2) points, n a power of two.

        The points of n are the first of those of 2 n, so a study of it can grow (`sweep(..., grow=True)`).

        Parameters
        ----------
        second_order : lay out what indices of pairs of levers take as well: n * (2 * levers + 2) points.
        """
        from SALib.sample import sobol

        n, seed, levers = whole_number("n", n), whole_number("seed", seed), distinct(levers)
        if n < 2 or n & (n - 1):
            raise OutOfBounds(
                [tr("n = {n}: diharapkan pangkat dua, misalnya 64 atau 512.").format(n=n)]
            )
        places = sobol.sample(problem(levers), n, calc_second_order=second_order, seed=seed)
        kind = PAIRS if second_order else "sobol"
        return cls._at(kind, levers, np.asarray(places, np.float64))

    @classmethod
    def morris(cls, levers: Sequence[Lever], n: int, seed: int = 0) -> "Design":
        """Lay out `n` trajectories of one-at-a-time steps: n * (levers + 1) points.

        They move between four levels, or as many as it takes to come by every choice.
        """
        from SALib.sample import morris

        n, seed, levers = whole_number("n", n, 2), whole_number("seed", seed), distinct(levers)
        most = max(4, *(len(lever.choices) for lever in levers))
        places = morris.sample(problem(levers), n, num_levels=most + most % 2, seed=seed)
        return cls._at("morris", levers, np.asarray(places, np.float64))

    @classmethod
    def plausible(
        cls, n: int | None = None, seed: int = 0, scenario: Scenario | None = None
    ) -> "Design":
        """Draw `n` states of the world without replacement from those that meet the published facts together.

        The states are stored (`p2spp_sim.studies.plausible` makes them) and hold all parameters in doubt at once:
        to leave one out would be to leave the set. Give a scenario where they are run under another rule book than
        2010: what it does not know is left out. Warns (`OtherModel`) where the model has changed since.

        Parameters
        ----------
        n : all of them, in their order, when not said.

        Raises
        ------
        OutOfBounds : fewer than one, or more than there are.
        """
        stored.tell_outdated()
        scenario = scenario or Scenario.load("2010")
        drawn = stored.states_drawn(n, seed)
        points = tuple(stored.known(state, scenario) for state in drawn)
        doubt = {key: row["doubt"] for key, row in stored.diagnosis().parameters.items()}
        levers = tuple(
            msgspec.structs.replace(lever_of(key), low=doubt[key][0], high=doubt[key][1])
            for key in points[0]
        )
        places = places_along(levers, points)
        return cls("plausible", levers, points, np.clip(places, 0.0, np.nextafter(1.0, 0.0)))

    @classmethod
    def listed(cls, points: Sequence[Point]) -> "Design":
        """Take points as they are given, such as a handful of policies; all name the same levers.

        Raises
        ------
        UnknownName : a lever that does not exist.
        OutOfBounds : a value that is not allowed, or points that do not name the same levers.
        """
        points = list(points)
        keys = list(points[0]) if points else []
        if not keys or any(set(point) != set(keys) for point in points):
            raise OutOfBounds(
                [tr("Setiap titik harus menyebut tuas yang sama, paling sedikit satu.")]
            )
        levers = tuple(lever_of(key) for key in keys)
        faults = [lever.fault(point[lever.key]) for point in points for lever in levers]
        if any(faults):
            raise OutOfBounds(list(filter(None, faults)))
        return cls(
            "listed",
            levers,
            # as they are kept: a number of numpy is written otherwise than it is read back
            tuple(
                {lever.key: lever.plain(point[lever.key]) for lever in levers} for point in points
            ),
            np.full((len(points), len(keys)), np.nan),
        )

    @classmethod
    def cross(cls, policies: "Design", states: "Design") -> "Design":
        """Put every policy into every state of the world; all replicates of all of them share their draws in a sweep.

        Raises
        ------
        OutOfBounds : a lever is moved by both.
        """
        doubted = {lever.key for lever in states.levers}
        both = [lever.key for lever in policies.levers if lever.key in doubted]
        if both:
            message = tr(
                "{keys}: tidak dapat menjadi bagian kebijakan dan sekaligus keadaan yang tidak pasti."
            )
            raise OutOfBounds([message.format(keys=", ".join(both))])
        points = tuple({**policy, **state} for policy in policies.points for state in states.points)
        places = np.hstack(
            [
                np.repeat(policies.places, len(states), axis=0),
                np.tile(states.places, (len(policies), 1)),
            ]
        )
        return cls("cross", (*policies.levers, *states.levers), points, places)

    @classmethod
    def _at(cls, kind: str, levers: Sequence[Lever], places: Floats) -> "Design":
        inside = np.minimum(places, np.nextafter(1.0, 0.0))
        points = tuple(
            {
                lever.key: value_at(lever, float(place))
                for lever, place in zip(levers, row, strict=True)
            }
            for row in inside
        )
        return cls(kind, tuple(levers), points, places)

    def where(self, allowed: Callable[[Point], bool]) -> "Design":
        """Keep only the points that meet a condition, such as shares that add to at most 1.

        What is left is a list: no longer the design that indices are computed from.
        """
        kept = tuple(point for point in self.points if allowed(point))
        return Design("listed", self.levers, kept, np.full((len(kept), len(self.levers)), np.nan))

    def __repr__(self) -> str:
        """Say in a line how many points there are, and which levers they move."""
        points = tr("{n} titik").format(n=number(len(self)))
        keys = listed([lever.key for lever in self.levers])
        return brief("Design", f"{self.kind}, {points}: {keys}")

    def _repr_html_(self) -> str:
        headings = (tr("tuas"), tr("arti"), tr("terendah"), tr("tertinggi"), tr("satuan"))
        rows = []
        for lever in self.levers[:MOST_ROWS]:
            given = sorted({point[lever.key] for point in self.points if lever.key in point})
            ends = (shown(lever, given[0]), shown(lever, given[-1])) if given else ("–", "–")
            if lever.choices:
                ends = (listed([str(value) for value in given]), "")
            rows.append((lever.key, pick(lever.label), *ends, tr(lever.unit)))
        more = listed([lever.key for lever in self.levers[MOST_ROWS:]])
        facts = {tr("titik"): number(len(self)), tr("tuas"): number(len(self.levers))}
        return card(
            f"{tr('Rancangan')} · {self.kind}", facts, table(headings, rows, bare=True), note=more
        )

    def first(self, points: int) -> "Design":
        """Give the design of its first points, such as a Sobol design of half the n."""
        return Design(self.kind, self.levers, self.points[:points], self.places[:points])

    @property
    def step(self) -> int:
        """Count the points that belong together in a Sobol design: one of its n."""
        return (2 if self.kind == PAIRS else 1) * len(self.levers) + 2

    def __len__(self) -> int:
        """Count the points."""
        return len(self.points)

    @property
    def key(self) -> str:
        """Give a hash of the points and their places, for names of files."""
        points = repr([sorted(point.items()) for point in self.points]).encode()
        return blake2b(points + self.places.tobytes(), digest_size=8).hexdigest()

    @property
    def name(self) -> str:
        """Name the design by its kind, size and key, as a manifest pins it."""
        return f"{self.kind}-{len(self)}-{self.key}"


def distinct(levers: Iterable[Lever]) -> list[Lever]:
    """See that levers can be moved apart: at least one, and none of them twice.

    Raises
    ------
    OutOfBounds : none, one twice, or something that is no lever.
    """
    given: list[Lever] = list(levers)
    others = [each for each in given if not isinstance(each, Lever)]
    if not given or others:
        text = tr("levers: diharapkan tuas, misalnya {example}; yang diberikan {given}.")
        other: object = others[0] if others else []
        example = other if isinstance(other, str) and len(other) > 1 else "pik_share"
        raise OutOfBounds([text.format(example=f'scenario.levers("{example}")', given=repr(other))])
    keys = [lever.key for lever in given]
    if twice := [key for key in dict.fromkeys(keys) if keys.count(key) > 1]:
        text = tr("{keys}: tuas ini disebut lebih dari satu kali.")
        raise OutOfBounds([text.format(keys=", ".join(twice))])
    return [plain_lever(lever) for lever in given]


def _steps(lever: Lever, n: int) -> list[LeverValue]:
    if lever.kind == "boolean":
        return [False, True]
    if lever.choices:
        return list(lever.choices)
    values = np.linspace(lever.low or 0, lever.high or 0, n)
    if lever.kind == "real":
        return [round(float(value), 9) for value in values]
    return [int(value) for value in dict.fromkeys(np.rint(values).tolist())]


def problem(levers: Sequence[Lever]) -> dict[str, object]:
    """Describe levers as SALib wants them: places in [0, 1], so that choices are levers like others."""
    names = [lever.key for lever in levers]
    return {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}


def uncertain(scenario: Scenario, *keys: str, firmness: str | Sequence[str] = ()) -> list[Lever]:
    """Give the parameters that are in doubt, each narrowed to how far it is, without regard to the others.

    Most states that are drawn from these ranges alone miss some published fact: `Design.plausible` gives those that
    meet all. The ranges serve where every parameter must move by itself, such as in a Sobol design.

    Parameters
    ----------
    scenario : whose values lie in the middle, and whose rule book the parameters must know.
    keys : which of them, coefficients and weights of the rule book too; when empty all parameters and no coefficient.
    firmness : only those that are firm, moderate, indicative or assumed; all when empty.

    Returns
    -------
    Declarations with bounds of their own, for `Design`: each goes the part `DOUBT` of the way from its value to either
    bound: a tenth when firm, a quarter when moderate, half when indicative, all when assumed. Limits on the sum of
    levers, such as `effort_budget`, are part of a policy and are left out.

    Raises
    ------
    UnknownName : a key that is no such parameter under this rule book, or no such firmness.
    """
    wanted = [firmness] if isinstance(firmness, str) else list(firmness)
    for name in wanted:
        if name not in DOUBT:
            raise UnknownName(tr("Keteguhan"), name, DOUBT)
    limits = {lever.budget for lever in declared().values()}
    known = {
        key: lever
        for key, lever in scenario.declared.items()
        if lever.role != "lever" and key not in limits and scenario.knows(key)
    }
    for key in keys:
        if key not in known:
            raise UnknownName(
                tr("Parameter pada masa aturan {regime}").format(regime=scenario.regime), key, known
            )
    narrowed = [
        _narrowed(known[key], scenario.value(key))
        for key in keys or known
        if (keys or known[key].role == "parameter")
        and (not wanted or known[key].firmness in wanted)
    ]
    return [lever for lever in narrowed if lever.low != lever.high]


def _narrowed(lever: Lever, value: float) -> Lever:
    part = DOUBT[lever.firmness]
    low = value - part * (value - (lever.low or 0))
    high = value + part * ((lever.high or 0) - value)
    if lever.kind == "real":
        low, high = round(low, 9), round(high, 9)
    else:
        low, high = ceil(low), floor(high)
    return msgspec.structs.replace(lever, low=low, high=high)
