"""Writes the page of all terms; `python -m tests.docs.glossary_page` renews it."""

from pathlib import Path

from p2spp_sim.workbook.core.glossary import as_markdown

PAGE = Path(__file__).resolve().parents[2] / "docs" / "istilah.md"

if __name__ == "__main__":
    PAGE.write_text(as_markdown(), encoding="utf-8")
