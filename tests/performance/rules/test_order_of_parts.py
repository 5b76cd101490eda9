"""Parts that are missing or suppressed are named in the order in which they come, and never by their letters."""

from decimal import Decimal
from itertools import permutations

import pytest

from core.periods import Period
from performance.choices import Aggregation, FigureState
from performance.rules.readings import Reading
from performance.rules.rollup import roll_up, year_to_date

YEAR, CALENDAR = Period.financial_year(2011), Period.whole_months(2011, 1, 12)
SUPPRESSED = FigureState.SUPPRESSED


def suppressed(period):
    return Reading(period, None, SUPPRESSED)


@pytest.mark.parametrize("names", list(permutations(("Truro", "Bodmin", "Looe"))))
def test_areas_are_named_in_the_order_that_they_are_given_in(names):
    first, second, third = names
    missing = roll_up(dict.fromkeys(names), over=YEAR, aggregation=Aggregation.SUM)
    assert missing.missing == names
    assert missing.reason == f"Incomplete: no figure for {first}, {second} and {third}."
    withheld = roll_up(
        dict.fromkeys(names, suppressed(YEAR)), over=YEAR, aggregation=Aggregation.SUM
    )
    assert withheld.withheld == names
    assert withheld.reason == f"Incomplete: {first}, {second} and {third} are suppressed."


@pytest.mark.parametrize("way", [1, -1])
def test_months_are_named_as_the_year_has_them(way):
    """By their letters August and February would come first. The figures may come in any order."""
    months = YEAR.months()
    absent, held_back = (months[1], months[4]), (months[7], months[10])
    readings = [
        suppressed(one) if one in held_back else Reading(one, Decimal(3))
        for one in months[::way] if one not in absent
    ]  # fmt: skip
    found = year_to_date(readings, upto=months[-1], aggregation=Aggregation.SUM)
    assert found.missing == ("May 2011", "August 2011")
    assert found.withheld == ("November 2011", "February 2012")
    assert found.reason == (
        "Incomplete: no figure for May 2011 and August 2011; "
        "November 2011 and February 2012 are suppressed."
    )


def test_quarters_of_a_calendar_year_are_named_from_its_first_on():
    upto = Period.quarter(2011, 3)
    found = year_to_date(
        [Reading(upto, Decimal(3))], upto=upto, aggregation=Aggregation.SUM, since=CALENDAR
    )
    assert found.missing == ("Q4 2010/11", "Q1 2011/12", "Q2 2011/12")
