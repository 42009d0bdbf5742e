"""Unit 12: a purse of days for class, coaching and follow-up, a self-assessment, and the year of four jobs."""

from collections.abc import Sequence
from statistics import fmean

from p2spp_sim.base.formats import months, number, percent
from p2spp_sim.base.language import Labels, labels_of, pick, tr
from p2spp_sim.figures.calendar import month_name, stops
from p2spp_sim.model.loading import load_rules
from p2spp_sim.workbook.case.competences import (
    AFTER,
    BEFORE,
    BOARD,
    MOMENTS,
    STEPS,
    UNIT,
    JobTask,
    SelfRating,
    competences,
    read_rating,
)
from p2spp_sim.workbook.case.desk import Desk
from p2spp_sim.workbook.controls import Checklist, Choose, Classes
from p2spp_sim.workbook.core.board import Answered, Board, Values
from p2spp_sim.workbook.core.unit import Parts, Unit
from p2spp_sim.workbook.page.markup import Table, page
from p2spp_sim.workbook.pictures import Dumbbell, LaneCard, Picture, dumbbells, lanes
from p2spp_sim.workbook.units.u12.coached import APPLIED, coaching, lived, planned
from p2spp_sim.workbook.units.u12.days_board import days_board

JOB, EDITION = "jabatan", "masa"
EDITIONS = ("2010", "sipd")  # the programme's own time, and today
WEAK = 2  # steps up to which a unit is proposed
MOST_PROPOSED = 3
LEVERS = Labels(
    train_kpmd="isi kelas bagi KPMD, bagian dari upaya penuh setahun",
    training_applied="bagian yang dipakai di desa",
    staff_turnover="yang hilang karena orang berganti, setahun",
)


def rating_board(unit: Unit) -> Board:
    """Make the board on which a learner judges himself before and after; no name, and no proof of skill."""
    rows = labels_of(competences().competence)
    steps = {key: key for key in STEPS}
    columns = {moment: Classes(label, steps) for moment, label in MOMENTS.items()}
    scale = "; ".join(f"{key} {words}" for key, words in STEPS.items())
    label = tr("Saya dapat mengerjakannya: {skala}").format(skala=scale)
    control = Checklist(BOARD, label, rows, columns)

    def answer(values: Values) -> Answered:
        return rated(read_rating(values[BOARD]))

    return Board(BOARD, (control,), answer, unit.progress, wide=True)


def rated(rating: SelfRating) -> Answered:
    """Say how a self-assessment changed and which units come first."""
    before = {key: row[BEFORE] for key, row in rating.items() if BEFORE in row}
    both = [key for key in before if AFTER in rating[key]]
    if not before:
        words = tr("Isi dahulu kolom Sebelum, sendiri, sebelum membuka papan dan latihan.")
        return Answered(words, (Picture.empty(),))
    said = [_proposed(before)]
    if both:
        text = tr("Rata-rata {n} kompetensi: dari {a} menjadi {b} (skala 1 sampai 4).")
        means = (fmean(rating[key][moment] for key in both) for moment in MOMENTS)
        first, last = (number(mean, 1) for mean in means)
        said.append(text.format(n=len(both), a=first, b=last))
        said.append(
            tr(
                "Ini perasaan mampu, bukan bukti mampu. Buktinya lembar tugas akhir yang dilihat orang lain."
            )
        )
    return Answered("\n".join(said), (_drawn(rating, both),))


def _proposed(before: dict[str, int]) -> str:
    """Name the units for what is weakest."""
    weak = sorted((key for key in before if before[key] <= WEAK), key=lambda key: before[key])
    units = dict.fromkeys(
        unit for key in weak for unit in competences().competence[key].units if unit != UNIT
    )
    if not units:
        return tr(
            "Tidak ada yang bernilai 1 atau 2: jadilah pelatih sejawat, dan pilih tugas akhir."
        )
    chosen = ", ".join(list(units)[:MOST_PROPOSED])
    return tr("Yang terlemah lebih dahulu: unit {daftar}.").format(daftar=chosen)


def _drawn(rating: SelfRating, both: Sequence[str]) -> Picture:
    if not both:
        return Picture.empty()
    most = len(STEPS)
    names = {key: pick(each.short) for key, each in competences().competence.items()}
    rows = [
        Dumbbell(names[key], rating[key][BEFORE] / most, rating[key][AFTER] / most) for key in both
    ]
    heads = tuple(MOMENTS.values())
    cells = tuple((names[key], *(str(rating[key][moment]) for moment in MOMENTS)) for key in both)
    title = tr("Nilai diri sebelum dan sesudah")
    note = tr(
        "Satuan: langkah 1 sampai 4, digambar sebagai bagian dari 4. Sumber: diisi sendiri di papan ini."
    )
    table = Table(title, (tr("Kompetensi"), *heads), cells, note, heads)
    risen = sum(rating[key][AFTER] > rating[key][BEFORE] for key in both)
    seen = tr("Naik di {n} dari {m} kompetensi, menurut diri sendiri")
    return dumbbells(seen.format(n=risen, m=len(both)), rows, table, weakest="")


