"""Slides: the statements of a unit's notebook with the pictures that stand below them, and what the class guesses."""

import re
from dataclasses import dataclass, field
from typing import Any, Literal

from p2spp_sim.base.formats import number
from p2spp_sim.base.language import pick, tr
from p2spp_sim.workbook.box.case import BoxCase
from p2spp_sim.workbook.box.markdown import MarkdownBlock, blocks
from p2spp_sim.workbook.classroom.questions import questions
from p2spp_sim.workbook.drawings import drawing
from p2spp_sim.workbook.editions.notebooks import tags

PictureSide = Literal["beside", "below", "alone"]
ROOM_MM: dict[PictureSide, tuple[float, float]] = {
    "beside": (137, 118),
    "below": (230, 92),
    "alone": (230, 112),
}  # for a picture: beside words, below its statement, or with a small one on a page of its own
_TYPE = 18  # size of the type of pictures, in their own units
_LEAST_MM = 2.75  # type on a slide is no smaller: read from the last row of chairs
_CALM_MM = 3  # type of a picture that shares its page
_MOST_MM = 10  # larger: a mark, and no picture with words
_LETTERS = 300  # of a slide's paragraphs, about; the rest is left to the trainer's voice
_ROWS = 9  # of a table on a slide
_BOARD = re.compile(r"\.papan\((?:\"(\w+)\")?")
_DRAWN = re.compile(r"\"(\w+)\"")
_SIZE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
_NOT_SHOWN = {"pelatih", "kunci", "cetak", "layar", "parameters"}
_OF_THE_SCREEN = (".latihan(", ".simpan(", ".mulai_ulang(", ".istilah(", ".tes(")


@dataclass
class SlidePage:
    """One page: a statement, and words, a table or a picture below it."""

    heading: str
    unit: str
    kind: Literal["title", "idea", "guess"] = "idea"
    words: list[tuple[str, str]] = field(default_factory=list)
    rows: list[tuple[str, ...]] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    cell: str = ""
    on_screen: bool = False

    @property
    def layout(self) -> PictureSide:
        """Where a picture's type is largest: on a page of its own only where it would be small otherwise."""
        sizes = {layout: type_mm(self.pictures[0], layout) for layout in ROOM_MM}
        alone = sizes.pop("alone")
        best = max(sizes, key=lambda layout: sizes[layout])
        return best if sizes[best] >= min(_CALM_MM, alone) else "alone"

    def as_data(self) -> dict[str, Any]:
        """Give the slide in plain values."""
        names = ("heading", "unit", "kind", "words", "rows", "pictures")
        made = {name: getattr(self, name) for name in names}
        return made | {"layout": self.layout if self.pictures else ""}


def type_mm(svg: str, layout: PictureSide) -> float:
    """Give the size that a picture's type has on a slide, in millimetres."""
    size = _SIZE.search(svg)
    wide, high = (float(size[1]), float(size[2])) if size else (1.0, 1.0)
    room = ROOM_MM[layout]
    return _TYPE * min(room[0] / wide, room[1] / high)


def slides(case: BoxCase) -> list[SlidePage]:
    """Make the slides of all units in order, each in the words of its era."""
    made: list[SlidePage] = []
    for code in case.codes:
        with case.speaking((code,)):
            made += of_unit(case, code)
    return made


def of_unit(case: BoxCase, code: str) -> list[SlidePage]:
    """Make the slides of a unit; what is done at the screen only, and its words and sources, have none."""
    made: list[SlidePage] = []
    unit, story = "", False
    for cell in case.notebook(code)["cells"]:
        if tags(cell) & _NOT_SHOWN or case.name_of(cell) in (f"u{code}-cetak", f"u{code}-istilah"):
            continue
        if cell["cell_type"] == "code":
            if made:
                _add_code(case, code, made, cell["source"])
            continue
        for block in blocks(cell["source"]):
            if block.kind == "heading" and block.level == 1:
                unit = block.words
                title = SlidePage(unit, unit, "title")
                if without := case.era_told((code,)):
                    title.words.append(("body", without))
                made += [title, *_guesses(code, unit)]
            elif block.kind == "heading":
                story = "<summary>" in cell["source"] and block.words in _summaries(cell["source"])
                if not story:
                    made.append(SlidePage(block.words, unit, cell=cell["id"]))
            elif made and not story:
                _add(made[0] if len(made) == 1 else made[-1], block)
        story = False
    return [slide for slide in made if _shows(slide)]


def _summaries(source: str) -> list[str]:
    return re.findall(r"<summary>(.*?)</summary>", source)


def _guesses(code: str, unit: str) -> list[SlidePage]:
    """Ask what the class guesses before it sees anything."""
    made = []
    for question in questions().values():
        if question.unit == code:
            words = [("item", pick(choice)) for choice in question.choices]
            if not words:
                between = tr("Antara {a} dan {b} {apa}").format(
                    a=number(question.low), b=number(question.high), apa=pick(question.amount)
                )
                words = [("body", between)]
            said = tr("Tulis tebakan Anda di kertas, sebelum gambar dibuka.")
            made.append(SlidePage(pick(question.text), unit, "guess", [*words, ("body", said)]))
    return made


def _add(slide: SlidePage, block: MarkdownBlock) -> None:
    if slide.kind == "guess":
        return
    if block.kind == "table":
        if not slide.rows and len(block.rows) <= _ROWS:
            slide.rows = list(block.rows)
        return
    length = sum(len(words) for kind, words in slide.words if kind == "body")
    listed = block.kind == "item"  # a list is shown whole
    if listed or not slide.words or length + len(block.words) <= _LETTERS:
        slide.words.append((block.kind, block.words))


def _add_code(case: BoxCase, code: str, made: list[SlidePage], source: str) -> None:
    if ".gambar(" in source:
        made[0].pictures += [drawing(name, decorative=True) for name in _DRAWN.findall(source)]
    for board in _BOARD.findall(source):
        first = case.pictures(code, board or "papan")[:1]
        made[-1].on_screen = True
        if not made[-1].pictures and all(map(_readable, first)):
            made[-1].pictures = first
    if any(call in source for call in _OF_THE_SCREEN):
        for slide in made:
            slide.on_screen |= slide.cell == made[-1].cell


def _readable(picture: str) -> bool:
    """Tell a board's picture that can be read from afar from one that is too dense, and from a small mark."""
    sizes = [type_mm(picture, layout) for layout in ROOM_MM]
    return _LEAST_MM <= max(sizes) <= _MOST_MM


def _shows(slide: SlidePage) -> bool:
    """Leave out what is done at the screen, and headings with nothing below them."""
    shown = bool(slide.words or slide.rows or slide.pictures)
    return shown and (not slide.on_screen or bool(slide.pictures))
