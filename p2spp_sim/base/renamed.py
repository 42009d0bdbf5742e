"""Keywords that have another name than they had: what was written with the old one still runs."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar
from warnings import warn

_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")


def renamed(old: str, new: str) -> Callable[[Callable[_Given, _Result]], Callable[_Given, _Result]]:
    """Let a function take a keyword by its old name too, with a `DeprecationWarning`."""

    def known(function: Callable[_Given, _Result]) -> Callable[_Given, _Result]:
        @wraps(function)
        def call(*given: _Given.args, **named: _Given.kwargs) -> _Result:
            if old in named and new not in named:
                warn(f"{function.__name__}: {old} is now {new}", DeprecationWarning, stacklevel=2)
                named[new] = named.pop(old)
            return function(*given, **named)

        return call

    return known
