"""Indicators of a run, by count and by rupiah; their definitions are data (`datasets/indicators.toml`)."""

from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from p2spp_sim.base import own_parts
from p2spp_sim.base.arrays import Floats
from p2spp_sim.base.errors import BadData, OutOfBounds, UnknownName
from p2spp_sim.base.files import data_path, stamp
from p2spp_sim.base.language import Labels, pick, tr
from p2spp_sim.base.toml import read_settings
from p2spp_sim.results import groups, indicator_faults
from p2spp_sim.results.conditions import Conditions, poorest
from p2spp_sim.results.definitions import Indicator, OwnIndicator
from p2spp_sim.results.measures import KINDS, gini, only_measure
from p2spp_sim.results.record import RunRecord
from p2spp_sim.world.world import World

if TYPE_CHECKING:
    import pandas as pd

MEASURES = ("count", "rupiah")
SASARAN = Labels(
    S1="S1 Pelaku desa",
    S2="S2 Lembaga desa",
    S3="S3 Pemda",
    S4="S4 Prioritas masuk Renja",
    S5="S5 Peran DPRD",
    S6="S6 Renja sampai APBD",
    S7="S7 Pokir cocok",
    S8="S8 Perda berlaku",
)


def definitions(path: Path | None = None) -> dict[str, Indicator]:
    """Read indicator definitions: those of the package with the parts of one's own, or a trainer's own file.

    Raises
    ------
    BadData : a file that is not one, or every word in it that does not exist, with its line.
    """
    if path:
        return read_definitions(path)
    own = own_parts.of_kind("indicator")
    return (
        {**of_package(), **{key: part.value for key, part in own.items()}} if own else of_package()
    )


def of_package() -> dict[str, Indicator]:
    """Read the definitions that come with the package."""
    return read_definitions(data_path("datasets", "indicators.toml"))


def read_definitions(path: Path) -> dict[str, Indicator]:
    """Read a file of definitions.

    Raises
    ------
    BadData : as `definitions`.
    """
    return _read(path, stamp(path))


@cache
def _read(path: Path, _stamp: tuple[int, int]) -> dict[str, Indicator]:
    known = read_settings(path, dict[str, Indicator])
    if faults := list(indicator_faults.unknown_words(known, path)):
        raise BadData(faults)
    return known


def split(name: str) -> tuple[str, str]:
    """Take the name of an outcome apart: its indicator, with the group if it names one, and count or rupiah.

    Such as `accepted`, `P1.rupiah`, `built_of_voiced.poorest_fifth`, `accepted.kecamatan:88.01.01.rupiah`; count when
    it does not say.

    Raises
    ------
    UnknownName : no such outcome; names the nearest.
    """
    whole, _, measure = name.rpartition(".")
    key, column = (whole, measure) if measure in MEASURES else (name, "count")
    indicator, dot, group = key.partition(".")
    if indicator not in definitions():
        raise UnknownName(
            tr("Hasil"), name, [*definitions(), *(f"{key}.rupiah" for key in definitions())]
        )
    if dot:
        groups.group_of(group)
    return key, column


def outcome_column(name: str, columns: Iterable[object]) -> str:
    """Find the column that holds an outcome; by count where it does not say.

    Raises
    ------
    UnknownName : no such column; names the nearest.
    """
    known = [str(column) for column in columns]
    for column in (name, f"{name}.count"):
        if column in known:
            return column
    outcomes = [column for column in known if column.endswith((".count", ".rupiah"))]
    raise UnknownName(tr("Hasil"), name, outcomes or known)


