"""Where the proposals of a run come from: what was recorded of each channel, and what was drawn."""

from typing import TYPE_CHECKING

import numpy as np

from p2spp_sim.base.formats import number
from p2spp_sim.base.language import tr
from p2spp_sim.model.proposals import CHANNELS, Origin
from p2spp_sim.results.record import RunRecord

if TYPE_CHECKING:
    import pandas as pd


def sources(run: RunRecord) -> "pd.DataFrame":
    """Count what was recorded and what was drawn (see `Run.sources`)."""
    import pandas as pd

    labels = {
        "musrenbang": tr("usulan musrenbang"),
        "skpd": tr("bawaan SKPD"),
        "reses": tr("reses (pokir)"),
    }
    entered = np.zeros((2, len(Origin)), np.int64)
    for part in run.parts:
        origin, recorded = part.docket.proposals.origin, len(part.docket.ids)
        for row, some in enumerate((origin[:recorded], origin[recorded:])):
            entered[row] += np.bincount(some, minlength=len(Origin))
    rows = []
    for channel, origins in CHANNELS.items():
        recorded, drawn = entered[:, list(origins)].sum(axis=1).tolist()
        rows.append(
            (channel, labels[channel], recorded, drawn, run.world.recorded[channel] - recorded)
        )
    return pd.DataFrame(rows, columns=["channel", "label", "recorded", "drawn", "left_out"])


def sentence(run: RunRecord) -> str:
    """Say it in a sentence."""
    table = sources(run)

    def listed(column: str) -> str:
        some = table[table[column] > 0]
        return ", ".join(
            f"{number(n)} {label}" for label, n in zip(some["label"], some[column], strict=True)
        )

    text = tr("Tercatat: {recorded}. Diundi: {drawn}.").format(
        recorded=listed("recorded") or tr("tidak ada"), drawn=listed("drawn") or tr("tidak ada")
    )
    if left := listed("left_out"):
        text += " " + tr(
            "Tercatat tetapi tidak ikut, karena jalurnya tidak ada di sini: {left}."
        ).format(left=left)
    return text
