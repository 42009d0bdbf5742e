"""A paper as PDF or as a picture of its pages, set by typst from data; needs neither a browser nor a network."""

import json
import re
import subprocess
import sys
from base64 import b64decode
from collections.abc import Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from p2spp_sim.base import fonts
from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.language import language, tr
from p2spp_sim.papers.paper import (
    CellKind,
    Letterhead,
    LineRow,
    Paper,
    PaperBlock,
    PaperFields,
    PaperPart,
    PaperRow,
    PaperTable,
    PaperText,
    Signatures,
    TitleRow,
    added_up,
    kept_together,
    shares,
    written,
)

TEMPLATE = Path(__file__).with_name("paper.typ")
TYPESET = TEMPLATE.with_name("typeset.py")
SCREEN_PPI = 80
_UNBROKEN = (
    14  # letters of a word that may stand in the narrowest column; longer ones may be broken
)
_LONG = 1200  # letters of a cell that may be broken over pages
_FIRST_ROWS = 80  # of a table, more than one page holds
_BREAK = "\u200b"


def pdf(paper: Paper) -> bytes:
    """Give a paper as PDF.

    Raises
    ------
    P2sppError : the package that sets it is not there.
    """
    return typeset(as_data(paper), "pdf")[0]


def pages(paper: Paper, ppi: float = SCREEN_PPI) -> list[bytes]:
    """Give the pages of a paper as PNG pictures."""
    return typeset(as_data(paper), "png", ppi)


def first_page(paper: Paper, ppi: float = SCREEN_PPI) -> bytes:
    """Give the first page as a PNG picture; it does not say how many there are."""
    data = as_data(replace(paper, parts=(_begun(paper.parts[0]),)))
    data["words"]["page"] = tr("halaman {n}")
    return typeset(data, "png", ppi)[0]


def _begun(part: PaperPart) -> PaperPart:
    """Give as much of a part as fills its first page."""
    blocks: list[PaperBlock] = []
    for block in part.blocks:
        if isinstance(block, PaperTable) and len(block.rows) > _FIRST_ROWS:
            blocks.append(replace(block, rows=block.rows[:_FIRST_ROWS]))
            break
        blocks.append(block)
    return replace(part, blocks=tuple(blocks))


def typeset(
    data: dict[str, Any], kind: str, ppi: float | None = None, template: Path = TEMPLATE
) -> list[bytes]:
    """Let typst set what a template makes of data; gives one file for a PDF, one a page for pictures.

    Parameters
    ----------
    data : in plain values, with a `title` for messages.
    kind : "pdf", "png" or "svg".

    Raises
    ------
    P2sppError : typst is not there, or cannot set it.
    """
    if find_spec("typst") is None:
        raise P2sppError(tr("Menulis PDF memerlukan paket typst (p2spp-sim[workbook])."))
    asked = {
        "template": str(template),
        "fonts": str(fonts.files()),
        "format": kind,
        "ppi": ppi,
        "paper": json.dumps(data, ensure_ascii=False),
    }
    done = subprocess.run(
        [sys.executable, "-P", str(TYPESET)], input=json.dumps(asked).encode(), capture_output=True
    )
    if done.returncode:
        text = tr("PDF {judul} tidak berhasil dibuat ({sebab}).")
        reason = done.stderr.decode(errors="replace").strip().splitlines()[-1:] or [
            str(done.returncode)
        ]
        raise P2sppError(text.format(judul=data["title"], sebab=reason[0]))
    return [b64decode(file) for file in json.loads(done.stdout)]


