"""Unit 09: a package of clauses within political capital, and what it moves in a year of a kabupaten."""

from collections.abc import Sequence
from typing import Any

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.formats import figure, number, percent
from p2spp_sim.base.intervals import honest_half
from p2spp_sim.base.language import Labels, pick, tr
from p2spp_sim.results.indicators import definitions
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.workbook.case.clauses import CAPITAL, clause_keys, spent_capital
from p2spp_sim.workbook.case.desk import Desk
from p2spp_sim.workbook.controls.control import known
from p2spp_sim.workbook.controls.levers import said_value
from p2spp_sim.workbook.core.board import Answered, Values
from p2spp_sim.workbook.core.moving_board import Part, choice
from p2spp_sim.workbook.core.unit import Parts, Unit
from p2spp_sim.workbook.page.markup import Table, page, paragraphs
from p2spp_sim.workbook.units.shared.cockpit import (
    REACHED_WORDS,
    Cockpit,
    Frame,
    PartLine,
    signs_of,
    villages_of,
)
from p2spp_sim.workbook.units.shared.paired import PairedMeasure, how_many, paired_picture
from p2spp_sim.workbook.units.shared.tried_board import (
    VILLAGE,
    TriedBoard,
    own_village,
    tried_words,
    when_of,
)
from p2spp_sim.workbook.units.u09.answers import GOAL, short
from p2spp_sim.workbook.units.u09.packages import (
    affordable,
    column,
    goal_of,
    measure_labels,
    outcomes,
    rules,
    villages_reached,
    yearly_compliance,
)
from p2spp_sim.workbook.units.u09.pairs_board import pairs_board
from p2spp_sim.workbook.units.u09.votes_board import coalition_board, search_board
from p2spp_sim.workbook.units.u09.words import DRAWN

CLAUSES, OBEYED, FULLY = "pasal", "kepatuhan", "penuh"
PACKAGE_WORDS = Labels(
    number="nilai rata-rata sembilan ukuran, 0 sampai 100",
    ghost="tanpa Perda",
    purse="Modal politik",
    clauses="Pasal dalam Raperda",
    too_dear="kurang {n}",
    p="berkat Perda",
    fate_b="{desa}: sampai, juga tanpa Perda.",
    fate_p="{desa}: sampai APBD berkat Perda.",
    fate_m="{desa}: hilang karena Perda.",
)
SMALL = 0.005  # changes below half a point are not told one by one


def package_board(unit: Unit) -> TriedBoard:
    """Make the board where a group buys clauses with its political capital, and a year is run with and without them."""
    desk, names, villages = unit.desk, obeyed_names(unit.desk), villages_of(unit.desk.world)
    screen = Cockpit(
        words=tried_words({**REACHED_WORDS, **PACKAGE_WORDS}),
        decision={CLAUSES: [], OBEYED: FULLY, VILLAGE: own_village(villages)}
        | {"upaya": {}, "kebijakan": []},
    )
    codes = {village["code"] for village in villages}
    parts = (
        Part(CLAUSES, screen, lambda given: read_package(desk.scenario, given)),
        Part(OBEYED, screen, choice(names), lambda key: f"{tr('Dipatuhi')}: {names[key]}"),
        Part(VILLAGE, screen, choice(codes)),
    )

    def answer(values: Values) -> Answered:
        return _answered(desk, picked_of(values), str(values[OBEYED]))

    def frame(values: Values, tries: int) -> Frame:
        return _frame(desk, picked_of(values), obeyed(desk, str(values[OBEYED])), tries)

    def plan(_: Values) -> dict[str, Any]:
        return _plan(desk, villages, names)

    fixed: list[tuple[str, Values]] = [
        (short(clauses), {CLAUSES: clauses})
        for clauses in (["clause_k1", "clause_k3", "clause_k5"], ["clause_k2", "clause_k8"])
    ]
    return TriedBoard("papan", parts, answer, unit.progress, plan=plan, frame=frame, fixed=fixed)


def read_package(scenario: Scenario, given: object) -> list[str]:
    """Read clauses that can be paid for.

    Raises
    ------
    P2sppError : one that is not there any more, or more than the political capital buys.
    """
    if not isinstance(given, list | tuple):
        raise P2sppError(tr("Kartu tersimpan tidak terbaca."))
    cards = dict.fromkeys(clause_keys(scenario))
    picked = known(given, cards, tr("Kartu tersimpan {kunci} tidak ada lagi di papan ini."))
    ordered = [key for key in cards if key in picked]
    spent, capital = spent_capital(scenario, ordered), int(scenario.value(CAPITAL))
    if spent > capital:
        text = tr("Kartu tersimpan bernilai {n} {satuan}, padahal modal {m}.")
        raise P2sppError(text.format(n=spent, m=capital, satuan=tr("koin")))
    return ordered


