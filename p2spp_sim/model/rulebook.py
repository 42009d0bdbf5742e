"""The rule book of a regime: the year's forums as data."""

from enum import IntEnum
from functools import cached_property
from typing import Any, Literal

import msgspec

from p2spp_sim.base.errors import UnknownName
from p2spp_sim.base.language import Labels, pick, tr

GroupBy = Literal["village", "kecamatan", "dapil", "skpd", "kabupaten"]
Lane = Literal["participatory", "technocratic", "political"]
LANES = Labels(participatory="Partisipatif", technocratic="Teknokratis", political="Politis")
FILL_LABELS = Labels(  # ways of filling a pot, on boards
    stop="Urut, berhenti di usulan pertama yang tidak muat",
    skip="Urut, lewati yang tidak muat",
    village_first="Satu per desa lebih dahulu",
    rotation="Arisan: hanya desa yang mendapat giliran",
    equal_split="Bagi rata: pagu dibagi sama antardesa",
    best_package="Paket terbaik: jumlah skor terbesar",
    equal_shares="Dana mengikuti suara: setiap suara memegang uang yang sama",
)
FILL_MEANINGS = Labels(  # and in a sentence
    stop="Urut peringkat; berhenti di usulan pertama yang tidak muat.",
    skip="Urut peringkat; usulan yang tidak muat dilewati.",
    village_first="Satu per desa lebih dahulu, lalu urut peringkat.",
    rotation="Arisan: hanya desa yang mendapat giliran tahun ini.",
    equal_split="Bagi rata: pagu dibagi sama antardesa, tiap desa mengisi bagiannya.",
    best_package="Paket terbaik: jumlah skor terbesar yang muat dalam pagu.",
    equal_shares="Dana mengikuti suara: pagu dibagi sama kepada setiap suara, yang membayar pilihannya bersama.",
)
Channel = Literal["needs", "pokir", "renja"]
END = "selesai"


class Reason(IntEnum):
    """Why a proposal stopped: fourteen reasons found in press and e-planning tables, and one of ours after the APBD."""

    NONE = 0
    DICTIONARY = 1
    PAPERS = 2
    OUTSIDE_MONEY = 3
    CEILING = 4
    PLAN_MISMATCH = 5
    LAND = 6
    EQUALISATION = 7
    DUPLICATE = 8
    TECHNICAL = 9
    VILLAGE_AUTHORITY = 10
    UNDER_WAY = 11
    NOT_RAISED = 12
    WITHDRAWN = 13
    WRONG_SKPD = 14
    NOT_DELIVERED = 15

    @property
    def key(self) -> str:
        """Give the name used in files and frames; empty for none."""
        return self.name.lower() if self else ""

    @property
    def text(self) -> str:
        """Say it in the screen language."""
        return tr(_REASONS[self]) if self else ""


_REASONS = {
    Reason.DICTIONARY: "tidak ada dalam kamus usulan",
    Reason.PAPERS: "berkas pendukung belum lengkap",
    Reason.OUTSIDE_MONEY: "kewenangan atau dana di luar kabupaten",
    Reason.CEILING: "melebihi pagu atau jatah",
    Reason.PLAN_MISMATCH: "tidak tercantum dalam dokumen rencana",
    Reason.LAND: "status lahan belum jelas",
    Reason.EQUALISATION: "pemerataan: belum gilirannya",
    Reason.DUPLICATE: "ganda dengan kegiatan lain",
    Reason.TECHNICAL: "belum layak secara teknis",
    Reason.VILLAGE_AUTHORITY: "kewenangan desa, dibayar APB Desa",
    Reason.UNDER_WAY: "sudah dikerjakan tahun ini",
    Reason.NOT_RAISED: "tidak pernah diusulkan dalam musrenbang",
    Reason.WITHDRAWN: "ditarik atau dikembalikan dalam pembahasan",
    Reason.WRONG_SKPD: "salah alamat SKPD",
    Reason.NOT_DELIVERED: "dianggarkan tetapi tidak terlaksana",
}
ON_RECORD = "on_record"


class GateSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A named test and the reason it gives."""

    test: str
    reason: str


class Criterion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A named term of the score and its weight, a number or a lever; weights that are `part` are scaled to 1."""

    term: str
    weight: float | str
    part: bool = False


class Noise(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Imprecision of scoring: `weight` at capacity zero, none at capacity one."""

    weight: float | str
    capacity: str


class TerritorialBalance(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Points off for works of a kecamatan beyond its share: `weight` at twice its share of the money of `ceiling`."""

    weight: float | str
    ceiling: str


class PotSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Money or places, who may draw on them, and where those who do go next."""

    key: str
    label: dict[str, str]
    to: str
    who: str = ""
    ceiling: str = ""
    limit: str = ""
    fill: str = "skip"
    rolls_over: bool = False
    effect: str = ""

    @property
    def pays(self) -> bool:
        """Tell whether it approves rupiah; a list with a limit of places only passes proposals on."""
        return bool(self.ceiling) and not self.limit


def _named(convener: str | dict[str, str]) -> str:
    return convener if isinstance(convener, str) else pick(convener)


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where proposals come from, before any forum."""

    key: Channel
    label: dict[str, str]
    month: int
    lane: Lane
    convener: str | dict[str, str]
    to: str

    @property
    def decider(self) -> str:
        """Who decides here, in the screen language."""
        return _named(self.convener)


class ForumSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One meeting of the year."""

    key: str
    label: dict[str, str]
    month: int
    lane: Lane
    convener: str | dict[str, str]
    group: GroupBy
    pots: tuple[PotSpec, ...]
    basis: str = ""
    gates: tuple[GateSpec, ...] = ()
    amendments: tuple[str, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    noise: Noise | None = None
    balance: TerritorialBalance | None = None

    @property
    def decider(self) -> str:
        """Who decides here, in the screen language."""
        return _named(self.convener)


class RuleBook(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """A rule book; `regime` is the regime whose levers it knows, the name of its file when empty."""

    title: dict[str, str]
    sources: tuple[str, ...]
    source: tuple[Source, ...]
    forum: tuple[ForumSpec, ...]
    values: dict[str, Any] = {}
    regime: str = ""

    @cached_property
    def pot_number(self) -> dict[tuple[str, str], int]:
        """Number of every pot, counted over the whole rule book, by forum and pot key."""
        pots = [(forum.key, pot.key) for forum in self.forum for pot in forum.pots]
        return {pot: number for number, pot in enumerate(pots)}

    @cached_property
    def number(self) -> dict[str, int]:
        """Number of every forum by its key, and of the end of the year."""
        return {
            key: number for number, key in enumerate([*(forum.key for forum in self.forum), END])
        }

    def index(self, key: str) -> int:
        """Give the number of a forum in the order of the year; `selesai` comes after the last.

        Raises
        ------
        UnknownName : names the nearest.
        """
        if key not in self.number:
            raise UnknownName(tr("Forum"), key, [forum.key for forum in self.forum])
        return self.number[key]

    def beyond(self, key: str) -> frozenset[int]:
        """Give the numbers of the forums that what enters one forum can come to, it among them."""
        reached = {self.index(key)}
        for number, spec in enumerate(self.forum):  # routes only lead on in the order of the year
            if number in reached:
                reached |= {self.index(pot.to) for pot in spec.pots}
        return frozenset(reached)
