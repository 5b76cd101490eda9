"""What a break in a series parts, in sentences."""

from datetime import date

import pytest

from core.periods import Period
from performance.models import Target
from performance.standings.breaks import parted_words

APRIL = date(2011, 4, 1)
ACROSS = "Nothing is compared across 1 April 2011."
YEAR, LAST_YEAR = Period.financial_year(2011), Period.financial_year(2010)


def quarters(year, *numbers):
    return [Period.quarter(year, number) for number in numbers]


@pytest.mark.parametrize(
    ("periods", "said"),
    [
        ([], "No figure is in yet."),
        (quarters(2010, 1, 2), "2 figures are in before it, and none from then on yet."),
        (quarters(2011, 1), "1 figure is in from then on, and none before it."),
        (
            quarters(2010, 1, 2, 3, 4) + quarters(2011, 1, 2),
            "4 figures before it are not compared with the 2 from then on.",
        ),
        (
            [Period(date(2011, 3, 1), date(2011, 4, 30))],
            "It falls inside March to April 2011, which stand alone.",
        ),
    ],
)
def test_figures_before_and_after_it(periods, said):
    words = parted_words(APRIL, periods=periods, targets=[])
    assert words.startswith(ACROSS)
    assert said in words


def target(**facts):
    return Target(period_start=YEAR.start, period_end=YEAR.end, **facts)


@pytest.mark.parametrize(
    ("facts", "day", "is_said"),
    [
        ({"form": "change", "baseline_start": LAST_YEAR.start, "baseline_end": LAST_YEAR.end}, APRIL, True),
        ({"form": "change", "baseline_start": LAST_YEAR.start, "baseline_end": LAST_YEAR.end},
         LAST_YEAR.start, False),
        ({"form": "change", "baseline_start": LAST_YEAR.start, "baseline_end": LAST_YEAR.end},
         date(2012, 4, 1), False),
        ({"form": "change", "baseline_start": LAST_YEAR.start, "baseline_end": LAST_YEAR.end,
          "baseline_value": 100}, APRIL, False),
        ({"form": "at_most", "value": 8}, APRIL, False),
        ({"form": "at_most", "value": 8, "profile": "last_year"}, APRIL, True),
    ],
)  # fmt: skip
def test_targets_that_rest_on_figures_from_before_it(facts, day, is_said):
    words = parted_words(day, periods=[], targets=[target(**facts)])
    assert ("The target for 2011/12 is against figures from before it" in words) is is_said
