"""Where the proposals of a run come from: what was recorded of each channel, and what was drawn."""

from typing import TYPE_CHECKING

import numpy as np

from p2spp_sim.base.formats import number, rupiah
from p2spp_sim.base.language import pick, tr
from p2spp_sim.model.outcomes import RECORDED
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
    if run.outcomes == RECORDED:
        text += " " + _kept(run)
    return text


def _kept(run: RunRecord) -> str:
    """Say how many decisions stand as they were recorded, and what they gave out beyond the ceilings."""
    steps = [step for part in run.parts for step in part.steps]
    by = [np.bincount(step.by, minlength=3) for step in steps if step.by is not None]
    _, recorded, implied = np.sum(by, axis=0).tolist()
    text = tr(
        "Keputusan tercatat dipertahankan: {recorded}, tersirat: {implied}; lainnya dihitung."
    )
    text = text.format(recorded=number(recorded), implied=number(implied))
    beyond = [
        f"{pick(run.rules.forum[step.forum].label)} {rupiah(step.over_idr)}"
        for step in steps
        if step.over_idr
    ]
    if beyond:
        over = tr("Yang tercatat melebihi pagu, jadi pagunya dinaikkan: {forums}.")
        text += " " + over.format(forums=", ".join(beyond))
    return text
