"""Figures for areas other than an indicator's own: how many are in, and which came before and do not now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Case, Count, DateField, Exists, F, OuterRef, Q, QuerySet, Value, When

from core.periods import Period
from performance.choices import Frequency
from performance.models import Figure, Indicator
from performance.rounds.expected import Key, period_before
from performance.rules.awaited import periods_in


@dataclass(frozen=True)
class Coverage:
    """Other areas with a figure for a period, and those that had one in the period before and have none."""

    known: int = 0
    missing: int = 0


@dataclass(frozen=True)
class Step:
    """A period that figures of a frequency are looked for in, and the one before it."""

    frequency: Frequency
    before: Period
    period: Period


def coverage_of(
    indicators: QuerySet[Indicator], window: Period, *, known_on: datetime | None = None
) -> dict[Key, Coverage]:
    """The coverage of each indicator and period of a round, counted by the database in two queries."""
    figures = (
        Figure.objects.known_on(known_on)
        .filter(indicator__in=indicators.order_by().values("pk"))
        .exclude(area=F("indicator__area"))
        .order_by()
    )
    steps = [
        Step(frequency, period_before(frequency, period), period)
        for frequency in Frequency
        for period in periods_in(frequency, window)
    ]
    known = _counted(figures.filter(period_end__range=(window.start, window.end)))
    missing = _missing(figures, steps)
    return {key: Coverage(known.get(key, 0), missing.get(key, 0)) for key in known.keys() | missing}


def _counted(figures: QuerySet[Figure]) -> dict[Key, int]:
    rows = figures.values_list("indicator", "period_start", "period_end").annotate(Count("pk"))
    return {(indicator, Period(start, end)): count for indicator, start, end, count in rows}


def _missing(figures: QuerySet[Figure], steps: Iterable[Step]) -> dict[Key, int]:
    steps = list(steps)
    if not steps:
        return {}
    now = figures.filter(
        indicator=OuterRef("indicator"),
        area=OuterRef("area"),
        period_start=OuterRef("next_start"),
        period_end=OuterRef("next_end"),
    )
    missing = (
        figures.filter(reduce(or_, (_before(step) for step in steps)))
        .annotate(
            next_start=_next(steps, "start"),
            next_end=_next(steps, "end"),
        )
        .filter(~Exists(now))
        .values_list("indicator", "next_start", "next_end")
        .annotate(Count("pk"))
    )
    return {(indicator, Period(start, end)): count for indicator, start, end, count in missing}


def _before(step: Step) -> Q:
    return Q(
        indicator__frequency=step.frequency,
        period_start=step.before.start,
        period_end=step.before.end,
    )


def _next(steps: Iterable[Step], end: str) -> Case:
    return Case(
        *(When(_before(step), then=Value(getattr(step.period, end))) for step in steps),
        output_field=DateField(),
    )
