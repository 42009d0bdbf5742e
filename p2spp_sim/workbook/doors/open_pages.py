"""Pages that are open: whether the kernel behind one is still there, and what happens when one is left."""

import asyncio
import re
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

from p2spp_sim.workbook.doors.documents import UNIT
from p2spp_sim.workbook.doors.entrance import Page, is_own, knows_code, refusal
from p2spp_sim.workbook.page.visitor import code_in

Shutdown: Any = import_module("voila.shutdown_kernel_handler").VoilaShutdownKernelHandler


class Alive(Page):  # type: ignore[misc]
    """The answer to a page that asks whether the trainer's laptop, and the kernel of the page, are still there."""

    async def get(self, path: str = "") -> None:
        """Say yes, or that the kernel is gone: it died, the class was started anew, or the page was left for long.

        Once all boards of the page are there, the page after it is run.
        """
        kernel = self.get_query_argument("kernel", "")
        there = not kernel or (
            kernel in self.kernel_manager and await self.kernel_manager.is_alive(kernel)
        )
        self.set_status(204 if there else 410)
        self.finish()
        page = urlsplit(self.request.headers.get("Referer", ""))
        unit = page.path.removeprefix(f"{self.base_url}voila/render/")
        code, ready = code_in(page.query), "siap" in self.request.arguments
        if there and kernel and ready and re.fullmatch(UNIT, unit):
            room = self.settings["room"]
            own = is_own(self.request.remote_ip, room.address)
            known = not room.ask or knows_code(self, code)
            if known and not (refusal(code, own) if code else room.ask):
                self.settings["waiting"].beside(kernel, unit, code)


class LeftPage(Shutdown):  # type: ignore[misc]
    """What a page says when it is left: its kernel may end."""

    def check_xsrf_cookie(self) -> None:
        """Take the word of a page that has no time to read a cookie; the door's own goes to no other site."""

    async def post(self, kernel_id: str) -> None:
        """End the kernel once it has saved what the page sent last."""
        self.set_status(204)
        self.finish()
        await asyncio.sleep(1)
        while kernel_id in self.kernel_manager:
            kernel = self.kernel_manager.get_kernel(kernel_id)
            if kernel.execution_state != "busy" or not await self.kernel_manager.is_alive(
                kernel_id
            ):
                await self.kernel_manager.shutdown_kernel(kernel_id)
                return
            await asyncio.sleep(0.2)
