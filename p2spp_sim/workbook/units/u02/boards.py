"""Unit 02: the RKP Desa held against the RPJM Desa line by line, and an instrument of twelve items."""

from collections.abc import Mapping

from p2spp_sim import village_plan as vp
from p2spp_sim.base.formats import percent
from p2spp_sim.base.language import tr
from p2spp_sim.village_plan.planning import reason_to_turn_back
from p2spp_sim.workbook.case.desk import Desk
from p2spp_sim.workbook.case.village_papers import pack
from p2spp_sim.workbook.controls import Checklist, Choose, Classes
from p2spp_sim.workbook.core.board import Answered, Board, Values
from p2spp_sim.workbook.core.unit import Parts, Unit
from p2spp_sim.workbook.page.markup import Table, page, paragraphs
from p2spp_sim.workbook.pictures import Picture, grouped
from p2spp_sim.workbook.units.shared.village import (
    NOTE,
    blank_form,
    meetings_table,
    name_of,
    papers_table,
    plan_table,
    pledges_table,
    regime_board,
    works_table,
)
from p2spp_sim.workbook.units.u02.answers import karangjati
from p2spp_sim.workbook.units.u02.instrument_board import instrument_board

Marked = Mapping[str, Mapping[str, str]]
YES, NO = "ya", "tidak"
ANYWHERE = "semua"
SAMPLE = 3  # lines filled in on paper, to show how


def lines_board(unit: Unit) -> Board:
    """Make the board of the lines: a guess first, then three questions for every line of the RKP Desa."""
    village = pack(unit.desk)
    yes_no = {YES: tr("Ya"), NO: tr("Tidak")}
    counts = {str(n): tr("{n} kegiatan").format(n=n) for n in range(len(village.works) + 1)}
    guess = Choose(
        "tebakan", tr("Tebakan: akan kembali"), {"": tr("– belum menebak"), **counts}, ""
    )
    questions = {
        "rpjm": Classes(tr("Ada di RPJM Desa?"), yes_no),
        "year": Classes(tr("Tahunnya tepat?"), yes_no),
        "authority": Classes(tr("Kewenangan desa?"), yes_no),
    }
    title = tr("RKP Desa {tahun}: tiga pertanyaan untuk setiap kegiatan").format(tahun=village.year)
    cards = {work.id: name_of(work) for work in village.works}
    sorting = Checklist("kegiatan", title, cards, questions)
    places = dict.fromkeys(line.place for line in village.plan)
    search = Choose(
        "cari",
        tr("Cari dalam RPJM Desa"),
        {ANYWHERE: tr("semua tempat"), **dict(zip(places, places, strict=True))},
        ANYWHERE,
    )

    def answer(values: Values) -> Answered:
        marked = values["kegiatan"]
        assert isinstance(marked, Mapping)
        done = all(option for row in marked.values() for option in row.values())
        text = _agreement(village, marked, str(values["tebakan"]), done=done)
        plan = plan_table(unit.desk, "" if values["cari"] == ANYWHERE else str(values["cari"]))
        if unit.edition == "print":
            return Answered(
                "", (Picture.empty(),), (blank_form(title, cards, questions, marked), plan)
            )
        if not done:
            return Answered(text, (Picture.empty(),), (plan,))
        return Answered(text, (_indices(village, marked),), (_coming_back(village, marked), plan))

    start = {work.id: dict.fromkeys(questions, "") for work in village.works}
    sample = {
        work.id: dict(zip(questions, _true(village, work), strict=True))
        for work in village.works[:SAMPLE]
    }
    words = tr("Contoh: tiga kegiatan pertama sudah diisi")
    fixed = [(words, {"kegiatan": start | sample})]
    return Board(
        "kegiatan", (guess, sorting, search), answer, unit.progress, fixed=fixed, wide=True
    )


def _true(village: vp.Village, work: vp.WorkLine) -> tuple[str, str, str]:
    """Give the three answers for a line as the papers have them."""
    fits = (vp.in_plan(village)[work.id], vp.in_year(village)[work.id], work.authority == "desa")
    first, second, third = (YES if so else NO for so in fits)
    return first, second, third


