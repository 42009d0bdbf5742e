"""Hundreds of pages opened, kernels killed while somebody types, a socket that is left open: counted, and bounded."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, WebSocket, expect

from tests.browser.conftest import laptop, window
from tests.browser.lab import Lab, Visit, open_page, running_class, serious, visit
from tests.browser.test_boards import (
    NAMES,
    OPEN,
    UNIT,
    all_boards,
    go,
    shown,
    slowed,
    type_and_kill,
)

__all__ = ["laptop", "window"]  # what pytest finds by name

UNITS = [unit for unit in ("02", "10", "11", "12") if unit in NAMES]
AT_ONCE, SLICES = 12, 25  # 25 x 12 = 300 loads; two slices more have slow browsers

Note = Callable[[str, object], None]


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Lab]:
    with running_class(tmp_path) as door:
        yield door


@pytest.mark.parametrize("part", range(SLICES))
def test_twelve_pages_at_once_have_all_their_boards(
    door: Lab, browser: Browser, part: int, record_property: Note
) -> None:
    windows = [visit(browser) for _ in range(AT_ONCE)]
    told: list[str] = []
    for n, opened in enumerate(windows):
        opened.page.expose_function("p2Told", lambda line: told.append(line))
        opened.page.add_init_script(
            """addEventListener('DOMContentLoaded', () => new MutationObserver(() => {
              for (const id of ['p2-kurang', 'p2-putus'])
                if (!document.getElementById(id).hidden) p2Told(id);
            }).observe(document.body, {subtree: true, attributes: true, attributeFilter: ['hidden']}));"""
        )
        go(door, opened.page, UNITS[n % len(UNITS)], f"B{part}-{n + 1:02}")
    counts: dict[str, set[int]] = {unit: set() for unit in UNITS}
    try:
        for n, opened in enumerate(windows):
            counts[UNITS[n % len(UNITS)]].add(all_boards(opened.page))
    finally:
        for opened in windows:
            opened.context.close()
    record_property(
        f"loads {part:02}",
        f"{AT_ONCE} whole; controls {counts}; told on the way {sorted(set(told))}",
    )
    assert all(len(one) == 1 for one in counts.values()), (
        "each visitor has a code of his own, so all see the same"
    )
    assert "p2-kurang" not in told, "whole at the first load"


@pytest.mark.parametrize("rate", [3.8, 4.0, 4.2, 5.0])
def test_slow_browsers_have_all_their_boards(
    door: Lab, browser: Browser, rate: float, record_property: Note
) -> None:
    counts = []
    for n in range(5):
        window = visit(browser)
        slowed(window.page, rate)
        go(door, window.page, "11", f"S{n + 1}-01")
        counts.append(all_boards(window.page))
        window.context.close()
    record_property(f"loads of unit 11, browser slowed {rate}x", counts)
    assert len(set(counts)) == 1


@pytest.mark.parametrize("part", range(4))
def test_of_twenty_killed_kernels_none_takes_an_input_along(
    door: Lab, browser: Browser, part: int, record_property: Note
) -> None:
    window = visit(browser)
    page, took = window.page, []
    open_page(door, page, UNIT, f"?kode=M{part}-01")
    for n in range(5):
        all_boards(page)
        page.wait_for_timeout(300 * n)  # so that the kill falls at different moments
        put_in = type_and_kill(door, page, n)
        took.append(put_in.pop("told_s"))
        page.locator("#p2-putus").get_by_role("button").click()
        page.locator("#p2-kembali").wait_for(state="visible")
        all_boards(page)
        assert shown(page) == put_in
        page.wait_for_timeout(1500)  # what was put back is saved
    window.context.close()
    record_property(f"kernels killed {part}", f"5, 0 inputs lost, told after {took} s")


def test_a_socket_lives_for_five_minutes(
    door: Lab, browser: Browser, record_property: Note
) -> None:
    window = visit(browser)
    closed, opened, begun = list[float](), list[float](), time.monotonic()

    def note(socket: WebSocket) -> None:
        if "/channels" in socket.url:
            opened.append(time.monotonic() - begun)
            socket.on("close", lambda _: closed.append(time.monotonic() - begun))

    window.page.on("websocket", note)
    page: Page = window.page
    open_page(door, page, UNIT, "?kode=W1-01")
    page.wait_for_timeout(310_000)
    record_property("a socket over 310 s", f"opened at {opened}, closed at {closed}")
    assert len(opened) == 1 and closed == []
    window.context.close()


def test_a_server_that_hangs_is_told_and_the_boards_live_again_after_it(
    tmp_path: Path, window: Visit
) -> None:
    with running_class(tmp_path) as door:
        page, line = window.page, window.page.locator("#p2-putus")
        open_page(door, page, f"en/{UNIT}", "?kode=P1-06")
        all_boards(page)
        assert page.evaluate("document.documentElement.lang") == "en"
        usable = page.locator(OPEN).count()
        door.process.send_signal(signal.SIGSTOP)
        try:
            expect(line).to_be_visible(timeout=5_000)
            expect(line).to_contain_text("does not answer")
            expect(page.locator(OPEN)).to_have_count(0)
        finally:
            door.process.send_signal(signal.SIGCONT)
        expect(line).to_be_hidden()
        expect(page.locator(OPEN)).to_have_count(usable)
        door.process.kill()
        expect(line).to_be_visible(timeout=5_000)


def test_a_page_whose_kernel_is_gone_says_so_and_stays_so(tmp_path: Path, window: Visit) -> None:
    with running_class(tmp_path) as door:
        page = window.page
        open_page(door, page, UNIT, "?kode=K1-10")
        lost = page.locator("#p2-putus")
        page.wait_for_timeout(6_000)
        expect(lost).to_be_hidden()
        # as after a new start of the class: it answers, but the kernel of this page is not there
        gone = "00000000-0000-4000-8000-000000000000"
        page.locator("#jupyter-config-data").evaluate(
            '(e, id) => { e.textContent = `{"kernelId": "${id}"}`; }', gone
        )
        page.evaluate(
            "channel => { new WebSocket(channel); }",
            f"ws{door.address[4:]}/api/kernels/{gone}/channels",
        )
        expect(lost).to_contain_text("Muat ulang halaman ini")
        page.get_by_role("button", name="Mulai ulang").scroll_into_view_if_needed()
        expect(lost).to_be_in_viewport()
        assert serious(page, "body") == []
        page.reload()
        page.wait_for_selector("#rendered_cells", state="visible")
        page.wait_for_timeout(6_000)
        expect(lost).to_be_hidden()
    assert "Traceback" not in (tmp_path / "server.log").read_text(encoding="utf-8")
