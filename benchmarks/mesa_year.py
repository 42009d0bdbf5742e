"""The same year written as agents with Mesa: only to measure what deciding with arrays brings.

Villages, proposals and meetings are agents. Every forum is one step of the model: the proposals that wait for it go to
their meeting, and the meeting takes them one after the other through gates, scores, ranking and pots, as the rules file
says. What is known before anyone decides comes from the library: the drawn proposals, their luck, how exactly each
meeting scores, and the amounts of the pots. So both decide the same agenda and every decision can be compared; nothing
that decides is shared. As Mesa does it, a data collector notes after every step what was decided on every proposal.
"""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple

import mesa
from mesa_papers import Papers
from mesa_words import AMENDMENTS, CRITERIA, EFFECTS, TESTS

from p2spp_sim.model.meeting import Docket
from p2spp_sim.model.rulebook import END, ForumSpec, PotSpec, Reason
from p2spp_sim.world.world import World

STOPPED, DONE = -1, -2


class Decision(NamedTuple):
    """One proposal before one meeting; `rank` 0 and `points` None where a gate stopped it, `pot` -1 where refused."""

    row: int
    asked: int
    reason: int
    rank: int
    points: int | None
    granted: int
    pot: int


class Village(mesa.Agent):
    """A village: where proposals come from, who serves there and what was built; `place` is its row in every table."""

    def __init__(
        self, model: Year, place: dict[str, int], kades: float, bpd: float, upk: float
    ) -> None:
        super().__init__(model)
        self.place = place
        self.kades, self.bpd, self.upk = kades, bpd, upk
        self.built_by_blm: set[int] = set()


class Proposal(mesa.Agent):
    """A proposal that walks from meeting to meeting."""

    def __init__(self, model: Year, row: int, village: Village, at: int, **facts: Any) -> None:
        super().__init__(model)
        self.row, self.village, self.at = row, village, at
        self.__dict__.update(facts)
        self.idr: int = self.cost
        self.pot: tuple[str, str] | None = None
        self.priority = 0.0
        self.backed = False
        self.sat, self.decision = "", Decision(row, 0, 0, 0, None, 0, -1)

    def attend(self) -> None:
        """Go to the meeting of the forum that sits now, if this proposal waits for it."""
        if self.at == self.model.now:
            self.model.meeting_of(self).agenda.append(self)

    def has(self, flag: int) -> bool:
        return bool(self.flags & flag)

    def luck(self, purpose: str) -> float:
        return self.model.papers.luck[f"{self.model.forum.key}.{purpose}"][self.row]

    def value(self, key: str | float) -> Any:
        return self.model.value(key)


