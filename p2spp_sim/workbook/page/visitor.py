"""Who works over the door of a class: the code in the address of the page, and no look at the trainer's folders."""

import os
from importlib import import_module
from pathlib import Path
from urllib.parse import parse_qs

from p2spp_sim.base.files import data_path


def is_visitor() -> bool:
    """Tell whether this kernel works for a page that Voilà serves; one that waits, waits here until somebody comes."""
    if os.environ.get("VOILA_PREHEAT") == "True":
        import_module("voila.utils").wait_for_request()
        os.environ["VOILA_PREHEAT"] = "False"
    return os.environ.get("SERVER_SOFTWARE", "").startswith("voila/")


def code_in(query: str) -> str:
    """Give the code that the address of a page names: the last one. The door and the kernel behind it both ask here."""
    return parse_qs(query).get("kode", [""])[-1].strip()


def visitor_code() -> str:
    """Give the code in the address of the page, when Voilà serves it."""
    return code_in(os.environ.get("QUERY_STRING", "")) if is_visitor() else ""


def without_folders(text: str) -> str:
    """Leave of every place that a visitor reads only what lies within the folders of the workbook."""
    if not is_visitor():
        return text
    results = Path(os.environ.get("P2SPP_HASIL") or "hasil").absolute()
    ours = (results.parent, Path.cwd(), data_path(), Path.home())
    places = {str(place) for near in ours for place in (near, near.resolve())}
    for place in sorted(places, key=len, reverse=True):
        if len(place) > 1:
            text = text.replace(place + os.sep, "").replace(place, Path(place).name)
    return text
