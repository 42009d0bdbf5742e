"""Unit 08: eight sessions among six actors, the class's own mean, four conditions of a body, and years in Wanasari."""

from collections.abc import Mapping, Sequence

from p2spp_sim.base.formats import number, percent
from p2spp_sim.base.language import tr
from p2spp_sim.workbook.case.desk import Desk
from p2spp_sim.workbook.controls import Slide, Tokens
from p2spp_sim.workbook.core.board import Answered, Board, Values
from p2spp_sim.workbook.core.unit import Parts, Unit
from p2spp_sim.workbook.page.markup import Table, page, paragraphs
from p2spp_sim.workbook.pictures import Dumbbell, Picture, dumbbells
from p2spp_sim.workbook.units.u08.bodies_board import bodies_board
from p2spp_sim.workbook.units.u08.training import (
    ACTOR_LABELS,
    ACTORS,
    RATE,
    case,
    practised,
    starts,
    target,
    weakest,
)
from p2spp_sim.workbook.units.u08.years_board import fading_board, years_board

SESSIONS, SPEED = "sesi", "laju"
SOURCE = "Satuan: persen (0 belum mampu, 100 mampu penuh). Sumber: Tirtamulya, rekaan; sasaran ilustratif."
OWN = "Satuan: persen. Sumber: rata-rata yang dimasukkan kelas di papan ini; sasaran ilustratif."


def tasks() -> dict[str, tuple[str, str]]:
    """Give what each actor does in planning, and what of it the library counts."""
    return {
        "kpmd": (
            tr("Memfasilitasi musyawarah dusun, menyusun usulan"),
            tr("Kelengkapan berkas usulan"),
        ),
        "kades": (
            tr("Menetapkan RKP Desa dan APB Desa"),
            tr("RPJM Desa diperbarui, usulan tidak salah alamat, pekerjaan desa selesai"),
        ),
        "bpd": (tr("Menyepakati Perdes, mengawasi"), tr("Ketepatan memilih di musrenbang desa")),
        "lpmd": (
            tr("Membantu menyusun dan melaksanakan rencana"),
            tr("Ketepatan memilih di musrenbang desa"),
        ),
        "bkad": (tr("Memimpin musyawarah antardesa (MAD)"), tr("Ketepatan memilih di MAD")),
        "upk": (tr("Mengelola dana bergulir dan kegiatan BLM"), tr("Kegiatan BLM yang selesai")),
    }


def sessions_board(unit: Unit) -> Board:
    """Make the board where a group shares out its sessions; the speed of learning can be doubted."""
    desk = unit.desk
    lever = desk.scenario.lever(RATE)
    speed = Slide(
        SPEED,
        tr("Satu sesi menutup"),
        round(100 * float(lever.low or 0)),
        round(100 * float(lever.high or 1)),
        round(100 * float(desk.scenario.value(RATE))),
        step=5,
        unit=tr("% kesenjangan"),
    )
    tokens = Tokens(SESSIONS, tr("Bagikan sesi latihan"), ACTOR_LABELS, case().play.sessions)

    def answer(values: Values) -> Answered:
        return _practised(desk, given_of(values), int(str(values[SPEED])))

    example = ["bpd", "kpmd", "lpmd", "bkad"]
    fixed = [(tr("Separuh sesi sudah dibagi"), {SESSIONS: example})]
    return Board("papan", (speed, tokens), answer, unit.progress, fixed=fixed)


def given_of(values: Values) -> list[str]:
    """Give who gets a session on the board, in order."""
    given = values[SESSIONS]
    assert isinstance(given, list)
    return list(given)


def _practised(desk: Desk, sessions: Sequence[str], speed: int) -> Answered:
    start = starts(desk)
    after = practised(desk, sessions, start, speed / 100)
    sentences = _mean_and_weakest(start, after)
    if sessions and (without := [ACTOR_LABELS[actor] for actor in ACTORS if actor not in sessions]):
        sentences.append(
            tr("Tidak mendapat sesi: {nama}. Apa yang Anda katakan kepadanya?").format(
                nama=", ".join(without)
            )
        )
    usual = float(desk.scenario.value(RATE))
    if round(100 * usual) != speed:
        text = tr(
            "Anda mencoba laju {n}%. Simulasi memakai {m}, sebuah asumsi; latihan di bawah memakai angka simulasi."
        )
        sentences.append(text.format(n=speed, m=percent(usual, 0)))
    title = tr("{n} sesi: yang terlemah kini {nama}, {nilai}").format(
        n=len(sessions), nama=ACTOR_LABELS[weakest(after)], nilai=percent(after[weakest(after)])
    )
    if not sessions:
        title = tr("Belum ada sesi. Tekan + di sebelah pelaku yang Anda dahulukan")
    return Answered("\n".join(sentences), (bells(title, start, after, sessions, tr(SOURCE)),))


