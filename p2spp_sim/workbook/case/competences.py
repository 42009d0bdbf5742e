"""What consultants, facilitators, setrawan and planners must be able to do and do in a year, and units for each."""

from collections.abc import Mapping
from functools import cache

import msgspec

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.files import read_data
from p2spp_sim.base.language import Labels, tr

UNIT, BOARD = "12", "nilai_diri"  # where a learner judges himself
BEFORE, AFTER = "sebelum", "sesudah"
MOMENTS = Labels(sebelum="Sebelum", sesudah="Sesudah")
# steps of the scale; the key is what is counted
STEPS = Labels(
    **{"1": "belum pernah", "2": "dengan bantuan", "3": "sendiri", "4": "mengajari orang lain"}
)


class Competence(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something that others can see being done, and the units that train it."""

    label: dict[str, str]
    short: dict[str, str]
    units: tuple[str, ...]


class CoachingJob(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A job, what it is called now, the units for it in order, and the competences that it needs most."""

    label: dict[str, str]
    now: dict[str, str]
    units: tuple[str, ...]
    need: tuple[str, ...]


class JobTask(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A task of some jobs, so many months before a forum; after it where negative."""

    label: dict[str, str]
    forum: str
    before: int
    jobs: tuple[str, ...]


class Competences(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of `datasets/kompetensi.toml`."""

    competence: dict[str, Competence]
    job: dict[str, CoachingJob]
    task: dict[str, JobTask]


@cache
def competences() -> Competences:
    """Read competences, jobs and tasks."""
    return read_data(Competences, "datasets", "kompetensi.toml")


SelfRating = Mapping[str, Mapping[str, int]]


def read_rating(raw: object) -> SelfRating:
    """Read a saved self-assessment: the step of each competence before and after; what was left open is not there.

    Raises
    ------
    P2sppError : not a self-assessment.
    """
    wrong = tr("Nilai diri tersimpan tidak terbaca.")
    if not isinstance(raw, Mapping):
        raise P2sppError(wrong)
    rating = {}
    for key, row in raw.items():
        if not isinstance(row, Mapping):
            raise P2sppError(wrong)
        given = {moment: row.get(moment) or "" for moment in MOMENTS}
        if any(step and step not in STEPS for step in given.values()):
            raise P2sppError(wrong)
        if key in competences().competence:
            rating[str(key)] = {moment: int(step) for moment, step in given.items() if step}
    return rating
