"""A board on the cockpit's screen where the same year is tried again and again with what stands on it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.language import Labels, tr
from p2spp_sim.workbook.controls.control import ControlValue, Notice
from p2spp_sim.workbook.core.board import Answered, Values
from p2spp_sim.workbook.core.moving_board import MovingBoard, Part
from p2spp_sim.workbook.page.markup import say
from p2spp_sim.workbook.saving.progress import Progress
from p2spp_sim.workbook.units.shared.cockpit import OWN, SCREEN_WORDS, Cockpit, Frame

RAN, VILLAGE = "dijalankan", "desa"
TRY_WORDS = Labels(
    run="Jalankan tahun",
    undo="Kembalikan semua",
    stale="belum dijalankan",
    moved="Keputusan berubah: jalankan tahun untuk melihat akibatnya.",
)


def tried_words(words: Mapping[str, str]) -> dict[str, str]:
    """Give the words of a screen on which a year is tried."""
    return {**SCREEN_WORDS, **TRY_WORDS, **words}


def when_of(tries: int, before: str) -> str:
    """Say which try a frame shows.

    Parameters
    ----------
    before : what is said before the first one.
    """
    return tr("Percobaan ke-{n}").format(n=tries) if tries else before


def own_village(villages: Sequence[Mapping[str, str]]) -> str:
    """Give the code of the village that is followed until another one is chosen."""
    own = [village["code"] for village in villages if village["name"] == OWN]
    return [*own, villages[0]["code"]][0]


class LastRun:
    """What was on the screen when the year was run last, by key of the parts; empty when it was not run.

    Parameters
    ----------
    parts : whose values are kept.
    """

    key = RAN

    def __init__(self, parts: Sequence[Part]) -> None:
        self.widget = parts[0].widget
        self._parts = {part.key: part for part in parts}
        self._values: dict[str, ControlValue] = {}
        self._notices: list[Notice] = []

    @property
    def value(self) -> dict[str, Any]:
        """The values."""
        return dict(self._values)

    @value.setter
    def value(self, new: ControlValue) -> None:
        if not isinstance(new, dict) or (new and set(new) != set(self._parts)):
            raise P2sppError(tr("Keputusan tersimpan tidak terbaca."))
        self._values = {key: self._parts[key].read(value) for key, value in new.items()}
        for notice in self._notices:
            notice()

    def watch(self, notice: Notice) -> None:
        """Call `notice` after every change of the value."""
        self._notices.append(notice)


class TriedBoard(MovingBoard):
    """A cockpit on which one year is run with what stands there, moved, and run again.

    Parameters
    ----------
    key, answer, progress, fixed : as of every board.
    parts : all that stands on the screen; `VILLAGE` is one of them.
    plan : gives the screen's plan for the values of the parts.
    frame : gives what the screen shows for the values of the parts, with the number of the try.
    aside : keys of the parts that stay when all is put back.
    """

    def __init__(
        self,
        key: str,
        parts: Sequence[Part],
        answer: Callable[[Values], Answered],
        progress: Progress,
        *,
        plan: Callable[[Values], dict[str, Any]],
        frame: Callable[[Values, int], Frame],
        aside: Sequence[str] = (),
        fixed: Sequence[tuple[str, Values]] = (),
    ) -> None:
        self._plan, self._frame, self._aside = plan, frame, (*aside, VILLAGE)
        self.ran = LastRun([part for part in parts if part.key != VILLAGE])
        self._tries = 0
        super().__init__(key, (*parts, self.ran), answer, progress, fixed=fixed, wide=True)

    @property
    def decided(self) -> dict[str, ControlValue]:
        """What stands on the screen and would be run."""
        return {key: value for key, value in self.values.items() if key not in (RAN, VILLAGE)}

    @property
    def start(self) -> dict[str, ControlValue]:
        """What would be run had nothing been decided."""
        return {k: v if k in self._aside else self._first[k] for k, v in self.decided.items()}

    def run(self) -> None:
        """Run the year with what stands on the screen."""
        if self.decided == (self.ran.value or self.start):
            text = tr("Belum ada yang berubah: ubah satu hal dahulu, lalu jalankan.")
            self._tell(say("kabar", text))
            return
        if sum(self.cockpit.decision["upaya"].values()) > self.cockpit.plan["purse"]:
            self._tell(say("galat", tr("Koin melebihi isi pundi: kembalikan dahulu.")))
            return
        self._tries += 1
        self.ran.value = self.decided

    def undo(self) -> None:
        """Put all back to where the unit starts."""
        self._tries = 0
        self.ran.value = {}
        for control in self.controls:
            if control.key in self.start:
                control.value = self.start[control.key]

    def _begin(self) -> None:
        super()._begin()
        assert isinstance(self.screen, Cockpit)
        self.cockpit = self.screen
        self.cockpit.on_msg(self._asked)

    def _restore(self) -> None:
        super()._restore()
        saved = self.progress.part(self.key)
        if saved and RAN not in saved and self.decided != self.start:
            self.ran.value = self.decided  # kept when this board answered at every move
            self._tell_moved(saved)

    def _tell_moved(self, saved: Mapping[str, object]) -> None:
        """Say which saved values this screen shows as other ones; once, as the next move saves what it shows."""
        moved = [
            part.told_of(saved[part.key])
            for part in self.controls
            if isinstance(part, Part) and part.key in saved
        ]
        if sentences := [sentence for sentence in (*self.lost, *moved) if sentence]:
            self._tell(say("kabar", "\n".join(sentences)))

    def _draw(self) -> None:
        ran = self.ran.value
        if ran and any(ran[key] != self.decided[key] for key in self._aside if key != VILLAGE):
            ran = {}  # of another kabupaten
        standing = {**self.values, **self.start, **ran}
        plan = self._plan(standing)
        frames = [self._frame({**self.values, **self.start}, 0)]
        if ran:
            self._tries = max(1, self._tries)
            frames.append(self._frame(standing, self._tries))
        self._show(self._answer(standing))
        with self.cockpit.hold_sync():
            self.cockpit.plan = plan
            if self.cockpit.decision[VILLAGE] not in [v["code"] for v in plan["villages"]]:
                own = own_village(plan["villages"])
                self.cockpit.decision = {**self.cockpit.decision, VILLAGE: own}
            self.cockpit.frames = [frame.sent() for frame in frames]
            self.cockpit.stale = self.decided != (ran or self.start)

    def _asked(self, _widget: Cockpit, asked: Any, _buffers: object) -> None:
        work = {"run": self.run, "undo": self.undo}

        def answer() -> None:
            self._take(asked["decision"])
            work[asked["do"]]()

        self.guard.run(answer)

    def _take(self, standing: dict[str, Any]) -> None:
        """Put what the browser shows in the place of what is known here: it may be a moment ahead."""
        before = self.cockpit.decision
        self.cockpit.decision = standing
        try:
            _ = self.values
        except P2sppError:
            self.cockpit.decision = before
            raise
