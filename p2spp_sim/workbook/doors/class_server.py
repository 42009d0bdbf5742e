"""The doors for who reads: Voilà over the notebooks, a program of its own that `p2spp baca` and `p2spp kelas` start.

Only units and the files they link to are served: no folder list, no result files, no trainer's cells. On a network a
visitor gives a code first, and no kernel is started before that. The door of one's own laptop opens to whoever has the
token in the address that it opens the browser with, and to nobody else.
"""

import argparse
import hashlib
import logging
import os
import secrets
import sys
import time
import webbrowser
from collections.abc import Sequence
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tornado.ioloop import IOLoop, PeriodicCallback

from p2spp_sim.base.files import data_path, stamp
from p2spp_sim.base.language import language, set_language, tr
from p2spp_sim.tables.limits import UPLOAD
from p2spp_sim.workbook.doors.documents import OWN, PICTURE, UNIT, unlinked
from p2spp_sim.workbook.doors.entrance import Closed, Home, Learner, Page, Room, in_era
from p2spp_sim.workbook.doors.laboratory import Laboratory
from p2spp_sim.workbook.doors.live_class import LiveClass
from p2spp_sim.workbook.doors.open_pages import Alive, LeftPage
from p2spp_sim.workbook.doors.reading import (
    START,
    Address,
    Drawn,
    Kept,
    Linked,
    Missing,
    ToLaboratory,
)
from p2spp_sim.workbook.doors.waiting import WaitingPages
from p2spp_sim.workbook.doors.words import WORDS
from p2spp_sim.workbook.exercises.bank import FORM_WORD
from p2spp_sim.workbook.saving.eras import chosen_era
from p2spp_sim.workbook.saving.progress import folder_of_results

KEPT = "tetap"  # in addresses of what a browser may keep
SERVING = (  # of Voilà's own: what a page in a browser needs
    "KernelHandler",
    "VoilaKernelWebsocketHandler",
    "RequestInfoSocketHandler",
    "TemplateStaticFileHandler",
    "MultiStaticFileHandler",
    "ThemesHandler",
    "FileFindHandler",
)
HIDDEN = (
    "pelatih",
    "kunci",
    "lab",  # for who sits at the laptop
    "cetak",
)  # tags of cells that a class in a browser does not see
EMPTY_S = 4 * 3600  # nobody there: the class ends
UNUSED_S = 600  # a page that was left, or that a network does not reach: its kernel ends
UNUSED_OWN_S = 180  # the same where no network is between them
MOST_OWN, MOST_CLASS = 12, 60  # kernels at a time
LATE_S = 120  # when many pages open at once, what a cell shows comes this late; without it a board is missing
Voila: Any = import_module("voila.app").Voila


class Door(Voila):  # type: ignore[misc]
    """Voilà with the pages of a class, and an end of its own."""

    ask = browser = own = False
    laboratory = Laboratory()
    seen = 0.0

    def init_settings(self) -> dict[str, Any]:
        """Add what the pages must know."""
        wanted = f"en/{START}" if language() == "en" else START
        start = wanted if (Path(self.root_dir) / wanted).is_file() else START
        room = Room(f"http://{self.ip}:{self.port}/", self.ask, start, self.own)
        given = super().init_settings()
        most = MOST_OWN if self.own else MOST_CLASS
        root, results = Path(self.root_dir), folder_of_results()
        waiting = WaitingPages(given["kernel_manager"], root, results, most)
        more = {"room": room, "laboratory": self.laboratory, "waiting": waiting}
        more |= {"websocket_max_message_size": UPLOAD}
        if self.ask:  # a network is between them
            more |= {"compress_response": True, "websocket_compression_options": {}}
        return {**given, **more}

    def init_handlers(self) -> list[Any]:
        """Put the pages of a class in the place of lists of folders, and see to the end."""
        routes = super().init_handlers()
        given = next(route[2] for route in routes if route[1] is Page)
        kept = [route for route in routes if route[1].__name__ in SERVING]
        pages = [
            (rf"/voila/render/({UNIT})", Learner),
            (rf"/voila/({OWN})", Linked),
            (rf"/voila/({PICTURE})", Drawn),
            ("/", Home),
            ("/hidup", Alive),
        ]
        if self.own:
            pages += [("/login", Closed), ("/lab", ToLaboratory)]
        else:
            pages += [("/kelas", LiveClass)]
        loop = IOLoop.current()
        loop.add_callback(self.announce)
        self.seen = time.monotonic()
        self.clock = PeriodicCallback(self.look, 30_000)
        loop.add_callback(self.clock.start)
        last = [("/alamat", Address), ("/(.*)", Missing)]
        return [
            *((at, page, given) for at, page in pages),
            (r"/voila/api/shutdown/(.*)", LeftPage),
            (rf"/voila/{KEPT}/static/\w+/(.*)", Kept, {"paths": self.static_paths}),
            (rf"/voila/{KEPT}/labextensions/\w+/(.*)", Kept, {"paths": self.labextensions_path}),
            *kept,
            *((at, page, given) for at, page in last),
        ]

    def announce(self) -> None:
        """Say where the class is, once it can be visited."""
        address = self.app.settings["room"].address
        if self.own:
            address += "?" + urlencode({"token": self.token})
            start = self.app.settings["room"].start
            self.app.settings["waiting"].first(in_era(start, chosen_era(None, folder_of_results())))
            print(tr("Buku kerja terbuka di {alamat}").format(alamat=address))
            print(
                tr("Biarkan jendela ini terbuka selama bekerja; hasil tersimpan sambil jalan."),
                tr("Tutup dengan Ctrl-C."),
                flush=True,
            )
            if self.browser:
                webbrowser.open(address)
            return
        print(tr("Kelas terbuka di {alamat}").format(alamat=address))
        if self.ask:
            import segno

            segno.make(address, micro=False).terminal(compact=True)
            print(tr("Untuk proyektor, dengan kode QR: {alamat}").format(alamat=f"{address}alamat"))
        print(
            tr("Tutup dengan Ctrl-C; tanpa pengunjung kelas ditutup sendiri sesudah 4 jam."),
            flush=True,
        )
        if self.browser:
            webbrowser.open(f"{address}alamat" if self.ask else address)

    def look(self) -> None:
        """End the class when nobody has been there for long."""
        now = time.monotonic()
        if any(kernel["connections"] for kernel in self.kernel_manager.list_kernels()):
            self.seen = now
        elif now - self.seen > EMPTY_S:
            self.ioloop.stop()


