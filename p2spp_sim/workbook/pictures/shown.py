"""A picture on the screen that is redrawn in place."""

import ipywidgets as W  # noqa: N812

from p2spp_sim.base.language import tr
from p2spp_sim.workbook.page.markup import page
from p2spp_sim.workbook.pictures.picture import Picture


class LivePicture:
    """A picture on the screen that is redrawn in place, its data table below a tick that opens it.

    The table stays open while the picture changes; a folded `<details>` would close at every move.

    Parameters
    ----------
    picture : what to show first.
    """

    def __init__(self, picture: Picture) -> None:
        self._picture = W.HTML()
        self.table = W.HTML()
        self.tick = W.Checkbox(value=False, indent=False)
        self.table.layout.display = "none"
        self.tick.observe(self._fold, names="value")
        self.widget = W.VBox([self._picture, self.tick, self.table])
        self.widget.add_class("p2-plain")
        self.update(picture)

    def update(self, picture: Picture) -> None:
        """Show another picture and its table in the same place."""
        self._picture.value = picture.html()
        self.table.value = page(picture.table.html())
        self.tick.description = tr("Tampilkan tabel: {judul}").format(judul=picture.table.caption)

    def _fold(self, change: dict[str, object]) -> None:
        self.table.layout.display = None if change["new"] else "none"


def show(picture: Picture) -> LivePicture:
    """Put a picture on the screen; `.widget` is what to display, `.update` redraws it."""
    return LivePicture(picture)
