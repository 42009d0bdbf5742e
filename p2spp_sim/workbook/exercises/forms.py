"""Exercises on paper: the question with boxes to tick and lines to write on."""

from collections.abc import Sequence
from html import escape

from p2spp_sim.base.language import tr
from p2spp_sim.workbook.exercises.exercise import RUBRIC, Exercise
from p2spp_sim.workbook.page.markup import page, paragraphs

BOX, LINE = "☐", "<span class='p2-line'></span>"
MARKS = f"{BOX} 0 {BOX} 1 {BOX} 2"


def form(exercise: Exercise) -> str:
    """Give a blank form of one exercise as HTML."""
    question = exercise.question
    options = [exercise.words(option.text) for option in question.options]
    items = [exercise.words(item.text) for item in question.items]
    unit = f" {tr(question.unit)}" if question.unit else ""
    match question.type:
        case "choose" | "multi":
            body = _list([f"{BOX} {escape(words)}" for words in options])
        case "classify" | "match":
            choices = f"<p>{escape(tr('Pilihan'))}: {escape(' · '.join(options))}</p>"
            body = choices + _rows([(words, LINE) for words in items])
        case "rank":
            choices = f"<p>{escape(tr('Pilihan'))}: {escape(' · '.join(options))}</p>"
            places = [
                (tr("Urutan {n}").format(n=place), LINE) for place in range(1, question.places + 1)
            ]
            body = choices + _rows(places)
        case "allocate":
            body = _rows([(words, LINE + escape(unit)) for words in items])
        case "number":
            body = _rows([(tr("Jawaban"), LINE + escape(unit))])
        case _:
            body = f"<p>{LINE}</p>" * 3 + f"<p>{escape(tr(RUBRIC))}</p>"
            body += _rows([(tr(row), MARKS) for row in question.rubric])
    head = f"<h3>{escape(tr('Latihan'))} {question.id}</h3>"
    return page(
        f'<div class="p2-form">{head}{paragraphs(exercise.words(question.prompt))}{body}</div>'
    )


def _list(lines: Sequence[str]) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def _rows(rows: Sequence[tuple[str, str]]) -> str:
    cells = "".join(f"<tr><td>{escape(words)}</td><td>{blank}</td></tr>" for words, blank in rows)
    return f"<table><tbody>{cells}</tbody></table>"
