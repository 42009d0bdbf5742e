"""Three ways of choosing side by side on the weights and the ceiling of the board of unit 03."""

from collections.abc import Mapping

import ipywidgets as W  # noqa: N812

from p2spp_sim.text import number, tr
from p2spp_sim.workbook.board03 import SOURCE, Board03, rule_names
from p2spp_sim.workbook.controls import Choose, Control, Tick
from p2spp_sim.workbook.desk import Meeting
from p2spp_sim.workbook.guard import Guard, panel, restore
from p2spp_sim.workbook.markup import Table, in_millions, page
from p2spp_sim.workbook.pictures import Picture, grouped, show
from p2spp_sim.workbook.progress import Progress


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
            Choose(f"cara_{i}", tr("Cara {n}").format(n=i), rule_names(), rule, stacked=True)
            for i, rule in enumerate(self.first, 1)
        ]
        self.open = Tick("buka", tr("Kelompok kami sudah memilih; tampilkan perbandingan"))
        self.controls: tuple[Control, ...] = (*self.picks, self.open)
        self._first = {control.key: control.value for control in self.controls}
        self.guard = Guard()
        restore(self.controls, progress.part(self.key))
        self.shown = show(self._picture())
        self._table = W.HTML()
        for pick in self.picks:
            pick.widget.layout.flex, pick.widget.layout.min_width = "1 1 300px", "0"
        row = W.HBox([pick.widget for pick in self.picks], layout=W.Layout(flex_flow="row wrap"))
        self._body = W.VBox([row, self._table, self.shown.widget])
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
            rule_names()[pick.value].partition(":")[0]: self.board.desk.meeting(**{**levers, "fill_rule": pick.value})
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
            sum(row.paper.poor for row in meeting.chosen if row.paper.village == village) for village in some.villages
        ]
        series.append((name, poor, [f"{number(value)} KK" for value in poor]))
    rows = tuple((village, *(words[i] for _, _, words in series)) for i, village in enumerate(some.villages))
    table = Table(tr("KK miskin terlayani menurut desa"), (tr("Desa"), *names), rows, tr(SOURCE), tuple(names))
    return grouped(tr("KK miskin terlayani di setiap desa"), some.villages, series, table)
