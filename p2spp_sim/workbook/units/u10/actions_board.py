"""Unit 10: the board of three actions for the worst sasaran, within the working days of a setrawan."""

from collections.abc import Mapping, Sequence

from p2spp_sim.base.formats import number, percent
from p2spp_sim.base.language import labels_of, tr
from p2spp_sim.results.indicators import SASARAN
from p2spp_sim.workbook.case.desk import DRAWS, Desk
from p2spp_sim.workbook.controls import Pick, Picks
from p2spp_sim.workbook.core.board import Answered, Board, Values
from p2spp_sim.workbook.core.unit import Unit
from p2spp_sim.workbook.page.markup import Table
from p2spp_sim.workbook.pictures import Dumbbell, Picture, dumbbells
from p2spp_sim.workbook.units.u10.answers import WORST, days, points, works, worst
from p2spp_sim.workbook.units.u10.dashboard import OWN, SAMPLE, SasaranStanding, data
from p2spp_sim.workbook.units.u10.figures_control import Figures, usable
from p2spp_sim.workbook.units.u10.lamp_boards import said_change
from p2spp_sim.workbook.units.u10.words import DRAWN, source_labels
from p2spp_sim.workbook.units.u10.years import ARRIVED, Change, change, means


def action_board(unit: Unit) -> Board:
    """Make the board of three actions for the worst sasaran, within the working days of a setrawan."""
    first = unit.board("papan")
    assert isinstance(first, Board)
    figures = first["angka"]
    assert isinstance(figures, Figures)
    names = labels_of(data().action)
    cards = [
        Pick(key, name, data().action[key].days, _aimed(data().action[key].aims))
        for key, name in names.items()
    ]
    label = tr("Tindakan dan hari kerjanya; pilih tiga")
    control = Picks("tindakan", label, cards, data().time.days, unit=tr("hari"))

    def answer(values: Values) -> Answered:
        picked = values["tindakan"]
        assert isinstance(picked, Sequence)
        return _acted(
            unit.desk, [str(key) for key in picked], usable(figures.rows), str(figures.source.value)
        )

    paper = (
        ["daftar", "delegasi", "pik"],
        ["rkpd", "klinik"],
        ["pagu", "perda"],
    )  # all that exercises ask about
    fixed: list[tuple[str, Values]] = [
        (tr("Pilihan {n}").format(n=number(place)), {"tindakan": picked})
        for place, picked in enumerate(paper, 1)
    ]
    return Board("tindakan", (control,), answer, unit.progress, fixed=fixed, follows=(first,))


def _aimed(aims: Sequence[str]) -> str:
    return tr("ditujukan ke {kode}").format(kode=", ".join(aims))


def _acted(
    desk: Desk, picked: list[str], rows: Mapping[str, SasaranStanding], source: str
) -> Answered:
    sentences = [_worst(rows, source)]
    if not picked:
        sentences.append(
            tr(
                "Belum ada tindakan yang dipilih. Centang satu, baca akibatnya, lalu bandingkan dengan yang lain."
            )
        )
        return Answered("\n".join(sentences), (Picture.empty(),))
    bad = worst(dict(rows)) if rows else []
    raised = {
        code: [key for key in picked if change(desk.seed, key)[code].moves > 0] for code in bad
    }
    names = labels_of(data().action)
    joint = change(desk.seed, *picked)
    text = tr(
        "{kode} terlihat naik oleh: {tindakan}. Semua pilihan bersama-sama: {poin} poin ({arah})."
    )
    for code, keys in raised.items():
        by = "; ".join(names[key] for key in keys) or tr("belum ada")
        sentences.append(
            text.format(
                kode=code, tindakan=by, poin=points(joint[code]), arah=said_change(joint[code])[0]
            )
        )
    if len(picked) > WORST:
        sentences.append(
            tr(
                "Anda memilih {n} tindakan. Prioritas berarti tiga; lepas yang paling lemah."
            ).format(n=len(picked))
        )
    both = joint[ARRIVED]
    text = tr("Banyaknya usulan kecamatan yang sampai APBD, dengan semua pilihan: {n} ({arah}).")
    sentences.append(text.format(n=works(both), arah=said_change(both)[0]))
    return Answered("\n".join(sentences), (_joint(desk, picked),), (_effects(desk, picked),))


