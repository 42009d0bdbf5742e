"""Two hundred studies: not only all measures together, each one that is shown is held about 95 times in 100."""

from tests.studies.test_coverage_of_intervals import (
    BASE,
    FEWEST,
    REFORMED,
    SHOWN,
    WORLD,
    covered,
    repeated,
)


def test_each_interval_that_is_shown_holds_the_truth_as_often_as_it_says() -> None:
    table = covered(repeated(WORLD, (BASE, REFORMED), studies=200, replicates=FEWEST))
    for what in SHOWN:
        assert 0.92 <= table.loc[what, "holds"] <= 0.98, what
