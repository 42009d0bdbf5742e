"""The learner's desk: one world, its scenarios and a seed, and what the library answers about them in plain rows.

Boards, exercises and trainer's keys all ask here, so every number on the screen is computed by the library at run time.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import p2spp_sim as p2
from p2spp_sim.scenario import Scenario, Value
from p2spp_sim.world import World

FORUM = "musrenbang_kecamatan"


@dataclass(frozen=True, slots=True)
class Paper:
    """One proposal as the village filed it; money in rupiah."""

    id: str
    village: str
    what: str
    skpd: str
    cost_idr: int
    households: int
    poor: int
    urgency: int
    selfhelp_idr: int
    in_rpjm: bool
    authority: str


@dataclass(frozen=True, slots=True)
class Row:
    """One proposal after the meeting: rank 0 and no score where a gate stopped it."""

    paper: Paper
    decision: str
    reason: str
    reason_text: str
    score: float
    rank: int
    approved_idr: int

    @property
    def chosen(self) -> bool:
        """Whether the meeting gave it money."""
        return self.decision in ("funded", "reduced")


@dataclass(frozen=True, slots=True)
class Meeting:
    """What one sub-district meeting decided, in the order of rank; those stopped at a gate come last, by id."""

    rows: tuple[Row, ...]
    villages: tuple[str, ...]

    @property
    def eligible(self) -> tuple[Row, ...]:
        """The proposals that were scored."""
        return tuple(row for row in self.rows if row.rank > 0)

    @property
    def returned(self) -> tuple[Row, ...]:
        """The proposals that a gate stopped."""
        return tuple(row for row in self.rows if row.rank == 0)

    @property
    def chosen(self) -> tuple[Row, ...]:
        """The proposals that got money."""
        return tuple(row for row in self.rows if row.chosen)

    @property
    def spent_idr(self) -> int:
        """Rupiah given."""
        return sum(row.approved_idr for row in self.rows)

    @property
    def poor_reached(self) -> int:
        """Poor households among the beneficiaries of what was chosen."""
        return sum(row.paper.poor for row in self.chosen)

    @property
    def villages_without(self) -> tuple[str, ...]:
        """Villages of which nothing was chosen."""
        served = {row.paper.village for row in self.chosen}
        return tuple(name for name in self.villages if name not in served)


@dataclass(frozen=True, slots=True)
class Gate:
    """One stage of the funnel; shares are of the first stage, `passed` of the stage before, both 0..1."""

    stage: str
    label: str
    count: int
    rupiah: int
    lost_count: int
    lost_rupiah: int
    share: float
    passed: float
    passed_count: float
    reason: str


@lru_cache(maxsize=8)
def world(name: str) -> World:
    """Load a dataset once in a session."""
    return World.load(name)


@dataclass(frozen=True)
class Desk:
    """What an answer may be computed from.

    Parameters
    ----------
    world : the dataset of the unit.
    scenario : of the unit (the funnel of unit 06, the meeting of unit 03).
    forum_scenario : of the sub-district meeting run alone.
    seed : of the draws.
    """

    world: World
    scenario: Scenario
    forum_scenario: Scenario
    seed: int = 0

    @cached_property
    def papers(self) -> dict[str, Paper]:
        """All proposals of the dataset by id."""
        names = dict(zip(self.world.villages["code"], self.world.villages["name"], strict=True))
        skpd = dict(zip(self.world.skpd["code"], self.world.skpd["name"], strict=True))
        table = self.world.proposals
        rows: list[dict[str, Any]] = [dict(zip(table, row, strict=True)) for row in zip(*table.values(), strict=True)]
        return {
            str(row["id"]): Paper(
                id=str(row["id"]),
                village=str(names[row["village"]]),
                what=str(row["what"]),
                skpd=str(skpd[row["skpd"]]),
                cost_idr=int(row["cost_idr"]),
                households=int(row["households"]),
                poor=int(row["poor_households"]),
                urgency=int(row["urgency"]),
                selfhelp_idr=int(row["selfhelp_idr"]),
                in_rpjm=bool(row["in_rpjm"]),
                authority=str(row["authority"]),
            )
            for row in rows
        }

    @cached_property
    def village_names(self) -> tuple[str, ...]:
        """Names of the villages in the order of the dataset."""
        return tuple(str(name) for name in self.world.villages["name"])

    def meeting(self, **levers: Value) -> Meeting:
        """Run the sub-district meeting alone with some levers moved."""
        frame = p2.run_forum(self.world, FORUM, self.forum_scenario.change(**levers), seed=self.seed).frame()
        rows = [
            Row(
                paper=self.papers[str(row["id"])],
                decision=str(row["decision"]),
                reason=str(row["reason"]),
                reason_text=str(row["reason_text"]),
                score=float(row["score"]),
                rank=int(row["rank"]),
                approved_idr=int(row["approved_idr"]),
            )
            for row in frame.to_dict("records")
        ]
        rows.sort(key=lambda row: (row.rank == 0, row.rank, row.paper.id))
        return Meeting(tuple(rows), self.village_names)

    @cached_property
    def gates(self) -> dict[str, Gate]:
        """The funnel of the unit's own scenario, by stage."""
        return funnel_of(p2.run_year(self.world, self.scenario, seed=self.seed))

    @cached_property
    def stopped_at(self) -> dict[str, str]:
        """The stage at which each proposal of the funnel was lost; the last stage for those that arrived."""
        return where_stopped(p2.run_year(self.world, self.scenario, seed=self.seed))


def funnel_of(run: "p2.Run") -> dict[str, Gate]:
    """Give the funnel of a run as gates by stage, in order."""
    gates: dict[str, Gate] = {}
    first: Mapping[str, Any] | None = None
    last: Mapping[str, Any] | None = None
    for row in run.funnel().to_dict("records"):
        first = first or row
        before = last or row
        gates[str(row["stage"])] = Gate(
            stage=str(row["stage"]),
            label=str(row["label"]),
            count=int(row["count"]),
            rupiah=int(row["rupiah"]),
            lost_count=int(before["count"]) - int(row["count"]),
            lost_rupiah=int(before["rupiah"]) - int(row["rupiah"]),
            share=_share(row["rupiah"], first["rupiah"]),
            passed=_share(row["rupiah"], before["rupiah"]),
            passed_count=_share(row["count"], before["count"]),
            reason=str(row["main_reason"] or ""),
        )
        last = row
    return gates


def where_stopped(run: "p2.Run") -> dict[str, str]:
    """Give the stage at which each proposal stopped."""
    frame = run.frame()
    return dict(zip(frame["id"].astype(str), frame["stage"].astype(str), strict=True))


def _share(part: float, whole: float) -> float:
    return float(part) / float(whole) if whole else 0.0
