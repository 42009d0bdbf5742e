"""Keywords that have another name than they had: what was written with the old one still runs."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar
from warnings import warn

_P = ParamSpec("_P")
_R = TypeVar("_R")


def renamed(old: str, new: str) -> Callable[[Callable[_P, _R]], Callable[_P, _R]]:
    """Let a function take a keyword by its old name too, with a `DeprecationWarning`."""

    def known(function: Callable[_P, _R]) -> Callable[_P, _R]:
        @wraps(function)
        def call(*given: _P.args, **named: _P.kwargs) -> _R:
            if old in named and new not in named:
                warn(f"{function.__name__}: {old} is now {new}", DeprecationWarning, stacklevel=2)
                named[new] = named.pop(old)
            return function(*given, **named)

        return call

    return known
