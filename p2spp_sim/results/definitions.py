"""What one definition of `datasets/indicators.toml` may say; `indicators.definitions` reads them."""

from collections.abc import Callable
from typing import Any, Literal

import msgspec

from p2spp_sim.base.language import pick


class Counted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A set of proposals: conditions that must all hold, and whose rupiah is counted."""

    where: tuple[str, ...]
    rupiah: str


class Indicator(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One definition; `kind` says how the sets become a number, `main` which measure is shown."""

    label: dict[str, str]
    kind: str
    numerator: Counted = Counted((), "cost")
    denominator: Counted | None = None
    columns: tuple[str, ...] = ()
    pots: tuple[str, ...] = ()
    other_pots: tuple[str, ...] = ()
    column: str = ""
    target: float | None = None
    seed_code: str = ""
    main: Literal["count", "rupiah"] = "count"
    short: dict[str, str] = {}

    @property
    def called(self) -> str:
        """Its label on boards and in pictures, in the screen language."""
        return pick(self.short or self.label)


class OwnIndicator(Indicator, frozen=True):
    """An indicator that is a function of a run: it gives count and rupiah, NaN where there is nothing to measure."""

    measured: Callable[[Any], tuple[float, float]] = lambda run: (float("nan"), float("nan"))
    unit: str = ""
