"""A run as tables: the edge where arrays become what people read."""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from p2spp_sim.base.arrays import Bools
from p2spp_sim.base.errors import UnknownName
from p2spp_sim.base.formats import number
from p2spp_sim.base.language import language, pick, tr
from p2spp_sim.model import proposals as P  # noqa: N812
from p2spp_sim.model.activities import activities
from p2spp_sim.model.meeting import DONE
from p2spp_sim.model.outcomes import DecidedBy
from p2spp_sim.model.proposals import CHANNEL_OF_ORIGIN, ORIGINS
from p2spp_sim.model.rulebook import END, ForumSpec, Reason
from p2spp_sim.results.record import RunPart, RunRecord, Step
from p2spp_sim.world.schema import AUTHORITIES, SLOTS
from p2spp_sim.world.world import World

if TYPE_CHECKING:
    import pandas as pd

_TEXTS = ("what", "stage_label", "reason_text")
_ORIGINS = np.array([origin.name.lower() for origin in P.Origin])
_DAPIL_ITEMS = 20_000  # more than the addresses of all members of a dapil


def ids(part: RunPart, rows: NDArray[Any]) -> list[str]:
    """Name proposals: as they were recorded; drawn ones U from a village, R from an agency, P from reses."""
    known = part.docket.ids
    drawn = iter(_drawn_ids(part, rows[rows >= len(known)]))
    return [known[row] if row < len(known) else next(drawn) for row in rows.tolist()]


def _drawn_ids(part: RunPart, rows: NDArray[Any]) -> list[str]:
    world, table, taken = part.world, part.docket.proposals, set(part.docket.ids)
    slot = (table.key[rows] & np.uint64(SLOTS - 1)).astype(np.int64)
    by_village = (table.village[rows].astype(np.int64) + world.first) * SLOTS + slot
    dapil = (
        world.dapil_of[world.kecamatan_of[table.village[rows]]].astype(np.int64) + world.first_dapil
    )
    item = (table.key[rows] & np.uint64(0xFFFF)).astype(np.int64)
    origin = table.origin[rows]
    serial = np.where(origin == P.Origin.RESES, dapil * _DAPIL_ITEMS + item, by_village)
    names = [f"{'UURP'[o]}-{s:04d}" for o, s in zip(origin.tolist(), serial.tolist(), strict=True)]
    return [f"{name}*" if name in taken else name for name in names] if taken else names


def what(part: RunPart, rows: NDArray[Any]) -> list[str]:
    """Say what is proposed: as it was recorded, or with volume and unit for drawn proposals."""
    known, table, kinds = part.docket.what, part.docket.proposals, activities()
    drawn = rows[rows >= len(known)]
    # what is drawn as the equal of a recorded proposal, whose kind of works nobody noted, goes by its words
    equal = np.where(table.activity[drawn] < 0, table.matches[drawn], -1).tolist()
    names, activity = kinds[f"what_{language()}"], table.activity[drawn]
    volume = np.maximum(1, np.rint(table.cost[drawn] / kinds["unit_cost_idr"][activity])).astype(
        np.int64
    )
    # words of the screen language are looked up once for each thing, not once a row
    units = [tr(unit) for unit in kinds["unit"].tolist()]
    volumes = {amount: number(amount) for amount in np.unique(volume).tolist()}
    words = iter(
        tr(known[partner]) if partner >= 0 else f"{names[a]}, {volumes[v]} {units[a]}"
        for partner, a, v in zip(equal, activity.tolist(), volume.tolist(), strict=True)
    )
    # what our own datasets record is said in the screen language too
    return [tr(known[row]) if row < len(known) else next(words) for row in rows.tolist()]


def _reasons(codes: NDArray[np.int8]) -> tuple[list[str], list[str]]:
    """Give key and text of every reason, (n,) each."""
    rows, said = codes.tolist(), {code: Reason(code) for code in np.unique(codes).tolist()}
    texts = {code: reason.text for code, reason in said.items()}
    return [said[code].key for code in rows], [texts[code] for code in rows]


def _mine(part: RunPart, rows: NDArray[Any], origin: str) -> Bools:
    if not origin:
        return np.ones(len(rows), np.bool_)
    if origin not in ORIGINS:
        raise UnknownName(tr("Asal usulan"), origin, ORIGINS)
    return np.isin(part.docket.proposals.origin[rows], ORIGINS[origin])


