"""Saving: whole or not at all, resumed, damaged files set aside, no names."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from functools import reduce
from pathlib import Path

import pytest

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.workbook import open_start
from p2spp_sim.workbook.saving.codes import code_of
from p2spp_sim.workbook.saving.progress import Progress, give_code
from p2spp_sim.workbook.saving.record import ExerciseRecord, QuizRecord, read


def saved(folder: Path) -> Path:
    progress = Progress("03", "K1-03", folder)
    assert progress.put("papan", {"ceiling": 900})
    return progress.path


def test_every_decision_is_on_disk_at_once_and_resumes(tmp_path: Path) -> None:
    path = saved(tmp_path / "baru")
    record = json.loads(path.read_text(encoding="utf-8"))
    assert record["versi"] == 3 and record["isi"] == {"papan": {"ceiling": 900}}
    again = Progress("03", "K1-03", tmp_path / "baru")
    assert again.resumed and again.part("papan") == {"ceiling": 900} and again.part("lain") == {}
    assert sorted(p.name for p in path.parent.iterdir()) == ["K1-03_unit03.json"]


def test_records_have_the_keys_that_files_always_had(tmp_path: Path) -> None:
    progress = Progress("tesawal", "K1-03", tmp_path)
    given = ExerciseRecord({"U05": 7.5}, "hampir", tries=2, hints=1)
    test = QuizRecord("2026-11-24T10:00:00", 3, {"pagu": "a"}, "B")
    assert progress.put("03-1", given) and progress.put("tes", test)
    written = json.loads(progress.path.read_text(encoding="utf-8"))
    kept = ("versi", "unit", "peserta", "edisi", "mulai_ulang", "disimpan", "simpanan", "jejak")
    assert tuple(written) == (*kept, "isi")
    exercise = {"jawaban": {"U05": 7.5}, "status": "hampir", "percobaan": 2, "petunjuk": 1}
    exercise |= {"tuntas": False, "nilai": 0}
    taken = {"mulai": "2026-11-24T10:00:00", "soal": 3, "jawaban": {"pagu": "a"}, "bentuk": "B"}
    assert json.dumps(written["isi"]) == json.dumps({"03-1": exercise, "tes": taken})
    for record in (read(progress.path), Progress("tesawal", "K1-03", tmp_path)):
        assert record.exercise("03-1") == given and record.test == test
        assert record.exercise("03-2") == ExerciseRecord()


def test_an_interrupted_save_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = saved(tmp_path)
    before = path.read_bytes()
    progress = Progress("03", "K1-03", tmp_path)

    def cut(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", cut)
    assert not progress.put("papan", {"ceiling": 100})
    assert path.read_bytes() == before and [p.name for p in tmp_path.iterdir()] == [path.name]
    assert "belum tersimpan" in progress.notes[0]
    monkeypatch.undo()
    assert progress.write() and Progress("03", "K1-03", tmp_path).part("papan") == {"ceiling": 100}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe\x00",
        b"[]",
        b'{"versi": 0, "unit": "03", "isi": {}}',
        b'{"versi": "x", "unit": "03", "isi": {}}',
        b'{"versi": 1, "unit": "06", "isi": {}}',
        b'{"versi": 1, "unit": "03", "isi": [1]}',
        b'{"versi": 1, "unit": "03", "isi": {"papan": 5}}',
    ],
)
def test_a_damaged_file_is_kept_aside_and_told(tmp_path: Path, content: bytes) -> None:
    path = saved(tmp_path)
    path.write_bytes(content)
    progress = Progress("03", "K1-03", tmp_path)
    assert not progress.resumed and "rusak" in progress.notes[0]
    assert path.with_suffix(".rusak").read_bytes() == content and not path.exists()
    assert progress.put("papan", {"ceiling": 1})
    path.write_bytes(b"{")
    Progress("03", "K1-03", tmp_path)
    assert path.with_suffix(".rusak").read_bytes() == content, "the first damaged file must stay"
    assert path.with_suffix(".2.rusak").exists()


@pytest.mark.parametrize(
    "learner", ["Siti Aminah", "3201234567890123", "", "../K1", "K1-03-07", "K1-A", "08123456789"]
)
def test_names_and_identity_numbers_are_refused(tmp_path: Path, learner: str) -> None:
    with pytest.raises(P2sppError, match="bukan nama atau NIK"):
        Progress("03", learner, tmp_path)


@pytest.mark.parametrize(
    "written", ["k1-03", "K1 03", "k1_03", " K1 - 03 ", "K1-3", "k1 003", "K01-03"]
)
def test_a_code_means_one_person_however_it_is_written(tmp_path: Path, written: str) -> None:
    assert Progress("03", written, tmp_path).path == saved(tmp_path)
    assert Progress("03", "Peserta", tmp_path).learner == "peserta"


@pytest.mark.parametrize("name", ["k1-03", "K1-3", "K01-003"])
@pytest.mark.parametrize("typed", ["K1-03", "K1-3"])
def test_a_file_named_by_the_code_written_otherwise_is_continued(
    tmp_path: Path, name: str, typed: str
) -> None:
    saved(tmp_path).rename(tmp_path / f"{name}_unit03.json")
    other = tmp_path / "K1-13_unit03.json"
    other.write_text("{")
    opened = Progress("03", typed, tmp_path)
    assert opened.part("papan") and not opened.notes and other.read_text() == "{"
    assert {path.name for path in tmp_path.iterdir()} == {"K1-03_unit03.json", "K1-13_unit03.json"}


@pytest.mark.parametrize("newest", ["K1-3", "K1-03"])
def test_of_two_files_of_one_code_the_newest_is_continued_and_the_other_kept(
    tmp_path: Path, newest: str
) -> None:
    for name in ("K1-3", "K1-03"):
        path = saved(tmp_path / name)
        path.write_text(
            path.read_text(encoding="utf-8").replace("900", "950" if name == newest else "100")
        )
        os.utime(path, (1e9, 1e9 + (name == newest)))
        path.rename(tmp_path / f"{name}_unit03.json")
        path.parent.rmdir()
    opened = Progress("03", "K1-03", tmp_path)
    assert opened.part("papan") == {"ceiling": 950}
    (kept,) = tmp_path.glob("*.lama")
    assert "100" in kept.read_text(encoding="utf-8") and kept.name in opened.notes[0]
    assert [path.name for path in tmp_path.glob("*.json")] == ["K1-03_unit03.json"]


def test_the_start_page_tells_what_it_set_aside_and_where_to_go_on(tmp_path: Path) -> None:
    saved(tmp_path / "lain").rename(tmp_path / "K1-3_unit03.json")
    saved(tmp_path / "lain").rename(tmp_path / "K1-03_unit03.json")
    listed = open_start(learner="K1-3", results=tmp_path).unit_tersedia().data
    (row,) = (card for card in listed.split("<a ") if ">03 " in card)
    assert "unit03.lama. lanjut ke latihan 03-1" in row


def test_different_numbers_stay_different_people() -> None:
    codes = ("K1-03", "K1-30", "K10-03", "K1", "K1-13", "K2-03", "003", "30")
    assert len({code_of(code) for code in codes}) == len(codes)


def test_beginning_afresh_keeps_the_old_file(tmp_path: Path) -> None:
    path = saved(tmp_path)
    before = path.read_bytes()
    progress = Progress("03", "K1-03", tmp_path)
    kept = progress.clear()
    assert kept is not None and kept.read_bytes() == before
    assert not Progress("03", "K1-03", tmp_path).resumed and progress.part("papan") == {}
    assert progress.clear() is None
    progress.put("papan", {})
    again = progress.clear()
    assert again is not None and again != kept and kept.read_bytes() == before


@pytest.mark.parametrize("answered", [True, False], ids=["afterwards answered", "left empty"])
def test_a_page_opened_before_a_restart_brings_nothing_back(tmp_path: Path, answered: bool) -> None:
    path = saved(tmp_path)
    fresh, old = (Progress("03", "K1-03", tmp_path) for _ in range(2))
    kept = fresh.clear()
    assert not answered or fresh.put("03-1", {"tuntas": True})
    now = path.read_bytes()
    for ceiling in (100, 200):
        assert not old.put("papan", {"ceiling": ceiling}) and path.read_bytes() == now
        assert "Jalankan kembali halaman ini" in old.notes[0]
    assert not old.write() and path.read_bytes() == now
    (beside,) = set(tmp_path.glob("*.lama")) - {kept}
    assert (
        beside.name in old.notes[0]
        and json.loads(beside.read_text(encoding="utf-8"))["isi"] == old.state
    )
    assert old.part("papan") == {"ceiling": 200}
    again = Progress("03", "K1-03", tmp_path)
    assert again.state == fresh.state and again.put("papan", {"ceiling": 300}) and fresh.write()
    assert fresh.part("papan") == {"ceiling": 300}


def test_a_page_left_behind_may_begin_afresh_itself(tmp_path: Path) -> None:
    saved(tmp_path)
    first, second = (Progress("03", "K1-03", tmp_path) for _ in range(2))
    first.clear()
    assert first.put("03-1", {"tuntas": True}) and second.clear() is not None
    assert second.put("papan", {"ceiling": 500}) and not first.put("03-2", {})
    assert Progress("03", "K1-03", tmp_path).state == {"papan": {"ceiling": 500}}


def test_folder_comes_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("P2SPP_HASIL", str(tmp_path / "diska"))
    assert Progress("06").path == tmp_path / "diska" / "peserta_unit06.json"
    monkeypatch.delenv("P2SPP_HASIL")
    monkeypatch.chdir(tmp_path)
    assert Progress("06").path.parent == Path("hasil")


def test_code_comes_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("P2SPP_KODE", "K2-11")
    assert Progress("06", folder=tmp_path).learner == "K2-11"
    assert Progress("06", "K1-01", tmp_path).learner == "K1-01"
    monkeypatch.delenv("P2SPP_KODE")
    assert Progress("06", folder=tmp_path).learner == "peserta"


def test_progress_cannot_be_made_to_write_elsewhere_by_a_file_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "hasil").write_text("bukan folder", encoding="utf-8")
    progress = Progress("03", "K1-03", tmp_path / "hasil")
    assert not progress.put("papan", {"ceiling": 1})
    assert progress.notes and (tmp_path / "hasil").read_text(encoding="utf-8") == "bukan folder"


def test_a_file_of_the_first_version_is_migrated_and_written_back(tmp_path: Path) -> None:
    path = tmp_path / "peserta_unit03.json"
    path.write_text(
        '{"versi": 1, "unit": "03", "peserta": "peserta", "isi": {"papan": {"ceiling": 900}}}'
    )
    opened = Progress("03", "peserta", tmp_path)
    assert opened.part("papan") == {"ceiling": 900} and opened.notes == []
    opened.put("papan", {"ceiling": 950})
    record = json.loads(path.read_text(encoding="utf-8"))
    assert (record["versi"], record["edisi"], record["isi"]) == (
        3,
        "participant",
        {"papan": {"ceiling": 950}},
    )


def test_a_file_of_a_newer_workbook_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "peserta_unit03.json"
    path.write_text('{"versi": 99, "unit": "03", "isi": {}}')
    with pytest.raises(P2sppError, match="lebih baru"):
        Progress("03", "peserta", tmp_path)
    assert path.read_text() == '{"versi": 99, "unit": "03", "isi": {}}'


def test_the_solved_edition_never_takes_the_place_of_a_learners_work(tmp_path: Path) -> None:
    Progress("03", "peserta", tmp_path).put("papan", {"ceiling": 900})
    Progress("03", "peserta", tmp_path, "solved").put("papan", {"ceiling": 1})
    assert Progress("03", "peserta", tmp_path).part("papan") == {"ceiling": 900}


def test_two_pages_of_one_unit_keep_each_others_answers(tmp_path: Path) -> None:
    first, second = Progress("03", "K1-03", tmp_path), Progress("03", "K1-03", tmp_path)
    assert first.put("papan", {"ceiling": 900}) and second.put("03-1", {"tuntas": True})
    assert first.put("03-2", {"tuntas": True}) and second.write()
    kept = Progress("03", "K1-03", tmp_path)
    assert kept.state == {
        "papan": {"ceiling": 900},
        "03-1": {"tuntas": True},
        "03-2": {"tuntas": True},
    }
    assert second.part("papan") == {"ceiling": 900}


def test_many_pages_that_save_at_once_lose_nothing(tmp_path: Path) -> None:
    def work(page: int) -> None:
        progress = Progress("03", "K1-03", tmp_path)
        assert all([progress.put(f"{page}-{n}", {"n": n}) for n in range(10)])

    with ThreadPoolExecutor(4) as pages:
        list(pages.map(work, range(4)))
    assert len(Progress("03", "K1-03", tmp_path).state) == 40
    assert [path.name for path in tmp_path.iterdir()] == ["K1-03_unit03.json"]


def test_a_file_that_went_missing_or_bad_while_open_is_written_anew(tmp_path: Path) -> None:
    progress = Progress("03", "K1-03", tmp_path)
    progress.put("papan", {"ceiling": 900})
    progress.path.unlink()
    assert progress.put("03-1", {}) and set(Progress("03", "K1-03", tmp_path).state) == {
        "papan",
        "03-1",
    }
    progress.path.write_text("{")
    assert progress.put("03-2", {}) and set(Progress("03", "K1-03", tmp_path).state) == {
        "papan",
        "03-1",
        "03-2",
    }
    progress.path.write_text('{"versi": 99}')
    assert not progress.put("03-3", {}) and "lebih baru" in progress.notes[0]
    assert progress.path.read_text() == '{"versi": 99}'


def test_a_code_given_later_stands_in_every_file_of_the_folder(tmp_path: Path) -> None:
    opened, test = Progress("03", "peserta", tmp_path), Progress("tesawal", "peserta", tmp_path)
    opened.put("papan", {"ceiling": 900})
    test.put("tes", {"jawaban": {}})
    Progress("03", "peserta", tmp_path, "solved").put("papan", {})
    (tmp_path / "peserta_unit03 (2).json").write_text("{}")
    assert opened.code == "peserta" and give_code(tmp_path, "k1 07") == opened.code == "K1-07"

    def whose(name: str) -> str:
        return str(json.loads((tmp_path / name).read_text(encoding="utf-8"))["peserta"])

    assert {whose("peserta_unit03.json"), whose("peserta_unittesawal.json")} == {"K1-07"}
    assert opened.put("03-1", {}) and whose("peserta_unit03.json") == "K1-07"
    assert (tmp_path / "peserta_unit03 (2).json").read_text() == "{}" and not list(
        tmp_path.glob("*.rusak")
    )
    assert Progress("03", "K2-01", tmp_path).code == "K2-01"
    with pytest.raises(P2sppError, match="bukan nama atau NIK"):
        give_code(tmp_path, "Siti Aminah")
    (tmp_path / "kode.txt").write_bytes(b"\xff\xfe\x00")
    assert opened.code == "peserta"


def test_what_is_told_as_saved_is_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    real_sync, real_replace = os.fsync, os.replace

    def sync(opened: int) -> None:
        calls.append("folder" if stat.S_ISDIR(os.fstat(opened).st_mode) else "file")
        real_sync(opened)

    def replace(old: Path, new: Path) -> None:
        calls.append(f"named {Path(new).name}")
        real_replace(old, new)

    progress = Progress("03", "K1-03", tmp_path)
    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(os, "replace", replace)
    for ceiling in (900, 950):
        calls.clear()
        assert progress.put("papan", {"ceiling": ceiling})
        assert calls == ["file", "named K1-03_unit03.json", *["folder"] * (os.name != "nt")]
    give_code(tmp_path, "K1-07")
    assert calls[-3:-1] == ["file", "named kode.txt"]

    def fails(_: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fsync", fails)
    assert not progress.put("papan", {"ceiling": 1}) and "Input/output error" in progress.notes[0]


def test_savings_are_counted_whoever_saves_and_whatever_the_clock_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = saved(tmp_path)
    pages = [Progress("03", "K1-03", tmp_path) for _ in range(2)]
    monkeypatch.setattr(time, "strftime", lambda *_: "2019-01-01T00:00:00")
    for number in range(1, 5):
        assert pages[number % 2].put("papan", {"ceiling": number})
        assert read(path).saves == 1 + number
    pages[0].clear()
    assert read(path).saves == 6, "beginning afresh is newer than what was before"
    assert len(read(path).trail) == 3
    path.unlink()
    assert pages[0].put("papan", {"ceiling": 9}) and read(path).saves == 7


def test_the_newer_of_two_spellings_is_the_one_saved_more_often(tmp_path: Path) -> None:
    often = Progress("03", "K1-03", tmp_path)
    assert often.put("papan", {"ceiling": 1}) and often.put("papan", {"ceiling": 950})
    path = often.path.rename(tmp_path / "lain")
    saved(tmp_path)
    path.rename(tmp_path / "K1-3_unit03.json")
    os.utime(tmp_path / "K1-3_unit03.json", (1e9, 1e9))
    assert Progress("03", "K1-03", tmp_path).part("papan") == {"ceiling": 950}


def test_pages_that_ever_saved_a_file_are_told_apart_up_to_a_hundred(tmp_path: Path) -> None:
    for _ in range(103):
        assert Progress("03", "K1-03", tmp_path).put("papan", {})
    trail = read(tmp_path / "K1-03_unit03.json").trail
    assert len(trail) == 100 and min(trail.values()) == 4 and max(trail.values()) == 103


def test_names_and_numbers_are_covered_before_they_are_saved(tmp_path: Path) -> None:
    progress = Progress("10", "K1-03", tmp_path)
    plan = {
        "baris": [
            {
                "kegiatan": "Setrawan menemui Bu Siti Aminah (NIK 3201011508950001)",
                "bukti": "Bu Ratmi",
            }
        ]
    }
    assert progress.put("rktl", {"rktl": plan})
    text = progress.path.read_text(encoding="utf-8")
    assert "Siti" not in text and "3201" not in text and "Bu Ratmi" in text
    assert (
        progress.part("rktl")["rktl"]["baris"][0]["kegiatan"] == "Setrawan menemui Bu […] (NIK […])"
    )
    assert progress.amended == [
        "Ditutup dengan […], tidak disimpan: nama, NIK. Tulis jabatannya, bukan orangnya."
    ]
    assert progress.put("rktl", progress.part("rktl")) and progress.amended == []


def test_what_an_older_workbook_saved_is_covered_when_it_is_opened(tmp_path: Path) -> None:
    path = saved(tmp_path)
    path.write_text(
        path.read_text(encoding="utf-8").replace("900", '"Bu Siti Aminah"'), encoding="utf-8"
    )
    opened = Progress("03", "K1-03", tmp_path)
    assert opened.part("papan") == {"ceiling": "Bu […]"} and "nama" in opened.notes[0]
    assert opened.write() and "Siti" not in path.read_text(encoding="utf-8")


def test_lists_of_an_office_are_its_own(tmp_path: Path) -> None:
    progress = Progress("selaras", "K1-03", tmp_path)
    pairs = {"reses": {"0812-3456-7890": "3201011508950001"}}
    assert progress.put("selaras", {"pasangan": pairs}) and progress.part("selaras") == {
        "pasangan": pairs
    }
    assert Progress("selaras", "K1-03", tmp_path).part("selaras") == {"pasangan": pairs}


def test_half_an_emoji_keeps_nothing_from_being_saved(tmp_path: Path) -> None:
    progress = Progress("03", "K1-03", tmp_path)
    assert progress.put("a", {"teks": "padi \ud83c", "\udf3e": ["\ud83c\udf3e"]})
    assert (
        progress.part("a") == {"teks": "padi \ufffd", "\ufffd": ["🌾"]}
        and "tidak utuh" in progress.amended[0]
    )
    assert Progress("03", "K1-03", tmp_path).state == progress.state


@pytest.mark.parametrize(
    "value",
    [
        float("inf"),
        float("nan"),
        10**400,
        {1: 2},
        object(),
        reduce(lambda deep, _: [deep], range(40), 1),
    ],
)
def test_what_no_file_may_hold_is_told_and_the_rest_can_still_be_saved(
    tmp_path: Path, value: object
) -> None:
    progress = Progress("03", "K1-03", tmp_path)
    assert not progress.put("a", {"b": value}) and "tidak dapat disimpan" in progress.notes[0]
    assert progress.put("c", {"d": 1}) and Progress("03", "K1-03", tmp_path).state == {
        "c": {"d": 1}
    }


def test_more_than_a_file_may_hold_is_told(tmp_path: Path) -> None:
    progress = Progress("03", "K1-03", tmp_path)
    assert (
        not progress.put("a", {"teks": "x" * 5_000_000}) and "terlalu panjang" in progress.notes[0]
    )
    assert progress.put("a", {"teks": "x"}) and Progress("03", "K1-03", tmp_path).part("a") == {
        "teks": "x"
    }


def test_a_results_folder_may_lie_two_levels_deep(tmp_path: Path) -> None:
    assert saved(tmp_path / "a" / "b" / "c").is_file()


def test_a_page_that_saved_brings_its_old_parts_back_over_nobodys(tmp_path: Path) -> None:
    first, second = Progress("03", "K1-03", tmp_path), Progress("03", "K1-03", tmp_path)
    assert (
        first.put("papan", {"ceiling": 900})
        and second.put("papan", {"ceiling": 100})
        and first.put("03-1", {})
    )
    assert Progress("03", "K1-03", tmp_path).part("papan") == {"ceiling": 100}


def test_every_beginning_afresh_is_counted_in_the_file(tmp_path: Path) -> None:
    path = saved(tmp_path)
    assert read(path).restarts == 0
    for number in (1, 2):
        Progress("03", "K1-03", tmp_path).clear()
        assert read(path).restarts == number


def no(*_: object, **__: object) -> None:
    raise OSError(30, "Read-only file system")


def test_a_damaged_file_on_a_disk_that_takes_nothing_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = saved(tmp_path)
    path.write_bytes(b"{")
    monkeypatch.setattr(os, "replace", no)
    with pytest.raises(P2sppError, match="rusak dan tidak dapat disisihkan: Read-only"):
        Progress("03", "K1-03", tmp_path)
    assert path.read_bytes() == b"{"


def test_beginning_afresh_on_a_disk_that_takes_nothing_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = saved(tmp_path)
    before, opened = path.read_bytes(), Progress("03", "K1-03", tmp_path)
    monkeypatch.setattr(os, "replace", no)
    with pytest.raises(P2sppError, match=r"belum dimulai dari awal.*Read-only"):
        opened.clear()
    monkeypatch.undo()
    assert (
        path.read_bytes() == before and opened.part("papan") and opened.put("papan", {"ceiling": 1})
    )


def test_a_code_that_cannot_be_written_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "replace", no)
    with pytest.raises(P2sppError, match=r"Kode tidak dapat ditulis ke kode\.txt: Read-only"):
        give_code(tmp_path, "K1-07")


def test_a_folder_whose_name_is_too_long_is_told(tmp_path: Path) -> None:
    with pytest.raises(P2sppError, match=r"K1-03_unit03\.json tidak dapat dibuka"):
        Progress("03", "K1-03", tmp_path / "/".join(["y" * 200] * 25))
    with pytest.raises(P2sppError, match=r"kode\.txt"):
        give_code(tmp_path / ("y" * 300), "K1-03")


def test_what_a_killed_page_left_is_cleared_when_the_unit_is_opened(tmp_path: Path) -> None:
    path = saved(tmp_path)
    (tmp_path / f".{path.name}.0123.tmp").touch()
    assert Progress("03", "K1-03", tmp_path).part("papan") and [
        one.name for one in tmp_path.iterdir()
    ] == [path.name]


def test_two_processes_on_a_slow_disk_lose_nothing(tmp_path: Path) -> None:
    """A rename that takes longer than a page would once wait; the long proof is `tests/long/test_saving.py`."""
    work = (
        "import os, sys, time; from p2spp_sim.workbook.saving.progress import Progress\n"
        "real = os.replace\n"
        "def slow(old, new): time.sleep(2.5); real(old, new)\n"
        "os.replace = slow\n"
        "made = Progress('03', 'K1-03', sys.argv[1])\n"
        "assert all([made.put(sys.argv[2] + str(n), {'n': n}) for n in range(2)])"
    )
    pages = [subprocess.Popen([sys.executable, "-c", work, tmp_path, name]) for name in "ab"]
    assert [page.wait() for page in pages] == [0, 0]
    assert set(Progress("03", "K1-03", tmp_path).state) == {"a0", "a1", "b0", "b1"}


def test_an_older_copy_put_in_place_of_the_file_counts_on_from_the_highest_seen(
    tmp_path: Path,
) -> None:
    path = saved(tmp_path)
    older, page = path.read_bytes(), Progress("03", "K1-03", tmp_path)
    assert page.put("papan", {"ceiling": 1}) and page.put("papan", {"ceiling": 2})
    path.write_bytes(older)
    assert page.put("papan", {"ceiling": 3}) and read(path).saves == 4
