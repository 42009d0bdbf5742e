"""Unit 01: the dates of one's own kabupaten, and where they break a rule book or the order of the year."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from p2spp_sim.base.formats import months
from p2spp_sim.base.language import pick, tr
from p2spp_sim.model.rulebook import RuleBook
from p2spp_sim.tables.columns import Column
from p2spp_sim.tables.reader import read_lists
from p2spp_sim.tables.table import by_row
from p2spp_sim.village_plan.days import DateColumn, day
from p2spp_sim.workbook.units.u01.answers import cards

MONTHS = 12
RESES = {f"reses_{number}": sign for number, sign in enumerate(("I", "II", "III"), 1)}
STATIONS = (
    "musrenbang_desa",
    "musrenbang_kecamatan",
    "forum_skpd",
    "musrenbang_kabupaten",
    "rkpd",
    "kua_ppas",
    "rka_skpd",
    "apbd",
    "pokir",
    *RESES,
)
FEEDS = (
    ("musrenbang_desa", "musrenbang_kecamatan"),
    ("musrenbang_kecamatan", "forum_skpd"),
    ("forum_skpd", "musrenbang_kabupaten"),
    ("musrenbang_kabupaten", "rkpd"),
    ("rkpd", "kua_ppas"),
    ("kua_ppas", "rka_skpd"),
    ("rka_skpd", "apbd"),
    ("pokir", "rkpd"),
)
IN_BOOKS = {"pokir": "reses"}  # a station under another name in the rule books
DATES = {
    "kalender": (
        Column("station", "text", heading="acara", also=("perhentian", "forum", "kegiatan")),
        DateColumn("date", "text", heading="tanggal", also=("waktu", "tanggal pelaksanaan")),
    )
}
CalendarDays = Mapping[str, date]


@dataclass(frozen=True, slots=True)
class CalendarBreak:
    """A place where a year breaks: the station, the one that feeds it too late ("" for none), and why in words."""

    station: str
    fed_by: str
    words: str
    basis: str


def station_names() -> dict[str, str]:
    """Name the stations of a year in the screen language."""
    deck = cards().card
    return {
        key: f"Reses {RESES[key]}" if key in RESES else pick(deck[key].label) for key in STATIONS
    }


def read_day(text: str) -> date:
    """Read a day as people write it.

    Raises
    ------
    ValueError : no day; the message says what is expected.
    """
    return date.fromisoformat(DateColumn("date", "text").parse(text.strip()))


def breaks(days: CalendarDays, rules: RuleBook) -> list[CalendarBreak]:
    """Find where days break the order of the year or come after the month of a rule book, in the order of stations.

    Parameters
    ----------
    days : by station; what has none is not judged.
    rules : the rule book that holds.
    """
    every = [*_backwards(days), *_recess(days), *_late(days, rules)]
    return sorted(every, key=lambda broken: STATIONS.index(broken.station))


def _backwards(days: CalendarDays) -> Iterator[CalendarBreak]:
    names = station_names()
    for source, target in FEEDS:
        if source in days and target in days and days[source] > days[target]:
            text = tr(
                "{awal} ({hari}) datang sesudah {lanjutan} ({lain}), yang memerlukan bahannya."
            )
            words = text.format(
                awal=names[source],
                hari=day(days[source].isoformat()),
                lanjutan=names[target],
                lain=day(days[target].isoformat()),
            )
            yield CalendarBreak(target, source, words, tr("urutan meja pada papan di atas"))


def _recess(days: CalendarDays) -> Iterator[CalendarBreak]:
    """Tell where all recesses that are given come after musrenbang kecamatan."""
    recesses = [days[key] for key in RESES if key in days]
    meeting = days.get("musrenbang_kecamatan")
    if meeting and recesses and min(recesses) > meeting:
        first = next(key for key in RESES if days.get(key) == min(recesses))
        text = tr(
            "Semua reses yang diisi datang sesudah musrenbang kecamatan ({hari}): catatannya tidak ikut dibahas."
        )
        words = text.format(hari=day(meeting.isoformat()))
        yield CalendarBreak(
            "musrenbang_kecamatan", first, words, tr("urutan meja pada papan di atas")
        )


def _late(days: CalendarDays, rules: RuleBook) -> Iterator[CalendarBreak]:
    """Tell what comes after its month in the rule book."""
    names, year = station_names(), planning_year(days, rules)
    for key, (month, basis) in ruled(rules).items():
        if key not in days or year is None:
            continue
        over = _count(days[key]) - (year * MONTHS + month - 1)
        if over > 0:
            text = tr(
                "{meja} ({hari}) {n} bulan sesudah bulannya menurut aturan ini: {bulan} {tahun}."
            )
            words = text.format(
                meja=names[key],
                hari=day(days[key].isoformat()),
                n=over,
                bulan=months()[(month - 1) % MONTHS],
                tahun=year + (month - 1) // MONTHS,
            )
            yield CalendarBreak(key, "", words, basis)


def ruled(rules: RuleBook) -> dict[str, tuple[int, str]]:
    """Give month and basis of each station that a rule book has."""
    forums = {forum.key: forum for forum in rules.forum}
    known = {key: forums.get(IN_BOOKS.get(key, key)) for key in STATIONS}
    return {key: (forum.month, forum.basis) for key, forum in known.items() if forum is not None}


def planning_year(days: CalendarDays, rules: RuleBook) -> int | None:
    """Tell the year of planning that days belong to, by the first station that the rule book has; None without one."""
    for key, (month, _) in ruled(rules).items():
        if key in days:
            return round((_count(days[key]) - (month - 1)) / MONTHS)
    return None


def _count(when: date) -> int:
    return when.year * MONTHS + when.month - 1


def station_of(text: str) -> str:
    """Find the station that a text names, as offices call it; "" for none."""
    said = _plain(text)
    for key, name in station_names().items():
        card = cards().card[key.split("_")[0] if key in RESES else key]
        signs = (f" {RESES[key]}", f" {key[-1]}", f" ke-{key[-1]}") if key in RESES else ("",)
        known = (name, *card.label.values(), *card.also, *(("Reses",) if key in RESES else ()))
        if said in {_plain(word + sign) for word in known for sign in signs} | {_plain(name)}:
            return key
    return ""


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text.casefold()).strip()


def dates_in(name: str, content: bytes) -> tuple[dict[str, str], list[str]]:
    """Read a file of two columns, acara and tanggal.

    Returns
    -------
    The day of each station, year first, and the names that are no station.

    Raises
    ------
    BadData : every cell that cannot be read.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder) / Path(name).name
        path.write_bytes(content)
        tables, _ = read_lists(path, DATES)
    dated, unknown = {}, []
    for row in by_row(tables["kalender"]):
        key = station_of(row["station"])
        if key:
            dated[key] = str(row["date"])
        else:
            unknown.append(row["station"])
    return dated, unknown
