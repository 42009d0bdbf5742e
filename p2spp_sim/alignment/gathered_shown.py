"""What one list from many was made of, in words and rows that a person can hold against the files."""

from collections.abc import Iterator, Mapping, Sequence

from p2spp_sim.alignment.doubles import maybe_same
from p2spp_sim.alignment.gathered import GatheredList, SourceRead
from p2spp_sim.alignment.lists import ListLine
from p2spp_sim.base.formats import number, rupiah
from p2spp_sim.base.language import Labels, tr

_STATES = Labels(list="ikut", asked="ditanyakan", none="bukan daftar")
_NAMED = 5  # groups of lines that may be the same, which are named


def source_rows(
    reads: Sequence[SourceRead], without: Sequence[SourceRead] = ()
) -> list[tuple[str, ...]]:
    """Give a row for each source (origin, state, lines, rupiah, what was passed over, what is said) and one of all.

    Parameters
    ----------
    without : those that a person left out.
    """
    rows = [_row(read, left_out=read in without) for read in reads]
    parts = [read for read in reads if read.state == "list" and read not in without]
    lines, idr = sum(len(read.lines) for read in parts), sum(read.idr for read in parts)
    return [*rows, (tr("Semua yang ikut"), "", number(lines), rupiah(idr), "", "")]


def source_heads() -> tuple[str, ...]:
    """Give the headings of these rows."""
    return (
        *(tr("Berkas dan lembar"), tr("Keadaan"), tr("Baris")),
        *(tr("Rupiah"), tr("Dilewati"), tr("Keterangan")),
    )


def _row(read: SourceRead, *, left_out: bool) -> tuple[str, ...]:
    state = tr("dikeluarkan") if left_out else _STATES[read.state]
    passed = len(read.reading.left) if read.reading else 0
    more = len(read.faults) - 1
    said = _why(read) + (" " + tr("… dan {n} lagi.").format(n=number(more)) if more > 0 else "")
    counts = ("", "") if read.state == "none" else (number(len(read.lines)), rupiah(read.idr))
    kept = read.state != "none" and passed
    left = tr("{n} baris").format(n=number(passed)) if kept else ""
    return (read.source.label, state, *counts, left, said)


def _why(read: SourceRead) -> str:
    """Give the first fault of a source without its place, which stands beside it."""
    first = str(read.faults[0]) if read.faults else ""
    return first.removeprefix(read.source.label).lstrip(":, ")


def sayings(gathered: GatheredList) -> Iterator[str]:
    """Say what was done with numbers and villages, and which lines may be the same."""
    text = tr("Satu daftar: {n} baris, {rupiah}, dari {m} lembar atau berkas.")
    counts = {"n": len(gathered.lines), "m": len(gathered.parts)}
    said = {key: number(count) for key, count in counts.items()}
    yield text.format(rupiah=rupiah(gathered.idr), **said)
    if gathered.renumbered:
        old, new = gathered.renumbered
        text = tr(
            "{n} nomor berulang di beberapa lembar atau berkas dan diberi nama asalnya, misalnya {lama} menjadi "
            "{baru}; nomor aslinya tetap dicatat."
        )
        yield text.format(n=number(gathered.count), lama=old, baru=new)
    yield from _apart(gathered.lines)
    yield from doubles_said(gathered.lines)


def _apart(lines: Mapping[str, ListLine]) -> Iterator[str]:
    """Say of villages of one name in several kecamatan that they are kept apart, or cannot be."""
    kecamatan: dict[str, set[str]] = {}
    for line in lines.values():
        kecamatan.setdefault(line.village, set()).add(line.kecamatan)
    named = [village for village in kecamatan if " (" in village]
    if named:
        text = tr("Desa bernama sama di kecamatan berbeda dipisahkan: {desa}")
        yield text.format(desa=", ".join(named[:_NAMED])) + (" …" if len(named) > _NAMED else ".")


def doubles_said(lines: Mapping[str, ListLine]) -> Iterator[str]:
    """Ask about lines that may be the same."""
    groups = maybe_same(lines)
    if not groups:
        return
    text = tr("Mungkin sama ({n} kelompok; tidak ada yang dihapus): {contoh}")
    each = tr("{nomor}: {usulan}")
    shown = [
        each.format(nomor=", ".join(group), usulan=lines[group[0]].what)
        for group in groups[:_NAMED]
    ]
    yield text.format(n=number(len(groups)), contoh="; ".join(shown)) + (
        " …" if len(groups) > _NAMED else "."
    )
