"""The periods for which an indicator is judged, and its rows handed to the rules: a figure held to its target, and
compared with earlier ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from core.periods import Period, in_order
from performance.choices import Aggregation, Frequency, Polarity, Status, next_period
from performance.models import Figure, Indicator, Target
from performance.rules import direction, rollup, status
from performance.rules.readings import Yardstick
from performance.standings.rows import breaks_of, reading_of, target_value


def judgement_of(
    indicator: Indicator,
    figures: Sequence[Figure],
    target: Target | None,
    *,
    period: Period,
    yardstick: Yardstick | None,
    as_at: date,
) -> status.Judgement:
    """The figure for `period`, one of `figures` or none yet, held to `target`; without one, beside the yardstick."""
    figure = next((row for row in figures if row.period == period), None)
    so_far = _so_far(indicator, figure, target, figures)
    if so_far.reading is None and so_far.reason:
        # A year to date with a quarter missing is no figure, and says which is missing.
        return status.Judgement(Status.NO_FIGURES, f"{Status.NO_FIGURES.label}: {so_far.reason}")
    return status.judge(
        so_far.reading,
        target_value(indicator, target, figures) if target else None,
        polarity=Polarity(indicator.polarity),
        as_at=as_at,
        aggregation=Aggregation(indicator.aggregation),
        year_to_date=indicator.is_cumulative,
        unit=indicator.unit,
        decimals=indicator.decimal_places,
        awaited=period,
        lag_days=indicator.reporting_lag_days,
        yardstick=yardstick,
    )


def _so_far(
    indicator: Indicator, figure: Figure | None, target: Target | None, figures: Sequence[Figure]
) -> rollup.RollUp:
    """The figure, or for a cumulative indicator the year to date that ends with it."""
    if figure is None:
        return rollup.RollUp(None)
    if (
        not indicator.is_cumulative
        or target is None
        or target.period == figure.period
        or figure.value is None
    ):
        return rollup.RollUp(reading_of(figure))
    return rollup.year_to_date(
        [reading_of(row) for row in figures], upto=figure.period, aggregation=Aggregation.SUM
    )


def travel_of(
    indicator: Indicator, figure: Figure | None, earlier: Iterable[Figure]
) -> direction.Travel:
    return direction.direction_of_travel(
        reading_of(figure) if figure else None,
        [reading_of(row) for row in earlier],
        polarity=Polarity(indicator.polarity),
        breaks=breaks_of(indicator),
        unit=indicator.unit,
        decimals=indicator.decimal_places,
    )


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
