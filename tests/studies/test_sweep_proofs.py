"""Proofs of a sweep: killed, interrupted, robbed of its workers or poisoned, it ends with the same bytes."""

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow
import pytest

import p2spp_sim as p2
from p2spp_sim.base.files import data_path
from p2spp_sim.results.record import RunRecord
from p2spp_sim.studies import sweep
from p2spp_sim.studies.design import Design
from p2spp_sim.studies.kept import part_files
from p2spp_sim.studies.running import at_once, tasks

BASE = p2.Scenario.load("2010")
LEVERS = BASE.levers("pik_share", "reses_timing", "womens_meeting")
BLOCKS = 18  # of three points and two replicates
DESIGN = Design.latin_hypercube(LEVERS, 3 * BLOCKS, seed=5)
SCRIPT = """
from concurrent.futures import ProcessPoolExecutor
import signal
import sys
import time
import p2spp_sim as p2
from p2spp_sim.studies import sweep
from tests.studies.test_sweep_proofs import swept

save = sweep.save

def slowly(*part):
    time.sleep(0.05)  # so that there is a middle to be killed in
    save(*part)

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job ignores it
    sweep._block_runs, sweep.save = lambda _: 6, slowly
    if sys.argv[2] == "here":
        swept(sys.argv[1])
    else:
        with ProcessPoolExecutor(2) as pool:
            swept(sys.argv[1], executor=pool)
"""


def swept(folder: Any, **more: Any) -> p2.Sweep:
    return p2.sweep(
        DESIGN, p2.World.load("wanasari"), replicates=2, seed=3, to=folder, progress=False, **more
    )


def bytes_of(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.glob("part-*.parquet")
    }


