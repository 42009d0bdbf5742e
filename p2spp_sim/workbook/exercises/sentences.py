"""Reading a sentence somebody wrote: which of the parts asked for it shows, and which words in it take one back.

The words come from the question bank and from `exercises/kalimat.toml`. What is read is form, not sense: a sentence
that shows every part still has to be judged by people.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import msgspec

from p2spp_sim.base.files import read_data
from p2spp_sim.base.language import language, tr

SOURCE = "id"
LEAP = 2012  # a year in which every date exists
# the longest deadline that is one, by unit
_MOST = {"hari": 366, "day": 366, "minggu": 53, "pekan": 53, "week": 53, "bulan": 24, "month": 24}
_QUOTED = re.compile(r"[“\"«„][^“”\"«»„]*[”\"»]")
_STOPPED = re.compile(
    r"\b(yth|tgl|no|kab|kec|ds|bpk|sdr|dr|ir|drs|h|rp|ka|th|thn|a\.n|s\.d|dll|dst|dsb)\."
)
# a clause ends at a stop or a semicolon, but not before a label or a numbered paragraph: siapa: Camat; waktu: 1 Mei
_END = re.compile(r"(?<=[.!?;])\s+(?!\w+(?:\s+\w+){0,2}:|\(\d\))")
_PIECE = re.compile(r"[^,;/|•\n]+")
_MOST_WORDS, _FEWEST_PIECES = 2, 4  # pieces between commas that make a list of words
_GAP = "·"  # stands where words are not read: neither a letter nor a space, so that nothing is read across it
Span = tuple[int, int]


class Refusal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that do not count as a part, by their name in `exercises/kalimat.toml`.

    `say` is told in place of what stands there; `{kata}` is what was written.
    """

    kind: str
    say: str = ""


