"""Unit 11: the control in which six groups decide year by year; years that were lived are locked and saved."""

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

import ipywidgets as W  # noqa: N812

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.language import pick, tr
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.workbook.case.clauses import CAPITAL, clause_keys
from p2spp_sim.workbook.controls import Choose, Control, ControlValue, Pick, Picks, Slide, Tick
from p2spp_sim.workbook.controls.control import Composite
from p2spp_sim.workbook.page.markup import page, say
from p2spp_sim.workbook.page.panel import Guard
from p2spp_sim.workbook.units.u11.decision import (
    DIAL,
    DIAL_STEP,
    YearDecision,
    meter,
    read_decision,
)
from p2spp_sim.workbook.units.u11.game import card_labels, game, known_here

SHUFFLED = "kocok"
COLUMNS = (
    ("desa", "kecamatan", "skpd", "sipil"),
    ("bappeda", "dprd"),
)  # two columns of about one height
DecisionsFound = tuple[Mapping[str, YearDecision], Sequence[str]]


class Rounds(Composite):
    """Six groups' levers, and a button that lives the year.

    Parameters
    ----------
    key, label : the name in files, the heading on the screen.
    scenario : what the levers are moved from; its budgets are those of the play.
    deck : the event card of every year.
    drawn : whether another card can be taken instead, as from a stack of paper.
    groups : gives what other groups have decided, with sentences about it; None shows no button for it.
    """

    def __init__(
        self,
        key: str,
        label: str,
        scenario: Scenario,
        deck: Sequence[str],
        drawn: bool = False,
        groups: Callable[[], DecisionsFound] | None = None,
    ) -> None:
        super().__init__(key, label)
        self.scenario, self.deck, self._drawn, self._groups = scenario, tuple(deck), drawn, groups
        self.locked: list[YearDecision] = []
        self._make_controls()
        self.run = W.Button(button_style="primary")
        self.undo = W.Button(description=tr("Batalkan tahun terakhir"))
        self.collect = W.Button(description=tr("Ambil putusan kelompok dari berkas"))
        self.told, self.guard = W.HTML(layout=W.Layout(display="none")), Guard()
        self.run.on_click(lambda _: self.guard.run(self._run))
        self.undo.on_click(lambda _: self.guard.run(self._undo))
        self.collect.on_click(lambda _: self.guard.run(self._collect))
        most = round(1 / game().play.point)
        buttons = [self.run, self.undo, *([self.collect] if groups else [])]
        foot: list[W.Widget] = [self._card.widget] if self._card else []
        foot += [
            W.HBox(buttons, layout=W.Layout(flex_flow="row wrap")),
            self.told,
            self.guard.widget,
        ]
        self._fill(self._panels(most), *foot)
        self._show()

    def _make_controls(self) -> None:
        scenario, most = self.scenario, round(1 / game().play.point)
        efforts = [key for group in game().group.values() for key in group.effort]
        self.efforts = {key: Slide(key, scenario.lever(key).called, 0, most, 0) for key in efforts}
        self.policies = {
            key: Tick(key, pick(policy.label))
            for key, policy in game().policy.items()
            if known_here(scenario, policy.values)
        }
        top = round(100 * float(scenario.lever(DIAL).high or 1))
        self.dial = Slide(DIAL, tr("Pagu kewilayahan"), 0, top, 0, step=DIAL_STEP, unit="%")
        cards = [
            Pick(key, scenario.lever(key).called, round(scenario.lever(key).cost))
            for key in clause_keys(scenario)
        ]
        self.clauses = Picks(
            "pasal", tr("Pasal Perda yang berlaku"), cards, int(scenario.value(CAPITAL))
        )
        options = {SHUFFLED: tr("Buka kartu teratas dari tumpukan"), **card_labels()}
        self._card = (
            Choose("kartu", tr("Kartu kejadian"), options, SHUFFLED, stacked=True)
            if self._drawn
            else None
        )
        moved: list[Control] = [
            *self.efforts.values(),
            *self.policies.values(),
            self.dial,
            self.clauses,
        ]
        for control in [*moved, *([self._card] if self._card else [])]:
            control.watch(self._moved)

    def _panels(self, most: int) -> W.Widget:
        """Give a panel a group, in two columns that wrap on a narrow screen."""
        columns = []
        for keys in COLUMNS:
            panels = [self._panel(key, most) for key in keys]
            columns.append(W.VBox(panels, layout=W.Layout(flex="1 1 430px", min_width="0")))
        return W.HBox(columns, layout=W.Layout(flex_flow="row wrap", align_items="flex-start"))

    def _panel(self, key: str, most: int) -> W.Widget:
        group = game().group[key]
        parts = [self.efforts[lever].widget for lever in group.effort]
        parts += [self.dial.widget] if group.dial else []
        parts += [
            tick.widget
            for policy, tick in self.policies.items()
            if game().policy[policy].group == key
        ]
        parts += [self.clauses.widget] if group.clauses else []
        name = escape(pick(group.label))
        scale = escape(tr("poin upaya 0 sampai {n} setiap tuas").format(n=most))
        heading = W.HTML(
            page(f"<strong>{name}</strong>: {scale}"), layout=W.Layout(flex="0 0 auto")
        )
        layout = W.Layout(
            border="1px solid #8c8c8c", padding="2px 8px", margin="3px", min_width="0"
        )
        return W.VBox([heading, *parts], layout=layout)

    @property
    def decision(self) -> YearDecision:
        """The decision as the controls stand."""
        return YearDecision(
            {key: slide.value for key, slide in self.efforts.items() if slide.value},
            tuple(key for key, tick in self.policies.items() if tick.value),
            self.dial.value,
            tuple(self.clauses.value),
        )

    @property
    def value(self) -> dict[str, Any]:
        """The years that were lived, and what stands on the controls."""
        drawn = self._card.value if self._card else SHUFFLED
        return {
            "tahun": [decision.saved() for decision in self.locked],
            "putusan": self.decision.saved(),
            "kartu": drawn,
        }

    @value.setter
    def value(self, new: ControlValue) -> None:
        if not isinstance(new, dict) or not isinstance(new.get("tahun"), list):
            raise P2sppError(tr("Putusan tersimpan tidak terbaca."))
        locked = self._checked([read_decision(raw, self.scenario) for raw in new["tahun"]])
        now = read_decision(new.get("putusan"), self.scenario)
        self.locked = locked
        self._set(now)
        if self._card:
            self._card.value = new.get("kartu", SHUFFLED)
        self._show()
        self._changed()

    def _checked(self, locked: list[YearDecision]) -> list[YearDecision]:
        before: YearDecision | None = None
        for year, decision in enumerate(locked, 1):
            if faults := decision.faults(self.scenario, before):
                text = tr("Tahun ke-{n} yang tersimpan tidak dapat dijalankan lagi.").format(n=year)
                raise P2sppError("\n".join([text, *faults]))
            before = decision
        if len(locked) > game().play.years:
            raise P2sppError(
                tr("Putusan tersimpan memuat lebih dari {n} tahun.").format(n=game().play.years)
            )
        return locked

    def _set(self, decision: YearDecision) -> None:
        self._busy = True
        for key, slide in self.efforts.items():
            slide.value = decision.effort.get(key, 0)
        for key, tick in self.policies.items():
            tick.value = key in decision.policies
        self.dial.value = decision.pik
        self.clauses.value = list(decision.clauses)
        self._busy = False

    def _moved(self) -> None:
        if not self._busy:
            self._say("", "")
            self._show()
            self._changed()

    def _run(self) -> None:
        decision, before = self.decision, self.locked[-1] if self.locked else None
        if faults := decision.faults(self.scenario, before):
            kept = tr("Tahun belum dijalankan; semua putusan tetap seperti di layar.")
            self._say("galat", "\n".join([*faults, kept]), tr("Belum dapat dijalankan"))
            return
        card = self.deck[len(self.locked)]
        if self._card:
            card = card if self._card.value == SHUFFLED else self._card.value
            self._busy = True
            self._card.value = SHUFFLED
            self._busy = False
        self.locked.append(
            YearDecision(decision.effort, decision.policies, decision.pik, decision.clauses, card)
        )
        self._say("", "")
        self._show()
        self._changed()

    def _undo(self) -> None:
        last = self.locked.pop()
        self._set(last)
        if self._card and last.card != self.deck[len(self.locked)]:  # taken from paper
            self._busy = True
            self._card.value = last.card
            self._busy = False
        text = tr("Tahun ke-{n} dibuka kembali; putusannya kembali ke kendali.").format(
            n=len(self.locked) + 1
        )
        self._say("kabar", text)
        self._show()
        self._changed()

    def _collect(self) -> None:
        assert self._groups is not None
        decisions, sentences = self._groups()
        decision = self.decision
        for group, other in decisions.items():
            decision = decision.share_of(group, other)
        if decisions:
            self._set(decision)
        self._say("kabar", "\n".join(sentences))
        self._show()
        self._changed()

    def _say(self, kind: str, text: str, word: str | None = None) -> None:
        self.told.value = say(kind, text, word=word) if text else ""
        self.told.layout.display = None if text else "none"

    def _show(self) -> None:
        done, years = len(self.locked), game().play.years
        self.run.disabled, self.undo.disabled = done >= years, not done
        self.run.description = (
            tr("Lima tahun selesai")
            if done >= years
            else tr("Jalankan tahun ke-{n}").format(n=done + 1)
        )
        over = (
            self.decision.faults(self.scenario, self.locked[-1] if done else None)
            if done < years
            else []
        )
        text = " ".join(over) or meter(self.decision, self.scenario)
        self._tell(text, "!" if over else "○" if done < years else "✓")
