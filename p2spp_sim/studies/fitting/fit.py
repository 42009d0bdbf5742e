"""What a fit of the model to a district's own ledger gives: estimates, a joint sample, a scenario, chances of rows."""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from p2spp_sim.base.arrays import Floats, Ints
from p2spp_sim.base.errors import UnknownName
from p2spp_sim.base.language import tr
from p2spp_sim.base.numerals import whole_number
from p2spp_sim.model.loading import load_rules
from p2spp_sim.model.proposals import CHANNELS
from p2spp_sim.results import excel
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.studies.design import Design
from p2spp_sim.studies.fitting.contest import Scoring, hold, scores_of
from p2spp_sim.studies.fitting.contest_draws import PLENTY, ContestDraws
from p2spp_sim.studies.fitting.estimate import ESTIMATES, Estimate
from p2spp_sim.studies.fitting.gate_rates import ChannelGates
from p2spp_sim.studies.fitting.last_pot import asked, fill_rule, pays
from p2spp_sim.studies.fitting.ledger import CHANNEL_LABELS, Ledger, read_ledger
from p2spp_sim.studies.fitting.ledger_agenda import LedgerAgenda, agenda_of
from p2spp_sim.world.world import World

if TYPE_CHECKING:
    import pandas as pd

    from p2spp_sim.figures import Drawing


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
    _supposed: dict[str, float] = field(repr=False)
    _gates: dict[str, ChannelGates] = field(repr=False)
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

    def figure(self, channel: str = "") -> "Drawing":
        """Draw how many proposals pass each gate, by agency and by kind, beside what the scenario gives.

        Parameters
        ----------
        channel : whose proposals; the first that the ledger speaks of when empty. The scenario's rates are those of
            musrenbang.

        Raises
        ------
        OutOfBounds : the ledger says nothing of the gates of this channel.
        UnknownName : no such channel.
        """
        from p2spp_sim import figures

        channel = channel or next(iter(self._gates), "musrenbang")
        if channel not in CHANNELS:
            raise UnknownName(tr("Kanal"), channel, list(CHANNELS))
        table = self.table()
        return figures.gates_drawing(
            table[table["channel"] == channel],
            self._supposed if channel == "musrenbang" else {},
            about=figures.About.of(self.world, self.base, seed=self.seed),
            whose=CHANNEL_LABELS[channel],
        )

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
        agenda = agenda_of(self.world, rows, self.base, book, spec, self.seed)
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
        scores = scores_of(self._scoring, agenda, self._contest.values[at], rng)
        ceilings = self._next_ceilings(agenda)[at]
        amount = np.broadcast_to(asked(spec, rows.cost), scores.shape)
        cut = self.ledger.cut
        if pays(spec) and len(cut):
            amount = np.floor(rows.cost * rng.choice(cut, scores.shape)).astype(np.int64)
        won = hold(scores, agenda, passes, amount, ceilings, fill_rule(spec, self.base))
        chance: Floats = won.mean(axis=0)
        return np.clip(chance, 0.5 / draws, 1 - 0.5 / draws)

    def _share_of_passed(self) -> float:
        stood = self.ledger.accepted | self.ledger.outbid
        if not self._gates:  # gates and money were not told apart
            stood |= ~self.ledger.accepted
        return float((self.ledger.accepted.sum() + 0.5) / (stood.sum() + 1))

    def _next_ceilings(self, agenda: LedgerAgenda) -> Ints:
        """Give for the meetings of another year the ceilings of the last year in which each was seen."""
        assert self._contest is not None
        mine, known = self._agenda, self._contest.supposed
        ceilings = np.full((len(known), agenda.groups), PLENTY)
        for group, meeting in enumerate(agenda.meeting_of.tolist()):
            same = np.flatnonzero(mine.meeting_of == meeting)
            if len(same):
                ceilings[:, group] = known[:, same[np.argmax(mine.year_of[same])]]
        return ceilings


__all__ = ["Fit"]
