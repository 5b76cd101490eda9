"""What stands beside the status in words and small pictures: the forecast, and the same period a year before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.periods import Period
from performance.models import Indicator, Target
from performance.rules import seasonal
from performance.rules.seasonal import YearOnYear
from performance.rules.wording import short_unit
from performance.standings.beside import asked_of, forecast_words
from performance.standings.outlook import RunningYear
from safercornwall.pages.components.pictures.differences import Differences
from safercornwall.pages.indicators.chart.series_picture import MOST_SLOTS, slot_of


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
