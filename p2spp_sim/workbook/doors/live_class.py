"""What pages of a class ask every few seconds: whether there is a question, and what came of it; answers are locked."""

import asyncio
import json
from contextlib import suppress
from typing import Any

import msgspec
from tornado.web import HTTPError

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.workbook.doors.entrance import Page, is_own, knows_code, refusal
from p2spp_sim.workbook.page.visitor import code_in
from p2spp_sim.workbook.saving import ballots
from p2spp_sim.workbook.saving.codes import code_of
from p2spp_sim.workbook.saving.progress import folder_of_results


class LiveClass(Page):  # type: ignore[misc]
    """The class as a group's page shows it, without a kernel: it goes on where a kernel has died."""

    async def get(self, path: str = "") -> None:
        """Give the open question, what this group has locked, and, once all is shown, what the class answered."""
        code, results = self._code(), folder_of_results()
        with suppress(
            P2sppError
        ):  # a folder that cannot be written to is told where something is locked
            await asyncio.to_thread(ballots.hear, results, code)
        asking, ballot = ballots.read_asking(results), ballots.read_ballot(results, code)
        question = asking.question(asking.current)
        self.set_header("Cache-Control", "no-store")
        if question is None:
            self.finish({"soal": None})
            return
        opened = question.key in asking.opened
        vote = ballot.votes.get(question.key)
        asked = msgspec.to_builtins(question)
        if not opened:
            asked["sebenarnya"] = None  # not before all have guessed
        self.finish(
            {
                "soal": asked,
                "jawaban": vote and vote.said,
                "dibuka": opened,
                "semua": _answers(question.key) if opened else {},
            }
        )

    def check_xsrf_cookie(self) -> None:
        """Take answers from pages of this door, and of no other site."""
        if self.request.method == "POST" and not self.check_origin():
            raise HTTPError(403)

    async def post(self, path: str = "") -> None:
        """Lock an answer; what is locked comes back, be it this one or the one before."""
        code, results = self._code(), folder_of_results()
        given = self._given()
        question = ballots.read_asking(results).question(str(given.get("soal")))
        if question is None or not question.takes(given.get("jawaban")):
            raise HTTPError(400)
        try:
            vote = await asyncio.to_thread(
                ballots.cast, results, code, question.key, given["jawaban"]
            )
        except P2sppError:
            raise HTTPError(503) from None
        self.finish({"jawaban": vote.said})

    def _code(self) -> str:
        """Give whose page asks; nobody's page has a part in the class."""
        given, room = code_in(self.request.query), self.settings["room"]
        own = is_own(self.request.remote_ip, room.address)
        if not given or refusal(given, own) or (room.ask and not knows_code(self, given)):
            raise HTTPError(403)
        return code_of(given)

    def _given(self) -> dict[str, Any]:
        try:
            given = json.loads(self.request.body)
        except ValueError:
            given = None
        return given if isinstance(given, dict) else {}


def _answers(key: str) -> dict[str, int]:
    """Give what every group answered, by code."""
    return {
        code: ballot.votes[key].said
        for code, ballot in ballots.read_ballots(folder_of_results()).items()
        if key in ballot.votes
    }
