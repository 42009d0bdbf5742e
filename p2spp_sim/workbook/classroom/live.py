"""The class at the projector, live: who has locked an answer, then all of them together beside what is true."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import ipywidgets as W  # noqa: N812
import traitlets

from p2spp_sim.base.language import Labels, language, pick, tr
from p2spp_sim.workbook.classroom.questions import (
    close,
    from_list,
    open_to_all,
    own,
    put,
    questions,
)
from p2spp_sim.workbook.classroom.standing import place
from p2spp_sim.workbook.moving import Moving, beside
from p2spp_sim.workbook.page.markup import page, paragraphs
from p2spp_sim.workbook.page.panel import Guard, SpokenGuard, panel
from p2spp_sim.workbook.saving import pins
from p2spp_sim.workbook.saving.ballots import (
    LIGHTS,
    PRESENT_S,
    AskedInClass,
    Asking,
    Ballot,
    Guess,
    away,
    read_asking,
    read_ballots,
)
from p2spp_sim.workbook.saving.codes import is_front
from p2spp_sim.workbook.units.u11.game import measure_labels

LIT_RUNS = Labels(putaran1="Putaran 1", putaran2="Putaran 2")  # after which the lights go out
RUNS_OF_YEARS = Labels(putaran2="Putaran 2")  # in which years are guessed
LIVE_WORDS = Labels(
    count="{n} dari {m} kelompok sudah mengunci",
    nobody="Belum ada kelompok yang membuka buku kerja.",
    nothing="Belum ada pertanyaan. Pilih atau tulis satu di bawah; tebakan unit 11 muncul di sini sendiri.",
    done="sudah",
    waits="belum",
    cut="terputus",
    open="Buka bersama",
    close="Akhiri di halaman kelompok",
    shown="Yang ditampilkan",
    truth="sebenarnya",
    came="jadi {n}",
    nearest="Paling dekat: {siapa}.",
    votes="{n} kelompok",
    late="Menyusul sesudah dibuka: {siapa}.",
)


class LiveScreen(Moving, **beside(__file__)):
    """The screen; asks for the latest every moment while somebody looks at it.

    Parameters
    ----------
    state : the class and what is shown of it; what was locked is in it only once it is opened to all.
    message : a sentence about what went wrong, as HTML.
    """

    state = traitlets.Dict().tag(sync=True)
    message = traitlets.Unicode().tag(sync=True)


class LiveClassBoard:
    """What a trainer asks all groups, and what they have locked.

    Parameters
    ----------
    results : folder of the class.
    """

    def __init__(self, results: Path) -> None:
        self.results = results
        self._key, self._asked = "", ""
        self._renew: Callable[[], None] = lambda: None
        self.screen = LiveScreen(words=dict(LIVE_WORDS))
        self.guard = SpokenGuard(self._tell)
        self.screen.on_msg(self._heard)
        self.look()
        self.widget = W.VBox([self.screen, self._form(), self._pins()])

    def look(self) -> None:
        """Read the class anew."""
        asking, ballots = read_asking(self.results), read_ballots(self.results)
        items = {item.key: item for item in _items(asking, ballots)}
        if asking.current != self._asked or self._key not in items:
            self._asked = asking.current
            self._key = asking.current or next(reversed(items), "")
        seconds = away(self.results)
        item = items.get(self._key)
        answers = _answers(self._key, ballots)
        groups = [
            code
            for code in sorted({*seconds, *answers}, key=place)
            if not is_front(self.results, code)
        ]
        self.screen.state = {
            "groups": [
                {"code": code, "done": code in answers, "cut": seconds.get(code, 1e9) > PRESENT_S}
                for code in groups
            ],
            "items": [{"key": key, "label": _said(each.text)} for key, each in items.items()],
            "item": item and self._shown(item, asking, ballots, groups),
        }

    def _shown(
        self,
        item: AskedInClass,
        asking: Asking,
        ballots: Mapping[str, Ballot],
        groups: list[str],
    ) -> dict[str, Any]:
        key = item.key
        opened, answers = asking.opened.get(key, ""), _answers(key, ballots)
        came = {code: n for code, n in _came(key, ballots).items() if code in groups}
        common = next(
            (n for code, n in _came(key, ballots).items() if is_front(self.results, code)),
            item.truth,
        )
        return {
            "key": key,
            "kind": item.kind,
            "title": _said(item.text),
            "choices": [_said(each) for each in item.choices],
            "low": item.low,
            "high": item.high,
            "unit": _said(item.unit) if item.unit else "",
            "current": key == asking.current,
            "opened": bool(opened),
            "answers": {code: answers[code] for code in groups if code in answers}
            if opened
            else {},
            "truth": common if opened else None,
            "came": came if opened else {},
            "late": [code for code in groups if opened and _at(key, ballots, code) > opened],
        }

    def _heard(self, _screen: LiveScreen, asked: Any, _buffers: object) -> None:
        def answer() -> None:
            if asked["do"] == "open":
                open_to_all(self.results, str(asked["key"]))
            elif asked["do"] == "close":
                close(self.results)
            elif asked["do"] == "show":
                self._key = str(asked["key"])
            self.look()
            self._renew()

        self.guard.run(answer)

    def _form(self) -> W.Widget:
        """Make what a question is chosen or written with."""
        offered = [(f"{q.unit} · {pick(q.text)}", name) for name, q in questions().items()]
        wide = W.Layout(width="auto", max_width="1000px")
        style = {"description_width": "150px"}
        ready = W.Dropdown(
            options=offered, description=tr("Pertanyaan siap"), layout=wide, style=style
        )
        text = W.Text(
            description=tr("Pertanyaan sendiri"),
            placeholder=tr("misalnya: Siapa yang memimpin pleno besok?"),
            layout=wide,
            style=style,
        )
        choices = W.Textarea(
            description=tr("Pilihannya"),
            placeholder=tr("satu pilihan setiap baris"),
            rows=3,
            layout=wide,
            style=style,
        )
        guard = Guard()

        def asks(make: Callable[[], AskedInClass], words: str) -> W.Button:
            button = W.Button(description=words, button_style="primary")

            def ask() -> None:
                put(self.results, make())
                self.look()

            button.on_click(lambda _: guard.run(ask))
            return button

        first = asks(lambda: from_list(str(ready.value)), tr("Ajukan yang siap"))
        second = asks(lambda: own(text.value, choices.value), tr("Ajukan yang sendiri"))
        for box in (ready, text, choices):
            box.layout.flex, box.layout.min_width = "1 1 560px", "0"
        for ask in (first, second):
            ask.layout.flex = "none"
        rows = [[ready, first], [text], [choices, second]]
        flow = {"align_items": "center", "flex_flow": "row wrap"}
        lines = [W.HBox(row, layout=W.Layout(**flow)) for row in rows]
        return panel(*lines, guard.widget)

    def _pins(self) -> W.Widget:
        """Make what a forgotten PIN is taken away with."""
        code = W.Dropdown(description=tr("PIN kelompok"), style={"description_width": "150px"})
        button, said, guard = W.Button(description=tr("Hapus PIN")), W.HTML(), Guard()
        said.layout.display = "none"

        def renew() -> None:
            there = tuple(pins.with_pin(self.results))
            if there != code.options:
                kept = code.value
                code.options = there
                code.value = kept if kept in there else next(iter(there), None)
            button.disabled = not there

        def forget() -> None:
            gone = str(code.value)
            pins.forget(self.results, gone)
            renew()
            text = tr("PIN {kode} dihapus: siapa yang membukanya lebih dahulu memilih yang baru.")
            said.value = page(paragraphs(text.format(kode=gone)))
            said.layout.display = None

        button.on_click(lambda _: guard.run(forget))
        self._renew = renew
        renew()
        return panel(W.HBox([code, button]), said, guard.widget)

    def _tell(self, html: str) -> None:
        self.screen.message = html


def _items(asking: Asking, ballots: Mapping[str, Ballot]) -> Iterator[AskedInClass]:
    """Give everything that can be shown, what came last at the end: guessed years, then what was asked."""
    years = {
        (run, int(year))
        for ballot in ballots.values()
        for run, guesses in ballot.guesses.items()
        for year in guesses
        if year.isdecimal()
    }
    for run, year in sorted(years):
        if (asked := _asked_of(run, year)) is None:
            continue
        text, unit = asked
        guesses = [guess for _, guess in _guesses(f"{run}.{year}", ballots)]
        numbers = [n for guess in guesses for n in (guess.said, guess.came) if n is not None]
        top = 20 * (1 + max(numbers, default=0) * 11 // 200)
        if unit == "%":
            top = max(100, *numbers)
        yield AskedInClass(
            f"{run}.{year}", "angka", {language(): text}, high=top, unit={language(): unit}
        )
    yield from asking.questions


def _asked_of(run: str, year: int) -> tuple[str, str] | None:
    """Say what was guessed in a year of a run, and in what; None where it is nothing known here."""
    if run in RUNS_OF_YEARS:
        text = tr("{putaran}, tahun ke-{n}: berapa usulan sampai APBD?")
        return text.format(putaran=RUNS_OF_YEARS[run], n=year), tr("usulan")
    kind, _, played = run.partition("_")
    name, _, measure = played.partition("_")
    if kind != LIGHTS or name not in LIT_RUNS or measure not in measure_labels():
        return None
    text = tr("Lampu padam, {putaran}: {ukuran} pada tahun ke-{n}?")
    asked = text.format(putaran=LIT_RUNS[name], ukuran=measure_labels()[measure], n=year)
    return asked, tr("usulan") if measure == "arrived" else "%"


def _guesses(key: str, ballots: Mapping[str, Ballot]) -> Iterator[tuple[str, Guess]]:
    run, _, year = key.partition(".")
    for code, ballot in ballots.items():
        if year in ballot.guesses.get(run, {}):
            yield code, ballot.guesses[run][year]


def _answers(key: str, ballots: Mapping[str, Ballot]) -> dict[str, int]:
    """Give what every group has locked."""
    guessed = {code: guess.said for code, guess in _guesses(key, ballots) if guess.said is not None}
    votes = {
        code: ballot.votes[key].said for code, ballot in ballots.items() if key in ballot.votes
    }
    return guessed | votes


def _came(key: str, ballots: Mapping[str, Ballot]) -> dict[str, int]:
    """Give what came of a guessed year, by the code that lived it."""
    return {code: guess.came for code, guess in _guesses(key, ballots) if guess.came is not None}


def _at(key: str, ballots: Mapping[str, Ballot], code: str) -> str:
    """Say when an answer arrived; guesses are not asked after."""
    ballot = ballots.get(code)
    return ballot.votes[key].at if ballot and key in ballot.votes else ""


def _said(text: Mapping[str, str]) -> str:
    """Give words in the language of the screen, own ones as they were written."""
    return pick(text) if "id" in text else next(iter(text.values()))
