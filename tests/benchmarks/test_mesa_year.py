"""The year written as agents decides every proposal as the library does: only then is their ratio worth printing."""

from __future__ import annotations

import numpy as np
import pytest
from mesa_papers import prepare
from mesa_year import Proposal, Village, Year

import p2spp_sim as p2
from p2spp_sim.results.run import Run

CASES = {
    "as declared": {},
    "PIK, reses first": {"pik_share": 0.2, "reses_timing": "before", "pokir_match_share": 0.5},
    "stop at the first misfit": {"kecamatan_ceiling_idr": 300_000_000, "fill_rule": "stop"},
    "integrated MAD, short lists": {"integrated_mad": True, "kecamatan_list": 9, "proposal_cap": 3},
    "balance, small works": {
        "territorial_balance": 0.5,
        "small_skpd": 1.0,
        "skpd_most": 0.02,
        "kecamatan_most": 0.1,
    },
    "after training": {"train_kades": 0.5, "train_bpd": 0.5, "facilitators_per_kecamatan": 4},
    "published ceilings, election": {
        "publish_ceilings": True,
        "election_year": True,
        "score_noise": 0.6,
    },
}


def library_rows(run: Run, forum: str) -> list[tuple[object, ...]]:
    """Read the library's ledger row by row; the score as whole points, None where a gate stopped the row."""
    rows: list[tuple[object, ...]] = []
    for _, step in run.steps(forum):
        points = [None if np.isnan(score) else round(float(score) * 1e6) for score in step.score]
        columns = (step.rows, step.asked, step.reason, step.rank, step.granted, step.pot)
        rows += zip(*(column.tolist() for column in columns), points, strict=True)
    return rows


def agent_rows(year: Year, forum: str) -> list[tuple[object, ...]]:
    """Read the agents' ledger in the library's order; points as the library's single precision keeps them."""
    return [
        (
            d.row,
            d.asked,
            d.reason,
            d.rank,
            d.granted,
            d.pot,
            None if d.points is None else round(float(np.float32(d.points / 1e6)) * 1e6),
        )
        for d in year.decisions(forum)
    ]


@pytest.mark.parametrize("case", list(CASES))
@pytest.mark.parametrize("seed", [1, 2])
def test_agents_decide_as_the_library(case: str, seed: int) -> None:
    world, scenario = (
        p2.World.synthetic(60, seed=seed),
        p2.Scenario.load("2010").change(**CASES[case]),
    )
    run = p2.run_year(world, scenario, seed=seed)
    year = Year(prepare(world, scenario, seed)).run()
    for forum in run.rules.forum:
        rows = library_rows(run, forum.key)
        assert len(rows) > 0, forum.key
        assert agent_rows(year, forum.key) == rows, forum.key
    assert [p.decision.reason for p in year.proposals] == run.parts[0].docket.reason.tolist()


def test_several_kabupaten_and_a_real_one() -> None:
    for world in (p2.World.synthetic(90, seed=5, kabupaten_size=30), p2.World.load("wanasari")):
        run = p2.run_year(world, p2.Scenario.load("2010"), seed=3)
        year = Year(prepare(world, p2.Scenario.load("2010"), 3)).run()
        for forum in run.rules.forum:
            assert agent_rows(year, forum.key) == library_rows(run, forum.key), (
                world.name,
                forum.key,
            )


def test_villages_and_proposals_are_agents_of_the_model() -> None:
    world = p2.World.synthetic(12, seed=1)
    papers = prepare(world, p2.Scenario.load("2010"), 1)
    year = Year(papers)
    assert len(year.agents_by_type[Village]) == 12
    assert len(year.agents_by_type[Proposal]) == len(papers.docket.proposals)


def test_a_second_year_on_the_same_papers_is_the_same() -> None:
    papers = prepare(p2.World.synthetic(20, seed=1), p2.Scenario.load("2010"), 1)
    years = [Year(papers, keep=keep).run() for keep in (True, True, False)]
    decisions = [[p.decision for p in year.proposals] for year in years]
    assert decisions[0] == decisions[1] == decisions[2]
    assert years[0].decisions("mad") == years[1].decisions("mad") != []


def test_a_fill_rule_the_agents_do_not_know_is_refused() -> None:
    scenario = p2.Scenario.load("2010").change(fill_rule="best_package", pik_share=0.2)
    with pytest.raises(ValueError, match="best_package"):
        Year(prepare(p2.World.synthetic(12, seed=1), scenario, 1)).run()
