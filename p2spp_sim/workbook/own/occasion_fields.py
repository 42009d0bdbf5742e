"""Asks where, for which year and when a paper is made; remembered, and never anybody's name."""

import ipywidgets as W  # noqa: N812

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.language import Labels
from p2spp_sim.papers.occasion import Occasion, long_date, occasion, read_date
from p2spp_sim.workbook.page.panel import Guard
from p2spp_sim.workbook.saving.progress import Progress

FIELDS = Labels(
    kabupaten="Kabupaten atau kota",
    kecamatan="Kecamatan",
    year="Tahun rencana",
    place="Tempat",
    day="Tanggal",
    signer="Jabatan penanda tangan",
)
EXAMPLES = Labels(
    kabupaten="misalnya Wanasari",
    kecamatan="kosong: semua kecamatan dalam daftar",
    year="misalnya 2027",
    place="misalnya Sukamaju",
    day="misalnya 9 Februari 2026",
    signer="misalnya Camat Sukamaju, tanpa nama",
)


class OccasionFields:
    """The fields of one page.

    Parameters
    ----------
    progress, part : where they are kept.
    guard : says what cannot be.
    without : fields that the papers of the page do not have.
    """

    def __init__(
        self, progress: Progress, part: str, guard: Guard, without: tuple[str, ...] = ()
    ) -> None:
        self._progress, self._part = progress, part
        saved = progress.part(part)
        self.fields = {
            key: _field(key, str(saved.get(key) or "")) for key in FIELDS if key not in without
        }
        for field in self.fields.values():
            field.observe(lambda _: guard.run(self._remember), names="value")
        layout = W.Layout(grid_template_columns="repeat(auto-fit, minmax(min(100%, 420px), 1fr))")
        self.widget = W.GridBox([*self.fields.values()], layout=layout)

    @property
    def occasion(self) -> Occasion:
        """What the fields say.

        Raises
        ------
        P2sppError : a year or a date that cannot be.
        """
        return occasion(**{key: str(field.value) for key, field in self.fields.items()})

    def fill(self, about: Occasion) -> None:
        """Fill in what is known."""
        for key, value in about.kept().items():
            if key in self.fields:
                self.fields[key].value = _shown(key, str(value or ""))

    def _remember(self) -> None:
        if not self._progress.put(self._part, self.occasion.kept()):
            raise P2sppError("\n".join(self._progress.notes))


def _shown(key: str, value: str) -> str:
    """Give a saved value as it is typed."""
    day = read_date(value) if key == "day" else None
    return long_date(day) if day else "" if value == "0" else value


def _field(key: str, value: str) -> W.Text:
    return W.Text(
        value=_shown(key, value),
        description=FIELDS[key],
        placeholder=EXAMPLES[key],
        continuous_update=False,
        layout=W.Layout(width="auto", max_width="520px"),
        style={"description_width": "175px"},
    )
