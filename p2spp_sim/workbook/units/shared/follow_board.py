"""Follow one proposal: the whole year of a kabupaten runs, and every gate says what it asked and what it gave."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import ipywidgets as W  # noqa: N812

import p2spp_sim as p2
from p2spp_sim.base.errors import P2sppError, UnknownName
from p2spp_sim.base.language import pick, tr
from p2spp_sim.model.loading import load_rules
from p2spp_sim.scenario.scenario import LeverValue, Scenario
from p2spp_sim.workbook.case.crowding import gates_of_year, why_less
from p2spp_sim.workbook.case.desk import KABUPATEN, own_districts, world
from p2spp_sim.workbook.case.followed import FollowedProposal, FollowedRun, compared
from p2spp_sim.workbook.controls.levers import said_value
from p2spp_sim.workbook.core.unit import Unit
from p2spp_sim.workbook.page.markup import page, say
from p2spp_sim.workbook.page.panel import Guard
from p2spp_sim.workbook.pictures.follow import FollowLane, follow_picture
from p2spp_sim.workbook.saving.progress import Progress
from p2spp_sim.world.world import World

FOLLOW = "ikuti"  # name of the board
AS_IS = ""  # nothing is changed
VILLAGE = "Rawaindah"
MOVES: Mapping[str, LeverValue] = {  # one at a time, as far as the rule book knows them
    "papers_help": 1.0,
    "pik_share": 0.3,
    "alignment_weight": 0.5,
    "delegates_in_forum_skpd": 3,
    "pokir_envelope": 0.05,
    "integrated_mad": True,
}
BOOKS = ("2010", "dana_desa", "sipd")


@dataclass(frozen=True, slots=True)
class Followable:
    """A kabupaten whose year can be followed.

    Parameters
    ----------
    dataset, scenario : their names.
    first : the proposal followed first; when empty the village's best that does not come to the end.
    made : the world where it is no dataset of the package.
    """

    dataset: str
    scenario: str
    first: str = ""
    made: World | None = None

    @property
    def world(self) -> World:
        """The kabupaten."""
        return self.made or world(self.dataset)

    def changes(self) -> dict[str, tuple[str, Scenario]]:
        """Give what can be changed, one thing at a time: its words and the scenario, by key."""
        base = Scenario.load(self.scenario)
        changed = {AS_IS: (tr("tidak ada yang diubah"), base)}
        if base.rules in BOOKS:
            for key, value in MOVES.items():
                lever = base.lever(key)
                if not base.knows(key):
                    continue
                words = f"{lever.called}: {said_value(lever, value)}"
                changed[key] = (words, base.change(**{key: value}))
        for book in BOOKS:
            if book != base.rules:
                words = tr("Aturan lain: {nama}").format(nama=pick(load_rules(book).title))
                changed[book] = (words, Scenario.load(book))
        return changed


TIRTAMULYA = Followable("tirtamulya", "unit06", "U13")
WANASARI = Followable(KABUPATEN, "2010")
SUMEDANG = Followable("sumedang", "2010")


class FollowBoard:
    """The board on which one proposal is followed.

    Parameters
    ----------
    progress : the learner's file; what is followed, and what was changed, is written there at once.
    places : the kabupaten that can be picked, the first shown first.
    seed : of the draws.

    Attributes
    ----------
    lost : sentences about saved values that could not be restored.
    """

    def __init__(self, progress: Progress, places: Sequence[Followable], seed: int) -> None:
        self.key = FOLLOW
        self.progress = progress
        self.lost = tuple[str, ...]()
        self._places = {place.dataset: place for place in places}
        self._seed = seed
        self._runs: dict[tuple[str, str], FollowedRun] = {}
        self._guard, self._told = Guard(), W.HTML(layout=W.Layout(display="none"))
        self._busy = False
        names = [[name, pick(place.world.title)] for name, place in self._places.items()]
        self.lane = FollowLane(worlds=names)
        self.reset()
        self._guard.run(self._restore)
        acts: dict[str, Callable[[Any], object]] = {
            "world": lambda name: self._show(name, AS_IS, ""),
            "change": lambda key: self._show(self.lane.world, key, self.lane.tagged),
            "tagged": self._tag,
            "tapped": lambda place: self._tag(self.followed.ids[place]),
            "query": self._offer,
        }
        for trait, act in acts.items():
            self.lane.observe(lambda moved, act=act: self._moved(act, moved["new"]), names=trait)
        self.widget = W.VBox([self.lane, self._told, self._guard.widget])

    @property
    def values(self) -> dict[str, str]:
        """What is saved: the kabupaten, what was changed, and the proposal that is followed."""
        return {"kabupaten": self.lane.world, "ubah": self.lane.change, "usulan": self.lane.tagged}

    @property
    def followed(self) -> FollowedRun:
        """The run on the screen."""
        return self._run(self.lane.world, self.lane.change)

    def reset(self) -> None:
        """Go back to where the unit starts."""
        self._show(next(iter(self._places)), AS_IS, "")

    def static(self) -> str:
        """Give the last frame as a picture, and its table."""
        picture = follow_picture(self.lane.lane, self.lane.life)
        return page(picture.html(), picture.table.html())

    def _run(self, name: str, change: str) -> FollowedRun:
        if (name, change) not in self._runs:
            words, scenario = self._places[name].changes()[change]
            run = p2.run_year(self._places[name].world, scenario, seed=self._seed)
            self._runs[name, change] = FollowedRun(run.check(), words if change else "")
        return self._runs[name, change]

    def _show(self, name: str, change: str, proposal: str) -> None:
        """Show a year and follow a proposal of it; the one that is followed first where none is given.

        Raises
        ------
        UnknownName : there is no such kabupaten, change or proposal.
        """
        for what, key, known in (
            (tr("Kabupaten"), name, self._places),
            (tr("Perubahan"), change, self._places[name].changes() if name in self._places else ()),
        ):
            if key not in known:
                raise UnknownName(what, key, known)
        before, now = self._run(name, AS_IS), self._run(name, change)
        note, own = "", self._places[name].first
        if not proposal and not own:
            own = before.likely(VILLAGE)
            has_story = any(place.first for place in self._places.values())
            text = tr(
                "Usulan di sini diundi, jadi tanggul Bu Ratmi tidak ada. Yang diikuti: usulan {desa} berperingkat "
                "tertinggi yang tidak sampai."
            )
            note = text.format(desa=before.villages[before.places[own]]) if has_story else ""
        proposal = proposal or own
        was = before.life_of(proposal) if proposal in before.places or not change else None
        life = now.life_of(proposal) if proposal in now.places or was is None else None
        assert life or was
        seen = _seen(now, life, life or was)  # type: ignore[arg-type]
        picture = follow_picture(now.state, seen)
        self._busy = True
        try:
            with self.lane.hold_sync():
                options = self._places[name].changes().items()
                self.lane.changes = [[key, words] for key, (words, _) in options]
                self.lane.world, self.lane.change, self.lane.tagged = name, change, proposal
                self.lane.lane = now.state
                self.lane.note = note
                self.lane.life = seen
                self.lane.ghost = _ghost(before, now, life, was) if change else {}
                self.lane.alt = picture.alt
                self.lane.table = picture.table.html()
        finally:
            self._busy = False

    def _tag(self, proposal: str) -> None:
        known = {name.casefold(): name for name in self.followed.ids}
        asked = self.lane.asked.strip() if proposal == self.lane.tagged else proposal
        name = known.get(proposal.casefold(), "")
        if not name:
            offers = self.followed.search(asked)
            name = offers[0][0] if offers and asked else ""
        if not name:
            before = str(self.lane.life["id"])
            self._busy = True
            self.lane.tagged = before
            self._busy = False
            text = tr(
                "“{kata}” tidak ada di antara usulan yang ditampilkan. Tulis nomor seperti {nomor}, desa, atau kata."
            )
            self.lane.note = text.format(kata=asked, nomor=before)
            return
        self._show(self.lane.world, self.lane.change, name)

    def _offer(self, words: str) -> None:
        self.lane.offers = [list(offer) for offer in self.followed.search(words)] if words else []

    def _moved(self, act: Callable[[Any], object], new: Any) -> None:
        if self._busy or not self._guard.run(lambda: act(new)):
            return
        if self.values != self.progress.part(self.key):
            saved = self.progress.put(self.key, self.values)
            self._tell("" if saved else say("galat", "\n".join(self.progress.notes)))

    def _restore(self) -> None:
        saved = self.progress.part(self.key)
        if not saved:
            return
        try:
            self._show(*(str(saved.get(key, "")) for key in self.values))
        except P2sppError as error:
            self.lost = (str(error),)
            self._tell(say("kabar", str(error)))

    def _tell(self, html: str) -> None:
        self._told.value = html
        self._told.layout.display = None if html else "none"


def follow_board(unit: Unit, *places: Followable) -> FollowBoard:
    """Make the board of a unit, a year by the rule book of its era; worlds of the learner's own can be picked too."""
    book = unit.desk.book
    own = [Followable(name, book) for name in own_districts(unit.progress.learner)]
    drawn = [replace(p, scenario=book) if p.scenario in BOOKS else p for p in places]
    return FollowBoard(unit.progress, (*drawn, *own), unit.desk.seed)


