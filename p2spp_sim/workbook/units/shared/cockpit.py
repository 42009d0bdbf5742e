"""One screen: a number with its ghost, a map whose tiles turn, and what can be decided below it.

What stands on it is `decision` of `Answering`; what has happened comes as `frames`, and a new one is shown in motion.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import traitlets

from p2spp_sim.base.arrays import Bools
from p2spp_sim.base.language import Labels
from p2spp_sim.workbook.core.moving_board import Answering
from p2spp_sim.workbook.moving import beside
from p2spp_sim.world.world import World

MAP_WORDS = Labels(
    b="dapat pekerjaan",
    p="berkat Anda",
    m="hilang",
    n="tanpa pekerjaan",
    mine="Desa saya",
    map="Peta desa",
    served="{n} dari {m} desa dapat pekerjaan.",
    answer="Angka dan tabel lengkap",
    table="Tabel desa",
    place="Kecamatan",
    times="{desa} dapat {n} dari {m} tahun.",
)


@dataclass(frozen=True, slots=True)
class Frame:
    """What the screen shows at a moment.

    Parameters
    ----------
    when : words such as the number of the year.
    now, ghost : the number, and what it would be without these decisions on the same draws.
    tiles : a sign a village, by `signs_of`.
    said : what is read aloud.
    card : key of the event card; None where there are no cards.
    guesses : numbers that were guessed, by who guessed.
    times : how often each village got something so far.
    """

    when: str
    now: int
    ghost: int
    tiles: str
    said: str
    card: str | None = None
    guesses: Mapping[str, int] = field(default_factory=dict)
    times: Sequence[int] = ()

    def sent(self) -> dict[str, Any]:
        """Give the frame as JSON."""
        return {
            "when": self.when,
            "now": self.now,
            "ghost": self.ghost,
            "tiles": self.tiles,
            "said": self.said,
            "card": self.card,
            "guesses": dict(self.guesses),
            "times": list(self.times),
        }


class Cockpit(Answering, **beside(__file__)):
    """The screen.

    Parameters
    ----------
    plan : what never changes: villages, tabs with what stands on them, budgets, cards.
    frames : what has happened, the latest last; the first is how it stands before anything was decided.
    held : policies in force since last year.
    seat : who guesses here.
    news : a sentence about what was just done, as HTML.
    """

    plan = traitlets.Dict().tag(sync=True)
    frames: traitlets.List[dict[str, Any]] = traitlets.List().tag(sync=True)
    held: traitlets.List[str] = traitlets.List().tag(sync=True)
    seat = traitlets.Unicode().tag(sync=True)
    news = traitlets.Unicode().tag(sync=True)


def signs_of(got: Bools, without: Bools) -> str:
    """Give a sign a village: b got works with and without, p only with, m only without, n neither."""
    signs = {(True, True): "b", (True, False): "p", (False, True): "m", (False, False): "n"}
    return "".join(signs[bool(g), bool(w)] for g, w in zip(got, without, strict=True))


def villages_of(world: World) -> list[dict[str, str]]:
    """Give the villages of a world in its own order, each with its kecamatan."""
    names = dict(zip(world.kecamatan["code"], world.kecamatan["name"], strict=True))
    table = world.villages
    return [
        {"code": str(code), "name": str(name), "place": str(names[kecamatan])}
        for code, name, kecamatan in zip(
            table["code"], table["name"], table["kecamatan"], strict=True
        )
    ]
