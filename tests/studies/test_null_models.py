"""A null model is the rule book itself in another order: gates, money and proposals stay, and the totals add up."""

from pathlib import Path

import msgspec
import numpy as np
import pytest

import p2spp_sim as p2
from p2spp_sim.base.files import data_path
from p2spp_sim.forum.fill import runs
from p2spp_sim.model import proposals as P  # noqa: N812
from p2spp_sim.model.loading import load_rules
from p2spp_sim.model.rulebook import Reason
from p2spp_sim.results.record import Step
from p2spp_sim.results.run import Run
from p2spp_sim.studies.null_models import NULL_MODELS, null_model

REGIMES = ("2010", "dana_desa", "sipd")
WANASARI = p2.World.load("wanasari")
regimes = pytest.mark.parametrize("regime", REGIMES)
nulls = pytest.mark.parametrize("name", NULL_MODELS)


def ran(name: str, rules: str = "2010", seed: int = 3, **levers: object) -> Run:
    """Run wanasari under a null model of a rule book, under the rule book itself where it has no name."""
    book = load_rules(rules)
    scenario = p2.Scenario("coba", rules, levers)  # type: ignore[arg-type]
    return p2.run_year(
        WANASARI, scenario, seed, book=null_model(book, name) if name else None
    ).check()


def ranked(run: Run, forum: str) -> tuple[Step, np.ndarray, np.ndarray]:
    """Give a forum's step, and group and rupiah asked of what passed its gates, in the order of rank."""
    ((part, step),) = run.steps(forum)
    order = step.order
    group = part.world.group_of(
        step.grouping,
        part.docket.proposals.village[step.rows],
        part.docket.proposals.skpd[step.rows],
    )
    return step, group[order], step.before[step.rows][order]


@nulls
@regimes
def test_nothing_is_lost_and_no_ceiling_is_passed(name: str, regime: str) -> None:
    for seed in range(3):
        run = ran(name, regime, seed, fill_rule="best_package" if seed == 2 else "skip")
        pots = 0
        for part, step in [pair for forum in run.rules.forum for pair in run.steps(forum.key)]:
            proposals, rows = part.docket.proposals, step.rows
            group = part.world.group_of(
                step.grouping, proposals.village[rows], proposals.skpd[rows]
            )
            left: np.ndarray | int = 0
            for number, pot in enumerate(run.rules.forum[step.forum].pots):
                if (ceiling := step.ceilings[number]) is not None:
                    left = left + ceiling
                    np.subtract.at(left, group, step.granted * (step.pot == number))
                    assert (left >= 0).all(), pot.key
                    pots += 1
                left = left if pot.rolls_over else 0
        assert pots > 8


@nulls
@regimes
def test_only_the_order_is_exchanged(name: str, regime: str) -> None:
    book = load_rules(regime)
    null = null_model(book, name)
    assert null != book
    for before, after in zip(book.forum, null.forum, strict=True):
        assert after.criteria == (NULL_MODELS[name],) and after.noise is after.balance is None
        again = msgspec.structs.replace(
            after, criteria=before.criteria, noise=before.noise, balance=before.balance
        )
        assert again == before
    assert msgspec.structs.replace(null, forum=book.forum) == book


@nulls
def test_the_same_proposals_meet_the_same_gates(name: str) -> None:
    model, null = ran(""), ran(name)
    ours, theirs = (run.parts[0].docket.proposals for run in (model, null))
    for column in ours.__dataclass_fields__:
        assert np.array_equal(getattr(ours, column), getattr(theirs, column)), column
    ((part, step),) = null.steps("musrenbang_kecamatan")
    proposals = part.docket.proposals
    passed = step.rows[step.order]
    assert len(passed) and proposals.has(P.IN_RPJM)[passed].all()
    assert (proposals.authority[passed] == P.DISTRICT).all()
    assert {Reason.PLAN_MISMATCH, Reason.OUTSIDE_MONEY} <= set(step.reason.tolist())


@pytest.mark.parametrize("forum", ["mad", "forum_skpd", "musrenbang_kabupaten", "kua_ppas", "apbd"])
@pytest.mark.parametrize(("name", "sign"), [("biggest", 1), ("smallest", -1)])
def test_size_is_the_order(name: str, sign: int, forum: str) -> None:
    _, group, asked = ranked(ran(name), forum)
    steps = np.diff(asked * sign)[group[1:] == group[:-1]]
    most = asked.max() / 10**6  # scores count to six decimals
    assert len(steps) > 10 and (steps <= most).all() and (steps < 0).any()


def test_biggest_first_funds_the_biggest_that_has_room() -> None:
    funded = 0
    for seed in range(4):
        step, group, asked = ranked(ran("biggest", seed=seed), "forum_skpd")
        taken = step.pot[step.order] >= 0
        _, ceiling = step.ceilings  # the first pot is that of the territorial ceiling
        assert ceiling is not None
        for start, size in zip(*runs(group), strict=True):
            fits = np.flatnonzero(asked[start : start + size] <= ceiling[group[start]])
            if len(fits):
                assert taken[start + fits[0]]
                funded += 1
    assert funded > 20


def test_the_lottery_moves_with_the_seed_and_not_with_anything_else() -> None:
    first, again, model = ran("lottery"), ran("lottery"), ran("")
    assert first.frame().equals(again.frame())
    assert first.totals() != model.totals()
    weights = ran("lottery", weight_poor=0.9, alignment_weight=1.0, elite_advantage=0.0)
    assert weights.totals() == first.totals()

    world, scenario = p2.World.load("tirtamulya"), p2.Scenario.load("unit03")
    book = null_model(load_rules(scenario.rules), "lottery")
    ranks = [
        p2.run_year(world, scenario, seed, book=book).check().parts[0].steps[0].order.tolist()
        for seed in range(5)
    ]
    assert len({tuple(order) for order in ranks}) == 5
    assert len({tuple(sorted(order)) for order in ranks}) == 1


@nulls
def test_a_rule_book_of_ones_own_has_null_models_too(name: str, tmp_path: Path) -> None:
    text = data_path("datasets", "rules", "sipd.toml").read_text(encoding="utf-8")
    path = tmp_path / "kami.toml"
    path.write_text(
        text.replace('{ term = "reach", weight = 0.35 }', '{ term = "cost", weight = -0.35 }', 1)
        .replace('{ term = "reach", weight = 0.30 }', '{ term = "draw", weight = 0.30 }', 1)
        .replace('test = "papers", reason = "papers"', 'test = "land", reason = "land"', 1),
        encoding="utf-8",
    )
    assert ran("", str(path)).totals() != ran("", "sipd").totals()
    own = ran(name, str(path))
    assert own.rules.title == load_rules(str(path)).title
    ((part, step),) = own.steps("forum_skpd")
    passed = step.rows[step.order]
    papers = part.docket.proposals.has(P.PAPERS)[passed]
    assert not papers.all() and part.docket.proposals.has(P.LAND)[passed].all()
