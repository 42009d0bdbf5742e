"""Tests a rules file can name, as gates and as who may draw on a pot; each takes the meeting and gives (n,) bool."""

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np

from p2spp_sim.base.arrays import Bools, Floats, Ints, some
from p2spp_sim.base.draws import Draws
from p2spp_sim.base.own_parts import Extended
from p2spp_sim.forum.fill import heads
from p2spp_sim.model import proposals as P  # noqa: N812 - the flags read better as P.PAPERS
from p2spp_sim.model.activities import activities
from p2spp_sim.model.behaviour import left_unexplained
from p2spp_sim.model.ceilings import kecamatan_money, skpd
from p2spp_sim.model.meeting import DONE, STOPPED, Meeting
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.world.world import World

_NO_POT = -2  # of a rule book without that pot
PLAN = "musrenbang_kabupaten"  # the forum whose pots are the RKPD


def village_matter(m: Meeting) -> Bools:
    """Kewenangan desa."""
    return m.column("authority") == P.VILLAGE


def district_matter(m: Meeting) -> Bools:
    """Bukan kewenangan desa."""
    return m.column("authority") != P.VILLAGE


def district_money(m: Meeting) -> Bools:
    """Kewenangan kabupaten, bukan provinsi atau pusat."""
    return m.column("authority") != P.OUTSIDE


def sent_up(m: Meeting) -> Bools:
    """Kewenangan di atas desa, atau kewenangan desa yang tetap dibawa naik."""
    return district_matter(m) | m.has(P.MISROUTED)


def blm_menu(m: Meeting) -> Bools:
    """Boleh dibiayai BLM: sampai Rp 350 juta, bukan kewenangan provinsi atau pusat."""
    return (m.column("cost") <= m.value("blm_most_idr", "row")) & (
        m.column("authority") != P.OUTSIDE
    )


def kecamatan_size(m: Meeting) -> Bools:
    """Tidak lebih besar daripada bagian `kecamatan_most` dari pagu indikatif kecamatannya; 0: tanpa saringan.

    Equation: asked <= kecamatan_most * kecamatan_money, where kecamatan_most is above 0.
    """
    return _within(m, "kecamatan_most", kecamatan_money)


def skpd_size(m: Meeting) -> Bools:
    """Tidak lebih besar daripada bagian `skpd_most` dari pagu indikatif SKPD-nya, kecuali PIK; 0: tanpa saringan.

    Equation: from_pik or asked <= skpd_most * skpd, where skpd_most is above 0.
    """
    return _within(m, "skpd_most", skpd) | _from_pik(m)


def _within(m: Meeting, key: str, money: Callable[[Meeting], Ints]) -> Bools:
    if not some(share := m.value(key, m.grouping)):
        return np.ones(len(m.rows), np.bool_)
    most = np.floor(share * money(m)).astype(np.int64)
    return m.asked <= np.where(share, most, np.iinfo(np.int64).max).take(m.group)


def flag(bit: int, doc: str) -> Callable[[Meeting], Bools]:
    """Make a test of one flag of a proposal."""

    def test(m: Meeting) -> Bools:
        return m.has(bit)

    test.__doc__ = doc
    return test


def mad_integrated(m: Meeting) -> Bools:
    """MAD menyatu dengan musrenbang kecamatan."""
    return np.full(len(m.rows), m.value("integrated_mad", "row"))


def not_built_by_blm(m: Meeting) -> Bools:
    """Tidak sama dengan kegiatan yang tahun ini dibiayai BLM di desa itu.

    Equation: no (village, activity) that mad.blm took, and no partner that it took.
    """
    docket, blm = m.docket, m.pot_number.get(("mad", "blm"), STOPPED)
    kinds = len(activities()["key"])
    built = np.zeros(m.world.size("village") * kinds, np.bool_)
    village, activity = docket.proposals.village, docket.proposals.activity
    if blm < 0:
        return np.ones(len(m.rows), np.bool_)
    paid = docket.pot == blm
    rows = (paid & (activity >= 0)).nonzero()[0]
    built[village.take(rows) * kinds + activity.take(rows)] = True
    kind, partner = m.column("activity"), m.column("matches")
    # -1 where it is recorded and nobody noted its kind
    same = built.take(m.village * kinds + kind) & (kind >= 0)
    return ~(same | ((partner >= 0) & paid.take(partner)))


def matched_if_required(m: Meeting) -> Bools:
    """Pokir yang wajib cocok memang cocok dengan usulan musrenbang."""
    return ~m.has(P.MUST_MATCH) | (m.column("matches") >= 0)


def only_once(m: Meeting) -> Bools:
    """Pokir pertama atas usulan yang sama; yang kedua ganda.

    Equation: no partner, or the least key of all that have it.
    """
    matches = m.column("matches")
    pairs = np.flatnonzero(matches >= 0)
    order = pairs[np.lexsort((m.column("key")[pairs], matches[pairs]))]
    once = matches < 0
    once[order[heads(matches[order])]] = True
    return once


