"""What the model was held against and what its levers move, as tables for the terminal."""

import math
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from p2spp_sim.base.errors import OutOfBounds
from p2spp_sim.base.formats import figure
from p2spp_sim.base.language import tr
from p2spp_sim.cli.table import PrintedColumn, faint, heading, paragraph, table
from p2spp_sim.scenario.scenario import Scenario
from p2spp_sim.studies import evidence, lever_effects
from p2spp_sim.studies.null_models import NULL_MODELS
from p2spp_sim.world.world import World

if TYPE_CHECKING:
    import pandas as pd

_FIXED = "\N{NO-BREAK SPACE}"


def tell(text: str) -> None:
    """Say how far the work is, apart from what it gives."""
    print(text, file=sys.stderr, flush=True)


def measured(datasets: Iterable[str], replicates: int) -> "pd.DataFrame":
    """Hold the baseline against every fact, one dataset after the other.

    Raises
    ------
    UnknownName : a dataset that does not exist; nothing was run.
    """
    import pandas as pd

    names = list(dict.fromkeys(datasets)) or list(evidence.DATASETS)
    for name in names:
        World.load(name)
    frames = []
    for place, name in enumerate(names, 1):
        progress = tr("{place} dari {of}: {dataset}, {replicates} ulangan …")
        tell(progress.format(place=place, of=len(names), dataset=name, replicates=replicates))
        frames.append(evidence.report([name], replicates=replicates))
    return pd.concat(frames, ignore_index=True)


def of_evidence(frame: "pd.DataFrame", replicates: int) -> str:
    """Show facts and what was measured, one table a role."""
    columns = (
        PrintedColumn(tr("fakta")),
        PrintedColumn(tr("keterangan")),
        PrintedColumn(tr("data")),
        PrintedColumn(tr("rentang"), right=True),
        PrintedColumn(tr("terukur"), right=True),
        PrintedColumn(tr("selang 95%"), right=True),
        PrintedColumn(tr("undian"), right=True),
    )
    lines = []
    for role, (title, about) in _roles().items():
        facts = frame[frame["role"] == role]
        rows = [_fact(row) for row in facts.to_dict("records")]
        if rows:
            verdicts = facts["verdict_text"]
            notes = verdicts if role == "input" else verdicts + "; " + facts["meaning"]
            lines += [
                heading(title),
                faint(paragraph(about)),
                table(columns, rows, notes.tolist()),
                "",
            ]
    inside = int((frame["verdict"] == "inside").sum())
    message = tr(
        "{inside} dari {all} ukuran seluruhnya di dalam rentangnya; {replicates} ulangan untuk setiap ukuran."
    )
    lines.append(paragraph(message.format(inside=inside, all=len(frame), replicates=replicates)))
    return "\n".join([*lines, "", paragraph(_beside_chance(frame))])


def _beside_chance(frame: "pd.DataFrame") -> str:
    """Say what a lottery is, and how many facts are met that it and the other null models miss."""
    ranked = frame[frame["role"] != "input"]
    met = ranked[ranked["verdict"] == "inside"]
    missed = {
        name: int(met[f"{name}_verdict"].isin(["outside", "beyond"]).sum()) for name in NULL_MODELS
    }
    message = tr(
        "Undian: setiap forum memeringkat secara acak apa yang lolos saringannya, dengan daftar, saringan, dan uang "
        "yang sama. Tanpa masukan, {met} dari {all} ukuran kena; di antaranya {biggest} yang tidak dipenuhi urutan "
        "terbesar dahulu, {smallest} yang tidak dipenuhi urutan terkecil dahulu, dan {lottery} yang tidak dipenuhi "
        "undian."
    )
    said = message.format(met=len(met), all=len(ranked), **missed)
    if not missed["lottery"]:
        said += " " + tr("Pada fakta-fakta ini model tidak lebih baik daripada undian.")
    return said


