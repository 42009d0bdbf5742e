"""How a function of somebody's own becomes a gate, a criterion, an amendment, a way to fill a pot or an indicator.

It may read what it is given and not write into it; what it gives is checked whenever it is asked.
"""

import math
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from p2spp_sim.base.arrays import Bools, Floats, Ints
from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.language import tr
from p2spp_sim.base.own_parts import BadPart, OwnPart, calling
from p2spp_sim.forum.fill import Ranked, groups_of
from p2spp_sim.model.meeting import Meeting
from p2spp_sim.results.definitions import Indicator, OwnIndicator
from p2spp_sim.results.record import RunRecord


@dataclass(frozen=True)
class FillRows:
    """What lies before one meeting and may be taken, best first: what a fill rule of one's own decides on.

    Parameters
    ----------
    amount : (k,) int64 rupiah.
    score : (k,) float64, falling.
    village : (k,) int64.
    draw : (k,) float64 in [0, 1), a number of every proposal that is the same in all scenarios of one replicate.
    room, places : rupiah and rows that are left; None where nothing limits them.
    """

    amount: Ints
    score: Floats
    village: Ints
    draw: Floats
    room: int | None
    places: int | None

    def in_order(self, order: Ints) -> Bools:
        """Take rows in some order, passing over what does not fit: (k,) bool."""
        taken = np.zeros(len(self.amount), np.bool_)
        room = math.inf if self.room is None else self.room
        places = math.inf if self.places is None else self.places
        for row in order.tolist():
            if self.amount[row] <= room and places > 0:
                taken[row] = True
                room, places = room - int(self.amount[row]), places - 1
        return taken


def as_it_is(part: OwnPart) -> Any:
    """Give the data of a part that is no function."""
    return part.data


def _given(part: OwnPart, word: Any, *shown: Any) -> Any:
    """Call a function of somebody's own; what goes wrong in it is told with its name and line.

    Parameters
    ----------
    shown : tables and other things whose arrays it may read but not write into.

    Raises
    ------
    P2sppError : it raised something.
    """
    try:
        with _read_only(shown), calling(part):
            return part(word)
    except BadPart:
        raise
    except (Exception, SystemExit) as error:
        file = getattr(getattr(part.function, "__code__", None), "co_filename", "")
        said = f"{type(error).__name__}: {error}"
        if "read-only" in said:
            said = tr("mengubah isi larik yang diterimanya; buat salinan dahulu: .copy()")
        text = tr("{part} gagal di baris {row}: {error}")
        raise P2sppError(
            text.format(part=part.told, row=line_of(error, file), error=said)
        ) from error


@contextmanager
def _read_only(things: Iterable[Any]) -> Iterator[None]:
    """Let nobody write into the arrays of tables, and of objects, as long as it lasts."""
    tables = [thing if isinstance(thing, dict) else vars(thing) for thing in things]
    cells = [cell for table in tables for cell in table.values()]
    arrays = [each for each in cells if isinstance(each, np.ndarray) and each.flags.writeable]
    for array in arrays:
        array.flags.writeable = False
    try:
        yield
    finally:
        for array in sorted(arrays, key=lambda array: array.base is not None):  # views last
            array.flags.writeable = True


def _seen_by(m: Meeting) -> Iterator[Any]:
    """Give all that a meeting shows of itself and of the year."""
    for each in {id(m): m, id(m.whole): m.whole}.values():
        yield from (each, each.columns, each.known)
    yield from (m.docket, m.docket.proposals, *m.world.tables.values())


def _seen_in(run: RunRecord) -> Iterator[Any]:
    """Give all that a run holds."""
    yield from run.world.tables.values()
    for part in run.parts:
        yield from (part.docket, part.docket.proposals, *part.steps, *part.world.tables.values())


def line_of(error: BaseException, file: str) -> int:
    """Find the last line of a file that an error went through; 0 where none is."""
    line, trace = 0, error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename == file:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _array(part: OwnPart, given: Any, n: int, kinds: str, wanted: str) -> NDArray[Any]:
    """See that an array of a shape and a kind of numbers was given."""
    kind = type(given).__name__
    if type(given) is np.ndarray:
        kind = f"{given.dtype} {given.shape}"
    is_plain = isinstance(given, np.ndarray) and not isinstance(given, np.ma.MaskedArray)
    if not is_plain or given.shape != (n,) or given.dtype.kind not in kinds:
        raise BadPart(part, kind, f"{wanted} ({n},)")
    return given


