"""Years without a programme, and cards that can always be drawn."""

import pytest

import p2spp_sim as p2
from p2spp_sim import years as module
from tests.model.test_years import BASE, WATCHED, ceiling, indicators, noise, with_card


@pytest.fixture(scope="module")
def drift():
    plain = indicators(p2.World.load("wanasari"), BASE, years=5)
    return noise(plain[:, 4] - plain[:, 0])


@pytest.mark.parametrize("key", WATCHED)
def test_without_a_programme_nothing_moves_from_year_one_to_year_five(drift, key):
    mean, half = drift[key]
    assert abs(mean) <= half, (mean, half)


@pytest.mark.parametrize("regime", ["2010", "dana_desa", "sipd"])
@pytest.mark.parametrize("card", list(module.events()))
def test_every_card_can_be_drawn_under_every_rule_book(regime, card):
    world = p2.World.load("wanasari")
    p2.run_years(world, p2.Scenario.load(regime), 2, seed=1, events={2: card}).check()


def test_a_card_that_cannot_be_drawn_is_refused_before_anything_is_run(monkeypatch):
    cards = {"wrong": {"values": {"open_share": 7.0}}}
    monkeypatch.setattr(module, "events", lambda: cards)

    def never(*_, **__):
        raise AssertionError("a year was run")

    monkeypatch.setattr(module, "run_year", never)
    with pytest.raises(p2.OutOfBounds, match="open_share"):
        p2.run_years(p2.World.load("wanasari"), BASE, 3, events={2: "wrong"})


def test_an_election_does_not_count_as_a_change_of_the_programme():
    world = p2.World.load("wanasari")
    on = BASE.change(clause_k3=True, reses_timing="before")
    tables = [
        p2.run_year(world, on.change(election_year=vote)).indicators() for vote in (False, True)
    ]
    calm, vote = (table.set_index("key")["count"]["P6"] for table in tables)
    assert calm == vote == 1.0


def test_a_cut_of_the_transfer_shrinks_the_budget_of_its_year():
    world = p2.World.load("wanasari")
    capital, share = int(world.tables["budget"]["capital_idr"][0]), BASE.value("open_share")
    without, drawn = with_card(world, "dau_cut")
    assert 0.65 - 1e-6 < ceiling(drawn.runs[1], "apbd") / (capital * share) < 0.80 + 1e-6
    assert ceiling(without.runs[1], "apbd") > ceiling(drawn.runs[1], "apbd")
    assert ceiling(without.runs[2], "apbd") == ceiling(drawn.runs[2], "apbd")
