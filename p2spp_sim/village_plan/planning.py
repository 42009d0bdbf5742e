"""What a village's annual plan owes to its medium-term plan, to its residents and to the law: indices of 0..1."""

from p2spp_sim.village_plan.papers import FROM_ABOVE, Village, WorkLine

FORUM = "musrenbang_desa"


def in_plan(village: Village) -> dict[str, bool]:
    """Tell for each line of the RKP Desa whether it comes from the RPJM Desa."""
    return {work.id: bool(work.rpjm) for work in village.works}


def in_year(village: Village) -> dict[str, bool]:
    """Tell for each line of the RKP Desa whether the RPJM Desa has it in that very year."""
    years = {line.id: (line.first_year, line.last_year) for line in village.plan}
    timely = {}
    for work in village.works:
        first, last = years.get(work.rpjm, (1, 0))
        timely[work.id] = first <= work.year <= last
    return timely


def authority_fits(work: WorkLine) -> bool:
    """Tell whether who is to pay is also whose matter it is: the village for its own, those above for theirs."""
    return (work.authority == "desa") != (work.payer in FROM_ABOVE)


def consistency(village: Village) -> float:
    """Give the share of RKP Desa lines found in the RPJM Desa, 0..1."""
    return share(in_plan(village))


def timing(village: Village) -> float:
    """Give the share of RKP Desa lines that the RPJM Desa has in that very year, 0..1."""
    return share(in_year(village))


def women_share(village: Village, kind: str = FORUM) -> float:
    """Give the share of women among those present at the meetings of one kind, 0..1; NaN when nobody was counted."""
    meetings = village.held(kind)
    present = sum(meeting.present for meeting in meetings)
    return sum(meeting.women for meeting in meetings) / present if present else float("nan")


def turned_back(village: Village) -> dict[str, str]:
    """Tell which lines of the RKP Desa will come back from above, and why, in the order in which they are asked.

    Lines sent up meet the two gates of musrenbang kecamatan; lines the village pays meet the Camat's evaluation of the
    APB Desa, which asks the same two things the other way round.

    Returns
    -------
    By line: `village_authority` (sent up, but the village's own matter), `not_village_authority` (paid by the village,
    but not its matter), `plan_mismatch` (not in the RPJM Desa). A line in another year passes when the minutes say why.
    """
    reasons = {}
    for work in village.works:
        reason = reason_to_turn_back(work.payer, work.authority, in_medium_term=bool(work.rpjm))
        if reason:
            reasons[work.id] = reason
    return reasons


def reason_to_turn_back(payer: str, authority: str, *, in_medium_term: bool) -> str:
    """Give the first reason why a line of an RKP Desa comes back from above; empty when it passes."""
    if payer in FROM_ABOVE and authority == "desa":
        return "village_authority"
    if payer not in FROM_ABOVE and authority != "desa":
        return "not_village_authority"
    return "" if in_medium_term else "plan_mismatch"


def may_be_budgeted(work: WorkLine) -> bool:
    """Tell whether a line belongs into the APB Desa: paid by the village, its own matter, in the RPJM Desa."""
    return work.by_village and not reason_to_turn_back(
        work.payer, work.authority, in_medium_term=bool(work.rpjm)
    )


def share(outcomes: dict[str, bool]) -> float:
    """Give the share of what is so, 0..1; NaN of nothing."""
    return sum(outcomes.values()) / len(outcomes) if outcomes else float("nan")
