"""Exercises: right answers are computed, foreseen mistakes get their own words, hints come first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest

from p2spp_sim.base.era import eras
from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.files import data_path
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.workbook.case.desk import Desk, world
from p2spp_sim.workbook.exercises.answers import Answers, answers_of
from p2spp_sim.workbook.exercises.bank import BankError, load_bank, parse_bank
from p2spp_sim.workbook.exercises.exercise import Exercise
from p2spp_sim.workbook.exercises.fields import Field
from p2spp_sim.workbook.exercises.kinds._shared import ByItem, NumbersQuestion
from p2spp_sim.workbook.exercises.kinds.multi import MultiQuestion
from p2spp_sim.workbook.exercises.numbers import typed_number
from p2spp_sim.workbook.exercises.question import Mistake, Question
from p2spp_sim.workbook.exercises.variant import unit_key
from tests.workbook.conftest import UNITS

QUESTIONS = [question for unit in UNITS for question in load_bank(unit).questions]
MISTAKES = [(question, mistake) for question in QUESTIONS for mistake in question.mistakes]
BY_ID = {question.id: question for question in QUESTIONS}

# Worked out by hand in the curriculum (domain/curriculum.md, NB03 and NB06); the library must agree.
BY_HAND: dict[str, Any] = {
    "03-2": 0.706,
    "03-3": ["U09", "U07", "U01", "U10", "U13"],
    "06-1": 71.9,
    "06-2": {"forum_skpd": 1725, "musrenbang_kabupaten": 270, "kua_ppas": 270, "apbd": 80},
    "06-3": "forum_skpd",
    "06-4": ["U05", "U13", "U07", "U06"],
    "06-5": 1175 - 610,
}


@cache
def desk(unit: str) -> Desk:
    card = load_bank(unit).unit
    return Desk(
        world(card.dataset), Scenario.load(card.scenario), Scenario.load(card.forum_scenario), 7
    )


def exercise(question: Question) -> Exercise:
    unit = question.id[:2]
    return Exercise(question, desk(unit), answers_of(unit))


def right(question: Question) -> Any:
    """The right answer as a learner's controls would give it."""
    return exercise(question).solution


def wrong(question: Question, mistake: Mistake) -> Any:
    """An answer that makes this foreseen mistake and no other."""
    given = right(question)
    if mistake.answer is not None:
        found = exercise(question).answers.solve(mistake.answer, desk(question.id[:2]))
        return found if isinstance(found, float | dict) else list(found)
    if mistake.option is not None:
        return mistake.option
    if mistake.item is not None:
        return {**given, mistake.item: mistake.under or 1}
    if mistake.picked is not None:
        return [*given, mistake.picked]
    return [key for key in given if key != mistake.missed]


def options(question: Question) -> list[str]:
    return [option.key for option in getattr(question, "options", ())]


def items(question: Question) -> list[str]:
    return [item.key for item in getattr(question, "items", ())]


def sentences(question: Question) -> Iterator[str]:
    yield from (
        question.prompt,
        question.explanation,
        question.otherwise,
        *question.hints,
        getattr(question, "model", ""),
    )
    yield from (part.say for part in getattr(question, "parts", ()))
    yield from (mistake.say for mistake in question.mistakes)
    for each in ("options", "items"):
        yield from (option.text for option in getattr(question, each, ()))


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.id)
def test_the_right_answer_is_right_and_is_explained_with_its_source(question: Question) -> None:
    made = exercise(question)
    said = made.check(right(question))
    assert said.state == "benar" and made.solved and made.tries == 1
    assert said.word == ("Menurut model" if question.by_model else None) or not question.answer
    assert made.words(question.explanation) in said.text and "Sumber: " in said.text


@pytest.mark.parametrize("key", BY_HAND)
def test_the_library_agrees_with_the_answers_worked_out_by_hand(key: str) -> None:
    assert exercise(BY_ID[key]).check(BY_HAND[key]).state == "benar"


@pytest.mark.parametrize(
    ("question", "mistake"), MISTAKES, ids=[f"{q.id}-{i}" for i, (q, _) in enumerate(MISTAKES)]
)
def test_every_foreseen_mistake_is_known_and_answered_in_its_own_words(
    question: Question, mistake: Mistake
) -> None:
    made = exercise(question)
    said = made.check(wrong(question, mistake))
    assert made.words(mistake.say) in said.text
    if question.by_model:
        assert said.word == "Menurut model" and "itu bukan kesalahan" in said.text and made.solved
    else:
        assert said.state in ("hampir", "coba_lagi") and not made.solved


