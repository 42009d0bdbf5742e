"""What the eight sasaran are to reach in Wanasari."""

from functools import cache

import msgspec

from p2spp_sim.base.files import read_data
from p2spp_sim.results import indicators

DECLARED = ("datasets", "papan_kendali.toml")


class Targets(msgspec.Struct, frozen=True):
    """Targets in Wanasari of the sasaran whose definitions have none."""

    target: dict[str, float]


@cache
def targets() -> dict[str, float]:
    """Give the target of each sasaran in Wanasari: of the definitions, else declared, else all."""
    declared, known = read_data(Targets, *DECLARED).target, indicators.definitions()
    return {
        code: declared.get(code, 1.0) if (defined := known[code].target) is None else defined
        for code in indicators.SASARAN
    }
