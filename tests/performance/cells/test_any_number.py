"""Whatever the number and however it is written, it is read as itself, or not at all."""

from decimal import Decimal

from hypothesis import example, given
from hypothesis import strategies as st

from performance.cells.values.numbers import (
    LARGEST,
    PLACES,
    MissingNumber,
    NotANumber,
    ReadNumber,
    in_digits,
    read_number,
)
from performance.uploads.files import CellProblem

THIN, MINUS = "\u202f", "\u2212"

decimals = st.decimals(
    min_value=-LARGEST + 1, max_value=LARGEST - 1, places=PLACES, allow_nan=False
).map(lambda number: number + 0)


def spaced(number: Decimal, gap: str) -> str:
    return f"{number:,f}".replace(",", gap)


WRITTEN = {
    "plainly": lambda number: (f"{number:f}", ""),
    "with commas": lambda number: (f"{number:,f}", ""),
    "with spaces": lambda number: (spaced(number, " "), ""),
    "with thin spaces": lambda number: (spaced(number, THIN), ""),
    "with a real minus": lambda number: (f"{number:,f}".replace("-", MINUS), ""),
    "in brackets": lambda number: (f"({-number:,f})" if number < 0 else f"{number:,f}", ""),
    "with a plus": lambda number: (f"{number:+,f}", ""),
    "in per cent": lambda number: (f"{number:,f}%", "%"),
    "in pounds": lambda number: (f"£{number:,f}", "£"),
    "in thousands": lambda number: (f"{number.scaleb(-3):f}k", ""),
    "in millions of pounds": lambda number: (f"£{number.scaleb(-6):f}m", "£"),
    "in powers of ten": lambda number: (f"{number:e}", ""),
}


@given(decimals, st.sampled_from(sorted(WRITTEN)))
def test_any_number_in_any_form_reads_back_the_same(number, form):
    text, unit = WRITTEN[form](number)
    read = read_number(text, unit)
    assert isinstance(read, ReadNumber), (text, read)
    assert read.value == number


@given(st.decimals(min_value=-(10**8), max_value=10**8, places=PLACES, allow_nan=False))
def test_a_binary_number_reads_as_the_decimal_it_stands_for(number):
    assert read_number(float(number), "").value == number


@given(
    st.from_regex(
        r"[-+£( ]{0,3}[0-9]{1,9}([, ][0-9]{3}){0,2}(\.[0-9]{0,9})?[%km) ]{0,2}", fullmatch=True
    )
)
def test_a_number_never_has_more_digits_than_were_written(text):
    read = read_number(text, "%")
    if isinstance(read, ReadNumber):
        digits = read.value.normalize().as_tuple().digits
        assert len(digits) <= sum(letter.isdigit() for letter in text)
        assert -read.value.as_tuple().exponent <= PLACES
        assert "E" not in str(read.value)


anything = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.dates(), st.datetimes(), st.text(),
    st.text("0123456789,.-−+£%()<>*eEkm /:Q", max_size=45),
    st.builds(CellProblem, st.sampled_from(["error", "formula_without_value", "not_a_number"]), st.text()),
)  # fmt: skip


@given(anything, st.sampled_from(["", "%", "£", "closures"]))
@example("999999999999.9999995", "")
@example(CellProblem("error", "0" * 200), "")
def test_nothing_raises(value, unit):
    read = read_number(value, unit)
    assert isinstance(read, ReadNumber | MissingNumber | NotANumber)
    if isinstance(read, ReadNumber):
        assert abs(read.value) < LARGEST, "the database has no room for more"
    if isinstance(read, NotANumber):
        assert read.message.endswith(".")
        assert len(read.message) < 250


@given(st.one_of(st.integers(), st.floats(), decimals.map(float), anything))
def test_what_is_read_in_digits_at_once_is_what_the_rules_read(value):
    digits = in_digits(value)
    if digits is not None:
        assert str(read_number(value, "").value) == digits


@given(st.integers(1 - LARGEST, LARGEST - 1))
def test_whole_numbers_are_read_in_digits_at_once(number):
    assert in_digits(number) == in_digits(float(number)) == str(number)
