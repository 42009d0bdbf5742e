"""Unit 09: two clauses alone and together, beside their sum."""

import numpy as np

from p2spp_sim.base.arrays import Floats
from p2spp_sim.base.formats import percent
from p2spp_sim.base.intervals import honest_half
from p2spp_sim.base.language import labels_of, pick, tr
from p2spp_sim.workbook.case.desk import Desk
from p2spp_sim.workbook.controls import Choose
from p2spp_sim.workbook.core.board import Answered, Board, Values
from p2spp_sim.workbook.core.unit import Unit
from p2spp_sim.workbook.page.markup import Table
from p2spp_sim.workbook.pictures import Picture, grouped
from p2spp_sim.workbook.units.u09.answers import points, short
from p2spp_sim.workbook.units.u09.packages import (
    beyond,
    column,
    measure_labels,
    measures,
    moved,
    outcomes,
    rules,
)
from p2spp_sim.workbook.units.u09.words import DRAWN

PAIR, SHOWN, SMALL = "pasangan", 3, 0.005


def pairs_board(unit: Unit) -> Board:
    """Make the board of pairs of clauses."""
    names = labels_of(rules().pair)
    which = Choose(PAIR, tr("Pasangan pasal"), names, next(iter(names)), stacked=True)

    def answer(values: Values) -> Answered:
        return _answered(unit.desk, str(values[PAIR]))

    fixed = [(names[key], {PAIR: key}) for key in names]
    return Board("pasangan", (which,), answer, unit.progress, fixed=fixed, wide=True)


def around(extra: Floats) -> tuple[float, float]:
    """Give the 95 % interval of what two clauses bring together beyond their sum.

    Parameters
    ----------
    extra : (draws,) of `beyond`.
    """
    mean, half = float(extra.mean()), float(honest_half(extra))
    return mean - half, mean + half


def _answered(desk: Desk, key: str) -> Answered:
    pair, names = rules().pair[key].clauses, measure_labels()
    extra, together = beyond(desk, pair), moved(desk, pair)
    alone = [moved(desk, [clause]) for clause in pair]
    ordered = sorted(
        measures(),
        key=lambda measure: -max(abs(change[measure]) for change in (together, *alone)),
    )
    shown = [
        measure
        for measure in ordered
        if abs(together[measure]) >= SMALL or abs(float(extra[measure].mean())) >= SMALL
    ][:SHOWN]
    sentences = []
    for measure in shown:
        text = tr(
            "{ukuran}: {a} saja {da}, {b} saja {db}, bersama {dab} poin; "
            "{lebih} terhadap penjumlahannya, rentang 95% {m} sampai {n}."
        )
        sentences.append(
            text.format(
                ukuran=names[measure],
                a=short([pair[0]]),
                b=short([pair[1]]),
                da=points(alone[0][measure]),
                db=points(alone[1][measure]),
                dab=points(together[measure]),
                lebih=points(float(extra[measure].mean())),
                m=points(around(extra[measure])[0]),
                n=points(around(extra[measure])[1]),
            )
        )
    return Answered("\n".join(sentences), (_picture(desk, key, shown),))


def _picture(desk: Desk, key: str, shown: list[str]) -> Picture:
    pair, names = rules().pair[key].clauses, measure_labels()
    packages = {
        tr("tanpa Perda"): (),
        tr("{pasal} saja").format(pasal=short([pair[0]])): pair[:1],
        tr("{pasal} saja").format(pasal=short([pair[1]])): pair[1:],
        tr("keduanya"): pair,
    }
    levels = {
        name: [float(np.mean(column(outcomes(desk, clauses), measure))) for measure in shown]
        for name, clauses in packages.items()
    }
    series = [
        (name, values, [percent(value) for value in values]) for name, values in levels.items()
    ]
    title = tr("{pasangan}: sendiri dan bersama").format(pasangan=pick(rules().pair[key].label))
    columns = tuple(levels)
    labels = [names[measure] for measure in shown]
    rows = tuple((label, *(words[i] for _, _, words in series)) for i, label in enumerate(labels))
    table = Table(title, (tr("Ukuran"), *columns), rows, tr(DRAWN), columns)
    return grouped(title, labels, series, table)
