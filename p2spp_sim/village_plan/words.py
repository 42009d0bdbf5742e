"""The checks, the steps and the groups of a budget in the words of the screen language."""

from datetime import date

from p2spp_sim.text import tr


def day(written: str) -> str:
    """Write a day, kept year first, as people do; a dash for none."""
    if not written:
        return "–"
    found = date.fromisoformat(written)
    months = tr("Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember").split()
    return f"{found.day} {months[found.month - 1]} {found.year}"


def check_names() -> dict[str, str]:
    """Give every check by its key."""
    return {
        "in_rpjm": tr("Kegiatan RKP Desa ada dalam RPJM Desa"),
        "in_year": tr("Tahunnya sesuai RPJM Desa"),
        "authority": tr("Pembayar sesuai wewenang"),
        **item_names(),
        **lamp_names(),
        "money": tr("Pos pendapatan dikenal pada rezimnya"),
    }


def item_names() -> dict[str, str]:
    """Give the twelve items of the instrument by key."""
    return {
        "rpjm_form": tr("RPJM Desa berbentuk dan bermasa sesuai aturan"),
        "rkp_form": tr("RKP Desa berbentuk hukum sesuai aturan"),
        "team": tr("Tim penyusun ditetapkan dan ada perempuannya"),
        "hamlets": tr("Musyawarah diadakan di setiap dusun"),
        "women_meeting": tr("Musyawarah khusus perempuan diadakan"),
        "minutes": tr("Berita acara dan daftar hadir musrenbang desa ada"),
        "women_share": tr("Perempuan cukup banyak dalam musrenbang desa"),
        "poverty_data": tr("Data keluarga miskin dipakai, semua dusun"),
        "village_map": tr("Peta atau sketsa desa ada"),
        "costed": tr("Setiap kegiatan bervolume dan berbiaya"),
        "rkp_selfhelp": tr("Swadaya yang diikrarkan tercatat dalam RKP Desa"),
        "rkp_date": tr("RKP Desa ditetapkan pada waktunya, sesudah musrenbang desa"),
    }


def lamp_names() -> dict[str, str]:
    """Give the six lamps of an APB Desa by key."""
    return {
        "balance": tr("Seimbang"),
        "link": tr("Sesuai RKP Desa"),
        "letters": tr("Sesuai SK"),
        "add_limit": tr("Batas aparatur dan operasional"),
        "selfhelp": tr("Swadaya tercatat"),
        "dates": tr("Urutan tanggal"),
    }


def step_names() -> dict[str, str]:
    """Give the steps towards a Perdes on the APB Desa by key."""
    return {
        "rkp_desa": tr("RKP Desa ditetapkan"),
        "raperdes_apb": tr("Raperdes APB Desa disusun"),
        "kesepakatan_bpd": tr("Kesepakatan dengan BPD"),
        "evaluasi": tr("Evaluasi oleh Bupati atau Camat"),
        "perdes_apb": tr("Perdes APB Desa ditetapkan"),
        "pengumuman": tr("APB Desa diumumkan kepada warga"),
    }


def payer_names() -> dict[str, str]:
    """Give who may pay for a line of the RKP Desa by key."""
    return {
        "apb_desa": tr("APB Desa"),
        "pnpm": tr("BLM PNPM"),
        "swadaya": tr("Swadaya"),
        "kabupaten": tr("APBD kabupaten"),
        "provinsi": tr("APBD provinsi"),
        "pusat": tr("APBN"),
    }


def authority_names() -> dict[str, str]:
    """Give whose matter a line may be by key."""
    return {"desa": tr("desa"), "kabupaten": tr("kabupaten"), "provinsi": tr("provinsi")}


def group_names() -> dict[str, str]:
    """Give the groups of lines of an APB Desa by key."""
    return {
        "pades": tr("Pendapatan asli desa (PADes)"),
        "dana_desa": tr("Dana Desa"),
        "add": tr("Alokasi Dana Desa (ADD)"),
        "bagi_hasil": tr("Bagi hasil pajak dan retribusi"),
        "bantuan": tr("Bantuan keuangan"),
        "blm": tr("BLM PNPM"),
        "hibah": tr("Hibah"),
        "swadaya": tr("Swadaya"),
        "lain": tr("Pendapatan lain"),
        "pay": tr("Penghasilan dan tunjangan"),
        "operations": tr("Operasional pemerintah desa"),
        "bpd": tr("Tunjangan dan operasional BPD"),
        "rt_rw": tr("Insentif RT dan RW"),
        "development": tr("Pembangunan"),
        "empowerment": tr("Pemberdayaan"),
        "unforeseen": tr("Tak terduga"),
        "silpa": tr("SiLPA tahun lalu"),
        "reserve": tr("Dana cadangan"),
        "equity": tr("Penyertaan modal"),
        "loan": tr("Pinjaman"),
    }


def remedies() -> dict[str, str]:
    """Say by check what to do when it is not in order."""
    return {
        "in_rpjm": tr("Ubah RPJM Desa lewat musyawarah, atau pindahkan kegiatan ke tahun sesudah perubahan itu."),
        "in_year": tr("Catat alasan pergeseran tahun dalam berita acara musrenbang desa."),
        "authority": tr("Pindahkan ke daftar usulan bila bukan wewenang desa; bayar sendiri bila wewenang desa."),
        "rpjm_form": tr("Tetapkan RPJM Desa dengan Perdes untuk masa menurut aturan yang berlaku."),
        "rkp_form": tr("Tetapkan ulang RKP Desa dengan bentuk hukum menurut aturan yang berlaku."),
        "team": tr("Terbitkan SK tim penyusun dan masukkan perempuan ke dalamnya."),
        "hamlets": tr("Adakan musyawarah di dusun yang terlewat sebelum RKP Desa berikutnya."),
        "women_meeting": tr("Adakan musyawarah khusus perempuan dan lampirkan berita acaranya."),
        "minutes": tr("Lengkapi berita acara dan daftar hadir yang ditandatangani."),
        "women_share": tr("Ubah jam, tempat, dan cara mengundang; catat kehadiran menurut jenis kelamin."),
        "poverty_data": tr("Lengkapi data keluarga miskin untuk semua dusun dan lampirkan."),
        "village_map": tr("Buat sketsa desa bersama warga dan lampirkan."),
        "costed": tr("Lengkapi volume dan perkiraan biaya setiap kegiatan."),
        "rkp_selfhelp": tr("Salin swadaya dari berita acara ke kolom swadaya RKP Desa."),
        "rkp_date": tr("Tetapkan ulang RKP Desa sesudah musrenbang desa, dengan hasilnya."),
        "balance": tr(
            "Tulis selisih dalam pembiayaan (SiLPA, dana cadangan, penyertaan modal) atau rencanakan belanjanya."
        ),
        "link": tr("Samakan dengan RKP Desa, atau ubah RKP Desa lewat musyawarah lebih dahulu."),
        "letters": tr("Samakan setiap pos pendapatan dengan surat keputusan, lampirkan salinannya."),
        "add_limit": tr("Turunkan sampai batas; bayar selebihnya dari PADes atau bagi hasil yang masih bebas."),
        "selfhelp": tr("Catat swadaya sebagai pendapatan dan sebagai bagian biaya kegiatan yang sama."),
        "dates": tr("Ulangi langkah yang terlewati: penetapan menunggu evaluasi."),
        "money": tr("Baca APB Desa ini dengan rezim tahunnya sendiri; rezim tidak dicampur."),
    }
