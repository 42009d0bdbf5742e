"""Find every sentence there is to translate; `python -m tests.locale.catalogue` renews the catalogues.

Most stand as `tr("...")` or in `Labels(key="...")` in the code, or in a constant or table of the module that says them,
and are found there. The rest come from data: they are listed below, each kind by where it comes from, and a test holds
that none is left out.

`p2spp.po` holds what the package says; `unitNN.po` the cells of a unit's notebook, the sentences of its question bank,
and what only its own board and answers say; a page that is no unit (`mulai`, `selaras`) has a catalogue of its cells.
"""

import argparse
import ast
import csv
import importlib
import json
import operator
import re
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import polib

from p2spp_sim.alignment.list_columns import READ_TABLES
from p2spp_sim.alignment.own_meeting import JUDGED
from p2spp_sim.base.era import eras
from p2spp_sim.base.files import data_path, stamp
from p2spp_sim.base.language import LANGUAGES as ALL_LANGUAGES
from p2spp_sim.base.toml import read_toml
from p2spp_sim.cli import listing
from p2spp_sim.model.activities import activities
from p2spp_sim.scenario.levers import declared
from p2spp_sim.studies.evidence import facts
from p2spp_sim.studies.fitting.ledger import COLUMNS as LEDGER
from p2spp_sim.village_plan import VILLAGE_TABLES
from p2spp_sim.workbook.classroom.book import CLASS_TABLES
from p2spp_sim.workbook.editions.catalogues import (
    bank_sentences,
    cells,
    domain,
    has_bank,
    po_path,
)
from p2spp_sim.workbook.editions.eras import every_cell
from p2spp_sim.workbook.editions.notebooks import RESEARCH
from p2spp_sim.workbook.exercises.bank import load_bank
from p2spp_sim.workbook.exercises.variant import unit_key
from p2spp_sim.workbook.saving.record import PAGES
from p2spp_sim.workbook.units.u10.check_sheets import CHECK_COLUMNS
from p2spp_sim.world import schema

PACKAGE = Path(schema.__file__).resolve().parents[1]
ROOT = PACKAGE.parent
LANGUAGES = ALL_LANGUAGES[1:]  # the first is the one in which everything is written
SHARED = "p2spp"
PLACED = ("what", "place")
CASE_WORDS = {  # columns of the case that pages show
    **dict.fromkeys(("proposals", "renja", "reses"), ("what",)),
    **dict.fromkeys(("rpjm_desa", "kini/rpjm_desa", "rkp_desa", "kini/rkp_desa"), PLACED),
    **dict.fromkeys(("rapat", "kini/rapat"), ("place",)),
    **dict.fromkeys(("apb_desa", "kini/apb_desa"), ("what",)),
}
OF_A_UNIT = re.compile(r"(?:exercises/|p2spp_sim/workbook/units/u)(\d\d)")
# Calls of `tr` with what data hold, by file: `variable_sentences` gives all that each of them can say.
VARIABLE_CALLS = {
    "base/language.py": {"self._said[key]"},  # labels: found where they are declared
    "results/frames.py": {"unit", "known[partner]", "known[row]"},
    "workbook/case/desk.py": {"str(row['what'])"},
    "workbook/units/u04/answers.py": {"str(what)"},
    "workbook/units/u05/draft_renja.py": {"str(what)"},
    "scenario/levers.py": {"self.unit"},
    "scenario/scenario.py": {"lever.unit"},
    "studies/design.py": {"lever.unit"},
    "studies/sweep.py": {"declared()[name].unit"},
    "results/columns.py": {"column.unit"},
    # says nothing: a name of the package, from a file; or a unit, which stands in the tables that are gone through
    "tables/columns.py": {"cell", "self.heading", "self.unit"},
    "studies/evidence.py": {"fact.source"},
    "cli/periksa.py": {"column.unit", "column.meaning"},
    "alignment/own_meeting.py": {"column.meaning"},
    "cli/listing.py": {"lever.unit", "lever.source", "c.unit", "meaning(function)"},
    "workbook/classroom/book.py": {"words"},
    "workbook/exercises/exercise.py": {"text"},
    "workbook/exercises/bank.py": {"self.unit.title"},
    "workbook/exercises/kinds/_shared.py": {"self.unit"},
    "workbook/exercises/sentences.py": {"word", "refusal.say"},
    "workbook/core/timetable.py": {"bank.unit.title", "load_bank(topic).unit.title"},
    "workbook/core/unit_tables.py": {
        "s.title", "s.method", "s.text", "o.text", "bank.unit.source", "bank.unit.audience", "bank.unit.media"
    },
    "workbook/doors/words.py": {"bank.unit.title"},
    "workbook/doors/start.py": {"bank.unit.title"},
    "workbook/controls/levers.py": {"lever.unit"},
    "workbook/own/kabupaten.py": {"column.unit"},
    "workbook/classroom/recap.py": {"bank.unit.title"},
    "workbook/box/text_papers.py": {"step.title", "step.method", "step.text"},
}  # fmt: skip
FilesOf = dict[str, set[str]]


