"""The page of policy questions is what the command gives, and what it says beside the figures is so."""

import numpy as np
import pytest

import p2spp_sim as p2
from p2spp_sim.base.formats import percent
from p2spp_sim.base.intervals import half_width
from p2spp_sim.cli.asked import FOUND, across, condition
from p2spp_sim.studies import standing, what_if
from tests.docs.questions import (
    DATASET,
    DATED,
    END,
    IN_PAPERS,
    PAGES,
    REPLICATES,
    SEED,
    START,
    WORDS,
    computed,
    gains,
    split,
    studies,
    with_interval,
)


def page(language: str) -> str:
    return PAGES[language].read_text(encoding="utf-8")


def row(key: str, outcome: str) -> dict[str, float]:
    return what_if.answered(key, studies()[key]).set_index("outcome").loc[outcome].to_dict()


def verdict_on(key: str, outcome: str) -> str:
    answer = row(key, outcome)
    return standing.measured().answers[key][outcome].verdict(answer["low"], answer["high"])


@pytest.mark.parametrize("language", PAGES)
def test_the_page_is_what_the_command_gives(language):
    assert page(language).count(START) == page(language).count(END) == 1
    _, middle, _ = split(page(language))
    (day,) = DATED.findall(middle)
    assert middle == computed(language, day)


def test_running_together_gives_what_asking_one_gives():
    alone = what_if.answer("W10", p2.World.load(DATASET), REPLICATES, SEED)
    assert what_if.answered("W10", studies()["W10"]).equals(alone)


@pytest.mark.parametrize("language", PAGES)
def test_every_question_stands_on_the_page_with_its_outcomes(language):
    _, middle, _ = split(page(language))
    p2.set_language(language)
    parts = {part.split(".")[0]: part for part in middle.split("\n### ")}
    for key, question in what_if.questions().items():
        assert question.question[language] in parts[key]
        assert question.published[language] in parts[key]
        for outcome in question.outcome:
            (line,) = [
                line for line in parts[key].splitlines() if line.startswith(f"| `{outcome}` |")
            ]
            put_in = {"id": "dimasukkan: ", "en": "put in: "}[language]
            assert (put_in in line) == (outcome in question.put_in)
    assert "W13" not in parts and "W13" in page(language)


def test_what_the_text_says_about_the_poor_and_the_published_results_holds():
    assert row("W2", "fair_end")["low"] > 0  # "gain with all parameters as declared", yet withdrawn
    assert verdict_on("W2", "fair_end") == "withdrawn"
    assert verdict_on("W10", "pik_nothing") == "stands"
    assert row("W2", "accepted")["low"] > 0
    assert row("W10", "pik_nothing")["high"] < 0
    assert abs(row("W6", "list_urgency")["difference"]) < 0.05 < row("W6", "satisfaction")["low"]
    assert 0.05 < row("W9", "P3.rupiah")["low"] < row("W9", "P3.rupiah")["high"] < 0.08
    assert -0.02 < row("W11", "accepted")["low"] < row("W11", "accepted")["high"] < 0.02
    assert row("W15", "fair_budget")["low"] < 0 < row("W15", "fair_budget")["high"]


@pytest.mark.parametrize("language", PAGES)
def test_every_answer_says_in_how_many_states_it_stands_and_what_follows(language):
    _, middle, _ = split(page(language))
    words = WORDS[language]
    p2.set_language(language)
    parts = {part.split(".")[0]: part for part in middle.split("\n### ")}
    for key, ran in studies().items():
        for record in what_if.answered(key, ran).to_dict("records"):
            answer = standing.measured().answers[key][record["outcome"]]
            ends = record["low"], record["high"]
            (line,) = [
                text
                for text in parts[key].splitlines()
                if text.startswith(f"| `{record['outcome']}` |")
            ]
            assert f"| {percent(answer.share(*ends))}" in line
            for verdict in ("conditional", "withdrawn"):
                assert (f"**{words[verdict]}**" in line) == (answer.verdict(*ends) == verdict), line
            assert (
                answer.verdict(*ends) != "withdrawn"
                or record["put_in"]
                or words["found"] not in line.split(" | ")[7]
            )
            assert f"| {across(record['outcome'], answer)} |" in line
            turn = answer.turn(*ends)
            assert turn is None or condition(turn, "`") in line


@pytest.mark.parametrize("language", PAGES)
def test_every_parameter_that_once_turned_w4_says_whether_it_still_does(language):
    _, middle, _ = split(page(language))
    p2.set_language(language)
    for flip in standing.measured().flips:
        (line,) = [row for row in middle.splitlines() if row.startswith(f"| `{flip.parameter}` |")]
        assert FOUND[flip.found] in line and percent(flip.lowest) in line


@pytest.mark.parametrize("language", PAGES)
def test_what_does_not_stand_is_summed_up(language):
    _, middle, _ = split(page(language))
    words = WORDS[language]
    for verdict in ("conditional", "withdrawn"):
        (line,) = [
            row for row in middle.splitlines() if row.startswith(f"- **{words[verdict]}**: ")
        ]
        for key, ran in studies().items():
            for record in what_if.answered(key, ran).to_dict("records"):
                answer = standing.measured().answers[key][record["outcome"]]
                judged = answer.verdict(record["low"], record["high"]) == verdict
                said = f"{key} `{record['outcome']}`" in line.split(": ")[1].split(", ")
                assert said == judged


def test_equal_shares_take_more_by_count_and_hardly_more_by_rupiah():
    count, idr = row("W10", "accepted"), row("W10", "accepted.rupiah")
    assert count["low"] > 0 and abs(idr["difference"]) < count["difference"] / 5


@pytest.mark.parametrize(("key", "found"), [("W8", set()), ("W15", {"fair_end"})])
def test_no_answer_to_what_the_model_was_told_is_called_found(key, found):
    asked = what_if.question(key)
    assert set(asked.outcome) - set(asked.put_in) == found


def ends(paired) -> tuple[float, float]:
    return float(paired.mean() - half_width(paired)), float(paired.mean() + half_width(paired))


def test_the_contest_is_between_paired_differences_and_the_text_says_who_wins():
    alone, both, points = gains()
    assert ends(alone - points)[0] > 0  # "does more"
    assert ends(both - points)[0] > 0
    for value in (alone, both, points):
        assert with_interval(value) in page("id")
    assert both.mean() == pytest.approx(row("W5", "fair_end")["difference"])
    assert points.mean() == pytest.approx(row("W15", "fair_end")["difference"])


def test_reaching_out_does_nothing_where_the_barrier_is_in_the_papers():
    alone, both, points = gains(**IN_PAPERS)
    assert np.all(alone == 0)
    assert ends(points)[0] > 0
    assert ends(both - points)[0] > 0


def test_the_two_pages_hold_the_same_figures():
    def figures(language: str) -> list[str]:
        _, middle, _ = split(page(language))
        cells = [
            line.split(" | ")[2:5]
            for line in middle.splitlines()
            if line.startswith("| `") and line.count(" | ") == 8
        ]
        swap = str.maketrans(",.", ".,") if language == "id" else {}
        return [" ".join(triple).translate(swap) for triple in cells]

    assert figures("id") == figures("en")
    assert len(figures("id")) == sum(
        len(question.outcome) for question in what_if.questions().values()
    )
