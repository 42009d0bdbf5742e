"""Words of offices' lists: what calls a row a total or a title, a column its unit, a proposal its status."""

import re
from collections.abc import Collection, Sequence
from difflib import get_close_matches
from functools import cache, lru_cache
from string import ascii_lowercase
from typing import Literal, NamedTuple

from p2spp_sim.base.files import read_data
from p2spp_sim.base.numerals import SIZES

Sureness = Literal["sure", "unsure", ""]
_LETTERSPACED = 4  # single letters in a row that make a word: J U M L A H
_PLACE_NAME = 4  # words that the name of a place, or of an office, has at most
_ROMAN = re.compile(r"\(?([IVXLC]+|[A-Za-z])[.)]*")
_YEAR = re.compile("(19|20)[0-9]{2}")
_UNIT_WORDS = frozenset(
    {"rp", "rupiah", "idr", "x", "kali", "dalam", "dlm", "satuan", "nilai", "sebesar"}
)
_NO_UNIT = frozenset(
    {"tahun", "thn", "ta", "n", "apbd", "indikatif", "kab", "kabupaten", "usulan", "perkiraan"}
)
_BUT = frozenset(
    {"tidak", "tak", "belum", "bukan", "kurang", "namun", "tetapi", "tapi", "jika", "bila", "not"}
)
_SHORT = {"tdk": "tidak", "blm": "belum", "tak": "tidak"}
_ABLE = re.compile(r"\b(tidak|belum) (?:dapat|bisa|akan|jadi|pernah)\b")
_NOTICES = (
    re.compile(r"\b(?:dalam|dlm|satuan|x|kali)\b[^a-z0-9]*(?:rp\W*|rupiah\W*)?(?:[a-z]+|[0-9.,]+)"),
    re.compile(r"\((?:rp\W*)?[a-z0-9., ]+\)"),
)
_NOUGHTS = re.compile(r"\b(?:rp|x|dalam)\W*(?:0{3}\W*)+(?!\d)")
_LIKE_TOTAL = ("jumlah", "total", "subtotal", "keseluruhan")
_ALIKE, _SHORTEST = 0.8, 4  # likeness to one of these, and letters, of a word with a slip in it
_DATE = re.compile(
    r"\b[0-9]{1,2}\s+[a-z]{3,9}\s+20[0-9]{2}\b|_{3,}|\.{4,}"
)  # of a signature, or room for one


class ListWords(NamedTuple):
    """What `datasets/list_words.toml` holds."""

    before_total: frozenset[str]
    total: frozenset[str]
    behind_total: frozenset[str]
    title: frozenset[str]
    maybe_title: frozenset[str]
    foot: frozenset[str]
    nothing: frozenset[str]
    eligible: frozenset[str]
    not_eligible: frozenset[str]
    persons: frozenset[str]


@cache
def list_words() -> ListWords:
    """Read the words once."""
    words = read_data(dict[str, frozenset[str]], "datasets", "list_words.toml")
    return ListWords(**words)


def words_of(text: str) -> list[str]:
    """Give the words and numbers of a text in small letters; J U M L A H is one word."""
    words = re.findall(r"[^\W_]+", text.casefold())
    spaced = next(
        (n for n, word in enumerate(words) if len(word) > 1 or word.isdigit()), len(words)
    )
    return ["".join(words[:spaced]), *words[spaced:]] if spaced >= _LETTERSPACED else words


def called_total(text: str, places: Collection[str] = ()) -> Sureness:
    """Tell whether a text says that its row adds up others.

    Parameters
    ----------
    text : of one cell.
    places : names that may stand behind the word, as `" ".join(words_of(name))`.
    """
    known, words = list_words(), words_of(text)
    if (
        words
        and words[-1] in known.total
        and (words[0] in known.title | known.maybe_title or " ".join(words[:-1]) in places)
    ):
        words = [words[-1], *words[:-1]]
    at = next((n for n, word in enumerate(words) if word not in known.before_total), len(words))
    if at < len(words) and words[at] in known.total:
        at += 1
    if not known.total.intersection(words[:at]):
        return "unsure" if len(words) > at and _slip(words[at]) else ""
    rest = words[at:]
    if (
        all(word in known.behind_total or word.isdigit() for word in rest)
        or " ".join(rest) in places
    ):
        return "sure"
    while rest and rest[0] in known.behind_total:
        rest = rest[1:]
    return (
        "sure"
        if rest[0] in known.title | known.maybe_title and len(rest) <= _PLACE_NAME + 1
        else "unsure"
    )


@lru_cache(maxsize=100_000)
def _slip(word: str) -> bool:
    """Tell whether a word is one of a total with a slip in it."""
    return len(word) >= _SHORTEST and bool(get_close_matches(word, _LIKE_TOTAL, 1, _ALIKE))