def units() -> list[str]:
    """Name every unit that has a bank or a notebook, and the pages that are no units."""
    banks = {path.stem for path in ROOT.glob("exercises/[0-9][0-9].toml")}
    return [*sorted(banks | set(_notebooks()) - {*PAGES}), *PAGES]


def _notebooks() -> dict[str, Path]:
    units = {path.stem[:2]: path for path in ROOT.glob("notebooks/[0-9][0-9]_*.ipynb")}
    pages = {name: ROOT / "notebooks" / f"{name}.ipynb" for name in PAGES}
    studies = {
        f"{RESEARCH}_{path.stem}": path for path in ROOT.glob(f"notebooks/{RESEARCH}/*.ipynb")
    }
    return units | pages | studies


def variable_sentences() -> Iterator[tuple[str, str]]:
    """Give each sentence of the package that reaches `tr` through a variable, and the file it stands in."""
    for group in listing.documented():
        for function in group.values():
            yield listing.meaning(function), function.__module__.replace(".", "/") + ".py"
    for lever in declared().values():
        yield lever.unit, "datasets/levers.toml"
        yield lever.source, "datasets/levers.toml"
    for shape in read_toml(data_path("datasets", "synthetic.toml")).values():
        yield shape["unit"], "datasets/synthetic.toml"
        yield shape["source"], "datasets/synthetic.toml"
    for fact in facts().values():
        yield fact.source, "datasets/evidence.toml"
    for unit_of_works in dict.fromkeys(activities()["unit"].tolist()):
        yield unit_of_works, "datasets/activities.csv"
    for name, columns in CASE_WORDS.items():
        with data_path("datasets", "tirtamulya", f"{name}.csv").open(encoding="utf-8") as file:
            yield from (
                (row[column], f"datasets/tirtamulya/{name}.csv")
                for row in csv.DictReader(file)
                for column in columns
            )
    for columns in (*schema.SCHEMA.values(), schema.REGIONS):
        yield from (
            (text, "p2spp_sim/world/schema.py") for c in columns for text in (c.unit, c.heading)
        )
    for columns in VILLAGE_TABLES.values():
        yield from (
            (text, "p2spp_sim/village_plan/papers.py")
            for c in columns
            for text in (c.unit, c.heading, c.meaning)
        )
    for columns in READ_TABLES.values():
        yield from ((column.heading, "p2spp_sim/alignment/lists.py") for column in columns)
    yield from (
        (text, "p2spp_sim/alignment/own_meeting.py")
        for column in JUDGED
        for text in (column.unit, column.heading, column.meaning)
        if text
    )
    yield from ((column.heading, "p2spp_sim/studies/fitting/ledger.py") for column in LEDGER)
    for columns in CLASS_TABLES.values():
        yield from (
            (column.heading, "p2spp_sim/workbook/classroom/book.py")
            for column in columns
            if column.heading
        )
    for column in CHECK_COLUMNS:
        yield column.heading, "p2spp_sim/workbook/units/u10/check_sheets.py"


