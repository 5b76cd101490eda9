"""What is read of a figure beside its status: the forecast of its year, whether its change is chance, itself a year before,
and how far such figures are revised. Each in a few words, as a row of a table has room for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db.models import F

from core.periods import Period
from performance.choices import Aggregation, FigureState, Polarity
from performance.models import Figure, Indicator, Target
from performance.rules import revisions, seasonal, signal
from performance.rules.intervals import counts_events
from performance.rules.readings import Reading
from performance.rules.revisions import RevisionRecord
from performance.rules.signal import SignalPoint, Variation
from performance.rules.small_counts import compare_counts
from performance.rules.targets import Limit
from performance.rules.wording import Number, short_unit, show
from performance.standings.outlook import RunningYear, running_year
from performance.standings.readout import limit_of
from performance.standings.rows import breaks_of, reading_of
from performance.standings.series import run_of
from performance.standings.standing import Beside, Standing, target_for


def besides_of(
    standings: Iterable[Standing], as_at: date, *, known_on: datetime | None = None
) -> dict[int, Beside]:
    """By the indicator's id, what is kept or else worked out. At most one query, for the revisions of provisional figures.

    The indicators of those that are not kept have their figures, targets and breaks at hand.
    """
    standings = list(standings)
    asked = [one.indicator for one in standings if one.beside is None and _is_provisional(one)]
    rows: dict[int, list[Figure]] = defaultdict(list)
    if asked:
        of_own_area = Figure.objects.filter(indicator__in=asked, area=F("indicator__area"))
        for row in of_own_area:
            rows[row.indicator_id].append(row)
    return {
        one.indicator.pk: one.beside or _beside_of(one, rows[one.indicator.pk], as_at, known_on)
        for one in standings
    }


def _is_provisional(standing: Standing) -> bool:
    return standing.figure is not None and standing.figure.state == FigureState.PROVISIONAL


def _beside_of(
    standing: Standing, rows: Iterable[Figure], as_at: date, known_on: datetime | None
) -> Beside:
    indicator = standing.indicator
    figures = [row for row in indicator.figures.all() if row.period_end <= as_at]
    newest = standing.figure or next(iter(figures), None)
    if newest is None:
        return Beside()
    targets = [row for row in indicator.targets.all() if row.area_id == indicator.area_id]
    target = target_for(newest.period, targets)
    running = running_of(indicator, figures, newest.period, target)
    readings = _alike(newest.period, figures)
    record = _record_of(indicator, rows, as_at, known_on)
    return Beside(
        forecast_words(indicator, running, asked_of(indicator, running, target)) if running else "",
        _change(indicator, readings),
        seasonal.in_few_words(seasonal.year_on_year(readings, breaks_of(indicator))),
        revisions.in_few_words(record, unit=indicator.unit) if record else "",
    )


def running_of(
    indicator: Indicator, figures: Iterable[Figure], newest: Period, target: Target | None
) -> RunningYear | None:
    """The target's period, else the financial year, as far as the newest figure."""
    is_part = target is not None and target.period != newest
    year = target.period if target and is_part else newest.fy_period
    return running_year(indicator, figures, year, newest)


def asked_of(indicator: Indicator, running: RunningYear, target: Target | None) -> list[Number]:
    """What the target of the running year asks for at its end, on whose right side the forecast is printed."""
    if target is None or target.period != running.year:
        return []
    limit = limit_of(indicator, target)
    return [bound.limit for bound in limit.bounds] if isinstance(limit, Limit) else []


def forecast_words(indicator: Indicator, running: RunningYear, asked: Sequence[Number]) -> str:
    """ "21,400 crimes in 2011/12, likely 19,800 to 23,100", or the range alone."""
    end = running.end
    if end is None:
        return ""
    low, high = (show(value, short_unit(indicator.unit)) for value in (end.low, end.high))
    likely = f"likely {low} to {high}"
    if end.middle is None:
        return f"{running.year.label}: {likely}"
    return f"{show(end.middle.beside(asked), indicator.unit)} {running.year.when}, {likely}"


def _alike(period: Period, figures: Iterable[Figure]) -> list[Reading]:
    """Those of periods as long, oldest first, up to `period`; none where such periods overlap."""
    if period.kind == "rolling_year":
        return []
    kind = (period.kind, period.month_count)
    found = [reading_of(row) for row in figures]
    alike = [
        one
        for one in found
        if (one.period.kind, one.period.month_count) == kind and one.period <= period
    ]
    return sorted(alike, key=lambda one: one.period)


def _change(indicator: Indicator, readings: Sequence[Reading]) -> str:
    """Whether the newest figure signals; of counts too few for limits, whether their change is chance."""
    if not readings:
        return ""
    known: Mapping[Period, Decimal | None] = {one.period: one.known for one in readings}
    polarity, breaks = Polarity(indicator.polarity), breaks_of(indicator)
    points = [SignalPoint(period, known.get(period)) for period in run_of(list(known))]
    chart = signal.read_chart(points, polarity=polarity, breaks=[cut.on for cut in breaks])
    if chart.variation != Variation.TOO_FEW:
        return chart.brief
    if indicator.aggregation != Aggregation.SUM or not counts_events(indicator.unit):
        return ""
    *earlier, newest = readings
    change = compare_counts(newest, earlier, polarity=polarity, breaks=breaks, unit=indicator.unit)
    return change.brief if change else ""


def usual_revision(
    indicator: Indicator, rows: Iterable[Figure], as_at: date, known_on: datetime | None = None
) -> str:
    """How far first figures are usually revised, in a sentence; empty where too few were. `rows` are all revisions of its own area."""
    record = _record_of(indicator, rows, as_at, known_on)
    return revisions.in_a_sentence(record, unit=indicator.unit) if record else ""


def _record_of(
    indicator: Indicator, rows: Iterable[Figure], as_at: date, known_on: datetime | None
) -> RevisionRecord | None:
    """Of figures that came in as provisional and are reported now, of periods that are over on the day of the view."""
    by_period: dict[Period, list[Figure]] = {}
    for row in rows:
        if row.period_end <= as_at and (known_on is None or row.known_from <= known_on):
            by_period.setdefault(row.period, []).append(row)
    pairs = [pair for found in by_period.values() if (pair := _first_and_latest(found, known_on))]
    return revisions.read_revisions(pairs, unit=indicator.unit)


def _first_and_latest(
    rows: Sequence[Figure], known_on: datetime | None
) -> tuple[Decimal, Decimal] | None:
    """None of a figure that was ever suppressed: what it said before is withheld."""
    first = min(rows, key=lambda row: row.revision)
    latest = next((row for row in rows if row.counted_at(known_on)), None)
    states = {row.state for row in rows}
    if first.state != FigureState.PROVISIONAL or FigureState.SUPPRESSED in states:
        return None
    if latest is None or latest.state != FigureState.REPORTED:
        return None
    before, now = reading_of(first).known, reading_of(latest).known
    return None if before is None or now is None else (before, now)
