"""What a person reads, for notebooks and studies: the language of the screen, numbers in it, and where data lie."""

from p2spp_sim.base.files import data_path
from p2spp_sim.base.formats import figure, number, percent, rupiah, rupiah_short
from p2spp_sim.base.language import LANGUAGES, language, pick, set_language, tr

__all__ = [
    "LANGUAGES",
    "data_path",
    "figure",
    "language",
    "number",
    "percent",
    "pick",
    "rupiah",
    "rupiah_short",
    "set_language",
    "tr",
]
