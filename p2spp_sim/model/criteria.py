"""Criteria and capacities a rules file can name; each takes the meeting.

A criterion gives a new (n,) float64 in 0..1; a capacity gives those who can score, 0..1 each, and which of them scores
each row, (n,) int.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from p2spp_sim.base.arrays import Bools, Floats
from p2spp_sim.forum.fill import heads
from p2spp_sim.model import proposals as P  # noqa: N812
from p2spp_sim.model.gates import facilitated, flag
from p2spp_sim.model.meeting import Meeting

AnyInts = NDArray[np.integer]


def urgency(m: Meeting) -> Floats:
    """Urgensi 1..5, dibagi 5."""
    return m.column("urgency") / 5.0


def poor(m: Meeting) -> Floats:
    """KK miskin dibagi KK penerima manfaat."""
    return m.column("poor_households") / np.maximum(m.column("households"), 1)


def reach(m: Meeting) -> Floats:
    """KK penerima manfaat dibagi yang terbanyak pada agenda itu."""
    return _of_the_most(m, m.column("households"), m.whole.column("households"))


def cost(m: Meeting) -> Floats:
    """Rupiah yang diminta dibagi yang terbesar pada agenda itu."""
    return _of_the_most(m, m.asked, m.whole.asked)


def _of_the_most(m: Meeting, values: AnyInts, whole: AnyInts) -> Floats:
    """Divide by the largest on the whole agenda of the row's group."""
    group = m.whole.group
    most = np.ones(m.groups, whole.dtype)
    if len(group) and (group[1:] >= group[:-1]).all():
        start = heads(group)  # groups lie together: their largest in one pass
        most[group.take(start)] = np.maximum(np.maximum.reduceat(whole, start), 1)
    else:
        np.maximum.at(most, group, whole)
    share: Floats = values / most.take(m.group)
    return share


def draw(m: Meeting) -> Floats:
    """Undian: angka acak yang tidak melihat isi usulan."""
    return m.uniform("draw")


def selfhelp(m: Meeting) -> Floats:
    """Swadaya dibagi sepersepuluh biaya, paling banyak 1."""
    covered = m.column("selfhelp") * (1 / m.value("selfhelp_full"))
    covered /= np.maximum(m.column("cost"), 1)
    return np.minimum(covered, 1.0, out=covered)


def kecamatan_priority(m: Meeting) -> Floats:
    """Tempat dalam daftar prioritas kecamatan: 1 teratas, mendekati 0 terbawah, 0 bila tidak tercantum."""
    return m.pick(m.docket.priority).astype(np.float64)


def delegates(m: Meeting) -> Floats:
    """Usulan kecamatan dibela delegasi di Forum SKPD: banyak delegasi dibagi lima."""
    part: float = m.value("delegates_in_forum_skpd") / m.value("delegates_full")
    return kecamatan_priority(m) * part


def backed_by_pokir(m: Meeting) -> Floats:
    """Dicatat juga oleh anggota DPRD, bila reses mendahului musrenbang."""
    before: Floats = m.pick(m.docket.backed) * np.float64(m.value("reses_timing") == "before")
    return before


def _as_criterion(test: Callable[[Meeting], Bools], doc: str) -> Callable[[Meeting], Floats]:
    def criterion(m: Meeting) -> Floats:
        return test(m).astype(np.float64)

    criterion.__doc__ = doc
    return criterion


def elite(m: Meeting) -> Floats:
    """Dibawa orang berpengaruh; lemah bila BPD bekerja, dan hampir hilang bila semua warga memilih."""
    unchecked = m.value("elite_unchecked") * (1 - m.world.villages["org_bpd"])
    unchecked *= m.value("elite_plebiscite") if m.value("plebiscite") else 1.0
    carried: Floats = m.has(P.ELITE) * unchecked.take(m.village)
    return carried


def women_voice(m: Meeting) -> Floats:
    """Usulan yang terutama dirasakan perempuan, dikali bagian perempuan dalam delegasi."""
    voiced: Floats = m.has(P.WOMEN) * np.float64(m.value("women_delegates"))
    return voiced


def agency_own(m: Meeting) -> Floats:
    """Kegiatan bawaan SKPD sendiri."""
    return (m.column("origin") == P.Origin.SKPD).astype(np.float64)


CRITERIA: dict[str, Callable[[Meeting], Floats]] = {
    "urgency": urgency,
    "poor": poor,
    "reach": reach,
    "cost": cost,
    "selfhelp": selfhelp,
    "in_rpjm": _as_criterion(flag(P.IN_RPJM, ""), "Tercantum dalam RPJM Desa."),
    "elite": elite,
    "women_voice": women_voice,
    "kecamatan_priority": kecamatan_priority,
    "delegates": delegates,
    "backed_by_pokir": backed_by_pokir,
    "agency_own": agency_own,
    "draw": draw,
}


def _village_capacity(m: Meeting) -> tuple[Floats, AnyInts]:
    """Rata-rata kapasitas Kades, LPMD, dan BPD.

    Lebih tepat bila lebih banyak orang memutuskan (bawaan dua belas).
    """
    villages = m.world.villages
    able = (
        villages["cap_kades"] + villages["cap_lpmd"] + villages["cap_bpd"] + villages["org_lpmd"]
    ) / 4
    many = 1.0 if m.value("plebiscite") else min(1.0, m.value("deciders") / m.value("meeting_size"))
    return 1 - (1 - able) * (1 + m.value("deciders_usual") - many), m.village


def _bkad_capacity(m: Meeting) -> tuple[Floats, AnyInts]:
    """Kapasitas BKAD.

    Dibantu fasilitator kecamatan.
    """
    able = m.world.kecamatan["cap_bkad"] + facilitated(m, "facilitator_bkad")
    return np.minimum(1.0, able), m.group_by("kecamatan")


def _kecamatan_capacity(m: Meeting) -> tuple[Floats, AnyInts]:
    """Kapasitas setrawan kecamatan."""
    return m.world.kecamatan["cap_setrawan"], m.group_by("kecamatan")


def _skpd_capacity(m: Meeting) -> tuple[Floats, AnyInts]:
    """Kapasitas SKPD."""
    return m.world.skpd["capacity"], m.column("skpd")


def _kabupaten_capacity(m: Meeting) -> tuple[Floats, AnyInts]:
    """Kapasitas kabupaten."""
    return m.world.budget["capacity"], m.group_by("kabupaten")


def _no_capacity(m: Meeting) -> tuple[Floats, AnyInts]:
    """Tanpa keahlian: penilaian paling kabur."""
    return np.zeros(1), np.zeros(len(m.rows), np.int64)


CAPACITIES: dict[str, Callable[[Meeting], tuple[Floats, AnyInts]]] = {
    "none": _no_capacity,
    "village": _village_capacity,
    "bkad": _bkad_capacity,
    "kecamatan": _kecamatan_capacity,
    "skpd": _skpd_capacity,
    "kabupaten": _kabupaten_capacity,
}
