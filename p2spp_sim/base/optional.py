"""Packages that only some work needs: what is said where one is missing."""

from importlib.util import find_spec

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.language import tr


def needs(module: str, what: str) -> None:
    """Say in words which package is missing, before anything is begun.

    Parameters
    ----------
    module : that is imported; its package has the same name.
    what : is done with it, in the screen language.

    Raises
    ------
    P2sppError : it is not installed.
    """
    if find_spec(module) is None:
        text = tr("{what} memerlukan paket {package}; pasang dengan: pip install {package}")
        raise P2sppError(text.format(what=what, package=module))
