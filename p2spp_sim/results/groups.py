"""Groups of villages or proposals in which any indicator can be asked: the poorest fifth, a kecamatan, women, an SKPD.

An outcome names its group between indicator and measure: `accepted.poorest_fifth`, `accepted.kecamatan:88.01.01`,
`accepted.women.rupiah`. A grouping (`by=`) is all groups of one kind, which together are everybody; only what nobody
noted (the kind of works of a recorded proposal, an empty cell of a column of one's own) is in none.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from p2spp_sim.base.arrays import Bools
from p2spp_sim.base.errors import OutOfBounds, UnknownName
from p2spp_sim.base.language import Labels, language, tr
from p2spp_sim.model.activities import activities
from p2spp_sim.model.proposals import CHANNEL_OF_ORIGIN, CHANNELS
from p2spp_sim.results.conditions import FELT, Conditions
from p2spp_sim.results.definitions import Counted, Indicator
from p2spp_sim.world.world import World

FEWEST_IN_GROUP = 5  # proposals or villages below which a share says nothing of a group
MOST_GROUPS = 100  # that a column of one's own may divide villages into
COLUMN = "villages."  # how a grouping by a column of villages begins
GROUPINGS = ("poorest_fifth", "fifth", "kecamatan", "women", "channel", "skpd", "work")
_PAIRS = Labels(  # groups that are named by one word, each with the rest of its grouping
    poorest_fifth="seperlima desa termiskin",
    other_villages="desa lain",
    women="usulan perempuan",
    other_proposals="usulan lain",
)
_GROUPING_OF = {"other_villages": "poorest_fifth", "other_proposals": "women"}
_OF_VILLAGES = ("poorest_fifth", "fifth", "kecamatan")
# by kind of indicator: those that can be asked of some villages, and of some proposals wherever they are
_BY_VILLAGES = frozenset(
    {"share", "poor_ratio", "nothing", "gini", "average", "money_share", "mean", "satisfaction"}
)
_BY_PROPOSALS = _BY_VILLAGES - {"mean", "satisfaction"}
_OF_ALL_VILLAGES = frozenset({"nothing", "gini", "mean", "satisfaction"})  # whose base is villages


class IndicatorGroup(msgspec.Struct, frozen=True):
    """One group: its grouping, and what tells it from the others of that grouping."""

    grouping: str
    value: str

    @property
    def key(self) -> str:
        """How an outcome names it."""
        return self.value if self.value in _PAIRS else f"{self.grouping}:{self.value}"

    @property
    def of_villages(self) -> bool:
        """Whether it is made of villages, with all their proposals; otherwise of proposals wherever they are."""
        return self.grouping in _OF_VILLAGES or self.grouping.startswith(COLUMN)


def words() -> list[str]:
    """Name the groups and the beginnings of groups that every world has."""
    return [*_PAIRS, *(f"{word}:…" for word in GROUPINGS if word not in _PAIRS), COLUMN + "…"]


def group_of(key: str) -> IndicatorGroup:
    """Read the name of a group, as an outcome holds it; whether a world has it, `check_groups` tells.

    Raises
    ------
    UnknownName : no such word; names the nearest.
    """
    if key in _PAIRS:
        return IndicatorGroup(_GROUPING_OF.get(key, key), key)
    word, colon, value = key.partition(":")
    known = (word in GROUPINGS and word not in _PAIRS) or word.startswith(COLUMN)
    if not (known and colon and value):
        raise UnknownName(tr("Kelompok"), key, words())
    return IndicatorGroup(word, value)


def groups_of(by: str | Sequence[str], world: World) -> list[IndicatorGroup]:
    """Give the groups of one grouping or several, in their order.

    Parameters
    ----------
    by : poorest_fifth, fifth, kecamatan, women, channel, skpd, work, or `villages.` with a column of that table.

    Raises
    ------
    UnknownName : no such grouping, or no such column; names the nearest.
    OutOfBounds : a column that does not divide villages into groups.
    """
    return [
        IndicatorGroup(grouping, value)
        for grouping in ([by] if isinstance(by, str) else by)
        for value in _values(grouping, world)
    ]


def check_groups(keys: Iterable[str], world: World) -> None:
    """See that a world has the groups that outcomes name.

    Raises
    ------
    UnknownName : one it does not have; names the nearest.
    """
    for group in dict.fromkeys(group_of(key) for key in keys if key):
        known = [each.key for each in groups_of(group.grouping, world)]
        if group.key not in known:
            raise UnknownName(tr("Kelompok"), group.key, known)


def group_text(group: IndicatorGroup, world: World | None = None) -> str:
    """Name a group in the screen language; by its code where no world says what is called so."""
    grouping, value = group.grouping, group.value
    if grouping == "fifth":
        ends = {"1": tr("paling tidak miskin"), "5": tr("paling miskin")}
        text = tr("kelompok desa {n}").format(n=value)
        return f"{text} ({ends[value]})" if value in ends else text
    if grouping == "work":
        kinds = activities()
        words_of = zip(kinds["key"].tolist(), kinds[f"what_{language()}"].tolist(), strict=True)
        return dict(words_of).get(value, value)
    if grouping in ("kecamatan", "skpd"):
        table = world.tables[grouping] if world else {"code": np.array([]), "name": np.array([])}
        names = dict(zip(table["code"].tolist(), table["name"].tolist(), strict=True))
        label = tr("kecamatan {name}") if grouping == "kecamatan" else "{name}"
        return label.format(name=names.get(value, value))
    if grouping == "channel":
        return tr("jalur {name}").format(name=value)
    return _PAIRS.get(value) or f"{grouping.removeprefix(COLUMN)} = {value}"


def within(blocks: Sequence[Conditions], group: IndicatorGroup) -> list[Conditions]:
    """Look at the blocks of a run as if only a group were there."""
    parts = []
    for block in blocks:
        cells = _cells(group.grouping, block) == _cell(group)
        parts.append(block.of_villages(cells) if group.of_villages else block.of_proposals(cells))
    return parts


def members(group: IndicatorGroup, blocks: Sequence[Conditions]) -> int:
    """Count the villages or proposals of a group, of all runs of a stack."""
    return sum(int((_cells(group.grouping, block) == _cell(group)).sum()) for block in blocks)


def divides(indicator: Indicator, group: IndicatorGroup) -> bool:
    """Tell whether an indicator can be asked of a group: ceilings, clauses and capacities of bodies belong to all."""
    if group.of_villages:
        own = all(name.startswith(COLUMN) for name in indicator.columns)
        return indicator.kind in _BY_VILLAGES and own
    needs = (FELT,) in [counted.where for counted in (indicator.numerator, _base(indicator))]
    return indicator.kind in _BY_PROPOSALS and not needs


def enough(blocks: Sequence[Conditions], indicator: Indicator) -> Bools:
    """Tell for every run whether a group, as `within` gives it, is large enough to be measured, (runs,)."""
    runs = blocks[0].runs
    if indicator.kind in _OF_ALL_VILLAGES:
        villages = sum(block.villages for block in blocks) // runs
        return np.full(runs, villages >= FEWEST_IN_GROUP)
    counted: Any = sum(block.total(_base(indicator))[0] for block in blocks)
    return np.asarray(counted >= FEWEST_IN_GROUP)


def _base(indicator: Indicator) -> Counted:
    """Give the set that an indicator is a part of; all proposals where it is a part of money."""
    if indicator.kind == "money_share":
        return Counted((), "cost")
    return indicator.denominator or indicator.numerator


def _values(grouping: str, world: World) -> Iterator[str]:
    if grouping.startswith(COLUMN):
        yield from _distinct(grouping, world)
    elif grouping in _PAIRS and grouping not in _GROUPING_OF:
        yield grouping
        yield from (other for other, of in _GROUPING_OF.items() if of == grouping)
    elif grouping == "fifth":
        yield from map(str, range(1, 6))
    elif grouping in ("kecamatan", "skpd"):
        yield from world.tables[grouping]["code"].tolist()
    elif grouping == "channel":
        yield from CHANNELS
    elif grouping == "work":
        yield from activities()["key"].tolist()
    else:
        raise UnknownName(tr("Pengelompokan"), grouping, [*GROUPINGS, COLUMN + "…"])


def _distinct(grouping: str, world: World) -> list[str]:
    column, table = grouping.removeprefix(COLUMN), world.tables["villages"]
    if column not in table:
        raise UnknownName(tr("Kolom desa"), column, table)
    values = sorted({*_texts(table[column]).tolist()} - {""})
    if len(values) > min(MOST_GROUPS, len(table[column]) - 1):
        text = tr(
            "{column} berisi {n} nilai yang berlainan untuk {villages} desa: tidak membagi desa menjadi kelompok. "
            "Buat kolom dengan beberapa golongan saja, paling banyak {most}."
        )
        counts = {"n": len(values), "villages": len(table[column]), "most": MOST_GROUPS}
        raise OutOfBounds([text.format(column=column, **counts)])
    return values


def _texts(cells: NDArray[Any]) -> NDArray[Any]:
    """Write cells as groups are named; an empty one is in no group."""
    if np.issubdtype(cells.dtype, np.floating):
        return np.array(["" if value != value else f"{value:g}" for value in cells.tolist()])
    return np.array([str(value) for value in cells.tolist()])


def _cell(group: IndicatorGroup) -> Any:
    """Give what the cells of a grouping hold for a group."""
    if group.grouping == "fifth":
        return int(group.value)
    return group.value == group.grouping if group.value in _PAIRS else group.value


# what tells of every village of a block, or of every proposal, to which group of a grouping it belongs
_CELLS: dict[str, Callable[[Conditions], NDArray[Any]]] = {
    "poorest_fifth": lambda s: s.poorest,
    "fifth": lambda s: s.part.world.fifth_of,
    "kecamatan": lambda s: s.part.world.kecamatan["code"][s.part.world.kecamatan_of],
    "women": lambda s: s.mask("women"),
    "channel": lambda s: CHANNEL_OF_ORIGIN[s.part.docket.proposals.origin],
    "skpd": lambda s: s.part.world.skpd["code"][s.part.docket.proposals.skpd],
    "work": lambda s: np.append(activities()["key"], "")[s.part.docket.proposals.activity],
}


def _cells(grouping: str, block: Conditions) -> NDArray[Any]:
    if grouping.startswith(COLUMN):
        return _texts(block.part.world.villages[grouping.removeprefix(COLUMN)])
    return _CELLS[grouping](block)
