"""The chain as tables: funnel, indicators, what fills every document, and each proposal's life; and example lists."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from p2spp_sim.alignment.chain import Chain, ChainItem
from p2spp_sim.alignment.chain_record import ChainRecord, MeasuredIndicator
from p2spp_sim.alignment.documents import FORUMS, LISTS, PLAN, PROPOSALS, RECESS, kind_of
from p2spp_sim.alignment.list_columns import LIST_COLUMNS
from p2spp_sim.alignment.lists import no_partner
from p2spp_sim.base.formats import percent
from p2spp_sim.base.language import Labels, tr
from p2spp_sim.model.proposals import CHANNELS, Origin
from p2spp_sim.results import excel, frames
from p2spp_sim.results.run import Run
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.tables.columns import Column
from p2spp_sim.world.world import World
from p2spp_sim.year import run_year

if TYPE_CHECKING:
    import pandas as pd

EXAMPLE, SEED = "wanasari", 7  # the invented kabupaten that the example lists are taken from
CAME = Labels(
    musrenbang="dari usulan musrenbang",
    reses="dari reses, tanpa usulan",
    own="tidak berasal dari keduanya",
    open="belum diperiksa",
)
_OPEN_EACH = 9  # of the example's lines every so many-th is left undecided
_WRITTEN_EACH = 2  # of the example's refusals every so many-th stands in the list with its reason


def absences(chain: Chain) -> list[str]:
    """Say of every list that is missing what therefore cannot be told."""
    said = []
    order = [PROPOSALS, *FORUMS]
    for name in FORUMS:
        if name in chain.lines:
            continue
        at = order.index(name)
        there = [key for key in order if key in chain.lines]
        earlier = [key for key in order[:at] if key in there]
        later = [key for key in order[at:] if key in there]
        if later:
            text = tr(
                "Daftar {nama} tidak ada: yang hilang di antara {awal} dan {akhir} tidak dapat dibagi menurut gerbang."
            )
            ends = {"awal": LISTS[earlier[-1]], "akhir": LISTS[later[0]]}
            said.append(text.format(nama=LISTS[name], **ends))
        else:
            text = tr("Daftar {nama} tidak ada: apa yang sampai di sana tidak dapat dikatakan.")
            said.append(text.format(nama=LISTS[name]))
    if RECESS not in chain.lines:
        text = tr("Daftar {nama} tidak ada: apa yang masuk lewat DPRD tidak dapat dibedakan.")
        said.append(text.format(nama=LISTS[RECESS]))
    if PLAN not in chain.lines:
        text = tr(
            "Daftar {nama} tidak ada: apakah usulan punya program dalam rencana lima tahun tidak dapat dikatakan."
        )
        said.append(text.format(nama=LISTS[PLAN]))
    return said


def undecided(chain: Chain) -> dict[str, int]:
    """Count the lines that nobody has decided on, by list; lists without any are left out."""
    counts = {name: len(chain.open(name)) for name in chain.held}
    return {name: count for name, count in counts.items() if count}


def came_from(chain: Chain, name: str) -> dict[str, tuple[int, int]]:
    """Tell what fills a document: works and rupiah by where they come from (`CAME`)."""
    counts, idr = Counter[str](), Counter[str]()
    for item in chain.items:
        if item.stands(name):
            source = _source(item)
            counts[source] += 1
            idr[source] += item.idr(name)
    return {source: (counts[source], idr[source]) for source in CAME}


def _source(item: ChainItem) -> str:
    if item.open:
        return "open"
    return {PROPOSALS: "musrenbang", RECESS: "reses"}.get(item.first, "own")


def shares(ends: tuple[float, float] | None) -> str:
    """Write a share, or the least and the most that it can be."""
    if ends is None:
        return "–"
    low, high = (percent(end, 0) for end in ends)
    return low if low == high else f"{low.rstrip('%')}–{high}"


def sheets(chain: Chain) -> "dict[str, pd.DataFrame]":
    """Give the chain sheet by sheet: funnel, indicators, documents, proposals, and what is missing."""
    return {
        tr("corong"): _funnel(chain),
        tr("indikator"): _indicators(ChainRecord(chain).indicators()),
        tr("isi dokumen"): _documents(chain),
        tr("usulan"): _lives(chain),
        tr("sebab"): _reasons(chain),
        tr("yang belum ada"): _lacking(chain),
    }


def _funnel(chain: Chain) -> "pd.DataFrame":
    import pandas as pd

    heads = [tr("daftar"), tr("datang"), tr("ada"), tr("belum diperiksa"), tr("hilang")]
    heads += [tr("rupiah datang"), tr("rupiah ada"), tr("rupiah belum diperiksa")]
    heads += [tr("sebab terbanyak")]
    rows = [
        (
            LISTS[gate.name],
            gate.entered,
            gate.count,
            gate.open,
            gate.lost,
            gate.asked_idr,
            gate.idr,
            gate.open_idr,
            next(iter(gate.reasons), ""),
        )
        for gate in chain.gates
    ]
    return pd.DataFrame(rows, columns=heads)


def _indicators(measured: list[MeasuredIndicator]) -> "pd.DataFrame":
    import pandas as pd

    heads = [tr("indikator"), tr("paling sedikit"), tr("paling banyak")]
    heads += [tr("rupiah paling sedikit"), tr("rupiah paling banyak"), tr("tidak dapat dikatakan")]
    none = (None, None)
    rows = [(m.label, *(m.count or none), *(m.rupiah or none), m.why_not) for m in measured]
    return pd.DataFrame(rows, columns=heads)


def _documents(chain: Chain) -> "pd.DataFrame":
    import pandas as pd

    rows = [
        (LISTS[name], CAME[source], count, idr)
        for name in chain.documents
        for source, (count, idr) in came_from(chain, name).items()
    ]
    heads = [tr("dokumen"), tr("asal"), tr("pekerjaan"), tr("rupiah")]
    return pd.DataFrame(rows, columns=heads)


def _lives(chain: Chain) -> "pd.DataFrame":
    import pandas as pd

    rows = []
    for number, item in chain.proposals.items():
        line, stop, life = item.lines[PROPOSALS][0], chain.ends(item), chain.life(item)
        money = [item.idr(name) for name in chain.documents]
        why = life[stop] if stop else ""
        stopped = LISTS[stop] if stop else tr("sampai ujung")
        start = (number, line.what, line.village, line.skpd, line.cost_idr)
        rows.append((*start, *(life[name] for name in LISTS), *money, stopped, why))
    heads = [tr("nomor"), tr("usulan"), tr("desa"), tr("SKPD"), tr("biaya (rupiah)")]
    heads += [LISTS[name] for name in LISTS]
    heads += [tr("rupiah dalam {daftar}").format(daftar=LISTS[name]) for name in chain.documents]
    return pd.DataFrame(rows, columns=[*heads, tr("berhenti di"), tr("sebab")])


def _reasons(chain: Chain) -> "pd.DataFrame":
    import pandas as pd

    rows = [
        (LISTS[gate.name], reason, count)
        for gate in chain.gates
        for reason, count in gate.reasons.items()
    ]
    return pd.DataFrame(rows, columns=[tr("daftar"), tr("sebab"), tr("usulan")])


def _lacking(chain: Chain) -> "pd.DataFrame":
    import pandas as pd

    text = tr("{daftar}: {n} baris belum diperiksa.")
    said = [text.format(daftar=LISTS[name], n=n) for name, n in undecided(chain).items()]
    return pd.DataFrame({tr("yang belum ada atau belum diperiksa"): [*absences(chain), *said]})


def example() -> "dict[str, pd.DataFrame]":
    """Give invented lists of one kecamatan, by list: a year of wanasari, as offices would have written it down.

    Most lines name what they are; some are left to be decided, and some refusals stand in the lists with their reason.
    """
    run = run_year(World.load(EXAMPLE), Scenario.load("2010"), seed=SEED)
    return _ExampleLists(run).made()


def write_example(folder: Path) -> list[Path]:
    """Write the example lists, a workbook each, into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    return [
        excel.write_tables({name: table}, folder / f"{name}.xlsx")
        for name, table in example().items()
    ]


