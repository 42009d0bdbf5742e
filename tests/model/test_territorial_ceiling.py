"""The territorial ceiling (PIK): its works pass every gate and stand in every paper, under their own ceiling."""

from itertools import pairwise

import numpy as np
import pytest

import p2spp_sim as p2
from p2spp_sim.model.rulebook import Reason
from p2spp_sim.results.run import Run

PAPERS = {
    "musrenbang_kecamatan": "pik",
    "verifikasi_mitra": "mitra_pik",
    "forum_skpd": "renja_pik",
    "musrenbang_kabupaten": "rkpd_pik",
    "validasi_tapd": "sah_pik",
    "kua_ppas": "ppas_pik",
}


def taken(run: Run) -> dict[str, np.ndarray]:
    """Give the rows that each paper's own pot took, in the order of the year."""
    rows = {}
    for forum in (spec.key for spec in run.rules.forum if spec.key in PAPERS):
        ((_, step),) = run.steps(forum)
        pots = [pot.key for pot in run.rules.forum[step.forum].pots]
        rows[forum] = step.rows[step.pot == pots.index(PAPERS[forum])]
    return rows


def year(rules: str, **levers: object) -> Run:
    scenario = p2.Scenario.load(rules).change(pik_share=0.3, **levers)  # type: ignore[arg-type]
    return p2.run_year(p2.World.load("wanasari"), scenario, 7).check()


@pytest.mark.parametrize("rules", ["2010", "dana_desa", "sipd"])
def test_its_works_stand_in_every_paper_and_fall_at_the_gates_of_agencies(rules: str) -> None:
    run = year(rules)
    rows = list(taken(run).items())
    assert [forum for forum, _ in rows] == [
        spec.key for spec in run.rules.forum if spec.key in PAPERS
    ]
    for (_, before), (forum, after) in pairwise(rows):
        ((_, step),) = run.steps(forum)
        assert np.isin(before, step.rows).all() and np.isin(after, before).all()
    chosen, agreed = rows[0][1], taken(run)["musrenbang_kabupaten"]
    assert 0.3 * len(chosen) < len(agreed) < 0.95 * len(chosen)
    reasons = run.parts[0].docket.reason[np.setdiff1d(chosen, agreed)]
    assert Reason.CEILING not in {Reason(code) for code in reasons.tolist()}


@pytest.mark.parametrize("rules", ["2010", "dana_desa", "sipd"])
def test_no_kecamatan_gets_more_than_its_ceiling_in_any_paper(rules: str) -> None:
    run = year(rules, pik_formula="poor")
    part = run.parts[0]
    ((_, step),) = run.steps("musrenbang_kecamatan")
    ceiling = step.ceilings[0]
    kecamatan = part.world.kecamatan_of[part.docket.proposals.village]
    for forum, rows in taken(run).items():
        ((_, step),) = run.steps(forum)
        granted = np.bincount(kecamatan[rows], step.after[rows], minlength=len(ceiling))
        assert (granted <= ceiling).all(), forum


def test_what_agencies_see_in_time_does_not_fall_later() -> None:
    shares = []
    for seen in (0.0, 0.8, 1.0):
        rows = taken(year("2010", pik_checked=seen))
        shares.append(len(rows["forum_skpd"]) / len(rows["musrenbang_kecamatan"]))
    assert shares[0] < 0.45 < shares[1] < 0.9 < shares[2]


def test_money_whose_works_fall_goes_on_to_the_plans_of_agencies() -> None:
    money = year("2010", pik_checked=0.0).money().set_index("pot")
    left = money.loc["ppas_pik", "ceiling_idr"] - money.loc["ppas_pik", "granted_idr"]
    assert left > 0.4 * money.loc["ppas_pik", "ceiling_idr"]
    assert money.loc["ppas", "granted_idr"] > money.loc["ppas", "ceiling_idr"]


def test_equal_shares_spend_the_ceiling() -> None:
    spent = []
    for completion in (0, 1):
        run = year("dana_desa", fill_rule="equal_shares", completion_idr=completion)
        pot = run.money().set_index("pot").loc["pik"]
        spent.append(pot["granted_idr"] / pot["ceiling_idr"])
    assert spent[0] < 0.8 < 0.88 < spent[1] <= 1.0
