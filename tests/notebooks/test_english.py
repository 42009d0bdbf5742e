"""English is generated: byte for byte from source and catalogue, and the check names what has fallen behind."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import nbformat
import polib
import pytest

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.language import set_language, tr
from p2spp_sim.cli import main
from p2spp_sim.workbook.editions import catalogues, english, eras, notebooks
from p2spp_sim.workbook.editions.catalogues import po_path
from p2spp_sim.workbook.exercises.bank import load_bank
from p2spp_sim.workbook.saving.record import PAGES
from tests.locale.test_catalogue import INDONESIAN
from tests.notebooks.notebooks import ALL_FILES, FOLDER, ROOT, UNIT_FILES, prose

COPIED = ("03_musrenbang_kecamatan.ipynb", "06_rencana_ke_anggaran.ipynb", "mulai.ipynb")
GENERATED = ("en", "kini", "en/kini")  # what is made of a unit
every = pytest.mark.parametrize("source", ALL_FILES, ids=lambda path: path.stem)
units = pytest.mark.parametrize("source", UNIT_FILES, ids=lambda path: path.stem)


def unit_of(source: Path) -> str:
    return source.stem if source.stem in PAGES else source.stem[:2]


def in_english(source: Path) -> nbformat.NotebookNode:
    return nbformat.read(FOLDER / "en" / source.name, as_version=4)


def headings(text: str) -> list[int]:
    return [
        len(line) - len(line.lstrip("#")) for line in text.splitlines() if re.match(r"#+ ", line)
    ]


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Copy three notebooks and all catalogues, so that a test can change them."""
    folder = tmp_path / "notebooks"
    for place in ("", *GENERATED):
        (folder / place).mkdir(parents=True)
        for name in COPIED:
            shutil.copy(FOLDER / place / name, folder / place / name)
    shutil.copytree(catalogues.LOCALE, tmp_path / "locale")
    monkeypatch.setattr(catalogues, "LOCALE", tmp_path / "locale")
    return folder


