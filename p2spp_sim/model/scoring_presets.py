"""Published ways of scoring proposals, as data (`datasets/presets.toml`): to be tried, and argued about."""

from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import msgspec
import numpy as np
from numpy.typing import ArrayLike

from p2spp_sim.base.arrays import Bools, Floats, Ints
from p2spp_sim.base.errors import OutOfBounds, UnknownName
from p2spp_sim.base.files import data_path, stamp
from p2spp_sim.base.language import tr
from p2spp_sim.base.toml import read_settings
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.world.world import World

if TYPE_CHECKING:
    import pandas as pd


class Points(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Points that add up, times a factor for complete papers; accepted from `floor`."""

    top: int
    two_members: int
    one_member: int
    in_renja: int
    papers_factor: int
    floor: int
    most: int


class ScoredMeasure(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One measure scored 1..5: by four upper bounds (`steps`), by a word (`choices`), or given as a number (`ends`)."""

    key: str
    label: dict[str, str]
    weight: float
    steps: tuple[int, ...] = ()
    falling: bool = False
    choices: dict[str, int] = {}
    ends: dict[str, tuple[str, str]] = {}

    def score(self, values: ArrayLike) -> Ints:
        """Score (n,) values, (n,) int64 in 1..5.

        Raises
        ------
        UnknownName : a word that is not one of the choices.
        OutOfBounds : a given score that is not a whole number 1..5.
        """
        if self.steps:
            step = np.searchsorted(np.array(self.steps), np.asarray(values))
            return (5 - step if self.falling else 1 + step).astype(np.int64)
        if self.choices:
            words = np.asarray(values).ravel().tolist()
            for word in words:
                if word not in self.choices:
                    raise UnknownName(self.key, word, self.choices)
            return np.array([self.choices[word] for word in words], np.int64)
        given = np.asarray(values)
        for value in given[~np.isin(given, (1, 2, 3, 4, 5))].tolist():
            raise OutOfBounds([_fault(self.key, value, ("1", "2", "3", "4", "5"))])
        return given.astype(np.int64)


class Preset(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One published way of scoring; `kind` says which of `weights`, `points` and `criteria` it fills."""

    label: dict[str, str]
    kind: Literal["weights", "points", "ahp"]
    source: str
    firmness: Literal["firm", "moderate", "indicative", "assumed"]
    weights: dict[str, float] = {}
    points: Points | None = None
    criteria: tuple[ScoredMeasure, ...] = ()


def presets(path: Path | None = None) -> dict[str, Preset]:
    """Read the presets of the package, or a trainer's own file.

    Raises
    ------
    BadData : a file that is not one.
    """
    path = path or data_path("datasets", "presets.toml")
    return _read(path, stamp(path))


@cache
def _read(path: Path, _stamp: tuple[int, int]) -> dict[str, Preset]:
    return read_settings(path, dict[str, Preset])


def preset(name: str, kind: str = "") -> Preset:
    """Give one preset of the package.

    Parameters
    ----------
    kind : weights, points or ahp, when it must be one of them.

    Raises
    ------
    UnknownName : no such preset of that kind; names the nearest.
    """
    known = {key: entry for key, entry in presets().items() if kind in ("", entry.kind)}
    if name not in known:
        raise UnknownName(tr("Aturan"), name, known)
    return known[name]


def preset_scenario(base: Scenario, name: str) -> Scenario:
    """Give a scenario that scores as a preset of weights does at musrenbang kecamatan, all else as in `base`.

    Raises
    ------
    UnknownName : no such preset of weights.
    """
    return base.change(**preset(name, "weights").weights)


def score_bolaang_mongondow(
    top: ArrayLike,
    members: ArrayLike,
    in_renja: ArrayLike,
    papers: ArrayLike,
    *,
    one_member_counts: bool = False,
) -> Ints:
    """Score proposals as Bolaang Mongondow published it in 2019; accepted is what reaches the floor of 8.

    Parameters
    ----------
    top : (n,) bool, top of its musrenbang kecamatan (3 points).
    members : (n,) int, how many council members carry it (2 points from two members on).
    in_renja : (n,) bool, fits the Renja of its agency (1 point).
    papers : (n,) bool, administrative and technical papers are complete (the points count twice).
    one_member_counts : whether a single member gives 1 point or none; the source does not say.

    Returns
    -------
    (n,) int64, 0..12.

    Source: statement of the Sekda, see `datasets/presets.toml`.
    """
    rule = preset("bolaang_mongondow", "points").points
    assert rule is not None
    count = np.asarray(members)
    single = rule.one_member if one_member_counts else 0
    carried = np.where(count >= 2, rule.two_members, np.where(count == 1, single, 0))
    total = rule.top * _flags(top) + carried + rule.in_renja * _flags(in_renja)
    return np.minimum(total * np.where(_flags(papers), rule.papers_factor, 1), rule.most).astype(
        np.int64
    )


def score_ahp(values: Mapping[str, ArrayLike], name: str = "ahp_physical") -> Floats:
    """Score proposals by an AHP preset: measures scored 1..5, weighted; 1 at worst, 5 at best.

    Parameters
    ----------
    values : (n,) each, by key of the measure: a score 1..5, a word, or an amount, as the preset's file says.
    name : ahp_physical or ahp_nonphysical.

    Returns
    -------
    (n,) float64, rounded to six decimals.

    Raises
    ------
    UnknownName : no such preset, a measure that is missing or does not exist, or a word it does not have.
    OutOfBounds : a score that is not one of 1..5.
    """
    criteria = {criterion.key: criterion for criterion in preset(name, "ahp").criteria}
    for key in criteria:
        if key not in values:
            raise UnknownName(name, key, values)
    for key in values:
        if key not in criteria:
            raise UnknownName(name, key, criteria)
    weighted = [criteria[key].weight * criteria[key].score(values[key]) for key in criteria]
    return np.round(np.sum(weighted, axis=0), 6)


def scoring(
    world: World,
    top: Collection[str],
    *,
    in_renja: Collection[str] | None = None,
    one_member_counts: bool = False,
) -> "pd.DataFrame":
    """Score the recorded proposals of a case by the rule of Bolaang Mongondow.

    Parameters
    ----------
    world : a case with recorded proposals; council members are counted from its reses notes.
    top : ids that came out on top at musrenbang kecamatan.
    in_renja : ids that fit the Renja; None takes what its Forum SKPD is recorded to have approved.
    one_member_counts : see `score_bolaang_mongondow`.

    Returns
    -------
    One row a proposal: id, village, what, top, members, in_renja, papers, score, accepted.

    Raises
    ------
    UnknownName : an id that the case does not have.
    """
    import pandas as pd

    rule = preset("bolaang_mongondow", "points").points
    assert rule is not None
    table, record = world.proposals, world.record
    ids = [str(proposal) for proposal in table["id"].tolist()]
    if in_renja is None:
        in_renja = set(
            record["id"][(record["forum"] == "forum_skpd") & (record["approved_idr"] > 0)].tolist()
        )
    for proposal in (*top, *in_renja):
        if proposal not in ids:
            raise UnknownName("id", proposal, ids)
    matches = world.tables["reses"]["matches"].tolist()
    columns: dict[str, Any] = {
        "top": np.array([proposal in top for proposal in ids]),
        "members": np.array([matches.count(proposal) for proposal in ids]),
        "in_renja": np.array([proposal in in_renja for proposal in ids]),
        "papers": table["papers"],
    }
    score = score_bolaang_mongondow(**columns, one_member_counts=one_member_counts)
    about = {"id": ids, "village": table["village"].tolist(), "what": table["what"].tolist()}
    return pd.DataFrame({**about, **columns, "score": score, "accepted": score >= rule.floor})


def _flags(values: ArrayLike) -> Bools:
    return np.asarray(values).astype(np.bool_)


def _fault(key: str, value: object, choices: tuple[str, ...]) -> str:
    allowed = tr("salah satu dari {choices}").format(choices=", ".join(choices))
    return tr("{key} = {value}: diharapkan {allowed}.").format(
        key=key, value=value, allowed=allowed
    )


__all__ = [
    "Points",
    "Preset",
    "ScoredMeasure",
    "preset",
    "preset_scenario",
    "presets",
    "score_ahp",
    "score_bolaang_mongondow",
    "scoring",
]