class Meeting(mesa.Agent):
    """One meeting of a forum: of a village, a kecamatan, an agency, a dapil or the kabupaten."""

    def __init__(self, model: Year, forum: ForumSpec, group: int) -> None:
        super().__init__(model)
        self.forum, self.group = forum, group
        self.agenda: list[Proposal] = []
        self.most_households = 1
        whole = sum(model.value(c.weight) for c in forum.criteria if c.part) or 1.0
        weights = [
            (c.term, model.value(c.weight) / (whole if c.part else 1.0)) for c in forum.criteria
        ]
        self.weights = [(term, weight) for term, weight in weights if weight]

    def hold(self) -> None:
        """Take the agenda through gates, amendments, scores, ranking and pots."""
        if not self.agenda:
            return
        self.most_households = max(1, *(p.households for p in self.agenda))
        stopped = {p: self._stopped(p) for p in self.agenda}
        amount = {p: self._amended(p) for p in self.agenda}
        passed = [p for p in self.agenda if not stopped[p]]
        score = {p: self._score(p) for p in passed}
        if self.forum.balance and (weight := self.model.value(self.forum.balance.weight)):
            beyond = self._beyond_share(score)
            score = {p: score[p] - weight * beyond[p] for p in passed}
        points = {p: round(score[p] * 1e6) for p in passed}
        ranking = sorted(passed, key=lambda p: (-points[p], p.row))
        pot_of = self._hand_out(ranking, amount)
        for rank, p in enumerate(ranking, 1):
            pot = pot_of.get(p, -1)
            reason = 0 if pot >= 0 else int(Reason.CEILING)
            self._note(
                p,
                Decision(p.row, p.idr, reason, rank, points[p], amount[p] if pot >= 0 else 0, pot),
            )
        for p in self.agenda:
            if stopped[p]:
                self._note(p, Decision(p.row, p.idr, stopped[p], 0, None, 0, -1))
        for number, pot in enumerate(self.forum.pots):
            if pot.effect:
                EFFECTS[pot.effect]([p for p in ranking if pot_of.get(p) == number])
        self.agenda = []

    def _stopped(self, p: Proposal) -> int:
        for gate in self.forum.gates:
            if not TESTS[gate.test](p):
                return int(Reason[gate.reason.upper()])
        return 0

    def _amended(self, p: Proposal) -> int:
        amount = p.idr
        for name in self.forum.amendments:
            amount = AMENDMENTS[name](p)
        return amount

    def _score(self, p: Proposal) -> float:
        score = 0.0
        for term, weight in self.weights:
            score += weight * CRITERIA[term](p, self)
        if self.forum.noise and (weight := self.model.value(self.forum.noise.weight)):
            blur = 1.0 - self.model.papers.exactness[self.forum.key][p.row]
            score += weight * blur * (p.luck("score") - 0.5)
        return score

    def _beyond_share(self, score: dict[Proposal, float]) -> dict[Proposal, float]:
        """How far what ranks above a proposal in its kecamatan exceeds the kecamatan's share of the money, 0 to 1."""
        beyond, above = {}, dict[int, int]()
        for p in sorted(score, key=lambda p: (-round(score[p], 6), p.row)):
            kecamatan = p.village.place["kecamatan"]
            money = max(1, self.amount(self.forum.balance.ceiling))
            share = max(1.0, self.model.papers.people_share[kecamatan] * money)
            beyond[p] = min(1.0, max(0.0, above.get(kecamatan, 0) / share - 1.0))
            above[kecamatan] = above.get(kecamatan, 0) + p.idr
        return beyond

    def _hand_out(
        self, ranking: list[Proposal], amount: dict[Proposal, int]
    ) -> dict[Proposal, int]:
        pot_of: dict[Proposal, int] = {}
        left = 0
        for number, pot in enumerate(self.forum.pots):
            room = None if not pot.ceiling else self.amount(pot.ceiling) + left
            places = None if not pot.limit else self.amount(pot.limit)
            left = 0
            for p in ranking:
                if p in pot_of or (pot.who and not TESTS[pot.who](p)):
                    continue
                if (room is not None and amount[p] > room) or (places is not None and places < 1):
                    if self.model.fill_of(pot) == "stop":
                        break
                    continue
                pot_of[p] = number
                room = None if room is None else room - amount[p]
                places = None if places is None else places - 1
            if pot.rolls_over and room is not None:
                left = room
        return pot_of

    def amount(self, name: str) -> int:
        return self.model.papers.amounts[self.forum.key, name][self.group]

    def _note(self, p: Proposal, decision: Decision) -> None:
        p.sat, p.decision = self.forum.key, decision
        if decision.pot < 0:
            p.at = STOPPED
            return
        pot = self.forum.pots[decision.pot]
        p.idr, p.pot = decision.granted, (self.forum.key, pot.key)
        p.at = DONE if pot.to == END else self.model.papers.book.index(pot.to)
        if p.pot == ("mad", "blm"):
            p.village.built_by_blm.add(p.activity)


def _noted(name: str, p: Proposal) -> int | None:
    value: int | None = getattr(p.decision, name)
    return value


