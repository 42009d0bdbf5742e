"""Writes the page that compares the eras, by unit, from what the units say; `python -m tests.docs.eras` renews it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from p2spp_sim.base.era import THEN, eras
from p2spp_sim.base.language import language, pick, set_language, translated
from p2spp_sim.workbook.exercises.bank import Bank, banks
from p2spp_sim.workbook.exercises.variant import variant

ROOT = Path(__file__).resolve().parents[2]
PAGES = {"id": ROOT / "docs" / "edisi.id.md", "en": ROOT / "docs" / "edisi.md"}
(TODAY,) = (name for name in eras() if name != THEN)
WORDS = {
    "id": {
        "other": "*[English](edisi.md)*",
        "title": "# Masa aturan: dulu dan kini, per unit",
        "about": "Buku kerja ini ada dalam dua masa aturan: “{then}” dan “{now}”. Pilihannya di halaman awal, diingat "
        "untuk kode peserta, dan tampak di kepala setiap unit; `kelas --masa kini` menetapkannya bagi semua, "
        "`kotak --masa kini` mencetak [kotak kelas](pelatih.id.md) menurutnya. Orang, "
        "desa, dan angkanya sama. Yang berganti: buku aturan simulasi ({books}), dokumen Karangjati, hukum, kalender, "
        "dan kata: {words}. Jawaban kedua masa disimpan dalam berkas yang berlainan.",
        "made": "Dibuat dari `exercises/kini/` dengan `python -m tests.docs.eras`. Tabel yang sama ada di kepala unit.",
        "head": "Hal, Dulu (2010), Kini, Dasar kini",
        "lacking": "Unit ini belum punya teks kini: isinya masa 2010, dan halamannya mengatakan itu.",
        "changed": "{cells} sel teks dan {questions} soal ditulis ulang.",
        "checked": "Tidak satu pun peraturan dibandingkan dengan dokumen asli; cara memeriksanya di "
        "[daftar hukum](hukum.id.md). Yang tanpa dasar: menurut simulasi, atau ringkasan penyusun.",
    },
    "en": {
        "other": "*[Bahasa Indonesia](edisi.id.md)*",
        "title": "# Two times of rules: then and today, by unit",
        "about": "This workbook speaks of two times of rules: “{then}” and “{now}”. The choice is on the start page,"
        " is remembered for the learner's code and shown at the head of every unit; `kelas --masa kini` "
        "fixes it for all, `kotak --masa kini` prints the [box of a class](pelatih.md) by it. People, village "
        "and figures are the same. What changes: the rule book of the "
        "simulation ({books}), the documents of Karangjati, law, calendar, and words: {words}. Answers of the "
        "two times are kept in files of their own.",
        "made": "Made from `exercises/kini/` by `python -m tests.docs.eras`. The same tables stand at the head "
        "of units.",
        "head": "Subject, Then (2010), Today, Basis today",
        "lacking": "This unit has no text of today yet: it speaks of 2010, and its page says so.",
        "changed": "{cells} text cells and {questions} questions are written anew.",
        "checked": "No regulation was compared with its original text; how each was checked is in the "
        "[list of laws](hukum.md). What has no basis is by the simulation or the authors' summary.",
    },
}


def page(spoken: str) -> str:
    """Set out what differs, by unit."""
    before = language()
    set_language(spoken)
    try:
        return "\n".join(_lines(WORDS[spoken])) + "\n"
    finally:
        set_language(before)


def _lines(words: dict[str, str]) -> Iterator[str]:
    books = ", ".join(f"`{era.book}`" for era in eras().values())
    changed = "; ".join(f"{old} → {new}" for old, new in eras()[TODAY].words.items())
    labels = {"then": pick(eras()[THEN].label), "now": pick(eras()[TODAY].label)}
    yield from (words["other"], "", words["title"], "")
    yield words["about"].format(**labels, books=books, words=changed)
    yield from ("", words["made"], "", words["checked"])
    for bank in banks(TODAY):
        yield from ("", f"## {bank.unit.code} {translated(bank.unit.title)}", "")
        yield from _unit(bank, words)


def _unit(bank: Bank, words: dict[str, str]) -> Iterator[str]:
    changed = variant(bank.unit.code, TODAY)
    if changed is None:
        yield words["lacking"]
        return
    yield words["changed"].format(cells=len(changed.cells), questions=len(changed.question))
    yield ""
    columns = words["head"].split(", ")
    yield _row(columns)
    yield _row("---" for _ in columns)
    for row in bank.differs:
        yield _row([*map(translated, (row.topic, row.then, row.now)), row.law])


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


if __name__ == "__main__":
    for spoken, path in PAGES.items():
        path.write_text(page(spoken), encoding="utf-8")
