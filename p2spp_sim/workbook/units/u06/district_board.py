"""Unit 06: a kabupaten on one screen: coins on levers, and what every document keeps of the villages' lists."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache, partial
from typing import Any, NamedTuple

import msgspec
import numpy as np

import p2spp_sim as p2
from p2spp_sim.base.arrays import Bools
from p2spp_sim.base.era import THEN
from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.files import read_data
from p2spp_sim.base.formats import number, rupiah_short
from p2spp_sim.base.language import Labels, language, pick, tr
from p2spp_sim.model.loading import load_rules
from p2spp_sim.model.rulebook import Reason
from p2spp_sim.results.conditions import Conditions
from p2spp_sim.scenario.scenario import Lever, LeverValue, Scenario
from p2spp_sim.workbook.case.courses import Frozen, frozen
from p2spp_sim.workbook.case.crowding import YearGates, gates_of_year, why_less
from p2spp_sim.workbook.case.desk import FunnelStage, world
from p2spp_sim.workbook.case.followed import FollowedRun
from p2spp_sim.workbook.controls.control import ControlValue
from p2spp_sim.workbook.controls.levers import said_value, scale_of
from p2spp_sim.workbook.core.board import Answered, Values
from p2spp_sim.workbook.core.moving_board import Answering, Part, choice
from p2spp_sim.workbook.core.unit import Unit
from p2spp_sim.workbook.page.markup import MILLION
from p2spp_sim.workbook.units.shared.cockpit import (
    REACHED_WORDS,
    Cockpit,
    Frame,
    PartLine,
    reached,
    signs_of,
    villages_of,
)
from p2spp_sim.workbook.units.shared.funnels import funnel_picture
from p2spp_sim.workbook.units.shared.tried_board import (
    VILLAGE,
    TriedBoard,
    own_village,
    tried_words,
    when_of,
)

DATASETS = ("wanasari", "sumedang")
DATASET, COINS, OPEN = "dataset", "upaya", "kebijakan"
BILLION = 1000 * MILLION
DOCUMENTS = Labels(
    musrenbang_kecamatan="Daftar kecamatan",
    forum_skpd="Renja SKPD",
    musrenbang_kabupaten="RKPD",
    kua_ppas="PPAS",
    apbd="APBD",
)
DISTRICT_WORDS = Labels(
    number="miliar rupiah usulan desa tertulis dalam APBD",
    purse="Pundi upaya",
    points="Upaya",
    policies="Aturan",
    tabs="Yang memegang pilihan kebijakan",
    fate_b="{desa}: sampai APBD, juga tanpa Anda.",
    fate_p="{desa}: sampai APBD berkat Anda.",
    fate_m="{desa}: hilang karena keputusan Anda.",
    fate_n="{desa}: tidak ada yang sampai APBD.",
)
DRAWN = (
    "Satuan: usulan dan rupiah. Sumber: simulasi p2spp_sim, masa aturan {rezim}; usulan dan "
    "keputusan ditarik acak."
)


class CoinRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Coins in the purse, and the most on one lever."""

    purse: int
    most: int
    source: str
    firmness: str


