"""A class of five groups and the projector: PINs, guesses and votes, opened together; a router cut, a server killed."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from p2spp_sim.workbook.saving.ballots import read_ballot
from tests.browser.lab import WHOLE, Lab, kill_kernels, running_class, serious, visit, wait_for_all

UNIT, BOARD = "11_lima_tahun.ipynb", "papan_kelas.ipynb"
GROUPS = {  # code, place of the unit, size of its window
    "K1": (UNIT, (1366, 768)),
    "K2": (UNIT, (1366, 768)),
    "K3": (UNIT, (1366, 768)),
    "K4": (f"en/{UNIT}", (1366, 768)),
    "K5": (UNIT, (390, 844)),
}
SCREENS = {"1366": (1366, 768), "1920": (1920, 1080)}
PIN = "47"
SECOND_RUN = ".p2-cockpit:has(.ck-pins)"
expect.set_options(timeout=60_000)


class Class:
    """The groups' pages and the projector's, and the pictures that are taken of them."""

    def __init__(self, browser: Browser, folder: Path) -> None:
        self.browser, self.folder = browser, folder
        self.results, self.pictures = folder / "hasil", folder / "pictures"
        self.pictures.mkdir()
        self.groups: dict[str, Page] = {}

    def come(self, door: Lab) -> None:
        """Let every group open the unit under its code, and the trainer the board."""
        for code, (unit, size) in GROUPS.items():
            page = self.groups.get(code) or visit(self.browser, *size).page
            self.groups[code] = page
            page.add_init_script(WHOLE)
            page.goto(f"{door.address}/voila/render/{unit}?kode={code}")
            if page.locator("#pin").count():
                page.locator("#pin").fill(PIN)
                page.keyboard.press("Enter")
        for page in self.groups.values():
            wait_for_all(page)
        self.projector = visit(self.browser).page
        self.projector.goto(f"{door.address}/voila/render/{BOARD}")
        self.projector.locator(".p2-live").wait_for()

    def screen(self, name: str) -> None:
        """Take the projector's screen as it hangs in a room of either kind, and read the size of its letters."""
        page = self.projector
        page.get_by_role("button", name="Mode proyektor").click()
        for size, (width, height) in SCREENS.items():
            page.set_viewport_size({"width": width, "height": height})
            page.locator(".p2-live").evaluate(
                "e => scrollBy(0, e.getBoundingClientRect().top - 90)"
            )
            page.wait_for_timeout(300)
            page.screenshot(path=self.pictures / f"{name}_{size}.png")
            assert page.evaluate(SMALLEST) >= 24, "what the last row can read"
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.get_by_role("button", name="Mode proyektor").click()
        page.set_viewport_size({"width": 1366, "height": 768})

    def take(self, name: str, *codes: str) -> None:
        for code in codes:
            self.groups[code].screenshot(path=self.pictures / f"{name}_{code}.png")

    def count(self, done: int, all_: int = len(GROUPS)) -> None:
        words = f"{done} dari {all_} kelompok sudah mengunci"
        expect(self.projector.locator(".lc-count")).to_have_text(words)


SMALLEST = """() => {
  const zoom = e => e.currentCSSZoom ?? 1;
  const says = e => [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
  return Math.min(...[...document.querySelectorAll('.p2-live *')]
    .filter(e => says(e) && e.getBoundingClientRect().width > 2)
    .map(e => parseFloat(getComputedStyle(e).fontSize) * zoom(e)));
}"""


@pytest.fixture
def classroom(browser: Browser, tmp_path: Path) -> Iterator[Class]:
    with ExitStack() as closing:
        made = Class(browser, tmp_path)
        closing.callback(lambda: [page.context.close() for page in made.groups.values()])
        yield made


def lock_guess(page: Page, number: int, *, cut: bool) -> None:
    """Lock a guess on the slider of the second run, as the network goes or with it."""
    cockpit = page.locator(SECOND_RUN)
    cockpit.locator(".ck-guess input").fill(str(number))
    page.context.set_offline(cut)
    cockpit.locator(".ck-guess button").dispatch_event("click")  # at once: soon the board is locked
    expect(cockpit.locator(".ck-locked")).to_contain_text(str(number))


