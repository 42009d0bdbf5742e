"""No dead lever: from low to high, each moves at least one indicator it is meant to move, the way it is meant to."""

from collections.abc import Iterator

import pytest

import p2spp_sim as p2
from p2spp_sim.scenario.levers import declared
from p2spp_sim.studies import lever_effects
from p2spp_sim.studies.lever_effects import effects, names

LEVERS = {key: lever for key, lever in declared().items() if lever.role == "lever"}


@pytest.fixture(scope="module")
def world() -> p2.World:
    return p2.World.load("wanasari")


@pytest.fixture(scope="module", autouse=True)
def same_scenario_once() -> Iterator[None]:
    """Run what many levers share, such as the year as it is, only once."""
    run, kept = lever_effects._values, {}

    def once(world, scenario, replicates):
        key = (scenario.rules, frozenset(scenario.changed.items()), replicates)
        if key not in kept:
            kept[key] = run(world, scenario, replicates)
        return kept[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lever_effects, "_values", once)
        yield


@pytest.mark.parametrize("key", LEVERS)
def test_a_lever_moves_what_it_is_meant_to_move(world, key):
    lever = LEVERS[key]
    base = p2.Scenario.load(lever.regimes[0] if lever.regimes else "2010")
    measured = {effect.indicator: effect for effect in effects(world, base, lever)}
    hits = [measured[name] for name, sign in lever.meant.items() if measured[name].moves == sign]
    wrong = [measured[name] for name, sign in lever.meant.items() if measured[name].moves == -sign]
    assert hits, [measured[name] for name in lever.meant]
    assert not wrong


def test_levers_mean_only_indicators_that_exist():
    for key, lever in LEVERS.items():
        assert lever.meant, key
        assert set(lever.meant) <= set(names()), key
        assert set(lever.meant.values()) <= {-1, 1}, key