class SentencePart(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One part that a written sentence must have, known by any of the words that show it.

    Parameters
    ----------
    text : what the part is, as in "siapa yang wajib".
    words : beginnings of words, small letters; `#` stands for a date or a number of days.
    say : what to look at when it is not found.
    kinds : classes of `exercises/kalimat.toml`; `perbuatan` and `perintah` are its verbs, as done and as asked for.
    refuses : what in the sentence does not count, or takes the part back.
    affirmed : whether it counts only where it is not denied.
    """

    key: str
    text: str
    words: tuple[str, ...]
    say: str
    kinds: tuple[str, ...] = ()
    refuses: tuple[Refusal, ...] = ()
    affirmed: bool = False


class Wording(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Patterns by language."""

    id: tuple[str, ...]
    en: tuple[str, ...]

    def here(self) -> tuple[str, ...]:
        """Give those of the screen language."""
        return self.id if language() == SOURCE else self.en


class Void(Wording, frozen=True, forbid_unknown_fields=True):
    """Words that do not count as a part, or with `strict` take it back wherever they stand, and what to say then."""

    say: dict[str, str] = {}
    strict: bool = False


class Sheet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words that all written sentences share."""

    short: dict[str, str]
    lists: dict[str, Wording]
    verbs: Wording
    classes: dict[str, Wording]
    voids: dict[str, Void]


@dataclass(frozen=True)
class SentenceReading:
    """What was read.

    Parameters
    ----------
    missing : parts that are not shown, in their order.
    refused : for each of them what is to be said of words that took it back; empty when it is simply not there.
    apart : whether parts that belong together stand in different clauses.
    listed : whether it is a list of words rather than a sentence.
    """

    missing: tuple[SentencePart, ...]
    refused: tuple[str, ...]
    apart: bool
    listed: bool


@cache
def sheet() -> Sheet:
    """Read the words that all written sentences share."""
    return read_data(Sheet, "exercises", "kalimat.toml")


def read_sentence(
    parts: tuple[SentencePart, ...], together: tuple[str, ...], given: str
) -> SentenceReading:
    """Read what somebody wrote.

    Parameters
    ----------
    parts : what is asked for.
    together : keys of the parts that one clause has to hold.
    """
    text = tidy(given)
    missing, refused = [], []
    spans: dict[str, list[Span]] = {}
    for part in parts:
        spans[part.key], refusal = shown(part, text)
        if not spans[part.key]:
            missing.append(part)
            refused.append(refusal)
    apart = not missing and not any(
        all(any(first <= start < last for start, _ in spans[key]) for key in together)
        for first, last in _clauses(text)
    )
    return SentenceReading(tuple(missing), tuple(refused), apart, _listed(text))


def tidy(given: str) -> str:
    """Give a sentence in small letters and full words, without what it only quotes."""
    text = given.lower().replace("’", "'").replace("–", "-").replace("\N{NON-BREAKING HYPHEN}", "-")
    own = _QUOTED.sub(" ", text)
    text = own if len(own.split()) > len(text.split()) / 2 else re.sub(r"[“”\"«»„]", " ", text)
    text = _STOPPED.sub(r"\1", " ".join(text.split()))
    short = sheet().short if language() == SOURCE else {}
    return re.sub(r"\w+", lambda word: short.get(word[0], word[0]), text)


def shown(part: SentencePart, text: str) -> tuple[list[Span], str]:
    """Find where a tidy text shows a part, and what is to be said of words that take it back."""
    left, said, strict = text, "", False
    for refusal in part.refuses:
        void = sheet().voids[refusal.kind]
        for start, end in _voided(void, text):
            strict = strict or void.strict
            if not said and (
                say := tr(refusal.say) if refusal.say else void.say.get(language(), "")
            ):
                said = say.format(kata=text[start:end].strip())
            left = left[:start] + _GAP * (end - start) + left[end:]
    spans = (
        []
        if strict
        else [span for span in _spans(part, left) if not (part.affirmed and _denied(text, span[0]))]
    )
    return spans, said


def _voided(void: Void, text: str) -> Iterator[Span]:
    for pattern in _compiled(void.here()):
        for match in pattern.finditer(text):
            start, end = match.span("buang" if "buang" in pattern.groupindex else 0)
            if not re.search(
                r"(?<!\w)(?:bukan|rather than|instead of|and not|not an?|not)\s+(?:sekadar\s+|hanya\s+|cuma\s+)?$",
                text[:start],
            ):
                yield start, end


def _spans(part: SentencePart, text: str) -> Iterator[Span]:
    words = tuple(re.escape(tr(word)) + r"\w*" for word in part.words if word != "#")
    kinds = (*(("tanggal", "lama") if "#" in part.words else ()), *part.kinds)
    patterns = [
        *_compiled(words),
        *(pattern for kind in kinds for pattern in _class(kind, language())),
    ]
    for pattern in patterns:
        yield from (match.span() for match in pattern.finditer(text) if _possible(match))


def _denied(text: str, start: int) -> bool:
    """Tell whether what begins here is denied: tidak menjawab; but not bila tidak menjawab, which asks for it."""
    no, loose, between = (
        "|".join(sheet().lists[name].here()) for name in ("ingkar", "lepas", "antara")
    )
    before = text[:start]
    freed = rf"(?<!\w)(?:{no})\s+(?:akan\s+|lagi\s+)?(?:{loose})\s+(?:\w+\s+)?$"
    if re.search(freed, before):
        return True
    denied = re.search(
        rf"(?<!\w)(?:{no})\s+(?:(?:{between})\s+){{0,2}}$",
        before,
    )
    if not denied:
        return False
    when = "|".join(sheet().lists["bila"].here())
    return not re.search(rf"(?<!\w)(?:{when}|yang|or)\s[^,;.]*$", before[: denied.start()])


def _listed(text: str) -> bool:
    """Tell whether words only stand in a row: several short pieces between commas, or verb after verb.

    A list within a sentence ends with its `dan`, and what it belongs to is longer.
    """
    run = 0
    for piece in (match[0].split() for match in _PIECE.finditer(text)):
        joined = piece and piece[0] in sheet().lists["sambung"].here()
        run = run + 1 if 0 < len(piece) <= _MOST_WORDS and not joined else 0
        if run >= _FEWEST_PIECES:
            return True
    return any(pattern.search(text) for pattern in _compiled(sheet().lists["jejer"].here()))


def _clauses(text: str) -> Iterator[Span]:
    start = 0
    for gap in _END.finditer(text):
        yield start, gap.start()
        start = gap.end()
    yield start, len(text)


def _possible(match: re.Match[str]) -> bool:
    """Tell whether a date or a length of time can be: there is no 31 February, and no 0 days."""
    named = match.groupdict()
    if number := named.get("n"):
        unit = (named.get("satuan") or "").rstrip("s")
        return 1 <= int(number) <= _MOST.get(unit, 10 if unit in ("tahun", "year") else 400)
    if day := named.get("hari"):
        month = _month(named)
        return 1 <= month <= 12 and 1 <= int(day) <= monthrange(LEAP, month)[1]
    return True


def _month(named: dict[str, str | None]) -> int:
    if number := named.get("ke"):
        return int(number)
    if not (name := named.get("bulan")):
        return 1  # a day of a month not named: any up to 31
    names = sheet().lists["bulan"].here()
    order = dict.fromkeys(each[:3].replace("peb", "feb").replace("nop", "nov") for each in names)
    short = (
        name[:3]
        .replace("peb", "feb")
        .replace("nop", "nov")
        .replace("agt", "agu")
        .replace("ags", "agu")
    )
    return list(order).index(short) + 1


@cache
def _class(kind: str, _language: str) -> tuple[re.Pattern[str], ...]:
    if kind in ("perbuatan", "perintah"):
        return _compiled(tuple(_acts(order=kind == "perintah")))
    return _compiled(sheet().classes[kind].here())


@cache
def _compiled(patterns: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(rf"(?<!\w)(?:{_filled(pattern)})(?!\w)") for pattern in patterns)


def _filled(pattern: str) -> str:
    """Put the lists of the sheet where a pattern names them."""
    while named := re.search(r"@(\w+)", pattern):
        words = "|".join(sheet().lists[named[1]].here())
        pattern = pattern.replace(
            named[0], f"(?:{words})" if named[0] + ">" not in pattern else words
        )
    return pattern


def _acts(*, order: bool) -> Iterator[str]:
    """Give patterns of the verbs whose work can be seen: what somebody does, or with `order` what is asked for."""
    roots = sheet().verbs.here()
    if language() != SOURCE:
        yield from (rf"{root}\w*" for root in roots)
        return
    ending = r"(?:lah|nya|i)?"
    yield "|".join(rf"{active}{ending}" for root in roots for active in _active(root))
    short = [
        root for root in roots if len(re.findall("[aeiou]", re.sub("(?:kan|i)$", "", root))) == 1
    ]
    yield "|".join(rf"menge{root}{ending}" for root in short)
    passive = rf"di(?:{'|'.join(roots)}){ending}"
    if not order:
        yield passive
        yield rf"(?<!perbup )(?<!perda )(?<!pasal )(?:wajib|harus)\s+(?:{'|'.join(roots)})"
        return
    yield rf"(?<![-\w])(?!(?:@benda)\b)(?:{'|'.join(roots)})(?:lah)?(?!-)"
    lead = (
        r"(?:harus|wajib|agar|supaya|perlu|untuk|mohon|segera|akan|dan|lalu|kemudian|serta|kembali)"
    )
    yield rf"{lead}\s+(?:segera\s+|kembali\s+)?{passive}"
    yield rf"{passive}\s+(?:\w+\s+){{0,4}}?(?:oleh|ulang|kembali|paling lambat|selambat\S*|ke|menjadi)"


def _active(root: str) -> tuple[str, ...]:
    """Give the active forms of a root: tempel, menempel; susun, menyusun; perbaiki, memperbaiki."""
    first, rest = root[0], root[1:]
    match first:
        case "p":
            return f"mem{rest}", f"mem{root}"
        case "t":
            return f"men{rest}", f"men{root}"
        case "s":
            return f"meny{rest}", f"men{root}"
        case "k":
            return f"meng{rest}", f"meng{root}"
        case "b" | "f" | "v":
            return (f"mem{root}",)
        case "c" | "d" | "j" | "z":
            return (f"men{root}",)
        case "l" | "m" | "n" | "r" | "w" | "y":
            return (f"me{root}",)
        case _:
            return (f"meng{root}",)