def changed(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    path.write_text(text.replace(old, new), encoding="utf-8")


@every
def test_the_committed_english_is_what_source_and_catalogue_give(source: Path) -> None:
    made = {path: text for _, path, text in english.generated(FOLDER, [unit_of(source)])}
    places = GENERATED if eras.has_eras(unit_of(source)) else ("en",)
    assert set(made) == {FOLDER / place / source.name for place in places}
    assert all(path.read_text(encoding="utf-8") == text for path, text in made.items())


def test_the_check_finds_nothing() -> None:
    assert english.check_english(FOLDER) == []
    assert {path.name for path in (FOLDER / "en").glob("*.ipynb")} == {
        path.name for path in ALL_FILES
    }


def test_everything_is_made_again_from_nothing(copied: Path) -> None:
    shutil.rmtree(copied / "en")
    shutil.rmtree(copied / "kini")
    made = [f"{place}/{name}" for place in GENERATED for name in COPIED]
    assert len(english.check_english(copied)) == len(made)
    assert set(english.write_english(copied)) == {copied / name for name in made}
    for name in made:
        assert (copied / name).read_bytes() == (FOLDER / name).read_bytes()
    assert english.write_english(copied) == [] and english.check_english(copied) == []


def test_one_changed_sentence_names_its_entry_and_no_other(copied: Path) -> None:
    changed(
        copied / "03_musrenbang_kecamatan.ipynb",
        "### Tiga cara, tiga keadilan",
        "### Tiga cara, dua keadilan",
    )
    assert english.check_english(copied) == [
        "03, u03-latihan-4-judul: “Tiga cara, dua keadilan” sudah berubah, terjemahannya masih yang lama."
    ]
    before = (copied / "en" / "03_musrenbang_kecamatan.ipynb").read_bytes()
    ours = copied / "kini" / "03_musrenbang_kecamatan.ipynb"
    assert english.write_english(copied) == [ours]  # no English of it, but Indonesian of today
    assert (copied / "en" / "03_musrenbang_kecamatan.ipynb").read_bytes() == before
    with pytest.raises(P2sppError, match="u03-latihan-4-judul"):
        english.english("03", copied / "03_musrenbang_kecamatan.ipynb")


def test_a_missing_and_a_superfluous_entry_are_named(copied: Path) -> None:
    path = po_path("en", "unit06")
    catalogue = polib.pofile(str(path), wrapwidth=110)
    entry = catalogue.find(
        "Ingin mencoba lagi dari awal? Hasil yang lama tetap disimpan di sebelahnya."
    )
    assert entry is not None and entry.msgctxt == "u06-ulang-pengantar"
    entry.msgctxt = "u06-yang-lain"
    catalogue.save(str(path))
    assert english.check_english(copied, ["06"]) == [
        "06, u06-ulang-pengantar: “Ingin mencoba lagi dari awal? Hasil yang lama …” belum ada terjemahannya.",
        "06, u06-yang-lain: terjemahan “Ingin mencoba lagi dari awal? Hasil yang lama …” tidak dipakai lagi.",
    ]


def test_a_fuzzy_entry_counts_as_changed(copied: Path) -> None:
    path = po_path("en", "mulai")
    catalogue = polib.pofile(str(path), wrapwidth=110)
    entry = next(entry for entry in catalogue if entry.msgctxt == "mulai-lanjut")
    entry.flags = ["fuzzy"]
    catalogue.save(str(path))
    (said,) = english.check_english(copied, ["mulai"])
    assert said.startswith("mulai, mulai-lanjut: “") and "sudah berubah" in said


def test_a_changed_sentence_of_a_question_bank_is_named(
    copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = po_path("en", "unit03")
    bank = load_bank("03")
    hint = bank.questions[0].hints[0]
    text = path.read_text(encoding="utf-8").replace(hint[:25], hint[:25].upper())
    path.write_text(text, encoding="utf-8")
    assert hint[:25].upper() in text
    (said,) = english.check_english(copied, ["03"])
    assert (
        said.startswith(f"03, exercises/03.toml: “{' '.join(hint.split()[:8])}")
        and "sudah berubah" in said
    )


def test_an_edited_english_notebook_is_found_and_made_again(copied: Path) -> None:
    path = copied / "en" / "06_rencana_ke_anggaran.ipynb"
    changed(path, "November. Bu Ratmi", "In November, Bu Ratmi")
    assert english.check_english(copied) == [
        "notebooks/en/06_rencana_ke_anggaran.ipynb tidak sama dengan hasil dari sumbernya; jalankan p2spp build."
    ]
    assert english.write_english(copied) == [path]
    assert path.read_bytes() == (FOLDER / "en" / path.name).read_bytes()


def test_english_without_a_source_goes_but_a_notebook_of_ones_own_stays(copied: Path) -> None:
    shutil.copy(copied / "en" / "mulai.ipynb", copied / "en" / "99_lama.ipynb")
    own = json.loads((copied / "en" / "mulai.ipynb").read_text(encoding="utf-8"))
    del own["metadata"]["generated_from"]
    (copied / "en" / "catatan.ipynb").write_text(json.dumps(own), encoding="utf-8")
    (said,) = english.check_english(copied)
    assert said.startswith("notebooks/en/99_lama.ipynb tidak mempunyai sumber lagi")
    english.write_english(copied)
    assert (
        not (copied / "en" / "99_lama.ipynb").exists()
        and (copied / "en" / "catatan.ipynb").exists()
    )


def test_the_command_checks_and_builds(
    copied: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(notebooks, "data_path", lambda *parts: copied)
    assert main(["build", "--check"]) == 0
    changed(
        copied / "mulai.ipynb",
        "Berhenti kapan saja, lanjutkan",
        "Berhentilah kapan saja, lanjutkan",
    )
    capsys.readouterr()
    assert main(["build", "--check"]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and said.startswith("mulai, mulai-lanjut: “Berhentilah kapan saja")
    assert main(["build", "--unit", "03", "06"]) == 0
    assert main(["build", "--unit", "77"]) == 2
    assert "“77”" in capsys.readouterr().err


def test_a_file_that_is_no_notebook_is_a_sentence(copied: Path) -> None:
    (copied / "06_rencana_ke_anggaran.ipynb").write_text("{ rusak", encoding="utf-8")
    with pytest.raises(
        P2sppError, match=r"06_rencana_ke_anggaran\.ipynb: bukan berkas notebook yang utuh"
    ):
        english.check_english(copied)


@every
def test_same_cells_same_code_but_for_the_language(source: Path) -> None:
    ours, theirs = nbformat.read(source, as_version=4), in_english(source)
    nbformat.validate(theirs)
    assert [cell.id for cell in theirs.cells] == [cell.id for cell in ours.cells]
    for mine, other in zip(ours.cells, theirs.cells, strict=True):
        if mine.cell_type == "code":
            assert other.source == mine.source.replace('language = "id"', 'language = "en"')
            assert other.outputs == [] and other.execution_count is None
    made = theirs.metadata.generated_from
    assert (ROOT / made.source).is_file() and (ROOT / made.catalogue).is_file()
    assert len(made.source_sha256) == len(made.catalogue_sha256) == 64


@every
def test_same_headings_tables_links_and_code_words(source: Path) -> None:
    catalogue = polib.pofile(str(po_path("en", catalogues.domain(unit_of(source)))))
    for entry in (entry for entry in catalogue if entry.msgctxt):
        sides = (entry.msgid, entry.msgstr)
        shapes = [
            (
                headings(side),
                [line.count("|") for line in side.splitlines() if line.startswith("|")],
                sorted(
                    t.partition("#")[0].replace(".id.md", ".md")
                    for t in re.findall(r"\]\(([^)]+)\)", side)
                ),
                sorted(re.findall(r"`[^`]+`", side)),
            )
            for side in sides
        ]
        assert shapes[0] == shapes[1], entry.msgctxt


@every
def test_english_links_lead_somewhere(source: Path) -> None:
    text = "\n".join(
        cell.source for cell in in_english(source).cells if cell.cell_type == "markdown"
    )
    anchors = {
        re.sub(r"\s", "-", line.lstrip("# ")) for line in text.splitlines() if line.startswith("#")
    }
    for target in re.findall(r"\]\(([^)]+)\)", text):
        path, _, anchor = target.partition("#")
        assert "://" not in target
        assert (FOLDER / "en" / path).resolve().is_file() if path else anchor in anchors, target


@every
def test_english_text_is_english(source: Path) -> None:
    for cell in in_english(source).cells:
        if cell.cell_type == "markdown":
            assert not INDONESIAN.search(
                prose(re.sub(r"(?<!\*)\*[^*\n]+\*(?!\*)", " ", cell.source))
            ), cell.id


@units
def test_the_english_card_is_the_card_of_the_bank(source: Path) -> None:
    set_language("en")
    card, bank = in_english(source).cells[0].source, load_bank(source.stem[:2])
    assert card.splitlines()[0] == f"# {bank.unit.code} {tr(bank.unit.title)}"
    assert f"{bank.minutes} minutes ({bank.lesson_hours} JP)" in card
    assert "fictional" in card and "proposed curriculum" in card


def test_jupyterlab_runs_every_notebook_that_is_marked_as_ours() -> None:
    script = ROOT / "share/jupyter/p2spp/p2spp-run/static/remoteEntry.js"
    pattern = re.search(r"const OURS = /(.+)/;", script.read_text(encoding="utf-8"))[1]
    marked = [
        path.relative_to(ROOT).as_posix()
        for path in FOLDER.glob("**/*.ipynb")
        if english.OURS in json.loads(path.read_text(encoding="utf-8"))["metadata"]
    ]
    assert len(marked) > 4 * len(UNIT_FILES)
    assert [name for name in marked if not re.fullmatch(pattern, name)] == []
