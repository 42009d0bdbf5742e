"""The fit of the model to a district's own ledger: gates, weights, ceilings and shares funded, with what they leave."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from p2spp_sim.base.arrays import Floats, Ints
from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.language import pick, tr
from p2spp_sim.base.numerals import whole_number
from p2spp_sim.model.loading import load_rules
from p2spp_sim.model.opening import CHANNEL_OF_SOURCE
from p2spp_sim.model.proposals import CHANNELS
from p2spp_sim.model.rulebook import ForumSpec, Reason, RuleBook
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.studies.fitting import estimates
from p2spp_sim.studies.fitting.contest import Rivals, Scoring, informed_keys
from p2spp_sim.studies.fitting.contest_draws import ContestDraws, contest_draws
from p2spp_sim.studies.fitting.estimate import Estimate
from p2spp_sim.studies.fitting.fit import Fit
from p2spp_sim.studies.fitting.funding import shares_accepted, shares_funded
from p2spp_sim.studies.fitting.gate_parameters import RATE_OF, drawn_behind, expected_rate
from p2spp_sim.studies.fitting.gate_rates import (
    OTHER_KINDS,
    ChannelGates,
    GateCounts,
    gate_draws,
    known_kind,
)
from p2spp_sim.studies.fitting.last_pot import asked, ceiling_per_group, fill_rule
from p2spp_sim.studies.fitting.ledger import (
    BEHIND,
    CHANNEL_LABELS,
    UNKNOWN,
    Ledger,
    read_ledger,
)
from p2spp_sim.studies.fitting.ledger_agenda import LedgerAgenda, agenda_of
from p2spp_sim.world.world import World

if TYPE_CHECKING:
    import pandas as pd

FORUM = "forum_skpd"
_FEWEST_OF_A_KIND = 5  # rows; kinds with fewer are one
_GRID = 1001  # values at which a rate is worked out of a parameter
_SHARES = 66  # values of the open share at which ceilings are worked out


def fit(
    world: World,
    ledger: "Path | str | pd.DataFrame | Ledger",
    scenario: Scenario | str = "2010",
    *,
    forum: str = FORUM,
    draws: int = 500,
    seed: int = 0,
    progress: Callable[[str], object] = lambda step: None,
) -> Fit:
    """Fit parameters to a list of proposals with outcomes.

    Gate rates are beta-binomial with partial pooling over agencies and over kinds, missing reasons drawn
    (`fitting.gate_rates`); scoring weights, imprecision and ceilings come from holding the forum itself on the
    ledger's rows (approximate Bayesian computation, `fitting.contest_draws`); the share funded from drawing the list
    anew under them. Every interval holds the middle 90 % of the joint sample; that of a share funded where nobody is
    known to have lost for the money holds the upper 90 %, and ends at 1.

    Parameters
    ----------
    world : the district whose agencies and kecamatan the ledger names.
    ledger : workbook, or frame, of proposals that lay before one forum: at least what, agency, cost (whole rupiah) and
        status; also year, kecamatan, village, kind, channel, reason, rupiah approved, priority, urgency, households.
    scenario : values of all that the ledger does not inform, and the rule book.
    forum : key of the forum that the statuses are of.
    draws : size of the joint sample.
    seed : of the sample; the same seed gives the same one.
    progress : called with a word before each step.

    Returns
    -------
    Fit, with `scenario`, `sample`, `table()`, `design(n)`, `predict(ledger)`, `to_excel(path)` and `notes`.

    Raises
    ------
    BadData : cells, places or status words that cannot be understood, all at once.
    P2sppError : no status at all; says what is still known. Or scipy is not there.
    UnknownName : no such forum.
    """
    draws, seed = whole_number("draws", draws, 20), whole_number("seed", seed)
    if not find_spec("scipy"):
        raise P2sppError(tr("Menaksir memerlukan paket scipy (p2spp-sim[study])."))
    base = Scenario.load(scenario) if isinstance(scenario, str) else scenario
    book = load_rules(base.rules)
    spec = book.forum[book.index(forum)]
    progress(tr("membaca"))
    rows = ledger if isinstance(ledger, Ledger) else read_ledger(ledger, world)
    work = FitAtWork(world, rows, base, book, spec, draws, seed)
    progress(tr("saringan"))
    gates = work.gates()
    progress(tr("bobot dan pagu"))
    agenda = agenda_of(world, rows, base, book, spec, seed)
    drawn, scoring = work.contest(agenda, gates)
    work.parameters_of_gates(gates)
    drawn = drawn and work.open_share(agenda, drawn)
    progress(tr("taksiran"))
    numbers = tuple(work.estimates(gates, agenda, drawn, scoring))
    return Fit(
        world=world,
        ledger=rows,
        base=base,
        forum=spec.key,
        estimates=numbers,
        sample=work.sample(),
        notes=tuple(work.notes),
        seed=seed,
        _supposed=work.supposed(),
        _gates=gates,
        _scoring=scoring,
        _agenda=agenda,
        _contest=drawn,
    )


class FitAtWork:
    """One fit on its way: what is known so far, and what is noted."""

    def __init__(
        self,
        world: World,
        rows: Ledger,
        base: Scenario,
        book: RuleBook,
        spec: ForumSpec,
        draws: int,
        seed: int,
    ) -> None:
        self.world, self.rows, self.base = world, rows, base
        self.book, self.spec, self.draws = book, spec, draws
        self.rng = np.random.default_rng(seed)
        self.notes = list(rows.notes)
        self.columns: dict[str, Floats] = {}
        self.rest_on: dict[str, int] = {}
        self.open: dict[str, str] = {}  # parameters that stay as wide as declared, and why
        refused = ~rows.accepted
        self.told = rows.reason[refused] != UNKNOWN
        self.reasons = self._reasons()
        self._note_outcomes()

    def _reasons(self) -> list[Reason]:
        """Give the gates in order: of other forums, as the ledger names them, before those of this one."""
        own = [
            Reason[gate.reason.upper()] for gate in self.spec.gates if gate.reason != "on_record"
        ]
        named = [Reason(code) for code in np.unique(self.rows.reason[self.rows.reason > 0])]
        other = [reason for reason in named if reason not in own]
        gates = dict.fromkeys([*other, *own])
        return [reason for reason in gates if reason not in BEHIND]

    def _note_outcomes(self) -> None:
        accepted, n = int(self.rows.accepted.sum()), len(self.rows)
        if accepted == n:
            self.notes.append(
                tr(
                    "Semua {n} baris diterima: bobot penilaian dan ketelitian tidak dapat ditaksir, dan pagu hanya "
                    "diketahui batas bawahnya. Yang masih dapat ditaksir: tingkat lolos saringan, dari bawah."
                ).format(n=n)
            )
        elif accepted == 0 and not self.blind:
            self.notes.append(
                tr(
                    "Semua {n} baris ditolak: bobot penilaian, ketelitian, dan pagu tidak dapat ditaksir. Yang masih "
                    "dapat ditaksir: tingkat lolos saringan, dari alasan yang tercatat ({told} baris)."
                ).format(n=n, told=int(self.told.sum()))
            )
        if self.blind:
            self.notes.append(
                tr(
                    "Tidak satu pun dari {n} penolakan mempunyai alasan yang dikenal: saringan dan persaingan dana "
                    "tidak dapat dipisahkan. Yang masih dapat ditaksir: bagian yang diterima."
                ).format(n=len(self.told))
            )
        elif len(self.told) and (missing := int((~self.told).sum())):
            self.notes.append(
                tr(
                    "{n} dari {all} penolakan tanpa alasan yang dikenal; dianggap hilang secara kebetulan, dan "
                    "selangnya melebar karenanya."
                ).format(n=missing, all=len(self.told))
            )

    @property
    def blind(self) -> bool:
        """Whether refusals say nothing of their reasons, and there is more than one."""
        return bool(len(self.told)) and not self.told.any() and bool(self.reasons)

    def fate(self) -> Ints:
        """Tell by number what became of every row: the gate, then outbid, accepted, refused without a reason."""
        gates = len(self.reasons)
        at = {int(reason): place for place, reason in enumerate(self.reasons)}
        at |= {int(reason): gates for reason in BEHIND} | {0: gates + 1, UNKNOWN: gates + 2}
        return np.array([at[code] for code in self.rows.reason.tolist()], np.int64)

    def gates(self) -> dict[str, ChannelGates]:
        """Draw the rates of all gates, channel by channel."""
        drawn: dict[str, ChannelGates] = {}
        if self.blind:
            return drawn
        fate, gates = self.fate(), len(self.reasons)
        for channel in CHANNELS:
            mine = np.flatnonzero(self.rows.channel == channel)
            if not len(mine) or not gates:
                continue
            agencies = {key: n for n, key in enumerate(np.unique(self.rows.skpd[mine]).tolist())}
            kinds = self._kinds(mine)
            by = []
            for groups, number, beside in (
                (
                    [agencies[key] for key in self.rows.skpd[mine].tolist()],
                    len(agencies),
                    self._beside(channel, list(agencies)),
                ),
                (
                    [kinds[known_kind(kinds, text)] for text in self.rows.kind[mine]],
                    len(kinds),
                    None,
                ),
            ):
                counts = GateCounts.of(
                    fate[mine], np.array(groups, np.int64), number, gates, beside
                )
                by.append(gate_draws(counts, self.draws, self.rng))
            drawn[channel] = ChannelGates(by[0], by[1], agencies, kinds)
        return drawn

    def _beside(self, channel: str, agencies: list[int]) -> Ints:
        """Count the rows of other channels that each agency outbid and accepted, (2, agencies)."""
        others = self.rows.where(self.rows.channel != channel)
        size = len(self.world.skpd["name"])
        ends = (others.outbid, others.accepted)
        return np.stack([np.bincount(others.skpd[end], minlength=size)[agencies] for end in ends])

    def _kinds(self, mine: Ints) -> dict[str, int]:
        names, count = np.unique(self.rows.kind[mine].astype(str), return_counts=True)
        large = names[(count >= _FEWEST_OF_A_KIND) & (names != "")].tolist()
        small = [OTHER_KINDS] if count.sum() > count[np.isin(names, large)].sum() else []
        return {name: number for number, name in enumerate([*large, *small])}

    def contest(
        self, agenda: LedgerAgenda, gates: dict[str, ChannelGates]
    ) -> tuple[ContestDraws | None, Scoring]:
        """Draw weights, imprecision and ceilings."""
        rows = self.rows
        lost = rows.outbid
        if not self.reasons:  # without gates, money alone refuses
            lost = ~rows.accepted
        sure = rows.accepted | lost
        scoring = informed_keys(self.spec, self.base, agenda, sure)
        possible = scoring.keys
        enough = 2 * (len(possible) + agenda.groups)
        few = int(sure.sum()) < enough
        why = ""
        if not rows.accepted.any() or not lost.any():
            why = tr("tidak ada yang menang dan kalah karena dana bersama-sama")
        elif few:
            why = tr("hanya {n} baris bersaing, perlu {least}").format(
                n=int(sure.sum()), least=enough
            )
        if few and rows.accepted.any():
            self.notes.append(
                tr(
                    "Baris lebih sedikit daripada yang perlu ditaksir: hanya {n} yang lolos saringan dan bersaing, "
                    "untuk {keys} parameter dan {groups} pagu. Bobot tetap selebar batas yang dinyatakan."
                ).format(n=int(sure.sum()), keys=len(possible), groups=agenda.groups)
            )
        self._leave_open(possible, why)
        if why:
            scoring = Scoring(self.spec, self.base, ())
        if not rows.accepted.any() or self.blind:
            return None, scoring
        amount = np.where(rows.accepted, rows.approved, rows.cost)
        rivals = Rivals(
            rows.accepted,
            lost,
            self._perhaps(gates),
            float(self.told.mean()) if len(self.told) else 1.0,
            asked(self.spec, amount),
        )
        fill = fill_rule(self.spec, self.base)
        drawn = contest_draws(rows, agenda, scoring, rivals, fill, self.draws, self.rng)
        self.rivals = rivals
        for place, key in enumerate(scoring.keys):
            self.columns[key] = drawn.values[:, place]
            self.rest_on[key] = int(sure.sum())
        return drawn, scoring

    def _leave_open(self, possible: tuple[str, ...], why: str) -> None:
        """Note which weights of the forum the ledger does not inform."""
        weights = [each.weight for each in self.spec.criteria]
        weights += [self.spec.noise.weight] if self.spec.noise else []
        for key in dict.fromkeys(key for key in weights if isinstance(key, str)):
            if key not in possible:
                self.open[key] = tr("daftar tidak memuat atau tidak membedakan kriterianya")
            elif why:
                self.open[key] = why

    def _perhaps(self, gates: dict[str, ChannelGates]) -> Floats:
        """Give the chance that a row refused without a reason had passed every gate."""
        chance = np.zeros(len(self.rows))
        for row in np.flatnonzero(self.rows.reason == UNKNOWN).tolist():
            if of := gates.get(str(self.rows.channel[row])):
                chance[row] = of.by_agency.odds[of.agencies[int(self.rows.skpd[row])], -1]
        return chance

    def estimates(
        self,
        gates: dict[str, ChannelGates],
        agenda: LedgerAgenda,
        drawn: ContestDraws | None,
        scoring: Scoring,
    ) -> Iterator[Estimate]:
        """Give every number with its interval; parameters first."""
        yield from estimates.parameters(self.base, self.columns, self.rest_on, self.open)
        yield from estimates.gate_rates(self.world, self.reasons, gates)
        if drawn is not None:
            yield from estimates.ceilings(self.spec, agenda, self.rivals, drawn)
            yield from shares_funded(
                self.world, self.rows, agenda, self.rivals, drawn, scoring, self.rng
            )
        else:
            yield from shares_accepted(self.rows, self.draws, self.rng)

    def _keys_of_gates(self) -> dict[str, str]:
        """Name the declared parameter behind the gate of a reason, where there is one."""
        tests: dict[str, str] = {}
        for forum in [self.spec, *self.book.forum]:
            for gate in forum.gates:
                tests.setdefault(gate.reason, gate.test)
        keys = {reason: RATE_OF.get(test, "") for reason, test in tests.items()}
        return {reason: key for reason, key in keys.items() if key and self.base.knows(key)}

    def supposed(self) -> dict[str, float]:
        """Give the share of proposals of musrenbang that pass a gate as the scenario has it, by the gate's reason."""
        rates = {}
        for reason, key in self._keys_of_gates().items():
            value = np.array([float(self.base.value(key))])
            [rates[reason]] = expected_rate(self.world, self.base, self.rows, key, value).tolist()
        return rates

    def parameters_of_gates(self, gates: dict[str, ChannelGates]) -> None:
        """Draw the declared parameters behind the gates, from the proposals of musrenbang."""
        village, named = gates.get("musrenbang"), self._keys_of_gates()
        keys = {
            place: named[reason.key]
            for place, reason in enumerate(self.reasons)
            if reason.key in named
        }
        if village is None:
            why = tr("tidak ada usulan musrenbang yang penolakannya beralasan")
            self.open |= dict.fromkeys(keys.values(), why)
            return
        rates = village.by_agency.alike(self.rng)
        for place, key in keys.items():
            lever = self.base.lever(key)
            grid = np.linspace(lever.low or 0.0, lever.high or 1.0, _GRID)
            expected = expected_rate(self.world, self.base, self.rows, key, grid)
            self.columns[key] = drawn_behind(rates[:, place], grid, expected, self.rng)
            self.rest_on[key] = round(float(village.by_agency.reached[:, place].sum(1).mean()))

    def open_share(self, agenda: LedgerAgenda, drawn: ContestDraws) -> ContestDraws:
        """Work the open share of the budget out of ceilings, where the ledger has every channel that they pay.

        It also says what the ceilings can have been where nobody was turned away.
        """
        key = "open_share"
        lever = self.base.lever(key)
        index = self.book.index(self.spec.key)
        paid = {
            CHANNEL_OF_SOURCE[source.key]
            for source in self.book.source
            if index in self.book.beyond(source.to)
        }
        lacking = paid - {str(name) for name in np.unique(self.rows.channel)}
        bounded = drawn.bounded.all(axis=0)
        if lacking:
            names = ", ".join(CHANNEL_LABELS[name] for name in sorted(lacking))
            self.open[key] = tr("daftar tidak memuat kanal {names}").format(names=names)
            return drawn
        grid = np.linspace(lever.low or 0.0, lever.high or 1.0, _SHARES)
        amounts = ceiling_per_group(self.world, self.base, self.book, self.spec, grid)
        if amounts is None or (amounts[0] == amounts[-1]).all():
            return drawn
        amounts = amounts[:, agenda.meeting_of]
        if bounded.any():
            total = drawn.ceilings[:, bounded].sum(axis=1)
            share = np.interp(total, amounts[:, bounded].sum(axis=1), grid)
        else:  # only the least that it can have been is known
            each = [
                np.interp(column, amounts[:, group], grid)
                for group, column in enumerate(drawn.ceilings.T)
            ]
            least = np.max(each, axis=0)
            share = least + self.rng.random(self.draws) * (grid[-1] - least)
        if not np.ptp(share):
            self.notes.append(
                tr(
                    "Pagu menurut daftar ini di luar yang mungkin dalam batas “{label}”, maka nilainya batas itu: "
                    "periksa belanja modal dan pagu SKPD daerah ini."
                ).format(label=pick(lever.label))
            )
        self.columns[key] = share
        self.rest_on[key] = int((self.rivals.won | self.rivals.lost).sum())
        by_share = np.stack([np.interp(share, grid, column) for column in amounts.T], axis=1)
        at_least = np.maximum(np.floor(by_share).astype(np.int64), drawn.ceilings)
        return replace(drawn, supposed=np.where(drawn.bounded, drawn.ceilings, at_least))

    def sample(self) -> "pd.DataFrame":
        """Give the joint draws of the informed parameters, each within its declared bounds."""
        import pandas as pd

        columns = {}
        for key, values in self.columns.items():
            lever = self.base.lever(key)
            inside = np.clip(values, lever.low, lever.high)
            columns[key] = np.round(inside, 9) if lever.kind == "real" else np.rint(inside)
        return pd.DataFrame(columns)


__all__ = ["FORUM", "FitAtWork", "fit"]
