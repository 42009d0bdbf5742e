"""Written sentences: good ones pass in many wordings, and what the unit itself forbids is refused and named."""

import tomllib
from html import escape
from pathlib import Path
from time import process_time
from typing import Any

import msgspec
import pytest

from p2spp_sim.base.language import set_language
from p2spp_sim.workbook.exercises.answers import answers_of
from p2spp_sim.workbook.exercises.exercise import Exercise
from p2spp_sim.workbook.exercises.kinds.sentence import LONGEST, SentenceQuestion
from p2spp_sim.workbook.exercises.sentences import (
    Refusal,
    SentencePart,
    _compiled,
    read_sentence,
    sheet,
    shown,
    tidy,
)
from tests.workbook.test_exercises import BY_ID, QUESTIONS, SENTENCE, desk, exercise

WRITTEN = [question for question in QUESTIONS if isinstance(question, SentenceQuestion)]
CASES: dict[str, Any] = tomllib.loads(
    Path(__file__).with_suffix("").with_name("sentences.toml").read_text("utf-8")
)
OFFICIALS: dict[str, Any] = tomllib.loads(
    Path(__file__).with_name("sentences_of_officials.toml").read_text("utf-8")
)
WHEN = SentencePart("kapan", "kapan", ("#",), "Kapan?")


def cases(kind: str) -> list[Any]:
    held = CASES[kind].items()
    found = [
        (lang, key, said)
        for lang, keys in held
        for key, sentences in keys.items()
        for said in sentences
    ]
    return [
        pytest.param(*one, id=f"{one[0]}-{one[1]}-{number}") for number, one in enumerate(found)
    ]


def question(text: str = SENTENCE) -> SentenceQuestion:
    return msgspec.convert(tomllib.loads(text)["questions"][0], SentenceQuestion)


def test_there_are_sixty_sentences_of_each_kind_and_some_for_every_exercise() -> None:
    for kind in ("good", "bad"):
        for language, least in (("id", 60), ("en", 8)):
            held = CASES[kind][language]
            assert set(held) == {one.id for one in WRITTEN}
            assert sum(map(len, held.values())) >= least
            assert len({said for sentences in held.values() for said in sentences}) == sum(
                map(len, held.values())
            )


@pytest.mark.parametrize(("language", "key", "sentence"), cases("good"))
def test_a_sentence_with_all_its_parts_is_complete(language: str, key: str, sentence: str) -> None:
    set_language(language)
    said = exercise(BY_ID[key]).check(sentence)
    assert said.state == "benar", said.text


@pytest.mark.parametrize(("language", "key", "sentence"), cases("bad"))
def test_a_sentence_that_does_what_the_unit_forbids_is_refused(
    language: str, key: str, sentence: str
) -> None:
    set_language(language)
    said = exercise(BY_ID[key]).check(sentence)
    assert said.state in ("hampir", "coba_lagi"), said.text


@pytest.mark.parametrize(
    ("key", "sentence", "told"),
    [
        (
            "09-7",
            "SKPD diupayakan menjawab usulan dalam 30 hari; bila tidak, ditegur.",
            "“diupayakan”: SKPD boleh tidak",
        ),
        (
            "09-7",
            "Camat menjawab usulan dalam 30 hari; bila tidak, tidak apa-apa.",
            "“tidak apa-apa”",
        ),
        (
            "09-7",
            "SKPD menjawab usulan pada hari yang baik; bila tidak, ditegur.",
            "“hari yang baik” tidak pernah lewat",
        ),
        (
            "09-7",
            "Pihak terkait menjawab usulan dalam 30 hari; bila tidak, ditegur.",
            "“pihak terkait” tidak dapat dipanggil",
        ),
        (
            "08-7",
            "KPMD ikut IST bulan Mei, buktinya daftar hadir.",
            "“daftar hadir” membuktikan orang datang",
        ),
        (
            "10-9",
            "Camat mengadakan rapat koordinasi, bukti notulen, 15 Januari.",
            "“mengadakan rapat koordinasi”",
        ),
        (
            "11-7",
            "Semua pihak menerbitkan Perda sejak tahun 1.",
            "“semua pihak” tidak dapat dipanggil",
        ),
        (
            "07-8",
            "Pos hibah tidak sesuai surat hibah, agar disempurnakan.",
            "“disempurnakan” bukan catatan",
        ),
    ],
)
def test_the_word_that_takes_a_part_back_is_quoted_with_what_it_does_here(
    key: str, sentence: str, told: str
) -> None:
    said = exercise(BY_ID[key]).check(sentence)
    assert said.state in ("hampir", "coba_lagi") and told in said.text


