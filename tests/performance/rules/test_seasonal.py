"""A series beside itself a year before."""

from datetime import date
from decimal import Decimal

import pytest

from core.periods import Period
from performance.choices import FigureState
from performance.rules.direction import BreakInSeries
from performance.rules.readings import Reading
from performance.rules.seasonal import in_a_sentence, year_on_year


def series(*values, first=2009):
    return [
        Reading(
            Period.quarter(first + place // 4, place % 4 + 1),
            None if value is None else Decimal(value),
        )
        for place, value in enumerate(values)
    ]


def changes(*values, breaks=()):
    return [one.change for one in year_on_year(series(*values), breaks)]


def test_each_quarter_is_held_to_the_same_one_a_year_before():
    assert changes(10, 40, 20, 30, 12, 38, 20, 33) == [None] * 4 + [2, -2, 0, 3]


def test_a_gap_is_no_difference():
    assert changes(10, None, 20, 30, 12, 38, None) == [None] * 4 + [2, None, None]
    withheld = series(10, 40, 20, 30)
    withheld.append(Reading(Period.quarter(2010, 1), Decimal(3), FigureState.SUPPRESSED))
    assert year_on_year(withheld)[-1].change is None


@pytest.mark.parametrize(
    ("on", "expected"),
    [(date(2010, 4, 1), [None, None]), (date(2009, 7, 1), [None, -2]), (date(2009, 4, 1), [2, -2])],
)
def test_nothing_is_compared_across_a_break(on, expected):
    assert changes(10, 40, 20, 30, 12, 38, breaks=[BreakInSeries(on)])[-2:] == expected


def test_the_sentence_counts_the_last_eight_and_names_the_last():
    found = year_on_year(series(*[10] * 4, *[12, 9, 10, 14], *[13, 8, 11, 15]))
    assert in_a_sentence(found, unit="crimes") == (
        "Of the last 8, 5 are above the same quarter a year before and 2 below; Q4 2011/12: +1 crime."
    )


def test_a_percentage_moves_by_points():
    found = year_on_year(series(70, 70, 70, 70, 75, 72))
    assert in_a_sentence(found, unit="%").endswith("Q2 2010/11: +2 percentage points.")


def test_one_difference_says_nothing():
    assert in_a_sentence(year_on_year(series(10, 10, 10, 10, 12))) == ""
