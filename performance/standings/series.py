"""An indicator's standings as series in order of time, one for each length of period, their gaps kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from core.periods import Period
from performance.choices import Aggregation, Polarity
from performance.models import Indicator, Target
from performance.rules import signal
from performance.rules.intervals import counts_events
from performance.rules.readings import Reading
from performance.rules.rollup import year_to_date
from performance.rules.small_counts import CountChange, compare_counts
from performance.rules.targets import so_far_of
from performance.standings.readout import limit_by
from performance.standings.rows import breaks_of, reading_of
from performance.standings.standing import Standing

LABELS = {
    "month": "Monthly figure",
    "quarter": "Quarterly figure",
    "year": "Yearly figure",
    "rolling_year": "Rolling 12 months",
    "part": "Part year",
}
# Twenty years of months; a wrongly dated figure must not fill a page with gaps.
MOST_PERIODS = 240


@dataclass(frozen=True)
class Series:
    """Standings of periods of one length, oldest first; None where there is nothing for a period between."""

    label: str
    points: tuple[tuple[Period, Standing | None], ...]

    @property
    def periods(self) -> list[Period]:
        return [period for period, _ in self.points]

    @property
    def missing(self) -> list[Period]:
        """Periods between the first figure and the last that have none."""
        known = [place for place, (_, row) in enumerate(self.points) if row and row.figure]
        between = self.points[known[0] : known[-1]] if known else ()
        return [period for period, row in between if not (row and row.figure)]

    @property
    def overlaps(self) -> bool:
        return any(first.end >= second.start for first, second in pairwise(self.periods))


def series_of(standings: Sequence[Standing]) -> list[Series]:
    """The standings, which may come in any order, by length of period."""
    grouped: dict[tuple[str, int | None], dict[Period, Standing]] = {}
    for standing in standings:
        if standing.period is not None:
            key = (standing.period.kind, standing.period.month_count)
            grouped.setdefault(key, {})[standing.period] = standing
    return [
        Series(LABELS[kind], tuple((period, rows.get(period)) for period in run_of(sorted(rows))))
        for (kind, _), rows in sorted(grouped.items(), key=lambda item: -len(item[1]))
    ]


def so_far(series: Series, indicator: Indicator) -> dict[Period, Reading]:
    """For a count the year to date at each period with a target, from where the target's period starts; a year with a
    part missing, or a break in it, has none.
    """
    if not indicator.is_counted:
        return {}
    rows = [row for _, row in series.points if row and row.figure]
    readings = [reading_of(row.figure) for row in rows if row.figure]
    rolled = {
        reading.period: _so_far(reading, readings, row.target, indicator)
        for reading, row in zip(readings, rows, strict=True)
        if row.target is not None
    }
    return {period: reading for period, reading in rolled.items() if reading is not None}


def _so_far(
    reading: Reading, readings: Sequence[Reading], target: Target, indicator: Indicator
) -> Reading | None:
    since = so_far_of(target.period, reading.period)
    rolled = year_to_date(
        readings,
        upto=reading.period,
        aggregation=Aggregation.SUM,
        since=since,
        breaks=breaks_of(indicator),
    )
    return rolled.reading


def signal_of(
    indicator: Indicator, standings: Sequence[Standing]
) -> tuple[Series | None, signal.SignalChart | None]:
    """The longest series read for signals; nothing is read of periods that overlap, which move together."""
    found = series_of([row for row in standings if row.figure])
    if not found or found[0].overlaps:
        return (found[0] if found else None), None
    series = found[0]
    points = [
        signal.SignalPoint(period, reading_of(row.figure).known if row and row.figure else None)
        for period, row in series.points
    ]
    latest = next((row for _, row in reversed(series.points) if row and row.target), None)
    breaks = [row.on for row in breaks_of(indicator)]
    return series, signal.read_chart(
        points, polarity=Polarity(indicator.polarity), breaks=breaks, target=_aim_of(latest)
    )


def _aim_of(standing: Standing | None) -> signal.SignalTarget | None:
    """What each figure of the series should reach. Of the part of a year's count none is asked by itself."""
    limit = limit_by(standing) if standing else None
    if standing is None or limit is None or standing.period is None:
        return None
    if standing.indicator.is_counted and limit.period.month_count != standing.period.month_count:
        return None
    return signal.SignalTarget(limit.at_least, limit.at_most)


def count_change_of(indicator: Indicator, series: Series) -> CountChange | None:
    """The newest count beside that of a year or a period before; None of what counts no events."""
    if indicator.aggregation != Aggregation.SUM or not counts_events(indicator.unit):
        return None
    known = [
        reading
        for reading in (reading_of(row.figure) for _, row in series.points if row and row.figure)
        if reading.known is not None
    ]
    return compare_counts(
        known[-1] if known else None,
        known[:-1],
        polarity=Polarity(indicator.polarity),
        breaks=breaks_of(indicator),
        unit=indicator.unit,
    )


def run_of(periods: list[Period]) -> list[Period]:
    """The periods with those between them that a regular series would have."""
    step = _step(periods)
    if step is None:
        return periods
    first, last = periods[0], periods[-1]
    run = [first]
    while run[-1] < last and len(run) < MOST_PERIODS:
        start = run[-1].start
        run.append(Period.whole_months(start.year, start.month + step, first.month_count or step))
    return run if set(periods) <= set(run) else periods


def _step(periods: list[Period]) -> int | None:
    """Months from one period to the next; None where the series is not regular or has only one."""
    count = periods[0].month_count
    if count is None or len(periods) < 2 or periods[0].kind == "part":
        return None
    if periods[0].kind != "rolling_year":
        return count
    starts = [period.start.year * 12 + period.start.month for period in periods]
    return min(second - first for first, second in pairwise(starts))
