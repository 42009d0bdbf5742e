"""A JupyterLab, or the door of a class, that a test starts on loopback and ends, and Chromium as a learner has it."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Browser, BrowserContext, Page, Request, ViewportSize, WebSocket

from p2spp_sim.cli.lab import ours

ROOT = Path(__file__).resolve().parents[2]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Debian's Chromium without windows opens a page with half the processor time of the whole browser.
CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium") or "chromium"
RUN_ALL = re.compile(
    "^(Run All Cells|Menjalakan Semua Sel)$"
)  # the second where the language pack is in
SUBSHELL = re.compile(rb'"msg_type": ?"comm_[^}]*"subshell_id": ?"')  # to a thread of its own
LAPTOP: ViewportSize = {"width": 1366, "height": 768}
LAB = [
    "--ServerApp.ip=127.0.0.1",
    "--ServerApp.open_browser=False",
    "--ServerApp.password=",
    "--IdentityProvider.token=",
    "--ServerApp.allow_root=True",
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
]


@dataclass
class Lab:
    """A running JupyterLab on a copy of the notebooks."""

    address: str
    folder: Path
    results: Path
    process: subprocess.Popen[bytes]

    def ask(self, path: str, method: str = "GET") -> Any:
        """Ask the server's own interface."""
        both = {"Cookie": "_xsrf=0", "X-XSRFToken": "0"}  # the same in both is who asks on purpose
        request = urllib.request.Request(self.address + path, method=method, headers=both)
        with urllib.request.urlopen(request) as answer:
            body = answer.read()
        return json.loads(body) if body else None

    def end_kernels(self) -> None:
        """Shut all kernels down in order, so that the next power cut does not start these again too."""
        for kernel in self.ask("/api/kernels"):
            self.ask(f"/api/kernels/{kernel['id']}", "DELETE")


@contextmanager
def running_lab(folder: Path, *, by_itself: bool = False) -> Iterator[Lab]:
    """Start JupyterLab on a copy of the notebooks in `folder`, and end it.

    Parameters
    ----------
    by_itself : as `p2spp lab` does, on the whole folder: units run when they are opened.
    """
    notebooks, port = folder / "notebooks", free_port()
    shutil.copytree(ROOT / "notebooks", notebooks, ignore=shutil.ignore_patterns("hasil", ".*"))
    root = folder if by_itself else notebooks
    place = [f"--port={port}", "--ServerApp.port_retries=0", f"--ServerApp.root_dir={root}"]
    command = ["-m", "jupyterlab", *LAB, *place, *(ours() if by_itself else [])]
    with _running(command, port, folder, root, "/api/status") as lab:
        yield lab


@contextmanager
def running_own(folder: Path, most: int = 0) -> Iterator[Lab]:
    """Open the workbook as `mulai.py` does, its results in `folder`, and end it; its address has the token.

    Parameters
    ----------
    most : kernels at a time, where other than always.
    """
    port = free_port()
    command = ["-m", "p2spp_sim", "--bahasa", "id", "baca", f"--port={port}", "--no-browser"]
    if most:
        words = [str(ROOT / "notebooks"), "127.0.0.1", str(port), "--own"]
        patched = "from p2spp_sim.workbook.doors import class_server as door; door.MOST_OWN = "
        command = ["-c", f"{patched}{most}; door.main({words!r})"]
    with _running(command, port, folder, ROOT / "notebooks", "/login") as lab:
        said = (folder / "server.log").read_text(encoding="utf-8")
        lab.address = re.findall(r"http://\S+", said)[0]
        yield lab


@contextmanager
def running_class(
    folder: Path, *, network: bool = False, ready: str = "", port: int = 0, form: str = "penuh"
) -> Iterator[Lab]:
    """Open the notebooks to a class, its results in `folder`, and end it.

    Parameters
    ----------
    form : of its units; the full one, or that of a class ("kelas") where it is not on a network.
    network : as the class is on a network: visitors give a code and its PIN. It stays on loopback.
    ready : a unit for which one kernel waits.
    port : of an earlier start, which visitors still have open.
    """
    notebooks, port = ROOT / "notebooks", port or free_port()
    command = ["-m", "p2spp_sim", "--bahasa", "id", "kelas", f"--port={port}", "--no-browser"]
    command += ["--bentuk", form]
    if ready:
        command += ["--siap", ready, "1"]
    if network:
        command = [
            "-m",
            "p2spp_sim.workbook.doors.class_server",
            str(notebooks),
            "127.0.0.1",
            str(port),
            "--ask",
        ]
    with _running(command, port, folder, notebooks, "/hidup") as lab:
        yield lab


