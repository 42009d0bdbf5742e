"""The short code that stands for a learner, such as K1-03: whose it is, and the one way it is written."""

import os
import re
from pathlib import Path

from p2spp_sim.base.language import tr
from p2spp_sim.workbook.page.visitor import visitor_code

NOBODY = "peserta"  # who has no code
TRAINERS = "PEL-"  # begins the code under which a trainer plays
CODE_FILE = "kode.txt"  # whose the files are that are named by no code
CODE = re.compile(rf"[A-Z0-9]{{1,10}}(-[0-9]{{1,3}})?|{NOBODY}")


def learner_code() -> str:
    """Give the code when a notebook names none: `?kode=` of a class page, else `P2SPP_KODE`, else `peserta`."""
    return visitor_code() or os.environ.get("P2SPP_KODE") or NOBODY


def code_of(text: str) -> str:
    """Write a code in the one way that files are named by: `k1 3`, `K1_03` and `K01-003` are K1-03."""
    code = re.sub(r"[\s_-]+", "-", text.strip())
    if not code.isascii():  # in capitals some letters of other scripts are ours
        return code
    code = code.upper()
    if code == NOBODY.upper():
        return NOBODY
    if not CODE.fullmatch(code):  # a name or a number of ten digits and more stays what it is
        return code
    group, *number = code.split("-")
    return "-".join(
        [re.sub(r"(?<!\d)0+(?=\d)", "", group), *(f"{int(digits):02}" for digits in number)]
    )


def is_code(text: str) -> bool:
    """Tell whether a text can be a learner's code, in whatever way it is written."""
    return CODE.fullmatch(code_of(text)) is not None


def is_given(text: str) -> bool:
    """Tell whether a text can be a code that a trainer gives out: with a number, for a word alone is a name."""
    return is_code(text) and any(sign.isdigit() for sign in text)


def wrong_code(text: str) -> str:
    """Say what is wrong with a code."""
    message = tr(
        "Kode peserta {kode} tidak dapat dipakai: pakai kode seperti K1-03, bukan nama atau NIK."
    )
    return message.format(kode=text)


def folder_code(folder: Path) -> str:
    """Give the code that was written for a folder, `peserta` when there is none."""
    try:
        text = (folder / CODE_FILE).read_text(encoding="utf-8-sig")
    except (OSError, ValueError):
        return NOBODY
    return code_of(text) if is_code(text) else NOBODY


def is_front(folder: Path, code: str) -> bool:
    """Tell whether a code is that of the trainer's own laptop, or of a trainer (PEL-1), and no group's."""
    own = (NOBODY, folder_code(folder), code_of(os.environ.get("P2SPP_KODE", "")))
    return code in own or code.startswith(TRAINERS)
