"""The board of unit 06 for a whole kabupaten: move levers, see the funnel against the untouched year."""

import ipywidgets as W  # noqa: N812

import p2spp_sim as p2
from p2spp_sim.scenario import Scenario, Value
from p2spp_sim.text import number, pick, rupiah_short, tr
from p2spp_sim.workbook.board06 import funnel_picture, measures
from p2spp_sim.workbook.controls import Choose, Control
from p2spp_sim.workbook.desk import Gate, funnel_of, world
from p2spp_sim.workbook.guard import Guard, panel, restore
from p2spp_sim.workbook.levers import LeverControl
from p2spp_sim.workbook.markup import Table, page, paragraphs, say
from p2spp_sim.workbook.pictures import Bar, Picture, bars, show
from p2spp_sim.workbook.progress import Progress

DATASETS = ("wanasari", "sumedang")
STAGES = ("musrenbang_kecamatan", "forum_skpd", "musrenbang_kabupaten", "kua_ppas", "apbd")
LEVERS = (
    "pik_share",
    "delegates_in_forum_skpd",
    "alignment_weight",
    "pokir_envelope",
    "papers_help",
    "integrated_mad",
)
_NOTHING = Picture("", "", Table("", (), ()))
DRAWN = "Satuan: usulan dan rupiah. Sumber: simulasi p2spp_sim, rezim 2010; usulan dan putusan diundi."


class DistrictBoard:
    """A year of the kabupaten that the learner picks, with levers that act on the way to the budget.

    Parameters
    ----------
    progress : the learner's file; every change is written there.
    dataset : the kabupaten shown first.
    seed : of the draws; the same for both years that are compared.
    """

    key = "kabupaten"

    def __init__(self, progress: Progress, dataset: str = "wanasari", seed: int = 7) -> None:
        self.progress, self.seed = progress, seed
        self.base = Scenario.load("2010")
        names = {name: pick(world(name).title) for name in dict.fromkeys((dataset, *DATASETS))}
        self.dataset = Choose("dataset", tr("Kabupaten"), names, dataset, stacked=True)
        self.measure = Choose("measure", tr("Ukuran"), measures(), "rupiah", stacked=True)
        self.levers = [LeverControl(self.base.lever(key), self.base.value(key)) for key in LEVERS]
        self.controls: tuple[Control, ...] = (
            self.dataset,
            self.measure,
            *(lever.control for lever in self.levers),
        )
        self._first = {control.key: control.value for control in self.controls}
        self._untouched: dict[str, dict[str, Gate]] = {}
        self.guard = Guard()
        self._told = W.HTML()
        restore(self.controls, progress.part(self.key))
        self.shown, self.ends = show(_NOTHING), show(_NOTHING)
        self.guard.run(self._draw)
        for control in self.controls:
            control.watch(lambda: self.guard.run(self._answer))
        left = panel(
            self.dataset.widget,
            self.measure.widget,
            *(lever.control.widget for lever in self.levers),
            self.guard.widget,
        )
        left.layout.flex = "0 1 430px"
        right = W.VBox(
            [self._told, self.ends.widget, self.shown.widget], layout=W.Layout(flex="1 1 520px", min_width="0")
        )
        self.widget = W.HBox([left, right], layout=W.Layout(flex_flow="row wrap", align_items="flex-start"))

    @property
    def values(self) -> dict[str, Value]:
        """The levers as the board sets them."""
        return {lever.lever.key: lever.value for lever in self.levers}

    def reset(self) -> None:
        """Put every control back to where the unit starts."""
        restore(self.controls, self._first)

    def gates(self) -> dict[str, Gate]:
        """Run the year as the board stands, check it, and give its funnel.

        Raises
        ------
        LedgerError : when the run lost a proposal or a rupiah.
        """
        return self._run(self.base.change(**self.values))

    def untouched(self) -> dict[str, Gate]:
        """Give the funnel of the same kabupaten before any lever was moved."""
        name = self.dataset.value
        if name not in self._untouched:
            self._untouched[name] = self._run(self.base)
        return self._untouched[name]

    def _run(self, scenario: Scenario) -> dict[str, Gate]:
        run = p2.run_year(world(self.dataset.value), scenario, seed=self.seed)
        run.check()
        return funnel_of(run, STAGES, "musrenbang")

    def _answer(self) -> None:
        self._draw()
        if not self.progress.put(self.key, {control.key: control.value for control in self.controls}):
            self._told.value += say("galat", "\n".join(self.progress.notes))

    def _draw(self) -> None:
        now, before = self.gates(), self.untouched()
        title = tr("{nama}: usulan warga dari musrenbang kecamatan sampai APBD").format(
            nama=pick(world(self.dataset.value).title)
        )
        self.shown.update(funnel_picture(title, now, self.measure.value, before=before, note=tr(DRAWN)))
        self.ends.update(ends_picture(now, before))
        self._told.value = page(f'<div role="status">{paragraphs(_compared(now, before))}</div>')


def ends_picture(now: dict[str, Gate], before: dict[str, Gate]) -> Picture:
    """Draw what arrives at the last gate, before and after the levers were moved."""
    runs = [(tr("Sebelum diubah"), before), (tr("Sesudah diubah"), now)]
    last = [(name, list(gates.values())[-1]) for name, gates in runs]
    title = tr("Rupiah usulan warga yang sampai di APBD")
    rows = [Bar(name, gate.rupiah, rupiah_short(gate.rupiah)) for name, gate in last]
    cells = tuple((name, number(gate.count), rupiah_short(gate.rupiah)) for name, gate in last)
    columns = (tr("Keadaan"), tr("Usulan"), tr("Rupiah"))
    return bars(title, rows, Table(title, columns, cells, tr(DRAWN), columns[1:]), label_width=318)


def _compared(now: dict[str, Gate], before: dict[str, Gate]) -> str:
    last, first = list(now.values())[-1], list(before.values())[-1]
    change = last.rupiah - first.rupiah
    sign = "+" if change > 0 else "−" if change < 0 else "±"
    return "\n".join(
        (
            tr("Sampai di APBD: {n} usulan, {rupiah}. Sebelum diubah: {n0} usulan, {rupiah0} ({selisih}).").format(
                n=number(last.count),
                rupiah=rupiah_short(last.rupiah),
                n0=number(first.count),
                rupiah0=rupiah_short(first.rupiah),
                selisih=f"{sign}{rupiah_short(abs(change))}",
            ),
            tr("Pemeriksaan buku besar: setiap usulan dan setiap rupiah tercatat."),
        )
    )
