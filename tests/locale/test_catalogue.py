"""Every sentence has its English, and nothing in the catalogues is stale."""

import argparse
import ast
import inspect
import re
import shutil
from functools import cache
from pathlib import Path

import polib
import pytest

from p2spp_sim.base import language
from p2spp_sim.base.language import set_language, tr
from p2spp_sim.workbook.editions import catalogues
from p2spp_sim.workbook.editions.notebooks import RESEARCH

from . import catalogue
from .catalogue import (
    LANGUAGES,
    PACKAGE,
    SHARED,
    VARIABLE_CALLS,
    domains,
    po_path,
    renewed,
    sentences,
    variable_calls,
)

DOMAINS = domains()
CATALOGUES = sorted(PACKAGE.glob("locale/*/LC_MESSAGES/*.po"))
# Words that no English sentence of ours has, though it may name Indonesian institutions.
INDONESIAN = re.compile(
    r"\b(yang|dan|tidak|dengan|untuk|dari|atau|adalah|sudah|belum|dapat|bila|Anda)\b"
)
# What argparse says to programmers only.
TO_PROGRAMMERS = re.compile(
    r"conflict|not defined|mode|can't open|cannot|invalid (option|argument)|is an|dest=|mutually|callable"
    r"|deprecated|warning"
)


# Counts that may be one; English says them so that one reads as well as many.
COUNTED = {
    "p2spp": (
        "{kartu} ({n} {satuan})",
        "{n} kode kelompok atau orang, {m} berkas hasil. Ditulis: {berkas}",
        "{n} salinan digabung: untuk setiap peserta dan unit dipakai yang disimpan terakhir.",
        "{n} tuas diubah",
        "{n} poin",
        "kelas ({n} kode yang dapat dibandingkan)",
        "Selang tidak dihitung: {replicates} ulangan, diperlukan {fewest}.",
    ),
    "unit02": ("{n} kegiatan", "Menurut isian kelompok, {n} kegiatan akan kembali dari atas."),
    "unit05": ("{n} orang per kecamatan",),
    "unit09": (
        "Tersisa {paket}. {n} koin modal bebas: belanjakan lagi di papan pertama, atau tawar-menawar.",
    ),
    "unit10": ("{n} tindakan, {hari} hari kerja", "Perbaiki dahulu {n} baris yang bertanda !."),
    "unit11": ("{n} kali", "{n} koin"),
}
ONES = re.compile(r"\b1 (?:[a-z]+ ){0,3}?(?:[a-z]+s|people|are)\b")


@pytest.fixture(autouse=True)
def first_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language, "_current", "id")


def entries(name: str) -> list[polib.POEntry]:
    return list(polib.pofile(str(po_path("en", name))))


@cache
def everything() -> dict[str, list[str]]:
    return sentences()


