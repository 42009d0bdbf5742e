"""Unit 11: role cards, two runs of five years, both side by side, the map, fixed strategies, and private wishes."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from p2spp_sim.base.language import Labels, labels_of, pick, tr
from p2spp_sim.results.indicators import SASARAN
from p2spp_sim.workbook.case.courses import Course, Frozen
from p2spp_sim.workbook.case.crowding import lived_gates, why_less
from p2spp_sim.workbook.case.desk import Desk
from p2spp_sim.workbook.controls import Choose, ControlValue, Tick
from p2spp_sim.workbook.core.board import Answered, Board, Values
from p2spp_sim.workbook.core.moving_board import MovingBoard, Part, choice
from p2spp_sim.workbook.core.unit import Unit
from p2spp_sim.workbook.drawings import people_in, row
from p2spp_sim.workbook.page.markup import Table
from p2spp_sim.workbook.pictures import Bar, Picture, bars, grouped
from p2spp_sim.workbook.saving.ballots import LIGHTS, Guess, note_guesses, read_ballot
from p2spp_sim.workbook.units.shared.cockpit import Frame, signs_of, villages_of
from p2spp_sim.workbook.units.u11.class_files import ROLE, SEAT, decided, lived
from p2spp_sim.workbook.units.u11.decision import ALONE, YearDecision, read_decision
from p2spp_sim.workbook.units.u11.game import card_labels, deck, game, measure_labels
from p2spp_sim.workbook.units.u11.lights_out import (
    GUESS,
    LATER,
    LIGHT_WORDS,
    LightsOut,
    read_line,
    scene_of,
)
from p2spp_sim.workbook.units.u11.pictures import (
    DRAWN,
    as_read,
    courses_picture,
    decisions_table,
    map_picture,
    points_picture,
    sasaran,
    sasaran_picture,
    seen_in_strategies,
    strategies_table,
    whole,
    written,
    years_picture,
)
from p2spp_sim.workbook.units.u11.rounds_control import DecisionsFound, Rounds
from p2spp_sim.workbook.units.u11.years import calm, played, strategy

CONTROL, CALM = "putaran", "tanpa"
RUNS = Labels(putaran1="Putaran 1", putaran2="Putaran 2")


def role_board(unit: Unit) -> Board:
    """Make the board where a group sits down: its role card, and how what it wishes stands today."""
    groups = labels_of(game().group)
    seats = {ALONE: tr("Semua kelompok (bermain sendiri)"), **groups}
    seat = Choose(SEAT, tr("Kami duduk sebagai"), seats, ALONE, stacked=True)

    def answer(values: Values) -> Answered:
        return _role(unit.desk, str(values[SEAT]))

    fixed: list[tuple[str, Values]] = [(name, {SEAT: key}) for key, name in groups.items()]
    return Board(ROLE, (seat,), answer, unit.progress, fixed=fixed, wide=True)


def _role(desk: Desk, seat: str) -> Answered:
    now = calm(desk, 1)
    watched = {
        name: now.measure(key)[0]
        for key, name in measure_labels().items()
        if key in ("accepted", "trust")
    }
    if seat == ALONE:
        sentences = [
            tr("{nama}: {tugas}").format(nama=pick(group.person), tugas=pick(group.duty))
            for group in game().group.values()
        ]
        sentences.append(
            tr(
                "Anda memegang semua pilihan kebijakan. Baca keenam kartu bergantian; jangan "
                "memenangkan satu kartu saja."
            )
        )
    else:
        group = game().group[seat]
        sentences = [
            tr("Anda: {orang}.").format(orang=pick(group.person)),
            tr("Tugas yang diketahui semua orang: {tugas}").format(tugas=pick(group.duty)),
            tr("Keinginan yang tidak diucapkan: {ingin}").format(ingin=pick(group.hope)),
        ]
        watched[pick(group.wish_label)] = now.measure(group.wish)[0]
    speakers = () if seat == ALONE else people_in(pick(game().group[seat].person))
    marks = [f"peran_{key}" for key in game().group] if seat == ALONE else [f"peran_{seat}"]
    title = tr("Wanasari sebelum program, satu kali hitung")
    rows = [Bar(name, float(value), whole(value)) for name, value in watched.items()]
    columns = (tr("Ukuran"), tr("Bagian"))
    cells = tuple((row.label, row.text) for row in rows)
    table = Table(title, columns, cells, tr(DRAWN), columns[1:])
    least = whole(min(watched.values()))
    low = tr(" dan ").join(row.label for row in rows if row.text == least)
    said = tr("Sebelum program, terendah: {nama}, {n}").format(nama=low, n=least)
    drawn = bars(said, rows, table, top=1.0)
    return Answered("\n".join(sentences), (drawn,), drawn=row(*marks, *speakers))


def rounds_board(unit: Unit, number: int) -> Board:
    """Make the board of a run; the second draws event cards."""
    desk, key = unit.desk, tuple(RUNS)[number]
    cards = deck(desk.scenario, desk.seed if number else None)

    def groups() -> DecisionsFound:
        of_groups = decided(unit.progress, key, CONTROL, desk.scenario)
        return *of_groups, lived(unit.progress, key, CONTROL, desk.scenario)

    def frames(locked: Sequence[YearDecision]) -> list[Frame]:
        return frames_of(desk, locked)

    control = Rounds(
        CONTROL,
        RUNS[key],
        desk.scenario,
        cards,
        villages_of(desk.world),
        frames,
        bool(number),
        groups,
        (lambda: locked_of(unit, next(iter(RUNS)))) if number else None,
    )

    def answer(values: Values) -> Answered:
        given = values[CONTROL]
        assert isinstance(given, dict)
        locked = [read_decision(raw, desk.scenario) for raw in given["tahun"]]
        return _year(desk, read_decision(given["putusan"], desk.scenario), locked)

    board = MovingBoard(key, (control,), answer, unit.progress, wide=True)
    _sit_down(unit, control)
    if number:
        control.watch(lambda: _tell_class(unit, key, control))
    return board


def _tell_class(unit: Unit, key: str, control: Rounds) -> None:
    """Let the class know what was guessed here, and what came of it."""
    progress = unit.progress
    note_guesses(progress.path.parent, progress.learner, key, control.guesses)


def _tell_line(unit: Unit, scene: Mapping[str, Any], guess: ControlValue) -> None:
    """Let the class know where the line that was drawn first ends, and where the years ended."""
    lived_on = {line["name"]: line["values"] for line in scene["lines"]}.get(scene["followed"])
    if lived_on is None or not isinstance(guess, dict) or not guess:
        return
    measure, values = str(guess["ukuran"]), guess["garis"]
    run = next(key for key, name in RUNS.items() if name == scene["followed"])
    key, folder = f"{LIGHTS}_{run}_{measure}", unit.progress.path.parent
    if scene["measure"] != measure or key in read_ballot(folder, unit.progress.learner).guesses:
        return
    said, came = (int(as_read(measure, np.array(course[-1]))) for course in (values, lived_on))
    note_guesses(folder, unit.progress.learner, key, {str(len(lived_on)): Guess(said, came)})


def _sit_down(unit: Unit, control: Rounds) -> None:
    """Let the guess be that of the group whose role card is read, as often as it changes."""
    role = unit.board(ROLE)
    assert isinstance(role, Board)

    def sit() -> None:
        control.widget.seat = str(role[SEAT].value)

    role[SEAT].watch(sit)
    sit()


def frames_of(desk: Desk, locked: Sequence[YearDecision]) -> list[Frame]:
    """Give what the screen shows before the first year and after each year that was lived."""
    before = calm(desk, 1)
    start = round(before.arrived[0])
    frames = [
        Frame(
            tr("Sebelum program"),
            0,
            start,
            start,
            signs_of(before.got[0], before.got[0]),
            tr("Sebelum program: {n} usulan warga sampai APBD.").format(n=start),
        )
    ]
    if not locked:
        return frames
    course = played(desk, locked)
    still = calm(desk, len(locked), cards=[decision.card for decision in locked])
    cards = [decision.card for decision in locked]
    plan = [decision.levers(desk.scenario) for decision in locked]
    for year, decision in enumerate(locked):
        now, ghost = round(course.arrived[year]), round(still.arrived[year])
        text = tr("Tahun ke-{n} ({kartu}): {kini} usulan sampai APBD; tanpa Anda {tanpa}.")
        frames.append(
            Frame(
                tr("Tahun ke-{n}").format(n=year + 1),
                year + 1,
                now,
                ghost,
                signs_of(course.got[year], still.got[year]),
                text.format(n=year + 1, kartu=card_labels()[decision.card], kini=now, tanpa=ghost),
                decision.card,
                decision.guesses,
                course.got[: year + 1].sum(axis=0).tolist(),
                why=_why(desk, plan, cards, year) if now <= ghost else "",
            )
        )
    return frames


def _why(desk: Desk, plan: Sequence[Frozen], cards: Sequence[str], year: int) -> str:
    """Say why a year comes to no more than without decisions; nothing where none were taken."""
    if not any(plan[: year + 1]):
        return ""
    now, ghost = (lived_gates(desk, levers, cards) for levers in (plan, [()] * len(plan)))
    return why_less(now[year], ghost[year])


def _year(desk: Desk, now: YearDecision, locked: Sequence[YearDecision]) -> Answered:
    points = points_picture(now, desk.scenario)
    if not locked:
        text = tr(
            "Belum ada tahun yang dijalankan. Bagilah koin, buka kebijakan, lalu tekan Jalankan tahun ke-1."
        )
        return Answered(text, (Picture.empty(), Picture.empty(), points))
    cards, year = [decision.card for decision in locked], len(locked)
    course = played(desk, locked)
    still = calm(desk, year, cards=cards)
    pictures = (
        sasaran_picture(course, calm(desk, 1), year),
        years_picture(course, year, cards),
        points,
    )
    return Answered(_year_in_words(course, still, cards), pictures, (decisions_table(locked),))


def _year_in_words(course: Course, still: Course, cards: Sequence[str]) -> str:
    names, last = measure_labels(), len(cards)
    sentences = [
        tr("Tahun ke-{n} selesai. Kejadian: {kartu}.").format(
            n=last, kartu=card_labels()[cards[-1]]
        )
    ]
    text = tr("{ukuran}: {kini} (tanpa keputusan Anda, dengan kejadian acak yang sama: {tanpa}).")
    for key in ("arrived", "accepted", "trust", "reached"):
        now, calm_ = written(key, course.measure(key)[-1]), written(key, still.measure(key)[-1])
        sentences.append(text.format(ukuran=names[key], kini=now, tanpa=calm_))
    mean = tr(
        "Rata-rata geometrik delapan sasaran: {kini}. Jangan dibaca sendirian; bagian-bagiannya ada pada gambar."
    )
    sentences.append(mean.format(kini=whole(sasaran(course, last)["composite"])))
    sentences.append(tr("Buku besar diperiksa: tidak ada usulan dan tidak ada rupiah yang hilang."))
    return "\n".join(sentences)


def locked_of(unit: Unit, key: str) -> list[YearDecision]:
    """Give the years of a run that were lived on its board."""
    board = unit.board(key)
    assert isinstance(board, Board)
    control = board[CONTROL]
    assert isinstance(control, Rounds)
    return list(control.locked)


def comparison_board(unit: Unit) -> Board:
    """Make the board of both runs side by side; the years after the programme are drawn before they are shown."""
    screen = LightsOut(
        words=dict(LIGHT_WORDS), decision={"ukuran": "trust", LATER: False, GUESS: {}}
    )
    controls = (
        Part("ukuran", screen, choice(measure_labels())),
        Part(LATER, screen, bool),
        Part(GUESS, screen, read_line),
    )

    def answer(values: Values) -> Answered:
        measure, later = str(values["ukuran"]), bool(values[LATER])
        screen.scene = scene_of(unit.desk, _lived(unit), measure, later)
        if later:
            _tell_line(unit, screen.scene, values[GUESS])
        return _compared(unit, measure, later)

    return MovingBoard("banding", controls, answer, unit.progress, wide=True, follows=_both(unit))


def _lived(unit: Unit) -> dict[str, list[YearDecision]]:
    return {name: locked_of(unit, run) for run, name in RUNS.items()}


def _both(unit: Unit) -> list[Board]:
    boards = [unit.board(key) for key in RUNS]
    return [board for board in boards if isinstance(board, Board)]


def _compared(unit: Unit, key: str, later: bool) -> Answered:
    play, desk = game().play, unit.desk
    after = play.after if later else 0
    runs = _lived(unit)
    full = {name: after if len(locked) == play.years else 0 for name, locked in runs.items()}
    courses = {
        name: played(desk, locked, after=full[name]) for name, locked in runs.items() if locked
    }
    complete = [locked for locked in runs.values() if len(locked) == play.years]
    cards = [year.card for year in complete[-1]] if complete else ()
    drawn = {**courses, tr("Tanpa Anda"): calm(desk, play.years, after=after, cards=cards)}
    sentences = [
        tr("{putaran}: {n} dari {m} tahun sudah dijalankan.").format(
            putaran=name, n=len(locked), m=play.years
        )
        for name, locked in runs.items()
        if len(locked) < play.years
    ]
    sentences += [_ends(name, course, key, play.years) for name, course in drawn.items()]
    measures = {name: course.measure(key) for name, course in drawn.items()}
    picture = courses_picture(tr("Dua putaran"), key, measures, play.years, after)
    return Answered("\n".join(sentences), (picture,), (_sasaran_table(drawn, play.years),))


def _ends(name: str, course: Course, key: str, years: int) -> str:
    values = course.measure(key)
    at = min(years, len(values))
    text = tr("{nama}: {n} pada tahun ke-{tahun}.").format(
        nama=name, n=written(key, values[at - 1]), tahun=at
    )
    if len(values) <= years:
        return text
    later = tr("Lima tahun sesudah program berhenti: {n}.").format(n=written(key, values[-1]))
    return f"{text} {later}"


def _sasaran_table(courses: dict[str, Course], years: int) -> Table:
    names = {**SASARAN, "composite": tr("Rata-rata geometrik kedelapannya")}
    columns: dict[str, dict[str, float]] = {}
    for name, course in courses.items():
        ends = {min(years, len(course.trust)), len(course.trust)}
        for year in sorted(ends):
            columns[tr("{nama}, tahun {n}").format(nama=name, n=year)] = sasaran(course, year)
    rows = tuple(
        (label, *(whole(column[key]) for column in columns.values()))
        for key, label in names.items()
    )
    title = tr("Delapan sasaran dan rata-ratanya")
    return Table(title, (tr("Sasaran"), *columns), rows, tr(DRAWN), tuple(columns))


def map_board(unit: Unit) -> Board:
    """Make the map of the villages that got works in a run."""
    runs = {**RUNS, CALM: tr("Tanpa program")}
    which = Choose("putaran", tr("Peta untuk"), runs, next(iter(RUNS)), stacked=True)

    def answer(values: Values) -> Answered:
        desk, run = unit.desk, str(values["putaran"])
        locked = [] if run == CALM else locked_of(unit, run)
        if not locked and run != CALM:
            return Answered(
                tr("{putaran} belum dimainkan.").format(putaran=runs[run]), (Picture.empty(),)
            )
        course = played(desk, locked) if locked else calm(desk, game().play.years)
        text = tr(
            "Dihitung: pekerjaan selesai dari BLM, PIK, Renja, atau pokir. Tidak dihitung: swadaya dan APB Desa."
        )
        return Answered(text, (map_picture(desk.world, course.got, runs[run]),))

    fixed: list[tuple[str, Values]] = [("", {"putaran": CALM})]
    return Board(
        "peta", (which,), answer, unit.progress, fixed=fixed, wide=True, follows=_both(unit)
    )


def strategy_board(unit: Unit) -> Board:
    """Make the board of the fixed strategies, opened when both runs are over."""
    names = labels_of(game().strategy)
    opened = Tick("buka", tr("Kedua putaran selesai; hitung strategi tetap (perlu beberapa detik)"))
    measure = Choose("ukuran", tr("Ukuran"), measure_labels(), "arrived", stacked=True)
    first = Choose("satu", tr("Strategi pertama"), names, "perda", stacked=True)
    second = Choose("dua", tr("Strategi kedua"), names, "edaran", stacked=True)

    def answer(values: Values) -> Answered:
        if not values["buka"]:
            return Answered(pictures=(Picture.empty(),))
        play, key = game().play, str(values["ukuran"])
        chosen = dict.fromkeys((str(values["satu"]), str(values["dua"]), CALM))
        means = {name: strategy(unit.desk, name) for name in names}
        drawn = {names[name]: means[name].measure(key) for name in chosen}
        title = tr("Strategi tetap, rata-rata {n} ulangan").format(n=play.draws)
        shown, still = {names[name]: means[name] for name in chosen}, names[CALM]
        said = seen_in_strategies(key, shown, still)
        picture = courses_picture(title, key, drawn, play.years, play.after, said)
        table = strategies_table(key, title, {names[name]: means[name] for name in names}, still)
        text = ""
        if key == "arrived":
            text = tr(
                "Pasal dan surat edaran mengubah cara memilih, bukan menambah uang: pagunya tetap, jadi banyaknya "
                "usulan yang sampai tidak dapat banyak bertambah. Akibatnya tampak pada bagian yang sampai dan "
                "pada kepercayaan."
            )
        return Answered(text, (picture,), (table,))

    orders = ("aturan_dulu", "uang_dulu")
    pairs = (
        ("arrived", "perda", "edaran"),
        ("accepted", *orders),
        ("lost_papers", "desa", "rata"),
        ("trust", *orders),
    )
    fixed: list[tuple[str, Values]] = [
        (measure_labels()[key], {"buka": True, "ukuran": key, "satu": left, "dua": right})
        for key, left, right in pairs
    ]
    return Board(
        "strategi", (measure, first, second, opened), answer, unit.progress, fixed=fixed, wide=True
    )


def wish_board(unit: Unit) -> Board:
    """Make the board where the groups leave their roles and the private wishes are opened."""
    opened = Tick("keluar", tr("Kami sudah keluar dari peran; buka keinginan pribadi"))

    def answer(values: Values) -> Answered:
        if not values["keluar"]:
            return Answered(pictures=(Picture.empty(),))
        return _wishes(unit)

    return Board("pribadi", (opened,), answer, unit.progress, wide=True, follows=_both(unit))


def _wishes(unit: Unit) -> Answered:
    desk, groups = unit.desk, game().group.values()
    courses = {tr("Tanpa program"): calm(desk, game().play.years)}
    courses |= {
        name: played(desk, locked) for run, name in RUNS.items() if (locked := locked_of(unit, run))
    }
    measured = {
        name: [float(course.measure(group.wish)[-1]) for group in groups]
        for name, course in courses.items()
    }
    sentences = [
        tr("{kelompok}: {ingin}").format(kelompok=pick(group.label), ingin=pick(group.hope))
        for group in groups
    ]
    categories = [f"{pick(group.label)}: {pick(group.wish_label)}" for group in groups]
    series = [
        (name, values, [whole(value) for value in values]) for name, values in measured.items()
    ]
    title = tr("Keinginan pribadi pada tahun terakhir yang dijalankan")
    columns = tuple(measured)
    rows = tuple(
        (words, *(whole(values[i]) for values in measured.values()))
        for i, words in enumerate(categories)
    )
    table = Table(title, (tr("Keinginan"), *columns), rows, tr(DRAWN), columns)
    return Answered("\n".join(sentences), (grouped(seen_in(measured), categories, series, table),))


def seen_in(measured: Mapping[str, Sequence[float]]) -> str:
    """Say of how many wishes the last run raised or lowered the measure; the first of the courses is without any."""
    (without, start), *runs = measured.items()
    if not runs:
        return tr("{tanpa} saja: belum ada putaran untuk dibandingkan").format(tanpa=without)
    name, end = runs[-1]
    ends = [(round(a, 2), round(b, 2)) for a, b in zip(start, end, strict=True)]
    text = tr(
        "{putaran}: {a} dari {m} ukuran keinginan lebih tinggi daripada tanpa program, {b} lebih rendah"
    )
    up, down = sum(b > a for a, b in ends), sum(b < a for a, b in ends)
    return text.format(putaran=name, a=up, b=down, m=len(ends))
