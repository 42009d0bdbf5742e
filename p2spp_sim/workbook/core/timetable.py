"""Plans of a class: days made of units in one form and of what stands between them, with hours that are added up."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import msgspec

from p2spp_sim.base.files import read_data
from p2spp_sim.base.language import Labels, pick, tr
from p2spp_sim.workbook.exercises.bank import Form, lesson_hours, load_bank

Labelling = dict[str, str]
HOUR = 60  # minutes
FORM_NAMES = Labels(**{"full": "bentuk penuh", "class": "bentuk kelas"})


class AgendaItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stands in a day beside units; `lesson` where it counts as time of learning."""

    label: Labelling
    who: Labelling
    output: Labelling
    lesson: bool = False


class SessionLead(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who leads a unit, and what comes out of it."""

    who: Labelling
    output: Labelling


class DaySlot(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A unit, or an item of the agenda with its minutes."""

    unit: str = ""
    agenda: str = ""
    minutes: int = 0


class PlanDay(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One day: when it starts and should end, and what it is made of."""

    starts: str
    ends: str
    slots: tuple[DaySlot, ...]


class ClassPlan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A plan of some days, with all its units in one form."""

    label: Labelling
    form: Form
    day: tuple[PlanDay, ...]


class Timetables(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of `datasets/waktu.toml`."""

    agenda: dict[str, AgendaItem]
    session: dict[str, SessionLead]
    plan: dict[str, ClassPlan]


@dataclass(frozen=True, slots=True)
class PlacedSlot:
    """A slot with its hours.

    Parameters
    ----------
    day : 1 is the first.
    starts, ends : minutes since midnight.
    unit : its code; "" for what is none.
    label, who, output : what stands in the table, in the screen language.
    lesson : whether it counts as time of learning.
    """

    day: int
    starts: int
    ends: int
    unit: str
    label: str
    who: str
    output: str
    lesson: bool

    @property
    def minutes(self) -> int:
        """How long it takes."""
        return self.ends - self.starts

    @property
    def hours(self) -> str:
        """Its hours as a timetable writes them."""
        return f"{clock(self.starts)}–{clock(self.ends)}"


@cache
def timetables() -> Timetables:
    """Read the plans."""
    return read_data(Timetables, "datasets", "waktu.toml")


def clock(minutes: int) -> str:
    """Write minutes since midnight as an hour, 810 as 13.30."""
    return f"{minutes // HOUR:02d}.{minutes % HOUR:02d}"


def minutes_of(hour: str) -> int:
    """Read an hour such as 13.30 as minutes since midnight."""
    whole, rest = hour.split(".")
    return int(whole) * HOUR + int(rest)


def placed(key: str) -> Iterator[PlacedSlot]:
    """Go through a plan, slot by slot, with hours that follow from the minutes of what came before.

    Parameters
    ----------
    key : of the plan, such as "two_days".
    """
    tables = timetables()
    plan = tables.plan[key]
    for day, of_day in enumerate(plan.day, 1):
        now = minutes_of(of_day.starts)
        for slot in of_day.slots:
            if slot.unit:
                bank, lead = load_bank(slot.unit), tables.session[slot.unit]
                label = tr("Unit {kode}: {judul}").format(kode=slot.unit, judul=tr(bank.unit.title))
                taken, lesson = bank.length(plan.form), True
            else:
                item = tables.agenda[slot.agenda]
                label, lead, lesson = (
                    pick(item.label),
                    SessionLead(item.who, item.output),
                    item.lesson,
                )
                taken = slot.minutes
            who, output = pick(lead.who), pick(lead.output)
            yield PlacedSlot(day, now, now + taken, slot.unit, label, who, output, lesson)
            now += taken


def taught(key: str) -> int:
    """Add up the minutes of learning of a plan."""
    return sum(slot.minutes for slot in placed(key) if slot.lesson)


def in_plans(unit: str) -> list[str]:
    """Say where a unit stands in each plan, one sentence a plan; none where no plan has it."""
    said = []
    for key, plan in timetables().plan.items():
        for slot in placed(key):
            if slot.unit == unit:
                text = tr("{rencana}, {jp} JP: hari {hari}, {jam} ({bentuk})")
                said.append(
                    text.format(
                        rencana=pick(plan.label),
                        jp=lesson_hours(taught(key)),
                        hari=slot.day,
                        jam=slot.hours,
                        bentuk=FORM_NAMES[plan.form],
                    )
                )
    return said
