"""Periods say what they are, and read back what they say."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.periods import Period, financial_year_label, financial_year_of, months_after

DAYS = st.dates(min_value=date(1950, 1, 1), max_value=date(2150, 12, 31))
YEAR = Period.financial_year(2011)
Q1 = Period.quarter(2011, 1)

PERIODS = [
    (
        Period.financial_year(2011),
        date(2011, 4, 1),
        date(2012, 3, 31),
        "2011/12",
        "year",
        "in 2011/12",
    ),
    (
        Period.financial_year(1999),
        date(1999, 4, 1),
        date(2000, 3, 31),
        "1999/00",
        "year",
        "in 1999/00",
    ),
    (Q1, date(2011, 4, 1), date(2011, 6, 30), "Q1 2011/12", "quarter", "in Q1 2011/12"),
    (
        Period.quarter(2011, 4),
        date(2012, 1, 1),
        date(2012, 3, 31),
        "Q4 2011/12",
        "quarter",
        "in Q4 2011/12",
    ),
    (
        Period.month(2012, 2),
        date(2012, 2, 1),
        date(2012, 2, 29),
        "February 2012",
        "month",
        "in February 2012",
    ),
    (
        Period.rolling_year(2011, 8),
        date(2010, 9, 1),
        date(2011, 8, 31),
        "12 months to August 2011",
        "rolling_year",
        "in the 12 months to August 2011",
    ),
    (
        Period.rolling_year(2012, 3),
        date(2011, 4, 1),
        date(2012, 3, 31),
        "2011/12",
        "year",
        "in 2011/12",
    ),
    (
        Period.rolling_year(2010, 12),
        date(2010, 1, 1),
        date(2010, 12, 31),
        "12 months to December 2010",
        "rolling_year",
        "in the 12 months to December 2010",
    ),
    (
        Period.whole_months(2010, 4, 9),
        date(2010, 4, 1),
        date(2010, 12, 31),
        "April to December 2010",
        "part",
        "from April to December 2010",
    ),
    (
        Period.whole_months(2010, 11, 4),
        date(2010, 11, 1),
        date(2011, 2, 28),
        "November 2010 to February 2011",
        "part",
        "from November 2010 to February 2011",
    ),
    (
        Period.whole_months(2011, 5, 3),
        date(2011, 5, 1),
        date(2011, 7, 31),
        "May to July 2011",
        "part",
        "from May to July 2011",
    ),
    (
        Period(date(2011, 4, 1), date(2011, 5, 15)),
        date(2011, 4, 1),
        date(2011, 5, 15),
        "1 April 2011 to 15 May 2011",
        "part",
        "from 1 April 2011 to 15 May 2011",
    ),
    (
        Period(date(2011, 11, 30), date(2011, 11, 30)),
        date(2011, 11, 30),
        date(2011, 11, 30),
        "30 November 2011",
        "part",
        "on 30 November 2011",
    ),
]


@pytest.mark.parametrize(("period", "start", "end", "label", "kind", "when"), PERIODS)
def test_a_period_knows_its_days_its_label_and_its_kind(period, start, end, label, kind, when):
    assert (period.start, period.end) == (start, end)
    assert period.label == str(period) == label
    assert period.kind == kind
    assert period.when == when


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("2011/12", "2011/12"),
        ("2011/2012", "2011/12"),
        ("1999/00", "1999/00"),
        ("Q1 2011/12", "Q1 2011/12"),
        ("2011/12 Q1", "Q1 2011/12"),
        ("  q1   2011/12 ", "Q1 2011/12"),
        ("Quarter 3 2011/12", "Q3 2011/12"),
        ("April 2011", "April 2011"),
        ("apr 2011", "April 2011"),
        ("Sept 2011", "September 2011"),
        ("12 months to August 2011", "12 months to August 2011"),
        ("Rolling 12 months to August 2011", "12 months to August 2011"),
        ("12 months to March 2012", "2011/12"),
        ("April to December 2010", "April to December 2010"),
        ("April 2010 to December 2010", "April to December 2010"),
        ("April \u2013 December 2010", "April to December 2010"),
        ("July to September 2011", "Q2 2011/12"),
        ("April 2010 to March 2011", "2010/11"),
        ("1 April 2011 to 15 May 2011", "1 April 2011 to 15 May 2011"),
        ("1 April to 15 May 2011", "1 April 2011 to 15 May 2011"),
        ("1 April 2011 to 30 June 2011", "Q1 2011/12"),
    ],
)
def test_reads_a_period_as_people_write_it(text, label):
    assert Period.from_label(text).label == Period.parse(text).label == label


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is not a period"),
        ("TBC", "is not a period"),
        ("current", "is not a period"),
        ("2011", "is not a period"),
        ("2011/13", "the year after 2011 is 2012"),
        ("2011-12", "is not a period"),
        ("Q5 2011/12", "is not a period"),
        ("Smarch 2011", "no month called smarch"),
        ("31 April 2011 to 15 May 2011", "is not a period"),
        ("November to February 2011", "give the year at both ends"),
        ("1 April 2011 to May 2011", "give the day at both ends"),
        ("0000/01", "is not a period"),
    ],
)
def test_says_in_plain_english_what_is_wrong(text, said):
    with pytest.raises(ValueError, match=said) as caught:
        Period.from_label(text)
    assert "Write it as 2011/12, Q1 2011/12" in str(caught.value)


@given(DAYS, DAYS)
def test_any_period_reads_back_its_own_label(one, other):
    period = Period(min(one, other), max(one, other))
    assert Period.from_label(period.label) == period


@given(st.integers(1950, 2150), st.integers(1, 12), st.integers(1, 40))
def test_any_whole_months_read_back_their_own_label(year, month, count):
    period = Period.whole_months(year, month, count)
    assert period.month_count == count
    assert Period.from_label(period.label) == period


@given(DAYS, DAYS)
def test_the_period_before_is_as_long_and_ends_the_day_before(one, other):
    period = Period(min(one, other), max(one, other))
    before = period.previous()
    assert (period.start - before.end).days == 1
    assert before.month_count == period.month_count or period.month_count is None


@pytest.mark.parametrize(
    ("period", "last_year", "before"),
    [
        ("2011/12", "2010/11", "2010/11"),
        ("Q1 2011/12", "Q1 2010/11", "Q4 2010/11"),
        ("January 2012", "January 2011", "December 2011"),
        ("February 2012", "February 2011", "January 2012"),
        ("12 months to August 2011", "12 months to August 2010", "12 months to August 2010"),
        ("April to December 2010", "April to December 2009", "July 2009 to March 2010"),
        (
            "1 April 2011 to 15 May 2011",
            "1 April 2010 to 15 May 2010",
            "15 February 2011 to 31 March 2011",
        ),
        (
            "28 February 2012 to 29 February 2012",
            "28 February 2011",
            "26 February 2012 to 27 February 2012",
        ),
    ],
)
def test_the_same_period_last_year_and_the_period_before(period, last_year, before):
    assert Period.from_label(period).same_last_year().label == last_year
    assert Period.from_label(period).previous().label == before


@pytest.mark.parametrize(
    ("as_at", "over"),
    [(date(2011, 6, 29), False), (date(2011, 6, 30), False), (date(2011, 7, 1), True)],
)
def test_a_period_is_over_the_day_after_its_last(as_at, over):
    assert Q1.is_over(as_at) is over


def test_a_figure_is_due_its_lag_after_the_period_ends():
    assert Q1.due_on(0) == date(2011, 6, 30)
    assert Q1.due_on(45) == date(2011, 8, 14)


def test_a_financial_year_has_four_quarters_and_twelve_months():
    assert [quarter.label for quarter in YEAR.quarters()] == [
        *("Q1 2011/12", "Q2 2011/12", "Q3 2011/12", "Q4 2011/12")
    ]
    assert len(YEAR.months()) == 12
    assert Period.month(2011, 4).quarters() == ()
    assert len(Period.whole_months(2010, 4, 9).quarters()) == 3
    assert [m.label for m in Period(date(2011, 4, 2), date(2011, 6, 29)).months()] == ["May 2011"]


def test_a_period_belongs_to_the_financial_year_of_its_last_day():
    assert Period.rolling_year(2011, 8).fy_start_year == 2011
    assert Period.quarter(2011, 4).fy_period == YEAR
    assert Period.quarter(2011, 2).year_to_date == Period(date(2011, 4, 1), date(2011, 9, 30))
    assert (financial_year_of(date(2012, 3, 31)), financial_year_of(date(2012, 4, 1))) == (
        2011,
        2012,
    )
    assert (financial_year_label(2011), financial_year_label(1999)) == ("2011/12", "1999/00")


def test_contains_and_order():
    assert YEAR.contains(Q1)
    assert YEAR.contains(YEAR)
    assert not Q1.contains(YEAR)
    assert not YEAR.contains(Period.rolling_year(2011, 8))
    assert sorted([YEAR, Q1, Period.financial_year(2010)]) == [
        Period.financial_year(2010),
        Q1,
        YEAR,
    ]


def test_refuses_a_period_that_ends_before_it_starts_and_a_fifth_quarter():
    with pytest.raises(ValueError, match="ends on or after"):
        Period(date(2011, 4, 2), date(2011, 4, 1))
    with pytest.raises(ValueError, match="1, 2, 3 or 4"):
        Period.quarter(2011, 5)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2011, 11, 30), 6, date(2012, 5, 30)),
        (date(2011, 8, 31), 6, date(2012, 2, 29)),
        (date(2010, 8, 31), 6, date(2011, 2, 28)),
        (date(2012, 3, 31), -1, date(2012, 2, 29)),
        (date(2012, 1, 31), -2, date(2011, 11, 30)),
        (date(2011, 12, 31), 12, date(2012, 12, 31)),
        (date(2012, 2, 29), 12, date(2013, 2, 28)),
        (date(2011, 12, 1), 1, date(2012, 1, 1)),
        (date(2011, 6, 15), 0, date(2011, 6, 15)),
    ],
)
def test_months_are_counted_to_the_same_day_or_the_last_of_a_shorter_month(day, months, then):
    assert months_after(day, months) == then
