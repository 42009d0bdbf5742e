"""One number that a ledger speaks of, with its interval."""

from typing import NamedTuple

import numpy as np

from p2spp_sim.base.arrays import Floats
from p2spp_sim.base.language import Labels

COVER = 0.90  # of the intervals
ESTIMATES = Labels(
    parameter="parameter",
    gate="lolos saringan",
    gate_agency="lolos saringan, per SKPD",
    gate_kind="lolos saringan, per jenis",
    ceiling="pagu meja itu",
    funding_channel="terdanai bila lolos, per kanal",
    funding_agency="terdanai bila lolos, per SKPD",
)


class Estimate(NamedTuple):
    """One number that the ledger speaks of, with its 90 % interval.

    `what` is one of `ESTIMATES`; `key` a declared parameter or the reason of a gate; `channel`, `group` (agency or
    kind) and `year` say of which rows; `rows` how many it rests on; `note` why the ledger cannot tell, then the
    interval is that of the declared bounds.
    """

    what: str
    key: str
    label: str
    channel: str
    group: str
    year: int
    estimate: float
    low: float
    high: float
    unit: str
    rows: int
    note: str = ""

    @classmethod
    def of(
        cls,
        what: str,
        key: str,
        label: str,
        values: Floats,
        unit: str,
        rows: int,
        *,
        channel: str = "",
        group: str = "",
        year: int = 0,
        note: str = "",
        to_the_top: bool = False,
    ) -> "Estimate":
        """Give middle and interval of draws; of those of a share that may well be all, `to_the_top`, up to 1."""
        low, middle, high = np.quantile(values, [(1 - COVER) / 2, 0.5, (1 + COVER) / 2])
        if to_the_top:
            low, high = np.quantile(values, 1 - COVER), 1.0  # what is likeliest lies at that end
        ends = float(middle), float(low), float(high)
        return cls(what, key, label, channel, group, year, *ends, unit, rows, note)


__all__ = ["COVER", "ESTIMATES", "Estimate"]
