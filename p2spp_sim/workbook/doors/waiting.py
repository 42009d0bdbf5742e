"""Kernels of a door: the page that a learner will open next is run beforehand, and no more run than a laptop bears."""

import asyncio
import os
import posixpath
import re
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from p2spp_sim.base.files import stamp
from p2spp_sim.workbook.saving.codes import CODE_FILE, code_of, learner_code
from p2spp_sim.workbook.saving.record import PAGES

GONE_S = 30.0  # a kernel without a page for so long may end when there is no room
LEAST_FREE = 400_000_000  # bytes of memory that stay free for everything else on the laptop
_SAVED = re.compile(r"(.+)_unit(\d\d)[a-z]*\.json")
Stamps = dict[str, tuple[int, int]]


@dataclass
class Ready:
    """A page that has run and waits for its learner.

    Parameters
    ----------
    kernel : its id.
    renderer, task : Voilà's, of the page.
    saved : the learner's files as they were when it began.
    """

    kernel: str
    renderer: Any
    task: Any
    saved: Stamps


class WaitingPages:
    """Pages that have run before somebody opens them, by path and learner's code.

    Parameters
    ----------
    manager : of the door's kernels.
    root : folder of the notebooks.
    results : folder of result files.
    most : kernels at a time, those that wait included.
    """

    def __init__(self, manager: Any, root: Path, results: Path, most: int) -> None:
        self.manager, self.root, self.results, self.most = manager, root, results, most
        self._ready: dict[tuple[str, str], Ready] = {}
        self._coming: set[tuple[str, str]] = set()
        self._beside: dict[
            str, list[tuple[str, str]]
        ] = {}  # what waits, by the kernel of the page it follows
        self._wanted: dict[str, list[tuple[str, str]]] = {}  # what waits or will, by learner
        self._turn = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()

    def next_pages(self, path: str, code: str) -> list[str]:
        """Say which pages a learner probably opens after this one; none where that is not known."""
        units = sorted(file.name for file in self.root.glob("[0-9][0-9]_*.ipynb"))
        folder, name = posixpath.split(path)
        if name in units:
            after = units[units.index(name) + 1 :][:1]
        elif name == f"{PAGES[0]}.ipynb":
            last = self._worked_in(code)
            place = next((n for n, unit in enumerate(units) if unit.startswith(last)), 0)
            after = units[place : place + 2]
        else:
            after = []
        return [posixpath.join(folder, unit) for unit in after]

    def beside(self, kernel: str, path: str, code: str) -> None:
        """Begin to run what is opened after a page that is there now; what waits does so as long as the page is open.

        Parameters
        ----------
        kernel : of the page.
        path, code : of the page and its learner.
        """
        if kernel in self._beside:
            self._keep(kernel)
            return
        self._prepare(kernel, [(page, code) for page in self.next_pages(path, code)])

    def first(self, path: str) -> None:
        """Begin to run the page that is opened first, while the browser starts."""
        self._prepare("", [(path, "")])

    def _prepare(self, kernel: str, pages: list[tuple[str, str]]) -> None:
        self._beside[kernel] = pages
        task = asyncio.get_running_loop().create_task(self.prepare(pages))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def prepare(self, wanted: list[tuple[str, str]]) -> None:
        """Run pages, as far as there is room; end what waited for other pages of these learners."""
        codes = {code for _, code in wanted}
        for key in [key for key in self._ready if key[1] in codes and key not in wanted]:
            await self._drop(key)
        for kernel in [kernel for kernel in self._beside if kernel not in self.manager]:
            del self._beside[kernel]
        self._wanted |= {code: [key for key in wanted if key[1] == code] for code in codes}
        for key in wanted:
            async with self._turn:  # pages that are open come first
                await self._make(key)

    async def _make(self, key: tuple[str, str]) -> None:
        """Run a page to its end, unless it is there, its learner went elsewhere meanwhile, or there is no room."""
        if key not in self._wanted.get(key[1], ()) or self._fresh(key) or not self.room(spare=2):
            return
        self._coming.add(key)
        try:
            await self._drop(key)
            ready = self._ready[key] = await self._run(*key)
        finally:
            self._coming.discard(key)
        await asyncio.wait([ready.task])

    async def take(self, path: str, code: str) -> Ready | None:
        """Give the page that has run for this learner, unless something was saved since or its kernel is gone."""
        key = path, code
        while key in self._coming:  # its kernel is just starting
            await asyncio.sleep(0.05)
        if not self._fresh(key):
            self._wanted.pop(code, None)
            await self._drop(key)
            return None
        if failed(self._ready[key].task) or not await self.manager.is_alive(
            self._ready[key].kernel
        ):
            await self._drop(key)
            return None
        return self._ready.pop(key)

    async def make_room(self) -> bool:
        """End what waits, and kernels whose page is gone, until there is room for one more; say whether there is."""
        for key in list(self._ready):
            if self.room():
                return True
            await self._drop(key)
        now = import_module("jupyter_client.session").utcnow()
        for kernel in self.manager.list_kernels():
            if self.room():
                return True
            idle_s = (now - self.manager.get_kernel(kernel["id"]).last_activity).total_seconds()
            if not kernel["connections"] and idle_s > GONE_S:
                await self.manager.shutdown_kernel(kernel["id"], now=True)
        return self.room()

    def room(self, spare: int = 0) -> bool:
        """Tell whether another kernel can start, and as many more as are to be spared."""
        psutil: Any = import_module("psutil")
        here = len(self.manager.list_kernel_ids()) + len(self._coming)
        return here + spare < self.most and psutil.virtual_memory().available > LEAST_FREE * (
            1 + spare
        )

    def _keep(self, kernel: str) -> None:
        """Keep what waits beside a page that is still open from being ended as unused."""
        for key in self._beside[kernel]:
            if (ready := self._ready.get(key)) and ready.kernel in self.manager:
                waits = self.manager.get_kernel(ready.kernel)
                waits.last_activity = import_module("jupyter_client.session").utcnow()

    def _fresh(self, key: tuple[str, str]) -> bool:
        ready = self._ready.get(key)
        return (
            ready is not None and ready.kernel in self.manager and ready.saved == self._saved(*key)
        )

    async def _drop(self, key: tuple[str, str]) -> None:
        ready = self._ready.pop(key, None)
        if ready and ready.kernel in self.manager:
            ready.task.cancel()
            with suppress(Exception):  # it was ending by itself
                await self.manager.shutdown_kernel(ready.kernel, now=True)

    async def _run(self, path: str, code: str) -> Ready:
        saved = self._saved(path, code)
        version = import_module("voila").__version__
        env = {
            **os.environ,
            "SERVER_SOFTWARE": f"voila/{version}",
            "QUERY_STRING": f"kode={code}" if code else "",
            "VOILA_PREHEAT": "False",
        }
        made = await self.manager._initialize(path, None, path=posixpath.dirname(path), env=env)
        return Ready(made["kernel_id"], made["renderer"], made["task"], saved)

    def _saved(self, path: str, code: str) -> Stamps:
        """Give the files of a unit that its learner may have written, as they are now."""
        unit = posixpath.basename(path)[:2]
        files = self.results.glob(f"*_unit{unit if unit.isdigit() else ''}*.json")
        known = code_of(code) if code else ""
        mine = [f for f in files if not known or code_of(f.name.partition("_unit")[0]) == known]
        return {file.name: stamp(file) for file in [*mine, self.results / CODE_FILE]}

    def _worked_in(self, code: str) -> str:
        """Give the unit in which a learner saved last; the first where there is none."""
        known = code_of(code or learner_code())
        times = {
            match[2]: file.stat().st_mtime_ns
            for file in self.results.glob("*_unit*.json")
            if (match := _SAVED.fullmatch(file.name)) and code_of(match[1]) == known
        }
        return max(times, key=lambda unit: times[unit], default="00")


def failed(task: Any) -> bool:
    """Tell whether a page could not be run to its end."""
    return task.done() and (task.cancelled() or task.exception() is not None)


async def written(ready: Ready) -> AsyncIterator[str]:
    """Give the page in pieces: what it has run, then the rest as it comes."""
    ready.renderer.stop_generator = True
    there = list(ready.renderer.rendered_cache)
    yield "".join(there)
    rendered, rest = await ready.task
    yield "".join(rendered[len(there) :])
    async for piece, _ in rest:
        yield piece