def ask(projector: Page, label: str) -> None:
    projector.get_by_label("Pertanyaan siap").select_option(label=label)
    projector.get_by_role("button", name="Ajukan yang siap").click()


def answer(page: Page, said: int | str) -> None:
    """Answer the question at the foot of a group's page and lock it."""
    sheet = page.locator("#p2-kelas")
    if isinstance(said, int):
        sheet.locator("[type=number]").fill(str(said))
    else:
        sheet.get_by_label(said, exact=True).check()
    sheet.locator(".p2-isi > button").click()


def test_five_groups_guess_and_vote_and_nothing_is_lost(classroom: Class, tmp_path: Path) -> None:
    made = classroom
    with running_class(tmp_path, network=True) as door:
        port = urlsplit(door.address).port or 0
        made.come(door)
        stranger(made, door)
        numbers_by_question(made)
        guesses_of_the_game(made)
        door.process.send_signal(signal.SIGKILL)
        door.process.wait()
        kill_left(tmp_path)
    guesses = {code: read_ballot(made.results, code).guesses["putaran2"] for code in GROUPS}
    with running_class(tmp_path, network=True, port=port) as door:
        made.come(door)  # nobody is asked for a PIN: `come` would wait at a page without boards
        made.count(5)
        assert guesses == {
            code: read_ballot(made.results, code).guesses["putaran2"] for code in GROUPS
        }
        votes(made)
        assert kill_kernels(door) >= len(GROUPS)
        for code in ("K1", "K4"):
            page = made.groups[code]
            expect(page.locator("#p2-putus")).to_be_visible()
            page.reload()
            wait_for_all(page)
            expect(page.locator(".p2-cockpit .ck-pin")).to_have_count(1)
        made.projector.reload()
        made.projector.locator(".p2-live").wait_for()
        expect(made.projector.locator(".lc-votes")).to_have_text(["1", "1", "3"])
        forgotten(made, door)


def kill_left(folder: Path) -> None:
    """End the kernels that a killed server leaves behind: those whose results lie here."""
    import psutil

    for process in psutil.process_iter(["pid"]):
        try:
            ours = process.environ().get("P2SPP_HASIL", "") == str(folder / "hasil")
        except psutil.Error:
            continue
        if ours:
            process.kill()


def stranger(made: Class, door: Lab) -> None:
    """Another laptop uses a group's code: it is asked for the PIN, the group's own is not asked again."""
    page = visit(made.browser).page
    address = f"{door.address}/voila/render/mulai.ipynb?kode=k1"
    page.goto(address)
    expect(page.get_by_text("Kode K1 sudah dipakai di laptop lain.")).to_be_visible()
    page.get_by_label("PIN, dua angka").fill("99")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("PIN K1 bukan itu.")
    page.screenshot(path=made.pictures / "pin_wrong.png")
    assert serious(page, "body") == []
    page.get_by_label("PIN, dua angka").fill(PIN)
    page.keyboard.press("Enter")
    page.wait_for_selector("#rendered_cells", state="visible")
    page.goto(address)
    page.wait_for_selector("#rendered_cells", state="visible")
    page.context.close()


def numbers_by_question(made: Class) -> None:
    """A number is guessed; one group is cut off, locks all the same, and comes back."""
    projector = made.projector
    ask(projector, "06 · Dari 100 rupiah yang masuk RKPD, berapa yang masih ada dalam PPAS?")
    for page in made.groups.values():
        expect(page.locator("#p2-kelas")).to_be_visible()
    made.count(0)
    made.take("question", "K1", "K4", "K5")
    made.groups["K5"].context.set_offline(True)
    for (code, page), number in zip(made.groups.items(), (20, 45, 60, 70, 85), strict=True):
        answer(page, number)
        kept = "di laptop ini" if code == "K5" else ""
        words = "Locked" if code == "K4" else f"✓ Terkunci {kept}".strip()
        expect(page.locator("#p2-kelas [role=status]")).to_contain_text(words)
    made.count(4)
    expect(projector.locator(".lc-cut")).to_contain_text("K5")
    expect(made.groups["K5"].locator("#p2-putus")).to_be_visible()
    made.take("cut", "K5")
    made.screen("guesses_wait")
    made.groups["K5"].context.set_offline(False)
    made.count(5)
    expect(made.groups["K5"].locator("#p2-putus")).to_be_hidden()
    expect(made.groups["K5"].locator("#p2-kelas [role=status]")).to_contain_text("✓ Terkunci: 85")
    assert projector.locator(".lc-pin").count() == 0, "what was guessed stays unseen"
    projector.get_by_role("button", name="Buka bersama").click()
    expect(projector.locator(".lc-truth")).to_contain_text("sebenarnya 71,9")
    expect(projector.locator(".lc-pin")).to_have_text(["20", "45", "60", "70", "85"])
    expect(projector.locator(".lc-near .lc-code")).to_have_text("K4")
    expect(made.groups["K4"].locator("#p2-kelas")).to_contain_text("True number: 71.9")
    made.screen("guesses_open")
    made.take("opened", "K1", "K4", "K5")
    projector.get_by_role("button", name="Akhiri di halaman kelompok").click()
    for page in made.groups.values():
        expect(page.locator("#p2-kelas")).to_be_hidden()


