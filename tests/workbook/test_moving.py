"""What moves: each board is one module, whole in itself, that asks nothing of a network."""

from __future__ import annotations

import pkgutil
import re
from importlib import import_module

import pytest

import p2spp_sim.workbook
from p2spp_sim.workbook.moving import Moving


def all_moving() -> list[type[Moving]]:
    """Find every board that moves, wherever it stands in the workbook."""
    for module in pkgutil.walk_packages(p2spp_sim.workbook.__path__, "p2spp_sim.workbook."):
        import_module(module.name)
    found, ahead = list[type[Moving]](), [Moving]
    while ahead:
        ahead += (subclasses := ahead.pop().__subclasses__())
        found += subclasses
    return found


@pytest.mark.parametrize("board", [Moving, *all_moving()], ids=lambda board: board.__name__)
def test_a_board_that_moves_asks_nothing_of_a_network(board: type[Moving]) -> None:
    text = str(board._esm) + str(board._css)
    assert not re.search(r"https?://(?!www\.w3\.org/)|^\s*import\s|\bfetch\(|@import", text, re.M)


def test_a_board_is_its_own_module_behind_what_all_share() -> None:
    class Lamp(Moving, script="function render({ el }) { own(el); }", style=".lamp {}"):
        pass

    lamp = Lamp(words={"on": "menyala"})
    assert lamp._esm.index("function own(") < lamp._esm.index("function render(")
    assert lamp._esm.rstrip().endswith("export default { render: classed(render) };")
    assert ".p2-moving" in lamp._css and lamp._css.endswith(".lamp {}")
