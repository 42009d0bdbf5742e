"""The program as a program: quick to start, quiet when stopped, within the width of the screen."""

import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.files import data_path
from p2spp_sim.cli import commands, lab, main
from p2spp_sim.cli.table import PrintedColumn, table
from p2spp_sim.scenario.scenario import Scenario

COMMANDS = [
    ["--help"],
    ["run", "--help"],
    ["run", "wanasari", "--seed", "7"],
    ["trace", "tirtamulya", "U13", "--scenario", "unit06"],
    ["levers", "--all"],
    ["levers", "fill_rule"],
    ["data"],
    ["data", "wanasari"],
    ["data", "--istilah"],
    ["periksa", str(data_path("datasets", "tirtamulya"))],
]


def test_module_runs_like_the_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "p2spp_sim", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("p2spp ")


def test_help_loads_neither_frames_nor_the_model() -> None:
    code = "import sys; from p2spp_sim.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass\n"
    done = subprocess.run(
        [sys.executable, "-c", code + "print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(done.stdout.splitlines()[-1].split())
    assert "p2spp_sim.cli.program" in loaded
    assert loaded & {"pandas", "lokal", "xlsxwriter", "IPython", "p2spp_sim.cli.commands"} == set()


@pytest.mark.parametrize("width", ["80", "120"])
@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_no_line_is_wider_than_the_screen(
    words: list[str],
    width: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    if "--help" in words:
        with pytest.raises(SystemExit):
            main(words)
    else:
        assert main(words) == 0
    lines = capsys.readouterr().out.splitlines()
    wide = [
        line for line in lines if len(line) > int(width) and "/" not in line
    ]  # a path is never broken
    assert wide == []


def test_table_breaks_words_but_never_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    text = table(
        (PrintedColumn("Tahap"), PrintedColumn("Rp lolos", right=True), PrintedColumn("Alasan")),
        [("Musrenbang kabupaten dan kota", "1.012.651", "melebihi pagu atau jatah yang diumumkan")],
    )
    lines = text.splitlines()
    assert all(len(line) <= 40 for line in lines)
    assert sum("1.012.651" in line for line in lines) == 1
    for word in ("kabupaten", "melebihi", "diumumkan"):
        assert word in text


def test_table_shows_every_row_under_its_title(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    lines = table(
        (PrintedColumn("Nama"), PrintedColumn("Rp", right=True)), [("a", "1"), ("bb", "22")]
    ).splitlines()
    assert lines == ["Nama  Rp", "────────", "a      1", "bb    22"]


def test_bare_command_shows_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert capsys.readouterr().out.startswith("pemakaian: p2spp")


def test_ctrl_c_is_quiet(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setitem(commands.COMMANDS, "levers", stopped)
    assert main(["levers"]) == 130
    assert capsys.readouterr() == ("", "")


def test_nobody_reading_on_is_quiet() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "p2spp_sim", "schema"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as child:
        assert child.stdout and child.stderr
        child.stdout.close()
        assert child.stderr.read() == b""
    assert child.returncode == 141


def test_screen_without_our_letters_shows_others() -> None:
    env = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "P2SPP_BAHASA": "id"}
    done = subprocess.run(
        [sys.executable, "-m", "p2spp_sim", "run", "wanasari"],
        capture_output=True,
        env=env,
        check=True,
    )
    assert done.stderr == b""
    assert b"-----" in done.stdout


def test_schema_accepts_the_scenarios_there_are_and_no_wrong_lever(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["schema"]) == 0
    schema = json.loads(capsys.readouterr().out)
    jsonschema.Draft202012Validator.check_schema(schema)
    good = {"rules": "2010", "values": dict(Scenario.load("unit03").changed)}
    jsonschema.validate(good, schema)
    for wrong in ({"pik_share": 5}, {"pik_shar": 0.1}, {"fill_rule": "stopp"}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({"rules": "2010", "values": wrong}, schema)


def test_lab_opens_the_start_page_on_this_machine_only(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    page = tmp_path / "notebooks" / "mulai.ipynb"
    page.parent.mkdir()
    page.touch()
    monkeypatch.setattr(lab, "data_path", lambda *parts: tmp_path.joinpath(*parts))
    called: list[list[str]] = []
    places: list[str] = []
    monkeypatch.delenv("P2SPP_HASIL", raising=False)

    def note(words: list[str], env: dict[str, str]) -> None:
        called.append(words)
        places.append(env["P2SPP_HASIL"])

    monkeypatch.setattr(os, "execve", lambda _program, words, env: note(words, env))
    monkeypatch.setattr(subprocess, "call", note)  # on Windows it is called, not handed over to
    main(["lab", "--no-browser", "--port", "9999"])
    (words,) = called
    assert places == [str((tmp_path / "notebooks").resolve() / "hasil")], (
        "results of all languages lie together"
    )
    assert words[:3] == [sys.executable, "-m", "jupyterlab"]
    assert "--ServerApp.ip=127.0.0.1" in words
    assert ("--ServerApp.allow_root=True" in words) == (os.name != "nt" and os.geteuid() == 0)
    assert f"--ServerApp.root_dir={tmp_path}" in words
    assert "--LabApp.default_url=/lab/tree/notebooks/mulai.ipynb" in words
    assert words[-3:] == ["--no-browser", "--port", "9999"]
    assert {*lab.ours()} < {*words}, "units run when they are opened"


def test_lab_says_what_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(lab, "data_path", lambda *parts: tmp_path.joinpath(*parts))
    with pytest.raises(P2sppError, match=r"Halaman awal notebooks.mulai\.ipynb tidak ada"):
        lab.open_lab([])
    monkeypatch.setattr(lab, "find_spec", lambda _: None)
    with pytest.raises(P2sppError, match="JupyterLab belum terpasang"):
        lab.open_lab([])
