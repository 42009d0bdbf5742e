"""The glossary: what each term means in both languages, which terms a text uses, and their pop-up in a notebook.

A form of a term in small letters is found however it is capitalised; one with capitals only as it is written.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from pathlib import Path

from p2spp_sim.base.errors import BadData, Fault, UnknownName
from p2spp_sim.base.files import data_path
from p2spp_sim.base.language import language, tr
from p2spp_sim.tables.columns import Column
from p2spp_sim.tables.reader import read
from p2spp_sim.workbook.exercises.bank import Bank
from p2spp_sim.workbook.page.markup import Table, page

COLUMNS = (
    Column("key", "text", unique=True),
    Column("abbreviation", "text", default=""),
    Column("term", "text"),
    Column("english", "text"),
    Column("meaning_id", "text"),
    Column("meaning_en", "text"),
    Column("today", "text", default=""),
    Column("period", "text", default=""),
    Column("regulation", "text", default=""),
    Column("regulation_today", "text", default=""),
    Column("kata", "text"),
)
_SCRIPT = Path(__file__).with_suffix(".js")
_LETTER = r"[^\W_]"


@dataclass(frozen=True, slots=True)
class Term:
    """One term.

    Parameters
    ----------
    key : its name in files.
    abbreviation, term, english : as people say it; no abbreviation is an empty text.
    meaning_id, meaning_en : what it means, in one sentence.
    today : its name now, where that changed; `period` when it was or is in force.
    regulation, regulation_today : where it came from and where it stands now; to be checked by a lawyer.
    kata : forms in which texts say it, between semicolons.
    """

    key: str
    abbreviation: str
    term: str
    english: str
    meaning_id: str
    meaning_en: str
    today: str
    period: str
    regulation: str
    regulation_today: str
    kata: str

    @property
    def forms(self) -> tuple[str, ...]:
        """How texts in the screen language say it; English texts also use an English name of several words."""
        forms = tuple(form.strip() for form in self.kata.split(";"))
        several = language() == "en" and " " in self.english and not set("/(") & set(self.english)
        return (*forms, _small(self.english)) if several else forms

    @property
    def name(self) -> str:
        """The term with its abbreviation in front."""
        return (
            f"{self.abbreviation} ({self.term})"
            if self.abbreviation not in ("", self.term)
            else self.term
        )

    @property
    def meaning(self) -> str:
        """What it means, in the screen language."""
        return self.meaning_en if language() == "en" else self.meaning_id

    @property
    def remark(self) -> str:
        """Its name today, its period and its regulations, as far as there are."""
        said = (
            (tr("kini {nama}"), "nama", self.today),
            (tr("masa {tahun}"), "tahun", self.period),
            (tr("dasar: {aturan}"), "aturan", self.regulation),
            (tr("dasar kini: {aturan}"), "aturan", self.regulation_today),
        )
        return "; ".join(text.format(**{slot: value}) for text, slot, value in said if value)

    @property
    def then(self) -> str:
        """When it was in force in the programme's time, and by which regulation."""
        return "; ".join(filter(None, (self.period, self.regulation)))

    @property
    def now(self) -> str:
        """Its name today where that changed, and today's regulation."""
        return "; ".join(filter(None, (self.today, self.regulation_today)))


@lru_cache(maxsize=4)
def terms(folder: Path | None = None) -> tuple[Term, ...]:
    """Read and check the glossary.

    Parameters
    ----------
    folder : where `glossary.csv` (or an Excel file of that name) lies; the package's own when None.

    Raises
    ------
    BadData : every bad cell, and every form that two terms claim.
    """
    table = read(data_path("datasets") if folder is None else folder, {"glossary": COLUMNS})[
        "glossary"
    ]
    entries = tuple(
        Term(*map(str, row))
        for row in zip(*(table[column.name] for column in COLUMNS), strict=True)
    )
    owner: dict[str, str] = {}
    faults = []
    for row, term in enumerate(entries, 2):
        for form in term.kata.split(";"):
            if not form.strip() or owner.setdefault(form.strip(), term.key) != term.key:
                expected = tr("diharapkan bentuk yang tidak kosong dan belum dipakai istilah lain")
                faults.append(Fault("glossary.csv", row, "kata", form, expected))
    if faults:
        raise BadData(faults)
    return entries


def find(name: str) -> Term:
    """Find a term by its key, its abbreviation, its name or any of its forms.

    Raises
    ------
    UnknownName : no such term; the nearest ones.
    """
    known = {
        text.casefold(): term
        for term in terms()
        for text in (*term.forms, term.english, term.term, term.abbreviation, term.key)
        if text
    }
    if name.strip().casefold() not in known:
        raise UnknownName(tr("Istilah"), name, known)
    return known[name.strip().casefold()]