def called_title(text: str) -> Sureness:
    """Tell whether a text begins as titles do and is as short as they are: Desa Sukamaju, Bidang Kesehatan."""
    known = list_words()
    words = words_of(text)
    at = next(
        (n for n, word in enumerate(words) if not (is_sign(word.upper()) or word.isdigit())),
        len(words),
    )
    words = words[at:]
    if not words or len(words) > _PLACE_NAME + 1:
        return ""
    return "sure" if words[0] in known.title else "unsure" if words[0] in known.maybe_title else ""


def called_foot(text: str) -> bool:
    """Tell whether a text stands below tables: a date, a signature, a remark, the number of a page."""
    words = words_of(text)
    return bool(_DATE.search(text.casefold()) or (words and words[0] in list_words().foot))


def counts_columns(cells: Sequence[str]) -> bool:
    """Tell whether cells only count the columns: (1), (2), (3); a, b, c; or 4=2x3 where one is worked out of others."""
    bare = [re.sub(r"\s*=.*", "", cell.strip("()")).casefold() for cell in cells]
    return bare in ([str(n) for n in range(1, len(bare) + 1)], [*ascii_lowercase[: len(bare)]])


def says_nothing(text: str) -> bool:
    """Tell whether words in the place of a work say that there is none."""
    return " ".join(words_of(text)) in list_words().nothing


def is_sign(text: str) -> bool:
    """Tell whether a number is a Roman one or a letter: I, IV., A, b)."""
    return _ROMAN.fullmatch(text) is not None


@cache
def _any_status() -> re.Pattern[str]:
    known = list_words()
    return re.compile(rf"\b(?:{'|'.join(sorted(known.eligible | known.not_eligible))})\b")


def status(text: str) -> bool | None:
    """Tell whether a status word says that a proposal is eligible; None where it is not known, or says both."""
    known, left = list_words(), " ".join(_SHORT.get(word, word) for word in words_of(text))
    left = _ABLE.sub(r"\1", left)
    if not _any_status().search(left):  # most cells of long lists
        return None
    meant = set[bool]()
    begins = False
    for phrase in sorted(known.eligible | known.not_eligible, key=len, reverse=True):
        if match := re.search(rf"\b{phrase}\b", left):
            meant.add(phrase in known.eligible)
            begins |= not left[: match.start()].strip()
            left = re.sub(rf"\b{phrase}\b", "|", left)
    if not begins or len(meant) > 1 or (True in meant and _BUT.intersection(left.split())):
        return None
    return meant.pop()


def says_refused(text: str) -> bool:
    """Tell whether a text says anywhere that something is not eligible."""
    words = f" {' '.join(words_of(text))} "
    return any(f" {phrase} " in words for phrase in list_words().not_eligible)


def unit(heading: str) -> int | None:
    """Give the rupiah that one stands for below a heading: 1000 below "Pagu (x Rp 1.000)"; None where it is unclear."""
    return _unit(_figures_and_words(heading.casefold().partition("(")[2]))


def _unit(words: Sequence[str]) -> int | None:
    sizes = set[int]()
    for word in words:
        digits = re.sub(r"[.,]", "", word)
        if word in SIZES:
            sizes.add(SIZES[word])
        elif re.fullmatch("1(000)+", digits):
            sizes.add(int(digits))
        elif not (
            word in _UNIT_WORDS | _NO_UNIT
            or _YEAR.fullmatch(digits)
            or (len(digits) < 3 and digits.isdigit())
        ):
            return None
    if len(sizes) > 1:
        return None
    return sizes.pop() if sizes else 1


def unit_told(text: str) -> int:
    """Give the unit that a sentence beside a table tells, as "(dalam ribuan rupiah)"; 1 where it tells none."""
    text = text.casefold()
    for phrase in (match for notice in _NOTICES for match in notice.findall(text)):
        words = _figures_and_words(phrase)
        if not {*words} <= SIZES.keys() | _UNIT_WORDS and not any(
            word[0].isdigit() for word in words
        ):
            continue
        if (size := _unit([word for word in words if not _YEAR.fullmatch(word)])) and size > 1:
            return size
    noughts = _NOUGHTS.search(text)
    return int(10 ** noughts[0].count("0")) if noughts else 1


def is_unit(text: str) -> bool:
    """Tell whether a text is a unit of money and nothing else: (Rp), Rp. Juta, (x 1.000)."""
    words = _figures_and_words(text.casefold())
    named = any(word in _UNIT_WORDS or word in SIZES for word in words)
    return named and all(
        word in _UNIT_WORDS
        or word in SIZES
        or re.fullmatch("1?0{3}(0{3})*", re.sub("[.,]", "", word))
        for word in words
    )


def _figures_and_words(text: str) -> list[str]:
    return re.findall(r"\d[\d.,]*|[^\W\d_]+", text)