def free_port() -> int:
    """Find a port on loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def _running(
    command: list[str], port: int, folder: Path, notebooks: Path, alive: str
) -> Iterator[Lab]:
    env = {
        **os.environ,
        "P2SPP_HASIL": str(folder / "hasil"),
        "P2SPP_BAHASA": "id",
        "JUPYTER_PATH": str(ROOT / "share" / "jupyter"),
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "JUPYTERLAB_SETTINGS_DIR": str(folder / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(folder / "workspaces"),
        "PYTHONPATH": str(ROOT),
    }
    path = folder / "server.log"
    with path.open("wb") as log:
        process = subprocess.Popen([sys.executable, *command], env=env, stdout=log, stderr=log)
    lab = Lab(f"http://127.0.0.1:{port}", notebooks, folder / "hasil", process)
    try:
        _wait_for(lab, path, alive)
        yield lab
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(lab: Lab, log: Path, alive: str) -> None:
    end = time.monotonic() + 120
    while time.monotonic() < end:
        if lab.process.poll() is not None:
            break
        try:
            lab.ask(alive)
            return
        except urllib.error.HTTPError as told:
            if told.code == 403:  # it is there, and asks who comes
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"the server did not start:\n{log.read_text(errors='replace')[-3000:]}")


@dataclass
class Visit:
    """A browser window that keeps a list of everything it asked for, and of what it asked subshells of kernels."""

    page: Page
    context: BrowserContext
    asked: list[str] = field(default_factory=list)
    to_subshells: list[str | bytes] = field(default_factory=list)

    @property
    def outside(self) -> list[str]:
        """Requests that left this machine."""
        here = ("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:", "about:")
        return [url for url in self.asked if not url.startswith(here)]


def visit(browser: Browser, width: int = LAPTOP["width"], height: int = LAPTOP["height"]) -> Visit:
    """Open a window of a learner's laptop, with a browser that has seen nothing before."""
    return another(browser.new_context(viewport={"width": width, "height": height}))


def another(context: BrowserContext) -> Visit:
    """Open one more window in a browser that need not read again what it has seen."""
    page = context.new_page()
    page.set_default_timeout(60_000)
    made = Visit(page, context)

    def note(request: Request) -> None:
        made.asked.append(request.url)

    page.on("request", note)

    def listen(channel: WebSocket) -> None:
        made.asked.append(channel.url)
        channel.on("framesent", sent)

    def sent(frame: str | bytes) -> None:
        if SUBSHELL.search(frame if isinstance(frame, bytes) else frame.encode()):
            made.to_subshells.append(frame)

    page.on("websocket", listen)
    return made


def open_notebook(lab: Lab, page: Page, name: str, workspace: str) -> None:
    """Open a notebook in a workspace of its own and wait until its kernel is idle."""
    page.goto(f"{lab.address}/lab/workspaces/{workspace}/tree/{name}?reset")
    page.wait_for_selector(".jp-Notebook .jp-Cell")
    page.wait_for_selector("#jp-main-statusbar >> text=/\\| (Idle|Diam)/")


def run_all(page: Page) -> None:
    """Choose Run, Run All Cells, and wait until the kernel has done it."""
    page.locator(".lm-MenuBar-itemLabel", has_text="Run").first.click()
    page.locator(".lm-Menu-itemLabel", has_text=RUN_ALL).first.click()
    page.wait_for_selector(".jp-Cell .p2", state="attached")
    page.wait_for_selector("#jp-main-statusbar >> text=/\\| (Idle|Diam)/")


WHOLE = "try { sessionStorage.setItem('p2-utuh', 'true'); } catch { /* about:blank has none */ }"


def open_page(lab: Lab, page: Page, name: str, query: str = "", *, whole: bool = True) -> None:
    """Open a unit at the door of a class and wait until its boards answer.

    Parameters
    ----------
    whole : all its screens on one page, as a reader may ask for; otherwise the first screen.
    """
    if whole:
        page.add_init_script(WHOLE)
    page.goto(f"{lab.address}/voila/render/{name}{query}")
    wait_for_all(page)


def wait_for_all(page: Page) -> None:
    """Wait until a unit at a door is there with all its boards and exercises."""
    page.wait_for_selector("#rendered_cells", state="visible")
    page.wait_for_selector("main .jupyter-widgets", state="attached")
    page.wait_for_function("() => window.p2sppFilled().then(() => true)")


def kernels_of(lab: Lab) -> list[psutil.Process]:
    """List the kernels that run now."""
    kernels = []
    for child in psutil.Process(lab.process.pid).children(recursive=True):
        with suppress(psutil.NoSuchProcess):  # one that was just killed
            if "ipykernel" in " ".join(child.cmdline()):
                kernels.append(child)
    return kernels


def kill_kernels(lab: Lab) -> int:
    """Kill every kernel of this server the way a power cut does; say how many there were."""
    kernels = kernels_of(lab)
    for kernel in kernels:
        kernel.kill()
    psutil.wait_procs(kernels, timeout=20)
    return len(kernels)


MEASURE = """([name, times]) => new Promise(done => {
  const handle = [...document.querySelectorAll('.noUi-handle')].find(h => h.getAttribute('aria-label') === name);
  const holder = handle.closest('.jp-OutputArea-output'), took = [];
  const seen = () => holder.querySelector('.p2-picture').getAttribute('aria-label');
  let count = 0;
  const once = () => {
    const before = seen(), key = count++ % 2 ? 'ArrowLeft' : 'ArrowRight', start = performance.now();
    handle.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true}));
    const wait = () => {
      if (seen() === before && performance.now() - start < 10000) return requestAnimationFrame(wait);
      took.push(performance.now() - start);
      if (took.length < times) setTimeout(once, 150); else done(took);
    };
    requestAnimationFrame(wait);
  };
  handle.focus(); once();
})"""


def slider_to_picture(page: Page, name: str, times: int = 15) -> list[float]:
    """Measure milliseconds from a key on a slider to the changed picture being drawn."""
    took: list[float] = page.evaluate(MEASURE, [name, times])
    return took


def serious(page: Page, within: str) -> list[str]:
    """List what axe-core finds serious or critical inside the elements that match `within`."""
    page.evaluate(AXE_FILE_PATH.read_text(encoding="utf-8"))
    results = page.evaluate(
        "within => axe.run({include: [[within]]}, {resultTypes: ['violations']})", within
    )
    return [
        f"{violation['id']} ({violation['impact']}): {node['html'][:160]}"
        for violation in results["violations"]
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"]
    ]
