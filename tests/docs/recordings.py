"""Records what moves as rows of pictures, docs/rekaman.md; `python -m tests.docs.recordings` renews them.

Every picture is of the real page in a browser; beside it stand clicks and seconds since the first one.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, sync_playwright

from tests.browser.lab import CHROMIUM, FLAGS, LAPTOP, running_own, visit, wait_for_all
from tests.docs.pictures import FOLDER, shoot

PLACE = "rekaman"
NOTEBOOKS = FOLDER.parent / "notebooks"
LANGUAGES = {"id": "", "en": "en/"}
RULER = "e => scrollTo(0, e.getBoundingClientRect().top + scrollY - 64)"
HEAD = {
    "id": """# Rekaman: yang terlihat di layar

*[English](rekaman.md)*

Gambar diambil dari halaman yang sebenarnya di Chromium, {wide} × {high} piksel, pada komputer dua inti yang
dipakai juga untuk pekerjaan lain; di sampingnya banyaknya klik dan detik sejak gambar pertama. Perbarui dengan
`python -m tests.docs.recordings`.
""",
    "en": """# Recordings: what is seen on the screen

*[Bahasa Indonesia](rekaman.id.md)*

The pictures are of the real pages in Chromium, {wide} by {high} pixels, on a computer of two cores with other
work on it; beside them stand the clicks and seconds since the first one. Renew them with
`python -m tests.docs.recordings`.
""",
}
COUNTED = {"id": "{klik} klik, {detik} detik", "en": "Clicks: {klik}, seconds: {detik}"}
FRAMES = {"mulai": 3, "usulan": 4, "tahun": 4, "lampu": 4}
TITLES = {
    "mulai": {
        "id": "Dari `python3 mulai.py` sampai papan pertama yang digeser",
        "en": "From `python3 mulai.py` to the first moved board",
    },
    "usulan": {
        "id": "Ikuti satu usulan, unit 06",
        "en": "Follow one proposal, unit 06",
    },
    "tahun": {
        "id": "Satu tahun di unit 11",
        "en": "A year in unit 11",
    },
    "lampu": {
        "id": "Lampu padam, unit 11",
        "en": "The lights go out, unit 11",
    },
}
SAID = {
    "mulai": {
        "id": (
            "Halaman awal terbuka di browser, {mulai} detik sesudah perintah; semua unit sudah berjalan.",
            "Unit 03 dibuka dengan satu klik: cerita beberapa baris, lalu papan.",
            "Bobot rumah tangga miskin digeser: urutan dan yang didanai berubah.",
        ),
        "en": (
            "The start page opens in the browser, {mulai} seconds after the command; all units are running.",
            "Unit 03 opens with one click: a story of a few lines, then the board.",
            "The weight of poor households is moved: ranks and what is funded change.",
        ),
    },
    "usulan": {
        "id": (
            "Semua usulan satu tahun menunggu di gerbang pertama; yang kuning diikuti.",
            "Sesudah ▶ titik-titik mengalir; yang gugur jatuh ke sebabnya.",
            "Di gerbang berikut usulan kuning melambat dan keputusannya disebut.",
            "Akhir tahun: setiap titik ada di tempatnya, dan satu kalimat mengatakan mengapa.",
        ),
        "en": (
            "All proposals of a year wait at the first gate; the yellow one is followed.",
            "After ▶ the dots flow; those that are lost fall to their reason.",
            "At the next gate the yellow one slows down and what was decided is said.",
            "The end of the year: every dot is in its place, and a sentence says why.",
        ),
    },
    "tahun": {
        "id": (
            "Setiap kelompok sudah meletakkan koin; angka besar masih sebelum program.",
            "Jalankan tahun: koin terbang dari pundi.",
            "Angka menghitung dan kotak desa berbalik satu per satu.",
            "Desa sendiri berbalik terakhir; di samping angka berdiri bayangannya tanpa keputusan.",
        ),
        "en": (
            "Every group has laid down coins; the large number is still that before the programme.",
            "Run the year: coins fly from the purse.",
            "The number counts and tiles of villages turn one after another.",
            "One's own village turns last; beside the number stands its ghost without a decision.",
        ),
    },
    "lampu": {
        "id": (
            "Lima tahun sudah dijalankan; lanjutannya digambar dengan tangan.",
            "Padamkan lampu: yang dipegang program saja padam satu per satu.",
            "Garis yang sebenarnya berjalan di atas tebakan.",
            "Jaraknya diarsir, dan satu kalimat menutupnya.",
        ),
        "en": (
            "Five years have been run; what follows is drawn by hand.",
            "Put the lights out: what only the programme held goes out one by one.",
            "The true line runs over the guess.",
            "The gap is shaded, and one sentence closes it.",
        ),
    },
}


@dataclass
class Recording:
    """Pictures of one sequence, with the clicks and seconds at which each was taken."""

    page: Page
    name: str
    language: str
    clicks: int = 0
    begun: float = field(default_factory=time.monotonic)
    taken: list[tuple[int, float]] = field(default_factory=list)

    def click(self, what: Locator) -> None:
        """Click on something, and count it."""
        what.click()
        self.clicks += 1

    def at(self, seconds: float) -> None:
        """Wait until so many seconds of the sequence have gone by."""
        self.page.wait_for_timeout(max(0.0, self.begun + seconds - time.monotonic()) * 1000)

    def take(self) -> None:
        """Keep what the window shows now; the first picture is where seconds begin."""
        self.taken.append((self.clicks, time.monotonic() - self.begun))
        shoot(self.page, picture(self.name, self.language, len(self.taken)))


def picture(name: str, code: str, number: int) -> str:
    """Give the path of a picture within the folder of the docs."""
    return f"{PLACE}_{name}_{code}_{number}.png"


def pictures() -> list[Path]:
    """List all pictures of the pages."""
    names = [
        (name, code, n + 1) for name in FRAMES for code in LANGUAGES for n in range(FRAMES[name])
    ]
    return [FOLDER / picture(*each) for each in names]


def written(code: str, taken: dict[str, list[tuple[int, float]]], started: float) -> str:
    """Write the page of a language."""
    parts = [HEAD[code].format(wide=LAPTOP["width"], high=LAPTOP["height"])]
    comma = "," if code == "id" else "."
    for name, title in TITLES.items():
        parts.append(f"## {title[code]}\n")
        for number, (clicks, seconds) in enumerate(taken[name], 1):
            said = SAID[name][code][number - 1].format(mulai=f"{started:.1f}".replace(".", comma))
            when = f"{seconds:.1f}".replace(".", comma)
            counted = COUNTED[code].format(klik=clicks, detik=when)
            parts.append(f"**{counted}.** {said}\n\n![{said}]({picture(name, code, number)})\n")
    return "\n".join(parts)


def unit(page: Page, door: str, folder: str, number: str) -> None:
    """Open a unit on one page and wait until its boards answer."""
    name = next(NOTEBOOKS.glob(f"{number}_*.ipynb")).name
    page.goto(f"{door}voila/render/{folder}{name}")
    wait_for_all(page)


def first_board(record: Recording, door: str, folder: str) -> None:
    """From the start page to a board that was moved."""
    page = record.page
    page.goto(f"{door}voila/render/{folder}mulai.ipynb")
    page.locator("main .p2-units").wait_for()
    record.begun = time.monotonic()
    record.take()
    record.click(page.locator('main a[href*="03_musrenbang"]').first)
    slider = page.locator(".noUi-handle[aria-label]").first
    slider.wait_for()
    record.take()
    before = page.locator("main .p2-picture").first.get_attribute("aria-label")
    box = slider.bounding_box()
    assert box
    page.mouse.click(box["x"] + 90, box["y"] + box["height"] / 2)
    record.clicks += 1
    changed = "old => document.querySelector('main .p2-picture').ariaLabel !== old"
    page.wait_for_function(changed, arg=before)
    record.take()


def one_proposal(record: Recording, door: str, folder: str) -> None:
    """A year of a kabupaten, all its proposals as dots."""
    page = record.page
    unit(page, door, folder, "06")
    lane = page.locator(".p2-follow").first
    lane.locator("select").first.select_option(index=1)
    lane.evaluate(RULER)
    page.wait_for_timeout(1500)
    record.begun = time.monotonic()
    record.take()
    record.click(lane.locator(".p2-follow-deck button").first)
    for seconds in (2.5, 6.0, 14.0):
        record.at(seconds)
        record.take()


def one_year(record: Recording, door: str, folder: str) -> None:
    """A year of the game, with two coins and a policy of every group that has one."""
    page = record.page
    unit(page, door, folder, "11")
    board = page.locator(".p2-cockpit").first
    board.evaluate(RULER)
    for tab in board.get_by_role("tab").all():
        tab.click()
        for _ in range(2):
            board.locator(".ck-panel .ck-step").nth(1).click()
        for policy in board.locator(".ck-panel .ck-policy:enabled").all()[:1]:
            policy.click()
    page.wait_for_timeout(600)
    record.begun = time.monotonic()
    record.take()
    record.click(board.locator(".ck-run"))
    for seconds in (0.5, 1.2, 4.0):
        record.at(seconds)
        record.take()


def lights_out(record: Recording, door: str, folder: str) -> None:
    """The years after the programme, drawn and shown; the year before was recorded on the same page."""
    page = record.page
    board, lights = page.locator(".p2-cockpit").first, page.locator(".p2-lights")
    page.emulate_media(reduced_motion="reduce")
    for lived in range(2, 6):
        board.locator(".ck-run").click()
        page.wait_for_function(
            "n => document.querySelector('.ck-when').textContent.includes(n)", arg=str(lived)
        )
    page.emulate_media(reduced_motion="no-preference")
    lights.evaluate(RULER)
    page.wait_for_timeout(1000)
    lights.get_by_role("slider").first.press("ArrowDown")
    zone = lights.evaluate("e => e.querySelector('.lo-zone').getBoundingClientRect().toJSON()")
    page.mouse.move(zone["x"] + 4, zone["y"] + zone["height"] / 2)
    page.mouse.down()
    for part in (0.2, 0.4, 0.6, 0.8, 0.95):
        page.mouse.move(
            zone["x"] + part * zone["width"], zone["y"] + zone["height"] * (0.5 + part / 3)
        )
    page.mouse.up()
    page.wait_for_timeout(600)
    record.begun = time.monotonic()
    record.take()
    record.click(lights.locator(".lo-go"))
    lights.locator(".lo-out").nth(1).wait_for()
    record.take()
    lights.locator(".lo-lit").first.wait_for(state="detached")
    page.wait_for_timeout(700)
    record.take()
    lights.locator(".lo-closing").wait_for()
    record.take()


SEQUENCES: dict[str, Callable[[Recording, str, str], None]] = {
    "mulai": first_board,
    "usulan": one_proposal,
    "tahun": one_year,
    "lampu": lights_out,
}


@contextmanager
def browser() -> Iterator[Browser]:
    """Open Chromium as the tests have it."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


def main() -> None:
    """Take all pictures and write both pages."""
    for code, folder in LANGUAGES.items():
        begun = time.monotonic()
        with running_own(Path(tempfile.mkdtemp())) as door, browser() as chromium:
            started = time.monotonic() - begun
            page = visit(chromium).page
            page.goto(door.address)
            place = door.address.partition("?")[0]
            taken = {}
            for name, play in SEQUENCES.items():
                if name == "usulan":  # from here on all screens on one page
                    page.add_init_script("sessionStorage.setItem('p2-utuh', 'true')")
                record = Recording(page, name, code)
                play(record, place, folder)
                taken[name] = record.taken
        ending = ".id.md" if code == "id" else ".md"
        (FOLDER / f"{PLACE}{ending}").write_text(written(code, taken, started), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
