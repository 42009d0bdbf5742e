"""Fit the model to a district's own ledger: what a list of proposals with outcomes says of declared parameters."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from p2spp_sim.base.arrays import Floats, Ints
from p2spp_sim.base.draws import Draws
from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.language import Labels, pick, tr
from p2spp_sim.base.numerals import whole_number
from p2spp_sim.forum.decide import FILL_RULES
from p2spp_sim.model.loading import load_rules
from p2spp_sim.model.opening import CHANNEL_OF_SOURCE
from p2spp_sim.model.proposals import CHANNELS
from p2spp_sim.model.rulebook import ForumSpec, Reason, RuleBook
from p2spp_sim.model.training import trained
from p2spp_sim.results import excel
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.studies.design import Design
from p2spp_sim.studies.fitting import contest
from p2spp_sim.studies.fitting.contest import ContestDraws, LedgerAgenda, Rivals, Scoring
from p2spp_sim.studies.fitting.gate_rates import GateCounts, GateDraws, gate_draws
from p2spp_sim.studies.fitting.ledger import CHANNEL_LABELS, UNKNOWN, Ledger, read_ledger
from p2spp_sim.world.world import World

if TYPE_CHECKING:
    import pandas as pd

COVER = 0.90  # of the intervals
FORUM = "forum_skpd"
# The parameter that says how many proposals of musrenbang pass a gate, by the gate's test.
RATE_OF = {
    "land": "land_clear",
    "technical": "technical_ok",
    "plan_fit": "plan_fit",
    "right_skpd": "right_skpd",
    "papers": "papers_base",
    "in_dictionary": "dictionary_strictness",
}
_BEHIND = (Reason.CEILING, Reason.EQUALISATION)  # reasons of those that passed every gate
_FEWEST_OF_A_KIND = 5  # rows; kinds with fewer are one
_SHARES = 66  # values of the open share at which ceilings are worked out
_GRID = 1001  # values at which a rate is worked out of a parameter
_REPEATS = 6  # of the imprecision of scores, over which an expected share is the mean
OTHER_KINDS = "lainnya"
ESTIMATES = Labels(
    parameter="parameter",
    gate="lolos saringan",
    gate_agency="lolos saringan, per SKPD",
    gate_kind="lolos saringan, per jenis",
    ceiling="pagu meja itu",
    funding_channel="terdanai bila lolos, per kanal",
    funding_agency="terdanai bila lolos, per SKPD",
)


class Estimate(NamedTuple):
    """One number that the ledger speaks of, with its 90 % interval.

    `what` is one of `ESTIMATES`; `key` a declared parameter or the reason of a gate; `channel`, `group` (agency or
    kind) and `year` say of which rows; `rows` how many it rests on; `note` why the ledger cannot tell, then the
    interval is that of the declared bounds.
    """

    what: str
    key: str
    label: str
    channel: str
    group: str
    year: int
    estimate: float
    low: float
    high: float
    unit: str
    rows: int
    note: str = ""


@dataclass(frozen=True)
class _Gates:
    """Draws of the gates of one channel: by agency, and by kind."""

    by_agency: GateDraws
    by_kind: GateDraws
    agencies: dict[int, int]
    kinds: dict[str, int]

    def rates(self, skpd: Ints, kind: "np.ndarray[Any, Any]", draws: int) -> Floats:
        """Give the rate of every gate for rows, (draws, gates, n): agency and kind meet on the scale of log odds."""
        odds = _logit(self.by_agency.overall)[:draws, :, None]
        total = np.repeat(odds, len(skpd), axis=2)
        agency = [self.agencies.get(key, UNKNOWN) for key in skpd.tolist()]
        kinds = [self.kinds.get(_kind(self.kinds, text), UNKNOWN) for text in kind]
        for of, places in ((self.by_agency, agency), (self.by_kind, kinds)):
            at = np.array(places)
            moved = _logit(of.rates)[:draws][:, :, np.maximum(at, 0)] - odds
            total += np.where(at >= 0, moved, 0.0)
        rates: Floats = 1 / (1 + np.exp(-total))
        return rates


def _kind(kinds: dict[str, int], text: str) -> str:
    return text if text in kinds else OTHER_KINDS


def _logit(rates: Floats) -> Floats:
    inside = np.clip(rates, 1e-6, 1 - 1e-6)
    return np.log(inside / (1 - inside))


@dataclass(frozen=True)
class Fit:
    """What a ledger says of the model's parameters.

    Parameters
    ----------
    world, ledger : the district, and its list as it was read.
    base : the scenario whose other values stand.
    forum : key of the forum that decided.
    estimates : every number with its interval.
    sample : one row a joint draw, one column a declared parameter that the ledger informs, in its own unit.
    notes : what was left out, and what cannot be told and why, in sentences.
    """

    world: World
    ledger: Ledger
    base: Scenario
    forum: str
    estimates: tuple[Estimate, ...]
    sample: "pd.DataFrame"
    notes: tuple[str, ...]
    seed: int
    _gates: dict[str, _Gates] = field(repr=False)
    _scoring: Scoring = field(repr=False)
    _agenda: LedgerAgenda = field(repr=False)
    _contest: ContestDraws | None = field(repr=False)

    @cached_property
    def scenario(self) -> Scenario:
        """The base with every informed parameter at the middle of what the ledger leaves open."""
        values = {}
        for key, column in self.sample.items():
            lever = self.base.lever(str(key))
            middle = float(np.median(column))
            real = lever.kind == "real"
            values[str(key)] = lever.plain(round(middle, 6) if real else round(middle))
        changed = self.base.change(**values)
        return Scenario("fit", changed.rules, changed.changed)

    def design(self, n: int = 64) -> Design:
        """Give some joint draws as points of a design, for `sweep` and `Design.cross`.

        Raises
        ------
        OutOfBounds : the ledger informs no parameter, or no whole number from 1 on.
        """
        n = whole_number("n", n, 1)
        rows = np.linspace(0, max(len(self.sample) - 1, 0), min(n, len(self.sample))).astype(int)
        points = []
        for row in self.sample.iloc[rows].to_dict("records"):
            levers = {str(key): self.base.lever(str(key)) for key in row}
            points.append(
                {
                    key: lever.plain(value if lever.kind == "real" else round(value))
                    for (key, lever), value in zip(levers.items(), row.values(), strict=True)
                }
            )
        return Design.listed(points)

    def table(self) -> "pd.DataFrame":
        """Give every estimate as one row: what it is, estimate, ends of the 90 % interval, rows that it rests on.

        A declared parameter that the ledger cannot inform stands there too, with the declared bounds, and why.
        """
        import pandas as pd

        table = pd.DataFrame(list(self.estimates), columns=Estimate._fields)
        table.insert(1, "what_label", [ESTIMATES[name] for name in table["what"]])
        return table

    def to_excel(self, path: str | Path) -> Path:
        """Write table, sample and notes as an Excel file, whole or not at all."""
        import pandas as pd

        notes = pd.DataFrame({tr("perhatikan"): list(self.notes)})
        sheets = {tr("taksiran"): self.table(), tr("sampel"): self.sample, tr("perhatikan"): notes}
        return excel.write_tables(sheets, Path(path))

    def predict(self, ledger: "Path | str | pd.DataFrame | Ledger", draws: int = 200) -> Floats:
        """Give the chance of every row of another list to be accepted, under the ceilings of the last year here.

        Parameters
        ----------
        ledger : proposals of one year, as for `fit`; what its statuses say is not used.
        draws : joint draws over which the chance is the mean.

        Returns
        -------
        (n,) float64 in 0..1.

        Raises
        ------
        BadData, P2sppError : as `read_ledger`.
        """
        rows = ledger if isinstance(ledger, Ledger) else read_ledger(ledger, self.world)
        rng = np.random.default_rng([self.seed, 1])
        book = load_rules(self.base.rules)
        spec = book.forum[book.index(self.forum)]
        agenda = contest.agenda_of(self.world, rows, self.base, book, spec, self.seed)
        passes = np.ones((draws, len(rows)), np.bool_)
        for channel, gates in self._gates.items():
            mine = np.flatnonzero(rows.channel == channel)
            size = min(draws, len(gates.by_agency.rates))
            rates = gates.rates(rows.skpd[mine], rows.kind[mine], size).prod(axis=1)
            rates = rates[np.arange(draws) % size]
            passes[:, mine] = rng.random(rates.shape) < rates
        if self._contest is None:
            return passes.mean(axis=0) * self._share_of_passed()
        at = np.arange(draws) % len(self._contest.values)
        scores = contest.scores_of(self._scoring, agenda, self._contest.values[at], rng)
        ceilings = self._next_ceilings(agenda)[at]
        amount = np.broadcast_to(_asked(spec, rows.cost), scores.shape)
        cut = _cut_of(self.ledger)
        if _pays(spec) and len(cut):
            amount = np.floor(rows.cost * rng.choice(cut, scores.shape)).astype(np.int64)
        won = contest.hold(scores, agenda, passes, amount, ceilings, _fill(spec, self.base))
        chance: Floats = won.mean(axis=0)
        return np.clip(chance, 0.5 / draws, 1 - 0.5 / draws)

    def _share_of_passed(self) -> float:
        stood = self.ledger.accepted | np.isin(self.ledger.reason, _BEHIND)
        if not self._gates:  # gates and money were not told apart
            stood |= ~self.ledger.accepted
        return float((self.ledger.accepted.sum() + 0.5) / (stood.sum() + 1))

    def _next_ceilings(self, agenda: LedgerAgenda) -> Ints:
        """Give for the meetings of another year the ceilings of the last year in which each was seen."""
        assert self._contest is not None
        mine, known = self._agenda, self._contest.supposed
        ceilings = np.full((len(known), agenda.groups), contest.PLENTY)
        for group, meeting in enumerate(agenda.meeting_of.tolist()):
            same = np.flatnonzero(mine.meeting_of == meeting)
            if len(same):
                ceilings[:, group] = known[:, same[np.argmax(mine.year_of[same])]]
        return ceilings


def fit(
    world: World,
    ledger: "Path | str | pd.DataFrame",
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
    ledger's rows (`fitting.contest`: approximate Bayesian computation); the share funded from drawing the list anew
    under them. Every interval holds the middle 90 % of the joint sample; that of a share funded where nobody is known
    to have lost for the money holds the upper 90 %, and ends at 1.

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
    rows = read_ledger(ledger, world)
    work = FitAtWork(world, rows, base, book, spec, draws, seed)
    progress(tr("saringan"))
    gates = work.gates()
    progress(tr("bobot dan pagu"))
    agenda = contest.agenda_of(world, rows, base, book, spec, seed)
    drawn, scoring = work.contest(agenda, gates)
    work.parameters_of_gates(gates)
    drawn = drawn and work.open_share(agenda, drawn)
    progress(tr("taksiran"))
    estimates = tuple(work.estimates(gates, agenda, drawn, scoring))
    return Fit(
        world=world,
        ledger=rows,
        base=base,
        forum=spec.key,
        estimates=estimates,
        sample=work.sample(),
        notes=tuple(work.notes),
        seed=seed,
        _gates=gates,
        _scoring=scoring,
        _agenda=agenda,
        _contest=drawn,
    )


def _pays(spec: ForumSpec) -> bool:
    """Tell whether rupiah run out or places: who finds no room in the last pot is refused."""
    return spec.pots[-1].pays


def _asked(spec: ForumSpec, amount: Ints) -> Ints:
    """Give what a row takes of what there is to hand out: rupiah, or one place of a list without money."""
    return amount if _pays(spec) else np.ones_like(amount)


def _fill(spec: ForumSpec, scenario: Scenario) -> str:
    """Give the rule of the last pot; of those that look at more than the ranking, `skip` stands for all."""
    fill = spec.pots[-1].fill
    fill = fill if fill in FILL_RULES else str(scenario.value(fill))
    return fill if fill == "stop" else "skip"


def _cut_of(ledger: Ledger) -> Floats:
    """Give what part of the asked each winner was granted; empty where nobody was cut."""
    part = (ledger.approved / np.maximum(ledger.cost, 1))[ledger.accepted]
    return part if len(part) and (part < 1).any() else part[:0]


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
        return [reason for reason in gates if reason not in _BEHIND]

    def _note_outcomes(self) -> None:
        accepted, n = int(self.rows.accepted.sum()), len(self.rows)
        if accepted == n:
            self.notes.append(
                tr(
                    "Semua {n} baris diterima: bobot penilaian dan ketelitian tidak dapat ditaksir, dan pagu hanya "
                    "diketahui batas bawahnya. Yang masih dapat ditaksir: tingkat lolos saringan, dari bawah."
                ).format(n=n)
            )
        elif accepted == 0:
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
        at |= {int(reason): gates for reason in _BEHIND} | {0: gates + 1, UNKNOWN: gates + 2}
        return np.array([at[code] for code in self.rows.reason.tolist()], np.int64)

    def gates(self) -> dict[str, _Gates]:
        """Draw the rates of all gates, channel by channel."""
        drawn: dict[str, _Gates] = {}
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
                ([kinds[_kind(kinds, text)] for text in self.rows.kind[mine]], len(kinds), None),
            ):
                counts = GateCounts.of(
                    fate[mine], np.array(groups, np.int64), number, gates, beside
                )
                by.append(gate_draws(counts, self.draws, self.rng))
            drawn[channel] = _Gates(by[0], by[1], agencies, kinds)
        return drawn

    def _beside(self, channel: str, agencies: list[int]) -> Ints:
        """Count the rows of other channels that each agency outbid and accepted, (2, agencies)."""
        others = self.rows.where(self.rows.channel != channel)
        size = len(self.world.skpd["name"])
        ends = (np.isin(others.reason, _BEHIND), others.accepted)
        return np.stack([np.bincount(others.skpd[end], minlength=size)[agencies] for end in ends])

    def _kinds(self, mine: Ints) -> dict[str, int]:
        names, count = np.unique(self.rows.kind[mine].astype(str), return_counts=True)
        large = names[(count >= _FEWEST_OF_A_KIND) & (names != "")].tolist()
        small = [OTHER_KINDS] if count.sum() > count[np.isin(names, large)].sum() else []
        return {name: number for number, name in enumerate([*large, *small])}

    def contest(
        self, agenda: LedgerAgenda, gates: dict[str, _Gates]
    ) -> tuple[ContestDraws | None, Scoring]:
        """Draw weights, imprecision and ceilings."""
        rows = self.rows
        lost = np.isin(rows.reason, _BEHIND)
        if not self.reasons:  # without gates, money alone refuses
            lost = ~rows.accepted
        sure = rows.accepted | lost
        scoring = contest.informed_keys(self.spec, self.base, agenda, sure)
        possible = scoring.keys
        enough = 2 * (len(possible) + agenda.groups)
        why = ""
        if not rows.accepted.any() or not lost.any():
            why = tr("tidak ada yang menang dan kalah karena dana bersama-sama")
        elif sure.sum() < enough:
            why = tr("hanya {n} baris bersaing, perlu {least}").format(
                n=int(sure.sum()), least=enough
            )
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
            _asked(self.spec, amount),
        )
        fill = _fill(self.spec, self.base)
        drawn = contest.contest_draws(rows, agenda, scoring, rivals, fill, self.draws, self.rng)
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

    def _perhaps(self, gates: dict[str, _Gates]) -> Floats:
        """Give the chance that a row refused without a reason had passed every gate."""
        chance = np.zeros(len(self.rows))
        for row in np.flatnonzero(self.rows.reason == UNKNOWN).tolist():
            if of := gates.get(str(self.rows.channel[row])):
                chance[row] = of.by_agency.odds[of.agencies[int(self.rows.skpd[row])], -1]
        return chance

    def estimates(
        self,
        gates: dict[str, _Gates],
        agenda: LedgerAgenda,
        drawn: ContestDraws | None,
        scoring: Scoring,
    ) -> Iterator[Estimate]:
        """Give every number with its interval; parameters first."""
        yield from self._parameters()
        yield from self._gate_rates(gates)
        if drawn is not None:
            yield from self._ceilings(agenda, drawn)
            yield from self._funding(agenda, drawn, scoring)
        else:
            yield from self._accepted()

    def parameters_of_gates(self, gates: dict[str, _Gates]) -> None:
        tests: dict[str, str] = {}
        for forum in [self.spec, *self.book.forum]:
            for gate in forum.gates:
                tests.setdefault(gate.reason, gate.test)
        village = gates.get("musrenbang")
        for place, reason in enumerate(self.reasons):
            key = RATE_OF.get(tests.get(reason.key, ""), "")
            if not key or not self.base.knows(key):
                continue
            if village is None:
                self.open[key] = tr("tidak ada usulan musrenbang yang penolakannya beralasan")
                continue
            lever = self.base.lever(key)
            grid = np.linspace(lever.low or 0.0, lever.high or 1.0, _GRID)
            rate = village.by_agency.overall[:, place]
            self.columns[key] = self._behind(rate, grid, self._expected(key, grid))
            self.rest_on[key] = round(float(village.by_agency.reached[:, place].sum(1).mean()))

    def _behind(self, rate: Floats, grid: Floats, expected: Floats) -> Floats:
        """Draw the parameter behind a rate: even over the grid before, and as likely as the rate that it makes.

        The draws of the rate, made under an even prior, stand for a beta likelihood of the same mean and variance;
        their order is kept, so that the sample stays a joint one.
        """
        from scipy.stats import beta

        mean, variance = rate.mean(), max(float(rate.var()), 1e-10)
        size = max(mean * (1 - mean) / variance - 1, 1e-3)
        inside = np.clip(expected, 1e-9, 1 - 1e-9)
        log = beta.logpdf(inside, mean * size, (1 - mean) * size)
        chance = np.exp(log - log.max())
        step = grid[1] - grid[0]
        values = self.rng.choice(grid, len(rate), p=chance / chance.sum())
        values = np.sort(
            np.clip(values + step * (self.rng.random(len(rate)) - 0.5), *grid[[0, -1]])
        )
        if expected[0] > expected[-1]:
            values = values[::-1]
        ordered = np.empty(len(rate))
        ordered[np.argsort(rate)] = values
        return ordered

    def _expected(self, key: str, grid: Floats) -> Floats:
        """Give the share that passes the gate of a parameter, at values of it."""
        value = self.base.value
        if key == "dictionary_strictness":
            return 1 - grid * (1 - value("dictionary_cover"))
        if key != "papers_base":
            return grid
        villages = trained(self.world, self.base.in_force(), Draws(0)).villages
        mine = self.rows.where(self.rows.channel == "musrenbang")
        moved = (
            value("papers_capacity") * villages["cap_kpmd"]
            - value("papers_remoteness") * villages["remoteness"]
            - value("papers_poverty") * villages["poor_share"]
        )
        weight = self._villages_of(mine)
        papers = np.clip(grid[:, None] + moved, value("papers_least"), value("papers_most"))
        papers = papers + value("papers_help") * (1 - papers)
        return papers @ weight / weight.sum()

    def _villages_of(self, rows: Ledger) -> Floats:
        """Count the rows of every village; those of a kecamatan alone, or of no place, are spread evenly."""
        size = len(self.world.villages["name"])
        known = rows.village >= 0
        weight = np.bincount(rows.village[known], minlength=size).astype(np.float64)
        of = self.world.kecamatan_of
        by_kecamatan = np.bincount(
            rows.kecamatan[~known & (rows.kecamatan >= 0)], minlength=self.world.size("kecamatan")
        )
        weight += (by_kecamatan / np.maximum(np.bincount(of, minlength=len(by_kecamatan)), 1))[of]
        return weight + (~known & (rows.kecamatan < 0)).sum() / size + 1e-9

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
        amounts = contest.ceiling_per_group(self.world, self.base, self.book, self.spec, grid)
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
        self.columns[key] = share
        self.rest_on[key] = int((self.rivals.won | self.rivals.lost).sum())
        by_share = np.stack([np.interp(share, grid, column) for column in amounts.T], axis=1)
        at_least = np.maximum(np.floor(by_share).astype(np.int64), drawn.ceilings)
        return replace(drawn, supposed=np.where(drawn.bounded, drawn.ceilings, at_least))

    def _parameters(self) -> Iterator[Estimate]:
        for key, values in self.columns.items():
            lever = self.base.lever(key)
            yield self._estimate(
                "parameter", key, pick(lever.label), values, lever.unit, self.rest_on[key]
            )
        for key, why in self.open.items():
            if key in self.columns:
                continue
            lever = self.base.lever(key)
            low, high = float(lever.low or 0), float(lever.high or 0)
            yield Estimate(
                "parameter",
                key,
                pick(lever.label),
                "",
                "",
                0,
                float(self.base.value(key)),
                low,
                high,
                lever.unit,
                0,
                why,
            )

    def _estimate(
        self,
        what: str,
        key: str,
        label: str,
        values: Floats,
        unit: str,
        rows: int,
        channel: str = "",
        group: str = "",
        year: int = 0,
        note: str = "",
        to_the_top: bool = False,
    ) -> Estimate:
        low, middle, high = np.quantile(values, [(1 - COVER) / 2, 0.5, (1 + COVER) / 2])
        if to_the_top:
            low, high = np.quantile(values, 1 - COVER), 1.0  # what is likeliest lies at that end
        return Estimate(
            what,
            key,
            label,
            channel,
            group,
            year,
            float(middle),
            float(low),
            float(high),
            unit,
            rows,
            note,
        )

    def _gate_rates(self, gates: dict[str, _Gates]) -> Iterator[Estimate]:
        names = self.world.skpd["name"]
        for channel, of in gates.items():
            for place, reason in enumerate(self.reasons):
                overall, reached = of.by_agency.overall, of.by_agency.reached.mean(axis=0)
                rate, text = tr("bagian"), reason.text
                yield self._estimate(
                    "gate",
                    reason.key,
                    text,
                    overall[:, place],
                    rate,
                    round(float(reached[place].sum())),
                    channel,
                )
                for what, draws, groups in (
                    (
                        "gate_agency",
                        of.by_agency,
                        {str(names[k]): n for k, n in of.agencies.items()},
                    ),
                    ("gate_kind", of.by_kind, of.kinds),
                ):
                    for name, group in groups.items():
                        count = round(float(draws.reached[:, place, group].mean()))
                        values = draws.rates[:, place, group]
                        yield self._estimate(
                            what, reason.key, text, values, rate, count, channel, name
                        )

    def _group_name(self, meeting: int) -> str:
        size = len(self.world.skpd["name"])
        if self.spec.group == "skpd":
            return str(self.world.skpd["name"][meeting % size])
        if self.spec.group == "kecamatan":
            return str(self.world.kecamatan["name"][meeting])
        return str(meeting) if self.world.size(self.spec.group) > 1 else ""

    def _ceilings(self, agenda: LedgerAgenda, drawn: ContestDraws) -> Iterator[Estimate]:
        unit = tr("rupiah") if _pays(self.spec) else tr("usulan")
        for group in range(agenda.groups):
            bounded = bool(drawn.bounded[:, group].all())
            values = drawn.ceilings[:, group].astype(np.float64)
            rows = int(((self.rivals.won | self.rivals.lost) & (agenda.group == group)).sum())
            estimate = self._estimate(
                "ceiling",
                "ceiling",
                tr("pagu meja itu"),
                values,
                unit,
                rows,
                group=self._group_name(int(agenda.meeting_of[group])),
                year=int(agenda.year_of[group]),
            )
            if not bounded:
                why = tr("tidak ada yang pasti kalah karena dana")
                estimate = estimate._replace(estimate=estimate.low, high=float("inf"), note=why)
            yield estimate

    def _funding(
        self, agenda: LedgerAgenda, drawn: ContestDraws, scoring: Scoring
    ) -> Iterator[Estimate]:
        """Give the share funded that is expected of what passes the gates, by drawing the list anew.

        Bootstrap (Efron 1979, Annals of Statistics 7) of the whole list, under each joint draw.
        """
        rng, draws = self.rng, self.draws
        stood = self.rivals.stood(draws, rng)
        amount = self.rivals.amounts(self.rows.cost, draws, rng)
        times = self._drawn_anew() * stood
        draw, row = np.repeat(np.argwhere(times > 0), times[times > 0], axis=0).T
        exact = contest.scores_of(scoring, agenda, drawn.values, rng, noise=False)[draw, row]
        spread = scoring.noise(drawn.values)[draw] * agenda.imprecise[row]
        ceilings = drawn.supposed
        fill, group = _fill(self.spec, self.base), draw * agenda.groups + agenda.group[row]
        won = np.zeros(len(row))
        for _ in range(_REPEATS):
            scores = exact + spread * (rng.random(len(row)) - 0.5)
            won += contest.hold_rows(scores, agenda, draw, row, amount[draw, row], ceilings, fill)
        won /= _REPEATS
        won = np.where(drawn.bounded.ravel()[group], won, self._all_won(agenda).ravel()[group])
        for what, keys, names in (
            ("funding_channel", self.rows.channel, {name: name for name in CHANNELS}),
            (
                "funding_agency",
                self.rows.skpd,
                dict(enumerate(map(str, self.world.skpd["name"].tolist()))),
            ),
        ):
            for key, name in names.items():
                mine = keys == key
                rows = int((mine & (self.rivals.won | self.rivals.lost)).sum())
                nobody_lost = not (mine & self.rivals.lost).any()
                if rows < 2:
                    continue
                of = mine[row]
                total = np.bincount(draw[of], minlength=draws)
                part = np.bincount(draw[of], won[of], draws) / np.maximum(total, 1)
                channel, agency = (name, "") if what == "funding_channel" else ("", name)
                yield self._estimate(
                    what,
                    "funding",
                    tr("terdanai dari yang lolos saringan"),
                    part[total > 0],
                    tr("bagian"),
                    rows,
                    channel,
                    agency,
                    to_the_top=nobody_lost,
                )

    def _drawn_anew(self) -> Ints:
        """Draw as many rows of each channel as there are, with repeats: how often each, (draws, n)."""
        times = np.zeros((self.draws, len(self.rows)), np.int64)
        for channel in CHANNELS:
            mine = np.flatnonzero(self.rows.channel == channel)
            if n := len(mine):
                times[:, mine] = self.rng.multinomial(n, np.full(n, 1 / n), self.draws)
        return times

    def _all_won(self, agenda: LedgerAgenda) -> Floats:
        """Draw the share funded of meetings at which nobody was turned away, as far as so many winners tell.

        Jeffreys' prior (Brown, Cai and DasGupta 2001, Statistical Science 16): a list drawn anew from one without a
        loser has none, and says nothing of works such as none of those listed.
        """
        won = np.bincount(agenda.group, self.rivals.won, agenda.groups)
        shares: Floats = self.rng.beta(won + 0.5, 0.5, (self.draws, agenda.groups))
        return shares

    def _accepted(self) -> Iterator[Estimate]:
        """Give the share accepted of all rows, where gates and money cannot be told apart."""
        for channel in CHANNELS:
            mine = self.rows.channel == channel
            if n := int(mine.sum()):
                won = int(self.rows.accepted[mine].sum())
                values = self.rng.beta(won + 0.5, n - won + 0.5, self.draws)
                label, note = tr("diterima dari semua baris"), tr("saringan dan dana bersama-sama")
                yield self._estimate(
                    "funding_channel",
                    "accepted",
                    label,
                    values,
                    tr("bagian"),
                    n,
                    channel,
                    note=note,
                )

    def sample(self) -> "pd.DataFrame":
        """Give the joint draws of the informed parameters, each within its declared bounds."""
        import pandas as pd

        columns = {}
        for key, values in self.columns.items():
            lever = self.base.lever(key)
            inside = np.clip(values, lever.low, lever.high)
            columns[key] = np.round(inside, 9) if lever.kind == "real" else np.rint(inside)
        return pd.DataFrame(columns)


__all__ = ["COVER", "ESTIMATES", "FORUM", "RATE_OF", "Estimate", "Fit", "fit"]
