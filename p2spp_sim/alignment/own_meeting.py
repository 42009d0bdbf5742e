"""A kecamatan's own list before its musrenbang: what the five criteria ask, as far as the list holds it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from p2spp_sim.alignment.list_columns import ALIGNMENT_TABLES, READ_TABLES
from p2spp_sim.alignment.listed_year import listed_world
from p2spp_sim.alignment.lists import ListLine, Lists, lines_of, odd_lines
from p2spp_sim.alignment.note import EXAMPLE
from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.language import tr
from p2spp_sim.tables import reader
from p2spp_sim.tables.columns import Column
from p2spp_sim.tables.lists import NOTHING_ASKED, ListsAsked
from p2spp_sim.tables.reading import ListReading
from p2spp_sim.tables.table import ColumnArrays, Odd, by_row
from p2spp_sim.world.schema import AUTHORITY_LABELS
from p2spp_sim.world.world import World

if TYPE_CHECKING:
    import pandas as pd

LIST = "usulan"  # name of the list, under which its layouts are known
_YES, _NO = "Y", "N"
JUDGED: tuple[Column, ...] = (  # what a proposal is judged by, besides what every list has
    Column(
        "households",
        "whole",
        unit="KK",
        low=0,
        default=0,
        heading="KK penerima manfaat",
        also=("kk penerima", "penerima manfaat", "jumlah penerima", "penerima"),
        meaning="Banyaknya KK yang terlayani",
    ),
    Column(
        "poor_households",
        "whole",
        unit="KK",
        low=0,
        default=0,
        heading="KK miskin",
        also=("rtm", "rumah tangga miskin", "jumlah kk miskin", "penerima miskin"),
        meaning="Berapa di antaranya KK miskin",
    ),
    Column(
        "urgency",
        "whole",
        unit="1..5",
        low=1,
        high=5,
        default=0,
        heading="urgensi",
        also=("mendesak", "tingkat urgensi", "nilai urgensi"),
        meaning="1 (dapat menunggu) sampai 5 (paling mendesak)",
    ),
    Column(
        "selfhelp_idr",
        "idr",
        unit="rupiah",
        default=0,
        heading="swadaya",
        also=("nilai swadaya", "swadaya masyarakat"),
        meaning="Sumbangan warga, dihargai dalam rupiah",
    ),
    Column(
        "in_rpjm",
        "flag",
        default=True,
        heading="RPJM Desa",
        also=("tercantum rpjm desa", "ada di rpjm desa", "rpjmdes", "rpjm des"),
        meaning="Y bila tercantum dalam RPJM Desa, N bila belum",
    ),
    Column(
        "authority",
        "text",
        default="kabupaten",
        choices=AUTHORITY_LABELS,
        heading="kewenangan",
        also=("wewenang",),
        meaning="Kewenangan siapa pekerjaan ini",
    ),
)
COLUMNS: tuple[Column, ...] = (*READ_TABLES[LIST], *JUDGED)
NEEDS = {  # by lever of a criterion: the columns that it is computed from
    "weight_poor": ("households", "poor_households"),
    "weight_reach": ("households",),
    "weight_urgency": ("urgency",),
    "weight_selfhelp": ("selfhelp_idr",),
    "weight_rpjm": ("in_rpjm",),
}


@dataclass(frozen=True)
class MeetingList:
    """The proposals that villages bring to a musrenbang kecamatan.

    Parameters
    ----------
    lines : by number.
    judged : what each is judged by, columns in the order of the lines.
    given : names of the columns of `JUDGED` that the list has, and that hold something.
    reading : how the list was read.
    """

    lines: dict[str, ListLine]
    judged: ColumnArrays
    given: frozenset[str]
    reading: ListReading

    @property
    def measurable(self) -> tuple[str, ...]:
        """The criteria, by their levers, that the list says enough for."""
        return tuple(lever for lever, names in NEEDS.items() if self.given.issuperset(names))

    @property
    def kecamatan(self) -> tuple[str, ...]:
        """The kecamatan that the list names, in its order; one without a name where it names none."""
        return tuple(dict.fromkeys(line.kecamatan for line in self.lines.values())) or ("",)

    def part(self, kecamatan: str) -> "MeetingList":
        """Give the proposals of one kecamatan."""
        at = [n for n, line in enumerate(self.lines.values()) if line.kecamatan == kecamatan]
        lines = {key: line for key, line in self.lines.items() if line.kecamatan == kecamatan}
        judged = {name: values[at] for name, values in self.judged.items()}
        return replace(self, lines=lines, judged=judged)


def read_meeting_list(path: Path, asked: ListsAsked = NOTHING_ASKED) -> MeetingList:
    """Read the list of a kecamatan, with whatever its proposals are to be judged by.

    Raises
    ------
    BadData : everything that is wrong or unclear in it, each with sheet, row and column.
    """
    tables, readings = reader.read_lists(path, {LIST: COLUMNS}, sense=_sense, asked=asked)
    table = tables[LIST]
    judged = {column.name: table[column.name] for column in JUDGED}
    reading = readings[LIST]
    given = frozenset(
        column.name
        for column in JUDGED
        if column.name in reading.used
        and any(reading.said[column.name] if column.kind == "flag" else judged[column.name])
    )
    return MeetingList(dict(lines_of(table)), judged, given, reading)


def _sense(tables: dict[str, ColumnArrays]) -> Iterator[Odd]:
    """Look for more poor households than households, besides what is odd in any list."""
    yield from odd_lines(LIST, tables[LIST])
    expected = tr("lebih banyak daripada KK penerima manfaat ({n})")
    for at, row in enumerate(by_row(tables[LIST])):
        if row["households"] and row["poor_households"] > row["households"]:
            text = expected.format(n=row["households"])
            yield Odd(LIST, at, "poor_households", row["poor_households"], text)


def scoring_sheet(made: MeetingList) -> "tuple[dict[str, pd.DataFrame], dict[str, list[str]]]":
    """Give the list with the columns of the criteria to be filled in, and the words to pick from in them."""
    judged = {name: values.tolist() for name, values in made.judged.items() if name in made.given}
    return _sheet(made.lines, judged)


def example() -> "tuple[dict[str, pd.DataFrame], dict[str, list[str]]]":
    """Give the invented list of unit 03 as such a sheet, filled in."""
    world = World.load(EXAMPLE)
    names = dict(zip(world.villages["code"], world.villages["name"], strict=True))
    lines = {
        row["id"]: ListLine(row["what"], names[row["village"]], row["cost_idr"], row["skpd"])
        for row in by_row(world.proposals)
    }
    return _sheet(lines, {c.name: world.proposals[c.name].tolist() for c in JUDGED})


def _sheet(
    lines: Mapping[str, ListLine], judged: Mapping[str, list[Any]]
) -> "tuple[dict[str, pd.DataFrame], dict[str, list[str]]]":
    import pandas as pd

    always = {column.name for column in ALIGNMENT_TABLES[LIST]}
    own = [
        column
        for column in READ_TABLES[LIST]
        if column.name in always
        or (column.extra and any(getattr(line, column.name) for line in lines.values()))
    ]
    rows = []
    for at, (key, line) in enumerate(lines.items()):
        said = [key if column.name == "id" else getattr(line, column.name) for column in own]
        cells = [judged[column.name][at] if column.name in judged else None for column in JUDGED]
        rows.append([_cell(cell) for cell in (*said, *cells)])
    columns = (*own, *JUDGED)
    table = pd.DataFrame(rows, columns=[column.head for column in columns], dtype=object)
    picks = {column.head: words for column in columns if (words := _words(column))}
    meaning = [(column.head, tr(column.meaning)) for column in JUDGED]
    guide = pd.DataFrame(meaning, columns=[tr("kolom"), tr("isi")])
    return {tr("usulan"): table, tr("petunjuk"): guide}, picks


def _words(column: Column) -> list[str]:
    """Give the words to pick from in a column, if it has few."""
    if column.kind == "flag":
        return [_YES, _NO]
    if column.name == "urgency":
        return [*map(str, range(int(column.low or 0), int(column.high or 0) + 1))]
    return [AUTHORITY_LABELS[key] for key in column.choices]


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return _YES if value else _NO
    return AUTHORITY_LABELS.get(value, value)


def meeting_world(made: MeetingList, seed: int) -> World:
    """Make a kecamatan of a list: its villages bring its proposals, judged by what the list says of them.

    What the list does not say counts nothing; a proposal whose village plan or authority is not said is in order.

    Raises
    ------
    P2sppError : no eligible proposal has a cost.
    """
    world = listed_world(Lists(made.lines, {}, {}), {}, seed)
    numbers = {number: at for at, number in enumerate(made.lines)}
    at = np.array([numbers[str(number)] for number in world.proposals["id"]])
    if not len(at):
        raise P2sppError(tr("Belum ada usulan layak dengan biaya dalam daftar ini."))
    judged = {name: values[at] for name, values in made.judged.items()}
    villages = {**world.villages}
    villages["kecamatan"] = np.full_like(villages["kecamatan"], villages["kecamatan"][0])
    tables = {**world.tables, "proposals": {**world.proposals, **judged}, "villages": villages}
    return replace(world, tables=tables)
