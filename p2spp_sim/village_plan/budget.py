"""The APB Desa as sums and comparisons: balance, the 30% limit, deciding letters, the RKP Desa, self-help, dates."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from p2spp_sim.village_plan.papers import WORKS, BudgetLine, Village, WorkLine
from p2spp_sim.village_plan.planning import may_be_budgeted
from p2spp_sim.village_plan.regimes import Regime

FREE = ("pades", "bagi_hasil", "lain")  # income that no letter binds to a purpose


@dataclass(frozen=True, slots=True)
class Balance:
    """Sums of a village budget in rupiah; `gap_idr` is what is left over (above zero) or missing (below zero)."""

    income_idr: int
    spending_idr: int
    financing_idr: int

    @property
    def gap_idr(self) -> int:
        """Income less spending plus net financing; zero in a budget that is whole."""
        return self.income_idr - self.spending_idr + self.financing_idr


@dataclass(frozen=True, slots=True)
class Split:
    """What the law lets be spent on governing, in rupiah, and what is.

    Parameters
    ----------
    base_idr : what the limit is a share of: the ADD, or all spending.
    limit_idr, charged_idr : the most allowed, and what the budget has.
    uncovered_idr : governing not charged to the ADD for which the free income (`FREE`) is too small.
    """

    base_idr: int
    limit_idr: int
    charged_idr: int
    uncovered_idr: int = 0

    @property
    def over_idr(self) -> int:
        """Rupiah above the limit; zero when it is kept."""
        return max(0, self.charged_idr - self.limit_idr)

    @property
    def rest_idr(self) -> int:
        """Rupiah of the base that must go to the rest."""
        return self.base_idr - self.limit_idr


@dataclass(frozen=True, slots=True)
class BudgetLink:
    """A line of the RKP Desa beside the first line of the budget that pays for it; one of the two may be missing.

    Parameters
    ----------
    fault : `` when they agree; `no_work`, `not_ours`, `amount`, or `not_budgeted`.
    budgeted_idr : what all lines of the budget for this work add up to.
    """

    line: BudgetLine | None
    work: WorkLine | None
    fault: str = ""
    budgeted_idr: int = 0


def balance(lines: Sequence[BudgetLine]) -> Balance:
    """Add up a village budget."""
    return Balance(
        _sum(lines, "income"),
        _sum(lines, "spending"),
        _sum(lines, "receipt") - _sum(lines, "outlay"),
    )


def add_split(lines: Sequence[BudgetLine], rules: Regime) -> Split:
    """Compare what is spent on governing with the limit of the regime; 2010 counts from the ADD, later all spending."""
    rule = rules.rules["add_limit"]
    counted = [line for line in lines if line.side == "spending" and line.group in rule.accepted]
    if rule.base == "spending":
        base = _sum(lines, "spending")
        return Split(base, _part(base, rule.number), sum(line.amount_idr for line in counted))
    base = sum(line.amount_idr for line in lines if line.side == "income" and line.group == "add")
    charged = sum(line.add_idr for line in counted)
    free = sum(line.amount_idr for line in lines if line.side == "income" and line.group in FREE)
    elsewhere = sum(line.amount_idr - line.add_idr for line in counted)
    return Split(base, _part(base, rule.number), charged, max(0, elsewhere - free))


def against_letters(lines: Sequence[BudgetLine]) -> dict[str, int]:
    """Give by income line the rupiah above (or below) its deciding letter; a line of money without letter is all above.

    Lines that agree have 0.
    """
    return {line.id: line.amount_idr - line.letter_idr for line in lines if line.side == "income"}


def against_plan(village: Village) -> tuple[BudgetLink, ...]:
    """Compare works in the budget with the RKP Desa, then name what belongs into the budget and is not there.

    Lines that pay for one work, as from two sources of money, are compared with it together.
    """
    paid = _paid(village)
    works = [
        line
        for line in village.budget
        if line.side == "spending" and (line.rkp or line.group in WORKS)
    ]
    groups = [paid.get(line.rkp, [line]) for line in works]
    links = [
        _linked(village, lines)
        for line, lines in zip(works, groups, strict=True)
        if lines[0] is line
    ]
    missing = [work for work in village.works if may_be_budgeted(work) and work.id not in paid]
    # a line without work and money was struck out
    kept = [link for link in links if link.work or link.budgeted_idr]
    return (*kept, *(BudgetLink(None, work, "not_budgeted") for work in missing))


def self_help(village: Village) -> dict[str, tuple[int, int]]:
    """Give what residents pledged and what the budget records, in rupiah, by line of the RKP Desa that it pays for.

    The key "" holds the sum of the pledges and the income line.
    """
    paid = _paid(village)
    pledged = {work.id: work.pledged_idr for work in village.works if work.id in paid}
    income = sum(
        line.amount_idr
        for line in village.budget
        if line.side == "income" and line.group == "swadaya"
    )
    sums = {"": (sum(pledged.values()), income)}
    both = {
        key: (idr, sum(line.selfhelp_idr for line in paid[key])) for key, idr in pledged.items()
    }
    return sums | {key: pair for key, pair in both.items() if any(pair)}


def steps_by_date(village: Village, rules: Regime) -> tuple[str, ...]:
    """Give the steps towards the Perdes in the order of their dates; those without paper are left out."""
    order = rules.rules["dates"].accepted
    dated = [
        (paper.date, order.index(paper.key), paper.key)
        for paper in village.papers
        if paper.key in order
    ]
    return tuple(key for _, _, key in sorted(dated))


def out_of_order(steps: Sequence[str], rules: Regime) -> tuple[tuple[str, str], ...]:
    """Name the pairs of neighbouring steps of the law of which the later one came first."""
    order = [key for key in rules.rules["dates"].accepted if key in steps]
    place = {key: at for at, key in enumerate(steps)}
    return tuple((first, then) for first, then in pairwise(order) if place[first] > place[then])


def money_in_order(lines: Sequence[BudgetLine], rules: Regime) -> dict[str, bool]:
    """Tell by income line with money whether its kind exists under the regime."""
    known = rules.rules["money"].accepted
    return {
        line.id: line.group in known for line in lines if line.side == "income" and line.amount_idr
    }


def shares(village: Village, rules: Regime) -> dict[str, float]:
    """Give for each of the six checks of an APB Desa how much of it is in order, 0..1; 1 is all."""
    lines, sums, split = village.budget, balance(village.budget), add_split(village.budget, rules)
    links, letters, pledges = against_plan(village), against_letters(lines), self_help(village)
    order, steps = rules.rules["dates"].accepted, steps_by_date(village, rules)
    broken = len(out_of_order(steps, rules)) + len(order) - len(steps)
    limit = split.limit_idr / split.charged_idr if split.over_idr else 1.0
    covered = (
        split.charged_idr / (split.charged_idr + split.uncovered_idr)
        if split.uncovered_idr
        else 1.0
    )
    return {
        "balance": max(0.0, 1 - abs(sums.gap_idr) / max(sums.income_idr, sums.spending_idr, 1)),
        "link": _fraction([not link.fault for link in links]),
        "letters": _fraction([not difference for difference in letters.values()]),
        "add_limit": min(limit, covered),
        "selfhelp": _fraction([pledged == recorded for pledged, recorded in pledges.values()]),
        "dates": max(0.0, 1 - broken / (len(order) - 1)),
    }


def _fraction(outcomes: Sequence[bool]) -> float:
    return sum(outcomes) / len(outcomes) if outcomes else 1.0


def _paid(village: Village) -> dict[str, list[BudgetLine]]:
    """Give the lines of spending by the line of the RKP Desa that they pay for."""
    paid: dict[str, list[BudgetLine]] = {}
    for line in village.budget:
        if line.rkp and line.side == "spending":
            paid.setdefault(line.rkp, []).append(line)
    return paid


def _linked(village: Village, lines: Sequence[BudgetLine]) -> BudgetLink:
    work, budgeted = village.work(lines[0].rkp), sum(line.amount_idr for line in lines)
    if work is None:
        fault = "no_work"
    elif not may_be_budgeted(work):
        fault = "not_ours"
    else:
        fault = "" if budgeted == work.cost_idr else "amount"
    return BudgetLink(lines[0], work, fault, budgeted)


def _sum(lines: Sequence[BudgetLine], side: str) -> int:
    return sum(line.amount_idr for line in lines if line.side == side)


def _part(idr: int, share: float) -> int:
    """Take a share of rupiah, to the rupiah: shares are read to the thousandth."""
    return idr * round(1000 * share) // 1000