def _plan(desk: Desk, villages: Sequence[dict[str, str]], names: dict[str, str]) -> dict[str, Any]:
    scenario = desk.scenario
    cards = [
        {"key": key, "label": scenario.lever(key).called, "cost": spent_capital(scenario, [key])}
        for key in clause_keys(scenario)
    ]
    board = {"levers": [], "policies": [], "dial": None, "clauses": cards}
    return {
        "title": tr("Wanasari, satu tahun dengan Perda"),
        "villages": list(villages),
        "purse": int(scenario.value(CAPITAL)),
        "buys": True,
        "tabs": [{"key": CLAUSES, "label": tr("Pasal dalam Raperda"), "who": "", **board}],
        "tenths": True,
        "point": number(0.5, 1)[1],
        "lines": tr("Perubahan dalam poin; yang dalam kurung mungkin kebetulan"),
        "choice": {
            "key": OBEYED,
            "label": tr("Dipatuhi"),
            "options": [{"key": key, "label": words} for key, words in names.items()],
        },
    }


def _frame(desk: Desk, clauses: Sequence[str], compliance: float, tries: int) -> Frame:
    changed = paired(desk, (), clauses, compliance)
    worth = goal_of(outcomes(desk, clauses, compliance), GOAL)
    without = goal_of(outcomes(desk, ()), GOAL)
    lines = [
        PartLine(
            measure.label,
            float(measure.now.mean()),
            float(measure.before.mean()),
            measure.say(float(measure.now.mean())),
            _change(measure) if clauses else "",
        )
        for measure in changed
    ]
    said = [_empty()]
    if clauses:
        text = tr("{paket}: nilai {n}; tanpa Perda {tanpa}.").format(
            paket=short(list(clauses)), n=number(100 * worth, 1), tanpa=number(100 * without, 1)
        )
        said = [text, *_lacking(desk.scenario, clauses)]
    return Frame(
        when=when_of(tries, tr("Tanpa Perda")),
        number=tries,
        now=round(1000 * worth),
        ghost=round(1000 * without),
        tiles=signs_of(villages_reached(desk, clauses, compliance), villages_reached(desk, ())),
        said=" ".join(said),
        lines=lines,
        why=" ".join(_up_and_down(changed)) if clauses and worth <= without else "",
    )


def _change(measure: PairedMeasure) -> str:
    """Write a change in points, in brackets where chance alone could have made it."""
    mean, half = measure.difference
    text = measure.signed(mean)
    return text if abs(mean) > half else f"({text})"


def obeyed_names(desk: Desk) -> dict[str, str]:
    """Give how far a regulation is complied with, in words."""
    growing = {
        str(year): tr("Tahun ke-{n}: {bagian}").format(n=year, bagian=percent(share, 0))
        for year, share in reversed(yearly_compliance(desk).items())
    }
    half = tr("Setengah hati: {bagian}").format(bagian=percent(rules().play.half_hearted, 0))
    return {FULLY: tr("Sepenuhnya"), **growing, "setengah": half}


def obeyed(desk: Desk, key: str) -> float:
    """Give compliance by the key of its words, 0..1."""
    growing = {str(year): share for year, share in yearly_compliance(desk).items()}
    return {FULLY: 1.0, "setengah": rules().play.half_hearted, **growing}[key]


def picked_of(values: Values) -> list[str]:
    """Give the clauses on the board."""
    picked = values[CLAUSES]
    assert isinstance(picked, list)
    return list(picked)


def locked(scenario: Scenario, clause: str) -> str:
    """Say what a clause locks and at which value."""
    parts = [
        tr("{tuas} = {nilai}").format(
            tuas=pick(scenario.lever(key).label), nilai=said_value(scenario.lever(key), value)
        )
        for key, value in scenario.lever(clause).locks.items()
    ]
    return "; ".join(parts)


def paired(
    desk: Desk, before: Sequence[str], now: Sequence[str], compliance: float = 1.0
) -> list[PairedMeasure]:
    """Give all measures under two packages on the same draws."""
    first, second = outcomes(desk, before), outcomes(desk, now, compliance)
    return [
        PairedMeasure(name, column(first, key), column(second, key))
        for key, name in measure_labels().items()
    ]


def _answered(desk: Desk, clauses: Sequence[str], key: str) -> Answered:
    share = obeyed(desk, key)
    changed = paired(desk, (), clauses, share)
    sentences = []
    if clauses:
        text = tr("{paket}: harga {n} dari {m} koin modal politik.")
        cost = spent_capital(desk.scenario, clauses)
        sentences.append(
            text.format(
                paket=short(list(clauses)), n=number(cost), m=figure(desk.scenario.value(CAPITAL))
            )
        )
        sentences += _up_and_down(changed)
        sentences += _warned(desk, clauses, share)
    else:
        sentences.append(_empty())
    sentences.append(how_many(rules().play.draws))
    title = tr("Wanasari tanpa Perda. Ambil satu pasal dan lihat titik mana yang bergerak")
    if clauses:
        most = max(changed, key=lambda measure: abs(measure.difference[0]) * measure.share)
        title = tr("{paket} paling banyak menggerakkan {ukuran}: {selisih} poin").format(
            paket=short(list(clauses)),
            ukuran=most.label,
            selisih=most.signed(most.difference[0]),
        )
    return Answered("\n".join(sentences), (paired_picture(title, changed, tr(DRAWN)),))


