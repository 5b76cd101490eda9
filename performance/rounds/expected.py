"""Which figures a round expects, and the return status of each.

A round is for a period, mostly a quarter. It looks for every figure whose own period ends in it: the quarter's, its
three months', and those of the years and rolling years that end in it.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from django.db.models import QuerySet, TextChoices

from core.periods import Period
from performance.choices import AbsentState, FigureState, Frequency
from performance.figures.withholding import AnyFigure
from performance.models import Figure, Indicator
from performance.rules.awaited import is_awaited, is_live, periods_in
from performance.rules.status import absent_state


class ReturnStatus(TextChoices):
    """Whether an expected figure is in. The figure_state component draws these values."""

    IN = "reported", "In"
    PROVISIONAL = "provisional", "Provisional"
    LATE = "late", "Late"
    NOT_YET_DUE = "not_yet_due", "Not yet due"
    NOT_APPLICABLE = "not_applicable", "Not applicable"
    SUPPRESSED = "suppressed", "Suppressed (small number)"
    NO_DAY_SET = "no_day_set", "No day set"


STATUSES = {
    FigureState.REPORTED: ReturnStatus.IN,
    FigureState.PROVISIONAL: ReturnStatus.PROVISIONAL,
    FigureState.NOT_APPLICABLE: ReturnStatus.NOT_APPLICABLE,
    FigureState.SUPPRESSED: ReturnStatus.SUPPRESSED,
    AbsentState.LATE: ReturnStatus.LATE,
    AbsentState.NOT_YET_DUE: ReturnStatus.NOT_YET_DUE,
}


# Which figure of an indicator's own area: the indicator's number and the period.
Key = tuple[int, Period]


@dataclass(frozen=True)
class Expected:
    """A figure of `indicator` for `period` and the indicator's own area. `due_on` is None where no day is set."""

    indicator: Indicator
    period: Period
    due_on: date | None
    figure: AnyFigure | None
    status: ReturnStatus

    @property
    def key(self) -> Key:
        return self.indicator.pk, self.period


def period_before(frequency: Frequency, period: Period) -> Period:
    """The period before `period`; a rolling year moves back by a month."""
    if frequency == Frequency.ROLLING_YEAR:
        return Period.rolling_year(period.end.year, period.end.month - 1)
    return period.previous()


def return_status_of(
    state: FigureState | str | None, period: Period, *, as_at: date, lag_days: int | None
) -> ReturnStatus:
    """The return status of the figure for `period`. `state` is None where no figure is in."""
    if state is not None:
        return STATUSES[FigureState(state)]
    if lag_days is None:
        return ReturnStatus.NO_DAY_SET
    return STATUSES[absent_state(period, as_at, lag_days)]


def is_looked_for(
    indicator: Indicator, period: Period, *, as_at: date, is_in: bool, since: date | None
) -> bool:
    """Whether a round has a line for it: a figure that is in while the indicator is live, or one that is waited for."""
    life = {"since": since, "retired_on": indicator.retired_on}
    return is_live(period, **life) if is_in else is_awaited(period, as_at=as_at, **life)


def looked_for(
    indicators: Iterable[Indicator],
    window: Period,
    known: Container[Key],
    *,
    as_at: date,
    since: Mapping[int, date] | None = None,
) -> Iterator[tuple[Indicator, Period]]:
    """What a round of `window` looks for, in the order of `indicators`; `known` are the figures that are in.

    `since` says from which day an indicator, by number, is looked for; without it, from its own first day, else always.
    """
    periods = {frequency: periods_in(frequency, window) for frequency in Frequency}
    for indicator in indicators:
        first = indicator.live_from if since is None else since.get(indicator.pk)
        for period in periods[Frequency(indicator.frequency)]:
            is_in = (indicator.pk, period) in known
            if is_looked_for(indicator, period, as_at=as_at, is_in=is_in, since=first):
                yield indicator, period


def expected_in(
    indicators: Iterable[Indicator],
    window: Period,
    figures: Mapping[Key, AnyFigure],
    *,
    as_at: date,
    since: Mapping[int, date] | None = None,
) -> list[Expected]:
    """The figures that a round of `window` looks for, as things stand on `as_at`.

    `figures` are those that are in, for the indicators' own areas (see `figures_ending_in`); the rest as in `looked_for`.
    """
    return [
        _expected(indicator, period, figures.get((indicator.pk, period)), as_at)
        for indicator, period in looked_for(indicators, window, figures, as_at=as_at, since=since)
    ]


def _expected(
    indicator: Indicator, period: Period, figure: AnyFigure | None, as_at: date
) -> Expected:
    lag = indicator.reporting_lag_days
    return Expected(
        indicator=indicator,
        period=period,
        due_on=None if lag is None else period.due_on(lag),
        figure=figure,
        status=return_status_of(
            figure.state if figure else None, period, as_at=as_at, lag_days=lag
        ),
    )


def figures_ending_in(
    indicators: QuerySet[Indicator], window: Period, *, known_on: datetime | None = None
) -> dict[Key, Figure]:
    """Figures of the indicators' own areas whose period ends in `window`, in one query."""
    found = Figure.objects.known_on(known_on).of_own_areas(indicators, window)
    return {
        (row.indicator_id, row.period): row
        for row in cast("QuerySet[Figure]", found.select_related("upload", "recorded_by"))
    }
