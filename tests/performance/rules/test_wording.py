"""Values are written with their unit, and rounding never misleads."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from performance.rules.wording import (
    Digits,
    as_a_sentence,
    counts_in_words,
    decimals_carried,
    rounded,
    short_unit,
    show,
    show_beside,
    show_change,
    show_change_from,
    show_difference,
)

NUMBERS = st.decimals(-10_000, 10_000, allow_nan=False, places=6)


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "text"),
    [
        ("77", "%", None, "77%"),
        ("77.000000", "%", None, "77%"),
        ("4.8", "%", None, "4.8%"),
        ("4.800000", "%", None, "4.8%"),
        ("33.333333", "%", None, "33.33%"),
        ("77", "%", 1, "77.0%"),
        ("0.5", "%", 0, "1%"),
        ("-0.5", "%", 0, "\u22121%"),
        ("-0.4", "%", 0, "0%"),
        ("1294", "", None, "1,294"),
        ("1294", "£", None, "£1,294"),
        ("-1294.5", "£", 2, "\u2212£1,294.50"),
        ("3.2", "£ per head", None, "£3.2 per head"),
        ("2.8", "per 100,000 population", None, "2.8 per 100,000 population"),
        ("2.8", "rate per 100,000 population", None, "2.8 per 100,000 population"),
        ("1", "per 1,000 households", None, "1 per 1,000 households"),
        ("4", "closures", None, "4 closures"),
        ("1", "closures", None, "1 closure"),
        ("1", "people", None, "1 person"),
        ("1", "first time entrants", None, "1 first time entrant"),
        ("1", "offences per young person in cohort", None, "1 offence per young person in cohort"),
        ("1", "inquiries", None, "1 inquiry"),
        ("0.57", "offences per young person", None, "0.57 offences per young person"),
        ("-6", "% change", None, "\u22126% change"),
        ("1E+6", "crimes", None, "1,000,000 crimes"),
        ("1E-7", "crimes", None, "0.00 crimes"),
        ("12345678901234567890.12", "", None, "12,345,678,901,234,567,890.12"),
        ("0", "crimes", None, "0 crimes"),
    ],
)
def test_shows_a_value_with_its_unit(value, unit, decimals, text):
    assert show(Decimal(value), unit, decimals) == text


@pytest.mark.parametrize(
    ("value", "text"), [("6", "+6%"), ("-6", "\u22126%"), ("0", "0%"), ("0.001", "0.00%")]
)
def test_shows_a_change_with_its_sign(value, text):
    assert show_change(Decimal(value), "%") == text


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        ("-3", "%", "\u22123 percentage points"),
        ("1", "%", "+1 percentage point"),
        ("-1", "%", "\u22121 percentage point"),
        ("0.5", "% change", "+0.5 percentage points"),
        ("2", "closures", "+2 closures"),
        ("0", "%", "0 percentage points"),
    ],
)
def test_percentages_differ_by_points(value, unit, text):
    assert show_difference(Decimal(value), unit) == text


@pytest.mark.parametrize(
    "text", ["The cohort is tiny", "The cohort is tiny.", " The cohort is tiny "]
)
def test_a_reason_ends_before_the_next_sentence_begins(text):
    assert as_a_sentence(text) == "The cohort is tiny."


def test_a_change_too_small_to_show_has_no_sign_whatever_its_unit():
    assert show_change(Decimal("0.001"), "per 100,000") == "0.00 per 100,000"


@pytest.mark.parametrize("nothing", ["NaN", "Infinity"])
def test_refuses_what_is_not_a_number(nothing):
    with pytest.raises(ValueError, match="not a number"):
        show(Decimal(nothing))


def test_only_short_units_are_worth_repeating():
    assert [short_unit(u) for u in ("%", "% change", "£", "closures", "")] == [
        "%",
        "%",
        "£",
        "",
        "",
    ]


@given(NUMBERS, st.integers(0, 6))
def test_never_writes_scientific_notation_or_a_hyphen(value, decimals):
    text = show(value, "", decimals)
    assert not set(text) & set("eE-+")
    assert Decimal(text.replace(",", "").replace("\u2212", "-")) == rounded(value, decimals)


@given(NUMBERS, st.lists(NUMBERS, min_size=1, max_size=3), st.none() | st.integers(0, 3))
def test_shows_enough_decimals_to_keep_numbers_in_order(value, others, decimals):
    digits = Digits.suiting([value, *others], decimals).telling_apart(value, others)
    for other in others:
        short, short_other = rounded(value, digits.most), rounded(other, digits.most)
        assert (short < short_other, short > short_other) == (value < other, value > other)


def test_an_exact_zero_has_no_decimals_and_what_is_nearly_zero_has():
    value, limit = Decimal("0.04"), Decimal(0)
    digits = Digits.suiting([value, limit], 1).telling_apart(value, [limit])
    assert (digits.show(value, "%"), digits.show(limit, "%")) == ("0.04%", "0%")
    assert Digits(1, 1).show(value, "%") == "0.0%"


def test_shows_no_more_decimals_than_that_needs():
    value, limit = Decimal("1.904"), Decimal("1.9")
    digits = Digits.suiting([value, limit], 1).telling_apart(value, [limit])
    assert (digits.show(value), digits.show(limit)) == ("1.904", "1.9")
    assert (
        Digits.suiting([value, limit], 1).telling_apart(value, [Decimal(2)]).show(value) == "1.90"
    )


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        ("0.9", 0, "0.9%"),
        ("1.05", 1, "1.05%"),
        ("2.5", 0, "2.5%"),
        ("77", 1, "77.0%"),
        ("77", None, "77%"),
        ("82.352941", 0, "82.35%"),
        ("0.004", 0, "0.004%"),
        ("0", 1, "0%"),
    ],
)
def test_a_value_is_shown_with_its_own_decimals_up_to_two_and_never_as_nothing(
    value, decimals, text
):
    assert show_beside(Decimal(value), [], "%", decimals) == text


def test_a_value_beside_another_stays_on_its_side_of_it():
    assert show_beside(Decimal("82.351"), [Decimal("82.352")], "%", 0) == "82.351%"
    assert (
        show_change_from(Decimal("2.84"), Decimal("2.8"), "%", 1) == "\u22120.04 percentage points"
    )
    assert show_change_from(Decimal("82.352941"), Decimal(80), "%", 0) == (
        "\u22122.35 percentage points"
    )
    assert show_change_from(Decimal("1.0001"), Decimal("1.0002"), "%", 0) == (
        "+0.0001 percentage points"
    )


@pytest.mark.parametrize(
    ("value", "decimals"), [("2.80", 1), ("1200", 0), ("0.570000", 2), ("0", 0)]
)
def test_counts_the_decimals_that_matter(value, decimals):
    assert decimals_carried(Decimal(value)) == decimals


@pytest.mark.parametrize(
    ("numerator", "denominator", "text"),
    [
        ("154", "200", "154 of 200"),
        ("1540.000000", "2000", "1,540 of 2,000"),
        ("0", "200", "0 of 200"),
        ("154", None, "154"),
        (None, "200", "200"),
        (None, None, ""),
    ],
)
def test_counts_are_written_as_one_of_the_other(numerator, denominator, text):
    counts = [None if count is None else Decimal(count) for count in (numerator, denominator)]
    assert counts_in_words(*counts) == text
