"""A figure with what a person who cannot see it needs: its words and its figures; shown in a notebook or saved."""

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial, wraps
from html import escape
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec

from p2spp_sim.base import cards
from p2spp_sim.base.errors import OutOfBounds
from p2spp_sim.base.files import write_atomically
from p2spp_sim.base.fonts import for_figures
from p2spp_sim.base.language import tr
from p2spp_sim.base.numerals import whole_number
from p2spp_sim.figures.look import HEADINGS
from p2spp_sim.figures.page import column, laid_out, shrink
from p2spp_sim.results.excel import as_csv

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

DPI, FINE_DPI = 110, 600  # of the screen, where twelve inches fill 1366 dots, and of print
_KINDS = (".svg", ".png", ".csv", ".pdf")
_OTHERS = (".jpg", ".jpeg", ".eps", ".tif", ".tiff", ".gif", ".webp", ".html", ".xlsx", ".docx")


_P = ParamSpec("_P")


@dataclass(frozen=True, slots=True, eq=False)
class Drawing:
    """A figure and, for those who cannot see it, its words and its figures, as a notebook shows them.

    Parameters
    ----------
    figure : the picture.
    alt : what it shows, in sentences, with the key figures.
    table : what is drawn, exactly; None where a picture has no figures.
    name : stem of the files that `save` writes.
    again : draws it once more, on whatever page is laid out on.
    dpi : dots an inch of the PNG.
    live : whether words stay words in the SVG; otherwise they are outlines, the same where the font is not.
    """

    figure: "Figure"
    alt: str
    table: "pd.DataFrame | None" = None
    name: str = "gambar"
    again: "Callable[[], Drawing] | None" = None
    dpi: int = DPI
    live: bool = False

    def __post_init__(self) -> None:
        """Write every word in the workbook's own font; `look.bare` sees to the ticks, made when they are drawn."""
        from matplotlib.text import Text

        families: Any = for_figures()
        for words in self.figure.findobj(Text):
            words.set_fontfamily(families)

    def __repr__(self) -> str:
        """Say in a line what it shows."""
        return cards.brief("Drawing", f"{self.name}: {self.alt}")

    @property
    def caption(self) -> str:
        """What stands below the picture in a paper: its title, how to read it, where the figures come from."""
        texts = {
            str(text.get_gid()): " ".join(text.get_text().split()) for text in self.figure.texts
        }
        if "title" not in texts:
            return self.alt
        title = texts["title"].rstrip(".")
        return f"{title}{'' if title.endswith('?') else '.'} {texts['footer'].rstrip('.')}."

    def for_print(self, width: float | str = "single", dpi: int = FINE_DPI) -> "Drawing":
        """Draw it anew for a column of a journal: in its width, with its size of type, words as words.

        Title and footer are left out: they stand in `caption`.

        Parameters
        ----------
        width : single (84 mm), double (174 mm), or millimetres.
        dpi : dots an inch of the PNG.

        Raises
        ------
        OutOfBounds : no such width, or a picture of one width only.
        """
        on, dpi = column(width), whole_number("dpi", dpi, DPI)
        if self.again is None:
            raise OutOfBounds(
                [tr("Gambar {name} hanya ada dalam satu lebar.").format(name=self.name)]
            )
        with laid_out(on):
            made = self.again()
        shrink(made.figure, on.scale)
        return replace(made, again=self.again, dpi=dpi, live=True)

    def png(self) -> bytes:
        """Give the picture as a PNG file; the words are in its description."""
        return self._file("png", {"Software": None, "Description": self.alt})

    def svg(self) -> bytes:
        """Give the picture as an SVG file, the same bytes each time; the words are in its description."""
        return self._file(
            "svg", {"Date": None, "Creator": None, "Title": self.name, "Description": self.alt}
        )

    def pdf(self) -> bytes:
        """Give the picture as a PDF file, the same bytes each time, its words as words; `alt` is its subject."""
        about = {"Title": self.name, "Subject": self.alt, "Creator": None, "Producer": None}
        return self._file("pdf", {**about, "CreationDate": None})

    def csv(self) -> bytes:
        """Give the table as a CSV file (UTF-8, one heading, unrounded); empty without a table."""
        return b"" if self.table is None else as_csv(self.table)

    def save(
        self, where: str | Path, *, width: float | str | None = None, dpi: int | None = None
    ) -> list[Path]:
        """Write picture (SVG, PNG, and PDF where it is asked for) and table (CSV), each whole or not at all.

        Parameters
        ----------
        where : a folder, made when it is missing, for `name`.svg and so on; or a path that ends in .svg, .png, .csv or
            .pdf, whose stem the files then take.
        width : of a column of a journal (see `for_print`), with a PDF beside the others; as on the screen when None.
        dpi : dots an inch of the PNG; as fine as for print where a width is given.

        Returns
        -------
        The files that were written.

        Raises
        ------
        OutOfBounds : the path ends as another kind of file, or there is no such width.
        """
        path = Path(where)
        kind = path.suffix.casefold()
        if not str(where) or (kind in _OTHERS and not path.is_dir()):
            text = tr("{file}: diharapkan folder, atau .svg, .png, .csv, atau .pdf.")
            raise OutOfBounds([text.format(file=path)])
        folder, stem = (path.parent, path.stem) if kind in _KINDS else (path, self.name)
        made = self
        if width is not None:
            made = self.for_print(width, FINE_DPI if dpi is None else dpi)
        elif dpi is not None:
            made = replace(self, dpi=whole_number("dpi", dpi, 1))
        contents = {".svg": made.svg(), ".png": made.png(), ".csv": made.csv()}
        if width is not None or kind == ".pdf":
            contents[".pdf"] = made.pdf()  # all made before any is written
        files = {
            folder / f"{stem}{ending}": content for ending, content in contents.items() if content
        }
        folder.mkdir(parents=True, exist_ok=True)
        for file, content in files.items():
            write_atomically(file, content)
        return list(files)

    def _file(self, kind: str, metadata: dict[str, str | None]) -> bytes:
        from matplotlib import rc_context

        file = BytesIO()
        tight: Any = {} if self.live else {"bbox_inches": "tight"}  # a column has its own width
        settings: Any = {"svg.hashsalt": "p2spp", "pdf.fonttype": 42}
        settings["svg.fonttype"] = "none" if self.live else "path"
        with rc_context(settings):
            self.figure.savefig(file, format=kind, dpi=self.dpi, metadata=metadata, **tight)
        return file.getvalue()

    def _repr_html_(self) -> str:
        encoded = b64encode(self.png()).decode("ascii")
        alt = escape(self.alt, quote=True)
        image = f'<img alt="{alt}" style="max-width:100%" src="data:image/png;base64,{encoded}">'
        return image if self.table is None else image + _folded(self.table)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/html": self._repr_html_(), "text/plain": self.alt}


def redrawn(draw: Callable[_P, Drawing]) -> Callable[_P, Drawing]:
    """Let a drawing remember how it was drawn, so that it can be drawn again on another page."""

    @wraps(draw)
    def drawing(*given: _P.args, **named: _P.kwargs) -> Drawing:
        return replace(draw(*given, **named), again=partial(draw, *given, **named))

    return drawing


def _folded(table: "pd.DataFrame") -> str:
    """Give a table as HTML that opens on demand, figures with the separators of the screen language."""
    headings = [HEADINGS.get(str(name), str(name)) for name in table.columns]
    inside = cards.table(headings, table.itertuples(index=False))
    return f"<details><summary>{escape(tr('Tabel data'))}</summary>{inside}</details>"
