"""Which figures a round looks for, and where each of them is."""

from datetime import date, timedelta

import pytest

from core.periods import Period
from performance.choices import Frequency
from performance.models import Figure, Indicator
from performance.rounds.by_group import Tally
from performance.rounds.expected import (
    ReturnStatus,
    expected_in,
    is_looked_for,
    period_before,
    return_status_of,
)
from performance.rounds.lifetimes import Lifetime, since_when
from performance.rounds.quarters import key_of, quarter_from, quarter_of, quarters_between
from performance.rules.awaited import periods_in

Q2, Q4 = Period.quarter(2011, 2), Period.quarter(2011, 4)
AS_AT = date(2011, 11, 30)
DAY = timedelta(days=1)


def labels(periods):
    return [period.label for period in periods]


@pytest.mark.parametrize(
    ("frequency", "quarter", "looked_for"),
    [
        ("month", Q2, ["July 2011", "August 2011", "September 2011"]),
        ("month", Q4, ["January 2012", "February 2012", "March 2012"]),
        ("quarter", Q2, ["Q2 2011/12"]),
        ("year", Q2, []),
        ("year", Q4, ["2011/12"]),
        ("rolling_year", Q2, [f"12 months to {month} 2011" for month in ("July", "August", "September")]),
        ("rolling_year", Q4, ["12 months to January 2012", "12 months to February 2012", "2011/12"]),
    ],
)  # fmt: skip
def test_a_quarter_looks_for_what_ends_in_it(frequency, quarter, looked_for):
    assert labels(periods_in(Frequency(frequency), quarter)) == looked_for


def test_every_period_that_is_looked_for_ends_in_the_window():
    year = Period.financial_year(2011)
    counts = {}
    for frequency in Frequency:
        found = periods_in(frequency, year)
        assert all(year.start <= period.end <= year.end for period in found)
        assert len(set(found)) == len(found)
        counts[frequency.value] = len(found)
    assert counts == {"month": 12, "quarter": 4, "year": 1, "rolling_year": 12}


@pytest.mark.parametrize(
    ("frequency", "period", "before"),
    [
        ("month", Period.month(2012, 1), "December 2011"),
        ("quarter", Q2, "Q1 2011/12"),
        ("year", Period.financial_year(2011), "2010/11"),
        ("rolling_year", Period.rolling_year(2012, 1), "12 months to December 2011"),
    ],
)
def test_the_period_before(frequency, period, before):
    assert period_before(Frequency(frequency), period).label == before


@pytest.mark.parametrize(
    ("state", "lag", "as_at", "place"),
    [
        ("reported", 30, AS_AT, ReturnStatus.IN),
        ("provisional", 30, AS_AT, ReturnStatus.PROVISIONAL),
        ("suppressed", 30, AS_AT, ReturnStatus.SUPPRESSED),
        ("not_applicable", 30, AS_AT, ReturnStatus.NOT_APPLICABLE),
        ("provisional", None, AS_AT, ReturnStatus.PROVISIONAL),
        (None, None, AS_AT, ReturnStatus.NO_DAY_SET),
        (None, None, date(2020, 1, 1), ReturnStatus.NO_DAY_SET),
        (None, 30, date(2011, 9, 30), ReturnStatus.NOT_YET_DUE),
        (None, 30, date(2011, 10, 30), ReturnStatus.NOT_YET_DUE),
        (None, 30, date(2011, 10, 31), ReturnStatus.LATE),
        (None, 0, date(2011, 9, 30), ReturnStatus.NOT_YET_DUE),
        (None, 0, date(2011, 10, 1), ReturnStatus.LATE),
    ],
)
def test_where_a_figure_is(state, lag, as_at, place):
    assert return_status_of(state, Q2, as_at=as_at, lag_days=lag) == place


@pytest.mark.parametrize(
    ("since", "retired", "is_in", "looked_for"),
    [
        (None, None, False, True),
        (Q2.end, None, False, True),
        (Q2.end + DAY, None, False, False),
        (Q2.end + DAY, None, True, False),
        (None, Q2.end - DAY, True, False),
        (None, Q2.end, True, True),
        (None, Q2.end, False, False),
        (None, AS_AT, False, False),
        (None, AS_AT, True, True),
        (None, AS_AT + DAY, False, True),
    ],
)
def test_only_live_indicators_are_looked_for(since, retired, is_in, looked_for):
    indicator = Indicator(retired_on=retired)
    found = is_looked_for(indicator, Q2, as_at=AS_AT, is_in=is_in, since=since)
    assert found is looked_for


def indicator(pk, frequency="quarter", **facts):
    return Indicator(pk=pk, frequency=frequency, **facts)


