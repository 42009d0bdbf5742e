"""Certificates: for recorded attendance only, with the hours of it, and names as long as they come."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from p2spp_sim.base import fonts
from p2spp_sim.base.errors import BadData, P2sppError
from p2spp_sim.cli import main
from p2spp_sim.workbook.box import certificates
from p2spp_sim.workbook.box.box import TEMPLATES, write_certificates
from p2spp_sim.workbook.box.certificates import Attendee, certificate_data, read_attendees, told
from p2spp_sim.workbook.core.timetable import half_days, taught, timetables
from p2spp_sim.workbook.exercises.bank import lesson_hours

TWO, THREE = timetables().plan
ALL = tuple(half_days(TWO))
LONG = "Muhammad Abdurrahman Wiryokusumohadinata", "M" * certificates.LONGEST
assert len(LONG[0]) == 40


def _listed(path: Path, rows: list[dict[str, str]]) -> Path:
    heads = [column.head for column in certificates._COLUMNS]
    frame = pd.DataFrame([{head: row.get(head, "") for head in heads} for row in rows])
    if path.suffix == ".csv":
        frame.to_csv(path, index=False)
    else:
        frame.to_excel(path, sheet_name=certificates.TABLE, index=False)
    return path


def _came(name: str, *away: int) -> dict[str, str]:
    heads = [column.head for column in certificates._COLUMNS if column.name in ALL]
    return {"nama": name, "jabatan": "KPMD"} | {
        head: "" if at in away else "Y" for at, head in enumerate(heads)
    }


@pytest.mark.parametrize("name", ["hadir.xlsx", "hadir.csv"])
def test_who_was_away_too_long_gets_none_and_is_told_of(name: str, tmp_path: Path) -> None:
    path = _listed(tmp_path / name, [_came(LONG[0]), _came("Ida", 2), _came("Budi", 0, 1, 2, 3)])
    people = read_attendees(path, TWO)
    assert [person.awarded for person in people] == [True, False, False]
    assert [line.partition(":")[0] for line in told(people)[1:]] == ["Ida", "Budi"]
    assert set(people[1].minutes) == set(people[0].minutes) - set(half_days(TWO)[ALL[2]])


@pytest.mark.parametrize("name", LONG)
def test_a_long_name_stands_on_one_line_inside_the_frame(name: str) -> None:
    import typst

    data = certificate_data([Attendee(name, "", "", "", ALL, TWO)])
    [placed] = json.loads(
        typst.query(
            str(TEMPLATES / "certificate.typ"),
            "<name>",
            field="value",
            font_paths=[str(fonts.files())],
            ignore_system_fonts=True,
            sys_inputs={"paper": json.dumps(data)},
        )
    )
    assert placed["wide"] <= placed["room"]
    assert placed["size"] >= 13


def test_a_list_that_nobody_filled_in_and_a_mark_without_a_name_are_asked_back(
    tmp_path: Path,
) -> None:
    with pytest.raises(BadData, match="belum ada yang tercatat hadir"):
        read_attendees(_listed(tmp_path / "a.xlsx", [_came("Ida", 0, 1, 2, 3)]), TWO)
    with pytest.raises(BadData, match="tulis nama atau kode"):
        read_attendees(_listed(tmp_path / "b.xlsx", [_came("")]), TWO)


def test_nothing_is_written_for_nobody_or_over_a_folder(tmp_path: Path) -> None:
    with pytest.raises(P2sppError, match="Tidak ada yang memenuhi"):
        write_certificates([Attendee("Ida", "", "", "", ALL[:1], TWO)], tmp_path / "a")
    assert not (tmp_path / "a").exists()
    (tmp_path / "b").mkdir()
    with pytest.raises(P2sppError, match="sudah ada"):
        write_certificates([Attendee("Ida", "", "", "", ALL, TWO)], tmp_path / "b")
    assert list((tmp_path / "b").iterdir()) == []


def test_names_are_never_put_among_the_results(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("P2SPP_HASIL", str(tmp_path / "hasil"))
    path = _listed(tmp_path / "hadir.xlsx", [_came("Ida")])
    assert main(["kotak", str(tmp_path / "hasil" / "x"), "--hadir", str(path)]) == 2
    assert "folder hasil" in capsys.readouterr().err
    assert not (tmp_path / "hasil").exists()


@pytest.mark.parametrize("plan", [TWO, THREE])
def test_hours_on_a_certificate_are_those_of_the_timetable(plan: str) -> None:
    person = certificates.specimen(plan)
    [page] = certificate_data([person])["people"]
    assert page["total"][1] == lesson_hours(taught(plan))
    assert page["hours"].startswith(f"{page['total'][1]} dari {page['total'][1]} ")
    assert sum(person.minutes.values()) == taught(plan)


def test_a_list_of_another_class_is_asked_back(tmp_path: Path) -> None:
    third = {"hari 3 pagi": "Y"}
    path = _listed(tmp_path / "hadir.xlsx", [_came("Ida") | third])
    assert read_attendees(path, THREE)[0].came == (*ALL, "day_3_morning")
    with pytest.raises(BadData, match="--hari"):
        read_attendees(path, TWO)


def test_who_is_on_the_list_twice_is_asked_back_and_namesakes_are_not(tmp_path: Path) -> None:
    namesake = _came("Siti Aminah") | {"asal": "Karangjati"}
    people = read_attendees(_listed(tmp_path / "a.csv", [_came("Siti Aminah"), namesake]), TWO)
    assert [person.called for person in people] == ["Siti Aminah"] * 2
    halves = [_came("Ida", 0, 1), _came("IDA", 2, 3)]
    with pytest.raises(BadData, match="“Ida”: tertulis lebih dari satu kali"):
        read_attendees(_listed(tmp_path / "b.csv", halves), TWO)
    coded = [_came("") | {"kode": "K1-01"}, _came("Budi") | {"kode": "K1-01"}]
    with pytest.raises(BadData, match="“K1-01”: tertulis lebih dari satu kali"):
        read_attendees(_listed(tmp_path / "c.csv", coded), TWO)


@pytest.mark.parametrize("separator", [",", ";"])
def test_a_csv_is_read_as_offices_save_it_and_one_without_headings_is_told_what_it_lacks(
    separator: str, tmp_path: Path
) -> None:
    path = _listed(tmp_path / "a.csv", [_came("Ida"), {}, _came("Budi")])
    text = path.read_text(encoding="utf-8").replace(",", separator)
    path.write_text(f"\ufeff{text}", encoding="utf-8")
    assert [person.name for person in read_attendees(path, TWO)] == ["Ida", "Budi"]
    path.write_text(text.partition("\n")[2], encoding="utf-8")
    with pytest.raises(BadData, match=r"tidak ada baris judul yang dikenali.*kode, nama"):
        read_attendees(path, TWO)
