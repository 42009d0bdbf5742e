"""Certificates: only for attendance that is recorded, with the hours and topics of the half days somebody was there.

Names are read from a file of the committee and written on the certificates; nothing else keeps them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from p2spp_sim.base.era import era_name
from p2spp_sim.base.errors import BadData, Fault
from p2spp_sim.base.formats import number, percent
from p2spp_sim.base.language import language, tr
from p2spp_sim.papers.paper import blank
from p2spp_sim.results.excel import write_tables
from p2spp_sim.tables.columns import Column
from p2spp_sim.tables.reader import read_lists
from p2spp_sim.tables.table import by_row
from p2spp_sim.workbook.box.contents import contents
from p2spp_sim.workbook.box.text_papers import OURS, topic_words
from p2spp_sim.workbook.classroom.book import SESSIONS
from p2spp_sim.workbook.classroom.paper_columns import CameColumn, CodeColumn
from p2spp_sim.workbook.core.timetable import by_topic, half_days, taught
from p2spp_sim.workbook.exercises.bank import JP_MINUTES, lesson_hours

if TYPE_CHECKING:
    import pandas as pd

TABLE = "hadir"
LONGEST = 60  # letters of a name; longer ones are asked back
_BLANK_ROWS = 25
_COLUMNS: tuple[Column, ...] = (
    CodeColumn("code", "text", default="", heading="kode"),
    Column("name", "text", default="", heading="nama", also=("nama lengkap", "nama peserta")),
    Column("position", "text", default="", heading="jabatan"),
    Column("from", "text", default="", heading="asal", also=("desa", "instansi", "unit kerja")),
    *(CameColumn(key, "flag", default=False, heading=words) for key, words in SESSIONS.items()),
)


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody on the list, the half days that he or she was there, and the plan of the class."""

    name: str
    code: str
    position: str
    place: str
    came: tuple[str, ...]
    plan: str

    @property
    def minutes(self) -> dict[str, int]:
        """The minutes of each topic that were taken part in."""
        return by_topic(half_days(self.plan)[half] for half in self.came)

    @property
    def share(self) -> float:
        """Which share of all minutes that is."""
        return sum(self.minutes.values()) / taught(self.plan)

    @property
    def awarded(self) -> bool:
        """Whether that is enough for a certificate."""
        return self.share >= contents().award.share

    @property
    def called(self) -> str:
        """The name, or the code where the list has none."""
        return self.name or self.code


def read_attendees(path: Path, plan: str) -> list[Attendee]:
    """Read the list of who came: the committee's, with names, or a class book, with codes.

    Raises
    ------
    BadData : everything that is wrong in it; also a row with marks but neither a name nor a code, and a list on which
        nobody was there.
    """
    rows = list(by_row(read_lists(path, {TABLE: _COLUMNS})[0][TABLE]))
    made = [
        Attendee(
            " ".join(str(row["name"]).split()),
            str(row["code"]),
            str(row["position"]),
            str(row["from"]),
            tuple(half for half in SESSIONS if row[half]),
            plan,
        )
        for row in rows
    ]
    faults = []
    beyond = {half for person in made for half in person.came} - set(half_days(plan))
    for half in filter(beyond.__contains__, SESSIONS):
        expected = tr("rencana kelasnya tidak memuatnya; sebut banyaknya hari dengan --hari")
        faults.append((tr(SESSIONS[half]), "Y", expected))
    for attendee in made:
        if attendee.came and not attendee.called:
            faults.append((tr("nama"), "", tr("tulis nama atau kode di baris yang hadir")))
        if len(attendee.name) > LONGEST:
            expected = tr("paling banyak {n} huruf, supaya muat dalam satu baris")
            faults.append((tr("nama"), attendee.name, expected.format(n=LONGEST)))
    faults += [
        (tr("nama"), twin, tr("tertulis lebih dari satu kali; satukan barisnya"))
        for twin in _twins(made)
    ]
    if not any(attendee.came for attendee in made):
        faults.append(
            ("", "", tr("belum ada yang tercatat hadir; tulis Y di setengah hari yang diikuti"))
        )
    if faults:
        raise BadData([Fault(path.name, 0, *fault) for fault in faults])
    return [attendee for attendee in made if attendee.called]


