"""Unit 10: the dashboard of a setrawan: lamps of eight sasaran, who owns them, three actions, and a plan of 90 days."""

from p2spp_sim.base.formats import number, percent
from p2spp_sim.base.language import pick, tr
from p2spp_sim.results.indicators import definitions
from p2spp_sim.workbook.case.desk import Desk
from p2spp_sim.workbook.case.sasaran import targets
from p2spp_sim.workbook.core.unit import Parts, Unit
from p2spp_sim.workbook.page.markup import Table, page, paragraphs
from p2spp_sim.workbook.units.u10.actions_board import action_board
from p2spp_sim.workbook.units.u10.answers import papan
from p2spp_sim.workbook.units.u10.dashboard import data, sample
from p2spp_sim.workbook.units.u10.lamp_boards import dashboard, owner_board
from p2spp_sim.workbook.units.u10.rktl_board import plan_board
from p2spp_sim.workbook.units.u10.words import INVENTED, position_labels


def case(unit: Unit) -> str:
    """Give the sheet of the case: what each sasaran measures, who holds it, and the invented figures."""
    return page(paragraphs(_limits()), _sheet().html(), _defined().html())


def _limits() -> str:
    text = tr(
        "Capaian = (kini − awal) ÷ (sasaran − awal). Lampu hijau dari {hijau}, kuning dari {kuning}, di bawahnya merah."
    )
    lamp = data().lamp
    return text.format(hijau=percent(lamp.green, 0), kuning=percent(lamp.yellow, 0))


def _sheet() -> Table:
    names = definitions()
    figures = (tr("Awal"), tr("Kini"), tr("Sasaran"))
    rows = tuple(
        (
            f"{code} {pick(names[code].label)}",
            *(percent(part) for part in (row.start, row.now, row.target)),
        )
        for code, row in sample().items()
    )
    return Table(
        tr("Lembar yang dibawa Bu Asih"),
        (tr("Sasaran P2SPP"), *figures),
        rows,
        tr(INVENTED),
        figures,
    )


def _defined() -> Table:
    positions, aims = position_labels(), targets()
    rows = tuple(
        (
            code,
            positions[keys[0]],
            ", ".join(positions[key] for key in keys[1:]),
            percent(aims[code], 0),
        )
        for code, keys in data().owner.items()
    )
    columns = (tr("Sasaran"), tr("Pemegang"), tr("Yang harus diajak"), tr("Sasaran Wanasari"))
    note = tr(
        "Penanggung jawab dan sasaran usulan penyusun (contoh papan kendali, daftar indikator); "
        "sesuaikan dengan kabupaten Anda."
    )
    return Table(tr("Siapa memegang lampu yang mana"), columns, rows, note, columns[3:])


def figures(desk: Desk) -> str:
    """Say in one line how the sample stands."""
    text = tr(
        "{banyak} sasaran; rata-rata capaian {rata}; hijau {hijau}; kuning {kuning}; merah {merah}; {tindakan}."
    )
    actions = tr("{n} tindakan, {hari} hari kerja").format(
        n=number(len(data().action)), hari=number(data().time.days)
    )
    return text.format(**papan(desk), tindakan=actions)


PARTS = Parts(
    boards={
        "papan": dashboard,
        "pemilik": owner_board,
        "tindakan": action_board,
        "rktl": plan_board,
    },
    case=case,
    figures=figures,
)
