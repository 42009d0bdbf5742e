"""Find every sentence the package can translate; `python -m tests.locale.catalogue` renews the catalogues.

Most stand as `tr("...")` in the code, or in a constant or table of the module that says them, and are found there. The
rest come from data: they are listed below, each kind by where it comes from, and a test holds that none is left out.
"""

import ast
import importlib
import operator
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import polib

from p2spp_sim import schema
from p2spp_sim.cli import listing
from p2spp_sim.levers import declared
from p2spp_sim.workbook import start
from p2spp_sim.works import activities

PACKAGE = Path(schema.__file__).resolve().parent
LANGUAGES = ("en",)
# Calls of `tr` with what data hold, by file: `variable_sentences` gives all that each of them can say.
VARIABLE_CALLS = {
    "frames.py": {"kinds['unit'][a]"},
    "levers.py": {"self.unit"},
    "cli/listing.py": {"one.unit", "one.source", "c.unit", "meaning(function)"},
    "workbook/exercises.py": {"text", "self.question.source"},
    "workbook/fields.py": {"question.unit"},
    "workbook/sheets.py": {
        "s.title", "s.method", "s.text", "o.text", "bank.unit.source", "bank.unit.audience", "bank.unit.media"
    },
    "workbook/start.py": {"bank.unit.title"},
}  # fmt: skip
# What a bank holds that is no sentence: keys, and what code looks up.
_NO_SENTENCE = {"key", "id", "type", "objective", "answer", "level", "code", "notebook", "covers", "dataset"}
_NO_SENTENCE |= {"scenario", "forum_scenario", "option", "picked", "missed", "item", "under"}


def po_path(language: str, domain: str = "p2spp") -> Path:
    return PACKAGE / "locale" / language / "LC_MESSAGES" / f"{domain}.po"


def variable_sentences() -> Iterator[tuple[str, str]]:
    """Give each sentence that reaches `tr` through a variable, and the file it stands in."""
    for group in listing.documented():
        for function in group.values():
            yield listing.meaning(function), function.__module__.replace(".", "/") + ".py"
    for lever in declared().values():
        yield lever.unit, "datasets/levers.toml"
        yield lever.source, "datasets/levers.toml"
    for unit_of_works in dict.fromkeys(activities()["unit"].tolist()):
        yield unit_of_works, "datasets/activities.csv"
    for columns in schema.SCHEMA.values():
        yield from ((column.unit, "p2spp_sim/schema.py") for column in columns)
    for unit in start.banks():
        yield from ((text, f"exercises/{unit.unit.code}.toml") for text in _sentences(unit))


def _sentences(held: object) -> Iterator[str]:
    """Give every sentence of a bank, however deep."""
    if isinstance(held, str):
        yield held
    elif isinstance(held, tuple):
        for part in held:
            yield from _sentences(part)
    elif isinstance(held, msgspec.Struct):
        for name in held.__struct_fields__:
            if name not in _NO_SENTENCE:
                yield from _sentences(getattr(held, name))


def _calls() -> Iterator[tuple[str, ast.expr]]:
    """Give the file and the argument of every call of `tr`."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "tr":
                yield path.relative_to(PACKAGE).as_posix(), node.args[0]


def _kept(name: str, argument: ast.expr) -> list[str]:
    """Give what a module keeps under a name, as in `tr(SOURCE)`, or in a table, as in `tr(WORDS[key])`."""
    in_table = isinstance(argument, ast.Subscript)
    holder = ast.unparse(argument.value if isinstance(argument, ast.Subscript) else argument)
    if not holder.rpartition(".")[2].isupper():
        return []
    module = importlib.import_module(f"p2spp_sim.{name.removesuffix('.py').replace('/', '.')}")
    held = operator.attrgetter(holder)(module)
    return list(held.values()) if in_table else [held]


def sentences() -> dict[str, list[str]]:
    """Give every sentence of the package with the files it stands in."""
    found: dict[str, set[str]] = {}
    for name, argument in _calls():
        for message in [argument.value] if isinstance(argument, ast.Constant) else _kept(name, argument):
            found.setdefault(str(message), set()).add(f"p2spp_sim/{name}")
    for message, name in variable_sentences():
        found.setdefault(message, set()).add(name)
    return {message: sorted(found[message]) for message in sorted(found) if message}


def variable_calls() -> dict[str, set[str]]:
    """Find every other call of `tr` with a variable, by file."""
    calls: dict[str, set[str]] = {}
    for name, argument in _calls():
        if not isinstance(argument, ast.Constant) and not _kept(name, argument):
            calls.setdefault(name, set()).add(ast.unparse(argument))
    return calls


def renewed(language: str) -> polib.POFile:
    """Give a catalogue as the package needs it now, with the translations there are."""
    path = po_path(language)
    old = {entry.msgid: entry.msgstr for entry in polib.pofile(str(path))} if path.exists() else {}
    catalogue = polib.POFile(wrapwidth=110)
    catalogue.header = "The library and the workbook; the source language is Indonesian."
    catalogue.metadata = {
        "Project-Id-Version": "p2spp-sim",
        "Language": language,
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
    }
    for message, files in sentences().items():
        places = [(name, "") for name in files]
        catalogue.append(polib.POEntry(msgid=message, msgstr=old.get(message, ""), occurrences=places))
    return catalogue


def main() -> int:
    missing = 0
    for language in LANGUAGES:
        catalogue = renewed(language)
        catalogue.save(str(po_path(language)))
        for entry in catalogue.untranslated_entries():
            print(f"{language}: {entry.msgid}")
            missing += 1
    for path in PACKAGE.glob("locale/*/LC_MESSAGES/*.po"):
        path.with_suffix(".mo").write_bytes(polib.pofile(str(path)).to_binary())
    return int(bool(missing))


if __name__ == "__main__":
    sys.exit(main())
