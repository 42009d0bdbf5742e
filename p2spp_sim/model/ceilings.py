"""How much there is to hand out: every ceiling and quota a rules file can name, one documented function each."""

from collections.abc import Callable
from functools import partial, wraps
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from p2spp_sim.base.arrays import Floats, Ints, some
from p2spp_sim.base.draws import lognormal_permille
from p2spp_sim.model import behaviour
from p2spp_sim.model.activities import CELLS, looked_up
from p2spp_sim.model.meeting import Meeting
from p2spp_sim.world.world import World

T = TypeVar("T")


def shares(total: Ints, weight: Floats | Ints, group: NDArray[np.integer]) -> Ints:
    """Divide totals of groups over their members by weight, in whole rupiah.

    Parameters
    ----------
    total : (groups,) int64 rupiah.
    weight : (members,) not negative; a group without weight gives nothing.
    group : (members,) int.

    Returns
    -------
    (members,) int64, never more than `total` in a group.
    """
    whole = np.bincount(group, weight, minlength=len(total))[group]
    part = np.where(whole > 0, weight / np.maximum(whole, 1e-300), 0.0)
    given = np.floor(total[group] * part).astype(np.int64)
    over = np.bincount(group, given, minlength=len(total)) > total
    return given - over[group]


def _once(amount: Callable[[Meeting], T]) -> Callable[[Meeting], T]:
    """Work an amount out once a meeting, however many pots ask for it."""

    @wraps(amount)
    def remembered(m: Meeting) -> T:
        if amount.__name__ not in m.known:
            m.known[amount.__name__] = amount(m)
        known: T = m.known[amount.__name__]
        return known

    return remembered


@_once
def open_money(m: Meeting) -> Ints:
    """Belanja modal yang terbuka bagi usulan, (kabupaten,) rupiah."""
    return np.floor(m.world.budget["capital_idr"] * m.value("open_share", "kabupaten")).astype(
        np.int64
    )


@_once
def pik_total(m: Meeting) -> Ints:
    """Uang PIK satu kabupaten: bagian `pik_share` dari dana terbuka, atau jumlah pagu kecamatan yang ditetapkan.

    Equation: pik_total = min(n * kecamatan_ceiling_idr, open_money) if that is set, else open_money * pik_share.
    """
    fixed = m.value("kecamatan_ceiling_idr")
    if fixed:
        counts = np.bincount(_kabupaten_of_kecamatan(m.world), minlength=m.world.size("kabupaten"))
        return np.minimum(counts * np.int64(fixed), open_money(m))
    return np.floor(open_money(m) * m.value("pik_share", "kabupaten")).astype(np.int64)


