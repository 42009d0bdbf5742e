"""Every row of the benchmark runs in a tiny size and says what it declares; no time is held against anything."""

from __future__ import annotations

import json
import math
from dataclasses import fields
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rows as benchmark
from kernel_rows import agenda, by_kernel, by_pandas, profile
from killed import main as killed
from run import GROUPS, main
from study_rows import design

import p2spp_sim as p2
from p2spp_sim.model.loading import load_rules
from p2spp_sim.model.meeting import DONE

ROWS = {
    "kabupaten": {"kabupaten.year": ("ms", 10), "kabupaten.decisions": ("ms", 4)},
    "nasional": {
        "nasional.year": ("s", 0.3),
        "nasional.proposals": ("s", None),
        "nasional.luck": ("s", None),
        "nasional.sort": ("s", None),
        "nasional.ratio": ("x", 3),
        "nasional.ratio_proposals": ("x", None),
        "nasional.peak": ("MB", 500),
    },
    "mesa": {"mesa.year": ("ms", None), "mesa.ratio": ("x", 75), "mesa.ratio_bare": ("x", None)},
    "import": {"import.package": ("s", 0.35), "import.help": ("s", 0.35)},
    "papan": {"papan.forum": ("ms", None), "papan.year": ("ms", None)},
    "pandas": {
        f"pandas.{size}.{row}": (unit, None)
        for size in ("district", "nation")
        for row, unit in (("kernel", "ms"), ("groupby", "ms"), ("ratio", "x"))
    },
    "stages": {
        f"stages.{stage}": ("ms", None)
        for stage in (
            "training",
            "draws",
            *(f"forum.{forum.key}" for forum in load_rules("2010").forum),
            "rest",
            "indicators",
            "table.indicators",
            "table.funnel",
            "table.proposals",
            "part_file",
        )
    },
    "sweep": {
        "sweep.10000": ("s", 20),
        "sweep.run": ("ms", None),
        "sweep.all": ("s", None),
        "sweep.wanasari": ("s", None),
        "sweep.points": ("s", None),
        "sweep.frame": ("s", None),
        "sweep.stacked": ("x", 0.6),
    },
    "ema": {"ema.sweep": ("s", None), "ema.workbench": ("s", None), "ema.ratio": ("x", 3)},
    "compare": {"compare.narrower": ("x", 3), "compare.covered": ("%", 92)},
    "growth": {
        "growth.villages.12": ("us", None),
        "growth.villages.12.peak": ("MB", None),
        "growth.villages.24": ("us", None),
        "growth.villages.24.peak": ("MB", None),
        "growth.runs.2": ("ms", None),
        "growth.runs.2.peak": ("MB", None),
        "growth.runs.4": ("ms", None),
        "growth.runs.4.peak": ("MB", None),
    },
}
RIVALS = {"pandas", "pyarrow", "loky", "mesa", "ema_workbench"}
ONCE = (
    "nasional.peak",
    "stages.part_file",
    "sweep.",
    "compare.",
    "growth.",
)  # too long, or too steady, to repeat
KEYS = {
    *("key", "what", "unit", "goal", "at_least", "median", "min", "runs", "processor", "verdict")
}
TIMES = ("kabupaten.", "nasional.year", "papan.", "import.", "sweep.10000", "ema.sweep")


def told(tmp_path: Path, *words: str) -> dict[str, Any]:
    """Run the benchmark in its tiny size and read what it wrote."""
    file = tmp_path / "results.json"
    main(["--tiny", "--json", str(file), *words])
    told: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    assert list(tmp_path.iterdir()) == [file]  # no half-written file beside it
    return told


