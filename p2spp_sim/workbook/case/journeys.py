"""The proposals of one kecamatan through a simulated year: where each was decided on, and where it stopped."""

from dataclasses import dataclass
from functools import cache

import msgspec

import p2spp_sim as p2
from p2spp_sim.base.era import eras
from p2spp_sim.base.files import read_data
from p2spp_sim.model.rulebook import Reason
from p2spp_sim.results.routes import Route
from p2spp_sim.workbook.case.desk import world

CITIZENS = "musrenbang"  # the channel of what residents propose


class JourneyPlace(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A place on the way: what is drawn, how it is called by language, and which forums of a rule book meet there."""

    drawing: str
    label: dict[str, str]
    forums: tuple[str, ...]


class JourneyRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of `datasets/perjalanan.toml`."""

    world: str
    kecamatan: str
    seed: int
    place: tuple[JourneyPlace, ...]


@dataclass(frozen=True, slots=True)
class Journey:
    """One proposal's way.

    Parameters
    ----------
    about : number, work and village.
    places : numbers of the places where it was decided on, in their order; at the last it stopped, or came through.
    reason : why it stopped; nothing when it was built.
    """

    about: str
    places: tuple[int, ...]
    reason: str


@cache
def journey_rules() -> JourneyRules:
    """Read whose proposals are followed, and the places."""
    return read_data(JourneyRules, "datasets", "perjalanan.toml")


def journeys(era: str) -> tuple[Journey, ...]:
    """Run the year under the rule book of an era and give the way of every proposal of the kecamatan."""
    rules = journey_rules()
    run = p2.run_year(world(rules.world), p2.Scenario.load(eras()[era].book), seed=rules.seed)
    at = {forum: place for place, spec in enumerate(rules.place) for forum in spec.forums}
    places = [at.get(spec.key, -1) for spec in run.rules.forum]
    routes, frame = run.routes(), run.frame()

    columns = (frame[name] for name in ("id", "village", "what", "kecamatan", "channel"))
    taken = (routes.routes[number] for number in routes.of)
    return tuple(
        Journey(
            f"{number}, {village}: {what}",
            _along(route, places),
            "" if route.reason == Reason.NONE else route.reason.text,
        )
        for number, village, what, kecamatan, channel, route in zip(*columns, taken, strict=True)
        if kecamatan == rules.kecamatan and channel == CITIZENS
    )


def _along(route: Route, places: list[int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(places[forum] for forum in route.forums if places[forum] >= 0))
