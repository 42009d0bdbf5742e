"""How people answer the rules: five responses that a study may switch on; each is off where its parameter is 0.

strategic volume  a village lists more where the chance of an item fell:
                  voice <- 1 - (1 - voice)**f,  f = 1 + strategic_volume * max(0, 1 - odds)
giving up         a village whose list brought nothing for w years in succession lists less:
                  voice <- voice * (1 - giving_up)**w
padding           a village asks more where cuts are expected, so that they fall on what was added:
                  asked = cost / (1 - padding * e),  e = 1 - product(1 - chance * size) over the cuts on its way
capture           elites gain more where more families of their village are poor beside them:
                  elite <- elite * (1 + elite_inequality * (poor share / mean of the kabupaten - 1))
bargaining        an agency that expects a cut x of its ceiling asks above it, and puts its own items first:
                  ceiling of the Renja = ceiling / (1 - agency_asks * (1 - c) * x)
                  agency_own <- agency_own * (1 + agency_protects * (1 - c) * x)
                  x = max(0, 1 - min(rkpd_frame, (1 + (shock_low + shock_high) / 2) / indicative_optimism)): the
                  tighter of RKPD and KUA-PPAS against the ceiling as it is announced; c = capacity of Bappeda

The first three act on needs that the kabupaten would pay, since only those are on the list that is cut, or brought
nothing; `odds` and w are what a village remembers (see `state`), so a first year knows neither. Trust is another thing:
it moves with works of any channel, also a pokir or a block grant that nobody had listed, slowly and in part with
answers, and what it moves is who comes at all. Giving up looks at the village's own list alone, counts years, and ends
with the first success.
Recorded proposals and the other channels ask what they ask.

What stands behind them: Grillos 2017 (abstract): the shortfall of the poorest enters when proposals are made, so
listing is where behaviour acts; no coefficient was seen. Surakarta: unrealised proposals lower later turnout. Bumiaji:
36 raw wishes a village in 2016, 72 in 2017, the cause unknown; from it only the end of strategic_volume. Chavis 2006
(abstract): 10 % more villages that bid lower the unit cost of roads by 1.8 %: costs as they are asked answer rivalry;
for padding itself nothing was seen. Alatas et al. 2013 (abstract): formal elites up to 8 points more likely to receive,
removing it gains below 1 %; Alatas et al. 2012 and Olken 2010 (abstracts): no sign of much capture, few other projects.
Darmawan and Klasen, Vegter 2016 (abstracts): capture grows with inequality; a share of poor families stands for it
here, which is assumed. For bargaining nothing was seen. So every size is assumed, and the default is 0.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from p2spp_sim.base.arrays import Floats, Ints
from p2spp_sim.model.meeting import Meeting
from p2spp_sim.model.proposals import VILLAGE, Proposals
from p2spp_sim.model.rulebook import RuleBook
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.world.world import World

CUTS = {  # what cuts at a forum: the chance that a proposal is cut, and by which part
    "unit_price": ("price_cut_chance", "price_cut"),
    "commission_cut": ("commission_cut_chance", "commission_cut"),
    "review": ("review_cut_chance", "review_cut"),
}


def left_unexplained(value: Callable[[str], Any]) -> Any:
    """Tell which part of what commissions usually change is left where changes must be explained in writing.

    Equation: 1 - explained_effect * changes_explained.
    """
    return 1 - value("explained_effect") * value("changes_explained")


def listed(voice: Floats, world: World, scenario: Scenario) -> Floats:
    """Change the chance that a need is voiced, (4, villages), for needs that the kabupaten would pay.

    Equation: voice <- (1 - (1 - voice)**(1 + strategic_volume * max(0, 1 - odds))) * (1 - giving_up)**waits.
    """
    if world.odds is None or world.waits is None:
        return voice
    more = 1 + scenario.value("strategic_volume") * np.maximum(0.0, 1 - world.odds)
    less = (1 - scenario.value("giving_up")) ** world.waits
    chance: Floats = (1 - (1 - voice) ** more) * less
    return chance


def expected_cut(book: RuleBook, source: str, scenario: Scenario) -> float:
    """Tell which part of its rupiah a proposal of a source loses on average to the cuts of the forums on its way."""
    kept, on_its_way = 1.0, book.beyond(source)
    for number, spec in enumerate(book.forum):
        for name in spec.amendments:
            if number in on_its_way and name in CUTS:
                chance, size = map(scenario.value, CUTS[name])
                part = left_unexplained(scenario.value) if name == "commission_cut" else 1.0
                kept *= 1 - chance * part * size
    return 1 - kept


def padded(voiced: Proposals, cut: Floats, scenario: Scenario, world: World) -> Ints:
    """Add to the rupiah that the kabupaten would pay what the expected cut takes, or a part of it; (n,) int64.

    Parameters
    ----------
    cut : (runs,) expected in each run that is decided on.

    Equation: asked = cost / (1 - padding * expected_cut).
    """
    of_village = cut.repeat(world.size("village") // len(cut))
    times = np.rint(1000 / (1 - scenario.value("padding", "village") * of_village))
    permille = times.astype(np.int64).take(voiced.village)
    above = voiced.authority != VILLAGE
    return np.where(above, voiced.cost // 1000 * permille, voiced.cost)


def captured(m: Meeting) -> Floats:
    """Tell how many times the usual advantage elites have in every village, (villages,).

    Equation: 1 + elite_inequality * (poor_share / mean of the kabupaten - 1).
    """
    poor, kabupaten = m.world.villages["poor_share"], m.world.kabupaten_of
    mean = np.bincount(kabupaten, poor) / np.maximum(np.bincount(kabupaten), 1)
    above = poor / np.where(mean > 0, mean, 1.0)[kabupaten] - 1
    times: Floats = 1 + m.value("elite_inequality", "village") * above
    return times


def bargained(m: Meeting, key: str) -> Floats:
    """Tell the weight `key` of an expected cut for the agencies of every kabupaten, (kabupaten,).

    Equation: (agency_asks or agency_protects) * (1 - capacity) * max(0, 1 - min(rkpd_frame,
        (1 + mean(shock_low, shock_high)) / indicative_optimism)).
    """
    value = partial(m.value, per="kabupaten")
    shock = np.mean(np.broadcast_arrays(value("shock_low"), value("shock_high")), axis=0)
    left = np.minimum(value("rkpd_frame"), (1 + shock) / value("indicative_optimism"))
    weight: Floats = value(key) * (1 - m.world.budget["capacity"]) * np.maximum(0.0, 1 - left)
    return weight