class _ExampleLists:
    """Lists of one kecamatan out of a run."""

    def __init__(self, run: Run) -> None:
        part = run.parts[0]
        self.run, self.part, table = run, part, part.docket.proposals
        kecamatan = part.world.kecamatan_of[table.village]
        self.mine = {row for row in range(len(table)) if kecamatan[row] == 0}
        numbers = sorted(self.mine)
        self.ids = dict(zip(numbers, frames.ids(part, _array(numbers)), strict=True))
        self.what = dict(zip(numbers, frames.what(part, _array(numbers)), strict=True))
        self.origin = {row: int(table.origin[row]) for row in numbers}
        self.key: dict[int, str] = {}  # of a row of the run, as the lists name it

    def made(self) -> "dict[str, pd.DataFrame]":
        """Give every list in the order in which offices write them."""
        lists = {PROPOSALS: self._proposals(), RECESS: self._recess(), PLAN: self._plan()}
        return lists | {name: self._document(name) for name in FORUMS}

    def _line(self, row: int) -> dict[str, Any]:
        table, world = self.part.docket.proposals, self.part.world
        return {
            "what": self.what[row],
            "village": str(world.villages["name"][table.village[row]]),
            "skpd": str(world.skpd["name"][table.skpd[row]]),
        }

    def _proposals(self) -> "pd.DataFrame":
        lines: list[dict[str, Any]] = []
        for row, granted, asked, reason in self._decided("musrenbang_kecamatan", "musrenbang"):
            self.key[row] = self.ids[row]
            status = {"eligible": tr("Diterima") if granted else tr("Ditolak"), "note": reason}
            code = str(self.part.world.skpd["code"][self.part.docket.proposals.skpd[row]])
            status["code"] = code if len(lines) % _OPEN_EACH else ""
            lines.append({"id": self.ids[row], **self._line(row), "cost_idr": asked, **status})
        return _table(PROPOSALS, lines)

    def _recess(self) -> "pd.DataFrame":
        lines, matches = [], self.part.docket.proposals.matches
        rows = [row for row, *_ in self._decided("reses", "reses")]
        for number, row in enumerate(rows, 1):
            partner = self.key.get(int(matches[row]), no_partner()[0])
            self.key[row] = f"{RECESS} R{number:02}" if partner in no_partner() else partner
            lines.append({"id": f"R{number:02}", **self._line(row), "partner": partner})
        return _table(RECESS, _with_some_open(lines))

    def _plan(self) -> "pd.DataFrame":
        agencies = zip(
            *(self.part.world.skpd[name].tolist() for name in ("code", "name")), strict=True
        )
        text = tr("Program pelayanan dan sarana {nama}")
        lines = [
            {"id": code, "what": text.format(nama=name), "skpd": name} for code, name in agencies
        ]
        return _table(PLAN, lines)

    def _document(self, name: str) -> "pd.DataFrame":
        lines: list[dict[str, Any]] = []
        refused = 0
        for row, granted, asked, reason in self._decided(FORUMS[name]):
            refused += not granted
            if not granted and refused % _WRITTEN_EACH:
                continue  # as offices mostly do: what is not taken is not on the list
            number = f"{name[:2].upper()}{len(lines) + 1:02}"
            status = {"eligible": tr("Diterima") if granted else tr("Ditolak"), "note": reason}
            partner = self.key.setdefault(row, f"{name} {number}")
            own = partner == f"{name} {number}"
            said = {"partner": no_partner()[0] if own else partner, "cost_idr": granted or asked}
            lines.append({"id": number, **self._line(row), **said, **status})
        return _table(name, _with_some_open(lines))

    def _decided(self, forum: str, origin: str = "") -> Iterator[tuple[int, int, int, str]]:
        """Give the rows of one forum, with rupiah granted and asked and the reason, those of one origin."""
        for part, step in self.run.steps(forum):
            texts = frames.forum(self.run, forum)["reason_text"].tolist()
            of = [Origin(o) for o in part.docket.proposals.origin[step.rows].tolist()]
            for at, row in enumerate(step.rows.tolist()):
                if row in self.mine and (not origin or of[at] in CHANNELS[origin]):
                    granted, asked = int(step.granted[at]), int(step.asked[at])
                    yield row, granted if step.pot[at] >= 0 else 0, asked, texts[at]


def _with_some_open(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        line | {"partner": ""} if at % _OPEN_EACH == _OPEN_EACH - 1 else line
        for at, line in enumerate(lines)
    ]


def _table(name: str, lines: list[dict[str, Any]]) -> "pd.DataFrame":
    """Give lines under the headings of their list."""
    import pandas as pd

    used = ("id", "what", "village", "skpd", "code", "cost_idr", "partner", "eligible", "note")
    columns = {c.name: c for c in LIST_COLUMNS[kind_of(name)] if c.name in used}
    order = [columns[key] for key in used if key in columns and any(key in line for line in lines)]
    rows = [[line.get(column.name, "") for column in order] for line in lines]
    return pd.DataFrame(rows, columns=[_head(column) for column in order])


def _head(column: Column) -> str:
    return tr("status") if column.kind == "flag" else column.head


def _array(numbers: list[int]) -> Any:
    import numpy as np

    return np.array(numbers, np.int64)