def _seen(
    run: FollowedRun, life: FollowedProposal | None, named: FollowedProposal
) -> dict[str, Any]:
    """Give the seen of a proposal as the screen needs it, gates by their place on the lane."""
    at = {gate.key: place for place, gate in enumerate(run.gates)}
    seen: dict[str, Any] = {"id": named.id, "about": named.about, "end": "", "verdicts": []}
    if life:
        verdicts = [
            {"gate": at[v.gate], "passed": v.passed, "asked": v.asked, "decided": v.decided}
            for v in life.verdicts
        ]
        seen |= {"place": life.place, "end": life.end, "verdicts": verdicts}
    return seen


def _ghost(
    before: FollowedRun,
    now: FollowedRun,
    life: FollowedProposal | None,
    was: FollowedProposal | None,
) -> dict[str, Any]:
    """Give the way of a proposal before the change, on the gates that are still there, and what became of it."""
    if was is None:
        text = tr("{usulan} hanya ada dengan {nama}.")
        return {"said": text.format(usulan=life.id if life else "", nama=now.name), "course": []}
    at = {gate.key: place for place, gate in enumerate(now.gates)}
    route = before.routes.routes[before.routes.of[was.place]]
    less = ""
    if now.arrived <= before.arrived:
        text = tr("Sampai ujung: {n} usulan, semula {m}.")
        why = why_less(gates_of_year(now.run, ""), gates_of_year(before.run, ""))
        less = f" {text.format(n=now.arrived, m=before.arrived)} {why}"
    return {
        "said": compared(before, now, life, was) + less,
        "course": [at[verdict.gate] for verdict in was.verdicts if verdict.gate in at],
        "reason": route.reason.text,
    }
