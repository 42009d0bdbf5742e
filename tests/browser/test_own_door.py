"""The door of one's own laptop, and JupyterLab behind it: opened with a token, in both languages, already running."""

from __future__ import annotations

import json
import re
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Page, expect

from p2spp_sim.workbook.exercises.bank import load_bank
from tests.browser.lab import (
    Lab,
    Visit,
    kernels_of,
    open_notebook,
    running_lab,
    running_own,
    serious,
)

UNIT = "00_kenalan_tes_awal.ipynb"


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with running_own(tmp_path_factory.mktemp("sendiri")) as door:
        yield door


def there(page: Page) -> str:
    """Wait until a page and its boards are there; say which kernel it has."""
    page.wait_for_function("() => window.p2sppCells && !document.querySelector('#loading')")
    page.wait_for_selector("main .jupyter-widgets", state="attached")
    return str(json.loads(page.locator("#jupyter-config-data").text_content() or "{}")["kernelId"])


def kernels(door: Lab) -> str:
    return " ".join(" ".join(kernel.cmdline()) for kernel in kernels_of(door))


def wait_until_rested(door: Lab, count: int) -> None:
    """Wait until so many kernels are there and have run what they were given."""
    end, before = time.monotonic() + 60, -1.0
    while time.monotonic() < end:
        took = sum(sum(kernel.cpu_times()[:2]) for kernel in kernels_of(door))
        if len(kernels_of(door)) >= count and took - before < 0.05:
            return
        before = took
        time.sleep(0.5)


def test_the_workbook_opens_running_in_both_languages_and_the_next_unit_has_run(
    door: Lab, window: Visit
) -> None:
    page, base = window.page, door.address.partition("?")[0]
    page.goto(door.address)
    page.wait_for_url(re.compile(r"/mulai\.ipynb$"))  # the token does not stay in the address
    there(page)
    assert serious(page, "body") == []
    expect(page.get_by_role("link", name="papan kelas")).to_be_visible()
    expect(page.get_by_role("link", name="Buka di JupyterLab")).to_have_attribute("href", "/lab")
    script = page.locator("script[src*='voila.js']").get_attribute("src") or ""
    with urllib.request.urlopen(base.rstrip("/") + script) as answer:
        assert "immutable" in answer.headers["Cache-Control"]

    page.get_by_role("link", name="Panduan pelatih").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Panduan pelatih")
    assert serious(page, "body") == []
    assert "**" not in page.locator("main").inner_text()
    page.get_by_role("link", name="English").click()
    expect(page.locator("header")).to_contain_text("Start page")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    for _ in range(2):
        page.locator("#p2-mundur").click()
    page.wait_for_url(re.compile(r"/render/mulai\.ipynb$"))

    start = there(page)
    wait_until_rested(door, 3)
    waiting = kernels(door)
    began = time.monotonic()
    page.get_by_role("link", name=re.compile("^00 ")).click()
    page.wait_for_url(re.compile(UNIT))
    page.locator(".p2-panel").first.wait_for()
    print(f"a unit that has run, click to board: {time.monotonic() - began:.2f} s")
    kernel = there(page)
    assert kernel in waiting, "the page had run before it was opened"
    expect(page.locator(".p2-later")).to_have_count(0)
    expect(
        page.get_by_role("button", name="Periksa", exact=True, include_hidden=True)
    ).to_have_count(len(load_bank("00").questions))
    page.get_by_role("link", name="English").click()
    page.wait_for_url(re.compile(f"/en/{UNIT}"))
    there(page)
    expect(page.locator("header")).to_contain_text("Projector mode")
    end = time.monotonic() + 30
    while (start in kernels(door) or kernel in kernels(door)) and time.monotonic() < end:
        time.sleep(0.2)
    assert start not in kernels(door) and kernel not in kernels(door), "pages that are left end"
    page.context.clear_cookies()  # as after the workbook was started anew
    expect(page.locator("#p2-putus")).to_contain_text("Reload this page")
    page.reload()
    expect(page.locator("main")).to_contain_text("Salin alamat lengkap")
    assert window.outside == []


@pytest.mark.parametrize(
    "path", ["", "voila/render/mulai.ipynb", "hidup", "lab", "voila/docs/istilah.md", "?token=x"]
)
def test_who_has_not_the_token_reads_how_to_come_in(door: Lab, path: str) -> None:
    before = len(kernels_of(door))
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(door.address.partition("?")[0] + path)
    assert refused.value.code == 403
    assert "Salin alamat lengkap" in refused.value.read().decode()
    assert len(kernels_of(door)) <= before


def test_where_no_kernel_fits_a_sentence_says_so(tmp_path: Path) -> None:
    with running_own(tmp_path, most=1) as door:
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        assert "rendered_cells" in browser.open(door.address).read().decode()
        with pytest.raises(urllib.error.HTTPError) as refused:
            browser.open(f"{door.address.partition('?')[0]}voila/render/{UNIT}")
        assert refused.value.code == 503
        assert "Buku kerja sedang penuh" in refused.value.read().decode()
        assert len(kernels_of(door)) == 1
        children = psutil.Process(door.process.pid).children(recursive=True)
    assert psutil.wait_procs(children, timeout=20)[1] == [], "all ends with the door"


def test_jupyterlab_runs_a_unit_of_ours_by_itself_and_nothing_else(
    tmp_path: Path, window: Visit
) -> None:
    page = window.page
    with running_lab(tmp_path, by_itself=True) as lab:
        unmarked = tmp_path / "notebooks" / "04_reses_bertemu_musrenbang.ipynb"
        text = unmarked.read_text(encoding="utf-8")
        unmarked.write_text(text.replace("runs_when_opened", "other"), encoding="utf-8")
        open_notebook(lab, page, "notebooks/03_musrenbang_kecamatan.ipynb", "a")
        page.wait_for_selector(".jp-OutputArea-output .noUi-handle", state="attached")
        expect(page.get_by_role("button", name="Mulai ulang")).to_be_attached()
        page.wait_for_selector("#jp-main-statusbar >> text=/\\| (Idle|Diam)/")
        expect(page.locator(".jp-Notebook h1").first).to_be_in_viewport()
        expect(page.locator(".lm-TabBar-tab.jp-mod-dirty")).to_have_count(0)
        open_notebook(lab, page, f"notebooks/{unmarked.name}", "b")
        page.wait_for_timeout(1500)  # as long as the first took to begin
        assert page.locator(".jp-OutputArea-output .p2-panel").count() == 0
        assert window.outside == []
        lab.end_kernels()
