"""The due day of an indicator's next figure, in words."""

from __future__ import annotations

from datetime import date

from core.periods import written
from performance.choices import Frequency, next_period
from performance.standings.standing import Standing


def due_words(standing: Standing, as_at: date) -> str:
    """The period of the next figure, and the day it is due, in words."""
    indicator, period = standing.indicator, standing.period
    if indicator.retired_on and indicator.retired_on <= as_at:
        return f"None: retired on {written(indicator.retired_on)}"
    if standing.overdue:
        period = standing.overdue[0]
    elif period is not None and standing.figure is not None and not standing.is_late_final:
        period = next_period(Frequency(indicator.frequency), period)
    if period is None:
        return "Not set: no period is looked for yet"
    if indicator.reporting_lag_days is None:
        return f"{period}; no day is set for it"
    due_on = period.due_on(indicator.reporting_lag_days)
    return f"{period}, {'was due' if due_on < as_at else 'due'} on {written(due_on)}"
