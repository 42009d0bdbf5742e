"""What share of the rows of a ledger is funded, by channel and by agency."""

from collections.abc import Iterator

import numpy as np

from p2spp_sim.base.arrays import Floats, Ints
from p2spp_sim.base.language import tr
from p2spp_sim.model.proposals import CHANNELS
from p2spp_sim.studies.fitting.contest import Rivals, Scoring, hold_rows, scores_of
from p2spp_sim.studies.fitting.contest_draws import ContestDraws
from p2spp_sim.studies.fitting.estimate import Estimate
from p2spp_sim.studies.fitting.last_pot import fill_rule
from p2spp_sim.studies.fitting.ledger import Ledger
from p2spp_sim.studies.fitting.ledger_agenda import LedgerAgenda
from p2spp_sim.world.world import World

_REPEATS = 6  # of the imprecision of scores, over which an expected share is the mean


def shares_funded(
    world: World,
    rows: Ledger,
    agenda: LedgerAgenda,
    rivals: Rivals,
    drawn: ContestDraws,
    scoring: Scoring,
    rng: np.random.Generator,
) -> Iterator[Estimate]:
    """Give the share funded that is expected of what passes the gates, by drawing the list anew.

    Bootstrap (Efron 1979, Annals of Statistics 7) of the whole list, under each joint draw.
    """
    draws = len(drawn.values)
    stood = rivals.stood(draws, rng)
    amount = rivals.amounts(rows.cost, draws, rng)
    times = _drawn_anew(rows, draws, rng) * stood
    draw, row = np.repeat(np.argwhere(times > 0), times[times > 0], axis=0).T
    exact = scores_of(scoring, agenda, drawn.values, rng, noise=False)[draw, row]
    spread = scoring.noise(drawn.values)[draw] * agenda.imprecise[row]
    fill = fill_rule(scoring.spec, scoring.scenario)
    won = np.zeros(len(row))
    for _ in range(_REPEATS):
        scores = exact + spread * (rng.random(len(row)) - 0.5)
        won += hold_rows(scores, agenda, draw, row, amount[draw, row], drawn.supposed, fill)
    won /= _REPEATS
    all_won = _all_won(agenda, rivals, draws, rng)
    meeting = agenda.group[row]
    won = np.where(drawn.bounded[draw, meeting], won, all_won[draw, meeting])
    agencies = dict(enumerate(map(str, world.skpd["name"].tolist())))
    for what, keys, names in (
        ("funding_channel", rows.channel, {name: name for name in CHANNELS}),
        ("funding_agency", rows.skpd, agencies),
    ):
        for key, name in names.items():
            mine = keys == key
            number = int((mine & (rivals.won | rivals.lost)).sum())
            nobody_lost = not (mine & rivals.lost).any()
            if number < 2:
                continue
            of = mine[row]
            total = np.bincount(draw[of], minlength=draws)
            part = np.bincount(draw[of], won[of], draws) / np.maximum(total, 1)
            channel, agency = (name, "") if what == "funding_channel" else ("", name)
            yield Estimate.of(
                what,
                "funding",
                tr("terdanai dari yang lolos saringan"),
                part[total > 0],
                tr("bagian"),
                number,
                channel=channel,
                group=agency,
                to_the_top=nobody_lost,
            )


def _drawn_anew(rows: Ledger, draws: int, rng: np.random.Generator) -> Ints:
    """Draw as many rows of each channel as there are, with repeats: how often each, (draws, n)."""
    times = np.zeros((draws, len(rows)), np.int64)
    for channel in CHANNELS:
        mine = np.flatnonzero(rows.channel == channel)
        if n := len(mine):
            times[:, mine] = rng.multinomial(n, np.full(n, 1 / n), draws)
    return times


def _all_won(agenda: LedgerAgenda, rivals: Rivals, draws: int, rng: np.random.Generator) -> Floats:
    """Draw the share funded of meetings at which nobody was turned away, as far as so many winners tell.

    Jeffreys' prior (Brown, Cai and DasGupta 2001, Statistical Science 16): a list drawn anew from one without a
    loser has none, and says nothing of works such as none of those listed.
    """
    won = np.bincount(agenda.group, rivals.won, agenda.groups)
    shares: Floats = rng.beta(won + 0.5, 0.5, (draws, agenda.groups))
    return shares


def shares_accepted(rows: Ledger, draws: int, rng: np.random.Generator) -> Iterator[Estimate]:
    """Give the share accepted of all rows, where gates and money cannot be told apart."""
    for channel in CHANNELS:
        mine = rows.channel == channel
        if n := int(mine.sum()):
            won = int(rows.accepted[mine].sum())
            values = rng.beta(won + 0.5, n - won + 0.5, draws)
            label, note = tr("diterima dari semua baris"), tr("saringan dan dana bersama-sama")
            yield Estimate.of(
                "funding_channel",
                "accepted",
                label,
                values,
                tr("bagian"),
                n,
                channel=channel,
                note=note,
            )


__all__ = ["shares_accepted", "shares_funded"]
