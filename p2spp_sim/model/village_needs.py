"""What is voiced of what is needed: the proposing stage, where poverty and remoteness act.

They decide whether a need is voiced and how good its papers are. Nothing later in a year asks who is poor unless a
rule says so.
"""

from functools import lru_cache, partial

import numpy as np
from numpy.typing import NDArray

from p2spp_sim.base.arrays import Bools, Floats, Ints, of_rows
from p2spp_sim.base.draws import (
    MOST_STACKED,
    PARTS,
    Draws,
    lognormal_permille,
    threshold_of,
    thresholds,
)
from p2spp_sim.model import behaviour
from p2spp_sim.model import proposals as P  # noqa: N812 - the flags read better as P.PAPERS
from p2spp_sim.model.activities import (
    CELLS,
    authority_of_activity,
    choice_of_activity,
    cost_of,
    households_served,
    looked_up,
    skpd_of_activity,
    urgency,
)
from p2spp_sim.model.proposals import Origin, Proposals
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.world.schema import SLOTS
from p2spp_sim.world.world import World

_BORN = np.uint64(42)  # bits of a need's address above which its year of birth stands


def count(world: World, scenario: Scenario, draws: Draws) -> Ints:
    """Draw how many needs every village feels, (villages,) int64; the same in every year of a run.

    Equation: felt = round(needs_mean * V / mean(V) * K / mean(K)), from needs_least to SLOTS - 1; V and K lognormal
        with median 1 and sigma needs_spread and needs_spread_kecamatan, of one draw a village and one a kecamatan.
    """
    felt = np.full(world.size("village"), scenario.value("needs_mean", "village"))
    for spread, purpose, uid, of in (
        ("needs_spread", "needs.count", world.uid, slice(None)),
        ("needs_spread_kecamatan", "needs.kecamatan", world.kecamatan_uid, world.kecamatan_of),
    ):
        cell, place = draws.lasting.fields(purpose, uid)[0] // CELLS, np.arange(len(uid))
        felt *= looked_up(_times_mean, scenario, (spread,), cell, place, len(uid))[of]
    felt = np.rint(felt)
    return np.clip(felt, scenario.value("needs_least", "village"), SLOTS - 1).astype(np.int64)


@lru_cache(maxsize=MOST_STACKED)
def _times_mean(sigma: float) -> Floats:
    """Tabulate a log-normal factor, divided by its mean."""
    more = lognormal_permille(sigma)
    times: Floats = more / more.mean()
    return times


def needs(world: World, scenario: Scenario, draws: Draws) -> tuple[Proposals, Ints]:
    """Make proposals of the needs that villages voice: activity, cost, whom they serve, self-help.

    Equation: women's origin is their own meeting with womens_meeting; activity by weights of datasets/activities.csv;
        poor_households = households * poor_share * (poor_served + poor_served_poor * poor + poor_served_spread * u4);
        selfhelp = cost * selfhelp_most * u5.

    Returns
    -------
    proposals : the voiced needs, in the order of village and slot.
    felt : (villages,) int64, how many needs there were, voiced or not.
    """
    value, villages = partial(scenario.value, per="village"), world.villages
    felt, lasting = count(world, scenario, draws), draws.lasting
    village, key, who, kind_draw = _voiced(world, scenario, draws, felt)
    poor, women = (who & 1) != 0, who >= 2
    kind = women * np.int64(PARTS)
    kind += kind_draw
    activity_code = choice_of_activity().take(kind)
    activity = activity_code.astype(np.int64)

    size_draw, urgency_draw, reach_draw, poor_jitter = lasting.fields("needs.what", key)
    cost = cost_of(scenario, villages["remoteness"], village, activity, size_draw)
    households = households_served(scenario, villages["households"], village, reach_draw)
    served, more = (
        of_rows(np.rint(1000 * value(f"poor_served{of}")).astype(np.int32), village)
        for of in ("", "_poor")
    )
    lean = served + more * poor + poor_jitter // _divisor(value("poor_served_spread"), village)
    lean *= np.rint(villages["poor_share"] * 1000).astype(np.int32).take(village)
    among = np.multiply(households, lean, dtype=np.int64) // 1_000_000
    flags, selfhelp_draw = _flags(world, scenario, lasting, key, village, poor, women)
    selfhelp_permille = selfhelp_draw // _divisor(value("selfhelp_most"), village)
    meets = of_rows(value("womens_meeting"), village)
    proposals = Proposals(
        key=key,
        origin=np.int8(Origin.WOMEN) * (women & meets),  # else HAMLET, 0
        village=village,
        skpd=skpd_of_activity(world).take(activity),
        activity=activity_code,
        authority=authority_of_activity().take(activity),
        urgency=urgency(scenario, urgency_draw, village, len(felt)),
        flags=flags,
        cost=cost,
        selfhelp=cost * selfhelp_permille.astype(np.int64) // 1000,
        households=households,
        poor_households=np.minimum(households, among).astype(np.int32),
        matches=np.full(len(village), -1, np.int32),
    )
    return proposals, felt


