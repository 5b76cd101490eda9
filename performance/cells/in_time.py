"""Whether there can be a figure for a period yet, or still: the rules, whoever asks for the figure to be kept."""

from __future__ import annotations

from datetime import date

from core.periods import Period, written
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
        "period",
        "period_not_over",
        f"{period} is not yet over: it ends on {written(period.end)}.",
        "Check the period, or upload the figure when it is over.",
    )


def of_other_length(period: Period, frequency: str | None) -> Wrong | None:
    """A doubt: figures of the indicator are due with `frequency`, and the period is not one of those."""
    if not frequency or suits(period, frequency):
        return None
    return Wrong(
        "period",
        "period_of_other_length",
        f"Figures of this indicator are for {_LENGTHS[frequency]}, and {period} is not one.",
        "Check the period. Accept the warning if the figure is for this period.",
    )


def retired(subject: Subject, place: KnownPlace | None, period: Period) -> Wrong | None:
    """The indicator, or the code that names the area, was no longer in use."""
    if subject.retired_on and period.end > subject.retired_on:
        return Wrong(
            "indicator",
            "retired_indicator",
            f"“{subject.name}” was retired on {written(subject.retired_on)}.",
            "Take the row out, or name the indicator that took its place.",
        )
    if place is not None and place.held_until and period.start > place.held_until:
        return Wrong(
            "area",
            "retired_area",
            f"This code of {place.name} was in use until {written(place.held_until)}.",
            "Use the code that holds for the period.",
        )
    return None
