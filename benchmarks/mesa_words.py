"""The words of the rules file, as the agents understand them: one proposal at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from p2spp_sim.model import proposals as P  # noqa: N812 - the flags read better as P.PAPERS

if TYPE_CHECKING:
    from mesa_year import Meeting, Proposal


def _not_already_planned(p: Proposal) -> bool:
    return p.matches < 0 or p.model.proposals[p.matches].at != p.model.now


def _within_quota(p: Proposal) -> bool:
    agency = p.village.place["kabupaten"] * p.model.agencies + p.skpd
    return p.luck("quota") < p.model.papers.quotas[agency]


def _kept_by_commission(p: Proposal) -> bool:
    return (
        not p.luck("drop") < p.value("commission_drop") or TESTS["pokir"](p) or TESTS["from_pik"](p)
    )


def _delivered(p: Proposal) -> bool:
    if p.pot == ("mad", "blm"):
        able = p.village.upk + 0.02 * (p.value("facilitators_per_kecamatan") - 2) - 0.65
        late = False
    elif p.pot in (("musrenbang_desa", "swadaya"), ("musrenbang_desa", "apb_desa")):
        able, late = p.village.kades - 0.5, False
    else:
        able = p.model.skpd_capacity[p.skpd] - 0.5
        late = p.model.papers.late[p.village.place["kabupaten"]]
    chance = (
        p.value("delivery_rate")
        + p.value("delivery_capacity") * able
        - p.value("late_penalty") * late
    )
    return p.luck("delivered") < chance


_FIT_FOR_PIK = P.PAPERS | P.LAND | P.TECHNICAL | P.PLAN_FIT | P.RIGHT_SKPD
_PIK = (
    ("musrenbang_kecamatan", "pik"),
    ("forum_skpd", "renja_pik"),
    ("musrenbang_kabupaten", "rkpd_pik"),
    ("kua_ppas", "ppas_pik"),
)


def _size(lever: str, amount: str) -> Callable[[Proposal], bool]:
    def small_enough(p: Proposal) -> bool:
        share = p.value(lever)
        return not share or p.idr <= int(share * p.model.meeting_of(p).amount(amount))

    return small_enough


_SKPD_SIZE = _size("skpd_most", "skpd")
TESTS: dict[str, Callable[[Proposal], bool]] = {
    "village_matter": lambda p: p.authority == P.VILLAGE,
    "district_matter": lambda p: p.authority != P.VILLAGE,
    "district_money": lambda p: p.authority != P.OUTSIDE,
    "sent_up": lambda p: p.authority != P.VILLAGE or p.has(P.MISROUTED),
    "blm_menu": lambda p: p.cost <= 350_000_000 and p.authority != P.OUTSIDE,
    "in_rpjm": lambda p: p.has(P.IN_RPJM),
    "papers": lambda p: p.has(P.PAPERS),
    "land": lambda p: p.has(P.LAND),
    "technical": lambda p: p.has(P.TECHNICAL),
    "plan_fit": lambda p: p.has(P.PLAN_FIT),
    "right_skpd": lambda p: p.has(P.RIGHT_SKPD),
    "kecamatan_size": _size("kecamatan_most", "kecamatan_money"),
    "skpd_size": lambda p: _SKPD_SIZE(p) or TESTS["from_pik"](p),
    "mad_integrated": lambda p: bool(p.value("integrated_mad")),
    "not_built_by_blm": lambda p: p.activity not in p.village.built_by_blm,
    "matched_if_required": lambda p: not p.has(P.MUST_MATCH) or p.matches >= 0,
    "only_once": lambda p: p.matches < 0 or p.model.papers.first_pokir[p.matches] == p.row,
    "within_quota": _within_quota,
    "not_already_planned": _not_already_planned,
    "within_plan": lambda p: (
        (p.pot is not None and p.pot[0] == "musrenbang_kabupaten")
        or p.luck("plan") >= p.value("budget_follows_plan")
    ),
    "pokir": lambda p: p.origin == P.Origin.RESES,
    "fit_for_pik": lambda p: (
        p.luck("checked") >= p.value("pik_checked") or p.flags & _FIT_FOR_PIK == _FIT_FOR_PIK
    ),
    "from_pik": lambda p: p.pot in _PIK,
    "from_renja": lambda p: not TESTS["pokir"](p) and not TESTS["from_pik"](p),
    "kept_by_commission": _kept_by_commission,
    "delivered": _delivered,
}

CRITERIA: dict[str, Callable[[Proposal, Meeting], float]] = {
    "urgency": lambda p, m: p.urgency / 5.0,
    "poor": lambda p, m: p.poor_households / max(p.households, 1),
    "reach": lambda p, m: p.households / m.most_households,
    "selfhelp": lambda p, m: min(p.selfhelp * 10.0 / max(p.cost, 1), 1.0),
    "in_rpjm": lambda p, m: float(p.has(P.IN_RPJM)),
    "elite": lambda p, m: (
        p.has(P.ELITE) * (1.43 * (1 - p.village.bpd)) * (0.25 if p.value("plebiscite") else 1.0)
    ),
    "women_voice": lambda p, m: p.has(P.WOMEN) * float(p.value("women_delegates")),
    "kecamatan_priority": lambda p, m: p.priority,
    "delegates": lambda p, m: p.priority * (p.value("delegates_in_forum_skpd") / 5.0),
    "backed_by_pokir": lambda p, m: float(p.backed and p.value("reses_timing") == "before"),
    "listed_before": lambda p, m: 0.0,  # of a first year
    "small": lambda p, m: p.value("small_cost_idr") / (p.value("small_cost_idr") + p.idr),
    "agency_own": lambda p, m: float(p.origin == P.Origin.SKPD),
}


def _cut(chance: str, size: str) -> Callable[[Proposal], int]:
    def amendment(p: Proposal) -> int:
        if not p.luck("cut") < p.value(chance):
            return p.idr
        return p.idr // 1_000_000 * (1000 - round(1000 * p.value(size))) * 1000

    return amendment


AMENDMENTS: dict[str, Callable[[Proposal], int]] = {
    "unit_price": _cut("price_cut_chance", "price_cut"),
    "commission_cut": _cut("commission_cut_chance", "commission_cut"),
}


def _mark_priority(taken: list[Proposal]) -> None:
    for place, p in enumerate(taken):
        p.priority = float(
            np.float32(1.0 - place / len(taken))
        )  # the ledger keeps single precision


def _mark_backed(taken: list[Proposal]) -> None:
    for p in taken:
        if p.matches >= 0:
            p.model.proposals[p.matches].backed = True


EFFECTS: dict[str, Callable[[list[Proposal]], None]] = {
    "priority": _mark_priority,
    "backed": _mark_backed,
}