def used(text: str) -> list[Term]:
    """List the terms that a text uses, in the order of first use; the longest form counts where several fit."""
    exact = {form: term for term in terms() for form in term.forms}
    small = {form: term for form, term in exact.items() if form == form.lower()}
    either = "|".join(re.escape(form) for form in sorted(exact, key=len, reverse=True))
    by_key: dict[str, Term] = {}
    for match in re.finditer(rf"(?<!{_LETTER})(?:{either})(?!{_LETTER})", text, re.IGNORECASE):
        term = exact.get(match[0]) or small.get(match[0].lower())
        if term and not _doubled(match):
            by_key.setdefault(term.key, term)
    return list(by_key.values())


def _doubled(match: re.Match[str]) -> bool:
    """Tell whether the last word goes on as its double: "bagi rata-rata" (on average) is not "bagi rata"."""
    return match.string[match.end() :].lower().startswith(f"-{match[0].split()[-1].lower()}")


def used_in(bank: Bank) -> list[Term]:
    """List the terms that a unit uses: in its notebook, where that lies here, and in its question bank."""
    places = (Path(bank.unit.notebook), data_path("notebooks", bank.unit.notebook))
    path = next((place for place in places if place.is_file()), None)
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"] if path else []
    prose = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
    asked = [f"{question.prompt} {question.explanation}" for question in bank.questions]
    return used("\n".join([*prose, *(objective.text for objective in bank.objectives), *asked]))


def table(listed: Iterable[Term], caption: str = "") -> Table:
    """Set terms out as a table, in the order of the alphabet."""
    rows = sorted(
        ((term.name, term.english, term.meaning, term.then, term.now) for term in listed),
        key=_alphabet,
    )
    columns = (
        tr("Istilah"),
        tr("Bahasa Inggris"),
        tr("Artinya"),
        tr("Dulu (2010)"),
        tr("Kini"),
    )
    note = tr(
        "Dulu: masa dan dasar 2010 sampai 2011. Kini: nama bila berganti, dan dasarnya. Mintalah bagian hukum "
        "memeriksa dasar hukum sebelum dipakai resmi."
    )
    return Table(caption or tr("Istilah"), columns, tuple(rows), note)


def istilah(bank: Bank) -> str:
    """Give the glossary of a unit as HTML, for screen and paper."""
    return page(table(used_in(bank), tr("Istilah dalam unit ini")).html())


def as_markdown() -> str:
    """Give the whole glossary as a page of the documentation, in both languages."""
    lines = [
        "# Istilah / Glossary",
        "",
        "Dibuat dari [datasets/glossary.csv](../datasets/glossary.csv) dengan `python -m tests.docs.glossary_page`.",
        "*Dulu* menyebut masa dan dasar 2010 sampai 2011, *kini* namanya bila berganti dan dasar hukum sekarang.",
        "Mintalah bagian hukum memeriksa dasar hukum sebelum dipakai resmi.",
        "",
        "*Then* gives period and regulation of 2010–2011, *today* the name where it changed and today's regulation;",
        "a lawyer should check both before official use.",
        "",
        "| Istilah | English | Artinya | Meaning | Dulu / Then | Kini / Today |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for term in sorted(terms(), key=lambda term: _alphabet((term.name,))):
        cells = (term.name, term.english, term.meaning_id, term.meaning_en, term.then, term.now)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def script() -> str:
    """Give the script that makes the first use of each term in a notebook a button with a pop-up."""
    data = {
        term.key: {
            "forms": [[form, form == form.lower()] for form in term.forms],
            "html": f'<strong lang="id">{escape(term.name)}</strong><span lang="en">{escape(term.english)}</span>'
            f"<p>{escape(term.meaning)}</p>"
            + (f"<p><small>{escape(term.remark)}</small></p>" if term.remark else ""),
            "text": f"{term.name}: {term.meaning}",
        }
        for term in terms()
    }
    given = json.dumps(data, ensure_ascii=False).replace("</", "<\\/")
    code = _SCRIPT.read_text(encoding="utf-8")
    return f"{code}\np2sppGlossary.open(typeof element === 'undefined' ? null : element, '{language()}', {given});"


def _small(name: str) -> str:
    """Write a name as it stands inside a sentence; a proper name keeps its capitals."""
    rest = name[1:]
    return name[0].lower() + rest if rest == rest.lower() else name


def _alphabet(row: tuple[str, ...]) -> str:
    return row[0].casefold()