def kept_long(page_config: dict[str, Any], base_url: str, **_: Any) -> dict[str, Any]:
    """Give Voilà's programs and extensions an address that says which ones they are."""
    for key, address in (("fullStaticUrl", "static"), ("fullLabextensionsUrl", "labextensions")):
        page_config[key] = f"{base_url}voila/{KEPT}/{address}/{_programs()}"
    return page_config


@cache
def _programs() -> str:
    """Tell one state of the programs of a page from another."""
    places = [Path(sys.prefix, "share", "jupyter"), data_path("share", "jupyter")]
    seen = hashlib.sha256()
    for file in sorted(file for place in places for file in place.glob("**/*.js*")):
        seen.update(f"{file} {stamp(file)}".encode())
    return seen.hexdigest()[:16]


def settings(
    folder: Path, address: str, port: int, ready: dict[str, int], *, own: bool = False
) -> Any:
    """Give Voilà's settings for a class, or for who sits at the laptop.

    Parameters
    ----------
    folder : of the notebooks.
    address, port : where it listens, and nowhere else.
    ready : kernels kept waiting, by notebook.
    own : only for who sits at the laptop: with a token, and with what a class does not see.
    """
    config = import_module("traitlets.config").Config()
    config.Voila.update(
        ip=address,
        port=port,
        port_retries=0,
        root_dir=str(folder),
        open_browser=False,
        log_level=40,
    )
    if os.name != "nt":
        config.KernelManager.transport = (
            "ipc"  # to kernels through files of this user, not through ports
        )
    config.KernelManager.autorestart = (
        False  # a new kernel would know nothing of the page that the old one made
    )
    config.VoilaConfiguration.update(
        template="p2spp",
        theme="light",
        allow_template_override="NO",
        allow_theme_override="NO",
        resources={"p2spp": WORDS, "p2spp_own": own},
        preheat_kernel=True,
        page_config_hook=kept_long,
    )
    config.VoilaExecutor.iopub_timeout = LATE_S
    config.VoilaExporter.filters = {"unlinked": partial(unlinked, own=own)}
    hidden = set(HIDDEN) - {"lab"} if own else set(HIDDEN)
    config.TagRemovePreprocessor.update(enabled=True, remove_cell_tags=hidden)
    if own:
        config.Voila.token = secrets.token_urlsafe(24)
        config.IdentityProvider.cookie_options = {"samesite": "Strict"}
    config.MappingKernelManager.update(
        cull_idle_timeout=UNUSED_OWN_S if own else UNUSED_S, cull_interval=30, cull_connected=False
    )
    pools = {
        "default": {"pool_size": 0},
        **{name: {"pool_size": count} for name, count in ready.items()},
    }
    config.VoilaKernelManager.kernel_pools_config = pools
    return config


def _is_news(record: logging.LogRecord) -> bool:
    """Tell whether the trainer must know: not of a page left open that asks for a kernel of an earlier start."""
    return "write_error" not in record.getMessage()


def main(words: Sequence[str] | None = None) -> int:
    """Open the class and stay until it ends."""
    asked = argparse.ArgumentParser(prog="p2spp kelas", add_help=False)
    asked.add_argument("folder", type=Path)
    asked.add_argument("address")
    asked.add_argument("port", type=int)
    asked.add_argument("--ask", action="store_true")
    asked.add_argument("--own", action="store_true")
    asked.add_argument("--browser", action="store_true")
    asked.add_argument("--form", default="penuh")
    asked.add_argument("--ready", nargs=2, action="append", default=[])
    said = asked.parse_args(words)
    os.environ[FORM_WORD] = said.form
    set_language(language())
    for name in ("access", "general", "application"):
        logging.getLogger(f"tornado.{name}").setLevel(
            logging.ERROR if name == "application" else logging.CRITICAL
        )
    logging.getLogger("tornado.application").addFilter(_is_news)
    door = Door(
        config=settings(
            said.folder,
            said.address,
            said.port,
            {name: int(n) for name, n in said.ready},
            own=said.own,
        )
    )
    door.ask, door.browser, door.own = said.ask, said.browser, said.own
    door.initialize([])
    try:
        door.start()
    finally:
        door.laboratory.end()
    print(tr("Buku kerja ditutup.") if said.own else tr("Kelas ditutup."))
    return 0


if __name__ == "__main__":
    sys.exit(main())
