"""Guides, terms, licences and data as pages to be read; a link in one leads on only to what is served."""

import posixpath
import re
from dataclasses import dataclass
from html import escape, unescape
from importlib import import_module
from typing import Any

from p2spp_sim.base.era import THEN, eras
from p2spp_sim.base.files import data_path
from p2spp_sim.workbook.saving.record import PAGES, START

ERA = "|".join(name for name in eras() if name != THEN)
UNIT = rf"(?:en/)?(?:(?:(?:{ERA})/)?(?:[0-9]{{2}}_\w+|{START})|{'|'.join(PAGES[1:])})\.ipynb"
# What a class may read beside its units: of data and guides what gives no exercise away.
DATA = r"datasets/(?:\w+/README\.md|(?:levers|indicators|events)\.toml)"
ABOUT = r"README(?:\.id)?\.md|LICENSE(?:-content)?"
LINKED = rf"{DATA}|{ABOUT}|docs/(?:fasilitator|peneliti|istilah|hukum)(?:\.id)?\.md"
# Who sits at the laptop may read all guides.
OWN = rf"{DATA}|{ABOUT}|docs/(?!index)\w+(?:\.id)?\.md|(?:CONTRIBUTING|SECURITY|CHANGELOG)\.md"
PICTURE = r"docs/\w+\.(?:svg|png)"
_LINK = re.compile(r'<a\b[^>]*?href="([^"]+)"[^>]*>(.*?)</a>', re.DOTALL)
_FROM_UNIT = re.compile(r"(?:\.\./)+((?:datasets|docs)/.+|README.+|LICENSE.*)")
_SOURCE = re.compile(r'(<img\b[^>]*?src=")([^":]+)"')
_OTHER = re.compile(r"<p><em><a [^>]+>[^<]+</a></em></p>")
_RANGE = re.compile(r"(\d–)(?=\d)")  # of minutes: never over two lines
_HEADING = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.DOTALL)


@dataclass(frozen=True)
class ReadingPage:
    """A page to be read.

    Parameters
    ----------
    title : its first heading, else its name.
    html : what stands on it.
    language : of what stands on it.
    translation : the path of the same in the other language, empty when there is none.
    """

    title: str
    html: str
    language: str
    translation: str


def served(path: str, own: bool) -> bool:
    """Tell whether a path of the workbook is a page to be read: by a class, or by who sits at the laptop."""
    return re.fullmatch(OWN if own else LINKED, path) is not None


def unlinked(html: str, own: bool = False) -> str:
    """Leave the words of a unit's links to what is not served: answers, and what is the trainer's."""

    def kept(link: re.Match[str]) -> str:
        path = _FROM_UNIT.fullmatch(link[1])
        return link[2] if path and not served(path[1], own) else link[0]

    return _LINK.sub(kept, html)


def document(path: str, own: bool, place: str) -> ReadingPage:
    """Render a page to be read.

    Parameters
    ----------
    path : within the workbook.
    own : whether it is read by who sits at the laptop.
    place : the address under which units and pages are served, ending in a slash.

    Raises
    ------
    OSError : the file is not there.
    """
    text = data_path(*path.split("/")).read_text(encoding="utf-8")
    if path.endswith(".md"):
        markdown: Any = import_module("nbconvert.filters").markdown2html
        html = _led(markdown(text), posixpath.dirname(path), own, place)
    elif path.endswith(".toml"):
        html = f"<pre>{escape(text)}</pre>"
    else:
        head, *rest = (escape(part) for part in text.strip().split("\n\n"))
        name, _, first = head.partition("\n")
        html = f"<h1>{name}</h1>" + "".join(f"<p>{part}</p>" for part in (first, *rest) if part)
    heading = _HEADING.search(html)
    title = unescape(re.sub("<[^>]+>", "", heading[1])) if heading else posixpath.basename(path)
    indonesian = path.endswith(".id.md")
    other = path.removesuffix(".id.md") if indonesian else path.removesuffix(".md") + ".id"
    there = path.endswith(".md") and data_path(*f"{other}.md".split("/")).is_file()
    spoken = "en" if there and not indonesian else "id"
    html = _OTHER.sub("", html, count=1) if there else html  # the head of the page has it
    html = _RANGE.sub("\\1\N{WORD JOINER}", html)
    return ReadingPage(title, html, spoken, f"{other}.md" if there else "")


def _led(html: str, folder: str, own: bool, place: str) -> str:
    """Let links and pictures of a page lead on from where it is served; of a link to anything else the words stay."""

    def led(link: re.Match[str]) -> str:
        target, words = link[1], link[2]
        path, sharp, anchor = target.partition("#")
        if not path or ":" in path:
            return "" if 'class="anchor-link"' in link[0] else link[0]
        path = posixpath.normpath(posixpath.join(folder, path))
        unit = path.removeprefix("notebooks/")
        if unit != path and re.fullmatch(UNIT, unit):
            return f'<a href="{place}render/{unit}{sharp}{anchor}">{words}</a>'
        if served(path, own):
            return f'<a href="{place}{path}{sharp}{anchor}">{words}</a>'
        return words

    def drawn(picture: re.Match[str]) -> str:
        return f'{picture[1]}{place}{posixpath.normpath(posixpath.join(folder, picture[2]))}"'

    return _SOURCE.sub(drawn, _LINK.sub(led, html))
