"""A whole kabupaten on a board: move levers, see the funnel against the untouched year on the same draws."""

from collections.abc import Iterable
from functools import lru_cache

import p2spp_sim as p2
from p2spp_sim.base.formats import number, rupiah_short
from p2spp_sim.base.language import pick, tr
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.workbook.case.desk import FunnelStage, funnel_of, world
from p2spp_sim.workbook.controls import Choose
from p2spp_sim.workbook.controls.levers import LeverControl
from p2spp_sim.workbook.core.board import Answered, Board, Values
from p2spp_sim.workbook.core.unit import Unit
from p2spp_sim.workbook.page.markup import Table
from p2spp_sim.workbook.pictures import Bar, Picture, bars
from p2spp_sim.workbook.units.shared.funnels import MEASURES, funnel_picture

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
DRAWN = (
    "Satuan: usulan dan rupiah. Sumber: simulasi p2spp_sim, rezim 2010; usulan dan putusan diundi."
)


def district_board(unit: Unit, datasets: Iterable[str], levers: Iterable[str] = LEVERS) -> Board:
    """Make the board of a year of the kabupaten that the learner picks.

    Parameters
    ----------
    datasets : what can be picked, the first shown first.
    levers : keys of the levers that can be moved, of the 2010 regime.
    """
    base = Scenario.load("2010")
    names = {name: pick(world(name).title) for name in datasets}
    dataset = Choose("dataset", tr("Kabupaten"), names, next(iter(names)), stacked=True)
    measure = Choose("measure", tr("Ukuran"), MEASURES, "rupiah", stacked=True)
    moved = {key: LeverControl(base.lever(key), base.value(key)) for key in levers}

    def answer(values: Values) -> Answered:
        name = str(values["dataset"])
        changed = {key: control.value_of(values[key]) for key, control in moved.items()}
        now = gates_of(name, base.change(**changed), unit.desk.seed)
        before = _untouched(name, unit.desk.seed)
        title = tr("{nama}: usulan warga dari musrenbang kecamatan sampai APBD").format(
            nama=names[name]
        )
        drawn = funnel_picture(title, now, str(values["measure"]), before=before, note=tr(DRAWN))
        return Answered(_compared(now, before), (ends_picture(now, before), drawn))

    controls = (dataset, measure, *(control.control for control in moved.values()))
    first = next(iter(moved.values()))
    half = round(float(first.lever.high or 1) * first.scale) // 2
    words = tr("Hanya satu tuas diubah: {tuas}, {nilai}").format(tuas=first.label, nilai=half)
    fixed: list[tuple[str, Values]] = [
        (tr("Belum ada tuas yang diubah"), {}),
        (words, {first.lever.key: half}),
    ]
    return Board("kabupaten", controls, answer, unit.progress, fixed=fixed)


def gates_of(name: str, scenario: Scenario, seed: int) -> dict[str, FunnelStage]:
    """Run a year, check it, and give the funnel of the villagers' proposals.

    Raises
    ------
    LedgerError : when the run lost a proposal or a rupiah.
    """
    run = p2.run_year(world(name), scenario, seed=seed)
    run.check()
    return funnel_of(run, STAGES, "musrenbang")


@lru_cache(maxsize=8)
def _untouched(name: str, seed: int) -> dict[str, FunnelStage]:
    return gates_of(name, Scenario.load("2010"), seed)


def ends_picture(now: dict[str, FunnelStage], before: dict[str, FunnelStage]) -> Picture:
    """Draw what arrives at the last gate, before and after the levers were moved; nothing where none was."""
    runs = [(tr("Sebelum diubah"), before), (tr("Sesudah diubah"), now)]
    if now == before:
        return Picture.empty()
    last = [(name, list(gates.values())[-1]) for name, gates in runs]
    gained = last[1][1].rupiah - last[0][1].rupiah
    said = tr("Lebih banyak rupiah usulan warga sampai di APBD: +{n}")
    if gained <= 0:
        said = tr("Lebih sedikit rupiah usulan warga sampai di APBD: −{n}")
    title = said.format(n=rupiah_short(abs(gained)))
    rows = [Bar(name, gate.rupiah, rupiah_short(gate.rupiah)) for name, gate in last]
    cells = tuple((name, number(gate.count), rupiah_short(gate.rupiah)) for name, gate in last)
    columns = (tr("Keadaan"), tr("Usulan"), tr("Rupiah"))
    return bars(title, rows, Table(title, columns, cells, tr(DRAWN), columns[1:]))


def _compared(now: dict[str, FunnelStage], before: dict[str, FunnelStage]) -> str:
    last, first = list(now.values())[-1], list(before.values())[-1]
    change = last.rupiah - first.rupiah
    said = tr(
        "Sampai di APBD: {n} usulan, {rupiah}. Belum ada tuas yang diubah: geser satu, dan lihat gerbang mana yang "
        "berubah."
    )
    if now != before:
        said = tr(
            "Sampai di APBD: {n} usulan, {rupiah}. Sebelum diubah: {n0} usulan, {rupiah0} ({selisih})."
        )
    sign = "+" if change > 0 else "−" if change < 0 else "±"
    sentence = said.format(
        n=number(last.count),
        rupiah=rupiah_short(last.rupiah),
        n0=number(first.count),
        rupiah0=rupiah_short(first.rupiah),
        selisih=f"{sign}{rupiah_short(abs(change))}",
    )
    return sentence + "\n" + tr("Pemeriksaan buku besar: setiap usulan dan setiap rupiah tercatat.")
