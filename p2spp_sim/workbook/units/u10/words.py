"""Unit 10: what stands on the dashboard in words: sources, owners' business, how a lamp can be dressed up, actions."""

from p2spp_sim.base.language import pick, tr
from p2spp_sim.results.indicators import SASARAN
from p2spp_sim.village_plan.findings import LAMPS
from p2spp_sim.workbook.units.u10.dashboard import OWN, SAMPLE, data

DRAWN = "Satuan: persen. Sumber: simulasi p2spp_sim pada Wanasari (rekaan), rezim 2010; indikator ilustratif."
INVENTED = (
    "Satuan: persen. Contoh latihan rekaan: datasets/papan_kendali.toml; "
    "indikator ilustratif, bukan KPI program."
)
TYPED = "Satuan: persen. Angka diketik kelompok; indikator ilustratif, bukan KPI program."


def source_names() -> dict[str, str]:
    """Give where the figures of the board come from."""
    return {
        SAMPLE: tr("Contoh latihan (rekaan)"),
        **programme_names(),
        OWN: tr("Kabupaten kami: isi sendiri"),
    }


def programme_names() -> dict[str, str]:
    """Give the programmes that Wanasari can live through."""
    return {
        "tanpa": tr("Wanasari tanpa program"),
        "selaras": tr("Wanasari, program penyelarasan"),
        "kuat": tr("Wanasari, program pelatihan"),
        "lengkap": tr("Wanasari, program lengkap"),
    }


def course_names() -> dict[str, str]:
    """Give the programmes as short as the end of a line in a picture of Wanasari allows."""
    return {
        "tanpa": tr("Tanpa program"),
        "selaras": tr("Program penyelarasan"),
        "kuat": tr("Program pelatihan"),
        "lengkap": tr("Program lengkap"),
    }


def note_of(source: str) -> str:
    """Say where the figures come from and in what unit they stand."""
    return tr(INVENTED) if source == SAMPLE else tr(TYPED) if source == OWN else tr(DRAWN)


def position_names() -> dict[str, str]:
    """Give the positions that can answer for an action."""
    return {key: pick(one) for key, one in data().position.items()}


def evidence_of() -> dict[str, str]:
    """Say what has to be shown before the value of a sasaran is believed."""
    said = (
        tr(
            "daftar kader dan pengurus yang masih bertugas, dengan nilai uji kerja, bukan hanya daftar hadir"
        ),
        tr("rencana kerja, notulen rapat berkala, dan laporan setiap lembaga"),
        tr("surat tugas setrawan, jadwal kunjungan, dan catatan hasilnya"),
        tr("daftar prioritas kecamatan di samping Renja, dengan kode usulan yang sama"),
        tr("tanggal reses, daftar hadir, dan pokok pikiran yang memuat kode usulan"),
        tr("Renja di samping APBD, baris demi baris, menurut jumlah dan rupiah"),
        tr("catatan reses di samping daftar musrenbang, pasangan demi pasangan"),
        tr("pasal yang berlaku dan bukti pasal itu dipatuhi"),
    )
    return dict(zip(SASARAN, said, strict=True))


def dressed_of() -> dict[str, str]:
    """Say how the value of a sasaran can rise while little changes for villagers."""
    said = (
        tr("menghitung orang yang pernah hadir pelatihan, bukan yang bekerja lebih baik"),
        tr("menghitung SK lembaga, walaupun rapatnya tidak pernah ada"),
        tr("menghitung surat tugas, walaupun setrawan tidak pernah turun"),
        tr("menyusutkan daftar prioritas kecamatan sampai hanya berisi yang sudah ada di Renja"),
        tr("memajukan tanggal reses di kalender, tanpa mengubah isi pokok pikiran"),
        tr(
            "mengecilkan Renja: makin sedikit yang direncanakan, makin besar bagian yang masuk APBD"
        ),
        tr(
            "mewajibkan pokir mencari pasangan di atas kertas; belum tentu satu usulan lebih banyak yang dibiayai"
        ),
        tr("menghitung pasal yang ditetapkan, tanpa memeriksa kepatuhannya"),
    )
    return dict(zip(SASARAN, said, strict=True))


def action_names() -> dict[str, str]:
    """Give the actions of a setrawan."""
    return {
        "daftar": tr("Bagikan daftar usulan berkode kepada Sekretariat DPRD"),
        "kalender": tr("Sepakati reses sebelum musrenbang kecamatan"),
        "pagu": tr("Tempel pagu indikatif di setiap kantor desa"),
        "klinik": tr("Buka klinik berkas: RAB, lahan, berita acara"),
        "delegasi": tr("Dampingi tiga delegasi kecamatan di Forum SKPD"),
        "pik": tr("Usulkan pagu kewilayahan sepersepuluh kepada Bappeda"),
        "perda": tr("Siapkan naskah pasal: jawab usulan, delegasi di Forum SKPD"),
        "kader": tr("Latih kader (KPMD) di semua kecamatan"),
    }


def lamp_word(colour: str) -> str:
    """Give the word and sign of a lamp, so that colour is never alone."""
    sign = {"green": "●", "yellow": "▲", "red": "■"}[colour]
    return f"{sign} {LAMPS[colour]}"


def part_words() -> dict[str, str]:
    """Say what is missing in a row of a follow-up plan."""
    return {
        "subject": tr("siapa yang mengerjakan, di awal kalimat"),
        "verb": tr("kata kerja yang terlihat, misalnya mengundang atau menyerahkan"),
        "evidence": tr("benda yang menjadi bukti, misalnya berita acara"),
        "date": tr("tanggal dalam jangka rencana"),
        "position": tr("jabatan penanggung jawab"),
    }
