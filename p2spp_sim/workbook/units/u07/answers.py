"""Unit 07: the village budget of Karangjati as drafted, what is wrong in it, and how it is put right."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from p2spp_sim import village_plan as vp
from p2spp_sim.base.era import THEN
from p2spp_sim.base.formats import percent
from p2spp_sim.base.language import pick
from p2spp_sim.village_plan.papers import GOVERNING, WORKS
from p2spp_sim.village_plan.regimes import reports
from p2spp_sim.workbook.case.desk import Desk
from p2spp_sim.workbook.case.village_papers import LATER, compared, pack
from p2spp_sim.workbook.exercises.answers import Answers, FactParts, by_kind, exchanged
from p2spp_sim.workbook.page.markup import MILLION, in_millions
from p2spp_sim.workbook.units.u07.account import account

answers = Answers()

CHECKS = ("balance", "link", "letters", "add_limit", "selfhelp", "dates")


def split_of(desk: Desk, regime: str = "") -> vp.Split:
    """Compare what the draft spends on governing with the limit of a regime."""
    return vp.add_split(pack(desk).budget, vp.regime(regime or desk.book))


def with_budget(
    village: vp.Village,
    amounts: Mapping[str, int],
    *,
    charged_idr: int | None = None,
    selfhelp_at: str = "",
) -> vp.Village:
    """Give a village with other amounts in its budget.

    Parameters
    ----------
    amounts : rupiah by line.
    charged_idr : governing charged to the ADD in all, given to its lines from the first down; as drafted when None.
    selfhelp_at : the line at which the income from self-help is recorded too.
    """
    left = charged_idr
    income = sum(
        amounts.get(line.id, line.amount_idr) for line in village.budget if line.group == "swadaya"
    )
    lines = []
    for line in village.budget:
        amount = amounts.get(line.id, line.amount_idr)
        charged = min(line.add_idr, amount)
        if left is not None and line.side == "spending" and line.group in GOVERNING:
            charged = min(left, amount)
            left -= charged
        helped = min(income, amount) if line.id == selfhelp_at else 0
        lines.append(replace(line, amount_idr=amount, add_idr=charged, selfhelp_idr=helped))
    return replace(village, budget=tuple(lines))


def in_steps(village: vp.Village, steps: Sequence[str]) -> vp.Village:
    """Give a village whose steps towards the Perdes were taken in another order, on the same days."""
    days = sorted(paper.date for paper in village.papers if paper.key in steps)
    taken = dict(zip(steps, days, strict=True))
    papers = (replace(paper, date=taken.get(paper.key, paper.date)) for paper in village.papers)
    return replace(village, papers=tuple(papers))


@answers.add
def gap_million(desk: Desk) -> float:
    """Millions of rupiah of income that the draft does not spend."""
    return vp.balance(pack(desk).budget).gap_idr / MILLION


@answers.add
def gap_reversed(desk: Desk) -> float:
    """Take income from spending."""
    return -gap_million(desk)


@answers.add
def gap_without_selfhelp(desk: Desk) -> float:
    """Leave the self-help out of the income."""
    return (
        gap_million(desk)
        - sum(line.amount_idr for line in pack(desk).budget if line.group == "swadaya") / MILLION
    )


@answers.add
def over_limit_million(desk: Desk) -> float:
    """Millions of rupiah charged to the ADD above the limit of 2010."""
    return split_of(desk).over_idr / MILLION


@answers.add
def limit_million(desk: Desk) -> float:
    """Give the limit itself."""
    return split_of(desk).limit_idr / MILLION


@answers.add
def charged_million(desk: Desk) -> float:
    """Give all that is charged."""
    return split_of(desk).charged_idr / MILLION


@answers.add
def rest_million(desk: Desk) -> float:
    """Give the part of the ADD that is left for the residents."""
    return split_of(desk).rest_idr / MILLION


@answers.add
def governing_percent(desk: Desk) -> float:
    """Per cent of what the limit is a share of that goes to governing."""
    split = split_of(desk)
    return 100 * split.charged_idr / split.base_idr


@answers.add
def governing_with_operations(desk: Desk) -> float:
    """Count the operations of the village government too."""
    governing = sum(line.amount_idr for line in pack(desk).budget if line.group in GOVERNING)
    return 100 * governing / split_of(desk).base_idr


@answers.add
def governing_of_add(desk: Desk) -> float:
    """Divide by the ADD, as in 2010."""
    return 100 * split_of(desk).charged_idr / _add_idr(desk)


def _add_idr(desk: Desk) -> int:
    return sum(line.amount_idr for line in pack(desk).budget if line.group == "add")


@answers.add
def opened_by(desk: Desk) -> dict[str, str]:
    """Tell which paper shows each fault: the one whose change alone changes the check, else the budget's own sums."""
    village, rules = pack(desk), vp.regime(desk.book)
    before = vp.shares(village, rules)
    other = {
        "letters": replace(
            village, budget=tuple(replace(line, letter_idr=0) for line in village.budget)
        ),
        "rkp": replace(village, works=tuple(replace(work, cost_idr=1) for work in village.works)),
        "minutes": replace(
            village, works=tuple(replace(work, pledged_idr=0) for work in village.works)
        ),
        "papers": replace(
            village, papers=tuple(replace(paper, date="") for paper in village.papers)
        ),
    }
    changed = {paper: vp.shares(variant, rules) for paper, variant in other.items()}
    return {
        check: next(
            (paper for paper, shares in changed.items() if shares[check] != before[check]), "sums"
        )
        for check in CHECKS
    }


