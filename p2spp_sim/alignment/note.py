"""The note on aligned lists as tables: the index, what became of every line, and the villages; and an example."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from p2spp_sim.alignment.aligned import Alignment, ListShare
from p2spp_sim.alignment.doubles import maybe_same
from p2spp_sim.alignment.earlier import LIVES, Years, last_years_answers, lives_frame
from p2spp_sim.alignment.list_columns import ALIGNMENT_TABLES, KINDS, NO_PARTNER, ListKind
from p2spp_sim.alignment.lists import ListLine, no_partner
from p2spp_sim.alignment.office_columns import office_columns, said_status
from p2spp_sim.base.language import tr
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.tables.columns import Column
from p2spp_sim.tables.list_words import status
from p2spp_sim.tables.table import ColumnArrays
from p2spp_sim.world.world import World
from p2spp_sim.year import run_forum

if TYPE_CHECKING:
    import pandas as pd

EXAMPLE = "tirtamulya"


def index(alignment: Alignment) -> dict[str, ListShare]:
    """Give the shares of the note, each under the words that say of what."""
    reses: dict[str, ListShare] = {
        tr("Catatan reses yang berpasangan"): alignment.matched("reses"),
        tr("Catatan reses yang pasangannya layak"): alignment.matched("reses", eligible=True),
        tr("Usulan layak yang disebut reses"): alignment.covered("reses"),
    }
    renja: dict[str, ListShare] = {
        tr("Kegiatan Renja yang sama dengan usulan"): alignment.matched("renja"),
        tr("Usulan layak yang masuk Renja"): alignment.covered("renja"),
    }
    shares = {"reses": reses, "renja": renja}
    kept = {
        words: share
        for kind in KINDS
        if kind in alignment.lists.others
        for words, share in shares[kind].items()
    }
    if len(alignment.lists.others) == len(KINDS):
        kept[tr("Usulan layak yang disebut reses dan masuk Renja")] = alignment.covered(*KINDS)
    return kept


def fate(alignment: Alignment, kind: ListKind, number: str) -> str:
    """Say in a few words what a recess note or a work of a Renja is to the list of proposals."""
    partner = alignment.partner(kind, number)
    if not partner:
        return tr("belum diperiksa")
    if partner == NO_PARTNER:
        return tr("di luar usulan musrenbang")
    return (
        tr("cocok dan layak")
        if alignment.lists.proposals[partner].eligible
        else tr("cocok, usulannya dikembalikan")
    )


def place(alignment: Alignment, number: str) -> str:
    """Say in a few words on which other lists a proposal is."""
    if not alignment.lists.proposals[number].eligible:
        return tr("dikembalikan ke desa")
    on = {"reses": tr("disebut reses"), "renja": tr("masuk Renja")}
    still = {"reses": tr("reses belum diperiksa"), "renja": tr("Renja belum diperiksa")}
    said = [on[kind] for kind in KINDS if number in alignment.holders(kind)]
    said += [
        still[kind]
        for kind in KINDS
        if number not in alignment.holders(kind) and kind in alignment.unsettled
    ]
    return ", ".join(said) or tr("belum ada di daftar lain")


def villages(alignment: Alignment) -> "pd.DataFrame":
    """Give one row a village: its eligible proposals, how many are on each other list, on none, and not checked yet."""
    import pandas as pd

    lists, kinds = alignment.lists, [*alignment.lists.others]
    nowhere, unchecked = frozenset(alignment.nowhere), frozenset(alignment.unchecked)
    nameless = [""] if any(not line.village for line in lists.proposals.values()) else []
    counts = {village: [0] * (5 + len(kinds)) for village in (*lists.villages, *nameless)}
    for number, line in alignment.eligible.items():
        own = counts[line.village]
        own[0] += 1
        for at, kind in enumerate(kinds, 1):
            own[at] += number in alignment.holders(kind)
        for at, numbers in ((1 + len(kinds), nowhere), (3 + len(kinds), unchecked)):
            if number in numbers:
                own[at] += 1
                own[at + 1] += line.cost_idr
    rows = [(village or tr("(tanpa desa)"), *own) for village, own in counts.items()]
    names = {"reses": tr("disebut reses"), "renja": tr("masuk Renja")}
    heads = [tr("desa"), tr("usulan layak"), *(names[kind] for kind in lists.others)]
    heads += [tr("belum di mana pun"), tr("rupiah yang belum di mana pun")]
    return pd.DataFrame(
        rows, columns=[*heads, tr("belum diperiksa"), tr("rupiah yang belum diperiksa")]
    )


def sheets(alignment: Alignment, years: Years | None = None) -> "dict[str, pd.DataFrame]":
    """Give the note sheet by sheet; its lists can be read again as they are, with every pair.

    Parameters
    ----------
    years : the year of the lists and what is known of the years before; without it the note tells no lives.
    """
    made = {tr("nota"): _index(alignment), tr("desa"): villages(alignment)}
    made["usulan"] = _proposals(alignment, years)
    made |= {kind: _lines(alignment, kind) for kind in alignment.lists.others}
    if years and years.last:
        made[tr("tahun lalu")] = last_years_answers(years)
    return made | ({LIVES: lives_frame(years.lives)} if years else {})


def _index(alignment: Alignment) -> "pd.DataFrame":
    import pandas as pd

    rows: list[tuple[object, ...]] = []
    money: tuple[int | None, ...]
    blank = (None, None, None)
    for title, share in index(alignment).items():
        part, open_, whole = share.part, share.open, share.whole
        bounds = [count / whole if whole else None for count in (part, part + open_)]
        money = (share.part_idr, share.open_idr, share.whole_idr) if share.whole_idr else blank
        rows.append((title, part, open_, whole, *bounds, *money))
    for kind, lines in alignment.lists.others.items():
        still = alignment.open(kind)
        words = {
            "reses": tr("Catatan reses yang belum diperiksa"),
            "renja": tr("Kegiatan Renja yang belum diperiksa"),
        }
        idr = sum(line.cost_idr for line in lines.values())
        money = (None, sum(lines[number].cost_idr for number in still), idr) if idr else blank
        rows.append((words[kind], None, len(still), len(lines), None, None, *money))
    heads = [tr("hal"), tr("banyaknya"), tr("belum diperiksa"), tr("dari")]
    heads += [tr("bagian paling kecil"), tr("bagian paling besar")]
    return pd.DataFrame(
        rows, columns=[*heads, tr("rupiah"), tr("rupiah yang belum diperiksa"), tr("dari rupiah")]
    )


def _proposals(alignment: Alignment, years: Years | None) -> "pd.DataFrame":
    rows, kinds = [], list(alignment.lists.others)
    proposals = alignment.lists.proposals
    office = office_columns(proposals)
    kept = [column for column in office if column.name != "status"]
    asked = [tr("diusulkan")] if years and years.last else []
    same = _maybe_same(proposals)
    for number, line in proposals.items():
        holders = [", ".join(alignment.holders(kind).get(number, ())) for kind in kinds]
        rows.append(
            (
                number,
                line.what,
                line.village,
                line.skpd,
                line.cost_idr,
                said_status(line) if status(line.status) is line.eligible else line.eligible,
                *(column.cells.get(number, "") for column in kept),
                *holders,
                place(alignment, number),
                *(years.said(number) for _ in asked if years),
                *(cells[number] for cells in same.values()),
            )
        )
    heads = [column.title for column in kept]
    return _to_fill("usulan", rows, [*heads, *kinds, tr("keadaan"), *asked, *same])


def _lines(alignment: Alignment, kind: ListKind) -> "pd.DataFrame":
    rows, proposals = [], alignment.lists.proposals
    office = office_columns(alignment.lists.others[kind])
    same = _maybe_same(alignment.lists.others[kind])
    for number, line in alignment.lists.others[kind].items():
        partner = alignment.partner(kind, number)
        said = proposals[partner].what if partner in proposals else ""
        money = (line.skpd, line.cost_idr) if kind == "renja" else ()
        written = no_partner()[0] if partner == NO_PARTNER else partner
        rows.append(
            (
                number,
                line.what,
                line.village,
                *money,
                written,
                *(column.cells.get(number, "") for column in office),
                said,
                fate(alignment, kind, number),
                *(cells[number] for cells in same.values()),
            )
        )
    heads = [column.title for column in office]
    return _to_fill(kind, rows, [*heads, tr("usulan yang sama"), tr("keadaan"), *same])


def _maybe_same(lines: Mapping[str, ListLine]) -> dict[str, dict[str, str]]:
    """Give a column that says which other lines each may be the same as, by number; none where there are no such."""
    same = dict.fromkeys(lines, "")
    for group in maybe_same(lines):
        for number in group:
            same[number] = ", ".join(other for other in group if other != number)
    return {tr("mungkin sama dengan"): same} if any(same.values()) else {}


def _to_fill(name: str, rows: Iterable[Sequence[object]], more: Sequence[str]) -> "pd.DataFrame":
    """Give rows under the headings of a list and some more, with room for what is to be done, by whom and when."""
    import pandas as pd

    columns = ALIGNMENT_TABLES[name]
    room = (tr("langkah"), tr("siapa"), tr("tanggal"))
    made = [(*_in_file(columns, row), *row[len(columns) :], *[""] * len(room)) for row in rows]
    return pd.DataFrame(made, columns=[*(column.head for column in columns), *more, *room])


def _in_file(columns: Sequence[Column], row: Sequence[object]) -> list[object]:
    return [
        c.in_file(value) if c.kind == "flag" and isinstance(value, bool) else value
        for c, value in zip(columns, row, strict=False)
    ]


def example() -> "dict[str, pd.DataFrame]":
    """Give an invented workbook to replace with one's own: how to fill it in, and three lists."""
    import pandas as pd

    world = World.load(EXAMPLE)
    names = dict(_rows(world.villages, "code", "name"))
    met = run_forum(world, "musrenbang_kecamatan", Scenario.load("unit03")).frame()
    ranked = dict(zip(met["id"].tolist(), (met["rank"] > 0).tolist(), strict=True))
    proposed = {
        number: (what, names[code], agency, cost)
        for number, what, code, agency, cost in _rows(
            world.proposals, "id", "what", "village", "skpd", "cost_idr"
        )
    }
    works = [
        (what, "", agency, cost)
        for what, agency, cost in _rows(world.tables["renja"], "what", "skpd", "cost_idr")
    ]
    for forum, number, idr in _rows(world.record, "forum", "id", "approved_idr"):
        if forum == "forum_skpd" and idr:
            works.append((*proposed[number][:3], idr))
    filled: Mapping[str, list[tuple[Any, ...]]] = {
        "usulan": [(number, *said, "NY"[ranked[number]]) for number, said in proposed.items()],
        "reses": [(number, what, "", "") for number, what in _rows(world.reses, "id", "what")],
        "renja": [(f"K{number:02}", *work, "") for number, work in enumerate(works, 1)],
    }
    heads = {
        name: [column.head for column in columns] for name, columns in ALIGNMENT_TABLES.items()
    }
    return {tr("petunjuk"): guide()} | {
        n: pd.DataFrame(rows, columns=heads[n]) for n, rows in filled.items()
    }


