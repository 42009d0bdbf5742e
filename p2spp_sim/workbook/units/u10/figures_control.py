"""Unit 10: the control with the figures of eight sasaran: their source, boxes, and a lamp behind each row."""

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

import ipywidgets as W  # noqa: N812

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.formats import number, percent
from p2spp_sim.base.language import tr
from p2spp_sim.village_plan.findings import lamp_word
from p2spp_sim.workbook.controls import ControlValue
from p2spp_sim.workbook.controls.control import Composite, known, row_name, text_cell
from p2spp_sim.workbook.exercises.numbers import typed_number
from p2spp_sim.workbook.page.markup import page
from p2spp_sim.workbook.units.u10.dashboard import OWN, SAMPLE, SasaranStanding

PARTS = ("awal", "kini", "sasaran")
Typed = dict[str, dict[str, float]]  # by sasaran and part, per cent


class Figures(Composite):
    """A list of sources above a table of boxes; only targets can be typed where the library gives the rest.

    Parameters
    ----------
    key, label : the name in files, the heading on the screen.
    sources : key and words of each source.
    names : key and words of each sasaran.
    given : the figures of a source that is not typed.
    """

    def __init__(
        self,
        key: str,
        label: str,
        sources: Mapping[str, str],
        names: Mapping[str, str],
        given: Callable[[str], Mapping[str, SasaranStanding]],
    ) -> None:
        super().__init__(key, label)
        self._sources, self._names, self._given = dict(sources), dict(names), given
        self._typed: dict[str, Typed] = {source: {} for source in sources}
        self._wrong: dict[tuple[str, str], str] = {}
        self.source = W.Dropdown(
            options=[(words, key) for key, words in sources.items()],
            value=SAMPLE,
            description=tr("Sumber angka"),
            layout=W.Layout(width="auto", max_width="640px"),
            style={"description_width": "195px"},
        )
        self.boxes = {(code, part): self._box(code, part) for code in names for part in PARTS}
        self.lamps = {code: W.HTML() for code in names}
        heads = (tr("awal, %"), tr("kini, %"), tr("sasaran, %"), tr("capaian"))
        cells: list[W.Widget] = [row_name(), *(text_cell(head, strong=True) for head in heads)]
        for code, words in names.items():
            cells += [
                row_name(words),
                *(self.boxes[code, part] for part in PARTS),
                self.lamps[code],
            ]
        table = W.GridBox(
            cells, layout=W.Layout(grid_template_columns="minmax(200px, 34%) repeat(3, 120px) 1fr")
        )
        table.add_class("p2-grid")
        self._fill(self.source, table)
        self.source.observe(lambda _: self._moved(), names="value")
        self._show()

    @property
    def value(self) -> dict[str, Any]:
        """The source, and what was typed by source, sasaran and part, in per cent."""
        return {
            "sumber": str(self.source.value),
            "diketik": {key: typed for key, typed in self._typed.items() if typed},
        }

    @value.setter
    def value(self, new: ControlValue) -> None:
        source, typed = self._checked(new)
        self._typed = {key: typed.get(key, {}) for key in self._sources}
        self._busy = True
        self.source.value = source
        self._busy = False
        self._moved()

    @property
    def rows(self) -> dict[str, SasaranStanding]:
        """The sasaran whose three figures can be read."""
        return standing(self.value, self._given)

    def _checked(self, new: object) -> tuple[str, dict[str, Typed]]:
        message = tr("Angka tersimpan di papan ini tidak terbaca.")
        try:
            source, typed = str(new["sumber"]), dict(new["diketik"])  # type: ignore[index]
            every = [
                (code, part, figure)
                for by_code in typed.values()
                for code, row in by_code.items()
                for part, figure in row.items()
            ]
        except (TypeError, KeyError, AttributeError, ValueError):
            raise P2sppError(message) from None
        known([source, *typed], self._sources, tr("Sumber angka tersimpan {kunci} tidak ada lagi."))
        for code, part, figure in every:
            if code not in self._names or part not in PARTS or not _fits(figure):
                raise P2sppError(message)
        return source, typed

    def _box(self, code: str, part: str) -> W.Text:
        words = {"awal": tr("awal"), "kini": tr("kini"), "sasaran": tr("sasaran")}[part]
        box = W.Text(
            continuous_update=False,  # read when it is left, as in a spreadsheet: half a number is no number
            description=f"{self._names[code]}: {words} (%)",
            layout=W.Layout(width="auto", min_width="0"),
        )
        box.add_class("p2-named")
        box.add_class("p2-money")
        box.observe(lambda _: self._read(code, part), names="value")
        return box

    def _moved(self) -> None:
        if not self._busy:
            self._wrong.clear()
            self._show()
            self._changed()

    def _read(self, code: str, part: str) -> None:
        if self._busy:
            return
        text, source = self.boxes[code, part].value, str(self.source.value)
        figure, why = typed_number(text, 1)
        row = self._typed[source].setdefault(code, {})
        row.pop(part, None)
        self._wrong.pop((code, part), None)
        if figure is not None and _fits(figure):
            row[part] = figure
        elif text.strip():
            beyond = tr("“{isi}” di luar batas: tulis angka 0 sampai 100.").format(isi=text.strip())
            self._wrong[code, part] = why or beyond
        self._lamp()
        self._changed()

    def _show(self) -> None:
        """Fill the boxes of the source; those that the library gives cannot be typed in."""
        source = str(self.source.value)
        rows = {} if source == OWN else self._given(source)
        typed = self._typed[source]
        self._busy = True
        for (code, part), box in self.boxes.items():
            figure = typed.get(code, {}).get(part)
            if code in rows and figure is None:
                row = rows[code]
                figure = 100 * {"awal": row.start, "kini": row.now, "sasaran": row.target}[part]
            box.value = "" if figure is None else number(figure, 1)
            box.disabled = source != OWN and part != "sasaran"
        self._busy = False
        self._lamp()

    def _lamp(self) -> None:
        rows = self.rows
        for code in self._names:
            row = rows.get(code)
            wrong = {part: self._wrong[code, part] for part in PARTS if (code, part) in self._wrong}
            if row is not None and row.target <= row.start and not wrong:
                wrong["sasaran"] = tr(
                    "Sasaran harus di atas nilai awal; tanpa jarak, capaian tidak dapat dihitung."
                )
            words = "–" if row is None else f"{percent(row.attained)} {lamp_word(row.lamp)}"
            self.lamps[code].value = (
                _alert(" ".join(wrong.values())) if wrong else text_cell(words, strong=True).value
            )
            for part in PARTS:
                box = self.boxes[code, part]
                (box.add_class if part in wrong else box.remove_class)("p2-bad")
        faulty = len({code for code, _ in self._wrong})
        if faulty:
            self._tell(tr("Perbaiki dahulu {n} baris yang bertanda !.").format(n=faulty), "!")
        else:
            self._tell(
                tr("Terbaca {n} dari {m} baris.").format(n=len(usable(rows)), m=len(self._names))
            )