def within_quota(m: Meeting) -> Bools:
    """Masuk kuota dan kriteria SKPD-nya bagi pokir, yang jauh berbeda antar-SKPD dan tetap dari tahun ke tahun."""
    return m.uniform("quota") < quotas(m.draws, m.world, m.scenario).take(m.group_by("skpd"))


def quotas(draws: Draws, world: World, scenario: Scenario) -> Floats:
    """Give the chance of a pokir to be within the quota of each agency: (skpd of all kabupaten,), lasting.

    Equation: clip(pokir_quota + pokir_quota_spread * (u - 0.5), 0, 1), u of each agency, the same in every year.
    """
    agencies = np.arange(len(world.skpd["code"]), dtype=np.uint64)
    ids = np.add.outer(world.kabupaten_uid << np.uint64(8), agencies).ravel()
    usual, spread = (scenario.value(f"pokir_quota{of}", "skpd") for of in ("", "_spread"))
    drawn = draws.lasting.uniform("pokir.quota", ids)
    drawn -= 0.5
    return np.clip(usual + spread * drawn, 0.0, 1.0)


def within_plan(m: Meeting) -> Bools:
    """Tercantum dalam RKPD, atau lolos walaupun di luarnya.

    Equation: from the pots of musrenbang_kabupaten, or u >= budget_follows_plan.
    """
    if not some(follows := m.value("budget_follows_plan", "row")):
        return np.ones(len(m.rows), np.bool_)
    last = m.pick(m.docket.pot)
    planned = [number for (forum, _), number in m.pot_number.items() if forum == PLAN]
    return np.isin(last, planned) | (m.uniform("plan") >= follows)


def not_already_planned(m: Meeting) -> Bools:
    """Pokir yang usulan pasangannya sudah ada dalam RKPD tidak dihitung dua kali.

    Equation: no partner, or one that is not here too.
    """
    matches = m.column("matches")
    here = m.docket.at == m.docket.at[m.rows[0]] if len(m.rows) else m.docket.at == DONE
    return ~((matches >= 0) & here[matches])


def _from_pots(*pots: tuple[str, str], doc: str) -> Callable[[Meeting], Bools]:
    def test(m: Meeting) -> Bools:
        last = m.pick(m.docket.pot)
        taken = np.zeros(len(last), np.bool_)
        for pot in pots:
            taken |= last == m.pot_number.get(pot, _NO_POT)
        return taken

    test.__doc__ = doc
    return test


def kept_by_commission(m: Meeting) -> Bools:
    """Tidak dicoret dalam pembahasan komisi (pokir dan PIK terlindung).

    Equation: u >= commission_drop * (1 - explained_effect * changes_explained), or pokir, or from_pik.
    """
    drop = m.uniform("drop") < m.value("commission_drop", "row") * left_unexplained(
        partial(m.value, per="row")
    )
    return ~drop | _pokir(m) | _from_pik(m)


def delivered(m: Meeting) -> Bools:
    """Terlaksana pada tahun anggaran: menurut kapasitas pelaksana, lebih jarang bila APBD terlambat.

    Equation: u < delivery_rate + delivery_capacity * (c - c0) - late_penalty * late; by pot (c, c0) is
        (skpd.capacity, delivery_skpd), (cap_upk + facilitator_upk * more, delivery_upk) or (cap_kades, delivery_kades).
    """
    last, world, villages = m.pick(m.docket.pot), m.world, m.world.villages
    by_upk = last == m.pot_number.get(("mad", "blm"), _NO_POT)
    swadaya, apb_desa = (
        m.pot_number.get(("musrenbang_desa", pot), _NO_POT) for pot in ("swadaya", "apb_desa")
    )
    by_village = (last == swadaya) | (last == apb_desa)
    upk = world.kecamatan["cap_upk"] + facilitated(m, "facilitator_upk")
    able = world.skpd["capacity"].take(m.column("skpd")) - m.value("delivery_skpd", "row")
    rows = by_upk.nonzero()[0]
    able[rows] = (upk - m.value("delivery_upk", "kecamatan")).take(
        world.kecamatan_of.take(m.village.take(rows))
    )
    rows = by_village.nonzero()[0]
    kades = villages["cap_kades"] - m.value("delivery_kades", "village")
    able[rows] = kades.take(m.village.take(rows))
    late = is_late(m.draws, world, m.scenario).take(m.group_by("kabupaten")) & ~by_upk & ~by_village
    chance = (
        m.value("delivery_rate", "row")
        + m.value("delivery_capacity", "row") * able
        - m.value("late_penalty", "row") * late
    )
    return m.uniform("delivered") < chance


def facilitated(m: Meeting, each: str) -> float | Floats:
    """Tell what facilitators beyond the usual number add to a capacity, by what each of them adds.

    Equation: added = each * (facilitators_per_kecamatan - its default).
    """
    key = "facilitators_per_kecamatan"
    more = m.value(key, "kecamatan") - m.scenario.lever(key).value
    added: float | Floats = m.value(each, "kecamatan") * more
    return added


def is_late(draws: Draws, world: World, scenario: Scenario) -> Bools:
    """Tell which kabupaten enact the APBD late, (kabupaten,) bool."""
    return draws.uniform("apbd.late", world.kabupaten_uid) >= scenario.value(
        "apbd_on_time", "kabupaten"
    )