def funnel(run: RunRecord, origin: str) -> "pd.DataFrame":
    """Count what every stage took and lost (see `Run.funnel`)."""
    import pandas as pd

    if origin and origin not in ORIGINS:
        raise UnknownName(tr("Asal usulan"), origin, ORIGINS)
    table = []
    felt = sum(int(part.docket.felt.sum()) for part in run.parts)
    if felt and origin in ("", "musrenbang"):
        voiced = [part.docket.proposals.origin <= P.Origin.WOMEN for part in run.parts]
        source = next(source for source in run.rules.source if source.key == "needs")
        idr = sum(
            int(part.docket.proposals.cost[mine].sum())
            for part, mine in zip(run.parts, voiced, strict=True)
        )
        count = sum(int(mine.sum()) for mine in voiced)
        table.append(
            _row("needs", pick(source.label), felt, count, idr, idr, 0, tr("tidak disuarakan"))
        )
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
        table.append(
            _row(
                spec.key,
                pick(spec.label),
                entered,
                count,
                asked,
                granted,
                lost,
                main.text if main else "",
            )
        )
    return pd.DataFrame(table)


def _row(
    stage: str, label: str, entered: int, count: int, asked: int, granted: int, lost: int, main: str
) -> dict[str, Any]:
    return {
        "stage": stage,
        "label": label,
        "entered": entered,
        "count": count,
        "asked": asked,
        "rupiah": granted,
        "share_count": count / entered if entered else float("nan"),
        "share_rupiah": granted / asked if asked else float("nan"),
        "lost_count": entered - count,
        "lost_rupiah": lost,
        "main_reason": main,
    }


DECISIONS = {
    "funded": "didanai",
    "reduced": "dikurangi",
    "passed": "diteruskan",
    "built": "selesai",
    "returned": "dikembalikan",
    "rejected": "tidak terpilih",
}


def _pays(spec: ForumSpec, step: Step) -> Bools:
    """Tell which rows got rupiah under a ceiling; a list approves none."""
    pays: Bools = np.array([*(pot.pays for pot in spec.pots), False])[step.pot]
    return pays


def decided(spec: ForumSpec, step: Step) -> NDArray[np.str_]:
    """Name what one forum decided on every row of its agenda, (n,): keys of `DECISIONS`."""
    by_pot = ["funded" if pot.pays else "built" if pot.to == END else "passed" for pot in spec.pots]
    names = np.array([*by_pot, "returned"])[step.pot]  # the last for -1, refused
    names[_pays(spec, step) & (step.granted < step.asked)] = "reduced"
    judged = (step.rank > 0) | (step.reason == Reason.CEILING)
    names[(step.pot < 0) & judged] = "rejected"
    return names


def decisions(run: RunRecord) -> "pd.DataFrame":
    """Give one row a proposal and forum, forums in their order (see `Run.decisions`)."""
    import pandas as pd

    frames = []
    for part in run.parts:
        names = np.array(ids(part, np.arange(len(part.docket.proposals))), object)
        table, villages = part.docket.proposals, part.world.villages
        for step in part.steps:
            spec = run.rules.forum[step.forum]
            pots = [*(pot.key for pot in spec.pots), ""]  # the last for -1, refused
            labels = [*(pick(pot.label) for pot in spec.pots), ""]
            reason, reason_text = _reasons(step.reason)
            by = np.zeros(len(step.rows), np.int8) if step.by is None else step.by
            frames.append(
                pd.DataFrame(
                    {
                        "id": names[step.rows],
                        "channel": CHANNEL_OF_ORIGIN[table.origin[step.rows]],
                        "village_code": villages["code"][table.village[step.rows]],
                        "stage": spec.key,
                        "stage_label": pick(spec.label),
                        "month": spec.month,
                        "meeting": _meetings(part.world, step.grouping)[step.group],
                        "decision": decided(spec, step),
                        "reason": reason,
                        "reason_text": reason_text,
                        "score": np.round(step.score.astype(np.float64), 6),
                        "rank": step.rank,
                        "asked_idr": step.asked,
                        "granted_idr": step.granted,
                        "pot": [pots[pot] for pot in step.pot.tolist()],
                        "pot_label": [labels[pot] for pot in step.pot.tolist()],
                        "outcome": np.array([each.key for each in DecidedBy])[by],
                    }
                )
            )
    return pd.concat(frames, ignore_index=True)


def _meetings(world: World, grouping: str) -> NDArray[Any]:
    """Name the meetings that are held at the same time by the codes of whom they are for."""
    if grouping == "skpd":
        kabupaten, agencies = (world.tables[name]["code"] for name in ("budget", "skpd"))
        return np.array([f"{kab} {code}" for kab in kabupaten for code in agencies], object)
    table, column = {
        "village": ("villages", "code"),
        "kecamatan": ("kecamatan", "code"),
        "dapil": ("council", "dapil"),
        "kabupaten": ("budget", "code"),
    }[grouping]
    return world.tables[table][column]


