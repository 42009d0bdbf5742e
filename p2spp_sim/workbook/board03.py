"""The board of unit 03: five weights, a ceiling and a way of choosing; the meeting answers at every move."""

import ipywidgets as W  # noqa: N812

from p2spp_sim.scenario import Value
from p2spp_sim.text import number, percent, tr
from p2spp_sim.workbook.controls import Choose, Control, Slide
from p2spp_sim.workbook.desk import Desk, Meeting, Row
from p2spp_sim.workbook.guard import Guard, panel, restore
from p2spp_sim.workbook.markup import MILLION, Table, in_millions, page, paragraphs, say
from p2spp_sim.workbook.pictures import Bar, Picture, bars, show
from p2spp_sim.workbook.progress import Progress
from p2spp_sim.workbook.weights import Weights

SOURCE = "Satuan: rupiah dan rumah tangga (KK). Sumber: datasets/tirtamulya, data rekaan untuk tahun rencana 2010."


def rule_names() -> dict[str, str]:
    """Give the seven ways of choosing in the words of the screen language."""
    return {
        "stop": tr("Urut, berhenti di usulan pertama yang tidak muat"),
        "skip": tr("Urut, lewati yang tidak muat"),
        "village_first": tr("Satu per desa lebih dahulu"),
        "rotation": tr("Arisan: hanya desa yang mendapat giliran"),
        "equal_split": tr("Bagi rata: pagu dibagi sama antar desa"),
        "best_package": tr("Paket terbaik: jumlah skor terbesar"),
        "equal_shares": tr("Iuran suara: setiap suara memegang uang yang sama"),
    }


def weight_names() -> dict[str, str]:
    """Give the five criteria in the words of the screen language, by lever."""
    return {
        "weight_poor": tr("KK miskin"),
        "weight_reach": tr("KK penerima"),
        "weight_urgency": tr("Urgensi"),
        "weight_selfhelp": tr("Swadaya"),
        "weight_rpjm": tr("RPJM Desa"),
    }


class Board03:
    """Controls on the left, picture and summary on the right, ranking table below.

    Parameters
    ----------
    desk : of the unit.
    progress : the learner's file; every change is written there.
    """

    key = "papan"

    def __init__(self, desk: Desk, progress: Progress) -> None:
        self.desk, self.progress = desk, progress
        scenario = desk.forum_scenario
        start = {name: round(100 * float(scenario.value(name))) for name in weight_names()}
        ceiling = int(scenario.value("kecamatan_ceiling_idr")) // MILLION
        self.weights = Weights("weights", weight_names(), start)
        self.ceiling = Slide("ceiling", tr("Pagu"), 300, 3000, ceiling, step=50, unit=tr("juta rupiah"))
        self.rule = Choose(
            "fill_rule",
            tr("Cara memilih"),
            rule_names(),
            str(scenario.value("fill_rule")),
            stacked=True,
        )
        self.controls: tuple[Control, ...] = (self.weights, self.ceiling, self.rule)
        self._first = {control.key: control.value for control in self.controls}
        self.guard = Guard()
        self._summary = W.HTML()
        self.guard.run(self._restore)
        self.shown = show(picture_of(self.meeting, self.ceiling.value * MILLION), folded=False)
        self._draw(self.meeting)
        for control in self.controls:
            control.watch(self._moved)
        left = panel(self.weights.widget, self.ceiling.widget, self.rule.widget, self.guard.widget)
        left.layout.flex = "0 1 430px"
        right = W.VBox([self._summary, self.shown.widget], layout=W.Layout(flex="1 1 520px", min_width="0"))
        top = W.HBox([left, right], layout=W.Layout(flex_flow="row wrap", align_items="flex-start"))
        self.widget = W.VBox([top, self.shown.table])

    @property
    def levers(self) -> dict[str, Value]:
        """The levers as the board sets them."""
        shares = {name: value / 100 for name, value in self.weights.value.items()}
        return {**shares, "kecamatan_ceiling_idr": self.ceiling.value * MILLION, "fill_rule": self.rule.value}

    @property
    def meeting(self) -> Meeting:
        """What the meeting decides with the board as it stands."""
        return self.desk.meeting(**self.levers)

    def reset(self) -> None:
        """Put every control back to where the unit starts."""
        restore(self.controls, self._first)

    def _restore(self) -> None:
        told = restore(self.controls, self.progress.part(self.key))
        self._summary.value = say("kabar", "\n".join(told)) if told else ""

    def _moved(self) -> None:
        self.guard.run(self._answer)

    def _answer(self) -> None:
        self._draw(self.meeting)
        if not self.progress.put(self.key, {control.key: control.value for control in self.controls}):
            self._summary.value += say("galat", "\n".join(self.progress.notes))

    def _draw(self, meeting: Meeting) -> None:
        ceiling = self.ceiling.value * MILLION
        self.shown.update(picture_of(meeting, ceiling))
        text = summary_of(meeting, ceiling)
        if not self.weights.complete:
            text += "\n" + tr("Bobot belum berjumlah 100: hasil ini memakai bobot lengkap yang terakhir.")
        self._summary.value = page(f'<div role="status">{paragraphs(text)}</div>')


