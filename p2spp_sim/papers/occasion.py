"""What stands at the head of every paper and is asked for: where, for which year, on which day; nobody's name."""

import re
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.formats import days, months
from p2spp_sim.base.language import tr
from p2spp_sim.base.personal import cover
from p2spp_sim.papers.paper import PaperBlock, blank, head, or_blank

FIRST_YEAR, LAST_YEAR = 2000, 2100
_NUMERIC = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})|(\d{4})-(\d{1,2})-(\d{1,2})")
_SPOKEN = re.compile(r"(?:\w+,?\s+)?(\d{1,2})\s+(\w+)\s+(\d{4})")
_MONTHS = (
    "januari",
    "februari",
    "maret",
    "april",
    "mei",
    "juni",
    "juli",
    "agustus",
    "september",
    "oktober",
    "november",
    "desember",
)  # are read in every language
_AREA = re.compile(r"^(kabupaten|kab|kecamatan|kec)\b\.?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Occasion:
    """Where and when; what is empty becomes a dotted line.

    Parameters
    ----------
    kabupaten, kecamatan : names, without that word; a kota keeps it.
    year : that is planned for, 0 when not said.
    place : where it is signed.
    day : of the meeting and the signatures.
    signer : position of who signs lists and letters, never a name.
    """

    kabupaten: str = ""
    kecamatan: str = ""
    year: int = 0
    place: str = ""
    day: date | None = None
    signer: str = ""

    def head(self, title: str) -> tuple[PaperBlock, ...]:
        """Begin a part of a paper: its title in capitals, where it is from and for which year below it."""
        return head(title.upper(), f"{self.area} · {self.planned}")

    @property
    def area(self) -> str:
        """Kecamatan and kabupaten in one line."""
        kabupaten = self.kabupaten
        if not re.match(r"kota\b", kabupaten, re.IGNORECASE):
            kabupaten = tr("Kabupaten {nama}").format(nama=or_blank(kabupaten, 16))
        if not self.kecamatan:
            return kabupaten
        return tr("Kecamatan {nama}, {kabupaten}").format(nama=self.kecamatan, kabupaten=kabupaten)

    @property
    def planned(self) -> str:
        """The year in a line of a title."""
        return tr("Tahun rencana {tahun}").format(tahun=self.year or blank(6))

    @property
    def signed(self) -> str:
        """Place and date above a signature."""
        when = long_date(self.day) if self.day else blank(16)
        return f"{or_blank(self.place, 12)}, {when}"

    @property
    def role(self) -> str:
        """The position of who signs, or room for it."""
        return or_blank(self.signer, 16)

    def kept(self) -> dict[str, Any]:
        """Give what may be saved, in plain values."""
        made: dict[str, Any] = {f.name: getattr(self, f.name) for f in fields(self)}
        return made | {"day": self.day.isoformat() if self.day else ""}


def occasion(
    kabupaten: str = "",
    kecamatan: str = "",
    year: str | int = "",
    place: str = "",
    day: str = "",
    signer: str = "",
) -> Occasion:
    """Make an occasion of what was typed.

    Raises
    ------
    P2sppError : a year or a date that cannot be; says what was read and what is expected.
    """
    plain = [" ".join(_AREA.sub("", text.strip()).split()) for text in (kabupaten, kecamatan)]
    others = [cover(" ".join(text.split())) for text in (place, signer)]
    return Occasion(plain[0], plain[1], _year(str(year)), others[0], read_date(day), others[1])


def _year(text: str) -> int:
    text = text.strip()
    if text in ("", "0"):
        return 0
    if not re.fullmatch(r"\d{4}", text) or not FIRST_YEAR <= int(text) <= LAST_YEAR:
        message = tr("Tahun “{teks}” tidak terbaca; diharapkan empat angka, misalnya 2027.")
        raise P2sppError(message.format(teks=text))
    return int(text)


def read_date(text: str) -> date | None:
    """Read a date as people write it: 9 Februari 2026, Senin 9 Feb 2026, 9-2-2026, 2026-02-09; nothing for nothing.

    Raises
    ------
    P2sppError : no such date.
    """
    text = text.strip()
    if not text:
        return None
    said: tuple[int, int, int] | None = None
    if match := _NUMERIC.fullmatch(text):
        day, month, year, *iso = match.groups()
        said = (
            (int(year), int(month), int(day)) if year else (int(iso[0]), int(iso[1]), int(iso[2]))
        )
    elif match := _SPOKEN.fullmatch(text):
        word = match[2].casefold()
        likely = {
            at
            for names in (months(), _MONTHS)
            for at, name in enumerate(names, 1)
            if len(word) > 2 and name.casefold().startswith(word)
        }
        said = (int(match[3]), likely.pop(), int(match[1])) if len(likely) == 1 else None
    try:
        if said:
            return date(*said)
    except ValueError:
        pass
    message = tr("Tanggal “{teks}” tidak terbaca; diharapkan seperti 9 Februari 2026.")
    raise P2sppError(message.format(teks=text))


def long_date(day: date) -> str:
    """Write a date as 9 Februari 2026."""
    return f"{day.day} {months()[day.month - 1]} {day.year}"


def spoken_date(day: date | None) -> dict[str, str]:
    """Give weekday, day, month and year by the names that a sentence has for them; dotted lines without a day."""
    if not day:
        return {"hari": blank(8), "tanggal": blank(4), "bulan": blank(8), "tahun": blank(5)}
    return {
        "hari": days()[day.weekday()],
        "tanggal": str(day.day),
        "bulan": months()[day.month - 1],
        "tahun": str(day.year),
    }