def test_the_figures_of_a_round_come_with_their_due_dates_in_order():
    quarterly = indicator(1, reporting_lag_days=45)
    monthly = indicator(2, "month", reporting_lag_days=60)
    month = Period.month(2011, 8)
    figure = Figure(state="provisional", period_start=month.start, period_end=month.end)
    found = expected_in([monthly, quarterly], Q2, {(2, month): figure}, as_at=AS_AT)
    assert [(row.indicator.pk, row.period.label, row.due_on, row.status) for row in found] == [
        (2, "July 2011", date(2011, 9, 29), ReturnStatus.LATE),
        (2, "August 2011", date(2011, 10, 30), ReturnStatus.PROVISIONAL),
        (2, "September 2011", date(2011, 11, 29), ReturnStatus.LATE),
        (1, "Q2 2011/12", date(2011, 11, 14), ReturnStatus.LATE),
    ]
    assert [row.figure for row in found] == [None, figure, None, None]


def test_without_a_lag_there_is_no_due_date():
    (row,) = expected_in([indicator(1)], Q2, {}, as_at=AS_AT)
    assert (row.due_on, row.status) == (None, ReturnStatus.NO_DAY_SET)


def test_the_first_day_counts_unless_another_is_given():
    late_starter = indicator(1, live_from=Q2.end + DAY)
    assert expected_in([late_starter], Q2, {}, as_at=AS_AT) == []
    assert expected_in([late_starter], Q2, {}, as_at=AS_AT, since={1: Q2.start})
    assert expected_in([indicator(1)], Q2, {}, as_at=AS_AT, since={1: Q2.end + DAY}) == []


@pytest.mark.parametrize(
    ("live_from", "lifetime", "since"),
    [
        (date(2009, 1, 1), Lifetime(in_step=date(2008, 6, 30)), date(2009, 1, 1)),
        (None, Lifetime(in_step=date(2008, 6, 30)), date(2008, 6, 30)),
        (None, Lifetime(in_step=date(2008, 6, 30), target=date(2008, 4, 1)), date(2008, 4, 1)),
        (None, Lifetime(target=date(2012, 4, 1)), date(2012, 4, 1)),
        # Only figures of another length: that does not say since when quarters are looked for.
        (None, Lifetime(first=date(2005, 3, 31), last=date(2005, 3, 31)), date(2011, 4, 1)),
        (None, Lifetime(), date(2011, 4, 1)),
    ],
)
def test_since_when_an_indicator_is_looked_for(live_from, lifetime, since):
    rows = [indicator(1, live_from=live_from)]
    assert since_when(rows, {1: lifetime}, AS_AT) == {1: since}


def test_an_indicator_that_nothing_is_known_of_is_looked_for_this_year():
    assert since_when([indicator(1)], {}, date(2012, 3, 31)) == {1: date(2011, 4, 1)}


def test_a_tally_counts_each_figure_once_and_suppressed_ones_as_in():
    tally = Tally.of([*ReturnStatus, ReturnStatus.LATE, ReturnStatus.SUPPRESSED])
    assert tally.expected == 9 == sum(tally.counts.values())
    assert tally.suppressed == 2
    assert tally.counts[ReturnStatus.IN] == 3
    assert tally.counts[ReturnStatus.LATE] == 2


@pytest.mark.parametrize(
    ("quarter", "key"),
    [
        (Q2, "2011-12-q2"),
        (Q4, "2011-12-q4"),
        (Period.quarter(1999, 3), "1999-00-q3"),
        (Period.quarter(2099, 1), "2099-00-q1"),
    ],
)
def test_a_quarter_has_a_key_that_is_read_back(quarter, key):
    assert key_of(quarter) == key
    assert quarter_from(key) == quarter


@pytest.mark.parametrize(
    "key", ["", "2011-12", "2011-12-q0", "2011-12-q5", "2011-13-q2", "0000-01-q1", "2011-12-Q2",
            "1200-01-q1", "9999-00-q1", "٢٠١١-١٢-q2", "2011-12-q2x"]
)  # fmt: skip
def test_what_is_no_quarter_has_no_key(key):
    assert quarter_from(key) is None


@pytest.mark.parametrize(
    ("day", "quarter"),
    [
        (date(2011, 3, 31), "Q4 2010/11"),
        (date(2011, 4, 1), "Q1 2011/12"),
        (date(2011, 12, 31), "Q3 2011/12"),
        (date(2012, 1, 1), "Q4 2011/12"),
    ],
)
def test_the_quarter_of_a_day(day, quarter):
    assert quarter_of(day).label == quarter


def test_quarters_between_two_days_come_newest_first():
    assert labels(quarters_between(date(2011, 3, 31), date(2011, 7, 1))) == [
        "Q2 2011/12", "Q1 2011/12", "Q4 2010/11",
    ]  # fmt: skip
    assert labels(quarters_between(AS_AT, AS_AT)) == ["Q3 2011/12"]
    assert quarters_between(date(2012, 1, 1), AS_AT) == []
