"""The checks, the steps and the groups of a budget in the words of the screen language."""

from datetime import date

from p2spp_sim.base.language import tr


def day(written: str) -> str:
    """Write a day, kept year first, as people do; a dash for none."""
    if not written:
        return "–"
    found = date.fromisoformat(written)
    months = tr(
        "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember"
    ).split()
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


def side_names() -> dict[str, str]:
    """Give the sides of an APB Desa by key."""
    return {
        "income": tr("Pendapatan"),
        "spending": tr("Belanja"),
        "receipt": tr("Penerimaan pembiayaan"),
        "outlay": tr("Pengeluaran pembiayaan"),
    }


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
        "in_rpjm": tr(
            "Ubah RPJM Desa lewat musyawarah, atau pindahkan kegiatan ke tahun sesudah perubahan itu."
        ),
        "in_year": tr("Catat alasan pergeseran tahun dalam berita acara musrenbang desa."),
        "authority": tr(
            "Pindahkan ke daftar usulan bila bukan wewenang desa; bayar sendiri bila wewenang desa."
        ),
        "rpjm_form": tr("Tetapkan RPJM Desa dengan Perdes untuk masa menurut aturan yang berlaku."),
        "rkp_form": tr("Tetapkan ulang RKP Desa dengan bentuk hukum menurut aturan yang berlaku."),
        "team": tr("Terbitkan SK tim penyusun dan masukkan perempuan ke dalamnya."),
        "hamlets": tr("Adakan musyawarah di dusun yang terlewat sebelum RKP Desa berikutnya."),
        "women_meeting": tr("Adakan musyawarah khusus perempuan dan lampirkan berita acaranya."),
        "minutes": tr("Lengkapi berita acara dan daftar hadir yang ditandatangani."),
        "women_share": tr(
            "Ubah jam, tempat, dan cara mengundang; catat kehadiran menurut jenis kelamin."
        ),
        "poverty_data": tr("Lengkapi data keluarga miskin untuk semua dusun dan lampirkan."),
        "village_map": tr("Buat sketsa desa bersama warga dan lampirkan."),
        "costed": tr("Lengkapi volume dan perkiraan biaya setiap kegiatan."),
        "rkp_selfhelp": tr("Salin swadaya dari berita acara ke kolom swadaya RKP Desa."),
        "rkp_date": tr("Tetapkan ulang RKP Desa sesudah musrenbang desa, dengan hasilnya."),
        "balance": tr(
            "Tulis selisih dalam pembiayaan (SiLPA, dana cadangan, penyertaan modal) atau rencanakan belanjanya."
        ),
        "link": tr("Samakan dengan RKP Desa, atau ubah RKP Desa lewat musyawarah lebih dahulu."),
        "letters": tr(
            "Samakan setiap pos pendapatan dengan surat keputusan, lampirkan salinannya."
        ),
        "add_limit": tr(
            "Turunkan sampai batas; bayar selebihnya dari PADes atau bagi hasil yang masih bebas."
        ),
        "selfhelp": tr(
            "Catat swadaya sebagai pendapatan dan sebagai bagian biaya kegiatan yang sama."
        ),
        "dates": tr("Ulangi langkah yang terlewati: penetapan menunggu evaluasi."),
        "money": tr("Baca APB Desa ini dengan rezim tahunnya sendiri; rezim tidak dicampur."),
    }


