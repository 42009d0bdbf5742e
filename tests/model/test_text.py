"""A file is written whole or not at all, whoever else writes it."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from p2spp_sim.text import alone, replacing


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


def test_who_was_too_slow_leaves_the_lock_to_who_took_it_over(tmp_path: Path) -> None:
    path = tmp_path / "berkas.json"
    with alone(path):
        slow = alone(path, patience_s=0)
        slow.__enter__()  # lost patience with the first, which ends now
    assert [one.name for one in tmp_path.iterdir()] == [".berkas.json.lock"]
    slow.__exit__(None, None, None)
    assert not list(tmp_path.iterdir())


def test_a_lock_left_by_a_process_that_was_killed_is_taken_over(tmp_path: Path) -> None:
    (tmp_path / ".berkas.json.lock").touch()
    with alone(tmp_path / "berkas.json", patience_s=0.05):
        assert [one.name for one in tmp_path.iterdir()] == [".berkas.json.lock"]
    assert not list(tmp_path.iterdir())
