"""A drawn picture with what a person who cannot see it needs."""

from dataclasses import dataclass
from html import escape

from p2spp_sim.base.language import tr
from p2spp_sim.workbook.page.markup import STYLE, Table, page


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn picture with what a person who cannot see it needs: alternative text and the figures."""

    svg: str
    alt: str
    table: Table

    @classmethod
    def empty(cls) -> "Picture":
        """Give the picture that is not shown."""
        return cls("", "", Table("", (), ()))

    def html(self) -> str:
        """Give the picture as an HTML image with its alternative text, without the table; nothing when empty."""
        if not self.svg:
            return ""
        label = escape(self.alt, quote=True)
        return f'<div class="p2 p2-picture" role="img" aria-label="{label}">{self.svg}</div>'

    def _repr_html_(self) -> str:
        folded = (
            f"<details><summary>{escape(tr('Tabel data'))}</summary>{self.table.html()}</details>"
        )
        return STYLE + self.html() + page(folded)