def column_names() -> dict[str, str]:
    """Say what belongs into every column of a village's files, by table and column."""
    return {
        "rpjm_desa.id": tr("Nomor baris RPJM Desa, misalnya M01"),
        "rpjm_desa.field": tr("Bidang kegiatan"),
        "rpjm_desa.what": tr("Kegiatan, seperti tertulis dalam RPJM Desa"),
        "rpjm_desa.place": tr("Lokasi, misalnya nama dusun"),
        "rpjm_desa.first_year": tr("Tahun pertama yang direncanakan"),
        "rpjm_desa.last_year": tr("Tahun terakhir yang direncanakan"),
        "rkp_desa.id": tr("Nomor baris RKP Desa, misalnya K01"),
        "rkp_desa.field": tr("Bidang kegiatan"),
        "rkp_desa.what": tr("Kegiatan, seperti tertulis dalam RKP Desa"),
        "rkp_desa.place": tr("Lokasi, misalnya nama dusun"),
        "rkp_desa.volume": tr("Volume dengan satuannya, misalnya 350 m"),
        "rkp_desa.year": tr("Tahun RKP Desa"),
        "rkp_desa.cost_idr": tr("Perkiraan biaya"),
        "rkp_desa.payer": tr("Siapa yang direncanakan membayar"),
        "rkp_desa.authority": tr("Wewenang siapa kegiatan itu"),
        "rkp_desa.rpjm": tr("Nomor baris RPJM Desa yang dijabarkan"),
        "rkp_desa.selfhelp_idr": tr("Swadaya yang tertulis dalam RKP Desa"),
        "rkp_desa.pledged_idr": tr("Swadaya yang diikrarkan warga menurut berita acara"),
        "rkp_desa.proposal": tr("Nomor usulan ke kecamatan, bila diusulkan"),
        "rapat.kind": tr("Jenis musyawarah"),
        "rapat.place": tr("Tempat; untuk musyawarah dusun nama dusunnya"),
        "rapat.date": tr("Tanggal; kosong bila tidak diadakan"),
        "rapat.present": tr("Banyak yang hadir"),
        "rapat.women": tr("Banyak perempuan yang hadir"),
        "rapat.signed": tr("Berita acara dan daftar hadir ditandatangani"),
        "naskah.key": tr("Naskah yang dimaksud"),
        "naskah.form": tr("Bentuk hukum, misalnya Peraturan Desa"),
        "naskah.number": tr("Nomor naskah"),
        "naskah.date": tr("Tanggal penetapan"),
        "naskah.complete": tr("Lengkap, dengan lampirannya"),
        "naskah.people": tr("Untuk tim penyusun: banyak anggota"),
        "naskah.women": tr("Untuk tim penyusun: banyak anggota perempuan"),
        "apb_desa.id": tr("Nomor baris APB Desa, misalnya P01"),
        "apb_desa.side": tr("Pendapatan, belanja, atau pembiayaan"),
        "apb_desa.group": tr("Kelompok pos"),
        "apb_desa.what": tr("Uraian pos, seperti tertulis dalam APB Desa"),
        "apb_desa.amount_idr": tr("Jumlah yang dianggarkan"),
        "apb_desa.rkp": tr("Nomor baris RKP Desa yang dibiayai"),
        "apb_desa.letter": tr("Untuk pendapatan: surat keputusan dasarnya"),
        "apb_desa.letter_idr": tr("Untuk pendapatan: jumlah menurut surat itu"),
        "apb_desa.add_idr": tr("Untuk belanja: bagian yang dibayar dari ADD"),
        "apb_desa.selfhelp_idr": tr("Untuk belanja: bagian swadaya warga"),
    }


def meeting_names() -> dict[str, str]:
    """Give the kinds of meetings by key."""
    return {
        "dusun": tr("Musyawarah di dusun"),
        "perempuan": tr("Musyawarah khusus perempuan"),
        "musyawarah_desa": tr("Musyawarah desa"),
        "musrenbang_desa": tr("Musrenbang desa"),
        "bpd": tr("Rapat BPD"),
    }


def paper_names() -> dict[str, str]:
    """Give the documents of a village by key; those that are a step towards a Perdes as that step."""
    return {
        **step_names(),
        "rpjm_desa": tr("RPJM Desa"),
        "tim_penyusun": tr("Tim penyusun"),
        "data_miskin": tr("Data keluarga miskin"),
        "peta_desa": tr("Peta desa"),
    }


def colour_names() -> dict[str, str]:
    """Give the colours of a lamp by key, the worst first."""
    return {"red": tr("merah"), "yellow": tr("kuning"), "green": tr("hijau")}
