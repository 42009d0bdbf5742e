"""The trainer's recap: newest of several copies, bank's points, damaged files told, no names."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.workbook.classroom.recap import Summary, summarise, write_summary
from p2spp_sim.workbook.exercises.bank import load_bank
from p2spp_sim.workbook.quiz.quiz import AFTER, BEFORE, form, load_test
from p2spp_sim.workbook.saving.progress import Progress
from p2spp_sim.workbook.saving.record import VERSION
from p2spp_sim.workbook.units.u10.follow_up_plan import PlanRow
from tests.workbook.conftest import Opener

SAVED = "2026-11-24T10:00:00"
PLAN = PlanRow(
    "Camat menempel pagu indikatif di kantor desa",
    "Foto dan daftar",
    date(2026, 12, 15),
    "camat",
    "S4",
)


def put(
    folder: Path,
    code: str,
    unit: str,
    content: dict[str, Any],
    saved: str = SAVED,
    name: str = "",
    **more: object,
) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / (name or f"{code}_unit{unit}.json")
    record = {
        "versi": VERSION,
        "unit": unit,
        "peserta": code,
        "edisi": "participant",
        "disimpan": saved,
        **more,
    }
    record["isi"] = content
    path.write_text(json.dumps(record), encoding="utf-8")
    return path


def solved(*ids: str) -> dict[str, Any]:
    return {key: {"tuntas": True, "nilai": 999, "percobaan": 2} for key in ids}


def answers(right: int) -> dict[str, Any]:
    tasks = load_test().tasks
    given = {task.key: task.right for task in tasks[:right]}
    given |= {task.key: next(iter(task.mistakes)) for task in tasks[right:]}
    return {"tes": {"jawaban": given}}


def sheet(found: Summary, name: str) -> list[dict[str, Any]]:
    return (
        found.sheets[name].astype(object).where(found.sheets[name].notna(), None).to_dict("records")
    )


def test_scores_are_the_banks_whatever_a_file_says(tmp_path: Path) -> None:
    put(tmp_path, "K1-01", "06", solved("06-1", "06-3"))
    put(tmp_path, "K1-02", "06", {"06-1": {"tuntas": False, "nilai": 50, "percobaan": 1}})
    put(tmp_path, "K1-02", "03", {})
    found = summarise(tmp_path)
    points = {question.id: question.points for question in load_bank("06").questions}
    first, second = sheet(found, "nilai")
    assert first["kode"] == "K1-01" and first["06 nilai"] == points["06-1"] + points["06-3"]
    assert first[f"06 tuntas dari {len(points)}"] == 2 and first["03 nilai"] is None
    assert second["06 nilai"] == 0 and second["03 nilai"] == 0
    (row,) = [row for row in sheet(found, "unit") if row["latihan"] == "06-1"]
    assert (
        row["kode yang membuka"],
        row["mencoba"],
        row["tuntas"],
        row["rata-rata percobaan"],
    ) == (2, 2, 1, 1.5)
    assert found.codes == 2 and found.files == 3 and not found.damaged


@pytest.mark.parametrize("newest_first", [True, False])
def test_of_several_copies_the_newest_counts(tmp_path: Path, newest_first: bool) -> None:
    old, new = ("a", "b") if not newest_first else ("b", "a")
    put(tmp_path / old, "K1-01", "06", {}, "2026-11-24T09:00:00")
    put(
        tmp_path / new,
        "K1-01",
        "06",
        solved("06-1"),
        "2026-11-24T11:00:00",
        "K1-01_unit06 (salinan).json",
    )
    put(tmp_path, "K1-01", f"tes{BEFORE}", answers(3), "2026-11-24T08:00:00")
    put(tmp_path / new, "K1-01", f"tes{BEFORE}", answers(5), "2026-11-24T08:30:00")
    found = summarise(tmp_path)
    (row,) = sheet(found, "nilai")
    assert row["06 nilai"] > 0 and found.files == 2
    assert sheet(found, "tes")[0]["tes awal"] == 5 * load_test().points
    assert any(note.startswith("2 salinan digabung") for note in found.notes)


@pytest.mark.parametrize("written", ["k1 01", "K1-1"])
def test_one_learner_is_one_however_the_code_is_written(tmp_path: Path, written: str) -> None:
    put(tmp_path / "a", written, "06", {}, "2026-11-24T09:00:00")
    put(tmp_path / "b", "K1-01", "06", solved("06-1"))
    found = summarise(tmp_path)
    assert [row["kode"] for row in sheet(found, "nilai")] == ["K1-01"] and found.codes == 1


def test_copies_without_a_code_are_not_taken_for_one_learner(tmp_path: Path) -> None:
    for place in ("laptop1", "laptop2"):
        put(tmp_path / place, "peserta", "06", solved("06-1"))
        put(tmp_path / place, "peserta", f"tes{BEFORE}", answers(5))
    put(tmp_path / "laptop2", "peserta", "06", {}, name="peserta_unit06 (2).json")
    put(tmp_path, "peserta", "03", {})
    found = summarise(tmp_path)
    whose = ["peserta", "peserta (laptop1)", "peserta (laptop2)", "peserta (laptop2, 2)"]
    assert [row["kode"] for row in sheet(found, "nilai")] == whose and found.files == 6
    assert [row["kode"] for row in sheet(found, "tes")][:2] == whose[1:3]
    assert any(note.startswith("4 tempat") and "misalnya K1-03" in note for note in found.notes)
    assert not any("digabung" in note for note in found.notes)


def test_tests_give_item_difficulty_and_the_gain_of_the_class(tmp_path: Path) -> None:
    full = load_test().points
    for number, (before, after) in enumerate([(10, 15), (5, 20)], 1):
        put(tmp_path, f"K1-0{number}", f"tes{BEFORE}", answers(before))
        put(tmp_path, f"K1-0{number}", f"tes{AFTER}", answers(after))
    put(tmp_path, "K1-03", f"tes{BEFORE}", answers(0))
    found = summarise(tmp_path)
    items = sheet(found, "soal")
    assert items[0]["benar awal (%)"] == pytest.approx(66.7) and items[0]["benar akhir (%)"] == 100
    assert items[19]["benar awal (%)"] == 0 and items[19]["benar akhir (%)"] == 50
    for row in items:
        a, b = row["nomor di bentuk A"], row["nomor di bentuk B"]
        assert form("A")[a - 1].task is form("B")[b - 1].task, "numbers as on the printed sheets"
        assert " " in row["soal (bentuk A)"] and "{" not in row["soal (bentuk A)"]
    *learners, whole = sheet(found, "tes")
    assert [row["N-gain"] for row in learners] == [0.5, 1.0, None]
    before, after = 7.5 * full, 17.5 * full
    assert (
        whole["N-gain"] == pytest.approx((after - before) / (100 - before), abs=0.01)
        and "2 kode" in whole["kode"]
    )
    assert any("Kelas kecil: 3 kode" in note for note in found.notes)


def test_the_recap_says_which_items_to_look_at(tmp_path: Path) -> None:
    put(tmp_path, "K1-01", f"tes{BEFORE}", answers(19))
    put(tmp_path, "K1-01", f"tes{AFTER}", answers(20))
    *known, last = [row["yang perlu dilihat"] for row in sheet(summarise(tmp_path), "soal")]
    assert set(known) == {"semua sudah benar pada tes awal: ganti soal ini"} and last == ""
    put(tmp_path, "K1-01", f"tes{AFTER}", answers(18))
    put(tmp_path, "K1-02", f"tes{BEFORE}", answers(0))
    put(tmp_path, "K1-02", f"tes{AFTER}", answers(18))
    looks = [row["yang perlu dilihat"] for row in sheet(summarise(tmp_path), "soal")]
    assert not any(looks), "one of two may be chance"
    for code in range(3, 10):
        put(tmp_path, f"K1-{code:02}", f"tes{BEFORE}", answers(19))
        put(tmp_path, f"K1-{code:02}", f"tes{AFTER}", answers(18))
    looks = [row["yang perlu dilihat"] for row in sheet(summarise(tmp_path), "soal")]
    assert "turun sesudah pelatihan" in looks[18] and not any(looks[:18])


def test_damaged_and_strange_files_are_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    put(tmp_path, "K1-01", "06", solved("06-1"))
    whole = put(tmp_path, "K1-02", "06", {}).read_bytes()
    (tmp_path / "K1-02_unit06.json").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "K1-03_unit06.json").write_bytes(b"\xff\xfe\x00")
    put(tmp_path, "K1-04", "06", {}, versi=VERSION + 1)
    put(tmp_path, "Siti Aminah", "06", {}, name="x_unit06.json")
    put(tmp_path, "K1-05", "06", {}, saved="kemarin")
    put(tmp_path, "K1-06", "77", {})
    (tmp_path / "K1-07_unit06.rusak").write_bytes(b"")
    found = summarise(tmp_path)
    told = "\n".join(found.notes)
    assert (
        found.damaged == 5
        and found.codes == 1
        and [row["kode"] for row in sheet(found, "nilai")] == ["K1-01"]
    )
    for name in (
        "K1-02_unit06.json",
        "K1-03_unit06.json",
        "lebih baru",
        "bukan kode",
        "waktu simpannya",
        "unit 77",
    ):
        assert name in told, name
    assert "Siti" not in told and "Siti" not in str(found.sheets)


def test_follow_up_plans_are_listed_without_names(tmp_path: Path) -> None:
    named = PlanRow(
        "Setrawan menelepon Bu Siti Aminah di 0812-3456-7890",
        "Catatan",
        date(2026, 12, 1),
        "setrawan",
        "S6",
    )
    rows = [PLAN.saved(), PlanRow().saved(), named.saved()]
    put(tmp_path, "K1-01", "10", {"rktl": {"rktl": {"mulai": "2026-11-30", "baris": rows}}})
    put(tmp_path, "K1-02", "10", {"rktl": {"rktl": {"mulai": "x", "baris": rows}}})
    put(tmp_path, "K1-03", "10", {"papan": {}})
    found = summarise(tmp_path)
    first, second = sheet(found, "RKTL")
    assert (first["kode"], first["Penanggung jawab"], first["Diperiksa hari ke-"]) == (
        "K1-01",
        "Camat",
        "30",
    )
    assert first["lengkap"] == "ya" and second["lengkap"] == "belum"
    assert (
        "Siti" not in str(found.sheets)
        and "0812" not in str(found.sheets)
        and "…" in second["Kegiatan"]
    )
    assert any("2 nama atau nomor" in note for note in found.notes)
    assert any(note.startswith("K1-02: RKTL tersimpan") for note in found.notes)


def test_what_a_unit_saves_is_what_the_recap_reads(opened: Opener, tmp_path: Path) -> None:
    unit = opened("06", learner="K2-01")
    for question in unit.bank.questions:
        unit.exercise(question.id).solve()
    opened("06", learner="K2-02", edition="solved").exercise("06-1")
    (row,) = sheet(summarise(tmp_path / "hasil"), "nilai")
    assert row["kode"] == "K2-01" and row["06 nilai"] == 100, "the solved edition is nobody's work"


def test_a_file_of_the_first_version_counts(tmp_path: Path) -> None:
    path = put(tmp_path, "K1-01", "06", solved("06-1"), versi=1)
    old = {
        key: value
        for key, value in json.loads(path.read_text(encoding="utf-8")).items()
        if key != "edisi"
    }
    path.write_text(json.dumps(old), encoding="utf-8")
    assert sheet(summarise(tmp_path), "nilai")[0]["06 nilai"] > 0


def test_the_book_is_written_whole_into_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from python_calamine import CalamineWorkbook

    put(tmp_path, "K1-01", "06", solved("06-1"))
    found, path = write_summary(tmp_path)
    assert path == tmp_path / "rekap_pelatihan.xlsx"
    assert CalamineWorkbook.from_path(str(path)).sheet_names == list(found.sheets)
    before = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    with pytest.raises(P2sppError, match="Isi lama tetap ada"):
        write_summary(tmp_path)
    assert path.read_bytes() == before and not list(tmp_path.glob(".*tmp"))


def test_nothing_to_read_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(P2sppError, match="Tidak ada berkas hasil"):
        summarise(tmp_path)
    with pytest.raises(P2sppError, match="tidak ada"):
        summarise(tmp_path / "lain")


def test_of_copies_the_one_saved_more_often_counts_whatever_the_clocks_say(tmp_path: Path) -> None:
    first = Progress("06", "K1-01", tmp_path / "laptop1")
    assert first.put("06-1", {"tuntas": False})
    shutil.copytree(tmp_path / "laptop1", tmp_path / "laptop2")
    later = Progress("06", "K1-01", tmp_path / "laptop2")
    assert later.put("06-1", {"tuntas": True})
    at_2019(later.path)
    found = summarise(tmp_path)
    assert sheet(found, "nilai")[0]["06 nilai"] > 0
    assert any("digabung" in note for note in found.notes) and not any(
        "sendiri-sendiri" in note for note in found.notes
    )


def test_copies_that_two_laptops_went_on_from_are_told(tmp_path: Path) -> None:
    assert Progress("06", "K1-01", tmp_path / "a").put("06-1", {"tuntas": False})
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    assert Progress("06", "K1-01", tmp_path / "a").put("06-2", {"tuntas": True})
    often = Progress("06", "K1-01", tmp_path / "b")
    assert often.put("06-1", {"tuntas": True}) and often.put("06-3", {"tuntas": True})
    at_2019(often.path)
    found = summarise(tmp_path)
    name = "K1-01_unit06.json"
    assert f"{Path('a', name)} dan {Path('b', name)} diteruskan sendiri-sendiri" in "\n".join(
        found.notes
    )
    (row,) = sheet(found, "nilai")
    assert row[f"06 tuntas dari {len(load_bank('06').questions)}"] == 2, (
        "the one that was saved more often"
    )


def test_a_copy_nobody_counted_goes_by_the_clock_and_is_told_where_that_says_otherwise(
    tmp_path: Path,
) -> None:
    old = put(tmp_path / "lama", "K1-01", "06", {}, "2026-11-24T10:00:00", versi=2)
    new = Progress("06", "K1-01", tmp_path / "baru")
    assert new.put("06-1", {"tuntas": True})
    assert sheet(summarise(tmp_path), "nilai")[0]["06 nilai"] > 0
    assert not any("sendiri-sendiri" in note for note in summarise(tmp_path).notes)
    old.write_text(
        old.read_text(encoding="utf-8").replace("2026-11-24", "2099-11-24"), encoding="utf-8"
    )
    assert any("sendiri-sendiri" in note for note in summarise(tmp_path).notes)


def at_2019(path: Path) -> None:
    record = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**record, "disimpan": "2019-01-01T00:00:00"}), encoding="utf-8")
