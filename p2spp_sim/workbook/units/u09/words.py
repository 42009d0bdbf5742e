"""Unit 09: the words of measures, goals, groups and pairs."""

from p2spp_sim.base.formats import figure, number, percent
from p2spp_sim.base.language import tr
from p2spp_sim.scenario.scenario import Lever, LeverValue

DRAWN = "Satuan: persen. Sumber: simulasi p2spp_sim pada Wanasari (rekaan), rezim 2010; koefisien sebagian asumsi."
NOBODY = ""


def measure_names() -> dict[str, str]:
    """Give the measures that clauses are weighed by."""
    return {
        "P1": tr("Uang yang diputuskan di desa dan kecamatan"),
        "P5": tr("Usulan tak lolos yang dijawab"),
        "S7": tr("Pokir yang cocok dengan musrenbang"),
        "S5": tr("Peran DPRD"),
        "S4_renja": tr("Isi Renja yang berasal dari musrenbang"),
        "fair_women_list": tr("Usulan perempuan di daftar kecamatan"),
        "fair_voice": tr("Suara warga miskin dibanding lain"),
        "accepted": tr("Bagian usulan kecamatan yang sampai APBD"),
        "P3": tr("Rupiah yang menjadi pekerjaan"),
    }


def goal_names() -> dict[str, str]:
    """Give the goals by which packages are ranked."""
    return {
        "selaras": tr("Penyelarasan: Renja, DPRD, pokir"),
        "semua": tr("Semua ukuran, sama berat"),
        "uang": tr("Uang dekat warga"),
        "adil": tr("Perempuan dan warga miskin"),
        "terbuka": tr("Jawaban dan pekerjaan yang jadi"),
    }


def voter_names() -> dict[str, str]:
    """Give the groups that vote."""
    return {
        "dprd": tr("DPRD"),
        "bupati": tr("Bupati, Bappeda, Bagian Hukum"),
        "skpd": tr("SKPD"),
        "kecamatan": tr("Camat dan setrawan"),
        "desa": tr("Kepala Desa, BPD, BKAD"),
        "warga": tr("Kelompok perempuan dan warga"),
    }


def pair_names() -> dict[str, str]:
    """Give the pairs of clauses."""
    return {
        "k3_k7": tr("K3 reses mendahului dan K7 tim penyelaras"),
        "k1_k5": tr("K1 pagu kewilayahan dan K5 delegasi"),
        "k2_k8": tr("K2 wajib jawab dan K8 bobot bersanksi"),
        "k4_k6": tr("K4 delegasi perempuan dan K6 pagu diumumkan"),
    }


def said_value(lever: Lever, value: LeverValue) -> str:
    """Write the value at which a lever is locked."""
    if isinstance(value, bool):
        return tr("ya") if value else tr("tidak")
    if isinstance(value, str):
        return {"before": tr("sebelum"), "after": tr("sesudah")}.get(value, value)
    if isinstance(value, int):
        return f"{number(value)} {tr(lever.unit)}" if lever.unit else number(value)
    return figure(value) if lever.unit == "bobot" else percent(value, 0)
