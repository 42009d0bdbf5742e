"""What the test would show in many invented classes, under a response model that is declared and assumed.

`python -m p2spp_sim.workbook.quiz.simulation` prints it. Two-parameter logistic model: Birnbaum (1968).
"""

import argparse
from dataclasses import dataclass

import numpy as np

from p2spp_sim.base.arrays import Floats
from p2spp_sim.base.formats import number, percent
from p2spp_sim.base.intervals import student
from p2spp_sim.base.language import set_language, tr
from p2spp_sim.workbook.quiz.measures import (
    POWER,
    WEAK,
    error_of_score,
    kr20,
    separates_too_little,
    separation,
)
from p2spp_sim.workbook.quiz.quiz import ResponseModel, Test, load_test

CLASSES, PEOPLE, SEED = 2000, 25, 2010


@dataclass(frozen=True, slots=True)
class SimulatedTests:
    """What the answers of many classes came to, one value a class; points are those of the test.

    Parameters
    ----------
    before, after : mean score.
    reliability, error : KR-20 and the standard error of one score, before.
    weak_by_value, weak_beyond_chance : share of sound items flagged by a bare limit, and by the recap's rule.
    forms : mean of form A less that of form B, were the same people to take both.
    rise : standard deviation of the persons' gain.
    bias_in_turn, bias_one_order : error of the class's gain that forms make: taken in turn, and all A first.
    """

    before: Floats
    after: Floats
    reliability: Floats
    error: Floats
    weak_by_value: Floats
    weak_beyond_chance: Floats
    forms: Floats
    rise: Floats
    bias_in_turn: Floats
    bias_one_order: Floats


def simulate(
    test: Test | None = None, people: int = PEOPLE, classes: int = CLASSES, seed: int = SEED
) -> SimulatedTests:
    """Let invented classes take the test before and after; forms in turn, as codes draw them."""
    test = test or load_test()
    model, points = test.response_model, test.points
    chance = np.random.default_rng(seed)
    shape = (classes, 1, len(test.tasks))
    level = np.array([model.difficulty[task.level] for task in test.tasks])
    hard = level + model.difficulty_sd * chance.standard_normal(shape)
    twins = hard + model.twin_sd * chance.standard_normal((2, *shape))
    steep = model.discrimination * np.exp(model.discrimination_sd * chance.standard_normal(shape))
    ability = model.ability_sd * chance.standard_normal((classes, people, 1))
    able = (ability, ability + model.gain)
    turn = (np.arange(people) % 2)[None, :, None]
    expected = [[_right(each, steep, twin) for twin in twins] for each in able]
    pre, post = (
        np.where(turn == first, of_moment[0], of_moment[1])
        for first, of_moment in enumerate(expected)
    )
    right = chance.random(pre.shape) < pre
    marked = right.astype(float)
    later = (chance.random(post.shape) < post).astype(float)
    separates = separation(marked)
    flagged = separates_too_little(separates, people)
    mean = [[points * form.sum(axis=-1).mean(axis=-1) for form in moment] for moment in expected]
    true = (mean[1][0] + mean[1][1] - mean[0][0] - mean[0][1]) / 2
    turned = points * (post.sum(axis=-1) - pre.sum(axis=-1)).mean(axis=-1)
    score, score_later = (points * table.sum(axis=-1) for table in (marked, later))
    return SimulatedTests(
        before=score.mean(axis=-1),
        after=score_later.mean(axis=-1),
        reliability=np.asarray(kr20(marked)),
        error=points * np.asarray(error_of_score(marked)),
        weak_by_value=(separates < WEAK).mean(axis=-1),
        weak_beyond_chance=flagged.mean(axis=-1),
        forms=mean[0][0] - mean[0][1],
        rise=(score_later - score).std(axis=-1, ddof=1),
        bias_in_turn=turned - true,
        bias_one_order=mean[1][1] - mean[0][0] - true,
    )


