"""Two small counts, against Wheeler's worked examples."""

from datetime import date
from decimal import Decimal

import pytest

from core.periods import Period
from performance.choices import FigureState, Polarity
from performance.rules.direction import BreakInSeries
from performance.rules.readings import Reading
from performance.rules.small_counts import compare_counts, score_of

NOW = Period.quarter(2011, 2)


def reading(period, value, **facts):
    return Reading(period, None if value is None else Decimal(value), **facts)


def compare(now, *earlier, polarity=Polarity.LOWER, breaks=()):
    return compare_counts(
        reading(NOW, now),
        [reading(period, value) for period, value in earlier],
        polarity=polarity,
        breaks=breaks,
        unit="crimes",
    )


@pytest.mark.parametrize(("now", "before", "score"), [(25, 16, 2), (9, 4, 2), (16, 25, -2)])
def test_the_score_is_that_of_wheelers_examples(now, before, score):
    """25 robberies after 16 a month (andrewpwheeler.com, 29 April 2018); 9 crimes after 4 (crimede-coder.com, 2023)."""
    assert score_of(now, before) == pytest.approx(score)


@pytest.mark.parametrize(
    ("now", "before", "polarity", "variation"),
    [
        (9, 4, Polarity.LOWER, "No signal"),
        (25, 12, Polarity.LOWER, "Concern"),
        # √25 − √12.25 is exactly 1.5: a signal begins at 3.
        ("25", "12.25", Polarity.LOWER, "Concern"),
        (24, "12.25", Polarity.LOWER, "No signal"),
        (12, 25, Polarity.LOWER, "Improvement"),
        (25, 12, Polarity.HIGHER, "Improvement"),
        (25, 12, Polarity.NEITHER, "High"),
        (0, 3, Polarity.NEITHER, "Low"),
        (0, 2, Polarity.NEITHER, "No signal"),
    ],
)
def test_three_is_a_signal(now, before, polarity, variation):
    found = compare(now, (NOW.same_last_year(), before), polarity=polarity)
    assert found.variation == variation
    assert found.sentence.startswith(f"{variation}: from ")


def test_two_points_are_enough_and_the_same_period_last_year_goes_first():
    found = compare(25, (NOW.previous(), 25), (NOW.same_last_year(), 16))
    assert found.sentence == (
        "No signal: from 16 in Q2 2010/11 to 25 crimes in Q2 2011/12 is within chance for counts of this size "
        "(+2.0, a signal from ±3)."
    )
    assert "from 25 in Q1 2011/12" in compare(25, (NOW.previous(), 25)).sentence


def test_nothing_is_compared_across_a_break():
    cut = BreakInSeries(date(2011, 4, 1))
    last_year = (NOW.same_last_year(), 4)
    found = compare(40, last_year, breaks=[cut])
    assert (found.score, found.sentence) == (
        None,
        "Not compared: the series breaks on 1 April 2011.",
    )
    assert "from 38 in Q1" in compare(40, last_year, (NOW.previous(), 38), breaks=[cut]).sentence


def test_without_two_counts_there_is_nothing_to_say():
    assert compare(4) is None
    assert compare(None, (NOW.previous(), 4)) is None
    suppressed = reading(NOW.previous(), 3, state=FigureState.SUPPRESSED)
    assert compare_counts(reading(NOW, 4), [suppressed], polarity=Polarity.LOWER) is None
