"""Unit 11: what was decided and what came of it, as pictures and tables."""

import math
from collections.abc import Mapping, Sequence
from functools import partial

import numpy as np

from p2spp_sim.base.arrays import Bools, Floats
from p2spp_sim.base.formats import number, percent
from p2spp_sim.base.language import labels_of, pick, tr
from p2spp_sim.results.conditions import poorest
from p2spp_sim.results.indicators import SASARAN
from p2spp_sim.scenario.levers import lever
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.workbook.case.clauses import CAPITAL, spent_capital
from p2spp_sim.workbook.case.courses import Course
from p2spp_sim.workbook.case.sasaran import targets
from p2spp_sim.workbook.page.markup import Table
from p2spp_sim.workbook.pictures import (
    Bar,
    Category,
    Dumbbell,
    Event,
    Picture,
    Tile,
    bars,
    dumbbells,
    lines,
    village_map,
)
from p2spp_sim.workbook.pictures import CourseLine as Line
from p2spp_sim.workbook.units.u11.decision import YearDecision
from p2spp_sim.workbook.units.u11.game import budget, card_labels, game, measure_labels
from p2spp_sim.workbook.units.u11.years import Mean, side
from p2spp_sim.world.world import World

DRAWN = (
    "Satuan: persen. Sumber: simulasi p2spp_sim pada Wanasari (rekaan); koefisien sebagian asumsi."
)
COUNTED = (
    "Satuan: usulan. Sumber: simulasi p2spp_sim pada Wanasari (rekaan); koefisien sebagian asumsi."
)


def whole(share: float) -> str:
    """Write a share as per cent without decimals; a dash where there is none."""
    return "–" if math.isnan(share) else percent(share, 0)


def written(key: str, value: float) -> str:
    """Write a value of a measure: proposals are counted, anything else is a share."""
    return number(round(value)) if key == "arrived" and not math.isnan(value) else whole(value)


def unit_of(key: str) -> str:
    """Give the unit and source below a table of a measure."""
    return tr(COUNTED) if key == "arrived" else tr(DRAWN)


def points_picture(decision: YearDecision, scenario: Scenario) -> Picture:
    """Draw how the points of the year are shared among the groups."""
    names, most = labels_of(game().group), budget(scenario)
    title = tr("Koin upaya tahun ini menurut kelompok, anggaran {m} koin").format(m=most)
    spent = {group: decision.spent_by(group) for group in names}
    rows = [
        Bar(name, spent[group], tr("{n} koin").format(n=spent[group]))
        for group, name in names.items()
    ]
    clauses = spent_capital(scenario, decision.clauses)
    cells = [(name, number(spent[group])) for group, name in names.items()]
    cells.append((tr("Semua kelompok, dari {m}").format(m=most), number(decision.spent)))
    capital = tr("Modal politik untuk pasal, dari {m}").format(m=number(scenario.value(CAPITAL)))
    table = Table(
        title, (tr("Kelompok"), tr("Koin")), (*cells, (capital, number(clauses))), "", (tr("Koin"),)
    )
    return bars(seen_in_points(spent, most), rows, table, top=max(most, decision.spent))


def seen_in_points(spent: Mapping[str, int], most: int) -> str:
    """Say how many points of the year are shared out, and who gets most of them."""
    names, given = labels_of(game().group), sum(spent.values())
    if not given:
        return tr("Belum ada koin upaya yang dibagi: {m} koin masih utuh").format(m=most)
    high = max(spent.values())
    who = tr(" dan ").join(names[group] for group, points in spent.items() if points == high)
    text = tr("{n} dari {m} koin upaya dibagi; terbanyak {kelompok}, {p} koin")
    if list(spent.values()).count(high) == len(spent):
        text = tr("{n} dari {m} koin upaya dibagi sama rata, {p} koin setiap kelompok")
    return text.format(n=given, m=most, kelompok=who, p=high)


