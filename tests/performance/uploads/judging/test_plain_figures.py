"""Figures in plain numbers are read at once, as the rules would read them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from performance.cells.cell import CellProblem
from performance.cells.subjects import Subject
from performance.cells.values.figure_cells import Given, read_measure
from performance.cells.values.numbers import read_number
from performance.models import UploadKind
from performance.uploads.judging import plain_numbers

COUNT = Subject(pk=1, slug="count", name="Count", unit="incidents")
SHARE = Subject(pk=2, slug="share", name="Share", unit="%", scale=Decimal(100))
RATE = Subject(pk=3, slug="rate", name="Rate", unit="per 1,000", scale=Decimal(1000))
SUBJECTS = st.sampled_from([COUNT, SHARE, RATE])

numbers = st.integers(-(10**14), 10**14) | st.floats() | st.integers(-5, 200)
cells = (
    numbers
    | st.none()
    | st.booleans()
    | st.text(max_size=4)
    | st.just(CellProblem("error", "#N/A"))
)
states = st.sampled_from([None, "", "final", "p", "n/a", "*", "remove", "nonsense", 3])


def read_plain_numbers_of(subject, value, extras, kind):
    return plain_numbers.read_plain_numbers(plain_numbers.scale_of(subject), value, extras, kind)


def as_the_rules(subject, value, extras, kind):
    read = read_measure(subject, Given(value, *extras), kind)
    assert (read.wrong, read.doubt, read.verdict) == (None, None, "")
    return read.state, (read.value, read.numerator, read.denominator)


def as_numbers(read):
    state, found = read
    return state, tuple(None if one is None else Decimal(one) for one in found)


@given(
    SUBJECTS, cells, cells, cells, states, st.sampled_from(["", "A comment"]),
    st.sampled_from(list(UploadKind)),
)  # fmt: skip
def test_whatever_is_read_at_once_is_as_the_rules_read_it(
    subject, value, over, under, state, comment, kind
):
    extras = (over, under, state, comment)
    read = read_plain_numbers_of(subject, value, extras, kind)

    if read is not None:
        assert as_numbers(read) == as_the_rules(subject, value, extras, kind)


@given(
    SUBJECTS, st.integers(0, 10**7), st.integers(1, 10**7), st.integers(0, 6), st.integers(-3, 3)
)
def test_a_ratio_that_is_read_at_once_is_one_that_the_rules_accept(
    subject, over, under, places, off
):
    scale = float(subject.scale or 1)
    value = round(scale * over / under + off * 0.25 / 10**places, places)
    extras = (over, under, None, None)
    read = read_plain_numbers_of(subject, value, extras, UploadKind.FIGURES)

    if read is not None:
        assert as_numbers(read) == as_the_rules(subject, value, extras, UploadKind.FIGURES)


@pytest.mark.parametrize(
    ("subject", "value", "extras"),
    [
        (COUNT, 12, (None, None, None, None)),
        (COUNT, 12.5, (3, 4, "provisional", "Recounted")),
        (SHARE, 33.3, (1, 3, None, None)),
        (SHARE, 66.67, (2.0, 3.0, "final", None)),
        (RATE, 0, (0, 150, None, None)),
    ],
)
def test_what_files_are_full_of_is_read_at_once(subject, value, extras):
    assert read_plain_numbers_of(subject, value, extras, UploadKind.FIGURES) is not None


@pytest.mark.parametrize(
    ("value", "extras"),
    [
        (33.4, (1, 3, None, None)),
        (0.33, (1, 3, None, None)),
        (33.3, (1, 0, None, None)),
        (33.3, (None, None, "suppressed", None)),
        (33.3, (None, None, "nonsense", None)),
        ("33.3", (None, None, None, None)),
        (True, (None, None, None, None)),
        (33.3, ("1", 3, None, None)),
    ],
)
def test_what_may_be_wrong_is_for_the_rules(value, extras):
    assert read_plain_numbers_of(SHARE, value, extras, UploadKind.FIGURES) is None


@pytest.mark.parametrize("text", ["44", "-7", "0", "12.5", "12.50", "123456789"])
def test_digits_as_text_are_the_number_that_the_rules_read(text):
    number = plain_numbers.number_of_text(text)

    assert Decimal(plain_numbers.in_digits(number)) == read_number(text, "").value


@pytest.mark.parametrize("text", ["1.234", "0.77", "007", "1,234", "44%", "-0", " 4", "4 ", "1e3"])
def test_text_that_may_mean_more_is_left_to_the_rules(text):
    assert plain_numbers.number_of_text(text) is text
