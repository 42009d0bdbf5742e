"""Unit 08: four conditions of an active body, and what a year of effort makes of bodies that lack them."""

from collections.abc import Mapping

from p2spp_sim.base.formats import number, percent
from p2spp_sim.base.language import Labels, tr
from p2spp_sim.workbook.case.desk import Desk
from p2spp_sim.workbook.controls import Checklist, Classes, Slide
from p2spp_sim.workbook.core.board import Answered, Board, Values
from p2spp_sim.workbook.core.unit import Unit
from p2spp_sim.workbook.page.markup import Table
from p2spp_sim.workbook.pictures import Dumbbell, Picture, dumbbells
from p2spp_sim.workbook.units.u08.training import BODIES, BODY_LABELS, case, raised, starts, target

YES, CONDITIONS, EFFORT = "ada", "syarat", "upaya"
ACTIVE = Labels(  # what makes a body active
    sk="SK pengurus", rencana="Rencana kerja", rapat="Rapat berkala", laporan="Laporan"
)
READ = (
    "Satuan: persen. Awal: syarat yang ada dibagi empat (cara baca penyusun), atau data rekaan Tirtamulya "
    "bila belum lengkap diisi. Sasaran ilustratif."
)


def bodies_board(unit: Unit) -> Board:
    """Make the board of the four conditions and of the effort to build bodies."""
    desk, said = unit.desk, {YES: tr("ada"), "belum": tr("belum")}
    columns = {key: Classes(words, said) for key, words in ACTIVE.items()}
    checked = Checklist(
        CONDITIONS,
        tr("Lembaga di kecamatan Anda: syarat mana yang ada?"),
        BODY_LABELS,
        columns,
    )
    effort = Slide(EFFORT, tr("Upaya setiap tahun"), 0, 100, 100, step=10, unit=tr("% upaya penuh"))

    def answer(values: Values) -> Answered:
        marks = values[CONDITIONS]
        assert isinstance(marks, Mapping)
        return _answered(desk, marks, int(str(values[EFFORT])) / 100)

    return Board("lembaga", (checked, effort), answer, unit.progress, wide=True)


def met(row: Mapping[str, str]) -> float | None:
    """Give the share of conditions that a body meets; None until all four are marked."""
    return sum(mark == YES for mark in row.values()) / len(row) if all(row.values()) else None


def _answered(desk: Desk, marks: Mapping[str, Mapping[str, str]], effort: float) -> Answered:
    shares = starts(desk, BODIES)
    sentences = []
    for key, row in marks.items():
        share = met(row)
        if share is None:
            continue
        shares[key] = share
        lacking = [ACTIVE[name] for name, mark in row.items() if mark != YES]
        text = tr("{nama}: {n} dari {m} syarat; belum ada: {kurang}. Belum aktif.")
        if not lacking:
            text = tr("{nama}: {n} dari {m} syarat. Aktif.")
        sentences.append(
            text.format(
                nama=BODY_LABELS[key],
                n=len(row) - len(lacking),
                m=len(row),
                kurang=", ".join(lacking).lower(),
            )
        )
    if len(sentences) < len(BODY_LABELS):
        text = tr("Lembaga yang belum lengkap diisi digambar menurut data rekaan Tirtamulya.")
        sentences.append(text)
    return Answered("\n".join(sentences), (_grown(desk, shares, effort),))


def _grown(desk: Desk, start: Mapping[str, float], effort: float) -> Picture:
    years = case().play.years
    after = dict(start)
    for _ in range(years):
        after = {key: raised(desk, BODIES[key], value, effort) for key, value in after.items()}
    title = tr("Lembaga: awal, sesudah {n} tahun ditata dengan upaya {upaya} setahun, sasaran")
    title = title.format(n=years, upaya=percent(effort, 0))
    rows = [
        Dumbbell(BODY_LABELS[key], start[key], after[key], target(place))
        for key, place in BODIES.items()
    ]
    columns = (tr("Awal"), tr("Sesudah"), tr("Sasaran"), tr("Sisa jarak, poin"))
    cells = tuple(
        (
            BODY_LABELS[key],
            percent(start[key]),
            percent(after[key]),
            percent(target(place), 0),
            number(max(0.0, 100 * (target(place) - after[key])), 1),
        )
        for key, place in BODIES.items()
    )
    return dumbbells(
        title,
        rows,
        Table(title, (tr("Lembaga"), *columns), cells, tr(READ), columns),
        weakest="now",
    )
