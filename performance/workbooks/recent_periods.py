"""Periods to choose a template for: those of late, as the view's date sees them, and any that is typed."""

from __future__ import annotations

from datetime import date
from typing import Any

from core.periods import Period, months_after
from performance.cells.values import NotAPeriod, read_period
from performance.rounds.quarters import quarter_of

QUARTERS, MONTHS, YEARS, ROLLING = 6, 13, 5, 6


def recent_periods(as_at: date) -> list[tuple[str, list[Period]]]:
    """By length, the newest first: the one that runs, and those before it."""
    month = Period.month(as_at.year, as_at.month)
    year = Period(as_at, as_at).fy_period
    ends = [months_after(as_at.replace(day=1), -back) for back in range(1, ROLLING + 1)]
    return [
        ("Quarters", _back(quarter_of(as_at), QUARTERS)),
        ("Months", _back(month, MONTHS)),
        ("Years", _back(year, YEARS)),
        ("Rolling 12 months", [Period.rolling_year(end.year, end.month) for end in ends]),
    ]


def last_quarter(as_at: date) -> Period:
    """The last that is over: what figures are wanted for."""
    quarters = recent_periods(as_at)[0][1]
    return next(one for one in quarters if one.is_over(as_at))


def typed_period(text: str) -> Period | NotAPeriod:
    """Any that the check of an upload reads in a column of figures that nobody knows the length of."""
    return read_period(text, None)


def offered_periods(as_at: date, asked: str) -> list[Any]:
    """Those of late by their length; one that another page leads to from its link is offered as well."""
    groups = [
        (name, [(one.label, one.label) for one in periods])
        for name, periods in recent_periods(as_at)
    ]
    listed = {label for _, pairs in groups for label, _ in pairs}
    read = typed_period(asked)
    if asked not in listed and isinstance(read, Period):
        groups.insert(0, ("Asked for", [(asked, read.label)]))
    return groups


def _back(period: Period, count: int) -> list[Period]:
    found = [period]
    while len(found) < count:
        found.append(found[-1].previous())
    return found
