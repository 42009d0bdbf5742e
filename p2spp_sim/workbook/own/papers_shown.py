"""Papers on the screen: the first page as a picture, and the files to take along."""

from base64 import b64encode
from html import escape
from pathlib import Path

from p2spp_sim.base.language import tr
from p2spp_sim.papers import as_pdf
from p2spp_sim.papers.paper import Paper
from p2spp_sim.workbook.own.kept_book import file_link

_PREVIEW_PPI = 80


def first_page(paper: Paper, files: dict[str, bytes]) -> list[str]:
    """Give the links to a paper's files and its first page, as HTML."""
    names = [name for name in files if name.startswith(f"{paper.key}.")]
    words = {".xlsx": tr("Unduh Excel"), ".pdf": tr("Unduh PDF")}
    links = " · ".join(file_link(files[name], name, words[Path(name).suffix]) for name in names)
    picture = b64encode(as_pdf.first_page(paper, _PREVIEW_PPI)).decode()
    alt = escape(tr("Halaman pertama: {judul}").format(judul=paper.title), quote=True)
    image = (
        f'<img alt="{alt}" src="data:image/png;base64,{picture}" '
        'style="max-width:100%;border:1px solid #8c8c8c">'
    )
    return [f"<p>{links}</p>", image]
