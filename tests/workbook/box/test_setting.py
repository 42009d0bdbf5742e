"""What typst makes of cards and posters: true size, backs behind their faces, tiles that overlap."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from p2spp_sim.papers.as_pdf import typeset
from p2spp_sim.workbook.box import box, posters
from p2spp_sim.workbook.box.box import TEMPLATES, deck_data
from p2spp_sim.workbook.box.case import BoxCase
from p2spp_sim.workbook.box.contents import contents

PPI, MM = 127, 5  # pixels of a millimetre
A4 = (210, 297)
DARK = 100


def _pages(kind: str, data: dict[str, Any]) -> list[np.ndarray]:
    files = typeset(data, "png", PPI, TEMPLATES / f"{kind}.typ")
    return [np.asarray(Image.open(BytesIO(file)).convert("L")) for file in files]


def _places(line: np.ndarray) -> list[float]:
    """Give where on a line of pixels something dark lies, in millimetres."""
    dark = np.flatnonzero(line < DARK)
    return [float(run.mean()) / MM for run in np.split(dark, np.flatnonzero(np.diff(dark) > 2) + 1)]


@pytest.fixture(scope="module")
def deck(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    case = BoxCase("id", tmp_path_factory.mktemp("kotak"), "two_days")
    return deck_data(case, next(item for item in contents().item if item.key == "kartu_tugas"))


def test_cards_are_cut_at_their_true_size(deck: dict[str, Any]) -> None:
    face, back = _pages("cards", deck | {"cards": deck["cards"][:1]})
    size = contents().size["kecil"]
    for page in (face, back):
        assert page.shape == (A4[1] * MM, A4[0] * MM)
        top = int((A4[1] - 3 * size.high) / 2 * MM)
        marks = _places(page[top - 3 * MM])
        assert np.allclose(np.diff(marks), size.wide, atol=0.3)
        assert np.isclose(sum(marks) / len(marks), A4[0] / 2, atol=0.3)
        left = int((A4[0] - 3 * size.wide) / 2 * MM)
        assert np.allclose(np.diff(_places(page[:, left - 3 * MM])), size.high, atol=0.3)


def test_a_back_lies_where_its_face_is_when_the_sheet_is_turned(deck: dict[str, Any]) -> None:
    face, back = _pages("cards", deck | {"cards": deck["cards"][:1]})
    inside = slice(30 * MM, 100 * MM)

    def middle(page: np.ndarray) -> float:
        return float(np.flatnonzero((page[inside] < DARK).any(axis=0)).mean()) / MM

    assert middle(face) < A4[0] / 3
    assert np.isclose(A4[0] - middle(back), A4[0] / 2 - contents().size["kecil"].wide, atol=3)


def test_eight_tiles_overlap_by_what_is_glued(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    poster = posters.Poster(
        "Hasil", "rekaan", head=("a", "b", "c"), rows=(("1", "", ""),) * 6, row_high=90
    )
    monkeypatch.setitem(posters.POSTERS, "results", lambda case: poster)
    item = next(item for item in contents().item if item.key == "poster_hasil_kelas")
    data = posters.poster_data(BoxCase("id", tmp_path, "two_days"), item, whole=False)
    tiles = _pages("poster", data)
    assert len(tiles) == posters.ACROSS * posters.DOWN
    assert {tile.shape for tile in tiles} == {(A4[0] * MM, A4[1] * MM)}
    edge = (A4[1] - posters.WINDOW_MM[0]) // 2 * MM
    rows = slice(20 * MM, 190 * MM)
    left = tiles[2][rows, -edge - posters.LAP_MM * MM : -edge]
    right = tiles[3][rows, edge : edge + posters.LAP_MM * MM]
    assert (left < DARK).any()
    assert np.mean((left < DARK) != (right < DARK)) < 0.02


def test_the_folder_is_whole_or_not_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def broken(case: BoxCase, item: object) -> dict[str, bytes]:
        raise OSError("penuh")

    monkeypatch.setattr(box, "files_of", broken)
    with pytest.raises(OSError, match="penuh"):
        box.write_box(tmp_path / "kotak", ["id"], "two_days", bar=False)
    assert list(tmp_path.iterdir()) == []
