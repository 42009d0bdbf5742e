"""The door of a class: Voilà over the notebooks, a program of its own that `p2spp kelas` starts.

Only units and the files they link to are served: no folder list, no result files, no trainer's cells. On a network a
visitor gives a code first, and no kernel is started before that.
"""

import argparse
import logging
import os
import re
import sys
import time
import webbrowser
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tornado.ioloop import IOLoop, PeriodicCallback
from tornado.web import HTTPError

from p2spp_sim.base.files import data_path
from p2spp_sim.base.language import LANGUAGES, language, set_language, tr
from p2spp_sim.workbook.exercises.bank import banks
from p2spp_sim.workbook.page.visitor import code_in
from p2spp_sim.workbook.saving.codes import code_of, folder_code, is_given, wrong_code
from p2spp_sim.workbook.saving.progress import folder_of_results

START = "mulai.ipynb"
TRAINER = (
    "papan_kelas.ipynb"  # shows what every group decided: served to the trainer's own laptop only
)
# All that a class is served: pages by name, and of the data and guides what gives no exercise away.
UNIT = r"(?:en/)?(?:[0-9]{2}_\w+|mulai|selaras|papan_kelas)\.ipynb"
DATA = r"datasets/(?:\w+/README\.md|(?:levers|indicators|events)\.toml)"
LINKED = rf"{DATA}|docs/(?:fasilitator|peneliti|istilah)(?:\.id)?\.md"
SERVING = (  # of Voilà's own: what a page in a browser needs
    "KernelHandler",
    "VoilaKernelWebsocketHandler",
    "VoilaShutdownKernelHandler",
    "RequestInfoSocketHandler",
    "TemplateStaticFileHandler",
    "MultiStaticFileHandler",
    "ThemesHandler",
    "FileFindHandler",
)
LINK = re.compile(r'<a\b[^>]*?href="(?:\.\./)+((?:datasets|docs)/[^"]+)"[^>]*>(.*?)</a>', re.DOTALL)
HIDDEN = (
    "pelatih",
    "kunci",
    "lab",
    "cetak",
)  # tags of cells that a class in a browser does not see
EMPTY_S = 4 * 3600  # nobody there: the class ends
UNUSED_S = 600  # a page that was left: its kernel ends
LATE_S = 120  # when many pages open at once, what a cell shows comes this late; without it a board is missing
Voila: Any = import_module("voila.app").Voila
Page: Any = import_module("voila.tornado.handler").TornadoVoilaHandler


@dataclass(frozen=True)
class Room:
    """What the pages of a class must know.

    Parameters
    ----------
    address : as visitors write it.
    ask : whether a code is needed.
    start : the start page in the language of the screen.
    """

    address: str
    ask: bool
    start: str


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
            await super().get(path)
            return
        words = {
            "title": tr("Buku kerja P2SPP"),
            "ask": tr("Tulis kode peserta Anda, misalnya K1-03."),
            "label": tr("Kode peserta"),
            "open": tr("Buka"),
            "why": tr(
                "Pekerjaan Anda disimpan dengan kode ini di laptop pelatih, tanpa nama dan tanpa NIK."
            ),
        }
        self.finish(
            self.render_template(
                "kode.html", words=words, given=given, fault=fault, language=language()
            )
        )


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


def unlinked(html: str) -> str:
    """Leave the words of links to what a class is not served: answers, and what is the trainer's."""
    return LINK.sub(lambda link: link[0] if re.fullmatch(LINKED, link[1]) else link[2], html)


def is_trainers(path: str) -> bool:
    """Tell whether a page is the trainer's, however it is written: Windows finds it in capitals too."""
    return path.casefold().endswith(TRAINER)


def is_own(visitor: str, address: str) -> bool:
    """Tell whether a visitor sits at the laptop that the class is on."""
    return visitor in ("127.0.0.1", "::1", urlsplit(address).hostname)


class Home(Page):  # type: ignore[misc]
    """The way to the start page; the learner's code goes along."""

    async def get(self, path: str = "") -> None:
        """Go there."""
        query = f"?{self.request.query}" if self.request.query else ""
        self.redirect(f"{self.base_url}voila/render/{self.settings['room'].start}{query}")


class Alive(Page):  # type: ignore[misc]
    """The answer to a page that asks whether the trainer's laptop, and the kernel of the page, are still there."""

    async def get(self, path: str = "") -> None:
        """Say yes, or that the kernel is gone: it died, the class was started anew, or the page was left for long."""
        kernel = self.get_query_argument("kernel", "")
        there = not kernel or (
            kernel in self.kernel_manager and await self.kernel_manager.is_alive(kernel)
        )
        self.set_status(204 if there else 410)
        self.finish()


class Linked(Page):  # type: ignore[misc]
    """A file that units link to, as text to be read."""

    async def get(self, path: str) -> None:
        """Give the file."""
        file = data_path(*path.split("/"))
        if not file.is_file():
            raise HTTPError(404)
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(file.read_bytes())


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

    ask = browser = False
    seen = 0.0

    def init_settings(self) -> dict[str, Any]:
        """Add what the pages must know."""
        wanted = f"en/{START}" if language() == "en" else START
        start = wanted if (Path(self.root_dir) / wanted).is_file() else START
        room = Room(f"http://{self.ip}:{self.port}/", self.ask, start)
        return {**super().init_settings(), "room": room}

    def init_handlers(self) -> list[Any]:
        """Put the pages of a class in the place of lists of folders, and see to the end."""
        routes = super().init_handlers()
        given = next(route[2] for route in routes if route[1] is Page)
        kept = [route for route in routes if route[1].__name__ in SERVING]
        pages = [
            (rf"/voila/render/({UNIT})", Learner),
            (rf"/voila/({LINKED})", Linked),
            ("/", Home),
            ("/hidup", Alive),
        ]
        loop = IOLoop.current()
        loop.add_callback(self.announce)
        self.seen = time.monotonic()
        self.clock = PeriodicCallback(self.look, 30_000)
        loop.add_callback(self.clock.start)
        last = [("/alamat", Address), ("/(.*)", Missing)]
        return [
            *((at, page, given) for at, page in pages),
            *kept,
            *((at, page, given) for at, page in last),
        ]

    def announce(self) -> None:
        """Say where the class is, once it can be visited."""
        address = self.app.settings["room"].address
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


def _words(code: str) -> dict[str, Any]:
    """Say what stands on every unit's page in one language."""
    said = language()
    set_language(code)
    words = {
        "start": tr("Halaman awal"),
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
    set_language(said)
    return words


def settings(folder: Path, address: str, port: int, ready: dict[str, int]) -> Any:
    """Give Voilà's settings for a class.

    Parameters
    ----------
    folder : of the notebooks.
    address, port : where it listens, and nowhere else.
    ready : kernels kept waiting, by notebook.
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
        resources={"p2spp": {code: _words(code) for code in LANGUAGES}},
        preheat_kernel=bool(ready),
    )
    config.VoilaExecutor.iopub_timeout = LATE_S
    config.VoilaExporter.filters = {"unlinked": unlinked}
    config.TagRemovePreprocessor.update(enabled=True, remove_cell_tags=set(HIDDEN))
    config.MappingKernelManager.update(
        cull_idle_timeout=UNUSED_S, cull_interval=60, cull_connected=False
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
            said.folder, said.address, said.port, {name: int(n) for name, n in said.ready}
        )
    )
    door.ask, door.browser = said.ask, said.browser
    door.initialize([])
    door.start()
    print(tr("Kelas ditutup."))
    return 0


if __name__ == "__main__":
    sys.exit(main())
