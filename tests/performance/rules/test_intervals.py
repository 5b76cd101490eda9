"""Intervals against published values: Wilson's of Newcombe (1998), Byar's and exact ones of public health's own tools."""

from decimal import Decimal

import pytest

from core.periods import Period
from performance.choices import Aggregation, FigureState
from performance.rules.intervals import (
    Interval,
    could_be_chance,
    count_interval,
    counts_events,
    interval_of,
    wilson,
)
from performance.rules.readings import Reading
from performance.rules.targets import Limit

YEAR = Period.financial_year(2011)


def number(value):
    return None if value is None else Decimal(str(value))


def interval(value, numerator=None, denominator=None, *, unit="%", how=Aggregation.RATIO, **facts):
    reading = Reading(
        YEAR,
        number(value),
        numerator=number(numerator),
        denominator=number(denominator),
        **facts,
    )
    return interval_of(reading, aggregation=how, unit=unit)


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [(81, 263, 25.53, 36.62), (15, 148, 6.24, 16.05), (0, 20, 0.0, 16.11), (1, 29, 0.61, 17.18)],
)
def test_the_interval_of_a_share_is_that_of_newcombe(count, of, low, high):
    """Newcombe (1998), Statistics in Medicine 17, table I, method 3."""
    found = interval(Decimal(100) * count / of, count, of)
    assert found == pytest.approx((low, high), abs=0.005)


def test_the_interval_of_a_share_is_that_of_the_tool_of_public_health():
    """PHStatsMethods (DHSC), tests: wilson(100, 10000), in per cent."""
    found = [100 * end for end in wilson(100, 10_000)]
    assert found == pytest.approx((0.8229336148148417, 1.2146982255114647), rel=1e-9)


def test_a_share_never_reaches_beyond_nothing_and_all():
    assert interval(0, 0, 3).low == 0
    assert interval(100, 3, 3).high == 100


def test_the_interval_of_a_rate_is_that_of_byar_from_10_on_in_the_unit_of_the_rate():
    """PHE funnel test data: 10 events, exact 4.795 to 18.390; Byar's upper end is a little higher."""
    ten = interval(20, 10, 50_000, unit="per 100,000 population")
    assert ten == pytest.approx((2 * 4.7824, 2 * 18.3905), rel=0.01)
    assert ten != pytest.approx((2 * 4.7954, 2 * 18.3904), rel=1e-6)


def test_below_10_the_exact_limits_stand():
    """PHE funnel test data: 5 events, exact 1.6235 to 11.6683."""
    assert count_interval(5) == pytest.approx((1.6235, 11.6683), abs=0.0005)
    assert count_interval(9.0) == pytest.approx((4.1154, 17.0848), abs=0.0005)


def test_what_is_added_up_is_itself_the_count():
    """PHStatsMethods: 81.3621; the exact upper end is 121.627."""
    found = interval(100, unit="crimes", how=Aggregation.SUM)
    assert found == pytest.approx((81.3621, 121.627), rel=2e-5)


def test_a_rate_of_nothing_has_an_upper_end_where_the_unit_says_out_of_how_many():
    assert interval(0, 0, 50_000, unit="per 100,000 population") == pytest.approx(
        (0, 2 * 3.6889), abs=0.001
    )
    assert interval(0, 0, 50_000, unit="offences per young person") is None


@pytest.mark.parametrize(
    ("unit", "is_counted"),
    [("crimes", True), ("first-time entrants", True), ("£", False), ("hours", False), ("% change", False),
     ("working days lost", False), ("per 1,000", False)],
)  # fmt: skip
def test_money_and_hours_are_no_events(unit, is_counted):
    assert counts_events(unit) == is_counted


@pytest.mark.parametrize(
    ("value", "numerator", "denominator", "facts"),
    [
        (None, 1, 2, {}),
        (50, None, 2, {}),
        (50, 1, None, {}),
        (50, 1, 0, {}),
        (150, 3, 2, {}),
        (12, 154, 200, {}),
        (50, 1, 2, {"state": FigureState.SUPPRESSED}),
    ],
)
def test_without_counts_that_make_the_value_there_is_no_interval(
    value, numerator, denominator, facts
):
    assert interval(value, numerator, denominator, **facts) is None


def test_a_level_and_a_count_in_parts_have_none():
    assert interval(50, how=Aggregation.LATEST) is None
    assert interval(50.5, unit="crimes", how=Aggregation.SUM) is None


@pytest.mark.parametrize(
    ("low", "high", "limit", "is_chance"),
    [
        (70, 85, {"at_least": Decimal(80)}, True),
        (81, 90, {"at_least": Decimal(80)}, False),
        (80, 90, {"at_least": Decimal(80)}, True),
        (5, 15, {"at_least": Decimal(10), "at_most": Decimal(20)}, True),
        (12, 18, {"at_least": Decimal(10), "at_most": Decimal(20)}, False),
    ],
)
def test_it_could_be_chance_where_the_interval_straddles_a_bound(low, high, limit, is_chance):
    assert could_be_chance(Interval(low, high), Limit(YEAR, **limit)) is is_chance


def test_without_an_interval_nothing_is_said_of_chance():
    assert could_be_chance(None, Limit(YEAR, at_least=Decimal(80))) is False