def _voiced(
    world: World, scenario: Scenario, draws: Draws, felt: Ints
) -> tuple[Ints, NDArray[np.uint64], NDArray[np.int8], NDArray[np.uint16]]:
    """Draw who has each need and whether it is voiced.

    Equation: voiced if u1 < voice(village, who), or listed last year and not built; above the village voice is that of
        behaviour.listed where strategic_volume or giving_up is on; poor if u2 < poor_share; women if u3 < womens_needs.

    Returns
    -------
    village, key : of the voiced needs, in the order of village and slot.
    who : 1 for the poor, 2 for women, 3 for both.
    kind_draw : what chooses the activity.
    """
    # village * SLOTS + slot of every need
    at = (np.arange(SLOTS) < felt[:, None]).ravel().nonzero()[0]
    village = at // SLOTS
    first = np.arange(len(felt)).astype(np.uint64) * np.uint64(SLOTS)
    key = (world.uid * np.uint64(SLOTS) - first).take(village)
    key += at.view(np.uint64)
    if world.born is not None:
        key |= world.born.ravel().take(at).astype(np.uint64) << _BORN

    value, villages = partial(scenario.value, per="village"), world.villages
    poor_draw, women_draw, voice_draw, kind_draw = draws.lasting.fields("needs.who", key)
    if draws.year:
        voice_draw = draws.fields("needs.voice", key)[0]
    # 1 for the poor, 2 for women
    who = (poor_draw < thresholds(villages["poor_share"]).take(village)).view(np.int8)
    who += 2 * (women_draw < threshold_of(value("womens_needs"), village)).view(np.int8)
    cell = 4 * village
    cell += who
    voice = _voice(world, scenario)
    chance = thresholds(voice).T.ravel().take(cell)
    if world.odds is not None and (
        scenario.value("strategic_volume") or scenario.value("giving_up")
    ):
        kind = (who >= 2) * np.int64(PARTS) + kind_draw
        above = authority_of_activity().take(choice_of_activity().take(kind)) != P.VILLAGE
        listed = thresholds(behaviour.listed(voice, world, scenario)).T.ravel().take(cell)
        chance = np.where(above, listed, chance)
    voiced = voice_draw < chance
    if world.listed is not None:  # what stood on the list is written down
        voiced |= world.listed.ravel().take(at) > 0
    heard = voiced.nonzero()[0]
    return village.take(heard), key.take(heard), who.take(heard), kind_draw.take(heard)


def _divisor(share: float | Floats, village: Ints) -> np.uint16 | NDArray[np.uint16]:
    """Tell by what to divide draws below PARTS so that they lie below a share, in thousandths."""
    return of_rows(np.rint(PARTS / (1000 * share)).astype(np.uint16), village)


