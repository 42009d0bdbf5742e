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
from p2spp_sim.base.formats import number, percent
from p2spp_sim.base.intervals import half_width
from p2spp_sim.base.language import pick, tr
from p2spp_sim.cli.asked import MOST_NAMED, cells, common, moves
from p2spp_sim.studies import standing, what_if
from p2spp_sim.studies.comparison import Comparison, compare

DATASET, REPLICATES, SEED = "wanasari", 40, 7
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
        "states": "Bertahan: bagian dari {states} keadaan, gabungan {n} parameter yang diragukan, yang mengatakan hal "
        "yang sama ({replicates} ulangan, benih {seed}); `python -m p2spp_sim.studies.standing` mengukurnya lagi.",
        "head": "| hasil | arti | sebelum | sesudah | beda | selang 95% | temuan? | bertahan |",
        "lever": "Tuas",
        "common": "Sama di keduanya",
        "published": "Pernah terbit",
        "comparable": "Dapat dibandingkan",
        "found": "temuan",
        "told": "dimasukkan: {told}",
        "still": "tidak bergerak",
        "conditional": "bersyarat",
        "withdrawn": "ditarik",
        "turned": "dibalik oleh {names}",
        "moved": "digerakkan oleh {names}",
        "points": "Beda bagian dalam poin persen.",
        "contest": "### Menjemput usulan (W5) atau menambah nilai bagi yang miskin (W15)?",
        "gains": "Perubahan `fair_end` dengan selang 95%, menurut tempat hambatan bagi warga miskin:",
        "places": "| perubahan | saat bersuara (bawaan) | pada berkas (`poverty_penalty = 0`, `papers_poverty = 1`) |",
        "alone": "jemput usulan saja",
        "gap": "Pada undian yang sama, jemput usulan saja dikurangi W15: {first} (bawaan), {second} (berkas). "
        "W5 dikurangi W15: {third} (bawaan), {fourth} (berkas).",
    },
    "en": {
        "about": "Dataset {data}, {n} paired replicates, seed {seed}, computed {date}.",
        "states": "Stands: the share of {states} states, {n} parameters in doubt put together, that say the same "
        "({replicates} replicates, seed {seed}); `python -m p2spp_sim.studies.standing` measures it again.",
        "head": "| outcome | meaning | before | after | difference | 95 % interval | finding? | stands |",
        "lever": "Levers",
        "common": "The same in both",
        "published": "Published",
        "comparable": "Compares",
        "found": "finding",
        "told": "put in: {told}",
        "still": "does not move",
        "conditional": "conditional",
        "withdrawn": "withdrawn",
        "turned": "turned by {names}",
        "moved": "moved by {names}",
        "points": "Differences of shares in percentage points.",
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
    for key, ran in studies().items():
        question = what_if.question(key)
        yield from ("", f"### {key}. {pick(question.question)}", "")
        yield f"- {words['lever']}: {code(moves(question) or ' → '.join(question.rules))}"
        if common(question):
            yield f"- {words['common']}: {code(common(question))}"
        yield f"- {words['published']}: {pick(question.published)}."
        yield f"- {words['comparable']}: {tr(what_if.COMPARABLE[question.comparable])}."
        yield from ("", words["head"], "|---|---|--:|--:|--:|--:|---|---|")
        for row in what_if.answered(key, ran).to_dict("records"):
            verdict = words["told"].format(told=row["told"]) if row["built_in"] else words["found"]
            if not row["built_in"] and row["low"] <= 0 <= row["high"]:
                verdict += f", {words['still']}"
            judged, stands = stood(key, row, words)
            if judged == "withdrawn" and not row["built_in"]:
                verdict = verdict.replace(words["found"], f"**{words[judged]}**", 1)
            elif judged != "stands":
                verdict += f", **{words[judged]}**"
            yield f"| `{row['outcome']}` | {row['label']} | {' | '.join(cells(row))} | {verdict} | {stands} |"
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


def stood(
    key: str, row: dict[Hashable, Any], words: dict[str, str]
) -> tuple[standing.Verdict, str]:
    """Give what holds of an answer, and write its share of the states and which parameters alone turn or move it."""
    answer = standing.measured().answers[key][row["outcome"]]
    ends = row["low"], row["high"]
    said = percent(answer.share(*ends))
    if turned := answer.turned_by(*ends)[:MOST_NAMED]:
        how = words["moved"] if ends[0] <= 0 <= ends[1] else words["turned"]
        said += "; " + how.format(names=", ".join(f"`{name}`" for name in turned))
    return answer.verdict(*ends), said


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
