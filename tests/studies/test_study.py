"""Sweeps: the table, the manifest, and what is refused; test_sweep_proofs.py kills them."""

import json
import os

import pytest

import p2spp_sim as p2
from p2spp_sim.studies import sweep
from p2spp_sim.studies.design import Design
from p2spp_sim.studies.running import tasks

BASE = p2.Scenario.load("2010")
DESIGN = Design.latin_hypercube(
    BASE.levers("pik_share", "reses_timing", "womens_meeting"), 24, seed=5
)


@pytest.fixture(scope="module")
def world():
    return p2.World.load("wanasari")


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch):
    monkeypatch.setattr(sweep, "_block_runs", lambda _: 4)


@pytest.fixture(scope="module")
def whole(world, tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sweep, "_block_runs", lambda _: 4)
        return p2.sweep(
            DESIGN, world, replicates=2, seed=3, to=tmp_path_factory.mktemp("s"), progress=False
        ).frame()


def test_one_row_a_point_and_replicate(whole):
    assert len(whole) == 48
    assert whole[["point", "replicate"]].drop_duplicates().shape[0] == 48
    assert whole["pik_share"].nunique() == 24
    row = whole.iloc[7]
    scenario = BASE.change(**DESIGN.points[row["point"]])
    run = p2.run_year(p2.World.load("wanasari"), scenario, 3, replicate=int(row["replicate"]))
    assert row["accepted.count"] == run.indicators().set_index("key").loc["accepted", "count"]


def test_a_folder_with_another_study_is_refused_with_what_differs(world, tmp_path):
    p2.sweep(DESIGN, world, replicates=1, seed=3, to=tmp_path, progress=False)
    before = sorted(path.name for path in tmp_path.iterdir())
    with pytest.raises(p2.P2sppError, match=r"seed: 3 ≠ 4"):
        p2.sweep(DESIGN, world, replicates=1, seed=4, to=tmp_path, progress=False)
    with pytest.raises(p2.P2sppError, match="base"):
        p2.sweep(
            DESIGN,
            world,
            base=BASE.change(papers_help=1.0),
            replicates=1,
            seed=3,
            to=tmp_path,
            progress=False,
        )
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_a_failed_block_is_listed_and_the_rest_goes_on(world, tmp_path, monkeypatch):
    real = tasks.run_block

    def breaks(world, scenarios, points, block, *more):
        if block.points.start == 8:
            raise ZeroDivisionError("planted")
        return real(world, scenarios, points, block, *more)

    monkeypatch.setattr(tasks, "run_block", breaks)
    study = p2.sweep(DESIGN, world, replicates=2, seed=3, to=tmp_path, progress=False)
    assert len(study.failures) == 1
    assert "8-9" in study.failures[0]
    assert "planted" in study.failures[0]
    assert "pik_share" in study.failures[0]
    assert len(study.frame()) == 44
    assert p2.Sweep.open(tmp_path).failures == study.failures


def test_failures_of_every_share_are_listed_until_their_blocks_run(world, tmp_path, monkeypatch):
    def breaks(*_):
        raise ZeroDivisionError("planted")

    def swept(k, n=2):
        return p2.sweep(
            DESIGN, world, replicates=50, seed=3, to=tmp_path, share=(k, n), progress=False
        )

    monkeypatch.setattr(sweep, "_block_runs", lambda _: 600)  # two blocks
    monkeypatch.setattr(tasks, "run_block", breaks)
    assert len(swept(0).failures) == 1
    both = swept(1).failures
    assert ["0-11" in both[0], "12-23" in both[1]] == [True, True]
    monkeypatch.setattr(tasks, "run_block", lambda *job: {"point": [0] * 600})
    assert swept(1).failures == both[:1]
    assert swept(0, 1).failures == () and sorted({path.suffix for path in tmp_path.iterdir()}) == [
        "",
        ".json",
        ".parquet",
    ]


def test_a_point_the_levers_do_not_allow_runs_nothing(world, tmp_path):
    village = p2.Scenario.load("dana_desa")
    design = Design.grid(BASE.levers("integrated_mad"))
    with pytest.raises(p2.OutOfBounds, match="integrated_mad"):
        p2.sweep(design, world, base=village, to=tmp_path / "no", progress=False)
    assert not (tmp_path / "no").exists()


def test_the_manifest_pins_what_was_run(world, tmp_path):
    done = p2.sweep(DESIGN, world, replicates=1, seed=3, to=tmp_path, progress=False)
    assert done.design == DESIGN
    manifest = done.manifest
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
