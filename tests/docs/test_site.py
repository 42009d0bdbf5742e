"""The documentation site: built without a warning, whole, and readable and searchable from disk."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

import pytest
from playwright.sync_api import Browser, Page

import p2spp_sim
from tests.browser.lab import Visit, visit

ROOT = Path(__file__).resolve().parents[2]
HOME = "docs/index.html"
MODULES = ["effects", "evidence", "indicators", "parts", "plausible", "sensitivity", "text"]


class Found(HTMLParser):
    """What a page leads to, what it loads, and the places in it that can be led to."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.leads: list[str] = []
        self.loads: list[str] = []
        self.places: set[str] = set()
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {key: value or "" for key, value in attrs}
        self.places |= {has[key] for key in ("id", "name") if key in has}
        if tag == "a":
            self.leads += [has["href"]] if "href" in has else []
        else:
            self.loads += [has[key] for key in ("href", "src", "srcset", "data") if key in has]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("situs")
    command = [
        sys.executable,
        "-m",
        "sphinx",
        "-W",
        "--keep-going",
        "-q",
        "-c",
        "docs",
        ".",
        str(folder),
    ]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return folder


@pytest.fixture(scope="session")
def pages(site: Path) -> dict[Path, Found]:
    return {path: Found(path) for path in site.rglob("*.html")}


@pytest.fixture
def window(browser: Browser) -> Iterator[Visit]:
    made = visit(browser)
    yield made
    made.context.close()


def test_no_link_is_dead(pages: dict[Path, Found]) -> None:
    dead = []
    for path, page in pages.items():
        for link in [*page.leads, *page.loads]:
            where, place = urldefrag(link)
            if urlsplit(link).scheme:
                continue  # another site: not asked from here
            target = (path.parent / unquote(urlsplit(where).path)).resolve() if where else path
            if not target.is_file() or (
                place and target in pages and unquote(place) not in pages[target].places
            ):
                dead.append((path.name, link))
    assert dead == []


def test_a_page_loads_nothing_from_elsewhere(pages: dict[Path, Found]) -> None:
    assert [
        (path.name, link)
        for path, page in pages.items()
        for link in page.loads
        if urlsplit(link).netloc
    ] == []


def test_no_two_files_are_one_where_capitals_do_not_count(site: Path) -> None:
    names = Counter(str(path).lower() for path in site.rglob("*"))
    assert [name for name, times in names.items() if times > 1] == []


def test_every_guide_and_data_dictionary_has_its_page(site: Path) -> None:
    ours = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("datasets/*/README.md")]
    assert len(ours) > 15
    lost = [
        path for path in ours if not (site / path.relative_to(ROOT)).with_suffix(".html").is_file()
    ]
    assert lost == []


@pytest.mark.parametrize("name", [*p2spp_sim.__all__, *MODULES])
def test_every_public_name_has_a_page_with_its_docstring(site: Path, name: str) -> None:
    page = next(site.glob(f"docs/api/p2spp_sim.{name}*.html"), None)
    assert page, f"{name} is missing in docs/api.rst"
    first = (getattr(p2spp_sim, name).__doc__ or "").strip().split("\n\n")[0]
    words = [word.strip("`") for word in " ".join(first.split()).rstrip(".").split("`")]
    text = page.read_text("utf-8").replace("’", "'").replace("&#39;", "'")
    assert all(word in text for word in words), words


def test_a_docstring_tells_apart_names_and_what_they_are(site: Path) -> None:
    page = (site / "docs/api/p2spp_sim.run_year.html").read_text("utf-8")
    assert "<strong>scenario</strong>" in page
    assert "<p>rule book and levers.</p>" in page, "a description, not a type"
    assert 'href="p2spp_sim.UnknownName.html' in page, "errors lead to their pages"
    assert 'href="p2spp_sim.World.html' in page, "types of the signature as well"


def test_every_lever_and_parameter_is_listed(site: Path) -> None:
    page = (site / "docs" / "tuas.html").read_text("utf-8")
    declared = tomllib.loads((ROOT / "datasets" / "levers.toml").read_text("utf-8"))
    assert [key for key in declared if f">{key}<" not in page] == []


@pytest.mark.parametrize(
    ("page", "language", "search"),
    [
        ("README.id", "id", "Cari"),
        ("docs/pelatih.id", "id", "Cari"),
        ("docs/pelatih", "en", "Search"),
    ],
)
def test_a_page_says_its_language(site: Path, page: str, language: str, search: str) -> None:
    text = (site / f"{page}.html").read_text("utf-8")
    assert f'lang="{language}"' in text
    assert f'placeholder="{search}"' in text


def open_home(window: Visit, site: Path) -> Page:
    window.page.goto((site / "index.html").as_uri())
    window.page.wait_for_url(f"**/{HOME}")
    return window.page


def results(page: Page, words: str) -> list[str]:
    """Type into the box of a page as a reader does, and give the titles that are found."""
    page.locator(".sidebar-search").fill(words)
    page.locator(".sidebar-search").press("Enter")
    page.wait_for_url("**/search.html?**")
    page.wait_for_selector(
        "#search-results h2:text-is('Hasil Pencarian')"
    )  # they come one by one; then all are there
    return page.locator("#search-results .search li").all_inner_texts()


def test_search_from_disk_finds_functions_and_words(site: Path, window: Visit) -> None:
    said: list[str] = []
    window.page.on("console", lambda message: said.append(message.text))
    first = results(open_home(window, site), "run_year")[0]
    assert first.startswith("p2spp_sim.run_year (Python fungsi, di "), first
    pages = results(open_home(window, site), "musrenbang")
    assert {"Buku kerja P2SPP", "Run"} <= set(pages)
    assert window.page.locator(".search-summary").inner_text() == f"Ditemukan: {len(pages)}."
    assert [url for url in window.asked if not url.startswith(("file:", "data:"))] == []
    assert said == []


def test_search_knows_indonesian_stems(site: Path, window: Visit) -> None:
    hits = [
        set(results(open_home(window, site), word))
        for word in ("usulan", "mengusulkan", "pengusulan")
    ]
    assert len(hits[0]) > 3
    assert all(first == second for first, second in pairwise(hits))


@pytest.mark.parametrize(
    "page", [HOME, "docs/api/p2spp_sim.World.html", "docs/tuas.html", "docs/istilah.html"]
)
def test_a_page_fits_a_telephone(site: Path, browser: Browser, page: str) -> None:
    made = visit(browser, width=390, height=844)
    made.page.goto((site / page).as_uri())
    wide = made.page.evaluate("document.documentElement.scrollWidth")
    made.context.close()
    assert wide <= 390
