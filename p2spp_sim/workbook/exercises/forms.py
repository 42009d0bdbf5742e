"""Exercises on paper: boxes to tick and lines to write on, as HTML."""

from collections.abc import Iterable
from html import escape

from p2spp_sim.base.language import tr
from p2spp_sim.workbook.page.markup import page, paragraphs

BOX, LINE = "☐", "<span class='p2-line'></span>"


def blank(key: str, prompt: str, body: str) -> str:
    """Give the blank form of an exercise."""
    head = f"<h3>{escape(tr('Latihan'))} {key}</h3>"
    return page(f'<div class="p2-form">{head}{paragraphs(prompt)}{body}</div>')


def ticks(texts: Iterable[str]) -> str:
    """Give options to tick."""
    return "".join(f"<p>{BOX} {escape(text)}</p>" for text in texts)


def choices(texts: Iterable[str]) -> str:
    """Give options to copy from."""
    return f"<p>{escape(tr('Pilihan'))}: {escape(' · '.join(texts))}</p>"


def rows(labels: Iterable[tuple[str, str]]) -> str:
    """Give a row for each label, with the HTML of what is filled in behind it."""
    cells = "".join(f"<tr><td>{escape(label)}</td><td>{line}</td></tr>" for label, line in labels)
    return f"<table><tbody>{cells}</tbody></table>"
