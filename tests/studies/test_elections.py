"""Files of Pabulib: read, written and decided as pabutools does, and told what is wrong in them."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pabutools.election.pabulib import parse_pabulib_from_string

import p2spp_sim as p2
from p2spp_sim.base.language import set_language
from p2spp_sim.cli import main
from p2spp_sim.studies.elections import RULES, VOTE_TYPES, Election
from p2spp_sim.tables.limits import CEILINGS
from tests.studies.elections_of_pabutools import KINDS, drawn, winners, written

FILES = 200
GOOD = """META
key;value
description;Dana desa
unit;Tirtamulya
instance;2026
num_projects;3
num_votes;4
budget;1000
vote_type;approval
rule;greedy
min_length;1
max_length;3
PROJECTS
project_id;cost;name;warna
1;600;Jembatan;"merah; tua"
2;400;Posyandu;
10;500;"Sumur ""dalam"" lama";biru
VOTES
voter_id;age;vote
a;34;1,2
b;;10
c;51;1
d;20;
"""
_CELL = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"]) | st.sampled_from(' ;,"'),
    max_size=9,
).map(str.strip)


@pytest.fixture(autouse=True)
def indonesian_again():
    set_language("id")
    yield
    set_language("id")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "desa.pb"
    path.write_text(GOOD, encoding="utf-8")
    return path


def test_files_that_pabutools_writes_are_decided_as_pabutools_decides(tmp_path: Path) -> None:
    differ = dict.fromkeys(RULES, 0)
    for seed in range(FILES):
        instance, profile = drawn(np.random.default_rng([14, seed]), KINDS[seed % 7 % len(KINDS)])
        path = written(instance, profile, tmp_path / f"{seed}.pb")
        election = Election.read(path)
        theirs = winners(instance, profile)
        for rule in RULES:
            assert set(election.winners(rule)) == theirs[rule], (seed, rule)
            differ[rule] += theirs[rule] != theirs["greedy"]
        again = Election.read(election.write(tmp_path / "again.pb"))
        assert again == election and list(again.meta) == list(election.meta), seed
        assert (tmp_path / "again.pb").read_bytes() == election.write(path).read_bytes()
    assert min(differ[rule] for rule in RULES if rule != "greedy") > FILES / 10


def test_pabutools_reads_what_is_written(file: Path) -> None:
    Election.read(file).write(file)
    instance, profile = parse_pabulib_from_string(file.read_text(encoding="utf-8"))
    assert {project.name: project.cost for project in instance} == {"1": 600, "2": 400, "10": 500}
    assert [{project.name for project in ballot} for ballot in profile] == [
        {"1", "2"},
        {"10"},
        {"1"},
        set(),
    ]
    assert instance.budget_limit == 1000 and instance.meta["max_length"] == "3"


def test_what_is_not_known_is_kept(file: Path) -> None:
    election = Election.read(file)
    assert election.meta["instance"] == "2026"
    assert election.projects[0]["warna"] == "merah; tua"
    assert election.projects[2]["name"] == 'Sumur "dalam" lama'
    assert election.votes[1] == {"voter_id": "b", "age": "", "vote": "10"}


@given(
    names=st.lists(
        _CELL.filter(lambda text: text and "," not in text), min_size=1, max_size=5, unique=True
    ),
    keys=st.dictionaries(_CELL.filter(bool).map("x{}".format), _CELL, max_size=4),
    cells=st.lists(_CELL, min_size=5, max_size=5),
    vote_type=st.sampled_from(VOTE_TYPES),
    data=st.data(),
)
@settings(max_examples=60, deadline=None)
def test_what_is_written_is_read_the_same(
    tmp_path_factory: pytest.TempPathFactory, names, keys, cells, vote_type, data
) -> None:
    most = 1 if vote_type == "choose-1" else len(names)
    ballots = data.draw(
        st.lists(
            st.lists(st.sampled_from(names), max_size=most, unique=True), min_size=1, max_size=5
        )
    )
    election = Election(
        {"budget": "10.50", "vote_type": vote_type, "num_votes": str(len(ballots)), **keys},
        tuple(
            {"project_id": name, "cost": "3,25", "note": cell}
            for name, cell in zip(names, cells, strict=False)
        ),
        tuple(
            {"voter_id": str(n), "vote": ",".join(some), "points": ",".join(["2"] * len(some))}
            for n, some in enumerate(ballots)
        ),
    )
    path = tmp_path_factory.mktemp("pb") / "again.pb"
    assert Election.read(election.write(path)) == election


def test_results_stand_beside_each_other(file: Path) -> None:
    election = p2.Election.read(str(file))
    assert election.winners() == ("1", "2") == election.winners("equal_shares_completed")
    assert election.winners("greedy_per_cost") == ("1", "2")
    assert election.winners("equal_shares") == ()
    results = election.results().set_index("rule")
    assert list(results.index) == list(RULES)
    assert results.loc["greedy"].tolist() == [1000.0, 1.0, 2, 0.5]
    assert results.loc["equal_shares"].tolist() == [0.0, 0.0, 0, 0.0]
    assert election.table()["score"].tolist() == [2, 1, 1]
    with pytest.raises(p2.UnknownName, match="greedy"):
        election.winners("gredy")


def test_points_order_the_list_and_none_are_no_approval(file: Path) -> None:
    text = GOOD.replace("approval", "scoring").replace("voter_id;age;vote", "voter_id;points;vote")
    text = (
        text.replace("a;34;1,2", "a;0,1;1,2")
        .replace("b;;10", "b;2.5;10")
        .replace("c;51;1", "c;3;1")
    )
    file.write_text(text.replace("d;20;", "d;;"), encoding="utf-8")
    election = Election.read(file)
    assert [float(score) for score in election.score] == [3, 1, 2.5]
    assert election.approvals.tolist() == [
        [False, True, False],
        [False, False, True],
        [True, False, False],
        [False, False, False],
    ]


WRONG = {
    "an empty file": (lambda text: " \n", ["desa.pb: berkas ini kosong."]),
    "no votes": (lambda text: text.split("VOTES")[0], ["desa.pb: bagian VOTES tidak ada."]),
    "no META": (
        lambda text: text.replace("META\n", ""),
        ["desa.pb, baris 1 berisi “key”: diharapkan META di baris pertama."],
    ),
    "no heading": (
        lambda text: text.replace("key;value\n", ""),
        ["desa.pb, baris 2 berisi “description;Dana desa”: diharapkan key;value."],
    ),
    "a section twice": (
        lambda text: text + "VOTES\nvoter_id;vote\n9;1\n",
        ["desa.pb, baris 24 berisi “VOTES”: bagian ini sudah ada di atas."],
    ),
    "a section without rows": (
        lambda text: text[: text.index("a;34")],
        ["desa.pb, baris 18 berisi “VOTES”: bagian ini kosong."],
    ),
    "a column twice": (
        lambda text: text.replace("voter_id;age", "voter_id;vote"),
        ["desa.pb, baris 18, kolom vote: kolom ini ada lebih dari satu kali."],
    ),
    "a column too many in META": (
        lambda text: text.replace("key;value", "key;value;note").replace("\n", ";\n"),
        ["desa.pb, baris 2 berisi “key;value;note”: diharapkan key;value."],
    ),
    "too few cells": (
        lambda text: text.replace("c;51;1", "c;51"),
        ["desa.pb, baris 22: diharapkan 3 isian seperti judul bagiannya, bukan 2."],
    ),
    "too many cells": (
        lambda text: text.replace("c;51;1", "c;51;1;2"),
        ["desa.pb, baris 22: diharapkan 3 isian seperti judul bagiannya, bukan 4."],
    ),
    "a quotation mark that is not closed": (
        lambda text: text.replace('1;600;Jembatan;"merah; tua"', '1;600;"Jembatan;merah'),
        ["desa.pb, baris 15: tanda petik di baris 15 tidak ditutup."],
    ),
    "no budget": (
        lambda text: text.replace("budget;1000\n", ""),
        ["desa.pb, baris 1: META tidak memuat budget."],
    ),
    "a budget that is no number": (
        lambda text: text.replace("budget;1000", "budget;seribu"),
        ["desa.pb, baris 8, kolom budget berisi “seribu”: diharapkan angka tanpa pemisah ribuan, "],
    ),
    "thousands parted": (
        lambda text: text.replace("budget;1000", "budget;1.000.000"),
        ["desa.pb, baris 8, kolom budget berisi “1.000.000”: diharapkan angka tanpa pemisah"],
    ),
    "a budget below nothing": (
        lambda text: text.replace("budget;1000", "budget;-5"),
        ["desa.pb, baris 8, kolom budget berisi “-5”: diharapkan paling kecil 0."],
    ),
    "costs beyond what can be added": (
        lambda text: text.replace("600", "900000000000000").replace("400", "1/999983"),
        ["desa.pb, baris 13, kolom cost: diharapkan paling besar 9.000.000.000.000.000."],
    ),
    "an unknown type of vote": (
        lambda text: text.replace("approval", "aproval"),
        [
            "desa.pb, baris 9, kolom vote_type berisi “aproval”: "
            "diharapkan salah satu dari approval, choose-1, ordinal, cumulative, scoring."
        ],
    ),
    "a length that is no number": (
        lambda text: text.replace("max_length;3", "max_length;tiga"),
        ["desa.pb, baris 12, kolom max_length berisi “tiga”: diharapkan bilangan bulat."],
    ),
    "a file cut short": (
        lambda text: text[: text.index("d;20")],
        [
            "desa.pb, baris 7, kolom num_votes berisi “4”: "
            "bagian VOTES berisi 3 baris; mungkin berkas ini terpotong."
        ],
    ),
    "a key of META twice": (
        lambda text: text.replace("rule;greedy", "budget;5"),
        ["desa.pb, baris 10, kolom key berisi “budget”: sudah dipakai di baris 8."],
    ),
    "a project twice": (
        lambda text: text.replace("2;400", "1;400").replace("1,2", "1"),
        ["desa.pb, baris 16, kolom project_id berisi “1”: sudah dipakai di baris 15."],
    ),
    "a voter twice": (
        lambda text: text.replace("c;51", "a;51"),
        ["desa.pb, baris 22, kolom voter_id berisi “a”: sudah dipakai di baris 20."],
    ),
    "a voter without an id": (
        lambda text: text.replace("c;51", ";51"),
        ["desa.pb, baris 22, kolom voter_id: tidak boleh kosong."],
    ),
    "an id with a comma": (
        lambda text: text.replace("2;400", '"2,5";400'),
        ["desa.pb, baris 16, kolom project_id berisi “2,5”: tidak boleh memuat koma.", "baris 20"],
    ),
    "a cost that is no number": (
        lambda text: text.replace("2;400", "2;murah"),
        ["desa.pb, baris 16, kolom cost berisi “murah”: diharapkan angka tanpa pemisah ribuan"],
    ),
    "a vote for no project": (
        lambda text: text.replace("b;;10", "b;;11,12"),
        [
            "baris 21, kolom vote berisi “11”: proyek ini tidak ada di bagian PROJECTS.",
            "baris 21, kolom vote berisi “12”",
        ],
    ),
    "two projects where one may be chosen": (
        lambda text: text.replace("approval", "choose-1"),
        ["desa.pb, baris 20, kolom vote berisi “1,2”: diharapkan satu proyek saja."],
    ),
    "a project twice in an order": (
        lambda text: text.replace("approval", "ordinal").replace("1,2", "1,1"),
        ["desa.pb, baris 20, kolom vote berisi “1,1”: ada proyek yang disebut dua kali."],
    ),
    "no points": (
        lambda text: text.replace("approval", "cumulative"),
        ["desa.pb, baris 18, kolom points: kolom ini tidak ada."],
    ),
    "points for another number of projects": (
        lambda text: text.replace("approval", "scoring").replace("age;vote", "points;vote"),
        [
            "baris 20, kolom points berisi “34”: diharapkan 2 angka, sebanyak proyek di kolom vote.",
            "baris 21, kolom points: diharapkan 1 angka",
            "baris 23, kolom points berisi “20”: diharapkan 0 angka",
        ],
    ),
    "points that are no numbers": (
        lambda text: (
            text.replace("approval", "scoring")
            .replace("age;vote", "points;vote")
            .replace("34", "1,x")
            .replace("b;;", "b;2;")
            .replace("d;20;", "d;;")
        ),
        ["desa.pb, baris 20, kolom points berisi “x”: diharapkan angka"],
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_told_by_line_and_nothing_is_read(
    name: str, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change, expected = WRONG[name]
    file.write_text(change(GOOD), encoding="utf-8")
    with pytest.raises(p2.BadData) as caught:
        Election.read(file)
    said = str(caught.value)
    for sentence in expected:
        assert sentence in said
    assert len(caught.value.faults) == len(expected), said
    assert main(["pemilu", str(file)]) == 2
    told = capsys.readouterr()
    assert told.err == f"{said}\n" and not told.out
    assert main(["--bahasa", "en", "pemilu", str(file)]) == 2
    english = capsys.readouterr().err
    assert not re.search(r"\b(yang|tidak|diharapkan|bagian|baris|kolom|sudah)\b", english), english


def test_whatever_is_damaged_is_told_or_can_be_decided(file: Path) -> None:
    whole = 0
    for seed in range(600):
        rng = np.random.default_rng([16, seed])
        content = bytearray(GOOD.encode())
        for _ in range(rng.integers(1, 4)):
            at = int(rng.integers(len(content)))
            content[at : at + int(rng.integers(3))] = bytes([rng.choice([*b'0;,\n"-/.\r\0x\xff'])])
        file.write_bytes(bytes(content))
        try:
            election = Election.read(file)
        except p2.BadData:
            continue
        whole += 1
        assert (election.results()["spent_share"].fillna(0) <= 1).all()
        assert Election.read(election.write(file)) == election, seed
    assert 60 < whole < 540


def test_a_file_in_another_encoding_is_named_with_its_line(file: Path) -> None:
    file.write_bytes(GOOD.replace("Sumur", "Suñur").encode("cp1252"))
    with pytest.raises(p2.BadData, match=r"desa\.pb, baris 17: ada huruf yang bukan UTF-8"):
        Election.read(file)
    file.write_bytes(GOOD.encode("utf-16"))
    with pytest.raises(p2.BadData, match="baris 1: ada huruf yang bukan UTF-8"):
        Election.read(file)
    file.write_bytes(GOOD.encode("utf-8-sig").replace(b"\n", b"\r\n"))
    assert Election.read(file).meta["unit"] == "Tirtamulya"


def test_a_file_that_is_too_large_or_not_there_is_said(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(CEILINGS, "bytes", 100)
    assert main(["pemilu", str(file)]) == 2
    assert "paling besar 100 byte" in capsys.readouterr().err
    assert main(["pemilu", str(file.with_name("lain.pb"))]) == 2
    assert "lain.pb: berkas ini tidak ada" in capsys.readouterr().err


def test_real_files_as_they_are(file: Path) -> None:
    text = (
        GOOD.replace(";", "; ")
        .replace('; "', ';"')
        .replace("\n", ";;\n")
        .replace("\nVOTES", "\n\nVOTES")
    )
    file.write_text(text.replace("1, 2", "1,2,2,1"), encoding="utf-8")
    election = Election.read(file)
    assert [float(score) for score in election.score] == [2, 1, 1]
    assert election.projects[0]["name"] == "Jembatan"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "id",
            ["3 proyek, 4 pemilih", "suara terbanyak", "100,0%", "Menang menurut semua cara: –."],
        ),
        ("en", ["3 projects, 4 voters", "most votes", "100.0%", "Wins under every rule: –."]),
    ],
)
def test_the_command_shows_the_rules_beside_each_other(
    language: str, words: list[str], file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = file.with_suffix(".xlsx")
    assert main(["--bahasa", language, "pemilu", str(file), "--out", str(book)]) == 0
    said = capsys.readouterr().out
    for word in words:
        assert word in " ".join(said.split())
    assert book.exists() and said.startswith("Tirtamulya, 2026")
    assert re.search(r"^1 +Jembatan +600 +2 ", said, re.MULTILINE)
    assert "Sumur" not in said, "it loses under every rule"


def test_a_large_election_says_how_far_it_is(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["pemilu", str(file)]) == 0
    said = capsys.readouterr()
    told = said.err.splitlines()
    assert [line.split(":")[0] for line in told] == [f"{place} dari 4" for place in range(1, 5)]
    assert "dana mengikuti suara, dilengkapi" in told[-1] and "dari 4" not in said.out


@pytest.mark.parametrize("width", [80, 120])
def test_no_line_is_wider_than_the_screen(
    width: int,
    file: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    file.write_text(GOOD.replace("Jembatan", "Jembatan gantung " * 6), encoding="utf-8")
    assert main(["pemilu", str(file)]) == 0
    assert max(map(len, capsys.readouterr().out.splitlines())) <= width
