"""A lever's value on the screen: in whole steps, and as people say it."""

from p2spp_sim.base.formats import figure, number, percent
from p2spp_sim.base.language import tr
from p2spp_sim.scenario.scenario import Lever, LeverValue
from p2spp_sim.workbook.page.markup import MILLION

PERMILLE = 1000  # small shares move in tenths of a per cent


def said_value(lever: Lever, value: LeverValue) -> str:
    """Write a value of a lever as people say it."""
    if isinstance(value, bool):
        return tr("ya") if value else tr("tidak")
    if isinstance(value, str):
        return lever.choice_called(value)
    if isinstance(value, int):
        return f"{number(value)} {tr(lever.unit)}" if lever.unit else number(value)
    if lever.unit == "bobot":
        return figure(value)
    if scale_of(lever) == PERMILLE:
        return f"{figure(round(100 * value, 1))}%"
    return percent(value, 0)


def scale_of(lever: Lever) -> float:
    """Give what a lever's value is multiplied by to move in whole steps."""
    if lever.kind == "idr":
        return 1 / MILLION
    if lever.kind != "real":
        return 1
    return PERMILLE if (lever.high or 1.0) <= 0.1 else 100
