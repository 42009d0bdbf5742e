"""Walks units in the form of a class: what reading, hands and prescribed talk take, step by step, beside the plan.

`python benchmarks/class_form.py 03 11`. Measured: how long the page takes to answer each move, in Chromium beside a
class door on this machine. Assumed: the constants below, and the talk of `class_talk.toml` where it says so.
"""

from __future__ import annotations

import re
import sys
import tempfile
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from p2spp_sim.base.language import set_language
from p2spp_sim.workbook.doors.class_server import HIDDEN
from p2spp_sim.workbook.editions.notebooks import folder_of_notebooks, read_notebook, tags
from p2spp_sim.workbook.exercises.bank import Bank, load_bank
from tests.browser.lab import CHROMIUM, FLAGS, running_class
from tests.browser.learner import CONTROLS, press
from tests.browser.test_boards import all_boards, go

WORDS_A_MINUTE = 180  # read together
HAND_S = 4.0  # to choose and make one move, before the page answers
MOST_MOVES = 30  # of one board or exercise
YEARS = {"putaran1": 25, "putaran2": 25}  # five moves in each of five years
REFERENCE = ("Istilah dan dasar", "Lembar cetak", "Ingin mencoba lagi")  # not read in class
CALL = re.compile(r'unit\.(?:papan|latihan)\((?:"([\w-]+)")?\)')
NOT_READ = re.compile(
    r"unit\.(?:kartu|simpan|mulai_ulang)\("
)  # the trainer's card, results, buttons
DEBRIEF = "Refleksi:"
STORY, CASE = "Cerita", "Data"  # how folded parts begin
UNFOLD = """(cell, begins) => cell.querySelectorAll('details').forEach(one => {
  one.open ||= begins.some(word => one.innerText.trim().startsWith(word));
})"""
TALK = Path(__file__).with_name("class_talk.toml")
QUIET = """() => new Promise(done => {
  const main = document.querySelector('main'), begun = performance.now();
  let last = begun;
  const seen = new MutationObserver(() => { last = performance.now(); });
  seen.observe(main, {subtree: true, childList: true, characterData: true, attributes: true});
  const look = setInterval(() => {
    const now = performance.now();
    if (now - last < 400 && now - begun < 8000) return;
    clearInterval(look);
    seen.disconnect();
    done(last - begun);
  }, 25);
})"""


@dataclass
class StepWalk:
    """Words to read, moves to make, and seconds that the page took to answer them."""

    words: int = 0
    moves: int = 0
    answering_s: float = 0.0

    @property
    def reading(self) -> float:
        """Minutes to read its words together."""
        return self.words / WORDS_A_MINUTE

    @property
    def hands(self) -> float:
        """Minutes to choose and make its moves, with the page's answers."""
        return (self.moves * HAND_S + self.answering_s) / 60


def talk() -> dict[tuple[str, str], float]:
    """Read the minutes of talk that each step of a unit prescribes."""
    minutes: dict[tuple[str, str], float] = defaultdict(float)
    for said in tomllib.loads(TALK.read_text(encoding="utf-8"))["talk"]:
        minutes[said["unit"], said["step"]] += said["times"] * said["each"]
    return minutes


def walk(page: Page, bank: Bank) -> dict[str, StepWalk]:
    """Go down a page and give each step what it holds; text belongs to the board or exercise below it."""
    of_thing = {thing: step.title for step in bank.steps for thing in step.things("class")}
    steps = [step.title for step in bank.steps if step.class_minutes]
    last = {DEBRIEF: steps[-2], "Simpan": steps[-1]}
    folded = [STORY, CASE] if "daftar" in bank.steps[0].text else [STORY]  # what it says is read
    walked: dict[str, StepWalk] = defaultdict(StepWalk)
    notebook = read_notebook(folder_of_notebooks() / bank.unit.notebook)
    shown = [cell for cell in notebook["cells"] if not tags(cell) & set(HIDDEN)]
    words, now = 0, steps[0]
    for place, source in enumerate(shown, 1):
        cell = page.locator(f'main [cell-index="{place}"]')
        if NOT_READ.search(source["source"]):
            continue
        if now == steps[0]:
            cell.evaluate(UNFOLD, folded)
        text = cell.inner_text().strip()
        if text.startswith(REFERENCE):
            break
        call = CALL.search(source["source"]) if source["cell_type"] == "code" else None
        if call is None:
            words += len(text.split())
            ending = next((step for start, step in last.items() if text.startswith(start)), "")
            between = next((step for step in steps if f"\n{step}" in text), "")
            if between:
                walked[between].words += words
                words = 0
                continue
            if ending or now == steps[0]:
                now = ending or now
                walked[now].words += words
                words = 0
            continue
        thing = call[1] or "papan"
        if thing in of_thing:
            now = of_thing[thing]
            walked[now].words += words + len(text.split())
            moves, seconds = moved(page, cell)
            count = YEARS.get(thing, moves)
            walked[now].moves += count
            walked[now].answering_s += seconds / max(1, moves) * count
        words = 0
    walked[now].words += words
    return walked


def moved(page: Page, cell: Locator) -> tuple[int, float]:
    """Move the controls of a cell once each; give how many, and the seconds until the page was quiet again."""
    moves, seconds = 0, 0.0
    for control in cell.locator(CONTROLS).all()[:MOST_MOVES]:
        if control.is_visible() and control.is_enabled():
            press(page, control)
            seconds += page.evaluate(QUIET) / 1000
            moves += 1
    return moves, seconds


def main() -> None:
    """Walk the units that are named."""
    set_language("id")
    prescribed = talk()
    with (
        tempfile.TemporaryDirectory() as folder,
        running_class(Path(folder), form="kelas") as door,
        sync_playwright() as player,
    ):
        browser = player.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for code in sys.argv[1:]:
            bank = load_bank(code)
            page = browser.new_page(viewport={"width": 1366, "height": 768})
            go(door, page, code, "K1-01")
            all_boards(page)
            walked = walk(page, bank)
            print(f"unit {code}: step | words | moves | reading | hands | talk | sum | plan")
            whole = 0.0
            for step in bank.steps:
                if step.class_minutes:
                    done, said = walked.get(step.title, StepWalk()), prescribed[code, step.title]
                    whole += done.reading + done.hands + said
                    parts = (done.reading, done.hands, said, done.reading + done.hands + said)
                    shown = (f"{part:.1f}" for part in parts)
                    counts = (done.words, done.moves)
                    print(" ", step.title, *counts, *shown, step.class_minutes, sep=" | ")
            print(f"  all: {whole:.1f} of {bank.length('class')} planned")
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
