"""Unit 10: what stands on the dashboard in words: sources, owners' business, how a lamp can be dressed up, actions."""

from p2spp_sim.base.language import Labels, labels_of, pick, tr
from p2spp_sim.workbook.units.u10.dashboard import OWN, SAMPLE, data

DRAWN = "Satuan: persen. Sumber: simulasi p2spp_sim pada Wanasari (rekaan), masa aturan 2010; indikator ilustratif."
INVENTED = (
    "Satuan: persen. Papan kendali rekaan untuk latihan; indikator ilustratif, bukan KPI program."
)
TYPED = "Satuan: persen. Angka diketik kelompok; indikator ilustratif, bukan KPI program."
# what has to be shown before the value of a sasaran is believed
EVIDENCE = Labels(
    S1="daftar kader dan pengurus yang masih bertugas, dengan nilai uji kerja, bukan hanya daftar hadir",
    S2="rencana kerja, notulen rapat berkala, dan laporan setiap lembaga",
    S3="surat tugas setrawan, jadwal kunjungan, dan catatan hasilnya",
    S4="daftar prioritas kecamatan di samping Renja, dengan kode usulan yang sama",
    S5="tanggal reses, daftar hadir, dan pokok pikiran yang memuat kode usulan",
    S6="Renja di samping APBD, baris demi baris, menurut jumlah dan rupiah",
    S7="catatan reses di samping daftar musrenbang, pasangan demi pasangan",
    S8="pasal yang berlaku dan bukti pasal itu dipatuhi",
)
# how the value of a sasaran can rise while little changes for villagers
DRESSED = Labels(
    S1="menghitung orang yang pernah hadir pelatihan, bukan yang bekerja lebih baik",
    S2="menghitung SK lembaga, walaupun rapatnya tidak pernah ada",
    S3="menghitung surat tugas, walaupun setrawan tidak pernah turun",
    S4="menyusutkan daftar prioritas kecamatan sampai hanya berisi yang sudah ada di Renja",
    S5="memajukan tanggal reses di kalender, tanpa mengubah isi pokok pikiran",
    S6="mengecilkan Renja: makin sedikit yang direncanakan, makin besar bagian yang masuk APBD",
    S7="mewajibkan pokir mencari pasangan di atas kertas; belum tentu satu usulan lebih banyak yang dibiayai",
    S8="menghitung pasal yang ditetapkan, tanpa memeriksa kepatuhannya",
)


def source_labels() -> dict[str, str]:
    """Give where the figures of the board come from."""
    return {
        SAMPLE: tr("Contoh latihan (rekaan)"),
        **labels_of(data().programme),
        OWN: tr("Kabupaten kami: isi sendiri"),
    }


def note_of(source: str) -> str:
    """Say where the figures come from and in what unit they stand."""
    return tr(INVENTED) if source == SAMPLE else tr(TYPED) if source == OWN else tr(DRAWN)


def position_labels() -> dict[str, str]:
    """Give the positions that can answer for an action."""
    return {key: pick(words) for key, words in data().position.items()}
