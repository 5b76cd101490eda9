"""The figures of an indicator's own area: judged up to the day of the view, shown after it, and missing ones named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property

from core.periods import Period
from performance.models import ClosedPeriod, Figure, Indicator
from performance.rounds.reported import Reported, reported_and_latest
from performance.standings.afterwards import afterwards
from performance.standings.missing_periods import MissingPeriods, gaps_of
from performance.standings.rows import holding
from performance.standings.series import series_of
from performance.standings.standing import Standing, standings_of
from priorities.models import PerformanceStatement
from safercornwall.pages.indicators.chart.charts import IndicatorChart, indicator_chart
from safercornwall.pages.indicators.figure_rows import FigureRow, GapRow
from safercornwall.pages.indicators.read_indicator import IndicatorRead

Row = FigureRow | GapRow


class FiguresPart:
    """`as_reported` shows the figures of closed periods as the board was shown them, else they are the latest."""

    def __init__(self, read: IndicatorRead, as_at: date, *, as_reported: bool = False):
        self.as_at = as_at
        self.as_reported = as_reported
        self.told = _told(read.revisions, read.closings)
        self.indicator = _as_reported(read.indicator, self.told) if as_reported else read.indicator

    @property
    def anything_differs(self) -> bool:
        return any(told.differs for told in self.told.values())

    @cached_property
    def standings(self) -> list[Standing]:
        return standings_of(self.indicator, self.as_at)

    @cached_property
    def later(self) -> list[Standing]:
        """Of periods that end after the day of the view: not judged."""
        return afterwards(self.indicator, self.as_at)

    @cached_property
    def chart(self) -> IndicatorChart | None:
        return indicator_chart(self.indicator, self.standings, self.as_at, self.later)

    def rows(self, read_at: Mapping[int, PerformanceStatement | None]) -> list[Row]:
        """A line for each period up to the day of the view, newest first, missing ones among them.

        `read_at` is the statement of each measurement.
        """
        judged = [self._figure_row(row, read_at) for row in self.standings]
        return _newest_first([*judged, *(row for row in self._gaps if not self._is_later(row))])

    @cached_property
    def later_rows(self) -> list[Row]:
        shown = [self._figure_row(row, {}) for row in self.later]
        return _newest_first([*shown, *(row for row in self._gaps if self._is_later(row))])

    @property
    def later_count(self) -> int | None:
        """How many figures they are, what is missing between them not counted; 0 where nothing is shown."""
        return len(self.later) or (None if self.later_rows else 0)

    def _figure_row(
        self, row: Standing, read_at: Mapping[int, PerformanceStatement | None]
    ) -> FigureRow:
        statement = read_at.get(row.figure.measurement_id or 0) if row.figure else None
        told = self.told.get(row.period) if row.period else None
        return FigureRow(row, self.as_at, statement, told)

    @cached_property
    def _gaps(self) -> list[GapRow]:
        """Missing periods, and those whose only figure is not among the figures shown."""
        standings = [*self.standings, *self.later]
        shown = {row.period for row in standings if row.period}
        differing = [period for period, told in self.told.items() if told.differs]
        unseen = [period for period in differing if period not in shown]
        gaps = [
            gap
            for series in series_of(standings)
            for gap in gaps_of(series, cut=self.as_at, apart={*shown, *unseen})
        ]
        return [
            *(GapRow(gap, self.indicator, self.as_at) for gap in gaps),
            *(self._unseen(period) for period in unseen),
        ]

    def _unseen(self, period: Period) -> GapRow:
        return GapRow(MissingPeriods((period,)), self.indicator, self.as_at, self.told[period])

    def _is_later(self, row: GapRow) -> bool:
        return row.gap.last.end > self.as_at


def _told(revisions: Sequence[Figure], closings: Iterable[ClosedPeriod]) -> dict[Period, Reported]:
    found = reported_and_latest(revisions, closings)
    return {period: told for (_, _, period), told in found.items()}


def _as_reported(indicator: Indicator, told: Mapping[Period, Reported]) -> Indicator:
    """With the figures of closed periods as they were reported; what was not in then is not there."""
    open_still = [row for row in indicator.figures.all() if row.period not in told]
    reported = [row.reported for row in told.values() if row.reported]
    return holding(indicator, [*open_still, *reported])


def _newest_first(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=_place, reverse=True)


def _place(row: Row) -> tuple[date, int]:
    period = row.gap.last if isinstance(row, GapRow) else row.standing.period
    return (period.end, -period.start.toordinal()) if period else (date.min, 0)