def _mean_and_weakest(start: Mapping[str, float], after: Mapping[str, float]) -> list[str]:
    """Say how mean and weakest link stand."""
    link = weakest(after)
    mean = tr("Rata-rata enam pelaku: dari {awal} menjadi {kini}.")
    weak = tr("Mata rantai terlemah: {nama}, {nilai}.")
    return [
        mean.format(
            awal=percent(sum(start.values()) / len(start)),
            kini=percent(sum(after.values()) / len(after)),
        ),
        weak.format(nama=ACTOR_LABELS[link], nilai=percent(after[link])),
    ]


def bells(
    title: str,
    start: Mapping[str, float],
    after: Mapping[str, float],
    sessions: Sequence[str],
    note: str,
) -> Picture:
    """Draw where each actor started, where it stands and where it is to go.

    Parameters
    ----------
    start, after : 0..1 by actor.
    sessions : who got one.
    note : unit and source of the table.
    """
    rows = [
        Dumbbell(ACTOR_LABELS[key], start[key], after[key], target(place))
        for key, place in ACTORS.items()
    ]
    columns = (tr("Sesi"), tr("Awal"), tr("Sesudah"), tr("Sasaran"), tr("Sisa jarak, poin"))
    cells = tuple(
        (
            ACTOR_LABELS[key],
            number(list(sessions).count(key)),
            percent(start[key]),
            percent(after[key]),
            percent(target(place), 0),
            number(max(0.0, 100 * (target(place) - after[key])), 1),
        )
        for key, place in ACTORS.items()
    )
    return dumbbells(
        title, rows, Table(title, (tr("Pelaku"), *columns), cells, note, columns), weakest="now"
    )


def class_board(unit: Unit) -> Board:
    """Make the board that takes the class's means and lays the group's plan on them."""
    desk = unit.desk
    plan = unit.board("papan")
    assert isinstance(plan, Board)
    slides = [
        Slide(key, ACTOR_LABELS[key], 0, 100, round(100 * value), step=5, unit="%")
        for key, value in starts(desk).items()
    ]

    def answer(values: Values) -> Answered:
        start = {key: int(str(values[key])) / 100 for key in ACTORS}
        sessions = given_of(plan.values)
        after = practised(desk, sessions, start)
        sentences = _mean_and_weakest(start, after)
        if not sessions:
            sentences.append(
                tr("Belum ada sesi yang dibagi di papan pertama, jadi belum ada yang berubah.")
            )
        title = tr("Rata-rata kelas: awal, sesudah rencana kelompok ({n} sesi), sasaran").format(
            n=len(sessions)
        )
        return Answered("\n".join(sentences), (bells(title, start, after, sessions, tr(OWN)),))

    return Board("kelas", slides, answer, unit.progress, follows=(plan,))


def sheet(unit: Unit) -> str:
    """Give the case as tables: who does what, where they stand, and what the library counts of it."""
    start = starts(unit.desk)
    columns = (tr("Kapasitas awal"), tr("Sasaran"))
    rows = tuple(
        (ACTOR_LABELS[key], task, percent(start[key], 0), percent(target(ACTORS[key]), 0), counted)
        for key, (task, counted) in tasks().items()
    )
    title = tr("Enam pelaku perencanaan di Tirtamulya")
    heads = (tr("Pelaku"), tr("Tugas"), *columns, tr("Yang dihitung simulasi"))
    return page(
        paragraphs(figures(unit.desk)), Table(title, heads, rows, tr(SOURCE), columns).html()
    )


def figures(desk: Desk) -> str:
    """Say in one line where the actors stand and what there is to share out."""
    start = starts(desk)
    link = weakest(start)
    text = tr(
        "Enam pelaku, rata-rata {rata}; terlemah {nama}, {nilai}. Ada {n} sesi; "
        "satu sesi menutup {laju} dari kesenjangan yang masih ada."
    )
    return text.format(
        rata=percent(sum(start.values()) / len(start)),
        nama=ACTOR_LABELS[link],
        nilai=percent(start[link], 0),
        n=number(case().play.sessions),
        laju=percent(float(desk.scenario.value(RATE)), 0),
    )


PARTS = Parts(
    boards={
        "papan": sessions_board,
        "kelas": class_board,
        "lembaga": bodies_board,
        "wanasari": years_board,
        "pudar": fading_board,
    },
    case=sheet,
    figures=figures,
)
