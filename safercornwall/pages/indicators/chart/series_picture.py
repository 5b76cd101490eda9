"""The series of an indicator as pictures that the server draws: one for each length of period, that of its status first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from django.utils.text import capfirst

from core.periods import Period, written
from performance.choices import FigureState
from performance.models import Comparator, Indicator
from performance.rules.targets import Limit
from performance.rules.wording import short_unit
from performance.standings.readout import (
    in_words,
    interval_of_figure,
    limit_by,
    number_and_unit,
    state_of,
)
from performance.standings.rows import breaks_of, reading_of
from performance.standings.series import Series, series_of, signal_of, so_far
from performance.standings.standing import Standing
from safercornwall.pages.components.pictures.readings import Break, DrawnReading
from safercornwall.pages.components.pictures.series.data import (
    Comparison,
    SeriesChart,
    Slot,
    TargetBound,
)

# More slots than these cannot be told apart; the table has every period.
MOST_SLOTS = 64
# Of a longer series the year to date has a picture of its own: beside it single periods would be flat.
MOST_WITH_YEAR = 8
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def series_pictures(
    indicator: Indicator,
    standings: Sequence[Standing],
    later: Sequence[Standing],
    as_at: date,
) -> list[SeriesChart]:
    """`standings` are newest first; `later` are those of periods that end after `as_at`, which are not judged."""
    found = [
        one
        for one in series_of([*standings, *later])
        if any(_known(row) is not None or _bounds(row) for _, row in one.points)
    ]
    newest = next((row.period for row in standings if row.figure), None)
    found.sort(key=lambda one: newest not in one.periods)
    return [_picture(indicator, one, standings, as_at) for one in found]


def _picture(
    indicator: Indicator, series: Series, standings: Sequence[Standing], as_at: date
) -> SeriesChart:
    points = series.points[-MOST_SLOTS:]
    periods = [period for period, _ in points]
    later = next((place for place, period in enumerate(periods) if period.end > as_at), None)
    signal = _signal(indicator, standings, periods)
    apart = indicator.is_counted and len(periods) > MOST_WITH_YEAR
    return SeriesChart(
        subject=f"{indicator.short_name or indicator.name}, {series.label.lower()}",
        unit=capfirst(indicator.unit),
        slots=tuple(slot_of(period) for period in periods),
        readings=tuple(_reading(indicator, period, row, as_at) for period, row in points),
        targets=() if apart else tuple(_bounds(row) for _, row in points),
        target_words="" if apart else _target_words(indicator, points),
        comparisons=tuple(_comparisons(indicator, series, periods, with_year=not apart)),
        guides=signal[0],
        signals=signal[1],
        breaks=tuple(_breaks(indicator, periods)),
        later_from=later,
        later_words=f"After {written(as_at)}, the date of this view",
        axis_after="%" if short_unit(indicator.unit) == "%" else "",
    )


def slot_of(period: Period) -> Slot:
    """A quarter or a month stands over its financial year."""
    year = f"{period.fy_start_year}/{(period.fy_start_year + 1) % 100:02}"
    if period.kind == "quarter":
        return Slot(period.label.split()[0], year)
    if period.kind == "month":
        return Slot(MONTHS[period.start.month - 1], year)
    return Slot(period.label)


def _reading(
    indicator: Indicator, period: Period, row: Standing | None, as_at: date
) -> DrawnReading:
    figure = row.figure if row else None
    if figure is None or row is None:
        state = state_of(row, as_at) if row else None
        return DrawnReading(period.label, None, state=state.state if state else "")
    known = _known(row)
    if known is None:
        return DrawnReading(period.label, None, state=figure.state)
    interval = interval_of_figure(indicator, figure)
    aside = " (an estimate)" if figure.is_estimate else ""
    return DrawnReading(
        period.label,
        known,
        f"{in_words(indicator, known)}{aside}",
        provisional=figure.state == FigureState.PROVISIONAL,
        low=interval.low if interval else None,
        high=interval.high if interval else None,
        short=number_and_unit(indicator, known)[0],
    )


def _known(row: Standing | None) -> Decimal | None:
    """What may be drawn of its figure: nothing that is withheld."""
    return reading_of(row.figure).known if row and row.figure else None


def _bounds(row: Standing | None) -> tuple[TargetBound, ...]:
    limit = limit_by(row) if row else None
    return bounds_of(limit) if limit else ()


def bounds_of(limit: Limit) -> tuple[TargetBound, ...]:
    return tuple(
        TargetBound(
            bound.limit,
            "at_most" if bound.is_ceiling else "at_least",
            bound.amber if bound.tolerance else None,
        )
        for bound in limit.bounds
    )


def _target_words(indicator: Indicator, points: Sequence[tuple[Period, Standing | None]]) -> str:
    """The target of the last period that has one; of what adds up, its share so far."""
    for period, row in reversed(points):
        limit = limit_by(row) if row else None
        if limit is not None:
            so_far = " so far" if indicator.is_counted else ""
            words = limit.words(lambda value: in_words(indicator, value))
            return f"{words}{so_far} ({period.label})"
    return ""


def _comparisons(
    indicator: Indicator, series: Series, periods: Sequence[Period], *, with_year: bool
) -> Iterator[Comparison]:
    rolled = so_far(series, indicator) if with_year else {}
    if any(period != reading.period for period, reading in rolled.items()):
        values = [rolled[period].known if period in rolled else None for period in periods]
        yield _comparison(indicator, "Year to date", values)
    by_label: dict[str, dict[Period, Comparator]] = {}
    for row in indicator.comparators.all():
        if row.value is not None and row.period in periods:
            by_label.setdefault(capfirst(row.label), {})[row.period] = row
    for label, rows in sorted(by_label.items()):
        values = [rows[period].value if period in rows else None for period in periods]
        yield _comparison(indicator, label, values)


def _comparison(indicator: Indicator, label: str, values: Sequence[Decimal | None]) -> Comparison:
    last = next((value for value in reversed(values) if value is not None), None)
    words = "" if last is None else in_words(indicator, last)
    return Comparison(label, tuple(values), words)


def _signal(
    indicator: Indicator, standings: Sequence[Standing], periods: Sequence[Period]
) -> tuple[tuple[Comparison, ...], tuple[int, ...]]:
    """Mean and limits of ordinary variation as lines, and the places of the points that signal."""
    _, chart = signal_of(indicator, standings)
    known = {point.period: point for point in chart.points} if chart else {}
    parts = (
        ("Mean", "mean"),
        *(("Limits of ordinary variation", end) for end in ("upper", "lower")),
    )
    lines = [
        Comparison(
            label,
            tuple(getattr(known[period], part) if period in known else None for period in periods),
        )
        for label, part in parts
    ]
    signals = tuple(
        place for place, period in enumerate(periods) if period in known and known[period].rule
    )
    return tuple(line for line in lines if any(v is not None for v in line.values)), signals


def _breaks(indicator: Indicator, periods: Sequence[Period]) -> Iterator[Break]:
    """Each before the first period that it parts from the one before."""
    reasons = {row.starts_on: row.what_changed for row in indicator.breaks.all()}
    for cut in breaks_of(indicator):
        for place in range(1, len(periods)):
            before, after = periods[place - 1], periods[place]
            if cut.parts(before, after) and before.end < cut.on:
                yield Break(place, reasons.get(cut.on, ""))
                break
