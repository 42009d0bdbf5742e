"""The twelve items by which the planning of a village is marked, and the category that follows.

Illustrative, in the spirit of annex 3 of the 2010 technical guide on village planning, whose own items and marks are
not public; each is read from the papers, so that a group can compare its marks with what is there.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from p2spp_sim.base.formats import number, percent
from p2spp_sim.base.language import tr
from p2spp_sim.village_plan.days import day
from p2spp_sim.village_plan.papers import Document, Village
from p2spp_sim.village_plan.planning import FORUM, women_share
from p2spp_sim.village_plan.regimes import Regime

FIT, MEND = 0.75, 0.50  # of the highest score: illustrative, as the lamps of the workbook
MARKS = (1.0, 0.5, 0.0)


@dataclass(frozen=True, slots=True)
class InstrumentItem:
    """One item: its mark (1 there, 0.5 in part, 0 not there) and in words what was read."""

    key: str
    mark: float
    seen: str


def instrument(village: Village, rules: Regime) -> dict[str, InstrumentItem]:
    """Mark the twelve items as the papers have them, under the rules of a regime."""
    return {key: InstrumentItem(key, *look(village, rules)) for key, look in _LOOKS.items()}


def score(marks: Mapping[str, float]) -> float:
    """Give the share of the highest score, 0..1; NaN of nothing."""
    return sum(marks.values()) / len(marks) if marks else float("nan")


def category(share: float) -> str:
    """Name the category of a score: `fit`, `mend` or `unfit`; shares are compared as shown, to the tenth of a per cent.

    The limits are illustrative.
    """
    shown = round(share, 3)
    return "fit" if shown >= FIT else "mend" if shown >= MEND else "unfit"


def _mark(*conditions: bool) -> float:
    """Give 1 when all is so, 0.5 when some of it is, 0 when nothing is."""
    return 1.0 if all(conditions) else 0.5 if any(conditions) else 0.0


def _no_paper() -> tuple[float, str]:
    return 0.0, tr("dokumen tidak ada")


def _lawful(paper: Document, rules: Regime, key: str) -> bool:
    accepted = {form.casefold() for form in rules.rules[key].accepted}
    return paper.form.casefold() in accepted


def _medium_form(village: Village, rules: Regime) -> tuple[float, str]:
    paper = village.paper("rpjm_desa")
    if paper is None or not village.plan:
        return _no_paper()
    first = min(line.first_year for line in village.plan)
    last = max(line.last_year for line in village.plan)
    years = last - first + 1
    text = tr("{bentuk} {nomor}, {n} tahun ({a}–{b})")
    seen = text.format(bentuk=paper.form, nomor=paper.number, n=years, a=first, b=last)
    return _mark(
        _lawful(paper, rules, "rpjm_form"), years in rules.rules["rpjm_form"].numbers
    ), seen


def _annual_form(village: Village, rules: Regime) -> tuple[float, str]:
    paper = village.paper("rkp_desa")
    if paper is None:
        return _no_paper()
    return float(_lawful(paper, rules, "rkp_form")), f"{paper.form} {paper.number}".strip()


def _team(village: Village, rules: Regime) -> tuple[float, str]:
    paper = village.paper("tim_penyusun")
    if paper is None:
        return _no_paper()
    seen = tr("{n} orang, perempuan {m}").format(n=paper.people, m=paper.women)
    return _mark(paper.people > 0, paper.women > 0), seen


def _hamlets(village: Village, rules: Regime) -> tuple[float, str]:
    meetings = [meeting for meeting in village.meetings if meeting.kind == "dusun"]
    known = {
        meeting.place.casefold() or at for at, meeting in enumerate(meetings)
    }  # one may meet twice
    met = {meeting.place.casefold() or at for at, meeting in enumerate(meetings) if meeting.date}
    seen = tr("{n} dari {m} dusun").format(n=len(met), m=len(known))
    return _mark(bool(met), bool(known) and len(met) == len(known)), seen


def _women_meeting(village: Village, rules: Regime) -> tuple[float, str]:
    meetings = village.held("perempuan")
    if not meetings:
        return 0.0, tr("tidak diadakan")
    seen = tr("diadakan, {n} orang hadir").format(n=sum(meeting.present for meeting in meetings))
    return _mark(True, all(meeting.signed for meeting in meetings)), seen


def _minutes(village: Village, rules: Regime) -> tuple[float, str]:
    meetings = village.held(FORUM)
    if not meetings:
        return 0.0, tr("tidak diadakan")
    signed = all(meeting.signed for meeting in meetings)
    listed = all(meeting.present > 0 for meeting in meetings)
    seen = tr("berita acara {a}, daftar hadir {b}")
    return _mark(signed, listed), seen.format(a=_there(signed), b=_there(listed))


def _women(village: Village, rules: Regime) -> tuple[float, str]:
    share, meetings = women_share(village), village.held(FORUM)
    wanted = rules.rules["women_share"].number
    seen = tr("{n} dari {m} orang, {bagian}; ambang {ambang}").format(
        n=sum(meeting.women for meeting in meetings),
        m=sum(meeting.present for meeting in meetings),
        bagian=percent(share),
        ambang=percent(wanted, 0),
    )
    return float(share >= wanted), seen


def _complete(village: Village, key: str) -> tuple[float, str]:
    paper = village.paper(key)
    if paper is None:
        return _no_paper()
    return _mark(True, paper.complete), tr("lengkap") if paper.complete else tr(
        "ada, belum lengkap"
    )


def _costed(village: Village, rules: Regime) -> tuple[float, str]:
    costed = sum(work.cost_idr > 0 and bool(work.volume) for work in village.works)
    seen = tr("{n} dari {m} kegiatan").format(n=costed, m=len(village.works))
    return _mark(costed > 0, costed == len(village.works)), seen


def _selfhelp(village: Village, rules: Regime) -> tuple[float, str]:
    pledged = [work for work in village.works if work.pledged_idr]
    recorded = [work for work in pledged if work.selfhelp_idr == work.pledged_idr]
    seen = tr("{n} dari {m} ikrar swadaya tercatat").format(
        n=number(len(recorded)), m=number(len(pledged))
    )
    return _mark(bool(recorded) or not pledged, len(recorded) == len(pledged)), seen


def _order(village: Village, rules: Regime) -> tuple[float, str]:
    paper, meetings = village.paper("rkp_desa"), village.held(FORUM)
    if paper is None:
        return _no_paper()
    if not meetings:
        return 0.0, tr("RKP Desa {a}, musrenbang desa tidak diadakan").format(a=day(paper.date))
    last = max(meeting.date for meeting in meetings)
    month = int(rules.rules["rkp_date"].number)
    in_time = not month or date.fromisoformat(paper.date) < date(
        village.year - 1 + month // 12, month % 12 + 1, 1
    )
    seen = tr("RKP Desa {a}, musrenbang desa {b}").format(a=day(paper.date), b=day(last))
    return float(paper.date >= last and in_time), seen


def _there(present: bool) -> str:
    return tr("ada") if present else tr("tidak ada")


_LOOKS: dict[str, Callable[[Village, Regime], tuple[float, str]]] = {
    "rpjm_form": _medium_form,
    "rkp_form": _annual_form,
    "team": _team,
    "hamlets": _hamlets,
    "women_meeting": _women_meeting,
    "minutes": _minutes,
    "women_share": _women,
    "poverty_data": lambda village, rules: _complete(village, "data_miskin"),
    "village_map": lambda village, rules: _complete(village, "peta_desa"),
    "costed": _costed,
    "rkp_selfhelp": _selfhelp,
    "rkp_date": _order,
}
ITEMS = tuple(_LOOKS)
