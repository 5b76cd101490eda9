"""What stands beside the status in words and small pictures: forecast, the same period a year before, revisions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.periods import Period
from performance.choices import FigureState
from performance.models import Figure, Indicator, Target
from performance.rules import revisions, seasonal
from performance.rules.seasonal import YearOnYear
from performance.rules.wording import short_unit
from performance.standings.outlook import RunningYear
from performance.standings.rows import reading_of
from safercornwall.pages.components.pictures.differences import Differences
from safercornwall.pages.indicators.chart.series_picture import MOST_SLOTS, slot_of
from safercornwall.pages.indicators.chart.year_picture import asked_of, forecast_words


@dataclass(frozen=True)
class ForecastReading:
    """The forecast of a year in a sentence, how it was made, and what it means for the target, if anything."""

    year: Period
    sentence: str
    method: str


def forecast_reading(
    indicator: Indicator, running: RunningYear | None, target: Target | None = None
) -> ForecastReading | None:
    if running is None or running.end is None:
        return None
    words = forecast_words(indicator, running, asked_of(indicator, running, target))
    return ForecastReading(running.year, f"{words}.", running.end.method)


@dataclass(frozen=True)
class SeasonalReading:
    """The main series beside itself a year before. `picture` is None for what is too short to draw."""

    sentence: str
    picture: Differences | None


def seasonal_reading(
    indicator: Indicator, differences: Sequence[YearOnYear]
) -> SeasonalReading | None:
    sentence = seasonal.in_a_sentence(
        differences, unit=indicator.unit, decimals=indicator.decimal_places
    )
    return (
        SeasonalReading(sentence, _picture(indicator, differences, sentence)) if sentence else None
    )


def _picture(
    indicator: Indicator, differences: Sequence[YearOnYear], sentence: str
) -> Differences | None:
    begins = next(place for place, one in enumerate(differences) if one.change is not None)
    shown = differences[begins:][-MOST_SLOTS:]
    is_share = short_unit(indicator.unit) == "%"
    if not any(one.change for one in shown):
        return None
    return Differences(
        subject=f"{indicator.short_name or indicator.name}, difference from a year before",
        unit="Percentage points" if is_share else indicator.unit[:1].upper() + indicator.unit[1:],
        slots=tuple(slot_of(one.period) for one in shown),
        values=tuple(one.change for one in shown),
        told=sentence,
    )


def usual_revision(indicator: Indicator, rows: Iterable[Figure], as_at: date) -> str:
    """How far first figures are usually revised, from all `rows` of its own area; empty where too few were.

    Counted are figures that came in as provisional and are reported now, of periods that are over on the day of the view.
    """
    by_period: dict[Period, list[Figure]] = {}
    for row in rows:
        if row.period_end <= as_at:
            by_period.setdefault(row.period, []).append(row)
    pairs = [pair for found in by_period.values() if (pair := _first_and_latest(found))]
    record = revisions.read_revisions(pairs, unit=indicator.unit)
    return revisions.in_a_sentence(record, unit=indicator.unit) if record else ""


def _first_and_latest(rows: Iterable[Figure]) -> tuple[Decimal, Decimal] | None:
    in_order = sorted(rows, key=lambda row: row.revision)
    first, latest = in_order[0], in_order[-1]
    if first.state != FigureState.PROVISIONAL or latest.state != FigureState.REPORTED:
        return None
    before, now = reading_of(first).known, reading_of(latest).known
    if latest.known_to is not None or before is None or now is None:
        return None
    return before, now
