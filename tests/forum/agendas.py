"""Random agendas: many and quick from a numpy seed, or drawn by hypothesis so that a failure is shrunk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from hypothesis import strategies as st

from p2spp_sim.forum.decide import FILL_RULES, Agenda, Gate, Pot

NEEDS_MONEY = ("equal_split", "best_package", "equal_shares")
COLUMNS = ("group", "asked", "score", "tie", "amended", "unit", "turn")
NO_LIMIT = ("best_package", "equal_shares")
Case = tuple[Agenda, tuple[Pot, ...]]


@dataclass(frozen=True)
class Ballots:
    """Approvals of all voters at once, (voters, n), and the meeting of each voter."""

    cast: np.ndarray
    group: np.ndarray

    def __call__(self, group: int, rows: np.ndarray) -> np.ndarray:
        """Give those of one meeting, as an agenda wants them."""
        return self.cast[self.group == group][:, rows]


def random_case(rng: np.random.Generator, fill: str, *, uneven: bool = False) -> Case:
    """Make an agenda with one to three pots, one of them filled by the rule `fill`.

    It is small, or else uneven: many groups of one or two rows beside one of fifty. The best package is then left
    out, as the oracle would try every subset.
    """
    groups = int(rng.integers(1, 5)) if not uneven else 60
    n = int(rng.integers(0, 5 * groups)) if not uneven else 110
    group = rng.integers(0, groups, n)
    if uneven:
        group[rng.permutation(n)[:50]] = rng.integers(groups)
    step = int(
        rng.choice([1, 1, 1_000_000, 123_457_911])
    )  # small and large money, many or few equal sums
    asked = rng.integers(1, 9, n) * step * (rng.random(n) < 0.85)
    if step > 1_000_000:
        asked = asked + rng.integers(0, 1_000, n)
    voters = int(rng.integers(0, 9))
    agenda = Agenda(
        group=group,
        groups=groups,
        asked=asked,
        score=random_scores(rng, n),
        tie=rng.permutation(n).astype(np.int64) * 3 - 7,
        gates=tuple(
            Gate(passes=rng.random(n) < 0.85, reason=int(rng.integers(1, 15)))
            for _ in range(rng.integers(0, 4))
        ),
        amended=None if rng.random() < 0.5 else asked * rng.integers(0, 5, n) // 4,
        unit=rng.choice([3_211_010_001, 3_211_010_002, -5, 0, 4], n),
        turn=rng.random(n) < 0.6,
        ballots=Ballots(
            rng.random((voters, n)) < rng.choice([0.3, 0.7]), rng.integers(0, groups, voters)
        ),
    )
    known = [name for name in FILL_RULES if not (uneven and name == "best_package")]
    fills = [str(rng.choice(known)) for _ in range(rng.integers(1, 4))]
    fills[int(rng.integers(len(fills)))] = fill
    if not {"village_first", "equal_split"} & set(fills) and rng.random() < 0.5:
        agenda = replace(agenda, unit=None)
    if "rotation" not in fills and rng.random() < 0.5:
        agenda = replace(agenda, turn=None)
    if "equal_shares" not in fills and rng.random() < 0.5:
        agenda = replace(agenda, ballots=None)
    return agenda, tuple(random_pot(rng, agenda, name) for name in fills)


def random_scores(rng: np.random.Generator, n: int) -> np.ndarray:
    """Draw scores with many ties, some only after rounding, or far apart, or without ties."""
    if rng.random() < 0.3:
        return rng.normal(0.4, 0.3, n)
    eighths = rng.integers(-1, 9, n) / 8
    if rng.random() < 0.2:
        return eighths * 2.0**20
    return eighths + rng.choice([-1e-8, 0.0, 1e-8], n)


def random_pot(rng: np.random.Generator, agenda: Agenda, fill: str) -> Pot:
    """Make a pot whose ceilings lie between nothing and a little more than all that is asked."""
    n, groups = agenda.asked.size, agenda.groups
    wanted = np.bincount(agenda.group, weights=agenda.asked, minlength=groups).astype(np.int64)
    ceiling = wanted * rng.integers(0, 12, groups) // 10 + rng.integers(0, 3, groups)
    return Pot(
        ceiling=None if fill not in NEEDS_MONEY and rng.random() < 0.1 else ceiling,
        fill=fill,
        eligible=None if rng.random() < 0.6 else rng.random(n) < 0.7,
        limit=None if fill in NO_LIMIT or rng.random() < 0.6 else rng.integers(0, 4, groups),
        rolls_over=bool(rng.random() < 0.5),
    )


def column(values: Sequence[object], kind: type) -> np.ndarray:
    """Turn drawn values into a column, also when there are none."""
    return np.array(values, dtype=kind)


@st.composite
def cases(draw: st.DrawFn, fills: Sequence[str] = FILL_RULES, pots: int = 3, top: int = 9) -> Case:
    """Draw an agenda of at most eleven rows and up to `pots` pots filled by the rules named."""
    groups = draw(st.sampled_from([1, 2, 2, 3]))
    width = draw(st.sampled_from([3, top]))
    row = st.tuples(
        st.integers(0, groups - 1),
        st.integers(0, width),  # asked
        st.integers(0, 3),  # cut
        st.integers(-1, 4),  # score in quarters
        st.integers(0, 3),  # unit
        st.booleans(),  # turn
        st.integers(0, 31),  # ballots of five voters, as bits
        st.sampled_from([0, 0, 0, 0, 0, 0, 0, 1, 2, 3]),  # gates not passed, as bits
    )
    n = draw(st.integers(6, 11) | st.integers(0, 11))
    rows = draw(st.lists(row, min_size=n, max_size=n))
    amended = draw(st.booleans())
    group, asked, cut, quarters, unit, turn, bits, gates = (
        zip(*rows, strict=True) if rows else ((),) * 8
    )
    agenda = Agenda(
        group=column(group, np.int64),
        groups=groups,
        asked=column(asked, np.int64),
        score=column(quarters, np.float64) / 4,
        tie=column(draw(st.permutations(range(n))), np.int64),
        gates=tuple(
            Gate(passes=(column(gates, np.int64) >> bit & 1) == 0, reason=reason)
            for bit, reason in enumerate((9, 2))
        ),
        amended=np.maximum(column(asked, np.int64) - column(cut, np.int64), 0) if amended else None,
        unit=column(unit, np.int64),
        turn=column(turn, np.bool_),
        ballots=Ballots(
            np.array([column(bits, np.int64) >> voter & 1 for voter in range(5)]) == 1,
            column(draw(st.lists(st.integers(0, groups - 1), min_size=5, max_size=5)), np.int64),
        ),
    )
    names = draw(st.lists(st.sampled_from(list(fills)), min_size=1, max_size=pots))
    return agenda, tuple(draw(drawn_pots(name, n, groups)) for name in names)


@st.composite
def drawn_pots(draw: st.DrawFn, fill: str, n: int, groups: int) -> Pot:
    """Draw a pot for `n` rows."""
    money = st.lists(st.integers(0, 24), min_size=groups, max_size=groups)
    limit = st.lists(st.integers(0, 4), min_size=groups, max_size=groups)
    ceiling = draw(money if fill in NEEDS_MONEY else st.one_of(st.none(), money, money, money))
    most = None if fill in NO_LIMIT else draw(st.one_of(st.none(), st.none(), limit))
    bits = draw(st.one_of(st.none(), st.none(), st.integers(0, 2**n - 1)))
    return Pot(
        ceiling=None if ceiling is None else column(ceiling, np.int64),
        fill=fill,
        eligible=None if bits is None else column([bits >> row & 1 for row in range(n)], np.bool_),
        limit=None if most is None else column(most, np.int64),
        rolls_over=draw(st.booleans()),
    )


def take_rows(case: Case, order: np.ndarray) -> Case:
    """Keep the rows named by `order`, in that order; every row carries its tie along."""
    agenda, pots = case

    def pick(values: np.ndarray | None) -> np.ndarray | None:
        return None if values is None else values[..., order]

    agenda = replace(
        agenda,
        **{name: pick(getattr(agenda, name)) for name in COLUMNS},
        ballots=agenda.ballots and replace(agenda.ballots, cast=agenda.ballots.cast[:, order]),
        gates=tuple(replace(gate, passes=gate.passes[order]) for gate in agenda.gates),
    )
    return agenda, tuple(replace(pot, eligible=pick(pot.eligible)) for pot in pots)
