"""One proposal among all of a year: the gates of the rule book, who decides there, what each kept out, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

import p2spp_sim as p2
from p2spp_sim.base.formats import number, rupiah
from p2spp_sim.base.language import Labels, pick, tr
from p2spp_sim.model.meeting import DONE
from p2spp_sim.model.rulebook import END, Reason
from p2spp_sim.results import frames
from p2spp_sim.results.routes import Routes

CHANNEL_NAMES = Labels(musrenbang="usulan warga", skpd="kegiatan SKPD", reses="catatan reses")
NEEDS = "needs"  # the first gate, where what residents need is voiced or not
_MOST = 8  # proposals offered to a search
_ROOT = 4  # letters of a word that are left when its affixes are taken off
_BEFORE = ("pem", "pen", "per", "pe", "mem", "men", "me", "ber", "di", "ter")
_AFTER = ("nya", "kan", "an", "i")


@dataclass(frozen=True, slots=True)
class LaneGate:
    """One gate of the lane: who decides there, what came before it, and what it kept out by reason."""

    key: str
    label: str
    decider: str
    entered: int
    lost: Mapping[str, int]

    @property
    def taken(self) -> int:
        """How many went on."""
        return self.entered - sum(self.lost.values())


@dataclass(frozen=True, slots=True)
class GateVerdict:
    """What one gate did to the proposal that is followed: to which it passed it on (empty: to none), and in words."""

    gate: str
    to: str
    asked: str
    decided: str

    @property
    def passed(self) -> bool:
        """Tell whether it passed."""
        return bool(self.to)


@dataclass(frozen=True, slots=True)
class FollowedProposal:
    """The life of the proposal that is followed; `place` is its number among all of the run."""

    id: str
    about: str
    place: int
    verdicts: tuple[GateVerdict, ...]
    end: str


class FollowedRun:
    """A run as a lane of gates, with every proposal on it.

    Parameters
    ----------
    run : the year.
    name : what it is called: its rule book, or the lever that was moved.
    """

    def __init__(self, run: p2.Run, name: str = "") -> None:
        self.run = run
        self.name = name or pick(run.rules.title)

    @cached_property
    def routes(self) -> Routes:
        """The ways of all proposals."""
        return self.run.routes()

    @cached_property
    def gates(self) -> tuple[LaneGate, ...]:
        """The gates in the order of the year; those before which nothing came are left out."""
        routes = self.routes
        gates = []
        if routes.silent:
            source = next(source for source in self.run.rules.source if source.key == NEEDS)
            voiced = sum(self._of("musrenbang"))
            lost = {tr("tidak disuarakan"): routes.silent}
            label, felt = pick(source.label), voiced + routes.silent
            gates.append(LaneGate(NEEDS, label, source.decider, felt, lost))
        for place, spec in enumerate(self.run.rules.forum):
            if entered := routes.entered(place):
                lost = {reason.text: count for reason, count in routes.lost(place).items()}
                gates.append(LaneGate(spec.key, pick(spec.label), spec.decider, entered, lost))
        return tuple(gates)

    @cached_property
    def end(self) -> str:
        """What it is called to have come through: by the last forum's pot that leads there."""
        spec = self.run.rules.forum[-1]
        label = pick(next(pot.label for pot in reversed(spec.pots) if pot.to == END))
        return tr("Masuk {tempat}").format(tempat=label) if label == pick(spec.label) else label

    @cached_property
    def arrived(self) -> int:
        """How many came through to the end."""
        return sum(int((part.docket.at == DONE).sum()) for part in self.run.parts)

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The numbers of all proposals."""
        return tuple(
            name
            for part in self.run.parts
            for name in frames.ids(part, np.arange(len(part.docket.proposals)))
        )

    @cached_property
    def places(self) -> dict[str, int]:
        """The place of each proposal among all, by its number."""
        return {name: place for place, name in enumerate(self.ids)}

    @cached_property
    def villages(self) -> tuple[str, ...]:
        """The village of each proposal."""
        return tuple(
            str(name)
            for part in self.run.parts
            for name in part.world.villages["name"][part.docket.proposals.village]
        )

    @cached_property
    def _what(self) -> tuple[str, ...]:
        """What each proposal is."""
        return tuple(
            words
            for part in self.run.parts
            for words in frames.what(part, np.arange(len(part.docket.proposals)))
        )

    def search(self, words: str) -> list[tuple[str, str]]:
        """Give a few proposals by number, village or what is proposed, the likeliest first, with what each is.

        A word is found by its root too: what stands in a name need only hold it without its common affixes.
        """
        asked = words.strip().casefold()
        by_number = [name for name in self.ids if name.casefold().startswith(asked)]
        by_village = [
            name
            for name, village in zip(self.ids, self.villages, strict=True)
            if village.casefold().startswith(asked)
        ]
        roots = [_root(word) for word in asked.split()]
        by_words = [
            name
            for name, what, village in zip(self.ids, self._what, self.villages, strict=True)
            if roots and all(root in f"{what} {village}".casefold() for root in roots)
        ]
        found_ids = [*sorted(by_number, key=len), *by_village, *by_words]
        chosen = list(dict.fromkeys(found_ids))[:_MOST]
        return [(name, self.life_of(name).about) for name in chosen]

    def likely(self, village: str, forum: str = "musrenbang_kecamatan") -> str:
        """Give what a village ranked highest at a forum and never came to the end; of any village at worst."""
        best = (2, False, 0, self.ids[0])
        first = 0
        for part, step in self.run.steps(forum):
            rows = step.rows[step.rank > 0]
            names = part.world.villages["name"][part.docket.proposals.village[rows]]
            ranks = step.rank[step.rank > 0].tolist()
            built = (part.docket.at[rows] == DONE).tolist()
            for row, name, done, rank in zip(rows.tolist(), names, built, ranks, strict=True):
                best = min(best, (int(str(name) != village), done, rank, self.ids[first + row]))
            first += len(part.docket.proposals)
        return best[3]

    def life_of(self, proposal: str) -> FollowedProposal:
        """Tell what each gate did to one proposal.

        Raises
        ------
        UnknownName : no such proposal in this run; names the nearest.
        """
        trace = self.run.trace(proposal)
        place = self.places[proposal]
        verdicts = []
        if self.gates[0].key == NEEDS and self._channel(place) == "musrenbang":
            voiced = tr("Disuarakan warga, lalu dicatat sebagai usulan.")
            verdicts.append(
                GateVerdict(NEEDS, trace.gates[0]["stage"], tr("Satu kebutuhan warga."), voiced)
            )
        judged = {spec.key: bool(spec.criteria) for spec in self.run.rules.forum}
        verdicts += [_verdict(gate, ranked=judged[gate["stage"]]) for gate in trace.gates]
        end = self._ended(place)
        cuts = [gate for gate in trace.gates if gate["decision"] == "reduced"]
        if cuts:
            labels = {spec.key: pick(spec.label) for spec in self.run.rules.forum}
            text = tr("dipotong di {gerbang} menjadi {rupiah}, lalu {akhir}")
            granted = rupiah(cuts[-1]["granted_idr"])
            end = text.format(gerbang=labels[cuts[-1]["stage"]], rupiah=granted, akhir=end)
        return FollowedProposal(proposal, trace.about, place, tuple(verdicts), end)

    def _ended(self, place: int) -> str:
        route = self.routes.routes[self.routes.of[place]]
        if not route.reason:
            return tr("sampai ke ujung ({akhir})").format(akhir=self.end)
        spec = self.run.rules.forum[route.forums[-1]]
        text = tr("berhenti di {gerbang}: {sebab}")
        return text.format(gerbang=pick(spec.label), sebab=route.reason.text)

    def _of(self, channel: str) -> list[int]:
        routes = self.routes
        counts = np.bincount(routes.of, minlength=len(routes.routes)).tolist()
        return [
            count
            for route, count in zip(routes.routes, counts, strict=True)
            if route.channel == channel
        ]

    def _channel(self, place: int) -> str:
        return self.routes.routes[self.routes.of[place]].channel

    @cached_property
    def state(self) -> dict[str, Any]:
        """What a browser needs to draw it: gates, reasons, ways, and the way of each proposal."""
        at = {gate.key: place for place, gate in enumerate(self.gates)}
        keys = [spec.key for spec in self.run.rules.forum]
        totals: dict[str, int] = {}
        for gate in self.gates:
            for reason, count in gate.lost.items():
                totals[reason] = totals.get(reason, 0) + count
        reasons = sorted(totals, key=lambda reason: (-totals[reason], reason))
        channels = list(CHANNEL_NAMES)
        voiced = [0] if self.routes.silent else []
        ways = []
        for route in self.routes.routes:
            first = voiced if route.channel == "musrenbang" else []
            bin_ = reasons.index(route.reason.text) if route.reason != Reason.NONE else -1
            gates = [*first, *(at[keys[forum]] for forum in route.forums)]
            ways.append({"channel": channels.index(route.channel), "gates": gates, "bin": bin_})
        return {
            "name": self.name,
            "gates": [
                {
                    "label": gate.label,
                    "who": gate.decider,
                    "in": gate.entered,
                    "out": gate.taken,
                    "lost": {reasons.index(reason): n for reason, n in gate.lost.items()},
                }
                for gate in self.gates
            ],
            "end": self.end,
            "arrived": self.arrived,
            "reasons": reasons,
            "channels": [CHANNEL_NAMES[key] for key in channels],
            "counts": [sum(self._of(key)) for key in channels],
            "silent": self.routes.silent,
            "ways": ways,
            "of": self.routes.of.tolist(),
        }


def _root(word: str) -> str:
    """Take the common affixes off a word, as long as something is left to look for."""
    for affix in _BEFORE:
        if word.startswith(affix) and len(word) - len(affix) >= _ROOT:
            word = word.removeprefix(affix)
            break
    for affix in _AFTER:
        if word.endswith(affix) and len(word) - len(affix) >= _ROOT:
            return word.removesuffix(affix)
    return word


def _verdict(gate: Mapping[str, Any], *, ranked: bool) -> GateVerdict:
    asked = tr("Diminta {rupiah}.").format(rupiah=rupiah(gate["asked_idr"]))
    if ranked and gate["rank"]:
        rank = tr("Peringkat {n} dari {m}").format(n=number(gate["rank"]), m=number(gate["of"]))
        line = tr("yang lolos sampai peringkat {k}").format(k=number(gate["line"]))
        asked += f" {rank}; {line}." if gate["line"] else f" {rank}."
    decision = tr(frames.DECISIONS[gate["decision"]])
    sentence = f"{decision[0].upper()}{decision[1:]}: {gate['pot'] or gate['reason_text']}."
    if gate["decision"] == "reduced":
        sentence += " " + tr("Mendapat {rupiah}.").format(rupiah=rupiah(gate["granted_idr"]))
    return GateVerdict(gate["stage"], gate["to"], asked, sentence)


def changed_gate(
    before: FollowedRun, now: FollowedRun, was: FollowedProposal, life: FollowedProposal
) -> str:
    """Give the label of the first gate that did otherwise with a proposal; empty when none did.

    A gate that sends it to another table than before did otherwise where both rule books know both tables.
    """
    old, new = ({spec.key for spec in run.run.rules.forum} | {END} for run in (before, now))
    labels = {gate.key: gate.label for run in (before, now) for gate in run.gates}
    earlier = {verdict.gate: verdict for verdict in was.verdicts}
    for verdict in life.verdicts:
        then = earlier.pop(verdict.gate, None)
        if then is None:
            if verdict.gate in old or not verdict.passed:
                return labels[verdict.gate]
        elif verdict.to != then.to and {verdict.to or END, then.to or END} <= old & new:
            return labels[verdict.gate]
    return next((labels[gate] for gate in earlier), "")


def compared(
    before: FollowedRun, now: FollowedRun, life: FollowedProposal | None, was: FollowedProposal
) -> str:
    """Say what became of a proposal in another run on the same draws, and which gate did otherwise.

    Parameters
    ----------
    life, was : its life in `now`, None where there is no such proposal, and in `before`.
    """
    if life is None:
        text = tr("{usulan} tidak ada dengan {nama}: semula {dulu}.")
        return text.format(usulan=was.id, nama=now.name, dulu=was.end)
    gate = changed_gate(before, now, was, life)
    through = was.verdicts[-1].passed and life.verdicts[-1].passed
    if was.end == life.end or (through and not gate):
        text = tr("Dengan kejadian acak yang sama, nasib {usulan} tidak berubah: {kini}.")
        return text.format(usulan=was.id, kini=life.end)
    text = tr(
        "Dengan kejadian acak yang sama, {usulan} semula {dulu}; kini {kini}. Gerbang yang berubah: {gerbang}."
    )
    stopped = next(each.label for each in now.gates if each.key == life.verdicts[-1].gate)
    return text.format(usulan=was.id, dulu=was.end, kini=life.end, gerbang=gate or stopped)
