"""A number to compute."""

from typing import ClassVar

from p2spp_sim.base.language import tr
from p2spp_sim.workbook.exercises.kinds._shared import NumbersQuestion


class NumberQuestion(NumbersQuestion, frozen=True, tag="number"):
    """One number is typed."""

    label_width: ClassVar[str] = "200px"

    def nearly(self) -> list[str]:
        return [tr("Angka Anda sangat dekat. Periksa pembulatannya.")]
