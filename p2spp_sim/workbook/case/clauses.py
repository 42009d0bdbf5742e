"""The clauses that a regulation can hold: which there are, their short names, and what they cost politically."""

from collections.abc import Sequence

from p2spp_sim.base.language import tr
from p2spp_sim.scenario.scenario import Scenario

CAPITAL = "political_capital"


def clause_keys(scenario: Scenario) -> list[str]:
    """Name the clauses that a regulation can hold."""
    return [lever.key for lever in scenario.levers() if lever.locks]


def spent_capital(scenario: Scenario, clauses: Sequence[str]) -> int:
    """Add up the political cost of clauses."""
    return round(sum(scenario.lever(key).cost for key in clauses))


def clause_names() -> dict[str, str]:
    """Give the clauses a regulation may hold, in few words."""
    return {
        "clause_k1": tr("K1 Pagu kewilayahan terkunci"),
        "clause_k2": tr("K2 Usulan ditolak wajib dijawab"),
        "clause_k3": tr("K3 Reses mendahului, lewat tatib DPRD"),
        "clause_k4": tr("K4 Delegasi perempuan, miskin dijemput"),
        "clause_k5": tr("K5 Delegasi di Forum SKPD"),
        "clause_k6": tr("K6 Pagu diumumkan, kerja diperiksa"),
        "clause_k7": tr("K7 Tim, satu daftar, pokir berpasangan"),
        "clause_k8": tr("K8 Bobot prioritas kecamatan, sanksi"),
    }