def year_board(unit: Unit) -> Board:
    """Make the board of what a job does in a year, by the calendar of a rule book."""
    jobs = labels_of(competences().job)
    books = {"2010": tr("Masa program: aturan 2010"), "sipd": tr("Kini: Dana Desa dan SIPD")}
    job = Choose(JOB, tr("Jabatan"), jobs, "fasilitator", stacked=True)
    edition = Choose(EDITION, tr("Kalender"), books, EDITIONS[0], stacked=True)

    def answer(values: Values) -> Answered:
        return job_year(str(values[JOB]), str(values[EDITION]))

    fixed: list[tuple[str, Values]] = [
        (f"{label}, {books[book]}", {JOB: key, EDITION: book})
        for key, label in jobs.items()
        for book in EDITIONS
    ]
    return Board("setahun", (job, edition), answer, unit.progress, fixed=fixed, wide=True)


def job_year(job: str, edition: str) -> Answered:
    """Lay the tasks of a job on the calendar of a rule book: a task moves with the forum that it serves."""
    forums = {stop.key: stop for stop in stops(load_rules(edition))}
    tasks = [
        (forums[task.forum].month - task.before, key, task)
        for key, task in competences().task.items()
        if job in task.jobs
    ]
    tasks.sort(key=lambda each: each[0])
    cards = [
        LaneCard(key, _dated(task, month), forums[task.forum].lane, 1 + (month - 1) % 12)
        for month, key, task in tasks
    ]
    rows = tuple(
        (month_name(month), pick(task.label), forums[task.forum].label) for month, _, task in tasks
    )
    mine = competences().job[job]
    title = tr("{jabatan}: setahun kerja").format(jabatan=pick(mine.label))
    note = tr(
        "Satuan: bulan; N tahun anggaran, N-1 tahun perencanaan. Sumber: bulan forum dari datasets/rules; "
        "jarak pekerjaan dari forumnya asumsi penyusun (datasets/kompetensi.toml)."
    )
    table = Table(title, (tr("Bulan"), tr("Pekerjaan"), tr("Forum yang dilayani")), rows, note)
    month, _, first = tasks[0]
    seen = tr("{jabatan}: dimulai {bulan} dengan {kerja}")
    if month < 1:
        seen = tr("{jabatan}: dimulai {bulan} tahun sebelumnya dengan {kerja}")
    seen = seen.format(
        jabatan=pick(mine.label), bulan=months()[(month - 1) % 12], kerja=_lower(pick(first.label))
    )
    named = labels_of({key: competences().competence[key] for key in mine.need})
    text = tr("{jabatan}: {kini}.").format(jabatan=pick(mine.label), kini=pick(mine.now))
    needed = tr("Paling dibutuhkan: {daftar}.").format(
        daftar="; ".join(_lower(label) for label in named.values())
    )
    return Answered(f"{text}\n{needed}", (lanes(seen, cards, [], table),))


def _dated(task: JobTask, month: int) -> str:
    """Name a task, with a word when it is done in the year before the planning year."""
    label = pick(task.label)
    return label if month > 0 else tr("{kerja} (tahun lalu)").format(kerja=label)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def sheet(unit: Unit) -> str:
    """Give what one day of each kind moves: all of it assumed."""
    rows = []
    for kind in coaching().day.values():
        for key, step in kind.values.items():
            sign = "+" if step > 0 else "−"
            rows.append((pick(kind.label), LEVERS[key], sign + percent(abs(step), 1)))
    play = coaching().play
    rows.insert(0, (tr("Tanpa pendamping"), LEVERS[APPLIED], percent(play.applied, 1)))
    title = tr("Apa yang digerakkan satu hari")
    note = tr(
        "Satuan: poin persen setiap hari. Sumber: urutan menurut Joyce dan Showers (2002), besarnya asumsi penyusun."
    )
    heads = (tr("Hari"), tr("Yang bergerak"), tr("Sebesar"))
    return page(Table(title, heads, tuple(rows), note, heads[-1:]).html())


def figures(desk: Desk) -> str:
    """Say in one line what class days alone and class days with coaching come to."""
    text = tr("{n} hari setahun; kelas saja {a} desa, kelas dan dampingan {b} desa.")
    alone, both = (int(lived(planned(key), desk.seed).whole.sum()) for key in ("kelas", "pasang"))
    return text.format(n=number(coaching().play.purse), a=number(alone), b=number(both))


PARTS = Parts(
    boards={"papan": days_board, BOARD: rating_board, "setahun": year_board},
    case=sheet,
    figures=figures,
)
