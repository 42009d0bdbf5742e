"""The trainer's class book: what happens on paper, typed into Excel - who came, both tests, how the course was found.

A person is a code; how the course was found is said without one. Six aspects and four half days: assumed; a third day
is read where its columns were added.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from p2spp_sim.base.errors import BadData, Fault, P2sppError
from p2spp_sim.base.files import write_atomically
from p2spp_sim.base.language import tr
from p2spp_sim.base.personal import cover
from p2spp_sim.results.excel import write_tables
from p2spp_sim.tables.cells import sheet_names
from p2spp_sim.tables.columns import Column
from p2spp_sim.tables.reader import SHEETS, read_book, sheets_called
from p2spp_sim.tables.table import by_row
from p2spp_sim.workbook.classroom.paper_columns import (
    CameColumn,
    CodeColumn,
    FormColumn,
    LetterColumn,
)
from p2spp_sim.workbook.quiz.quiz import (
    FORMS,
    LETTERS,
    MOMENTS,
    TakenTest,
    drawn_form,
    form,
    load_test,
)
from p2spp_sim.workbook.quiz.recap import frame
from p2spp_sim.workbook.quiz.view import paper_sheet
from p2spp_sim.workbook.saving.codes import code_of

if TYPE_CHECKING:
    import pandas as pd

NAME = "buku_kelas.xlsx"
GROUPS, MEMBERS = 5, 5  # of a class of 25
SPARE = 4  # rows of the list on paper for whoever else comes
MOST = 40  # groups of a class, and members of one
BEST = 5  # of the scale by which aspects are rated, from 1
SESSIONS = {
    "day_1_morning": "hari 1 pagi",
    "day_1_afternoon": "hari 1 siang",
    "day_2_morning": "hari 2 pagi",
    "day_2_afternoon": "hari 2 siang",
    "day_3_morning": "hari 3 pagi",
    "day_3_afternoon": "hari 3 siang",
}
PLANNED = 4  # of the half days: those that an empty book and the paper have
ASPECTS = {
    "content": "isi",
    "method": "cara mengajar",
    "trainers": "pelatih",
    "place": "tempat dan alat",
    "time": "pembagian waktu",
    "use": "kegunaan bagi pekerjaan",
}
_ATTENDANCE, _RATINGS = "hadir", "evaluasi"


_CODE = CodeColumn("code", "text", unique=True, heading="kode")
_ANSWERS = (
    FormColumn("form", "text", default="", choices=tuple(FORMS), heading="bentuk"),
    *(
        LetterColumn(str(number), "text", default="", choices=tuple(LETTERS.casefold()))
        for number in range(1, len(load_test().tasks) + 1)
    ),
)
CLASS_TABLES: dict[str, tuple[Column, ...]] = {
    _ATTENDANCE: (
        _CODE,
        Column("position", "text", default="", heading="jabatan"),
        *(CameColumn(key, "flag", default=False, heading=words) for key, words in SESSIONS.items()),
    ),
    **{f"tes_{moment}": (_CODE, *_ANSWERS) for moment in MOMENTS},
    _RATINGS: (
        Column("day", "whole", low=1, high=10, heading="hari"),
        *(
            Column(key, "whole", low=1, high=BEST, default=0, heading=words)
            for key, words in ASPECTS.items()
        ),
        Column("remark", "text", default="", heading="kesan"),
    ),
}


def class_books(folder: Path) -> list[Path]:
    """Find the class books of a folder and the folders in it, in any format and however copies are called.

    The one that is called exactly so and lies highest comes first.
    """
    books = [
        path
        for path in folder.rglob("*")
        if path.suffix.casefold() in SHEETS[1:] and _is_book(path.stem)
    ]
    return sorted(
        books, key=lambda path: (len(path.parts), path.name.casefold() != NAME, str(path))
    )


def _is_book(stem: str) -> bool:
    return re.sub(r"[\W_]+", "_", stem.casefold()).startswith(Path(NAME).stem)


@dataclass(frozen=True)
class ClassBook:
    """What a class book holds.

    Parameters
    ----------
    attendance : by code: position, and whether the person was there in each of `SESSIONS`.
    tests : by code and moment; only those who answered anything.
    ratings : one a sheet of paper: the day, the points of each of `ASPECTS` (0: none given), and a remark.
    """

    attendance: Mapping[str, tuple[str, tuple[bool, ...]]]
    tests: Mapping[tuple[str, str], TakenTest]
    ratings: tuple[tuple[int, tuple[int, ...], str], ...]

    def attended(self) -> "pd.DataFrame":
        """Give one row a person, with the half days that he or she was there, and below them how many came."""
        rows: list[list[Any]] = []
        counts = [
            sum(came[at] for _, came in self.attendance.values()) for at in range(len(SESSIONS))
        ]
        sessions_held = [at for at, count in enumerate(counts) if count or at < PLANNED]
        for code, (position, came) in self.attendance.items():
            rows.append(
                [
                    code,
                    cover(position),
                    *(tr("hadir") if came[at] else "" for at in sessions_held),
                    sum(came),
                ]
            )
        if rows:
            rows.append([tr("jumlah"), "", *(counts[at] for at in sessions_held), sum(counts)])
        code, position, *sessions = (column.title for column in CLASS_TABLES[_ATTENDANCE])
        return frame(
            [code, position, *(sessions[at] for at in sessions_held), tr("banyaknya")], rows
        )

    def rated(self) -> "pd.DataFrame":
        """Give one row a day and aspect: how many rated it, the mean, and how many gave 1 or 2."""
        rows: list[list[Any]] = []
        for day in sorted({day for day, _, _ in self.ratings}):
            for at, words in enumerate(ASPECTS.values()):
                given = [
                    points[at]
                    for rated_day, points, _ in self.ratings
                    if rated_day == day and points[at]
                ]
                mean = round(sum(given) / len(given), 2) if given else None
                rows.append(
                    [day, tr(words), len(given), mean, sum(points <= 2 for points in given)]
                )
        return frame(
            [tr("hari"), tr("hal"), tr("lembar"), tr("rata-rata (1-5)"), tr("nilai 1 atau 2")], rows
        )

    def remarks(self) -> "pd.DataFrame":
        """Give what people wrote, with names and numbers of persons covered."""
        rows = [[day, cover(remark)] for day, _, remark in self.ratings if remark]
        return frame([tr("hari"), tr("kesan")], rows)


def read_class_book(path: Path) -> ClassBook:
    """Read a class book; sheets that were taken out are empty.

    Raises
    ------
    BadData : everything that is wrong in it, each with sheet, row and column; also a sheet of another name where one
        is lacking.
    """
    tables = read_book(path, CLASS_TABLES, frozenset(CLASS_TABLES))
    _ask_for_renamed(path)
    attendance = {
        str(row["code"]): (str(row["position"]), tuple(bool(row[key]) for key in SESSIONS))
        for row in by_row(tables[_ATTENDANCE])
    }
    tests = {}
    for moment in MOMENTS:
        for row in by_row(tables[f"tes_{moment}"]):
            name = str(row["form"]) or drawn_form(moment, str(row["code"]))
            if answers := _answers(name, row):
                tests[str(row["code"]), moment] = TakenTest(name, answers)
    ratings = tuple(
        (int(row["day"]), tuple(int(row[key]) for key in ASPECTS), str(row["remark"]))
        for row in by_row(tables[_RATINGS])
    )
    return ClassBook(attendance, tests, ratings)


def _ask_for_renamed(path: Path) -> None:
    """Ask which table a sheet of an unknown name is, where a table is lacking."""
    names = sheet_names(path)
    known = {table: sheets_called(table, names) for table in CLASS_TABLES}
    named = {"petunjuk", tr("petunjuk"), *chain.from_iterable(known.values())}
    strange = [name for name in names if name not in named]
    lacking = [table for table, sheets in known.items() if not sheets]
    text = tr(
        "lembar {sheet} tidak ada; bila {strange} memuatnya, namai {sheet}; bila tidak, hapus lembar itu"
    )
    questions = [text.format(sheet=table, strange=", ".join(strange)) for table in lacking]
    if strange and questions:
        raise BadData([Fault(path.name, 0, "", "", question) for question in questions])


def _answers(name: str, row: Mapping[str, Any]) -> dict[str, str]:
    """Turn the letters of a form into options: every form has an order of its own."""
    given = {
        place.task.key: (place, row[str(place.number)])
        for place in form(name)
        if row[str(place.number)]
    }
    return {
        key: place.options[LETTERS.casefold().index(letter)].key
        for key, (place, letter) in given.items()
    }


def write_class_book(path: Path, groups: int = GROUPS, members: int = MEMBERS) -> Path:
    """Write an empty class book with the codes of a class.

    Raises
    ------
    P2sppError : the file is there already, and may hold a class; or it cannot be written.
    """
    if path.exists():
        raise P2sppError(
            tr("{path} sudah ada dan tidak ditimpa; ganti namanya dahulu.").format(path=path)
        )
    sheets = {tr("petunjuk"): frame([tr("lembar"), tr("isinya")], _guide())}
    for name, columns in {**CLASS_TABLES, _ATTENDANCE: _on_paper()}.items():
        blank = [""] * (len(columns) - 1)
        rows = [] if name == _RATINGS else [[code, *blank] for code in _codes(groups, members)]
        if (moment := name.removeprefix("tes_")) in MOMENTS:
            rows = [[code, drawn_form(moment, code), *blank[1:]] for code, *_ in rows]
        sheets[name] = frame([column.head for column in columns], rows)
    return write_tables(sheets, path)


def _on_paper() -> tuple[Column, ...]:
    """Give the columns of the attendance list for the days that are planned."""
    return CLASS_TABLES[_ATTENDANCE][: PLANNED - len(SESSIONS)]


def _codes(groups: int, members: int) -> list[str]:
    return [
        code_of(f"K{group}-{member}")
        for group in range(1, groups + 1)
        for member in range(1, members + 1)
    ]


def _guide() -> list[list[str]]:
    tests = tr(
        "Bentuk lembarnya, lalu huruf yang dilingkari di kertas, A sampai D; kosong bila tidak dijawab. "
        "Kode ganjil A dahulu lalu B, kode genap sebaliknya. Kode yang tidak ikut boleh dihapus."
    )
    return [
        [
            _ATTENDANCE,
            tr(
                "Y atau v bila hadir pada setengah hari itu, kosong bila tidak. Jabatan, bukan nama atau nomor."
            ),
        ],
        *([f"tes_{moment}", tests] for moment in MOMENTS),
        [
            _RATINGS,
            tr(
                "Satu baris setiap lembar, tanpa kode: hari ke berapa, lalu nilai 1 (kurang) sampai 5 (baik)."
            ),
        ],
        [
            "",
            tr(
                "Simpan di folder hasil dengan nama ini; python3 mulai.py rekap membacanya dengan berkas dari layar."
            ),
        ],
    ]


def write_forms(folder: Path) -> list[Path]:
    """Write what a class fills in on paper beside the tests: the list of who came, and the rating of a day."""
    sheets = {"daftar_hadir.html": _attendance_sheet(), "evaluasi.html": _rating_sheet()}
    for file, text in sheets.items():
        write_atomically(folder / file, text.encode())
    return [folder / file for file in sheets]


def _attendance_sheet() -> str:
    title = tr("Daftar hadir")
    heads = "".join(f"<th scope='col'>{escape(column.title)}</th>" for column in _on_paper())
    blank = "<td style='width:30%'></td>" + "<td style='width:15%'></td>" * PLANNED
    codes = [*_codes(GROUPS, MEMBERS), *[""] * SPARE]
    rows = "".join(f"<tr style='height:8mm'><td>{code}</td>{blank}</tr>" for code in codes)
    how = tr(
        "Paraf pada setengah hari yang diikuti. Daftar kode dan nama disimpan panitia, tidak di lembar ini."
    )
    table = f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    return paper_sheet(title, [f"<h1>{escape(title)}</h1><p>{escape(how)}</p>", table])


def _rating_sheet() -> str:
    title = tr("Evaluasi penyelenggaraan")
    points = range(1, BEST + 1)
    heads = "".join(f"<th scope='col'>{words}</th>" for words in (escape(tr("hal")), *points))
    boxes = "<td style='text-align:center; width:9%'>☐</td>" * BEST
    rows = "".join(
        f"<tr style='height:10mm'><td>{escape(tr(words))}</td>{boxes}</tr>"
        for words in ASPECTS.values()
    )
    how = tr(
        "Tanpa kode dan tanpa nama. 1 kurang sekali, 5 baik sekali. Butir usulan buku kerja ini, bukan butir resmi."
    )
    day = f"<p class='kepala'>{escape(tr('Hari ke'))} <span></span> {escape(tr('Tanggal'))} <span></span></p>"
    table = f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    asked = (tr("Yang paling berguna"), tr("Yang perlu diubah besok"))
    lines = "".join(f"<p style='margin-bottom:22mm'>{escape(words)}:</p>" for words in asked)
    return paper_sheet(title, [f"<h1>{escape(title)}</h1>{day}<p>{escape(how)}</p>", table, lines])
