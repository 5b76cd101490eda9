"""What the chart of a series shows, in numbers and words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from safercornwall.pages.components.pictures.elements import Number, number
from safercornwall.pages.components.pictures.readings import (
    Break,
    DrawnReading,
    listed,
    told_in_sentences,
)


@dataclass(frozen=True)
class Slot:
    """A place on the axis: `label` ("Q1", "April") under its point, `group` ("2011/12") under those that share it."""

    label: str
    group: str = ""


@dataclass(frozen=True)
class TargetBound:
    """One end of a target in the series' unit, and how far a miss is still within the tolerance (`amber`)."""

    value: Number
    side: Literal["at_most", "at_least"]
    amber: Number | None = None


@dataclass(frozen=True)
class Comparison:
    """The same measure elsewhere, or a line to read the series by. One value for each slot, None where unknown.

    `last_words` are the last value that is known, in words; without them it is told as it is.
    """

    label: str
    values: tuple[Number | None, ...]
    last_words: str = ""


@dataclass(frozen=True)
class DrawnForecast:
    """What a slot is forecast to be: the middle, None where only a range is given, and the ends of the range."""

    middle: Number | None
    low: Number
    high: Number


@dataclass(frozen=True)
class SeriesChart:
    """A series by equal slots, oldest first. All numbers are in the unit that `unit` says in words.

    `readings`, and `targets`, `comparisons`, `guides` and `forecast` where given, hold one entry for each slot.
    A slot of `targets` holds no, one or two bounds; `target_words` says the target that holds now. `guides` are
    lines without marks, such as the mean. The last slots, as many as `ahead`, are still to come. `signals` are the numbers of slots that stand out from ordinary variation. Slots from the number `later_from` on lie beyond the view's date, which
    `later_words` names. `axis_before` and `axis_after` stand around the numbers of the axis ("£", "%").
    """

    subject: str
    unit: str
    slots: tuple[Slot, ...]
    readings: tuple[DrawnReading, ...]
    targets: tuple[tuple[TargetBound, ...], ...] = ()
    target_words: str = ""
    comparisons: tuple[Comparison, ...] = ()
    guides: tuple[Comparison, ...] = ()
    signals: tuple[int, ...] = ()
    interval_words: str = "95% confidence interval"
    breaks: tuple[Break, ...] = ()
    forecast: tuple[DrawnForecast | None, ...] = ()
    forecast_words: str = ""
    ahead: int = 0
    later_from: int | None = None
    later_words: str = "After the date of this view"
    from_zero: bool = True
    axis_before: str = ""
    axis_after: str = ""

    def __post_init__(self) -> None:
        rows = [self.readings, self.targets, self.forecast]
        rows += [line.values for line in (*self.comparisons, *self.guides)]
        if any(row and len(row) != len(self.slots) for row in rows):
            raise ValueError("A chart needs one entry for each slot.")

    @property
    def drawn(self) -> list[float]:
        """Every number that the chart has room for."""
        found: list[Number | None] = []
        for reading in self.readings:
            found += [reading.value, reading.low, reading.high]
        for bound in self.bounds:
            found += [bound.value, bound.amber]
        for line in (*self.comparisons, *self.guides):
            found += line.values
        for one in self.forecast:
            found += [one.middle, one.low, one.high] if one else []
        return [value for value in map(number, found) if value is not None]

    @property
    def bounds(self) -> list[TargetBound]:
        return [bound for bounds in self.targets for bound in bounds]

    @property
    def alt(self) -> str:
        return " ".join([f"{self.subject}, {self.unit}.", *_sentences(self)])


def _sentences(chart: SeriesChart) -> Iterator[str]:
    upto = len(chart.readings) - chart.ahead
    seen = chart.readings[:upto][: chart.later_from]
    yield from told_in_sentences(seen, chart.breaks)
    later = [one for one in chart.readings[len(seen) :] if one.known is not None]
    if later:
        yield f"{chart.later_words}: {listed([one.told for one in later])}."
    if chart.target_words:
        yield f"Target: {chart.target_words}."
    for line in chart.comparisons:
        known = _last_known(chart, line)
        if known:
            yield f"{line.label}: {known}."
    signals = [chart.readings[place].when for place in chart.signals]
    if signals:
        yield f"Signal: {listed(signals)}."
    if chart.forecast_words:
        yield f"Forecast: {chart.forecast_words}."


def _last_known(chart: SeriesChart, line: Comparison) -> str:
    for reading, value in reversed(list(zip(chart.readings, line.values, strict=True))):
        if number(value) is not None:
            words = line.last_words or f"{chart.axis_before}{value}{chart.axis_after}"
            return f"{words} ({reading.when})"
    return ""
