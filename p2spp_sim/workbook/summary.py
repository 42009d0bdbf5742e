"""What a class did, for the trainer: result files of a folder as the sheets of one Excel file. Codes, never names."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from p2spp_sim.errors import BadData, P2sppError
from p2spp_sim.text import data_path, number, tr
from p2spp_sim.workbook.bank import Bank, load_bank
from p2spp_sim.workbook.class_book import ClassBook, class_books, read_class_book
from p2spp_sim.workbook.codes import NOBODY, code_of, is_code
from p2spp_sim.workbook.notebooks import PAGES
from p2spp_sim.workbook.progress import VERSION, migrated
from p2spp_sim.workbook.quiz import FORMS, PART
from p2spp_sim.workbook.quiz_recap import Recap, frame, recap

if TYPE_CHECKING:
    import pandas as pd

NAME = "rekap_pelatihan.xlsx"
PLAN_UNIT, PLAN = "10", "rktl"  # unit and board that hold the follow-up plans
NOTHING = ClassBook({}, {}, ())
TEST = "tes"  # how units that are forms of the test begin


class Record(msgspec.Struct, frozen=True):
    """A result file: whose, of which unit and edition, when it was saved, and what is in it."""

    versi: int
    unit: str
    peserta: str
    edisi: str
    disimpan: str
    isi: dict[str, dict[str, Any]]


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
    book, told, faulty = _class_book(folder)
    notes, damaged = notes + told, damaged + faulty
    records = {key: one for key, one in records.items() if key[1] not in PAGES}  # own lists are nobody's exercise
    if not records and book == NOTHING:
        text = tr("Tidak ada berkas hasil yang dapat dibaca di {folder}: diharapkan berkas seperti K1-03_unit03.json.")
        raise P2sppError("\n".join([text.format(folder=folder), *notes]))
    known = {path.stem for path in data_path("exercises").glob("[0-9][0-9].toml")} | {f"{TEST}{name}" for name in FORMS}
    strange = sorted(key for key in records if key[1] not in known)
    for code, unit in strange:
        del records[code, unit]
        notes.append(tr("Unit {unit} tidak dikenal; berkas {kode} dilewati.").format(unit=unit, kode=code))
    units = {key: one for key, one in records.items() if not key[1].startswith(TEST)}
    codes, (tests, told) = sorted({code for code, _ in records}), _tests(records, book)
    notes += told
    plans, told = _plans(records)
    notes += told + list(tests.notes if any(tests.scores.values()) else [tr("Tidak ada berkas tes di folder ini.")])
    sheets = {
        tr("nilai"): _scores(codes, units),
        tr("unit"): _units(units),
        tr("tes"): tests.by_code(),
        tr("soal"): tests.by_item(),
        tr("hadir"): book.attended(),
        tr("evaluasi"): book.rated(),
        tr("kesan"): book.remarks(),
        "RKTL": plans,
        tr("catatan rekap"): frame([tr("Catatan")], [[note] for note in notes]),
    }
    return Summary(sheets, len(codes), len(records), tuple(notes), damaged)


def write_summary(folder: Path | str, to: Path | None = None) -> tuple[Summary, Path]:
    """Summarise a folder and write `rekap_pelatihan.xlsx` into it, or another file; whole or not at all."""
    from p2spp_sim.excel import write_tables

    found = summarise(folder)
    return found, write_tables(found.sheets, to or Path(folder) / NAME)


def newest(folder: Path) -> tuple[dict[tuple[str, str], Record], list[str], int]:
    """Read every result file; of several for one learner and unit the one saved last counts.

    Copies without a code are of as many learners as there are places.
    """
    records: dict[tuple[str, str], Record] = {}
    notes, damaged, copies = [], 0, 0
    for path in sorted(folder.rglob("*_unit*.json")):
        record = read_record(path)
        if isinstance(record, str):
            damaged += 1
            notes.append(tr("Berkas {berkas} dilewati: {sebab}").format(berkas=path.relative_to(folder), sebab=record))
            continue
        if record.edisi == "solved":  # the library's own answers, no learner's work
            continue
        who = code_of(record.peserta)
        key = _place(path, folder) if who == NOBODY else who, record.unit
        copies += key in records
        if key not in records or record.disimpan >= records[key].disimpan:
            records[key] = record
    if len(unknown := {who for who, _ in records if who.startswith(NOBODY)}) > 1:
        text = tr(
            "{n} tempat berisi berkas tanpa kode ({daftar}); masing-masing dihitung satu peserta. "
            "Lain kali isi kode peserta, misalnya K1-03, pada bagian simpan di akhir unit."
        )
        notes.append(text.format(n=number(len(unknown)), daftar=", ".join(sorted(unknown))))
    if copies:
        text = tr("{n} salinan digabung: untuk setiap peserta dan unit dipakai yang disimpan terakhir.")
        notes.append(text.format(n=number(copies)))
    return records, notes, damaged


def _place(path: Path, folder: Path) -> str:
    """Name a learner without a code by the folder the file lies in, and by what a copy's name ends with."""
    parts = *path.parent.relative_to(folder).parts, re.sub(r"^.*_unit[^ ]*", "", path.stem).strip(" ()")
    place = ", ".join(filter(None, parts))
    return f"{NOBODY} ({place})" if place else NOBODY


