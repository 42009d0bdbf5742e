"""One JupyterLab for all browser tests, and a window of a learner's laptop."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, expect

from tests.browser.lab import LAPTOP, Lab, Visit, another, running_lab

expect.set_options(timeout=60_000)  # a kernel on a busy machine takes its time


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with running_lab(tmp_path_factory.mktemp("lab")) as lab:
        yield lab


@pytest.fixture
def lab(server: Lab) -> Iterator[Lab]:
    """The one JupyterLab, whose kernels end with the test."""
    yield server
    server.end_kernels()


@pytest.fixture(scope="module")
def laptop(browser: Browser) -> Iterator[BrowserContext]:
    """The browser of a learner's laptop: it reads the programs of pages once."""
    context = browser.new_context(viewport=LAPTOP)
    yield context
    context.close()


@pytest.fixture
def window(laptop: BrowserContext, tmp_path: Path) -> Iterator[Visit]:
    """A window of a learner's laptop; what it showed last stays as a picture in the test's folder."""
    made = another(laptop)
    yield made
    made.page.screenshot(path=tmp_path / "last.png")
    with suppress(Error):  # a page of no place keeps nothing
        made.page.evaluate("localStorage.clear(), sessionStorage.clear()")
    laptop.clear_cookies()
    made.page.close()
