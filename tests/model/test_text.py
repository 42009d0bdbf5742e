"""A file is written whole or not at all, whoever else writes it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from errno import EINVAL, EIO, ENOLCK, ENOSPC, ENOSYS, EOPNOTSUPP
from pathlib import Path

import pytest

from p2spp_sim.base import files
from p2spp_sim.base.files import alone, clear_leftovers, replacing, whole, write_atomically


def test_two_that_write_one_file_at_once_do_not_write_into_each_other(tmp_path: Path) -> None:
    path = tmp_path / "berkas.json"
    with replacing(path) as first:
        first.write_bytes(b"satu")
        with replacing(path) as second:
            second.write_bytes(b"dua")
        assert path.read_bytes() == b"dua"
    assert path.read_bytes() == b"satu" and list(tmp_path.iterdir()) == [path]


def test_a_long_queue_for_one_file_is_no_reason_to_push_in(tmp_path: Path) -> None:
    inside, most = [], []

    def work(number: int) -> None:
        with alone(tmp_path / "berkas.json", patience_s=0.15):
            inside.append(number)
            most.append(len(inside))
            time.sleep(0.05)
            inside.remove(number)

    with ThreadPoolExecutor(6) as pages:
        list(pages.map(work, range(6)))
    assert max(most) == 1 and not list(tmp_path.iterdir())


def test_a_lock_is_never_taken_from_a_living_holder_and_told_by_its_file(tmp_path: Path) -> None:
    path = tmp_path / "berkas.json"
    with alone(path):
        before = time.monotonic()
        with (
            pytest.raises(
                TimeoutError, match=r"masih dipakai program lain \(\.berkas\.json\.lock\)"
            ),
            alone(path, 0.2),
        ):
            pass
        assert time.monotonic() - before >= 0.2
    with alone(path, patience_s=0):
        pass
    assert not list(tmp_path.iterdir())


def test_a_lock_dies_with_its_holder(tmp_path: Path) -> None:
    hold = (
        "import sys, time; from pathlib import Path; from p2spp_sim.base.files import alone\n"
        "with alone(Path(sys.argv[1])): print(1, flush=True); time.sleep(60)"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", hold, tmp_path / "berkas.json"], stdout=subprocess.PIPE
    )
    assert holder.stdout and holder.stdout.readline()
    holder.kill()
    holder.wait()
    holder.stdout.close()
    assert [file.name for file in tmp_path.iterdir()] == [".berkas.json.lock"], (
        "what a killed one leaves keeps nobody out"
    )
    with alone(tmp_path / "berkas.json", patience_s=0):
        pass
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("answer", [None, ENOSYS, ENOLCK, EOPNOTSUPP, EINVAL])
def test_where_locks_do_nothing_a_file_that_names_its_holder_keeps_others_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: int | None
) -> None:
    """As on network folders: `flock` says yes to everybody, or that it cannot."""
    fcntl = pytest.importorskip("fcntl")

    def flock(*_: object) -> None:
        if answer is not None:
            raise OSError(answer, "no locks here")

    monkeypatch.setattr(fcntl, "flock", flock)
    path = tmp_path / "berkas.json"
    with (
        alone(path),
        pytest.raises(TimeoutError, match=r"berkas\.json\.lock\.soft"),
        alone(path, 0.1),
    ):
        pass
    with alone(path, patience_s=0):
        pass


def test_a_lock_whose_name_was_taken_away_meanwhile_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock, real, taken = tmp_path / ".berkas.json.lock", files._lock, []

    def late(opened: int) -> bool:
        if not taken:  # who held it ends between the opening and the locking
            lock.unlink()
        taken.append(real(opened))
        return taken[-1]

    monkeypatch.setattr(files, "_lock", late)
    with alone(tmp_path / "berkas.json", patience_s=1):
        assert lock.exists() and taken[:2] == [True, True]


class Disk:
    """What a disk holds when the power goes: of a file and of the names in a folder, what was flushed last.

    A model, not a disk: it sees the calls that Python makes, in their order.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.files: dict[int, bytes] = {}
        self.names: dict[Path, dict[str, int]] = {}
        monkeypatch.setattr(os, "fsync", self.fsync)

    def fsync(self, opened: int) -> None:
        where = Path(os.readlink(f"/proc/self/fd/{opened}"))
        if where.is_dir():
            self.names[where] = {entry.name: entry.stat().st_ino for entry in where.iterdir()}
        else:
            self.files[os.fstat(opened).st_ino] = where.read_bytes()

    def content(self, path: Path) -> bytes | None:
        return self.files.get(self.names.get(path.parent, {}).get(path.name, -1))


@pytest.mark.skipif(
    not Path("/proc/self/fd").is_dir(), reason="the model asks /proc which file a call is for"
)
def test_what_was_written_is_on_the_disk_when_the_call_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk, path = Disk(monkeypatch), tmp_path / "berkas.json"
    for content in (b"satu", b"dua"):
        write_atomically(path, content)
        assert disk.content(path) == path.read_bytes() == content


@pytest.mark.parametrize("error", [EIO, ENOSPC])
def test_a_disk_that_fails_to_keep_a_file_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: int
) -> None:
    def fails(_: int) -> None:
        raise OSError(error, os.strerror(error))

    path = tmp_path / "berkas.json"
    write_atomically(path, b"satu")
    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(OSError, match=os.strerror(error)):
        write_atomically(path, b"dua")
    assert path.read_bytes() == b"satu" and list(tmp_path.iterdir()) == [path]


def test_a_file_system_that_cannot_flush_is_no_reason_not_to_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cannot(_: int) -> None:
        raise OSError(EINVAL, "not here")

    monkeypatch.setattr(os, "fsync", cannot)
    write_atomically(tmp_path / "berkas.json", b"satu")
    assert (tmp_path / "berkas.json").read_bytes() == b"satu"


def test_what_a_killed_program_left_of_writing_goes_unless_somebody_writes(tmp_path: Path) -> None:
    path, other = tmp_path / "berkas.json", tmp_path / ".berkas.json.lain"
    left = [tmp_path / f".berkas.json.{n}.tmp" for n in range(3)]
    for file in (*left, other):
        file.touch()
    with alone(path), pytest.raises(TimeoutError):
        clear_leftovers(path)
    assert all(file.exists() for file in left)
    clear_leftovers(path)
    assert list(tmp_path.iterdir()) == [other]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("a\ud83c", "a\ufffd"),
        ("\ud83c\udf3e", "🌾"),
        ("\udf3e\ud83c", "\ufffd\ufffd"),
        ("🌾 é", "🌾 é"),
    ],
)
def test_half_a_sign_becomes_one_that_can_be_written(given: str, kept: str) -> None:
    assert whole(given) == kept and whole(kept).encode()