@pytest.mark.parametrize("group", list(ROWS))
def test_rows_say_what_they_declare(
    group: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = told(tmp_path, "--only", group)
    printed = capsys.readouterr().out
    assert {row["key"]: (row["unit"], row["goal"]) for row in found["rows"]} == ROWS[group]
    for row in found["rows"]:
        assert set(row) == KEYS
        assert math.isfinite(row["min"]) and 0 < row["min"] <= row["median"]
        once = row["key"].startswith(ONCE) and row["key"] != "sweep.stacked"
        assert row["runs"] == (1 if once else 2)
        assert row["processor"] is None or row["processor"] > 0
        assert not row["key"].startswith(TIMES) or row["processor"]
        assert row["verdict"] in ("", "reached", "missed") and bool(row["verdict"]) == (
            row["goal"] is not None
        )
        assert row["key"] in printed and row["what"] in printed


def test_the_groups_are_all_there() -> None:
    assert list(GROUPS) == list(ROWS)


def test_the_machine_is_named(tmp_path: Path) -> None:
    found = told(tmp_path, "--only", "papan")
    assert found["tiny"] is True
    assert set(found["machine"]) == {
        "cpu",
        "cores",
        "load",
        "system",
        "python",
        "numpy",
        "p2spp_sim",
        *RIVALS,
    }
    assert found["machine"]["pandas"] == version("pandas")
    assert found["machine"]["numpy"] == np.__version__ and found["machine"]["cores"] >= 1


def test_several_groups_keep_their_order(tmp_path: Path) -> None:
    found = told(tmp_path, "--only", "papan", "--only", "kabupaten")
    assert [row["key"] for row in found["rows"]] == [*ROWS["papan"], *ROWS["kabupaten"]]


def test_an_unknown_row_is_refused_with_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--only", "kecamatan"])
    said = capsys.readouterr().err
    assert "kecamatan" in said and all(group in said for group in ROWS)


@pytest.mark.parametrize(
    ("median", "at_least", "verdict"),
    [
        (3.0, False, "reached"),
        (3.1, False, "missed"),
        (3.0, True, "reached"),
        (2.9, True, "missed"),
    ],
)
def test_verdict_on_both_sides_of_a_goal(median: float, at_least: bool, verdict: str) -> None:
    row = benchmark.Row.of("k", "what", "x", [median], goal=3, at_least=at_least)
    assert row.verdict == verdict


def test_decisions_only_are_those_of_a_whole_year() -> None:
    """What is timed without the draws is the same year, also when it is timed again."""
    world, scenario = p2.World.synthetic(25, seed=3), p2.Scenario.load("2010")
    whole = p2.run_year(world, scenario, seed=benchmark.SEED).parts[0].steps
    make = benchmark.decisions_of(world, scenario)
    for _ in range(2):
        steps = make()()
        assert len(steps) == len(whole)
        for mine, theirs in zip(steps, whole, strict=True):
            for name in ("rows", "group", "order", "asked", "reason", "rank", "granted", "pot"):
                np.testing.assert_array_equal(getattr(mine, name), getattr(theirs, name))


def test_jobs_are_timed_in_turn_and_made_anew() -> None:
    said: list[str] = []

    def make() -> Any:
        said.append("make")
        return lambda: said.append("short")

    times = benchmark.in_turn(2, benchmark.once(lambda: said.append("long")), benchmark.often(make))
    one_round = ["long"] + ["make"] * benchmark.SHORT + ["short"] * benchmark.SHORT
    assert said == one_round * 3  # one round to warm up, two that count
    assert [len(column) for column in times] == [2, 2]


def test_time_of_short_calls_is_that_of_one(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([10.0, 20.0])
    monkeypatch.setattr(benchmark.time, "perf_counter", lambda: next(clock))
    assert benchmark.seconds(lambda: list, times=5) == 2.0


def test_proposals_alone_are_those_of_the_year() -> None:
    world, scenario = p2.World.synthetic(25, seed=3), p2.Scenario.load("2010")
    year = p2.run_year(world, scenario, seed=benchmark.SEED).parts[0].docket
    (drawn,) = benchmark.proposals_alone([world], scenario)
    np.testing.assert_array_equal(drawn.felt, year.felt)
    for column in fields(year.proposals):
        np.testing.assert_array_equal(
            getattr(drawn.proposals, column.name), getattr(year.proposals, column.name)
        )
    assert not (drawn.at == DONE).any()  # nothing is decided


def test_luck_is_all_that_the_forums_of_a_year_draw() -> None:
    world, scenario = p2.World.synthetic(25, seed=3), p2.Scenario.load("2010")
    luck = dict(benchmark.luck_of(world, scenario))
    key = p2.run_year(world, scenario, seed=benchmark.SEED).parts[0].docket.proposals.key
    np.testing.assert_array_equal(
        luck["musrenbang_desa.score"], key[key < np.uint64(1 << 62)]
    )  # every need voiced
    blurred = {f"{forum.key}.score" for forum in load_rules("2010").forum if forum.noise}
    drawn = {
        "forum_skpd.cut",
        "apbd.cut",
        "apbd.drop",
        "pelaksanaan.delivered",
        "apbd.late",
        "kua_ppas.shock",
        "musrenbang_kecamatan.checked",
        "pokir.quota",
        "reses.quota",
    }
    assert set(luck) == blurred | drawn
    assert sum(map(len, luck.values())) > len(key)
    benchmark.luck_alone([list(luck.items())])


@pytest.mark.parametrize("rule", ["skip", "stop"])
@pytest.mark.parametrize("groups", [1, 40])
def test_pandas_decides_as_the_kernel(rule: str, groups: int) -> None:
    laid_out, ceiling = agenda(groups)
    mine, theirs = by_kernel(laid_out, ceiling, rule), by_pandas(laid_out, ceiling, rule)
    np.testing.assert_array_equal(theirs["rank"], mine.rank)
    np.testing.assert_array_equal(theirs["granted"], mine.granted)
    np.testing.assert_array_equal(theirs["taken"], mine.pot >= 0)
    assert (
        0.1 < float(theirs["taken"].mean()) < 0.7
    )  # there is something to refuse and something to give


def test_ema_workbench_gets_the_numbers_of_a_sweep(tmp_path: Path) -> None:
    from ema_model import evaluated  # seconds, which a process without this test need not spend

    points = design(8)
    found = evaluated(points, processes=0)
    frame = p2.sweep(
        points, p2.World.load("wanasari"), seed=benchmark.SEED, to=tmp_path, progress=False
    ).frame()
    assert len(found) > 60
    for name, column in found.items():
        np.testing.assert_array_equal(frame[name], column)


def test_the_stages_add_up_to_the_run() -> None:
    world, scenario = p2.World.synthetic(25, seed=3), p2.Scenario.load("2010")
    before = (p2.run_year(world, scenario).totals(), benchmark.year._hold)
    clocks = profile(world, scenario, 0)
    assert all(seconds > 0 for seconds in clocks.values())
    assert {f"stages.{name}" for name in clocks} | {"stages.part_file"} == set(ROWS["stages"])
    assert (
        p2.run_year(world, scenario).totals(),
        benchmark.year._hold,
    ) == before  # the clocks are taken off again


def test_a_killed_sweep_is_proved_equal(capsys: pytest.CaptureFixture[str]) -> None:
    found = killed(["--runs", "400", "--villages", "20", "--executors", "none"])
    assert [equal for _, _, equal in found] == [True, True]
    assert "killed twice (after" in found[1][0]
    assert "equal" in capsys.readouterr().out
