"""What a village is told of each of its proposals: taken or not, why, or that nobody has looked yet."""

from dataclasses import dataclass
from typing import Literal

from p2spp_sim.alignment.aligned import Alignment
from p2spp_sim.alignment.office_columns import said_status, without_persons
from p2spp_sim.base.formats import rupiah
from p2spp_sim.base.language import Labels, tr

AnswerKind = Literal["taken", "not_taken", "returned", "unchecked", "no_renja"]
ANSWERS = Labels(
    taken="masuk rancangan Renja",
    not_taken="tidak masuk rancangan Renja",
    returned="dikembalikan ke desa",
    unchecked="belum diperiksa",
    no_renja="belum ada daftar Renja",
)
SETTLED: tuple[AnswerKind, ...] = ("not_taken", "returned")  # needs a reason


@dataclass(frozen=True, slots=True)
class VillageAnswer:
    """What became of one proposal.

    Parameters
    ----------
    kind : key of `ANSWERS`.
    status : the office's word for a proposal that was sent back.
    reason : the office's remark; empty when none is recorded.
    works : numbers of the Renja works that are the same.
    notes : numbers of the recess notes that are the same.
    granted_idr : rupiah of these works.
    """

    kind: AnswerKind
    status: str
    reason: str
    works: tuple[str, ...]
    notes: tuple[str, ...]
    granted_idr: int

    @property
    def words(self) -> str:
        """The kind in the screen language."""
        return ANSWERS[self.kind]

    @property
    def why(self) -> str:
        """Status and reason as they are recorded."""
        return "; ".join(filter(None, (self.status, self.reason)))

    @property
    def lacks_reason(self) -> bool:
        """Whether it was not taken and nothing says why."""
        return self.kind in SETTLED and not self.reason


def answer(alignment: Alignment, number: str) -> VillageAnswer:
    """Say what became of a proposal, as far as people decided it.

    A proposal that no work of the Renja equals counts as not taken only when every work is decided.
    """
    line = alignment.lists.proposals[number]
    works = tuple(alignment.holders("renja").get(number, ()))
    notes = tuple(alignment.holders("reses").get(number, ()))
    renja = alignment.lists.others.get("renja", {})
    return VillageAnswer(
        _kind(alignment, number, works),
        "" if line.eligible else said_status(line),
        without_persons(line.note),
        works,
        notes,
        sum(renja[work].cost_idr for work in works),
    )


def _kind(alignment: Alignment, number: str, works: tuple[str, ...]) -> AnswerKind:
    if works:
        return "taken"
    if not alignment.lists.proposals[number].eligible:
        return "returned"
    if "renja" not in alignment.lists.others:
        return "no_renja"
    return "unchecked" if "renja" in alignment.unsettled else "not_taken"


def told(alignment: Alignment, number: str, said: VillageAnswer) -> str:
    """Say an answer in full: the works that hold it, the notes that name it, the reason as it is recorded."""
    renja = alignment.lists.others.get("renja", {})
    parts = []
    for work in said.works:
        line = renja[work]
        money = tr("pagu {rupiah}").format(rupiah=rupiah(line.cost_idr)) if line.cost_idr else ""
        parts.append(", ".join(filter(None, (f"{work} {line.what}", line.skpd, money))))
    if said.works and not alignment.lists.proposals[number].eligible:
        parts.append(tr("di musrenbang kecamatan dikembalikan"))
    if said.notes:
        parts.append(tr("disebut reses: {nomor}").format(nomor=", ".join(said.notes)))
    if said.kind == "unchecked":
        parts.append(tr("Renja belum selesai dibandingkan"))
    return "; ".join(filter(None, (*parts, said.why)))
