"""Find words that `datasets/kata.toml` rules out; `python -m tests.locale.word_table` tells where they stand."""

import csv
import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from typing import Any

from p2spp_sim.base.files import data_path
from p2spp_sim.base.toml import read_toml

from .catalogue import LANGUAGES, ROOT, domains, entries

# What stands in a text and is none: code, gaps to be filled in, targets of links, tags, names of files.
NO_WORDS = re.compile(
    r"```.*?```|`[^`\n]*`|\{[^{}\n]*\}|\]\([^)\n]*\)|https?://\S+|</?[a-zA-Z][^<>\n]*>"
    r"|[\w.\-]+/[\w./\-]+\.\w+|[\w\-]+\.(?:csv|toml|py|ipynb|xlsx|json|html|md)\b",
    re.DOTALL,
)
BEFORE, AFTER = r"(?<![\w\-/._#@$])(?:", r")(?:nya)?(?![\w/]|[_.]\w)"
# Of a data file: what is looked up and no sentence, and words that people may write.
KEYS = {"words", "key", "option", "under", "item", "missed", "picked", "answer", "kata", "pattern"}
KEYS |= {"instead", "name", "also", "covers", "notebook", "drawing", "code", "refuse"}
PEOPLE_WRITE = {"kata", "list_words", "reason_words", "village_words", "padanan", "kalimat"}
FIELDS = {"key", "id", "kata"}
ENGLISH_FIELDS = {"english", "meaning_en", "what_en", "en"}
# Pages that are generated from what is searched already, or that no learner reads.
PAGES = ("README.id.md", "docs/*.id.md", "docs/server/*.id.md", "datasets/*/README.md")
ENGLISH_PAGES = ("docs/fasilitator.md", "docs/pelatih.md", "docs/peneliti.md")


@dataclass(frozen=True, slots=True)
class Word:
    """A word that is ruled out: what stands instead, how it is found, where it is right."""

    language: str
    use: str
    found: re.Pattern[str]
    stays: re.Pattern[str] | None
    rooms: tuple[str, ...]

    def within(self, text: str, file: str) -> list[str]:
        """Give every place in a text where the word stands and should not."""
        if any(fnmatch(file, room) for room in self.rooms):
            return []
        plain = NO_WORDS.sub(lambda gap: "\n" * gap[0].count("\n") + "_", text)
        right = [m.span() for m in self.stays.finditer(plain)] if self.stays else []
        return [
            plain[max(0, m.start() - 30) : m.end() + 30].replace("\n", " ")
            for m in self.found.finditer(plain)
            if not any(start <= m.start() and m.end() <= end for start, end in right)
        ]


def words() -> list[Word]:
    """Read the table."""
    declared = read_toml(data_path("datasets", "kata.toml"))
    rooms = declared["rooms"]
    return [
        Word(
            part["language"],
            line["use"],
            re.compile(f"{BEFORE}{line['not']}{AFTER}", re.IGNORECASE),
            re.compile(line["stays"], re.IGNORECASE) if "stays" in line else None,
            tuple(place for room in line.get("rooms", ()) for place in rooms[room]),
        )
        for part in declared["words"]
        for line in part["table"]
    ]


def _listed(text: str) -> bool:
    """Tell whether a text is a list of words that people may write."""
    return text.count(";") >= 5 and max(map(len, text.split(";"))) < 40


def _said(text: str) -> bool:
    """Tell a sentence or a label from a key and from a word that people may write."""
    return " " in text or text[:1].isupper()


def _values(value: Any, language: str = "id") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        if _said(value):
            yield language, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in KEYS:
                yield from _values(inner, "en" if key == "en" else language)
    elif isinstance(value, list):
        for inner in value:
            yield from _values(inner, language)


def texts() -> Iterator[tuple[str, str, str]]:
    """Give the file, the language and the words of every text that a learner or trainer reads."""
    for code in LANGUAGES:
        for name in domains():
            for entry in entries(code, name):
                for file, _ in entry.occurrences or [(name, "")]:
                    if not file.startswith("exercises/") or _said(entry.msgid):
                        yield file, "id", entry.msgid
                yield f"{name}.po", code, entry.msgstr
    for path in ROOT.glob("notebooks/**/*.ipynb"):
        file = path.relative_to(ROOT).as_posix()
        if "/en/" not in file and "/hasil/" not in file:
            for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
                if cell["cell_type"] == "markdown":
                    yield file, "id", "".join(cell["source"])
    for path in [*ROOT.glob("exercises/*.toml"), *ROOT.glob("datasets/**/*.toml")]:
        if path.stem not in PEOPLE_WRITE and path.parent.name != "tata_letak":
            held = tomllib.loads(path.read_text(encoding="utf-8"))
            for language, text in _values(held):
                yield path.relative_to(ROOT).as_posix(), language, text
    for path in ROOT.glob("datasets/**/*.csv"):
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                for field, text in row.items():
                    if field not in FIELDS and isinstance(text, str):
                        language = "en" if field in ENGLISH_FIELDS else "id"
                        yield path.relative_to(ROOT).as_posix(), language, text
    for patterns, language in ((PAGES, "id"), (ENGLISH_PAGES, "en")):
        for path in (path for pattern in patterns for path in ROOT.glob(pattern)):
            yield path.relative_to(ROOT).as_posix(), language, path.read_text(encoding="utf-8")


def leftovers() -> list[str]:
    """Say where a word stands that is ruled out, and what should stand there."""
    said: dict[str, None] = {}
    table = words()
    any_of = {
        language: re.compile(
            "|".join(w.found.pattern for w in table if w.language == language), re.I
        )
        for language in {word.language for word in table}
    }
    for file, language, text in texts():
        if any_of[language].search(text) and not _listed(text):
            for word in table:
                if word.language == language:
                    for place in word.within(text, file):
                        said.setdefault(f"{file}: …{place}… → {word.use}")
    return list(said)


if __name__ == "__main__":
    left = leftovers()
    print("\n".join([*left, f"{len(left)} words left that datasets/kata.toml rules out"]))
    raise SystemExit(bool(left))
