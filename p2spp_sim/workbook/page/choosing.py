"""The button by which files are chosen, on every page that takes some."""

import json
import re
from collections.abc import Callable, Sequence

import ipywidgets as W  # noqa: N812

from p2spp_sim.workbook.page.panel import Guard

BOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
TABLES = (*BOOKS, ".csv")


def choose_files(
    words: str,
    take: Callable[[list[tuple[str, bytes]]], object],
    guard: Guard,
    endings: Sequence[str] = BOOKS,
    *,
    multiple: bool = False,
    primary: bool = True,
) -> W.Widget:
    """Make the button by which files are chosen.

    Parameters
    ----------
    words : on the button.
    take : is given name and content of each file.
    guard : says what goes wrong.
    endings : of files that may be chosen.
    multiple, primary : whether several can be chosen at once; whether the page begins with this button.
    """
    upload = W.FileUpload(
        accept=",".join(endings),
        multiple=multiple,
        description=words,
        button_style="primary" if primary else "",
    )
    own = "p2-upload-" + re.sub(r"\W+", "-", words.casefold())
    upload.add_class("p2-upload")  # its count of files, always 0 here, is not shown
    upload.add_class(own)
    shown = W.HTML(f"<style>.{own}::after {{ content: {json.dumps(words)} / ''; }}</style>")

    def chosen(_change: object) -> None:
        given = [(str(file["name"]), bytes(file["content"])) for file in upload.value]
        upload.value = ()  # so that the same file can be chosen again after it was mended
        if given:
            guard.run(lambda: take(given))

    upload.observe(chosen, names="value")
    return W.HBox([upload, shown])
