"""Who comes in, and under which code: a unit is shown, or the code is asked for, before any kernel is started."""

import asyncio
import os
from dataclasses import dataclass
from importlib import import_module
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from jupyter_server.auth.decorator import allow_unauthenticated
from tornado.web import HTTPError

from p2spp_sim.base.era import THEN, fixed_era
from p2spp_sim.base.language import tr
from p2spp_sim.workbook.doors.waiting import WaitingPages, written
from p2spp_sim.workbook.doors.words import WORDS, speaking
from p2spp_sim.workbook.page.visitor import code_in
from p2spp_sim.workbook.saving import pins
from p2spp_sim.workbook.saving.codes import code_of, folder_code, is_given, wrong_code
from p2spp_sim.workbook.saving.eras import chosen_era
from p2spp_sim.workbook.saving.progress import folder_of_results
from p2spp_sim.workbook.saving.record import START

TRAINER = (
    "papan_kelas.ipynb"  # shows what every group decided: served to the trainer's own laptop only
)
KNOWN_DAYS = 30  # for so long a laptop that gave a PIN is not asked again
Page: Any = import_module("voila.tornado.handler").TornadoVoilaHandler


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
        if (fixed := fixed_era()) and (there := in_era(path, fixed)) != path:
            query = f"?{self.request.query}" if self.request.query else ""
            self.redirect(f"{self.base_url}voila/render/{there}{query}")
            return
        given = code_in(self.request.query)
        if is_trainers(path):
            await self.open(path, "")
            return
        fault = refusal(given, own) if given else ""
        if not fault and (given or not self.settings["room"].ask):
            if self.settings["room"].ask and not knows_code(self, given):
                self.ask_pin(path, given)
            else:
                await self.open(path, given)
            return
        spoken = _spoken(path)
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
        self.finish(
            self.render_template(
                "kode.html",
                words={**WORDS[spoken], **words},
                given=given,
                fault=fault,
                language=spoken,
                other=f"{self.base_url}voila/render/{_translated(path)}",
            )
        )

    def ask_pin(self, path: str, given: str, fault: str = "") -> None:
        """Ask for the PIN of a code; who uses the code first chooses it."""
        code, spoken = code_of(given), _spoken(path)
        with speaking(spoken):
            known = pins.has_pin(folder_of_results(), code)
            ask = (
                tr("Kode {kode} sudah dipakai di laptop lain. Tulis PIN dua angkanya.")
                if known
                else tr("Kode {kode} belum punya PIN. Pilih dua angka dan ingatlah bersama.")
            )
            why = (
                tr("Lupa PIN? Pelatih dapat menghapusnya di papan kelas; jawaban Anda tetap ada.")
                if known
                else tr(
                    "PIN hanya ditanyakan di laptop lain, supaya jawaban dua kelompok tidak tercampur."
                )
            )
            words = {
                "title": tr("Buku kerja P2SPP"),
                "ask": ask.format(kode=code),
                "label": tr("PIN, dua angka"),
                "open": tr("Buka"),
                "why": why,
                "another": tr("Bukan {kode}? Tulis kode lain").format(kode=code),
            }
        self.set_header("Cache-Control", "no-store")
        self.finish(
            self.render_template(
                "pin.html",
                words={**WORDS[spoken], **words},
                fault=fault,
                language=spoken,
                again=self.request.path,
                other=f"{self.base_url}voila/render/{_translated(path)}?{urlencode({'kode': given})}",
            )
        )

    def check_xsrf_cookie(self) -> None:
        """Take a PIN from a page of this door, and of no other site."""
        if self.request.method == "POST" and not self.check_origin():
            raise HTTPError(403)

    async def post(self, path: str) -> None:
        """Take the PIN of a code; a right one opens the unit, here from now on without asking."""
        own = is_own(self.request.remote_ip, self.settings["room"].address)
        given, pin = code_in(self.request.query), self.get_body_argument("pin", "").strip()
        if not self.settings["room"].ask or is_trainers(path) or not given or refusal(given, own):
            raise HTTPError(404)
        results, code = folder_of_results(), code_of(given)
        token = ""
        if pins.PIN.fullmatch(pin):
            token = await asyncio.to_thread(pins.enter, results, code, pin)
        if token:
            self.set_cookie(
                _cookie(code),
                token,
                path="/",
                expires_days=KNOWN_DAYS,
                httponly=True,
                samesite="Lax",
            )
            self.redirect(self.request.uri)
            return
        with speaking(_spoken(path)):
            if pins.rests(results, code):
                fault = tr("Terlalu sering salah. Tunggu setengah menit, lalu coba lagi.")
            elif pins.PIN.fullmatch(pin):
                fault = tr("PIN {kode} bukan itu. Tanyakan kepada anggota kelompok Anda.")
            else:
                fault = tr("PIN terdiri atas dua angka, misalnya 47.")
        self.ask_pin(path, given, fault.format(kode=code))

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


def _spoken(path: str) -> str:
    """Give the language of a page by its place."""
    return "en" if path.startswith("en/") else "id"


def _translated(path: str) -> str:
    """Give the place of a page in the other language."""
    return path.removeprefix("en/") if path.startswith("en/") else f"en/{path}"


def in_era(path: str, era: str) -> str:
    """Give the place of a unit or start page in an era; the tools have one place only."""
    language, page = ("en/", path[3:]) if path.startswith("en/") else ("", path)
    name = page.rpartition("/")[2]
    if not (name[:2].isdigit() or name == f"{START}.ipynb"):
        return path
    return f"{language}{'' if era == THEN else f'{era}/'}{name}"


def _cookie(code: str) -> str:
    return f"p2-{code}"


def knows_code(page: Any, given: str) -> bool:
    """Tell whether who asks for a page gave the PIN of a code on this laptop before."""
    code = code_of(given)
    return pins.knows(folder_of_results(), code, page.get_cookie(_cookie(code), ""))


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
        code = code_in(self.request.query)
        era = chosen_era(code if is_given(code) else None, folder_of_results())
        start = in_era(self.settings["room"].start, era)
        self.redirect(f"{self.base_url}voila/render/{start}{query}")


class Closed(Page):  # type: ignore[misc]
    """What somebody sees who has not the token of the door of one's own laptop."""

    @allow_unauthenticated
    async def get(self, path: str = "") -> None:
        """Say so, and how to come in."""
        self.set_status(403)
        self.finish(self.render_template("tertutup.html"))