def check_outcomes(names: Iterable[str], world: World) -> None:
    """See that outcomes can be measured in a world: that it has the groups they name, and they divide by them.

    Raises
    ------
    UnknownName : as `split`, or a group that the world does not have; names the nearest.
    OutOfBounds : an indicator that cannot be asked of a group, or that is never measured so.
    """
    asked = [split(name) for name in names]
    groups.check_groups([key.partition(".")[2] for key, _ in asked], world)
    faults = [f"{key}: {fault}" for key, _ in asked if (fault := _group_fault(key))]
    faults += [fault for key, column in asked if (fault := _measure_fault(key, column))]
    if faults:
        raise OutOfBounds(list(dict.fromkeys(faults)))


def _measure_fault(key: str, column: str) -> str:
    """Say which measure an indicator has where it has only the other one; empty where nothing is wrong."""
    only = only_measure(definition_of(key))
    if only in ("", column):
        return ""
    text = tr("{given}: indikator ini tidak mempunyai ukuran itu; tulis {wanted}.")
    return text.format(given=f"{key}.{column}", wanted=f"{key}.{only}")


def _group_fault(key: str) -> str:
    """Say why an indicator cannot be asked of the group that its key names; empty where it can, or names none."""
    indicator, group = definition_of(key), key.partition(".")[2]
    if not group or groups.divides(indicator, groups.group_of(group)):
        return ""
    if isinstance(indicator, OwnIndicator):
        return tr(
            "indikator sendiri yang berupa fungsi diukur atas satu tahun seluruhnya, tidak atas kelompok; ukurlah "
            "kelompok itu di dalam fungsinya (run.by_village, run.frame), atau tulis indikatornya sebagai data"
        )
    return tr("tidak terbagi menurut kelompok ini: dipunyai atau berlaku bagi semua")


def definition_of(key: str) -> Indicator:
    """Give the definition of an indicator, also where its key names a group."""
    return definitions()[key.partition(".")[0]]


def outcome_text(outcome: str, world: World | None = None) -> str:
    """Name an outcome such as `accepted`, `P1.rupiah` or `accepted.poorest_fifth` in the screen language.

    Parameters
    ----------
    world : gives kecamatan and SKPD their names; without it they go by their codes.

    Raises
    ------
    UnknownName : no such outcome; names the nearest.
    """
    key, column = split(outcome)
    label, group = pick(definition_of(key).label), key.partition(".")[2]
    if group:
        label = f"{label}: {groups.group_text(groups.group_of(group), world)}"
    return label + (f" ({tr('menurut rupiah')})" if column == "rupiah" else "")


def is_main(frame: "pd.DataFrame") -> "pd.Series[bool]":
    """Mark the rows of a frame of indicators and measures that tell an indicator by its main measure."""
    return frame["measure"] == frame["indicator"].str.partition(".")[0].map(
        {key: indicator.main for key, indicator in definitions().items()}
    )


def of_group(keys: "pd.Series[str]") -> "pd.Series[bool]":
    """Mark the keys of indicators that name a group."""
    return keys.str.contains(".", regex=False)


def measure(run: RunRecord, path: Path | None = None) -> "pd.DataFrame":
    """Measure every indicator of a run.

    Parameters
    ----------
    run : a year.
    path : a file of definitions; None takes those of the package.

    Returns
    -------
    One row an indicator: key, label, seed code, value by count and by rupiah (NaN where the regime lacks the stage).
    """
    import pandas as pd

    known, figures = definitions(path), values(run, path)
    named = [(key, pick(indicator.label), indicator.seed_code) for key, indicator in known.items()]
    table = pd.DataFrame(named, columns=["key", "label", "seed_code"])
    return table.assign(count=figures[:, 0], rupiah=figures[:, 1])


