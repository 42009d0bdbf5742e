"""Both languages, chosen by the system, the environment or `--bahasa`; neither leaks into the other."""

import gettext
import re
from contextlib import suppress

import polib
import pytest

from p2spp_sim.base.files import data_path
from p2spp_sim.cli import main

COMMANDS = (
    "run",
    "trace",
    "levers",
    "evidence",
    "what-if",
    "sweep",
    "sensitivity",
    "data",
    "schema",
    "baca",
    "lab",
    "kelas",
    "kotak",
    "build",
    "buku",
    "contoh-dunia",
    "daftar",
    "periksa",
    "rantai",
    "surat",
    "rekap",
    "pemilu",
    "fit",
)
HELP = [["--help"], *([name, "--help"] for name in COMMANDS)]
SHOWN = [
    ["periksa", str(data_path("datasets", "tirtamulya"))],
    ["run", "wanasari", "--seed", "7", "--set", "pik_share=0.2"],
    ["run", "tirtamulya", "--scenario", "unit06"],
    ["trace", "tirtamulya", "U13", "--scenario", "unit06"],
    ["levers", "--all"],
    ["levers", "pik_share"],
    ["levers", "pik_share", "--effects", "--replicates", "2"],
    ["evidence", "wanasari", "--replicates", "2"],
    ["what-if"],
    ["what-if", "W5", "--replicates", "20"],
    ["data"],
    ["data", "--istilah"],
    ["data", "tirtamulya"],
]
WRONG = [
    ["evidence", "--replicates", "1"],
    ["run", "wanasri"],
    ["run", "wanasari", "--set", "pik_share=9"],
    ["run", "./nothing"],
    ["levers", "x"],
]
INDONESIAN = re.compile(
    r"(?i)\b(yang|dan|tidak|dengan|untuk|menurut|pilihan|pemakaian|bantuan|perintah|tuas|tahun|tempat|tanggal|jabatan|nota|kelompok|orang|berkas)\b"
)
ENGLISH = re.compile(
    r"(?i)\b(the|and|not|with|usage|options|arguments|show|exit|command|help message)\b"
)
# Names of files, commands and data stay as they are.
NAMES = re.compile(r"--\w+|\w+\.\w+|\w*_\w+|[\w./*]*/[\w./*]*|p2spp \w+( --\w+)?")


def said(capsys: pytest.CaptureFixture[str], words: list[str]) -> str:
    with suppress(SystemExit):
        main(words)
    return "".join(capsys.readouterr())


def sentences(side: str) -> list[str]:
    """Give what one side of the catalogue says and the other does not, in whole sentences without gaps.

    What a dataset holds stands in a table as its file says it.
    """
    path = data_path("p2spp_sim", "locale", "en", "LC_MESSAGES", "p2spp.po")
    pieces = []
    for entry in polib.pofile(str(path)):
        if all(file.startswith("datasets/tirtamulya/") for file, _ in entry.occurrences):
            continue
        ours, other = (entry.msgid, entry.msgstr) if side == "id" else (entry.msgstr, entry.msgid)
        pieces += [
            piece
            for piece in re.split(r"\{[^{}]*\}", ours)
            if piece not in other
            and len(piece) > 11
            and piece.count(" ") > 1
            and " " in piece.strip()
        ]
    return pieces


@pytest.mark.parametrize("words", HELP + WRONG, ids=" ".join)
def test_english_has_no_indonesian_words(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    text = said(capsys, ["--bahasa", "en", *words])
    assert len(text) > 40
    assert INDONESIAN.findall(NAMES.sub("", text)) == []


@pytest.mark.parametrize("words", HELP + WRONG, ids=" ".join)
def test_indonesian_has_no_english_words(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    text = said(capsys, ["--bahasa", "id", *words])
    assert len(text) > 40
    assert ENGLISH.findall(NAMES.sub("", text)) == []


@pytest.mark.parametrize("words", HELP + SHOWN + WRONG, ids=" ".join)
@pytest.mark.parametrize("language, other", [("en", "id"), ("id", "en")])
def test_no_sentence_of_the_other_language(
    words: list[str],
    language: str,
    other: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "132")
    text = " ".join(said(capsys, [*words, "--bahasa", language]).split())
    assert [sentence for sentence in sentences(other) if sentence in text] == []


def test_language_comes_before_or_after_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    before = said(capsys, ["--bahasa", "en", "data"])
    assert before.startswith("Name")
    assert said(capsys, ["data", "--bahasa", "en"]) == before
    assert said(capsys, ["data", "--bahasa=en"]) == before
    assert said(capsys, ["data", "--bahasa", "id"]).startswith("Nama")


@pytest.mark.parametrize(
    "variable, value, word",
    [
        ("LANG", "en_GB.UTF-8", "usage"),
        ("LANG", "C.UTF-8", "pemakaian"),
        ("P2SPP_BAHASA", "en", "usage"),
    ],
)
def test_language_of_the_system(
    variable: str,
    value: str,
    word: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("P2SPP_BAHASA")
    monkeypatch.setenv(variable, value)
    assert said(capsys, ["--help"]).startswith(word)


def test_numbers_follow_the_language(capsys: pytest.CaptureFixture[str]) -> None:
    case = ["run", "tirtamulya", "--scenario", "unit06"]
    assert "2.955" in said(capsys, [*case, "--bahasa", "id"])
    english = said(capsys, [*case, "--bahasa", "en"])
    assert "2,955" in english
    assert "2.955" not in english


def test_argparse_is_left_as_it_was(capsys: pytest.CaptureFixture[str]) -> None:
    before = gettext.textdomain()
    said(capsys, ["--bahasa", "id", "--help"])
    assert gettext.textdomain() == before
    assert gettext.gettext("options") == "options"
