"""Unit 12: what answers a gap, which session trains it, which days are worth most, and how a coach speaks."""

from p2spp_sim.base.formats import number, percent
from p2spp_sim.base.language import pick
from p2spp_sim.workbook.case.desk import Desk
from p2spp_sim.workbook.exercises.answers import Answers, FactParts, by_kind, exchanged
from p2spp_sim.workbook.units.u12.coached import (
    coaching,
    idle,
    left,
    lived,
    planned,
    share,
    taught,
)

answers = Answers()


@answers.add
def cure_of_gaps(desk: Desk) -> dict[str, str]:
    """Tell what would answer each finding."""
    return {key: str(gap.cure) for key, gap in coaching().gap.items()}


@answers.add
def session_for_needs(desk: Desk) -> dict[str, str]:
    """Tell which unit trains what is lacking."""
    return {key: need.unit for key, need in coaching().need.items()}


@answers.add
def days_worth_most(desk: Desk) -> str:
    """Find the plan that leaves most villages with whole papers."""
    return max(coaching().plan, key=lambda key: villages(desk, key))


@answers.add
def why_class_alone_fades(desk: Desk) -> str:
    """Tell whether more was taught or more was applied where villages became whole."""
    alone, both = planned("kelas"), planned("pasang")
    same = taught(alone, desk.seed) == taught(both, desk.seed)
    return "dipakai" if same and share(both) > share(alone) else "diajarkan"


@answers.add
def what_self_ratings_show(desk: Desk) -> str:
    """Tell what a mean of self-assessments that rose allows to be said."""
    return next(key for key, reading in coaching().reading.items() if reading.holds)


@answers.add
def manner_of_sayings(desk: Desk) -> dict[str, str]:
    """Tell how a coach speaks."""
    return {key: str(saying.manner) for key, saying in coaching().saying.items()}


@answers.add
def day_of_trainers(desk: Desk) -> tuple[str, ...]:
    """Give the order of a day on which trainers are trained."""
    return coaching().tot.session


@answers.add
def practice_before_example(desk: Desk) -> tuple[str, ...]:
    """Give the day of who lets people practise before they have seen an example."""
    return exchanged(coaching().tot.session, "contoh", "praktik")


@answers.add
def plan_before_feedback(desk: Desk) -> tuple[str, ...]:
    """Give the day of who lets people plan before they have heard how they did."""
    return exchanged(coaching().tot.session, "umpan_balik", "rktl")


@answers.add
def notes_that_were_seen(desk: Desk) -> frozenset[str]:
    """Give the notes of an observer that say what was seen or heard."""
    return frozenset(key for key, note in coaching().note.items() if note.seen)


def villages(desk: Desk, key: str) -> int:
    """Count the villages whose priorities all have whole papers under a plan."""
    return int(lived(planned(key), desk.seed).whole.sum())


@answers.fact
def hari(desk: Desk) -> FactParts:
    """Give the rules of play, and the years without a coach."""
    play, still = coaching().play, lived(idle(), desk.seed)
    return {
        "dompet": number(play.purse),
        "tahun": number(play.years),
        "sesudah": number(play.after),
        "tanpa": number(int(still.whole.sum())),
        "dasar": percent(play.applied, 0),
    }


def of_plan(desk: Desk, name: str) -> FactParts | None:
    """Give a plan as in `rencana_kelas`: its days, what is applied, and the villages it leaves whole."""
    if name not in coaching().plan:
        return None
    days = planned(name)
    kinds = [pick(kind.label).lower() for kind in coaching().day.values()]
    spent = zip(days, kinds, strict=True)
    return {
        "isi": ", ".join(f"{number(count)} {kind}" for count, kind in spent if count),
        "desa": number(villages(desk, name)),
        "dipakai": percent(share(days), 0),
        "kapasitas": percent(lived(days, desk.seed).applied, 0),
        "diajarkan": percent(taught(days, desk.seed), 0),
        "tersisa": percent(left(days, desk.seed), 0),
    }


answers.named_fact(by_kind(rencana=of_plan))
