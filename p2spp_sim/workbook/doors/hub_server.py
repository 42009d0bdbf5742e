"""The door of one person behind a JupyterHub: the same pages; who may come in, and under which code, is the hub's word.

`docs/server/jupyterhub_config.py` starts it, one process a person; only there must jupyterhub be installed.
"""

import logging
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from jupyter_server.auth.decorator import allow_unauthenticated
from tornado.web import HTTPError

from p2spp_sim.base.language import language, set_language, tr
from p2spp_sim.workbook.doors.class_server import Door, settings
from p2spp_sim.workbook.doors.entrance import Learner, is_trainers
from p2spp_sim.workbook.doors.live_class import LiveClass
from p2spp_sim.workbook.doors.open_pages import Alive, LeftPage
from p2spp_sim.workbook.doors.reading import Address
from p2spp_sim.workbook.doors.words import WORDS, speaking
from p2spp_sim.workbook.page.visitor import code_in
from p2spp_sim.workbook.saving.codes import code_of

MOST_HUB = 4  # kernels of one person at a time: two pages, and what is run before they are opened


class HubLearner(Learner):
    """A unit for the person whose server this is."""

    async def get(self, path: str) -> None:
        """Show the unit under the code that the hub knows, whatever the address says."""
        if is_trainers(path):
            raise HTTPError(404)
        code = code_of(os.environ["JUPYTERHUB_USER"])
        if code_in(self.request.query) != code:
            self.redirect(f"{self.request.path}?{urlencode({'kode': code})}")
            return
        await self.open(path, code)


class HubAlive(Alive):
    """Whether a page's kernel is there: for what a page asks by itself the hub takes no cookie, and ids are secret."""

    @allow_unauthenticated
    async def get(self, path: str = "") -> None:
        """Say it to who knows the kernel."""
        await super().get(path)


class HubLeftPage(LeftPage):
    """A page that is left, likewise."""

    @allow_unauthenticated
    async def post(self, kernel_id: str) -> None:
        """End the kernel for who knows it."""
        await super().post(kernel_id)


PAGES_HERE = {Learner: HubLearner, Alive: HubAlive, LeftPage: HubLeftPage}


class HubDoor(Door):
    """The door under the part of the hub's address that is one person's."""

    def init_settings(self) -> dict[str, Any]:
        """Keep to what one person needs; a network is between them."""
        given = super().init_settings()
        given["waiting"].most = MOST_HUB
        return {**given, "compress_response": True, "websocket_compression_options": {}}

    def init_handlers(self) -> list[Any]:
        """Put every page behind the hub's log-in and under the person's own address."""
        place = self.base_url.rstrip("/")
        routes = [*self.identity_provider.get_handlers(), *super().init_handlers()]
        return [
            (at if at.startswith(f"{place}/") else place + at, PAGES_HERE.get(page, page), *given)
            for at, page, *given in routes
            if page not in (Address, LiveClass)  # of a process that only the proxy reaches
        ]

    def announce(self) -> None:
        """Say nothing: the hub leads people here."""


def hub_settings(folder: Path, given: dict[str, str], provider: Any) -> Any:
    """Give Voilà's settings for one person.

    Parameters
    ----------
    folder : of the notebooks.
    given : environment in which the hub starts this process.
    provider : jupyterhub's class that asks the hub who somebody is.
    """
    at = urlsplit(given["JUPYTERHUB_SERVICE_URL"])
    config = settings(folder, at.hostname or "127.0.0.1", at.port or 0, {})
    config.Voila.update(
        base_url=given["JUPYTERHUB_SERVICE_PREFIX"],
        identity_provider_class=provider,
        auto_token=True,  # the hub's, not none
    )
    config.VoilaConfiguration.resources["p2spp"] = {code: _words(code) for code in WORDS}
    return config


def _words(code: str) -> dict[str, Any]:
    """Say what stands on every page, where no trainer's laptop answers and no class is asked."""
    with speaking(code):
        silent = tr(
            "Server buku kerja tidak menjawab, jadi papan dikunci. Biarkan halaman ini terbuka: papan hidup lagi "
            "begitu server itu menjawab."
        )
    everywhere = {name: said for name, said in WORDS[code].items() if name != "kelas"}
    return {**everywhere, "silent": silent}


def main(words: Sequence[str] | None = None) -> int:
    """Serve one person until the hub ends it.

    Parameters
    ----------
    words : the folder of the notebooks.
    """
    (folder,) = sys.argv[1:] if words is None else words
    set_language(language())
    logging.getLogger("tornado.access").setLevel(logging.CRITICAL)
    provider = import_module("jupyterhub.singleuser.extension").JupyterHubIdentityProvider
    door = HubDoor(config=hub_settings(Path(folder), dict(os.environ), provider))
    door.initialize([])
    door.start()
    return 0


if __name__ == "__main__":
    sys.exit(main())
