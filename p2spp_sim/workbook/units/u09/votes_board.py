"""Unit 09: the best package for a goal among all that can be paid for, and what votes leave of the group's own."""

from collections.abc import Mapping, Sequence

from p2spp_sim.base.formats import figure, number
from p2spp_sim.base.language import labels_of, pick, tr
from p2spp_sim.scenario.levers import lever
from p2spp_sim.workbook.case.clauses import CAPITAL, clause_keys, spent_capital
from p2spp_sim.workbook.case.desk import Desk
from p2spp_sim.workbook.controls import Choose, Tick
from p2spp_sim.workbook.core.board import Answered, Board, Values
from p2spp_sim.workbook.core.unit import Unit
from p2spp_sim.workbook.page.markup import Table
from p2spp_sim.workbook.pictures import Bar, Picture, bars
from p2spp_sim.workbook.units.shared.paired import PairedMeasure, paired_picture
from p2spp_sim.workbook.units.u09.answers import short
from p2spp_sim.workbook.units.u09.packages import (
    ALL,
    ClausePackage,
    affordable,
    column,
    goal_of,
    measure_labels,
    outcomes,
    passed,
    ranked,
    rules,
    survives,
)
from p2spp_sim.workbook.units.u09.words import DRAWN, NOBODY

GOAL, WITHOUT, OPEN = "tujuan", "tanpa", "buka"
SHOWN = 6
EXAMPLE = ["clause_k2", "clause_k3", "clause_k7"]  # voted on while the group has picked nothing


def search_board(unit: Unit) -> Board:
    """Make the board that ranks all packages by a goal, opened when the group has chosen."""
    first = unit.board("papan")
    assert isinstance(first, Board)
    desk = unit.desk
    refused = {
        NOBODY: tr("tidak ada"),
        **{key: desk.scenario.lever(key).called for key in clause_keys(desk.scenario)},
    }
    goals = labels_of(rules().goal)
    goal = Choose(GOAL, tr("Tujuan yang ditimbang"), goals, "selaras", stacked=True)
    without = Choose(WITHOUT, tr("Pasal yang mustahil disetujui"), refused, NOBODY, stacked=True)
    opened = Tick(
        OPEN,
        tr(
            "Kelompok kami sudah memilih; bandingkan semua paket (beberapa detik pada kali pertama)"
        ),
    )

    def answer(values: Values) -> Answered:
        if not values[OPEN]:
            return Answered(
                tr("Pilih paket kelompok di papan pertama, lalu centang."), (Picture.empty(),)
            )
        return _ranked(desk, str(values[GOAL]), str(values[WITHOUT]), _picked(first))

    fixed: list[tuple[str, Values]] = [
        (goals[key], {OPEN: True, GOAL: key}) for key in ("selaras", "uang")
    ]
    return Board(
        "terbaik",
        (goal, without, opened),
        answer,
        unit.progress,
        fixed=fixed,
        wide=True,
        follows=(first,),
    )


def _picked(board: Board) -> list[str]:
    picked = board.values["pasal"]
    assert isinstance(picked, list)
    return list(picked)


def _ranked(desk: Desk, goal: str, without: str, own: Sequence[str]) -> Answered:
    packages, play, names = ranked(desk, goal, without), rules().play, measure_labels()
    best, base = packages[0], goal_of(outcomes(desk, ()), goal)
    among = tr("Tujuan ini rata-rata dari: {isi}. Tanpa Perda nilainya {n}.")
    parts = "; ".join(names[key] for key in rules().goal[goal].measures)
    sentences = [among.format(isi=parts, n=_hundred(base))]
    text = tr("{n} paket muat dalam {m} koin. Terbaik: {paket}, nilai {nilai}, harga {harga} koin.")
    sentences.append(
        text.format(
            n=number(len(affordable(desk.scenario, without)) - 1),
            m=figure(desk.scenario.value(CAPITAL)),
            paket=short(best.clauses),
            nilai=_hundred(best.worth),
            harga=best.cost,
        )
    )
    near = [short(row.clauses) for row in packages[1:] if best.worth - row.worth < play.near]
    if near:
        sentences.append(
            tr("Setara, selisihnya di bawah setengah poin: {paket}.").format(paket=", ".join(near))
        )
    rows = packages[:SHOWN]
    if own:
        mine = ClausePackage(
            tuple(own), spent_capital(desk.scenario, own), goal_of(outcomes(desk, own), goal)
        )
        gap = tr("Paket kelompok Anda, {paket}: nilai {nilai}, {n} poin di bawah yang terbaik.")
        sentences.append(
            gap.format(
                paket=short(mine.clauses),
                nilai=_hundred(mine.worth),
                n=_hundred(max(0, best.worth - mine.worth)),
            )
        )
        rows = rows if mine.clauses in [row.clauses for row in rows] else [*rows, mine]
    return Answered("\n".join(sentences), (_bars(goal, rows, base, tuple(own)),))


def _hundred(share: float) -> str:
    return number(100 * share, 1)


