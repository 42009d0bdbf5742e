"""What a class did, for the trainer: result files of a folder as the sheets of one Excel file. Codes, never names."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from p2spp_sim.base.errors import BadData, P2sppError
from p2spp_sim.base.files import whole
from p2spp_sim.base.formats import number
from p2spp_sim.base.language import tr
from p2spp_sim.base.personal import cover, personal
from p2spp_sim.workbook.classroom.book import ClassBook, class_books, read_class_book
from p2spp_sim.workbook.classroom.follow_up import follow_up_of
from p2spp_sim.workbook.classroom.ratings import class_ratings
from p2spp_sim.workbook.exercises.bank import Bank, every_bank, load_bank
from p2spp_sim.workbook.quiz.quiz import MOMENT_LABELS, MOMENTS, TakenTest, form_of_record
from p2spp_sim.workbook.quiz.recap import Recap, frame, recap
from p2spp_sim.workbook.saving.codes import NOBODY, code_of, is_code
from p2spp_sim.workbook.saving.record import PAGES, TEST, Record, read

if TYPE_CHECKING:
    import pandas as pd

NAME = "rekap_pelatihan.xlsx"
PLAN_UNIT, PLAN = "10", "rktl"  # unit and board that hold the follow-up plans
NOTHING = ClassBook({}, {}, ())


@dataclass(frozen=True, slots=True)
class Summary:
    """What was found in a folder.

    Parameters
    ----------
    sheets : tables by the name of their sheet.
    codes, files : of groups and of persons, and files that were taken.
    notes : what was merged and left out, and how far figures can be trusted.
    damaged : files that could not be read.
    """

    sheets: "dict[str, pd.DataFrame]"
    codes: int
    files: int
    notes: tuple[str, ...]
    damaged: int


def summarise(folder: Path | str) -> Summary:
    """Read all result files of a folder and the folders in it.

    Parameters
    ----------
    folder : of result files, also several copies of them: for each learner and unit the newest counts.

    Raises
    ------
    P2sppError : no such folder, or no result file in it.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise P2sppError(tr("Folder {folder} tidak ada.").format(folder=folder))
    records, notes, damaged = newest(folder)
    book, remarks, faulty = _class_book(folder)
    notes += remarks
    damaged += faulty
    records = {
        key: record for key, record in records.items() if key[1] not in PAGES
    }  # own lists are nobody's exercise
    checked = follow_up_of(folder)
    notes += checked.notes
    damaged += checked.damaged
    if not records and book == NOTHING and not checked.checks:
        text = tr(
            "Tidak ada berkas hasil yang dapat dibaca di {folder}: diharapkan berkas seperti K1-03_unit03.json."
        )
        raise P2sppError("\n".join([text.format(folder=folder), *notes]))
    units = {key: record for key, record in records.items() if not key[1].startswith(TEST)}
    codes = sorted({code for code, _ in records})
    tests, remarks = _tests(records, book)
    notes += remarks
    plans, remarks = _plans(records)
    notes += remarks
    ratings = class_ratings(units)
    notes += ratings.notes
    notes += (
        tests.notes if any(tests.tests.values()) else [tr("Tidak ada berkas tes di folder ini.")]
    )
    sheets = {
        tr("nilai"): _scores(codes, units),
        tr("unit"): _units(units),
        tr("tes"): tests.by_code(),
        tr("simpulan tes"): tests.conclusions(),
        tr("soal"): tests.by_task(),
        tr("kesalahan"): tests.by_mistake(),
        tr("hadir"): book.attended(),
        tr("evaluasi"): book.rated(),
        tr("kesan"): book.remarks(),
        "RKTL": plans,
        tr("RKTL hari 30 60 90"): checked.by_day(),
        tr("RKTL diperiksa"): checked.by_action(),
        tr("kompetensi"): ratings.by_competence(),
        tr("catatan rekap"): frame([tr("Catatan")], [[note] for note in notes]),
    }
    return Summary(sheets, len(codes), len(records), tuple(notes), damaged)


def write_summary(folder: Path | str, to: Path | None = None) -> tuple[Summary, Path]:
    """Summarise a folder and write `rekap_pelatihan.xlsx` into it, or another file; whole or not at all."""
    from p2spp_sim.results.excel import write_tables

    summary = summarise(folder)
    return summary, write_tables(summary.sheets, to or Path(folder) / NAME)


