"""Rows of the database as the plain values that the rules take."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from core.periods import Period
from core.records.fetching import with_children
from performance.choices import FigureState, Profile, TargetForm
from performance.models import Comparator, Figure, Indicator, Target
from performance.rules.direction import BreakInSeries
from performance.rules.readings import Reading, Yardstick
from performance.rules.targets import TargetValue


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


def said_of(figure: Figure) -> str:
    """What was said beside a figure; of one that is not applicable, why."""
    return figure.reason if figure.state == FigureState.NOT_APPLICABLE else figure.comment


def breaks_of(indicator: Indicator) -> list[BreakInSeries]:
    return [BreakInSeries(row.starts_on, row.reason) for row in indicator.breaks.all()]


def yardstick_of(comparators: Iterable[Comparator]) -> Yardstick | None:
    """The first comparator that is a number."""
    for row in comparators:
        if row.value is not None:
            return Yardstick(label=row.label, value=row.value)
    return None


def target_value(indicator: Indicator, target: Target, figures: Iterable[Figure]) -> TargetValue:
    """The target as the rules want it, its baseline looked up among the figures and comparators."""
    baseline, baseline_period = target.baseline_value, None
    if target.baseline_start and target.baseline_end:
        baseline_period = Period(target.baseline_start, target.baseline_end)
        if baseline is None:
            baseline = next((row.value for row in figures if row.period == baseline_period), None)
    if baseline is None and target.baseline_label:
        baseline_period = baseline_period or target.period
        baseline = next(
            (
                row.value
                for row in indicator.comparators.all()
                if (row.label, row.period) == (target.baseline_label, baseline_period)
            ),
            None,
        )
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
        tolerance_percent=tolerance,
        profile=Profile(target.profile),
        profile_values=_profile_values(target, figures),
    )


def _profile_values(target: Target, figures: Iterable[Figure]) -> tuple[Decimal | None, ...]:
    if target.profile == Profile.LAST_YEAR:
        values = {row.period: row.value for row in figures}
        last_year = target.period.same_last_year()
        return tuple(values.get(quarter) for quarter in last_year.quarters())
    return tuple(Decimal(str(value)) for value in target.profile_values)


def holding(indicator: Indicator, figures: Iterable[Figure]) -> Indicator:
    """A copy of `indicator` whose figures are these, newest first, and no others. Nothing is written."""
    newest_first = sorted(figures, key=lambda row: row.period_end, reverse=True)
    held: Indicator = with_children(indicator, "figures", newest_first)
    return held
