"""An indicator's chart, as the plain dict that plotly.js draws, and its description in sentences.

A period without a figure is a gap, never zero. No text holds HTML, because plotly would read it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.text import capfirst

from core.periods import Period, in_order, written
from performance.models import Comparator, Indicator
from performance.rules.wording import Number
from performance.standings.beside import forecast_words
from performance.standings.missing_periods import gaps_of
from performance.standings.missing_periods import in_words as gaps_in_words
from performance.standings.outlook import RunningYear
from performance.standings.readout import in_words, limit_by
from performance.standings.series import Series, series_of
from performance.standings.standing import Standing
from safercornwall.pages.indicators.chart.frame import axes_of, marks_of
from safercornwall.pages.indicators.chart.traces import (
    SERIES_LOOKS,
    WITHHELD,
    Trace,
    comparator_traces,
    forecast_traces,
    series_traces,
    signal_traces,
)

PLOT_HEIGHT, ENTRY_HEIGHT = 320, 24


@dataclass(frozen=True)
class IndicatorChart:
    """`figure` is for the chart component, and `description` for people who do not see it."""

    figure: dict[str, Any]
    description: str


def indicator_chart(
    indicator: Indicator,
    standings: Sequence[Standing],
    as_at: date,
    later: Sequence[Standing] = (),
    running: RunningYear | None = None,
    asked: Sequence[Number] = (),
) -> IndicatorChart | None:
    """The figures, targets and comparators up to `as_at`, or None if there is no number to draw.

    `later` are the standings of periods that end after it. A line parts them off, and no signal is read from them.
    `running` is the year with its forecast, whose periods still to come stand on the axis; `asked` are the ends of its target.
    """
    rows = [*standings, *later]
    series = series_of(rows)
    comparators = _comparators(indicator, as_at, {row.period for row in later})
    traces = [
        *_all_series(indicator, series),
        *comparator_traces(indicator, comparators),
        *signal_traces(indicator, standings),
        *forecast_traces(indicator, running, asked),
    ]
    if not any(value is not None for trace in traces for value in trace["y"]):
        return None
    drawn = {period for one in series for period in one.periods}
    to_come = set(running.parts) if running and running.end else set()
    periods = in_order(drawn | to_come | {row.period for row in comparators})
    # On a phone each entry of the legend is a line, and the plot keeps its height.
    height = PLOT_HEIGHT + ENTRY_HEIGHT * _name_once(traces)
    marks = marks_of(indicator, rows, periods, as_at if later else None)
    layout = axes_of(indicator, periods) | marks | {"height": height}
    description = describe(indicator, series, comparators)
    if running and running.end:
        description += f" Forecast: {forecast_words(indicator, running, asked)}."
    if later:
        description += f" Those after {written(as_at)}, the date of this view, are not judged."
    return IndicatorChart({"data": traces, "layout": layout}, description)


def _comparators(
    indicator: Indicator, as_at: date, later_periods: Collection[Period | None]
) -> list[Comparator]:
    """The comparators with a number, up to `as_at` and of the later periods that have figures."""
    known = (row for row in indicator.comparators.all() if row.value is not None)
    return sorted(
        (row for row in known if row.period_end <= as_at or row.period in later_periods),
        key=lambda row: (row.period, row.label),
    )


def _all_series(indicator: Indicator, series: Sequence[Series]) -> list[Trace]:
    return [
        trace
        for place, one in enumerate(series)
        for trace in series_traces(indicator, one, SERIES_LOOKS[place % len(SERIES_LOOKS)])
    ]


def _name_once(traces: Sequence[Trace]) -> int:
    """Give each name one entry of the legend, and return the number of entries."""
    names = set()
    for trace in traces:
        trace["showlegend"] = trace["name"] not in names
        names.add(trace["name"])
    return len(names)


def describe(
    indicator: Indicator, series: Sequence[Series], comparators: Sequence[Comparator]
) -> str:
    """The chart in sentences: the first and last figure, the target and the missing periods."""
    sentences = [sentence for one in series for sentence in _series_sentences(indicator, one)]
    sentences += [
        f"{capfirst(row.label)}: {in_words(indicator, row.value)} {row.period.when}."
        for row in comparators
        if row.value is not None
    ]
    return " ".join(sentences)


def _series_sentences(indicator: Indicator, series: Series) -> Iterator[str]:
    yield from _figure_sentences(indicator, series)
    yield from _target_sentence(indicator, series)
    figures = [row.figure for _, row in series.points if row and row.figure]
    for state, words in WITHHELD.items():
        labels = [figure.period.label for figure in figures if figure.state == state]
        if labels:
            yield f"{words}: {', '.join(labels)}."
    if series.missing:
        yield f"No figure for {gaps_in_words(gaps_of(series))}."


def _figure_sentences(indicator: Indicator, series: Series) -> Iterator[str]:
    known = [
        f"{in_words(indicator, row.figure.value)} {period.when}"
        for period, row in series.points
        if row and row.figure and row.figure.value is not None
    ]
    if len(known) == 1:
        yield f"{series.label}: {known[0]}."
    elif known:
        yield f"{series.label}: {len(known)} figures, from {known[0]} to {known[-1]}."


def _target_sentence(indicator: Indicator, series: Series) -> Iterator[str]:
    """The target of the last period that has one."""
    for period, row in reversed(series.points):
        limit = limit_by(row) if row else None
        if limit is None or row is None or row.target is None:
            continue
        is_share = indicator.is_counted and row.target.period != period
        words = limit.words(lambda value: in_words(indicator, value))
        yield f"Target{' so far' if is_share else ''} {period.when}: {words}."
        return
