"""The boards of unit 06: the leaking funnel of a recorded case, and a ceiling locked for the sub-district."""

import ipywidgets as W  # noqa: N812

from p2spp_sim.text import number, percent, rupiah_short, tr
from p2spp_sim.workbook.board03 import SOURCE, picture_of, summary_of
from p2spp_sim.workbook.controls import Choose, Control, Slide
from p2spp_sim.workbook.desk import Desk, Gate, Meeting
from p2spp_sim.workbook.guard import Guard, panel, restore
from p2spp_sim.workbook.markup import MILLION, Table, in_millions, page, paragraphs, say
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
        self.measure = Choose("measure", tr("Ukuran"), measures(), "rupiah")
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
        self.ceiling = Slide("ceiling", tr("Pagu terkunci"), 300, 3000, self.start, step=50, unit=tr("juta rupiah"))
        self.controls: tuple[Control, ...] = (self.ceiling,)
        self.guard = Guard()
        self._summary = W.HTML()
        restore(self.controls, progress.part(self.key))
        meeting = self._meeting()
        self.ranked = show(picture_of(meeting, self.ceiling_idr))
        self.shown = show(self._both(meeting))
        self._draw(meeting)
        self.ceiling.watch(lambda: self.guard.run(self._answer))
        left = panel(self.ceiling.widget, self._summary, self.shown.widget, self.guard.widget)
        left.layout.flex = "1 1 380px"
        right = W.VBox([self.ranked.widget], layout=W.Layout(flex="1 1 640px", min_width="0"))
        self.widget = W.HBox([left, right], layout=W.Layout(flex_flow="row wrap", align_items="flex-start"))

    @property
    def ceiling_idr(self) -> int:
        """The ceiling in rupiah."""
        return self.ceiling.value * MILLION

    def reset(self) -> None:
        """Put the ceiling back."""
        self.ceiling.value = self.start

    def _answer(self) -> None:
        self._draw(self._meeting())
        if not self.progress.put(self.key, {"ceiling": self.ceiling.value}):
            self._summary.value += say("galat", "\n".join(self.progress.notes))

    def _draw(self, meeting: Meeting) -> None:
        self.ranked.update(picture_of(meeting, self.ceiling_idr))
        self.shown.update(self._both(meeting))
        text = summary_of(meeting, self.ceiling_idr)
        self._summary.value = page(f'<div role="status">{paragraphs(text)}</div>')

    def _meeting(self) -> Meeting:
        return self.desk.meeting(kecamatan_ceiling_idr=self.ceiling_idr, fill_rule="skip")

    def _both(self, meeting: Meeting) -> Picture:
        given = meeting.spent_idr
        arrived = list(self.desk.gates.values())[-1].rupiah
        names = [tr("Tanpa pagu terkunci: sampai di APBD"), tr("Dengan pagu terkunci: dibiayai langsung")]
        got, left = (arrived, given), (0, self.ceiling_idr - given)
        got_text, left_text = [in_millions(idr) for idr in got], ["", in_millions(left[1])]
        table = Table(
            tr("Rupiah yang diterima usulan Tirtamulya"),
            (tr("Jalan"), tr("Diterima"), tr("Sisa pagu")),
            tuple(zip(names, got_text, left_text, strict=True)),
            tr(SOURCE),
            (tr("Diterima"), tr("Sisa pagu")),
        )
        series = [(tr("diterima"), got, got_text), (tr("sisa pagu"), left, left_text)]
        title = tr("Diterima tanpa dan dengan pagu terkunci")
        return grouped(title, names, series, table, stacked=True, wide=560)


def funnel_picture(
    title: str,
    gates: dict[str, Gate],
    measure: str,
    lost: dict[str, str] | None = None,
    before: dict[str, Gate] | None = None,
    note: str = "",
) -> Picture:
    """Draw gates as a leaking funnel with its table.

    Parameters
    ----------
    gates : by stage, in order.
    measure : "rupiah" or "count".
    lost : proposal and the stage where it was lost, when the case is small enough to name them.
    before : the gates of an earlier run, drawn as a dashed mark.
    note : unit, source and year below the table.
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
    wide = 215 if lost is not None else 318
    return funnel(title, stages, funnel_table(title, gates, lost, note), before=words, label_width=wide)


def funnel_table(title: str, gates: dict[str, Gate], lost: dict[str, str] | None, note: str) -> Table:
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
        last = ", ".join(sorted(k for k, at in lost.items() if at == key)) if lost is not None else gate.reason
        cells = (
            gate.label,
            number(gate.count),
            money(gate.rupiah),
            percent(gate.passed),
            percent(gate.passed_count),
        )
        rows.append((*cells, money(gate.lost_idr), last or "–"))
    return Table(title, (*names, extra), tuple(rows), note or tr(SOURCE), tuple(names[1:]))
