"""Unit 11: what the six groups decide for one year, as it is saved and as the levers it moves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.language import pick, tr
from p2spp_sim.scenario.scenario import LeverValue, Scenario
from p2spp_sim.workbook.case.clauses import CAPITAL, clause_keys, spent_capital
from p2spp_sim.workbook.case.courses import Frozen, frozen
from p2spp_sim.workbook.units.u11.game import card_labels, game, known_here, points, refused

DIAL = "pik_share"
DIAL_STEP = 5  # per cent
ALONE = "semua"  # who plays for all groups
MOST_GUESSED = 9_999


@dataclass(frozen=True)
class YearDecision:
    """What the six groups decide for one year.

    Parameters
    ----------
    effort : points by lever; levers without a point are left out.
    policies : keys of the policies that hold.
    pik : per cent of the open money that is kept for the kecamatan.
    clauses : levers of the clauses in force.
    card : event card of the year, once it was lived.
    guesses : how many proposals will reach the APBD, by group (`ALONE` who plays for all); a group may have none.
    """

    effort: Mapping[str, int] = field(default_factory=dict)
    policies: tuple[str, ...] = ()
    pik: int = 0
    clauses: tuple[str, ...] = ()
    card: str = ""
    guesses: Mapping[str, int] = field(default_factory=dict)

    @property
    def spent(self) -> int:
        """Points of effort in all."""
        return sum(self.effort.values())

    def spent_by(self, group: str) -> int:
        """Points that a group puts into its own levers."""
        return sum(self.effort.get(lever, 0) for lever in game().group[group].effort)

    def opened(self, before: "YearDecision | None", group: str) -> int:
        """Count the policies of a group that were not in force the year before."""
        old = before.policies if before else ()
        return sum(game().policy[key].group == group for key in self.policies if key not in old)

    def levers(self, scenario: Scenario) -> Frozen:
        """Give the levers that are moved, as the rule book of the scenario knows them."""
        values: dict[str, LeverValue] = dict(points(self.effort))
        for key in self.policies:
            policy = game().policy[key]
            values |= policy.values if known_here(scenario, policy.values) else {}
        if self.pik:
            values[DIAL] = self.pik / 100
        return frozen(values | dict.fromkeys(self.clauses, True))

    def faults(self, scenario: Scenario, before: "YearDecision | None") -> list[str]:
        """Say in words why the year cannot be lived; nothing when it can."""
        reasons = refused(scenario, self.levers(scenario))
        most = game().play.new_policies
        for key, group in game().group.items():
            if self.opened(before, key) > most:
                text = tr(
                    "{kelompok} membuka {n} kebijakan baru, padahal paling banyak {m} setahun: tunda sebagian."
                )
                reasons.append(
                    text.format(kelompok=pick(group.label), n=self.opened(before, key), m=most)
                )
        return reasons

    def share_of(self, group: str, other: "YearDecision") -> "YearDecision":
        """Give this decision with one group's part taken from another."""
        part = game().group[group]
        effort = {key: count for key, count in self.effort.items() if key not in part.effort}
        effort |= {key: count for key, count in other.effort.items() if key in part.effort}
        mine = [key for key in self.policies if game().policy[key].group != group]
        theirs = [key for key in other.policies if game().policy[key].group == group]
        policies = tuple(key for key in game().policy if key in mine + theirs)
        pik = other.pik if part.dial else self.pik
        theirs_alone = {key: n for key, n in other.guesses.items() if key == group}
        return YearDecision(
            effort,
            policies,
            pik,
            other.clauses if part.clauses else self.clauses,
            self.card,
            {**self.guesses, **theirs_alone},
        )

    def saved(self) -> dict[str, Any]:
        """Give what is written to the learner's file."""
        return {
            "upaya": dict(self.effort),
            "kebijakan": list(self.policies),
            "pik": self.pik,
            "pasal": list(self.clauses),
            "kartu": self.card,
            **({"tebakan": dict(self.guesses)} if self.guesses else {}),
        }


def read_decision(raw: Any, scenario: Scenario) -> YearDecision:
    """Read a saved decision.

    Raises
    ------
    P2sppError : not a decision, or one that names what there is no more.
    """
    try:
        effort = {str(key): int(count) for key, count in raw["upaya"].items() if count}
        policies, clauses = tuple(map(str, raw["kebijakan"])), tuple(map(str, raw["pasal"]))
        pik, card = int(raw["pik"]), str(raw["kartu"])
        guesses = {str(key): int(n) for key, n in raw.get("tebakan", {}).items()}
    except (KeyError, TypeError, ValueError, AttributeError):
        raise P2sppError(tr("Keputusan tersimpan tidak terbaca.")) from None
    levers = {lever for group in game().group.values() for lever in group.effort}
    allowed: Sequence[tuple[Sequence[str], Any]] = (
        (tuple(effort), levers),
        (policies, game().policy),
        (clauses, clause_keys(scenario)),
        ((card,), card_labels()),
        (tuple(guesses), (ALONE, *game().group)),
    )
    for keys, known in allowed:
        for key in keys:
            if key not in known:
                raise P2sppError(
                    tr("Keputusan tersimpan menyebut {kunci}, yang tidak ada lagi.").format(
                        kunci=key
                    )
                )
    most = round(1 / game().play.point)
    top = round(100 * float(scenario.lever(DIAL).high or 1))
    fits = spent_capital(scenario, clauses) <= scenario.value(CAPITAL)
    bounded = all(0 < count <= most for count in effort.values()) and 0 <= pik <= top
    if not (fits and bounded and all(0 <= n <= MOST_GUESSED for n in guesses.values())):
        raise P2sppError(tr("Keputusan tersimpan memuat angka di luar batas."))
    return YearDecision(effort, policies, pik, clauses, card, guesses)
