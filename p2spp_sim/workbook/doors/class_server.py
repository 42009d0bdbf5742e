"""The doors for who reads: Voilà over the notebooks, a program of its own that `p2spp baca` and `p2spp kelas` start.

Only units and the files they link to are served: no folder list, no result files, no trainer's cells. On a network a
visitor gives a code first, and no kernel is started before that. The door of one's own laptop opens to whoever has the
token in the address that it opens the browser with, and to nobody else.
"""

import argparse
import asyncio
import hashlib
import logging
import os
import re
import secrets
import sys
import time
import webbrowser
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from jupyter_server.auth.decorator import allow_unauthenticated
from tornado.ioloop import IOLoop, PeriodicCallback
from tornado.web import HTTPError

from p2spp_sim.base.files import data_path, stamp
from p2spp_sim.base.language import LANGUAGES, language, set_language, tr
from p2spp_sim.workbook.doors.documents import OWN, PICTURE, UNIT, document, served, unlinked
from p2spp_sim.workbook.doors.laboratory import Laboratory
from p2spp_sim.workbook.doors.waiting import WaitingPages, written
from p2spp_sim.workbook.exercises.bank import banks
from p2spp_sim.workbook.page.visitor import code_in
from p2spp_sim.workbook.saving.codes import code_of, folder_code, is_given, wrong_code
from p2spp_sim.workbook.saving.progress import folder_of_results

START = "mulai.ipynb"
KEPT = "tetap"  # in addresses of what a browser may keep
TRAINER = (
    "papan_kelas.ipynb"  # shows what every group decided: served to the trainer's own laptop only
)
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
Page: Any = import_module("voila.tornado.handler").TornadoVoilaHandler
Static: Any = import_module("voila.static_file_handler").MultiStaticFileHandler
Shutdown: Any = import_module("voila.shutdown_kernel_handler").VoilaShutdownKernelHandler


@dataclass(frozen=True)
class Room:
    """What the pages of a class must know.

    Parameters
    ----------
    address : as visitors write it.
    ask : whether a code is needed.
    start : the start page in the language of the screen.
    own : whether this is the door of one's own laptop, not of a class.
    """

    address: str
    ask: bool
    start: str
    own: bool = False


class Learner(Page):  # type: ignore[misc]
    """A unit for one learner; on a network only with a code."""

    async def get(self, path: str) -> None:
        """Show the unit, or ask for the code."""
        own = is_own(self.request.remote_ip, self.settings["room"].address)
        if is_trainers(path) and not own:
            raise HTTPError(404)
        given = code_in(self.request.query)
        fault = refusal(given, own) if given else ""
        if not fault and (given or not self.settings["room"].ask):
            await self.open(path, given)
            return
        spoken = "en" if path.startswith("en/") else "id"
        with speaking(spoken):
            words = {
                "title": tr("Buku kerja P2SPP"),
                "ask": tr("Tulis kode peserta Anda, misalnya K1-03."),
                "label": tr("Kode peserta"),
                "open": tr("Buka"),
                "why": tr(
                    "Pekerjaan Anda disimpan dengan kode ini di laptop pelatih, tanpa nama dan tanpa NIK."
                ),
            }
            fault = refusal(given, own) if given else ""
        other = path.removeprefix("en/") if spoken == "en" else f"en/{path}"
        self.finish(
            self.render_template(
                "kode.html",
                words={**WORDS[spoken], **words},
                given=given,
                fault=fault,
                language=spoken,
                other=f"{self.base_url}voila/render/{other}",
            )
        )

    async def open(self, path: str, code: str) -> None:
        """Show the unit, run before or run now, and let the one after it run; or say that there is no room."""
        waiting: WaitingPages = self.settings["waiting"]
        ready = await waiting.take(path, code)
        if ready:
            self.set_header("Content-Type", "text/html")
            self.set_header("Cache-Control", "no-store")
            async for piece in written(ready):
                self.write(piece)
                self.flush()
        elif await waiting.make_room():
            await super().get(path)
        else:
            self.set_status(503)
            self.finish(self.render_template("penuh.html"))


