"""Pages of the API: our docstrings as numpydoc reads them, short signatures, and links to public names."""

import re
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

import p2spp_sim

DOCS = Path(__file__).resolve().parents[1]
SECTION = re.compile(r"^(\w+)\n-{3,}\n(.*?)(?=^\w[\w ]*\n-{3,}\n|\Z)", re.MULTILINE | re.DOTALL)
ENTRY = re.compile(r"^(\*?\w[\w, *]*?) : (.+)$", re.MULTILINE)
ARRAY = re.compile(r"~numpy\.ndarray\[tuple\[~typing\.Any, \.\.\.\], ~numpy\.dtype\[([^\[\]]+)\]\]")


def respell_docstring(
    app: Sphinx, what: str, name: str, obj: object, options: object, lines: list[str]
) -> None:
    """Say to numpydoc what we mean by `name : what it is`, which to it is the type: types are in the signature."""
    lines[:] = SECTION.sub(respelt, "\n".join(lines)).split("\n")


def respelt(section: re.Match[str]) -> str:
    """Respell one section; errors become links, and what is returned one paragraph."""
    name, text = section.groups()
    if name in ("Returns", "Yields"):
        text = " ".join(text.split()) + "\n\n"
    elif name == "Raises":
        text = ENTRY.sub(
            lambda entry: re.sub(r"\w+", r":py:obj:`\g<0>`", entry[1]) + f"\n    {entry[2]}", text
        )
    elif name in ("Parameters", "Attributes"):
        text = ENTRY.sub(r"\1\n    \2", text)
    return f"{name}\n{'-' * len(name)}\n{text}"


def find_public(app: Sphinx, env: Any, node: Any, shown: Any) -> Any:
    """Let a type in a signature lead to the page of the public name, wherever its module lies."""
    name = node.get("reftarget", "").rpartition(".")[2]
    if node.get("refdomain") == "py" and name in p2spp_sim.__all__:
        target = f"p2spp_sim.{name}"
        return env.domains.python_domain.resolve_xref(
            env, node["refdoc"], app.builder, "obj", target, node, shown
        )
    return None


def shorten_signature(
    app: Sphinx,
    what: str,
    name: str,
    obj: object,
    options: object,
    signature: str | None,
    returns: str | None,
) -> tuple[str | None, str | None]:
    """Write arrays as they are declared, and defaults so that Sphinx can read them."""
    if signature:
        signature = ARRAY.sub(r"~numpy.typing.NDArray[\1]", signature).replace("<factory>", "...")
    return signature, returns and ARRAY.sub(r"~numpy.typing.NDArray[\1]", returns)


def drop_stale_pages(app: Sphinx, config: Any) -> None:
    """Remove what autosummary once made for names that `api.rst` has no longer: it leaves them."""
    named = {f"p2spp_sim.{word}" for word in (DOCS / "api.rst").read_text("utf-8").split()}
    files = {config.autosummary_filename_map.get(name, name) for name in named}
    for page in DOCS.glob("api/*.rst"):
        if page.stem not in files:
            page.unlink()


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect the above."""
    app.connect("config-inited", drop_stale_pages)
    app.connect(
        "autodoc-process-docstring", respell_docstring, priority=100
    )  # numpydoc comes at 500
    app.connect("autodoc-process-signature", shorten_signature)
    app.connect("missing-reference", find_public)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
