"""Which figures are waited for: while the indicator is live, each period by itself, from the day after it is due."""

from datetime import date

import pytest

from core.periods import Period
from performance.choices import Frequency
from performance.rules.awaited import Reporting, first_awaited, is_late, late_periods

AS_AT = date(2011, 11, 30)
APRIL = date(2011, 4, 1)
YEAR = Period.financial_year(2011)
Q1, Q2, Q3 = (Period.quarter(2011, number) for number in (1, 2, 3))


def late(frequency, *known, lag=30, since=APRIL, as_at=AS_AT, **life):
    reporting = Reporting(Frequency(frequency), lag, **life)
    return [row.label for row in late_periods(reporting, set(known), since=since, as_at=as_at)]


def test_a_figure_is_late_from_the_day_after_it_was_due():
    assert not is_late(Q1, as_at=date(2011, 7, 30), lag_days=30)
    assert is_late(Q1, as_at=date(2011, 7, 31), lag_days=30)
    assert not is_late(Q1, as_at=date(2012, 7, 31), lag_days=None)


@pytest.mark.parametrize(
    ("as_at", "expected"),
    [
        (date(2011, 7, 30), []),
        (date(2011, 7, 31), ["Q1 2011/12"]),
        (date(2011, 10, 30), ["Q1 2011/12"]),
        (date(2011, 10, 31), ["Q1 2011/12", "Q2 2011/12"]),
    ],
)
def test_each_quarter_falls_due_by_itself(as_at, expected):
    assert late("quarter", as_at=as_at) == expected


@pytest.mark.parametrize(
    ("as_at", "expected"),
    [(date(2011, 7, 30), ["April 2011", "May 2011"]), (date(2011, 6, 30), ["April 2011"])],
)
def test_each_month_falls_due_by_itself(as_at, expected):
    assert late("month", as_at=as_at) == expected


def test_a_quarter_is_late_though_a_later_one_is_in():
    as_at = date(2012, 1, 30)
    assert late("quarter", Q1, Q3, as_at=as_at) == ["Q2 2011/12"]
    assert late("quarter", Q1, Q2, Q3, as_at=as_at) == []


@pytest.mark.parametrize(
    ("retired_on", "expected"),
    [
        (date(2011, 3, 31), []),
        (date(2011, 6, 29), []),
        (AS_AT, []),
        # Retired later: on this day it is live still, and what ends after that is not awaited.
        (date(2011, 12, 1), ["Q1 2011/12", "Q2 2011/12"]),
    ],
)
def test_once_it_is_retired_nothing_is_awaited(retired_on, expected):
    assert late("quarter", retired_on=retired_on) == expected


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        (date(2011, 6, 30), ["Q1 2011/12", "Q2 2011/12"]),
        (date(2011, 7, 1), ["Q2 2011/12"]),
        (date(2011, 10, 1), []),
        (date(2030, 1, 1), []),
    ],
)
def test_before_its_first_day_nothing_is_awaited(since, expected):
    assert late("quarter", since=since) == expected


def test_years_are_like_the_newest_one_known():
    assert late("year", Period.financial_year(2009), since=date(2010, 3, 31)) == ["2010/11"]
    calendar = Period.rolling_year(2009, 12)
    assert late("year", calendar, since=date(2009, 12, 31)) == ["12 months to December 2010"]


def test_what_is_missing_from_more_than_a_year_ago_is_a_gap_but_for_the_newest():
    since = date(2008, 4, 1)
    assert late("quarter", since=since) == [
        "Q3 2010/11", "Q4 2010/11", "Q1 2011/12", "Q2 2011/12",
    ]  # fmt: skip
    assert late("quarter", Q1, Q2, Period.quarter(2010, 4), lag=30, since=date(2010, 6, 30)) == [
        "Q3 2010/11"
    ]
    assert late("year", lag=400, since=since) == ["2009/10"]


def test_rolling_years_are_awaited_only_after_the_last_one():
    june, september = Period.rolling_year(2011, 6), Period.rolling_year(2011, 9)
    since = date(2011, 6, 30)
    assert late("rolling_year", june, september, since=since) == []
    assert late("rolling_year", june, september, since=since, as_at=date(2011, 12, 1)) == [
        "12 months to October 2011"
    ]


@pytest.mark.parametrize(
    ("frequency", "as_at", "lag", "waits_for"),
    [
        ("quarter", AS_AT, 30, "Q2 2011/12"),
        # Q2 is not due yet, and Q1 is late.
        ("quarter", AS_AT, 90, "Q1 2011/12"),
        ("quarter", AS_AT, 275, "Q2 2011/12"),
        ("quarter", APRIL, 30, "Q1 2011/12"),
        ("month", AS_AT, 30, "September 2011"),
        ("month", date(2011, 12, 1), 30, "October 2011"),
        ("month", AS_AT, None, "October 2011"),
        ("year", AS_AT, 30, "2011/12"),
        ("rolling_year", AS_AT, 30, "2011/12"),
    ],
)
def test_a_target_waits_for_the_period_that_is_late_else_the_last_that_is_over(
    frequency, as_at, lag, waits_for
):
    reporting = Reporting(Frequency(frequency), lag)
    assert first_awaited(reporting, YEAR, as_at=as_at).label == waits_for


@pytest.mark.parametrize(
    ("life", "waits_for"),
    [
        ({"live_from": date(2012, 1, 1)}, "Q4 2011/12"),
        ({"live_from": date(2012, 4, 1)}, None),
        ({"retired_on": date(2011, 3, 31)}, None),
        ({"retired_on": AS_AT}, None),
        ({"retired_on": date(2011, 12, 31)}, "Q2 2011/12"),
    ],
)
def test_a_target_waits_for_nothing_in_which_the_indicator_is_not_live(life, waits_for):
    found = first_awaited(Reporting(Frequency.QUARTER, 30, **life), YEAR, as_at=AS_AT)
    assert (found and found.label) == waits_for