def sasaran_picture(course: Course, calm: Course, year: int) -> Picture:
    """Draw the eight sasaran of a year against those before the programme; the table ends with their mean."""
    aims = targets()
    now, before = sasaran(course, year), sasaran(calm, 1)
    rows = [
        Dumbbell(SASARAN[key], _or_zero(before[key]), _or_zero(now[key]), aims[key])
        for key in SASARAN
    ]
    title = tr("Delapan sasaran sesudah tahun ke-{n}").format(n=year)
    columns = (tr("Di awal"), tr("Kini"), tr("Sasaran ilustratif"))
    cells = [
        (SASARAN[key], percent(before[key]), percent(now[key]), percent(aims[key], 0))
        for key in SASARAN
    ]
    cells.append(
        (
            tr("Rata-rata geometrik kedelapannya"),
            percent(before["composite"]),
            percent(now["composite"]),
            "–",
        )
    )
    table = Table(title, (tr("Sasaran"), *columns), tuple(cells), tr(DRAWN), columns)
    return dumbbells(seen_in_sasaran(before, now, year), rows, table, weakest="now")


def seen_in_sasaran(before: Mapping[str, float], now: Mapping[str, float], year: int) -> str:
    """Say how many sasaran stand higher and lower than before the programme, as they are shown."""
    ends = [(round(_or_zero(before[key]), 2), round(_or_zero(now[key]), 2)) for key in SASARAN]
    up, down = sum(b > a for a, b in ends), sum(b < a for a, b in ends)
    text = tr("Sesudah tahun ke-{n}: {a} dari {m} sasaran naik, {b} turun")
    if not up and not down:
        text = tr("Sesudah tahun ke-{n} tidak satu pun dari {m} sasaran bergerak")
    return text.format(n=year, a=up, b=down, m=len(ends))


def sasaran(course: Course, year: int) -> dict[str, float]:
    """Give the eight sasaran of a year by key, and `composite`, their geometric mean."""
    table = course.composite(year)
    return dict(zip(table["key"], table["value"].astype(float), strict=True))


def _or_zero(value: float) -> float:
    return 0.0 if math.isnan(value) else value


def years_picture(course: Course, lived: int, cards: Sequence[str]) -> Picture:
    """Draw four measures over the years that were lived."""
    names = {key: pick(measure.short) for key, measure in game().measure.items() if measure.short}
    years = game().play.years
    courses = [Line(name, _padded(course.measure(key), years)) for key, name in names.items()]
    title = tr("Lima tahun menurut keputusan Anda")
    steps = year_names(years)
    happened = [Event(year, card_labels()[card]) for year, card in enumerate(cards) if card]
    rows = tuple(
        (steps[year], *(percent(course.measure(key)[year]) for key in names))
        for year in range(lived)
    )
    columns = tuple(names.values())
    said = seen_in_years({line.label: line.values[:lived] for line in courses})
    return lines(
        said,
        steps,
        courses,
        Table(title, (tr("Tahun"), *columns), rows, tr(DRAWN), columns),
        events=happened,
    )


def seen_in_years(courses: Mapping[str, Sequence[float | None]]) -> str:
    """Say which measure changed most from the first year that was lived to the last."""
    known = {name: [v for v in values if v is not None] for name, values in courses.items()}
    known = {name: values for name, values in known.items() if values}
    years = max(map(len, courses.values()))
    if years < 2 or not known:
        return tr("Tahun ke-1 sudah tercatat; jalannya tampak sesudah tahun ke-2")
    most = max(known, key=lambda name: abs(known[name][-1] - known[name][0]))
    ends = {"a": whole(known[most][0]), "b": whole(known[most][-1])}
    if ends["a"] == ends["b"]:
        return tr("Selama {n} tahun tidak ada yang berubah").format(n=years)
    text = tr("{nama} paling berubah dalam {n} tahun: dari {a} menjadi {b}")
    return text.format(nama=most, n=years, **ends)


def year_names(years: int) -> list[str]:
    """Name the years from the first."""
    return [tr("Tahun {n}").format(n=year) for year in range(1, years + 1)]


def _padded(values: Floats, years: int) -> list[float | None]:
    drawn: list[float | None] = [None if math.isnan(value) else float(value) for value in values]
    return drawn + [None] * (years - len(drawn))