@answers.add
def put_right(desk: Desk) -> dict[str, float]:
    """Millions of rupiah of lines as letters and RKP Desa have them."""
    village = pack(desk)
    right = {line.id: line.letter_idr for line in village.budget if line.side == "income"}
    for line in village.budget:
        work = village.work(line.rkp)
        if line.group in WORKS:
            right[line.id] = work.cost_idr if work else 0
    return {key: idr / MILLION for key, idr in right.items()}


@answers.add
def as_drafted(desk: Desk) -> dict[str, float]:
    """Copy the draft."""
    return {line.id: line.amount_idr / MILLION for line in pack(desk).budget}


@answers.add
def steps_of_law(desk: Desk) -> tuple[str, ...]:
    """Put the steps towards the Perdes in the order of the law."""
    return vp.regime(desk.book).rules["dates"].accepted


@answers.add
def steps_as_dated(desk: Desk) -> tuple[str, ...]:
    """Put them in the order of the dates on the papers."""
    return vp.steps_by_date(pack(desk), vp.regime(desk.book))


@answers.add
def steps_evaluated_first(desk: Desk) -> tuple[str, ...]:
    """Send the draft up before the BPD has agreed."""
    return exchanged(steps_of_law(desk), "kesepakatan_bpd", "evaluasi")


@answers.add
def addressees(desk: Desk) -> dict[str, str]:
    """Tell to whom each report of the Kepala Desa goes."""
    return {report.key: report.to for report in reports(desk.book)}


@answers.add
def limit_of_2014(desk: Desk) -> str:
    """Tell whether the same spending keeps the limit of 2014."""
    return "over_spending" if split_of(desk, LATER).over_idr else "kept"


@answers.add
def limit_of_2010(desk: Desk) -> str:
    """Tell whether the same spending keeps the limit of 2010."""
    return "over_add" if split_of(desk, THEN).over_idr else "kept"


@answers.fact
def apb(desk: Desk) -> FactParts:
    """Give the figures of the draft."""
    sums, split, later = (
        vp.balance(pack(desk).budget),
        split_of(desk),
        split_of(desk, compared(desk)),
    )
    return {
        "pendapatan": in_millions(sums.income_idr),
        "belanja": in_millions(sums.spending_idr),
        "selisih": in_millions(sums.gap_idr),
        "add": in_millions(_add_idr(desk)),
        "batas": in_millions(split.limit_idr),
        "sisa_add": in_millions(split.rest_idr),
        "dibebankan": in_millions(split.charged_idr),
        "lebih": in_millions(split.over_idr),
        "bagian_batas": percent(vp.regime(desk.book).rules["add_limit"].number, 0),
        "bagian": percent(split.charged_idr / split.base_idr),
        "bagian_lain": percent(later.charged_idr / later.base_idr),
        "dibebankan_lain": in_millions(later.charged_idr),
        "bagian_2014": percent(later.charged_idr / later.base_idr),
        "batas_2014": in_millions(later.limit_idr),
        "rezim_2014": pick(vp.regime(compared(desk)).title),
    }


def of_budget_line(desk: Desk, name: str) -> FactParts | None:
    """Give the facts of a line of the APB Desa, named as in `apb_B06`."""
    line = next((line for line in pack(desk).budget if line.id == name), None)
    if line is None:
        return None
    work = pack(desk).work(line.rkp)
    return {
        "nama": line.what,
        "rupiah": in_millions(line.amount_idr),
        "surat": line.letter,
        "menurut_surat": in_millions(line.letter_idr),
        "rkp": in_millions(work.cost_idr) if work else "–",
        "ikrar": in_millions(work.pledged_idr) if work else "–",
    }


def of_account_line(desk: Desk, key: str) -> FactParts | None:
    """Give the facts of a line of the account, as in `{lkpj_B07[lkpj]}`."""
    if key not in account().line:
        return None
    line = account().line[key]
    return {
        "baris": line.in_words,
        "anggaran": in_millions(line.budget_idr),
        "lkpj": in_millions(line.lkpj_idr),
        "lppd": in_millions(line.lppd_idr),
    }


@answers.add
def lines_to_ask(desk: Desk) -> frozenset[str]:
    """List the lines of the account that the BPD must ask about."""
    return frozenset(key for key, line in account().line.items() if line.must_be_asked)


@answers.fact
def lkpj(desk: Desk) -> FactParts:
    """Name what must be asked about, and what is explained."""
    lines = account().line.values()
    explained = (line for line in lines if line.reason and not line.must_be_asked)
    return {
        "ditanya": ", ".join(pick(line.what) for line in lines if line.must_be_asked),
        "beralasan": ", ".join(pick(line.what) for line in explained),
    }


answers.named_fact(by_kind(apb=of_budget_line, lkpj=of_account_line))
