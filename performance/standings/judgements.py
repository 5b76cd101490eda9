"""The periods for which an indicator is judged, and its rows handed to the rules: a figure held to its target, and
compared with earlier ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from core.periods import Period, in_order
from performance.choices import FigureState, Frequency, Polarity, Status
from performance.models import Figure, Indicator, Target
from performance.rules import direction, rollup, status
from performance.rules.awaited import (
    Reporting,
    awaited_since,
    first_awaited,
    first_in_step,
    is_awaited,
    is_late,
    late_periods,
)
from performance.rules.readings import Reading, Yardstick
from performance.rules.targets import Limit, holds_for, whole_limit
from performance.standings.outlook import feared_end
from performance.standings.rows import breaks_of, reading_of, readings_in, target_value


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
    polarity = Polarity(indicator.polarity)
    value = target_value(indicator, target, figures) if target else None
    asks = value is not None and isinstance(whole_limit(value, polarity=polarity), Limit)
    held = _held_against(indicator, figure, target if asks else None, figures, as_at)
    if held.reading is None and (held.missing or held.withheld or held.reason) and not held.across:
        # A year to date with a quarter missing is no figure, and says which is missing.
        return _incomplete(held, indicator, as_at)
    is_over = target is not None and target.period.is_over(as_at)
    reading, words = held.reading, held.across.words if held.across else ""
    if reading is None and figure is not None:
        reading = reading_of(figure)
    return status.judge(
        reading,
        value,
        polarity=polarity,
        as_at=as_at,
        aggregation=indicator.aggregation,
        year_to_date=indicator.is_counted,
        unit=indicator.unit,
        decimals=indicator.decimal_places,
        forecast=None if is_over else feared_end(indicator, figures, target, period),
        awaited=period,
        lag_days=indicator.reporting_lag_days,
        yardstick=yardstick,
        final_state=_final_state(indicator, target, reading, figures, as_at),
        final_lag_days=_lag_of_final(indicator, target, as_at),
        not_final=words,
        not_compared=""
        if held.reading or not words
        else f"the year to date is not added up: {words}",
    )


def _incomplete(so_far: rollup.RollUp, indicator: Indicator, as_at: date) -> status.Judgement:
    """The reason of what is missing begins with its own word. Where a part of it is late, so is the year to date."""
    for part in map(Period.from_label, so_far.missing):
        late = is_late(part, as_at=as_at, lag_days=indicator.reporting_lag_days)
        if late and is_awaited(
            part, as_at=as_at, since=indicator.live_from, retired_on=indicator.retired_on
        ):
            return status.overdue(part, indicator.reporting_lag_days or 0)
    is_short = so_far.missing or so_far.withheld
    sentence = so_far.reason if is_short else f"{Status.NO_FIGURES.label}: {so_far.reason}"
    return status.Judgement(
        Status.NO_FIGURES, sentence, missing=so_far.missing, withheld=so_far.withheld
    )


def _held_against(
    indicator: Indicator,
    figure: Figure | None,
    target: Target | None,
    figures: Sequence[Figure],
    as_at: date,
) -> rollup.RollUp:
    """The figure; of a count the year to date, and of a percentage, once its year is over, that of the year."""
    if figure is None:
        return rollup.RollUp(None)
    reading = reading_of(figure)
    if target is None or target.period == figure.period:
        return rollup.RollUp(reading)
    return rollup.held_against(
        reading,
        readings_in(target.period, figures),
        whole=target.period,
        aggregation=indicator.aggregation,
        as_at=as_at,
        scale=rollup.scale_of(indicator.unit),
        breaks=breaks_of(indicator),
    )


def _final_state(
    indicator: Indicator,
    target: Target | None,
    reading: Reading | None,
    figures: Sequence[Figure],
    as_at: date,
) -> FigureState | None:
    """What is known of the final figure of a target whose period is over, where `reading` is not that figure."""
    if target is None or reading is None or not target.period.is_over(as_at):
        return None
    if rollup.is_final(reading, target.period, indicator.aggregation):
        return FigureState.REPORTED
    ending = [reading_of(row) for row in figures if row.period_end <= target.period_end]
    return rollup.final_state(
        ending,
        whole=target.period,
        aggregation=indicator.aggregation,
        scale=rollup.scale_of(indicator.unit),
        breaks=breaks_of(indicator),
    )


def _lag_of_final(indicator: Indicator, target: Target | None, as_at: date) -> int | None:
    """How long after a target's period its final figure is due; None where nobody waits for it."""
    is_waited_for = target is not None and is_awaited(
        target.period, as_at=as_at, since=indicator.live_from, retired_on=indicator.retired_on
    )
    return indicator.reporting_lag_days if is_waited_for else None


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
    """Each that has a figure, each for which a target that has begun waits, and those that are late; newest first."""
    periods = {figure.period for figure in figures}
    targets = list(targets)
    for target in targets:
        has_figure = any(holds_for(target.period, figure.period) for figure in figures)
        if target.period_start <= as_at and not has_figure:
            waits_for = first_awaited(reporting_of(indicator), target.period, as_at=as_at)
            periods |= {waits_for} if waits_for else set()
    periods.update(overdue_periods(indicator, figures, targets, as_at))
    return list(reversed(in_order(periods)))


def overdue_periods(
    indicator: Indicator, figures: Iterable[Figure], targets: Iterable[Target], as_at: date
) -> list[Period]:
    """The periods whose figure is late, oldest first. `figures` and `targets` are those of its own area."""
    known = {row.period for row in figures}
    since = awaited_since(
        indicator.live_from,
        first_figure=first_in_step(Frequency(indicator.frequency), known),
        first_target=min((row.period_start for row in targets), default=None),
        as_at=as_at,
    )
    return late_periods(reporting_of(indicator), known, since=since, as_at=as_at)


def reporting_of(indicator: Indicator) -> Reporting:
    return Reporting(
        frequency=Frequency(indicator.frequency),
        lag_days=indicator.reporting_lag_days,
        live_from=indicator.live_from,
        retired_on=indicator.retired_on,
    )
