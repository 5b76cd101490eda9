"""Which figures of an indicator are waited for, and which of them are late. Each period falls due by itself."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from core.periods import Period, financial_year_of, months_after
from performance.choices import Frequency

# What is missing from longer ago is a gap of the series, which nobody waits for any more.
MONTHS_AWAITED = 12


@dataclass(frozen=True)
class Reporting:
    """How often figures come, `lag_days` after their period (None: no day is set), and while the indicator is live."""

    frequency: Frequency
    lag_days: int | None = None
    live_from: date | None = None
    retired_on: date | None = None


def periods_in(frequency: Frequency, window: Period) -> list[Period]:
    """The periods of a frequency that a figure is looked for in, and that end in `window`, oldest first."""
    if frequency == Frequency.QUARTER:
        return list(window.quarters())
    ends = [month.end for month in window.months()]
    if frequency == Frequency.YEAR:
        return [Period.financial_year(end.year - 1) for end in ends if end.month == 3]
    if frequency == Frequency.ROLLING_YEAR:
        return [Period.rolling_year(end.year, end.month) for end in ends]
    return list(window.months())


def is_live(period: Period, *, since: date | None, retired_on: date | None) -> bool:
    """Whether an indicator is live when `period` ends: from `since`, its first day, until it is retired."""
    begun = since is None or since <= period.end
    return begun and (retired_on is None or period.end <= retired_on)


def is_awaited(period: Period, *, as_at: date, since: date | None, retired_on: date | None) -> bool:
    """Whether a figure that is not in is waited for. Once the indicator is retired, none is."""
    is_retired = retired_on is not None and retired_on <= as_at
    return not is_retired and is_live(period, since=since, retired_on=retired_on)


def awaited_since(
    live_from: date | None, *, first_figure: date | None, first_target: date | None, as_at: date
) -> date:
    """From which day figures are looked for: its own first day; else when its first figure was for, or its first
    target begins; else the financial year of `as_at`.
    """
    if live_from is not None:
        return live_from
    known = [day for day in (first_figure, first_target) if day is not None]
    return min(known, default=Period.financial_year(financial_year_of(as_at)).start)


def is_late(period: Period, *, as_at: date, lag_days: int | None) -> bool:
    """On the day it is due a figure is still in time; where no day is set it is never late."""
    return lag_days is not None and as_at > period.due_on(lag_days)


def late_periods(
    reporting: Reporting, known: Collection[Period], *, since: date, as_at: date
) -> list[Period]:
    """The periods whose figure is late, oldest first: those that end in the last twelve months, else the newest.

    `known` are the periods that have a figure. Rolling years, which may come every month or every quarter, are waited for
    only after the last one.
    """
    lag = reporting.lag_days
    if lag is None:
        return []
    last = max((period.end for period in known), default=None)
    # The newest period that is late ended this long ago at most, be it a year.
    begins = max(since, months_after(as_at - timedelta(lag), -2 * MONTHS_AWAITED))
    if reporting.frequency == Frequency.ROLLING_YEAR and last is not None:
        begins = max(begins, last)
    late = [
        period
        for period in _usual(reporting.frequency, known, begins, as_at)
        if period not in known
        and is_late(period, as_at=as_at, lag_days=lag)
        and is_awaited(period, as_at=as_at, since=since, retired_on=reporting.retired_on)
    ]
    recent = [row for row in late if row.end >= months_after(as_at, -MONTHS_AWAITED)]
    return recent or late[-1:]


def first_awaited(reporting: Reporting, target: Period, *, as_at: date) -> Period | None:
    """The period whose figure a target without one waits for: the newest that is late, else the last that is over, else
    the first to come. None where the indicator is not live in it.
    """
    live = [
        period
        for period in _parts_of(target, reporting.frequency)
        if is_awaited(
            period, as_at=as_at, since=reporting.live_from, retired_on=reporting.retired_on
        )
    ]
    over = [period for period in live if period.is_over(as_at)]
    late = [row for row in over if is_late(row, as_at=as_at, lag_days=reporting.lag_days)]
    return next(iter([*late[-1:], *over[-1:], *live[:1]]), None)


def first_in_step(frequency: Frequency, known: Iterable[Period]) -> date | None:
    """The end of the first figure that is as long as its indicator is due in: a quarterly one may have a year's too."""
    regular = frequency in (Frequency.MONTH, Frequency.QUARTER)
    return min((row.end for row in known if not regular or frequency.suits(row)), default=None)


def _parts_of(target: Period, frequency: Frequency) -> Iterable[Period]:
    """Months or quarters; of all that comes once a year, and of what has no such part, the whole."""
    match frequency:
        case Frequency.MONTH:
            return target.months() or (target,)
        case Frequency.QUARTER:
            return target.quarters() or (target,)
    return (target,)


def _usual(
    frequency: Frequency, known: Collection[Period], since: date, as_at: date
) -> list[Period]:
    """Those that end from `since` to `as_at`. Years are like the newest one known, calendar years for one."""
    if since > as_at:
        return []
    # A window of whole years, so that each of its periods lies in it whole.
    window = Period.whole_months(since.year - 1, 1, 12 * (as_at.year - since.year + 2))
    if frequency == Frequency.YEAR:
        newest = max((row for row in known if row.month_count == 12), default=None, key=_end)
        month = newest.end.month if newest else 3
        usual = [Period.rolling_year(year, month) for year in range(since.year, as_at.year + 1)]
    else:
        usual = periods_in(frequency, window)
    return [period for period in usual if since <= period.end <= as_at]


def _end(period: Period) -> date:
    return period.end
