"""Missing periods of a series: named one by one where they are few, in one line where they are many."""

from datetime import date

import pytest

from core.periods import Period
from performance.standings.missing_periods import gaps_of, in_words
from performance.standings.series import series_of
from tests.world import World


def quarters(*numbers):
    """Quarters counted from Q1 2010/11, which is 0."""
    return [Period.quarter(2010 + n // 4, n % 4 + 1) for n in numbers]


@pytest.fixture
def series(db):
    """A series with a figure for each of the periods, as its standings come."""
    world = World()

    def of(periods):
        indicator = world.indicator(world.theme())

        class Row:
            def __init__(self, period):
                self.period, self.figure = period, world.figure(indicator, period, 1)

        [found] = series_of([Row(period) for period in periods])
        return found

    return of


def labels(gaps):
    return [(gap.label, len(gap.periods)) for gap in gaps]


def test_three_in_a_row_are_named_and_four_are_one_line(series):
    assert labels(gaps_of(series(quarters(0, 4)))) == [
        ("Q2 2010/11", 1), ("Q3 2010/11", 1), ("Q4 2010/11", 1),
    ]  # fmt: skip
    assert labels(gaps_of(series(quarters(0, 5)))) == [("Q2 2010/11 to Q1 2011/12", 4)]


def test_nothing_is_missing_before_the_first_figure_or_after_the_last(series):
    assert gaps_of(series(quarters(0, 1, 2))) == []
    assert gaps_of(series(quarters(7))) == []


def test_a_run_is_cut_at_the_day_of_the_view(series):
    cut = gaps_of(series(quarters(0, 10)), cut=date(2011, 6, 30))
    assert labels(cut) == [
        ("Q2 2010/11 to Q1 2011/12", 4), ("Q2 2011/12 to Q2 2012/13", 5),
    ]  # fmt: skip


def test_those_apart_have_their_own_line_and_part_a_run(series):
    [apart] = quarters(3)
    assert labels(gaps_of(series(quarters(0, 6)), apart={apart})) == [
        ("Q2 2010/11", 1), ("Q3 2010/11", 1), ("Q1 2011/12", 1), ("Q2 2011/12", 1),
    ]  # fmt: skip


def test_a_run_is_counted_in_its_own_periods(series):
    assert in_words(gaps_of(series(quarters(0, 2, 8)))) == (
        "Q2 2010/11, Q4 2010/11 to Q4 2011/12 (5 quarters)"
    )
    months = [Period.month(2010, 4), Period.month(2011, 4)]
    assert in_words(gaps_of(series(months))) == "May 2010 to March 2011 (11 months)"
