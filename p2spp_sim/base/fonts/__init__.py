"""The one font of screens, paper and figures: where it is, how wide words are in it, and the signs that it lacks.

Letters are Atkinson Hyperlegible of the package `fontpkg-atkinson-hyperlegible`; the few signs that it has not are from
DejaVu Sans, as outlines in `signs.json` for pictures and as a font of their own for pages. Browsers are given the small
files of the folder `labextension`, made by `python -m tests.fonts.make`.
"""

import json
import re
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

FAMILY = "Atkinson Hyperlegible"
SIGNS = "P2SPP Signs"
STACK = f"{FAMILY}, {SIGNS}, sans-serif"
SERVED = Path(__file__).parent / "labextension"
_UNKNOWN = 1.0  # what neither has comes from the machine, and is seldom wider than its type is high


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign as an SVG course that grows downwards, for type of size 1000, and how much room it takes."""

    advance: float
    course: str


@cache
def signs() -> dict[str, Sign]:
    """Give the signs that are drawn, by the sign."""
    drawn = json.loads((SERVED.parent / "signs.json").read_text(encoding="utf-8"))
    return {sign: Sign(advance, course) for sign, (advance, course) in drawn.items()}


def runs(words: str) -> Iterator[str]:
    """Split words into signs that are drawn, each alone, and what lies between them."""
    drawn = signs()
    for is_sign, letters in groupby(words, key=lambda letter: letter in drawn):
        run = "".join(letters)
        yield from run if is_sign else (run,)


@lru_cache(maxsize=8192)
def width(words: str, *, bold: bool = False) -> float:
    """Measure words at type of size 1 from the tables of the font: advances and kerning."""
    advance, kerning = _metrics(bold)
    drawn, total = signs(), 0.0
    for run in runs(words):
        if run in drawn:
            total += drawn[run].advance
        else:
            total += sum(advance.get(letter, 1000 * _UNKNOWN) for letter in run)
            total += sum(kerning(*pair) for pair in pairwise(run))
    return total / 1000


@cache
def faces() -> str:
    """Give the style sheet that declares the fonts, with the fonts in it: for a page that stands alone."""
    sheet = (SERVED / "fonts.css").read_text(encoding="utf-8")
    return re.sub(r'url\("([\w.-]+)"\)', lambda match: f'url("{_data(SERVED / match[1])}")', sheet)


@cache
def files() -> Path:
    """Give the folder of the font's files, for a program that sets type."""
    import fontpkg

    return Path(fontpkg.path(FAMILY, 400)).parent


@cache
def for_figures() -> list[str]:
    """Make matplotlib know the font; give the families a figure takes its letters and signs from, in this order."""
    from fontpkg import mpl

    mpl.use(FAMILY)
    return [FAMILY, "DejaVu Sans"]  # the second comes with matplotlib


def _data(file: Path) -> str:
    return f"data:font/woff2;base64,{b64encode(file.read_bytes()).decode('ascii')}"


@cache
def _metrics(bold: bool) -> tuple[dict[str, float], Callable[[str, str], float]]:
    """Read advances by letter, and a function from two letters to their kerning, for type of size 1000."""
    import fontpkg
    from fontTools.ttLib import TTFont

    font = TTFont(fontpkg.path(FAMILY, 700 if bold else 400))
    size = 1000 / font["head"].unitsPerEm
    names = {chr(code): name for code, name in font.getBestCmap().items()}
    advance = {letter: font["hmtx"][name][0] * size for letter, name in names.items()}
    table = font["GPOS"].table
    features = [
        record.Feature for record in table.FeatureList.FeatureRecord if record.FeatureTag == "kern"
    ]
    wanted = sorted({i for feature in features for i in feature.LookupListIndex})
    lookups = [table.LookupList.Lookup[i].SubTable for i in wanted]

    @cache
    def kerning(left: str, right: str) -> float:
        if left not in names or right not in names:
            return 0.0
        return size * sum(_pair(tables, names[left], names[right]) for tables in lookups)

    return advance, kerning


def _pair(tables: Any, left: str, right: str) -> float:
    """Give the kerning of two glyphs by one lookup: the first table that has the pair decides."""
    for table in tables:
        table = getattr(table, "ExtSubTable", table)
        if left not in table.Coverage.glyphs:
            continue
        if table.Format == 1:
            pairs = table.PairSet[table.Coverage.glyphs.index(left)].PairValueRecord
            value = next((pair.Value1 for pair in pairs if pair.SecondGlyph == right), None)
            if value is None:
                continue
        else:
            first = table.ClassDef1.classDefs.get(left, 0)
            second = table.ClassDef2.classDefs.get(right, 0)
            value = table.Class1Record[first].Class2Record[second].Value1
        return getattr(value, "XAdvance", 0)
    return 0.0
