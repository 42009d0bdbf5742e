"""The timer for the projector: one page with every unit's steps and minutes, that needs nothing but a browser."""

import json
from html import escape
from pathlib import Path

from p2spp_sim.base import fonts
from p2spp_sim.base.language import language, tr
from p2spp_sim.workbook.box.case import BoxCase
from p2spp_sim.workbook.box.text_papers import steps_of
from p2spp_sim.workbook.core.timetable import topic_title

_PAGE = Path(__file__).with_name("timer.html")


def timer_page(case: BoxCase) -> str:
    """Give the page as HTML, with the steps and minutes that units have in the form of the class."""
    units = []
    for code in case.codes:
        with case.speaking((code,)):
            steps = [
                {"title": step.title, "minutes": step.minutes, "text": step.text}
                for step in steps_of(code, case.form)
            ]
            title = f"{code} {topic_title(code)}"
            units.append({"title": title, "told": case.era_told((code,)), "steps": steps})
    words = {"next": tr("Sesudah ini:"), "go": tr("Jalankan"), "stop": tr("Berhenti")}
    filled = {
        "lang": language(),
        "title": escape(tr("Penghitung waktu")),
        "font": fonts.STACK,
        "word_unit": escape(tr("Unit")),
        "word_step": escape(tr("Langkah")),
        "word_minutes": escape(tr("Menit")),
        "word_forward": escape(tr("Langkah berikut")),
        "word_more": escape(tr("Tambah satu menit")),
        "word_full": escape(tr("Layar penuh")),
        "word_sound": escape(tr("Bel")),
        "word_keys": escape(tr("Spasi: jalankan atau berhenti. Panah kanan: langkah berikut.")),
        "units": _in_script(units),
        "words": _in_script(words),
        "faces": fonts.faces(),
    }
    page = _PAGE.read_text(encoding="utf-8")
    for name, value in filled.items():
        page = page.replace(f"{{{name}}}", value)
    return page


def _in_script(value: object) -> str:
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")
