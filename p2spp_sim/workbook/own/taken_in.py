"""What was read from a group's own lists, shown so that a wrong reading is seen at once."""

from collections.abc import Iterator

from p2spp_sim.alignment.gathered_shown import doubles_said
from p2spp_sim.alignment.list_columns import ALIGNMENT_TABLES, KINDS
from p2spp_sim.alignment.lists import Lists
from p2spp_sim.alignment.shown import facts
from p2spp_sim.base.formats import number, rupiah
from p2spp_sim.base.language import tr
from p2spp_sim.tables.reading import ListReading
from p2spp_sim.workbook.page.markup import Table


def inside(lists: Lists) -> list[str]:
    """Say in sentences what was read, and what to look at before going on."""
    text = tr("{n} usulan dari {m} desa, {k} di antaranya layak.")
    eligible = sum(line.eligible for line in lists.proposals.values())
    counts = {"n": len(lists.proposals), "m": len(lists.villages), "k": eligible}
    lines = [text.format(**{key: number(count) for key, count in counts.items()})]
    lines += _about_villages(lists)
    texts = {
        "reses": tr("{n} catatan reses; dalam berkas sudah diputuskan {m}."),
        "renja": tr("{n} kegiatan Renja; dalam berkas sudah diputuskan {m}."),
    }
    for kind, rows in lists.others.items():
        lines.append(texts[kind].format(n=number(len(rows)), m=number(len(lists.written[kind]))))
    absent = tr("Tidak ada lembar bernama {lembar} yang berisi; daftar itu tidak ikut.")
    lines += [absent.format(lembar=kind) for kind in KINDS if kind not in lists.others]
    if lists.unread:
        lines.append(
            tr("Lembar yang tidak dibaca: {lembar}.").format(lembar=", ".join(lists.unread))
        )
    for name, reading in lists.readings.items():
        lines += _unequal(name, reading)
    for sheet, own in lists.by_kind.items():
        lines += [f"{sheet}: {said}" for said in doubles_said(own)]
    return lines


def reading_table(lists: Lists) -> Table:
    """Set out how each list was read: rows, rupiah, headings, status words, what was left out, and its first line."""
    rows = _rows(lists)
    columns = {name: rows[name] for name in ALIGNMENT_TABLES if name in rows}
    facts = dict.fromkeys(
        fact for column in sorted(columns.values(), key=len, reverse=True) for fact in column
    )
    cells = [(fact, *(column.get(fact, "–") for column in columns.values())) for fact in facts]
    note = tr("Cocokkan banyaknya baris dan jumlah rupiah dengan berkas Anda sebelum memasangkan.")
    return Table(tr("Begini daftar Anda terbaca"), (tr("Hal"), *columns), tuple(cells), note)


def _rows(lists: Lists) -> dict[str, dict[str, str]]:
    lines = lists.by_kind
    return {
        name: dict(facts(lists.readings[name], lines[name]))
        for name in lines
        if name in lists.readings
    }


def _unequal(name: str, reading: ListReading) -> Iterator[str]:
    """Say of a total in the file that it is not what its lines add up to."""
    text = tr(
        "Periksa lembar {lembar} baris {n}: “{kata}” menulis {jumlah}, baris yang terbaca berjumlah {baris}."
    )
    for row in reading.left:
        if row.lines_idr is not None:
            sums = {"jumlah": rupiah(row.idr), "baris": rupiah(row.lines_idr)}
            yield text.format(lembar=name, n=row.row, kata=row.words, **sums)


def _about_villages(lists: Lists) -> Iterator[str]:
    if not lists.villages:
        yield tr("Kolom desa tidak ada atau kosong; calon pasangan menjadi kurang tepat.")
        return
    without = [key for key, line in lists.proposals.items() if not line.village]
    if without:
        text = tr(
            "{n} usulan tanpa desa, mulai nomor {nomor}; bila desanya hanya ditulis di baris pertama, "
            "isikan di setiap baris."
        )
        yield text.format(n=number(len(without)), nomor=without[0])
