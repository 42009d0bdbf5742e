"""A scripted study that was cut does again only what is not there, and never takes what another model left."""

from pathlib import Path

import pytest

from p2spp_sim.studies.running import jobs


def squares(numbers: list[int], log: str) -> dict[str, list[int]]:
    with Path(log).open("a", encoding="utf-8") as file:
        file.write(f"{numbers}\n")
    if -1 in numbers:
        raise ValueError("cut")
    return {"square": [number**2 for number in numbers]}


def test_what_is_done_stays_and_only_the_rest_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "log"
    work = [([1, 2], str(log)), ([-1], str(log))]
    with pytest.raises(ValueError, match="cut"):
        jobs.done(squares, work, [2, 1], tmp_path / "to", "part")
    work[1] = ([3], str(log))
    for _ in range(2):
        table = jobs.done(squares, work, [2, 1], tmp_path / "to", "part")
        assert table["square"].tolist() == [1, 4, 9]
    lines = log.read_text(encoding="utf-8").split("\n")
    assert lines.count("[1, 2]") == lines.count("[3]") == 1
    monkeypatch.setattr(jobs, "_here", lambda: "another model")
    jobs.done(squares, work, [2, 1], tmp_path / "to", "part")
    assert log.read_text(encoding="utf-8").split("\n").count("[1, 2]") == 2


def test_blocks_hold_everything_in_order() -> None:
    assert [list(range(5))[span] for span in jobs.blocks(5, 2)] == [[0, 1], [2, 3], [4]]