def _empty() -> str:
    return tr(
        "Belum ada pasal. Ambil satu pasal, lalu jalankan satu tahun di Wanasari dengan pasal itu dan tanpanya."
    )


def _up_and_down(changed: Sequence[PairedMeasure]) -> list[str]:
    """Name what goes up and what goes down beyond chance."""
    up: list[str] = []
    down: list[str] = []
    for measure in changed:
        mean, _ = measure.difference
        if abs(mean) >= SMALL and abs(mean) > float(honest_half(measure.now - measure.before)):
            text = tr("{nama} {n} poin").format(nama=measure.label, n=measure.signed(mean))
            (up if mean > 0 else down).append(text)
    sentences = [tr("Naik: {isi}.").format(isi="; ".join(up))] if up else []
    sentences += [tr("Turun: {isi}.").format(isi="; ".join(down))] if down else []
    return sentences or [tr("Tidak ada ukuran yang bergerak melebihi kebetulan.")]


def _lacking(scenario: Scenario, clauses: Sequence[str]) -> list[str]:
    """Tell which clauses lack another one that they need."""
    sentences = []
    for key in clauses:
        lever = scenario.lever(key)
        if missing := [other for other in lever.needs if other not in clauses]:
            text = tr(
                "{pasal} tanpa {perlu}: hanya {bagian} jalannya ditempuh, sebab pelanggarannya tidak terlihat."
            )
            sentences.append(
                text.format(
                    pasal=short([key]), perlu=short(missing), bagian=percent(lever.alone, 0)
                )
            )
    return sentences


def _warned(desk: Desk, clauses: Sequence[str], compliance: float) -> list[str]:
    """Tell what a reader of these figures must know."""
    sentences = _lacking(desk.scenario, clauses)
    values = outcomes(desk, clauses, compliance)
    if "clause_k6" in clauses:
        asked = [
            number(float(column(rows, "demand").mean()), 1) for rows in (outcomes(desk, ()), values)
        ]
        text = tr(
            "K6: bagian yang sampai APBD naik karena desa meminta lebih sedikit, dari {a} ke {b} kali dana terbuka."
        )
        sentences.append(text.format(a=asked[0], b=asked[1]))
    if compliance < 0.5 and any(
        isinstance(v, bool | str)
        for key in clauses
        for v in desk.scenario.lever(key).locks.values()
    ):
        sentences.append(
            tr(
                "Pasal ya atau tidak (jadwal, daftar, pengumuman) baru bekerja bila separuh lebih dipatuhi."
            )
        )
    text = tr(
        "Sasaran 8 (dukungan Perda) menjadi {n}: dihitung dari harga pasal dan kepatuhan, bukan dari akibatnya."
    )
    return [*sentences, text.format(n=percent(float(column(values, "S8").mean()), 0))]


def meant(scenario: Scenario, clause: str) -> list[str]:
    """Name the indicators that what a clause locks is meant to move."""
    keys = {
        name.partition(".")[0]: None
        for lever in scenario.lever(clause).locks
        for name in scenario.lever(lever).meant
    }
    return [definitions()[key].called for key in keys]


def sheet(unit: Unit) -> str:
    """Give the case as a table: what each clause costs, locks and is meant to move."""
    scenario = unit.desk.scenario
    rows = tuple(
        (
            scenario.lever(key).called,
            number(spent_capital(scenario, [key])),
            locked(scenario, key),
            "; ".join(meant(scenario, key)),
        )
        for key in clause_keys(scenario)
    )
    title = tr("Delapan pasal yang dirundingkan")
    heads = (tr("Pasal"), tr("Harga"), tr("Yang dikunci"), tr("Ukuran yang dimaksudkan bergerak"))
    note = tr(
        "Pasal dan harganya rekaan penyusun (daftar pilihan kebijakan); bawalah satu Perda yang nyata."
    )
    return page(paragraphs(figures(unit.desk)), Table(title, heads, rows, note, heads[1:2]).html())


def figures(desk: Desk) -> str:
    """Say in one line what the clauses cost and what can be paid for."""
    keys = clause_keys(desk.scenario)
    text = tr(
        "{n} pasal berharga {semua} koin; modal politik {m} koin, cukup untuk {paket} paket yang berbeda."
    )
    return text.format(
        n=number(len(keys)),
        semua=number(spent_capital(desk.scenario, keys)),
        m=figure(desk.scenario.value(CAPITAL)),
        paket=number(len(affordable(desk.scenario)) - 1),
    )


PARTS = Parts(
    boards={
        "papan": package_board,
        "pasangan": pairs_board,
        "terbaik": search_board,
        "koalisi": coalition_board,
    },
    case=sheet,
    figures=figures,
)
