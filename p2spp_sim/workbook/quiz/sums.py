"""What the items of the test compute from their figures: the right value and what each foreseen mistake comes to."""

from collections.abc import Callable, Mapping
from itertools import pairwise

from p2spp_sim.base.formats import number, percent

GATES = ("Renja", "RKPD", "PPAS", "APBD")


def matched_and_eligible(n: int, cocok: int, tak: int) -> dict[str, str]:
    """Compute the share of `n` notes that match (`cocok`) and are eligible: all but `tak` of them."""
    return {
        **_plain(n=n, cocok=cocok, tak=tak),
        "layak": percent((cocok - tak) / n, 0),
        "lupa": percent(cocok / n, 0),
        "pembagi": percent((cocok - tak) / cocok, 0),
        "tambah": percent((cocok + tak) / n, 0),
    }


def count_and_value(n: int, v: int, m: int, w: int) -> dict[str, str]:
    """Compute what entered of `n` proposals worth `v` million: `m` of them, worth `w` million."""
    count, value = m / n, w / v
    return {
        **_plain(n=n, v=v, m=m, w=w),
        "jumlah": percent(count),
        "nilai": percent(value),
        "jumlah_hilang": percent(1 - count),
        "nilai_hilang": percent(1 - value),
        "tengah": percent((count + value) / 2),
    }


def leaking_gate(awal: int, renja: int, rkpd: int, ppas: int, apbd: int) -> dict[str, str]:
    """Find which gate lets the smallest share of what enters it through, and which ones mistakes lead to."""
    values = (awal, renja, rkpd, ppas, apbd)
    passed = [after / before for before, after in pairwise(values)]
    lost = [before - after for before, after in pairwise(values)]
    leaks = passed.index(min(passed))
    named = {
        "bagian": GATES[leaks],
        "rupiah": GATES[lost.index(max(lost))],
        "lolos": GATES[passed.index(max(passed))],
        "sebelum": GATES[leaks - 1],
    }
    by_gate = {
        f"{letter}{place}": said
        for place, (gate, share) in enumerate(zip(GATES, passed, strict=True), 1)
        for letter, said in (("g", gate), ("l", percent(share)))
    }
    return {
        **_plain(awal=awal, renja=renja, rkpd=rkpd, ppas=ppas, apbd=apbd),
        **named,
        **by_gate,
    }


def attained(awal: int, kini: int, sasaran: int) -> dict[str, str]:
    """Compute the share of the way from the start to the target that has been gone."""
    gone = (kini - awal) / (sasaran - awal)
    return {
        **_plain(awal=awal, kini=kini, sasaran=sasaran, naik=kini - awal, seluruh=sasaran - awal),
        "jalan": percent(gone, 0),
        "dari_sasaran": percent(kini / sasaran, 0),
        "poin": percent((kini - awal) / 100, 0),
        "sisa": percent(1 - gone, 0),
    }


def _plain(**numbers: int) -> dict[str, str]:
    return {key: number(value) for key, value in numbers.items()}


SUMS: Mapping[str, Callable[..., dict[str, str]]] = {
    "cocok_layak": matched_and_eligible,
    "jumlah_nilai": count_and_value,
    "gerbang": leaking_gate,
    "capaian": attained,
}
