"""The figures of an indicator's own area: the rows of its tables, and the chart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.urls import reverse
from django.utils import timezone

from core.periods import Period
from performance.choices import AbsentState
from performance.models import ClosedPeriod, Figure, Indicator, Target
from performance.rounds.changes import moment_of
from performance.rounds.reported import Reported, reported_and_latest
from performance.rules.seasonal import YearOnYear, year_on_year
from performance.rules.status import absent_state
from performance.standings.afterwards import afterwards
from performance.standings.beside import asked_of, running_of
from performance.standings.missing_periods import MissingPeriods, gaps_of
from performance.standings.outlook import RunningYear
from performance.standings.readout import (
    PrintedReadout,
    StateReadout,
    certainty_words,
    comparator_words,
    counts_words,
    figure_words,
    printed_of,
    state_of,
    target_words,
)
from performance.standings.rows import breaks_of, holding, reading_of
from performance.standings.series import series_of
from performance.standings.standing import Standing, standings_of
from priorities.models import PerformanceStatement
from safercornwall.pages.components.pictures.series.data import SeriesChart
from safercornwall.pages.components.provenance import Provenance, provenance_of
from safercornwall.pages.components.revisions import value_words
from safercornwall.pages.indicators.chart.charts import IndicatorChart, indicator_chart
from safercornwall.pages.indicators.chart.series_picture import MOST_WITH_YEAR, series_pictures
from safercornwall.pages.indicators.chart.year_picture import year_picture
from safercornwall.pages.indicators.fetching import FetchedIndicator


@dataclass(frozen=True)
class Correction:
    """A figure of a closed period that has changed since. A value is empty if there was no figure."""

    reported: str
    latest: str
    on: date | None
    reason: str


def correction_of(indicator: Indicator, closed: Reported | None) -> Correction | None:
    if closed is None or not closed.differs:
        return None
    last = closed.last
    return Correction(
        reported=value_words(indicator, closed.reported, closed.latest) if closed.reported else "",
        latest=value_words(indicator, closed.latest, closed.reported) if closed.latest else "",
        on=timezone.localtime(moment_of(last)).date() if last else None,
        reason=_reason(last) if last else "",
    )


def _reason(last: Figure) -> str:
    """The reason for the last revision, or for the removal of the figure."""
    reason: str = last.reason_for_closing if last.known_to else last.reason_for_change
    return reason


@dataclass(frozen=True)
class FigureRow:
    """One period: its figure, its target and its status.

    `statement` is the printed source of the figure. `closed` is the figure as reported, if its period is closed.
    """

    standing: Standing
    as_at: date
    statement: PerformanceStatement | None = None
    closed: Reported | None = None

    @property
    def figure(self) -> Figure | None:
        return self.standing.figure

    @property
    def label(self) -> str:
        return self.standing.period.label if self.standing.period else ""

    @property
    def words(self) -> str:
        return figure_words(self.standing)

    @property
    def counts(self) -> str:
        return counts_words(self.standing)

    @property
    def state(self) -> StateReadout | None:
        return state_of(self.standing, self.as_at)

    @property
    def target(self) -> str:
        target = self.standing.target
        return target_words(self.standing.indicator, target) if target else ""

    @property
    def printed(self) -> PrintedReadout | None:
        return printed_of(self.standing)

    @property
    def comparators(self) -> list[str]:
        indicator, figure = self.standing.indicator, self.figure
        return [comparator_words(indicator, row, figure) for row in self.standing.comparators]

    @property
    def certainty(self) -> str:
        return certainty_words(self.standing)

    @property
    def correction(self) -> Correction | None:
        return correction_of(self.standing.indicator, self.closed)

    @property
    def provenance(self) -> Provenance | None:
        return provenance_of(self.figure) if self.figure else None

    @property
    def history(self) -> str:
        """The address of the figure's history."""
        indicator, figure = (
            self.standing.indicator,
            self.figure or (self.closed and self.closed.latest),
        )
        return history_address(indicator, figure) if figure else ""


@dataclass(frozen=True)
class GapRow:
    """A missing period, or several in a row. A single one is late after its due date."""

    gap: MissingPeriods
    indicator: Indicator
    as_at: date
    closed: Reported | None = None

    @property
    def label(self) -> str:
        return self.gap.label

    @property
    def words(self) -> str:
        many = len(self.gap.periods) > 1
        return f"No figures ({self.gap.count})" if many else "No figure"

    @property
    def state(self) -> StateReadout | None:
        """Late or not yet due. None if no figure is expected, and for several periods."""
        period, lag = self.gap.last, self.indicator.reporting_lag_days
        begins, ends = self.indicator.live_from, self.indicator.retired_on
        outside = (begins and period.end < begins) or (ends and period.start >= ends)
        if lag is None or outside or len(self.gap.periods) > 1 or period.end > self.as_at:
            return None
        return StateReadout(
            AbsentState(absent_state(period, self.as_at, lag)).value, due_on=period.due_on(lag)
        )

    @property
    def correction(self) -> Correction | None:
        return correction_of(self.indicator, self.closed)

    @property
    def history(self) -> str:
        figure = self.closed and (self.closed.latest or self.closed.reported)
        return history_address(self.indicator, figure) if figure else ""


def history_address(indicator: Indicator, figure: Figure) -> str:
    """The address of the history of a figure of the indicator's own area."""
    days = (figure.period_start, figure.period_end)
    return reverse("figures:history", args=[indicator.slug, indicator.area.slug, *days])


