"""Replicates run at once give the bits that each gives alone; tests/long/test_stack.py tries many more."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import p2spp_sim as p2
from p2spp_sim.base.draws import MOST_STACKED, Draws, StackedDraws, marked
from p2spp_sim.forum.decide import FILL_RULES
from p2spp_sim.results.indicators import chosen, definitions
from p2spp_sim.scenario.stacked import DiffersError
from p2spp_sim.studies import sweep
from p2spp_sim.studies.running.blocks import Block
from p2spp_sim.studies.running.tasks import run_block
from p2spp_sim.world import stack
from tests.studies.stacked_runs import different, fills_by_lever, same_as_alone, scenarios, worlds

BASE = p2.Scenario.load("2010")
CODES = st.lists(st.integers(0, 2**40 - 1), min_size=1, max_size=9).map(
    lambda codes: np.array(codes, np.uint64)
)


@settings(max_examples=12, deadline=None)
@given(worlds, scenarios(), st.integers(0, 99), st.integers(2, 4), st.integers(0, 3))
def test_every_bit_of_a_stack_is_that_of_the_runs_alone(world, scenario, seed, runs, year):
    same_as_alone(world, [scenario] * runs, range(1, runs + 1), seed, year)


@settings(max_examples=12, deadline=None)
@given(worlds, different(), st.integers(0, 99), st.integers(0, 3))
def test_every_bit_of_points_that_are_run_at_once_is_that_of_the_runs_alone(
    world, points, seed, year
):
    try:
        same_as_alone(world, points, range(len(points)), seed, year)
    except DiffersError as error:
        values = {point.in_force().value(error.key) for point in points}
        assert len(values) > 1


def test_under_every_fill_rule():
    assert fills_by_lever()
    for fill in FILL_RULES:
        world = p2.World.synthetic(9, seed=2)
        same_as_alone(world, [BASE.change(fill_rule=fill, pik_share=0.2)] * 2, range(2), 5)


@given(CODES, st.integers(1, MOST_STACKED), st.sampled_from([64, 256, 1 << 16]), st.integers(0, 9))
def test_marked_ids_draw_what_plain_ones_draw(codes, runs, factor, first):
    plain = codes & np.uint64((1 << (56 - factor.bit_length())) - 1)
    stacked, places = StackedDraws.of(3, range(first, first + runs), 2), marked(plain, runs, factor)
    items = [places * np.uint64(factor) + np.uint64(5) | np.uint64(bit << 62) for bit in range(3)]
    own = [plain * np.uint64(factor) + np.uint64(5) | np.uint64(bit << 62) for bit in range(3)]
    for ids, alone in zip([places, *items], [plain, *own], strict=True):
        for draws, at in ((stacked, 2), (stacked.lasting, 0)):
            each = [Draws(3, first + n, at).bits("a purpose", alone) for n in range(runs)]
            assert np.array_equal(draws.bits("a purpose", ids), np.concatenate(each))
    partner = np.arange(len(places), dtype=np.uint64) * np.uint64(2**60 + 7)
    each = [
        Draws(3, first + n, 2).pair_bits("pairs", bits, own[0])
        for n, bits in enumerate(np.split(partner, runs))
    ]
    assert np.array_equal(stacked.pair_bits("pairs", partner, items[0]), np.concatenate(each))


@pytest.mark.parametrize(
    ("villages", "replicates", "sizes"),
    [(300, 8, [8]), (300, 20, [10, 10]), (40, 40, [20, 20]), (3_000, 3, [1, 1, 1])],
)
def test_stacks_are_even_and_not_too_large(villages, replicates, sizes):
    divided = stack.stacks(p2.World.synthetic(villages), replicates)
    assert [len(each) for each in divided] == sizes
    assert [n for each in divided for n in each] == list(range(replicates))


def test_a_block_of_any_points_gives_what_its_runs_give_alone():
    design = p2.Design.latin_hypercube(
        BASE.levers("fill_rule", "pik_share", "clause_k3", "weight_poor"), 9, seed=2
    )
    points, world = [BASE.change(**point) for point in design.points], p2.World.synthetic(20)
    asked = ["accepted.count", "P1.rupiah", "S8.count"]
    table = run_block(world, points, design.points, Block(range(9), range(2)), 4, asked)
    for number, (point, replicate) in enumerate(
        zip(table["point"], table["replicate"], strict=True)
    ):
        alone = chosen(p2.run_year(world, points[point], 4, replicate=replicate), definitions())
        got = [table[name][number] for name in asked]
        assert got == [alone["accepted"][0], alone["P1"][1], alone["S8"][0]]


def test_recorded_rows_are_not_stacked():
    assert len(stack.stacks(p2.World.load("tirtamulya"), 4)) == 4


def test_outcomes_are_the_columns_of_a_whole_study_and_another_study(tmp_path):
    design, world = p2.Design.grid(BASE.levers("womens_meeting")), p2.World.synthetic(20)
    whole, few = (
        p2.sweep(design, world, replicates=3, to=tmp_path / name, outcomes=asked, progress=False)
        for name, asked in (("all", ()), ("few", ["accepted", "P1.rupiah", "accepted.count"]))
    )
    columns = ["point", "replicate", "womens_meeting", "accepted.count", "P1.rupiah"]
    assert few.frame().equals(whole.frame()[columns])
    with pytest.raises(p2.P2sppError, match="outcomes"):
        p2.sweep(design, world, replicates=3, to=tmp_path / "few", progress=False)
    with pytest.raises(p2.UnknownName, match="accepted"):
        p2.sweep(design, world, to=tmp_path / "no", outcomes=["acepted"], progress=False)


@pytest.mark.parametrize(("runs", "block"), [(20, 10), (1_000, 20), (10_000, 100), (10**6, 100)])
def test_blocks_are_small_enough_for_workers_to_end_together(runs, block):
    assert sweep._block_runs(runs) == block
