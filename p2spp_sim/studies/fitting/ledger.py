"""A ledger: a list of proposals with what became of each, read from an office's workbook or a frame."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from p2spp_sim.alignment.list_columns import ALIGNMENT_TABLES
from p2spp_sim.alignment.reasons import folded, has_phrase, reason_of
from p2spp_sim.base.arrays import Bools, Floats, Ints
from p2spp_sim.base.errors import BadData, Fault, P2sppError
from p2spp_sim.base.language import Labels, tr
from p2spp_sim.model.activities import activities
from p2spp_sim.model.proposals import CHANNELS
from p2spp_sim.model.rulebook import Reason
from p2spp_sim.results import frames
from p2spp_sim.results.run import Run
from p2spp_sim.tables import reader
from p2spp_sim.tables.columns import Column
from p2spp_sim.tables.list_words import status
from p2spp_sim.tables.lists import NOTHING_ASKED, ListsAsked
from p2spp_sim.tables.table import ColumnArrays, Odd
from p2spp_sim.world.world import World

if TYPE_CHECKING:
    import pandas as pd

ACCEPTED, REFUSED = "Diterima", "Ditolak"  # as `ledger_of` writes them
BEHIND = (Reason.CEILING, Reason.EQUALISATION)  # reasons of those that passed every gate
UNKNOWN = -1  # a reason or a place that the ledger does not say
CHANNEL_LABELS = Labels(musrenbang="usulan musrenbang", skpd="bawaan SKPD", reses="reses (pokir)")
_CHANNEL_WORDS = {
    "musrenbang": ("musrenbang", "desa", "kecamatan", "masyarakat", "dusun", "warga"),
    "skpd": ("skpd", "opd", "renja", "dinas", "teknokratik", "teknokratis", "perangkat daerah"),
    "reses": ("reses", "pokir", "pokok pikiran", "pokok pokok pikiran", "dprd", "aspirasi"),
}
_NUMBER, _WHAT, _VILLAGE, _AGENCY, _COST, _ELIGIBLE = ALIGNMENT_TABLES["usulan"]
COLUMNS: tuple[Column, ...] = (
    replace(_NUMBER, unique=False, default=""),  # years may count anew
    _WHAT,
    Column("year", "whole", default=0, heading="tahun", also=("tahun anggaran", "ta", "t.a.")),
    Column("kecamatan", "text", default="", heading="kecamatan", also=("nama kecamatan", "kec.")),
    _VILLAGE,
    replace(_AGENCY, default=None),
    Column(
        "kind", "text", default="", heading="jenis", also=("bidang", "kategori", "jenis pekerjaan")
    ),
    Column("channel", "text", default="", heading="kanal", also=("asal", "asal usulan", "jalur")),
    replace(_COST, default=None),
    Column(
        "approved_idr",
        "idr",
        unit="rupiah",
        default=0,
        heading="rupiah disetujui",
        also=("disetujui", "biaya disetujui", "pagu disetujui", "anggaran disetujui"),
    ),
    Column("status", "text", default="", heading="status", also=_ELIGIBLE.also),
    Column(
        "reason",
        "text",
        default="",
        heading="alasan penolakan",
        also=("alasan", "alasan ditolak", "sebab", "keterangan", "catatan verifikasi"),
    ),
    Column("priority", "whole", low=0, default=0, heading="prioritas", also=("nomor prioritas",)),
    Column("urgency", "whole", low=0, high=5, default=0, heading="urgensi"),
    Column(
        "households",
        "whole",
        low=0,
        default=0,
        heading="KK penerima manfaat",
        also=("kk", "kk penerima", "penerima manfaat", "jumlah kk"),
    ),
    Column("poor_households", "whole", low=0, default=0, heading="KK miskin"),
    Column("selfhelp_idr", "idr", unit="rupiah", default=0, heading="swadaya"),
)
SAID = ("priority", "urgency", "households", "poor_households", "selfhelp_idr")  # may lack


@dataclass(frozen=True)
class Ledger:
    """Proposals that lay before one forum, with what it decided; one row a proposal and year.

    Parameters
    ----------
    year : (n,) int64, 0 where none is written.
    village : (n,) int64, row in `World.villages`, UNKNOWN where only the kecamatan or no place is written.
    kecamatan : (n,) int64, row in `World.kecamatan`, UNKNOWN where none is written.
    skpd : (n,) int64, row in `World.skpd`.
    kind, channel : (n,) text; channel is one of `CHANNELS`.
    cost, approved : (n,) int64 rupiah asked and granted (as asked where the list does not say).
    accepted : (n,) bool.
    reason : (n,) int64 of `Reason`, UNKNOWN where refused and not said or not understood, 0 where accepted.
    known : what else the list says, by name of `SAID`, (n,) int64.
    notes : what was left out or not understood, in sentences.
    """

    year: Ints
    village: Ints
    kecamatan: Ints
    skpd: Ints
    kind: "np.ndarray[Any, Any]"
    channel: "np.ndarray[Any, Any]"
    cost: Ints
    approved: Ints
    accepted: Bools
    reason: Ints
    known: dict[str, Ints]
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.cost)

    @property
    def outbid(self) -> Bools:
        """Which rows passed every gate and were refused for the money, as far as reasons say."""
        return np.isin(self.reason, BEHIND)

    @property
    def cut(self) -> Floats:
        """What part of the asked each winner was granted; empty where nobody was cut."""
        part: Floats = (self.approved / np.maximum(self.cost, 1))[self.accepted]
        return part if len(part) and (part < 1).any() else part[:0]

    def where(self, rows: Bools) -> "Ledger":
        """Give some of the rows."""
        columns: dict[str, Any] = {
            name: value[rows] for name, value in vars(self).items() if isinstance(value, np.ndarray)
        }
        known = {name: value[rows] for name, value in self.known.items()}
        return replace(self, **columns, known=known)


def read_ledger(
    source: "Path | str | pd.DataFrame", world: World, asked: ListsAsked = NOTHING_ASKED
) -> Ledger:
    """Read a ledger: the sheet `usulan` of a workbook, or a frame with the same columns.

    Parameters
    ----------
    source : an Excel or ODS workbook, or a frame; columns by name (`COLUMNS`) or by what offices write above them.
    world : whose agencies, kecamatan and villages the rows name, by code or by name.
    asked : of a workbook, which column is what where a person chose it.

    Raises
    ------
    BadData : every cell that cannot be read, every agency or place that is not of this world, and every status word
        that is not known, each with its row.
    P2sppError : no row has a status; says what that leaves.
    """
    if not isinstance(source, str | Path):
        table = _of_frame(source)
        if odd := list(_odd(table, world)):
            raise BadData(
                [
                    Fault("DataFrame", (o.row or 0) + 1, o.column, str(o.value), o.expected)
                    for o in odd
                ]
            )
        return _understood(table, world)
    tables, readings = reader.read_lists(
        Path(source),
        {"usulan": COLUMNS},
        sense=lambda tables: _odd(tables["usulan"], world),
        asked=asked,
    )
    ledger, reading = _understood(tables["usulan"], world), readings["usulan"]
    notes = list(ledger.notes)
    if reading.left:
        text = tr("{n} baris dibaca sebagai jumlah, judul, atau tanda tangan: baris {rows}.")
        rows = ", ".join(str(left.row) for left in reading.left[:10])
        notes.append(text.format(n=len(reading.left), rows=rows))
    if reading.ignored:
        text = tr("Kolom yang tidak dipakai: {names}.")
        notes.append(text.format(names=", ".join(reading.ignored)))
    return replace(ledger, notes=tuple(notes))


def _of_frame(frame: "pd.DataFrame") -> ColumnArrays:
    """Read the cells of a frame as those of a sheet are read."""
    heads = {re.sub("[ _]+", "_", str(name).casefold()): name for name in frame.columns}
    table, faults = {}, []
    for column in COLUMNS:
        name = next((heads[head] for head in sorted(column.readable) if head in heads), None)
        if name is None and column.default is None:
            faults.append(Fault("DataFrame", 0, column.name, "", tr("kolom ini tidak ada")))
        cells = [""] * len(frame) if name is None else [_cell(value) for value in frame[name]]
        body = [(row, [cell]) for row, cell in enumerate(cells, 1)]
        values, wrong = column.read("DataFrame", None if name is None else 0, body)
        table[column.name] = np.array(values, object if column.kind == "text" else np.int64)
        faults += wrong
    if faults:
        raise BadData(faults)
    return table


def _cell(value: Any) -> str:
    if value is None or value != value:
        return ""
    if isinstance(value, float | np.floating) and value == int(value):
        return str(int(value))
    return str(value).strip()


def _odd(table: ColumnArrays, world: World) -> Iterator[Odd]:
    """Look for agencies, places, channels and status words that are not known."""
    for column in ("skpd", "kecamatan"):
        known, names = _rows_by_name(getattr(world, column)), getattr(world, column)["name"][:8]
        expected = tr("tidak ada di tabel {table}").format(table=column)
        for text, row in _first(table[column]).items():
            if folded(text) and folded(text) not in known:
                yield Odd("usulan", row, column, text, f"{expected}: {', '.join(map(str, names))}")
    for text, row in _first(table["channel"]).items():
        if not _channel(text):
            expected = tr("diharapkan salah satu dari {choices}").format(
                choices=", ".join(map(str, CHANNEL_LABELS.values()))
            )
            yield Odd("usulan", row, "channel", text, expected)
    times = Counter(table["status"].tolist())
    for text, row in _first(table["status"]).items():
        if text.strip() and _accepted(text.strip()) is None:
            expected = tr(
                "{n} baris berstatus begini, dan kata ini belum dikenal; tulis Diterima atau Ditolak"
            )
            yield Odd("usulan", row, "status", text, expected.format(n=times[text]))


def _first(column: NDArray[Any]) -> dict[str, int]:
    """Give the row in which each text stands first."""
    texts = column.tolist()
    return {text: row for row, text in reversed(list(enumerate(texts)))}


def _understood(table: ColumnArrays, world: World) -> Ledger:
    notes: list[str] = []
    place = {name: _place(table[name]) for name in ("skpd", "kecamatan", "village")}
    skpd, listed = (
        np.array([at.get(name, UNKNOWN) for name in place[column]], np.int64)
        for column in ("skpd", "kecamatan")
        for at in [_rows_by_name(getattr(world, column))]
    )
    village = _villages(place["village"], listed, world)
    lost = sum(bool(name) and row < 0 for name, row in zip(place["village"], village, strict=True))
    if lost:
        text = tr("{n} baris menyebut desa yang tidak ada di {world}; dipakai kecamatannya saja.")
        notes.append(text.format(n=lost, world=world.name))
    kecamatan = np.where(village >= 0, world.kecamatan_of[village], listed)
    channel = np.array([_channel(text) for text in table["channel"].tolist()], object)
    said = [text.strip() for text in table["status"].tolist()]
    meant = {text: _accepted(text) for text in dict.fromkeys(said) if text}
    decided = np.array([bool(text) for text in said], np.bool_)
    if not decided.any():
        raise P2sppError(_no_status(table))
    if open_ := int((~decided).sum()):
        notes.append(tr("{n} baris tanpa status tidak dipakai.").format(n=open_))
    accepted = np.array([meant.get(text) is True for text in said], np.bool_)
    reason, unknown = _reasons(table["reason"].tolist(), accepted)
    if unknown:
        words = ", ".join(f"“{text}” ({n})" for text, n in unknown.most_common(5))
        notes.append(
            tr("Alasan yang belum dikenal dihitung sebagai tidak diketahui: {words}.").format(
                words=words
            )
        )
    cost, approved = table["cost_idr"], table["approved_idr"]
    approved = np.where(accepted, np.where(approved > 0, np.minimum(approved, cost), cost), 0)
    kind = np.array(
        [
            folded(kind or what.partition(",")[0])
            for kind, what in zip(table["kind"].tolist(), table["what"].tolist(), strict=True)
        ],
        object,
    )
    known = {name: table[name] for name in SAID if table[name].any()}
    ledger = Ledger(
        year=table["year"],
        village=village,
        kecamatan=kecamatan,
        skpd=skpd,
        kind=kind,
        channel=channel,
        cost=cost,
        approved=approved,
        accepted=accepted,
        reason=reason,
        known=known,
        notes=tuple(notes),
    )
    return ledger if decided.all() else ledger.where(decided)


def _no_status(table: ColumnArrays) -> str:
    """Say what a list without outcomes leaves to be known."""
    costs = table["cost_idr"]
    text = tr(
        "Tidak satu baris pun berstatus, jadi tidak ada hasil yang dapat dipelajari: tingkat lolos saringan, bobot "
        "penilaian, pagu, dan tingkat pendanaan tetap selebar batas yang dinyatakan dalam p2spp levers. Yang masih "
        "terbaca hanya permintaannya: {n} usulan, Rp {idr}. Tambahkan kolom status berisi Diterima atau Ditolak."
    )
    return text.format(n=len(costs), idr=f"{int(costs.sum()):,}".replace(",", "."))


def _place(column: "np.ndarray[Any, Any]") -> list[str]:
    return [folded(text) for text in column.tolist()]


def _rows_by_name(table: ColumnArrays) -> dict[str, int]:
    """Give the row of every name and code."""
    return {
        folded(str(text)): row for key in ("name", "code") for row, text in enumerate(table[key])
    }


def _villages(names: list[str], kecamatan: Ints, world: World) -> Ints:
    """Find the row of every village, within its kecamatan where that is written; UNKNOWN where it is not certain."""
    at: dict[tuple[str, int], int] = {}
    twice = set[tuple[str, int]]()
    for row, (name, code) in enumerate(
        zip(world.villages["name"], world.villages["code"], strict=True)
    ):
        for text in (folded(str(name)), folded(str(code))):
            for within in (UNKNOWN, int(world.kecamatan_of[row])):
                twice |= {(text, within)} & at.keys()
                at[text, within] = row
    rows = [
        UNKNOWN if (name, within) in twice else at.get((name, within), UNKNOWN)
        for name, within in zip(names, kecamatan.tolist(), strict=True)
    ]
    return np.array(rows, np.int64)


def _channel(text: str) -> str:
    """Tell the channel that a text names; musrenbang where none is written, empty where it is not known."""
    words = folded(text)
    if not words:
        return "musrenbang"
    known = (name for name, phrases in _CHANNEL_WORDS.items() if has_phrase(words, phrases))
    return next(known, "")


def _accepted(text: str) -> bool | None:
    if text.casefold() in ("y", "ya", "1", "n", "0"):
        return text.casefold() in ("y", "ya", "1")
    return status(text)


def _reasons(texts: list[str], accepted: Bools) -> tuple[Ints, Counter[str]]:
    """Understand the reasons of the refused; also count the texts that no list of words knows."""
    meant = {text: reason_of(text) for text in dict.fromkeys(texts) if text.strip()}
    codes = np.zeros(len(texts), np.int64)
    unknown = Counter[str]()
    for row in np.flatnonzero(~accepted).tolist():
        reason = meant.get(texts[row])
        codes[row] = UNKNOWN if reason is None else int(reason)
        if reason is None and texts[row].strip():
            unknown[texts[row].strip()] += 1
    return codes, unknown


def ledger_of(run: Run, forum: str = "forum_skpd", year: int = 0) -> "pd.DataFrame":
    """Write what one forum of a run decided as an office keeps it: the list that lay before it, status and reason.

    Parameters
    ----------
    forum : key of the forum, as in the rules file.
    year : number written into the column `year`.

    Returns
    -------
    One row a proposal, with the columns of `COLUMNS`; money in whole rupiah.
    """
    import pandas as pd

    labels = activities()["what_id"]
    parts = []
    for part, step in run.steps(forum):
        table, world, rows = part.docket.proposals, part.world, step.rows
        taken = step.pot >= 0
        kecamatan = world.kecamatan_of[table.village[rows]]
        activity = table.activity[rows].astype(np.int64)
        parts.append(
            pd.DataFrame(
                {
                    "id": frames.ids(part, rows),
                    "what": frames.what(part, rows),
                    "year": year,
                    "kecamatan": world.kecamatan["name"][kecamatan],
                    "village": world.villages["name"][table.village[rows]],
                    "skpd": world.skpd["code"][table.skpd[rows]],
                    "kind": np.where(activity >= 0, labels[np.maximum(activity, 0)], ""),
                    "channel": _channel_of(table.origin[rows]),
                    "cost_idr": step.asked,
                    "approved_idr": step.granted,
                    "status": np.where(taken, ACCEPTED, REFUSED),
                    "reason": [Reason(code).key for code in step.reason.tolist()],
                    "priority": _places(part.docket.priority[rows], kecamatan),
                    "urgency": table.urgency[rows],
                    "households": table.households[rows],
                    "poor_households": table.poor_households[rows],
                    "selfhelp_idr": table.selfhelp[rows],
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def _channel_of(origin: Any) -> list[str]:
    names = {int(number): name for name, numbers in CHANNELS.items() for number in numbers}
    return [names[number] for number in origin.tolist()]


def _places(priority: NDArray[np.float32], kecamatan: Ints) -> Ints:
    """Count places on the list of every kecamatan from 1; 0 for what is on none."""
    order = np.lexsort((-priority, kecamatan))
    places = np.zeros(len(priority), np.int64)
    first = np.searchsorted(kecamatan[order], kecamatan[order])
    places[order] = np.arange(len(order)) - first + 1
    return places * (priority > 0)


def years_of(ledger: Ledger) -> Iterator[int]:
    """Give the years of a ledger, rising."""
    yield from np.unique(ledger.year).tolist()


__all__ = [
    "BEHIND",
    "CHANNEL_LABELS",
    "COLUMNS",
    "UNKNOWN",
    "Ledger",
    "ledger_of",
    "read_ledger",
    "years_of",
]
