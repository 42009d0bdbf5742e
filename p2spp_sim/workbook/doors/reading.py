"""Pages that need no kernel: guides and data that units link to, the address of the class, what is not there."""

from importlib import import_module
from typing import Any
from urllib.parse import urlencode

from tornado.web import HTTPError

from p2spp_sim.base.files import data_path
from p2spp_sim.base.language import language, tr
from p2spp_sim.workbook.doors.documents import document, served
from p2spp_sim.workbook.doors.entrance import Page
from p2spp_sim.workbook.doors.laboratory import Laboratory
from p2spp_sim.workbook.doors.words import WORDS
from p2spp_sim.workbook.page.visitor import code_in

START = "mulai.ipynb"
Static: Any = import_module("voila.static_file_handler").MultiStaticFileHandler


class Kept(Static):  # type: ignore[misc]
    """Programs of the page under an address that changes when one of them does: a browser reads them once."""

    def set_extra_headers(self, path: str) -> None:
        """Let them be kept."""
        self.set_header("Cache-Control", "public, max-age=31536000, immutable")


class Linked(Page):  # type: ignore[misc]
    """A guide, a licence or a data file that units link to, as a page to be read."""

    async def get(self, path: str) -> None:
        """Show it."""
        own, place = self.settings["room"].own, f"{self.base_url}voila/"
        if not served(path, own):
            raise HTTPError(404)
        try:
            shown = document(path, own, place)
        except OSError:
            raise HTTPError(404) from None
        code = code_in(self.request.query)
        start = f"{place}render/{'en/' if shown.language == 'en' else ''}{START}"
        self.finish(
            self.render_template(
                "naskah.html",
                words=WORDS[shown.language],
                document=shown,
                language=shown.language,
                start=f"{start}?{urlencode({'kode': code})}" if code else start,
                other=f"{place}{shown.translation}" if shown.translation else "",
            )
        )


class Drawn(Page):  # type: ignore[misc]
    """A picture in a guide."""

    async def get(self, path: str) -> None:
        """Give it."""
        file = data_path(*path.split("/"))
        if not file.is_file():
            raise HTTPError(404)
        self.set_header("Content-Type", "image/svg+xml" if path.endswith("svg") else "image/png")
        self.finish(file.read_bytes())


class ToLaboratory(Page):  # type: ignore[misc]
    """The way from the start page to JupyterLab on the same results."""

    async def get(self, path: str = "") -> None:
        """Go there; while it starts, and where it cannot, say so."""
        laboratory: Laboratory = self.settings["laboratory"]
        first = "lagi" not in self.request.arguments
        if address := await laboratory.address(start=first):
            self.redirect(address)
            return
        self.finish(self.render_template("lab.html", starting=laboratory.runs))


class Address(Page):  # type: ignore[misc]
    """The address of the class for the projector, also as a code that telephones read."""

    async def get(self, path: str = "") -> None:
        """Show it."""
        import segno

        address = self.settings["room"].address
        how = tr(
            "Sambungkan laptop atau telepon ke jaringan yang sama, lalu buka alamat ini. Internet tidak perlu."
        )
        words = {
            "title": tr("Buka di browser"),
            "qr": tr("Kode QR dari {alamat}").format(alamat=address),
            "how": how,
        }
        qr = segno.make(address, micro=False).svg_inline(omitsize=True, border=2)
        self.finish(
            self.render_template(
                "alamat.html", words=words, address=address, qr=qr, language=language()
            )
        )


class Missing(Page):  # type: ignore[misc]
    """Everything that is not there."""

    async def get(self, path: str = "") -> None:
        """Say so."""
        raise HTTPError(404)