def measure_by(run: RunRecord, by: str | Sequence[str]) -> "pd.DataFrame":
    """Measure every indicator in every group of a grouping.

    Parameters
    ----------
    by : one grouping or several, as `groups.groups_of` takes them.

    Returns
    -------
    One row a group and indicator: key, label, seed code, group as outcomes name it, its label, its members (villages,
    or proposals), value by count and by rupiah, and a note that says why there is none.

    Raises
    ------
    UnknownName, OutOfBounds : as `groups.groups_of`.
    """
    import pandas as pd

    see_that_it_has_them(run)
    blocks, rows = [Conditions(run, part) for part in run.parts], []
    for group in groups.groups_of(by, run.world):
        inside, of = groups.within(blocks, group), groups.members(group, blocks)
        about = group.key, groups.group_text(group, run.world), of
        for key, indicator in definitions().items():
            (count, idr), note = _in_group(inside, indicator, group)[0], ""
            if count != count and idr != idr:
                note = _why_missing(inside, key, group)
            named = key, pick(indicator.label), indicator.seed_code
            rows.append((*named, *about, count, idr, note))
    columns = ["key", "label", "seed_code", "group", "group_label", "members"]
    return pd.DataFrame(rows, columns=[*columns, "count", "rupiah", "note"])


def _in_group(
    inside: list[Conditions], indicator: Indicator, group: groups.IndicatorGroup
) -> Floats:
    """Measure an indicator in a group, (runs, 2); NaN where it cannot be asked of it, or the group is too small."""
    if not groups.divides(indicator, group):
        return np.full((inside[0].runs, 2), np.nan)
    try:
        enough = groups.enough(inside, indicator)
    except UnknownName:  # the regime has no such forum
        return np.full((inside[0].runs, 2), np.nan)
    measured = np.full((inside[0].runs, 2), np.nan)
    if enough.any():
        _write_into(inside, indicator, measured)
        measured[~enough] = np.nan
    return measured


def _why_missing(inside: list[Conditions], key: str, group: groups.IndicatorGroup) -> str:
    """Say why a group has no value of an indicator."""
    if fault := _group_fault(f"{key}.{group.key}"):
        return fault
    try:
        if not groups.enough(inside, definition_of(key)).all():
            text = tr("kurang dari {n} usulan atau desa dalam kelompok ini: tidak dilaporkan")
            return text.format(n=groups.FEWEST_IN_GROUP)
    except UnknownName:
        return tr("tahapnya tidak ada pada aturan ini")
    return tr("tidak ada yang dapat dihitung")


def values(run: RunRecord, path: Path | None = None) -> Floats:
    """Measure every indicator of a run without making a table: what studies of many runs add up.

    Parameters
    ----------
    run, path : as for `measure`.

    Returns
    -------
    (indicators, 2) float64 by count and by rupiah, in the order of `definitions`; NaN where the regime lacks the stage.

    Raises
    ------
    BadData : as `definitions` and `see_that_it_has_them`.
    """
    see_that_it_has_them(run, path)
    return _measured(run, definitions(path).values())[0]


def see_that_it_has_them(run: RunRecord, path: Path | None = None) -> None:
    """See that a run has what definitions of one's own name: those of a file, or those that are known.

    Raises
    ------
    BadData : a stage, pot or column that no rule book and no table has.
    """
    files = {path: definitions(path)} if path else {}
    for part in () if path else own_parts.of_kind("indicator").values():
        if part.function is None:
            files.setdefault(Path(part.home), {})[part.key] = part.data
    if faults := [
        fault
        for file, known in files.items()
        for fault in indicator_faults.beyond(known, file, run)
    ]:
        raise BadData(faults)


def chosen(run: RunRecord, keys: Iterable[str]) -> dict[str, tuple[float, float]]:
    """Measure only some indicators of a run, by count and by rupiah: what studies of very many runs ask for."""
    wanted = list(keys)
    pairs = by_run(run, wanted)[0].tolist()
    return {key: (count, idr) for key, (count, idr) in zip(wanted, pairs, strict=True)}


