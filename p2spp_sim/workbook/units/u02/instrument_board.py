"""Unit 02: the instrument of twelve items, marked by the group and held against what the papers say."""

from collections.abc import Mapping

from p2spp_sim import village_plan as vp
from p2spp_sim.base.formats import number, percent
from p2spp_sim.base.language import labels_of, tr
from p2spp_sim.village_plan.findings import BUDGET_CHECKS
from p2spp_sim.village_plan.instrument import ITEMS
from p2spp_sim.village_plan.papers import MEETINGS
from p2spp_sim.village_plan.regimes import checks
from p2spp_sim.workbook.case.village_papers import pack
from p2spp_sim.workbook.controls import Classes, Classify, Tick
from p2spp_sim.workbook.core.board import Answered, Board, Values
from p2spp_sim.workbook.core.unit import Unit
from p2spp_sim.workbook.page.markup import Table
from p2spp_sim.workbook.pictures import Bar, Lamp, Picture, bars, lamps
from p2spp_sim.workbook.units.shared.village import (
    NOTE,
    blank_form,
    findings_table,
    regime_title,
    rules_of,
)

MARKS = {"full": 1.0, "part": 0.5, "none": 0.0}


def instrument_board(unit: Unit) -> Board:
    """Make the instrument: twelve items marked by the group, a score, a category, and what the papers say."""
    village, names = pack(unit.desk), labels_of(checks())
    marks = {"full": tr("Ada"), "part": tr("Sebagian"), "none": tr("Tidak ada")}
    cards = {key: f"{i}. {names[key]}" for i, key in enumerate(ITEMS, 1)}
    title = tr("Instrumen dua belas butir (ilustratif)")
    column = {"mark": Classes(tr("Keadaan"), marks)}
    sorting = Classify("butir", title, cards, column)
    opened = Tick("buka", tr("Kelompok kami sudah menilai; tampilkan bacaan papan"))
    rules_board = unit.board("rezim")
    assert isinstance(rules_board, Board)

    def answer(values: Values) -> Answered:
        given, rules = values["butir"], rules_of(unit)
        assert isinstance(given, Mapping)
        chosen = {key: row["mark"] for key, row in given.items() if row["mark"]}
        items = vp.instrument(village, rules)
        if unit.edition == "print":
            return Answered(
                "",
                (Picture.empty(), _women(village, rules)),
                (blank_form(title, cards, column, given),),
            )
        text = _scored({key: MARKS[mark] for key, mark in chosen.items()}, len(ITEMS))
        drawn = (
            _lamps({key: MARKS[mark] for key, mark in chosen.items()})
            if chosen
            else Picture.empty()
        )
        pictures = (drawn, _women(village, rules))
        if not values["buka"]:
            return Answered(text, pictures)
        if unit.edition == "participant" and not sorting.complete:
            return Answered(
                text + "\n" + tr("Bacaan papan terbuka sesudah semua butir dinilai."), pictures
            )
        text += "\n" + _read(items, rules)
        return Answered(text, pictures, (_beside(chosen, items, marks), _note(village, rules)))

    return Board(
        "instrumen", (sorting, opened), answer, unit.progress, wide=True, follows=(rules_board,)
    )


def _category(score: float) -> str:
    names = {"fit": tr("layak"), "mend": tr("perlu perbaikan"), "unfit": tr("belum layak")}
    return names[vp.category(score)]


def _scored(marks: Mapping[str, float], total: int) -> str:
    if len(marks) < total:
        return tr(
            "Dinilai {n} dari {m} butir. Skor dan kategori muncul bila semua butir dinilai."
        ).format(n=len(marks), m=total)
    score = vp.score(marks)
    text = tr("Skor kelompok: {n} dari {m} = {bagian}. Kategori: {kategori}.")
    points = 2 * sum(marks.values())
    return text.format(
        n=number(points), m=2 * total, bagian=percent(score), kategori=_category(score)
    )


def _read(items: Mapping[str, vp.InstrumentItem], rules: vp.Regime) -> str:
    total = vp.score({key: item.mark for key, item in items.items()})
    text = tr("Bacaan papan menurut {rezim}: {bagian}, kategori {kategori}.")
    return text.format(rezim=regime_title(rules), bagian=percent(total), kategori=_category(total))


def _lamps(marks: Mapping[str, float]) -> Picture:
    words = {1.0: tr("Ada"), 0.5: tr("Sebagian"), 0.0: tr("Tidak ada")}
    names, title = labels_of(checks()), tr("Penilaian kelompok")
    rows = [Lamp(names[key], mark) for key, mark in marks.items()]
    cells = tuple((names[key], words[mark]) for key, mark in marks.items())
    note = tr("Sumber: penilaian kelompok Anda di papan ini. Ada 100%, sebagian 50%, tidak ada 0%.")
    return lamps(seen_in(marks), rows, Table(title, (tr("Butir"), tr("Keadaan")), cells, note))


def seen_in(marks: Mapping[str, float]) -> str:
    """Say how many of the items that are marked are there, in part, or not."""
    text = tr("Dari {m} butir yang dinilai: {a} ada, {b} sebagian, {c} tidak ada")
    full, part, none = (list(marks.values()).count(mark) for mark in MARKS.values())
    return text.format(m=len(marks), a=full, b=part, c=none)


def _women(village: vp.Village, rules: vp.Regime) -> Picture:
    """Draw the share of women at every meeting that was held, marked where it reaches the threshold."""
    wanted = rules.rules["women_share"].number
    rows, cells = [], []
    for meeting in village.meetings:
        if meeting.present:
            label = f"{MEETINGS[meeting.kind]}, {meeting.place}"
            share = meeting.women / meeting.present
            said = tr("{n} dari {m}").format(n=meeting.women, m=meeting.present)
            rows.append(Bar(label, share, said, "on" if share >= wanted else "off"))
            cells.append((label, said))
    title, reached = tr("Perempuan di antara yang hadir"), [row.mark for row in rows].count("on")
    said = tr("Perempuan mencapai {ambang} di {n} dari {m} rapat (✓)")
    if not reached:
        said = tr("Perempuan tidak mencapai {ambang} di satu pun dari {m} rapat")
    said = said.format(ambang=percent(wanted, 0), n=reached, m=len(rows))
    columns = (tr("Rapat"), tr("Perempuan"))
    return bars(
        said,
        rows,
        Table(title, columns, tuple(cells), tr(NOTE), columns[1:]),
        top=1.0,
    )


def _beside(
    chosen: Mapping[str, str], items: Mapping[str, vp.InstrumentItem], marks: Mapping[str, str]
) -> Table:
    words = {value: marks[key] for key, value in MARKS.items()}
    names = labels_of(checks())
    rows = tuple(
        (
            names[key],
            marks[chosen[key]] if key in chosen else "–",
            words[item.mark] + ("" if key in chosen and MARKS[chosen[key]] == item.mark else " ≠"),
            item.seen,
        )
        for key, item in items.items()
    )
    columns = (tr("Butir"), tr("Kelompok"), tr("Papan"), tr("Yang terbaca dalam dokumen"))
    return Table(
        tr("Penilaian kelompok dan bacaan papan"),
        columns,
        rows,
        tr("Tanda ≠: berbeda dari kelompok."),
    )


def _note(village: vp.Village, rules: vp.Regime) -> Table:
    """Give the correction note on the plans alone; the budget is the matter of unit 07."""
    notes = [note for note in vp.findings(village, rules) if note.check not in BUDGET_CHECKS]
    return findings_table(tr("Bahan catatan perbaikan"), notes)