def _bars(goal: str, rows: Sequence[ClausePackage], base: float, own: tuple[str, ...]) -> Picture:
    title = tr("{tujuan}: kenaikan nilai karena paket").format(
        tujuan=pick(rules().goal[goal].label)
    )
    said = tr("{a} → {b}, harga {n}")
    drawn = [
        Bar(
            label=short(row.clauses) + (" " + tr("(paket Anda)") if row.clauses == own else ""),
            value=max(0.0, row.worth - base),
            text=said.format(a=_hundred(base), b=_hundred(row.worth), n=row.cost),
            mark="on" if i == 0 else "plain",
        )
        for i, row in enumerate(rows)
    ]
    columns = (tr("Nilai tujuan"), tr("Harga, koin"))
    cells = tuple((short(row.clauses), _hundred(row.worth), number(row.cost)) for row in rows)
    note = tr(
        "Satuan: 0 sampai 100. Sumber: simulasi p2spp_sim pada Wanasari (rekaan), rata-rata {n} ulangan."
    )
    table = Table(title, (tr("Paket"), *columns), cells, note.format(n=rules().play.draws), columns)
    return bars(title, drawn, table)


def coalition_board(unit: Unit) -> Board:
    """Make the board on which six groups vote on the package, clause by clause."""
    first = unit.board("papan")
    assert isinstance(first, Board)
    votes = {
        NOBODY: tr("menerima semua pasal"),
        **clause_refusals(unit.desk),
        ALL: tr("menolak semuanya"),
    }
    lists = [
        Choose(key, name, votes, NOBODY, stacked=True)
        for key, name in labels_of(rules().coalition.group).items()
    ]

    def answer(values: Values) -> Answered:
        picked = _picked(first)
        given = {key: str(vote) for key, vote in values.items()}
        sentences, pictures = _voted(unit.desk, picked or EXAMPLE, given)
        if not picked:
            empty = tr("Paket kelompok masih kosong; yang dirundingkan contoh {paket}.")
            sentences = [empty.format(paket=short(EXAMPLE)), *sentences]
        return Answered("\n".join(sentences), pictures)

    fixed = [(tr("DPRD menolak K3"), {"dprd": "clause_k3"})]
    return Board("koalisi", lists, answer, unit.progress, fixed=fixed, follows=(first,))


def clause_refusals(desk: Desk) -> dict[str, str]:
    """Give what refusing one clause is called on a list."""
    return {
        key: tr("menolak {pasal}").format(pasal=desk.scenario.lever(key).called)
        for key in clause_keys(desk.scenario)
    }


def _voted(
    desk: Desk, picked: Sequence[str], votes: Mapping[str, str]
) -> tuple[list[str], tuple[Picture, Picture]]:
    voters = labels_of(rules().coalition.group)
    refusing = passed(picked, votes)
    kept = [clause for clause, groups in refusing.items() if survives(groups)]
    sentences = []
    for clause, groups in refusing.items():
        if clause not in kept:
            by = ", ".join(voters[group] for group in groups)
            sentences.append(
                tr("{pasal} jatuh, ditolak: {nama}.").format(pasal=short([clause]), nama=by)
            )
    if len(kept) == len(picked):
        sentences.append(tr("Semua pasal bertahan."))
    else:
        freed = spent_capital(desk.scenario, picked) - spent_capital(desk.scenario, kept)
        text = tr(
            "Tersisa {paket}. {n} koin modal bebas: belanjakan lagi di papan pertama, atau tawar-menawar."
        )
        sentences.append(text.format(paket=short(kept), n=freed))
    before, now = outcomes(desk, picked), outcomes(desk, kept)
    changed = [
        PairedMeasure(name, column(before, key), column(now, key))
        for key, name in measure_labels().items()
    ]
    title = tr("Sebelum pemungutan suara (kosong) dan sesudahnya (penuh)")
    meter = _meter(refusing, kept, len(voters))
    return sentences, (meter, paired_picture(title, changed, tr(DRAWN)))


def _meter(refusing: Mapping[str, Sequence[str]], kept: Sequence[str], groups: int) -> Picture:
    voters, needed = labels_of(rules().coalition.group), rules().coalition.needed
    names = {clause: lever(clause).called for clause in refusing}
    title = tr("Pengukur koalisi: kelompok yang tidak menolak, paling sedikit {n} dari {m}").format(
        n=needed, m=groups
    )
    said = tr("{n} dari {m}")
    rows = [
        Bar(
            names[clause],
            groups - len(against),
            said.format(n=groups - len(against), m=groups),
            "on" if clause in kept else "off",
        )
        for clause, against in refusing.items()
    ]
    cells = tuple(
        (
            names[clause],
            number(groups - len(against)),
            ", ".join(voters[group] for group in against) or "–",
            tr("bertahan") if clause in kept else tr("jatuh"),
        )
        for clause, against in refusing.items()
    )
    columns = (tr("Pasal"), tr("Tidak menolak"), tr("Yang menolak"), tr("Hasil"))
    note = tr(
        "Aturan main rekaan penyusun. DPRD dan Bupati masing-masing dapat menjatuhkan satu pasal."
    )
    return bars(title, rows, Table(title, columns, cells, note, columns[1:2]), top=groups)
