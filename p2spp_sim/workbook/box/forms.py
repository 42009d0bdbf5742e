"""Forms made from what units and boards hold: sheets, minutes, follow-up plan, attendance, script."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from p2spp_sim.base.era import era
from p2spp_sim.base.language import pick, tr
from p2spp_sim.papers.minutes import assembled
from p2spp_sim.papers.occasion import Occasion
from p2spp_sim.papers.paper import (
    LineRow,
    Paper,
    PaperBlock,
    PaperColumn,
    PaperPart,
    PaperTable,
    PaperText,
    SignaturePlace,
    Signatures,
    blank,
    columns_by_longest,
    head,
    text_columns,
    to_fill_in,
)
from p2spp_sim.workbook.box.blue_folder import blue_folder
from p2spp_sim.workbook.box.case import BoxCase
from p2spp_sim.workbook.box.contents import BoxItem, contents
from p2spp_sim.workbook.box.markdown import MarkdownBlock, blocks
from p2spp_sim.workbook.box.text_papers import OURS, steps_of, text_paper
from p2spp_sim.workbook.classroom.book import SESSIONS, SPARE
from p2spp_sim.workbook.core.timetable import (
    FORM_NAMES,
    half_days,
    placed,
    taught,
    timetables,
    topic_title,
)
from p2spp_sim.workbook.editions.notebooks import tags
from p2spp_sim.workbook.exercises.bank import lesson_hours
from p2spp_sim.workbook.saving.codes import code_of
from p2spp_sim.workbook.units.u10.check_sheets import CHECK_COLUMNS, CHECKED, check_days

ROOM_MM = 11  # of a line that is filled in by hand
_HOPES = 3  # rows of the board of hopes
_ROOMIEST_MM = 20
_SIGN_MM = 5.4  # of a line that is signed: 29 of them on a page
_FREE_MM = {True: 120, False: 195}  # of a page across and upright, below its head
_WIDE = 6  # columns from which a sheet lies across
_ANNEX_ROWS, _PLAN_ROWS, _SPJ_ROWS = 15, 8, 30
_SPJ_MM = 8  # of a line of the list for the accounts
_HEADING = ("title", "heading", "heading", "heading")


def work_sheets(case: BoxCase, item: BoxItem) -> Paper:
    """Make the sheets that groups fill in, one part a unit, from the last cell of its notebook."""
    parts = []
    for code in case.codes:
        read = [b for b in blocks(case.cell(f"u{code}-cetak")) if b.level != 2]
        tables = [block for block in read if block.kind == "table"]
        if tables:
            across = max(len(block.rows[0]) for block in tables) >= _WIDE
            group = tr("Kelompok: {a}   Tanggal: {b}").format(a=blank(14), b=blank(14))
            kept = [b for b in read if b.kind in ("table", "heading")]
            head_of = (*_unit_head(case, code), PaperText(group))
            for at, page in enumerate(_pages(kept, _FREE_MM[across])):
                rows = sum(len(block.rows) for block in page)
                room = max(ROOM_MM, min(_ROOMIEST_MM, _FREE_MM[across] // rows))
                sheet = (*head_of, *(_block(b, room) for b in page))
                parts.append(PaperPart(f"{code}{at + 1 if at else ''}", sheet, landscape=across))
    return Paper(item.key, pick(item.label), tuple(parts))


def _pages(read: Sequence[MarkdownBlock], free_mm: int) -> list[Sequence[MarkdownBlock]]:
    """Give what stands on one page; where tables have no room together, a heading and its table begin the next."""
    if ROOM_MM * sum(len(block.rows) for block in read) <= free_mm:
        return [read]
    begins = [at for at, block in enumerate(read) if block.kind == "heading" and at]
    ends = [*begins, len(read)]
    return [read[here:there] for here, there in pairwise([0, *ends])]


def _unit_head(case: BoxCase, code: str) -> tuple[PaperBlock, ...]:
    """Begin the part of a unit: its title in the words of its era, and that it has none of today where it is so."""
    with case.speaking((code,)):
        title = f"{code} {topic_title(code)}"
    return head(title, *filter(None, (case.era_told((code,)),)))


def _block(block: MarkdownBlock, room: int = ROOM_MM) -> PaperBlock:
    if block.kind != "table":
        label = "•" if block.kind == "item" and not block.words[:1].isdigit() else ""
        style = _HEADING[min(block.level, 3)] if block.kind == "heading" else "body"
        return PaperText(f"{label} {block.words}".strip(), style)  # type: ignore[arg-type]
    titles, *rows = block.rows
    columns = columns_by_longest(titles, rows)
    by_hand = any(not cell for row in rows for cell in row)
    return PaperTable(columns, tuple(LineRow(row) for row in rows), room if by_hand else 0)


def learning_contract(case: BoxCase, item: BoxItem) -> Paper:
    """Make the contract of the class: what its notebook proposes, room for what is added, and who initials it."""
    proposed = [b for b in blocks(case.cell("u00-kontrak")) if b.kind in ("heading", "item")]
    titles = (tr("Kelompok"), tr("Ditambahkan oleh meja ini"), tr("paraf juru bicara"))
    tables = [code_of(f"K{group}") for group in range(1, contents().groups + 1)]
    hopes = (tr("No."), tr("Kata kerja dan pekerjaannya"), tr("Di hari terakhir: bisa?"))
    roles = (tr("Ketua kelas"), tr("Pelatih utama"))
    title, *promises = proposed
    made = (
        *head(title.words),
        *map(_block, promises),
        to_fill_in(text_columns(titles, (12, 68, 20)), tables, ROOM_MM),
        PaperText(tr("Yang kita harap bisa kita lakukan sesudah kelas ini"), "heading"),
        to_fill_in(
            text_columns(hopes, (8, 62, 30)), [f"{at}" for at in range(1, _HOPES + 1)], ROOM_MM
        ),
        Signatures(tuple(map(SignaturePlace, roles))),
        PaperText(tr(OURS), "note"),
    )
    return Paper(item.key, pick(item.label), (PaperPart(pick(item.label), made),))


def meeting_minutes(case: BoxCase, item: BoxItem) -> Paper:
    """Make empty minutes of the musrenbang kecamatan, in the order of those that own lists get."""
    heads = (tr("No."), tr("usulan"), tr("desa"), tr("biaya (rupiah)"))
    clauses = [
        text.format(n=blank(4), jumlah=blank(20))
        for text in (
            tr("Usulan prioritas dalam Lampiran I: {n} usulan dengan perkiraan biaya {jumlah}."),
            tr(
                "Usulan yang dikembalikan kepada desa dengan alasannya dalam Lampiran II: {n} usulan dengan perkiraan "
                "biaya {jumlah}."
            ),
        )
    ]
    annexes = [
        (title, _numbered(text_columns((*heads, last), (6, 34, 22, 16, 30)), _ANNEX_ROWS))
        for title, last in (
            (tr("Daftar usulan prioritas"), tr("skor, SKPD")),
            (tr("Usulan yang dikembalikan"), tr("alasan")),
        )
    ]
    notes = (tr("Susunan kami, mengikuti urutan berita acara musrenbang; bukan format resmi."),)
    made = assembled(Occasion(kecamatan="Tirtamulya"), clauses, annexes, notes)
    return Paper(item.key, made.title, made.parts)


def _numbered(columns: Sequence[PaperColumn], rows: int, room: float = ROOM_MM) -> PaperTable:
    return to_fill_in(columns, range(1, rows + 1), room)


def follow_up(case: BoxCase, item: BoxItem) -> Paper:
    """Make the follow-up plan to be signed, and a sheet for each day on which it is checked."""
    plan = CHECK_COLUMNS[: -len(CHECKED)]
    columns = text_columns([column.title for column in plan], (6, 40, 30, 16, 24))
    roles = (tr("Penanggung jawab RKTL"), tr("Atasan langsung"))
    title = tr("Rencana kerja tindak lanjut, 90 hari")
    begun = tr("Kabupaten {a}, hari pertama {b}").format(a=blank(16), b=blank(14))
    signed = (
        *head(title, begun),
        _numbered(columns, _PLAN_ROWS),
        Signatures(tuple(map(SignaturePlace, roles))),
        PaperText(tr(OURS), "note"),
    )
    parts = [PaperPart(tr("RKTL"), signed, landscape=True)]
    checked = [column.title for column in (*plan[:2], *CHECKED)]
    columns = text_columns(checked, (6, 30, 9, 26, 24, 26, 14, 8))
    for day in check_days():
        named = tr("Pemeriksaan hari ke-{n}").format(n=day)
        words = tr(
            "Terjadi: ya atau belum. Isi bukti yang dilihat sendiri, sebab bila belum, dan langkah berikut; lalu paraf."
        )
        made = (*head(named), PaperText(words), _numbered(columns, _PLAN_ROWS))
        parts.append(PaperPart(named, made, landscape=True))
    return Paper(item.key, title, tuple(parts))


def attendance_codes(case: BoxCase, item: BoxItem) -> Paper:
    """Make the list of who came by code, for the recap."""
    halves = list(half_days(case.plan))
    titles = (tr("kode"), tr("jabatan"), *(tr(SESSIONS[half]) for half in halves))
    columns = text_columns(titles, (10, 30, *[56 / len(halves)] * len(halves)))
    codes = [
        code_of(f"K{group}-{member}")
        for group in range(1, contents().groups + 1)
        for member in range(1, contents().members + 1)
    ]
    title = pick(item.label)
    words = tr(
        "Paraf pada setengah hari yang diikuti. Daftar kode dan nama disimpan panitia, tidak di lembar ini."
    )
    made = (*head(title), PaperText(words), to_fill_in(columns, [*codes, *[""] * SPARE], _SIGN_MM))
    return Paper(item.key, title, (PaperPart(title, made),))


def attendance_names(case: BoxCase, item: BoxItem) -> Paper:
    """Make the list for the accounts, one part a day; names are written on paper only."""
    signs = (tr("paraf pagi"), tr("paraf siang"))
    columns = (
        PaperColumn(tr("No."), "code", 5),
        *text_columns((tr("nama"), tr("jabatan"), tr("asal"), *signs), (26, 20, 20, 12, 12)),
    )
    parts = []
    for day in range(1, len(timetables().plan[case.plan].day) + 1):
        title = tr("Daftar hadir hari ke-{n}").format(n=day)
        place = tr(
            "Tanggal {a}, tempat {b}. Nama hanya di kertas ini; jangan diketik ke laptop kelas."
        )
        made = (
            *head(title),
            PaperText(place.format(a=blank(14), b=blank(16))),
            _numbered(columns, _SPJ_ROWS, _SPJ_MM),
            Signatures((SignaturePlace(tr("Ketua panitia")),)),
            PaperText(tr(OURS), "note"),
        )
        parts.append(PaperPart(title, made))
    return Paper(item.key, pick(item.label), tuple(parts))


def timetable(case: BoxCase, item: BoxItem) -> Paper:
    """Make the timetable of the class's days, with the hours that follow from the minutes."""
    title = pick(item.label)
    plan = timetables().plan[case.plan]
    hours = tr("{rencana}, {jp} JP, unit dalam {bentuk}").format(
        rencana=pick(plan.label), jp=lesson_hours(taught(case.plan)), bentuk=FORM_NAMES[plan.form]
    )
    titles = (tr("Waktu"), tr("Kegiatan"), tr("Pelatih"), tr("Keluaran"))
    columns = text_columns(titles, (16, 52, 14, 30))
    made: list[PaperBlock] = [*head(title, hours)]
    for day, slots in groupby(placed(case.plan), key=lambda slot: slot.day):
        cells = ((slot.hours, slot.label, slot.who, slot.output) for slot in slots)
        rows = tuple(LineRow(tuple(words.replace("`", "") for words in row)) for row in cells)
        made += [
            PaperText(tr("Hari {n}").format(n=day), "heading"),
            PaperTable(columns, rows),
        ]
    return Paper(item.key, title, (PaperPart(title, (*made, PaperText(tr(OURS), "note"))),))


