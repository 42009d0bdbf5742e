"""The board of unit 03: five weights, a ceiling and a way of choosing; the meeting answers at every move."""

from collections.abc import Mapping

import ipywidgets as W  # noqa: N812

from p2spp_sim.scenario import Value
from p2spp_sim.text import number, percent, tr
from p2spp_sim.workbook.controls import Choose, Control, Slide, Tick
from p2spp_sim.workbook.desk import Desk, Meeting, Row
from p2spp_sim.workbook.guard import Guard, panel, restore
from p2spp_sim.workbook.markup import Table, in_millions, page, paragraphs, say
from p2spp_sim.workbook.pictures import Bar, Picture, bars, grouped, show
from p2spp_sim.workbook.progress import Progress
from p2spp_sim.workbook.weights import Weights

MILLION = 1_000_000
SOURCE = (
    "Satuan: rupiah dan rumah tangga (KK). Sumber: datasets/tirtamulya, data rekaan untuk tahun rencana 2010."
)


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
            label_width="100px",
        )
        self.controls: tuple[Control, ...] = (self.weights, self.ceiling, self.rule)
        self._first = {control.key: control.value for control in self.controls}
        self.guard = Guard()
        self._summary = W.HTML()
        self._ranking = W.HTML()
        self.guard.run(self._restore)
        self.shown = show(picture_of(self.meeting, self.ceiling.value * MILLION))
        self._draw(self.meeting)
        for control in self.controls:
            control.watch(self._moved)
        left = panel(self.weights.widget, self.ceiling.widget, self.rule.widget, self.guard.widget)
        left.layout.flex = "0 1 430px"
        right = W.VBox([self._summary, self.shown.widget], layout=W.Layout(flex="1 1 520px", min_width="0"))
        top = W.HBox([left, right], layout=W.Layout(flex_flow="row wrap", align_items="flex-start"))
        self.widget = W.VBox([top, self._ranking])

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
        self._summary.value = page(f'<div role="status">{paragraphs(summary_of(meeting, ceiling))}</div>')
        self._ranking.value = page(ranking_of(meeting).html())


class Comparison:
    """Three ways of choosing side by side on the same weights and ceiling, opened by the learner.

    Parameters
    ----------
    board : whose weights and ceiling are used.
    progress : the learner's file.
    """

    key = "tiga_cara"
    first = ("skip", "best_package", "village_first")

    def __init__(self, board: Board03, progress: Progress) -> None:
        self.board, self.progress = board, progress
        self.picks = [
            Choose(f"cara_{i}", tr("Cara {n}").format(n=i), rule_names(), rule, label_width="70px")
            for i, rule in enumerate(self.first, 1)
        ]
        self.open = Tick("buka", tr("Kelompok kami sudah memilih; tampilkan perbandingan"))
        self.controls: tuple[Control, ...] = (*self.picks, self.open)
        self._first = {control.key: control.value for control in self.controls}
        self.guard = Guard()
        restore(self.controls, progress.part(self.key))
        self.shown = show(self._picture())
        self._table = W.HTML()
        self._body = W.VBox([*(pick.widget for pick in self.picks), self._table, self.shown.widget])
        for control in self.controls:
            control.watch(self._moved)
        for control in board.controls:
            control.watch(lambda: self.guard.run(self._draw))
        self.widget = panel(self.open.widget, self._body, self.guard.widget)
        self.guard.run(self._draw)

    @property
    def meetings(self) -> dict[str, Meeting]:
        """The meeting under each of the three ways, by its words."""
        levers = {**self.board.levers}
        return {
            rule_names()[pick.value]: self.board.desk.meeting(**{**levers, "fill_rule": pick.value})
            for pick in self.picks
        }

    def reset(self) -> None:
        """Close the comparison and put the three ways back."""
        restore(self.controls, self._first)

    def _moved(self) -> None:
        self.guard.run(self._draw)
        self.progress.put(self.key, {control.key: control.value for control in self.controls})

    def _draw(self) -> None:
        self._body.layout.display = None if self.open.value else "none"
        if self.open.value:
            self._table.value = page(comparison_table(self.meetings).html())
            self.shown.update(self._picture())

    def _picture(self) -> Picture:
        return comparison_picture(self.meetings)


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
    return bars(title, rows, ranking_of(meeting), top=1.0, label_width=390)


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


def comparison_table(meetings: Mapping[str, Meeting]) -> Table:
    """Give the ways side by side."""
    return Table(
        tr("Tiga cara berdampingan, pagu dan bobot sama"),
        (
            tr("Cara memilih"),
            tr("Dibiayai"),
            tr("Banyak"),
            tr("Rupiah"),
            tr("KK miskin"),
            tr("Desa tanpa usulan terpilih"),
        ),
        tuple(
            (
                name,
                ", ".join(row.paper.id for row in meeting.chosen),
                number(len(meeting.chosen)),
                in_millions(meeting.spent_idr),
                number(meeting.poor_reached),
                ", ".join(meeting.villages_without) or tr("tidak ada"),
            )
            for name, meeting in meetings.items()
        ),
        tr(SOURCE),
        (tr("Banyak"), tr("Rupiah"), tr("KK miskin")),
    )


def comparison_picture(meetings: Mapping[str, Meeting]) -> Picture:
    """Draw poor households reached in each village under each way."""
    names = list(meetings)
    some = next(iter(meetings.values()))
    series = []
    for name, meeting in meetings.items():
        poor = [
            sum(row.paper.poor for row in meeting.chosen if row.paper.village == village)
            for village in some.villages
        ]
        series.append((name, poor, [f"{number(value)} KK" for value in poor]))
    rows = tuple((village, *(words[i] for _, _, words in series)) for i, village in enumerate(some.villages))
    table = Table(
        tr("KK miskin terlayani menurut desa"), (tr("Desa"), *names), rows, tr(SOURCE), tuple(names)
    )
    return grouped(tr("KK miskin terlayani di setiap desa"), some.villages, series, table)
