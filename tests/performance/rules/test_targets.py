"""Targets resolve to the limits that figures are held to."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.periods import Period
from performance.choices import Polarity, Profile, TargetForm
from performance.rules.targets import (
    Limit,
    NoLimit,
    TargetValue,
    change_words,
    limit_for,
    share_due,
    whole_limit,
)
from performance.rules.wording import show

YEAR = Period.financial_year(2011)
Q1, Q2, Q3, Q4 = YEAR.quarters()
HALF = Period.whole_months(2011, 4, 6)
LOWER, HIGHER, NEITHER = Polarity.LOWER, Polarity.HIGHER, Polarity.NEITHER


def D(text):  # noqa: N802
    return None if text is None else Decimal(text)


def F(text):  # noqa: N802
    return None if text is None else Fraction(text)


def at_least(value, **more):
    return TargetValue(TargetForm.AT_LEAST, YEAR, D(value), **more)


def change(percent, baseline, **more):
    return TargetValue(
        TargetForm.CHANGE,
        YEAR,
        change_percent=D(percent),
        baseline=D(baseline),
        baseline_period=Period.financial_year(2010),
        **more,
    )


@pytest.mark.parametrize(
    ("target", "polarity", "floor", "ceiling"),
    [
        (at_least("80"), HIGHER, "80", None),
        (TargetValue(TargetForm.AT_MOST, YEAR, D("5")), LOWER, None, "5"),
        (TargetValue(TargetForm.AT_MOST, YEAR, D("5")), HIGHER, None, "5"),
        (TargetValue(TargetForm.RANGE, YEAR, D("10"), D("20")), NEITHER, "10", "20"),
        (change("-6", "1000"), LOWER, None, "940"),
        (change("0", "1000"), LOWER, None, "1000"),
        (change("3", "1000"), LOWER, None, "1030"),
        (change("11", "100"), HIGHER, "111", None),
        (change("0", "100"), HIGHER, "100", None),
        (change("-2", "100"), HIGHER, "98", None),
        (change("-6", "1000"), NEITHER, None, "940"),
        (change("6", "1000"), NEITHER, "1060", None),
        (change("-50", "-10"), LOWER, None, "-15"),
        (change("-6", "0"), LOWER, None, "0"),
    ],
)
def test_a_target_is_a_floor_a_ceiling_or_both(target, polarity, floor, ceiling):
    limit = whole_limit(target, polarity=polarity)
    assert (limit.at_least, limit.at_most) == (D(floor), D(ceiling))


@pytest.mark.parametrize(
    ("target", "polarity", "reason"),
    [
        (at_least(None), HIGHER, "the target for 2011/12 is not yet confirmed"),
        (at_least("80", is_confirmed=False), HIGHER, "not yet confirmed"),
        (TargetValue(TargetForm.RANGE, YEAR, D("10")), NEITHER, "not yet confirmed"),
        (change(None, "1000"), LOWER, "not yet confirmed"),
        (change("-6", None), LOWER, "a change on a baseline that is not known"),
        (change("0", "1000"), NEITHER, "nothing says whether lower or higher is better"),
    ],
)
def test_a_target_that_is_not_known_gives_no_limit_and_says_why(target, polarity, reason):
    none = whole_limit(target, polarity=polarity)
    assert isinstance(none, NoLimit)
    assert reason in none.reason


@pytest.mark.parametrize(
    ("floor", "ceiling", "percent", "ambers"),
    [
        ("80", None, "3", ["77.6"]),
        (None, "1.9", "5", ["1.995"]),
        ("10", "20", "5", ["9.5", "21"]),
        (None, "0", "5", ["0"]),
        (None, "-10", "5", ["-9.5"]),
        ("80", None, "0", ["80"]),
    ],
)
def test_the_tolerance_is_a_percentage_of_the_target(floor, ceiling, percent, ambers):
    limit = Limit(YEAR, F(floor), F(ceiling), D(percent))
    assert [bound.amber for bound in limit.bounds] == [D(amber) for amber in ambers]


def test_the_tolerance_is_five_percent_unless_the_target_has_its_own():
    assert whole_limit(at_least("80"), polarity=HIGHER).tolerance_percent == 5
    own = at_least("80", tolerance_percent=D("0"))
    assert whole_limit(own, polarity=HIGHER).tolerance_percent == 0


def test_a_range_is_missed_on_either_side():
    limit = Limit(YEAR, F("10"), F("20"))
    assert [limit.met(D(v)) for v in ("9.9", "10", "15", "20", "20.1")] == [
        False,
        True,
        True,
        True,
        False,
    ]
    assert [limit.within_tolerance(D(v)) for v in ("9.4", "9.5", "21", "21.1")] == [
        False,
        True,
        True,
        False,
    ]
    assert limit.nearest(D("21")).limit == 20


LAST_YEAR = {"profile": Profile.LAST_YEAR, "profile_values": (D("1"), D("1"), D("3"), D("1"))}
GIVEN = {"profile": Profile.GIVEN, "profile_values": (D("0"), D("2"), D("2"), D("4"))}
MONTHLY = {
    "profile": Profile.GIVEN,
    "profile_values": (D("1"),) * 6 + (D("0"),) * 4 + (D("1"),) * 2,
}


@pytest.mark.parametrize(
    ("profile", "period", "limit"),
    [
        ({}, Q1, "2"),
        ({}, HALF, "4"),
        ({}, Period.whole_months(2011, 4, 9), "6"),
        ({}, YEAR, "8"),
        ({}, Period.month(2011, 4), "2/3"),
        ({}, Period(YEAR.start, YEAR.start.replace(day=15)), "20/61"),
        (LAST_YEAR, Q1, "4/3"),
        (LAST_YEAR, Period.whole_months(2011, 4, 9), "20/3"),
        (LAST_YEAR, YEAR, "8"),
        (GIVEN, Q1, "0"),
        (GIVEN, HALF, "2"),
        (GIVEN, Period.whole_months(2011, 4, 5), "4/3"),
        (MONTHLY, Period.month(2011, 4), "1"),
        (MONTHLY, HALF, "6"),
        (MONTHLY, Period.whole_months(2011, 4, 10), "6"),
    ],
)
def test_a_count_is_held_to_the_share_of_its_target_that_is_due(profile, period, limit):
    target = at_least("8", **profile)
    found = limit_for(target, period, polarity=HIGHER, year_to_date=True)
    assert found.at_least == F(limit)
    assert found.period == period


@pytest.mark.parametrize("period", [Q1, Q2, HALF, YEAR, Period.rolling_year(2011, 8)])
def test_a_rate_is_held_to_the_whole_target(period):
    limit = limit_for(at_least("80"), period, polarity=HIGHER, year_to_date=False)
    assert (limit.at_least, limit.period) == (80, YEAR)


def test_a_count_as_long_as_the_target_is_held_to_the_whole_of_it():
    limit = limit_for(
        at_least("8"), Period.rolling_year(2011, 8), polarity=HIGHER, year_to_date=True
    )
    assert limit.at_least == 8


def test_a_change_and_a_range_are_shared_out_too():
    ceiling = limit_for(change("-6", "1000"), Q1, polarity=LOWER, year_to_date=True)
    assert ceiling.at_most == 235
    span = TargetValue(TargetForm.RANGE, YEAR, D("100"), D("200"))
    limit = limit_for(span, Q1, polarity=NEITHER, year_to_date=True)
    assert (limit.at_least, limit.at_most) == (25, 50)


@pytest.mark.parametrize(
    ("target", "period", "reason"),
    [
        (
            at_least("8"),
            Q2,
            "a count is compared from the start of 2011/12, not for Q2 2011/12 alone",
        ),
        (at_least("8"), Period.financial_year(2010), "does not hold for 2010/11"),
        (at_least("8", profile=Profile.LAST_YEAR), Q1, "follows last year, which is not all known"),
        (
            at_least("8", profile=Profile.LAST_YEAR, profile_values=(D("1"), None, D("1"), D("1"))),
            Q1,
            "not all known",
        ),
        (
            at_least("8", profile=Profile.GIVEN, profile_values=(D("0"),) * 4),
            Q1,
            "adds up to nothing",
        ),
    ],
)
def test_a_share_that_is_not_known_is_not_guessed(target, period, reason):
    none = limit_for(target, period, polarity=HIGHER, year_to_date=True)
    assert isinstance(none, NoLimit)
    assert reason in none.reason


@given(st.lists(st.decimals(0, 100, places=2), min_size=12, max_size=12).filter(any))
def test_the_shares_due_never_fall_and_end_at_the_whole(values):
    target = at_least("8", profile=Profile.GIVEN, profile_values=tuple(values))
    shares = [share_due(target, Period.whole_months(2011, 4, months)) for months in range(1, 13)]
    assert shares == sorted(shares)
    assert shares[-1] == Fraction(1)


def test_a_change_says_what_it_is_from():
    assert change_words(change("-6", "1000"), show) == "\u22126% on 1,000 in 2010/11"
    assert change_words(change("0", "1000"), show) == "no change on 1,000 in 2010/11"
    assert change_words(at_least("80"), show) == ""


def test_refuses_a_range_that_runs_backwards_and_a_tolerance_below_zero():
    with pytest.raises(ValueError, match="lower value to its higher"):
        TargetValue(TargetForm.RANGE, YEAR, D("20"), D("10"))
    with pytest.raises(ValueError, match="zero or more"):
        at_least("80", tolerance_percent=D("-1"))
