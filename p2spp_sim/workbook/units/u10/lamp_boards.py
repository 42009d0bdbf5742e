"""Unit 10: the board of lamps, and the board of one sasaran: its owner, its years, and the levers that move it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from p2spp_sim.base.formats import number, percent
from p2spp_sim.base.language import labels_of, pick, tr
from p2spp_sim.results.indicators import SASARAN, definitions
from p2spp_sim.village_plan.findings import lamp_word
from p2spp_sim.workbook.case.desk import DRAWS, Desk
from p2spp_sim.workbook.controls import Choose, Tick
from p2spp_sim.workbook.core.board import Answered, Board, Values
from p2spp_sim.workbook.core.unit import Unit
from p2spp_sim.workbook.page.markup import Table
from p2spp_sim.workbook.pictures import CourseLine, Dumbbell, Lamp, Picture, dumbbells, lamps, lines
from p2spp_sim.workbook.units.u10.answers import TREND, points
from p2spp_sim.workbook.units.u10.dashboard import (
    SAMPLE,
    YEARS,
    SasaranStanding,
    board,
    data,
    standings,
)
from p2spp_sim.workbook.units.u10.figures_control import Figures, standing, usable
from p2spp_sim.workbook.units.u10.words import (
    DRAWN,
    DRESSED,
    EVIDENCE,
    note_of,
    position_labels,
    source_labels,
)
from p2spp_sim.workbook.units.u10.years import Change, direction, levers_of, meant

MARKS = {1: "▲", -1: "▼", 0: "●"}


def dashboard(unit: Unit) -> Board:
    """Make the dashboard: the figures of a source, its lamps, and where each sasaran stands on its way."""
    desk = unit.desk
    control = Figures(
        "angka",
        tr("Delapan sasaran"),
        source_labels(),
        SASARAN,
        lambda source: standings(desk, source),
    )

    def answer(values: Values) -> Answered:
        given = values["angka"]
        assert isinstance(given, Mapping)
        rows = usable(standing(given, lambda source: standings(desk, source)))
        return _lit(rows, str(given["sumber"]))

    fixed: list[tuple[str, Values]] = [
        (source_labels()[source], {"angka": {"sumber": source, "diketik": {}}})
        for source in (SAMPLE, "lengkap")
    ]
    return Board("papan", (control,), answer, unit.progress, fixed=fixed, wide=True)


def _lit(rows: Mapping[str, SasaranStanding], source: str) -> Answered:
    if not rows:
        text = tr(
            "Isi nilai awal, nilai kini, dan sasaran; lampu menyala begitu ketiganya terbaca."
        )
        return Answered(text, (Picture.empty(), Picture.empty()))
    title = tr("Lampu delapan sasaran: {sumber}").format(sumber=source_labels()[source])
    lit = [Lamp(SASARAN[code], row.attained, _way(row)) for code, row in rows.items()]
    figures = (tr("Awal"), tr("Kini"), tr("Sasaran"), tr("Capaian"))
    cells = tuple(
        (
            SASARAN[code],
            percent(row.start),
            percent(row.now),
            percent(row.target),
            percent(row.attained),
            lamp_word(row.lamp),
        )
        for code, row in rows.items()
    )
    table = Table(title, (tr("Indikator"), *figures, tr("Lampu")), cells, note_of(source), figures)
    limits = data().lamp
    drawn = lamps(seen_in_lamps(rows), lit, table, green=limits.green, yellow=limits.yellow)
    bells = [Dumbbell(SASARAN[code], row.start, row.now, row.target) for code, row in rows.items()]
    title = tr("Dari awal ke kini, menuju sasaran")
    on_way = replace(table, caption=title)
    way = dumbbells(seen_on_way(rows), bells, on_way, weakest="reached")
    return Answered(_summary(rows), (drawn, way))


def seen_in_lamps(rows: Mapping[str, SasaranStanding]) -> str:
    """Say how many lamps of each colour are lit, and which sasaran are furthest behind."""
    by_lamp = [row.lamp for row in rows.values()]
    least = percent(min(row.attained for row in rows.values()))
    behind = [code for code, row in rows.items() if percent(row.attained) == least]
    text = tr("{a} hijau, {b} kuning, {c} merah; paling tertinggal {kode} dengan capaian {pa}")
    a, b, c = (by_lamp.count(colour) for colour in ("green", "yellow", "red"))
    return text.format(a=a, b=b, c=c, kode=", ".join(behind), pa=least)


def seen_on_way(rows: Mapping[str, SasaranStanding]) -> str:
    """Say which sasaran has the longest way left to its target."""
    far = max(rows, key=lambda code: rows[code].gap)
    if rows[far].gap <= 0:
        return tr("Tidak ada sasaran yang masih jauh: semua sudah sampai")
    text = tr("Jarak ke sasaran paling jauh pada {kode}: {n} poin lagi")
    return text.format(kode=far, n=number(100 * rows[far].gap, 1))


def _way(row: SasaranStanding) -> str:
    text = tr("{a} → {b} dari {c}")
    return text.format(
        a=number(100 * row.start, 1), b=number(100 * row.now, 1), c=percent(row.target)
    )


def _summary(rows: Mapping[str, SasaranStanding]) -> str:
    by_lamp = {
        colour: [code for code, row in rows.items() if row.lamp == colour]
        for colour in ("green", "yellow", "red")
    }
    lit = "; ".join(
        f"{lamp_word(colour)}: {', '.join(codes) or '–'}" for colour, codes in by_lamp.items()
    )
    least, most = (pick_of(rows, key=lambda code: rows[code].attained) for pick_of in (min, max))
    far = max(rows, key=lambda code: rows[code].gap)
    text = tr(
        "Paling tertinggal menurut capaian: {a} ({pa}). Paling jauh dari sasaran menurut jarak: {b} ({n} poin)."
    )
    behind = text.format(
        a=least, pa=percent(rows[least].attained), b=far, n=number(100 * rows[far].gap, 1)
    )
    mean = sum(row.attained for row in rows.values()) / len(rows)
    text = tr(
        "Rata-rata capaian {n} sasaran: {rata}, dari {a} {pa} sampai {b} {pb}. Jangan dibaca tanpa bagiannya."
    )
    middle = text.format(
        n=len(rows),
        rata=percent(mean),
        a=least,
        pa=percent(rows[least].attained),
        b=most,
        pb=percent(rows[most].attained),
    )
    return "\n".join((lit, behind, *([middle] if len(rows) > 1 else [])))


def owner_board(unit: Unit) -> Board:
    """Make the board of one sasaran: who holds it, what proves it, how it goes over the years, and what moves it."""
    which = Choose("sasaran", tr("Sasaran"), SASARAN, "S6")
    programme = Choose("program", tr("Tiga tahun dari"), labels_of(data().programme), "lengkap")
    asked = Tick(
        "tuas",
        tr(
            "Lihat menurut simulasi: pilihan kebijakan mana menggerakkannya, ke arah mana (beberapa detik)"
        ),
    )

    def answer(values: Values) -> Answered:
        code = str(values["sasaran"])
        tables = (_levers(code),) if values["tuas"] else ()
        text = _owned(code) + ("\n" + _moved_by(code) if values["tuas"] else "")
        return Answered(text, (_trend(unit.desk, code, str(values["program"])),), tables)

    fixed: list[tuple[str, Values]] = [
        (SASARAN[code], {"sasaran": code, "program": TREND, "tuas": code in ("S6", "S7")})
        for code in ("S1", "S4", "S5", "S6", "S7")
    ]
    return Board(
        "pemilik", (which, programme, asked), answer, unit.progress, fixed=fixed, wide=True
    )


def _owned(code: str) -> str:
    positions = position_labels()
    holder, *others = (positions[key] for key in data().owner[code])
    return "\n".join(
        (
            tr("Yang diukur: {nama}.").format(nama=pick(definitions()[code].label)),
            tr("Penanggung jawab: {jabatan}. Yang harus diajak: {lain}.").format(
                jabatan=holder, lain=", ".join(others)
            ),
            tr("Bukti yang diminta: {bukti}.").format(bukti=EVIDENCE[code]),
            tr("Cara memolesnya: {cara}.").format(cara=DRESSED[code]),
        )
    )


def _trend(desk: Desk, code: str, programme: str) -> Picture:
    """Draw three years of a sasaran with a programme and without, on the same draws."""
    names = {key: pick(step.short) for key, step in data().programme.items()}
    drawn = {
        names[key]: board(desk, key).years[code] for key in dict.fromkeys((programme, "tanpa"))
    }
    steps = [tr("Tahun {n}").format(n=year) for year in range(1, YEARS + 1)]
    title = tr("{sasaran}: tiga tahun di Wanasari").format(sasaran=SASARAN[code])
    rows = tuple((name, *(percent(value) for value in values)) for name, values in drawn.items())
    table = Table(title, (tr("Jalan"), *steps), rows, tr(DRAWN), tuple(steps))
    courses = [CourseLine(name, values) for name, values in drawn.items()]
    return lines(seen_in_trend(SASARAN[code], drawn), steps, courses, table)


def seen_in_trend(name: str, drawn: Mapping[str, Sequence[float]]) -> str:
    """Say where a sasaran ends with a programme, beside where it ends without, or began where there is no other."""
    ends = [percent(values[-1]) for values in drawn.values()]
    words = {"sasaran": name, "t": YEARS, "jalan": next(iter(drawn)), "a": ends[0]}
    if len(drawn) == 1:
        start = percent(next(iter(drawn.values()))[0])
        text = tr("{sasaran}, {jalan}: dari {b} menjadi {a} pada tahun ke-{t}")
        return text.format(**words, b=start)
    *_, other = drawn
    text = tr("{sasaran} pada tahun ke-{t}: {jalan} {a}, {lain} {b}")
    return text.format(**words, lain=other, b=ends[-1])


def _levers(code: str) -> Table:
    words = {1: tr("naik"), -1: tr("turun"), 0: tr("tidak disebut")}
    rows = []
    for lever in levers_of(code):
        effect = direction(lever.key, code)
        rows.append((pick(lever.label), words[meant(lever, code)], *said_change(effect)))
    rows.sort(key=lambda row: row[2][:1] == MARKS[0])
    columns = (
        tr("Pilihan kebijakan"),
        tr("Arah yang dimaksud"),
        tr("Menurut simulasi"),
        tr("Poin"),
        tr("Rentang 95%"),
    )
    note = tr(
        "Dari nilai terendah ke tertinggi setiap pilihan kebijakan, {n} ulangan berpasangan di "
        "Wanasari (rekaan), satu tahun."
    )
    title = tr("Pilihan kebijakan yang melayani {sasaran}").format(sasaran=SASARAN[code])
    return Table(title, columns, tuple(rows), note.format(n=DRAWS), columns[3:])


def said_change(effect: Change) -> tuple[str, str, str]:
    """Give direction, change in points and interval of a change in words."""
    if effect.mean != effect.mean:
        return f"{MARKS[0]} {tr('tidak terukur')}", "–", "–"
    word = {1: tr("naik"), -1: tr("turun"), 0: tr("tidak terlihat")}[effect.moves]
    low, high = number(100 * effect.low, 1), number(100 * effect.high, 1)
    between = tr("{a} sampai {b}").format(a=low, b=high)
    return f"{MARKS[effect.moves]} {word}", points(effect), between.replace("-", "−")


def _moved_by(code: str) -> str:
    by_sign: dict[int, list[str]] = {1: [], -1: [], 0: []}
    for lever in levers_of(code):
        by_sign[direction(lever.key, code).moves].append(pick(lever.label))
    text = tr(
        "Menurut simulasi {kode} naik oleh: {naik}; turun oleh: {turun}; tidak terlihat bergerak oleh: {diam}."
    )
    listed = {
        name: ", ".join(by_sign[sign]) or "–"
        for name, sign in (("naik", 1), ("turun", -1), ("diam", 0))
    }
    return text.format(kode=code, **listed)
