"""Unit 07: the papers of one's own village, held against rules as `p2spp periksa` does; nothing of them is kept."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import ipywidgets as W  # noqa: N812

from p2spp_sim.base.files import data_path
from p2spp_sim.base.formats import number
from p2spp_sim.base.language import pick, tr
from p2spp_sim.model.loading import load_rules
from p2spp_sim.village_plan import (
    REGIMES,
    VILLAGE_TABLES,
    Finding,
    findings,
    read_village,
    regime,
)
from p2spp_sim.workbook.core.unit import Unit
from p2spp_sim.workbook.page.choosing import TABLES, choose_files
from p2spp_sim.workbook.page.markup import page, paragraphs, say
from p2spp_sim.workbook.page.panel import Guard, panel
from p2spp_sim.workbook.units.shared.village import findings_table

EXAMPLE = "tirtamulya"


class OwnPapers:
    """Files of a village are chosen, checked at once, and told by lamp; they leave the page when it closes."""

    def __init__(self, unit: Unit) -> None:
        self.guard, self.found = Guard(), W.HTML()
        self.regime = W.Dropdown(
            options=[(pick(load_rules(key).title), key) for key in REGIMES],
            description=tr("Diperiksa dengan aturan"),
            layout=W.Layout(width="auto", max_width="900px"),
            style={"description_width": "initial"},
        )
        words = tr("Pilih berkas desa sendiri")
        chosen = choose_files(words, self.take, self.guard, TABLES, multiple=True)
        example = W.Button(description=tr("Coba contoh Karangjati"))
        example.on_click(
            lambda _: self.guard.run(lambda: self.check(data_path("datasets", EXAMPLE)))
        )
        about = tr(
            "Nama berkas yang dibaca: {nama}. Dua yang pertama harus ada. Berkas tidak disimpan di laptop pelatih."
        ).format(nama=", ".join(VILLAGE_TABLES))
        buttons = W.HBox([chosen, example], layout=W.Layout(flex_flow="row wrap"))
        head = W.HTML(page(paragraphs(about)))
        self.widget = panel(head, self.regime, buttons, self.guard.widget, self.found)

    def take(self, files: Sequence[tuple[str, bytes]]) -> None:
        """Check chosen files, in a folder that is gone afterwards.

        Raises
        ------
        P2sppError : bad cells, or a paper that must be there is not.
        """
        with TemporaryDirectory() as folder:
            for name, content in files:
                (Path(folder) / Path(name).name).write_bytes(content)
            self.check(Path(folder))

    def check(self, folder: Path) -> None:
        """Check the papers of a folder and show what was found, the worst first."""
        self.found.value = ""
        rules = regime(str(self.regime.value))
        noted = findings(read_village(folder), rules)
        source = tr("Sumber: berkas yang dipilih.")
        table = findings_table(tr("Temuan pada dokumen desa"), noted, source, green=True)
        self.found.value = _counted(noted) + page(table.html())

    def reset(self) -> None:
        """Show nothing again."""
        self.found.value = ""

    def static(self) -> str:
        """Give the command instead: paper checks no file."""
        return page(
            paragraphs(tr("Di layar, atau: python3 mulai.py periksa FOLDER --out temuan.xlsx"))
        )


def _counted(noted: Sequence[Finding]) -> str:
    lamps = [finding.lamp for finding in noted]
    red, yellow, green = (number(lamps.count(lamp)) for lamp in ("red", "yellow", "green"))
    text = tr(
        "{merah} merah (harus dibetulkan), {kuning} kuning (perlu alasan atau dilengkapi), {hijau} hijau."
    )
    return say("kabar", text.format(merah=red, kuning=yellow, hijau=green))
