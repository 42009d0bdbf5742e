"""A seed is a whole number from 0 on, wherever one is taken; anything else is refused before it draws."""

import numpy as np
import pytest

import p2spp_sim as p2
from p2spp_sim.base.language import set_language
from p2spp_sim.base.numerals import MOST, whole_number
from p2spp_sim.cli import main
from p2spp_sim.studies import what_if
from p2spp_sim.studies.discovery import discover
from p2spp_sim.studies.nation import nation
from p2spp_sim.studies.sensitivity import sensitivity

WRONG = [
    -1,
    1.5,
    7.0,
    True,
    np.True_,
    "7",
    "",
    None,
    float("nan"),
    float("inf"),
    np.float64(3),
    np.int64(-1),
    2**63,
]
BASE = p2.Scenario.load("2010")
OTHER = BASE.change(pik_share=0.2)
LEVERS = BASE.levers("pik_share", "proposal_cap")
LISTED = p2.Design.listed([{"pik_share": 0.0}, {"pik_share": 0.2}])


@pytest.fixture(autouse=True)
def indonesian():
    set_language("id")


@pytest.fixture(scope="module")
def world():
    return p2.World.synthetic(villages=5, seed=1)


ENTRIES = {
    "run_year": lambda world, seed, to: p2.run_year(world, BASE, seed),
    "run_forum": lambda world, seed, to: p2.run_forum(world, "mad", BASE, seed),
    "run_years": lambda world, seed, to: p2.run_years(world, BASE, 1, seed),
    "compare": lambda world, seed, to: p2.compare(
        BASE, OTHER, world=world, replicates=2, seed=seed
    ),
    "sweep": lambda world, seed, to: p2.sweep(LISTED, world, seed=seed, to=to, progress=False),
    "latin_hypercube": lambda world, seed, to: p2.Design.latin_hypercube(LEVERS, 4, seed),
    "sobol": lambda world, seed, to: p2.Design.sobol(LEVERS, 4, seed),
    "morris": lambda world, seed, to: p2.Design.morris(LEVERS, 4, seed),
    "synthetic": lambda world, seed, to: p2.World.synthetic(villages=3, seed=seed),
    "nation": lambda world, seed, to: nation(100, seed),
    "what_if": lambda world, seed, to: what_if.study("W2", world, 20, seed),
    "sensitivity": lambda world, seed, to: sensitivity(
        p2.Design.sobol(LEVERS, 2), np.arange(8.0), seed=seed
    ),
    "discover": lambda world, seed, to: discover(LISTED, None, "accepted", above=0.1, seed=seed),
    "regret": lambda world, seed, to: p2.regret(None, [], [], "accepted", seed=seed),
}


@pytest.mark.parametrize("seed", WRONG, ids=repr)
@pytest.mark.parametrize("entry", ENTRIES)
def test_what_is_no_whole_number_from_0_on_is_refused_and_nothing_is_written(
    world, entry, seed, tmp_path
):
    with pytest.raises(p2.OutOfBounds, match=r"seed = .*: diharapkan bilangan bulat paling"):
        ENTRIES[entry](world, seed, tmp_path / "studi")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("seed", [0, 7, MOST, np.int64(7), np.uint8(7)], ids=repr)
@pytest.mark.parametrize(
    "entry", [name for name in ENTRIES if name not in ("nation", "what_if", "discover", "regret")]
)
def test_whole_numbers_of_python_and_numpy_are_seeds(world, entry, seed, tmp_path):
    assert ENTRIES[entry](world, seed, tmp_path / "studi") is not None


def test_a_number_of_numpy_draws_as_the_same_one_of_python(world):
    of_python, of_numpy = (p2.run_year(world, BASE, seed) for seed in (7, np.int32(7)))
    assert of_python.totals() == of_numpy.totals() and type(of_numpy.seed) is int


@pytest.mark.parametrize("address", ["replicate", "year"])
@pytest.mark.parametrize("wrong", [-1, 0.5, True, "1"], ids=repr)
def test_the_other_parts_of_an_address_are_held_to_the_same(world, address, wrong):
    with pytest.raises(p2.OutOfBounds, match=f"{address} = "):
        p2.run_year(world, BASE, **{address: wrong})


@pytest.mark.parametrize(("name", "call"), [
    ("villages", lambda n, world: p2.World.synthetic(villages=n)),
    ("kabupaten_size", lambda n, world: p2.World.synthetic(villages=3, kabupaten_size=n)),
    ("replicates", lambda n, world: p2.compare(BASE, OTHER, world=world, replicates=n)),
    ("years", lambda n, world: p2.run_years(world, BASE, n)),
    ("n", lambda n, world: p2.Design.latin_hypercube(LEVERS, n)),
])  # fmt: skip
@pytest.mark.parametrize("wrong", [-1, 2.5, True, "3", None], ids=repr)
def test_how_many_is_a_whole_number_too(world, name, call, wrong):
    with pytest.raises(p2.OutOfBounds, match=f"{name} = "):
        call(wrong, world)


def test_no_villages_are_no_world():
    with pytest.raises(
        p2.OutOfBounds, match="villages = 0: diharapkan bilangan bulat paling sedikit 1"
    ):
        p2.World.synthetic(villages=0)


@pytest.mark.parametrize("seed", ["-1", "1.5", "tujuh", "nan", str(2**63)])
@pytest.mark.parametrize(
    "words", [("run", "wanasari"), ("what-if", "W2"), ("trace", "wanasari", "U-0001")]
)
def test_the_command_line_refuses_them_too(words, seed, capsys):
    try:
        status = main([*words, "--seed", seed])
    except SystemExit as stop:
        status = stop.code
    assert status == 2 and "diharapkan" in capsys.readouterr().err


@pytest.mark.parametrize(("value", "low"), [(0, 1), (-3, -2), (2**63, 0)])
def test_bounds_are_allowed_themselves_and_nothing_beyond(value, low):
    assert whole_number("n", low, low) == low and whole_number("n", MOST, low) == MOST
    with pytest.raises(p2.OutOfBounds, match=f"n = {value}"):
        whole_number("n", value, low)