@pytest.mark.parametrize("name", DOMAINS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_holds_exactly_what_is_said(language: str, name: str) -> None:
    here = polib.pofile(str(po_path(language, name)), wrapwidth=110)
    wanted = renewed(language, name, everything())
    said = [[(entry.msgctxt, entry.msgid) for entry in each] for each in (here, wanted)]
    assert set(said[1]) - set(said[0]) == set(), "run python -m tests.locale.catalogue"
    assert set(said[0]) - set(said[1]) == set(), "run python -m tests.locale.catalogue"
    assert str(here) == str(wanted)


def test_there_is_a_catalogue_for_every_unit_and_no_other() -> None:
    assert {path.stem for path in CATALOGUES if path.parts[-3] == "en"} == set(DOMAINS)


@pytest.mark.parametrize(
    "path", CATALOGUES, ids=lambda path: f"{path.parent.parent.name}-{path.stem}"
)
def test_everything_is_translated_and_nothing_is_fuzzy(path: Path) -> None:
    entries = polib.pofile(str(path))
    assert len(entries) >= 3
    assert [entry.msgctxt or entry.msgid for entry in entries.untranslated_entries()] == []
    assert [entry.msgctxt or entry.msgid for entry in entries.fuzzy_entries()] == []
    assert entries.obsolete_entries() == []
    assert not entries.metadata_is_fuzzy


@pytest.mark.parametrize(
    "path", CATALOGUES, ids=lambda path: f"{path.parent.parent.name}-{path.stem}"
)
def test_compiled_catalogue_is_the_one_that_is_read(path: Path) -> None:
    assert path.with_suffix(".mo").read_bytes() == polib.pofile(str(path)).to_binary()


# In studies braces belong to code, whose steps have a test of their own.
@pytest.mark.parametrize("name", [name for name in DOMAINS if not name.startswith(RESEARCH)])
def test_translations_keep_what_is_filled_in(name: str) -> None:
    for entry in filter(polib.POEntry.translated, entries(name)):
        gaps = [sorted(re.findall(r"\{[^{}]*\}", side)) for side in (entry.msgid, entry.msgstr)]
        assert gaps[0] == gaps[1], entry.msgid
        for edge in (0, -1):
            assert entry.msgid[edge].isspace() == entry.msgstr[edge].isspace(), entry.msgid


@pytest.mark.parametrize("name", DOMAINS)
def test_english_is_english(name: str) -> None:
    said = {
        entry.msgstr: re.sub(r"\*\*|(?<!\*)\*[^*\n]+\*(?!\*)", " ", entry.msgstr)
        for entry in entries(name)
    }
    assert [text for text, plain in said.items() if INDONESIAN.search(plain)] == []


def test_one_sentence_has_one_english() -> None:
    english: dict[str, dict[str, str]] = {}
    for name in DOMAINS:
        for entry in entries(name):
            if not entry.msgctxt:
                english.setdefault(entry.msgid, {})[name] = entry.msgstr
    assert {text: said for text, said in english.items() if len(set(said.values())) > 1} == {}


@pytest.mark.parametrize("name", COUNTED)
def test_a_count_of_one_reads_right(name: str) -> None:
    english = {entry.msgid: entry.msgstr for entry in entries(name)}
    ones = dict.fromkeys(re.findall(r"\{(\w+)\}", "".join(COUNTED[name])), 1) | {"satuan": "points"}
    said = [english[sentence].format_map(ones) for sentence in COUNTED[name]]
    assert [text for text in said if ONES.search(text)] == []


def test_what_the_package_says_itself_is_in_no_catalogue_of_a_unit() -> None:
    shared = {entry.msgid for entry in entries(SHARED)}
    for name in DOMAINS[1:]:
        assert shared & {entry.msgid for entry in entries(name) if not entry.msgctxt} == set(), name


def test_a_sentence_of_a_unit_reaches_the_screen() -> None:
    set_language("en")
    for name in ("unit03", "unit06"):
        entry = next(
            entry for entry in entries(name) if not entry.msgctxt and entry.msgstr != entry.msgid
        )
        assert tr(entry.msgid) == entry.msgstr
        cell = next(entry for entry in entries(name) if entry.msgctxt)
        assert tr(cell.msgid) == cell.msgid, "cells are for `p2spp build` only"


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the catalogues lie where a test can change them."""
    shutil.copytree(catalogues.LOCALE, tmp_path / "locale")
    monkeypatch.setattr(catalogues, "LOCALE", tmp_path / "locale")
    return tmp_path / "locale" / "en" / "LC_MESSAGES"


def test_renewing_one_unit_writes_only_its_own_files(
    copied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (copied / "unit03.mo").write_bytes(b"")
    before = {path.name: path.stat().st_mtime_ns for path in copied.iterdir()}
    catalogue.main(["--unit", "03"])
    changed = {
        path.name for path in copied.iterdir() if path.stat().st_mtime_ns != before.get(path.name)
    }
    assert changed == {"unit03.po", "unit03.mo"}
    assert (copied / "unit03.mo").read_bytes() == polib.pofile(
        str(copied / "unit03.po")
    ).to_binary()


def test_a_changed_cell_keeps_its_english_for_the_translator(
    copied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = copied / "unit03.po"
    old = polib.pofile(str(path), wrapwidth=110)
    cell = next(entry for entry in old if entry.msgctxt == "u03-kasus")
    now, cell.msgid = cell.msgid, cell.msgid + " Dulu."
    old.save(str(path))
    assert catalogue.main(["--unit", "03"]) == 1
    assert "unit03: changed: u03-kasus" in capsys.readouterr().out
    for _ in range(2):  # also when it is renewed again
        entry = next(entry for entry in polib.pofile(str(path)) if entry.msgctxt == "u03-kasus")
        assert entry.fuzzy and entry.msgid == now and entry.previous_msgid == now + " Dulu."
        assert entry.msgstr == cell.msgstr
        catalogue.main(["--unit", "03"])


def test_a_sentence_that_moves_between_catalogues_keeps_its_english(
    copied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    unit, shared = (
        polib.pofile(str(copied / f"{name}.po"), wrapwidth=110) for name in ("unit03", SHARED)
    )
    moved = next(entry for entry in unit if not entry.msgctxt)
    unit.remove(moved)
    shared.append(moved)
    unit.save(str(copied / "unit03.po"))
    shared.save(str(copied / f"{SHARED}.po"))
    catalogue.main([])
    assert {e.msgid: e.msgstr for e in polib.pofile(str(copied / "unit03.po"))}[
        moved.msgid
    ] == moved.msgstr
    assert moved.msgid not in {e.msgid for e in polib.pofile(str(copied / f"{SHARED}.po"))}


def test_sentences_reach_the_screen_in_either_language() -> None:
    assert tr("Tidak ada yang diubah.") == "Tidak ada yang diubah."
    set_language("en")
    assert tr("Tidak ada yang diubah.") == "Nothing was changed."


def test_no_sentence_reaches_the_screen_unseen() -> None:
    assert variable_calls() == VARIABLE_CALLS


def test_argparse_speaks_indonesian() -> None:
    calls = [
        node
        for node in ast.walk(ast.parse(inspect.getsource(argparse)))
        if isinstance(node, ast.Call)
    ]
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
