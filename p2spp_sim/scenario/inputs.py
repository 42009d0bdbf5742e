"""What is asked of whoever runs years: a world and scenarios, each as what it is."""

from p2spp_sim.base.errors import OutOfBounds
from p2spp_sim.base.language import tr
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.world.world import World

_EXAMPLES = {World: 'p2.World.load("wanasari")', Scenario: 'p2.Scenario.load("2010")'}


def check_inputs(world: object, *scenarios: object) -> None:
    """See that a world and scenarios were given, each in its place.

    Raises
    ------
    OutOfBounds : something else was given; says what, and how to get what is expected.
    """
    wanted = [("world", world, World), *(("scenario", each, Scenario) for each in scenarios)]
    if wrong := [given for given in wanted if not isinstance(given[1], given[2])]:
        text = tr("{name}: diharapkan {kind}, misalnya {example}; yang diberikan {given}.")
        raise OutOfBounds(
            [
                text.format(
                    name=name,
                    kind=kind.__name__,
                    example=_EXAMPLES[kind],
                    given=repr(value) if isinstance(value, str) else type(value).__name__,
                )
                for name, value, kind in wrong
            ]
        )
