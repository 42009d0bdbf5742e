"""Draws the picture of the README; `python -m tests.docs.pictures` renews it."""

from pathlib import Path

import p2spp_sim as p2
from p2spp_sim.workbook.case.desk import funnel_of
from p2spp_sim.workbook.units.shared.funnels import funnel_picture

STAGES = ("needs", "musrenbang_desa", "musrenbang_kecamatan", "forum_skpd", "kua_ppas", "apbd")
FOLDER = Path(__file__).resolve().parents[2] / "docs"
TITLES = {
    "id": "Usulan warga Kabupaten Sumedang dalam satu tahun (simulasi, aturan 2010)",
    "en": "Villagers' proposals of Kabupaten Sumedang in one year (simulated, 2010 rules)",
}


def drawn(language: str) -> str:
    p2.set_language(language)
    run = p2.run_year(p2.World.load("sumedang"), p2.Scenario.load("2010"), seed=7)
    return (
        funnel_picture(TITLES[language], funnel_of(run, STAGES, "musrenbang"), "count").svg + "\n"
    )


def path(language: str) -> Path:
    return FOLDER / f"corong_{language}.svg"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for code in TITLES:
        path(code).write_text(drawn(code), encoding="utf-8")
