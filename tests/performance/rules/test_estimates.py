"""Estimates are printed with few decimals, and never on the other side of the target than they lie."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from core.periods import Period
from performance.choices import Polarity, Status, TargetForm
from performance.rules.estimates import (
    Estimate,
    decimals_of_estimate,
    decimals_of_series,
    rounded_outwards,
)
from performance.rules.readings import Reading
from performance.rules.status import judge
from performance.rules.targets import TargetValue


@pytest.mark.parametrize(
    ("value", "ends", "decimals", "most", "printed"),
    [
        ("200", [], 0, 1, "200"),
        ("76.923077", [80], 0, 1, "77"),
        ("76.923077", [80], 2, 3, "76.92"),
        ("79.6", [80], 0, 1, "79.6"),
        ("79.96", [80], 0, 1, "79.9"),
        ("79.999999", [80], 0, 1, "79.9"),
        ("80.000001", [80], 0, 1, "80.1"),
        ("80", [80], 0, 1, "80"),
        ("160.4", [160], 0, 1, "160.4"),
        ("160.5", [160], 0, 1, "161"),
        ("2.668", [Fraction(8, 3)], 0, 1, "3"),
        ("2.66", [Fraction(8, 3)], 0, 1, "2.6"),
        ("20.04", [10, 20], 0, 1, "20.1"),
        ("9.96", [10, 20], 0, 1, "9.9"),
    ],
)
def test_an_estimate_is_printed_on_its_own_side_of_a_target(value, ends, decimals, most, printed):
    assert str(Estimate(Decimal(value), decimals, most).beside(ends)) == printed


@pytest.mark.parametrize(
    ("value", "up", "printed"),
    [("2.01", True, "3"), ("2.99", False, "2"), ("2", True, "2"), ("2", False, "2")],
)
def test_a_range_is_rounded_outwards(value, up, printed):
    assert str(rounded_outwards(Decimal(value), 0, up=up)) == printed


@pytest.mark.parametrize(
    ("values", "decimals", "found"),
    [
        (["12", "7"], None, 0),
        (["12", "7.5"], None, 1),
        (["76.923077"], None, 2),
        (["12"], 1, 1),
        ([], None, 0),
    ],
)
def test_a_series_is_printed_with_the_decimals_of_its_figures(values, decimals, found):
    assert decimals_of_series([Decimal(value) for value in values], decimals) == found


@pytest.mark.parametrize(
    ("value", "decimals", "found"), [(19.99, None, 1), (20, None, 0), (3, 2, 2), (300, 0, 0)]
)
def test_an_estimate_has_no_more_decimals_than_it_is_worth(value, decimals, found):
    assert decimals_of_estimate(value, decimals) == found


@pytest.mark.parametrize(
    ("forecast", "status", "said"),
    [
        ("79.999999", Status.AT_RISK, "met so far, but 79.9% is forecast"),
        ("80", Status.ON_TRACK, ""),
        ("80.000001", Status.ON_TRACK, ""),
        ("76.923077", Status.AT_RISK, "met so far, but 77% is forecast"),
    ],
)
def test_a_forecast_is_held_as_it_is_and_printed_rounded(forecast, status, said):
    year, quarter = Period.financial_year(2011), Period.quarter(2011, 1)
    judged = judge(
        Reading(quarter, Decimal(85)),
        TargetValue(TargetForm.AT_LEAST, year, Decimal(80)),
        polarity=Polarity.HIGHER,
        as_at=date(2011, 11, 30),
        unit="%",
        forecast=Estimate(Decimal(forecast)),
    )
    assert judged.status == status
    assert said in judged.sentence
    assert "80% for 2011/12" in judged.sentence