@pytest.mark.parametrize(
    ("question", "mistake"),
    [(q, m) for q, m in MISTAKES if m.item],
    ids=lambda each: str(each.say)[:9] if isinstance(each, Mistake) else each.id,
)
def test_nothing_is_said_of_an_item_that_is_right_when_rounded(
    question: Question, mistake: Mistake
) -> None:
    made = exercise(question)
    said = made.check(wrong(question, mistake)).text
    assert not any(
        made.words(m.say) in said for m in question.mistakes if m.item and m.item != mistake.item
    )


def odd(value: str | float) -> str | float:
    return "no such option" if isinstance(value, str) else -1.0


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.id)
def test_an_unforeseen_mistake_gets_general_words(question: Question) -> None:
    solution = right(question)
    if isinstance(solution, dict):
        given: Any = {key: odd(value) for key, value in solution.items()}
    elif isinstance(solution, list):
        given = options(question)[::-1][: getattr(question, "places", None)]
    else:
        given = odd(solution)
    said = exercise(question).check(given)
    assert said.state == ("benar" if question.by_model else "coba_lagi") and said.text
    assert ("Jawaban menurut model: " in said.text) == question.by_model


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.id)
def test_two_hints_come_before_the_explanation(question: Question) -> None:
    made = exercise(question)
    assert not made.explained
    hints = [made.hint() for _ in question.hints]
    assert [hint.state for hint in hints] == ["petunjuk", "petunjuk"] and made.state == "petunjuk"
    assert [hint.text for hint in hints] == [made.words(hint) for hint in question.hints]
    assert made.explained and made.hint().text == made.explanation()
    assert made.tries == 0 and not made.solved


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.id)
@pytest.mark.parametrize("nothing", [None, "", [], {}])
def test_nothing_given_is_no_try(question: Question, nothing: Any) -> None:
    made = exercise(question)
    assert made.check(nothing).state == "belum_dijawab" and made.tries == 0


@pytest.mark.parametrize(
    "question",
    [question for question in QUESTIONS if question.filled(None)[1] > 1],
    ids=lambda q: q.id,
)
def test_half_an_answer_is_not_judged(question: Question) -> None:
    given = right(question)
    if isinstance(given, dict):
        given.pop(next(iter(given)))
    else:
        given[0] = ""
    said = exercise(question).check(given)
    asked = len(items(question)) or question.places
    assert said.state == "belum_dijawab" and said.word == "Belum lengkap"
    assert f"Terisi {asked - 1} dari {asked}" in said.text


@pytest.mark.parametrize(
    "question",
    [q for q in QUESTIONS if isinstance(q, ByItem | MultiQuestion) and not q.by_model],
    ids=lambda q: q.id,
)
def test_one_thing_off_is_nearly(question: Question) -> None:
    given = right(question)
    if isinstance(given, dict):
        first = next(iter(given))
        given[first] = odd(given[first])
    else:
        given = given[1:]
    assert exercise(question).check(given).state == "hampir"


def test_a_swap_is_nearly_and_rounding_is_nearly() -> None:
    one, two, *rest = right(BY_ID["03-3"])
    assert exercise(BY_ID["03-3"]).check([two, one, *rest]).state == "hampir"
    said = exercise(BY_ID["03-2"]).check(0.71)
    assert said.state == "hampir" and "pembulatan" in said.text


def test_a_changed_answer_has_to_be_checked_again_but_stays_solved() -> None:
    made = exercise(BY_ID["06-3"])
    made.check("forum_skpd")
    assert made.unchecked() and made.state == "belum_dijawab" and made.solved
    assert not made.unchecked()
    assert made.check("apbd").state == "coba_lagi" and made.solved and made.tries == 2


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.id)
def test_sentences_are_filled_from_the_dataset_and_never_scold(question: Question) -> None:
    made = exercise(question)
    for sentence in sentences(question):
        filled = made.words(sentence)
        assert "{" not in filled and "nan" not in filled.split()
        assert not re.search(r"(?i)\b(salah besar|bodoh|ceroboh|gagal|payah|memalukan)\b", filled)


@pytest.mark.parametrize("unit", UNITS)
def test_no_figure_of_an_answer_is_typed_in_the_bank(unit: str) -> None:
    for question in load_bank(unit).questions:
        if not isinstance(question, NumbersQuestion):
            continue
        found = exercise(question).expected
        figures = [found] if isinstance(found, float) else [found[key] for key in items(question)]
        text = " ".join(sentences(question))
        for figure in figures:
            typed = f"{figure:,.{question.decimals}f}".translate(str.maketrans(",.", ".,"))
            assert not re.search(rf"(?<![\d.,]){re.escape(typed)}(?!\d)", text), (
                question.id,
                typed,
            )


