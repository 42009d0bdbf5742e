"""The boards of unit 06: the leaking funnel of a recorded case, and a ceiling locked for the sub-district."""

import ipywidgets as W  # noqa: N812

from p2spp_sim.text import number, percent, rupiah_short, tr
from p2spp_sim.workbook.board03 import MILLION, SOURCE, picture_of, summary_of
from p2spp_sim.workbook.controls import Choose, Control, Slide
from p2spp_sim.workbook.desk import Desk, Gate, Meeting
from p2spp_sim.workbook.guard import Guard, panel, restore
from p2spp_sim.workbook.markup import Table, in_millions, page, paragraphs, say
from p2spp_sim.workbook.pictures import Picture, Stage, funnel, grouped, show
from p2spp_sim.workbook.progress import Progress


def measures() -> dict[str, str]:
    """Give the two ways to measure a funnel."""
    return {"rupiah": tr("Menurut rupiah"), "count": tr("Menurut jumlah usulan")}


class FunnelBoard:
    """The funnel of the recorded case, by rupiah or by count."""

    key = "corong"

    def __init__(self, desk: Desk, progress: Progress) -> None:
        self.desk, self.progress = desk, progress
        self.measure = Choose("measure", tr("Ukuran"), measures(), "rupiah", label_width="80px")
        self.controls: tuple[Control, ...] = (self.measure,)
        self.guard = Guard()
        restore(self.controls, progress.part(self.key))
        self.shown = show(self._picture())
        self.measure.watch(lambda: self.guard.run(self._answer))
        self.widget = panel(self.measure.widget, self.shown.widget, self.guard.widget)

    def reset(self) -> None:
        """Go back to rupiah."""
        self.measure.value = "rupiah"

    def _answer(self) -> None:
        self.shown.update(self._picture())
        self.progress.put(self.key, {"measure": self.measure.value})

    def _picture(self) -> Picture:
        title = tr("Usulan Tirtamulya dari musrenbang kecamatan sampai APBD")
        return funnel_picture(title, self.desk.gates, self.measure.value, self.desk.stopped_at)


class LockedBoard:
    """A ceiling locked for the sub-district, against what came through without it."""

    key = "pagu"
    start = 900

    def __init__(self, desk: Desk, progress: Progress) -> None:
        self.desk, self.progress = desk, progress
        self.ceiling = Slide(
            "ceiling", tr("Pagu terkunci"), 300, 3000, self.start, step=50, unit=tr("juta rupiah")
        )
        self.controls: tuple[Control, ...] = (self.ceiling,)
        self.guard = Guard()
        self._summary = W.HTML()
        restore(self.controls, progress.part(self.key))
        self.ranked = show(self._ranked())
        self.shown = show(self._both())
        self._tell()
        self.ceiling.watch(lambda: self.guard.run(self._answer))
        self.widget = panel(
            self.ceiling.widget, self._summary, self.shown.widget, self.ranked.widget, self.guard.widget
        )

    @property
    def ceiling_idr(self) -> int:
        """The ceiling in rupiah."""
        return self.ceiling.value * MILLION

    def reset(self) -> None:
        """Put the ceiling back."""
        self.ceiling.value = self.start

    def _answer(self) -> None:
        self.ranked.update(self._ranked())
        self.shown.update(self._both())
        self._tell()
        if not self.progress.put(self.key, {"ceiling": self.ceiling.value}):
            self._summary.value += say("galat", "\n".join(self.progress.notes))

    def _tell(self) -> None:
        text = summary_of(self._meeting(), self.ceiling_idr)
        self._summary.value = page(f'<div role="status">{paragraphs(text)}</div>')

    def _meeting(self) -> Meeting:
        return self.desk.meeting(kecamatan_ceiling_idr=self.ceiling_idr, fill_rule="skip")

    def _ranked(self) -> Picture:
        return picture_of(self._meeting(), self.ceiling_idr)

    def _both(self) -> Picture:
        given = self._meeting().spent_idr
        arrived = list(self.desk.gates.values())[-1].rupiah
        rows = [
            (tr("Tanpa pagu terkunci: sampai di APBD"), arrived, 0),
            (tr("Dengan pagu terkunci: dibiayai langsung"), given, self.ceiling_idr - given),
        ]
        words = [(in_millions(got), in_millions(left)) for _, got, left in rows]
        table = Table(
            tr("Rupiah yang diterima usulan Tirtamulya"),
            (tr("Jalan"), tr("Diterima"), tr("Sisa pagu")),
            tuple((name, *said) for (name, _, _), said in zip(rows, words, strict=True)),
            tr(SOURCE),
            (tr("Diterima"), tr("Sisa pagu")),
        )
        series = [
            (tr("diterima"), [got for _, got, _ in rows], [said[0] for said in words]),
            (tr("sisa pagu"), [left for _, _, left in rows], [said[1] for said in words]),
        ]
        title = tr("Rupiah yang diterima, dengan dan tanpa pagu terkunci")
        return grouped(title, [name for name, _, _ in rows], series, table, stacked=True)


def funnel_picture(
    title: str,
    gates: dict[str, Gate],
    measure: str,
    lost: dict[str, str] | None = None,
    before: dict[str, Gate] | None = None,
) -> Picture:
    """Draw gates as a leaking funnel with its table.

    Parameters
    ----------
    gates : by stage, in order.
    measure : "rupiah" or "count".
    lost : proposal and the stage where it was lost, when the case is small enough to name them.
    before : the gates of an earlier run, drawn as a dashed mark.
    """
    by_count = measure == "count"
    money = rupiah_short if lost is None else in_millions

    def said(value: float) -> str:
        return tr("{n} usulan").format(n=number(value)) if by_count else money(value)

    stages = []
    for key, gate in gates.items():
        value, entered = (gate.count, gate.entered) if by_count else (gate.rupiah, gate.asked_idr)
        text = said(value)
        if entered > value:
            text += ", " + tr("lolos {bagian}").format(bagian=percent(value / entered))
        earlier = None
        if before and key in before:
            earlier = float(before[key].count if by_count else before[key].rupiah)
        gone = tr("hilang {nilai}").format(nilai=said(entered - value)) if entered > value else ""
        stages.append(Stage(gate.label, float(entered), float(value), text, gone, earlier))
    words = tr("tanda putus-putus: sebelum tuas diubah") if before else ""
    return funnel(title, stages, funnel_table(title, gates, lost), before=words)


def funnel_table(title: str, gates: dict[str, Gate], lost: dict[str, str] | None) -> Table:
    """Give the funnel in figures, by rupiah and by count."""
    names = [
        tr("Gerbang"),
        tr("Usulan"),
        tr("Rupiah"),
        tr("Lolos (rupiah)"),
        tr("Lolos (jumlah)"),
        tr("Rupiah hilang"),
    ]
    money = rupiah_short if lost is None else in_millions
    extra = tr("Usulan yang hilang di sini") if lost is not None else tr("Sebab terbanyak")
    rows = []
    for key, gate in gates.items():
        last = (
            ", ".join(sorted(k for k, at in lost.items() if at == key)) if lost is not None else gate.reason
        )
        cells = (
            gate.label,
            number(gate.count),
            money(gate.rupiah),
            percent(gate.passed),
            percent(gate.passed_count),
        )
        rows.append((*cells, money(gate.lost_idr), last or "–"))
    return Table(
        title, (*names, extra), tuple(rows), tr(SOURCE) if lost is not None else "", tuple(names[1:])
    )