def courses_picture(
    title: str, key: str, courses: Mapping[str, Floats], years: int, after: int, said: str = ""
) -> Picture:
    """Draw one measure of up to four courses, with the year in which the programme ends.

    Parameters
    ----------
    courses : name and the values of every year; shorter ones end earlier.
    years, after : with the programme, and after it.
    said : what is seen; the ends of the courses where nothing is given.
    """
    steps = [tr("Th {n}").format(n=year) for year in range(1, years + after + 1)]
    drawn = [Line(name, _padded(values, len(steps))) for name, values in courses.items()]
    shown = [value for line in drawn for value in line.values if value is not None]
    step_of_scale = 10 if key == "arrived" else 0.1
    top = max(2, math.ceil(max(shown, default=0) / step_of_scale)) * step_of_scale
    ends = [Event(years - 1, tr("tahun terakhir program"))] if after else []
    columns = tuple(courses)
    figures = [[math.nan if value is None else value for value in line.values] for line in drawn]
    rows = tuple(
        (step, *(written(key, values[i]) for values in figures)) for i, step in enumerate(steps)
    )
    table = Table(title, (tr("Tahun"), *columns), rows, unit_of(key), columns)
    said = said or seen_in_courses(key, courses)
    return lines(said, steps, drawn, table, say=partial(written, key), top=top, events=ends)


def seen_in_courses(key: str, courses: Mapping[str, Floats]) -> str:
    """Say which courses are highest and lowest in the last year that all of them have."""
    last = min(len(values) for values in courses.values())
    ends = {name: float(values[last - 1]) for name, values in courses.items()}
    ends = {name: value for name, value in ends.items() if not math.isnan(value)}
    words = {"ukuran": measure_labels()[key], "t": last}
    if not ends:
        return tr("{ukuran} pada tahun ke-{t}: belum ada angka").format(**words)
    shown = {name: written(key, value) for name, value in ends.items()}
    high, low = (shown[pick_of(ends, key=ends.__getitem__)] for pick_of in (max, min))

    def who(figure: str) -> str:
        return tr(" dan ").join(name for name, text in shown.items() if text == figure)

    if high == low:
        text = tr("{ukuran} pada tahun ke-{t}: {nama} {n}")
        return text.format(**words, nama=who(high), n=high)
    text = tr("{ukuran} pada tahun ke-{t}: tertinggi {nama}, {n}; terendah {lain}, {m}")
    return text.format(**words, nama=who(high), n=high, lain=who(low), m=low)


def seen_in_strategies(key: str, strategies: Mapping[str, Mean], still: str) -> str:
    """Say what strategies come to after the programme, and which differ beyond chance from the one called `still`."""
    play = game().play
    later = {name: mean.later(key, play.years) for name, mean in strategies.items()}
    base, words = later[still], {"up": list[str](), "down": list[str]()}
    for name, values in later.items():
        if where := side(as_read(key, values - base)):
            words["up" if where > 0 else "down"].append(name)
    means = ", ".join(f"{name} {written(key, values.mean())}" for name, values in later.items())
    text = tr("{ukuran}, rata-rata tahun ke-{a} sampai {b}: {isi}.")
    sentences = [
        text.format(
            ukuran=measure_labels()[key], a=play.years + 1, b=play.years + play.after, isi=means
        )
    ]
    ends = {
        "up": tr("Lebih tinggi daripada {dasar}, melebihi kebetulan: {nama}."),
        "down": tr("Lebih rendah daripada {dasar}, melebihi kebetulan: {nama}."),
    }
    sentences += [
        ends[way].format(dasar=still, nama=tr(" dan ").join(names))
        for way, names in words.items()
        if names
    ]
    if len(later) > 1 and not any(words.values()):
        sentences.append(tr("Beda dengan {dasar} dalam batas kebetulan.").format(dasar=still))
    return " ".join(sentences)


def strategies_table(key: str, title: str, strategies: Mapping[str, Mean], still: str) -> Table:
    """Give what strategies come to, with and after the programme, and how far they lie from the one called `still`."""
    years, base = game().play.years, strategies[still].later(key, game().play.years)
    rows = []
    for name, mean in strategies.items():
        later = mean.later(key, years)
        apart = as_read(key, later - base)
        verdict = tr("dalam batas kebetulan") if not side(apart) else tr("melebihi kebetulan")
        if not apart.any():
            verdict = "–"
        ends = [signed(float(end)) for end in (apart.min(), apart.max())]
        rows.append(
            (
                name,
                written(key, float(mean.measure(key)[:years].mean())),
                written(key, float(later.mean())),
                signed(float(as_read(key, later.mean() - base.mean()))),
                tr("{a} sampai {b}").format(a=ends[0], b=ends[1]),
                verdict,
            )
        )
    columns = (
        tr("Tahun 1 sampai 5"),
        tr("Tahun 6 sampai 10"),
        tr("Selisih dari {nama}").format(nama=still),
        tr("Terendah sampai tertinggi"),
        tr("Dibaca"),
    )
    head = f"{measure_labels()[key]}: {title}"
    return Table(head, (tr("Strategi"), *columns), tuple(rows), unit_of(key), columns[:-1])