def _calls() -> Iterator[tuple[str, ast.expr]]:
    """Give the file and the argument of every call of `tr`, and each label of every `Labels`."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("tr", "Labels"):
                arguments = [*node.args, *(label.value for label in node.keywords)]
                for argument in arguments:
                    said = argument.values if isinstance(argument, ast.Dict) else [argument]
                    yield from ((path.relative_to(PACKAGE).as_posix(), each) for each in said)


def _kept(name: str, argument: ast.expr) -> list[str]:
    """Give what a module keeps under a name, as in `tr(SOURCE)`, or in a table, as in `tr(WORDS[key])`."""
    in_table = isinstance(argument, ast.Subscript)
    holder = ast.unparse(argument.value if isinstance(argument, ast.Subscript) else argument)
    if not holder.rpartition(".")[2].isupper():
        return []
    module = importlib.import_module(f"p2spp_sim.{name.removesuffix('.py').replace('/', '.')}")
    kept = operator.attrgetter(holder)(module)
    return list(kept.values()) if in_table else [kept]


def sentences() -> dict[str, list[str]]:
    """Give every sentence of the package and the units' code, with the files it stands in."""
    files_of: FilesOf = {}
    for name, argument in _calls():
        for message in (
            [argument.value] if isinstance(argument, ast.Constant) else _kept(name, argument)
        ):
            files_of.setdefault(str(message), set()).add(f"p2spp_sim/{name}")
    for message, name in variable_sentences():
        files_of.setdefault(message, set()).add(name)
    return {message: sorted(files_of[message]) for message in sorted(files_of) if message}


def of_the_package(every: dict[str, list[str]]) -> dict[str, list[str]]:
    """Give the sentences that the package says outside the files of any unit."""
    return {
        text: files
        for text, files in every.items()
        if not all(OF_A_UNIT.match(file) for file in files)
    }


def of_a_unit(unit: str, every: dict[str, list[str]]) -> dict[str, list[str]]:
    """Give the sentences of one unit that the package does not say itself; two units may have the same one."""
    files_of: FilesOf = {}
    for message, files in every.items():
        if here := {file for file in files if (seen := OF_A_UNIT.match(file)) and seen[1] == unit}:
            files_of[message] = here
    if (ROOT / "exercises" / f"{unit}.toml").exists():
        keys = dict.fromkeys(unit_key(unit, era) for era in eras())
        for message in (text for key in keys for text in bank_sentences(load_bank(key))):
            files_of.setdefault(message, set()).add(f"exercises/{unit}.toml")
    package = of_the_package(every)
    return {
        message: sorted(files_of[message])
        for message in sorted(files_of)
        if message and message not in package
    }


def variable_calls() -> dict[str, set[str]]:
    """Find every other call of `tr` with a variable, by file."""
    calls: dict[str, set[str]] = {}
    for name, argument in _calls():
        if not isinstance(argument, ast.Constant) and not _kept(name, argument):
            calls.setdefault(name, set()).add(ast.unparse(argument))
    return calls


def domains() -> list[str]:
    """Name every catalogue there must be."""
    return [SHARED, *(domain(unit) for unit in units())]


def _empty(language: str, title: str) -> polib.POFile:
    catalogue = polib.POFile(wrapwidth=110)
    catalogue.header = title
    catalogue.metadata = {
        "Project-Id-Version": "p2spp-sim",
        "Language": language,
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
    }
    return catalogue


def renewed(
    language: str, name: str = SHARED, every: dict[str, list[str]] | None = None
) -> polib.POFile:
    """Give a catalogue as it is needed now, with the translations there are.

    A cell whose source changed keeps its old English, marked fuzzy, with the old source above it for the translator.
    """
    every = sentences() if every is None else every
    unit = name.removeprefix("unit")
    said = of_the_package(every) if name == SHARED else of_a_unit(unit, every)
    catalogue = _empty(language, "The library and the workbook; the source language is Indonesian.")
    if name != SHARED:
        title = (
            f"The page {name}"
            if not has_bank(unit)
            else f"Unit {unit}: notebook, question bank and its own code"
        )
        catalogue = _empty(language, f"{title}; the source language is Indonesian.")
        if notebook := _notebooks().get(unit):
            for entry in _of_cells(language, name, notebook):
                catalogue.append(entry)
    known = _known(language, name)
    for message, files in said.items():
        places = [(file, "") for file in files]
        catalogue.append(
            polib.POEntry(msgid=message, msgstr=known.get(message, ""), occurrences=places)
        )
    return catalogue


