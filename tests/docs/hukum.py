"""Writes the pages of all legal statements, by unit, for a lawyer to sign; `python -m tests.docs.hukum` renews them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from p2spp_sim.base.era import eras
from p2spp_sim.base.files import data_path, read_data
from p2spp_sim.workbook.exercises.bank import banks

ROOT = Path(__file__).resolve().parents[2]
PAGES = {"id": ROOT / "docs" / "hukum.id.md", "en": ROOT / "docs" / "hukum.md"}
# How texts call a regulation: its kind, for a Perda or Perbup the place, and its number with the year.
NAMED = re.compile(
    r"(?:UU|PP|Perpres|Permendagri|Permendesa(?: PDTT)?|Permen [A-Z]+|PMK|Per(?:da|bup)(?: Kabupaten)?(?: [A-Z]\w+)?) "
    r"\d+/\d{4}|Kepmen\w+ [\d.-]+/\d{4}"
    r"|SEB Musrenbang 20\d\d|(?:SE|Surat) Mendagri [\d./]+(?:/[A-Z]+)?"
)
MORE = re.compile(r"((?:UU|PP|Permendagri) )(\d+/\d{4}) (?:dan|and) (?=\d+/\d{4})")
# What boards of a unit show of regulations, besides its notebook and its questions.
SHOWN = {
    "00": ("kenalan",),
    "01": ("tiga_jalur",),
    "02": ("aturan_desa",),
    "04": ("suara_warga",),
    "05": ("jawaban_renja",),
    "06": ("rencana_anggaran",),
    "07": ("aturan_desa", "lkpj"),
    "08": ("kapasitas",),
    "09": ("perda",),
    "10": ("papan_kendali",),
    "11": ("lima_tahun", "events"),
    "12": ("mendampingi", "kompetensi"),
}
WORDS = {
    "id": {
        "other": "*[English](hukum.md)*",
        "title": "# Daftar hukum untuk diparaf",
        "about": "Setiap kalimat hukum dalam unit: peraturan, pasal, isinya, statusnya, dan bagaimana diperiksa. "
        "**Tidak satu pun dibandingkan dengan teks asli.** Yang bertanda *belum diperiksa* hanya berasal dari "
        "catatan penyusun; status menurut pengetahuan penyusun juga. Bagian hukum mengisi tiga kolom terakhir; "
        "halaman ini dapat dicetak.",
        "made": "Dibuat dari [datasets/hukum.toml](../datasets/hukum.toml) dengan `python -m tests.docs.hukum`.",
        "head": "No., Peraturan dan pasal, Yang dikatakan, Status, Cara diperiksa, Benar?, Perbaikan, Paraf",
        "unused": "Di luar unit: glosarium, aturan simulasi, atau disiapkan",
        "article": "pasal belum ditunjuk",
        "quoted": "dibaca dalam kutipan{on}: {where}; belum dibandingkan dengan teks asli",
        "title_seen": "judul atau keberadaannya terlihat{on}: {where}; isinya belum dibaca",
        "notes": "**belum diperiksa**; hanya dari catatan penyusun",
        "on": " pada {on}",
        "counts": "{n} pernyataan, {laws} peraturan: {quoted} dibaca dalam kutipan, {title} terlihat judulnya, "
        "{notes} belum diperiksa.",
    },
    "en": {
        "other": "*[Bahasa Indonesia](hukum.id.md)*",
        "title": "# Legal statements to be signed off",
        "about": "Every legal statement of the units: regulation, article, what is said, its status, and how it was "
        "checked. **None was compared with the original text.** What is marked *not checked* comes from the authors' "
        "notes only, as does the status. A lawyer fills in the last three columns; the page can be printed.",
        "made": "Made from [datasets/hukum.toml](../datasets/hukum.toml) by `python -m tests.docs.hukum`.",
        "head": "No., Regulation and article, What is said, Status, How it was checked, Right?, Correction, Initials",
        "unused": "Outside the units: glossary, rules of the simulation, or kept ready",
        "article": "article not named yet",
        "quoted": "read in a quotation{on}: {where}; not compared with the original",
        "title_seen": "title or existence seen{on}: {where}; content not read",
        "notes": "**not checked**; from the authors' notes only",
        "on": " on {on}",
        "counts": "{n} statements, {laws} regulations: {quoted} read in a quotation, {title} seen by title, "
        "{notes} not checked.",
    },
}


class LegalStatement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the workbook says of a regulation, where, and how that was checked."""

    units: tuple[str, ...]
    text: dict[str, str]
    checked: Literal["quoted", "title", "notes"]
    article: str = ""
    where: str = ""
    on: date | None = None


