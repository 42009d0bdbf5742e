"""Numbers as learners type them."""

from p2spp_sim.base.language import tr
from p2spp_sim.base.numerals import Ambiguous, read_number, without_unit


def typed_number(text: str, decimals: int, unit: str = "") -> tuple[float | None, str]:
    """Read a number as people here write it; None when it is not one, with a sentence why where something was typed.

    Parameters
    ----------
    text : as `read_number` takes it from the screen, also in per cent.
    decimals : decimals the question asks for.
    unit : may stand behind it.
    """
    text = without_unit(text, unit)
    try:
        return read_number(text.strip().rstrip("%"), whole=not decimals, typed=True), ""
    except Ambiguous as error:
        return None, f"“{text}”: {error}."
    except ValueError:
        why = tr("“{isi}” bukan angka. Tulis angka saja, misalnya 0,5 atau 120.").format(isi=text)
        return None, why if text.strip() else ""
