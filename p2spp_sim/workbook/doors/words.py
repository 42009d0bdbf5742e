"""What every page of a door says around its contents, in each language of the screen."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from p2spp_sim.base.language import LANGUAGES, language, set_language, tr
from p2spp_sim.workbook.exercises.bank import banks


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Say everything in one language meanwhile."""
    said = language()
    set_language(code)
    try:
        yield
    finally:
        set_language(said)


def _words() -> dict[str, Any]:
    """Say what stands on every page."""
    return {
        "start": tr("Halaman awal"),
        "back": tr("Kembali"),
        "other": {"id": "English", "en": "Bahasa Indonesia"}[language()],
        "lab": tr("Buka di JupyterLab"),
        "for_trainers": tr("Untuk pelatih dan peneliti, dengan hasil yang sama:"),
        "about": tr("Tentang buku kerja ini"),
        "licence": tr("Lisensi"),
        "projector": tr("Mode proyektor"),
        "print": tr("Cetak"),
        "code": tr("Kode"),
        "skip": tr("Langsung ke isi"),
        "loading": tr("Memuat…"),
        "running": tr("Menyiapkan halaman, {n} dari {m}"),
        "waiting": tr("Menyambungkan papan…"),
        "script": tr("Nyalakan JavaScript untuk memakai buku kerja ini."),
        "gone": tr(
            "Sambungan ke papan terputus, jadi papan dikunci. Muat ulang halaman ini untuk melanjutkan."
        ),
        "silent": tr(
            "Laptop pelatih tidak menjawab, jadi papan dikunci. Biarkan halaman ini terbuka: papan hidup lagi begitu "
            "laptop itu menjawab."
        ),
        "unsaved": tr(
            "{n} isian terakhir belum tersimpan; jendela ini mengingatnya dan mengembalikannya nanti:"
        ),
        "returned": tr(
            "{n} isian yang belum tersimpan sudah dikembalikan. Periksa sebentar sebelum melanjutkan."
        ),
        "unreturned": tr("Yang ini tidak dapat dikembalikan; isi sekali lagi:"),
        "mending": tr("Sebagian papan belum tampak. Halaman ini dimuat ulang…"),
        "lacking": tr(
            "Sebagian papan belum tampak. Muat ulang halaman ini, atau panggil pelatih bila tetap begitu."
        ),
        "reload": tr("Muat ulang"),
        "close": tr("Tutup"),
        "contents": tr("Isi unit"),
        "resume": tr("Lanjutkan: {judul}"),
        "previous": tr("Sebelumnya"),
        "next": tr("Berikut"),
        "next_unit": tr("Unit berikut"),
        "whole": tr("Semua di satu halaman"),
        "solved": tr("{n} dari {m} latihan benar"),
        "done": tr("selesai"),
        "begun": tr("sudah dicoba"),
        "kelas": {
            "title": tr("Pertanyaan kelas:"),
            "lock": tr("Kunci jawaban"),
            "locked": tr("✓ Terkunci: {jawaban}. Tunggu sampai semua dibuka bersama."),
            "kept": tr(
                "✓ Terkunci di laptop ini: {jawaban}. Dikirim sendiri begitu laptop pelatih menjawab."
            ),
            "mine": tr("Jawaban Anda: {jawaban}."),
            "late": tr("Sudah dibuka bersama; kelompok ini tidak menjawab."),
            "truth": tr("Sebenarnya: {n}."),
            "forgotten": tr(
                "PIN kode ini dihapus pelatih. Muat ulang halaman, lalu pilih PIN baru."
            ),
            "smaller": tr("Kecilkan"),
            "larger": tr("Buka"),
        },
        "units": [
            {"file": bank.unit.notebook, "title": f"{bank.unit.code} {tr(bank.unit.title)}"}
            for bank in banks()
        ],
    }


def _all_words() -> dict[str, dict[str, Any]]:
    words = {}
    for code in LANGUAGES:
        with speaking(code):
            words[code] = _words()
    return words


WORDS = _all_words()