Row = FigureRow | GapRow


class IndicatorFigures:
    """The rows and the chart. With `as_reported`, closed periods show the figures that the board saw."""

    def __init__(self, fetched: FetchedIndicator, as_at: date, *, as_reported: bool = False):
        self.as_at = as_at
        self.as_reported = as_reported
        self.closed = _closed_figures(fetched.revisions, fetched.closings)
        indicator = fetched.indicator
        self.indicator = _as_reported(indicator, self.closed) if as_reported else indicator

    @property
    def has_corrections(self) -> bool:
        return any(row.differs for row in self.closed.values())

    @cached_property
    def standings(self) -> list[Standing]:
        return standings_of(self.indicator, self.as_at)

    @cached_property
    def later(self) -> list[Standing]:
        """The standings of periods that end after the day of the view. They are not judged."""
        return afterwards(self.indicator, self.as_at)

    @cached_property
    def chart(self) -> IndicatorChart | None:
        running, target = self.running or (None, None)
        asked = asked_of(self.indicator, running, target) if running else []
        return indicator_chart(
            self.indicator, self.standings, self.as_at, self.later, running, asked
        )

    @cached_property
    def pictures(self) -> list[SeriesChart]:
        """The series, that of the status first. Empty if there is no number to draw."""
        return series_pictures(self.indicator, self.standings, self.later, self.as_at)

    @cached_property
    def running(self) -> tuple[RunningYear, Target | None] | None:
        """The year of the newest figure, and the target for it."""
        newest = next((row for row in self.standings if row.figure), None)
        if newest is None or newest.period is None:
            return None
        target, figures = newest.target, self.indicator.figures.all()
        found = running_of(self.indicator, figures, newest.period, target)
        return (found, target) if found else None

    @cached_property
    def year_picture(self) -> SeriesChart | None:
        """The running year, where it has a forecast, or where the series is too long to show it."""
        if self.running is None:
            return None
        running, target = self.running
        is_long = self.indicator.is_counted and len(self.standings) > MOST_WITH_YEAR
        has_more = running.end is not None or (is_long and target is not None)
        return year_picture(self.indicator, running, target) if has_more else None

    @cached_property
    def differences(self) -> tuple[YearOnYear, ...]:
        """The main series beside itself a year before."""
        found = series_of([row for row in self.standings if row.figure])
        if not found or found[0].overlaps:
            return ()
        readings = [reading_of(row.figure) for _, row in found[0].points if row and row.figure]
        return year_on_year(readings, breaks_of(self.indicator))

    def rows(self, statements: Mapping[int, PerformanceStatement | None]) -> list[Row]:
        """A row for each period up to the day of the view, newest first. Missing periods have rows too.

        `statements` has the printed statement of each measurement.
        """
        judged = [self._figure_row(row, statements) for row in self.standings]
        return _newest_first([*judged, *(row for row in self._gaps if not self._is_later(row))])

    @cached_property
    def later_rows(self) -> list[Row]:
        shown = [self._figure_row(row, {}) for row in self.later]
        return _newest_first([*shown, *(row for row in self._gaps if self._is_later(row))])

    @property
    def later_count(self) -> int | None:
        """The number of later figures, without missing ones. 0 if there are no rows, None if all are missing."""
        return len(self.later) or (None if self.later_rows else 0)

    def _figure_row(
        self, row: Standing, statements: Mapping[int, PerformanceStatement | None]
    ) -> FigureRow:
        statement = statements.get(row.figure.measurement_id or 0) if row.figure else None
        closed = self.closed.get(row.period) if row.period else None
        return FigureRow(row, self.as_at, statement, closed)

    @cached_property
    def _gaps(self) -> list[GapRow]:
        """The missing periods, and the closed periods whose corrected figure is not shown."""
        standings = [*self.standings, *self.later]
        shown = {row.period for row in standings if row.period}
        corrected = [period for period, row in self.closed.items() if row.differs]
        hidden = [period for period in corrected if period not in shown]
        gaps = [
            gap
            for series in series_of(standings)
            for gap in gaps_of(series, cut=self.as_at, apart={*shown, *hidden})
        ]
        return [
            *(GapRow(gap, self.indicator, self.as_at) for gap in gaps),
            *(self._hidden_row(period) for period in hidden),
        ]

    def _hidden_row(self, period: Period) -> GapRow:
        return GapRow(MissingPeriods((period,)), self.indicator, self.as_at, self.closed[period])

    def _is_later(self, row: GapRow) -> bool:
        return row.gap.last.end > self.as_at


def _closed_figures(
    revisions: Sequence[Figure], closings: Iterable[ClosedPeriod]
) -> dict[Period, Reported]:
    found = reported_and_latest(revisions, closings)
    return {period: row for (_, _, period), row in found.items()}


def _as_reported(indicator: Indicator, closed: Mapping[Period, Reported]) -> Indicator:
    """The indicator with the figures of closed periods as reported. Figures that came later are left out."""
    open_still = [row for row in indicator.figures.all() if row.period not in closed]
    reported = [row.reported for row in closed.values() if row.reported]
    return holding(indicator, [*open_still, *reported])


def _newest_first(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=_position, reverse=True)


def _position(row: Row) -> tuple[date, int]:
    period = row.gap.last if isinstance(row, GapRow) else row.standing.period
    return (period.end, -period.start.toordinal()) if period else (date.min, 0)
