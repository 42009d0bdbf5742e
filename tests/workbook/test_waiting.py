"""Which pages a door runs beforehand, when they may still be shown, and that there is room for all."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import psutil
import pytest
from jupyter_client.session import utcnow

from p2spp_sim.workbook.doors import laboratory as lab
from p2spp_sim.workbook.doors.waiting import LEAST_FREE, WaitingPages
from tests.notebooks.notebooks import ROOT

UNITS = sorted(path.name for path in (ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"))


class Kernel:
    def __init__(self, idle_s: float) -> None:
        self.last_activity = utcnow() - timedelta(seconds=idle_s)


class Manager:
    """Kernels of a door, without any."""

    def __init__(self) -> None:
        self.kernels: dict[str, Kernel] = {}
        self.connected: set[str] = set()

    def __contains__(self, kernel: str) -> bool:
        return kernel in self.kernels

    def list_kernel_ids(self) -> list[str]:
        return list(self.kernels)

    def list_kernels(self) -> list[dict[str, Any]]:
        return [{"id": name, "connections": name in self.connected} for name in self.kernels]

    def get_kernel(self, kernel: str) -> Kernel:
        return self.kernels[kernel]

    async def is_alive(self, kernel: str) -> bool:
        return kernel in self.kernels

    async def shutdown_kernel(self, kernel: str, now: bool = False) -> None:
        del self.kernels[kernel]

    async def _initialize(self, notebook: str, _kernel: None, **given: Any) -> dict[str, Any]:
        name = f"{notebook} {given['env']['QUERY_STRING']}"
        self.kernels[name] = Kernel(0)
        task = asyncio.get_running_loop().create_task(asyncio.sleep(0))
        return {"kernel_id": name, "renderer": None, "task": task}


def run(work: Coroutine[Any, Any, Any]) -> Any:
    with ThreadPoolExecutor(1) as thread:  # Playwright may hold the loop of this one
        return thread.submit(asyncio.run, work).result()


def save(folder: Path, code: str, unit: str) -> None:
    path = folder / f"{code}_unit{unit}.json"
    path.write_text(json.dumps({"isi": {}}) + " " * len(list(folder.iterdir())), encoding="utf-8")


@pytest.fixture
def waiting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> WaitingPages:
    monkeypatch.delenv("P2SPP_KODE", raising=False)
    monkeypatch.setattr(
        psutil, "virtual_memory", lambda: type("Memory", (), {"available": 4 * LEAST_FREE})
    )
    return WaitingPages(Manager(), ROOT / "notebooks", tmp_path, 6)


def test_the_next_page_is_the_unit_worked_in_last_or_the_one_after_this(
    waiting: WaitingPages, tmp_path: Path
) -> None:
    assert waiting.next_pages("mulai.ipynb", "") == UNITS[:2]
    save(tmp_path, "peserta", "03")
    save(tmp_path, "K1-02", "05")
    assert waiting.next_pages("mulai.ipynb", "") == UNITS[3:5]
    assert waiting.next_pages("en/mulai.ipynb", "k1 2") == [f"en/{unit}" for unit in UNITS[5:7]]
    assert waiting.next_pages(UNITS[4], "K1-02") == [UNITS[5]]
    assert waiting.next_pages(UNITS[-1], "") == waiting.next_pages("papan_kelas.ipynb", "") == []


def test_a_page_that_has_run_is_shown_only_to_its_learner_and_only_as_it_was_saved(
    waiting: WaitingPages, tmp_path: Path
) -> None:
    page = UNITS[4]

    async def visit(change: str) -> bool:
        await waiting.prepare([(page, "K1-02")])
        if change:
            save(tmp_path, *change.split())
        assert await waiting.take(page, "K1-03") is None
        return await waiting.take(page, "K1-02") is not None

    assert run(visit("")) is True
    assert run(visit("K1-02 03")) is True, "another unit's file does not matter"
    assert run(visit("K1-05 04")) is True, "nor does another learner's"
    assert run(visit("K1-02 04")) is False
    assert waiting.manager.kernels.keys() == {f"{page} kode=K1-02"} or not waiting.manager.kernels


def test_no_more_kernels_than_fit_and_those_of_pages_that_are_gone_end_first(
    waiting: WaitingPages, monkeypatch: pytest.MonkeyPatch
) -> None:
    manager: Manager = waiting.manager
    manager.kernels = {name: Kernel(100) for name in ("open", "gone", "also gone")}
    manager.kernels["left just now"] = Kernel(5)
    manager.connected = {"open"}

    async def crowd() -> None:
        await waiting.prepare([(UNITS[1], "")])
        assert list(manager.kernels)[4:] == [], "two places stay free for pages that are opened"
        del manager.kernels["also gone"]
        await waiting.prepare([(UNITS[1], "")])
        assert list(manager.kernels)[3:] == [f"{UNITS[1]} "]
        manager.kernels |= {"a": Kernel(0), "b": Kernel(0)}
        assert await waiting.make_room()
        assert {*manager.kernels} == {"open", "gone", "left just now", "a", "b"}
        manager.kernels["c"] = Kernel(0)
        assert await waiting.make_room()
        assert "gone" not in manager.kernels
        manager.kernels["d"] = Kernel(0)
        assert not await waiting.make_room(), "all others are in use"
        monkeypatch.setattr(
            psutil, "virtual_memory", lambda: type("Memory", (), {"available": LEAST_FREE})
        )
        manager.kernels = {}
        assert not await waiting.make_room(), "no memory is left"

    run(crowd())


def test_jupyterlab_is_started_once_told_when_it_cannot_and_ended(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    listens = "import http.server as h; h.HTTPServer(('127.0.0.1', {}), h.BaseHTTPRequestHandler).serve_forever()"
    popen, started = subprocess.Popen, []

    def start(words: list[str], env: dict[str, str], **_: Any) -> Any:
        port = words[-1].partition("=")[2]
        started.append(env["JUPYTER_TOKEN"])
        assert env["JUPYTER_TOKEN"] not in " ".join(words), (
            "other users read the words of a program"
        )
        return popen([sys.executable, "-c", listens.format(port) if works else ""])

    monkeypatch.setattr(lab.subprocess, "Popen", start)
    laboratory = lab.Laboratory()

    async def wait() -> str:
        for _ in range(200):
            if address := await laboratory.address(start=not laboratory.runs):
                return address
            await asyncio.sleep(0.05)
        return ""

    works = True
    assert run(laboratory.address(start=False)) == "" and started == []
    address = run(wait())
    assert address.endswith(f"notebooks/mulai.ipynb?token={started[0]}")
    assert run(laboratory.address(start=True)) == address and len(started) == 1
    laboratory.end()
    assert not laboratory.runs
    works = False
    run(laboratory.address(start=True))
    laboratory._process.wait()  # type: ignore[union-attr]
    assert run(laboratory.address(start=False)) == "" and not laboratory.runs
