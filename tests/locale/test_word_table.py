"""One table of words for learners: what it rules out stands nowhere, and where it allows a word it is let be."""

import pytest

from .word_table import leftovers, words


def test_no_learner_reads_a_word_that_is_ruled_out() -> None:
    assert leftovers() == []


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Putusan kelompok disimpan.", 1),
        ("Apa putusannya?", 1),
        ("Putusan MK tentang UU 7/2004.", 0),
        ("Keputusan kelompok dalam [berkas](putusan.csv) dan `putusan`, {putusan}.", 0),
        ("Naskah akademik dan naskah hibah, lalu naskah desa.", 1),
        ("Usulan diundi; model tidak lebih baik daripada undian.", 0),
        ("Dua puluh tahun undian.", 1),
        ("Dengan mouse (tetikus).", 0),
        ("KK penerima manfaat, KK miskin.", 0),
    ],
)
def test_a_word_is_found_only_where_it_is_wrong(text: str, left: int) -> None:
    found = [
        place
        for word in words()
        if word.language == "id"
        for place in word.within(text, "exercises/03.toml")
    ]
    assert len(found) == left


def test_a_room_keeps_its_word() -> None:
    lever = next(word for word in words() if word.use == "pilihan kebijakan")
    assert lever.within("Ubah satu tuas.", "exercises/06.toml")
    assert not lever.within("Ubah satu tuas.", "notebooks/riset/kepekaan.ipynb")


def test_no_word_that_is_used_is_ruled_out_by_another() -> None:
    for used in words():
        for word in words():
            if word.language == used.language:
                assert word.within(used.use, "") == [], used.use