def _twins(people: Iterable[Attendee]) -> list[str]:
    """Name who stands on the list more than once: by code, or by name where position and place are the same too."""
    seen: dict[tuple[str, ...], list[str]] = {}
    for person in people:
        keys = [(person.code,), (person.name, person.position, person.place)]
        for key in filter(itemgetter(0), keys):
            seen.setdefault(tuple(map(str.casefold, key)), []).append(key[0])
    return list(dict.fromkeys(names[0] for names in seen.values() if len(names) > 1))


def write_blank_list(path: Path, plan: str) -> Path:
    """Write the empty list, to be filled in on the committee's own machine."""
    return write_tables({TABLE: _blank_list(plan)}, path)


def _blank_list(plan: str) -> "pd.DataFrame":
    import pandas as pd

    beyond = set(SESSIONS) - set(half_days(plan))
    heads = [column.head for column in _COLUMNS if column.name not in beyond]
    return pd.DataFrame([[""] * len(heads)] * _BLANK_ROWS, columns=heads)


def certificate_data(people: Iterable[Attendee]) -> dict[str, Any]:
    """Give certificates in plain values, in the words of the screen's era."""
    columns = (tr("Unit"), tr("Pokok bahasan"), tr("Menit"), tr("JP"))
    basis = (
        tr("Masa aturan yang dipelajari: “{masa}”."),
        tr("JP dihitung dari menit belajar setengah hari yang tercatat hadir; 1 JP = {n} menit."),
        tr("Silabus: usulan kurikulum buku kerja ini; bukan kurikulum resmi P2SPP."),
    )
    words = {
        "head": tr("SERTIFIKAT"),
        "number": tr("Nomor: {nomor}").format(nomor=blank(16)),
        "given": tr("diberikan kepada"),
        "left": "",
        "place": f"{blank(10)}, {blank(12)}",
        "right": tr("Ketua panitia"),
        "signed": tr("nama jelas, stempel"),
        "note": tr(OURS),
        "topics": tr("Pokok bahasan yang diikuti"),
        "columns": columns,
        "total": tr("Jumlah"),
        "basis": " ".join(basis).format(n=JP_MINUTES, masa=era_name()),
    }
    return {
        "title": tr("Sertifikat"),
        "lang": language(),
        "words": words,
        "people": [_filled(person) for person in people],
    }


def _filled(person: Attendee) -> dict[str, Any]:
    given, total = sum(person.minutes.values()), taught(person.plan)
    code = f"{tr('kode')} {person.code}" if person.code and not person.name else ""
    said = tr("telah mengikuti kelas penyelarasan perencanaan partisipatif dan anggaran (P2SPP)")
    text = tr("{a} dari {b} jam pelajaran (JP), {bagian} dari waktu belajar")
    return {
        "name": person.name,
        "from": ", ".join(filter(None, (person.position, person.place, code))),
        "said": said,
        "held": tr("di {a}, tanggal {b}").format(a=blank(18), b=blank(18)),
        "hours": text.format(
            a=lesson_hours(given), b=lesson_hours(total), bagian=percent(person.share, 0)
        ),
        "topics": [
            [*topic_words(topic), number(minutes), lesson_hours(minutes)]
            for topic, minutes in person.minutes.items()
        ],
        "total": [number(given), lesson_hours(given)],
    }


def specimen(plan: str) -> Attendee:
    """Give somebody who was there all the time and whose name is to be written by hand."""
    return Attendee("", "", "", "", tuple(half_days(plan)), plan)


def told(people: Sequence[Attendee]) -> list[str]:
    """Say how many get a certificate and who does not, with the reason."""
    awarded = [person for person in people if person.awarded]
    least = percent(contents().award.share, 0)
    text = tr(
        "{n} dari {m} orang memenuhi syarat: hadir paling sedikit {bagian} dari waktu belajar."
    )
    lines = [text.format(n=len(awarded), m=len(people), bagian=least)]
    missing = tr("{siapa}: tercatat {bagian}, tidak diberi sertifikat.")
    lines += [
        missing.format(siapa=person.called, bagian=percent(person.share, 0))
        for person in people
        if not person.awarded
    ]
    return lines