@pytest.mark.parametrize("unit", UNITS)
def test_card_adds_up_and_every_objective_is_checked(unit: str) -> None:
    bank = load_bank(unit)
    exercising = next(step for step in bank.steps if step.title == "Latihan")
    assert sum(question.minutes for question in bank.questions) == exercising.minutes
    assert sum(question.points for question in bank.questions) == 100
    assert {q.objective for q in bank.questions} == {o.key for o in bank.objectives}
    assert len(bank.questions) >= 3 and bank.minutes % 15 == 0


def bank_text(**changes: tuple[str, str]) -> bytes:
    text = data_path("exercises", "03.toml").read_text(encoding="utf-8")
    for old, new in changes.values():
        assert old in text
        text = text.replace(old, new, 1)
    return text.encode()


def test_a_bad_bank_names_every_fault() -> None:
    raw = bank_text(
        a=('answer = "sorting"', 'answer = "by_heart"'),
        b=('objective = "E"', 'objective = "Z"'),
        c=('id = "03-2"', 'id = "03-1"'),
        d=('under = "eligible", say = "U14', 'under = "nowhere", say = "U14'),
        e=("places = 5", "places = 50"),
    )
    with pytest.raises(BankError) as caught:
        parse_bank(raw, "03.toml")
    told = str(caught.value)
    for part in (
        "by_heart",
        "objective E",
        "which is no objective",
        "03-1 is used twice",
        "nowhere",
        "places",
    ):
        assert part in told, part
    assert len(told.splitlines()) == 6


@pytest.mark.parametrize(
    ("key", "mistake", "message"),
    [
        ("03-2", 'item = "U05"', "known by item never happens in number; expected: answer"),
        ("03-3", 'option = "U05"', "known by option never happens in rank; expected: answer"),
        ("03-1", 'picked = "eligible"', "by picked never happens in classify; expected: item,"),
        ("06-3", 'option = "apbd", under = "apbd"', "by under never happens in choose; expected:"),
        ("06-2", 'item = "apbd", under = "apbd"', "by under never happens in allocate; expected:"),
        ("09-7", 'option = "camat"', "a mistake never happens in sentence; expected:"),
    ],
)
def test_a_mistake_that_can_never_happen_is_refused_with_what_is_expected(
    key: str, mistake: str, message: str
) -> None:
    name = f"{key[:2]}.toml"
    head, question = data_path("exercises", name).read_text("utf-8").split(f'id = "{key}"')
    old = "mistakes = []" if "mistakes = []" in question.split("[[")[0] else "mistakes = ["
    new = f'mistakes = [{{ {mistake}, say = "Ya." }}' + ("]" if old.endswith("]") else ", ")
    raw = f'{head}id = "{key}"{question.replace(old, new, 1)}'
    with pytest.raises(BankError, match=f"{name}: {key}: a mistake") as caught:
        parse_bank(raw.encode(), name)
    assert message in str(caught.value) and len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize("raw", [b"[unit]\ncode = 3", b"=", b"[unit]\nunknown = 1"])
def test_a_file_that_is_no_bank_is_an_error_with_its_name(raw: bytes) -> None:
    with pytest.raises(BankError, match=r"06\.toml"):
        parse_bank(raw, "06.toml")


def test_an_unknown_unit_lists_those_there_are() -> None:
    with pytest.raises(BankError, match=", ".join(UNITS)):
        load_bank("99")


@pytest.mark.parametrize("unit", UNITS)
def test_every_answer_function_is_used(unit: str) -> None:
    keys = dict.fromkeys(unit_key(unit, era) for era in eras())
    questions = [question for key in keys for question in load_bank(key).questions]
    used = {q.answer for q in questions} | {
        m.answer for q in questions for m in q.mistakes if m.answer
    }
    assert used - {""} == set(answers_of(unit).functions)


def answering(value: float) -> Answers:
    """The answers of a unit that computes one figure and quotes it, under names that other units may have too."""
    answers = Answers()

    @answers.add
    def total(desk: Desk) -> float:
        return value

    @answers.fact
    def kasus(desk: Desk) -> dict[str, str]:
        return {"jumlah": str(value)}

    return answers


