"""Each edition holds what its reader needs and nothing else; paper is whole, black and white, and fits A4."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import nbformat
import pytest

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.language import language, set_language
from p2spp_sim.cli import main
from p2spp_sim.workbook.doors import printing
from p2spp_sim.workbook.doors.printing import PaperError, find_browser, write_paper
from p2spp_sim.workbook.editions import notebooks
from p2spp_sim.workbook.editions.editions import EDITIONS, edition, write_edition
from p2spp_sim.workbook.editions.notebooks import read_notebook, relinked, tags
from tests.notebooks.notebooks import FOLDER, ROOT

THREE = FOLDER / "03_musrenbang_kecamatan.ipynb"
every_edition = pytest.mark.parametrize("name", [name for name in EDITIONS if name != "cetak"])

TESTS = ("tes_A.html", "tes_B.html", "tes_C.html", "kunci_tes.html")


def with_tags(path: Path) -> set[str]:
    return {
        tag for cell in json.loads(path.read_text(encoding="utf-8"))["cells"] for tag in tags(cell)
    }


@every_edition
@pytest.mark.parametrize("language", ["id", "en"])
def test_an_edition_is_written_whole_and_says_which_it_is(
    name: str, language: str, tmp_path: Path
) -> None:
    done = write_edition(name, language, FOLDER, tmp_path / "a" / "b", ["03", "06", "mulai"])
    assert sorted(path.name for path in done) == sorted(
        path.name for path in (tmp_path / "a" / "b").iterdir()
    )
    for path in done:
        nbformat.validate(nbformat.read(path, as_version=4))
        text = path.read_text(encoding="utf-8")
        assert (
            f'"language = \\"{language}\\"\\n"' in text or f'"language = \\"{language}\\""' in text
        )
        assert EDITIONS[name].parameter in text or path.stem == "mulai"
        assert ("pelatih" in with_tags(path)) == (name == "pelatih" and path.stem != "mulai")
        assert ("kunci()" in text) == (name == "pelatih" and path.stem != "mulai")


def test_tags_for_screen_and_paper_part_the_cells() -> None:
    notebook = read_notebook(THREE)
    notebook["cells"][3]["metadata"]["tags"] = ["layar"]
    notebook["cells"][4]["metadata"]["tags"] = ["cetak"]
    from p2spp_sim.workbook.editions.editions import cut

    kept = {
        name: [cell["id"] for cell in cut(name, notebook, THREE.name)["cells"]] for name in EDITIONS
    }
    screen, paper = notebook["cells"][3]["id"], notebook["cells"][4]["id"]
    assert [name for name in EDITIONS if screen in kept[name]] == ["peserta", "pelatih", "kunci"]
    assert [name for name in EDITIONS if paper in kept[name]] == ["cetak"]


def test_private_wishes_of_the_roles_are_on_paper_only() -> None:
    texts = {name: str(edition(name, "id", "03", THREE)["cells"]) for name in EDITIONS}
    assert [name for name, text in texts.items() if "Mendorong U14" in text] == ["cetak"]
    assert all("Tamu dari DPRD" in text for text in texts.values())


def test_links_hold_inside_the_workbook_and_are_words_outside(tmp_path: Path) -> None:
    made = edition("peserta", "id", "03", THREE)
    inside = "\n".join(
        cell["source"] for cell in relinked(made, FOLDER, ROOT / "edisi" / "peserta")["cells"]
    )
    assert "](../../datasets/levers.toml)" in inside and "](06_rencana_ke_anggaran.ipynb)" in inside
    outside = "\n".join(cell["source"] for cell in relinked(made, FOLDER, tmp_path)["cells"])
    assert (
        "daftar pilihan kebijakan (datasets/levers.toml)" in outside
        and "](06_rencana_ke_anggaran.ipynb)" in outside
    )
    paper = "\n".join(cell["source"] for cell in relinked(made, FOLDER, None)["cells"])
    assert "](" not in paper and "dalam unit 06." in paper


@pytest.mark.parametrize("to", [FOLDER, FOLDER / "en"])
def test_an_edition_never_lands_on_the_sources(to: Path) -> None:
    before = THREE.read_bytes()
    for write in (
        lambda: write_edition("kunci", "id", FOLDER, to),
        lambda: write_paper("id", FOLDER, to, bar=False),
    ):
        with pytest.raises(P2sppError, match="berisi sumber buku kerja"):
            write()
    assert THREE.read_bytes() == before


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "notebooks"
    folder.mkdir()
    for name in (THREE.name, "06_rencana_ke_anggaran.ipynb"):
        shutil.copy(FOLDER / name, folder / name)
    monkeypatch.setattr(notebooks, "data_path", lambda *parts: folder)
    return folder


def test_the_test_is_printed_apart_in_the_language_of_the_edition(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "_print_unit", lambda *_: [])
    monkeypatch.setattr(printing, "find_browser", lambda: None)
    set_language("id")
    assert write_paper("en", FOLDER, tmp_path, ["03"], bar=False) == ([], [])
    files, faults = write_paper("en", FOLDER, tmp_path, ["00", "03"], bar=False)
    assert [file.name for file in files] == [
        *TESTS,
        "daftar_hadir.html",
        "evaluasi.html",
    ] and faults == []
    assert "<title>Test, form A<" in files[0].read_text(encoding="utf-8") and language() == "id"


def with_source(path: Path, key: str, source: str) -> None:
    notebook = json.loads(path.read_text(encoding="utf-8"))
    next(cell for cell in notebook["cells"] if cell["id"] == key)["source"] = source
    path.write_text(json.dumps(notebook), encoding="utf-8")


def test_a_unit_that_knows_no_editions_stops_before_anything_is_written(
    copied: Path, tmp_path: Path
) -> None:
    with_source(copied / "06_rencana_ke_anggaran.ipynb", "u06-parameter", "learner = None")
    with pytest.raises(
        P2sppError, match=r"06_rencana_ke_anggaran\.ipynb: sel parameter tidak memuat edition"
    ):
        write_edition("peserta", "id", copied, tmp_path / "ke")
    assert not (tmp_path / "ke").exists()


def test_paper_that_fails_names_the_cell_and_leaves_nothing_half_made(
    copied: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with_source(copied / "06_rencana_ke_anggaran.ipynb", "u06-corong", 'unit.papan("corongan")')
    assert main(["build", "--edisi", "cetak", "--ke", str(tmp_path / "ke")]) == 1
    said = capsys.readouterr()
    assert "06_rencana_ke_anggaran.ipynb, sel u06-corong: " in said.err and "corongan" in said.err
    assert "Traceback" not in said.err + said.out
    made = sorted(path.name for path in (tmp_path / "ke").iterdir())
    assert made == ["03_musrenbang_kecamatan.html", "03_musrenbang_kecamatan.pdf"]
    pdf = (tmp_path / "ke" / made[1]).read_bytes()
    assert pdf.startswith(b"%PDF") and pdf.rstrip().endswith(b"%%EOF")
    boxes = {
        tuple(float(n) for n in box.split()) for box in re.findall(rb"/MediaBox \[([\d. ]+)\]", pdf)
    }
    assert boxes and all(abs(w - 595.3) < 1 and abs(h - 841.9) < 1 for _, _, w, h in boxes)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("1 / 0", "ZeroDivisionError"),
        ("import ipywidgets; ipywidgets.IntSlider()", "masih memuat kendali layar"),
        ("import os; os._exit(1)", "sel u03-papan"),
    ],
)
def test_what_paper_cannot_show_is_a_sentence(source: str, reason: str) -> None:
    notebook = read_notebook(THREE)
    wrong = next(cell for cell in notebook["cells"] if cell["id"] == "u03-papan")
    notebook["cells"] = [{**wrong, "source": source}]
    with pytest.raises(
        PaperError, match=rf"{THREE.name}, sel u03-papan: .*Unit ini tidak dicetak\."
    ) as raised:
        printing.executed(notebook, THREE.name)
    assert reason in str(raised.value) and "\n" not in str(raised.value)


def test_without_a_browser_there_is_html_and_a_sentence(
    copied: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(printing, "BROWSERS", ("no-such-browser",))
    assert find_browser() is None
    assert main(["build", "--edisi", "cetak", "--unit", "03", "--ke", str(tmp_path / "ke")]) == 0
    assert [path.name for path in (tmp_path / "ke").iterdir()] == ["03_musrenbang_kecamatan.html"]
    assert "Chromium tidak ada, jadi hanya HTML" in capsys.readouterr().out


def test_a_browser_that_fails_leaves_no_pdf(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    page.write_text("<p>a</p>", encoding="utf-8")
    with pytest.raises(PaperError, match="tidak berhasil mencetak PDF"):
        printing.to_pdf(shutil.which("false") or "/bin/false", page, tmp_path / "a.pdf")
    assert [path.name for path in tmp_path.iterdir()] == ["a.html"]


@pytest.mark.parametrize(
    "words",
    [
        ["--edisi", "peserta"],
        ["--ke", "x"],
        ["--check", "--edisi", "kunci", "--ke", "x"],
        ["--edisi", "peserta", "--ke", "x", "--unit", "88"],
    ],
)
def test_words_that_do_not_go_together_are_refused(
    words: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["build", *words]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and "Traceback" not in said and not list(tmp_path.iterdir())
