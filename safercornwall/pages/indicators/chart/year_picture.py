"""The running year as a picture: the year to date, its target on the way, last year's course, and the forecast."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.text import capfirst

from performance.models import Indicator, Target
from performance.rules.wording import Number, short_unit
from performance.standings.beside import asked_of, forecast_words
from performance.standings.outlook import RunningYear
from performance.standings.readout import in_words, limit_at, number_and_unit
from safercornwall.pages.components.pictures.readings import DrawnReading
from safercornwall.pages.components.pictures.series.data import (
    Comparison,
    DrawnForecast,
    SeriesChart,
    TargetBound,
)
from safercornwall.pages.indicators.chart.series_picture import bounds_of, slot_of


def year_picture(indicator: Indicator, running: RunningYear, target: Target | None) -> SeriesChart:
    """One slot for each month or quarter of the year, those still to come included."""
    known, parts = len(running.so_far), running.parts
    whole = target is not None and target.period.contains(running.year)
    asked = asked_of(indicator, running, target)
    return SeriesChart(
        subject=f"{indicator.short_name or indicator.name}, {running.year} so far",
        unit=_unit(indicator),
        slots=tuple(slot_of(part) for part in parts),
        readings=tuple(_readings(indicator, running)),
        targets=tuple(
            _bounds(indicator, target, running, place) if target and whole else ()
            for place in range(len(parts))
        ),
        target_words=_target_words(indicator, target, running) if target and whole else "",
        comparisons=_last_year(indicator, running),
        forecast=_forecast(running, asked),
        forecast_words=forecast_words(indicator, running, asked),
        ahead=len(parts) - known,
        axis_after="%" if short_unit(indicator.unit) == "%" else "",
    )


def _unit(indicator: Indicator) -> str:
    since = "from the start of the year" if indicator.is_counted else "the year so far"
    return f"{capfirst(indicator.unit)}, {since}"


def _readings(indicator: Indicator, running: RunningYear) -> Iterator[DrawnReading]:
    for place, part in enumerate(running.parts):
        if place >= len(running.so_far):
            yield DrawnReading(part.label, None)
            continue
        value = running.so_far[place]
        short = number_and_unit(indicator, value)[0]
        yield DrawnReading(f"to {part.label}", value, in_words(indicator, value), short=short)


def _bounds(
    indicator: Indicator, target: Target, running: RunningYear, place: int
) -> tuple[TargetBound, ...]:
    limit = limit_at(indicator, target, running.parts[place])
    return bounds_of(limit) if limit else ()


def _target_words(indicator: Indicator, target: Target, running: RunningYear) -> str:
    limit = limit_at(indicator, target, running.parts[-1])
    if limit is None:
        return ""
    words = limit.words(lambda value: in_words(indicator, value))
    return f"{words} in all" if indicator.is_counted else words


def _last_year(indicator: Indicator, running: RunningYear) -> tuple[Comparison, ...]:
    if len(running.last_year) != len(running.parts):
        return ()
    label, values = running.year.same_last_year().label, running.last_year
    return (Comparison(label, values, in_words(indicator, values[-1])),)


def _forecast(running: RunningYear, asked: Sequence[Number]) -> tuple[DrawnForecast | None, ...]:
    if running.end is None:
        return ()
    end = running.end
    middle = end.middle.beside(asked) if end.middle else None
    return (*(None for _ in running.parts[1:]), DrawnForecast(middle, end.low, end.high))
