"""Training: which capacities a year of effort raises, and by how much."""

from dataclasses import replace
from functools import partial

from p2spp_sim.base.arrays import some
from p2spp_sim.base.draws import Draws
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.tables.table import ColumnArrays
from p2spp_sim.world.stack import COPIED
from p2spp_sim.world.world import World

# which capacities a year of effort on a lever raises
TRAINS: dict[str, tuple[tuple[str, str], ...]] = {
    "train_kpmd": (("villages", "cap_kpmd"),),
    "train_kades": (("villages", "cap_kades"),),
    "train_bpd": (("villages", "cap_bpd"),),
    "train_lpmd": (("villages", "cap_lpmd"),),
    "institution_support": (("villages", "org_bpd"), ("villages", "org_lpmd")),
    "train_bkad_upk": (("kecamatan", "cap_bkad"), ("kecamatan", "cap_upk")),
    "train_setrawan": (("kecamatan", "cap_setrawan"),),
    "train_bappeda": (("budget", "capacity"),),
    "train_skpd": (("skpd", "capacity"),),
    "council_workshop": (("council", "capacity"),),
}


def trained(world: World, scenario: Scenario, draws: Draws) -> World:
    """Give the world as this year's training and village support leave it; the same world when there is none.

    Equation: c <- c + training_rate * training_applied * effort * (1 - c) of every capacity that a lever trains;
        rpjm <- true if u < rpjm_support.
    """
    changed = dict[str, ColumnArrays]()
    for lever, columns in TRAINS.items():
        for table, column in columns:
            before = world.tables[table][column]
            value = partial(scenario.value, per=COPIED.get(table, ""))
            if some(effort := value(lever)):
                now = changed.setdefault(table, dict(world.tables[table]))
                rate = value("training_rate") * value("training_applied")
                now[column] = before + rate * effort * (1 - before)
    if some(help_ := scenario.value("rpjm_support", "village")):
        now = changed.setdefault("villages", dict(world.tables["villages"]))
        now["rpjm"] = now["rpjm"] | (draws.lasting.uniform("state.rpjm_support", world.uid) < help_)
    return with_tables(world, changed)


def with_tables(world: World, changed: dict[str, ColumnArrays]) -> World:
    """Give a world with some tables exchanged, keeping what was worked out about its codes."""
    if not changed:
        return world
    other = replace(world, tables={**world.tables, **changed})
    for name in (
        "uid",
        "kecamatan_uid",
        "kecamatan_of",
        "dapil_of",
        "kabupaten_of_dapil",
        "kabupaten_of",
        "dapil_uid",
        "kabupaten_uid",
    ):
        if name in world.__dict__:
            other.__dict__[name] = world.__dict__[name]
    return other