def forum(run: RunRecord, key: str) -> "pd.DataFrame":
    """Give one forum's decisions, one row a proposal (see `ForumRun.frame`)."""
    import pandas as pd

    spec = run.rules.forum[run.rules.index(key)]
    pots = [*(pick(pot.label) for pot in spec.pots), ""]  # the last for -1, refused
    frames = []
    for part, step in run.steps(key):
        reason, reason_text = _reasons(step.reason)
        village = part.docket.proposals.village[step.rows]
        frames.append(
            pd.DataFrame(
                {
                    "id": ids(part, step.rows),
                    "village": part.world.villages["name"][village],
                    "what": what(part, step.rows),
                    "decision": decided(spec, step),
                    "reason": reason,
                    "reason_text": reason_text,
                    "score": np.round(step.score.astype(np.float64), 6),
                    "rank": step.rank,
                    "asked_idr": step.asked,
                    "approved_idr": np.where(_pays(spec, step), step.granted, 0),
                    "pot": [pots[pot] for pot in step.pot.tolist()],
                    "households": part.docket.proposals.households[step.rows],
                    "poor_households": part.docket.proposals.poor_households[step.rows],
                }
            )
        )
    return pd.concat(frames, ignore_index=True)


def proposals(run: RunRecord, *, texts: bool = True) -> "pd.DataFrame":
    """Give one row a proposal with its end (see `Run.frame`); without columns of words where only keys are wanted."""
    import pandas as pd

    labels = [pick(spec.label) for spec in run.rules.forum]
    keys = [spec.key for spec in run.rules.forum]
    frames = []
    for part in run.parts:
        table, docket, villages = part.docket.proposals, part.docket, part.world.villages
        rows = np.arange(len(table))
        last = np.full(len(table), -1, np.int64)
        for step in part.steps:
            last[step.rows] = step.forum
        names, (reason, reason_text) = ids(part, rows), _reasons(docket.reason)
        frames.append(
            pd.DataFrame(
                {
                    "id": names,
                    "origin": _ORIGINS[table.origin],
                    "channel": CHANNEL_OF_ORIGIN[table.origin],
                    "village": villages["name"][table.village],
                    "village_code": villages["code"][table.village],
                    "kecamatan": part.world.kecamatan["name"][
                        part.world.kecamatan_of[table.village]
                    ],
                    "what": what(part, rows) if texts else "",
                    "work": np.append(activities()["key"], "")[table.activity],
                    "skpd": part.world.skpd["code"][table.skpd],
                    "authority": [AUTHORITIES[a] for a in table.authority.tolist()],
                    "cost_idr": table.cost,
                    "households": table.households,
                    "poor_households": table.poor_households,
                    "urgency": table.urgency,
                    "selfhelp_idr": table.selfhelp,
                    **{name: table.has(bit) for name, bit in P.FLAGS.items()},
                    "priority": docket.priority.astype(np.float64),
                    "matches": [names[m] if m >= 0 else "" for m in table.matches.tolist()],
                    "built": docket.at == DONE,
                    "stage": [keys[i] for i in last.tolist()],
                    "stage_label": [labels[i] for i in last.tolist()],
                    "reason": reason,
                    "reason_text": reason_text,
                    "approved_idr": np.where(docket.at == DONE, docket.idr, 0),
                    "recorded": rows < len(docket.ids),
                }
            )
        )
    return pd.concat(frames, ignore_index=True).drop(columns=[] if texts else [*_TEXTS])


def money(run: RunRecord) -> "pd.DataFrame":
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
            table.append(
                (
                    spec.key,
                    pick(spec.label),
                    pot.key,
                    pick(pot.label),
                    ceiling if pot.pays else None,
                    granted,
                    count,
                )
            )
    return pd.DataFrame(
        table,
        columns=["stage", "stage_label", "pot", "pot_label", "ceiling_idr", "granted_idr", "count"],
    ).astype({"ceiling_idr": "Int64"})


def scenario(run: RunRecord) -> "pd.DataFrame":
    """Give the values a run was made with, one row a lever (see `Run.to_excel`)."""
    import pandas as pd

    rows = [
        (
            key,
            pick(lever.label),
            run.scenario.value(key),
            lever.value,
            lever.unit,
            lever.source,
            lever.firmness,
        )
        for key, lever in run.scenario.declared.items()
    ]
    table = pd.DataFrame(
        rows, columns=["key", "label", "value", "default", "unit", "source", "firmness"]
    )
    about = pd.DataFrame(
        [
            ("dataset", run.world.name, run.world.name),
            ("rules", run.scenario.rules, ""),
            ("seed", run.draws.seed, ""),
        ],
        columns=["key", "value", "label"],
    )
    return pd.concat([about, table], ignore_index=True)
