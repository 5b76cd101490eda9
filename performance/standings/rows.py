"""Rows of the database as the plain values that the rules take."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from core.periods import Period
from core.records.fetching import with_children
from performance.choices import FigureState, Profile, TargetForm
from performance.models import Comparator, Figure, Indicator, Target
from performance.rules.readings import BreakInSeries, Reading, Yardstick
from performance.rules.rollup import roll_up_over, scale_of, shape_of
from performance.rules.targets import TargetValue
from performance.rules.wording import Number


def reading_of(figure: Figure) -> Reading:
    return Reading(
        period=figure.period,
        value=figure.value,
        state=FigureState(figure.state),
        numerator=figure.numerator,
        denominator=figure.denominator,
        reason=figure.reason,
        is_estimate=figure.is_estimate,
    )


def comment_or_reason(figure: Figure) -> str:
    """What was said beside a figure; of one that is not applicable, why."""
    return figure.reason if figure.state == FigureState.NOT_APPLICABLE else figure.comment


def breaks_of(indicator: Indicator) -> list[BreakInSeries]:
    return [BreakInSeries(row.starts_on, row.what_changed) for row in indicator.breaks.all()]


def yardstick_of(comparators: Iterable[Comparator]) -> Yardstick | None:
    """The first comparator that is a number."""
    for row in comparators:
        if row.value is not None:
            return Yardstick(label=row.label, value=row.value)
    return None


def readings_in(period: Period, figures: Iterable[Figure]) -> list[Reading]:
    """Those of periods that lie wholly inside."""
    return [
        reading_of(row)
        for row in figures
        if period.start <= row.period_start and row.period_end <= period.end
    ]


def target_value(indicator: Indicator, target: Target, figures: Iterable[Figure]) -> TargetValue:
    """The target as the rules want it, its baseline looked up among the figures and comparators.

    Figures and breaks are looked at only where it compares with an earlier time: a page may not have fetched them.
    """
    looks_back = target.form == TargetForm.CHANGE or target.profile == Profile.LAST_YEAR
    baseline, baseline_period, is_own = _baseline_of(indicator, target, figures)
    tolerance = (
        indicator.tolerance_percent
        if target.tolerance_percent is None
        else target.tolerance_percent
    )
    return TargetValue(
        form=TargetForm(target.form),
        period=target.period,
        value=target.value,
        is_confirmed=target.is_confirmed,
        upper=target.upper_value,
        change_percent=target.change_percent,
        baseline=baseline,
        baseline_period=baseline_period,
        baseline_is_own=is_own,
        tolerance_percent=tolerance,
        profile=Profile(target.profile),
        profile_values=_profile_values(indicator, target, figures),
        breaks=tuple(breaks_of(indicator)) if looks_back else (),
    )


def _baseline_of(
    indicator: Indicator, target: Target, figures: Iterable[Figure]
) -> tuple[Number | None, Period | None, bool]:
    """The value that a change is against, its period, and whether it is of the indicator's own series.

    It is stated, a comparator, or the figure of the period, be it rolled up from its parts.
    """
    if target.form != TargetForm.CHANGE:
        return None, None, True
    period = None
    if target.baseline_start and target.baseline_end:
        period = Period(target.baseline_start, target.baseline_end)
    if target.baseline_value is not None:
        return target.baseline_value, period, True
    if target.baseline_label:
        period = period or target.period
        named = ((row.label, row.period, row.value) for row in indicator.comparators.all())
        wanted = (target.baseline_label, period)
        return next((value for *one, value in named if tuple(one) == wanted), None), period, False
    if period is None:
        return None, None, True
    rolled = roll_up_over(
        readings_in(period, figures),
        over=period,
        aggregation=indicator.aggregation,
        scale=scale_of(indicator.unit),
        breaks=breaks_of(indicator),
    )
    return rolled.reading.exact if rolled.reading else None, period, True


def _profile_values(
    indicator: Indicator, target: Target, figures: Iterable[Figure]
) -> tuple[Decimal | None, ...]:
    if target.profile != Profile.LAST_YEAR:
        return tuple(Decimal(str(value)) for value in target.profile_values)
    if not indicator.is_counted:
        return ()
    last_year = target.period.same_last_year()
    return shape_of(readings_in(last_year, figures), last_year)


def holding(indicator: Indicator, figures: Iterable[Figure]) -> Indicator:
    """A copy of `indicator` whose figures are these, newest first, and no others. Nothing is written."""
    newest_first = sorted(figures, key=lambda row: row.period_end, reverse=True)
    held: Indicator = with_children(indicator, "figures", newest_first)
    return held
