"""Whatever is wrong comes back as a sentence with the nearest names, exit 2, and no output."""

from pathlib import Path

import pytest

from p2spp_sim.cli import main

CASES = {
    "dataset": (["run", "sumedan"], ["Himpunan data “sumedan”", "sumedang"]),
    "lever": (["run", "wanasari", "--set", "pik_shar=0.1"], ["Tuas “pik_shar”", "pik_share"]),
    "lever to look up": (["levers", "piksare"], ["Tuas “piksare”", "pik_share"]),
    "id": (["trace", "tirtamulya", "U99", "--scenario", "unit06"], ["Usulan “U99”", "U09"]),
    "scenario": (["run", "wanasari", "--scenario", "unit3"], ["Skenario “unit3”", "unit03"]),
    "scenario file": (["run", "wanasari", "--scenario", "x.toml"], ["x.toml", "tidak ada"]),
    "rules": (["run", "wanasari", "--rules", "2009"], ["Aturan “2009”", "2010"]),
    "command": (["rum"], ["Perintah “rum”", "run"]),
    "bounds": (
        ["run", "wanasari", "--set", "pik_share=5"],
        ["pik_share = 5", "0,6", "Tidak ada yang diubah."],
    ),
    "no value": (["run", "wanasari", "--set", "pik_share"], ["--set pik_share", "TUAS=NILAI"]),
    "folder": (["run", "./tidak-ada"], ["tidak-ada", "folder ini tidak ada"]),
    "name of data": (["data", "wanasri"], ["Himpunan data “wanasri”", "wanasari"]),
    "not a book": (["run", "wanasari", "--out", "hasil.txt"], ["hasil.txt", ".xlsx"]),
    "no folder": (["run", "wanasari", "--out", "tidak-ada/hasil.xlsx"], ["tidak-ada", "tidak ada"]),
}


@pytest.mark.parametrize("words, wanted", CASES.values(), ids=CASES)
def test_wrong_words_get_a_sentence(
    words: list[str],
    wanted: list[str],
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(words) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "Traceback" not in err
    for piece in wanted:
        assert piece in err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_where_a_file_is_wanted(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = tmp_path / "skenario.toml"
    folder.mkdir()
    assert main(["run", "wanasari", "--scenario", str(folder)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert f"{folder}: ini folder, bukan berkas." in err


def test_all_values_that_are_not_allowed_are_told_at_once(
    capsys: pytest.CaptureFixture[str],
) -> None:
    wrong = ["pik_share=5", "weight_poor=banyak", "fill_rule=stopp", "integrated_mad=mungkin"]
    assert main(["run", "wanasari", "--set", *wrong]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert [line.split(" = ")[0] for line in lines[:-1]] == [each.split("=")[0] for each in wrong]
    assert "village_first" in lines[2]
    assert lines[-1] == "Tidak ada yang diubah."


def test_all_faults_of_a_folder_are_told_at_once(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "villages.csv").write_text("code,name\n1,Satu\n1,Dua\n", encoding="utf-8")
    assert main(["run", str(tmp_path)]) == 2
    err = capsys.readouterr().err
    assert "budget.csv" in err
    assert "kolom penduduk" in err
    assert "baris 3, kolom code" in err


@pytest.mark.parametrize(
    "words, wanted",
    [
        (["run"], "argumen ini harus diisi: DATA"),
        (
            ["run", "wanasari", "--seed", "tujuh"],
            "argumen --seed: diharapkan bilangan bulat, bukan “tujuh”",
        ),
        (["run", "wanasari", "--sed", "7"], "argumen tidak dikenal: --sed 7"),
        (["--bahasa", "fr", "data"], "argumen --bahasa: 'fr' tidak ada (pilih dari"),
        (["run", "wanasari", "--out"], "perlu satu nilai"),
        (["run", "wanasari", "--out", ""], "argumen --out: diharapkan nama berkas atau folder"),
        (["kotak", " "], "argumen FOLDER: diharapkan nama berkas atau folder"),
    ],
)
def test_words_that_do_not_fit_the_command(
    words: list[str], wanted: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stop:
        main(words)
    assert stop.value.code == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "pemakaian: p2spp" in err
    assert wanted in err


def test_an_unknown_command_is_answered_with_all_there_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["install"]) == 2
    assert capsys.readouterr().err.rstrip().endswith("sweep, trace, what-if.")
