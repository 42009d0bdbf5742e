"""Writes the column dictionary of results, from its declarations; `python -m tests.docs.columns` renews both pages."""

from collections.abc import Iterator
from pathlib import Path

from p2spp_sim.base.language import LANGUAGES, pick, set_language
from p2spp_sim.results.columns import UNITS, columns_of, result_tables

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGES = {"id": DOCS / "kolom.id.md", "en": DOCS / "kolom.md"}
WORDS = {
    "id": (
        "Kamus kolom",
        "*[English](kolom.md)*",
        "Arti setiap kolom tabel hasil, dari `datasets/columns.toml`; tabel itu sendiri membawanya dalam "
        '`.attrs["columns"]`. Kolom panel yang diawali `village_` adalah kolom tabel desa, juga kolom Anda '
        "sendiri; kolom data daerah dijelaskan `python3 mulai.py data --istilah`. Cara memakainya: "
        "[hasil sebagai data](data.id.md).",
        "| kolom | arti | satuan |",
    ),
    "en": (
        "Column dictionary",
        "*[Bahasa Indonesia](kolom.id.md)*",
        "What every column of a table of results means, from `datasets/columns.toml`; the tables themselves "
        'carry it in `.attrs["columns"]`. Columns of a panel that begin with `village_` are those of the table '
        "of villages, your own too; columns of a district's data are explained by "
        "`python3 mulai.py data --istilah`. How to use them: [results as data](data.md).",
        "| column | meaning | unit |",
    ),
}


def page(language: str) -> str:
    """Write the page in one language."""
    set_language(language)
    try:
        return "\n".join(_lines(*WORDS[language])) + "\n"
    finally:
        set_language("id")


def _lines(title: str, other: str, about: str, head: str) -> Iterator[str]:
    yield from (f"# {title}", "", other, "", about)
    for key, table in result_tables().items():
        yield from (
            "",
            f"## `{table.made_by}`",
            "",
            f"{pick(table.label)}.",
            "",
            head,
            "|---|---|---|",
        )
        for name, column in columns_of(key):
            yield f"| `{name}` | {pick(column.label)} | {UNITS[column.unit]} |"


if __name__ == "__main__":
    for code in LANGUAGES:
        PAGES[code].write_text(page(code), encoding="utf-8")
