"""`p2spp sweep` keeps what is done, goes on, and tells what failed; `p2spp sensitivity` reads the folder."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import p2spp_sim as p2
from p2spp_sim.cli import main, sweeping
from p2spp_sim.cli.studies import plain
from p2spp_sim.studies import sweep
from p2spp_sim.studies.kept.manifest import read_design
from p2spp_sim.studies.running import at_once
from p2spp_sim.studies.sensitivity import means, sensitivity


def command(line: str, *more: str) -> list[str]:
    """Give the words of a command; what may hold a space comes after the line."""
    return [*line.split(), *more]


SOBOL = command("sweep wanasari --levers pik_share,outreach_poor --sobol 4 --replicates 2 --seed 3")


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweep, "_block_runs", lambda _: 4)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("study") / "s"
    assert main([*SOBOL, "--to", str(place)]) == 0
    return place


def test_the_folder_holds_what_the_function_gives(folder: Path, tmp_path: Path) -> None:
    base = p2.Scenario.load("2010")
    design = p2.Design.sobol(base.levers("pik_share", "outreach_poor"), 4, seed=3)
    world = p2.World.load("wanasari")
    same = p2.sweep(design, world, base=base, replicates=2, seed=3, to=tmp_path, progress=False)
    assert p2.Sweep(folder).frame().equals(same.frame())
    assert read_design(folder).points == design.points


def test_what_is_told_and_that_it_goes_on(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = {path: path.stat().st_mtime_ns for path in folder.glob("part-*")}
    assert main([*SOBOL, "--to", str(folder)]) == 0
    out, err = capsys.readouterr()
    assert err.startswith(f"16 titik x 2 ulangan = 32 tahun; hasil di {folder}")
    assert out.startswith("32 tahun dari 16 titik tersimpan di")
    assert {path: path.stat().st_mtime_ns for path in folder.glob("part-*")} == kept


@pytest.mark.parametrize(
    "words, kind, points",
    [
        (["--lhs", "6"], "latin_hypercube", 6),
        (["--morris", "2"], "morris", 6),
        (["--grid", "3"], "grid", 9),
        ([], "grid", 25),
    ],
)
def test_every_design_can_be_asked_for(
    words: list[str], kind: str, points: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    common = command(
        "sweep wanasari --levers pik_share outreach_poor --replicates 1 --to", str(tmp_path)
    )
    assert main([*common, *words]) == 0
    assert (read_design(tmp_path).kind, len(read_design(tmp_path))) == (kind, points)
    assert len(p2.Sweep(tmp_path).frame()) == points
    assert ("p2spp sensitivity" in capsys.readouterr().out) == (
        kind == "morris"
    )  # six points are too few for PAWN


def test_a_scenario_of_ones_own_is_the_base(tmp_path: Path) -> None:
    words = command("sweep wanasari --levers pik_share --grid 2 --replicates 1 --set audit=1")
    assert main([*words, "--to", str(tmp_path)]) == 0
    assert '"audit": 1' in p2.Sweep(tmp_path).manifest["study"]["base"]


def test_failed_blocks_are_listed_and_the_status_says_so(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    small_blocks: None,
) -> None:
    real = at_once.by_run

    def breaks(run, keys):
        if max(each.value("pik_share") for each in run.scenario.of_runs) > 0.5:
            raise ZeroDivisionError("planted")
        return real(run, keys)

    monkeypatch.setattr(at_once, "by_run", breaks)
    words = command("sweep wanasari --levers pik_share --grid 5 --replicates 4 --to", str(tmp_path))
    assert main(words) == sweeping.PART_FAILED == 1
    text = capsys.readouterr().out
    assert "16 tahun dari 4 titik" in text
    assert "Blok yang gagal dua kali" in text and "planted" in text
    monkeypatch.setattr(at_once, "by_run", real)
    assert main(words) == 0
    assert "20 tahun dari 5 titik" in capsys.readouterr().out


@pytest.mark.skipif(os.name == "nt", reason="Windows sends Ctrl-C otherwise")
@pytest.mark.parametrize("workers", ["1", "2"])
def test_ctrl_c_says_what_is_kept_and_how_to_go_on(tmp_path: Path, workers: str) -> None:
    words = command("sweep wanasari --levers pik_share,outreach_poor --lhs 600 --replicates 4")
    program = [
        sys.executable,
        "-m",
        "p2spp_sim",
        *words,
        "--to",
        str(tmp_path / "s"),
        "--workers",
        workers,
    ]
    env = {**os.environ, "P2SPP_BAHASA": "id"}
    with subprocess.Popen(
        program,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=env,
        start_new_session=True,
    ) as child:
        while len(list((tmp_path / "s").glob("part-*"))) < 2 and child.poll() is None:
            time.sleep(0.02)
        os.killpg(child.pid, signal.SIGINT)  # as the terminal does: to the workers as well
        out, err = child.communicate(timeout=120)
    assert child.returncode == sweeping.STOPPED == 130
    done = len(list((tmp_path / "s").glob("part-*")))
    blocks = len(p2.Sweep.open(tmp_path / "s").manifest["parts"])
    assert 2 <= done < blocks
    assert f"{done} dari {blocks} blok sudah tersimpan" in " ".join(err.split())
    assert "melanjutkan" in err and "Traceback" not in err and out == ""


def test_two_processes_give_the_same_table(folder: Path, tmp_path: Path) -> None:
    assert main([*SOBOL, "--to", str(tmp_path / "two"), "--workers", "2"]) == 0
    assert p2.Sweep(tmp_path / "two").frame().equals(p2.Sweep(folder).frame())


@pytest.mark.parametrize("outcome", ["accepted.count", "accepted", "P1.rupiah"])
def test_indices_are_those_of_the_function(
    folder: Path, outcome: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["sensitivity", str(folder), "--outcome", outcome]) == 0
    text = capsys.readouterr().out
    name = outcome if "." in outcome else f"{outcome}.count"
    frame = sensitivity(read_design(folder), means(p2.Sweep(folder).frame(), name), "sobol", seed=3)
    for record in frame.to_dict("records"):
        (line,) = [line for line in text.splitlines() if line.startswith(record["lever"])]
        for value in (
            record["total"],
            record["first"],
            record["total"] - record["total_half"],
            record["total"] + record["total_half"],
        ):
            assert plain(value) in line
    pictures = {f"tornado-sobol-{name}.{end}" for end in ("png", "svg", "csv")}
    assert pictures <= {path.name for path in folder.iterdir()}
    assert all(picture in text for picture in pictures)


def test_pawn_may_be_asked_of_any_drawn_design_with_points_enough(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["sensitivity", str(folder), "--outcome", "accepted", "--method", "pawn"]) == 2
    assert "paling sedikit 200 titik" in capsys.readouterr().err
    words = command(
        "sweep wanasari --levers pik_share --sobol 128 --replicates 1 --to", str(tmp_path)
    )
    assert main(words) == 0
    assert main(["sensitivity", str(tmp_path), "--outcome", "accepted", "--method", "pawn"]) == 0
    text = capsys.readouterr().out
    assert "(pawn)" in text and "dummy" in text and "angka acak" in text


def test_morris_reads_places_that_values_do_not_tell(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = command("sweep wanasari --levers plebiscite,pik_share --morris 3 --replicates 1")
    assert main([*words, "--to", str(tmp_path)]) == 0
    assert main(["sensitivity", str(tmp_path), "--outcome", "satisfaction"]) == 0
    frame = sensitivity(
        read_design(tmp_path), means(p2.Sweep(tmp_path).frame(), "satisfaction.count"), "morris"
    )
    assert plain(float(frame["mu_star"].max())) in capsys.readouterr().out


def test_a_study_with_a_missing_block_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], small_blocks: None
) -> None:
    assert main([*SOBOL, "--to", str(tmp_path)]) == 0
    next(tmp_path.glob("part-*")).unlink()
    assert main(["sensitivity", str(tmp_path), "--outcome", "accepted"]) == 2
    assert "1 blok dalam" in capsys.readouterr().err
    assert not list(tmp_path.glob("tornado*"))


def test_a_design_that_is_not_the_one_that_was_run_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*SOBOL, "--to", str(tmp_path)]) == 0
    design = tmp_path / "design.json"
    design.write_text(
        design.read_text(encoding="utf-8").replace("outreach_poor", "audit"), encoding="utf-8"
    )
    assert main(["sensitivity", str(tmp_path), "--outcome", "accepted"]) == 2
    assert "bukan rancangan yang dijalankan" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words, said",
    [
        (
            ["sweep", "wanasri", "--levers", "pik_share", "--to", "s"],
            "Yang paling mirip: wanasari.",
        ),
        (
            ["sweep", "wanasari", "--levers", "pik_shar", "--to", "s"],
            "Yang paling mirip: pik_share",
        ),
        (["sweep", "wanasari", "--levers", "audit,audit", "--to", "s"], "audit disebut dua kali"),
        (
            ["sweep", "wanasari", "--levers", "pik_share", "--sobol", "6", "--to", "s"],
            "diharapkan pangkat dua",
        ),
        (["sweep", "wanasari", "--levers", "dd_year", "--to", "s"], "hanya ada pada masa aturan"),
        (["sensitivity", "s", "--outcome", "accepted"], "manifest.json tidak ada"),
    ],
    ids=" ".join,
)
def test_what_is_wrong_is_a_sentence_and_nothing_is_written(
    words: list[str],
    said: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(words) == 2
    out, err = capsys.readouterr()
    assert out == "" and said in err and "Traceback" not in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "words, said",
    [
        (["--outcome", "acepted"], "Yang paling mirip: accepted.count"),
        (["--outcome", "accepted", "--method", "morris"], "tidak cocok dengan cara morris"),
        (["--outcome", "accepted", "--method", "sobl"], "Yang paling mirip: sobol."),
    ],
)
def test_a_wrong_outcome_or_method_is_a_sentence(
    folder: Path, words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(folder.iterdir())
    assert main(["sensitivity", str(folder), *words]) == 2
    assert said in capsys.readouterr().err
    assert sorted(folder.iterdir()) == before


def test_a_grid_has_no_indices(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = command("sweep wanasari --levers pik_share --grid 2 --replicates 1 --to", str(tmp_path))
    assert main(words) == 0
    assert main(["sensitivity", str(tmp_path), "--outcome", "accepted"]) == 2
    assert "Rancangan grid tidak memberi indeks" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words, said", [(["--workers", "0"], "paling sedikit 1"), (["--lhs", "1"], "paling sedikit 2")]
)
def test_numbers_have_a_least(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["sweep", "wanasari", "--levers", "pik_share", "--to", "s", *words])
    assert stop.value.code == 2 and said in capsys.readouterr().err


@pytest.mark.skipif(os.name == "nt", reason="kill -9")
def test_workers_end_with_a_study_that_is_killed() -> None:
    script = (
        "import os\nfrom p2spp_sim.cli.sweeping import _workers\n"
        "with _workers(2) as pool:\n    pool.submit(os.getpid).result()\n    os.kill(os.getpid(), 9)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, timeout=20
    )  # to the end of its output
    assert ended.returncode == -signal.SIGKILL