def newest(folder: Path) -> tuple[dict[tuple[str, str], Record], list[str], int]:
    """Read every result file; of several for one learner and unit the one that was saved most often counts.

    Copies without a code are of as many learners as there are places.

    Returns
    -------
    The newest by learner and unit, sentences about what was left out and merged, and how many files are damaged.
    """
    copies_of: dict[tuple[str, str], list[tuple[Record, str]]] = {}
    notes, damaged, known = [], 0, _known_units()
    for path in sorted(folder.rglob("*_unit*.json")):
        name = whole(str(path.relative_to(folder)))
        skipped = tr("Berkas {berkas} dilewati: {sebab}")
        try:
            record = _learners(read(path))
        except P2sppError as error:
            damaged += 1
            notes.append(skipped.format(berkas=name, sebab=error))
            continue
        if record.unit not in known:
            why = (
                tr("tes dari terbitan lama; soalnya sudah diganti.")
                if record.unit.startswith(TEST)
                else tr("unit {unit} tidak dikenal.").format(unit=record.unit)
            )
            notes.append(skipped.format(berkas=name, sebab=why))
        elif record.edition != "solved":  # the library's own answers are no learner's work
            who = code_of(record.learner)
            key = _place(path, folder) if who == NOBODY else who, record.unit
            copies_of.setdefault(key, []).append((record, name))
    for copies in copies_of.values():
        copies.sort(key=lambda copy: copy[0].age)
        notes += _gone_apart(copies)
    if len(unknown := {who for who, _ in copies_of if who.startswith(NOBODY)}) > 1:
        text = tr(
            "{n} tempat berisi berkas tanpa kode ({daftar}); masing-masing dihitung satu peserta. "
            "Lain kali isi kode peserta, misalnya K1-03, pada bagian simpan di akhir unit."
        )
        notes.append(text.format(n=number(len(unknown)), daftar=", ".join(sorted(unknown))))
    if merged := sum(len(copies) - 1 for copies in copies_of.values()):
        text = tr(
            "{n} salinan digabung: untuk setiap peserta dan unit dipakai yang disimpan terakhir."
        )
        notes.append(text.format(n=number(merged)))
    return {key: copies[-1][0] for key, copies in copies_of.items()}, notes, damaged


def _known_units() -> set[str]:
    return set(every_bank()) | {f"{TEST}{moment}" for moment in MOMENTS} | set(PAGES)


def _learners(record: Record) -> Record:
    """Give back a record that says whose it is and when it was saved.

    Raises
    ------
    P2sppError : it does not.
    """
    if not is_code(record.learner):
        raise P2sppError(tr("pesertanya bukan kode seperti K1-03."))
    try:
        datetime.fromisoformat(record.saved)
    except ValueError:
        raise P2sppError(tr("waktu simpannya tidak terbaca.")) from None
    return record


def _gone_apart(copies: Sequence[tuple[Record, str]]) -> list[str]:
    """Say where the newest of several copies did not come out of another, as when two laptops went on from one file."""
    newest, taken = copies[-1]
    apart = [name for record, name in copies[:-1] if not newest.came_out_of(record)]
    text = tr(
        "{daftar} dan {berkas} diteruskan sendiri-sendiri; dipakai {berkas}, yang lebih sering disimpan."
    )
    return [text.format(daftar=", ".join(apart), berkas=taken)] if apart else []


def _place(path: Path, folder: Path) -> str:
    """Name a learner without a code by the folder the file lies in, and by what a copy's name ends with."""
    parts = (
        *path.parent.relative_to(folder).parts,
        re.sub(r"^.*_unit[^ ]*", "", path.stem).strip(" ()"),
    )
    place = ", ".join(filter(None, parts))
    return f"{NOBODY} ({place})" if place else NOBODY


def _solved(record: Record, bank: Bank) -> tuple[int, int]:
    """Give points and solved exercises; points are the bank's, whatever the file says."""
    done = bank.solved(record)
    return sum(question.points for question in done), len(done)


def _scores(codes: Iterable[str], units: Mapping[tuple[str, str], Record]) -> "pd.DataFrame":
    """One row a learner: points and solved exercises of every unit that anybody opened."""
    opened = sorted({unit for _, unit in units})
    columns = [tr("kode")]
    for unit in opened:
        most = len(load_bank(unit).questions)
        columns += [
            tr("{unit} nilai").format(unit=unit),
            tr("{unit} tuntas dari {n}").format(unit=unit, n=most),
        ]
    rows = []
    for code in codes:
        row: list[Any] = [code]
        for unit in opened:
            record = units.get((code, unit))
            row += _solved(record, load_bank(unit)) if record else (None, None)
        rows.append(row)
    return frame(columns, rows)