def _rows(table: ColumnArrays, *names: str) -> Iterator[tuple[Any, ...]]:
    return zip(*(table[name].tolist() for name in names), strict=True)


def guide() -> "pd.DataFrame":
    """Say of every column of the three sheets what belongs into it."""
    import pandas as pd

    meaning = {
        "id": tr("Nomor atau kode baris; tidak boleh kembar dalam satu lembar"),
        "what": tr(
            "Apa yang diminta atau akan dikerjakan, sebaiknya dengan tempatnya; tanpa nama orang, NIK, telepon"
        ),
        "village": tr("Nama desa; boleh kosong bila tidak disebut"),
        "skpd": tr("Dinas atau badan; boleh kosong"),
        "cost_idr": tr("Rupiah utuh; boleh kosong"),
        "eligible": tr(
            "Y bila lolos saringan musrenbang kecamatan, N bila dikembalikan; kosong berarti Y"
        ),
        "partner": tr(
            "Nomor usulan yang sama, atau: tidak ada; boleh kosong dan diputuskan di layar"
        ),
    }
    rows = [
        (n, column.head, meaning[column.name])
        for n, columns in ALIGNMENT_TABLES.items()
        for column in columns
    ]
    rows += [
        (kind, "", tr("Lembar ini boleh tidak ada, asal lembar yang satunya ada")) for kind in KINDS
    ]
    return pd.DataFrame(rows, columns=[tr("lembar"), tr("kolom"), tr("isinya")])
