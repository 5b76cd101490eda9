"""Shares and rates are exact fractions until they are printed: here any rounded division comes out on the wrong side."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from core.periods import Period
from performance.choices import Aggregation, Polarity, TargetForm
from performance.rules.readings import Reading
from performance.rules.rollup import held_against, roll_up_over
from performance.rules.status import judge
from performance.rules.targets import TargetValue

YEAR, BEFORE = Period.financial_year(2011), Period.financial_year(2010)
OVER = date(2012, 4, 1)
LOWER, HIGHER = Polarity.LOWER, Polarity.HIGHER
PER_CENT, PER_THOUSAND = Decimal(100), Decimal(1000)


def quarters(year, count, of):
    """Four quarters that come to `count` of `of`; their own values do not matter, and are not read."""
    parts = [(1, 2), (2, 3), (0, 1)]
    parts.append((count - 3, of - 6))
    return [
        Reading(period, Decimal(0), numerator=Decimal(up), denominator=Decimal(down))
        for period, (up, down) in zip(year.quarters(), parts, strict=True)
    ]


def rolled(readings, year, scale):
    found = roll_up_over(readings, over=year, aggregation=Aggregation.RATIO, scale=scale)
    return found.reading.exact


def judged(now, polarity, target, scale=PER_CENT):
    readings = quarters(YEAR, *now)
    held = held_against(
        readings[-1], readings, whole=YEAR, aggregation=Aggregation.RATIO, as_at=OVER, scale=scale
    ).reading
    return judge(held, target, polarity=polarity, as_at=OVER, aggregation=Aggregation.RATIO)


@pytest.mark.parametrize("scale", [PER_CENT, PER_THOUSAND])
@pytest.mark.parametrize(
    ("before", "change", "now", "polarity", "status"),
    [
        # A third less 6% is 47 of 150. To 28 digits it comes out below.
        ((100, 300), "-6", (47, 150), HIGHER, "achieved"),
        ((100, 300), "-6", (47, 150), LOWER, "achieved"),
        # Two thirds less 6% is 94 of 150. To 28 digits it comes out above.
        ((200, 300), "-6", (94, 150), LOWER, "achieved"),
        ((200, 300), "-6", (94, 150), HIGHER, "achieved"),
        # As much as last year, of other numbers.
        ((100, 700), "0", (13, 91), LOWER, "achieved"),
        ((100, 700), "0", (13, 91), HIGHER, "achieved"),
        # One in billions more or less is not met: nothing is "near enough".
        ((200, 300), "-6", (94 * 10**9 + 1, 150 * 10**9), LOWER, "missed"),
        ((100, 300), "-6", (47 * 10**9 - 1, 150 * 10**9), HIGHER, "missed"),
    ],
)
def test_a_share_is_held_to_a_change_on_another_exactly(
    before, change, now, polarity, status, scale
):
    baseline = rolled(quarters(BEFORE, *before), BEFORE, scale)
    assert baseline == Fraction(*before) * int(scale)
    target = TargetValue(
        TargetForm.CHANGE, YEAR, change_percent=Decimal(change), baseline=baseline,
        baseline_period=BEFORE,
    )  # fmt: skip
    found = judged(now, polarity, target, scale)
    assert found.status == status
    assert (found.value == found.limit) is (status == "achieved")


@pytest.mark.parametrize(
    ("now", "form", "value", "status"),
    [
        # In binary 7/25 is a little more than 28%, and 29/50 a little less than 58%.
        ((7, 25), TargetForm.AT_MOST, "28", "achieved"),
        ((29, 50), TargetForm.AT_LEAST, "58", "achieved"),
        ((57, 100), TargetForm.AT_LEAST, "57", "achieved"),
        # A third is more than any number of threes.
        ((100, 300), TargetForm.AT_MOST, "33.333333", "missed"),
        ((100, 300), TargetForm.AT_LEAST, "33.333333", "achieved"),
        ((200, 300), TargetForm.AT_LEAST, "66.666667", "missed"),
        ((200, 300), TargetForm.AT_MOST, "66.666667", "achieved"),
    ],
)
def test_a_share_is_held_to_a_value_exactly(now, form, value, status):
    found = judged(now, HIGHER, TargetValue(form, YEAR, Decimal(value)))
    assert found.status == status
    assert found.value == Fraction(*now) * 100
