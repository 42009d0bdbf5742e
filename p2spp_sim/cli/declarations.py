"""Every command of `p2spp`, declared once: what its help says, what may stand behind it, and what does it."""

import argparse
from collections.abc import Callable
from typing import NamedTuple

from p2spp_sim.base.language import tr
from p2spp_sim.cli import (
    build,
    buku,
    daftar,
    dunia,
    fit,
    kotak,
    pemilu,
    periksa,
    rantai,
    rekap,
    study_words,
    surat,
    words,
)


class DeclaredCommand(NamedTuple):
    """One command.

    Parameters
    ----------
    help : what it does, in the screen language.
    declare : adds what may stand behind it; None where nothing may.
    perform : does it; None for what stands in `cli.commands`, which is imported only when a command runs.
    """

    help: str
    declare: Callable[[argparse.ArgumentParser], None] | None = None
    perform: Callable[[argparse.Namespace], int] | None = None


def declarations() -> dict[str, DeclaredCommand]:
    """Give all commands by name, in the order of the help."""
    return {
        "run": DeclaredCommand(
            tr("jalankan satu tahun: corong, uang, usulan terbesar yang gugur, pemeriksaan"),
            words.of_run,
        ),
        "trace": DeclaredCommand(tr("ceritakan satu usulan dari meja ke meja"), words.of_trace),
        "what-if": DeclaredCommand(
            tr("jawab pertanyaan kebijakan, atau bandingkan dua skenario dengan selang 95 persen"),
            study_words.of_what_if,
        ),
        "sweep": DeclaredCommand(
            tr("jalankan banyak gabungan nilai tuas, dapat dihentikan dan dilanjutkan"),
            study_words.of_sweep,
        ),
        "sensitivity": DeclaredCommand(
            tr("hitung tuas mana yang paling menentukan, dari folder p2spp sweep"),
            study_words.of_sensitivity,
        ),
        "levers": DeclaredCommand(
            tr("daftar tuas: nilai, batas, satuan, kode, sumber, dan keandalannya"), words.of_levers
        ),
        "evidence": DeclaredCommand(
            tr("bandingkan keadaan awal dengan fakta yang pernah terbit"), words.of_evidence
        ),
        "data": DeclaredCommand(tr("daftar himpunan data, atau isi salah satunya"), words.of_data),
        "schema": DeclaredCommand(tr("JSON Schema berkas skenario")),
        "build": DeclaredCommand(
            tr("bangun notebook Inggris dari sumbernya, atau edisi peserta, pelatih, kunci, cetak"),
            build.declare,
            build.make,
        ),
        "buku": DeclaredCommand(
            tr("tulis buku kerja ke folder sendiri: notebook, panduan, data, dan soal"),
            buku.declare,
            buku.make,
        ),
        "baca": DeclaredCommand(
            tr("buka buku kerja di browser laptop ini; semuanya sudah berjalan"), words.of_a_door
        ),
        "lab": DeclaredCommand(
            tr("buka buku kerja di JupyterLab; kata lain diteruskan ke JupyterLab"),
            words.of_own_worlds,
        ),
        "kelas": DeclaredCommand(
            tr("buka buku kerja untuk kelas: browser saja, tanpa menu JupyterLab"), words.of_a_class
        ),
        "kotak": DeclaredCommand(
            tr(
                "tulis satu folder untuk dicetak dan dibawa: kartu, poster, formulir, slide, sertifikat"
            ),
            kotak.declare,
            kotak.make,
        ),
        "daftar": DeclaredCommand(
            tr("baca daftar usulan, reses, atau Renja, dan tunjukkan cara membacanya"),
            daftar.declare,
            daftar.make,
        ),
        "rantai": DeclaredCommand(
            tr("ikuti usulan melalui daftar kabupaten sendiri: Renja, RKPD, KUA-PPAS, APBD"),
            rantai.declare,
            rantai.make,
        ),
        "contoh-dunia": DeclaredCommand(
            tr("tulis tabel kosong berbahasa Indonesia bagi kabupaten sendiri"),
            dunia.declare,
            dunia.make,
        ),
        "surat": DeclaredCommand(
            tr("tulis surat yang keluar dari daftar sendiri: Excel dan PDF, juga jawaban per desa"),
            surat.declare,
            surat.make,
        ),
        "periksa": DeclaredCommand(
            tr("periksa RPJM Desa, RKP Desa, musyawarah, surat, dan APB Desa satu desa"),
            periksa.declare,
            periksa.make,
        ),
        "rekap": DeclaredCommand(
            tr("rangkum berkas hasil satu kelas ke Excel: nilai, tes, dan RKTL, tanpa nama"),
            rekap.declare,
            rekap.make,
        ),
        "pemilu": DeclaredCommand(
            tr(
                "hitung pemenang pemilihan anggaran partisipatif dari berkas Pabulib, menurut empat cara"
            ),
            pemilu.declare,
            pemilu.make,
        ),
        "fit": DeclaredCommand(
            tr("taksir parameter model dari daftar usulan sendiri dengan hasilnya, dengan selang"),
            fit.declare,
            fit.make,
        ),
    }