def _of_cells(language: str, name: str, notebook: Path) -> Iterator[polib.POEntry]:
    old = {entry.msgctxt: entry for entry in _there(po_path(language, name)) if entry.msgctxt}
    places = [(notebook.relative_to(ROOT).as_posix(), "")]
    for key, source in cells(every_cell(name.removeprefix("unit"), notebook)).items():
        entry = polib.POEntry(msgctxt=key, msgid=source, occurrences=places)
        if key in old and (before := old[key]).msgstr:
            entry.msgstr = before.msgstr
            if before.msgid != source or before.fuzzy:
                entry.flags, entry.previous_msgctxt = ["fuzzy"], key
                entry.previous_msgid = before.previous_msgid if before.fuzzy else before.msgid
        yield entry


def entries(language: str, name: str) -> list[polib.POEntry]:
    """Give the entries of a catalogue as its file stands now."""
    return _there(po_path(language, name))


def _there(path: Path) -> list[polib.POEntry]:
    """Give the entries of a catalogue as its file stands now; none where there is no file."""
    return _entries(path, stamp(path)) if path.exists() else []


@lru_cache(maxsize=64)
def _entries(path: Path, state: tuple[int, int]) -> list[polib.POEntry]:
    return list(polib.pofile(str(path)))


def _known(language: str, name: str) -> dict[str, str]:
    """Give the translated sentences of all catalogues; the catalogue's own win."""
    known: dict[str, str] = {}
    paths = sorted(
        po_path(language, SHARED).parent.glob("*.po"), key=lambda path: path.stem == name
    )
    for path in paths:
        known |= {
            e.msgid: e.msgstr for e in _there(path) if not e.msgctxt and e.msgstr and not e.fuzzy
        }
    return known


def _tell(path: Path, catalogue: polib.POFile, before: list[polib.POEntry]) -> int:
    """Say what is left to translate, and what was translated and is now in no catalogue."""
    name = path.stem
    left = [*catalogue.untranslated_entries(), *catalogue.fuzzy_entries()]
    for entry in left:
        print(
            f"{name}: {'changed' if entry.fuzzy else 'new'}: {entry.msgctxt or ''} {entry.msgid[:150]!r}"
        )
    kept = {entry.msgctxt or entry.msgid for entry in catalogue} | _known(
        path.parts[-3], name
    ).keys()
    for entry in before:
        if (entry.msgctxt or entry.msgid) not in kept:
            print(
                f"{name}: gone: {entry.msgctxt or ''} {entry.msgid[:150]!r} = {entry.msgstr[:150]!r}"
            )
    return len(left)


def main(words: list[str] | None = None) -> int:
    """Write the catalogues and say what is left to translate."""
    parser = argparse.ArgumentParser(prog="python -m tests.locale.catalogue", description=__doc__)
    names = {SHARED: SHARED} | {unit: domain(unit) for unit in units()}
    parser.add_argument(
        "--unit",
        choices=names,
        help="only the catalogue of this unit or page, or the package's own",
    )
    parser.add_argument(
        "--from",
        dest="maps",
        metavar="FILE",
        nargs="+",
        type=Path,
        default=[],
        help="JSON: sentence to its English",
    )
    chosen = parser.parse_args(words)
    every, lost = sentences(), {}
    given = {
        text: said
        for path in chosen.maps
        for text, said in json.loads(path.read_text(encoding="utf-8")).items()
    }
    wanted = [names[chosen.unit]] if chosen.unit else list(names.values())
    made = {
        po_path(code, name): renewed(code, name, every) for code in LANGUAGES for name in wanted
    }  # before any is written
    for path, catalogue in made.items():
        before = _there(path)
        for entry in catalogue.untranslated_entries():
            entry.msgstr = given.get(entry.msgid, "")
        path.parent.mkdir(parents=True, exist_ok=True)
        catalogue.save(str(path))
        path.with_suffix(".mo").write_bytes(catalogue.to_binary())
        lost[path] = [entry for entry in before if entry.msgstr]
    left = sum(_tell(path, catalogue, lost[path]) for path, catalogue in made.items())
    argparse_words = PACKAGE / "locale" / "id" / "LC_MESSAGES" / "argparse.po"
    if not chosen.unit:
        argparse_words.with_suffix(".mo").write_bytes(polib.pofile(str(argparse_words)).to_binary())
    return int(bool(left))


if __name__ == "__main__":
    sys.exit(main())
