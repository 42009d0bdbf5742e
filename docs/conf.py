"""The documentation site, `python3 mulai.py docs`. Its pages are the repository's own files, where they are."""

import sys
from pathlib import Path
from typing import Any

import p2spp_sim
from p2spp_sim.base import fonts

DOCS = Path(__file__).resolve().parent
sys.path.insert(0, str(DOCS / "_extensions"))

project = "P2SPP"
author = copyright = "The P2SPP workbook authors"
release = p2spp_sim.__version__
language = "id"
root_doc = "docs/index"
include_patterns = [
    "*.md",
    "docs/*.md",
    "docs/bagian/*.md",
    "docs/api.rst",
    "docs/api/*.rst",
    "datasets/*/README.md",
    "benchmarks/README.md",
]
exclude_patterns = [".*", "site", "wheels"]  # spares a walk through them
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.autosummary", "numpydoc"]
extensions += ["docstrings", "indonesian", "levers"]  # our own
highlight_language = "none"
myst_heading_anchors = 3

templates_path = [str(DOCS / "_templates")]  # autosummary would look for it in the root
default_role = "code"  # what docstrings set in single backquotes
add_module_names = False
python_maximum_signature_line_length = 90
toc_object_entries_show_parents = "hide"
autodoc_default_options = {"members": True}
autodoc_member_order = "bysource"
autodoc_preserve_defaults = True
autosummary_filename_map = {  # on Windows and macOS regret.html and Regret.html are one file
    f"p2spp_sim.{name}": f"p2spp_sim.{name}-class"
    for name in p2spp_sim.__all__
    if name != name.lower() and name.lower() in p2spp_sim.__all__
}
numpydoc_show_class_members = False  # autodoc shows them

html_theme = "furo"
html_title = f"P2SPP {release}"
html_static_path = [str(fonts.SERVED), "_static"]
html_css_files = ["fonts.css", "words.css"]
html_extra_path = ["_extra"]
html_domain_indices = False
html_copy_source = html_show_sourcelink = html_show_sphinx = False
html_search_language = "id"
html_show_search_summary = False  # it would fetch pages, which a browser refuses for files on disk
html_theme_options: dict[str, Any] = {
    "top_of_page_buttons": [],
    "light_css_variables": {
        "font-stack": fonts.STACK,
        "color-brand-primary": "#0b4f8a",
        "color-brand-content": "#0b4f8a",
    },
    "dark_css_variables": {"color-brand-primary": "#9cc9f0", "color-brand-content": "#9cc9f0"},
}
