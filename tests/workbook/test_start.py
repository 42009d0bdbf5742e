"""The start page: what became of the proposals of a kecamatan, by the record of the run itself."""

from collections import Counter
from pathlib import Path

import pytest

import p2spp_sim as p2
from p2spp_sim.base.era import eras
from p2spp_sim.model.loading import load_rules
from p2spp_sim.workbook import open_start
from p2spp_sim.workbook.case.desk import world
from p2spp_sim.workbook.case.journeys import journey_rules, journeys
from p2spp_sim.workbook.pictures.road import RoadDot, RoadPlace, road


@pytest.mark.parametrize("era", eras())
def test_every_proposal_of_residents_is_on_the_road_and_ends_where_the_run_ended_it(
    era: str,
) -> None:
    rules, ways = journey_rules(), journeys(era)
    run = p2.run_year(world(rules.world), p2.Scenario.load(eras()[era].book), seed=rules.seed)
    frame = run.frame()
    own = frame[(frame["kecamatan"] == rules.kecamatan) & (frame["channel"] == "musrenbang")]
    assert {way.about.split(",")[0] for way in ways} == set(own["id"])
    assert sum(not way.reason for way in ways) == own["built"].sum()
    at = {forum: place for place, spec in enumerate(rules.place) for forum in spec.forums}
    assert Counter(way.places[-1] for way in ways) == Counter(at[stage] for stage in own["stage"])


@pytest.mark.parametrize("era", eras())
def test_every_forum_through_which_proposals_of_residents_go_has_a_place(era: str) -> None:
    placed = {forum for place in journey_rules().place for forum in place.forums}
    forums = {forum.key for forum in load_rules(eras()[era].book).forum}
    assert forums - placed == {"reses"}


def test_a_dot_goes_below_the_places_that_it_passed_by() -> None:
    places = [RoadPlace("balai_desa", name) for name in ("Desa", "Dinas", "Pelaksanaan")]
    dots = [RoadDot("U1: <terbangun>", (0, 2), True), RoadDot("U2", (0, 1), False)]
    drawn = road(places, dots, "kata", "langsung")
    assert drawn.count("offset-path") == 2 and "langsung" in drawn
    assert "&lt;terbangun&gt;" in drawn and "berhenti 1" in drawn and "terbangun 1" in drawn
    assert "langsung" not in road(places, dots[1:], "kata", "langsung")


def test_the_page_says_how_many_set_out_and_how_many_were_built(tmp_path: Path) -> None:
    ways = journeys("2010")
    text = open_start(results=tmp_path).perjalanan().data
    assert f"{len(ways)} usulan" in text and text.count('class="p2-dot"') == len(ways)
