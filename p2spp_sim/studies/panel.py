"""A panel: every proposal of scenarios, replicates and years, with all that is known of it and of its village."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from p2spp_sim.base.errors import OutOfBounds, P2sppError
from p2spp_sim.base.files import replacing
from p2spp_sim.base.language import tr
from p2spp_sim.base.numerals import whole_number
from p2spp_sim.base.optional import needs
from p2spp_sim.model.proposals import Origin
from p2spp_sim.results.columns import OF_VILLAGE, columns_of, described
from p2spp_sim.results.frames import proposals
from p2spp_sim.results.record import RunPart
from p2spp_sim.results.run import Run
from p2spp_sim.scenario.inputs import check_inputs
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.studies.kept.part_files import writing
from p2spp_sim.studies.paired_runs import named_apart
from p2spp_sim.world.world import World
from p2spp_sim.year import run_year
from p2spp_sim.years import SETTLE, run_years

if TYPE_CHECKING:
    import pandas as pd

PARQUET = ".parquet"
_NAMES = ("village", "kecamatan")  # codes stand for them
_PLACES = ("code", "name", "kecamatan")  # of a village, which have columns of their own
_REPEATED = (
    *("scenario", "origin", "channel", "village_code", "kecamatan_code", "work", "skpd"),
    *("authority", "stage", "reason", "pot"),
)


def panel(
    world: World,
    scenarios: Scenario | Sequence[Scenario],
    years: int | None = None,
    replicates: int = 1,
    seed: int = 0,
    *,
    programme_ends: int | None = None,
    settle: int = SETTLE,
    to: str | Path | None = None,
) -> "pd.DataFrame | Path":
    """Give all proposals of several years and replicates as one table, for regressions and for tools of one's own.

    Parameters
    ----------
    world : a district.
    scenarios : one or several; one replicate has the same draws in all of them.
    years : how many, each from where the last one left the district (see `run_years`); None for one year whose needs
        are all fresh (see `run_year`).
    replicates, seed : of the draws.
    programme_ends, settle : as for `run_years`.
    to : a .parquet file, written whole or not at all, replicate by replicate: for panels that do not fit in memory.

    Returns
    -------
    One row a scenario, replicate, year and proposal, or the file. Columns: `attrs["columns"]` and docs/kolom.md; those
    of the village begin with `village_`, also those of one's own. Score, rank, pot and rupiah asked are those of the
    last stage that a proposal came to; those of all stages gives `Run.decisions()`. Texts that come again are
    categories.

    Raises
    ------
    OutOfBounds : no world, scenario, years or replicates.
    P2sppError : another kind of file, or it cannot be written.
    """
    import pandas as pd

    chosen: Any = [scenarios] if isinstance(scenarios, Scenario | str) else list(scenarios)
    replicates = whole_number("replicates", replicates, 1)
    check_inputs(world, *chosen)
    if not chosen:
        raise OutOfBounds([tr("Panel memerlukan paling sedikit satu skenario.")])
    if years is not None:
        whole_number("years", years, 1)

    def blocks() -> "Iterator[pd.DataFrame]":
        for replicate in range(replicates):
            for name, scenario in zip(named_apart(chosen), chosen, strict=True):
                if years is None:
                    runs = [run_year(world, scenario, seed, replicate=replicate)]
                else:
                    lived = run_years(
                        world,
                        scenario,
                        years,
                        seed,
                        programme_ends=programme_ends,
                        replicate=replicate,
                        settle=settle,
                    )
                    runs = lived.runs
                for year, run in enumerate(runs, 1):
                    yield _rows(run).assign(scenario=name, replicate=replicate, year=year)

    if to is not None:
        return _written(map(_in_order, blocks()), Path(to))
    table = _in_order(pd.concat(blocks(), ignore_index=True))
    return described(table.astype(dict.fromkeys(_REPEATED, "category")), "panel")


def _in_order(table: "pd.DataFrame") -> "pd.DataFrame":
    """Put the columns of the dictionary first, in its order; those of the village follow."""
    first = [name for name, _ in columns_of("panel")]
    return table[[*first, *(name for name in table.columns if name not in first)]]


def _rows(run: Run) -> "pd.DataFrame":
    """Give the rows of one year, with what the last stage decided and the columns of the village."""
    import pandas as pd

    frames = []
    for part in run.parts:
        table = part.docket.proposals
        voiced = table.origin <= Origin.WOMEN
        added = {"need": np.where(voiced, table.key, 0).astype(np.int64), **_last_stage(run, part)}
        world, villages = part.world, part.world.villages
        of_village = {
            "kecamatan_code": world.kecamatan["code"][world.kecamatan_of],
            f"{OF_VILLAGE}fifth": world.fifth_of,
            **{OF_VILLAGE + name: cells for name, cells in villages.items() if name not in _PLACES},
        }
        added |= {name: cells[table.village] for name, cells in of_village.items()}
        frames.append(pd.DataFrame(added))
    known = proposals(run, texts=False).drop(columns=[*_NAMES])
    return pd.concat([known, pd.concat(frames, ignore_index=True)], axis=1)


def _last_stage(run: Run, part: RunPart) -> dict[str, NDArray[Any]]:
    """Give what the last forum that each proposal came to said of it: score, rank, rupiah asked, pot."""
    size = len(part.docket.proposals)
    score, rank = np.full(size, np.nan), np.zeros(size, np.int32)
    asked, pot = part.docket.proposals.cost.copy(), np.full(size, "", object)
    for step in part.steps:
        keys = np.array([*(each.key for each in run.rules.forum[step.forum].pots), ""], object)
        score[step.rows] = np.round(step.score.astype(np.float64), 6)
        rank[step.rows], asked[step.rows] = step.rank, step.asked
        pot[step.rows] = keys[step.pot]
    return {"score": score, "rank": rank, "asked_idr": asked, "pot": pot}


def _written(blocks: "Iterator[pd.DataFrame]", path: Path) -> Path:
    """Write blocks behind each other into one Parquet file; what is in memory is one block."""
    if path.suffix.casefold() != PARQUET:
        raise P2sppError(tr("{path}: nama berkas panel harus berakhir .parquet.").format(path=path))
    needs("pyarrow", tr("Menulis Parquet"))
    import pyarrow
    from pyarrow import parquet

    writer = None
    with writing(path.parent), replacing(path) as temporary:
        try:
            for block in blocks:
                table = pyarrow.Table.from_pandas(described(block, "panel"), preserve_index=False)
                writer = writer or parquet.ParquetWriter(temporary, table.schema)
                writer.write_table(table.cast(writer.schema))
        finally:
            if writer is not None:
                writer.close()
    return path