def _alert(text: str) -> str:
    words = f"<strong>!</strong> {escape(text)}"
    return page(f'<div class="p2-wrong" style="text-align: left" role="alert">{words}</div>')


def standing(
    value: Mapping[str, Any], given: Callable[[str], Mapping[str, SasaranStanding]]
) -> dict[str, SasaranStanding]:
    """Give the rows of a saved value whose three figures are there."""
    source = str(value["sumber"])
    typed: Typed = value["diketik"].get(source, {})
    rows = {} if source == OWN else dict(given(source))
    for code, parts in typed.items():
        if code in rows and "sasaran" in parts:
            rows[code] = SasaranStanding(rows[code].start, rows[code].now, parts["sasaran"] / 100)
        elif source == OWN and len(parts) == len(PARTS):
            rows[code] = SasaranStanding(*(parts[part] / 100 for part in PARTS))
    return rows


def usable(rows: Mapping[str, SasaranStanding]) -> dict[str, SasaranStanding]:
    """Give the rows whose target lies above their start, in the order of the sasaran."""
    return {code: rows[code] for code in sorted(rows) if rows[code].target > rows[code].start}


def _fits(figure: object) -> bool:
    return isinstance(figure, int | float) and not isinstance(figure, bool) and 0 <= figure <= 100
