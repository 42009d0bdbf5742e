"""The words a rules file can use: tests, criteria, capacities, amendments and amounts, each a documented function.

Every function takes the meeting. Tests give (n,) bool, criteria and capacities (n,) float64 in 0..1, amendments a
factor (n,) int64 in thousandths or rupiah, amounts (groups,) int64 rupiah or places.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from p2spp_sim import proposals as P  # noqa: N812 - the flags read better as P.PAPERS
from p2spp_sim.meeting import DONE, STOPPED, Meeting
from p2spp_sim.money import AMOUNTS

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_NO_POT = -2  # of a rule book without that pot


# ---- tests: gates, and who may draw on a pot


def village_matter(m: Meeting) -> Bools:
    """Wewenang desa."""
    return m.column("authority") == P.VILLAGE


def district_matter(m: Meeting) -> Bools:
    """Bukan wewenang desa."""
    return m.column("authority") != P.VILLAGE


def district_money(m: Meeting) -> Bools:
    """Wewenang kabupaten, bukan provinsi atau pusat."""
    return m.column("authority") != P.OUTSIDE


def sent_up(m: Meeting) -> Bools:
    """Wewenang di atas desa, atau wewenang desa yang tetap dibawa naik."""
    return district_matter(m) | m.has(P.MISROUTED)


def blm_menu(m: Meeting) -> Bools:
    """Boleh dibiayai BLM: sampai Rp 350 juta, bukan wewenang provinsi atau pusat."""
    return (m.column("cost") <= 350_000_000) & (m.column("authority") != P.OUTSIDE)


def _flag(bit: int, doc: str) -> Callable[[Meeting], Bools]:
    def test(m: Meeting) -> Bools:
        return m.has(bit)

    test.__doc__ = doc
    return test


def mad_integrated(m: Meeting) -> Bools:
    """MAD menyatu dengan musrenbang kecamatan."""
    return np.full(len(m.rows), bool(m.value("integrated_mad")))


def not_built_by_blm(m: Meeting) -> Bools:
    """Tidak sama dengan kegiatan yang tahun ini dibiayai BLM di desa itu."""
    docket, blm = m.docket, m.pot_number.get(("mad", "blm"), STOPPED)
    kinds = len(P.activities()["key"])
    built = np.zeros(m.world.size("village") * kinds, np.bool_)
    rows = np.flatnonzero(docket.pot == blm) if blm >= 0 else m.rows[:0]
    built[docket.proposals.village[rows].astype(np.int64) * kinds + docket.proposals.activity[rows]] = True
    return ~built[m.village.astype(np.int64) * kinds + m.column("activity")]


def matched_if_required(m: Meeting) -> Bools:
    """Pokir yang wajib cocok memang cocok dengan usulan musrenbang."""
    return ~m.has(P.MUST_MATCH) | (m.column("matches") >= 0)


def not_already_planned(m: Meeting) -> Bools:
    """Pokir yang usulan pasangannya sudah ada dalam RKPD tidak dihitung dua kali."""
    matches = m.column("matches")
    here = m.docket.at == m.docket.at[m.rows[0]] if len(m.rows) else m.docket.at == DONE
    return ~((matches >= 0) & here[matches])


def _from_pots(*pots: tuple[str, str], doc: str) -> Callable[[Meeting], Bools]:
    def test(m: Meeting) -> Bools:
        last = m.docket.pot[m.span]
        held = np.zeros(len(last), np.bool_)
        for pot in pots:
            held |= last == m.pot_number.get(pot, _NO_POT)
        return held

    test.__doc__ = doc
    return test


def kept_by_commission(m: Meeting) -> Bools:
    """Tidak dicoret dalam pembahasan komisi (pokir dan PIK terlindung)."""
    drop = m.uniform("drop") < m.value("commission_drop")
    return ~drop | _pokir(m) | _from_pik(m)


def delivered(m: Meeting) -> Bools:
    """Terlaksana pada tahun anggaran."""
    return m.uniform("delivered") < m.value("delivery_rate")


def on_record(m: Meeting) -> Bools:
    """Diterima menurut catatan kasus."""
    return _record(m)[0] > 0


def _record(m: Meeting) -> tuple[Ints, list[str]]:
    """Look up recorded rupiah and reasons of the rows in this forum (0 where nothing is recorded)."""
    table = m.world.record
    at = {row_id: i for i, row_id in enumerate(m.world.proposals["id"].tolist())}
    approved, reasons = np.zeros(len(at), np.int64), [""] * len(at)
    for forum, row_id, idr, reason in zip(
        *(table[c].tolist() for c in ("forum", "id", "approved_idr", "reason")), strict=True
    ):
        if forum == m.forum:
            approved[at[row_id]], reasons[at[row_id]] = idr, reason
    return approved[m.rows], [reasons[row] for row in m.rows.tolist()]


def recorded_reasons(m: Meeting) -> list[str]:
    """Give the recorded reason of every row, empty where none is."""
    return _record(m)[1]


def _pokir(m: Meeting) -> Bools:
    """Berasal dari reses."""
    return m.column("origin") == P.Origin.RESES


_from_pik = _from_pots(("musrenbang_kecamatan", "pik"), ("kua_ppas", "ppas_pik"), doc="Dipilih dalam PIK.")

TESTS: dict[str, Callable[[Meeting], Bools]] = {
    "village_matter": village_matter,
    "district_matter": district_matter,
    "district_money": district_money,
    "sent_up": sent_up,
    "blm_menu": blm_menu,
    "in_rpjm": _flag(P.IN_RPJM, "Tercantum dalam RPJM Desa."),
    "papers": _flag(P.PAPERS, "Berkas pendukung lengkap."),
    "land": _flag(P.LAND, "Status lahan jelas."),
    "technical": _flag(P.TECHNICAL, "Layak secara teknis."),
    "plan_fit": _flag(P.PLAN_FIT, "Sesuai Renstra SKPD."),
    "right_skpd": _flag(P.RIGHT_SKPD, "Dialamatkan ke SKPD yang benar."),
    "mad_integrated": mad_integrated,
    "not_built_by_blm": not_built_by_blm,
    "matched_if_required": matched_if_required,
    "not_already_planned": not_already_planned,
    "pokir": _pokir,
    "from_pik": _from_pik,
    "from_renja": _from_pots(("musrenbang_kabupaten", "rkpd"), doc="Tercantum dalam RKPD lewat Renja."),
    "kept_by_commission": kept_by_commission,
    "delivered": delivered,
    "on_record": on_record,
}


# ---- criteria, 0..1


def urgency(m: Meeting) -> Floats:
    """Urgensi 1..5, dibagi 5."""
    return m.column("urgency") / 5.0


def poor(m: Meeting) -> Floats:
    """KK miskin dibagi KK penerima manfaat."""
    return m.column("poor_households") / np.maximum(m.column("households"), 1)


def reach(m: Meeting) -> Floats:
    """KK penerima manfaat dibagi yang terbanyak pada agenda itu."""
    households = m.column("households")
    most = np.ones(m.groups, np.int32)
    np.maximum.at(most, m.group, households)
    return households / most[m.group]


def selfhelp(m: Meeting) -> Floats:
    """Swadaya dibagi sepersepuluh biaya, paling banyak 1."""
    covered: Floats = m.column("selfhelp") * 10.0 / np.maximum(m.column("cost"), 1)
    return np.minimum(covered, 1.0)


def kecamatan_priority(m: Meeting) -> Floats:
    """Tempat dalam daftar prioritas kecamatan: 1 teratas, mendekati 0 terbawah, 0 bila tidak tercantum."""
    return m.docket.priority[m.span].astype(np.float64)


def delegates(m: Meeting) -> Floats:
    """Usulan kecamatan dibela delegasi di Forum SKPD: banyak delegasi dibagi lima."""
    return kecamatan_priority(m) * (m.value("delegates_in_forum_skpd") / 5.0)


def backed_by_pokir(m: Meeting) -> Floats:
    """Dicatat juga oleh anggota DPRD, bila reses mendahului musrenbang."""
    return m.docket.backed[m.span] * float(m.value("reses_timing") == "before")


def _as_criterion(test: Callable[[Meeting], Bools], doc: str) -> Callable[[Meeting], Floats]:
    def criterion(m: Meeting) -> Floats:
        return test(m).astype(np.float64)

    criterion.__doc__ = doc
    return criterion


def agency_own(m: Meeting) -> Floats:
    """Kegiatan bawaan SKPD sendiri."""
    return (m.column("origin") == P.Origin.SKPD).astype(np.float64)


CRITERIA: dict[str, Callable[[Meeting], Floats]] = {
    "urgency": urgency,
    "poor": poor,
    "reach": reach,
    "selfhelp": selfhelp,
    "in_rpjm": _as_criterion(_flag(P.IN_RPJM, ""), "Tercantum dalam RPJM Desa."),
    "elite": _as_criterion(_flag(P.ELITE, ""), "Dibawa orang berpengaruh."),
    "kecamatan_priority": kecamatan_priority,
    "delegates": delegates,
    "backed_by_pokir": backed_by_pokir,
    "agency_own": agency_own,
}


# ---- capacities: who scores, and how exactly


def _village_capacity(m: Meeting) -> Floats:
    villages = m.world.villages
    able: Floats = ((villages["cap_kades"] + villages["cap_lpmd"] + villages["cap_bpd"]) / 3)[m.village]
    return able


def _kecamatan_column(column: str) -> Callable[[Meeting], Floats]:
    def capacity(m: Meeting) -> Floats:
        able: Floats = m.world.kecamatan[column][m.world.kecamatan_of[m.village]]
        return able

    return capacity


def _skpd_capacity(m: Meeting) -> Floats:
    able: Floats = m.world.skpd["capacity"][m.column("skpd")]
    return able


def _kabupaten_capacity(m: Meeting) -> Floats:
    able: Floats = m.world.budget["capacity"][m.world.kabupaten_of[m.village]]
    return able


CAPACITIES: dict[str, Callable[[Meeting], Any]] = {
    "none": lambda m: 0.0,
    "village": _village_capacity,
    "bkad": _kecamatan_column("cap_bkad"),
    "kecamatan": _kecamatan_column("cap_setrawan"),
    "skpd": _skpd_capacity,
    "kabupaten": _kabupaten_capacity,
}


# ---- amendments: rupiah after the meeting's own cut


def _cut(m: Meeting, chance: str, size: str) -> Ints:
    idr = m.docket.idr[m.span]
    permille = 1000 - round(1000 * m.value(size))
    hit = m.uniform("cut") < m.value(chance)
    return np.where(hit, idr // 1_000_000 * permille * 1000, idr)


def unit_price(m: Meeting) -> Ints:
    """Sebagian usulan dihitung ulang dengan harga satuan yang lebih rendah."""
    return _cut(m, "price_cut_chance", "price_cut")


def commission_cut(m: Meeting) -> Ints:
    """Sebagian kegiatan dikurangi dalam pembahasan komisi."""
    return _cut(m, "commission_cut_chance", "commission_cut")


def recorded_idr(m: Meeting) -> Ints:
    """Rupiah menurut catatan kasus."""
    approved = _record(m)[0]
    return np.where(approved > 0, np.minimum(approved, m.docket.idr[m.rows]), m.docket.idr[m.rows])


AMENDMENTS: dict[str, Callable[[Meeting], Ints]] = {
    "unit_price": unit_price,
    "commission_cut": commission_cut,
    "on_record": recorded_idr,
}


# ---- effects: what being taken by a pot leaves behind


def mark_priority(m: Meeting, taken: Ints, rank: NDArray[np.int32]) -> None:
    """Mencatat tempat dalam daftar prioritas kecamatan."""
    group, rank = m.group[taken], rank[taken]
    listed = np.zeros((m.groups, int(rank.max(initial=0)) + 1), np.bool_)
    listed[group, rank] = True
    place = np.cumsum(listed, axis=1)[group, rank] - 1
    m.docket.priority[m.rows[taken]] = 1.0 - place / np.bincount(group, minlength=m.groups)[group]


def mark_backed(m: Meeting, taken: Ints, rank: NDArray[np.int32]) -> None:
    """Mencatat usulan musrenbang yang didukung pokir."""
    matches = m.column("matches")[taken]
    m.docket.backed[matches[matches >= 0]] = True


EFFECTS: dict[str, Callable[[Meeting, Ints, NDArray[np.int32]], None]] = {
    "priority": mark_priority,
    "backed": mark_backed,
}

__all__ = ["AMENDMENTS", "AMOUNTS", "CAPACITIES", "CRITERIA", "EFFECTS", "TESTS", "recorded_reasons"]
