"""A finished comparison as files that can be handed on: tables as CSV and Excel, pictures, and where all came from."""

import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import numpy as np

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.files import write_atomically
from p2spp_sim.base.intervals import half_width
from p2spp_sim.base.language import Labels, tr
from p2spp_sim.base.release import VERSION
from p2spp_sim.results import excel
from p2spp_sim.results.indicators import outcome_text
from p2spp_sim.studies.comparison import Comparison

if TYPE_CHECKING:
    import pandas as pd

ABOUT = "about.json"
SHEETS = Labels(
    differences="perbedaan",
    funnel="corong",
    gained="penerima",
    changed="nasib usulan",
    precision="ketelitian",
    answer="jawaban",
)
_BY_SYSTEMS = {
    ".DS_Store",
    "Thumbs.db",
    "desktop.ini",
}  # which macOS and Windows lay into a folder that is looked at


def precision(study: Comparison, other: int = 1) -> "pd.DataFrame":
    """Tell what shared draws are worth: half-widths of the difference with them, and as independent draws would give.

    Returns
    -------
    One row an indicator and measure whose difference varies: label, half-width paired and independent, and how many
    times as many replicates independent draws would need for the same interval.
    """
    import pandas as pd

    base, with_change = study.values[0], study.values[other]
    with np.errstate(invalid="ignore"):
        paired = half_width(with_change - base)
        apart = np.hypot(half_width(base), half_width(with_change))
    rows = []
    for i, key in enumerate(study.keys):
        for j, measure in enumerate(("count", "rupiah")):
            if paired[i, j] > 0:
                times = float((apart[i, j] / paired[i, j]) ** 2)
                halves = float(paired[i, j]), float(apart[i, j])
                rows.append((key, outcome_text(key, study.world), measure, *halves, times))
    return pd.DataFrame(
        rows, columns=["indicator", "label", "measure", "paired", "independent", "times"]
    )


def tables(study: Comparison) -> "dict[str, pd.DataFrame]":
    """Give the tables of a comparison by the name of their file; who gained only where both regimes have an APBD."""
    frames = {"differences": study.differences(), "funnel": study.funnel_differences()}
    if _has_budget(study):
        frames["gained"] = study.gained_by_quintile()
    return frames | {"changed": study.changed(), "precision": precision(study)}


def write_comparison(
    study: Comparison,
    folder: Path,
    answer: "pd.DataFrame | None" = None,
    notes: Sequence[str] = (),
) -> list[Path]:
    """Write a comparison into a folder: CSV of every table, one Excel file, pictures, and where all came from.

    Parameters
    ----------
    folder : new, empty, or written by this function before; it appears whole or stays as it was.
    answer : of a ready question, to be written too.
    notes : sentences below the picture of differences, such as in how many states of the world they stand.

    Returns
    -------
    The files.

    Raises
    ------
    P2sppError : the folder holds something else, or cannot be written.
    """
    frames = tables(study) | ({} if answer is None else {"answer": answer})

    def fill(inside: Path) -> None:
        for name, table in frames.items():
            write_atomically(inside / f"{name}.csv", excel.as_csv(table))
        excel.write_tables(
            {SHEETS[name]: table for name, table in frames.items()}, inside / "comparison.xlsx"
        )
        for kind in pictures(study):
            study.figure(kind, notes=notes).save(inside / f"picture-{kind}.png")
        written = sorted(path.name for path in inside.iterdir())
        about = json.dumps({**origin(study), "files": written}, indent=1, ensure_ascii=False)
        write_atomically(inside / ABOUT, about.encode())

    write_whole(folder, fill)
    return sorted(path for path in folder.iterdir() if path.is_file())


def origin(study: Comparison) -> dict[str, Any]:
    """Tell what is needed to run a comparison again."""
    scenarios = [
        {"rules": scenario.rules, "changed": dict(sorted(scenario.changed.items()))}
        | ({"parts": scenario.parts} if scenario.parts else {})
        for scenario in study.scenarios
    ]
    return {
        "dataset": study.world.name,
        "scenarios": scenarios,
        "replicates": study.replicates,
        "seed": study.seed,
        "version": VERSION,
        "written": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def pictures(study: Comparison) -> tuple[str, ...]:
    """Name the pictures that a comparison has."""
    return ("forest", "funnel", *(("gained", "lorenz") if _has_budget(study) else ()))


def _has_budget(study: Comparison) -> bool:
    return all(idr.shape[1] for idr in study.received)


def check_folder(folder: Path) -> None:
    """Refuse, before the work, a folder whose content would be lost.

    Raises
    ------
    P2sppError : it is a file, its parent is missing, or it holds files that its about.json does not name.
    """
    if folder.exists() and not folder.is_dir():
        raise P2sppError(tr("{path} adalah berkas, bukan folder.").format(path=folder))
    if not folder.absolute().parent.is_dir():
        message = tr("{path}: folder {folder} tidak ada.")
        raise P2sppError(message.format(path=folder, folder=folder.absolute().parent))
    if folder.is_dir() and (
        others := {path.name for path in folder.iterdir()} - _written(folder) - _BY_SYSTEMS
    ):
        message = tr(
            "Folder {folder} berisi hal lain: {files}. Pilih folder baru atau kosong; tidak ada yang ditulis."
        )
        raise P2sppError(message.format(folder=folder, files=", ".join(sorted(others))))


def _written(folder: Path) -> set[str]:
    """Name the files that were written by `write_comparison`; none when that cannot be told."""
    try:
        return {ABOUT, *json.loads((folder / ABOUT).read_text(encoding="utf-8"))["files"]}
    except (OSError, ValueError, KeyError, TypeError):
        return set()


def write_whole(folder: Path, fill: Callable[[Path], None]) -> None:
    """Let a folder be filled under another name and take its place at the end, or leave it as it was.

    Raises
    ------
    P2sppError : see `check_folder`; or a file of the old folder is open, or there is no room.
    """
    check_folder(folder)
    try:
        with _aside(folder) as (new, old):
            fill(new)
            if folder.is_dir():
                check_folder(folder)  # again: somebody may have kept something there meanwhile
                os.replace(folder, old)
            try:
                os.replace(new, folder)
            except OSError:
                if old.is_dir():
                    os.replace(old, folder)
                raise
    except OSError as error:
        message = tr("Folder {folder} gagal ditulis ({reason}). Isi lama tetap ada.")
        raise P2sppError(message.format(folder=folder, reason=error.strerror or error)) from None


@contextmanager
def _aside(folder: Path) -> Iterator[tuple[Path, Path]]:
    """Give a new folder beside another and a name for what was there; neither stays."""
    whole = folder.absolute()
    new, old = (whole.with_name(f".{whole.name}.{uuid4().hex}.{end}") for end in ("tmp", "old"))
    new.mkdir()
    try:
        yield new, old
    finally:
        shutil.rmtree(new, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)
