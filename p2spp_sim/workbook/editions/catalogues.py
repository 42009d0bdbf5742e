"""Catalogues of the units: one `.po` each, with the cells of its notebook and the sentences of its question bank.

A cell is an entry with its id as context and its whole source as message; a sentence has no context. The source is
Indonesian, and a changed source is a changed message, so what is out of date can be named.
"""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec
import polib

from p2spp_sim.base.language import tr
from p2spp_sim.workbook.editions.notebooks import RESEARCH, Notebook, tags
from p2spp_sim.workbook.saving.record import PAGES

TRANSLATED = "diterjemahkan"  # tags a cell of code whose words are in the language of its reader
LOCALE = Path(__file__).resolve().parents[2] / "locale"
# What a bank holds that is no sentence: keys, and what code looks up.
NO_SENTENCE = {
    "key",
    "id",
    "type",
    "objective",
    "answer",
    "level",
    "code",
    "notebook",
    "drawing",
    "covers",
    "dataset",
}
NO_SENTENCE |= {
    "era",
    "law",
    "scenario",
    "forum_scenario",
    "option",
    "picked",
    "missed",
    "item",
    "under",
    "kind",
    "kinds",
    "together",
    "boards",
    "exercises",
    "class_exercises",
}
_ALIKE = 0.5  # two sentences that share half their letters are one that was changed


@dataclass(frozen=True, slots=True)
class Stale:
    """One entry of a catalogue that does not fit its source.

    Parameters
    ----------
    unit : two digits, one of `PAGES`, or the name of a notebook of studies.
    place : id of the cell; for a sentence the file it stands in.
    words : the first words of the source, or of the entry when the source has it no more.
    kind : `changed`, `missing` or `superfluous`.
    """

    unit: str
    place: str
    words: str
    kind: str

    def sentence(self) -> str:
        """Say in one sentence which entry it is and what is wrong with it."""
        text = {
            "changed": tr(
                "{unit}, {tempat}: “{kata}” sudah berubah, terjemahannya masih yang lama."
            ),
            "missing": tr("{unit}, {tempat}: “{kata}” belum ada terjemahannya."),
            "superfluous": tr("{unit}, {tempat}: terjemahan “{kata}” tidak dipakai lagi."),
        }[self.kind]
        return text.format(unit=self.unit, tempat=self.place, kata=self.words)


def has_bank(unit: str) -> bool:
    """Tell whether a notebook is of a unit, which has questions; pages and studies have none."""
    return unit not in PAGES and not unit.startswith(RESEARCH)


def domain(unit: str) -> str:
    """Name the catalogue of a unit, such as `unit03`; that of a page or a study is called as it is."""
    return f"unit{unit}" if has_bank(unit) else unit


def po_path(language: str, name: str = "p2spp") -> Path:
    """Tell where a catalogue lies."""
    return LOCALE / language / "LC_MESSAGES" / f"{name}.po"


def cells(notebook: Notebook) -> dict[str, str]:
    """Give the cells of a notebook that have words to translate by id, in their order: text, and code tagged so."""
    return {
        cell["id"]: cell["source"]
        for cell in notebook["cells"]
        if (cell["cell_type"] == "markdown" or TRANSLATED in tags(cell)) and cell["source"].strip()
    }


def bank_sentences(value: object) -> Iterator[str]:
    """Give every sentence of a bank, however deep; a text without letters is none."""
    if isinstance(value, str):
        if any(map(str.isalpha, value)):
            yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from bank_sentences(part)
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            if name not in NO_SENTENCE:
                yield from bank_sentences(getattr(value, name))


def translations(catalogue: Iterable[polib.POEntry]) -> dict[str, tuple[str, str]]:
    """Give source and translation of every cell that has one, by id; what is fuzzy has none."""
    sure = (entry for entry in catalogue if entry.msgctxt and entry.msgstr and not entry.fuzzy)
    return {entry.msgctxt: (entry.msgid, entry.msgstr) for entry in sure}


def stale_cells(unit: str, notebook: Notebook, catalogue: polib.POFile) -> list[Stale]:
    """List the cells whose translation is out of date, missing or no longer used."""
    wanted = cells(notebook)
    entries = {entry.msgctxt: entry for entry in catalogue if entry.msgctxt}
    ready, stale = translations(catalogue), []
    for key, source in wanted.items():
        if key in ready and ready[key][0] == source:
            continue
        changed = key in entries and (entries[key].msgid != source or entries[key].fuzzy)
        text = _first_difference(source, entries[key]) if changed else source
        stale.append(Stale(unit, key, _first_words(text), "changed" if changed else "missing"))
    extra = [entry for key, entry in entries.items() if key not in wanted]
    return stale + [
        Stale(unit, str(e.msgctxt), _first_words(e.msgid), "superfluous") for e in extra
    ]


def stale_sentences(
    unit: str,
    file: str,
    sentences: Iterable[str],
    catalogue: polib.POFile,
    shared: Mapping[str, str],
) -> list[Stale]:
    """List the sentences of a bank whose translation is out of date, missing or no longer used.

    Parameters
    ----------
    file : the bank, as the entries name it: `exercises/03.toml`.
    sentences : of the bank.
    shared : translations of the package's own catalogue, which a bank may use too.
    """
    wanted = dict.fromkeys(sentence for sentence in sentences if sentence)
    entries = {entry.msgid: entry for entry in catalogue if not entry.msgctxt}
    ready = {key for key, entry in entries.items() if entry.msgstr and not entry.fuzzy} | {
        k for k, v in shared.items() if v
    }
    missing = [sentence for sentence in wanted if sentence not in ready]
    extra = [key for key, entry in entries.items() if key not in wanted and _only_in(entry, file)]
    stale = []
    for sentence in missing:
        old = difflib.get_close_matches(sentence, extra, 1, _ALIKE)
        if old:
            extra.remove(old[0])
        stale.append(Stale(unit, file, _first_words(sentence), "changed" if old else "missing"))
    return stale + [Stale(unit, file, _first_words(sentence), "superfluous") for sentence in extra]


def _only_in(entry: polib.POEntry, file: str) -> bool:
    return [place for place, _ in entry.occurrences] == [file]


def _first_difference(source: str, entry: polib.POEntry) -> str:
    """Give the first line of a changed cell that its entry does not have."""
    old = set(
        (entry.previous_msgid if entry.fuzzy and entry.previous_msgid else entry.msgid).splitlines()
    )
    return next((line for line in source.splitlines() if line not in old), source)


def _first_words(text: str, most: int = 8) -> str:
    words = re.sub(r"[#*|_>`]+", " ", text).split()
    return " ".join(words[:most]) + (" …" if len(words) > most else "")
