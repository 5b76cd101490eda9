"""For which periods an indicator is judged: those with a figure, and those that wait for one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from performance.choices import Frequency
from performance.frequency import next_period
from performance.models import Figure, Indicator, Target
from safercornwall.periods import Period, in_order


def judged_periods(
    indicator: Indicator, figures: Sequence[Figure], targets: Iterable[Target], as_at: date
) -> list[Period]:
    """Each that has a figure, each for which a target that has begun waits, and the one that is late; newest first."""
    periods = {figure.period for figure in figures}
    for target in targets:
        has_figure = any(target.period.contains(figure.period) for figure in figures)
        if target.period_start <= as_at and not has_figure:
            periods.add(_awaited(indicator, target, as_at) or target.period)
    late = _late(indicator, figures, as_at)
    if late is not None:
        periods.add(late)
    return list(reversed(in_order(periods)))


def _awaited(indicator: Indicator, target: Target, as_at: date) -> Period | None:
    """The period whose figure the target waits for: the last that is over, else the first of the target."""
    if indicator.frequency != Frequency.QUARTER or target.period.kind != "year":
        return None
    quarters = target.period.quarters()
    over = [quarter for quarter in quarters if quarter.is_over(as_at)]
    return over[-1] if over else quarters[0]


def _late(indicator: Indicator, figures: Sequence[Figure], as_at: date) -> Period | None:
    """The first period after the last figure whose due date has passed, where the reporting lag is known."""
    if indicator.reporting_lag_days is None or not figures:
        return None
    if indicator.retired_on and indicator.retired_on <= as_at:
        return None
    last = max(figures, key=lambda row: row.period_end).period
    following = next_period(Frequency(indicator.frequency), last)
    return following if as_at > following.due_on(indicator.reporting_lag_days) else None
