"""The eight sasaran in few words, for lists and pictures."""

from p2spp_sim.base.language import tr
from p2spp_sim.results import indicators


def sasaran_names() -> dict[str, str]:
    """Give the eight sasaran in few words."""
    return dict(
        zip(
            indicators.SASARAN,
            (
                tr("S1 Pelaku desa"),
                tr("S2 Lembaga desa"),
                tr("S3 Pemda"),
                tr("S4 Prioritas masuk Renja"),
                tr("S5 Peran DPRD"),
                tr("S6 Renja sampai APBD"),
                tr("S7 Pokir cocok"),
                tr("S8 Perda berlaku"),
            ),
            strict=True,
        )
    )
