"""A file is written whole or not at all, whoever else writes it."""

from __future__ import annotations

from pathlib import Path

from p2spp_sim.text import replacing


def test_two_that_write_one_file_at_once_do_not_write_into_each_other(tmp_path: Path) -> None:
    path = tmp_path / "berkas.json"
    with replacing(path) as first:
        first.write_bytes(b"satu")
        with replacing(path) as second:
            second.write_bytes(b"dua")
        assert path.read_bytes() == b"dua"
    assert path.read_bytes() == b"satu" and list(tmp_path.iterdir()) == [path]