def script(case: BoxCase, item: BoxItem) -> Paper:
    """Make the trainer's script: what to say, then for each unit steps, notes, help for a stuck class, and closing."""
    lines = [_block(block) for block in case.guide(4)]
    parts = [PaperPart(pick(item.label), (*lines, PaperText(tr(OURS), "note")))]
    for code in case.codes:
        made: list[PaperBlock] = [*_unit_head(case, code), _plan(case, code)]
        for cell in case.notebook(code)["cells"]:
            if "pelatih" in tags(cell) and cell["cell_type"] == "markdown":
                made += map(_block, blocks(cell["source"]))
        made += map(_block, _closing(case, code))
        parts.append(PaperPart(code, tuple(made)))
    return Paper(item.key, pick(item.label), tuple(parts))


def _closing(case: BoxCase, code: str) -> list[MarkdownBlock]:
    """Give the questions that a unit ends with."""
    for cell in reversed(case.notebook(code)["cells"]):
        read = blocks(cell["source"]) if cell["cell_type"] == "markdown" else []
        if not tags(cell) and sum(b.words[:1].isdigit() for b in read if b.kind == "item") > 2:
            return [b for b in read if b.kind in ("heading", "item")]
    return []


def _plan(case: BoxCase, code: str) -> PaperTable:
    titles = (tr("Menit"), tr("Langkah"), tr("Metode"), tr("Kegiatan"))
    with case.speaking((code,)):
        steps = steps_of(code, case.form)
    rows = tuple(LineRow((str(step.minutes), step.title, step.method, step.text)) for step in steps)
    return PaperTable(text_columns(titles, (9, 26, 18, 47)), rows)


def worded_paper(case: BoxCase, item: BoxItem) -> Paper:
    """Make a paper whose words are the box's own."""
    return text_paper(item, case.plan)


FORMS: dict[str, Callable[[BoxCase, BoxItem], Paper]] = {
    "learning_contract": learning_contract,
    "work_sheets": work_sheets,
    "blue_folder": blue_folder,
    "meeting_minutes": meeting_minutes,
    "follow_up": follow_up,
    "attendance_codes": attendance_codes,
    "attendance_names": attendance_names,
    "script": script,
    "timetable": timetable,
    "text": worded_paper,
}


def paper_of(case: BoxCase, item: BoxItem) -> Paper:
    """Make a paper, with what it says in its era at its end, and that its unit has no text of today where it is so."""
    paper = FORMS[item.source](case, item)
    notes = [pick(item.notes[era()])] if era() in item.notes else []
    if not item.same:
        notes += filter(None, (case.era_told(item.units),))
    first, *rest = paper.parts
    noted = replace(first, blocks=(*first.blocks, *(PaperText(words, "note") for words in notes)))
    return replace(paper, parts=(noted, *rest))
