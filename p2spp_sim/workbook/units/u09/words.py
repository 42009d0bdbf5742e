"""Unit 09: what stands below its pictures, and how the value of a lever is written."""

from p2spp_sim.base.formats import figure, number, percent
from p2spp_sim.base.language import tr
from p2spp_sim.scenario.scenario import Lever, LeverValue

DRAWN = "Satuan: persen. Sumber: simulasi p2spp_sim pada Wanasari (rekaan), rezim 2010; koefisien sebagian asumsi."
NOBODY = ""


def said_value(lever: Lever, value: LeverValue) -> str:
    """Write the value at which a lever is locked."""
    if isinstance(value, bool):
        return tr("ya") if value else tr("tidak")
    if isinstance(value, str):
        return {"before": tr("sebelum"), "after": tr("sesudah")}.get(value, value)
    if isinstance(value, int):
        return f"{number(value)} {tr(lever.unit)}" if lever.unit else number(value)
    return figure(value) if lever.unit == "bobot" else percent(value, 0)
