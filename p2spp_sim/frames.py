"""A run as tables, texts and Excel: the edge where arrays become what people read."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from p2spp_sim import proposals as P  # noqa: N812
from p2spp_sim.errors import P2sppError, UnknownName
from p2spp_sim.meeting import DONE
from p2spp_sim.rules import ForumSpec, Reason
from p2spp_sim.schema import AUTHORITIES, SLOTS
from p2spp_sim.text import language, number, pick, rupiah, tr

if TYPE_CHECKING:
    import pandas as pd

    from p2spp_sim.ledger import Part, Run, Step

CHANNELS = {"musrenbang": (0, 1), "skpd": (2,), "reses": (3,)}
_DAPIL_ITEMS = 10_000


def ids(part: "Part", rows: NDArray[Any]) -> list[str]:
    """Name proposals: U from a village, R from an agency, P from reses; or as the recorded case names them."""
    world, table = part.world, part.docket.proposals
    if len(world.proposals["id"]):
        return [str(world.proposals["id"][row]) for row in rows.tolist()]
    slot = (table.key[rows] & np.uint64(SLOTS - 1)).astype(np.int64)
    by_village = (table.village[rows].astype(np.int64) + world.first) * SLOTS + slot
    dapil = world.dapil_of[world.kecamatan_of[table.village[rows]]].astype(np.int64) + world.first_dapil
    item = (table.key[rows] & np.uint64(0xFFFF)).astype(np.int64)
    origin = table.origin[rows]
    serial = np.where(origin == P.Origin.RESES, dapil * _DAPIL_ITEMS + item, by_village)
    return [f"{'UURP'[o]}-{s:04d}" for o, s in zip(origin.tolist(), serial.tolist(), strict=True)]


def what(part: "Part", rows: NDArray[Any]) -> list[str]:
    """Say what is proposed, with volume and unit for drawn proposals."""
    if len(part.world.proposals["id"]):
        return [str(part.world.proposals["what"][row]) for row in rows.tolist()]
    kinds = P.activities()
    names = kinds[f"what_{language()}"]
    table = part.docket.proposals
    activity = table.activity[rows]
    volume = np.maximum(1, np.rint(table.cost[rows] / kinds["unit_cost_idr"][activity])).astype(np.int64)
    return [
        f"{names[a]}, {number(v)} {kinds['unit'][a]}"
        for a, v in zip(activity.tolist(), volume.tolist(), strict=True)
    ]


def _mine(part: "Part", rows: NDArray[Any], origin: str) -> NDArray[np.bool_]:
    if not origin:
        return np.ones(len(rows), np.bool_)
    if origin not in CHANNELS:
        raise UnknownName(tr("Asal usulan"), origin, CHANNELS)
    return np.isin(part.docket.proposals.origin[rows], CHANNELS[origin])


def funnel(run: "Run", origin: str) -> "pd.DataFrame":
    """Count what every stage took and lost (see `Run.funnel`)."""
    import pandas as pd

    table = []
    felt = sum(int(part.docket.felt.sum()) for part in run.parts)
    if felt and origin in ("", "musrenbang"):
        voiced = [part.docket.proposals.origin <= P.Origin.WOMEN for part in run.parts]
        source = next(source for source in run.rules.source if source.key == "needs")
        idr = sum(int(part.docket.proposals.cost[mine].sum()) for part, mine in zip(run.parts, voiced, strict=True))
        count = sum(int(mine.sum()) for mine in voiced)
        table.append(_row("needs", pick(source.label), felt, count, idr, idr, 0, None))
    for spec in run.rules.forum:
        entered = count = asked = granted = lost = 0
        reasons = np.zeros(len(Reason), np.int64)
        for part, step in run.steps(spec.key):
            mine = _mine(part, step.rows, origin)
            taken = mine & (step.pot >= 0)
            entered += int(mine.sum())
            count += int(taken.sum())
            asked += int(step.asked[mine].sum())
            granted += int(step.granted[taken].sum())
            lost += int(step.asked[mine & ~taken].sum())
            reasons += np.bincount(step.reason[mine], minlength=len(Reason))
        reasons[0] = 0
        main = Reason(int(reasons.argmax())) if reasons.any() else None
        table.append(_row(spec.key, pick(spec.label), entered, count, asked, granted, lost, main))
    return pd.DataFrame(table)


def _row(stage: str, label: str, entered: int, count: int, asked: int, granted: int, lost: int, main: Reason | None) -> dict[str, Any]:
    return {
        "stage": stage,
        "label": label,
        "entered": entered,
        "count": count,
        "rupiah": granted,
        "share_count": count / entered if entered else float("nan"),
        "share_rupiah": granted / asked if asked else float("nan"),
        "lost_count": entered - count,
        "lost_rupiah": lost,
        "main_reason": main.text if main else "",
    }


def _decisions(spec: ForumSpec, step: "Step") -> tuple[list[str], NDArray[np.int64]]:
    """Name what was decided, and give the rupiah approved under a ceiling (a list approves none)."""
    money = np.array([bool(pot.ceiling) and not pot.limit for pot in spec.pots] + [False])[step.pot]
    named = []
    for pot, paid, rank, less in zip(step.pot, money, step.rank, step.granted < step.asked, strict=True):
        if pot < 0:
            named.append("rejected" if rank else "returned")
        elif not paid:
            named.append("passed")
        else:
            named.append("reduced" if less else "funded")
    return named, np.where(money, step.granted, 0)


def forum(run: "Run", key: str) -> "pd.DataFrame":
    """Give one forum's decisions, one row a proposal (see `ForumRun.frame`)."""
    import pandas as pd

    spec = run.rules.forum[run.rules.index(key)]
    frames = []
    for part, step in run.steps(key):
        decision, approved = _decisions(spec, step)
        reasons = [Reason(code) for code in step.reason.tolist()]
        village = part.docket.proposals.village[step.rows]
        frames.append(
            pd.DataFrame(
                {
                    "id": ids(part, step.rows),
                    "village": part.world.villages["name"][village],
                    "what": what(part, step.rows),
                    "decision": decision,
                    "reason": [reason.key for reason in reasons],
                    "reason_text": [reason.text for reason in reasons],
                    "score": np.round(step.score.astype(np.float64), 6),
                    "rank": step.rank,
                    "asked_idr": step.asked,
                    "approved_idr": approved,
                    "pot": [pick(spec.pots[pot].label) if pot >= 0 else "" for pot in step.pot.tolist()],
                    "households": part.docket.proposals.households[step.rows],
                    "poor_households": part.docket.proposals.poor_households[step.rows],
                }
            )
        )
    return pd.concat(frames, ignore_index=True)


