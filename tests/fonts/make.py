"""Make the files of `p2spp_sim/base/fonts` from the fonts that pip brings: `python -m tests.fonts.make`.

Letters come from `fontpkg-atkinson-hyperlegible`, signs from the DejaVu Sans inside matplotlib. A sign that the font
lacks and that stands anywhere in the workbook is found by itself.
"""

from __future__ import annotations

import json
import re
import shutil
import unicodedata
from collections.abc import Iterable, Iterator
from html import unescape
from importlib.util import find_spec
from pathlib import Path

import fontpkg
from fontTools.misc.transform import Transform
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from p2spp_sim.base import fonts

ROOT = Path(__file__).resolve().parents[2]
FACES = {"regular": (400, "normal"), "bold": (700, "normal"), "italic": (400, "italic")}
USUAL = "←↑→↓↩↻■□▲▶▼▽◀○●◐☐☑☒⚖⚠✓✔✕✗✘➜"  # a list or an answer may hold these too
SHOWN = (  # where words of pictures and pages stand
    "p2spp_sim/**/*.py",
    "p2spp_sim/**/*.js",
    "p2spp_sim/**/*.j2",
    "p2spp_sim/locale/**/*.po",
    "share/**/*.*",
    "notebooks/**/*.ipynb",
    "exercises/*.toml",
    "datasets/**/*.*",
)
TERMINAL = ROOT / "p2spp_sim" / "cli"  # its lines and bars are drawn by the terminal


def letters(weight: int = 400, style: str = "normal") -> set[str]:
    """Give what the font has."""
    return set(map(chr, TTFont(fontpkg.path(fonts.FAMILY, weight, style)).getBestCmap()))


def used() -> dict[str, list[str]]:
    """Give every letter and sign beyond ASCII that stands in pictures or pages, and the files it stands in."""
    files: dict[str, list[str]] = {}
    for path in _files():
        said = path.read_text(encoding="utf-8")
        said += "".join(chr(int(code, 16)) for code in re.findall(r"\\u([0-9a-fA-F]{4})", said))
        said += "".join(map(unescape, re.findall(r"&#?\w+;", said)))
        for letter in sorted(set(said)):
            if ord(letter) > 126 and unicodedata.category(letter) not in (
                "Cc",
                "Cf",
                "Cs",
                "Co",
            ):  # those show nothing
                files.setdefault(letter, []).append(str(path.relative_to(ROOT)))
    return files


def _files() -> Iterator[Path]:
    for pattern in SHOWN:
        for path in sorted(ROOT.glob(pattern)):
            if (
                path.is_file()
                and path.suffix != ".xlsx"
                and TERMINAL not in path.parents
                and "hasil" not in path.parts
            ):
                yield path


def dejavu() -> Path:
    """Find the file of DejaVu Sans, and its licence beside it."""
    spec = find_spec("matplotlib")
    assert spec is not None and spec.submodule_search_locations
    return (
        Path(spec.submodule_search_locations[0]) / "mpl-data" / "fonts" / "ttf" / "DejaVuSans.ttf"
    )


def cut(path: Path, wanted: Iterable[str], to: Path, family: str = "") -> None:
    """Write the part of a font that is wanted as woff2, without hints, under its own or another name."""
    font = TTFont(path, recalcTimestamp=False)
    if "FFTM" in font:
        del font["FFTM"]  # a date
    options = Options(hinting=False, layout_features=["ccmp", "kern", "mark", "mkmk", "tnum"])
    cutter = Subsetter(options)
    cutter.populate(unicodes=[ord(letter) for letter in wanted])
    cutter.subset(font)
    for record in font["name"].names if family else ():
        if record.nameID in (1, 3, 4, 6, 16):
            record.string = (
                family.replace(" ", "") if record.nameID == 6 else family
            )  # 6 is the name in a PDF
    font.flavor = "woff2"
    font.save(to)


def outlines(wanted: Iterable[str]) -> dict[str, tuple[float, str]]:
    """Give advances and courses of signs, downwards, for type of size 1000."""
    font = TTFont(dejavu())
    glyphs, names, size = font.getGlyphSet(), font.getBestCmap(), 1000 / font["head"].unitsPerEm
    drawn = {}
    for sign in sorted(wanted):
        pen = SVGPathPen(glyphs, ntos=lambda value: f"{value:.0f}")
        glyphs[names[ord(sign)]].draw(TransformPen(pen, Transform(size, 0, 0, -size, 0, 0)))
        drawn[sign] = (round(glyphs[names[ord(sign)]].width * size, 1), pen.getCommands())
    return drawn


def main() -> None:
    """Write all files."""
    to, has = fonts.SERVED, letters()
    for name, (weight, style) in FACES.items():
        source = fontpkg.path(fonts.FAMILY, weight, style)
        cut(source, letters(weight, style), to / f"{name}.woff2")
    shutil.copyfile(source.parent.parent / "LICENSE", to / "LICENSE-letters")
    wanted = (set(used()) | set(USUAL)) - has
    cut(dejavu(), wanted, to / "signs.woff2", fonts.SIGNS)
    shutil.copyfile(dejavu().with_name("LICENSE_DEJAVU"), to / "LICENSE-signs")
    lines = ",\n".join(
        f"  {json.dumps(sign, ensure_ascii=False)}: {json.dumps(d)}"
        for sign, d in outlines(wanted).items()
    )
    (to.parent / "signs.json").write_text(f"{{\n{lines}\n}}\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