def pik(m: Meeting) -> Ints:
    """Pagu PIK tiap kecamatan menurut rumus: rata, penduduk, KK miskin, atau campuran; (kecamatan,) rupiah.

    Equation: pik = min(kecamatan_ceiling_idr, pik_total / n) if that is set, else pik_total * share(w),
        0 without pik_share;
        by pik_formula w = 1 (equal), people (population), poor households (poor), or their shares times
        pik_mixed_equal, pik_mixed_population, pik_mixed_poor (mixed).
    """
    world = m.world
    if fixed := m.value("kecamatan_ceiling_idr"):
        kabupaten = _kabupaten_of_kecamatan(world)
        return np.minimum(fixed, (pik_total(m) // np.maximum(np.bincount(kabupaten), 1))[kabupaten])
    if not some(m.value("pik_share", "kabupaten")):
        return np.zeros(world.size("kecamatan"), np.int64)
    size = world.size("kecamatan")
    kabupaten = _kabupaten_of_kecamatan(world)
    villages = world.villages
    people, poor = villages["population"], np.rint(villages["poor_share"] * villages["households"])
    basis: dict[str, Floats] = {
        "equal": np.ones(size),
        "population": np.bincount(world.kecamatan_of, people, minlength=size).astype(np.float64),
        "poor": np.bincount(world.kecamatan_of, poor, minlength=size).astype(np.float64),
    }
    parts = {name: _normal(weight, kabupaten) for name, weight in basis.items()}
    weights = {name: m.value(f"pik_mixed_{name}", "kecamatan") for name in basis}
    parts["mixed"] = sum(weights[name] * parts[name] for name in basis) / sum(weights.values())
    return shares(pik_total(m), parts[m.value("pik_formula")], kabupaten)


def _normal(weight: Floats, group: NDArray[np.integer]) -> Floats:
    return weight / np.maximum(np.bincount(group, weight)[group], 1e-300)


def _kabupaten_of_kecamatan(world: World) -> Ints:
    return world.kabupaten_of_dapil[world.dapil_of]


def pokir_total(m: Meeting) -> Ints:
    """Dana pokir satu kabupaten: bagian APBD, membengkak menjelang pemilu, paling banyak sisa dana terbuka.

    Equation: pokir = min(apbd * pokir_envelope * (election_multiplier if election_year else 1),
        open_money - pik_total).
    """
    budget = m.world.budget
    apbd = (
        budget["personnel_idr"] + budget["goods_idr"] + budget["capital_idr"] + budget["other_idr"]
    )
    value = partial(m.value, per="kabupaten")
    more = np.where(value("election_year"), value("election_multiplier"), 1.0)
    swollen = value("pokir_envelope") * more
    return np.minimum(np.floor(apbd * swollen).astype(np.int64), open_money(m) - pik_total(m))


def skpd(m: Meeting) -> Ints:
    """Pagu indikatif tiap SKPD menurut bagiannya: dana terbuka tanpa PIK, dan tanpa pokir bila reses mendahului.

    Pagu diumumkan sebelum uangnya pasti: `indicative_optimism` kali dari yang kemudian ada. SKPD yang memperkirakan
    pemotongan meminta di atasnya bila `agency_asks` di atas 0.

    Equation: skpd = ceiling_share * indicative_optimism * (open_money - pik_total - pokir_total *
        [reses_timing = before]) / (1 - agency_asks * (1 - capacity) * expected cut).
    """
    per_skpd = _indicative(m)
    if some(m.value("agency_asks", "kabupaten")):
        above = behaviour.bargained(m, "agency_asks")
        agencies = len(per_skpd) // len(above)
        per_skpd = np.floor(per_skpd / (1 - above).repeat(agencies)).astype(np.int64)
    return per_skpd


def _indicative(m: Meeting) -> Ints:
    """Give the indicative ceiling of each agency, (kabupaten * skpd,) rupiah.

    Equation: ceiling_share * indicative_optimism * (open_money - pik_total - pokir_total * [reses_timing = before]).
    """
    ceiling = open_money(m) - pik_total(m)
    if some(before := m.value("reses_timing", "kabupaten") == "before"):
        ceiling -= pokir_total(m) * before
    part = np.multiply.outer(
        m.value("indicative_optimism", "kabupaten"), m.world.skpd["ceiling_share"]
    )
    return np.floor(ceiling[:, None] * part).astype(np.int64).ravel()


def rkpd(m: Meeting) -> Ints:
    """Kerangka fiskal RKPD: jumlah pagu indikatif SKPD dikali `rkpd_frame`, (kabupaten,) rupiah.

    Equation: rkpd = sum(skpd before agencies ask above it) * rkpd_frame.
    """
    per_kabupaten = _indicative(m).reshape(m.world.size("kabupaten"), -1).sum(axis=1)
    return np.floor(per_kabupaten * m.value("rkpd_frame", "kabupaten")).astype(np.int64)


def shock(m: Meeting) -> Ints:
    """Dana terbuka sesudah guncangan fiskal tahun itu, yang sama bagi semua pot, (kabupaten,) perseribu.

    Equation: shock = 1 + shock_low + (shock_high - shock_low) * u, in thousandths.
    """
    drawn = m.draws.uniform("kua_ppas.shock", m.world.kabupaten_uid)
    low, high = (m.value(key, "kabupaten") for key in ("shock_low", "shock_high"))
    return np.rint(1000 * (1 + low + (high - low) * drawn)).astype(np.int64)


@_once
def _after_shock(m: Meeting) -> tuple[Ints, Ints, Ints]:
    """Divide what is left after the shock: PIK, pokir, plans of the agencies, (kabupaten,) rupiah each."""
    money = apbd(m)
    for_pik = np.minimum(pik_total(m), money)
    for_pokir = np.minimum(pokir_total(m), money - for_pik)
    return for_pik, for_pokir, money - for_pik - for_pokir


def ppas_pik(m: Meeting) -> Ints:
    """Plafon PIK: terkunci, tidak ikut guncangan kecuali dana terbuka sendiri tidak cukup.

    Equation: ppas_pik = min(pik_total, apbd).
    """
    return _after_shock(m)[0]


def ppas_pokir(m: Meeting) -> Ints:
    """Dana pokir, paling banyak yang tersisa sesudah PIK dan guncangan.

    Equation: ppas_pokir = min(pokir_total, apbd - ppas_pik).
    """
    return _after_shock(m)[1]


def ppas(m: Meeting) -> Ints:
    """Yang tersisa bagi rencana SKPD sesudah guncangan, PIK dan pokir.

    Equation: ppas = apbd - ppas_pik - ppas_pokir.
    """
    return _after_shock(m)[2]


def apbd(m: Meeting) -> Ints:
    """Dana terbuka sesudah guncangan: seluruhnya yang dapat ditetapkan.

    Equation: apbd = open_money * shock.
    """
    return open_money(m) // 1000 * shock(m)


def add(m: Meeting) -> Ints:
    """ADD tiap desa untuk kegiatan (70%): bagian rata, dan bagian menurut KK miskin dan keterpencilan.

    Sumber: SE Mendagri 140/640/SJ 2005; ADD_x = ADDM + ADDP_x, BD_x = jumlah a_j KV_jx, di sini dua
    peubah sama berat (asumsi).

    Equation: add = add_idr * add_works_share * add_factor * (add_equal_share / n + (1 - add_equal_share) *
        (share(poor) + add_remoteness * share(remoteness)) / (1 + add_remoteness)).
    """
    world, villages = m.world, m.world.villages
    spent = m.value("add_works_share", "kabupaten") * m.value("add_factor", "kabupaten")
    total = np.floor(world.budget["add_idr"] * spent).astype(np.int64)
    kabupaten = world.kabupaten_of
    equal = m.value("add_equal_share", "village")
    poor = np.rint(villages["poor_share"] * villages["households"])
    weight = m.value("add_remoteness", "village")  # beside 1 for the poor
    need = _normal(poor, kabupaten) + weight * _normal(villages["remoteness"], kabupaten)
    need /= 1 + weight
    return shares(
        total, equal * _normal(np.ones(len(kabupaten)), kabupaten) + (1 - equal) * need, kabupaten
    )


def blm(m: Meeting) -> Ints:
    """BLM tiap kecamatan menurut banyaknya desa tertinggal: 3 desa Rp 1,0 miliar naik sampai 12 desa Rp 3,0 miliar.

    Equation: blm = (blm_base_idr + blm_step_v_idr) * blm_factor; v = disadvantaged villages, 4..12.
    """
    disadvantaged = m.world.kecamatan["disadvantaged"]
    value, step = partial(m.value, per="kecamatan"), np.zeros(len(disadvantaged), np.int64)
    for villages in range(4, 13):  # the rows of the table; the last is for more too
        step = np.where(disadvantaged >= villages, value(f"blm_step_{villages}_idr"), step)
    return np.floor((value("blm_base_idr") + step) * value("blm_factor")).astype(np.int64)


def village_money(m: Meeting) -> Ints:
    """Dana Desa untuk pembangunan dan ADD tiap desa, (desa,) rupiah.

    Dana Desa: bagian dasar sama rata, bagian formula menurut penduduk, KK miskin, dan keterpencilan (pengganti luas dan
    IKG, yang tidak ada dalam tabel). Sumber: Buku Saku Dana Desa 2017 dan PMK rincian; 2018-2019 rata-rata (asumsi).

    Equation: dana = n * dd_average_y_idr * (dd_equal_y / n + (1 - dd_equal_y) * (dd_poor_y * share(poor) +
        (1 - dd_poor_y - dd_remoteness) * share(population) + dd_remoteness * share(remoteness))) + add; y = dd_year.
    """
    value, year = partial(m.value, per="village"), m.value("dd_year")
    far_part, equal = value("dd_remoteness"), value(f"dd_equal_{year}")
    poor_part = value(f"dd_poor_{year}")
    world, villages = m.world, m.world.villages
    kabupaten = world.kabupaten_of
    average = m.value(f"dd_average_{year}_idr", "kabupaten")
    total = np.bincount(kabupaten, minlength=world.size("kabupaten")) * average
    poor = _normal(np.rint(villages["poor_share"] * villages["households"]), kabupaten)
    people = _normal(villages["population"].astype(np.float64), kabupaten)
    far = _normal(villages["remoteness"] + 1e-9, kabupaten)
    formula = poor_part * poor + (1 - far_part - poor_part) * people + far_part * far
    flat = _normal(np.ones(len(kabupaten)), kabupaten)
    return shares(total, equal * flat + (1 - equal) * formula, kabupaten) + add(m)


def pokir_plan(m: Meeting) -> Ints:
    """Dana pokir dalam RKPD, (kabupaten,) rupiah."""
    return pokir_total(m)


def pik_plan(m: Meeting) -> Ints:
    """Uang PIK dalam RKPD, (kabupaten,) rupiah."""
    return pik_total(m)


def selfhelp(m: Meeting) -> Ints:
    """Dana swadaya tiap desa."""
    return np.full(m.groups, m.value("selfhelp_village_idr", m.grouping), np.int64)


def published(m: Meeting) -> Ints | None:
    """Bila pagu diumumkan: tiap desa menahan diri pada `published_demand` kali bagiannya; bila tidak, tanpa batas.

    Equation: published = published_demand * open_money / n if publish_ceilings, else no limit.
    """
    if not m.value("publish_ceilings"):
        return None
    kabupaten = m.world.kabupaten_of
    villages = np.bincount(kabupaten, minlength=m.world.size("kabupaten"))
    share = open_money(m) // np.maximum(villages, 1)
    return m.value("published_demand", "village") * share[kabupaten]


def proposal_cap(m: Meeting) -> Ints:
    """Banyak usulan yang boleh dibawa satu desa."""
    return np.full(m.groups, m.value("proposal_cap", m.grouping), np.int64)


def blm_nominees(m: Meeting) -> Ints:
    """Banyak usulan satu desa ke MAD."""
    return np.full(m.groups, m.value("blm_nominees", m.grouping), np.int64)


def people_share(world: World) -> Floats:
    """Give the share of every kecamatan in the people of its kabupaten, (kecamatan,)."""
    size = world.size("kecamatan")
    people = np.bincount(world.kecamatan_of, world.villages["population"], minlength=size)
    return _normal(people.astype(np.float64), _kabupaten_of_kecamatan(world))


@_once
def kecamatan_money(m: Meeting) -> Ints:
    """Pagu indikatif tiap kecamatan: dana terbuka menurut penduduk, (kecamatan,) rupiah.

    Equation: open_money * share(population).
    """
    return shares(open_money(m), people_share(m.world), _kabupaten_of_kecamatan(m.world))


def kecamatan_demand(m: Meeting) -> Ints:
    """Rupiah dalam daftar prioritas: `list_demand` kali pagu indikatif kecamatan, longgar atau ketat menurut tempat.

    Equation: kecamatan_money * list_demand * L; L lognormal with median 1 and sigma list_spread, of each kecamatan,
        the same in every year.
    """
    cell = m.draws.lasting.fields("kecamatan.list", m.world.kecamatan_uid)[0] // CELLS
    place, size = np.arange(len(cell)), len(cell)
    loose = looked_up(lognormal_permille, m.scenario, ("list_spread",), cell, place, size)
    times = np.rint(1000 * m.value("list_demand", "kecamatan")).astype(np.int64) * loose
    return kecamatan_money(m) // 1_000_000 * times


def kecamatan_list(m: Meeting) -> Ints:
    """Banyak usulan yang sempat dibahas untuk daftar prioritas dalam satu musrenbang kecamatan.

    Equation: places = kecamatan_list.
    """
    return np.full(m.groups, m.value("kecamatan_list", m.grouping), np.int64)


def on_record(m: Meeting) -> Ints:
    """Jumlah rupiah yang tercatat disetujui di forum ini.

    Equation: on_record = sum(record.approved_idr of this forum).
    """
    record = m.world.record
    total = int(record["approved_idr"][record["forum"] == m.forum].sum())
    return np.full(m.groups, total, np.int64)


_PER: dict[str, tuple[Callable[[Meeting], Ints | None], ...]] = {
    "village": (selfhelp, add, village_money, published, proposal_cap, blm_nominees),
    "kecamatan": (blm, pik, kecamatan_money, kecamatan_demand, kecamatan_list),
    "skpd": (skpd,),
    "kabupaten": (rkpd, ppas_pik, ppas_pokir, ppas, apbd, pokir_plan, pik_plan),
    "": (on_record,),
}
AMOUNTS = {amount.__name__: amount for amounts in _PER.values() for amount in amounts}
PER = {
    amount.__name__: group for group, amounts in _PER.items() for amount in amounts
}  # the grouping; empty for any
COUNTS = ("proposal_cap", "blm_nominees", "kecamatan_list")  # of proposals; the others are rupiah
