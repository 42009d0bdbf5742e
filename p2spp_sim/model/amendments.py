"""What a rules file can let change: amendments of rupiah before a decision, and effects of one."""

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np

from p2spp_sim.base.arrays import Floats, Ints, numbered, of_rows
from p2spp_sim.base.own_parts import Extended
from p2spp_sim.forum.fill import runs
from p2spp_sim.model import proposals as P  # noqa: N812
from p2spp_sim.model.behaviour import CUTS, left_unexplained
from p2spp_sim.model.gates import record
from p2spp_sim.model.meeting import Meeting


def _cut(m: Meeting, name: str, part: float | Floats = 1.0) -> Ints:
    """Cut the rupiah of those that are drawn; `part` of the usual chance."""
    chance, size = CUTS[name]
    idr = m.asked.copy()
    permille = 1000 - np.rint(1000 * m.value(size, "row")).astype(np.int64)
    hit = np.flatnonzero(m.uniform("cut") < m.value(chance, "row") * part)
    idr[hit] = idr.take(hit) // 1_000_000 * of_rows(permille, hit) * 1000
    return idr


def unit_price(m: Meeting) -> Ints:
    """Sebagian usulan dihitung ulang dengan harga satuan yang lebih rendah.

    Equation: idr = asked * (1 - price_cut * [u < price_cut_chance]).
    """
    return _cut(m, "unit_price")


def commission_cut(m: Meeting) -> Ints:
    """Sebagian kegiatan dikurangi dalam pembahasan komisi.

    Equation: idr = asked * (1 - commission_cut * [u < commission_cut_chance *
        (1 - explained_effect * changes_explained)]).
    """
    return _cut(m, "commission_cut", left_unexplained(partial(m.value, per="row")))


def review(m: Meeting) -> Ints:
    """Sebagian usulan diubah volume dan rupiahnya oleh penelaah SIPD.

    Equation: idr = asked * (1 - review_cut * [u < review_cut_chance]).
    """
    return _cut(m, "review")


def recorded_idr(m: Meeting) -> Ints:
    """Rupiah menurut catatan kasus.

    Equation: idr = min(approved, asked) if approved > 0, else asked.
    """
    approved = record(m)[0]
    return np.where(approved > 0, np.minimum(approved, m.asked), m.asked)


AMENDMENTS: Mapping[str, Callable[[Meeting], Ints]] = Extended(
    "amendment",
    {
        "unit_price": unit_price,
        "commission_cut": commission_cut,
        "review": review,
        "on_record": recorded_idr,
    },
)


def mark_priority(m: Meeting, taken: Ints) -> None:
    """Mencatat tempat dalam daftar prioritas kecamatan.

    Equation: priority = 1 - (place - 1) / length of the kecamatan's list.
    """
    _, size = runs(m.group.take(taken))
    priority = 1.0 - numbered(size) / np.repeat(size, size)
    m.docket.priority[m.rows.take(taken)] = priority.astype(np.float32)


def mark_backed(m: Meeting, taken: Ints) -> None:
    """Mencatat usulan musrenbang yang didukung pokir.

    Equation: backed = true of every partner of what is taken.
    """
    matches = m.column("matches")[taken]
    m.docket.backed[matches[matches >= 0]] = True


def redirect(m: Meeting, taken: Ints) -> None:
    """Mengalihkan usulan yang salah alamat ke SKPD yang benar; tempatnya dalam daftar turun separuh.

    Equation: priority <- priority * redirect_priority if not RIGHT_SKPD.
    """
    wrong = taken[~m.has(P.RIGHT_SKPD)[taken]]
    part = np.asarray(of_rows(m.value("redirect_priority", "row"), wrong), np.float32)
    m.docket.priority[m.rows[wrong]] *= part


# What a pot does to those it takes, (rows of the agenda, groups together in the order of rank).
EFFECTS: dict[str, Callable[[Meeting, Ints], None]] = {
    "priority": mark_priority,
    "backed": mark_backed,
    "redirect": redirect,
}