def summary_of(meeting: Meeting, ceiling_idr: int) -> str:
    """Say in three lines what the meeting decided."""
    without = ", ".join(meeting.villages_without) or tr("tidak ada")
    return "\n".join(
        (
            tr("Dibiayai {n} dari {m} usulan layak: {rupiah} dari pagu {pagu} ({bagian}).").format(
                n=len(meeting.chosen),
                m=len(meeting.eligible),
                rupiah=in_millions(meeting.spent_idr),
                pagu=in_millions(ceiling_idr),
                bagian=percent(meeting.spent_idr / ceiling_idr, 0) if ceiling_idr else "–",
            ),
            tr("KK miskin terlayani: {n}.").format(n=number(meeting.poor_reached)),
            tr("Desa tanpa usulan terpilih: {desa}.").format(desa=without),
        )
    )


def picture_of(meeting: Meeting, ceiling_idr: int) -> Picture:
    """Draw the scored proposals in the order of rank, those chosen filled."""
    title = tr("Peringkat usulan dan pilihan musrenbang, pagu {pagu}").format(pagu=in_millions(ceiling_idr))
    rows = [
        Bar(
            label=f"{row.rank}. {row.paper.id} {row.paper.village}: {row.paper.what}",
            value=row.score,
            text=f"{number(row.score, 3)}  {in_millions(row.paper.cost_idr)}",
            mark="on" if row.chosen else "off",
        )
        for row in meeting.eligible
    ]
    return bars(title, rows, ranking_of(meeting), top=1.0, label_width=455)


def ranking_of(meeting: Meeting) -> Table:
    """Give every proposal with rank, score, decision and reason."""
    return Table(
        tr("Keputusan atas setiap usulan"),
        (
            tr("Peringkat"),
            "ID",
            tr("Desa"),
            tr("Usulan"),
            tr("Skor"),
            tr("Biaya"),
            tr("KK miskin"),
            tr("Keputusan"),
        ),
        tuple(_ranked(row) for row in meeting.rows),
        tr(SOURCE),
        (tr("Peringkat"), tr("Skor"), tr("Biaya"), tr("KK miskin")),
    )


def _ranked(row: Row) -> tuple[str, ...]:
    scored = row.rank > 0
    if row.chosen:
        decision = "✓ " + tr("dibiayai")
    else:
        decision = ("– " if scored else "↩ " + tr("dikembalikan") + ": ") + row.reason_text
    return (
        str(row.rank) if scored else "–",
        row.paper.id,
        row.paper.village,
        row.paper.what,
        number(row.score, 3) if scored else "–",
        in_millions(row.paper.cost_idr),
        number(row.paper.poor),
        decision,
    )
