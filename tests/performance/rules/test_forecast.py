"""Forecasts of a year: worked by hand, held to the equation of their source, and counted out exactly."""

from math import exp, lgamma, log, sqrt

import pytest

from performance.rules.forecast import (
    CONFIDENCE,
    Weakness,
    YearPart,
    YearShape,
    forecast_count,
    forecast_ratio,
    students_t,
)

DEVIATE = 1.2815515655446004


def parts(*counts):
    return [YearPart(count) for count in counts]


def shares(*pairs):
    return [YearPart(count, of) for count, of in pairs]


@pytest.mark.parametrize(
    ("p", "freedom", "deviate"),
    # The table of Student's t in every textbook (Fisher and Yates, table III).
    [(0.9, 1, 3.078), (0.9, 2, 1.886), (0.9, 3, 1.638), (0.9, 4, 1.533), (0.9, 9, 1.383),
     (0.9, 30, 1.310), (0.975, 3, 3.182), (0.975, 10, 2.228)],
)  # fmt: skip
def test_students_t_is_that_of_the_tables(p, freedom, deviate):
    assert students_t(p, freedom) == pytest.approx(deviate, rel=0.002)


def test_even_half_a_year_makes_twice_as_much():
    found = forecast_count(parts(50, 50), 4)
    assert (found.middle, found.shape, found.spread, found.weakness) == (
        200,
        YearShape.EVEN,
        1,
        None,
    )


def test_the_ends_solve_the_equation_of_krishnamoorthy_and_peng():
    """(Y − rX)² = z² r (X + Y), for Y of the rest, X so far and r how much longer the rest is."""
    found = forecast_count(parts(25), 4)
    for total in (found.low, found.high):
        rest = total - 25
        assert (rest - 3 * 25) ** 2 == pytest.approx(DEVIATE**2 * 3 * (25 + rest), rel=1e-9)


def test_none_so_far_leaves_room_for_some():
    found = forecast_count(parts(0, 0), 4)
    assert (found.middle, found.low) == (0, 0)
    assert found.high == pytest.approx(DEVIATE**2)


@pytest.mark.parametrize("mean", [5, 20, 100])
def test_the_range_of_counts_holds_as_often_as_it_says(mean):
    """Every likely count of one half beside every one of the other, of the same Poisson mean."""
    likely = range(int(mean + 8 * sqrt(mean)) + 8)
    chance = [exp(k * log(mean) - mean - lgamma(k + 1)) for k in likely]
    held = 0.0
    for first in likely:
        found = forecast_count(parts(first / 2, first / 2), 4)
        # Alike parts, so that the spread is 1.
        held += chance[first] * sum(
            chance[rest] for rest in likely if found.low <= first + rest <= found.high
        )
    assert CONFIDENCE - 0.02 <= held <= CONFIDENCE + 0.09


def test_last_years_shape_leads_where_two_years_are_in():
    years = [parts(200, 300, 300, 200), parts(200, 300, 300, 200)]
    found = forecast_count(parts(220), 4, years)
    assert (found.middle, found.shape) == (pytest.approx(1100), YearShape.LAST_YEAR)
    assert forecast_count(parts(220), 4, years[:1]).shape == YearShape.EVEN


def test_a_shape_read_of_few_events_widens_the_range():
    few = forecast_count(parts(100), 4, [parts(25, 25, 25, 25)] * 2)
    many = forecast_count(parts(100), 4, [parts(2500, 2500, 2500, 2500)] * 2)
    assert few.low < many.low < many.middle < many.high < few.high


def test_the_range_stands_alone_where_the_shapes_differ():
    years = [parts(100, 300, 300, 300), parts(200, 300, 300, 200)]
    found = forecast_count(parts(100), 4, years)
    assert (found.middle, found.weakness) == (None, Weakness.SHAPES_DIFFER)
    # Both shapes lie in it: 100 is a tenth of a year, or a fifth.
    assert found.low < 500 < 1000 < found.high


def test_the_range_stands_alone_early_in_a_year_of_no_known_shape():
    assert forecast_count(parts(25), 4).weakness == Weakness.EARLY
    assert forecast_count(parts(25, 25), 4).weakness is None
    assert forecast_count(parts(5, 5, 5, 5, 5), 12).weakness == Weakness.EARLY


def test_parts_that_vary_more_than_chance_widen_the_range():
    calm = forecast_count(parts(100, 100), 4, recent=parts(100, 100, 100, 100))
    wild = forecast_count(parts(100, 100), 4, recent=parts(60, 140, 60, 140))
    # 4 × 40² / 100 over 5 degrees of freedom.
    assert wild.spread == pytest.approx(12.8)
    assert (calm.spread, calm.middle) == (1, wild.middle)
    assert wild.low < calm.low < calm.high < wild.high


def test_years_of_another_level_and_the_same_shape_do_not_vary():
    years = [parts(200, 300, 300, 200), parts(20, 30, 30, 20)]
    assert forecast_count(parts(220), 4, years).spread == 1


def test_a_share_is_numerators_over_denominators():
    found = forecast_ratio(shares((30, 100), (10, 20)), 4, is_share=True)
    assert found.middle == pytest.approx(40 / 120)
    assert 40 / 240 < found.low < found.middle < found.high < 160 / 240


def test_a_share_takes_both_shapes_of_last_year():
    """Half of the cases are in, and a third of the successes came with them each year."""
    year = shares((10, 50), (10, 50), (20, 50), (20, 50))
    found = forecast_ratio(shares((15, 60), (15, 60)), 4, [year, year], is_share=True)
    assert found.middle == pytest.approx(90 / 240)


@pytest.mark.parametrize("count", [0, 60])
def test_a_share_stays_within_nothing_and_all(count):
    found = forecast_ratio(shares((count, 60), (count, 60)), 4, is_share=True)
    assert 0 <= found.low <= found.middle <= found.high <= 1
    assert found.low < found.high


def test_a_rate_may_be_above_one():
    found = forecast_ratio(shares((300, 100), (300, 100)), 4, is_share=False)
    assert found.low < found.middle == 3 < found.high


@pytest.mark.parametrize("known", [0, 4])
def test_nothing_is_forecast_of_a_year_of_which_all_or_nothing_is_in(known):
    assert forecast_count(parts(*[5] * known), 4) is None
    assert forecast_ratio(shares(*[(5, 10)] * known), 4, is_share=True) is None