def _units(units: Mapping[tuple[str, str], Record]) -> "pd.DataFrame":
    """One row an exercise: how many learners opened the unit, tried and solved it, and with how many tries."""
    rows = []
    for unit in sorted({unit for _, unit in units}):
        bank, records = load_bank(unit), [record for (_, u), record in units.items() if u == unit]
        for question in bank.questions:
            saved = [record.exercise(question.id) for record in records]
            tried = [exercise.tries for exercise in saved if exercise.tries]
            solved = sum(exercise.solved for exercise in saved)
            mean = round(sum(tried) / len(tried), 1) if tried else None
            rows.append(
                [unit, tr(bank.unit.title), question.id, len(records), len(tried), solved, mean]
            )
    heads = (tr("kode yang membuka"), tr("mencoba"), tr("tuntas"), tr("rata-rata percobaan"))
    return frame([tr("unit"), tr("judul"), tr("latihan"), *heads], rows)


def _class_book(folder: Path) -> tuple[ClassBook, list[str], int]:
    """Read the class book of the folder, if one lies there, and say what it holds; of one with faults nothing is read.

    Returns
    -------
    The book, what is told, and how many books were not read.
    """
    books = class_books(folder)
    if not books:
        return NOTHING, [], 0
    first, *others = (path.relative_to(folder) for path in books)
    text = tr(
        "Lebih dari satu buku kelas: dibaca {satu}, tidak dibaca {lain}. Satukan isinya ke dalam {satu}."
    )
    notes = [text.format(satu=first, lain=", ".join(map(str, others)))] if others else []
    try:
        book = read_class_book(books[0])
    except BadData as error:
        return NOTHING, [*notes, str(error)], len(books)
    text = tr("Buku kelas {berkas}: {n} kode di daftar hadir, {m} tes kertas, {k} lembar evaluasi.")
    counts = {"n": len(book.attendance), "m": len(book.tests), "k": len(book.ratings)}
    return book, [*notes, text.format(berkas=first, **counts)], len(others)


def _tests(records: Mapping[tuple[str, str], Record], book: ClassBook) -> tuple[Recap, list[str]]:
    """Recap the newest test of every learner, from the screen or else from paper."""
    screen = {
        (code, moment): TakenTest(form_of_record(record, moment), record.test.answers)
        for (code, unit), record in records.items()
        if (moment := unit.removeprefix(TEST)) in MOMENTS and record.test.answers
    }
    both = sorted(screen.keys() & book.tests.keys())
    twice = ", ".join(
        f"{code} ({MOMENT_LABELS[moment].partition(',')[0]})" for code, moment in both
    )
    text = tr("Tes di layar dan di buku kelas: {kode}; yang dipakai yang di layar.")
    notes = [text.format(kode=twice)] if twice else []
    if book.attendance and (
        strange := sorted({code for code, _ in book.tests} - book.attendance.keys())
    ):
        text = tr("Ada tes kertas, tetapi tidak ada di daftar hadir: {kode}. Salah ketik?")
        notes.append(text.format(kode=", ".join(strange)))
    return recap({**book.tests, **screen}), notes


def _plans(records: Mapping[tuple[str, str], Record]) -> "tuple[pd.DataFrame, list[str]]":
    """One row an action of all follow-up plans; what would tell who somebody is is covered."""
    from p2spp_sim.workbook.units.u10.follow_up_plan import identifying, missing
    from p2spp_sim.workbook.units.u10.rktl_board import plan_frame, read_plan

    rows: list[list[Any]] = []
    notes, columns = [], [tr("kode"), *plan_frame(None, []).columns, tr("lengkap")]
    for (code, unit), record in sorted(records.items()):
        if unit != PLAN_UNIT or PLAN not in record.content:
            continue
        try:
            start, plan = read_plan(record.content[PLAN].get(PLAN))
        except P2sppError as error:
            notes.append(f"{code}: {error}")
            continue
        written = [row for row in plan if not row.empty]
        hidden = sum(len(personal(text)) for row in written for text in (row.what, row.evidence))
        if hidden:
            notes.append(
                tr("{kode}: {n} nama atau nomor orang dalam RKTL ditutup.").format(
                    kode=code, n=hidden
                )
            )
        for row, cells in zip(
            written, plan_frame(start, written).itertuples(index=False), strict=True
        ):
            complete = tr("belum") if missing(row, start) or identifying(row) else tr("ya")
            rows.append([code, *(cover(str(cell)) for cell in cells), complete])
    return frame(columns, rows), notes
