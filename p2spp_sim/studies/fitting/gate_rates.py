"""How often proposals pass each gate, by agency or kind: beta-binomial with partial pooling, missing reasons drawn.

Gates are tested in order and the first that fails gives the reason, so gate k is seen on the rows that passed those
before it. The rates of one gate over groups are Beta(m s, (1 - m) s) with m even on 0..1 and log s even between
`SPREAD`: groups that say little lean on the others (Gelman et al., Bayesian Data Analysis, 3rd ed., ch. 5). A refusal
without a reason is put to one of the gates, or to the money, by its chance given the rates, and the rates are drawn
anew (data augmentation, Tanner and Wong 1987); reasons are taken to be missing by chance among the refused.

The money is no gate that differs a little from group to group: the ceiling of a meeting bites or it does not, and it
is one for all channels. So its spread may be as low as `MONEY_SPREAD` allows, and what other channels of the same
meeting got of it counts with it (`beside`).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from p2spp_sim.base.arrays import Floats, Ints
from p2spp_sim.studies.fitting.ledger import UNKNOWN

SPREAD = (2.0, 1000.0)  # of the prior weight s: groups that share little, groups that are alike
MONEY_SPREAD = (0.1, 1000.0)  # of the money: a ceiling bites or not, or groups are alike
_MEANS, _SPREADS = 60, 16  # of the grid on which m and s are first drawn
_SWEEPS, _STEPS = 8, 2  # of drawing missing reasons, and of m and s within each
OTHER_KINDS = "lainnya"


@dataclass(frozen=True)
class GateCounts:
    """What became of the rows of every group.

    Parameters
    ----------
    failed : (gates, groups) int64, stopped by each gate.
    outbid : (groups,) int64, passed them all and got no money.
    accepted : (groups,) int64.
    unknown : (groups,) int64, refused without a reason.
    beside : (2, groups) int64, outbid and accepted of other channels before the same money.
    """

    failed: Ints
    outbid: Ints
    accepted: Ints
    unknown: Ints
    beside: Ints

    @classmethod
    def of(
        cls, fate: Ints, group: Ints, groups: int, gates: int, beside: Ints | None = None
    ) -> "GateCounts":
        """Count rows by fate: 0 to gates - 1 the gate, gates for outbid, gates + 1 accepted, gates + 2 unknown."""
        table = np.bincount(fate * groups + group, minlength=(gates + 3) * groups)
        table = table.reshape(gates + 3, groups)
        nobody = np.zeros((2, groups), np.int64)
        others = nobody if beside is None else beside
        return cls(table[:gates], table[gates], table[gates + 1], table[gates + 2], others)


@dataclass(frozen=True)
class GateDraws:
    """Draws from what the counts leave open.

    Parameters
    ----------
    rates : (draws, gates, groups) share of the rows that come to a gate and pass it.
    passed, stopped : (draws, gates, groups) how many came to it and passed it, or did not.
    odds : (groups, gates + 1) how a refusal without a reason divides over gates and money, means over the draws.
    """

    rates: Floats
    passed: Floats
    stopped: Floats
    odds: Floats

    @property
    def reached(self) -> Floats:
        """How many rows came to each gate, (draws, gates, groups)."""
        return self.passed + self.stopped

    def alike(self, rng: np.random.Generator) -> Floats:
        """Draw the rate of each gate as one for all groups, even on 0..1 before, (draws, gates).

        Rates that may differ from group to group are not even before at the ends: most of those with a small s lie
        at 0 or 1, so that a gate that stopped nobody yet would seem to stop nobody ever.
        """
        return rng.beta(1 + self.passed.sum(axis=2), 1 + self.stopped.sum(axis=2))

    @property
    def overall(self) -> Floats:
        """Rate over all groups, each by the rows that come to the gate, (draws, gates)."""
        weight = np.maximum(self.reached, 1e-9)
        overall: Floats = (self.rates * weight).sum(axis=2) / weight.sum(axis=2)
        return overall


@dataclass(frozen=True)
class ChannelGates:
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
        kinds = [self.kinds.get(known_kind(self.kinds, text), UNKNOWN) for text in kind]
        for of, places in ((self.by_agency, agency), (self.by_kind, kinds)):
            at = np.array(places)
            moved = _logit(of.rates)[:draws][:, :, np.maximum(at, 0)] - odds
            total += np.where(at >= 0, moved, 0.0)
        rates: Floats = 1 / (1 + np.exp(-total))
        return rates


def known_kind(kinds: dict[str, int], text: str) -> str:
    """Give the kind under which a text is counted."""
    return text if text in kinds else OTHER_KINDS


def _logit(rates: Floats) -> Floats:
    inside = np.clip(rates, 1e-6, 1 - 1e-6)
    return np.log(inside / (1 - inside))


def gate_draws(counts: GateCounts, draws: int, rng: np.random.Generator) -> GateDraws:
    """Draw the rates of every gate and group.

    Parameters
    ----------
    counts : of the rows.
    draws : how many independent draws to make.
    """
    gates, groups = counts.failed.shape
    known = np.vstack([counts.failed, counts.outbid])  # the money is one gate more
    shape = (draws, gates + 1, groups)
    stopped: Floats = np.broadcast_to(known + _guess(known, counts.unknown), shape)
    bounds = np.array([SPREAD] * gates + [MONEY_SPREAD])
    mean, spread = _on_a_grid(*_passes(stopped[0], counts), bounds, draws, rng)
    missing = counts.unknown.any()
    odds = np.zeros((groups, gates + 1))
    for _ in range(_SWEEPS if missing else 1):
        seen = _passes(stopped, counts)
        if missing:
            mean, spread = _moved(mean, spread, *seen, bounds, rng)
        rates = rng.beta(*_posterior(mean, spread, *seen))
        if missing:
            chance = _chances(rates)
            odds += chance.mean(axis=0).T / _SWEEPS
            put = rng.multinomial(
                np.broadcast_to(counts.unknown, (draws, groups)), np.moveaxis(chance, 1, 2)
            )
            stopped = (known + np.moveaxis(put, 2, 1)).astype(np.float64)
    passed, stopped = (seen[:, :gates] for seen in _passes(stopped, counts))
    return GateDraws(rates[:, :gates], passed, stopped, odds)


def _passes(stopped: Floats, counts: GateCounts) -> tuple[Floats, Floats]:
    """Count who passed each gate and who was stopped there, (..., gates, groups); at the money of all channels."""
    later = np.cumsum(stopped[..., ::-1, :], axis=-2)[..., ::-1, :] - stopped
    passed, stopped = later + counts.accepted, stopped.copy()
    stopped[..., -1, :] += counts.beside[0]
    passed[..., -1, :] += counts.beside[1]
    return passed, stopped


def _guess(known: Ints, unknown: Ints) -> Floats:
    """Divide refusals without a reason as those of their group with one, (gates, groups); a little as all are."""
    share = known.sum(axis=1) + 0.5
    like = known + (share / share.sum())[:, None]
    return unknown * like / like.sum(axis=0)


def _chances(rates: Floats) -> Floats:
    """Chance of each end of a refusal, (draws, gates, groups), adding to 1 over the gates."""
    before = np.cumprod(np.concatenate([np.ones_like(rates[:, :1]), rates[:, :-1]], axis=1), axis=1)
    chance = before * (1 - rates) + 1e-12
    return chance / chance.sum(axis=1, keepdims=True)


def _posterior(mean: Floats, spread: Floats, passed: Floats, stopped: Floats) -> tuple[Floats, ...]:
    m, s = mean[..., None], spread[..., None]
    return np.maximum(m * s + passed, 1e-6), np.maximum((1 - m) * s + stopped, 1e-6)


def _log_likelihood(mean: Floats, spread: Floats, passed: Floats, stopped: Floats) -> Floats:
    """Give the log chance of the counts, the rates integrated out and summed over groups."""
    from scipy.special import betaln

    a, b = mean * spread, (1 - mean) * spread
    terms = betaln(a[..., None] + passed, b[..., None] + stopped).sum(axis=-1)
    total: Floats = terms - passed.shape[-1] * betaln(a, b)
    return total


def _on_a_grid(
    passed: Floats, stopped: Floats, bounds: Floats, draws: int, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """Draw m and s of every gate, (draws, gates) each, from a grid that lies close where the counts put m."""
    total, fails = (passed + stopped).sum(axis=1), stopped.sum(axis=1)
    gates = len(total)
    mean, spread = np.empty((draws, gates)), np.empty((draws, gates))
    for gate, (low, high) in enumerate(bounds):
        spreads = np.geomspace(low, high, _SPREADS)
        centre = (total[gate] - fails[gate] + 0.5) / (total[gate] + 1)
        logit = np.log(centre / (1 - centre)) + np.linspace(-4, 4, _MEANS)
        m = 1 / (1 + np.exp(-logit))
        m2, s2 = np.meshgrid(m, spreads, indexing="ij")
        log = _log_likelihood(m2, s2, passed[gate], stopped[gate]) + np.log(m2 * (1 - m2))
        chance = np.exp(log - log.max()).ravel()
        at = rng.choice(len(chance), draws, p=chance / chance.sum())
        wide = logit[1] - logit[0]
        moved = logit[at // _SPREADS] + wide * (rng.random(draws) - 0.5)
        mean[:, gate] = 1 / (1 + np.exp(-moved))
        ratio = (high / low) ** (1 / (_SPREADS - 1))
        drawn = spreads[at % _SPREADS] * ratio ** (rng.random(draws) - 0.5)
        spread[:, gate] = np.clip(drawn, low, high)
    return mean, spread


def _moved(
    mean: Floats,
    spread: Floats,
    passed: Floats,
    stopped: Floats,
    bounds: Floats,
    rng: np.random.Generator,
) -> tuple[Floats, Floats]:
    """Move m and s by steps of Metropolis, of sizes that differ."""
    logit, log = np.log(mean / (1 - mean)), np.log(spread)
    low, high = np.log(bounds).T
    now = _log_likelihood(mean, spread, passed, stopped) + np.log(mean * (1 - mean))
    for _ in range(_STEPS):
        size = np.exp(rng.uniform(np.log(0.05), np.log(1.5), logit.shape))
        to_logit = np.clip(logit + size * rng.standard_normal(logit.shape), -12, 12)
        to_log = log + rng.standard_normal(log.shape)
        to_log = low + np.abs((to_log - low + (high - low)) % (2 * (high - low)) - (high - low))
        m = 1 / (1 + np.exp(-to_logit))
        then = _log_likelihood(m, np.exp(to_log), passed, stopped) + np.log(m * (1 - m))
        taken = np.log(rng.random(now.shape)) < then - now
        logit, log = np.where(taken, to_logit, logit), np.where(taken, to_log, log)
        now = np.where(taken, then, now)
    return 1 / (1 + np.exp(-logit)), np.exp(log)
