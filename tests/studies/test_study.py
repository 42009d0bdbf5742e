"""Sweeps: cut off, taken up again, on any executor, always the same table."""

import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest

import p2spp_sim as p2
from p2spp_sim import study
from p2spp_sim.design import Design

BASE = p2.Scenario.load("2010")
DESIGN = Design.latin_hypercube(BASE.levers("pik_share", "reses_timing", "womens_meeting"), 24, seed=5)
SCRIPT = """
import p2spp_sim as p2
from p2spp_sim import study
from tests.studies.test_study import DESIGN
study.BLOCK_RUNS = 4
p2.sweep(DESIGN, p2.World.load("wanasari"), replicates=2, seed=3, to={folder!r}, progress=False)
"""


@pytest.fixture(scope="module")
def world():
    return p2.World.load("wanasari")


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch):
    monkeypatch.setattr(study, "BLOCK_RUNS", 4)


@pytest.fixture(scope="module")
def whole(world, tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(study, "BLOCK_RUNS", 4)
        return p2.sweep(DESIGN, world, replicates=2, seed=3, to=tmp_path_factory.mktemp("s"), progress=False).frame()


def test_one_row_a_point_and_replicate(whole):
    assert len(whole) == 48
    assert whole[["point", "replicate"]].drop_duplicates().shape[0] == 48
    assert whole["pik_share"].nunique() == 24
    row = whole.iloc[7]
    scenario = BASE.change(**DESIGN.points[row["point"]])
    run = p2.run_year(p2.World.load("wanasari"), scenario, 3, replicate=int(row["replicate"]))
    assert row["accepted.count"] == run.indicators().set_index("key").loc["accepted", "count"]


def test_killed_twice_and_taken_up_again_gives_the_same_table(whole, tmp_path):
    folder = tmp_path / "study"
    for wanted in (2, 6):
        child = subprocess.Popen([sys.executable, "-c", SCRIPT.format(folder=str(folder))])
        while len(list(folder.glob("part-*.parquet"))) < wanted and child.poll() is None:
            time.sleep(0.01)
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
    kept = {path: path.stat().st_mtime_ns for path in folder.glob("part-*.parquet")}
    assert 6 <= len(kept) < 12
    again = p2.sweep(DESIGN, p2.World.load("wanasari"), replicates=2, seed=3, to=folder, progress=False)
    assert {path: path.stat().st_mtime_ns for path in kept} == kept
    assert again.frame().equals(whole)
    assert again.frame().to_csv() == whole.to_csv()


def test_a_process_pool_and_loky_give_the_same_table(whole, world, tmp_path):
    from loky import get_reusable_executor

    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        spawned = p2.sweep(DESIGN, world, replicates=2, seed=3, to=tmp_path / "a", executor=pool, progress=False)
    assert spawned.frame().equals(whole)
    pool = get_reusable_executor(max_workers=2, timeout=20)
    assert (
        p2.sweep(DESIGN, world, replicates=2, seed=3, to=tmp_path / "b", executor=pool, progress=False)
        .frame()
        .equals(whole)
    )
    pool.shutdown(kill_workers=True)


def test_dask_with_a_worker_killed_in_mid_run_gives_the_same_table(whole, world, tmp_path):
    from distributed import Client, LocalCluster

    with (
        LocalCluster(2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        pids = list(client.run(os.getpid).values())
        client.submit(
            os.kill, pids[0], signal.SIGKILL, pure=False, workers=[next(iter(client.scheduler_info()["workers"]))]
        )
        found = p2.sweep(
            DESIGN, world, replicates=2, seed=3, to=tmp_path, executor=client.get_executor(), progress=False
        )
    assert found.failures == ()
    assert found.frame().equals(whole)


def test_a_folder_with_another_study_is_refused_with_what_differs(world, tmp_path):
    p2.sweep(DESIGN, world, replicates=1, seed=3, to=tmp_path, progress=False)
    before = sorted(path.name for path in tmp_path.iterdir())
    with pytest.raises(p2.P2sppError, match=r"seed: 3 ≠ 4"):
        p2.sweep(DESIGN, world, replicates=1, seed=4, to=tmp_path, progress=False)
    with pytest.raises(p2.P2sppError, match="base"):
        p2.sweep(DESIGN, world, base=BASE.change(papers_help=1.0), replicates=1, seed=3, to=tmp_path, progress=False)
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_a_failed_block_is_listed_and_the_rest_goes_on(world, tmp_path, monkeypatch):
    real = study.run_block

    def breaks(world, scenarios, points, first, replicates, seed):
        if first == 8:
            raise ZeroDivisionError("planted")
        return real(world, scenarios, points, first, replicates, seed)

    monkeypatch.setattr(study, "run_block", breaks)
    found = p2.sweep(DESIGN, world, replicates=2, seed=3, to=tmp_path, progress=False)
    assert len(found.failures) == 1
    assert "8-9" in found.failures[0]
    assert "planted" in found.failures[0]
    assert "pik_share" in found.failures[0]
    assert len(found.frame()) == 44
    assert found.manifest["failures"] == list(found.failures)


def test_a_point_the_levers_do_not_allow_runs_nothing(world, tmp_path):
    village = p2.Scenario.load("dana_desa")
    design = Design.grid(BASE.levers("integrated_mad"))
    with pytest.raises(p2.OutOfBounds, match="integrated_mad"):
        p2.sweep(design, world, base=village, to=tmp_path / "no", progress=False)
    assert not (tmp_path / "no").exists()


def test_the_manifest_pins_what_was_run(world, tmp_path):
    manifest = p2.sweep(DESIGN, world, replicates=1, seed=3, to=tmp_path, progress=False).manifest
    assert manifest["study"]["seed"] == 3
    assert manifest["study"]["world"].startswith("wanasari-")
    assert {"numpy", "p2spp-sim"} <= set(manifest["packages"])
    assert manifest["started"] <= manifest["ended"]
    json.dumps(manifest)


def test_a_full_disk_keeps_finished_parts_and_says_so(world, tmp_path, monkeypatch):
    real, written = os.replace, []

    def full(source, target):
        if str(target).endswith(".parquet"):
            if len(written) == 3:
                raise OSError(28, "No space left on device")
            written.append(target)
        real(source, target)

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(p2.P2sppError, match="No space left"):
        p2.sweep(DESIGN, world, replicates=2, seed=3, to=tmp_path, progress=False)
    assert len(list(tmp_path.glob("part-*.parquet"))) == 3
    assert not list(tmp_path.glob(".part*"))
