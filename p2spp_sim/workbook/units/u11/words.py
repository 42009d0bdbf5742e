"""Unit 11: the words of groups, levers, policies, strategies and measures, and the role cards."""

from dataclasses import dataclass

from p2spp_sim.base.language import tr


@dataclass(frozen=True, slots=True)
class Role:
    """A role card: who speaks for the group, what the public may expect, and what nobody is told."""

    person: str
    duty: str
    wish: str


def group_names() -> dict[str, str]:
    """Give the six groups."""
    return {
        "desa": tr("Desa dan BKAD"),
        "kecamatan": tr("Setrawan dan kecamatan"),
        "bappeda": tr("Bappeda"),
        "skpd": tr("SKPD"),
        "dprd": tr("DPRD"),
        "sipil": tr("Masyarakat sipil"),
    }


def roles() -> dict[str, Role]:
    """Give the role cards by group."""
    return {
        "desa": Role(
            tr("Pak Wiryo, Kades Karangjati, dengan Bu Sulastri, ketua BKAD"),
            tr(
                "Membawa usulan yang sudah dimusyawarahkan dan menjaga agar tidak ada desa yang ditinggal."
            ),
            tr(
                "BKAD, UPK, BPD, dan LPMD dikuatkan lebih dahulu, supaya tetap dipakai sesudah program pergi."
            ),
        ),
        "kecamatan": Role(
            tr("Bu Lestari, camat Tirtamulya, dengan Bu Yuni, setrawan kecamatan"),
            tr(
                "Mempertemukan usulan desa dengan rencana dinas dan menjawab desa yang usulannya tertahan."
            ),
            tr("Rapor kapasitas aparatur kabupaten naik sebelum mutasi berikutnya."),
        ),
        "bappeda": Role(
            tr("Pak Hendra, perencana Bappeda"),
            tr("Menjaga satu rencana dari RKPD sampai APBD dan membagi pagu secara terbuka."),
            tr("Isi Renja tidak diutak-atik lagi: sebanyak mungkin sampai utuh di APBD."),
        ),
        "skpd": Role(
            tr("Bu Wening, Dinas PU, mewakili semua SKPD"),
            tr("Menimbang usulan menurut data teknis dan menulis alasan bila menolak."),
            tr("Kegiatan bawaan dinas tidak tersingkir dari Renja."),
        ),
        "dprd": Role(
            tr("Bu Nirmala, anggota DPRD, dengan Pak Samsul dari Sekretariat"),
            tr("Membawa aspirasi pemilih, mengawasi anggaran, dan menyetujui pasal Perda."),
            tr("Banyak pekerjaan APBD datang lewat pokir, supaya terlihat menjelang pemilu."),
        ),
        "sipil": Role(
            tr("Bu Ratmi, kader Rawaindah, dan Pak Danu, kader Karangjati"),
            tr("Menyuarakan warga yang jarang hadir: perempuan, warga miskin, dusun terpencil."),
            tr("Usulan kelompok perempuannya sendiri sampai di APBD."),
        ),
    }


def effort_names() -> dict[str, str]:
    """Give the levers of effort in few words."""
    return {
        "train_kpmd": tr("Melatih KPMD"),
        "train_kades": tr("Melatih Kades"),
        "train_bpd": tr("Melatih pengurus BPD"),
        "train_lpmd": tr("Melatih pengurus LPMD"),
        "institution_support": tr("Menata lembaga desa"),
        "train_bkad_upk": tr("Menguatkan BKAD, UPK"),
        "train_setrawan": tr("Melatih setrawan"),
        "train_bappeda": tr("Menguatkan Bappeda"),
        "train_skpd": tr("Melatih perencana"),
        "council_workshop": tr("Semiloka DPRD"),
        "rpjm_support": tr("Dampingi RPJM Desa"),
    }


def policy_names() -> dict[str, str]:
    """Give the policies that groups may open."""
    return {
        "mad": tr("MAD satu rangkaian dengan musrenbang kecamatan"),
        "perempuan": tr("Separuh delegasi kecamatan perempuan"),
        "klinik": tr("Klinik berkas usulan di kantor kecamatan"),
        "delegasi": tr("Tiga delegasi kecamatan di Forum SKPD"),
        "umumkan": tr("Pagu diumumkan sebelum musrenbang desa"),
        "periksa": tr("Inspektorat memeriksa lebih banyak pekerjaan"),
        "urutan": tr("Urutan kecamatan dihormati di Forum SKPD"),
        "jawab": tr("Usulan yang ditolak dijawab tertulis"),
        "reses": tr("Reses mendahului musrenbang kecamatan"),
        "daftar": tr("Daftar usulan berkode dipakai untuk pokir"),
        "musyawarah": tr("Musyawarah khusus perempuan di setiap dusun"),
        "jemput": tr("Jemput usulan warga miskin"),
    }


def strategy_names() -> dict[str, str]:
    """Give the fixed strategies."""
    return {
        "tanpa": tr("Tanpa program"),
        "desa": tr("Latih desa saja"),
        "rata": tr("Bagi rata semua upaya"),
        "uang": tr("Uang saja: PIK"),
        "edaran": tr("Surat edaran, tanpa Perda"),
        "perda": tr("Perda saja"),
        "aturan_dulu": tr("Aturan dulu, lalu uang"),
        "uang_dulu": tr("Uang dulu, lalu aturan"),
    }


def measure_names() -> dict[str, str]:
    """Give the measures that courses are drawn by."""
    return {
        "arrived": tr("Banyaknya usulan warga yang sampai APBD"),
        "accepted": tr("Bagian usulan warga yang sampai APBD"),
        "trust": tr("Kepercayaan warga desa"),
        "reached": tr("Desa yang mendapat kegiatan APBD"),
        "P1": tr("Uang yang diputuskan di desa dan kecamatan"),
        "fair_end": tr("Desa termiskin dibanding desa lain (100%: setara)"),
        "S1": tr("Kapasitas pelaku desa"),
        "lost_papers": tr("Prioritas yang gugur karena berkas"),
        "S6": tr("Isi Renja yang sampai APBD"),
        "S7": tr("Pokir yang cocok dengan musrenbang"),
        "P5": tr("Usulan tak lolos yang dijawab"),
    }


def watched_names() -> dict[str, str]:
    """Give the measures that are drawn together year by year, short enough for the end of a line."""
    return {
        "accepted": tr("Bagian yang sampai"),
        "trust": tr("Kepercayaan"),
        "reached": tr("Desa yang mendapat"),
        "P1": tr("Diputuskan di dekat"),
    }


def wish_names() -> dict[str, str]:
    """Give what each group's private wish is measured by."""
    return {
        "desa": tr("S2: kapasitas lembaga desa dan antardesa"),
        "kecamatan": tr("S3: kapasitas aparatur kabupaten"),
        "bappeda": tr("S6: isi Renja yang sampai APBD"),
        "skpd": tr("Isi Renja yang bawaan dinas"),
        "dprd": tr("Pekerjaan APBD yang datang lewat pokir"),
        "sipil": tr("Usulan perempuan di antara yang sampai APBD"),
    }
