"""Whether a period can have a figure: it is over, of the right length, and its indicator and area are in use."""

from __future__ import annotations

from datetime import date

from core.periods import Period, written
from performance.cells import messages
from performance.cells.findings import Wrong
from performance.cells.lookups import KnownPlace, Subject
from performance.cells.values import suits

_LENGTHS = {
    "month": "a month",
    "quarter": "a quarter",
    "year": "a financial year",
    "rolling_year": "twelve months",
}


def not_over(period: Period, today: date) -> Wrong | None:
    if period.is_over(today):
        return None
    return Wrong(
        messages.PERIOD_NOT_OVER,
        {"period": str(period), "day": written(period.end)},
        role="period",
    )


def of_other_length(period: Period, frequency: str | None) -> Wrong | None:
    """A doubt: figures of the indicator are due with `frequency`, and the period is not one of those."""
    if not frequency or suits(period, frequency):
        return None
    return Wrong(
        messages.PERIOD_OF_OTHER_LENGTH,
        {"length": _LENGTHS[frequency], "period": str(period)},
        role="period",
    )


def retired(subject: Subject, place: KnownPlace | None, period: Period) -> Wrong | None:
    """The indicator, or the code that names the area, was no longer in use."""
    if subject.retired_on and period.end > subject.retired_on:
        return Wrong(
            messages.RETIRED_INDICATOR,
            {"name": subject.name, "day": written(subject.retired_on)},
            role="indicator",
        )
    if place is not None and place.held_until and period.start > place.held_until:
        return Wrong(
            messages.RETIRED_AREA,
            {"name": place.name, "day": written(place.held_until)},
            role="area",
        )
    return None
