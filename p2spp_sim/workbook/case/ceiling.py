"""What a board says where it counts a ceiling for the kecamatan (PIK), which the model takes past two papers."""

from p2spp_sim.base.language import tr

CEILING = "pik_share"  # the lever that sets such ceilings


def simplified() -> str:
    """Say how the model is simpler than the budget of a kabupaten."""
    return tr(
        "Model ini menyederhanakan: usulan dalam pagu kewilayahan tidak dihitung di Renja dan RKPD. "
        "Sebenarnya ia tetap tercatat menurut SKPD di Renja, RKPD, PPAS, dan APBD, dan masih dapat dipotong."
    )
