"""Every sentence has its English, and nothing in the catalogues is stale."""

import argparse
import ast
import inspect
import re
from pathlib import Path

import polib
import pytest

from p2spp_sim import text
from p2spp_sim.text import set_language, tr

from .catalogue import LANGUAGES, PACKAGE, VARIABLE_CALLS, po_path, renewed, sentences, variable_calls

CATALOGUES = sorted(PACKAGE.glob("locale/*/LC_MESSAGES/*.po"))
# Words that no English sentence of ours has, though it may name Indonesian institutions.
INDONESIAN = re.compile(r"\b(yang|dan|tidak|dengan|untuk|dari|atau|adalah|sudah|belum|dapat|bila|Anda)\b")
# What argparse says to programmers only.
TO_PROGRAMMERS = re.compile(
    r"conflict|not defined|mode|can't open|cannot|invalid (option|argument)|is an|dest=|mutually|callable"
    r"|deprecated|warning"
)


@pytest.fixture(autouse=True)
def first_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "_current", "id")


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_holds_exactly_what_the_package_says(language: str) -> None:
    here = {entry.msgid: entry for entry in polib.pofile(str(po_path(language)))}
    wanted = sentences()
    assert sorted(set(wanted) - set(here)) == [], "run python -m tests.locale.catalogue"
    assert sorted(set(here) - set(wanted)) == [], "run python -m tests.locale.catalogue"
    assert str(renewed(language)) == str(polib.pofile(str(po_path(language)), wrapwidth=110))


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: f"{path.parent.parent.name}-{path.stem}")
def test_everything_is_translated_and_nothing_is_fuzzy(path: Path) -> None:
    catalogue = polib.pofile(str(path))
    assert len(catalogue) > 10
    assert [entry.msgid for entry in catalogue.untranslated_entries()] == []
    assert catalogue.fuzzy_entries() == []
    assert catalogue.obsolete_entries() == []
    assert not catalogue.metadata_is_fuzzy


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: f"{path.parent.parent.name}-{path.stem}")
def test_compiled_catalogue_is_the_one_that_is_read(path: Path) -> None:
    assert path.with_suffix(".mo").read_bytes() == polib.pofile(str(path)).to_binary()


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_what_is_filled_in(language: str) -> None:
    for entry in polib.pofile(str(po_path(language))):
        gaps = [sorted(re.findall(r"\{[^{}]*\}", side)) for side in (entry.msgid, entry.msgstr)]
        assert gaps[0] == gaps[1], entry.msgid
        for edge in (0, -1):
            assert entry.msgid[edge].isspace() == entry.msgstr[edge].isspace(), entry.msgid


def test_english_is_english() -> None:
    odd = [entry.msgstr for entry in polib.pofile(str(po_path("en"))) if INDONESIAN.search(entry.msgstr)]
    assert odd == []


def test_sentences_reach_the_screen_in_either_language() -> None:
    assert tr("Tidak ada yang diubah.") == "Tidak ada yang diubah."
    set_language("en")
    assert tr("Tidak ada yang diubah.") == "Nothing was changed."


def test_no_sentence_reaches_the_screen_unseen() -> None:
    assert variable_calls() == VARIABLE_CALLS


def test_argparse_speaks_indonesian() -> None:
    calls = [node for node in ast.walk(ast.parse(inspect.getsource(argparse))) if isinstance(node, ast.Call)]
    texts = [call.args[0] for call in calls if ast.unparse(call.func) in ("_", "ngettext")]
    said = {text.value for text in texts if isinstance(text, ast.Constant)}
    assert len(said) > 20
    ours = {entry.msgid for entry in polib.pofile(str(po_path("id", "argparse")))}
    assert {message for message in said if not TO_PROGRAMMERS.search(message)} <= ours


def test_what_argparse_says_keeps_what_is_filled_in() -> None:
    for entry in polib.pofile(str(po_path("id", "argparse"))):
        for said in [entry.msgstr] if entry.msgstr else entry.msgstr_plural.values():
            gaps = [sorted(re.findall(r"%(?:\(\w+\))?[sr]", side)) for side in (entry.msgid, said)]
            assert gaps[0] == gaps[1], entry.msgid