def proposals(run: "Run") -> "pd.DataFrame":
    """Give one row a proposal with its end (see `Run.frame`)."""
    import pandas as pd

    labels = [spec.label for spec in run.rules.forum]
    keys = [spec.key for spec in run.rules.forum]
    frames = []
    for part in run.parts:
        table, docket, villages = part.docket.proposals, part.docket, part.world.villages
        rows = np.arange(len(table))
        last = np.full(len(table), -1, np.int64)
        for step in part.steps:
            last[step.rows] = step.forum
        names = ids(part, rows)
        frames.append(
            pd.DataFrame(
                {
                    "id": names,
                    "origin": [P.Origin(o).name.lower() for o in table.origin.tolist()],
                    "village": villages["name"][table.village],
                    "village_code": villages["code"][table.village],
                    "kecamatan": part.world.kecamatan["name"][part.world.kecamatan_of[table.village]],
                    "what": what(part, rows),
                    "skpd": part.world.skpd["code"][table.skpd],
                    "authority": [AUTHORITIES[a] for a in table.authority.tolist()],
                    "cost_idr": table.cost,
                    "households": table.households,
                    "poor_households": table.poor_households,
                    "urgency": table.urgency,
                    "selfhelp_idr": table.selfhelp,
                    "papers": table.has(P.PAPERS),
                    "in_rpjm": table.has(P.IN_RPJM),
                    "matches": [names[m] if m >= 0 else "" for m in table.matches.tolist()],
                    "built": docket.at == DONE,
                    "stage": [keys[i] for i in last.tolist()],
                    "stage_label": [pick(labels[i]) for i in last.tolist()],
                    "reason": [Reason(r).key for r in docket.reason.tolist()],
                    "reason_text": [Reason(r).text for r in docket.reason.tolist()],
                    "approved_idr": np.where(docket.at == DONE, docket.idr, 0),
                }
            )
        )
    return pd.concat(frames, ignore_index=True)