def parts_in(folder: Path) -> int:
    return len(list(folder.glob("part-*.parquet")))


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweep, "_block_runs", lambda _: 6)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> p2.Sweep:
    """Give the study that nothing disturbed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sweep, "_block_runs", lambda _: 6)
        return swept(tmp_path_factory.mktemp("whole"))


def same(study: p2.Sweep, whole: p2.Sweep) -> bool:
    """Tell whether two studies hold the same bytes and give the same table."""
    assert bytes_of(study.folder) == bytes_of(whole.folder)
    assert len(bytes_of(study.folder)) == BLOCKS
    return study.frame().equals(whole.frame()) and study.frame().to_csv() == whole.frame().to_csv()


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "study.py"
    path.write_text(SCRIPT)
    return path


def started(script: Path, folder: Path, where: str) -> subprocess.Popen[bytes]:
    """Start a study in a process of its own, with a process group that can be killed with its workers."""
    root = str(Path(__file__).resolve().parents[2])
    return subprocess.Popen(
        [sys.executable, str(script), str(folder), where],
        env=os.environ | {"PYTHONPATH": root},
        start_new_session=True,
        stderr=subprocess.DEVNULL,
    )


def wait_for(folder: Path, parts: int, child: "subprocess.Popen[bytes] | None" = None) -> None:
    while parts_in(folder) < parts and (child is None or child.poll() is None):
        time.sleep(0.002)


@pytest.mark.skipif(os.name == "nt", reason="kill -9 and process groups")
@pytest.mark.parametrize("where", ["here", "pool"])
def test_killed_twice_in_the_middle_and_taken_up_again(
    whole: p2.Sweep, script: Path, tmp_path: Path, where: str
):
    folder = tmp_path / "study"
    for wanted in (4, 12):
        child = started(script, folder, where)
        wait_for(folder, wanted, child)
        os.killpg(child.pid, signal.SIGKILL)
        assert child.wait() == -signal.SIGKILL  # it was still at work
    assert 12 <= parts_in(folder) < BLOCKS
    kept = {path: path.stat().st_mtime_ns for path in folder.glob("part-*.parquet")}
    assert p2.Sweep.open(folder).missing == BLOCKS - len(kept)
    begun = next(name for name in whole.manifest["parts"] if not (folder / name).exists())
    (folder / f".{begun}.0.tmp").write_bytes(b"begun")
    again = swept(folder)
    assert not [*folder.glob(".*.tmp")]
    assert {path: path.stat().st_mtime_ns for path in kept} == kept  # nothing was run twice
    assert again.missing == 0
    assert same(again, whole)


@pytest.mark.skipif(os.name == "nt", reason="sends a signal")
def test_ctrl_c_ends_at_once_and_loses_only_what_was_in_flight(
    whole: p2.Sweep, script: Path, tmp_path: Path
):
    folder = tmp_path / "study"
    child = started(script, folder, "pool")
    wait_for(folder, 4, child)
    child.send_signal(signal.SIGINT)
    assert child.wait(timeout=60) not in (0, -signal.SIGKILL)
    assert 4 <= parts_in(folder) < BLOCKS  # the pool was not asked to finish what nobody would keep
    assert same(swept(folder), whole)


@contextmanager
def killed_in_the_middle(folder: Path, pid: int) -> Iterator[None]:
    """Kill a worker when some parts are there."""

    def watch() -> None:
        wait_for(folder, 5)
        os.kill(pid, signal.SIGKILL)
        died.append(parts_in(folder))

    died: list[int] = []
    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    yield
    thread.join(timeout=60)
    assert died and 5 <= died[0] < BLOCKS


def test_a_lost_worker_of_a_process_pool_costs_nothing(whole: p2.Sweep, tmp_path: Path):
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        pid = pool.submit(os.getpid).result()
        with killed_in_the_middle(tmp_path, pid):
            study = swept(tmp_path, executor=pool)
        with pytest.raises(BrokenProcessPool):
            pool.submit(os.getpid)
    assert study.failures == ()
    assert same(study, whole)


def test_loky_gives_the_same_bytes(whole: p2.Sweep, tmp_path: Path):
    from loky import get_reusable_executor

    pool = get_reusable_executor(max_workers=2, timeout=20)
    assert same(swept(tmp_path, executor=pool), whole)
    pool.shutdown(kill_workers=True)


def test_dask_with_a_worker_killed_in_mid_run_gives_the_same_bytes(whole: p2.Sweep, tmp_path: Path):
    from distributed import Client, LocalCluster

    with (
        LocalCluster(2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None) as cluster,
        Client(cluster) as client,
        killed_in_the_middle(tmp_path, next(iter(client.run(os.getpid).values()))),
    ):
        study = swept(tmp_path, executor=client.get_executor())
    assert study.failures == ()
    assert same(study, whole)


class Breaks(Executor):
    """An executor that finishes some blocks and then takes nothing more."""

    def __init__(self, after: int) -> None:
        self.left = after

    def submit(self, task: Any, /, *words: Any, **more: Any) -> Future[Any]:
        if not self.left:
            raise BrokenProcessPool("planted")
        self.left -= 1
        future: Future[Any] = Future()
        future.set_result(task(*words, **more))
        return future


def test_what_a_broken_executor_had_finished_is_kept_and_the_rest_is_run(
    whole: p2.Sweep, tmp_path: Path
):
    study = swept(tmp_path, executor=Breaks(after=BLOCKS - 2))
    assert study.failures == ()
    assert same(study, whole)


class Counts(Breaks):
    """An executor that counts what it holds and nobody has read yet."""

    held = most = 0

    def submit(self, task: Any, /, *words: Any, **more: Any) -> Future[Any]:
        self.held += 1
        self.most = max(self.most, self.held)
        return super().submit(task, *words, **more)


@pytest.mark.parametrize("taken", [20, 7, 0])
def test_a_scheduler_never_holds_more_blocks_than_it_should(
    monkeypatch: pytest.MonkeyPatch, taken: int
) -> None:
    monkeypatch.setattr(tasks, "AHEAD", 3)
    executor, given = Counts(after=taken), {}
    jobs: Any = {number: (number,) for number in range(20)}
    for number, table, error in tasks._on(executor, lambda block: {"block": block}, jobs):
        executor.held -= 1
        given[number] = table or type(error)
    assert executor.most <= 3
    assert given == {n: {"block": n} if n < taken else BrokenProcessPool for n in range(20)}


class Deadly(float):
    """A lever value that ends every process that receives it."""

    def __reduce__(self) -> tuple[Any, ...]:
        return os._exit, (9,)


def test_a_block_that_kills_every_worker_is_listed_and_takes_nothing_along(
    whole: p2.Sweep, tmp_path: Path
):
    points = list(DESIGN.points[:12])
    points[7] = {**points[7], "pik_share": Deadly(points[7]["pik_share"])}
    design = Design(DESIGN.kind, DESIGN.levers, tuple(points), DESIGN.places[:12])
    world = p2.World.load("wanasari")
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        study = p2.sweep(
            design, world, replicates=2, seed=3, to=tmp_path, executor=pool, progress=False
        )
    assert len(study.failures) == 1
    assert "6-8" in study.failures[0] and str(float(points[7]["pik_share"])) in study.failures[0]
    frame, expected = study.frame(), whole.frame()
    assert set(range(12)) - set(frame["point"]) == {6, 7, 8}
    wanted = expected[expected["point"].isin(set(frame["point"]))].reset_index(drop=True)
    assert frame.equals(wanted)
    assert p2.Sweep.open(tmp_path).failures == study.failures


def test_a_failed_run_is_named_with_its_levers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    real, bad = at_once.by_run, DESIGN.points[10]["pik_share"]

    def breaks(run: RunRecord, keys: Any) -> Any:
        replicates = getattr(run.draws, "replicates", (run.draws.replicate,))
        if 1 in replicates and bad in [each.value("pik_share") for each in run.scenario.of_runs]:
            raise ZeroDivisionError("planted")
        return real(run, keys)

    monkeypatch.setattr(at_once, "by_run", breaks)
    study = swept(tmp_path)
    (said,) = study.failures
    assert (
        "titik 10, ulangan 1" in said
        and "ZeroDivisionError: planted" in said
        and f"'pik_share': {bad}" in said
    )
    assert study.missing == 1
    assert set(range(3 * BLOCKS)) - set(study.frame()["point"]) == {9, 10, 11}


def test_shares_of_two_machines_are_put_together(whole: p2.Sweep, tmp_path: Path):
    shares = [swept(tmp_path / str(k), share=(k, 2)) for k in (0, 1)]
    assert [share.missing for share in shares] == [BLOCKS // 2, BLOCKS // 2]
    for part in shares[1].folder.glob("part-*.parquet"):
        shutil.copy2(part, shares[0].folder)
    before = {path: path.stat().st_mtime_ns for path in shares[0].folder.glob("part-*.parquet")}
    merged = swept(shares[0].folder)
    assert {path: path.stat().st_mtime_ns for path in before} == before
    assert same(merged, whole)


def test_a_damaged_part_is_named_and_run_again(whole: p2.Sweep, tmp_path: Path):
    folder = shutil.copytree(whole.folder, tmp_path / "copy")
    part = sorted(folder.glob("part-*.parquet"))[3]
    part.write_bytes(part.read_bytes()[:1000])  # a stick pulled out too early
    with pytest.raises(p2.P2sppError, match=part.name):
        p2.Sweep.open(folder).frame()
    assert same(swept(folder), whole)


def test_no_turned_bit_of_a_part_is_taken_for_what_was_written(whole: p2.Sweep, tmp_path: Path):
    part = sorted(whole.folder.glob("part-*.parquet"))[3]
    raw, written, copy = part.read_bytes(), part_files.read([part]), tmp_path / part.name
    rng, noticed = np.random.default_rng(1), 0
    for place in rng.integers(len(raw), size=300).tolist():
        turned = bytearray(raw)
        turned[place] ^= 1 << int(rng.integers(8))
        copy.write_bytes(turned)
        if part_files.is_whole(copy, 6):
            assert part_files.read([copy]).equals(
                written
            )  # it was in what nobody reads, such as a statistic
        else:
            noticed += 1
            with pytest.raises(p2.P2sppError, match="rusak"):
                part_files.read([copy])
    assert noticed > 100


def test_a_part_with_a_changed_cell_is_run_again(whole: p2.Sweep, tmp_path: Path):
    from pyarrow import parquet

    folder = shutil.copytree(whole.folder, tmp_path / "copy")
    part = sorted(folder.glob("part-*.parquet"))[3]
    table = parquet.read_table(part)
    metadata, frame = table.schema.metadata, table.to_pandas()
    frame.loc[2, "accepted.count"] += 0.01
    parquet.write_table(pyarrow.Table.from_pandas(frame).replace_schema_metadata(metadata), part)
    with pytest.raises(p2.P2sppError, match="isinya"):
        p2.Sweep.open(folder).frame()
    assert same(swept(folder), whole)


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"study": 3}', '{"study": {}, "parts": [1]}', "\udcff"]
)
def test_a_damaged_manifest_is_named_and_can_be_made_anew(
    whole: p2.Sweep, tmp_path: Path, text: str
):
    folder = shutil.copytree(whole.folder, tmp_path / "copy")
    (folder / "manifest.json").write_bytes(text.encode(errors="surrogateescape"))
    for use in (p2.Sweep.open, swept):
        with pytest.raises(p2.P2sppError, match=r"manifest\.json rusak .*Hapus"):
            use(folder)
    (folder / "manifest.json").unlink()
    kept = {path: path.stat().st_mtime_ns for path in folder.glob("part-*")}
    assert same(swept(folder), whole)
    assert {path: path.stat().st_mtime_ns for path in folder.glob("part-*")} == kept


@pytest.mark.parametrize(
    ("where", "value"),
    [
        (("study", "world"), None),
        (("study", "seed"), "x"),
        (("study", "base"), "{"),
        (("study", "replicates"), "x"),
        (("blocks",), []),
        (("blocks",), [[0, 1]]),
        (("files",), None),
        (("own",), [{"name": "gate.mine"}]),
        (("parts",), ["../outside.parquet"]),
    ],
)
def test_a_manifest_that_was_written_into_is_told_and_writes_nothing_elsewhere(
    whole: p2.Sweep, tmp_path: Path, where: tuple[str, ...], value: Any
):
    folder = shutil.copytree(whole.folder, tmp_path / "copy")
    record = json.loads((folder / "manifest.json").read_text())
    inner = record["study"] if len(where) > 1 else record
    inner.pop(where[-1])
    inner |= {} if value is None else {where[-1]: value}
    (folder / "manifest.json").write_text(json.dumps(record))
    for use in (lambda at: p2.Sweep.open(at).rerun(1), swept):
        with pytest.raises(p2.P2sppError, match=r"manifest\.json rusak|belum mencatat kode"):
            use(folder)
    assert [path.name for path in tmp_path.iterdir()] == ["copy"]


def test_a_part_under_the_name_of_another_is_told_and_run_again(whole: p2.Sweep, tmp_path: Path):
    names = sorted(path.name for path in whole.folder.glob("part-*.parquet"))
    for shift in (1, 7):
        folder = tmp_path / str(shift)
        shutil.copytree(whole.folder, folder)
        for name, other in zip(names, names[shift:] + names[:shift], strict=True):
            shutil.copy(whole.folder / other, folder / name)
        with pytest.raises(p2.P2sppError, match=rf"{names[0]} rusak \(.*milik bagian lain\)"):
            p2.Sweep.open(folder).frame()
        assert same(swept(folder), whole)


@pytest.mark.parametrize(
    "damage", [Path.unlink, lambda path: path.write_text("{"), lambda path: path.write_text("[]")]
)
def test_a_lost_design_is_said_and_made_anew_from_the_one_that_is_pinned(
    whole: p2.Sweep, tmp_path: Path, damage: Any
):
    folder = shutil.copytree(whole.folder, tmp_path / "copy")
    damage(folder / "design.json")
    with pytest.raises(p2.P2sppError, match=r"design\.json"):
        _ = p2.Sweep.open(folder).design
    assert swept(folder).design.points == DESIGN.points


def test_places_that_were_changed_are_noticed(whole: p2.Sweep, tmp_path: Path):
    folder = shutil.copytree(whole.folder, tmp_path / "copy")
    record = json.loads((folder / "design.json").read_text())
    record["places"][4][1] = 0.5
    (folder / "design.json").write_text(json.dumps(record))
    with pytest.raises(p2.P2sppError, match="bukan rancangan"):
        _ = p2.Sweep.open(folder).design


def test_parts_of_another_study_are_not_mixed_in(whole: p2.Sweep, tmp_path: Path):
    folder = shutil.copytree(whole.folder, tmp_path / "copy")
    other = p2.sweep(
        DESIGN,
        p2.World.load("wanasari"),
        replicates=2,
        seed=4,
        to=tmp_path / "other",
        progress=False,
    )
    assert not set(bytes_of(other.folder)) & set(bytes_of(folder))
    for part in other.folder.glob("part-*.parquet"):
        shutil.copy2(part, folder)
    assert p2.Sweep.open(folder).frame().equals(whole.frame())


@pytest.mark.parametrize(
    "design", [DESIGN, Design.morris(LEVERS, 4, seed=1), Design.grid(LEVERS, 2)]
)
def test_the_folder_alone_gives_the_design_back(design: Design, tmp_path: Path):
    p2.sweep(design, p2.World.load("wanasari"), to=tmp_path, progress=False)
    saved = p2.Sweep.open(tmp_path).design
    assert (saved.kind, saved.levers, saved.points, saved.key) == (
        design.kind,
        design.levers,
        design.points,
        design.key,
    )
    assert saved.places.tobytes() == design.places.tobytes()
    assert [[type(v) for v in point.values()] for point in saved.points] == [
        [type(v) for v in point.values()] for point in design.points
    ]


def test_other_rules_in_the_same_file_are_another_study(tmp_path: Path):
    rules = tmp_path / "2010.toml"
    shutil.copy(data_path("datasets", "rules", "2010.toml"), rules)
    base, world = p2.Scenario("own", str(rules)), p2.World.load("wanasari")
    design = Design.grid(BASE.levers("integrated_mad"))
    p2.sweep(design, world, base=base, to=tmp_path / "study", progress=False)
    text = rules.read_text(encoding="utf-8")
    rules.write_text(text + "\n# changed\n", encoding="utf-8")
    with pytest.raises(p2.P2sppError, match="yang berbeda: rules"):
        p2.sweep(design, world, base=base, to=tmp_path / "study", progress=False)


def test_a_folder_without_a_study_is_refused(tmp_path: Path):
    with pytest.raises(p2.P2sppError, match=r"manifest\.json"):
        p2.Sweep.open(tmp_path)


@pytest.mark.parametrize(
    "bad",
    [
        *({"replicates": 0}, {"to": ""}, {"to": None}, {"base": "2010"}),
        *({"share": share} for share in ((2, 2), (-1, 2), (0, 2, 5), 1, (0.0, 2))),
    ],
)
def test_a_study_of_nothing_or_for_nowhere_is_refused(tmp_path: Path, bad: dict[str, Any]):
    with pytest.raises(p2.OutOfBounds):
        p2.sweep(
            DESIGN, p2.World.load("wanasari"), **{"to": tmp_path / "no", "progress": False, **bad}
        )
    assert not (tmp_path / "no").exists()
