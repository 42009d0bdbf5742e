"""Criteria and capacities a rules file can name; each takes the meeting.

A criterion gives a new (n,) float64 in 0..1; a capacity gives those who can score, 0..1 each, and which of them scores
each row, (n,) int.
"""

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np
from numpy.typing import NDArray

from p2spp_sim.base.arrays import Bools, Floats, Ints, some
from p2spp_sim.base.own_parts import Extended
from p2spp_sim.forum.decide import as_ranked, ranking
from p2spp_sim.forum.fill import heads, runs
from p2spp_sim.model import behaviour
from p2spp_sim.model import proposals as P  # noqa: N812
from p2spp_sim.model.ceilings import people_share
from p2spp_sim.model.gates import facilitated, flag
from p2spp_sim.model.meeting import Meeting
from p2spp_sim.world.schema import SLOTS

AnyInts = NDArray[np.integer]


def urgency(m: Meeting) -> Floats:
    """Urgensi 1..5, dibagi 5."""
    return m.column("urgency") / 5.0


def poor(m: Meeting) -> Floats:
    """KK miskin dibagi KK penerima manfaat."""
    return m.column("poor_households") / np.maximum(m.column("households"), 1)


def reach(m: Meeting) -> Floats:
    """KK penerima manfaat dibagi yang terbanyak pada agenda itu.

    Equation: reach = households / max(households on the group's agenda).
    """
    return _of_the_most(m, m.column("households"), m.whole.column("households"))


def cost(m: Meeting) -> Floats:
    """Rupiah yang diminta dibagi yang terbesar pada agenda itu.

    Equation: cost = asked / max(asked on the group's agenda).
    """
    return _of_the_most(m, m.asked, m.whole.asked)


def small(m: Meeting) -> Floats:
    """Kecilnya rupiah yang diminta: 1 bila tanpa biaya, setengah pada `small_cost_idr`, menuju 0 bila besar.

    Equation: small = small_cost_idr / (small_cost_idr + asked).
    """
    half = m.value("small_cost_idr", "row")
    smallness: Floats = half / (half + m.asked)
    return smallness


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
    """Swadaya dibagi sepersepuluh biaya, paling banyak 1.

    Equation: selfhelp = min(1, selfhelp / (selfhelp_full * cost)).
    """
    covered = m.column("selfhelp") * (1 / m.value("selfhelp_full", "row"))
    covered /= np.maximum(m.column("cost"), 1)
    return np.minimum(covered, 1.0, out=covered)


def kecamatan_priority(m: Meeting) -> Floats:
    """Tempat dalam daftar prioritas kecamatan: 1 teratas, mendekati 0 terbawah, 0 bila tidak tercantum."""
    return m.pick(m.docket.priority).astype(np.float64)


def delegates(m: Meeting) -> Floats:
    """Usulan kecamatan dibela delegasi di Forum SKPD: banyak delegasi dibagi lima.

    Equation: delegates = priority * delegates_in_forum_skpd / delegates_full.
    """
    delegated: Floats = kecamatan_priority(m) * (
        m.value("delegates_in_forum_skpd", "row") / m.value("delegates_full", "row")
    )
    return delegated


def backed_by_pokir(m: Meeting) -> Floats:
    """Dicatat juga oleh anggota DPRD, bila reses mendahului musrenbang.

    Equation: backed * [reses_timing = before].
    """
    before = m.value("reses_timing", "row") == "before"
    return (m.pick(m.docket.backed) & before).astype(np.float64)


def listed_before(m: Meeting) -> Floats:
    """Tempat dalam daftar prioritas kecamatan tahun lalu, bila gugur karena uang: 1 teratas, 0 bagi yang lain.

    Equation: listed of the village and slot, for needs that are drawn; else 0.
    """
    last = m.world.listed
    place = np.zeros(len(m.rows))
    if last is not None:
        drawn = (m.column("origin") <= P.Origin.WOMEN) & (m.rows >= len(m.docket.ids))
        rows = drawn.nonzero()[0]
        slot = (m.column("key").take(rows) & np.uint64(SLOTS - 1)).astype(np.int64)
        place[rows] = last[m.village.take(rows), slot]
    return place


def _as_criterion(test: Callable[[Meeting], Bools], doc: str) -> Callable[[Meeting], Floats]:
    def criterion(m: Meeting) -> Floats:
        return test(m).astype(np.float64)

    criterion.__doc__ = doc
    return criterion


def elite(m: Meeting) -> Floats:
    """Dibawa orang berpengaruh; lemah bila BPD bekerja, dan hampir hilang bila semua warga memilih.

    Lebih kuat di desa yang lebih miskin bila `elite_inequality` di atas 0.

    Equation: elite = ELITE * elite_unchecked * (1 - org_bpd) * (elite_plebiscite if plebiscite else 1) *
        (1 + elite_inequality * (poor_share / mean of the kabupaten - 1)).
    """
    value = partial(m.value, per="village")
    unchecked = value("elite_unchecked") * (1 - m.world.villages["org_bpd"])
    unchecked *= np.where(value("plebiscite"), value("elite_plebiscite"), 1.0)
    if some(value("elite_inequality")):
        unchecked = unchecked * behaviour.captured(m)
    carried: Floats = m.has(P.ELITE) * unchecked.take(m.village)
    return carried


def women_voice(m: Meeting) -> Floats:
    """Usulan yang terutama dirasakan perempuan, dikali bagian perempuan dalam delegasi.

    Equation: women_voice = WOMEN * women_delegates.
    """
    voiced: Floats = m.has(P.WOMEN) * m.value("women_delegates", "row")
    return voiced


