"""Pairs against a key, likely partners by words and village, and what pokir do for villagers' proposals in a year."""

from __future__ import annotations

import math
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

import p2spp_sim as p2
from p2spp_sim.alignment.scores import ListEntry, scores, suggest, support
from p2spp_sim.base.errors import P2sppError, UnknownName
from p2spp_sim.model.proposals import Origin
from p2spp_sim.scenario.scenario import Scenario

NAMES = st.sampled_from("abcdefg")
MATCHINGS = st.dictionaries(NAMES, st.sampled_from(["u", "v", "w", "x", ""]), max_size=7)


def test_scores_of_the_curriculum_sheet() -> None:
    """Work out NB04 by hand: five of seven given pairs are right, five of the key's seven are found."""
    key = {
        "R01": "U01",
        "R02": "U05",
        "R04": "U10",
        "R05": "U13",
        "R07": "U09",
        "R08": "U14",
        "R10": "U03",
        "R03": "",
    }
    agreement = scores({**key, "R04": "U07", "R03": "U08", "R08": ""}, key)
    assert agreement.wrong == (("R03", "U08"), ("R04", "U07")) and agreement.missed == (
        ("R04", "U10"),
        ("R08", "U14"),
    )
    assert {round(share, 3) for share in (agreement.precision, agreement.recall, agreement.f1)} == {
        0.714
    }


@given(MATCHINGS, MATCHINGS)
def test_scores_keep_their_promises(ours: dict[str, str], theirs: dict[str, str]) -> None:
    agreement, turned = scores(ours, theirs), scores(theirs, ours)
    assert len(agreement.right) + len(agreement.wrong) == sum(map(bool, ours.values()))
    assert len(agreement.right) + len(agreement.missed) == sum(map(bool, theirs.values()))
    assert agreement.right == turned.right and agreement.wrong == turned.missed
    if agreement.right:
        mean = 2 * agreement.precision * agreement.recall / (agreement.precision + agreement.recall)
        assert math.isclose(agreement.f1, mean) and 0 < agreement.f1 <= 1
    assert math.isnan(scores({}, theirs).precision) and math.isnan(scores(ours, {}).recall)


@pytest.fixture
def lists() -> tuple[dict[str, ListEntry], dict[str, ListEntry]]:
    world = p2.World.load("tirtamulya")
    names = dict(zip(world.villages["code"], world.villages["name"], strict=True))
    rows = zip(*(world.proposals[name] for name in ("id", "what", "village")), strict=True)
    notes = zip(world.reses["id"], world.reses["what"], strict=True)
    left = {str(key): ListEntry(str(what)) for key, what in notes}
    return left, {str(key): ListEntry(str(what), str(names[code])) for key, what, code in rows}


def test_the_best_hint_is_the_partner_where_words_agree(
    lists: tuple[dict[str, ListEntry], dict[str, ListEntry]],
) -> None:
    left, right = lists
    suggestions = suggest(left, right)
    table = p2.World.load("tirtamulya").reses
    gold = {
        str(key): str(partner) for key, partner in zip(table["id"], table["matches"], strict=True)
    }
    for note, partner in gold.items():
        if partner:
            assert suggestions[note][0].key == partner and suggestions[note][0].words, note
    assert not suggestions["R03"] and not suggestions["R06"]
    (trap,) = suggestions["R09"]  # alike in spelling only: the text of unit 04 warns of it
    assert trap.key == "U07" and not trap.words and trap.same_place is None


def test_hints_know_no_order_and_respect_floor_and_number(
    lists: tuple[dict[str, ListEntry], dict[str, ListEntry]],
) -> None:
    left, right = lists
    turned = suggest(left, dict(reversed(right.items())), most=2, floor=0.3)
    assert turned == suggest(left, right, most=2, floor=0.3)
    for suggestions in turned.values():
        assert len(suggestions) <= 2 and all(
            0.3 <= suggestion.score <= 1 for suggestion in suggestions
        )
        assert [suggestion.score for suggestion in suggestions] == sorted(
            (suggestion.score for suggestion in suggestions), reverse=True
        )
    assert not any(suggest(left, right, floor=1.01).values())


def test_the_same_words_in_the_same_village_come_first() -> None:
    right = {
        "A": ListEntry("Jalan poros", "Sidomulyo"),
        "B": ListEntry("Jalan poros", "Sido"),
        "C": ListEntry("Jalan poros"),
    }
    (ranked,) = suggest({"n": ListEntry("jalan POROS, Sido")}, right).values()
    assert [(suggestion.key, suggestion.same_place) for suggestion in ranked] == [
        ("B", True),
        ("C", None),
        ("A", False),
    ]
    (typed,) = suggest({"n": ListEntry("jalam poros", "Sido")}, right, most=1).values()
    assert typed[0].key == "B" and typed[0].words == ("jalam", "poros"), (
        "a slip of the finger is still the same word"
    )


def test_empty_lists_and_empty_words_suggest_nothing() -> None:
    assert suggest({}, {"A": ListEntry("Jalan")}) == {}
    assert suggest(
        {"n": ListEntry("di desa kami"), "m": ListEntry("")}, {"A": ListEntry("dan untuk desa")}
    ) == {"n": (), "m": ()}


def test_without_rapidfuzz_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rapidfuzz", None)
    with pytest.raises(P2sppError, match="rapidfuzz"):
        suggest({"n": ListEntry("jalan")}, {"A": ListEntry("jalan")})


@pytest.mark.parametrize("seed", [3, 7])
def test_support_counts_what_the_table_of_the_run_shows(seed: int) -> None:
    run = p2.run_year(p2.World.load("wanasari"), Scenario.load("2010"), seed=seed)
    counts, frame = support(run), run.frame()
    pokir = frame[(frame["origin"] == "reses") & (frame["stage"] != "reses")]
    matched = pokir[pokir["matches"] != ""]
    assert (counts.pokir, counts.matched) == (len(pokir), len(matched))
    assert counts.supported == matched["matches"].nunique() < counts.matched + 1
    (part,) = run.parts
    table = part.docket.proposals
    step = next(s for s in part.steps if run.rules.forum[s.forum].key == "apbd")
    paid = {
        int(row): int(idr)
        for row, idr, pot in zip(step.rows, step.granted, step.pot, strict=True)
        if pot >= 0
    }
    idr = {row: paid[row] for row in paid if table.origin[row] == Origin.RESES}
    twins = {int(table.matches[row]) for row in idr if table.matches[row] >= 0}
    assert counts.pokir_idr == sum(idr.values())
    assert counts.matched_idr == sum(idr[row] for row in idr if table.matches[row] >= 0)
    ((_, reses),) = run.steps("reses")
    listed = reses.rows[reses.pot >= 0]  # what agencies refused supports nobody
    backed = {int(twin) for twin in table.matches[listed] if twin >= 0}
    assert counts.reached == len(backed & (twins | paid.keys()))
    assert counts.citizens == len(
        {row for row in twins | paid.keys() if table.origin[row] <= Origin.WOMEN}
    )
    assert counts.reached <= counts.citizens
    assert (
        0 < counts.share_matched < 1 and 0 < counts.share_money < 1 and 0 < counts.share_reached < 1
    )


def test_a_regime_without_reses_is_refused_with_its_name() -> None:
    run = p2.run_year(p2.World.load("tirtamulya"), Scenario.load("unit06"), seed=7)
    with pytest.raises(UnknownName, match="reses"):
        support(run)
