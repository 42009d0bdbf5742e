"""The last steps of the page for own lists: fields, last year's note, papers, and a project that is opened again."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

from p2spp_sim.alignment.note import example
from p2spp_sim.results.excel import write_tables
from p2spp_sim.workbook import open_own_lists
from p2spp_sim.workbook.own.lists import OwnLists

FIELDS = {"kabupaten": "Wanasari", "year": "2027", "day": "9 Februari 2026"}


def opened(folder: Path, learner: str = "K1-03") -> OwnLists:
    desk = open_own_lists(learner=learner, results=folder)
    for step in (desk.berkas, desk.papan, desk.nota, desk.tahun, desk.surat):
        step()
    return desk


def test_papers_are_written_with_last_year_and_another_opens_the_project(tmp_path: Path) -> None:
    content = write_tables(example(), tmp_path / "contoh.xlsx").read_bytes()
    desk = opened(tmp_path)
    desk.outgoing.earlier._guard.run(lambda: desk.outgoing.earlier.take(content))
    assert "Isi dahulu tahun rencana" in desk.outgoing.earlier._guard.widget.value
    desk.take("Daftar.xlsx", content)
    for key, text in FIELDS.items():
        desk.outgoing.asked.fields[key].value = text
    desk.outgoing.earlier.take(content)
    join = desk.outgoing.earlier.join
    assert join is not None
    join.lists["U01"].value = "U01"
    assert (
        desk.outgoing.earlier.which.value == "U01" and "2026" in desk.outgoing.earlier._life.value
    )
    said = " ".join(desk.outgoing._write())
    folder = tmp_path / "K1-03" / "wanasari_2027"
    assert (
        len([*(folder / "surat").iterdir()]) == 10 and "14 usulan terhadap nota tahun lalu" in said
    )
    assert (
        "Unduh PDF" in desk.outgoing._shown.value and "data:image/png" in desk.outgoing._shown.value
    )
    assert {sheet for sheet in desk.outgoing.note()} >= {"riwayat", "tahun lalu", "usulan"}
    again = opened(tmp_path)
    assert again.outgoing.asked.fields["day"].value == "9 Februari 2026", "remembered"
    assert not opened(tmp_path, "K2-01").outgoing._folders.options, "another group of the class"
    copytree(folder, tmp_path / "laptop lain" / "wanasari_2027")
    other = opened(tmp_path / "laptop lain", "peserta")
    assert str(other.outgoing._folders.value).endswith("wanasari_2027")
    other.outgoing._open()
    assert other.outgoing.occasion == desk.outgoing.occasion
    assert other.outgoing.earlier.decided == {"U01": "U01"}
    assert len(other.alignment.lists.proposals) == len(desk.alignment.lists.proposals)


def test_what_was_decided_on_another_note_does_not_hold(tmp_path: Path) -> None:
    content = write_tables(example(), tmp_path / "contoh.xlsx").read_bytes()
    desk = opened(tmp_path)
    desk.take("Daftar.xlsx", content)
    desk.outgoing.asked.fields["year"].value = "2027"
    desk.outgoing.earlier.take(content, {"U01": "U01"})
    assert desk.outgoing.earlier.decided == {"U01": "U01"}
    other = example()
    other["usulan"]["usulan"] = [f"Lain {n}" for n in range(len(other["usulan"]))]
    desk.outgoing.earlier.take(write_tables(other, tmp_path / "lain.xlsx").read_bytes())
    assert desk.outgoing.earlier.decided == {}