def test_two_units_may_use_one_name_for_different_answers() -> None:
    question = msgspec.structs.replace(BY_ID["06-5"], answer="total", mistakes=())
    for value in (3.0, 4.0):
        made = Exercise(question, desk("06"), answering(value))
        assert made.expected == value and made.words("{kasus[jumlah]}") == str(value)


def test_a_bank_that_names_another_units_answer_is_refused_in_words() -> None:
    assert "passed_ppas" in answers_of("06").functions
    raw = bank_text(a=('answer = "sorting"', 'answer = "passed_ppas"'))
    said = "03.toml: 03-1: answer passed_ppas is not a function of its unit"
    with pytest.raises(BankError, match=f"^{re.escape(said)}$"):
        parse_bank(raw, "03.toml")


def test_a_sentence_that_quotes_another_units_fact_is_refused_in_words() -> None:
    assert "%" in exercise(BY_ID["04-5"]).words("{lembar[kelengkapan]}")
    with pytest.raises(P2sppError, match="tidak memuat lembar"):
        exercise(BY_ID["03-1"]).words("{lembar[kelengkapan]}")


@pytest.mark.parametrize(
    ("text", "decimals", "value"),
    [
        ("0,706", 3, 0.706),
        ("0.706", 3, 0.706),
        (" 71,9 % ", 1, 71.9),
        ("1.725", 0, 1725.0),
        ("Rp 1.725", 0, 1725.0),
        ("1.725,5", 0, 1725.5),
        ("-5", 0, -5.0),
        ("sembilan", 0, None),
        ("", 0, None),
        ("nan", 0, None),
        ("1e400", 0, None),
        ("12 34x", 0, None),
        ("1,725", 3, 1.725),
        ("Rp. 1.725,-", 0, 1725.0),
        ("150,000", 0, None),
    ],
)
def test_numbers_are_read_as_people_here_write_them(
    text: str, decimals: int, value: float | None
) -> None:
    read, why = typed_number(text, decimals)
    assert read == value and bool(why) == (value is None and bool(text))


def test_banks_lie_where_the_package_looks() -> None:
    assert {path.stem for path in Path(data_path("exercises")).glob("[0-9][0-9].toml")} == set(
        UNITS
    )


SENTENCE = """
[unit]
code = "03"
title = "Uji"
notebook = "uji.ipynb"
audience = "Uji"
media = "Uji"
dataset = "tirtamulya"
scenario = "unit03"
source = "Uji"

[[questions]]
id = "03-1"
type = "sentence"
objective = "A"
minutes = 3
points = 100
prompt = "Tulis satu pasal."
answer = ""
hints = ["Siapa?", "Kapan?"]
explanation = "Pasal memuat siapa, apa, kapan."
source = "Uji"
otherwise = "Tulis satu kalimat."
mistakes = []
model = "Camat menjawab setiap usulan yang ditolak paling lambat 30 hari."
parts = [
  { key = "siapa", text = "siapa", words = ["camat", "kepala dinas"], say = "Siapa yang wajib?" },
  { key = "apa", text = "apa", words = ["menjawab"], say = "Apa yang wajib?" },
  { key = "kapan", text = "kapan", words = ["#"], say = "Berapa hari?" },
]
"""


@pytest.mark.parametrize(
    ("key", "typed", "read"),
    [
        ("06-5", "Rp 565 juta", 565),
        ("06-5", "1.175 Juta Rupiah", 1175),
        ("09-6", "5,1 poin", 5.1),
        ("11-5", "59,0 %", 59),
        ("06-5", "565 ribu", None),
        ("06-5", "juta", None),
    ],
)
def test_the_unit_may_be_typed_behind_the_number(key: str, typed: str, read: float | None) -> None:
    field = Field(BY_ID[key], str)
    (box,) = field.boxes.values()
    box.value = typed
    assert field.read() == read and bool(field.unreadable) == (read is None)


def test_a_sentence_without_parts_is_a_fault_of_the_bank() -> None:
    bank = SENTENCE.replace('answer = ""', 'answer = "sorting"')
    for key, text in (
        (
            "steps",
            'title = "Latihan"\nminutes = 3\nclass_minutes = 3\nmethod = "Uji"\ntext = "Uji"',
        ),
    ):
        bank += f"[[{key}]]\n{text}\n"
    bank += '[[objectives]]\nkey = "A"\nlevel = "C6"\ntext = "Uji."\n'
    with pytest.raises(BankError, match="a sentence needs parts"):
        parse_bank(bank.encode(), "uji.toml")
