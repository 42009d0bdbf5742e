"""Unit 11: a kabupaten decided by six groups for five years, twice, and what is left when the programme has gone."""

from p2spp_sim.base.formats import figure, number
from p2spp_sim.base.language import pick, tr
from p2spp_sim.results.indicators import SASARAN
from p2spp_sim.workbook.case.clauses import CAPITAL, clause_keys, spent_capital
from p2spp_sim.workbook.case.desk import Desk
from p2spp_sim.workbook.core.unit import Parts, Unit
from p2spp_sim.workbook.page.markup import Table, page, paragraphs
from p2spp_sim.workbook.units.shared.follow_board import WANASARI, follow_board
from p2spp_sim.workbook.units.u11.game import EFFORT, budget, game, known_here, measure_labels
from p2spp_sim.workbook.units.u11.game_boards import (
    comparison_board,
    map_board,
    role_board,
    rounds_board,
    strategy_board,
    wish_board,
)
from p2spp_sim.workbook.units.u11.pictures import DRAWN, sasaran, whole, written
from p2spp_sim.workbook.units.u11.years import calm

BEGINNING = ("arrived", "accepted", "trust", "reached", "P1", "fair_end", "lost_papers")


def case(unit: Unit) -> str:
    """Give the case as tables: who holds which lever, what clauses cost, and how the kabupaten stands before."""
    return page(
        paragraphs(figures(unit.desk)),
        _group_levers(unit.desk).html(),
        _clauses(unit.desk).html(),
        _start(unit.desk),
    )


def _group_levers(desk: Desk) -> Table:
    """Give the levers of each group."""
    rows = []
    for key, group in game().group.items():
        opened = [
            pick(policy.label)
            for policy in game().policy.values()
            if policy.group == key and known_here(desk.scenario, policy.values)
        ]
        opened += [tr("Besar pagu kewilayahan (PIK)")] if group.dial else []
        opened += [tr("Pasal Perda")] if group.clauses else []
        rows.append(
            (
                pick(group.label),
                pick(group.person),
                "; ".join(desk.scenario.lever(lever).called for lever in group.effort),
                "; ".join(opened),
            )
        )
    columns = (tr("Kelompok"), tr("Juru bicara"), tr("Upaya pelatihan"), tr("Kebijakan"))
    note = tr(
        "Pembagian pilihan kebijakan dan aturan main rekaan penyusun; pilihannya dari "
        "daftar pilihan kebijakan."
    )
    return Table(tr("Enam kelompok dan pilihan kebijakannya"), columns, tuple(rows), note)


def _clauses(desk: Desk) -> Table:
    """Give what each clause costs and what it locks."""
    scenario = desk.scenario
    rows = tuple(
        (
            scenario.lever(key).called,
            number(spent_capital(scenario, [key])),
            "; ".join(pick(scenario.lever(lever).label) for lever in scenario.lever(key).locks),
        )
        for key in clause_keys(scenario)
    )
    title = tr("Pasal Perda: modal politik {n} koin, berlaku juga sesudah program pergi")
    columns = (tr("Pasal"), tr("Harga"), tr("Yang dikunci"))
    note = tr("Pasal dan harganya rekaan penyusun, seperti di unit 09; bawalah Perda yang nyata.")
    return Table(
        title.format(n=figure(scenario.value(CAPITAL))), columns, rows, note, (columns[1],)
    )


def _start(desk: Desk) -> str:
    """Give how the kabupaten stands when nobody decides anything."""
    course, names = calm(desk, 1), measure_labels()
    values = sasaran(course, 1)
    words = {**SASARAN, "composite": tr("Rata-rata geometrik kedelapannya")}
    rows = [(names[key], written(key, float(course.measure(key)[0]))) for key in BEGINNING]
    rows += [(label, whole(values[key])) for key, label in words.items()]
    columns = (tr("Ukuran"), tr("Sebelum program"))
    return Table(
        tr("Wanasari sebelum program"), columns, tuple(rows), tr(DRAWN), columns[1:]
    ).html()


def figures(desk: Desk) -> str:
    """Say in one line what there is to share out."""
    world, scenario = desk.world, desk.scenario
    text = tr(
        "{kec} kecamatan, {desa} desa. Setahun {poin} koin upaya untuk {tuas} pilihan pelatihan; "
        "{modal} koin modal politik untuk {pasal} pasal; program {tahun} tahun."
    )
    return text.format(
        kec=number(world.size("kecamatan")),
        desa=number(world.size("village")),
        poin=number(budget(scenario)),
        tuas=number(sum(lever.budget == EFFORT for lever in scenario.levers())),
        modal=figure(scenario.value(CAPITAL)),
        pasal=number(len(clause_keys(scenario))),
        tahun=number(game().play.years),
    )


PARTS = Parts(
    boards={
        "peran": role_board,
        "putaran1": lambda unit: rounds_board(unit, 0),
        "putaran2": lambda unit: rounds_board(unit, 1),
        "banding": comparison_board,
        "peta": map_board,
        "ikuti": lambda unit: follow_board(unit, WANASARI),
        "strategi": strategy_board,
        "pribadi": wish_board,
    },
    case=case,
    figures=figures,
)
