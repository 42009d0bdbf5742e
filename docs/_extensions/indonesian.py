"""Two languages on one site: each page's furniture speaks its own, and the search knows Indonesian stems."""

import json
import re
from typing import Any

import snowballstemmer
from sphinx.application import Sphinx
from sphinx.search import SearchLanguage

# the last group is in both languages, Indonesian first
INDONESIAN = re.compile(r"\.id$|^datasets/|^(SECURITY|docs/(index|istilah|tuas))$")
AROUND = {  # what furo writes around a page; Sphinx has only some of it in Indonesian
    "Search": "Cari",
    "On this page": "Di halaman ini",
    "Previous": "Sebelumnya",
    "Next": "Berikutnya",
    "Home": "Beranda",
    "Index": "Indeks",
    "Back to top": "Kembali ke atas",
    "Skip to content": "Langsung ke isi",
    "Copyright &#169; %(copyright)s": "Hak cipta &#169; para penyusun buku kerja P2SPP",
    "Made with ": "Dibuat dengan ",
}
SAYS = {  # what a search says; Sphinx's Indonesian lacks a blank and a sentence
    ", in ": ", di ",
    "Search finished, found one page matching the search query.": ["Ditemukan: ${resultCount}."],
}


class SearchIndonesian(SearchLanguage):
    """Search by stems, `usulan` finds `mengusulkan`: Sphinx has the stemmer for the browser, but not this class."""

    lang, language_name, js_stemmer_rawcode = "id", "Indonesian", "indonesian-stemmer.js"
    stopwords = frozenset(
        {
            "yang",
            "dan",
            "di",
            "ke",
            "dari",
            "untuk",
            "dengan",
            "pada",
            "the",
            "a",
            "of",
            "and",
            "to",
            "in",
        }
    )

    def __init__(self, options: dict[str, str]) -> None:
        super().__init__(options)
        self.stemmer = snowballstemmer.stemmer("indonesian")

    def stem(self, word: str) -> str:
        """Cut a word down to its stem."""
        return self.stemmer.stemWord(word.lower())


def set_language(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Let what is around a page speak its language; browsers and screen readers are told which."""
    indonesian = doctree is None or bool(INDONESIAN.search(pagename))
    context["language"] = "id" if indonesian else "en"
    context["_"] = context["gettext"] = (lambda text: AROUND.get(text, text)) if indonesian else str


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect the above."""
    app.add_search_language(SearchIndonesian)
    says = f"Object.assign(Documentation.TRANSLATIONS, {json.dumps(SAYS)})"
    app.add_js_file(None, body=says, priority=900)  # after Sphinx's own
    app.connect("html-page-context", set_language)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
