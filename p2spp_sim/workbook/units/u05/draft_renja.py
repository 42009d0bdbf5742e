"""Unit 05: a draft Renja as proposals and the agencies' own items, as the learner makes it and as it is on record."""

from collections.abc import Mapping
from dataclasses import dataclass

from p2spp_sim.base.language import Labels, tr
from p2spp_sim.workbook.case.desk import Desk, FiledProposal
from p2spp_sim.workbook.units.shared.proposals import eligible

FORUM = "forum_skpd"
SHARES = Labels(
    jumlah="Usulan layak yang masuk, menurut jumlah",
    nilai="Usulan layak yang masuk, menurut rupiah",
    isi="Isi Renja yang berasal dari musrenbang",
)


@dataclass(frozen=True, slots=True)
class AgencyItem:
    """What an agency brings itself; money in rupiah."""

    what: str
    skpd: str
    cost_idr: int


@dataclass(frozen=True)
class DraftRenja:
    """A draft Renja.

    Parameters
    ----------
    papers : the eligible proposals by id.
    granted : rupiah by proposal; those refused or not decided are absent.
    own : the agencies' own items that stay, by id.
    """

    papers: Mapping[str, FiledProposal]
    granted: Mapping[str, int]
    own: Mapping[str, AgencyItem]

    @property
    def asked_idr(self) -> int:
        """Rupiah that the proposals ask for."""
        return sum(paper.cost_idr for paper in self.papers.values())

    @property
    def granted_idr(self) -> int:
        """Rupiah that the proposals get."""
        return sum(self.granted.values())

    @property
    def whole_idr(self) -> int:
        """Rupiah of all that stands in the plan."""
        return self.granted_idr + sum(item.cost_idr for item in self.own.values())

    @property
    def shares(self) -> dict[str, float]:
        """The three `SHARES`: proposals taken, rupiah granted, and the plan's rupiah that musrenbang brought."""
        whole = self.whole_idr
        shares = (
            len(self.granted) / len(self.papers),
            self.granted_idr / self.asked_idr,
            self.granted_idr / whole if whole else 0.0,
        )
        return dict(zip(SHARES, shares, strict=True))

    def of(self, skpd: str) -> "DraftRenja":
        """Give the part of one agency."""
        papers = {key: paper for key, paper in self.papers.items() if paper.skpd == skpd}
        granted = {key: idr for key, idr in self.granted.items() if key in papers}
        return DraftRenja(
            papers, granted, {key: item for key, item in self.own.items() if item.skpd == skpd}
        )


def items(desk: Desk) -> dict[str, AgencyItem]:
    """Give the agencies' own items by id."""
    if "renja" not in desk.world.tables:
        return {}
    names = dict(zip(desk.world.skpd["code"], desk.world.skpd["name"], strict=True))
    table = desk.world.renja
    rows = zip(table["id"], table["skpd"], table["what"], table["cost_idr"], strict=True)
    return {
        str(key): AgencyItem(tr(str(what)), str(names[skpd]), int(cost))
        for key, skpd, what, cost in rows
    }


def served_papers(desk: Desk) -> dict[str, FiledProposal]:
    """Give the eligible proposals by id, in the order of the dataset."""
    good = eligible(desk)
    return {key: paper for key, paper in desk.papers.items() if key in good}


def agencies(desk: Desk) -> tuple[str, ...]:
    """Name the agencies that the eligible proposals are addressed to, in the order of the dataset."""
    asked = {paper.skpd for paper in served_papers(desk).values()}
    return tuple(str(name) for name in desk.world.skpd["name"] if name in asked)


def recorded(desk: Desk) -> dict[str, tuple[int, str]]:
    """Give rupiah and reason that Forum SKPD put on record for each proposal."""
    table = desk.world.record
    rows = zip(table["forum"], table["id"], table["approved_idr"], table["reason"], strict=True)
    return {str(key): (int(idr), str(reason)) for forum, key, idr, reason in rows if forum == FORUM}


def on_record(desk: Desk) -> DraftRenja:
    """Give the recorded Renja."""
    granted = {key: idr for key, (idr, _) in recorded(desk).items() if idr}
    return DraftRenja(served_papers(desk), granted, items(desk))


def ceilings(desk: Desk) -> dict[str, int]:
    """Give the ceiling of each agency on the board: what its recorded Renja amounts to."""
    plan = on_record(desk)
    return {name: plan.of(name).whole_idr for name in agencies(desk)}


@dataclass(frozen=True)
class Laid:
    """What lies before Forum SKPD.

    Parameters
    ----------
    papers : the eligible proposals by id.
    own : the agencies' own items by id.
    rooms : the ceiling of each agency by name, rupiah.
    """

    papers: Mapping[str, FiledProposal]
    own: Mapping[str, AgencyItem]
    rooms: Mapping[str, int]


def laid(desk: Desk) -> Laid:
    """Lay proposals, own items and ceilings before Forum SKPD."""
    return Laid(served_papers(desk), items(desk), ceilings(desk))
