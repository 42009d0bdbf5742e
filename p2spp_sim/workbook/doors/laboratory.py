"""JupyterLab beside the door of one's own laptop: started when first asked for, ended with the door."""

import asyncio
import os
import secrets
import socket
import subprocess
import sys
from contextlib import suppress
from subprocess import DEVNULL

from p2spp_sim.base.era import THEN
from p2spp_sim.base.language import language
from p2spp_sim.workbook.saving.eras import chosen_era
from p2spp_sim.workbook.saving.progress import folder_of_results
from p2spp_sim.workbook.saving.record import START

HERE = "127.0.0.1"


class Laboratory:
    """The one JupyterLab that a door starts, on this machine only and with a token of its own."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._port, self._token = 0, ""

    @property
    def runs(self) -> bool:
        """Whether it was started and has not ended."""
        return self._process is not None and self._process.poll() is None

    async def address(self, *, start: bool) -> str:
        """Give where it can be opened; nothing while it cannot.

        Parameters
        ----------
        start : whether to start it where it does not run.
        """
        if start and not self.runs:
            self._start()
        era = chosen_era(None, folder_of_results())
        place = f"notebooks/{'' if era == THEN else f'{era}/'}{START}.ipynb"
        page = f"http://{HERE}:{self._port}/lab/tree/{place}?token={self._token}"
        return page if await self._there() else ""

    def end(self) -> None:
        """End it, where it runs."""
        if self._process is not None and self.runs:
            self._process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(10)

    def _start(self) -> None:
        with socket.socket() as probe:
            probe.bind((HERE, 0))
            self._port = probe.getsockname()[1]
        self._token = secrets.token_urlsafe(24)
        words = ["lab", "--no-browser", f"--ServerApp.port={self._port}"]
        # in the environment, which other users of this machine cannot read
        env = {**os.environ, "JUPYTER_TOKEN": self._token, "P2SPP_BAHASA": language()}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "p2spp_sim", *words], env=env, stdout=DEVNULL, stderr=DEVNULL
        )

    async def _there(self) -> bool:
        if not self.runs:
            return False
        try:
            _, writer = await asyncio.open_connection(HERE, self._port)
        except OSError:
            return False
        writer.close()
        return True
