"""Direction of travel: what a figure is compared with, and what is said of the difference."""

from datetime import date
from decimal import Decimal

import pytest

from core.periods import Period
from performance.choices import Direction, FigureState, Polarity
from performance.rules.direction import BreakInSeries, direction_of_travel, percent_change
from performance.rules.readings import Reading

LOWER, HIGHER, NEITHER = Polarity.LOWER, Polarity.HIGHER, Polarity.NEITHER


def reading(period, value, counts=None, state=FigureState.REPORTED):
    numerator, denominator = (None, None) if counts is None else map(Decimal, counts)
    value = None if value is None else Decimal(value)
    return Reading(Period.parse(period), value, state, numerator, denominator)


NOW = reading("Q1 2011/12", "77")
LAST_YEAR = reading("Q1 2010/11", "80")
BEFORE = reading("Q4 2010/11", "70")


@pytest.mark.parametrize(
    ("now", "then", "polarity", "direction"),
    [
        ("77", "80", LOWER, Direction.IMPROVING),
        ("77", "80", HIGHER, Direction.WORSENING),
        ("77", "80", NEITHER, Direction.DOWN),
        ("80", "77", LOWER, Direction.WORSENING),
        ("80", "77", HIGHER, Direction.IMPROVING),
        ("80", "77", NEITHER, Direction.UP),
        ("77", "77.00", HIGHER, Direction.STEADY),
        ("77.0001", "77", HIGHER, Direction.IMPROVING),
    ],
)
def test_polarity_decides_what_a_change_means(now, then, polarity, direction):
    earlier = [reading("Q1 2010/11", then)]
    assert (
        direction_of_travel(reading("Q1 2011/12", now), earlier, polarity=polarity).direction
        == direction
    )


def test_compares_with_the_same_period_last_year_before_the_period_before():
    travel = direction_of_travel(NOW, [BEFORE, LAST_YEAR], polarity=HIGHER, unit="%")
    assert travel.against == LAST_YEAR.period
    assert travel.change == -3
    assert travel.sentence == (
        "Worsening: 77% in Q1 2011/12, down 3 percentage points from 80% in Q1 2010/11; higher is better."
    )


@pytest.mark.parametrize(
    "last_year",
    [
        [],
        [reading("Q1 2010/11", None)],
        [reading("Q1 2010/11", None, state=FigureState.SUPPRESSED)],
        [reading("Q1 2010/11", "80", state=FigureState.SUPPRESSED)],
        [reading("Q1 2010/11", None, state=FigureState.NOT_APPLICABLE)],
    ],
)
def test_without_a_figure_for_last_year_compares_with_the_period_before(last_year):
    travel = direction_of_travel(NOW, [*last_year, BEFORE], polarity=HIGHER)
    assert (travel.direction, travel.against) == (Direction.IMPROVING, BEFORE.period)


@pytest.mark.parametrize(
    ("now", "earlier", "sentence"),
    [
        (
            NOW,
            [],
            "Nothing to compare Q1 2011/12 with: there is no figure for Q1 2010/11 or Q4 2010/11.",
        ),
        (
            reading("2010/11", "5"),
            [reading("2008/09", "4")],
            "Nothing to compare 2010/11 with: there is no figure for 2009/10.",
        ),
        (None, [LAST_YEAR], "Nothing to compare: there is no figure."),
        (reading("Q1 2011/12", None), [LAST_YEAR], "Nothing to compare: there is no figure."),
        (
            reading("Q1 2011/12", None, state=FigureState.SUPPRESSED),
            [LAST_YEAR],
            "Nothing to compare: the figure is suppressed (small number).",
        ),
        (
            reading("Q1 2011/12", None, state=FigureState.NOT_APPLICABLE),
            [LAST_YEAR],
            "Nothing to compare: the figure is not applicable.",
        ),
    ],
)
def test_what_is_missing_is_unknown(now, earlier, sentence):
    travel = direction_of_travel(now, earlier, polarity=HIGHER)
    assert (travel.direction, travel.sentence) == (Direction.UNKNOWN, sentence)
    assert (travel.change, travel.against) == (None, None)


