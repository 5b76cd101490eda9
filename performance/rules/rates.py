"""A count as a rate of the people who live there."""

from __future__ import annotations

from decimal import Decimal

from core.periods import Period

PER = 1000


def population_year(period: Period) -> int:
    """The year whose mid-year estimate a period is held to: that in its financial year.

    So do the crime tables of the Office for National Statistics: the year that ends in March 2012 is over the population of
    mid-2011.
    """
    return period.fy_start_year


def rate_of(count: Decimal, people: int) -> Decimal:
    """The count per 1,000 people, of its own period: a quarter's is not made into a year's."""
    return count * PER / people
