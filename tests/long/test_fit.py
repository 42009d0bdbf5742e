"""Two hundred ledgers: every kind of estimate is held about 90 times in 100, also with 30 % of the reasons missing."""

import pytest

import p2spp_sim as p2
from p2spp_sim.studies.fitting import calibration

WORLD = p2.World.load("wanasari")
BASE = p2.Scenario.load("2010")


@pytest.mark.parametrize("missing", [0.0, 0.3])
def test_each_kind_of_interval_holds_the_truth_as_often_as_it_says(missing: float) -> None:
    table = calibration.table(
        [
            each
            for seed in range(200)
            for each in calibration.of_ledger(WORLD, BASE, seed, missing=missing)
        ]
    )
    print(table.to_string())
    for row in table.itertuples():
        assert 0.85 <= round(row.holds, 2) <= 0.95, row.what


def test_the_fit_foretells_better_than_every_null_model() -> None:
    scores = [calibration.held_out(WORLD, BASE, seed) for seed in range(60)]
    table = calibration.held_out_table(scores).set_index("model").drop("fit")
    print(table.to_string())
    for measure in ("brier", "log", "hits"):
        assert (table[f"{measure}_gain"] > table[f"{measure}_half"]).all(), measure
