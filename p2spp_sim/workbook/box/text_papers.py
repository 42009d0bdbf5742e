"""Papers whose words are the box's own: letters, terms of reference, budget, report, as blocks of a data file."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import msgspec

from p2spp_sim.base.files import read_data
from p2spp_sim.base.formats import number
from p2spp_sim.base.language import labels_of, pick, tr
from p2spp_sim.papers.paper import (
    Letterhead,
    LineRow,
    Paper,
    PaperBlock,
    PaperColumn,
    PaperField,
    PaperFields,
    PaperPart,
    PaperTable,
    PaperText,
    SignaturePlace,
    Signatures,
    SumRow,
    blank,
)
from p2spp_sim.workbook.box.contents import BoxItem, BoxWords, half_days, minutes_of
from p2spp_sim.workbook.exercises.bank import JP_MINUTES, load_bank
from p2spp_sim.workbook.units.u05.answers import replies

OURS = "Susunan kami, bukan format resmi."


class WordedColumn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A column of a table, with its width in letters."""

    title: BoxWords
    width: float


class WordedBlock(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A block of a paper; which of its parts count depends on its kind."""

    kind: str
    words: BoxWords = {}
    label: str = ""
    fields: tuple[tuple[BoxWords, BoxWords], ...] = ()
    columns: tuple[WordedColumn, ...] = ()
    lines: tuple[tuple[BoxWords, ...], ...] = ()
    rows: int = 0
    room: int = 0
    places: tuple[BoxWords, ...] = ()


class WordedPaper(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A paper as its blocks from above."""

    block: tuple[WordedBlock, ...]


class WordedPapers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of `datasets/kotak_naskah.toml`."""

    paper: dict[str, WordedPaper]


@cache
def worded() -> WordedPapers:
    """Read the papers' words."""
    return read_data(WordedPapers, "datasets", "kotak_naskah.toml")


def text_paper(item: BoxItem) -> Paper:
    """Make a paper of the words that belong to it."""
    blocks = [made for block in worded().paper[item.key].block for made in _made(block)]
    title = pick(item.label)
    return Paper(item.key, title, (PaperPart(title, (*blocks, PaperText(tr(OURS), "note"))),))


def _made(block: WordedBlock) -> Iterator[PaperBlock]:
    match block.kind:
        case "letterhead":
            yield Letterhead()
        case "fields":
            yield PaperFields(tuple(PaperField(_filled(a), _filled(b)) for a, b in block.fields))
        case "table":
            yield _table(block)
        case "signatures":
            yield Signatures(tuple(SignaturePlace(_filled(role)) for role in block.places))
        case "topics":
            yield topics_table(minutes_of(half_days()))
        case "codes":
            yield PaperText(
                f"{tr('Kode alasan')}: {'; '.join(labels_of(replies().code).values())}.", "note"
            )
        case "title" | "subtitle" | "heading" | "body" | "clause" | "note" as style:
            yield PaperText(_filled(block.words), style, block.label)
        case other:
            raise ValueError(other)


def _table(block: WordedBlock) -> PaperTable:
    columns = tuple(PaperColumn(pick(c.title), "text", c.width) for c in block.columns)
    lines = [tuple(map(_filled, line)) for line in block.lines] or [()] * block.rows
    rows = tuple(LineRow((*line, *[""] * (len(columns) - len(line)))) for line in lines)
    return PaperTable(columns, rows, block.room)


def _filled(words: BoxWords) -> str:
    return re.sub("_+", lambda run: blank(len(run[0])), pick(words))


def topics_table(minutes: dict[str, int]) -> PaperTable:
    """Give the topics with their minutes and hours of `JP_MINUTES`."""
    columns = (
        PaperColumn(tr("Unit"), "code", 6),
        PaperColumn(tr("Pokok bahasan"), "text", 60),
        PaperColumn(tr("Menit"), "number", 10),
        PaperColumn(tr("JP"), "text", 8),
    )
    rows = [LineRow((unit, title_of(unit), count, hours(count))) for unit, count in minutes.items()]
    return PaperTable(columns, (*rows, SumRow(tr("Jumlah"))))


def title_of(unit: str) -> str:
    """Give the title of a unit in the screen language."""
    return tr(load_bank(unit).unit.title)


class SpokenStep(NamedTuple):
    """A step of a unit in the screen language."""

    title: str
    minutes: int
    method: str
    text: str


def steps_of(unit: str) -> list[SpokenStep]:
    """Give the steps of a unit in the screen language."""
    return [
        SpokenStep(tr(step.title), step.minutes, tr(step.method), tr(step.text))
        for step in load_bank(unit).steps
    ]


def hours(minutes: int) -> str:
    """Write minutes as hours of training, to the tenth."""
    return number(minutes / JP_MINUTES, 1)
