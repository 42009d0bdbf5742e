"""Part files packed into few: the same table, the same study, taken up as before, and nothing lost when it is cut."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import p2spp_sim as p2
from p2spp_sim.cli import main
from p2spp_sim.studies import sweep
from p2spp_sim.studies.kept import packs
from p2spp_sim.studies.running import tasks

WORLD = p2.World.load("tirtamulya")
DESIGN = p2.Design.latin_hypercube(
    p2.Scenario.load("2010").levers("pik_share", "plebiscite"), 11, seed=5
)
PACKED = 4  # eleven parts: packs of four, four and three


def swept(folder: Path) -> p2.Sweep:
    return p2.sweep(DESIGN, WORLD, seed=3, outcomes=["accepted"], to=folder, progress=False)


def files(folder: Path, kind: str = "pa") -> list[str]:
    return sorted(path.name for path in folder.glob(f"{kind}*.parquet"))


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweep, "_block_runs", lambda _: 1)
    monkeypatch.setattr(packs, "PACKED", PACKED)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> p2.Sweep:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sweep, "_block_runs", lambda _: 1)
        return swept(tmp_path_factory.mktemp("made"))


@pytest.fixture
def study(made: p2.Sweep, tmp_path: Path) -> p2.Sweep:
    return p2.Sweep(shutil.copytree(made.folder, tmp_path / "study"))


def no_run(*_: object) -> None:
    raise AssertionError("a block was run again")


def test_the_table_and_the_study_stay_and_a_second_call_changes_nothing(
    study: p2.Sweep, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, pinned = study.frame(), study.manifest
    assert study.compact() == 11
    packed = files(study.folder)
    assert len(packed) == 3 and all(name.startswith("pack-") for name in packed)
    assert study.frame().equals(before) and study.missing == 0 and study.failures == ()
    assert study.manifest == pinned
    stamps = {name: (study.folder / name).stat().st_mtime_ns for name in packed}
    assert study.compact() == 0
    assert {n: (study.folder / n).stat().st_mtime_ns for n in files(study.folder)} == stamps
    monkeypatch.setattr(tasks, "run_block", no_run)
    assert swept(study.folder).frame().equals(before)


def test_parts_run_again_load_their_pack_once(
    study: p2.Sweep, monkeypatch: pytest.MonkeyPatch
) -> None:
    study.compact()
    read: list[Path] = []
    real = packs.loaded

    def counted(path: Path, *, placed: bool = True) -> object:
        read.append(path)
        return real(path, placed=placed)

    monkeypatch.setattr(packs, "loaded", counted)
    assert study.rerun(8).same
    assert sorted(read) == sorted(study.folder.glob("pack-*"))


def test_a_study_that_is_not_finished_goes_on_and_is_packed_again(study: p2.Sweep) -> None:
    before = study.frame()
    for name in files(study.folder)[5:]:
        (study.folder / name).unlink()
    assert study.compact() == 4  # one is left alone: a pack of it would save nothing
    assert (study.missing, len(files(study.folder))) == (6, 2)
    assert swept(study.folder).frame().equals(before)
    assert (study.compact(), study.missing) == (7, 0)
    assert study.frame().equals(before) and len(files(study.folder)) == 3


@pytest.mark.parametrize("step", range(1, 15))  # three packs are written, eleven files let go
def test_cut_off_at_every_step_nothing_is_lost_and_the_next_call_ends_it(
    study: p2.Sweep, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    before, done = study.frame(), 0

    def cut(action: Callable[..., None]) -> Callable[..., None]:
        def until(*given: object, **more: object) -> None:
            nonlocal done
            done += 1
            if done == step:
                raise KeyboardInterrupt
            action(*given, **more)

        return until

    with monkeypatch.context() as patch:
        patch.setattr(packs, "save", cut(packs.save))
        patch.setattr(packs, "let_go", cut(packs.let_go))
        with pytest.raises(KeyboardInterrupt):
            study.compact()
    assert study.frame().equals(before) and study.missing == 0
    study.compact()
    assert len(files(study.folder)) == 3 and not files(study.folder, "part")
    assert study.frame().equals(before)


def test_a_damaged_pack_is_named_and_only_its_parts_are_run_again(study: p2.Sweep) -> None:
    before = study.frame()
    study.compact()
    damaged = study.folder / files(study.folder)[0]
    raw = bytearray(damaged.read_bytes())
    raw[8] ^= 255
    damaged.write_bytes(raw)
    with pytest.raises(p2.P2sppError, match=damaged.name):
        study.frame()
    assert swept(study.folder).frame().equals(before)
    assert 3 <= len(files(study.folder, "part")) <= PACKED
    study.compact()
    assert not files(study.folder, "part") and study.frame().equals(before)


def test_a_damaged_part_stops_it_before_anything_is_let_go(study: p2.Sweep) -> None:
    part = study.folder / files(study.folder)[1]
    part.write_bytes(part.read_bytes()[:-9])
    with pytest.raises(p2.P2sppError, match=part.name):
        study.compact()
    assert len(files(study.folder)) == 11


def test_packs_of_another_study_are_ignored_and_those_of_a_share_are_taken(
    study: p2.Sweep, tmp_path: Path
) -> None:
    before = study.frame()
    study.compact()
    copy = p2.sweep(
        DESIGN, WORLD, seed=4, outcomes=["accepted"], to=tmp_path / "other", progress=False
    )
    copy.compact()
    for name in files(study.folder):
        shutil.copy(study.folder / name, copy.folder)
    assert len(copy.frame()) == 11 and not copy.frame().equals(before)
    for name in files(copy.folder, "pack"):
        shutil.copy(copy.folder / name, study.folder)
    assert study.frame().equals(before)


def test_the_command_tells_files_before_and_after(
    study: p2.Sweep, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["sweep", "--compact", str(study.folder)]) == 0
    assert " semula 11 (" in capsys.readouterr().out.replace("\n", " ")
    assert main(["sweep", "--compact", str(study.folder.parent)]) == 2
    assert main(["sweep", "wanasari"]) == 2
    assert "--compact" in capsys.readouterr().err
