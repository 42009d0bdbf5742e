"""What the box is made from, in one language: the units as they stand on paper, their notebooks, and their desks."""

import re
from functools import cache, cached_property
from pathlib import Path

from p2spp_sim.workbook.box.markdown import MarkdownBlock, blocks
from p2spp_sim.workbook.core.timetable import timetables
from p2spp_sim.workbook.core.unit import Unit, open_unit
from p2spp_sim.workbook.editions.editions import edition
from p2spp_sim.workbook.editions.english import ENGLISH, english
from p2spp_sim.workbook.editions.notebooks import (
    Notebook,
    folder_of_notebooks,
    read_notebook,
    sources,
)
from p2spp_sim.workbook.exercises.bank import Form, banks
from p2spp_sim.workbook.saving.record import PAGES

_SVG = re.compile(r"<svg.*?</svg>", re.DOTALL)
_HEX = re.compile(r'(?<=[":])#([0-9a-fA-F]{6}|[0-9a-fA-F]{3})(?=["; ])')
_FILLED = re.compile(r'(<(?:rect|path|circle|polygon)\b[^>]*?fill="#)([0-9a-f]{2})[0-9a-f]{4}')
_DARKEST = 160  # of 255, of a large area: a laser printer covers it evenly, and toner lasts
_WEIGHTS = (0.299, 0.587, 0.114)  # of red, green and blue in how bright a colour is seen


class BoxCase:
    """The units in one language, each opened once.

    Parameters
    ----------
    language : "id" or "en"; the screen language must be set to it.
    place : an empty folder for what an open unit may write.
    plan : of the class, a key of `datasets/waktu.toml`.
    """

    def __init__(self, language: str, place: Path, plan: str) -> None:
        self.language, self.place, self.plan = language, place, plan
        self._units: dict[str, Unit] = {}

    def unit(self, code: str) -> Unit:
        """Give a unit as it stands on paper."""
        if code not in self._units:
            self._units[code] = open_unit(
                code,
                learner="K1",
                results=self.place,
                language=self.language,
                edition="print",
            )
        return self._units[code]

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
        source = self._sources[code]
        return english(code, source) if self.language == ENGLISH else read_notebook(source)

    @cache  # noqa: B019
    def printed(self, code: str) -> Notebook:
        """Give the notebook of a unit as it stands on paper."""
        return edition("cetak", self.language, code, self._sources[code])

    def cell(self, name: str) -> str:
        """Give the text of a cell by its name, such as u03-peran; nothing where the unit has none."""
        cells = self.notebook(name[1:3])["cells"]
        return next((str(cell["source"]) for cell in cells if cell["id"] == name), "")

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