def village_scope(m: Meeting) -> Bools:
    """Kewenangan desa, atau cukup kecil untuk dikerjakan desa dengan Dana Desa."""
    small = (m.column("authority") == P.DISTRICT) & (m.asked <= m.value("dd_scope_idr", "row"))
    return village_matter(m) | small


def in_dictionary(m: Meeting) -> Bools:
    """Ada padanannya dalam kamus usulan.

    Equation: u >= dictionary_strictness * (1 - dictionary_cover).
    """
    if not some(strict := m.value("dictionary_strictness", "row")):
        return np.ones(len(m.rows), np.bool_)
    # what PIK looks up, the partner finds
    forum = "verifikasi_mitra" if m.forum == "musrenbang_kecamatan" else m.forum
    entry = m.draws.uniform(f"{forum}.dictionary", m.column("key"))
    return entry >= strict * (1 - m.value("dictionary_cover", "row"))


def fit_for_pik(m: Meeting) -> Bools:
    """Padan dengan kamus, dan tidak terlihat kurang oleh SKPD yang hadir: berkas, lahan, teknis, Renstra, alamat.

    Equation: in_dictionary and (u >= pik_checked or PAPERS and LAND and TECHNICAL and PLAN_FIT and RIGHT_SKPD).
    """
    whole = np.uint16(P.PAPERS | P.LAND | P.TECHNICAL | P.PLAN_FIT | P.RIGHT_SKPD)
    unseen = m.uniform("checked") >= m.value("pik_checked", "row")
    fit = in_dictionary(m) & (unseen | ((m.column("flags") & whole) == whole))
    return np.asarray(fit, np.bool_)


def not_pokir(m: Meeting) -> Bools:
    """Bukan dari reses."""
    return ~_pokir(m)


def from_renja(m: Meeting) -> Bools:
    """Datang lewat Renja, bukan pokir dan bukan PIK."""
    return ~_pokir(m) & ~_from_pik(m)


def on_record(m: Meeting) -> Bools:
    """Diterima menurut catatan kasus."""
    return record(m)[0] > 0


def record(m: Meeting) -> tuple[Ints, list[str]]:
    """Look up recorded rupiah and reasons of the rows in this forum (0 where nothing is recorded)."""
    table = m.world.record
    at = {row_id: row for row, row_id in enumerate(m.docket.ids)}
    approved, reasons = np.zeros(len(m.docket.at), np.int64), [""] * len(m.docket.at)
    for forum, row_id, idr, reason in zip(
        *(table[c].tolist() for c in ("forum", "id", "approved_idr", "reason")), strict=True
    ):
        if forum == m.forum and row_id in at:
            approved[at[row_id]], reasons[at[row_id]] = idr, reason
    return approved[m.rows], [reasons[row] for row in m.rows.tolist()]


def recorded_reasons(m: Meeting) -> list[str]:
    """Give the recorded reason of every row, empty where none is."""
    return record(m)[1]


def _pokir(m: Meeting) -> Bools:
    """Berasal dari reses."""
    return m.column("origin") == P.Origin.RESES


_from_pik = _from_pots(
    ("musrenbang_kecamatan", "pik"),
    ("verifikasi_mitra", "mitra_pik"),
    ("forum_skpd", "renja_pik"),
    ("musrenbang_kabupaten", "rkpd_pik"),
    ("validasi_tapd", "sah_pik"),
    ("kua_ppas", "ppas_pik"),
    doc="Dipilih dalam PIK.",
)

TESTS: Mapping[str, Callable[[Meeting], Bools]] = Extended(
    "gate",
    {
        "village_matter": village_matter,
        "district_matter": district_matter,
        "district_money": district_money,
        "sent_up": sent_up,
        "blm_menu": blm_menu,
        "in_rpjm": flag(P.IN_RPJM, "Tercantum dalam RPJM Desa."),
        "papers": flag(P.PAPERS, "Berkas pendukung lengkap."),
        "land": flag(P.LAND, "Status lahan jelas."),
        "technical": flag(P.TECHNICAL, "Layak secara teknis."),
        "plan_fit": flag(P.PLAN_FIT, "Sesuai Renstra SKPD."),
        "right_skpd": flag(P.RIGHT_SKPD, "Dialamatkan ke SKPD yang benar."),
        "kecamatan_size": kecamatan_size,
        "skpd_size": skpd_size,
        "mad_integrated": mad_integrated,
        "not_built_by_blm": not_built_by_blm,
        "matched_if_required": matched_if_required,
        "only_once": only_once,
        "within_quota": within_quota,
        "within_plan": within_plan,
        "not_already_planned": not_already_planned,
        "pokir": _pokir,
        "from_pik": _from_pik,
        "from_renja": from_renja,
        "from_forum": not_pokir,
        "village_scope": village_scope,
        "in_dictionary": in_dictionary,
        "fit_for_pik": fit_for_pik,
        "kept_by_commission": kept_by_commission,
        "delivered": delivered,
        "on_record": on_record,
    },
)