def as_read(key: str, values: Floats) -> Floats:
    """Give values or differences as they are read: in whole proposals or points; what is not known counts as 0."""
    known = np.nan_to_num(values if key == "arrived" else 100 * values)
    return np.asarray(np.round(known), np.float64)


def signed(change: float) -> str:
    """Write a difference in whole numbers with its sign."""
    size = round(change)
    return f"{'−' if size < 0 else '+'}{abs(size)}" if size else "±0"


def decisions_table(locked: Sequence[YearDecision]) -> Table:
    """Give what was decided, one row a year."""
    policies = labels_of(game().policy)
    rows = []
    known: tuple[str, ...] = ()
    for year, decision in enumerate(locked, 1):
        effort = ", ".join(f"{lever(key).called} {count}" for key, count in decision.effort.items())
        new = ", ".join(policies[key] for key in decision.policies if key not in known)
        clauses = ", ".join(key.removeprefix("clause_").upper() for key in decision.clauses)
        rows.append(
            (
                str(year),
                card_labels()[decision.card],
                effort or "–",
                new or "–",
                f"{decision.pik}%",
                clauses or "–",
            )
        )
        known = decision.policies
    columns = (
        tr("Tahun"),
        tr("Kejadian"),
        tr("Koin upaya"),
        tr("Kebijakan baru"),
        "PIK",
        tr("Pasal"),
    )
    return Table(tr("Keputusan yang sudah dijalankan"), columns, tuple(rows))


def map_picture(world: World, got: Bools, name: str) -> Picture:
    """Draw every village by how often it got works that others paid for.

    Parameters
    ----------
    name : of the run.
    got : (years, villages).
    """
    times, years = got.sum(axis=0), len(got)
    high, low = math.ceil(years * 0.8), math.floor(years * 0.4)
    ranges = {"often": (high, years), "some": (low + 1, high - 1), "seldom": (0, low)}
    categories = [
        Category(key, _times(*ends), letter)
        for (key, ends), letter in zip(ranges.items(), "ABC", strict=True)
        if ends[0] <= ends[1]
    ]
    names = dict(zip(world.kecamatan["code"], world.kecamatan["name"], strict=True))
    kinds = ["often" if n >= high else "seldom" if n <= low else "some" for n in times]
    places = [str(names[code]) for code in world.villages["kecamatan"]]
    tiles = [
        Tile(str(village), place, kind)
        for village, place, kind in zip(world.villages["name"], places, kinds, strict=True)
    ]
    columns = (tr("Desa"), tr("Rata-rata kali"))
    rows = [
        (
            place,
            number(places.count(place)),
            number(float(times[[p == place for p in places]].mean()), 1),
        )
        for place in dict.fromkeys(places)
    ]
    poor = poorest(world)
    for words, who in ((tr("Seperlima desa termiskin"), poor), (tr("Desa lain"), ~poor)):
        rows.append((words, number(int(who.sum())), number(float(times[who].mean()), 1)))
    title = tr("Berapa kali desa mendapat pekerjaan yang dibayar pihak lain: {putaran}").format(
        putaran=name
    )
    note = tr(
        "Satuan: desa, dan kali dalam {n} tahun. Sumber: simulasi p2spp_sim pada Wanasari (rekaan)."
    )
    table = Table(title, (tr("Kecamatan"), *columns), tuple(rows), note.format(n=years), columns)
    few = kinds.count("seldom")
    said = f"{name}: {seen_on_map(few, len(kinds), low, years)}"
    return village_map(said, tiles, categories, table)


def seen_on_map(few: int, villages: int, low: int, years: int) -> str:
    """Say how many villages got works seldom: at most `low` times in the years."""
    words = {"n": number(few), "m": number(villages), "k": low, "t": years}
    text = tr("{n} dari {m} desa mendapat pekerjaan paling banyak {k} kali dalam {t} tahun")
    if not few:
        text = tr("semua {m} desa mendapat pekerjaan lebih dari {k} kali dalam {t} tahun")
    elif not low:
        text = tr("{n} dari {m} desa tidak mendapat pekerjaan")
    return text.format(**words)


def _times(low: int, high: int) -> str:
    if low == high:
        return tr("{n} kali").format(n=low)
    return tr("{n} sampai {m} kali").format(n=low, m=high)
