"""Signals of series that are in the database: their assurance goes by the form of the target that holds."""

from datetime import date

import pytest

from core.periods import Period
from performance.models import Indicator, Target
from performance.rules.signal import Assurance, Variation
from performance.standings.series import signal_of
from performance.standings.standing import standings_of, with_figures

AS_AT = date(2011, 11, 30)
QUARTERS = [Period.quarter(year, number) for year in (2008, 2009, 2010) for number in (1, 2, 3, 4)]
QUARTERS += [Period.quarter(2011, 1), Period.quarter(2011, 2)]
# Limits of 4.68 and 15.32.
ZIGZAG = [9, 11] * 7


def chart_of(world, values, *, form="at_least", value=None, upper_value=None, **facts):
    indicator = world.indicator(world.theme(), **facts)
    for period, number in zip(QUARTERS, values, strict=True):
        world.figure(indicator, period, number)
    if value is not None:
        Target.objects.create(
            indicator=indicator, area=indicator.area, form=form, value=value,
            upper_value=upper_value, period_start=date(2011, 4, 1), period_end=date(2012, 3, 31),
        )  # fmt: skip
    (found,) = with_figures(Indicator.objects.filter(pk=indicator.pk), AS_AT)
    _, chart = signal_of(found, standings_of(found, AS_AT))
    return chart


@pytest.mark.parametrize("polarity", ["lower", "higher", "neither"])
@pytest.mark.parametrize(
    ("target", "assurance"),
    [
        ({"form": "range", "value": 1, "upper_value": 20}, Assurance.MET),
        ({"form": "range", "value": 8, "upper_value": 20}, Assurance.HIT_OR_MISS),
        ({"form": "range", "value": 16, "upper_value": 20}, Assurance.MISSED),
        ({"form": "at_most", "value": 16}, Assurance.MET),
        ({"form": "at_most", "value": 4}, Assurance.MISSED),
        ({"form": "at_least", "value": 16}, Assurance.MISSED),
        ({}, Assurance.UNKNOWN),
    ],
)
def test_the_form_of_the_target_decides(world, polarity, target, assurance):
    assert chart_of(world, ZIGZAG, polarity=polarity, **target).assurance == assurance


def test_a_quarters_count_is_not_held_to_the_target_of_a_year(world):
    facts = {"number_kind": "counted", "unit": "offences", "form": "at_most", "value": 400}
    assert chart_of(world, ZIGZAG, **facts).assurance == Assurance.UNKNOWN


def test_a_constant_series_has_no_limits(world):
    found = chart_of(world, [500] * 14, value=600)
    assert (found.variation, found.assurance) == (Variation.NO_LIMITS, Assurance.UNKNOWN)
    assert found.sentence == "No variation, so no limits: all 14 points are the same."
    assert {point.upper for point in found.points} == {None}