def _roles() -> dict[str, tuple[str, str]]:
    return {
        "calibrated": (
            tr("Dikalibrasi"),
            tr(
                "Parameter yang diragukan dicari agar fakta ini tercapai; cocok di sini bukan bukti."
            ),
        ),
        "input": (
            tr("Masukan"),
            tr("Fakta yang dimasukkan; hanya membuktikan bahwa terbaca dengan benar."),
        ),
        "consistency": (
            tr("Keselarasan"),
            tr("Tidak dicari: memperlihatkan apakah mekanisme model searah dengan yang terbit."),
        ),
    }


def _fact(row: dict[Any, Any]) -> tuple[str, ...]:
    low, high = (plain(row[end]) for end in ("low", "high"))
    band = f"{figure(row['band_low'])} – {figure(row['band_high'])}"
    return (
        row["fact"],
        row["label"],
        row["dataset"],
        band,
        plain(row["value"]),
        low if low == high else f"{low} – {high}",
        plain(row["lottery"]),
    )


def plain(value: float) -> str:
    """Write a number with three digits that count."""
    if value == 0 or value != value:
        return "–" if value else "0"
    return figure(round(value, max(0, 2 - math.floor(math.log10(abs(value))))))


def moved(dataset: str, replicates: int, key: str = "") -> "pd.DataFrame":
    """Measure what every lever of the 2010 regime moves, or one of them.

    Raises
    ------
    UnknownName : no such dataset or lever.
    OutOfBounds : a lever of another regime.
    """
    import pandas as pd

    base, world = Scenario.load("2010"), World.load(dataset)
    chosen = base.levers(key) if key else base.levers()
    here = [lever for lever in chosen if base.knows(lever.key)]
    if not here:
        message = tr("{key}: tuas ini hanya ada pada masa aturan {regimes}, bukan {regime}.")
        raise OutOfBounds(
            [message.format(key=key, regimes=", ".join(chosen[0].regimes), regime=base.regime)]
        )
    frames = []
    for place, lever in enumerate(here, 1):
        progress = tr("{place} dari {of}: {lever}, {replicates} pasang ulangan …")
        tell(progress.format(place=place, of=len(here), lever=lever.key, replicates=replicates))
        frames.append(lever_effects.table(world, base, replicates, [lever.key]))
    return pd.concat(frames, ignore_index=True)


def of_effects(frame: "pd.DataFrame", replicates: int) -> str:
    """Show levers x indicators: what was meant to move, with a star, and what else moved."""
    columns = (
        PrintedColumn(tr("Tuas")),
        PrintedColumn(tr("dimaksudkan")),
        PrintedColumn(tr("juga bergerak")),
    )
    rows = []
    for key, effects in frame.groupby("lever", sort=False):
        meant = effects[effects["meant"] != 0]
        others = effects[(effects["meant"] == 0) & (effects["moves"] != 0)]
        cells = (
            "; ".join(_moved(row) for row in part.to_dict("records")) for part in (meant, others)
        )
        rows.append((str(key), *(cell or "–" for cell in cells)))
    head = tr("Yang bergerak bila tuas dipindahkan dari nilai terendah ke tertinggi")
    how = tr(
        "Tanda + naik, - turun: rata-rata dari {replicates} pasang ulangan, hanya bila selang 95% tidak memuat nol. "
        "* bergerak seperti yang dimaksudkan. Akhiran .rupiah: menurut rupiah."
    )
    return (
        f"{heading(head)}\n{table(columns, rows)}\n\n{paragraph(how.format(replicates=replicates))}"
    )


def _moved(row: dict[Any, Any]) -> str:
    mean = f"{'+' if row['mean'] > 0 else ''}{plain(row['mean'])}"
    if not row["moves"]:
        return (
            tr("{indicator} tidak bergerak").format(indicator=row["indicator"]).replace(" ", _FIXED)
        )
    star = f"{_FIXED}*" if row["meant"] == row["moves"] else ""
    return f"{row['indicator']}{_FIXED}{mean}{star}"