def gate_of(part: OwnPart) -> Callable[[Meeting], Bools]:
    """Make the gate: (k,) bool, which rows pass."""

    def test(m: Meeting) -> Bools:
        return _array(part, _given(part, m, *_seen_by(m)), len(m.rows), "b", "bool")

    test.__doc__ = part.label["id"]
    return test


def criterion_of(part: OwnPart) -> Callable[[Meeting], Floats]:
    """Make the criterion: (k,) from 0 to 1."""

    def term(m: Meeting) -> Floats:
        given = _array(part, _given(part, m, *_seen_by(m)), len(m.rows), "fiub", "float64")
        values = given.astype(np.float64)  # a new one: it is weighted in place
        if wrong := _outside(values, 0.0, 1.0):
            raise BadPart(part, wrong, tr("angka dari 0 sampai 1"))
        return values

    term.__doc__ = part.label["id"]
    return term


def amendment_of(part: OwnPart) -> Callable[[Meeting], Ints]:
    """Make the amendment: (k,) rupiah, from 0 to what is asked."""

    def amended(m: Meeting) -> Ints:
        given = _array(part, _given(part, m, *_seen_by(m)), len(m.rows), "iu", "int64").astype(
            np.int64
        )
        wrong = ((given < 0) | (given > m.asked)).nonzero()[0]
        if len(wrong):
            expected = tr("rupiah dari 0 sampai yang diminta, {asked}")
            asked = int(m.asked[wrong[0]])
            raise BadPart(part, int(given[wrong[0]]), expected.format(asked=asked))
        return given

    amended.__doc__ = part.label["id"]
    return amended


def fill_rule_of(part: OwnPart) -> Callable[..., Ints]:
    """Make the way to fill a pot: it takes rows of one pot after the other, within its money and places."""

    def rule(ranked: Ranked, candidates: Bools, room: Ints | None, places: Ints | None) -> Ints:
        agenda = ranked.agenda
        if agenda.unit is None or agenda.drawn is None:
            raise ValueError("a fill rule of one's own needs Agenda.unit and Agenda.drawn")
        drawn, score = agenda.drawn(), ranked.points / 1e6
        chosen = [ranked.row[:0]]
        for group, number in groups_of(ranked, candidates):
            row = ranked.row[number]
            rows = FillRows(
                ranked.amount[number],
                score[ranked.place[number]],
                agenda.unit[row].astype(np.int64),
                drawn[row],
                None if room is None else int(room[group]),
                None if places is None else int(places[group]),
            )
            taken = _array(part, _given(part, rows, rows), len(number), "b", "bool")
            cost, count = int(rows.amount[taken].sum()), int(taken.sum())
            if rows.room is not None and cost > rows.room:
                expected = tr("paling banyak pagunya, {room}").format(room=rows.room)
                raise BadPart(part, cost, expected)
            if rows.places is not None and count > rows.places:
                expected = tr("paling banyak {places} usulan").format(places=rows.places)
                raise BadPart(part, count, expected)
            chosen.append(number[taken])
        return np.concatenate(chosen)

    rule.__doc__ = part.label["id"]
    return rule


def indicator_of(part: OwnPart) -> Indicator:
    """Make the indicator: a value by count, and one by rupiah where there is one."""

    def measured(run: RunRecord) -> tuple[float, float]:
        if run.draws.runs > 1:
            raise ValueError("an indicator of one's own is measured a run at a time")
        given = _given(part, run, *_seen_in(run))
        pair = given if isinstance(given, tuple) else (given, None)
        try:
            if len(pair) != 2 or any(isinstance(x, str | bytes) or np.ndim(x) for x in pair):
                raise TypeError
            values = np.array([float(x) for x in pair if x is not None])
        except (TypeError, ValueError, OverflowError):
            kind = f"{type(given).__name__} {getattr(given, 'shape', '')}".strip()
            raise BadPart(part, kind, tr("satu angka, sepasang angka, atau None")) from None
        low = -math.inf if part.low is None else part.low
        high = math.inf if part.high is None else part.high
        if wrong := _outside(values, low, high):
            expected = tr("angka dari {low} sampai {high}, atau None bila tidak ada yang diukur")
            raise BadPart(part, wrong, expected.format(low=low, high=high))
        count, idr = (math.nan if x is None else float(x) for x in pair)
        return count, idr

    return OwnIndicator(
        label=dict(part.label), kind="own", measured=measured, unit=part.unit, short={}
    )


def _outside(values: Floats, low: float, high: float) -> str:
    """Give the first value that is no number or beyond its bounds, as text; empty where none is."""
    wrong = values[~(np.isfinite(values) & (values >= low) & (values <= high))]
    return str(float(wrong[0])) if len(wrong) else ""
