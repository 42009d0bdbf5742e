"""Posters: a unit's picture, or a table to be filled in by hand, as large as eight pages of A4 glued together."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from p2spp_sim.base.language import language, pick, tr
from p2spp_sim.model.loading import load_rules
from p2spp_sim.results import indicators
from p2spp_sim.workbook.box.case import BoxCase, pale
from p2spp_sim.workbook.box.contents import BoxItem
from p2spp_sim.workbook.units.u01.answers import deck_of
from p2spp_sim.workbook.units.u11.game import game

ACROSS, DOWN = 2, 4  # pages of A4 lying across
WINDOW_MM = (281, 194)  # of a page that every printer prints
LAP_MM = 8  # glued under the page beside it
WIDE_MM = ACROSS * WINDOW_MM[0] - (ACROSS - 1) * LAP_MM
HIGH_MM = DOWN * WINDOW_MM[1] - (DOWN - 1) * LAP_MM


@dataclass(frozen=True, slots=True)
class Poster:
    """A poster: its title, and a picture, a table or lines below it."""

    title: str
    source: str
    picture: str = ""
    picture_high: int = 420
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    row_high: int = 40
    lines: tuple[tuple[str, str], ...] = ()
    line_room: int = 8  # millimetres below each, to write in


def _lanes(case: BoxCase) -> Poster:
    book = case.unit("01").desk.book
    lines = [(pick(card.label), pick(card.what)) for card in deck_of(book).values()]
    source = tr(
        "{aturan}; sebagian bulan asumsi penyusun. Tulis tanggal kabupaten sendiri di atasnya."
    )
    return Poster(
        tr("Tiga jalur, satu tahun, satu APBD"),
        source.format(aturan=pick(load_rules(book).title)),
        case.pictures("01", "rezim")[0],
        405,
        lines=tuple(lines),
        line_room=16,
    )


def _funnel(case: BoxCase) -> Poster:
    asked = [
        (tr("Gerbang mana?"), tr("Sebut namanya, bulannya, dan siapa yang memutuskan.")),
        (tr("Berapa rupiah?"), tr("Jumlah usulan dan jumlah uang tidak selalu hilang bersama.")),
        (tr("Mengapa?"), tr("Berkas, lahan, pagu, ganda, atau tanpa alasan.")),
        (tr("Siapa mengawal?"), tr("Satu jabatan, satu tanggal, satu bukti.")),
    ]
    return Poster(
        tr("Di gerbang mana usulan berhenti?"),
        tr("Tirtamulya, rekaan untuk latihan."),
        case.pictures("06", "corong")[0],
        470,
        lines=tuple(asked),
        line_room=60,
    )


def _results(case: BoxCase) -> Poster:
    years = tuple(tr("Tahun {n}").format(n=year) for year in range(1, game().play.years + 1))
    later = tr("Tahun {n}").format(n=game().play.years + game().play.after)
    known = indicators.definitions()
    goals = (f"{code}: {pick(known[code].label)}" for code in indicators.SASARAN)
    measures = (*goals, tr("Kepercayaan warga"))
    head = (tr("Ukuran"), *years, later)
    return Poster(
        tr("Kabupaten kita: hasil kelas"),
        tr("Tulis dua angka dalam satu kotak: putaran pertama di atas, putaran kedua di bawah."),
        head=head,
        rows=tuple((measure, *[""] * (len(head) - 1)) for measure in measures),
        row_high=70,
    )


POSTERS: dict[str, Callable[[BoxCase], Poster]] = {
    "lanes": _lanes,
    "funnel": _funnel,
    "results": _results,
}


def poster_data(case: BoxCase, item: BoxItem, *, whole: bool) -> dict[str, Any]:
    """Give a poster in plain values, in greys; `whole` on one sheet of A1 instead of eight of A4."""
    poster = POSTERS[item.source](case)
    made = {key.replace("_", "-"): value for key, value in asdict(poster).items()}
    tile = tr(
        "{judul}: lembar {n} dari 8, baris {r}, kolom {c}. Gunting pada garis putus, rekatkan di atas sebelahnya."
    )
    return {
        **made,
        "picture": pale(poster.picture),
        "whole": whole,
        "lang": language(),
        "wide": WIDE_MM,
        "high": HIGH_MM,
        "window-wide": WINDOW_MM[0],
        "window-high": WINDOW_MM[1],
        "lap": LAP_MM,
        "tile": tile.replace("{judul}", pick(item.label)),
    }