class LeverHolder(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who holds some levers: what a coin moves, what can be opened, what is turned without coins."""

    label: dict[str, str]
    person: dict[str, str]
    coin: dict[str, float] = {}
    open: tuple[str, ...] = ()
    dial: str = ""


class CoinGame(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of `datasets/rencana_anggaran.toml`."""

    play: CoinRules
    group: dict[str, LeverHolder]


@cache
def coin_game() -> CoinGame:
    """Read who holds which lever, and what a coin moves."""
    return read_data(CoinGame, "datasets", "rencana_anggaran.toml")


def holders_of(base: Scenario) -> dict[str, LeverHolder]:
    """Give the holders with the levers that the rule book knows: what it demands itself, nobody opens."""
    return {
        key: msgspec.structs.replace(
            group,
            coin={name: coin for name, coin in group.coin.items() if base.knows(name)},
            open=tuple(filter(base.knows, group.open)),
        )
        for key, group in coin_game().group.items()
    }


class Coins(Part):
    """Coins on a lever, kept as what the lever's slider would show; a value between two coins goes to the nearer.

    Parameters
    ----------
    widget : the screen.
    base : the untouched year.
    key : of the lever.
    coin : what one coin moves, in the lever's own unit.
    """

    def __init__(self, widget: Answering, base: Scenario, key: str, coin: float) -> None:
        self.lever: Lever = base.lever(key)
        scale = scale_of(self.lever)
        self._step = round(coin * scale)
        self._low = round(float(base.value(key)) * scale)
        super().__init__(key, widget, self._nearest, partial(_said, base, key))

    def worth(self, count: int) -> int:
        """Give the value with some coins."""
        return self._low + count * self._step

    def told_of(self, saved: Any) -> str:
        """Say what a saved value became that lies between two coins."""
        if saved == self.value:
            return ""
        old, new = (lever_value(self.lever, shown) for shown in (saved, self.value))
        return tr("Nilai lama {tuas}, {lama}, menjadi {baru}: koin terdekat.").format(
            tuas=self.lever.called,
            lama=said_value(self.lever, old),
            baru=said_value(self.lever, new),
        )

    def _nearest(self, given: Any) -> int:
        if isinstance(given, bool) or not isinstance(given, int):
            raise P2sppError(tr("Keputusan tersimpan tidak terbaca."))
        count = round((given - self._low) / self._step)
        return self.worth(min(max(count, 0), coin_game().play.most))

    def _found(self, decision: dict[str, Any]) -> Any:
        count = decision[COINS].get(self.key, 0)
        return self.worth(count) if isinstance(count, int) else None

    def _placed(self, decision: dict[str, Any], value: ControlValue) -> dict[str, Any]:
        assert isinstance(value, int)
        count = (value - self._low) // self._step
        return {**decision, COINS: {**decision[COINS], self.key: count}}


class Opened(Part):
    """A policy that is laid open or not."""

    def _found(self, decision: dict[str, Any]) -> Any:
        return self.key in decision[OPEN]

    def _placed(self, decision: dict[str, Any], value: ControlValue) -> dict[str, Any]:
        others = [key for key in decision[OPEN] if key != self.key]
        return {**decision, OPEN: [*others, self.key] if value else others}


def lever_value(lever: Lever, shown: ControlValue) -> LeverValue:
    """Give a lever's own value for what its slider would show."""
    if isinstance(shown, bool) or lever.kind == "integer":
        return bool(shown) if isinstance(shown, bool) else int(str(shown))
    return float(str(shown)) / scale_of(lever)


def _said(base: Scenario, key: str, shown: ControlValue) -> str:
    """Say a lever that was moved."""
    lever = base.lever(key)
    value = lever_value(lever, shown)
    if value == base.value(key):
        return ""
    return tr("{tuas}: {nilai}").format(tuas=lever.called, nilai=said_value(lever, value))


class ProposalStop(NamedTuple):
    """The place of the last forum of a proposal in the rule book, and why it stopped; no reason in the APBD."""

    forum: int
    reason: str


@dataclass(frozen=True, slots=True)
class DistrictYear:
    """What a year leaves of the villagers' proposals.

    Parameters
    ----------
    gates : by stage, in order.
    reached : (villages,) whether a proposal of the village is in the APBD.
    all_gates : these gates with the money that they gave to all.
    stops : by village, where each of its proposals stopped, by number.
    """

    gates: dict[str, FunnelStage]
    reached: Bools
    all_gates: YearGates
    stops: tuple[dict[str, ProposalStop], ...]

    @property
    def arrived_idr(self) -> int:
        """Rupiah of the villagers' proposals in the APBD."""
        return list(self.gates.values())[-1].rupiah


@lru_cache(maxsize=64)
def year_of(name: str, changed: Frozen, seed: int, spoken: str, book: str = THEN) -> DistrictYear:
    """Run a year and check it.

    Parameters
    ----------
    name : of the dataset.
    changed : levers moved from where the rule book has them.
    spoken : language of the screen, in which the gates are named.
    book : of the rules.

    Raises
    ------
    LedgerError : when the run lost a proposal or a rupiah.
    """
    scenario = Scenario.load(book).change(**dict(changed))
    run = p2.run_year(world(name), scenario, seed=seed).check()
    gates = gates_of_year(run, "musrenbang", tuple(DOCUMENTS))
    own = {stage: replace(gate, label=DOCUMENTS[stage]) for stage, gate in gates.own.items()}
    return DistrictYear(dict(gates.own), reached(run), YearGates(own, gates.every), stops_of(run))


def stops_of(run: p2.Run) -> tuple[dict[str, ProposalStop], ...]:
    """Tell of every village where each proposal of its musrenbang stopped, by number; what others paid is left out."""
    followed, routes, first = FollowedRun(run), run.routes(), 0
    stops = []
    for part in run.parts:
        proposals, block = part.docket.proposals, Conditions(run, part)
        mine, in_apbd = block.mask("origin:musrenbang"), block.mask("taken:apbd")
        villages: list[dict[str, ProposalStop]] = [{} for _ in range(block.villages)]
        for row in np.flatnonzero(mine).tolist():
            route = routes.routes[routes.of[first + row]]
            reason = "" if in_apbd[row] else route.reason.text
            if in_apbd[row] or route.reason != Reason.NONE:
                name = followed.ids[first + row]
                villages[proposals.village[row]][name] = ProposalStop(route.forums[-1], reason)
        first += len(proposals)
        stops += villages
    return tuple(stops)


def stopped(
    now: Mapping[str, ProposalStop], ghost: Mapping[str, ProposalStop], book: str = THEN
) -> str:
    """Say where and why a village's proposals stopped: first those that got through without these decisions."""
    if any(not stop.reason for stop in now.values()):
        return ""
    lost = [name for name, stop in ghost.items() if not stop.reason and name in now]
    text = tr("{usulan} kini berhenti di {gerbang}: {sebab}.")
    if not lost:
        lost = sorted(now, key=lambda name: -now[name].forum)
        text = tr("Yang terjauh, {usulan}, berhenti di {gerbang}: {sebab}.")
    if not lost:
        return tr("Usulannya tidak ada yang menuju APBD.")
    stop = now[lost[0]]
    gate = pick(load_rules(book).forum[stop.forum].label)
    return text.format(usulan=lost[0], gerbang=gate, sebab=stop.reason)


def district_board(unit: Unit, datasets: Iterable[str]) -> TriedBoard:
    """Make the board of a year of the kabupaten that the learner picks.

    Parameters
    ----------
    datasets : what can be picked, the first shown first.
    """
    book, play, seed = unit.desk.book, coin_game().play, unit.desk.seed
    base = Scenario.load(book)
    holders = holders_of(base)
    names = {name: pick(world(name).title) for name in datasets}
    villages = {name: villages_of(world(name)) for name in names}
    first = next(iter(names))
    dials = [group.dial for group in holders.values() if group.dial]
    screen = Cockpit(
        words=tried_words({**REACHED_WORDS, **DISTRICT_WORDS}),
        decision={DATASET: first, VILLAGE: own_village(villages[first]), COINS: {}, OPEN: []}
        | {dial: round(float(base.value(dial)) * scale_of(base.lever(dial))) for dial in dials},
    )
    coins = {
        key: Coins(screen, base, key, coin)
        for group in holders.values()
        for key, coin in group.coin.items()
    }
    opened = [key for group in holders.values() for key in group.open]
    codes = {village["code"] for every in villages.values() for village in every}
    levers = [*coins, *opened, *dials]
    parts = [
        Part(DATASET, screen, choice(names), lambda name: names[name]),
        *coins.values(),
        *(Opened(key, screen, bool, partial(_said, base, key)) for key in opened),
        *(_dialled(screen, base, key) for key in dials),
        Part(VILLAGE, screen, choice(codes)),
    ]

    def year(values: Values) -> DistrictYear:
        moved = {key: lever_value(base.lever(key), values[key]) for key in levers}
        changed = {key: value for key, value in moved.items() if value != base.value(key)}
        return year_of(str(values[DATASET]), frozen(changed), seed, language(), book)

    def before(values: Values) -> DistrictYear:
        return year_of(str(values[DATASET]), (), seed, language(), book)

    def plan(values: Values) -> dict[str, Any]:
        name = str(values[DATASET])
        return {
            "title": names[name],
            "villages": villages[name],
            "purse": play.purse,
            "most": play.most,
            "opened": len(opened),
            "tabs": [_tab(key, group, base, coins) for key, group in holders.items()],
            "tenths": True,
            "point": number(0.5, 1)[1],
            "lines": tr("Miliar rupiah usulan desa dalam setiap dokumen"),
            "choice": {
                "key": DATASET,
                "label": tr("Tempat"),
                "options": [{"key": key, "label": words} for key, words in names.items()],
            },
        }

    def answer(values: Values) -> Answered:
        now, ghost = year(values).gates, before(values).gates
        title = tr("{nama}: usulan warga dari musrenbang kecamatan sampai APBD").format(
            nama=names[str(values[DATASET])]
        )
        drawn = funnel_picture(
            title, now, "rupiah", before=ghost, note=tr(DRAWN).format(rezim=book)
        )
        return Answered(_compared(now, ghost), (drawn,))

    def frame(values: Values, tries: int) -> Frame:
        return _frame(year(values), before(values), tries, book)

    example = next(iter(holders["bappeda"].coin))
    half = coins[example].worth(play.most // 2)
    words = tr("Hanya satu pilihan kebijakan diubah: {tuas}").format(
        tuas=_said(base, example, half)
    )
    fixed: list[tuple[str, Values]] = [
        (tr("Belum ada pilihan kebijakan yang diubah"), {}),
        (words, {example: half}),
    ]
    return TriedBoard(
        "kabupaten",
        parts,
        answer,
        unit.progress,
        plan=plan,
        frame=frame,
        aside=(DATASET,),
        fixed=fixed,
    )


def _dialled(screen: Cockpit, base: Scenario, key: str) -> Part:
    """Make the part of a lever that is turned without coins."""
    lever = base.lever(key)
    low, high = (round(float(end or 0) * scale_of(lever)) for end in (lever.low, lever.high))

    def read(given: Any) -> int:
        if isinstance(given, bool) or not isinstance(given, int):
            raise P2sppError(tr("Keputusan tersimpan tidak terbaca."))
        return min(max(given, low), high)

    return Part(key, screen, read, partial(_said, base, key))


def _tab(key: str, group: LeverHolder, base: Scenario, coins: dict[str, Coins]) -> dict[str, Any]:
    most = coin_game().play.most
    return {
        "key": key,
        "label": pick(group.label),
        "who": pick(group.person),
        "levers": [
            {
                "key": name,
                "label": base.lever(name).called,
                "values": [
                    said_value(base.lever(name), lever_value(base.lever(name), part.worth(count)))
                    for count in range(most + 1)
                ],
            }
            for name, part in coins.items()
            if name in group.coin
        ],
        "policies": [{"key": name, "label": base.lever(name).called} for name in group.open],
        "dial": _dial(base.lever(group.dial)) if group.dial else None,
        "clauses": [],
    }


def _dial(lever: Lever) -> dict[str, Any]:
    scale = scale_of(lever)
    top = round(float(lever.high or 1) * scale)
    label = tr("{tuas}, bagian APBD").format(tuas=lever.called)
    per = scale / 100  # steps in a per cent
    return {"key": lever.key, "label": label, "top": top, "step": 1, "unit": "%", "per": per}


def _frame(now: DistrictYear, ghost: DistrictYear, tries: int, book: str) -> Frame:
    top = max(gate.rupiah for year in (now, ghost) for gate in year.gates.values())
    lines = []
    for stage, label in DOCUMENTS.items():
        idr, idr_ghost = now.gates[stage].rupiah, ghost.gates[stage].rupiah
        change = _signed(idr - idr_ghost) if tries else ""
        text = number(idr / BILLION, 1)
        lines.append(PartLine(label, idr / top, idr_ghost / top, text, change))
    said = tr("Belum ada pilihan kebijakan yang diubah: letakkan satu koin, lalu jalankan tahun.")
    if tries:
        said = tr("{n} tertulis dalam APBD; tanpa Anda {tanpa}.").format(
            n=rupiah_short(now.arrived_idr), tanpa=rupiah_short(ghost.arrived_idr)
        )
    tiles = signs_of(now.reached, ghost.reached)
    fewer = _tenths(now.arrived_idr) <= _tenths(ghost.arrived_idr)
    worse = now.gates != ghost.gates and (fewer or tiles.count("m") > tiles.count("p"))
    return Frame(
        when=when_of(tries, tr("Belum dijalankan")),
        number=tries,
        now=_tenths(now.arrived_idr),
        ghost=_tenths(ghost.arrived_idr),
        tiles=tiles,
        said=said,
        lines=lines,
        why=why_less(now.all_gates, ghost.all_gates, "rupiah") if worse else "",
        stops=[stopped(*ends, book) for ends in zip(now.stops, ghost.stops, strict=True)],
    )


def _tenths(idr: int) -> int:
    return round(10 * idr / BILLION)


def _signed(idr: int) -> str:
    text = number(abs(idr) / BILLION, 1)
    sign = "±" if text == number(0, 1) else "+" if idr > 0 else "−"
    return sign + text


def _compared(now: dict[str, FunnelStage], before: dict[str, FunnelStage]) -> str:
    last, first = list(now.values())[-1], list(before.values())[-1]
    change = last.rupiah - first.rupiah
    said = tr("Sampai di APBD: {n} usulan, {rupiah}. Belum ada pilihan kebijakan yang diubah.")
    if now != before:
        said = tr(
            "Sampai di APBD: {n} usulan, {rupiah}. Sebelum diubah: {n0} usulan, {rupiah0} ({selisih})."
        )
    sign = "+" if change > 0 else "−" if change < 0 else "±"
    sentence = said.format(
        n=number(last.count),
        rupiah=rupiah_short(last.rupiah),
        n0=number(first.count),
        rupiah0=rupiah_short(first.rupiah),
        selisih=f"{sign}{rupiah_short(abs(change))}",
    )
    return sentence + "\n" + tr("Pemeriksaan buku besar: setiap usulan dan setiap rupiah tercatat.")