class Year(mesa.Model):
    """One planning year; every step is one forum, held by all its meetings.

    Parameters
    ----------
    papers : what `mesa_papers.prepare` laid out.
    keep : whether the data collector notes the decisions.
    """

    def __init__(self, papers: Papers, keep: bool = True) -> None:
        super().__init__(seed=0)
        self.papers = papers
        self.now = 0
        self._levers: dict[str, Any] = {}
        noted = {"sat": "sat"} | {name: partial(_noted, name) for name in Decision._fields}
        self.datacollector = mesa.DataCollector(
            agenttype_reporters={Proposal: noted} if keep else None
        )
        self._settle(papers.world)
        self._lay_out(papers.docket)
        self.meetings = {
            forum.key: Meeting.create_agents(
                self, n := papers.world.size(forum.group), forum, list(range(n))
            )
            for forum in papers.book.forum
        }
        self._seats = {key: list(agents) for key, agents in self.meetings.items()}

    @property
    def forum(self) -> ForumSpec:
        """The forum that sits now."""
        return self.papers.book.forum[self.now]

    def value(self, key: str | float) -> Any:
        """A number as it stands, or the value of a lever."""
        if not isinstance(key, str):
            return key
        if key not in self._levers:
            self._levers[key] = self.papers.scenario.value(key)
        return self._levers[key]

    def fill_of(self, pot: PotSpec) -> str:
        """The way a pot is filled; this model knows `stop` and `skip`, the ways of the default scenario."""
        fill = pot.fill if pot.fill in ("stop", "skip") else self.value(pot.fill)
        if fill not in ("stop", "skip"):
            raise ValueError(f"the agents do not know the fill rule {fill!r}")
        return str(fill)

    def meeting_of(self, p: Proposal) -> Meeting:
        """The meeting of the present forum to which a proposal belongs."""
        group, place = self.forum.group, p.village.place
        number = place["kabupaten"] * self.agencies + p.skpd if group == "skpd" else place[group]
        return self._seats[self.forum.key][number]

    def step(self) -> None:
        """Hold one forum."""
        self.agents_by_type[Proposal].do("attend")
        self.meetings[self.forum.key].do("hold")
        self.datacollector.collect(self)
        self.now += 1

    def decisions(self, forum: str) -> list[Decision]:
        """What one forum decided, in the order of the proposals, as the data collector noted it."""
        noted = self.datacollector.get_agenttype_vars_dataframe(Proposal)
        noted = noted.loc[1 + self.papers.book.index(forum)]
        noted = noted[noted["sat"] == forum].drop(columns="sat").astype(object)
        rows = (Decision(*row) for row in noted.itertuples(index=False))
        return sorted(
            d._replace(points=None if d.points != d.points else int(d.points)) for d in rows
        )

    def run(self) -> Year:
        """Hold all forums of the year."""
        for _ in self.papers.book.forum:
            self.step()
        return self

    def _settle(self, world: World) -> None:
        self.agencies = len(world.skpd["code"])
        self.skpd_capacity = world.skpd["capacity"].tolist()
        kecamatan, dapil = world.kecamatan_of, world.dapil_of[world.kecamatan_of]
        places = zip(kecamatan.tolist(), dapil.tolist(), world.kabupaten_of.tolist(), strict=True)
        kades, bpd = world.villages["cap_kades"].tolist(), world.villages["org_bpd"].tolist()
        upk = world.kecamatan["cap_upk"][kecamatan].tolist()
        self.villages = [
            Village(
                self,
                {"village": row, "kecamatan": kec, "dapil": dap, "kabupaten": kab},
                kades[row],
                bpd[row],
                upk[row],
            )
            for row, (kec, dap, kab) in enumerate(places)
        ]

    def _lay_out(self, docket: Docket) -> None:
        names = (
            "origin",
            "skpd",
            "activity",
            "authority",
            "urgency",
            "flags",
            "cost",
            "selfhelp",
            "households",
        )
        names += ("poor_households", "matches")
        columns = [getattr(docket.proposals, name).tolist() for name in names]
        village, at = docket.proposals.village.tolist(), docket.at.tolist()
        self.proposals = [
            Proposal(
                self,
                row,
                self.villages[village[row]],
                at[row],
                **dict(zip(names, facts, strict=True)),
            )
            for row, facts in enumerate(zip(*columns, strict=True))
        ]