def as_data(paper: Paper) -> dict[str, Any]:
    """Give a paper in plain values, every number written as a person reads it."""
    groups = [sum(part.begins for part in paper.parts[: at + 1]) for at in range(len(paper.parts))]
    words = {
        "lang": language(),
        "page": tr("halaman {n} dari {m}"),
        "name": tr("nama jelas"),
        "letterhead": tr("(ruang kop surat)"),
    }
    parts = [
        {
            "name": part.name,
            "landscape": part.landscape,
            "group": group,
            "begins-group": part.begins,
            "first": part.begins or at == 0,
            "blocks": [_block(block, landscape=part.landscape) for block in part.blocks],
            "end": _end(part.blocks),
        }
        for at, (part, group) in enumerate(zip(paper.parts, groups, strict=True))
    ]
    return {"title": paper.title, "words": words, "parts": parts}


def _block(block: PaperBlock, *, landscape: bool) -> dict[str, Any]:
    match block:
        case PaperText():
            return {"kind": block.style, "words": block.words, "label": block.label}
        case PaperTable():
            together = _together(block)
            return {
                "kind": "table",
                "room": block.room,
                "columns": [
                    {
                        "title": _cell(column.title, "text"),
                        "width": share,
                        "right": added_up(column),
                    }
                    for column, share in zip(
                        block.columns, shares(block, landscape=landscape), strict=True
                    )
                ],
                "rows": [
                    _row(block, at, row) | {"together": together.get(at, 0)}
                    for at, row in enumerate(block.rows)
                ],
            }
        case PaperFields():
            fields = [{"label": f.label, "words": f.words} for f in block.fields]
            return {"kind": "fields", "fields": fields}
        case Letterhead():
            return {"kind": "letterhead", "room": block.room}
        case Signatures():
            places = [{"role": p.role, "above": p.above} for p in block.places]
            return {"kind": "signatures", "places": places}


def _together(table: PaperTable) -> dict[int, int]:
    """Give, for the first row of each run that stays on one page, how many there are; -1 for one that may be parted."""
    made: dict[int, int] = {}
    for first, count in kept_together(table):
        rows = range(first, first + count)
        made |= (
            {first: count}
            if all(_short(table.rows[at]) for at in rows)
            else dict.fromkeys(rows, -1)
        )
    return made


def _short(row: PaperRow) -> bool:
    """Tell whether a row is surely shorter than a page."""
    cells = row.cells if isinstance(row, LineRow) else ()
    return all(len(cell) < _LONG for cell in cells if isinstance(cell, str))


def _end(blocks: Sequence[PaperBlock]) -> int:
    """Give the block from which on all is kept together: the last paragraph, or table, before the signatures."""
    signed = [at for at, block in enumerate(blocks) if isinstance(block, Signatures)]
    for at in range(signed[0] if signed else 0, 0, -1):
        block = blocks[at]
        if isinstance(block, PaperTable):
            return at + 1
        if isinstance(block, PaperText) and block.style == "body":
            return at
    return len(blocks)


def _row(table: PaperTable, at: int, row: PaperRow) -> dict[str, Any]:
    if isinstance(row, TitleRow):
        return {"kind": "title", "words": row.words}
    kinds = [column.kind for column in table.columns]
    cells = row.cells if isinstance(row, LineRow) else table.sums(at)
    texts = [_cell(written(cell, kind), kind) for cell, kind in zip(cells, kinds, strict=True)]
    if isinstance(row, LineRow):
        return {"kind": "line", "cells": texts}
    span = table.before_sums
    return {"kind": "sum", "words": row.words, "span": span, "cells": texts[span:]}


def _cell(text: str, kind: CellKind) -> str:
    """Let long words be broken, behind a sign where there is one; figures are never."""
    if kind in ("number", "idr"):
        return text
    return re.sub(rf"[^\s\ue000]{{{_UNBROKEN},}}", _breakable, text)


def _breakable(match: re.Match[str]) -> str:
    word = re.sub(r"([./_\-:,])(?=.)", rf"\1{_BREAK}", match[0])
    return re.sub(rf"([^\s{_BREAK}]{{{_UNBROKEN}}})(?=[^\s{_BREAK}])", rf"\1{_BREAK}", word)