def _worst(rows: Mapping[str, SasaranStanding], source: str) -> str:
    if not rows:
        return tr("Papan lampu belum berisi angka; isi dahulu supaya terlihat sasaran terburuk.")
    text = tr("{sumber}: tiga capaian terburuk {daftar}.")
    listed = ", ".join(f"{code} {percent(rows[code].attained)}" for code in worst(dict(rows)))
    return text.format(sumber=source_labels()[source], daftar=listed) + _elsewhere(source)


def _elsewhere(source: str) -> str:
    if source == OWN:
        return " " + tr("Akibat tindakan dihitung di Wanasari, bukan di kabupaten Anda.")
    return (
        " " + tr("Akibat tindakan dihitung di Wanasari, kabupaten lain.")
        if source == SAMPLE
        else ""
    )


def _joint(desk: Desk, picked: Sequence[str]) -> Picture:
    """Draw the sasaran without and with the chosen actions."""
    before, now = means(desk.seed, picked)
    total = days(frozenset(picked))
    title = tr("Satu tahun Wanasari tanpa (awal) dan dengan {n} tindakan (kini), {hari} hari kerja")
    figures = (tr("Tanpa"), tr("Dengan"))
    rows = [(name, percent(before[key]), percent(now[key])) for key, name in SASARAN.items()]
    rows.append(
        (
            tr("Usulan kecamatan yang sampai APBD (banyaknya, bukan persen)"),
            number(before[ARRIVED], 1),
            number(now[ARRIVED], 1),
        )
    )
    said = title.format(n=len(picked), hari=total)
    table = Table(said, (tr("Ukuran"), *figures), tuple(rows), tr(DRAWN), figures)
    bells = [Dumbbell(name, before[key], now[key]) for key, name in SASARAN.items()]
    return dumbbells(seen_in(change(desk.seed, *picked), len(picked)), bells, table, weakest="")


def seen_in(effects: Mapping[str, Change], actions: int) -> str:
    """Say which sasaran some actions together raise most; what may be chance is not said."""
    risen = [code for code in SASARAN if effects[code].moves > 0]
    if not risen:
        text = tr("{n} tindakan (kini): tidak ada sasaran yang terlihat naik dari awal")
        return text.format(n=actions)
    most = max(risen, key=lambda code: effects[code].mean)
    text = tr("{n} tindakan (kini) paling menaikkan {sasaran}: {poin} poin dari awal")
    return text.format(n=actions, sasaran=SASARAN[most], poin=points(effects[most]))


def _effects(desk: Desk, picked: Sequence[str]) -> Table:
    names = labels_of(data().action)
    rows = []
    for key in picked:
        moved = change(desk.seed, key)
        raised = [f"{code} {points(moved[code])}" for code in SASARAN if moved[code].moves == 1]
        lowered = [f"{code} {points(moved[code])}" for code in SASARAN if moved[code].moves == -1]
        action = data().action[key]
        rows.append(
            (
                names[key],
                number(action.days),
                ", ".join(action.aims),
                ", ".join(raised) or "–",
                ", ".join(lowered) or "–",
                works(moved[ARRIVED]) + ("" if moved[ARRIVED].moves else " ?"),
            )
        )
    numbers = (tr("Hari"), tr("Usulan sampai APBD"))
    columns = (
        tr("Tindakan"),
        numbers[0],
        tr("Dituju"),
        tr("Naik (poin)"),
        tr("Turun (poin)"),
        numbers[1],
    )
    note = tr(
        "Setiap tindakan sendirian, {n} ulangan berpasangan di Wanasari (rekaan), satu tahun; "
        "yang masih mungkin kebetulan tidak ditulis. "
        "Kolom terakhir: bertambah berapa usulan; ?: masih mungkin kebetulan."
    )
    return Table(
        tr("Akibat setiap tindakan pilihan"), columns, tuple(rows), note.format(n=DRAWS), numbers
    )
