"""What the box is made from, in one language and era: units as they stand on paper, their notebooks, their desks."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from p2spp_sim.base.era import THEN, era, set_era
from p2spp_sim.base.language import tr
from p2spp_sim.workbook.box.markdown import MarkdownBlock, blocks
from p2spp_sim.workbook.core.timetable import timetables
from p2spp_sim.workbook.core.unit import Unit, open_unit
from p2spp_sim.workbook.editions.english import ENGLISH, english, indonesian
from p2spp_sim.workbook.editions.notebooks import Notebook, folder_of_notebooks, sources
from p2spp_sim.workbook.exercises.bank import Form, banks
from p2spp_sim.workbook.exercises.variant import variant
from p2spp_sim.workbook.saving.record import PAGES

_SVG = re.compile(r"<svg.*?</svg>", re.DOTALL)
_HEX = re.compile(r'(?<=[":])#([0-9a-fA-F]{6}|[0-9a-fA-F]{3})(?=["; ])')
_FILLED = re.compile(r'(<(?:rect|path|circle|polygon)\b[^>]*?fill="#)([0-9a-f]{2})[0-9a-f]{4}')
_DARKEST = 160  # of 255, of a large area: a laser printer covers it evenly, and toner lasts
_WEIGHTS = (0.299, 0.587, 0.114)  # of red, green and blue in how bright a colour is seen


class BoxCase:
    """The units in one language and era, each opened once; one without a text of that era speaks of the programme's.

    Parameters
    ----------
    language : "id" or "en"; the screen language must be set to it.
    place : an empty folder for what an open unit may write.
    plan : of the class, a key of `datasets/waktu.toml`.
    era : whose rules everything speaks of, a key of `datasets/masa.toml`.
    """

    def __init__(self, language: str, place: Path, plan: str, era: str = THEN) -> None:
        self.language, self.place, self.plan, self.era = language, place, plan, era
        self._units: dict[str, Unit] = {}

    def unit(self, code: str) -> Unit:
        """Give a unit as it stands on paper; the words of the screen stay those they were."""
        if code not in self._units:
            with self.speaking((code,)):
                self._units[code] = open_unit(
                    code,
                    learner="K1",
                    results=self.place,
                    language=self.language,
                    edition="print",
                    era=self.era,
                )
        return self._units[code]

    def without(self, units: Sequence[str]) -> list[str]:
        """Name those units that have no text of the case's era."""
        return [code for code in units if self.era != THEN and variant(code, self.era) is None]

    def era_of(self, units: Sequence[str]) -> str:
        """Give the era that is spoken of: the case's where any of the units has it, or where there are none."""
        lacking = self.without(units)
        return THEN if units and len(lacking) == len(units) else self.era

    @contextmanager
    def speaking(self, units: Sequence[str]) -> Iterator[None]:
        """Speak in the words of the era of these units."""
        before = era()
        set_era(self.era_of(units))
        try:
            yield
        finally:
            set_era(before)

    def era_told(self, units: Sequence[str]) -> str:
        """Say that none of these units has a text of the case's era; nothing where one has."""
        if self.era_of(units) == self.era:
            return ""
        text = tr("Unit {kode} belum punya teks masa kini; isinya masa program, aturan 2010.")
        return text.format(kode=", ".join(units))

    @property
    def form(self) -> Form:
        """The form that units have in the plan."""
        return timetables().plan[self.plan].form

    @cached_property
    def codes(self) -> list[str]:
        """The units in order."""
        return [bank.unit.code for bank in banks()]

    @cache  # noqa: B019 (a case lives as long as one box is made)
    def notebook(self, code: str) -> Notebook:
        """Give the notebook of a unit with all its cells."""
        made = english if self.language == ENGLISH else indonesian
        return made(code, self._sources[code], self.era)

    def cell(self, name: str) -> str:
        """Give the text of a cell by its name, such as u03-peran; nothing where the unit has none."""
        cells = self.notebook(name[1:3])["cells"]
        return next((str(cell["source"]) for cell in cells if self.name_of(cell) == name), "")

    def name_of(self, cell: dict[str, Any]) -> str:
        """Give the name of a cell as its source has it, whether or not it was written anew for the era."""
        return str(cell["id"]).removesuffix(f"-{self.era}")

    def guide(self, section: int) -> list[MarkdownBlock]:
        """Give a numbered section of the trainers' guide; nothing where the guide is not beside the notebooks."""
        name = "pelatih.md" if self.language == ENGLISH else "pelatih.id.md"
        path = folder_of_notebooks().parent / "docs" / name
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        _, _, after = text.partition(f"\n## {section}. ")
        return blocks(f"## {after.partition(f'{chr(10)}## ')[0]}") if after else []

    def pictures(self, code: str, board: str) -> list[str]:
        """Give the pictures of a board as SVG, in order."""
        return _SVG.findall(str(self.unit(code).board(board).static()))

    @cached_property
    def _sources(self) -> dict[str, Path]:
        known = sources(folder_of_notebooks())
        return {code: path for code, path in known.items() if code not in PAGES}


def grey(svg: str) -> str:
    """Give a picture in black, white and greys, as a printer without colours would."""
    return _HEX.sub(_as_bright, svg)


def pale(svg: str) -> str:
    """Give a picture in greys of which areas are light; lines and words stay black."""
    return _FILLED.sub(_as_pale, grey(svg))


def _as_pale(match: re.Match[str]) -> str:
    bright = round(_DARKEST + int(match[2], 16) * (255 - _DARKEST) / 255)
    return match[1] + f"{bright:02x}" * 3


def _as_bright(match: re.Match[str]) -> str:
    digits = match[1] if len(match[1]) == 6 else "".join(2 * digit for digit in match[1])
    parts = (int(digits[at : at + 2], 16) for at in (0, 2, 4))
    bright = round(sum(weight * part for weight, part in zip(_WEIGHTS, parts, strict=True)))
    return f"#{bright:02x}{bright:02x}{bright:02x}"
