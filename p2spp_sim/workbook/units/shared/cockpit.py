"""One screen: a number with its ghost, a map whose tiles turn, and what can be decided below it.

What stands on it is `decision` of `Answering`; what has happened comes as `frames`, and a new one is shown in motion.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
import traitlets

from p2spp_sim import Run
from p2spp_sim.base.arrays import Bools
from p2spp_sim.base.language import Labels
from p2spp_sim.results.conditions import Conditions
from p2spp_sim.workbook.core.moving_board import Answering
from p2spp_sim.workbook.moving import beside
from p2spp_sim.world.world import World

OWN = "Rawaindah"  # followed until another one is chosen: where the story's cadre lives
SCREEN_WORDS = Labels(
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
    ghost="tanpa Anda",
    left="sisa {n} dari {m} koin",
    over="lebih {n} koin: kembalikan",
    lever="{tuas}: {n} dari {m} koin",
    more="Tambah satu koin: {tuas}",
    less="Kurangi satu koin: {tuas}",
    cost="harga {n}",
    too_dear="modal kurang {n}",
    clauses="Pasal Perda",
)


@dataclass(frozen=True, slots=True)
class PartLine:
    """One of the parts that stand below the number, as a bar with its ghost.

    Parameters
    ----------
    label : what it is a part of.
    now, ghost : how far the bar goes with and without these decisions, 0..1.
    text : what it is now.
    change : how much more or less than without these decisions.
    """

    label: str
    now: float
    ghost: float
    text: str
    change: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """What the screen shows at a moment.

    Parameters
    ----------
    when : words such as the number of the year.
    number : how many years were lived, or tries made, when it is shown; the next one is shown in motion.
    now, ghost : the number, and what it would be without these decisions on the same draws; tenths where the
        plan says `tenths`.
    tiles : a sign a village, by `signs_of`.
    said : what is read aloud.
    card : key of the event card; None where there are no cards.
    guesses : numbers that were guessed, by who guessed.
    times : how often each village got something so far.
    lines : parts of the number, where the plan has `lines`; the same ones in every frame.
    why : where the decisions bring no more: what took it.
    stops : of every village where and why its proposals stopped; empty where one got through.
    """

    when: str
    number: int
    now: int
    ghost: int
    tiles: str
    said: str
    card: str | None = None
    guesses: Mapping[str, int] = field(default_factory=dict)
    times: Sequence[int] = ()
    lines: Sequence[PartLine] = ()
    why: str = ""
    stops: Sequence[str] = ()

    def sent(self) -> dict[str, Any]:
        """Give the frame as JSON."""
        return asdict(self)


REACHED_WORDS = Labels(
    b="sampai",
    n="lainnya",
    fate_n="{desa}: tidak ada yang sampai APBD.",
    served="Usulan {n} dari {m} desa sampai APBD.",
)


class Cockpit(Answering, **beside(__file__)):
    """The screen.

    Parameters
    ----------
    plan : what stands on the screen: villages, tabs with what is on them, budgets, cards; `lines` is the heading of
        the number's parts, `buys` says that the purse pays for clauses, `choice` is one of a few.
    frames : what has happened, the latest last; the first is how it stands before anything was decided.
    held : policies in force since last year.
    seat : who guesses here.
    news : a sentence about what was just done, as HTML.
    stale : whether something was moved since the latest frame, where the same year is tried again.
    """

    plan = traitlets.Dict().tag(sync=True)
    frames: traitlets.List[dict[str, Any]] = traitlets.List().tag(sync=True)
    held: traitlets.List[str] = traitlets.List().tag(sync=True)
    seat = traitlets.Unicode().tag(sync=True)
    news = traitlets.Unicode().tag(sync=True)
    stale = traitlets.Bool(default_value=False).tag(sync=True)


def signs_of(got: Bools, without: Bools) -> str:
    """Give a sign a village: b got works with and without, p only with, m only without, n neither."""
    signs = {(True, True): "b", (True, False): "p", (False, True): "m", (False, False): "n"}
    return "".join(signs[bool(g), bool(w)] for g, w in zip(got, without, strict=True))


def reached(run: Run) -> Bools:
    """Tell which villages have a proposal of their own musrenbang in the APBD, (villages,) bool."""
    got = []
    for part in run.parts:
        block = Conditions(run, part)
        rows = np.flatnonzero(block.mask("origin:musrenbang") & block.mask("taken:apbd"))
        got.append(np.bincount(part.docket.proposals.village[rows], minlength=block.villages) > 0)
    return np.concatenate(got)


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
