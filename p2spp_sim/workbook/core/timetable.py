"""Plans of a class: days made of units in one form and of what stands between them, with hours that are added up."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import msgspec

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.files import read_data
from p2spp_sim.base.language import Labels, pick, tr
from p2spp_sim.workbook.exercises.bank import Form, lesson_hours, load_bank

Labelling = dict[str, str]
HOUR = 60  # minutes
NOON = 12 * HOUR
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
    unit, agenda : its code, or the key of what stands beside units; the other is "".
    label, who, output : what stands in the table, in the screen language.
    lesson : whether it counts as time of learning.
    """

    day: int
    starts: int
    ends: int
    unit: str
    agenda: str
    label: str
    who: str
    output: str
    lesson: bool

    @property
    def minutes(self) -> int:
        """How long it takes."""
        return self.ends - self.starts

    @property
    def half_day(self) -> str:
        """Its half day, by the key that attendance lists have."""
        return f"day_{self.day}_{'morning' if self.starts < NOON else 'afternoon'}"

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
            hours = (day, now, now + taken)
            yield PlacedSlot(*hours, slot.unit, slot.agenda, label, who, output, lesson)
            now += taken


def taught(key: str) -> int:
    """Add up the minutes of learning of a plan."""
    return sum(slot.minutes for slot in placed(key) if slot.lesson)


def plan_of(days: int) -> str:
    """Give the key of the plan that takes so many days.

    Raises
    ------
    P2sppError : there is none.
    """
    known = {len(plan.day): key for key, plan in timetables().plan.items()}
    if days not in known:
        message = tr("Tidak ada rencana kelas {n} hari. Yang ada: {daftar} hari.")
        raise P2sppError(message.format(n=days, daftar=", ".join(map(str, known))))
    return known[days]


def half_days(key: str) -> dict[str, dict[str, int]]:
    """Give the minutes of learning of a plan by half day and topic, in the plan's order.

    A topic is a unit by its code, or an item of the agenda by its key.
    """
    made: dict[str, dict[str, int]] = {}
    for slot in placed(key):
        if slot.lesson:
            topics, topic = made.setdefault(slot.half_day, {}), slot.unit or slot.agenda
            topics[topic] = topics.get(topic, 0) + slot.minutes
    return made


def by_topic(halves: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """Add up the minutes of each topic over half days."""
    total: dict[str, int] = {}
    for topics in halves:
        for topic, minutes in topics.items():
            total[topic] = total.get(topic, 0) + minutes
    return total


def topic_title(topic: str) -> str:
    """Give the title of a unit, or the label of an item of the agenda, in the screen language."""
    item = timetables().agenda.get(topic)
    return pick(item.label) if item else tr(load_bank(topic).unit.title)


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