def refusal(given: str, own: bool) -> str:
    """Say why a visitor cannot work under a code, nothing where he can.

    Parameters
    ----------
    own : whether he sits at the laptop of the class, whose own code is nobody else's.
    """
    if not is_given(given):
        return wrong_code(given)
    if not own and code_of(given) in (
        folder_code(folder_of_results()),
        code_of(os.environ.get("P2SPP_KODE", "")),
    ):
        return tr("Kode {kode} dipakai laptop pelatih. Pakai kode Anda sendiri.").format(
            kode=code_of(given)
        )
    return ""


def is_trainers(path: str) -> bool:
    """Tell whether a page is the trainer's, however it is written: Windows finds it in capitals too."""
    return path.casefold().endswith(TRAINER)


def is_own(visitor: str, address: str) -> bool:
    """Tell whether a visitor sits at the laptop that the class is on."""
    return visitor in ("127.0.0.1", "::1", urlsplit(address).hostname)


class Home(Page):  # type: ignore[misc]
    """The way to the start page; the learner's code goes along, the token does not."""

    async def get(self, path: str = "") -> None:
        """Go there."""
        given = [pair for pair in parse_qsl(self.request.query, True) if pair[0] != "token"]
        query = f"?{urlencode(given)}" if given else ""
        self.redirect(f"{self.base_url}voila/render/{self.settings['room'].start}{query}")


class Closed(Page):  # type: ignore[misc]
    """What somebody sees who has not the token of the door of one's own laptop."""

    @allow_unauthenticated
    async def get(self, path: str = "") -> None:
        """Say so, and how to come in."""
        self.set_status(403)
        self.finish(self.render_template("tertutup.html"))


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
            own = is_own(self.request.remote_ip, self.settings["room"].address)
            if not (refusal(code, own) if code else self.settings["room"].ask):
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


class Kept(Static):  # type: ignore[misc]
    """Programs of the page under an address that changes when one of them does: a browser reads them once."""

    def set_extra_headers(self, path: str) -> None:
        """Let them be kept."""
        self.set_header("Cache-Control", "public, max-age=31536000, immutable")


class Linked(Page):  # type: ignore[misc]
    """A guide, a licence or a data file that units link to, as a page to be read."""

    async def get(self, path: str) -> None:
        """Show it."""
        own, place = self.settings["room"].own, f"{self.base_url}voila/"
        if not served(path, own):
            raise HTTPError(404)
        try:
            shown = document(path, own, place)
        except OSError:
            raise HTTPError(404) from None
        code = code_in(self.request.query)
        start = f"{place}render/{'en/' if shown.language == 'en' else ''}{START}"
        self.finish(
            self.render_template(
                "naskah.html",
                words=WORDS[shown.language],
                document=shown,
                language=shown.language,
                start=f"{start}?{urlencode({'kode': code})}" if code else start,
                other=f"{place}{shown.translation}" if shown.translation else "",
            )
        )


class Drawn(Page):  # type: ignore[misc]
    """A picture in a guide."""

    async def get(self, path: str) -> None:
        """Give it."""
        file = data_path(*path.split("/"))
        if not file.is_file():
            raise HTTPError(404)
        self.set_header("Content-Type", "image/svg+xml" if path.endswith("svg") else "image/png")
        self.finish(file.read_bytes())


class ToLaboratory(Page):  # type: ignore[misc]
    """The way from the start page to JupyterLab on the same results."""

    async def get(self, path: str = "") -> None:
        """Go there; while it starts, and where it cannot, say so."""
        laboratory: Laboratory = self.settings["laboratory"]
        first = "lagi" not in self.request.arguments
        if address := await laboratory.address(start=first):
            self.redirect(address)
            return
        self.finish(self.render_template("lab.html", starting=laboratory.runs))


