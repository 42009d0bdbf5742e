"""The note on aligned lists as tables: the index, what became of every line, and the villages; and an example."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from p2spp_sim.alignment.lists import (
    ALIGNMENT_TABLES,
    KINDS,
    NO_PARTNER,
    Alignment,
    ListKind,
    ListShare,
    no_partner,
)
from p2spp_sim.base.language import tr
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.tables.columns import Column
from p2spp_sim.tables.reader import ColumnArrays
from p2spp_sim.world.world import World
from p2spp_sim.year import run_forum

if TYPE_CHECKING:
    import pandas as pd

EXAMPLE = "tirtamulya"


def index(found: Alignment) -> dict[str, ListShare]:
    """Give the shares of the note, each under the words that say of what."""
    reses: dict[str, ListShare] = {
        tr("Catatan reses yang berpasangan"): found.matched("reses"),
        tr("Catatan reses yang pasangannya layak"): found.matched("reses", eligible=True),
        tr("Usulan layak yang disebut reses"): found.covered("reses"),
    }
    renja: dict[str, ListShare] = {
        tr("Kegiatan Renja yang sama dengan usulan"): found.matched("renja"),
        tr("Usulan layak yang masuk Renja"): found.covered("renja"),
    }
    shares = {"reses": reses, "renja": renja}
    kept = {
        words: share
        for kind in KINDS
        if kind in found.lists.others
        for words, share in shares[kind].items()
    }
    if len(found.lists.others) == len(KINDS):
        kept[tr("Usulan layak yang disebut reses dan masuk Renja")] = found.covered(*KINDS)
    return kept


def fate(found: Alignment, kind: ListKind, number: str) -> str:
    """Say in a few words what a recess note or a work of a Renja is to the list of proposals."""
    partner = found.partner(kind, number)
    if not partner:
        return tr("belum diperiksa")
    if partner == NO_PARTNER:
        return tr("di luar usulan musrenbang")
    return (
        tr("cocok dan layak")
        if found.lists.proposals[partner].eligible
        else tr("cocok, usulannya dikembalikan")
    )


def place(found: Alignment, number: str) -> str:
    """Say in a few words on which other lists a proposal is."""
    if not found.lists.proposals[number].eligible:
        return tr("dikembalikan ke desa")
    on = {"reses": tr("disebut reses"), "renja": tr("masuk Renja")}
    still = {"reses": tr("reses belum diperiksa"), "renja": tr("Renja belum diperiksa")}
    said = [on[kind] for kind in KINDS if number in found.holders(kind)]
    said += [
        still[kind]
        for kind in KINDS
        if number not in found.holders(kind) and kind in found.unsettled
    ]
    return ", ".join(said) or tr("belum ada di daftar lain")


def villages(found: Alignment) -> "pd.DataFrame":
    """Give one row a village: its eligible proposals, how many are on each other list, on none, and not checked yet."""
    import pandas as pd

    rows = []
    nameless = [""] if any(not line.village for line in found.lists.proposals.values()) else []
    for village in [*found.lists.villages, *nameless]:
        own = {number: line for number, line in found.eligible.items() if line.village == village}
        covered = [
            sum(number in found.holders(kind) for number in own) for kind in found.lists.others
        ]
        left: list[int] = []
        for numbers in (found.nowhere, found.unchecked):
            held = [own[number].cost_idr for number in numbers if number in own]
            left += [len(held), sum(held)]
        rows.append((village or tr("(tanpa desa)"), len(own), *covered, *left))
    names = {"reses": tr("disebut reses"), "renja": tr("masuk Renja")}
    heads = [tr("desa"), tr("usulan layak"), *(names[kind] for kind in found.lists.others)]
    heads += [tr("belum di mana pun"), tr("rupiah yang belum di mana pun")]
    return pd.DataFrame(
        rows, columns=[*heads, tr("belum diperiksa"), tr("rupiah yang belum diperiksa")]
    )


def sheets(found: Alignment) -> "dict[str, pd.DataFrame]":
    """Give the note sheet by sheet; its lists can be read again as they are, with every pair."""
    made = {tr("nota"): _index(found), tr("desa"): villages(found), "usulan": _proposals(found)}
    return made | {kind: _lines(found, kind) for kind in found.lists.others}


def _index(found: Alignment) -> "pd.DataFrame":
    import pandas as pd

    rows = [
        (
            words,
            one.part,
            one.open,
            one.whole,
            *(n / one.whole if one.whole else None for n in (one.part, one.part + one.open)),
            *((one.part_idr, one.open_idr, one.whole_idr) if one.whole_idr else (None, None, None)),
        )
        for words, one in index(found).items()
    ]
    for kind, lines in found.lists.others.items():
        still = found.open(kind)
        words = {
            "reses": tr("Catatan reses yang belum diperiksa"),
            "renja": tr("Kegiatan Renja yang belum diperiksa"),
        }
        idr = sum(line.cost_idr for line in lines.values())
        money = (
            (None, sum(lines[number].cost_idr for number in still), idr)
            if idr
            else (None, None, None)
        )
        rows.append((words[kind], None, len(still), len(lines), None, None, *money))
    heads = [tr("hal"), tr("banyaknya"), tr("belum diperiksa"), tr("dari")]
    heads += [tr("bagian paling kecil"), tr("bagian paling besar")]
    return pd.DataFrame(
        rows, columns=[*heads, tr("rupiah"), tr("rupiah yang belum diperiksa"), tr("dari rupiah")]
    )


def _proposals(found: Alignment) -> "pd.DataFrame":
    rows = []
    for number, line in found.lists.proposals.items():
        held = {kind: ", ".join(found.holders(kind).get(number, ())) for kind in found.lists.others}
        rows.append(
            (
                number,
                line.what,
                line.village,
                line.skpd,
                line.cost_idr,
                line.eligible,
                *held.values(),
                place(found, number),
            )
        )
    return _to_fill("usulan", rows, [*found.lists.others, tr("keadaan")])


def _lines(found: Alignment, kind: ListKind) -> "pd.DataFrame":
    rows = []
    for number, line in found.lists.others[kind].items():
        partner = found.partner(kind, number)
        said = found.lists.proposals[partner].what if partner in found.lists.proposals else ""
        money = (line.skpd, line.cost_idr) if kind == "renja" else ()
        written = no_partner()[0] if partner == NO_PARTNER else partner
        rows.append(
            (number, line.what, line.village, *money, written, said, fate(found, kind, number))
        )
    return _to_fill(kind, rows, [tr("usulan yang sama"), tr("keadaan")])


def _to_fill(name: str, rows: Iterable[Sequence[object]], more: Sequence[str]) -> "pd.DataFrame":
    """Give rows under the headings of a list and some more, with room for what is to be done, by whom and when."""
    import pandas as pd

    columns = ALIGNMENT_TABLES[name]
    room = (tr("langkah"), tr("siapa"), tr("tanggal"))
    made = [(*_in_file(columns, row), *row[len(columns) :], *[""] * len(room)) for row in rows]
    return pd.DataFrame(made, columns=[*(column.head for column in columns), *more, *room])


def _in_file(columns: Sequence[Column], row: Sequence[object]) -> list[object]:
    return [
        c.in_file(value) if c.kind == "flag" else value
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
