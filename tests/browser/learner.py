"""What a test does as a learner of any unit: which board is moved and how, which exercise is answered in what words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from p2spp_sim.base.language import set_language
from p2spp_sim.workbook.core.board import Board
from p2spp_sim.workbook.core.unit import Unit, open_unit
from p2spp_sim.workbook.exercises.exercise import Exercise
from p2spp_sim.workbook.exercises.question import Question

CONTROLS = ":is(input, select, button):not([disabled], [hidden], .p2-deck-head)"


@dataclass(frozen=True)
class Task:
    """One unit's main board, one exercise with a foreseen wrong answer, and where cards belong, by exercise."""

    unit: str
    board: str
    exercise: str
    wrong: str
    feedback: str
    right: str
    cards: Mapping[str, Mapping[str, str]]

    def slider(self, page: Page) -> str:
        """Name the last slider of the main board, which no sum of 100 holds back; empty when it has none."""
        handle = board(page).locator(".noUi-handle[aria-label]").last
        return (handle.get_attribute("aria-label") or "") if handle.count() else ""


def task(code: str) -> Task:
    """Find what is done in a unit; the words come from its bank, in Indonesian."""
    set_language("id")
    unit = open_unit(code, results="/nonexistent")
    first = unit.board(next(iter(unit.parts.boards)))
    question = next(
        q for q in unit.bank.questions if q.type == "choose" and any(m.option for m in q.mistakes)
    )
    exercise = Exercise(question, unit.desk, unit.answers)
    mistake = next(m for m in question.mistakes if m.option)
    wrong, right = (_words(exercise, question, key) for key in (mistake.option, exercise.solution))
    feedback = exercise.words(mistake.say)
    return Task(code, _key(first, unit), question.id, wrong, feedback, right, dict(_cards(unit)))


def _cards(unit: Unit) -> Iterator[tuple[str, dict[str, str]]]:
    """Give where the cards of every exercise belong."""
    for question in unit.bank.questions:
        if question.deck(str):
            solution = Exercise(question, unit.desk, unit.answers).solution
            yield question.id, {key: at for key, at in question.shown(solution).items() if at}


def _words(exercise: Exercise, question: Question, key: object) -> str:
    return next(exercise.words(option.text) for option in question.options if option.key == key)


def _key(first: object, unit: Unit) -> str:
    return first.key if isinstance(first, Board) else next(iter(unit.parts.boards))


def board(page: Page) -> Locator:
    """Find the main board: the first output that can be worked in."""
    return page.locator(".jp-OutputArea-output", has=page.locator(".p2-panel, .p2-cockpit")).first


def output(page: Page, inside: str) -> Locator:
    """Find the first output that says something."""
    return page.locator(".jp-OutputArea-output", has_text=inside).first


def first_control(page: Page) -> Locator:
    """Find the first control of the main board and bring it into view."""
    control = board(page).locator(CONTROLS).first
    control.scroll_into_view_if_needed()
    return control


def press(page: Page, control: Locator) -> None:
    """Move a control with the key that is its own; a box beside a slider by the slider."""
    beside = control.locator("xpath=ancestor::*[contains(@class, 'p2-slide')]").locator(
        ".noUi-handle"
    )
    control = beside if beside.count() else control
    control.focus()
    if control.get_attribute("data-card"):
        page.keyboard.press("Enter")
        page.keyboard.press("ArrowDown")
    kind = control.evaluate("e => e.tagName === 'INPUT' ? e.type : e.tagName.toLowerCase()")
    keys = {"select": "ArrowDown", "div": "ArrowRight", "checkbox": "Space", "radio": "ArrowDown"}
    if kind == "text":
        page.keyboard.type("1")
    page.keyboard.press(keys.get(kind, "Enter"))


def deck(within: Locator) -> Locator:
    """Find the cards of a board or an exercise."""
    return within.locator(".p2-deck").first


def card(cards: Locator, key: str) -> Locator:
    """Find a card by its key."""
    return cards.locator(f'[data-card="{key}"]')


def place(cards: Locator, key: str) -> Locator:
    """Find a place by its key; "" is the tray."""
    return cards.locator(f'[data-place="{key}"]')


def put_by_keys(page: Page, cards: Locator, where: Mapping[str, str]) -> None:
    """Put cards that lie in the tray at places one below the other, by keys alone."""
    places = cards.locator("[data-place]").evaluate_all("all => all.map(e => e.dataset.place)")
    for key, at in where.items():
        card(cards, key).focus()
        for pressed in ["Enter", *["ArrowDown"] * places.index(at), "Enter"]:
            page.keyboard.press(pressed)


def check_right(exercise: Locator) -> None:
    """Press Periksa; keys are faster than the kernel, and the last card must be judged too."""
    exercise.get_by_role("button", name="Periksa", exact=True).press("Enter")
    expect(exercise.get_by_text("✓ Benar")).to_be_attached()
