"""The district as tables: villages, kecamatan, agencies, council, budget, and, for a recorded case, its papers."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from p2spp_sim.base.arrays import Floats, Ints, numbered
from p2spp_sim.base.cards import brief, card, listed
from p2spp_sim.base.errors import BadData, Fault, UnknownName
from p2spp_sim.base.files import data_path
from p2spp_sim.base.formats import figure, number, percent
from p2spp_sim.base.language import pick, tr
from p2spp_sim.base.numerals import whole_number
from p2spp_sim.base.toml import read_toml, unknown_keys
from p2spp_sim.tables import reader
from p2spp_sim.tables.table import ColumnArrays, Odd
from p2spp_sim.world.places import DESCRIPTION, own_worlds
from p2spp_sim.world.schema import (
    CHANNEL_OF,
    LISTS,
    OPTIONAL,
    PARTS_OF_APBD,
    REGIONS,
    SCHEMA,
    TABLE_NAMES,
    numbers_of,
)
from p2spp_sim.world.synthetic import AGENCIES, from_regions, invent

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class World:
    """A district (or many) as checked tables.

    Parameters
    ----------
    name : short name.
    title : what people call it, by language.
    tables : the tables of `SCHEMA`, columns as numpy arrays.
    first, first_dapil : number of the first village and dapil, when this is a part of a larger world.
    invented : what in it is invented, by language.
    complete : what is recorded of its proposals, Renja and reses is all there is; a channel without rows stays empty.
    born : (villages, SLOTS) int16, the year in which the need of each slot arose; None in a first year.
    listed : (villages, SLOTS) float32, last year's place of each need on the list of its kecamatan, 1 at the top, where
        money alone kept it from being built; 0 for others. None in a first year.
    waits : (villages,) int16, years in succession in which its list brought a village nothing; None in a first year.
    odds : (villages,) float64, the chance of a listed item as a village remembers it, over that of the kabupaten in
        the first year; None in a first year.
    """

    name: str
    title: dict[str, str]
    tables: dict[str, ColumnArrays] = field(repr=False)
    first: int = 0
    first_dapil: int = 0
    invented: dict[str, str] = field(default_factory=dict)
    complete: bool = False
    born: NDArray[np.int16] | None = field(default=None, repr=False)
    listed: NDArray[np.float32] | None = field(default=None, repr=False)
    waits: NDArray[np.int16] | None = field(default=None, repr=False)
    odds: Floats | None = field(default=None, repr=False)

    @classmethod
    def load(cls, name: str) -> "World":
        """Load a dataset that comes with the package, or a world of one's own (`own_worlds`).

        Raises
        ------
        UnknownName : no such dataset; names the nearest.
        """
        if name in (known := datasets()):
            return cls.read(data_path("datasets", name))
        if name not in (own := own_worlds()):
            raise UnknownName(tr("Himpunan data"), name, [*known, *own])
        return cls.read(own[name])

    @classmethod
    def read(cls, folder: str | Path) -> "World":
        """Read a folder of CSV or Excel files, one a table, checking every cell.

        Raises
        ------
        BadData : every fault with file, row, column, value and what is expected.
        """
        folder = Path(folder)
        about = _about(folder)
        if about["regions"]:
            built = from_regions(about["regions"])
        else:
            built = reader.read(
                folder,
                SCHEMA,
                OPTIONAL,
                partial(_odd, complete=about["complete"]),
                keep=True,
                also=TABLE_NAMES,
            )
        read = cls(
            folder.name,
            about["title"],
            built,
            invented=about["invented"],
            complete=about["complete"],
        )
        if read.complete and not any(read.recorded.values()):
            expected = tr("tidak satu usulan pun tercatat, jadi tidak ada yang dapat dijalankan")
            raise BadData([Fault(DESCRIPTION, 0, "complete", "true", expected)])
        return read

    @classmethod
    def synthetic(cls, villages: int, seed: int = 0, kabupaten_size: int = 300) -> "World":
        """Invent a world from published shapes.

        Parameters
        ----------
        villages : how many; they fall into kabupaten of about `kabupaten_size`.
        seed : of the inventing, not of a run.

        Raises
        ------
        OutOfBounds : no whole numbers of villages (at least 1) and seed (at least 0).
        """
        villages, seed = whole_number("villages", villages, 1), whole_number("seed", seed)
        kabupaten_size = whole_number("kabupaten_size", kabupaten_size, 1)
        title = {"id": f"rekaan, {villages} desa", "en": f"invented, {villages} villages"}
        return cls(
            f"synthetic-{villages}",
            title,
            invent(villages, seed, kabupaten_size),
            invented=_ALL_INVENTED,
        )

    def __getattr__(self, name: str) -> ColumnArrays:
        """Give a table by its name: `world.villages["poor_share"]`."""
        if name in SCHEMA:
            return self.tables[name]
        raise AttributeError(name)

    def frame(self, table: str = "villages") -> "pd.DataFrame":
        """Give a table as a pandas frame."""
        import pandas as pd

        if table not in SCHEMA:
            raise UnknownName(tr("Tabel"), table, SCHEMA)
        return pd.DataFrame(self.tables[table])

    def __repr__(self) -> str:
        """Say in a line what this is."""
        return brief("World", f"{self.name}: {self}")

    def _repr_html_(self) -> str:
        villages = self.tables["villages"]
        people, homes = (int(villages[name].sum()) for name in ("population", "households"))
        poor = float((villages["poor_share"] * villages["households"]).sum() / homes)
        facts = {
            tr("desa dan kelurahan"): number(self.size("village")),
            tr("kecamatan"): number(self.size("kecamatan")),
            tr("kabupaten"): number(self.size("kabupaten")),
            tr("penduduk"): number(people),
            tr("KK, dan bagian yang miskin"): f"{number(homes)} ({percent(poor)})",
            tr("tercatat"): listed(
                [f"{key} {number(rows)}" for key, rows in self.recorded.items() if rows]
            ),
        }
        return card(
            f"{pick(self.title)} · {self.name}", facts, note=pick({"id": "", **self.invented})
        )

    def __str__(self) -> str:
        """Say in one line what this is."""
        kab, kec, both = (self.size(group) for group in ("kabupaten", "kecamatan", "village"))
        urban = sum(
            code.rpartition(".")[2].startswith("1")
            for code in self.tables["villages"]["code"].tolist()
        )
        text = tr("{title}: {kab} kabupaten, {kec} kecamatan, {desa} desa")
        text = text.format(title=pick(self.title), kab=kab, kec=kec, desa=both - urban)
        return text + (tr(", {kelurahan} kelurahan").format(kelurahan=urban) if urban else "")

    @cached_property
    def recorded(self) -> dict[str, int]:
        """Count the rows that are recorded of each channel: musrenbang, skpd and reses; one with none is drawn."""
        listed = Counter(
            CHANNEL_OF[origin] for origin in self.tables["proposals"]["origin"].tolist()
        )
        return {
            "musrenbang": listed["musrenbang"],
            "skpd": listed["skpd"] + len(self.tables["renja"]["id"]),
            "reses": listed["reses"] + len(self.tables["reses"]["id"]),
        }

    @cached_property
    def kecamatan_of(self) -> Ints:
        """Row of the kecamatan of every village, (villages,) int64."""
        return _rows(self.tables["villages"]["kecamatan"], self.tables["kecamatan"]["code"])

    @cached_property
    def dapil_of(self) -> Ints:
        """Row of the dapil of every kecamatan, (kecamatan,) int64."""
        return _rows(self.tables["kecamatan"]["dapil"], self.tables["council"]["dapil"])

    @cached_property
    def kabupaten_of_dapil(self) -> Ints:
        """Row of the kabupaten of every dapil, (dapil,) int64."""
        return _rows(self.tables["council"]["kabupaten"], self.tables["budget"]["code"])

    @cached_property
    def kabupaten_of(self) -> Ints:
        """Row of the kabupaten of every village, (villages,) int64."""
        return self.kabupaten_of_dapil[self.dapil_of[self.kecamatan_of]]

    @property
    def fifth_of(self) -> Ints:
        """The fifth of its kabupaten that a village is of by share of poor households, (villages,) int64 1 to 5.

        5 is the poorest.
        """
        poor, kabupaten = self.tables["villages"]["poor_share"], self.kabupaten_of
        order = np.lexsort((-poor, kabupaten))
        size = np.bincount(kabupaten)
        place = np.empty(len(order), np.int64)
        place[order] = numbered(size)
        return np.asarray(5 - place * 5 // size[kabupaten], np.int64)

    @cached_property
    def uid(self) -> NDArray[np.uint64]:
        """A number of every village that depends on its code alone: draws are addressed by it, (villages,) uint64.

        Below 2**36, so that a need's slot and year of birth find room beside it in its address.
        """
        return numbers_of(self.tables["villages"]["code"].tolist()) & np.uint64((1 << 36) - 1)

    @cached_property
    def kecamatan_uid(self) -> NDArray[np.uint64]:
        """A number of every kecamatan that depends on its code alone, (kecamatan,) uint64."""
        return numbers_of(self.tables["kecamatan"]["code"].tolist())

    @cached_property
    def dapil_uid(self) -> NDArray[np.uint64]:
        """A number of every dapil that depends on its code alone, (dapil,) uint64."""
        return numbers_of(self.tables["council"]["dapil"].tolist())

    @cached_property
    def kabupaten_uid(self) -> NDArray[np.uint64]:
        """A number of every kabupaten that depends on its code alone, (kabupaten,) uint64."""
        return numbers_of(self.tables["budget"]["code"].tolist())

    def size(self, group: str) -> int:
        """Count the groups of one kind: village, kecamatan, dapil, skpd (one a kabupaten and agency) or kabupaten."""
        kabupaten = len(self.tables["budget"]["code"])
        return {
            "village": len(self.tables["villages"]["code"]),
            "kecamatan": len(self.tables["kecamatan"]["code"]),
            "dapil": len(self.tables["council"]["dapil"]),
            "skpd": kabupaten * len(self.tables["skpd"]["code"]),
            "kabupaten": kabupaten,
        }[group]

    def group_of(self, group: str, village: Ints, skpd: NDArray[np.integer]) -> Ints:
        """Tell in which group of one kind (see `size`) lies what belongs to a village and, for skpd, to an agency."""
        if group == "village":
            return village
        if group == "kecamatan":
            return self.kecamatan_of.take(village)
        if group == "dapil":
            return self.dapil_of.take(self.kecamatan_of).take(village)
        kabupaten = self.kabupaten_of.take(village)
        return kabupaten * len(self.tables["skpd"]["code"]) + skpd if group == "skpd" else kabupaten

    def blocks(self, villages: int = 19_000) -> "list[World]":
        """Cut a large world between kabupaten into parts of about so many villages; a small one stays whole.

        The parts are large, so that threads seldom wait for each other. The first and the last are half as large as the
        others, so that two threads are seldom busy with the same stage, and still end together. A world whose kabupaten
        do not lie together in its tables stays whole too, and one with recorded proposals.
        """
        count = len(self.kecamatan_of)
        scattered = any(
            (np.diff(place) < 0).any() for place in (self.kabupaten_of, self.kabupaten_of_dapil)
        )
        if count <= villages // 2 or scattered or any(self.recorded.values()):
            return [self]
        parts = 2 * -(-count // (2 * villages))
        starts = np.flatnonzero(np.diff(self.kabupaten_of, prepend=-1))
        halves = np.maximum(np.arange(-1, 2 * parts, 2), 0)
        nearest = np.searchsorted(starts, halves * count // (2 * parts)).clip(max=len(starts) - 1)
        cuts = sorted({*starts[nearest].tolist()})
        return [self._part(a, b) for a, b in zip(cuts, [*cuts[1:], count], strict=True)]

    def _part(self, start: int, stop: int) -> "World":
        here = np.bincount(self.kabupaten_of[start:stop], minlength=self.size("kabupaten")) > 0
        rows: dict[str, Any] = {
            "villages": slice(start, stop),
            "budget": (kab := here.nonzero()[0]),
            "council": (dapil := here[self.kabupaten_of_dapil].nonzero()[0]),
            "kecamatan": (kec := here[self.kabupaten_of_dapil[self.dapil_of]].nonzero()[0]),
        }
        cut = {
            n: {c: v[rows[n]] for c, v in t.items()} if n in rows else t
            for n, t in self.tables.items()
        }
        lasting: dict[str, Any] = {
            name: None if (column := getattr(self, name)) is None else column[start:stop]
            for name in LASTING
        }
        part = replace(
            self,
            **lasting,
            tables=cut,
            first=self.first + start,
            first_dapil=self.first_dapil + int(dapil[0]),
        )
        known = {  # what the whole world has already worked out need not be worked out again
            "uid": self.uid[start:stop],
            "kecamatan_of": _renumbered(self.kecamatan_of[start:stop], kec),
            "kecamatan_uid": self.kecamatan_uid[kec],
            "dapil_uid": self.dapil_uid[dapil],
            "dapil_of": _renumbered(self.dapil_of[kec], dapil),
            "kabupaten_of_dapil": _renumbered(self.kabupaten_of_dapil[dapil], kab),
            "kabupaten_uid": self.kabupaten_uid[kab],
        }
        part.__dict__.update(known)
        return part


LASTING = ("born", "listed", "waits", "odds")  # what a year leaves to the next, by village
_ALL_INVENTED = {"id": "semuanya rekaan", "en": "everything is invented"}


def datasets() -> list[str]:
    """Name the datasets that come with the package."""
    return sorted(p.parent.name for p in data_path("datasets").glob(f"*/{DESCRIPTION}"))


def _about(folder: Path) -> dict[str, Any]:
    """Read what a folder says of itself: title, what is invented, whether it is complete, a kabupaten of the nation.

    Raises
    ------
    BadData : not TOML, or keys without sense, all at once.
    """
    path = folder / DESCRIPTION
    said = read_toml(path) if path.is_file() else {}
    faults: list[Fault] = []
    about: dict[str, Any] = {"regions": {}, "complete": said.get("complete", False)}
    faults += unknown_keys(path, said, ("title", "invented", "regions", "complete"))
    if not isinstance(about["complete"], bool):
        faults.append(
            Fault(
                path.name, 0, "complete", str(about["complete"]), tr("diharapkan true atau false")
            )
        )
    for key, otherwise in (("title", {"id": folder.name}), ("invented", {})):
        value = said.get(key, otherwise)
        about[key] = {"id": value} if isinstance(value, str) else value
        if value and not (isinstance(about[key], dict) and isinstance(about[key].get("id"), str)):
            expected = tr("diharapkan teks, atau {contoh}").format(contoh='{ id = "…", en = "…" }')
            faults.append(Fault(path.name, 0, key, str(value), expected))
    if "regions" in said:
        given = said["regions"] if isinstance(said["regions"], dict) else {}
        faults += unknown_keys(path, given, [column.name for column in REGIONS])
        for column in REGIONS:
            cells = [(0, [str(given.get(column.name, ""))])]
            (about["regions"][column.name],), column_faults = column.read(
                path.name, 0, cells, column.name
            )
            faults += column_faults
        parts = [about["regions"][key] for key in PARTS_OF_APBD]
        if sum(parts) > 100:
            expected = tr("jumlah {kolom} paling banyak 100%").format(
                kolom=", ".join(PARTS_OF_APBD)
            )
            faults.append(Fault(path.name, 0, PARTS_OF_APBD[0], figure(sum(parts)), expected))
    if faults:
        raise BadData(faults)
    return about


def _rows(values: NDArray[Any], among: NDArray[Any]) -> Ints:
    at = {value: row for row, value in enumerate(among.tolist())}
    return np.array([at[value] for value in values.tolist()], np.int64)


def _renumbered(rows: Ints, kept: Ints) -> Ints:
    """Give the numbers that rows have among those that are kept."""
    number = np.zeros(int(kept[-1]) + 1, np.int64)
    number[kept] = np.arange(len(kept))
    return number.take(rows)


def row_names(tables: Mapping[str, ColumnArrays]) -> dict[str, list[str]]:
    """Name recorded rows by their numbers, behind the name of their table where another uses one of its numbers too."""
    ids_of = {name: [str(row_id) for row_id in tables[name]["id"].tolist()] for name in LISTS}
    times = Counter(chain.from_iterable(ids_of.values()))
    shared = {
        name
        for name, ids in ids_of.items()
        if name != "proposals" and any(times[row_id] > 1 for row_id in ids)
    }
    return {
        name: [f"{name}:{row_id}" for row_id in ids] if name in shared else ids
        for name, ids in ids_of.items()
    }


def _odd(built: dict[str, ColumnArrays], *, complete: bool) -> Iterator[Odd]:
    """List what no single column can see."""
    villages, proposals, record = built["villages"], built["proposals"], built["record"]
    for row in np.flatnonzero(villages["households"] > villages["population"]).tolist():
        expected = tr("diharapkan paling banyak sejumlah population")
        yield Odd("villages", row, "households", villages["households"][row], expected)
    for row in np.flatnonzero(proposals["poor_households"] > proposals["households"]).tolist():
        expected = tr("diharapkan paling banyak sejumlah households")
        yield Odd("proposals", row, "poor_households", proposals["poor_households"][row], expected)
    names = [name for of_table in row_names(built).values() for name in of_table]
    known = {name.casefold(): name for name in names}
    for row, name in enumerate(record["id"].tolist()):
        if name.casefold() not in known:
            expected = tr("tidak ada di tabel {table}").format(table=", ".join(LISTS))
            yield Odd("record", row, "id", name, expected)
        record["id"][row] = known.get(name.casefold(), name)
    decided: set[tuple[str, str]] = set()
    for row, decision in enumerate(
        zip(record["forum"].tolist(), record["id"].tolist(), strict=True)
    ):
        if decision in decided:
            yield Odd(
                "record",
                row,
                "id",
                decision[1],
                tr("sudah diputuskan oleh {forum}").format(forum=decision[0]),
            )
        decided.add(decision)
    yield from _odd_partners(built)
    codes = [*AGENCIES]
    if (
        not complete
        and not len(proposals["id"])
        and set(codes).isdisjoint(built["skpd"]["code"].tolist())
    ):
        expected = tr("usulan yang diundi dialamatkan ke kode {codes}; pakai kode itu").format(
            codes=", ".join(codes)
        )
        yield Odd("skpd", None, "code", "", expected)
    shares = float(np.sum(built["skpd"]["ceiling_share"]))
    if shares > 1 + 1e-9:
        yield Odd(
            "skpd", None, "ceiling_share", f"{shares:g}", tr("jumlah kolom ini paling besar 1")
        )


def _odd_partners(built: dict[str, ColumnArrays]) -> Iterator[Odd]:
    """List partners that are none of musrenbang's proposals, and recess notes of places that are not in their dapil."""
    proposals, reses = built["proposals"], built["reses"]
    channels = [CHANNEL_OF[origin] for origin in proposals["origin"].tolist()]
    musrenbang = {
        number
        for number, by in zip(proposals["id"].tolist(), channels, strict=True)
        if by == "musrenbang"
    }
    for name in ("proposals", "renja", "reses"):
        for row, partner in enumerate(built[name]["matches"].tolist()):
            if partner and name == "proposals" and channels[row] == "musrenbang":
                yield Odd(
                    name,
                    row,
                    "matches",
                    partner,
                    tr("hanya usulan SKPD dan reses yang dapat berpasangan"),
                )
            elif partner and partner not in musrenbang:
                yield Odd(name, row, "matches", partner, tr("diharapkan usulan musrenbang"))
    kecamatan_of = dict(
        zip(
            built["villages"]["code"].tolist(), built["villages"]["kecamatan"].tolist(), strict=True
        )
    )
    dapil_of = dict(
        zip(built["kecamatan"]["code"].tolist(), built["kecamatan"]["dapil"].tolist(), strict=True)
    )
    lying = {dapil_of[kecamatan] for kecamatan in kecamatan_of.values()}
    for row, (village, dapil) in enumerate(
        zip(reses["village"].tolist(), reses["dapil"].tolist(), strict=True)
    ):
        if village and dapil_of[kecamatan_of[village]] != dapil:
            yield Odd(
                "reses",
                row,
                "village",
                village,
                tr("desa ini tidak terletak di dapil {dapil}").format(dapil=dapil),
            )
        elif not village and dapil not in lying:
            yield Odd("reses", row, "dapil", dapil, tr("tidak ada desa di dapil ini"))