def agency_own(m: Meeting) -> Floats:
    """Kegiatan SKPD sendiri.

    Didahulukan bila pagu diperkirakan dipotong dan `agency_protects` di atas 0.

    Equation: [origin = SKPD] * (1 + agency_protects * (1 - capacity) * expected cut).
    """
    own = (m.column("origin") == P.Origin.SKPD).astype(np.float64)
    if some(m.value("agency_protects", "kabupaten")):
        own *= (1 + behaviour.bargained(m, "agency_protects")).take(m.group_by("kabupaten"))
    return own


def beyond_share(m: Meeting, score: Floats, ceiling: Ints) -> Floats:
    """Tell how far the works of a row's kecamatan that score higher here exceed its share of the money.

    Parameters
    ----------
    score : (n,) of the rows, as it stands.
    ceiling : (groups,) rupiah that each meeting has to hand out; a kecamatan's share of it is that of its people.

    Returns
    -------
    (n,) float64 in 0..1: 0 up to the share itself, 1 from twice the share on.
    """
    kecamatan = m.group_by("kecamatan")
    return beyond(score, m.asked, m.group, kecamatan, people_share(m.world), ceiling)


def beyond(
    score: Floats, asked: Ints, group: Ints, kecamatan: Ints, people: Floats, ceiling: Ints
) -> Floats:
    """Tell it of rows with these scores, rupiah, meetings and kecamatan; `people` (kecamatan,) is each one's share."""
    pair = group * np.int64(len(people)) + kecamatan
    order, pair = ranking(pair, as_ranked(score))
    start, count = runs(pair)
    asked = asked.take(order)
    above = asked.cumsum() - asked
    above -= np.repeat(above.take(start), count)
    share = people.take(kecamatan.take(order))
    share *= np.maximum(ceiling, 1).take(group.take(order))
    over = np.empty(len(order))
    over[order] = np.minimum(np.maximum(above / np.maximum(share, 1.0) - 1.0, 0.0), 1.0)
    return over


CRITERIA: Mapping[str, Callable[[Meeting], Floats]] = Extended(
    "criterion",
    {
        "urgency": urgency,
        "poor": poor,
        "reach": reach,
        "cost": cost,
        "small": small,
        "selfhelp": selfhelp,
        "in_rpjm": _as_criterion(flag(P.IN_RPJM, ""), "Tercantum dalam RPJM Desa."),
        "elite": elite,
        "women_voice": women_voice,
        "kecamatan_priority": kecamatan_priority,
        "delegates": delegates,
        "backed_by_pokir": backed_by_pokir,
        "listed_before": listed_before,
        "agency_own": agency_own,
        "draw": draw,
    },
)


def _village_capacity(m: Meeting) -> tuple[Floats, AnyInts]:
    """Rata-rata kapasitas Kades, LPMD, dan BPD.

    Lebih tepat bila lebih banyak orang memutuskan (bawaan dua belas).

    Equation: k = 1 - (1 - mean(cap_kades, cap_lpmd, cap_bpd, org_lpmd)) * (1 + deciders_usual - many);
        many = 1 with plebiscite, else min(1, deciders / meeting_size).
    """
    villages = m.world.villages
    able = (
        villages["cap_kades"] + villages["cap_lpmd"] + villages["cap_bpd"] + villages["org_lpmd"]
    ) / 4
    value = partial(m.value, per="village")
    asked = np.minimum(1.0, value("deciders") / value("meeting_size"))
    many = np.where(value("plebiscite"), 1.0, asked)
    return 1 - (1 - able) * (1 + value("deciders_usual") - many), m.village


def _bkad_capacity(m: Meeting) -> tuple[Floats, AnyInts]:
    """Kapasitas BKAD.

    Dibantu fasilitator kecamatan.

    Equation: k = min(1, cap_bkad + facilitator_bkad * (facilitators_per_kecamatan - its default)).
    """
    able = m.world.kecamatan["cap_bkad"] + facilitated(m, "facilitator_bkad")
    return np.minimum(1.0, able), m.group_by("kecamatan")


def _kecamatan_capacity(m: Meeting) -> tuple[Floats, AnyInts]:
    """Kapasitas setrawan kecamatan.

    Equation: k = cap_setrawan.
    """
    return m.world.kecamatan["cap_setrawan"], m.group_by("kecamatan")


def _skpd_capacity(m: Meeting) -> tuple[Floats, AnyInts]:
    """Kapasitas SKPD.

    Equation: k = skpd.capacity.
    """
    return m.world.skpd["capacity"], m.column("skpd")


def _kabupaten_capacity(m: Meeting) -> tuple[Floats, AnyInts]:
    """Kapasitas kabupaten.

    Equation: k = budget.capacity.
    """
    return m.world.budget["capacity"], m.group_by("kabupaten")


def _no_capacity(m: Meeting) -> tuple[Floats, AnyInts]:
    """Tanpa keahlian: penilaian paling kabur.

    Equation: k = 0.
    """
    return np.zeros(1), np.zeros(len(m.rows), np.int64)


CAPACITIES: dict[str, Callable[[Meeting], tuple[Floats, AnyInts]]] = {
    "none": _no_capacity,
    "village": _village_capacity,
    "bkad": _bkad_capacity,
    "kecamatan": _kecamatan_capacity,
    "skpd": _skpd_capacity,
    "kabupaten": _kabupaten_capacity,
}
