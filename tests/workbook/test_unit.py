"""A unit as a learner meets it, without a browser: boards answer, work comes back, no traceback shows."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ipywidgets as W  # noqa: N812
import pytest

from p2spp_sim.base.errors import P2sppError
from p2spp_sim.base.files import data_path
from p2spp_sim.base.formats import number
from p2spp_sim.base.language import set_language
from p2spp_sim.model.rulebook import FILL_LABELS
from p2spp_sim.workbook.case import desk as desk_module
from p2spp_sim.workbook.core.board import Board
from p2spp_sim.workbook.core.unit import WORKED, Unit
from p2spp_sim.workbook.doors.start import open_start
from p2spp_sim.workbook.exercises.fields import Field
from p2spp_sim.workbook.exercises.kinds.rank import RankQuestion
from tests.workbook.conftest import UNITS, Opener

NAMED = (W.Text, W.Dropdown, W.Checkbox, W.RadioButtons, W.Button)


def walk(widget: W.Widget) -> Iterator[W.Widget]:
    yield widget
    for child in getattr(widget, "children", ()):
        yield from walk(child)


def everything(unit: Unit) -> Iterator[W.Widget]:
    yield unit.kartu()
    yield unit.kasus()
    for name in unit.parts.boards:
        yield unit.papan(name)
    for question in unit.bank.questions:
        yield unit.latihan(question.id)
    yield unit.simpan()
    yield unit.mulai_ulang()


def html(widget: W.Widget) -> str:
    return "\n".join(part.value for part in walk(widget) if isinstance(part, W.HTML))


def buttons(widget: W.Widget) -> dict[str, W.Button]:
    return {part.description: part for part in walk(widget) if isinstance(part, W.Button)}


def board_of(unit: Unit, name: str = "papan") -> Board:
    board = unit.board(name)
    assert isinstance(board, Board)
    return board


@pytest.mark.parametrize("code", UNITS)
def test_everything_shows_and_every_control_has_a_name(opened: Opener, code: str) -> None:
    unit = opened(code)
    for shown in everything(unit):
        assert "p2-galat" not in html(shown), html(shown)
        for part in walk(shown):
            if isinstance(part, NAMED):
                assert part.description.strip(), part
            if isinstance(part, W.Text | W.Textarea):
                assert not part.continuous_update, (
                    "its last key would come behind a press on a button"
                )
            if isinstance(part, W.IntSlider):
                box = next(
                    p
                    for row in walk(shown)
                    if part in getattr(row, "children", ())
                    for p in row.children
                )
                assert box.description and box.value == number(part.value)
            if isinstance(part, W.HTML) and "<svg" in part.value:
                assert 'role="img" aria-label="' in part.value or "<figcaption>" in part.value
    for name, board in unit.boards.items():
        assert getattr(board, "key", name) == name
        unit.progress.put(name, {})
        assert WORKED in board.widget._dom_classes, "every board that was used is marked"


def test_moving_the_ceiling_answers_saves_and_comes_back(opened: Opener, tmp_path: Path) -> None:
    board = board_of(opened("03"))
    before = html(board.widget)
    board["ceiling"].slider.value = 900
    after = html(board.widget)
    assert (
        after != before
        and "Dibiayai 4 dari 11" in after
        and "Rp 855 juta dari pagu Rp 900 juta" in after
    )
    board["weights"].slides["weight_poor"].slider.value = 40
    half_way = html(board.widget)
    assert "Bobot berjumlah 110: gambar memakai perbandingannya" in half_way
    assert half_way.count("0,731") < after.count("0,731"), "the scores follow at once"
    saved = json.loads((tmp_path / "hasil" / "peserta_unit03.json").read_text(encoding="utf-8"))
    assert (
        saved["isi"]["papan"]["ceiling"] == 900
        and saved["isi"]["papan"]["weights"]["weight_poor"] == 30
    )
    again = opened("03")
    assert "dibuka kembali" in html(again.kartu())
    assert board_of(again)["ceiling"].value == 900 and "Dibiayai 4 dari 11" in html(again.papan())


def test_every_rule_answers(opened: Opener) -> None:
    unit = opened("03")
    board = board_of(unit)
    summaries = set()
    for rule in FILL_LABELS:
        board["fill_rule"].value = rule
        summaries.add(board.summary.value)
        assert not board.guard.widget.value
    assert len(summaries) == 7 and set(FILL_LABELS) == set(
        unit.desk.forum_scenario.lever("fill_rule").choices
    )


def test_the_ranking_says_why(opened: Opener) -> None:
    text = html(opened("03").papan())
    assert "↩ dikembalikan: kewenangan desa, dibayar APB Desa" in text
    assert "– melebihi pagu atau jatah" in text and text.count("✓ dibiayai") == 5


def test_the_comparison_opens_only_when_asked_and_follows_the_board(opened: Opener) -> None:
    unit = opened("03")
    unit.papan("tiga_cara")
    made = board_of(unit, "tiga_cara")
    assert "<svg" not in html(made.widget) and "645" not in html(made.widget)
    made["buka"].value = True
    assert "645" in html(made.widget) and "Rawaindah" in made._tables.value
    board_of(unit)["ceiling"].slider.value = 500
    assert "645" not in html(made.widget)
    made["cara_1"].value = made["cara_2"].value
    assert not made.guard.widget.value and made._tables.value.count("<tr>") == 3


def test_the_funnel_of_the_case_by_rupiah_and_by_count(opened: Opener) -> None:
    board = board_of(opened("06"), "corong")
    assert "usulan layak" not in html(board.widget), "not before a guess is written"
    board["buka"].value = True
    text = html(board.widget)
    for figure in (
        "Rp 2.955 juta",
        "Rp 1.230 juta",
        "Rp 960 juta",
        "Rp 690 juta",
        "Rp 610 juta",
    ):
        assert figure in text
    assert "lolos" not in text and "hilang Rp" not in text  # what 06-1 to 06-3 ask
    assert "U03, U06, U09, U11, U15" in text
    board["measure"].value = "count"
    assert "3 usulan" in html(board.widget) and "75,0%" not in html(board.widget)


def test_the_locked_ceiling_starts_where_no_exercise_asks(opened: Opener) -> None:
    for edition in ("participant", "print"):
        unit = opened("06", edition=edition)
        shown = (
            html(board_of(unit, "pagu").widget)
            if edition == "participant"
            else unit.papan("pagu").data
        )
        assert "Rp 855 juta" not in shown and "Rp 1.175 juta" not in shown  # what 06-4 and 06-5 ask


@pytest.mark.parametrize(("ceiling", "given"), [(900, "Rp 855 juta"), (1200, "Rp 1.175 juta")])
def test_the_locked_ceiling(opened: Opener, ceiling: int, given: str) -> None:
    board = board_of(opened("06"), "pagu")
    board["ceiling"].slider.value = ceiling
    assert f"diterima {given}" in html(board.widget)


def test_an_answer_not_yet_checked_comes_back_as_such(opened: Opener) -> None:
    view = opened("00").exercise("00-3")
    item, options = view.exercise.question.items[0].key, view.exercise.question.options
    view.field.write({item: options[0].key})
    view.check()
    assert "Belum lengkap" in view.feedback.value and "Terisi 1 dari" in view.feedback.value
    again = opened("00").exercise("00-3")
    assert again.field.read() == {item: options[0].key}
    assert "Belum diperiksa" in again.feedback.value and "tersimpan" in again.feedback.value


def test_zero_is_an_answer_that_comes_back(opened: Opener) -> None:
    view = opened("00").exercise("00-1")
    view.field.write(0)
    view.check()
    assert opened("00").exercise("00-1").field.read() == 0 and view.exercise.tries == 1


def test_a_wrong_answer_then_the_right_one(opened: Opener) -> None:
    unit = opened("06")
    view = unit.exercise("06-3")
    press, told = buttons(view.widget), unit.simpan()
    view.field.write("apbd")
    press["Periksa"].click()
    assert "↻ Coba lagi" in view.feedback.value and "letaknya terakhir" in view.feedback.value
    press["Petunjuk 1 dari 2"].click()
    assert (
        "Petunjuk 1" in view.feedback.value and view.hint_button.description == "Petunjuk 2 dari 2"
    )
    view.field.write("forum_skpd")
    assert "Belum diperiksa" in view.feedback.value
    press["Periksa"].click()
    assert "✓ Benar" in view.feedback.value and view.hint_button.description == "Penjelasan"
    again = opened("06").exercise("06-3")
    assert (
        "✓ Benar" in again.feedback.value
        and again.exercise.tries == 2
        and again.exercise.hints_seen == 1
    )
    assert "10 dari 100" in html(opened("06").simpan()) and "10 dari 100" in html(told)


def test_who_has_no_code_is_asked_for_one_at_the_end_of_a_unit(
    opened: Opener, tmp_path: Path
) -> None:
    ask = "Pakai kode ini"
    assert ask not in buttons(opened("06", learner="K1-01").simpan())
    panel = opened("06").simpan()
    (text,) = [part for part in walk(panel) if isinstance(part, W.Text)]
    text.value = "Siti Aminah"
    buttons(panel)[ask].click()
    assert "bukan nama atau NIK" in html(panel) and not (tmp_path / "hasil" / "kode.txt").exists()
    text.value = "k1 07"
    buttons(panel)[ask].click()
    assert text.value == "K1-07" and "Hasil latihan K1-07" in html(panel)
    assert "Hasil latihan K1-07" in html(opened("03").simpan())


@pytest.mark.parametrize("code", UNITS)
def test_every_kind_of_answer_survives_reopening(opened: Opener, code: str) -> None:
    unit = opened(code)
    given: dict[str, Any] = {}
    for question in unit.bank.questions:
        view = unit.exercise(question.id)
        if cards := view.field.cards:
            places = [place["key"] for place in cards.widget.deck["places"]]
            cards.value = dict(
                zip(cards.placed, reversed(places * len(cards.placed)), strict=False)
            )
        for box in view.field.boxes.values():
            box.value = box.options[-1][1] if hasattr(box, "options") else type(box.value)("7")
        given[question.id] = view.field.read()
        view.check()
    again = opened(code)
    for key, value in given.items():
        view = again.exercise(key)
        assert view.field.read() == value
        assert view.exercise.state in ("hampir", "coba_lagi", "benar") and view.exercise.tries == 1


@pytest.mark.parametrize(
    ("code", "key", "given", "kept"),
    [
        ("10", "10-7", ["pik", "perda", "pagu"], ["pagu", "perda"]),  # multi; offered until 0.3.0
        ("10", "10-6", "kader", None),  # choose
        (
            "09",
            "09-1",
            {"reses_dahulu": "mou", "sekda": "perda", "rapat_bulan_ini": "agreement"},
            {"rapat_bulan_ini": "agreement"},
        ),
        (
            "03",
            "03-3",
            ["U13", "U99", "U05", "U01", "U07"],
            ["U13", "", "U05", "U01", "U07"],
        ),  # rank
        ("06", "06-2", {"forum_skpd": 1725, "renstra": 5}, {"forum_skpd": 1725}),  # allocate
    ],
)
def test_a_saved_choice_that_is_no_longer_asked_is_let_go_and_told(
    opened: Opener, tmp_path: Path, code: str, key: str, given: object, kept: object
) -> None:
    opened(code).exercise(key).solve()
    (path,) = tmp_path.glob("hasil/*.json")
    saved = json.loads(path.read_text(encoding="utf-8"))
    saved["isi"][key] |= {"jawaban": given, "status": "coba_lagi", "tuntas": False}
    path.write_text(json.dumps(saved), encoding="utf-8")
    exercise = opened(code).exercise(key)
    assert exercise.field.read() == kept
    assert (
        "Soal ini berubah sejak dijawab" in html(exercise.widget)
        and exercise.guard.widget.layout.display == "none"
    )
    assert exercise.exercise.state == "belum_dijawab"


def test_words_instead_of_a_number_are_told_and_are_no_try(opened: Opener) -> None:
    view = opened("06").exercise("06-1")
    view.field.boxes[""].value = "tujuh puluh"
    view.check()
    assert "“tujuh puluh” bukan angka" in view.feedback.value and view.exercise.tries == 0


@pytest.mark.parametrize(
    ("key", "text"), [("00-1", "4 usulan"), ("06-5", "Rp 565 juta"), ("06-1", "71,9 %")]
)
def test_the_unit_may_be_typed_behind_the_number(opened: Opener, key: str, text: str) -> None:
    view = opened(key[:2]).exercise(key)
    view.field.boxes[""].value = text
    view.check()
    assert view.exercise.solved, view.feedback.value


def test_a_comma_with_two_meanings_is_asked_about_and_is_no_try(opened: Opener) -> None:
    view = opened("06").exercise("06-5")
    view.field.boxes[""].value = "Rp 150,000"
    view.check()
    assert (
        "“Rp 150,000”: koma di sini dapat berarti" in view.feedback.value
        and view.exercise.tries == 0
    )


@pytest.mark.parametrize(("language", "shown"), [("id", "1,725"), ("en", "1.725")])
def test_a_saved_number_is_shown_as_the_language_writes_it_and_read_back(
    opened: Opener, language: str, shown: str
) -> None:
    question = opened("03").bank.question("03-2")
    set_language(language)
    field = Field(question, str)
    field.write(1.725)
    assert (field.boxes[""].value, field.read()) == (shown, 1.725)


def test_beginning_afresh_clears_and_keeps_the_old_file(opened: Opener, tmp_path: Path) -> None:
    unit = opened("03")
    board = board_of(unit)
    board["ceiling"].slider.value = 900
    view = unit.exercise("03-5")
    view.field.write("ceiling")
    view.check()
    shown = unit.mulai_ulang()
    press = buttons(shown)["Mulai ulang"]
    assert press.disabled
    next(part for part in walk(shown) if isinstance(part, W.Checkbox)).value = True
    press.click()
    assert board["ceiling"].value == 1500 and view.field.read() is None and not view.exercise.solved
    assert "peserta_unit03.lama" in html(shown)
    old = json.loads((tmp_path / "hasil" / "peserta_unit03.lama").read_text(encoding="utf-8"))
    assert old["isi"]["papan"]["ceiling"] == 900
    assert not opened("03").exercise("03-5").exercise.solved


def test_a_page_opened_before_a_restart_says_so_and_brings_nothing_back(
    opened: Opener, tmp_path: Path
) -> None:
    unit, old = opened("03"), opened("03")
    board_of(old)["ceiling"].slider.value = 900
    view, saving = old.exercise("03-5"), old.simpan()
    shown = unit.mulai_ulang()
    next(part for part in walk(shown) if isinstance(part, W.Checkbox)).value = True
    buttons(shown)["Mulai ulang"].click()
    board_of(old)["ceiling"].slider.value = 950
    view.field.write("ceiling")
    view.check()
    buttons(saving)["Simpan berkas keputusan"].click()
    for part in (board_of(old).widget, view.widget, saving):
        assert "Jalankan kembali halaman ini" in html(part) and "peserta_unit03.2.lama" in html(
            part
        )
    again = opened("03")
    assert board_of(again)["ceiling"].value == 1500 and again.exercise("03-5").field.read() is None
    beside = json.loads((tmp_path / "hasil" / "peserta_unit03.2.lama").read_text(encoding="utf-8"))
    assert (
        beside["isi"]["papan"]["ceiling"] == 950 and beside["isi"]["03-5"]["jawaban"] == "ceiling"
    )


def test_a_failing_library_is_a_sentence_at_the_control(
    opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    board = board_of(opened("03"))

    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(desk_module.p2, "run_forum", fail)
    board["ceiling"].slider.value = 700
    assert (
        "tidak berhasil (ZeroDivisionError)" in board.guard.widget.value
        and "secret" not in html(board.widget)
    )
    monkeypatch.undo()
    board["ceiling"].slider.value = 800
    assert board.guard.widget.layout.display == "none" and "pagu Rp 800 juta" in html(board.widget)


def test_what_does_not_exist_is_a_sentence(opened: Opener) -> None:
    unit = opened("03")
    assert "Yang paling mirip: papan" in html(unit.papan("papam"))
    assert "Latihan 03-9 tidak ada" in html(unit.latihan("03-9"))


@pytest.mark.parametrize(
    "wrong",
    [{"scenario": "unit33"}, {"learner": "Siti Aminah"}, {"district": "wanasri"}],
    ids=lambda w: next(iter(w)),
)
def test_a_wrong_parameter_stops_the_unit(opened: Opener, wrong: dict[str, str]) -> None:
    with pytest.raises(P2sppError):
        opened("03", **wrong)


def test_a_full_disk_is_told_and_the_board_goes_on(
    opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    board = board_of(opened("03"))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    board["ceiling"].slider.value = 900
    assert "belum tersimpan" in html(board.widget) and "Dibiayai 4 dari 11" in html(board.widget)


def test_the_start_page_lists_units_and_where_to_go_on(opened: Opener, tmp_path: Path) -> None:
    start = open_start(results=tmp_path / "hasil")
    assert start.unit_tersedia().data.count("mulai dari awal") == len(UNITS)
    view = opened("06").exercise("06-3")
    view.field.write("forum_skpd")
    view.check()
    text = start.unit_tersedia().data
    assert "1 dari 8 latihan, lanjut ke latihan 06-1" in text
    assert 'href="03_musrenbang_kecamatan.ipynb"' in text


def test_the_start_page_tells_of_a_damaged_file(tmp_path: Path) -> None:
    (tmp_path / "peserta_unit03.json").write_text("{", encoding="utf-8")
    text = open_start(results=tmp_path).unit_tersedia().data
    assert "peserta_unit03.json rusak" in text and (tmp_path / "peserta_unit03.rusak").exists()


def test_the_start_page_tells_of_a_newer_file_and_of_a_wrong_code_and_lists_the_rest(
    tmp_path: Path,
) -> None:
    (tmp_path / "peserta_unit03.json").write_text('{"versi": 99}', encoding="utf-8")
    text = open_start(results=tmp_path).unit_tersedia().data
    assert "lebih baru" in text and text.count("mulai dari awal") == len(UNITS) - 1
    assert (
        "bukan nama atau NIK"
        in open_start(learner="Siti Aminah", results=tmp_path).unit_tersedia().data
    )


def test_the_self_check_says_what_is_wrong(tmp_path: Path) -> None:
    assert "✓ Siap" in open_start(results=tmp_path / "hasil").periksa_pemasangan().value
    (tmp_path / "berkas").write_text("", encoding="utf-8")
    text = open_start(results=tmp_path / "berkas").periksa_pemasangan().value
    assert "! Perlu diperbaiki" in text and text.count("✓") == 4


@pytest.mark.parametrize("code", UNITS)
def test_the_solved_edition_scores_full_marks(opened: Opener, code: str) -> None:
    unit = opened(code, edition="solved")
    for question in unit.bank.questions:
        view = unit.exercise(question.id)
        assert view.exercise.solved, (question.id, view.feedback.value)
        assert unit.progress.amended == [], "nothing that the workbook itself answers is covered"
    most = sum(question.points for question in unit.bank.questions)
    assert f"{most} dari {most}" in html(unit.simpan())


@pytest.mark.parametrize("code", UNITS)
def test_the_key_is_written_in_the_words_of_the_screen(opened: Opener, code: str) -> None:
    unit = opened(code, edition="trainer")
    lines = [line.split(": ", 1) for line in unit.kunci().splitlines()]
    assert [key for key, _ in itertools.groupby(key for key, _ in lines)] == [
        q.id for q in unit.bank.questions
    ]
    for question in unit.bank.questions:
        said = [words for key, words in lines if key == question.id]
        words = unit.exercise(question.id).exercise.words
        options, items = (
            [words(each.text) for each in getattr(question, part, ())]
            for part in ("options", "items")
        )
        if isinstance(question, RankQuestion):
            places, said = zip(*(line.split(". ", 1) for line in said), strict=True)
            assert [int(place) for place in places] == list(range(1, question.places + 1))
        if items:
            named, said = zip(*(line.split(" → ") for line in said), strict=True)
            assert list(named) == items
        assert said and (not options or set(said) <= set(options))
        measure = getattr(question, "unit", "")
        assert all(line.endswith(words(measure)) for line in said if measure)


def test_a_participant_is_not_given_the_key(opened: Opener) -> None:
    text = opened("03").kunci()
    assert "edisi pelatih" in text and "\n" not in text and "03-" not in text


@pytest.mark.parametrize("code", UNITS)
def test_the_print_edition_needs_no_widgets_and_gives_nothing_away(
    opened: Opener, code: str
) -> None:
    unit = opened(code, edition="print")
    parts = [unit.kartu(), unit.kasus(), *(unit.papan(name) for name in unit.parts.boards)]
    forms = [unit.latihan(question.id) for question in unit.bank.questions]
    assert unit.mulai_ulang() is None and not any(
        isinstance(part, W.Widget) for part in [*parts, *forms]
    )
    for question, form in zip(unit.bank.questions, forms, strict=True):
        assert unit.exercise(question.id).exercise.words(question.explanation) not in form.data
        assert "☐" in form.data or "p2-line" in form.data
    assert any("<svg" in part.data for part in parts)


def test_an_unknown_edition_is_a_sentence(opened: Opener) -> None:
    with pytest.raises(P2sppError, match="solved"):
        opened("03", edition="solvd")


def test_a_scenario_that_the_exercises_do_not_fit_is_a_sentence(
    opened: Opener, tmp_path: Path
) -> None:
    book = data_path("datasets", "rules", "kasus_tirtamulya.toml").read_text(encoding="utf-8")
    gate = '{ test = "district_matter", reason = "village_authority" }'
    assert gate in book
    nobody = book.replace(gate, '{ test = "pokir", reason = "not_raised" }')
    (tmp_path / "aturan.toml").write_text(nobody, encoding="utf-8")
    scenario = tmp_path / "tidak_seorang_pun.toml"
    scenario.write_text(f"rules = {json.dumps(str(tmp_path / 'aturan.toml'))}\n", encoding="utf-8")
    text = html(opened("06", scenario=str(scenario), edition="solved").latihan("06-1"))
    assert "Data skenario ini tidak memuat" in text
    with pytest.raises(P2sppError, match="tidak ada usulan yang sampai ke gerbang kua_ppas"):
        opened("06", scenario=str(scenario), edition="trainer").kunci()
    solved = opened("03", scenario="2010", edition="solved")
    assert "jawaban soal 03-5 tidak ada di antara pilihannya" in html(solved.latihan("03-5"))
    of_the_meeting = opened("06", scenario="unit03", edition="solved")
    assert "jawaban soal 06-6 tidak ada di antara pilihannya" in html(
        of_the_meeting.latihan("06-6")
    )


@pytest.mark.parametrize(
    ("code", "name"),
    [("00", "alat"), ("01", "kalender"), ("04", "papan"), ("05", "forum"), ("05", "rekaman")],
)
def test_paper_says_nothing_of_what_no_group_has_decided(
    opened: Opener, code: str, name: str
) -> None:
    sheet = opened(code, edition="print").papan(name).data
    for words in (
        " 0 dari 1",
        "0 usulan",
        "belum diputuskan",
        "belum disepakati",
        "Anda duduk",
        "Kelompok kami",
    ):
        assert words not in sheet, words
    assert sheet.count("></td>") == {"kalender": 24, "papan": 20, "rekaman": 22}.get(name, 0)


def test_a_browsers_page_makes_an_exercise_when_it_asks_for_it(
    opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit = opened("03")
    monkeypatch.setenv("SERVER_SOFTWARE", "voila/0.5.13")
    monkeypatch.delenv("VOILA_PREHEAT", raising=False)
    place = unit.latihan("03-1")
    (ask,) = buttons(place).values()
    assert ask.description == "Tampilkan Latihan 03-1" and "03-1" not in unit.exercises
    ask.click()
    assert place.children == (unit.exercises["03-1"].widget,) and "Periksa" in buttons(place)
    assert "p2-later" not in place._dom_classes
    unit.edition = "print"
    assert "03-1" in unit.latihan("03-1").data, "paper asks for nothing"
