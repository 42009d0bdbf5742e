"""The learner's desk: one world, its scenarios and a seed, and what the library answers about them in rows.

Boards, exercises and trainer's keys all ask here, so every number on the screen is computed at run time.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

import p2spp_sim as p2
from p2spp_sim.base.era import THEN
from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.intervals import FEWEST
from p2spp_sim.base.language import tr
from p2spp_sim.scenario.scenario import LeverValue, Scenario
from p2spp_sim.world.places import own_worlds
from p2spp_sim.world.world import World

FORUM = "musrenbang_kecamatan"
ARRIVED = "arrived"
KABUPATEN = "wanasari"  # the invented one whose years boards draw
DRAWS = FEWEST  # paired ones of a board; the fewest with which an interval is given


@dataclass(frozen=True, slots=True)
class FiledProposal:
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
class RankedProposal:
    """One proposal after the meeting: rank 0 and no score where a gate stopped it."""

    paper: FiledProposal
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
class MeetingOutcome:
    """What one sub-district meeting decided, in the order of rank; those stopped at a gate come last."""

    rows: tuple[RankedProposal, ...]
    villages: tuple[str, ...]

    @property
    def eligible(self) -> tuple[RankedProposal, ...]:
        """The proposals that were scored."""
        return tuple(row for row in self.rows if row.rank > 0)

    @property
    def returned(self) -> tuple[RankedProposal, ...]:
        """The proposals that a gate stopped."""
        return tuple(row for row in self.rows if row.rank == 0)

    @property
    def chosen(self) -> tuple[RankedProposal, ...]:
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
class FunnelStage:
    """One stage of the funnel: what came before it, what it took, and why most of the rest was lost."""

    stage: str
    label: str
    entered: int
    count: int
    asked_idr: int
    rupiah: int
    share: float
    reason: str

    @property
    def lost(self) -> int:
        """Proposals lost here."""
        return self.entered - self.count

    @property
    def lost_idr(self) -> int:
        """Rupiah lost here, by refusal and by cuts."""
        return self.asked_idr - self.rupiah

    @property
    def passed(self) -> float:
        """Share of the rupiah before the gate that it took, 0..1."""
        return self.rupiah / self.asked_idr if self.asked_idr else 0.0

    @property
    def passed_count(self) -> float:
        """Share of the proposals before the gate that it took, 0..1."""
        return self.count / self.entered if self.entered else 0.0


@lru_cache(maxsize=8)
def world(name: str) -> World:
    """Load a dataset once in a session."""
    return World.load(name)


def own_districts(learner: str) -> list[str]:
    """Name the worlds of a learner's own that can be read; a broken one is told where it is made, not on a board."""
    names = []
    for name in own_worlds(learner):
        with suppress(P2sppError, OSError):
            world(name)
            names.append(name)
    return names


@dataclass(frozen=True)
class Desk:
    """What an answer may be computed from.

    Parameters
    ----------
    world : the dataset of the unit.
    scenario : of the unit (the funnel of unit 06, the meeting of unit 03).
    forum_scenario : of the sub-district meeting run alone.
    seed : of the draws.
    book : rule book of the unit's era, by which boards draw a year of the invented kabupaten.
    """

    world: World
    scenario: Scenario
    forum_scenario: Scenario
    seed: int = 0
    book: str = THEN

    @cached_property
    def papers(self) -> dict[str, FiledProposal]:
        """All proposals of the dataset by id; none where they are drawn."""
        if "proposals" not in self.world.tables:
            return {}
        names = dict(zip(self.world.villages["code"], self.world.villages["name"], strict=True))
        skpd = dict(zip(self.world.skpd["code"], self.world.skpd["name"], strict=True))
        table = self.world.proposals
        rows: list[dict[str, Any]] = [
            dict(zip(table, row, strict=True)) for row in zip(*table.values(), strict=True)
        ]
        return {
            str(row["id"]): FiledProposal(
                id=str(row["id"]),
                village=str(names[row["village"]]),
                what=tr(str(row["what"])),
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

    def meeting(self, **levers: LeverValue) -> MeetingOutcome:
        """Run the sub-district meeting alone with some levers moved."""
        frame = p2.run_forum(
            self.world, FORUM, self.forum_scenario.change(**levers), seed=self.seed
        ).frame()
        rows = [
            RankedProposal(
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
        return MeetingOutcome(tuple(rows), self.village_names)

    @cached_property
    def _run(self) -> p2.Run:
        return p2.run_year(self.world, self.scenario, seed=self.seed)

    @cached_property
    def gates(self) -> dict[str, FunnelStage]:
        """The funnel of the unit's own scenario; it begins with what the first meeting found eligible."""
        gates = funnel_of(self._run)
        key, first = next(iter(gates.items()))
        return {**gates, key: replace(first, entered=first.count, asked_idr=first.rupiah)}

    def gate(self, stage: str) -> FunnelStage:
        """Give one gate of the funnel.

        Raises
        ------
        P2sppError : nothing comes as far under this scenario.
        """
        if stage not in self.gates:
            text = tr("Dengan skenario {nama} tidak ada usulan yang sampai ke gerbang {gerbang}.")
            raise P2sppError(text.format(nama=self.scenario.name, gerbang=stage))
        return self.gates[stage]

    @cached_property
    def stopped_at(self) -> dict[str, str]:
        """The stage at which each proposal was lost; `arrived` for those that reached the end."""
        frame = self._run.frame()
        rows = zip(frame["id"], frame["stage"], frame["built"], strict=True)
        return {str(key): ARRIVED if built else str(stage) for key, stage, built in rows}


def funnel_of(run: p2.Run, stages: Sequence[str] = (), origin: str = "") -> dict[str, FunnelStage]:
    """Give the funnel of a run as gates by stage, in order.

    Parameters
    ----------
    stages : only these, and those before which nothing lay are left out anyway.
    origin : only proposals of that origin, as in `Run.funnel`.
    """
    rows = [
        row
        for row in run.funnel(origin).to_dict("records")
        if row["entered"] and row["stage"] in (stages or [row["stage"]])
    ]
    top = int(rows[0]["rupiah"]) if rows else 0
    return {
        str(row["stage"]): FunnelStage(
            stage=str(row["stage"]),
            label=str(row["label"]),
            entered=int(row["entered"]),
            count=int(row["count"]),
            asked_idr=int(row["asked"]),
            rupiah=int(row["rupiah"]),
            share=int(row["rupiah"]) / top if top else 0.0,
            reason=str(row["main_reason"]),
        )
        for row in rows
    }
