"""A village budget to fill in until it balances."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

import ipywidgets as W  # noqa: N812

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.formats import number
from p2spp_sim.base.language import tr
from p2spp_sim.workbook.controls.control import (
    Composite,
    ControlValue,
    known,
    read_whole,
    tell_wrong,
)
from p2spp_sim.workbook.page.markup import MILLION, page

BudgetSide = Literal["income", "spending", "receipt", "outlay"]


@dataclass(frozen=True, slots=True)
class GridLine:
    """One line of a budget, in whole million rupiah."""

    key: str
    label: str
    value: int = 0
    low: int = 0
    high: int = 100_000


@dataclass(frozen=True, slots=True)
class GridGroup:
    """Lines with a subtotal; receipt and outlay are the two sides of financing."""

    key: str
    label: str
    lines: tuple[GridLine, ...]
    side: BudgetSide


class BudgetGrid(Composite):
    """Number boxes in groups, and above them a line that always says how far the budget is from balance.

    Parameters
    ----------
    key, label : the name in files, the heading on the screen.
    groups : in the order shown.
    """

    def __init__(self, key: str, label: str, groups: Sequence[GridGroup]) -> None:
        super().__init__(key, label)
        self._groups = tuple(groups)
        self._lines = {line.key: line for group in groups for line in group.lines}
        self._valid = {name: line.value for name, line in self._lines.items()}
        self._faulty: set[str] = set()
        self.boxes = {name: self._box(line) for name, line in self._lines.items()}
        self.notes = {name: W.HTML(layout=W.Layout(display="none")) for name in self._lines}
        self._totals = {group.key: W.HTML() for group in groups}
        self.message.add_class("p2-balance")
        columns = []
        for group in groups:
            rows = [
                widget
                for line in group.lines
                for widget in (self.boxes[line.key], self.notes[line.key])
            ]
            columns.append(
                W.VBox(
                    [self._totals[group.key], *rows],
                    layout=W.Layout(flex="1 1 400px", min_width="0"),
                )
            )
        self._fill(W.HBox(columns, layout=W.Layout(flex_flow="row wrap", align_items="flex-start")))
        head = len(self.widget.children) - 2  # the balance stands above the boxes
        parts = list(self.widget.children)
        self.widget.children = [*parts[:head], parts[-1], parts[head]]
        self._draw()

    @property
    def value(self) -> dict[str, int]:
        """Million rupiah of each line; where a box cannot be read, the last number it held."""
        return dict(self._valid)

    @value.setter
    def value(self, new: ControlValue) -> None:
        if not isinstance(new, dict):
            raise P2sppError(tr("Anggaran tersimpan tidak terbaca."))
        for name in known(
            new, self._lines, tr("Baris tersimpan {kunci} tidak ada lagi di anggaran ini.")
        ):
            line, amount = self._lines[name], new[name]
            if (
                isinstance(amount, bool)
                or not isinstance(amount, int)
                or not line.low <= amount <= line.high
            ):
                text = tr("Angka tersimpan untuk {baris} bukan bilangan bulat antara {a} dan {b}.")
                raise P2sppError(
                    text.format(baris=line.label, a=number(line.low), b=number(line.high))
                )
        self._busy = True
        for name, amount in new.items():
            self.boxes[name].value = number(amount)
            self._valid[name] = amount
            self._tell_wrong(name, "")
        self._busy = False
        self._draw()
        self._changed()

    @property
    def rupiah(self) -> dict[str, int]:
        """Rupiah of each line."""
        return {name: amount * MILLION for name, amount in self._valid.items()}

    @property
    def totals(self) -> dict[str, int]:
        """Million rupiah of each group."""
        return {
            group.key: sum(self._valid[line.key] for line in group.lines) for group in self._groups
        }

    @property
    def income(self) -> int:
        """Million rupiah of income."""
        return self._side("income")

    @property
    def spending(self) -> int:
        """Million rupiah of spending."""
        return self._side("spending")

    @property
    def financing(self) -> int:
        """Million rupiah of net financing: receipts less outlays."""
        return self._side("receipt") - self._side("outlay")

    @property
    def gap(self) -> int:
        """Million rupiah left over (above zero) or missing (below zero)."""
        return self.income - self.spending + self.financing

    @property
    def readable(self) -> bool:
        """Whether every box holds a number within its bounds."""
        return not self._faulty

    @property
    def balanced(self) -> bool:
        """Whether every box can be read and nothing is left over or missing."""
        return self.readable and self.gap == 0

    def _side(self, side: BudgetSide) -> int:
        totals = self.totals
        return sum(totals[group.key] for group in self._groups if group.side == side)

    def _box(self, line: GridLine) -> W.Text:
        box = W.Text(
            value=number(line.value),
            continuous_update=False,  # read when it is left, as in a spreadsheet: half a number is no number
            description=line.label,
            style={"description_width": "66%"},
            layout=W.Layout(width="auto", max_width="460px"),
        )
        box.add_class("p2-money")
        box.observe(lambda _, name=line.key: self._typed(name), names="value")
        return box

    def _typed(self, name: str) -> None:
        if self._busy:
            return
        line = self._lines[name]
        amount = read_whole(self.boxes[name].value, tr("juta rupiah"))
        if amount is None:
            text = tr("Bukan bilangan bulat. Tulis dalam juta rupiah, misalnya {contoh}.")
            self._tell_wrong(name, text.format(contoh=number(1250)))
        elif not line.low <= amount <= line.high:
            text = tr("Di luar batas: isi {a} sampai {b}.")
            self._tell_wrong(name, text.format(a=number(line.low), b=number(line.high)))
        else:
            self._valid[name] = amount
            self._tell_wrong(name, "")
            self._busy = True
            self.boxes[name].value = number(amount)  # with its thousands
            self._busy = False
        self._draw()
        self._changed()

    def _tell_wrong(self, name: str, text: str) -> None:
        tell_wrong(self.boxes[name], self.notes[name], text)
        if text:
            self._faulty.add(name)
        else:
            self._faulty.discard(name)

    def _draw(self) -> None:
        totals = self.totals
        for group in self._groups:
            words = tr("{nama}: {n} juta").format(nama=group.label, n=number(totals[group.key]))
            self._totals[group.key].value = page(f"<p><strong>{escape(words)}</strong></p>")
        sums = tr(
            "Pendapatan {a} − belanja {b} + pembiayaan {c} = selisih {d} (juta rupiah)"
        ).format(
            a=number(self.income),
            b=number(self.spending),
            c=signed(self.financing),
            d=signed(self.gap),
        )
        lamp = "p2-lamp-on" if self.balanced else "p2-lamp-off"
        word = f"● {tr('Seimbang')}" if self.balanced else f"■ {tr('Belum seimbang')}"
        self.message.value = page(
            f'<div role="status" class="p2-sum"><span>{escape(sums)}</span> '
            f'<strong class="{lamp}">{escape(word)}</strong> <span>{escape(self._advice())}</span></div>'
        )

    def _advice(self) -> str:
        if not self.readable:
            return tr("Perbaiki dahulu {n} kotak yang bertanda !.").format(n=len(self._faulty))
        if self.gap > 0:
            return tr("{n} juta belum dibelanjakan atau dipindahkan ke pembiayaan.").format(
                n=number(self.gap)
            )
        if self.gap < 0:
            return tr(
                "Belanja kekurangan {n} juta: kurangi belanja atau tambah penerimaan."
            ).format(n=number(-self.gap))
        return ""


def signed(amount: int) -> str:
    """Write whole millions with a true minus sign."""
    return number(amount).replace("-", "−")
