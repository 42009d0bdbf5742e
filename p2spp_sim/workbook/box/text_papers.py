"""Papers whose words are the box's own: letters, terms of reference, budget, report, as blocks of a data file."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import msgspec

from p2spp_sim.base.era import era, era_name
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
    text_columns,
)
from p2spp_sim.workbook.box.contents import BoxItem, BoxWords
from p2spp_sim.workbook.classroom.book import SESSIONS
from p2spp_sim.workbook.core.timetable import (
    by_topic,
    clock,
    half_days,
    placed,
    timetables,
    topic_title,
)
from p2spp_sim.workbook.exercises.bank import Form, lesson_hours, load_bank
from p2spp_sim.workbook.units.u05.answers import replies

OURS = "Susunan kami, bukan format resmi."
_BY_HAND = re.compile("_+")
_A_DAY = re.compile(r"\{(\d+)×hari\}")


class WordedColumn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A column of a table, with its width in letters."""

    title: BoxWords
    width: float


class WordedBlock(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A block of a paper; which of its parts count depends on its kind. With an `era` it stands there only."""

    kind: str
    words: BoxWords = {}
    label: str = ""
    fields: tuple[tuple[BoxWords, BoxWords], ...] = ()
    columns: tuple[WordedColumn, ...] = ()
    lines: tuple[tuple[BoxWords, ...], ...] = ()
    rows: int = 0
    room: int = 0
    places: tuple[BoxWords, ...] = ()
    era: str = ""


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


def text_paper(item: BoxItem, plan: str) -> Paper:
    """Make a paper of its words in the screen's era, for a class by a plan of `datasets/waktu.toml`."""
    filling = PaperFilling(plan)
    said = [block for block in worded().paper[item.key].block if block.era in ("", era())]
    blocks = [made for block in said for made in filling.made(block)]
    title = pick(item.label)
    return Paper(item.key, title, (PaperPart(title, (*blocks, PaperText(tr(OURS), "note"))),))


class PaperFilling:
    """Fills blocks with what follows from the plan of a class: its days, hours and topics.

    Parameters
    ----------
    plan : its key.
    """

    def __init__(self, plan: str) -> None:
        slots = list(placed(plan))
        self._plan, self._days = plan, slots[-1].day
        self._words = {
            "{rencana}": pick(timetables().plan[plan].label).lower(),
            "{mulai}": clock(min(slot.starts for slot in slots)),
            "{selesai}": clock(max(slot.ends for slot in slots)),
            "{masa}": era_name(),
        }

    def made(self, block: WordedBlock) -> Iterator[PaperBlock]:
        """Make the blocks of a paper that a worded one stands for."""
        match block.kind:
            case "letterhead":
                yield Letterhead()
            case "fields":
                pairs = ((self._filled(a), self._filled(b)) for a, b in block.fields)
                yield PaperFields(tuple(PaperField(*pair) for pair in pairs))
            case "table":
                yield self._table(block, [tuple(map(self._filled, line)) for line in block.lines])
            case "signatures":
                places = map(self._filled, block.places)
                yield Signatures(tuple(map(SignaturePlace, places)))
            case "topics":
                yield topics_table(by_topic(half_days(self._plan).values()))
            case "half_days":
                yield self._table(block, [(tr(SESSIONS[half]),) for half in half_days(self._plan)])
            case "codes":
                yield PaperText(
                    f"{tr('Kode alasan')}: {'; '.join(labels_of(replies().code).values())}.", "note"
                )
            case "title" | "subtitle" | "heading" | "body" | "clause" | "note" as style:
                yield PaperText(self._filled(block.words), style, block.label)
            case other:
                raise ValueError(other)

    def _table(self, block: WordedBlock, lines: list[tuple[str, ...]]) -> PaperTable:
        titles = (self._filled(column.title) for column in block.columns)
        columns = text_columns(titles, (column.width for column in block.columns))
        rows = tuple(
            LineRow((*line, *[""] * (len(columns) - len(line))))
            for line in lines or [()] * block.rows
        )
        return PaperTable(columns, rows, block.room)

    def _filled(self, words: BoxWords) -> str:
        text = pick(words)
        for mark, value in self._words.items():
            text = text.replace(mark, value)
        text = _A_DAY.sub(lambda times: number(int(times[1]) * self._days), text)
        return _BY_HAND.sub(lambda run: blank(len(run[0])), text)


def topics_table(minutes: dict[str, int]) -> PaperTable:
    """Give the topics with their minutes and lesson hours."""
    columns = (
        PaperColumn(tr("Unit"), "code", 6),
        PaperColumn(tr("Pokok bahasan"), "text", 60),
        PaperColumn(tr("Menit"), "number", 10),
        PaperColumn(tr("JP"), "text", 8),
    )
    whole = tr("Jumlah: {jp} JP").format(jp=lesson_hours(sum(minutes.values())))
    rows = [LineRow((*topic_words(topic), n, lesson_hours(n))) for topic, n in minutes.items()]
    return PaperTable(columns, (*rows, SumRow(whole)))


def topic_words(topic: str) -> tuple[str, str]:
    """Give the code of a topic that is a unit, a dash for another, and its title as it stands on paper."""
    title = topic_title(topic)
    return (topic if topic.isdigit() else "–", title.replace("`", ""))


class SpokenStep(NamedTuple):
    """A step of a unit in the screen language."""

    title: str
    minutes: int
    method: str
    text: str


def steps_of(unit: str, form: Form) -> list[SpokenStep]:
    """Give the steps that a unit has in a form, in the screen language."""
    return [
        SpokenStep(tr(step.title), step.length(form), tr(step.method), tr(step.text))
        for step in load_bank(unit).steps
        if step.length(form)
    ]
