"""Values that can hardly be, and those many times what a target asks for: the rules, and what is said."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.periods import Period
from performance.cells.doubts.cases import WholeTarget
from performance.cells.doubts.impossible import (
    below_zero,
    beyond_target,
    is_beyond,
    is_never_negative,
    is_over_the_whole,
    is_part_of_a_whole,
    over_the_whole,
    whole_target_at,
)
from performance.cells.subjects import Subject, scale_of
from performance.rules.direction import SMALLEST_BASE

YEAR = WholeTarget(Period.financial_year(2011), Decimal(8))


def of(unit, aggregation="none", name="Something"):
    return Subject(pk=1, slug="s", name=name, unit=unit, scale=scale_of(unit, aggregation))


@pytest.mark.parametrize(
    ("unit", "name", "never"),
    [
        ("closures", "Closures", True),
        ("per 1,000 people", "Crime", True),
        ("%", "Repeats", True),
        ("days", "Days to charge", True),
        ("offences", "Violence reduction: offences", True),
        ("% of the predicted rate", "Reoffending", True),
        ("% change over 3 years", "Users in treatment", False),
        ("% reduction", "Offending", False),
        ("percentage points", "Confidence", False),
        ("£ net", "Cost", False),
        ("%", "Change in burglary", False),
    ],
)
def test_what_can_be_below_zero_is_said_to_be_a_change(unit, name, never):
    assert is_never_negative(of(unit, name=name)) is never


def test_a_change_or_a_score_can_be_below_zero_whatever_its_unit():
    assert not is_never_negative(replace(of("%", name="Less burglary"), number_kind="alone"))


@pytest.mark.parametrize(
    ("unit", "aggregation", "whole"),
    [
        ("%", "ratio", True),
        ("% of cases", "ratio", True),
        ("% Of cases", "ratio", True),
        ("%", "none", False),
        ("% change", "ratio", False),
        ("% offset", "ratio", False),
        ("per 100 people", "ratio", False),
        ("cases", "sum", False),
    ],
)
def test_a_share_is_of_those_who_are_counted(unit, aggregation, whole):
    assert is_part_of_a_whole(of(unit, aggregation)) is whole


@pytest.mark.parametrize(
    ("value", "over", "under", "doubted"),
    [
        (100, None, None, False),
        ("100.01", None, None, True),
        (100, 200, 200, False),
        # As closely as it is written, it is 100%.
        (100, 2001, 2000, True),
        (130, 200, 154, True),
        (50, 3, None, False),
        (50, 3, 0, False),
    ],
)
def test_no_more_than_all_of_them_can_be_counted(value, over, under, doubted):
    parts = (None if one is None else Decimal(one) for one in (over, under))
    assert is_over_the_whole(Decimal(value), *parts) is doubted


def test_they_say_why_and_what_may_be_meant():
    said = below_zero(Decimal("-3.5"))
    assert said.message.startswith("The value is -3.5, which is below zero, and no earlier figure")
    assert said.remedy == "Type 3.5 if that is meant. Accept the warning if -3.5 is right."
    said = over_the_whole(Decimal(130), None, None)
    assert said.message.startswith("The value is 130%, which is more than 100%, and no earlier")
    said = over_the_whole(Decimal("129.87"), Decimal(2000), Decimal(1540))
    assert said.message.startswith("The numerator, 2,000, is more than the denominator, 1,540:")
    assert "right way round" in said.remedy


# Beside a target


@pytest.mark.parametrize(
    ("value", "amount", "doubted"),
    [
        (79, 8, False),
        (80, 8, True),
        (5_000_000, 8, True),
        (19, 1, False),
        (20, 1, True),
        # Ten times nothing is nothing, and ten times less than nothing is less.
        (500, 0, False),
        (500, -6, False),
        (-80, 8, False),
    ],
)
def test_ten_times_the_whole_target_is_doubted_where_the_number_is_not_small(
    value, amount, doubted
):
    assert is_beyond(Decimal(value), YEAR._replace(amount=Decimal(amount))) is doubted


def test_of_a_rate_it_is_what_was_counted_that_must_not_be_small():
    target = YEAR._replace(amount=Decimal(75) / 100)
    assert is_beyond(Decimal(9), target, Decimal(5))
    assert not is_beyond(Decimal(9), target, Decimal(2))
    assert not is_beyond(Decimal(9), target)


@given(st.decimals(0, 10**6, places=2), st.decimals(0, 10**4, places=2))
def test_nothing_smaller_than_what_is_doubted_is_not(value, amount):
    target = YEAR._replace(amount=amount)
    if is_beyond(value, target):
        assert value >= max(amount * 10, SMALLEST_BASE)
        assert is_beyond(value + 1, target)
        assert shown_with(beyond_target(value, target).message)


def shown_with(message):
    return "the target for 2011/12 (" in message and message.endswith(".")


def test_the_target_is_that_of_the_day_and_of_two_the_larger():
    quarter = WholeTarget(Period.quarter(2011, 2), Decimal(3))
    assert whole_target_at([quarter, YEAR], date(2011, 9, 30)) == YEAR
    assert whole_target_at([quarter], date(2011, 6, 30)) is None
    assert whole_target_at([], date(2011, 6, 30)) is None
    assert not is_beyond(Decimal(500), YEAR._replace(amount=Decimal(0)))