def _agreement(village: vp.Village, marked: Marked, guess: str, *, done: bool) -> str:
    """Say how many of the answers agree with the papers, not which, and compare the guess where there is one."""
    agree = [0, 0, 0]
    for work in village.works:
        answers = zip(marked[work.id].values(), _true(village, work), strict=True)
        for i, (given, true) in enumerate(answers):
            agree[i] += given == true
    text = tr(
        "Sama dengan dokumen: RPJM Desa {a} dari {m}, tahun {b} dari {m}, kewenangan {c} dari {m}."
    )
    sentences = [text.format(a=agree[0], b=agree[1], c=agree[2], m=len(village.works))]
    if not done:
        sentences.append(
            tr("Isi semua baris; sesudah itu terlihat kegiatan mana yang akan kembali dari atas.")
        )
        return "\n".join(sentences)
    back = _reasons(village, marked)
    sentences.append(
        tr("Menurut isian kelompok, {n} kegiatan akan kembali dari atas.").format(n=len(back))
    )
    if guess:
        sentences.append(tr("Tebakan Anda: {n} kegiatan.").format(n=guess))
    if sum(agree) == 3 * len(village.works):
        sentences.append(tr("Semua isian sama dengan dokumen."))
    else:
        sentences.append(
            tr("Masih ada isian yang berbeda dari dokumen: buka kembali daftar RPJM Desa di bawah.")
        )
    return "\n".join(sentences)


def _reasons(village: vp.Village, marked: Marked) -> dict[str, str]:
    """Tell which lines come back if the learner's answers hold."""
    reasons = {}
    for work in village.works:
        row = marked[work.id]
        whose = "desa" if row["authority"] == YES else "kabupaten"
        reason = reason_to_turn_back(work.payer, whose, in_medium_term=row["rpjm"] == YES)
        if reason:
            reasons[work.id] = reason
    return reasons


def _coming_back(village: vp.Village, marked: Marked) -> Table:
    words = {
        "village_authority": tr(
            "Diusulkan ke atas, padahal kewenangan desa: dikembalikan musrenbang kecamatan"
        ),
        "not_village_authority": tr(
            "Dibayar desa, padahal bukan kewenangannya: dicoret dalam evaluasi Camat"
        ),
        "plan_mismatch": tr("Tidak ada dalam RPJM Desa: dikembalikan untuk diperbaiki"),
    }
    back = _reasons(village, marked)
    rows = tuple((name_of(work), words[back[work.id]]) for work in village.works if work.id in back)
    title = tr("Yang akan kembali dari atas menurut isian kelompok")
    return Table(title, (tr("Kegiatan"), tr("Alasan")), rows, tr(NOTE))


def _indices(village: vp.Village, marked: Marked) -> Picture:
    """Draw the three indices as the group has them and as the papers have them."""
    names = (tr("Konsistensi: ada di RPJM Desa"), tr("Ketepatan tahun"), tr("Kewenangan desa"))
    own = [sum(row[key] == YES for row in marked.values()) for key in ("rpjm", "year", "authority")]
    true = [
        sum(column)
        for column in zip(
            *((a == YES for a in _true(village, w)) for w in village.works), strict=True
        )
    ]
    total = len(village.works)
    columns = (tr("Isian kelompok"), tr("Menurut dokumen"))
    series = []
    for column, counts in zip(columns, (own, true), strict=True):
        said = [
            tr("{n} dari {m} = {bagian}").format(n=n, m=total, bagian=percent(n / total))
            for n in counts
        ]
        series.append((column, [n / total for n in counts], said))
    cells = zip(names, *(words for _, _, words in series), strict=True)
    title, off = tr("Indeks RKP Desa"), sum(a != b for a, b in zip(own, true, strict=True))
    head = tr("Ketiga indeks kelompok sama dengan dokumen")
    if off:
        head = tr("{n} dari {m} indeks kelompok berbeda dari dokumen").format(n=off, m=len(names))
    return grouped(
        head,
        names,
        series,
        Table(title, (tr("Indeks"), *columns), tuple(cells), tr(NOTE), columns),
    )


def case(unit: Unit) -> str:
    """Give the papers of the village as HTML: RKP Desa, meetings, pledges, documents."""
    tables = (
        works_table(unit.desk),
        meetings_table(unit.desk),
        pledges_table(unit.desk),
        papers_table(
            unit.desk, ("rpjm_desa", "tim_penyusun", "data_miskin", "peta_desa", "rkp_desa")
        ),
    )
    return page(paragraphs(figures(unit.desk)), *(table.html() for table in tables))


def figures(desk: Desk) -> str:
    """Say in one line what the map holds."""
    text = tr(
        "RPJM Desa {rpjm} kegiatan, RKP Desa {rkp} kegiatan; {hadir} orang hadir, {perempuan} perempuan."
    )
    return text.format_map(karangjati(desk))


PARTS = Parts(
    boards={
        "rezim": lambda unit: regime_board(unit, "medium", "annual", "forum"),
        "kegiatan": lines_board,
        "instrumen": instrument_board,
    },
    case=case,
    figures=figures,
)