def _right(able: Floats, steep: Floats, hard: Floats) -> Floats:
    """Chance of a right answer of each person to each item."""
    chance: Floats = 1 / (1 + np.exp(-steep * (able - hard)))
    return chance


def report(tests: SimulatedTests, model: ResponseModel, people: int) -> list[str]:
    """Put it into sentences, the assumptions first."""
    half = student(people - 1) * tests.rise / np.sqrt(people)
    seen = (student(people - 1) + POWER) * tests.rise / np.sqrt(people)
    by_limit = float(tests.weak_by_value.mean())
    by_rule = float(tests.weak_beyond_chance.mean())
    limited = tr("soal baik yang ditandai bila batasnya {n} saja")
    any_flagged = float((tests.weak_beyond_chance > 0).mean())
    assumed = tr(
        "ASUMSI, bukan data: model 2PL; kemampuan berbaku {kemampuan}, daya beda {beda} (sebar {sebar}), "
        "kesukaran menurut tingkat (sebar {sukar}), soal kembar berbeda {kembar}, kenaikan {naik} (semuanya logit)."
    ).format(
        kemampuan=number(model.ability_sd, 1),
        beda=number(model.discrimination, 1),
        sebar=number(model.discrimination_sd, 1),
        sukar=number(model.difficulty_sd, 1),
        kembar=number(model.twin_sd, 1),
        naik=number(model.gain, 1),
    )
    lines = [
        (tr("nilai rata-rata kelas, tes awal"), _range(tests.before)),
        (tr("nilai rata-rata kelas, tes akhir"), _range(tests.after)),
        (tr("keandalan KR-20"), _range(tests.reliability, 2)),
        (tr("galat baku nilai satu orang, poin"), _range(tests.error)),
        (limited.format(n=number(WEAK, 1)), percent(by_limit)),
        (tr("soal baik yang ditandai aturan rekap"), percent(by_rule)),
        (tr("kelas yang menandai satu soal baik atau lebih"), percent(any_flagged)),
        (tr("bentuk A dikurangi bentuk B, poin"), _range(tests.forms)),
        (
            tr("galat kenaikan kelas karena bentuk, bila A dan B bergantian, poin"),
            _range(tests.bias_in_turn, 2),
        ),
        (
            tr("galat kenaikan kelas karena bentuk, bila semua A dahulu, poin"),
            _range(tests.bias_one_order, 2),
        ),
        (tr("rentang 95% kenaikan kelas, plus minus poin"), _range(half)),
        (tr("kenaikan terkecil yang terlihat di empat dari lima kelas, poin"), _range(seen)),
    ]
    head = tr("{m} kelas rekaan dari {n} orang; rata-rata, lalu rentang 95% antarkelas.")
    head = head.format(m=number(len(tests.before)), n=number(people))
    return [assumed, head, *(f"{name}: {value}" for name, value in lines)]


def _range(values: Floats, decimals: int = 1) -> str:
    low, high = np.nanquantile(values, [0.025, 0.975])
    text = tr("{n} ({bawah} sampai {atas})")
    return text.format(
        n=number(float(np.nanmean(values)), decimals),
        bawah=number(float(low), decimals),
        atas=number(float(high), decimals),
    )


def main(arguments: list[str] | None = None) -> None:
    """Print the report."""
    parser = argparse.ArgumentParser(prog="python -m p2spp_sim.workbook.quiz.simulation")
    parser.add_argument("--orang", type=int, default=PEOPLE)
    parser.add_argument("--kelas", type=int, default=CLASSES)
    parser.add_argument("--benih", type=int, default=SEED)
    parser.add_argument("--bahasa", choices=("id", "en"), default="id")
    given = parser.parse_args(arguments)
    set_language(given.bahasa)
    tests = simulate(people=given.orang, classes=given.kelas, seed=given.benih)
    print("\n".join(report(tests, load_test().response_model, given.orang)))


if __name__ == "__main__":
    main()
