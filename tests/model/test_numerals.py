"""Numbers are read as people here write them; what has two meanings is asked about, never guessed."""

import pytest

from p2spp_sim.base.language import set_language
from p2spp_sim.base.numerals import LARGEST, Ambiguous, read_figure, read_number, read_rupiah


@pytest.fixture(autouse=True)
def indonesian():
    yield set_language("id")
    set_language("id")


@pytest.mark.parametrize(("text", "value"), [
    ("150000", 150_000), ("150.000", 150_000), ("1.250.000", 1_250_000), ("1,250,000", 1_250_000),
    ("1.250.000,00", 1_250_000), ("1,250,000.00", 1_250_000), ("Rp 150.000,-", 150_000), ("Rp.150.000", 150_000),
    ("rp. 150.000,--", 150_000), ("150\u00a0000", 150_000), ("-5", -5), ("1e6", 1_000_000),
    (str(LARGEST), LARGEST),
])  # fmt: skip
def test_whole_numbers(text, value):
    read = read_figure(text, whole=True)
    assert (read, type(read)) == (value, int)


@pytest.mark.parametrize(("text", "value"), [
    ("0,25", 0.25), ("0.25", 0.25), ("0,706", 0.706), ("0.345", 0.345), ("1.725", 1.725), ("1,725.5", 1725.5),
    ("1.725,5", 1725.5), ("1,5", 1.5), (".5", 0.5), ("2.5E-3", 0.0025),
])  # fmt: skip
def test_numbers_with_decimals(text, value):
    assert read_figure(text, whole=False) == value


@pytest.mark.parametrize(
    "text", ["0", "007", "0.250", "1.250", "12.5", "150000", "999999999999999"]
)
@pytest.mark.parametrize("whole", [True, False])
def test_plain_numbers_are_read_the_short_way_to_the_same_value(text, whole):
    assert read_number(text, whole=whole) == read_number(f"+{text}", whole=whole)


@pytest.mark.parametrize("text", ["150,000", "1,725", "Rp 150,000"])
def test_a_comma_that_may_part_either_is_refused_and_the_way_out_told(text):
    with pytest.raises(Ambiguous, match=r"tulis tanpa koma, misalnya (150000|1725)"):
        read_figure(text, whole=True)
    with pytest.raises(Ambiguous):
        read_figure(text, whole=False)


@pytest.mark.parametrize(
    "text",
    ["175.000,000", "175,000.000", "1.750,000", "1,750.000", "1.750.000,000", "Rp 175.000,000"],
)
@pytest.mark.parametrize("whole", [True, False])
def test_two_separators_before_three_last_digits_may_be_parting_either(text, whole):
    with pytest.raises(Ambiguous, match=r"tulis tanpa pemisah, misalnya (1750?000|1750)"):
        read_figure(text, whole=whole)
    if whole and text == "175.000,000":
        assert read_figure(text, whole=True, typed=True) == 175_000, (
            "the language of the screen tells"
        )


@pytest.mark.parametrize(("text", "unit", "value"), [
    ("175 jt", 1, 175_000_000), ("Rp. 175 jt", 1, 175_000_000), ("Rp175juta,-", 1, 175_000_000),
    ("1,5 M", 1, 1_500_000_000),
    ("1.5 milyar", 1, 1_500_000_000), ("350 rb", 1, 350_000), ("0,35 miliar rupiah", 1, 350_000_000),
    ("87,5", 10**6, 87_500_000),
    ("12.500,5", 10**6, 12_500_500_000), ("350.000", 1000, 350_000_000), ("175.000.000.-", 1, 175_000_000),
    ("175.000.000 rupiah", 1, 175_000_000), ("175", 10**6, 175_000_000), ("1.1", 10**6, 1_100_000),
])  # fmt: skip
def test_amounts_with_a_word_for_their_size_or_below_a_unit(text, unit, value):
    assert read_rupiah(text, unit) == value


@pytest.mark.parametrize(
    ("text", "unit"),
    [("1.725 jt", 1), ("1,725 M", 1), ("1.250", 10**6), ("175 jt", 10**6), ("500 rb", 1000)],
)
def test_amounts_whose_size_can_be_read_in_two_ways_are_asked_about(text, unit):
    with pytest.raises(Ambiguous):
        read_rupiah(text, unit)


def test_the_language_of_the_screen_tells_what_a_typed_comma_parts():
    assert read_number("1,725", whole=False, typed=True) == 1.725
    set_language("en")
    assert read_number("1,725", whole=False, typed=True) == 1725
    assert read_number("150,000", whole=True, typed=True) == 150_000


@pytest.mark.parametrize("text", [
    "9.000.000.000.000.001", "-9e16", "1e19", "inf", "nan", "banyak", "Rp", "", "1.5", "0.500", "1234.567", "1.25.000",
    "1,250.000,5", "1.250.000,5",
])  # fmt: skip
def test_what_is_no_whole_number_or_too_large_is_refused(text):
    with pytest.raises(ValueError, match="diharapkan"):
        read_figure(text, whole=True)


def test_the_message_shows_an_example():
    with pytest.raises(ValueError, match=r"150\.000\.000, Rp 150\.000\.000,-"):
        read_figure("banyak", whole=True)
