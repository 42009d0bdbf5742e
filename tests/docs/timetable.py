"""Computes the plans of a class in the trainer's guide; `python -m tests.docs.timetable` renews them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import p2spp_sim as p2
from p2spp_sim.base.formats import number
from p2spp_sim.base.language import pick, tr
from p2spp_sim.workbook.core.timetable import FORM_NAMES, placed, taught, timetables
from p2spp_sim.workbook.editions.notebooks import board_titles
from p2spp_sim.workbook.exercises.bank import Bank, Form, banks, lesson_hours

ROOT = Path(__file__).resolve().parents[2]
PAGES = {"id": ROOT / "docs" / "pelatih.id.md", "en": ROOT / "docs" / "pelatih.md"}
START, END = "<!-- computed: python -m tests.docs.timetable -->", "<!-- end of what is computed -->"
WORDS = {
    "id": {
        "day": "Hari {n}",
        "head": "| Waktu | Kegiatan | Pelatih | Keluaran |",
        "plan": "### {label}: {jp} JP, unit dalam {form}",
        "forms": "### Dua bentuk setiap unit",
        "about": "Bentuk kelas dipakai rencana dua hari, bentuk penuh rencana tiga hari dan yang belajar sendiri. "
        "Menit setiap langkah ada di kartu pelatih unit itu; papan yang ditinggalkan dan latihan yang tidak disebut di "
        "sini terlipat di halaman kelas dengan tombol *Untuk belajar sendiri*.",
        "form_head": "| Unit | Penuh | Kelas | Latihan dalam kelas | Papan yang ditinggalkan kelas |",
        "minutes": "{n} menit",
        "sum": "| 00–11 | {full} menit | {short} menit | | |",
    },
    "en": {
        "day": "Day {n}",
        "head": "| Time | Activity | Trainer | Output |",
        "plan": "### {label}: {jp} lesson hours (JP), units in their {form}",
        "forms": "### Two forms of each unit",
        "about": "The class form is that of the two-day plan, the full form that of the three-day plan and of whoever "
        "learns alone. Minutes of each step stand on the unit's trainer's card; boards left out and exercises "
        "not named here are folded on the class's page behind a button *To learn on your own*.",
        "form_head": "| Unit | Full | Class | Exercises in class | Boards that a class leaves out |",
        "minutes": "{n} minutes",
        "sum": "| 00–11 | {full} minutes | {short} minutes | | |",
    },
}
LAST_OF_A_CLASS = "11"  # unit 12 has a day of its own


def computed(language: str) -> str:
    """Write the part of the guide that is computed."""
    p2.set_language(language)
    try:
        return "\n".join(_lines(WORDS[language], language)) + "\n"
    finally:
        p2.set_language("id")


def _lines(words: dict[str, str], language: str) -> Iterator[str]:
    for key, plan in timetables().plan.items():
        form, jp = FORM_NAMES[plan.form], lesson_hours(taught(key))
        yield from (words["plan"].format(label=pick(plan.label), jp=jp, form=form), "")
        for day in range(1, len(plan.day) + 1):
            yield from (f"**{words['day'].format(n=day)}**", "", words["head"], "| --- " * 4 + "|")
            for slot in placed(key):
                if slot.day == day:
                    label = f"**{slot.label}**" if slot.unit else slot.label
                    yield f"| {slot.hours} | {label} | {slot.who} | {slot.output} |"
            yield ""
    yield from (words["forms"], "", words["about"], "")
    yield from (words["form_head"], "| --- | --: | --: | --- | --- |")
    for bank in banks():
        yield _form_line(bank, words, language)
    of_class = [bank for bank in banks() if bank.unit.code <= LAST_OF_A_CLASS]
    forms: tuple[Form, Form] = ("full", "class")
    full, short = (number(sum(bank.length(form) for bank in of_class)) for form in forms)
    yield words["sum"].format(full=full, short=short)


def _form_line(bank: Bank, words: dict[str, str], language: str) -> str:
    titles = board_titles(bank.unit.code, language)
    left = [name for step in bank.steps for name in step.boards if not step.class_minutes]
    minutes = [words["minutes"].format(n=number(bank.length(form))) for form in ("full", "class")]
    asked = ", ".join(question.id for question in bank.asked("class"))
    out = "; ".join(titles[name] for name in left) or "–"
    return f"| {bank.unit.code} {tr(bank.unit.title)} | {' | '.join(minutes)} | {asked} | {out} |"


def renewed(page: str, language: str) -> str:
    """Give a page with its computed part made new."""
    before, _, rest = page.partition(START + "\n")
    _, _, after = rest.partition(END)
    return f"{before}{START}\n{computed(language)}{END}{after}"


if __name__ == "__main__":
    for code, path in PAGES.items():
        made = renewed(path.read_text(encoding="utf-8"), code)
        path.write_text(made, encoding="utf-8")