def money(run: "Run") -> "pd.DataFrame":
    """Give one row a pot (see `Run.money`)."""
    import pandas as pd

    table = []
    for spec in run.rules.forum:
        for n, pot in enumerate(spec.pots):
            ceiling = granted = count = 0
            for _, step in run.steps(spec.key):
                mine = step.pot == n
                granted += int(step.granted[mine].sum())
                count += int(mine.sum())
                if (limit := step.ceilings[n]) is not None:
                    ceiling += int(limit.sum())
            capped = bool(pot.ceiling) and not pot.limit
            table.append((spec.key, pick(spec.label), pot.key, pick(pot.label), ceiling if capped else None, granted, count))
    return pd.DataFrame(table, columns=["stage", "stage_label", "pot", "pot_label", "ceiling_idr", "granted_idr", "count"]).astype(
        {"ceiling_idr": "Int64"}
    )


@dataclass(frozen=True)
class Life:
    """What happened to one proposal."""

    id: str
    about: str
    gates: list[dict[str, Any]]
    note: str = field(default="")

    def frame(self) -> "pd.DataFrame":
        """Give one row a gate: forum, decision, rank, rupiah asked and granted, pot, reason."""
        import pandas as pd

        return pd.DataFrame(self.gates)

    def __str__(self) -> str:
        """Tell it as text."""
        lines = [f"{self.id}  {self.about}"]
        for gate in self.gates:
            place = tr("peringkat {rank} dari {of}").format(rank=gate["rank"], of=gate["of"]) if gate["rank"] else ""
            result = gate["pot"] or gate["reason_text"]
            lines.append(
                f"  {gate['label']:<38} {_WORDS_TEXT(gate['decision']):<12} {rupiah(gate['granted_idr']):>18}  {result}"
                + (f" ({place})" if place else "")
            )
        return "\n".join([*lines, f"  {self.note}"] if self.note else lines)

    __repr__ = __str__


def _WORDS_TEXT(decision: str) -> str:  # noqa: N802
    return tr(DECISIONS[decision])


DECISIONS = {
    "funded": "didanai",
    "reduced": "dikurangi",
    "passed": "diteruskan",
    "returned": "dikembalikan",
    "rejected": "tidak terpilih",
}


def life(run: "Run", proposal: str) -> Life:
    """Tell one proposal's life (see `Run.trace`)."""
    for part in run.parts:
        rows = np.arange(len(part.docket.proposals))
        names = ids(part, rows)
        if proposal in names:
            return _life(run, part, names, names.index(proposal))
    every = [name for part in run.parts[:1] for name in ids(part, np.arange(len(part.docket.proposals)))]
    raise UnknownName(tr("Usulan"), proposal, every)


