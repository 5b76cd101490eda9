"""Rolling up never invents a figure and never averages averages."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.periods import Period
from performance.choices import Aggregation, FigureState
from performance.rules.readings import Reading
from performance.rules.rollup import roll_up, year_to_date

YEAR = Period.financial_year(2011)
Q1, Q2, Q3, Q4 = YEAR.quarters()
HALF = Period.whole_months(2011, 4, 6)
SUPPRESSED, NOT_APPLICABLE = FigureState.SUPPRESSED, FigureState.NOT_APPLICABLE


def reading(value, period=Q1, counts=None, state=FigureState.REPORTED):
    numerator, denominator = (None, None) if counts is None else map(Decimal, counts)
    return Reading(period, None if value is None else Decimal(value), state, numerator, denominator)


def test_counts_are_added():
    towns = {"Truro": reading(4), "Bodmin": reading(3), "Camborne": reading(0)}
    result = roll_up(towns, over=Q1, aggregation=Aggregation.SUM)
    assert result.reading == Reading(Q1, Decimal(7))
    assert result.missing == ()


@pytest.mark.parametrize("aggregation", [Aggregation.SUM, Aggregation.RATIO, Aggregation.LATEST])
@pytest.mark.parametrize("gap", [None, reading(None)])
def test_a_missing_part_is_never_zero(gap, aggregation):
    parts = {"Truro": reading(4, counts=(4, 8)), "Bodmin": gap, "Looe": None}
    result = roll_up(parts, over=Q1, aggregation=aggregation)
    assert result.reading is None
    assert result.missing == ("Bodmin", "Looe")
    assert result.reason == "Incomplete: no figure for Bodmin and Looe."


@pytest.mark.parametrize("aggregation", [Aggregation.SUM, Aggregation.RATIO, Aggregation.LATEST])
@pytest.mark.parametrize("gap", [reading(None, state=SUPPRESSED), reading("3", state=SUPPRESSED)])
def test_a_suppressed_part_is_never_zero_and_not_said_to_be_missing(gap, aggregation):
    parts = {"Truro": reading(4, counts=(4, 8)), "Bodmin": gap}
    result = roll_up(parts, over=Q1, aggregation=aggregation)
    assert (result.reading, result.missing, result.withheld) == (None, (), ("Bodmin",))
    assert result.reason == "Incomplete: Bodmin is suppressed."
    result = roll_up(parts | {"Looe": None}, over=Q1, aggregation=aggregation)
    assert (result.missing, result.withheld) == (("Looe",), ("Bodmin",))
    assert result.reason == "Incomplete: no figure for Looe; Bodmin is suppressed."


def test_what_is_not_applicable_has_nothing_to_add():
    parts = {"Truro": reading(4), "Bodmin": reading(None, state=NOT_APPLICABLE)}
    assert roll_up(parts, over=Q1, aggregation=Aggregation.SUM).reading.value == 4
    none = roll_up({"Bodmin": parts["Bodmin"]}, over=Q1, aggregation=Aggregation.SUM)
    assert (none.reading, none.missing) == (None, ())


def test_one_provisional_part_makes_the_whole_provisional():
    parts = {"Truro": reading(4), "Bodmin": reading(3, state=FigureState.PROVISIONAL)}
    result = roll_up(parts, over=Q1, aggregation=Aggregation.SUM)
    assert result.reading.state == FigureState.PROVISIONAL


def test_a_percentage_comes_from_its_counts_and_not_from_percentages():
    parts = {"Truro": reading(90, counts=(90, 100)), "Looe": reading(10, counts=(1, 10))}
    result = roll_up(parts, over=Q1, aggregation=Aggregation.RATIO)
    assert result.reading.value == Decimal(9100) / 110
    assert (result.reading.numerator, result.reading.denominator) == (91, 110)


def test_a_rate_has_its_own_scale():
    parts = {"Truro": reading(2, counts=(1, 50_000)), "Looe": reading(4, counts=(2, 50_000))}
    result = roll_up(parts, over=Q1, aggregation=Aggregation.RATIO, scale=Decimal(100_000))
    assert result.reading.value == 3


@pytest.mark.parametrize(
    ("counts", "missing", "reason"),
    [
        (None, ("Looe",), "No numerator and denominator for Looe."),
        ((1, 0), (), None),
    ],
)
def test_a_percentage_without_counts_is_not_guessed(counts, missing, reason):
    parts = {"Truro": reading(90, counts=(9, 10)), "Looe": reading(10, counts=counts)}
    result = roll_up(parts, over=Q1, aggregation=Aggregation.RATIO)
    assert result.missing == missing
    assert (result.reading is None) is (counts is None)
    assert result.reason == (reason or "")


def test_denominators_of_nothing_give_no_percentage():
    result = roll_up({"Truro": reading(0, counts=(0, 0))}, over=Q1, aggregation=Aggregation.RATIO)
    assert (result.reading, result.reason) == (None, "The denominators add up to nothing.")


def test_the_latest_level_stands_for_the_year():
    parts = {"Q1": reading(10, Q1), "Q2": reading(12, Q2)}
    result = roll_up(parts, over=HALF, aggregation=Aggregation.LATEST)
    assert result.reading == Reading(HALF, Decimal(12))


def test_a_level_is_not_rolled_up_over_areas():
    parts = {"Truro": reading(10), "Looe": reading(12)}
    assert roll_up(parts, over=Q1, aggregation=Aggregation.LATEST).reading is None


@pytest.mark.parametrize(
    ("parts", "aggregation", "reason"),
    [
        ({"Truro": reading(1)}, Aggregation.NONE, "Figures of this indicator are never rolled up."),
        ({}, Aggregation.SUM, "There is nothing to roll up."),
    ],
)
def test_says_why_nothing_is_rolled_up(parts, aggregation, reason):
    result = roll_up(parts, over=Q1, aggregation=aggregation)
    assert (result.reading, result.reason) == (None, reason)


def test_the_year_to_date_adds_its_quarters():
    figures = [reading(4, Q1), reading(3, Q2), reading(9, Period.quarter(2010, 4))]
    assert year_to_date(figures, upto=Q2, aggregation=Aggregation.SUM).reading == Reading(
        HALF, Decimal(7)
    )
    assert year_to_date(figures, upto=Q1, aggregation=Aggregation.SUM).reading == figures[0]


def test_the_year_to_date_says_which_quarter_is_missing():
    result = year_to_date([reading(3, Q2)], upto=Q2, aggregation=Aggregation.SUM)
    assert (result.reading, result.missing) == (None, ("Q1 2011/12",))


def test_the_year_to_date_adds_its_months():
    figures = [reading(n, Period.month(2011, 3 + n)) for n in (1, 2)]
    may = Period.month(2011, 5)
    assert year_to_date(figures, upto=may, aggregation=Aggregation.SUM).reading.value == 3
    result = year_to_date(figures, upto=Q1, aggregation=Aggregation.SUM)
    assert result.missing == ("June 2011",)
    figures.append(reading(3, Period.month(2011, 6)))
    assert year_to_date(figures, upto=Q1, aggregation=Aggregation.SUM).reading.value == 6


def test_a_cumulative_figure_stands_as_it_is():
    cumulative = reading(10, HALF)
    assert year_to_date([cumulative], upto=Q2, aggregation=Aggregation.SUM).reading == cumulative


def test_the_year_to_date_may_start_with_the_period_of_a_target():
    since = Period.whole_months(2011, 7, 12)
    figures = [reading(3, Q2), reading(4, Q3)]
    result = year_to_date(figures, upto=Q3, aggregation=Aggregation.SUM, since=since)
    assert result.reading == Reading(Period.whole_months(2011, 7, 6), Decimal(7))


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(1, 500)), min_size=1, max_size=8))
def test_a_percentage_rolled_up_lies_between_its_parts(counts):
    counts = [(min(pair), max(pair)) for pair in counts]
    parts = {
        str(n): reading(Decimal(a) * 100 / b, counts=(a, b)) for n, (a, b) in enumerate(counts)
    }
    values = [part.value for part in parts.values()]
    whole = roll_up(parts, over=Q1, aggregation=Aggregation.RATIO).reading.value
    slack = Decimal("1e-20")
    assert min(values) - slack <= whole <= max(values) + slack
