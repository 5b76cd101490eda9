"""Rules of money and time, on plain values."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from datetime import date, timedelta

from projects.models import FundingLine
from safercornwall.periods import Period


def months_after(day: date, months: int) -> date:
    """The same day `months` later (earlier if negative), or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def paid_until(line: FundingLine) -> date | None:
    """The last day that a line pays for: as given, else the end of its financial year."""
    if line.ends_on is not None:
        return line.ends_on
    return Period.financial_year(line.financial_year).end if line.financial_year else None


def last_secured_day(lines: Iterable[FundingLine]) -> date | None:
    """The last day that secured money pays for; None where none is secured or a secured line has no end."""
    ends = [paid_until(line) for line in lines if line.state == FundingLine.State.SECURED]
    return max((day for day in ends if day), default=None) if None not in ends else None


def last_tender_start(ends_on: date, lead_months: int) -> date:
    """The last day to start a tender of `lead_months`, so that the new service starts the day after `ends_on`."""
    return months_after(ends_on + timedelta(days=1), -lead_months)
