"""Periods are read as people write them; what may be two of them is not guessed at."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.periods import MONTHS, Period
from performance.cells.values.periods import NotAPeriod, read_period
from performance.choices import Frequency
from performance.uploads.files import CellProblem

Q1 = Period.quarter(2011, 1)
YEAR = Period.financial_year(2011)
JUNE = Period.month(2011, 6)
TO_JUNE = Period.rolling_year(2011, 6)


@pytest.mark.parametrize(
    ("value", "period"),
    [
        *((text, Q1) for text in (
            "Q1 2011/12", "2011/12 Q1", "2011/12Q1", "Q1 11/12", "11/12 Q1", "Q1 2011-12", "2011–12 Q1", "Q1, 2011/12",
            "Q1 (2011/12)", "Qtr 1 2011/12", "Quarter 1 2011/2012", "Q1 FY2011/12", "Q1 of 2011/12", "Apr-Jun 2011",
            "April to June 2011", "Apr – Jun 11", "Apr 2011 - Jun 2011", "Quarter to June 2011", "quarter ending 30 June 2011",
            "QE Jun 11", "01/04/2011 - 30/06/2011", "1 April 2011 to 30 June 2011",
            "Q1 (Apr-Jun) 2011/12", "Apr-Jun 2011 (Q1)", "1st quarter 2011/12", "First Qtr 11/12", "Quarter one 2011/12",
            "Q1 Apr - Jun 2011", "Quarter 1 (April to June 2011)", "Q1: Apr–Jun 2011/12", "2011/12 Q1 (April - June)",
            "QE 30/06/11", "Quarter ending 30/06/2011", "3 months to 30.06.2011", "01-Apr-2011 to 30-Jun-2011",
            "1 Apr 11 - 30 Jun 11", "2011-04 to 2011-06", "2011/04 - 2011/06", "Apr/May/Jun 2011", "April, May and June 2011",
            "Apr-Jun 2011/12", "Period April to June 2011", "Quarter: Apr-Jun 2011")),
        ("Jan-Mar 2011/12", Period.quarter(2011, 4)),
        ("Q4 (Jan-Mar) 2011/12", Period.quarter(2011, 4)),
        ("Q1 Jan-Mar 2011", Period.quarter(2010, 4)),
        ("H1 2011/12", Period.whole_months(2011, 4, 6)),
        ("2011/12 2nd half", Period.whole_months(2011, 10, 6)),
        ("February 2011/12", Period.month(2012, 2)),
        ("2017-11 to 2018-10", Period.rolling_year(2018, 10)),
        ("2013/14 Q4", Period.quarter(2013, 4)),
        ("Q4 99/00", Period.quarter(1999, 4)),
        *((text, YEAR) for text in (
            "2011/12", "2011/2012", "FY11/12", "FY 2011-12", "Financial year 2011/12", "Year to March 2012", "YE Mar 12",
            "year ending 31 March 2012", "12 months to Mar 2012")),
        ("2013-14", Period.financial_year(2013)),
        *((text, JUNE) for text in (
            "June 2011", "Jun-11", "Jun '11", "jun 2011", "2011-06", "2011/06", "06/2011", "2011M06", "201106", 201106, 201106.0)),
        ("Sept 2011", Period.month(2011, 9)),
        ("Rolling 12 months to August 2011", Period.rolling_year(2011, 8)),
        ("6 months to Sep 2011", Period.whole_months(2011, 4, 6)),
        ("April to December 2010", Period.whole_months(2010, 4, 9)),
    ],
)  # fmt: skip
def test_a_period(value, period):
    assert read_period(value, "quarter") == period


@pytest.mark.parametrize(
    ("text", "calendar", "financial"),
    [
        ("2011Q1", Period.quarter(2010, 4), Q1),
        ("Q1 2011", Period.quarter(2010, 4), Q1),
        ("2014-Q3", Period.quarter(2014, 2), Period.quarter(2014, 3)),
        ("Q4 11", Period.quarter(2011, 3), Period.quarter(2011, 4)),
    ],
)
def test_a_quarter_of_one_year_is_read_by_the_convention_of_its_column(text, calendar, financial):
    assert read_period(text, "quarter", "calendar") == calendar
    assert read_period(text, "quarter", "financial") == financial
    unsure = read_period(text, "quarter")
    assert unsure.fault == "ambiguous"
    assert f"type {calendar} or {financial}." in unsure.message


def test_both_columns_of_the_real_file_agree():
    pairs = [("2014Q1", "2013/14 Q4"), ("2014Q2", "2014/15 Q1"), ("2016Q1", "2015/16 Q4")]
    for calendar, financial in pairs:
        assert read_period(calendar, "quarter", "calendar") == read_period(financial, "quarter")


@pytest.mark.parametrize(
    ("value", "frequency", "period"),
    [
        (date(2011, 6, 30), "month", JUNE),
        (date(2011, 6, 1), "month", JUNE),
        (date(2011, 6, 30), "quarter", Q1),
        (date(2011, 4, 1), "quarter", Q1),
        ("30/06/2011", "quarter", Q1),
        ("2011-06-30", "quarter", Q1),
        ("30 June 2011", "quarter", Q1),
        (datetime.fromisoformat("2011-06-30T00:00"), "quarter", Q1),
        (date(2012, 3, 31), "year", YEAR),
        (date(2011, 4, 1), "year", YEAR),
        (date(2011, 6, 1), "rolling_year", TO_JUNE),
        ("Jun-11", "rolling_year", TO_JUNE),
        ("2011-12", "year", YEAR),
        ("201112", "year", YEAR),
        ("2011-12", "month", Period.month(2011, 12)),
        ("Mar 2012", "rolling_year", YEAR),
    ],
)
def test_some_are_read_by_how_often_the_figures_are_due(value, frequency, period):
    assert read_period(value, frequency) == period


@pytest.mark.parametrize(
    ("value", "fault", "says"),
    [
        (None, "missing", "The period is missing. Type it as 2011/12, Q1 2011/12"),
        ("  ", "missing", "The period is missing."),
        ("lots", "text", "“lots” is not a period."),
        ("Q5 2011/12", "text", "is not a period"),
        ("Q2 FY12", "ambiguous", "may be Q2 2011/12 or Q2 2012/13"),
        ("FY12", "ambiguous", "may be 2011/12 or 2012/13"),
        ("2010-11 to 2011-12", "text", "it may be months or financial years"),
        ("Q1 (Jul-Sep) 2011/12", "text", "the quarter and the months differ"),
        ("Q1 (Jan-Mar) 2011/12", "text", "the quarter and the months differ"),
        ("Mar-Apr 2011/12", "text", "in no order of a financial year"),
        ("Q1", "text", "Write it as 2011/12"),
        ("Q1 2011/13", "text", "the year after 2011 is 2012. Type it as"),
        ("11/12", "text", "write the year in four digits"),
        ("Juin 2011", "text", "there is no month called juin"),
        ("13/2011", "text", "there is no month 13"),
        ("201113", "text", "the year after 2011 is 2012"),
        ("30/02/2011", "text", "is not a period"),
        ("Nov-Jan 2012", "text", "write the year at both ends"),
        ("year ending 30 March 2012", "text", "it ends inside a month"),
        ("0 months to June 2011", "text", "it has no months"),
        (True, "text", "is not a period"),
        (1.5, "text", "is not a period"),
        ("x" * 500, "text", "is not a period"),
        ("2011", "ambiguous", "may be the calendar year, 2010/11 or 2011/12"),
        (2011, "ambiguous", "may be the calendar year"),
        ("2011-12", "ambiguous", "may be December 2011 or the financial year 2011/12"),
        (date(2011, 6, 1), "ambiguous", "neither begins nor ends a quarter. Type Q1 2011/12, if that is meant."),
        (date(2450, 8, 9), "out_of_range", "Format the cell as text and type the period"),
        ("Q1 1850/51", "out_of_range", "too long ago or too far ahead"),
        (CellProblem("error", "#N/A"), "error", "The formula here fails (#N/A)."),
    ],
)  # fmt: skip
def test_what_is_no_period_says_what_would_be_right(value, fault, says):
    read = read_period(value, "quarter")
    assert isinstance(read, NotAPeriod)
    assert read.fault == fault
    assert says in read.message


def test_a_number_too_long_to_write_out_is_no_period():
    assert read_period(10**5000, "quarter").fault == "text"


def test_a_date_is_not_read_where_nothing_says_what_it_stands_for():
    assert read_period(date(2011, 6, 30), None).fault == "ambiguous"
    assert read_period("2011/12 Q1", None) == Q1


@pytest.mark.parametrize(
    ("period", "frequencies"),
    [
        (JUNE, ["month"]),
        (Q1, ["quarter"]),
        (YEAR, ["year", "rolling_year"]),
        (TO_JUNE, ["rolling_year"]),
        (Period.whole_months(2011, 4, 9), []),
    ],
)
def test_which_figures_a_period_suits(period, frequencies):
    assert [one for one in Frequency if one.suits(period)] == frequencies


years = st.integers(1970, 2068)
quarters = st.integers(1, 4)


@given(years, st.integers(1, 12), st.integers(1, 40))
def test_every_label_reads_back_the_same(year, month, count):
    period = Period.whole_months(year, month, count)
    assert read_period(period.label, "quarter") == period


@given(years, quarters, st.data())
def test_every_quarter_in_every_form_reads_back_the_same(year, quarter, data):
    period = Period.quarter(year, quarter)
    first, last = MONTHS[period.start.month - 1], MONTHS[period.end.month - 1]
    long, short = f"{year}/{(year + 1) % 100:02d}", f"{year % 100:02d}/{(year + 1) % 100:02d}"
    text = data.draw(
        st.sampled_from(
            [
                *(f"Q{quarter} {long}", f"{long} Q{quarter}", f"Q{quarter} {short}", f"{short}Q{quarter}"),
                *(f"{first[:3]}-{last[:3]} {period.end.year}", f"{first} to {last} {period.end.year}"),
                *(f"quarter to {last} {period.end.year}", f"3 months ending {last[:3]} {period.end.year}"),
                *(period.end.strftime("%d/%m/%Y"), period.start.isoformat()),
            ]
        )
    )  # fmt: skip
    assert (
        read_period(data.draw(st.sampled_from([text, text.upper(), f" {text} "])), "quarter")
        == period
    )


@given(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.dates(), st.datetimes(), st.text(),
        st.text("0123456789/-–Qq .aprjunmytosecv", max_size=30),
        st.builds(CellProblem, st.sampled_from(["error", "formula_without_value", "not_a_number"]), st.text()),
    ),
    st.sampled_from(["month", "quarter", "year", "rolling_year", None]),
    st.sampled_from(["calendar", "financial", None]),
)  # fmt: skip
def test_nothing_raises(value, frequency, convention):
    read = read_period(value, frequency, convention)
    assert isinstance(read, Period | NotAPeriod)
    if isinstance(read, NotAPeriod):
        assert read.message.endswith(".")