def test_a_complete_sentence_is_not_called_right_and_comes_with_a_rubric_for_others() -> None:
    for one in WRITTEN:
        made = exercise(one)
        said = made.check(made.solution)
        assert said.state == "benar" and said.word == "Lengkap menurut kata kunci"
        assert len(one.rubric) == 4
        for number, row in enumerate(one.rubric, 1):
            assert f"{number}. {row}" in said.card and row in made.form()
        assert escape(made.solution) in said.card, "the neighbour reads what was written"


@pytest.mark.parametrize("key", [one.id for one in WRITTEN])
def test_sentences_of_officials_are_read_as_a_colleague_reads_them(key: str) -> None:
    set_language("id")
    assert all(sum(map(len, OFFICIALS[kind].values())) >= 60 for kind in ("good", "bad"))
    made = exercise(BY_ID[key])
    for said in OFFICIALS["good"][key]:
        assert made.check(said).state == "benar", said
    for said in OFFICIALS["bad"][key]:
        assert made.check(said).state in ("hampir", "coba_lagi"), said


@pytest.mark.parametrize(
    "said",
    [
        "Camat, Bappeda, menjawab usulan, 30 hari, bila tidak, ditegur.",
        "Camat / menempel / usulan / 30 hari",
        "Camat menjawab menempel menyerahkan usulan 30 hari",
    ],
)
def test_a_row_of_words_is_no_sentence(said: str) -> None:
    one = BY_ID["09-7"]
    assert read_sentence(one.parts, one.together, said).listed
    usual = "Camat, Bappeda, SKPD, dan DPRD mengundang mereka dan mengumumkan daftar usulan dalam 30 hari."
    assert not read_sentence(one.parts, one.together, usual).listed


def test_who_what_and_when_have_to_stand_in_one_clause() -> None:
    one = BY_ID["09-7"]
    said = exercise(one).check(
        "Camat rajin. Usulan ditempel paling lambat 1 Mei. Bila tidak, rapat ditunda."
    )
    assert (
        said.state == "hampir"
        and "antaranya: siapa yang wajib, perbuatan yang dapat dilihat, kapan" in said.text
    )
    read = read_sentence(
        one.parts,
        one.together,
        "Yth. Sdr. Camat menempel usulan tgl. 1 Mei. Bila tidak, rapat ditunda.",
    )
    assert not read.missing and not read.apart


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_class_and_every_refusal_named_is_there_and_says_something(language: str) -> None:
    set_language(language)
    for held in (*sheet().classes.values(), *sheet().voids.values()):
        assert _compiled(held.here())
    for part in (part for one in WRITTEN for part in one.parts):
        assert set(part.kinds) <= {*sheet().classes, "perbuatan", "perintah"}
        for refusal in part.refuses:
            void = sheet().voids[refusal.kind]
            assert (
                not void.strict
                or "{kata}" in (refusal.say or void.say[language])
                or refusal.kind == "tanya"
            )


def test_a_denied_act_counts_only_where_leaving_it_has_consequences() -> None:
    act = SentencePart("apa", "apa", (), "Apa?", ("perbuatan",), (), True)
    for text in (
        "SKPD tidak menjawab",
        "SKPD tidak wajib menjawab",
        "SKPD belum pernah menjawab",
        "tanpa menjawab",
    ):
        assert not shown(act, tidy(text))[0], text
    for text in (
        "bila SKPD tidak menjawab",
        "SKPD yang tidak menjawab ditegur",
        "SKPD wajib menjawab",
    ):
        assert shown(act, tidy(text))[0], text


def test_what_is_quoted_or_set_aside_is_not_held_against_the_writer() -> None:
    act = SentencePart("apa", "apa", (), "Apa?", ("perbuatan",), (Refusal("upaya"),))
    assert shown(act, tidy("Pengganti “diupayakan”: SKPD menjawab tertulis usulan desa"))[0]
    assert shown(act, tidy("SKPD wajib menjawab, bukan sekadar berupaya"))[0]
    assert not shown(act, tidy("“SKPD diupayakan menjawab”"))[0]