class Law(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A regulation, as all texts call it."""

    name: str
    title: dict[str, str]
    status: dict[str, str]
    says: tuple[LegalStatement, ...]
    forms: tuple[str, ...] = ()


class LawBook(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of `datasets/hukum.toml`."""

    law: dict[str, Law]


@cache
def laws() -> tuple[Law, ...]:
    """Read all regulations."""
    return tuple(read_data(LawBook, "datasets", "hukum.toml").law.values())


def named(text: str) -> set[str]:
    """Find the regulations that a text names, as the list calls them; one that it lacks stands as it was named."""
    known = {form: law.name for law in laws() for form in (law.name, *law.forms)}
    found, text = set[str](), MORE.sub(r"\1\2; \1", text)
    for form in sorted(known, key=len, reverse=True):
        if re.search(rf"{re.escape(form)}(?!\d)", text):
            found.add(known[form])
            text = re.sub(rf"{re.escape(form)}(?!\d)", "", text)
    return found | set(NAMED.findall(text))


def page(language: str) -> str:
    """Set all statements out by unit."""
    words = WORDS[language]
    every = [(law, said) for law in laws() for said in law.says]
    counts = {
        way: sum(said.checked == way for _, said in every) for way in ("quoted", "title", "notes")
    }
    lines = [words["other"], "", words["title"], "", words["about"], "", words["made"], ""]
    lines += [words["counts"].format(n=len(every), laws=len(laws()), **counts)]
    headings = {bank.unit.code: bank.unit.title for bank in banks()}
    if language == "en":
        headings = dict.fromkeys(headings, "")
    for unit, heading in [*headings.items(), ("", words["unused"])]:
        rows = list(_rows(unit, language))
        if rows:
            lines += [
                "",
                f"## {' '.join(filter(None, (f'Unit {unit}' if unit else '', heading)))}",
                "",
            ]
            columns = words["head"].split(", ")
            lines += [_row(columns), _row(["---"] * len(columns)), *rows]
    return "\n".join(lines) + "\n"


def _rows(unit: str, language: str) -> Iterator[str]:
    words, number = WORDS[language], 0
    for law in laws():
        for said in law.says:
            if unit in said.units or not (unit or said.units):
                number += 1
                article = said.article or words["article"]
                what = f"{law.name}, {law.title[language]}: {article}"
                cells = (
                    str(number),
                    what,
                    said.text[language],
                    law.status[language],
                    _checked(said, words),
                )
                yield _row((*cells, "", "", ""))


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _checked(said: LegalStatement, words: dict[str, str]) -> str:
    way = words["title_seen" if said.checked == "title" else said.checked]
    on = words["on"].format(on=said.on.isoformat()) if said.on else ""
    return way.format(on=on, where=said.where)


def unit_text(code: str) -> str:
    """Give all that a unit says, in every era: its notebook's cells, its question bank, and what its boards show."""
    notebook = next(bank.unit.notebook for bank in banks() if bank.unit.code == code)
    bank = data_path("exercises", f"{code}.toml").read_text(encoding="utf-8")
    cells = msgspec.json.decode((ROOT / "notebooks" / notebook).read_bytes())["cells"]
    shown = [
        data_path("datasets", f"{name}.toml").read_text("utf-8") for name in SHOWN.get(code, ())
    ]
    others = [data_path("exercises", name, f"{code}.toml") for name in eras()]
    anew = [path.read_text("utf-8") for path in others if path.exists()]
    return "\n".join([*("".join(cell["source"]) for cell in cells), bank, *shown, *anew])


if __name__ == "__main__":
    for spoken, path in PAGES.items():
        path.write_text(page(spoken), encoding="utf-8")