def read_record(path: Path) -> Record | str:
    """Read a result file; a sentence about why it cannot be used otherwise."""
    try:
        raw = msgspec.json.decode(path.read_bytes(), type=dict[str, Any])
        if isinstance(raw.get("versi"), int) and raw["versi"] > VERSION:
            return tr("dibuat buku kerja yang lebih baru; perbarui buku kerja ini.")
        record = msgspec.convert(migrated(raw), Record)
    except OSError as error:
        return tr("tidak dapat dibuka ({sebab}).").format(sebab=error.strerror or type(error).__name__)
    except (msgspec.MsgspecError, KeyError, TypeError):
        return tr("isinya rusak atau bukan berkas hasil.")
    if not is_code(record.peserta):
        return tr("pesertanya bukan kode seperti K1-03.")
    try:
        datetime.fromisoformat(record.disimpan)
    except ValueError:
        return tr("waktu simpannya tidak terbaca.")
    return record


def _solved(record: Record, bank: Bank) -> tuple[int, int]:
    """Give points and solved exercises; points are the bank's, whatever the file says."""
    done = [question.points for question in bank.questions if record.isi.get(question.id, {}).get("tuntas") is True]
    return sum(done), len(done)


def _scores(codes: Iterable[str], units: Mapping[tuple[str, str], Record]) -> "pd.DataFrame":
    """One row a learner: points and solved exercises of every unit that anybody opened."""
    opened = sorted({unit for _, unit in units})
    columns = [tr("kode")]
    for unit in opened:
        most = len(load_bank(unit).questions)
        columns += [tr("{unit} nilai").format(unit=unit), tr("{unit} tuntas dari {n}").format(unit=unit, n=most)]
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
        bank, records = load_bank(unit), [one for (_, u), one in units.items() if u == unit]
        for question in bank.questions:
            parts = [record.isi.get(question.id, {}) for record in records]
            tries = [part["percobaan"] for part in parts if isinstance(part.get("percobaan"), int)]
            tried = [count for count in tries if count > 0]
            solved = sum(part.get("tuntas") is True for part in parts)
            mean = round(sum(tried) / len(tried), 1) if tried else None
            rows.append([unit, tr(bank.unit.title), question.id, len(records), len(tried), solved, mean])
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
    text = tr("Lebih dari satu buku kelas: dibaca {satu}, tidak dibaca {lain}. Satukan isinya ke dalam {satu}.")
    told = [text.format(satu=first, lain=", ".join(map(str, others)))] if others else []
    try:
        book = read_class_book(books[0])
    except BadData as error:
        return NOTHING, [*told, str(error)], len(books)
    text = tr("Buku kelas {berkas}: {n} kode di daftar hadir, {m} tes kertas, {k} lembar evaluasi.")
    counts = {"n": len(book.attendance), "m": len(book.tests), "k": len(book.ratings)}
    return book, [*told, text.format(berkas=first, **counts)], len(others)


def _tests(records: Mapping[tuple[str, str], Record], book: ClassBook) -> tuple[Recap, list[str]]:
    """Recap the newest test of every learner, from the screen or else from paper."""
    tests: dict[tuple[str, str], Mapping[str, Any]] = {
        (code, unit.removeprefix(TEST)): one.isi for (code, unit), one in records.items() if unit.startswith(TEST)
    }
    screen = {key for key, parts in tests.items() if parts.get(PART, {}).get("jawaban")}
    papers = {key: {PART: {"jawaban": answers}} for key, answers in book.tests.items() if key not in screen}
    twice = ", ".join(f"{code} ({name})" for code, name in sorted(screen & book.tests.keys()))
    text = tr("Tes di layar dan di buku kelas: {kode}; yang dipakai yang di layar.")
    notes = [text.format(kode=twice)] if twice else []
    if book.attendance and (strange := sorted({code for code, _ in book.tests} - book.attendance.keys())):
        text = tr("Ada tes kertas, tetapi tidak ada di daftar hadir: {kode}. Salah ketik?")
        notes.append(text.format(kode=", ".join(strange)))
    return recap(tests | papers), notes


def _plans(records: Mapping[tuple[str, str], Record]) -> "tuple[pd.DataFrame, list[str]]":
    """One row an action of all follow-up plans; what looks like a person's name or number is blotted out."""
    from p2spp_sim.workbook.answers.u10_plan import missing, personal
    from p2spp_sim.workbook.units.u10_rktl import plan_frame, read_plan

    rows: list[list[Any]] = []
    notes, columns = [], [tr("kode"), *plan_frame(None, []).columns, tr("lengkap")]
    for (code, unit), record in sorted(records.items()):
        if unit != PLAN_UNIT or PLAN not in record.isi:
            continue
        try:
            start, plan = read_plan(record.isi[PLAN].get(PLAN))
        except P2sppError as error:
            notes.append(f"{code}: {error}")
            continue
        written = [row for row in plan if not row.empty]
        found = [text for row in written for text in personal(row)]
        if found:
            notes.append(tr("{kode}: {n} nama atau nomor orang dalam RKTL ditutup.").format(kode=code, n=len(found)))
        for row, cells in zip(written, plan_frame(start, written).itertuples(index=False), strict=True):
            whole = tr("belum") if missing(row, start) or personal(row) else tr("ya")
            rows.append([code, *(_blotted(str(cell), found) for cell in cells), whole])
    return frame(columns, rows), notes


def _blotted(text: str, found: Iterable[str]) -> str:
    for one in found:
        text = text.replace(one, "…")
    return text