def test_a_sentence_is_told_what_is_read_and_what_is_missing() -> None:
    made = Exercise(question(), desk("03"), answers_of("03"))
    said = made.check("Semua pihak berupaya.")
    assert (
        said.state == "coba_lagi" and "Siapa yang wajib?" in said.text and "belum ada" in said.text
    )
    said = made.check("Kepala dinas menjawab usulan.")
    assert said.state == "hampir" and "Berapa hari?" in said.text and "siapa, apa" in said.text
    said = made.check("Camat menjawab usulan dalam 14 hari kerja.")
    assert said.state == "benar" and "hanya mencari kata kunci" in said.text
    assert made.check(made.solution).state == "benar"


@pytest.mark.parametrize(
    "sentence",
    [
        "paling lambat 14 hari",
        "dalam 30 (tiga puluh) hari kerja",
        "hari ke-30",
        "tanggal 5",
        "15 Januari",
        "akhir Januari",
        "pada 12/3",
        "sejak tahun 3",
        "dua minggu lagi",
        "dalam sebulan",
        "29 Februari",
        "tgl 31-12-2010.",
        "minggu kedua Maret",
    ],
)
def test_a_date_or_a_number_of_days_is_a_time(sentence: str) -> None:
    assert shown(WHEN, tidy(sentence))[0]


@pytest.mark.parametrize(
    "sentence",
    [
        "Rp 350 juta",
        "900 m",
        "U11 dan R08",
        "RPJM Desa tahun 2010",
        "3 desa",
        "1.500 jamban",
        "ruang kelas 3",
        "tanggal 32",
        "31 Februari",
        "tanggal 31 April",
        "pada 30/2",
        "12/13",
        "0 hari",
        "900 hari",
        "hari yang baik",
        "segera",
    ],
)
def test_another_number_is_no_time(sentence: str) -> None:
    assert not shown(WHEN, tidy(sentence))[0]


@pytest.mark.parametrize(
    ("key", "part", "sentence"),
    [
        ("02-9", "act", "RKP Desa ditetapkan sebelum musrenbang desa; swadaya belum dicatat."),
        ("02-9", "when", "RKP Desa bertanggal sebelum musrenbang desa."),
        ("04-7", "langkah", "Kepada Bappeda: agar diketahui bahwa R08 cocok dengan U14."),
        ("05-7", "langkah", "Mohon maaf, U11 di bawah pagu belum dapat kami terima; harap maklum."),
        (
            "05-7",
            "langkah",
            "U11 ditolak karena data lahan kurang; proses selesai sebelum Februari.",
        ),
        ("08-7", "kapan", "KPMD mendapat OJT dua hari."),
        ("08-7", "bukti", "KPMD ikut OJT menyusun berkas usulan, buktinya absensi."),
        (
            "09-7",
            "siapa",
            "Usulan dijawab 30 hari sesudah Forum SKPD; bila tidak, Renja dikembalikan Bappeda.",
        ),
        ("09-7", "akibat", "Camat menempel pagu; bila tidak, ya tidak apa-apa."),
    ],
)
def test_what_only_looks_like_a_part_is_none(key: str, part: str, sentence: str) -> None:
    (asked,) = [one for one in BY_ID[key].parts if one.key == part]
    assert not shown(asked, tidy(sentence))[0]


@pytest.mark.parametrize("one", WRITTEN, ids=lambda one: one.id)
def test_a_page_of_text_is_told_so_and_the_longest_is_read_at_once(one: SentenceQuestion) -> None:
    said = exercise(one).check("Camat menjawab. " * LONGEST)
    assert said.state == "coba_lagi" and "1.500" in said.text
    for text in (
        "yang skpd tidak menjawab ",
        "bila kepala ",
        "a",
        "bukti  ",
        "30 (",
        "bila tidak, ",
    ):
        begun = process_time()
        read_sentence(one.parts, one.together, (text * LONGEST)[:LONGEST])
        assert process_time() - begun < 2, text


def test_parts_that_belong_together_must_be_parts() -> None:
    asked = question(SENTENCE.replace('answer = ""', 'answer = ""\ntogether = ["siapa", "ongkos"]'))
    assert "together names ongkos, which is no part" in list(asked.faults())