class Address(Page):  # type: ignore[misc]
    """The address of the class for the projector, also as a code that telephones read."""

    async def get(self, path: str = "") -> None:
        """Show it."""
        import segno

        address = self.settings["room"].address
        how = tr(
            "Sambungkan laptop atau telepon ke jaringan yang sama, lalu buka alamat ini. Internet tidak perlu."
        )
        words = {
            "title": tr("Buka di peramban"),
            "qr": tr("Kode QR dari {alamat}").format(alamat=address),
            "how": how,
        }
        qr = segno.make(address, micro=False).svg_inline(omitsize=True, border=2)
        self.finish(
            self.render_template(
                "alamat.html", words=words, address=address, qr=qr, language=language()
            )
        )


class Missing(Page):  # type: ignore[misc]
    """Everything that is not there."""

    async def get(self, path: str = "") -> None:
        """Say so."""
        raise HTTPError(404)


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
            self.app.settings["waiting"].first(self.app.settings["room"].start)
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


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Say everything in one language meanwhile."""
    said = language()
    set_language(code)
    try:
        yield
    finally:
        set_language(said)


def _words() -> dict[str, Any]:
    """Say what stands on every page."""
    return {
        "start": tr("Halaman awal"),
        "back": tr("Kembali"),
        "other": {"id": "English", "en": "Bahasa Indonesia"}[language()],
        "lab": tr("Buka di JupyterLab"),
        "for_trainers": tr("Untuk pelatih dan peneliti, dengan hasil yang sama:"),
        "about": tr("Tentang buku kerja ini"),
        "licence": tr("Lisensi"),
        "projector": tr("Mode proyektor"),
        "print": tr("Cetak"),
        "code": tr("Kode"),
        "skip": tr("Langsung ke isi"),
        "loading": tr("Memuat…"),
        "running": tr("Menjalankan sel {n} dari {m}"),
        "waiting": tr("Menyambungkan papan…"),
        "script": tr("Nyalakan JavaScript untuk memakai buku kerja ini."),
        "gone": tr(
            "Sambungan ke papan terputus, jadi papan dikunci. Muat ulang halaman ini untuk melanjutkan."
        ),
        "silent": tr(
            "Laptop pelatih tidak menjawab, jadi papan dikunci. Biarkan halaman ini terbuka: papan hidup lagi begitu "
            "laptop itu menjawab."
        ),
        "unsaved": tr(
            "{n} isian terakhir belum tersimpan; jendela ini mengingatnya dan mengembalikannya nanti:"
        ),
        "returned": tr(
            "{n} isian yang belum tersimpan sudah dikembalikan. Periksa sebentar sebelum melanjutkan."
        ),
        "unreturned": tr("Yang ini tidak dapat dikembalikan; isi sekali lagi:"),
        "mending": tr("Sebagian papan belum tampak. Halaman ini dimuat ulang…"),
        "lacking": tr(
            "Sebagian papan belum tampak. Muat ulang halaman ini, atau panggil pelatih bila tetap begitu."
        ),
        "reload": tr("Muat ulang"),
        "close": tr("Tutup"),
        "contents": tr("Isi unit"),
        "resume": tr("Lanjutkan: {judul}"),
        "previous": tr("Sebelumnya"),
        "next": tr("Berikut"),
        "next_unit": tr("Unit berikut"),
        "whole": tr("Semua di satu halaman"),
        "solved": tr("{n} dari {m} latihan benar"),
        "done": tr("selesai"),
        "begun": tr("sudah dicoba"),
        "units": [
            {"file": bank.unit.notebook, "title": f"{bank.unit.code} {tr(bank.unit.title)}"}
            for bank in banks()
        ],
    }


def _all_words() -> dict[str, dict[str, Any]]:
    words = {}
    for code in LANGUAGES:
        with speaking(code):
            words[code] = _words()
    return words


WORDS = _all_words()


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
    asked.add_argument("--ready", nargs=2, action="append", default=[])
    said = asked.parse_args(words)
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