def _life(run: "Run", part: "Part", names: list[str], row: int) -> Life:
    table = part.docket.proposals
    gates = []
    for step in part.steps:
        at = int(np.searchsorted(step.rows, row))
        if at == len(step.rows) or step.rows[at] != row:
            continue
        spec = run.rules.forum[step.forum]
        decision, reason, pot = _one_decision(spec, step, at), Reason(int(step.reason[at])), int(step.pot[at])
        here = (step.group == step.group[at]) & (step.rank > 0)
        gates.append(
            {
                "stage": spec.key,
                "label": pick(spec.label),
                "month": spec.month,
                "decision": decision,
                "rank": int(step.rank[at]),
                "of": int(here.sum()),
                "asked_idr": int(step.asked[at]),
                "granted_idr": int(step.granted[at]),
                "pot": pick(spec.pots[pot].label) if pot >= 0 else "",
                "reason": reason.key,
                "reason_text": reason.text,
            }
        )
    one = np.array([row])
    village = part.world.villages["name"][table.village[row]]
    about = f"{what(part, one)[0]} – {village}, {rupiah(int(table.cost[row]))}"
    return Life(names[row], about, gates, _match_note(part, names, row))


def _one_decision(spec: ForumSpec, step: "Step", at: int) -> str:
    pot = int(step.pot[at])
    if pot < 0:
        return "rejected" if step.rank[at] else "returned"
    if not spec.pots[pot].ceiling or spec.pots[pot].limit:
        return "passed"
    return "reduced" if step.granted[at] < step.asked[at] else "funded"


def _match_note(part: "Part", names: list[str], row: int) -> str:
    docket, matches = part.docket, part.docket.proposals.matches
    if matches[row] >= 0:
        return tr("Sama dengan usulan musrenbang {id}.").format(id=names[matches[row]])
    twins = np.flatnonzero(matches == row)
    if not len(twins):
        return ""
    built = [t for t in twins.tolist() if docket.at[t] == DONE]
    if built:
        return tr("Dibangun lewat pokir {id}, {idr}.").format(id=names[built[0]], idr=rupiah(int(docket.idr[built[0]])))
    return tr("Dicatat juga dalam reses: {ids}.").format(ids=", ".join(names[t] for t in twins.tolist()))


def to_excel(run: "Run", path: Path) -> Path:
    """Write a run as an Excel file (see `Run.to_excel`)."""
    try:
        import xlsxwriter
    except ImportError:
        raise P2sppError(tr("Menulis Excel memerlukan paket XlsxWriter (p2spp-sim[workbook]).")) from None
    sheets = {
        tr("corong"): run.funnel(),
        tr("uang"): run.money(),
        tr("indikator"): run.indicators(),
        tr("usulan"): run.frame(),
        tr("skenario"): _scenario_frame(run),
    }
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with xlsxwriter.Workbook(str(temporary), {"nan_inf_to_errors": True}) as book:
            _write_sheets(book, sheets)
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
    return path


def _write_sheets(book: Any, sheets: "dict[str, pd.DataFrame]") -> None:
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    formats = {"rupiah": book.add_format({"num_format": "#,##0"}), "share": book.add_format({"num_format": "0.0%"})}
    for name, table in sheets.items():
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 1)
        for column, title in enumerate(table.columns):
            kind = "rupiah" if title.endswith("idr") or "rupiah" in title else ""
            kind = "share" if title.startswith("share") else kind
            values = [None if value is None or value != value else value for value in table[title].astype(object)]
            sheet.set_column(column, column, min(44, max(len(title), *(len(str(v)) for v in values[:200]), 6) + 2), formats.get(kind))
            sheet.write(0, column, title, head)
            for row, value in enumerate(values, 1):
                sheet.write(row, column, value.item() if hasattr(value, "item") else value)
        sheet.autofilter(0, 0, max(len(table), 1), len(table.columns) - 1)


def _scenario_frame(run: "Run") -> "pd.DataFrame":
    import pandas as pd

    from p2spp_sim.scenario import declared

    rows = [
        (key, pick(lever.label), run.scenario.value(key), lever.value, lever.unit, lever.source, lever.firmness)
        for key, lever in declared().items()
    ]
    table = pd.DataFrame(rows, columns=["key", "label", "value", "default", "unit", "source", "firmness"])
    about = pd.DataFrame(
        [("dataset", run.world.name, run.world.name), ("rules", run.scenario.rules, ""), ("seed", run.seed, "")],
        columns=["key", "value", "label"],
    )
    return pd.concat([about, table], ignore_index=True)
