"""A figure with what a person who cannot see it needs: its words and its figures; shown in a notebook or saved."""

from base64 import b64encode
from dataclasses import dataclass
from html import escape
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from p2spp_sim.base import cards
from p2spp_sim.base.errors import OutOfBounds
from p2spp_sim.base.files import write_atomically
from p2spp_sim.base.fonts import for_figures
from p2spp_sim.base.language import tr
from p2spp_sim.figures.look import HEADINGS
from p2spp_sim.results.excel import as_csv

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

DPI = 110  # twelve inches then fill a projector of 1366 dots
_KINDS = (".svg", ".png", ".csv")
_OTHERS = (".pdf", ".jpg", ".jpeg", ".eps", ".tif", ".tiff", ".gif", ".webp", ".html", ".xlsx")


@dataclass(frozen=True, slots=True, eq=False)
class Drawing:
    """A figure and, for those who cannot see it, its words and its figures, as a notebook shows them.

    Parameters
    ----------
    figure : the picture.
    alt : what it shows, in sentences, with the key figures.
    table : what is drawn, exactly; None where a picture has no figures.
    name : stem of the files that `save` writes.
    """

    figure: "Figure"
    alt: str
    table: "pd.DataFrame | None" = None
    name: str = "gambar"

    def __post_init__(self) -> None:
        """Write every word in the workbook's own font; `look.bare` sees to the ticks, made when they are drawn."""
        from matplotlib.text import Text

        families: Any = for_figures()
        for words in self.figure.findobj(Text):
            words.set_fontfamily(families)

    def png(self) -> bytes:
        """Give the picture as a PNG file; the words are in its description."""
        return self._file("png", {"Software": None, "Description": self.alt})

    def svg(self) -> bytes:
        """Give the picture as an SVG file, the same bytes each time; the words are in its description."""
        return self._file(
            "svg", {"Date": None, "Creator": None, "Title": self.name, "Description": self.alt}
        )

    def csv(self) -> bytes:
        """Give the table as a CSV file (UTF-8, one heading, unrounded); empty without a table."""
        return b"" if self.table is None else as_csv(self.table)

    def save(self, where: str | Path) -> list[Path]:
        """Write picture (SVG and PNG) and table (CSV), each whole or not at all.

        Parameters
        ----------
        where : a folder, made when it is missing, for `name`.svg and so on; or a path that ends in .svg, .png or .csv,
            whose stem the files then take.

        Returns
        -------
        The files that were written.

        Raises
        ------
        OutOfBounds : the path ends as another kind of file.
        """
        path = Path(where)
        kind = path.suffix.casefold()
        if kind in _OTHERS and not path.is_dir():
            raise OutOfBounds(
                [tr("{file}: diharapkan folder, atau .svg, .png, atau .csv.").format(file=path)]
            )
        folder, stem = (path.parent, path.stem) if kind in _KINDS else (path, self.name)
        contents = zip(
            _KINDS, (self.svg(), self.png(), self.csv()), strict=True
        )  # all made before any is written
        files = {folder / f"{stem}{kind}": content for kind, content in contents if content}
        folder.mkdir(parents=True, exist_ok=True)
        for file, content in files.items():
            write_atomically(file, content)
        return list(files)

    def _file(self, kind: str, metadata: dict[str, str | None]) -> bytes:
        from matplotlib import rc_context

        file = BytesIO()
        with rc_context({"svg.hashsalt": "p2spp"}):
            self.figure.savefig(file, format=kind, dpi=DPI, bbox_inches="tight", metadata=metadata)
        return file.getvalue()

    def _repr_html_(self) -> str:
        encoded = b64encode(self.png()).decode("ascii")
        alt = escape(self.alt, quote=True)
        image = f'<img alt="{alt}" style="max-width:100%" src="data:image/png;base64,{encoded}">'
        return image if self.table is None else image + _folded(self.table)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/html": self._repr_html_(), "text/plain": self.alt}


def _folded(table: "pd.DataFrame") -> str:
    """Give a table as HTML that opens on demand, figures with the separators of the screen language."""
    headings = [HEADINGS.get(str(name), str(name)) for name in table.columns]
    inside = cards.table(headings, table.itertuples(index=False))
    return f"<details><summary>{escape(tr('Tabel data'))}</summary>{inside}</details>"