@pytest.mark.parametrize(
    ("day", "against"),
    [
        (date(2010, 4, 1), "Q1 2010/11"),
        (date(2010, 4, 2), "Q4 2010/11"),
        (date(2011, 1, 1), "Q4 2010/11"),
        (date(2011, 1, 2), None),
        (date(2011, 4, 1), None),
        (date(2011, 6, 30), None),
        (date(2011, 7, 1), "Q1 2010/11"),
    ],
)
def test_nothing_is_compared_across_a_break(day, against):
    travel = direction_of_travel(
        NOW, [LAST_YEAR, BEFORE], polarity=HIGHER, breaks=[BreakInSeries(day, "new counting rule")]
    )
    assert travel.against == (Period.parse(against) if against else None)
    if against is None:
        assert travel.direction == Direction.UNKNOWN
        assert "the series breaks on" in travel.sentence
        assert "(new counting rule)" in travel.sentence


@pytest.mark.parametrize(
    ("now", "then", "unit", "words"),
    [
        (
            ("1294", None),
            ("1213", None),
            "admissions",
            "1,294 admissions in 2010/11, up 6.7% from 1,213",
        ),
        (
            ("20", None),
            ("20", None),
            "crimes",
            "20 crimes in 2010/11, the same as 20 crimes in 2009/10",
        ),
        (
            ("18", None),
            ("20", None),
            "crimes",
            "18 crimes in 2010/11, down 10% from 20 crimes in 2009/10",
        ),
        (
            ("30", None),
            ("19", None),
            "crimes",
            "30 crimes in 2010/11, up from 19 crimes in 2009/10",
        ),
        (("4", None), ("0", None), "crimes", "4 crimes in 2010/11, up from 0 crimes in 2009/10"),
        (("100001", None), ("100000", None), "crimes", "up less than 0.1% from"),
        (
            ("900", (448, 49778)),
            ("640", (318, 49700)),
            "per 100,000",
            "900 per 100,000 in 2010/11, up 40.6% from 640 per 100,000 in 2009/10",
        ),
        (
            ("4", (19, 4000)),
            ("3", (12, 4000)),
            "per 1,000",
            "4 per 1,000 (19 of 4,000) in 2010/11, up from 3 per 1,000 (12 of 4,000) in 2009/10",
        ),
        (
            ("25", (3, 12)),
            ("50", (6, 12)),
            "%",
            "25% (3 of 12) in 2010/11, down from 50% (6 of 12) in 2009/10",
        ),
        (
            ("51", None),
            ("50", None),
            "%",
            "51% in 2010/11, up 1 percentage point from 50% in 2009/10",
        ),
    ],
)
def test_prints_no_percentage_change_on_a_base_under_20(now, then, unit, words):
    travel = direction_of_travel(
        reading("2010/11", *now), [reading("2009/10", *then)], polarity=LOWER, unit=unit
    )
    assert words in travel.sentence


def test_percent_change_is_of_the_base_and_unknown_on_a_small_one():
    assert percent_change(reading("2010/11", "94"), reading("2009/10", "100")) == -6
    assert percent_change(reading("2010/11", "94"), reading("2009/10", "19.9")) is None
    assert percent_change(reading("2010/11", None), reading("2009/10", "100")) is None
    few = reading("2009/10", "900", (12, 1333))
    assert percent_change(reading("2010/11", "800"), few) is None


def test_a_difference_too_small_to_see_is_shown_in_full():
    travel = direction_of_travel(
        reading("2010/11", "77.04"),
        [reading("2009/10", "77")],
        polarity=HIGHER,
        unit="%",
        decimals=0,
    )
    assert "77.04% in 2010/11, up 0.04 percentage points from 77%" in travel.sentence