def _voice(world: World, scenario: Scenario) -> Floats:
    """Chance that a need is voiced, (4, villages): others, the poor, women, poor women.

    A need is voiced when at least one of the `need_holders` families that feel it comes and speaks: 1 - (1 - t)**k.
    Who comes depends on turnout, trust and distance, and for the poor and for women on who is expected to speak.

    Equation: t = turnout * (1 - remoteness_penalty * remoteness) * (turnout_trustless + turnout_trust * trust)
        * (1 - p * poor_share), p = poverty_penalty * (1 - outreach_poor);
        voice = 1 - (1 - min(1, f * t))**need_holders; f = 1 for others, 1 - p for the poor, w for women, w * (1 - p)
        for poor women; w = 1 with womens_meeting, else min(1, women_share / women_heard).
    """
    value, villages = partial(scenario.value, per="village"), world.villages
    comes = (
        value("turnout")
        * (1 - value("remoteness_penalty") * villages["remoteness"])
        * (value("turnout_trustless") + value("turnout_trust") * villages["trust"])
    )
    penalty = value("poverty_penalty") * (1 - value("outreach_poor"))
    comes = comes * (1 - penalty * villages["poor_share"])
    heard = value("women_share") / value("women_heard")
    women = np.where(value("womens_meeting"), 1.0, np.minimum(1.0, heard))
    factors = (1.0, 1 - penalty, women, women * (1 - penalty))
    silent = 1 - np.minimum([factor * comes for factor in factors], 1.0)
    nobody = np.ones_like(silent)
    holders = value("need_holders")
    for holder in range(np.max(holders)):
        nobody *= silent if holder < np.min(holders) else np.where(holder < holders, silent, 1.0)
    return 1 - nobody


def _flags(
    world: World,
    scenario: Scenario,
    draws: Draws,
    key: NDArray[np.uint64],
    village: Ints,
    poor: Bools,
    women: Bools,
) -> tuple[NDArray[np.uint16], NDArray[np.uint16]]:
    """Draw the yes-or-no properties of a proposal; also hand on a spare draw.

    Equation: papers = clip(papers_base + papers_capacity * cap_kpmd - papers_remoteness * remoteness -
        papers_poverty * poor_share, papers_least, papers_most), then + papers_help * (1 - papers);
        in_rpjm = in_rpjm_fit with a fit RPJM Desa, else in_rpjm_unfit; misrouted = misrouted * misrouted_kades *
        (1 - cap_kades); land_clear, technical_ok, plan_fit, elite_share, right_skpd as they stand;
        a flag if u < its chance.
    """
    value, villages = partial(scenario.value, per="village"), world.villages
    papers = value("papers_base") + value("papers_capacity") * villages["cap_kpmd"]
    papers = (
        papers
        - value("papers_remoteness") * villages["remoteness"]
        - value("papers_poverty") * villages["poor_share"]
    )
    papers = np.clip(papers, value("papers_least"), value("papers_most"))
    papers = papers + value("papers_help") * (1 - papers)
    misrouted = value("misrouted") * value("misrouted_kades") * (1 - villages["cap_kades"])
    listed = np.where(villages["rpjm"], value("in_rpjm_fit"), value("in_rpjm_unfit"))
    a = draws.fields("needs.papers", key)
    b = draws.fields("needs.merit", key)
    flags = poor.astype(np.uint16) * np.uint16(P.POOR)
    flags |= women.astype(np.uint16) * np.uint16(P.WOMEN)
    for draw, chance, bit in (
        (a[0], thresholds(papers).take(village), P.PAPERS),
        (a[1], thresholds(listed).take(village), P.IN_RPJM),
        (a[2], threshold_of(value("land_clear"), village), P.LAND),
        (a[3], threshold_of(value("technical_ok"), village), P.TECHNICAL),
        (b[0], threshold_of(value("plan_fit"), village), P.PLAN_FIT),
        (b[1], threshold_of(value("elite_share"), village), P.ELITE),
        (b[2], thresholds(misrouted).take(village), P.MISROUTED),
    ):
        flags |= (draw < chance).astype(np.uint16) * np.uint16(bit)
    permille = b[3] - b[3] // np.uint16(1000) * np.uint16(1000)  # many times faster than %
    right = permille < of_rows(np.rint(1000 * value("right_skpd")).astype(np.uint16), village)
    flags |= right.astype(np.uint16) * np.uint16(P.RIGHT_SKPD)
    return flags, b[3]
