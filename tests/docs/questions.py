"""Computes the page of policy questions; `python -m tests.docs.questions` renews it."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import p2spp_sim as p2
from p2spp_sim.base.formats import figure, number, percent
from p2spp_sim.base.intervals import half_width
from p2spp_sim.base.language import pick, tr
from p2spp_sim.cli.asked import FOUND, SECTIONS, across, by_what, cells, common, condition, moves
from p2spp_sim.studies import standing, what_if
from p2spp_sim.studies.comparing import compare
from p2spp_sim.studies.comparison import Comparison
from p2spp_sim.studies.what_if import DATASET, REPLICATES, SEED

IN_PAPERS = {
    "poverty_penalty": 0.0,
    "papers_poverty": 1.0,
}  # the barrier of the poor moved to the papers
ROOT = Path(__file__).resolve().parents[2]
PAGES = {"id": ROOT / "docs" / "pertanyaan.id.md", "en": ROOT / "docs" / "pertanyaan.md"}
START, END = "<!-- computed: python -m tests.docs.questions -->", "<!-- end of what is computed -->"
DATED = re.compile(r"\d{4}-\d{2}-\d{2}")
WORDS = {
    "id": {
        "about": "Himpunan data {data}, {n} ulangan berpasangan, benih {seed}, dihitung {date}.",
        "states": "Bertahan: bagian dari {states} keadaan, gabungan {n} parameter yang diragukan yang bersama-sama "
        "memenuhi fakta terbit, yang mengatakan hal yang sama ({replicates} ulangan, benih {seed}); "
        "`python -m p2spp_sim.studies.plausible` membuat keadaan itu lagi, "
        "`python -m p2spp_sim.studies.standing` mengukurnya.",
        "head": "| hasil | arti | sebelum | sesudah | beda | selang 95% | beda di keadaan yang masuk akal | temuan? | "
        "bertahan |",
        "lever": "Tuas",
        "common": "Sama di keduanya",
        "published": "Pernah terbit",
        "comparable": "Dapat dibandingkan",
        "found": "temuan",
        "told": "dimasukkan: {told}",
        "still": "tidak bergerak",
        "conditional": "bersyarat",
        "withdrawn": "ditarik",
        "points": "Beda bagian dalam poin persen.",
        "sums": "### Yang bersyarat dan yang ditarik",
        "sum": "- **{verdict}**: {names}",
        "flips": "### Satu parameter saja yang membalik {key} (`{outcome}`)",
        "about_flips": "Setiap parameter digeser sendiri di seluruh keraguannya, yang lain tetap seperti dinyatakan. "
        "Dua kolom terakhir: bagian keadaan yang masuk akal yang mengatakan hal yang sama, di sepertiga keadaan "
        "dengan nilai parameter itu paling rendah dan paling tinggi.",
        "flip_head": "| parameter | pembalikan | dibalik pada | di antaranya memenuhi fakta | terendah | tertinggi |",
        "contest": "### Menjemput usulan (W5) atau menambah nilai bagi yang miskin (W15)?",
        "gains": "Perubahan `fair_end` dengan selang 95%, menurut tempat hambatan bagi warga miskin:",
        "places": "| perubahan | saat bersuara (bawaan) | pada berkas (`poverty_penalty = 0`, `papers_poverty = 1`) |",
        "alone": "jemput usulan saja",
        "gap": "Pada undian yang sama, jemput usulan saja dikurangi W15: {first} (bawaan), {second} (berkas). "
        "W5 dikurangi W15: {third} (bawaan), {fourth} (berkas).",
    },
    "en": {
        "about": "Dataset {data}, {n} paired replicates, seed {seed}, computed {date}.",
        "states": "Stands: the share of {states} states, {n} parameters in doubt put together so that they meet the "
        "published facts, that say the same ({replicates} replicates, seed {seed}); "
        "`python -m p2spp_sim.studies.plausible` makes these states again, "
        "`python -m p2spp_sim.studies.standing` measures in them.",
        "head": "| outcome | meaning | before | after | difference | 95 % interval | difference in plausible states | "
        "finding? | stands |",
        "lever": "Levers",
        "common": "The same in both",
        "published": "Published",
        "comparable": "Compares",
        "found": "finding",
        "told": "put in: {told}",
        "still": "does not move",
        "conditional": "conditional",
        "withdrawn": "withdrawn",
        "points": "Differences of shares in percentage points.",
        "sums": "### What is conditional and what is withdrawn",
        "sum": "- **{verdict}**: {names}",
        "flips": "### One parameter alone that turns {key} (`{outcome}`)",
        "about_flips": "Each parameter is moved alone over all its doubt, the others stay as declared. The last two "
        "columns: the share of plausible states that say the same, in the third of the states where the parameter is "
        "lowest, and highest.",
        "flip_head": "| parameter | turning | turned at | of these, meeting the facts | lowest | highest |",
        "contest": "### Reaching out (W5) or adding points for the poor (W15)?",
        "gains": "Change of `fair_end` with its 95 % interval, by where the barrier of the poor is:",
        "places": "| change | at voicing (default) | in the papers (`poverty_penalty = 0`, `papers_poverty = 1`) |",
        "alone": "reaching out alone",
        "gap": "On the same draws, reaching out alone minus W15: {first} (default), {second} (papers). "
        "W5 minus W15: {third} (default), {fourth} (papers).",
    },
}


@cache
def studies() -> dict[str, Comparison]:
    """Run every question; those that start from the same scenario are run beside each other."""
    world = p2.World.load(DATASET)
    groups: dict[tuple[str, str], list[str]] = {}
    for key, question in what_if.questions().items():
        groups.setdefault((question.rules[0], repr(sorted(question.base.items()))), []).append(key)
    comparisons = {}
    for keys in groups.values():
        before = what_if.question(keys[0]).scenarios()[0]
        after = [what_if.question(key).scenarios()[1] for key in keys]
        ran = compare(before, *after, world=world, replicates=REPLICATES, seed=SEED)
        comparisons |= {key: pair(ran, place) for place, key in enumerate(keys, 1)}
    return {key: comparisons[key] for key in what_if.questions()}


def pair(ran: Comparison, other: int) -> Comparison:
    """Take the base and one other scenario out of a comparison of many."""
    columns = ("scenarios", "values", "funnels", "stages", "received")
    return replace(
        ran, **{name: (getattr(ran, name)[0], getattr(ran, name)[other]) for name in columns}
    )


def computed(language: str, day: str) -> str:
    """Write the part of the page that is computed."""
    p2.set_language(language)
    try:
        return "\n".join(_lines(WORDS[language], day)) + "\n"
    finally:
        p2.set_language("id")


def _lines(words: dict[str, str], day: str) -> Iterator[str]:
    world = p2.World.load(DATASET)
    yield words["about"].format(
        data=f"`{DATASET}` ({pick(world.title)})", n=REPLICATES, seed=SEED, date=day
    )
    yield words["points"]
    run = standing.measured()
    yield words["states"].format(
        states=run.states, n=run.parameters, replicates=run.replicates, seed=run.seed
    )
    judged_so: dict[str, list[str]] = {"conditional": [], "withdrawn": []}
    for key, ran in studies().items():
        question = what_if.question(key)
        yield from ("", f"### {key}. {pick(question.question)}", "")
        yield f"- {words['lever']}: {code(moves(question) or ' → '.join(question.rules))}"
        if common(question):
            yield f"- {words['common']}: {code(common(question))}"
        yield f"- {words['published']}: {pick(question.published)}."
        yield f"- {words['comparable']}: {tr(what_if.COMPARABLE[question.comparable])}."
        rows = what_if.answered(key, ran).to_dict("records")
        for put_in in SECTIONS:
            if chosen := [row for row in rows if row["put_in"] == put_in]:
                yield from (
                    "",
                    f"**{tr(SECTIONS[put_in])}**",
                    "",
                    words["head"],
                    f"|---|---|{'--:|' * 5}---|---|",
                )
                yield from (_line(key, row, words) for row in chosen)
        for row in rows:
            judged, _ = stood(standing.measured().answers[key][row["outcome"]], row)
            if judged != "stands":
                judged_so[judged].append(f"{key} `{row['outcome']}`")
    yield from ("", words["sums"], "")
    for verdict, names in judged_so.items():
        yield words["sum"].format(verdict=words[verdict], names=", ".join(names) or "–")
    yield from flips(words)
    yield from ("", words["contest"], "", words["gains"], "", words["places"], "|---|--:|--:|")
    places = [gains(), gains(**IN_PAPERS)]
    names = (
        f"{words['alone']} (`outreach_poor`)",
        "W5 (`outreach_poor`, `papers_help`)",
        "W15 (`weight_poor`)",
    )
    for number_, name in enumerate(names):
        yield f"| {name} | {' | '.join(with_interval(place[number_]) for place in places)} |"
    apart = [with_interval(place[number_] - place[2]) for number_ in (0, 1) for place in places]
    yield from (
        "",
        words["gap"].format(
            **dict(zip(("first", "second", "third", "fourth"), apart, strict=True))
        ),
    )


def _line(key: str, row: dict[Hashable, Any], words: dict[str, str]) -> str:
    verdict = words["told"].format(told=by_what(row)) if row["put_in"] else words["found"]
    if not row["put_in"] and row["low"] <= 0 <= row["high"]:
        verdict += f", {words['still']}"
    answer = standing.measured().answers[key][row["outcome"]]
    judged, stands = stood(answer, row)
    if judged == "withdrawn" and not row["put_in"]:
        verdict = verdict.replace(words["found"], f"**{words[judged]}**", 1)
    elif judged != "stands":
        verdict += f", **{words[judged]}**"
    told = (*cells(row), across(row["outcome"], answer), verdict, stands)
    return f"| `{row['outcome']}` | {row['label']} | {' | '.join(told)} |"


def stood(answer: standing.Standing, row: dict[Hashable, Any]) -> tuple[standing.Verdict, str]:
    """Give what holds of an answer, and write its share of the states and which parameter turns it."""
    ends = row["low"], row["high"]
    said = percent(answer.share(*ends))
    if turn := answer.turn(*ends):
        said += "; " + condition(turn, "`")
    return answer.verdict(*ends), said


def flips(words: dict[str, str]) -> Iterator[str]:
    """Set out which parameters turn an answer alone, and whether the published facts allow it."""
    key, outcome = standing.FLIPPED
    yield from ("", words["flips"].format(key=key, outcome=outcome), "", words["about_flips"], "")
    yield from (words["flip_head"], "|---|---|--:|--:|--:|--:|")
    for row in standing.measured().flips:
        values = (
            "; ".join(figure(value) for value in each) or "–" for each in (row.turned, row.allowed)
        )
        shares = (percent(row.lowest), percent(row.highest))
        told = (f"`{row.parameter}`", FOUND[row.found], *values, *shares)
        yield f"| {' | '.join(told)} |"


def code(text: str) -> str:
    """Set every lever and its values in code."""
    return "; ".join(f"`{part}`" for part in text.split("; "))


@cache
def contest(**barrier: float) -> tuple[Comparison, ...]:
    """Run reaching out alone, the W5 as it is, and points for the poor (W15) from one base, where the barrier is."""
    base = p2.Scenario.load("2010").change(**barrier)
    w5, w15 = (what_if.question(key).change for key in ("W5", "W15"))
    changed = [
        base.change(outreach_poor=w5["outreach_poor"]),
        base.change(**w5),
        base.change(**w15),
    ]
    ran = compare(base, *changed, world=p2.World.load(DATASET), replicates=REPLICATES, seed=SEED)
    return tuple(pair(ran, other) for other in (1, 2, 3))


def gains(**barrier: float) -> list[NDArray[np.float64]]:
    """Give what each of the three does to the poorest villages from need to APBD, (replicates,) each."""
    return [
        ran.outcome("fair_end") - ran.outcome("fair_end", scenario=0) for ran in contest(**barrier)
    ]


def with_interval(paired: NDArray[np.float64]) -> str:
    """Write the mean of paired differences with its 95 % interval."""
    mean, half = paired.mean(), half_width(paired)
    mean, low, high = (
        f"{'+' if value > 0 else ''}{number(value, 2)}"
        for value in (mean, mean - half, mean + half)
    )
    return f"{mean} ({tr('{low} sampai {high}').format(low=low, high=high)})"


def split(page: str) -> tuple[str, str, str]:
    """Take a page apart: what stands before, what is computed, what stands after."""
    before, _, rest = page.partition(START + "\n")
    middle, _, after = rest.partition(END)
    return before, middle, after


def renewed(page: str, language: str, day: str) -> str:
    """Give a page with its computed part made new; its day stays when nothing else changed."""
    before, middle, after = split(page)
    dated = DATED.search(middle)
    if dated and computed(language, dated[0]) == middle:
        return page
    return f"{before}{START}\n{computed(language, day)}{END}{after}"


if __name__ == "__main__":
    for code_, path in PAGES.items():
        made = renewed(path.read_text(encoding="utf-8"), code_, date.today().isoformat())
        path.write_text(made, encoding="utf-8")
