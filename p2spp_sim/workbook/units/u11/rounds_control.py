"""Unit 11: the control in which six groups decide year by year; years that were lived are locked and saved."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import Any

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.language import Labels, pick, tr
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.workbook.case.clauses import CAPITAL, clause_keys, spent_capital
from p2spp_sim.workbook.controls import ControlValue
from p2spp_sim.workbook.controls.control import Notice
from p2spp_sim.workbook.drawings import card_back, event
from p2spp_sim.workbook.page.markup import say
from p2spp_sim.workbook.page.panel import SpokenGuard
from p2spp_sim.workbook.saving.ballots import Guess
from p2spp_sim.workbook.units.shared.cockpit import OWN, SCREEN_WORDS, Cockpit, Frame
from p2spp_sim.workbook.units.u11.decision import (
    ALONE,
    DIAL,
    DIAL_STEP,
    YearDecision,
    read_decision,
)
from p2spp_sim.workbook.units.u11.game import budget, card_labels, game, known_here

SHUFFLED = "kocok"
CARD_PX = 92
DecisionsFound = tuple[Mapping[str, YearDecision], Sequence[str], Sequence[YearDecision]]
ROUND_WORDS = Labels(
    number="usulan warga sampai APBD",
    run="Jalankan tahun ke-{n}",
    open="Buka kartu, jalankan tahun ke-{n}",
    done="Lima tahun selesai",
    undo="Batalkan tahun terakhir",
    collect="Ambil keputusan kelompok dari berkas",
    purse="Pundi upaya",
    points="Latihan pelaku",
    policies="Kebijakan, satu yang baru setahun",
    later="tahun depan",
    capital="Modal politik",
    capital_left="sisa {n} dari {m}",
    guess="Tebak dahulu: berapa usulan sampai APBD?",
    lock="Kunci tebakan",
    lock_first="Kunci tebakan dahulu",
    locked="Tebakan terkunci",
    nearest="Paling dekat: {siapa}, selisih {n}.",
    apart="Selisih tebakan Anda {n}.",
    pin="{siapa} menebak {n}",
    card="Kartu kejadian",
    paper="Kartu dari tumpukan kertas",
    shuffled="Buka kartu teratas dari tumpukan",
    tabs="Enam kelompok",
    course="Tahun demi tahun",
    begin="awal",
)

AGAIN_WORDS = Labels(repeat="Ulangi pilihan putaran 1")


class Rounds:
    """Six groups' levers on one screen, and the years that were lived with them.

    Parameters
    ----------
    key : the name in files.
    title : the heading on the screen.
    scenario : what the levers are moved from; its budgets are those of the play.
    deck : the event card of every year.
    villages : of the kabupaten, each with `code`, `name` and `place`.
    frames : what the screen shows after some years.
    drawn : whether events are drawn and guesses are asked for.
    groups : gives what other groups have decided, with sentences about it, and the years that the class lived together.
    earlier : gives the years of the round before, whose choices can be taken over; None where there is none.
    """

    def __init__(
        self,
        key: str,
        title: str,
        scenario: Scenario,
        deck: Sequence[str],
        villages: Sequence[Mapping[str, str]],
        frames: Callable[[Sequence[YearDecision]], Sequence[Frame]],
        drawn: bool,
        groups: Callable[[], DecisionsFound],
        earlier: Callable[[], Sequence[YearDecision]] | None = None,
    ) -> None:
        self.key, self.scenario, self.deck = key, scenario, tuple(deck)
        self.locked: list[YearDecision] = []
        self._drawn, self._groups, self._frames = drawn, groups, frames
        self._earlier = earlier
        self._codes = {village["code"]: village["name"] for village in villages}
        own = next((code for code, name in self._codes.items() if name == OWN), "")
        self._notices: list[Notice] = []
        self._busy = False
        self.widget = Cockpit(
            plan=self._plan(title, villages),
            words={**SCREEN_WORDS, **ROUND_WORDS, **(AGAIN_WORDS if earlier else {})},
            decision=self._standing(YearDecision(), SHUFFLED, own),
            seat=ALONE,
        )
        self.guard = SpokenGuard(self._say_html)
        self.widget.observe(lambda _: self.guard.run(self._moved), "decision")
        self.widget.on_msg(self._asked)
        self._show()

    def _plan(self, title: str, villages: Sequence[Mapping[str, str]]) -> dict[str, Any]:
        scenario = self.scenario
        return {
            "title": title,
            "villages": [dict(village) for village in villages],
            "purse": budget(scenario),
            "capital": int(scenario.value(CAPITAL)),
            "most": round(1 / game().play.point),
            "opened": game().play.new_policies,
            "tabs": [self._tab(key) for key in game().group],
            "years": game().play.years,
            "drawn": self._drawn,
            "back": card_back(CARD_PX),
            "cards": {
                key: {
                    "label": label,
                    "face": label.partition(":")[0],
                    "art": event(key, CARD_PX, decorative=True),
                }
                for key, label in card_labels().items()
            },
            "seats": {ALONE: tr("Anda"), **{k: pick(g.label) for k, g in game().group.items()}},
        }

    def _tab(self, key: str) -> dict[str, Any]:
        scenario, group = self.scenario, game().group[key]
        return {
            "key": key,
            "label": pick(group.label),
            "who": pick(group.person),
            "duty": pick(group.duty),
            "levers": [
                {"key": lever, "label": scenario.lever(lever).called} for lever in group.effort
            ],
            "policies": [
                {"key": name, "label": pick(policy.label)}
                for name, policy in game().policy.items()
                if policy.group == key and known_here(scenario, policy.values)
            ],
            "dial": self._dial() if group.dial else None,
            "clauses": self._clauses() if group.clauses else [],
        }

    def _dial(self) -> dict[str, Any]:
        top = round(100 * float(self.scenario.lever(DIAL).high or 1))
        label = tr("Pagu kewilayahan (PIK)")
        return {"key": "pik", "label": label, "top": top, "step": DIAL_STEP, "unit": "%"}

    def _clauses(self) -> list[dict[str, Any]]:
        return [
            {
                "key": key,
                "label": self.scenario.lever(key).called,
                "cost": spent_capital(self.scenario, [key]),
            }
            for key in clause_keys(self.scenario)
        ]

    @property
    def decision(self) -> YearDecision:
        """The decision as it stands on the screen."""
        return read_decision({**self.widget.decision, "kartu": ""}, self.scenario)

    @decision.setter
    def decision(self, new: YearDecision) -> None:
        standing = self.widget.decision
        self._set(new, standing["kartu"], standing["desa"])
        self._moved()

    @property
    def card(self) -> str:
        """The card that was taken from paper for the coming year, or `SHUFFLED`."""
        return str(self.widget.decision["kartu"])

    @card.setter
    def card(self, new: str) -> None:
        if new not in (SHUFFLED, *card_labels()):
            raise P2sppError(tr("Pilihan tersimpan {pilihan} tidak ada lagi.").format(pilihan=new))
        self._set(self.decision, new, self.village)
        self._changed()

    @property
    def village(self) -> str:
        """Code of the village that is followed."""
        return str(self.widget.decision["desa"])

    @property
    def value(self) -> dict[str, Any]:
        """The years that were lived, and what stands on the screen."""
        return {
            "tahun": [decision.saved() for decision in self.locked],
            "putusan": self.decision.saved(),
            "kartu": self.card,
            "desa": self.village,
        }

    @value.setter
    def value(self, new: ControlValue) -> None:
        if not isinstance(new, dict) or not isinstance(new.get("tahun"), list):
            raise P2sppError(tr("Keputusan tersimpan tidak terbaca."))
        locked = self._checked([read_decision(raw, self.scenario) for raw in new["tahun"]])
        now = read_decision(new.get("putusan"), self.scenario)
        card, village = new.get("kartu", SHUFFLED), new.get("desa", self.village)
        if card not in (SHUFFLED, *card_labels()) or village not in self._codes:
            raise P2sppError(tr("Keputusan tersimpan tidak terbaca."))
        self.locked = locked
        self._set(now, str(card), str(village))
        self._show()
        self._changed()

    def watch(self, notice: Notice) -> None:
        """Call `notice` after every change of the value."""
        self._notices.append(notice)

    def run(self) -> None:
        """Live the coming year; what cannot be lived is said and changes nothing."""
        decision, before = self.decision, self.locked[-1] if self.locked else None
        if len(self.locked) >= game().play.years:
            return
        if faults := decision.faults(self.scenario, before):
            kept = tr("Tahun belum dijalankan; semua keputusan tetap seperti di layar.")
            self._say("galat", "\n".join([*faults, kept]), tr("Belum dapat dijalankan"))
            return
        card = self.deck[len(self.locked)] if self.card == SHUFFLED else self.card
        self.locked.append(replace(decision, card=card))
        self._set(replace(decision, guesses={}), SHUFFLED, self.village)
        self._say("", "")
        self._show()
        self._changed()

    def undo(self) -> None:
        """Open the last year again; its decision comes back to the screen."""
        if not self.locked:
            return
        last = self.locked.pop()
        from_paper = self._drawn and last.card != self.deck[len(self.locked)]
        self._set(last, last.card if from_paper else SHUFFLED, self.village)
        text = tr("Tahun ke-{n} dibuka kembali; keputusannya kembali ke kendali.").format(
            n=len(self.locked) + 1
        )
        self._say("kabar", text)
        self._show()
        self._changed()

    def repeat(self) -> None:
        """Take over what the round before decided for the coming year."""
        years = self._earlier() if self._earlier else ()
        number = len(self.locked) + 1
        text = tr("Pilihan putaran 1 untuk tahun ke-{n} ada di kendali.")
        if number > len(years):
            text = tr("Putaran 1 belum dijalankan sampai tahun ke-{n}.")
        else:
            same = replace(years[number - 1], card="", guesses=self.decision.guesses)
            self._set(same, self.card, self.village)
            self._changed()
        self._say("kabar", text.format(n=number))

    @property
    def guesses(self) -> dict[str, Guess]:
        """What was guessed here for every year, with what came of it."""
        years = [*self.locked, self.decision]
        came = [frame["now"] for frame in self.widget.frames[1:]]
        both = zip_longest(years, came)
        made = {str(n): Guess(self._own(year), end) for n, (year, end) in enumerate(both, 1)}
        return {year: guess for year, guess in made.items() if guess != Guess()}

    def _own(self, decision: YearDecision | None) -> int | None:
        return decision.guesses.get(self.widget.seat) if decision else None

    def _follow(self, lived: Sequence[YearDecision]) -> bool:
        """Take over the years that the class lived together, where nothing else was lived here."""
        here = [replace(decision, guesses={}) for decision in self.locked]
        there = [replace(decision, guesses={}) for decision in lived]
        if len(there) <= len(here) or there[: len(here)] != here:
            return False
        years, mine = list(lived), self.decision.guesses
        first = years[len(here)]
        years[len(here)] = replace(first, guesses={**first.guesses, **mine})
        self.locked = self._checked([*self.locked, *years[len(here) :]])
        self._set(replace(years[-1], guesses={}, card=""), SHUFFLED, self.village)
        self._show()
        return True

    def collect(self) -> None:
        """Take over what the other groups have saved, and the years that the class lived together."""
        decisions, sentences, lived = self._groups()
        if self._follow(lived):
            text = tr("Permainan bersama di laptop depan diikuti sampai tahun ke-{n}.")
            self._say("kabar", text.format(n=len(self.locked)))
            self._changed()
            return
        decision = self.decision
        for group, other in decisions.items():
            decision = decision.share_of(group, other)
        self._set(decision, self.card, self.village)
        self._say("kabar", "\n".join(sentences))
        self._changed()

    def _asked(self, _widget: Cockpit, asked: Any, _buffers: object) -> None:
        work = {
            "run": self.run,
            "undo": self.undo,
            "collect": self.collect,
            "repeat": self.repeat,
        }

        def answer() -> None:
            if isinstance(asked.get("decision"), dict):
                self._take(asked["decision"])
            work[asked["do"]]()

        self.guard.run(answer)

    def _take(self, standing: dict[str, Any]) -> None:
        """Put what the browser shows in the place of what is known here: it may be a moment ahead."""
        now = read_decision({**standing, "kartu": ""}, self.scenario)
        self._set(now, str(standing["kartu"]), str(standing["desa"]))

    def _checked(self, locked: list[YearDecision]) -> list[YearDecision]:
        before: YearDecision | None = None
        for year, decision in enumerate(locked, 1):
            if faults := decision.faults(self.scenario, before):
                text = tr("Tahun ke-{n} yang tersimpan tidak dapat dijalankan lagi.").format(n=year)
                raise P2sppError("\n".join([text, *faults]))
            before = decision
        if len(locked) > game().play.years:
            raise P2sppError(
                tr("Keputusan tersimpan memuat lebih dari {n} tahun.").format(n=game().play.years)
            )
        return locked

    def _standing(self, decision: YearDecision, card: str, village: str) -> dict[str, Any]:
        guesses = dict(decision.guesses)
        return {**decision.saved(), "tebakan": guesses, "kartu": card, "desa": village}

    def _set(self, decision: YearDecision, card: str, village: str) -> None:
        self._busy = True
        try:
            self.widget.decision = self._standing(decision, card, village)
        finally:
            self._busy = False

    def _moved(self) -> None:
        if not self._busy:
            _ = self.decision  # refused here when it cannot be read
            self._say("", "")
            self._changed()

    def _changed(self) -> None:
        for notice in self._notices:
            notice()

    def _say(self, kind: str, text: str, word: str | None = None) -> None:
        self._say_html(say(kind, text, word=word) if text else "")

    def _say_html(self, html: str) -> None:
        self.widget.news = html

    def _show(self) -> None:
        self.widget.held = [key for decision in self.locked[-1:] for key in decision.policies]
        self.widget.frames = [frame.sent() for frame in self._frames(self.locked)]
