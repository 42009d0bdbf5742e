"""Draws the pictures of the README; `python -m tests.docs.pictures` renews the funnel, `--pages` also the two pages."""

import sys
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

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


def shoot(page: Page, name: str) -> None:
    """Keep what the window shows, in as few colours as it has."""
    shown = Image.open(BytesIO(page.screenshot())).convert("RGB")
    shown.quantize(64, dither=Image.Dither.NONE).save(FOLDER / name, optimize=True)


def shoot_pages() -> None:
    """Take the start page and a board as a learner has them, in both languages."""
    from tests.browser.lab import CHROMIUM, FLAGS, running_own, visit

    with running_own(Path(tempfile.mkdtemp())) as door, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = visit(chromium, 1100, 620).page
        page.goto(door.address)
        for code, folder in (("id", ""), ("en", "en/")):
            place = f"{door.address.partition('?')[0]}voila/render/{folder}"
            page.goto(f"{place}mulai.ipynb")
            page.locator("main .p2-units").wait_for()
            page.wait_for_timeout(6000)  # until the dots have come where they stop
            shoot(page, f"halaman_awal_{code}.png")
            page.goto(f"{place}03_musrenbang_kecamatan.ipynb")
            page.locator(".noUi-handle[aria-label]").first.wait_for()
            board = page.locator(".p2-panel", has=page.locator(".noUi-handle")).first
            board.evaluate("e => scrollTo(0, e.getBoundingClientRect().top + scrollY - 70)")
            page.wait_for_timeout(1000)
            shoot(page, f"papan_{code}.png")
        chromium.close()


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for code in TITLES:
        path(code).write_text(drawn(code), encoding="utf-8")
    if "--pages" in sys.argv:
        shoot_pages()