def guesses_of_the_game(made: Class) -> None:
    """Every group locks its guess of the first year, one as its network goes; each lives the year."""
    projector = made.projector
    for (code, page), number in zip(made.groups.items(), (40, 55, 62, 75, 90), strict=True):
        lock_guess(page, number, cut=code == "K3")
    expect(made.groups["K3"].locator("#p2-putus")).to_be_visible()
    made.groups["K3"].context.set_offline(False)
    projector.get_by_label("Yang ditampilkan").select_option(
        label="Putaran 2, tahun ke-1: berapa usulan sampai APBD?"
    )
    made.count(5)
    for code in ("K1", "K2"):
        cockpit = made.groups[code].locator(SECOND_RUN)
        cockpit.locator(".ck-run").click()
        expect(cockpit.locator(".ck-when")).to_contain_text("ke-1")
    projector.get_by_role("button", name="Buka bersama").click()
    expect(projector.locator(".lc-pin")).to_have_text(["40", "55", "62", "75", "90"])
    expect(projector.locator(".lc-near .lc-code")).to_have_text("K2")
    assert projector.locator(".lc-dot").count() == 2, "who has lived the year has a number"
    made.screen("game_open")
    for code in ("K1", "K5"):
        made.groups[code].locator(".ck-locked, .ck-pins").last.scroll_into_view_if_needed()
    made.take("game", "K1", "K5")


def votes(made: Class) -> None:
    """A question of the trainer's own words is voted on."""
    projector = made.projector
    projector.get_by_label("Pertanyaan sendiri").fill("Siapa yang memimpin pleno besok?")
    projector.get_by_label("Pilihannya").fill("Kelompok desa\nKelompok DPRD\nBergantian")
    projector.get_by_role("button", name="Ajukan yang sendiri").click()
    said = ("Bergantian", "Kelompok desa", "Bergantian", "Bergantian", "Kelompok DPRD")
    for page, choice in zip(made.groups.values(), said, strict=True):
        answer(page, choice)
    made.count(5)
    made.screen("votes_wait")
    projector.get_by_role("button", name="Buka bersama").click()
    expect(projector.locator(".lc-votes")).to_have_text(["1", "1", "3"])
    expect(projector.locator(".lc-most i")).to_have_text(["K1", "K3", "K4"])
    made.screen("votes_open")
    made.take("votes", "K1", "K5")
    assert serious(projector, ".p2-live") == []


def forgotten(made: Class, door: Lab) -> None:
    """The trainer takes a PIN away; who comes next chooses a new one, and finds the answers."""
    projector = made.projector
    projector.get_by_label("PIN kelompok").select_option("K2")
    projector.get_by_role("button", name="Hapus PIN").click()
    expect(projector.get_by_text("PIN K2 dihapus")).to_be_visible()
    page = visit(made.browser).page
    page.goto(f"{door.address}/voila/render/mulai.ipynb?kode=K2")
    expect(page.get_by_text("Kode K2 belum punya PIN.")).to_be_visible()
    page.get_by_label("PIN, dua angka").fill("11")
    page.keyboard.press("Enter")
    page.wait_for_selector("#rendered_cells", state="visible")
    assert read_ballot(made.results, "K2").guesses["putaran2"]["1"].said == 55
    page.context.close()