def by_run(run: RunRecord, keys: Iterable[str]) -> Floats:
    """Measure some indicators of a run, or of every run of a stack: (runs, keys, 2) by count and by rupiah.

    Parameters
    ----------
    keys : of indicators, with a group behind a point where only that group is asked about.

    Raises
    ------
    UnknownName : a group that the world does not have; names the nearest.
    """
    blocks, inside = [Conditions(run, part) for part in run.parts], {}
    wanted = list(keys)
    measured, known = np.full((run.draws.runs, len(wanted), 2), np.nan), definitions()
    for number, key in enumerate(wanted):
        name, _, asked = key.partition(".")
        if not asked:
            _write_into(blocks, known[name], measured[:, number])
            continue
        if asked not in inside:
            groups.check_groups([asked], run.world)
            group = groups.group_of(asked)
            inside[asked] = group, groups.within(blocks, group)
        group, some = inside[asked]
        measured[:, number] = _in_group(some, known[name], group)
    return measured


def counted(run: RunRecord, key: str) -> int:
    """Count the proposals in the numerator of an indicator: a share also rises where fewer are asked for."""
    numerator = definitions()[key].numerator
    return int(sum(Conditions(run, part).total(numerator)[0].sum() for part in run.parts))


def _measured(run: RunRecord, wanted: Collection[Indicator]) -> Floats:
    blocks = [Conditions(run, part) for part in run.parts]
    measured = np.full((run.draws.runs, len(wanted), 2), np.nan)
    for number, indicator in enumerate(wanted):
        _write_into(blocks, indicator, measured[:, number])
    return measured


def _write_into(blocks: list[Conditions], indicator: Indicator, into: Floats) -> None:
    """Write one indicator into (runs, 2) by count and by rupiah; what a regime has no forum for stays as it is."""
    if isinstance(indicator, OwnIndicator):  # of a run alone: no stack carries such
        into[:] = indicator.measured(blocks[0].run)
        return
    with suppress(UnknownName):
        into[:, 0], into[:, 1] = KINDS[indicator.kind](blocks, indicator)


def composite(table: "pd.DataFrame", column: str = "count") -> "pd.DataFrame":
    """Give the eight sasaran and, below its parts, their geometric mean.

    Parameters
    ----------
    table : from `Run.indicators()`.
    column : count or rupiah; where an indicator has no rupiah, its count is taken.

    Returns
    -------
    One row a sasaran and one with key `composite`; never the composite alone.
    """
    import pandas as pd

    parts = table[table["key"].isin(SASARAN)].copy()
    parts["value"] = parts[column].fillna(parts["count"])
    positive = parts["value"].clip(lower=0.01)
    whole = float(np.exp(np.log(positive).mean())) if len(parts) else float("nan")
    label = tr("rata-rata geometrik dari delapan sasaran di atas")
    row = pd.DataFrame([{"key": "composite", "label": label, "value": whole}])
    return pd.concat([parts[["key", "label", "value"]], row], ignore_index=True)


def reached(start: float, now: float, target: float) -> float:
    """Give the part of the way from start to target that lies behind; nan where there is no way to go."""
    return (now - start) / (target - start) if target != start else float("nan")


def attainment(
    now: "pd.DataFrame", start: "pd.DataFrame", path: Path | None = None
) -> "pd.DataFrame":
    """Tell how much of the way from a start to the targets has been gone: (now - start) / (target - start).

    Parameters
    ----------
    now, start : from `Run.indicators()`.
    """
    both = now.merge(start[["key", "count"]], on="key", suffixes=("", "_start"))
    known = definitions(path).items()
    targets = {key: indicator.target for key, indicator in known if indicator.target is not None}
    both = both[both["key"].isin(targets)].copy()
    both["target"] = both["key"].map(targets)
    both["attained"] = [
        reached(*row)
        for row in zip(both["count_start"], both["count"], both["target"], strict=True)
    ]
    return both[["key", "label", "count_start", "count", "target", "attained"]].reset_index(
        drop=True
    )


__all__ = [
    "Indicator",
    "attainment",
    "composite",
    "counted",
    "definitions",
    "gini",
    "measure",
    "measure_by",
    "poorest",
    "reached",
    "values",
]
