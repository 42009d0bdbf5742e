"""Unit 05: what the recorded Renja did with every proposal, whose figure it is, and what a reply says."""

from functools import cache

import msgspec

from p2spp_sim.base.files import read_data
from p2spp_sim.base.formats import number, percent
from p2spp_sim.base.language import tr
from p2spp_sim.workbook.case.desk import Desk
from p2spp_sim.workbook.exercises.answers import Answers, FactParts
from p2spp_sim.workbook.page.markup import in_millions
from p2spp_sim.workbook.units.shared.proposals import of_proposal
from p2spp_sim.workbook.units.u05.draft_renja import agencies, ceilings, items, on_record, recorded

answers = Answers()

UNEXPLAINED = "F"
STUDY_TOUR, IRRIGATION = "R06", "U03"  # the two that the curriculum sets against each other


class Code(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A code of refusal and the library's reason of the same meaning."""

    label: dict[str, str]
    reason: str
    source: str


class Reply(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An agency's reply and its code."""

    code: str
    source: str


class Replies(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All codes and replies of the unit."""

    code: dict[str, Code]
    reply: dict[str, Reply]


@cache
def replies() -> Replies:
    """Read codes and replies."""
    return read_data(Replies, "datasets", "jawaban_renja.toml")


def code_of(reason: str) -> str:
    """Give the code of a recorded reason; a reason without a code is none."""
    codes = {code.reason: key for key, code in replies().code.items()}
    return codes.get(reason, UNEXPLAINED)


@answers.add
def fate_in_renja(desk: Desk) -> dict[str, str]:
    """Tell what the recorded Renja did with each proposal: taken in full, in part, or refused."""
    fates = {}
    for key, (idr, _) in recorded(desk).items():
        fates[key] = "out" if not idr else "full" if idr == desk.papers[key].cost_idr else "part"
    return fates


def _moved(desk: Desk) -> int:
    """Give the rupiah of proposals when the study tour gives way to irrigation."""
    return on_record(desk).granted_idr + items(desk)[STUDY_TOUR].cost_idr


@answers.add
def share_of_renja_moved(desk: Desk) -> float:
    """Per cent of the Renja that comes from musrenbang once the study tour's money goes to irrigation."""
    return 100 * _moved(desk) / on_record(desk).whole_idr


@answers.add
def share_of_renja_recorded(desk: Desk) -> float:
    """Per cent of the recorded Renja, before anything moves."""
    return 100 * on_record(desk).shares["isi"]


@answers.add
def share_of_renja_grown(desk: Desk) -> float:
    """Let the plan grow by what only moved."""
    return 100 * _moved(desk) / (on_record(desk).whole_idr + items(desk)[STUDY_TOUR].cost_idr)


@answers.add
def share_of_proposals_moved(desk: Desk) -> float:
    """Divide by what the proposals ask for."""
    return 100 * _moved(desk) / on_record(desk).asked_idr


@answers.add
def passed_by_skpd(desk: Desk) -> dict[str, float]:
    """Per cent of the rupiah asked of each agency that is in the recorded Renja."""
    return {
        _code(desk, name): 100 * on_record(desk).of(name).shares["nilai"] for name in agencies(desk)
    }


@answers.add
def passed_by_skpd_count(desk: Desk) -> dict[str, float]:
    """Count the same by proposals."""
    return {
        _code(desk, name): 100 * on_record(desk).of(name).shares["jumlah"]
        for name in agencies(desk)
    }


@answers.add
def renja_by_skpd(desk: Desk) -> dict[str, float]:
    """Per cent of each agency's Renja that came from musrenbang."""
    return {
        _code(desk, name): 100 * on_record(desk).of(name).shares["isi"] for name in agencies(desk)
    }


def _code(desk: Desk, name: str) -> str:
    codes = dict(zip(desk.world.skpd["name"], desk.world.skpd["code"], strict=True))
    return str(codes[name])


@answers.add
def who_quotes_what(desk: Desk) -> dict[str, str]:
    """Say which share flatters the agency most, and which tells the villages how much of their money is there."""
    shares = on_record(desk).shares
    return {
        "kepala_dinas": max(shares, key=lambda key: shares[key]),
        "bkad": min(shares, key=lambda key: shares[key]),
    }


@answers.add
def codes_of_replies(desk: Desk) -> dict[str, str]:
    """Give the code of each reply."""
    return {key: reply.code for key, reply in replies().reply.items()}


@answers.add
def ceiling_as_reason(desk: Desk) -> str:
    """Judge the ceiling as a reason for refusing irrigation: how much of it the agency's whole ceiling could hold."""
    paper = desk.papers[IRRIGATION]
    room = ceilings(desk)[paper.skpd]
    if paper.cost_idr <= room:
        return "dibantah"
    return "sebagian" if paper.cost_idr // 2 <= room else "sepenuhnya"


@answers.named_fact
def of_item_or_proposal(desk: Desk, name: str) -> FactParts | None:
    """Give an agency's own item, as in `{dinas_R06[isi]}`, or a proposal by its id."""
    item = items(desk).get(name.removeprefix("dinas_"))
    if item is None:
        return of_proposal(desk, name)
    return {"isi": item.what, "biaya": in_millions(item.cost_idr), "skpd": item.skpd}


@answers.fact
def tercatat(desk: Desk) -> FactParts:
    """Give the recorded Renja in words."""
    plan = on_record(desk)
    fates = fate_in_renja(desk)
    return {
        "usulan": number(len(plan.papers)),
        "masuk": number(len(plan.granted)),
        "sebagian": ", ".join(key for key, fate in fates.items() if fate == "part"),
        "diminta": in_millions(plan.asked_idr),
        "diberi": in_millions(plan.granted_idr),
        "bawaan": in_millions(plan.whole_idr - plan.granted_idr),
        "bawaan_banyak": number(len(plan.own)),
        "seluruh": in_millions(plan.whole_idr),
        **{key: percent(share) for key, share in plan.shares.items()},
        **{
            f"d_{_code(desk, name)}": percent(plan.of(name).shares["nilai"])
            for name in agencies(desk)
        },
    }


@answers.fact
def irigasi(desk: Desk) -> FactParts:
    """Give the irrigation proposal against its agency's ceiling, and what a moved study tour comes to."""
    paper = desk.papers[IRRIGATION]
    own = [item for item in items(desk).values() if item.skpd == paper.skpd]
    return {
        "biaya": in_millions(paper.cost_idr),
        "separuh": in_millions(paper.cost_idr // 2),
        "skpd": paper.skpd,
        "pagu": in_millions(ceilings(desk)[paper.skpd]),
        "bawaan": ", ".join(f"{item.what} ({in_millions(item.cost_idr)})" for item in own)
        or tr("tidak ada"),
        "pindah": in_millions(_moved(desk)),
        "bagian_pindah": percent(share_of_renja_moved(desk) / 100),
    }
