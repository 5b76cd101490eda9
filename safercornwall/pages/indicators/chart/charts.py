"""An indicator's chart, as the plain dict that plotly.js draws, and what it shows in a sentence.

A period without a figure is a gap, never nought. No text holds HTML: plotly would read it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.periods import Period, in_order, written
from performance.models import Comparator, Indicator
from performance.standings.series import Series, series_of
from performance.standings.standing import Standing
from safercornwall.pages.indicators.chart.frame import axes_of, marks_of
from safercornwall.pages.indicators.chart.plotting import Trace
from safercornwall.pages.indicators.chart.traces import (
    SERIES_LOOKS,
    comparator_traces,
    series_traces,
    signal_traces,
)
from safercornwall.pages.indicators.chart.words import describe

PLOT_HEIGHT, ENTRY_HEIGHT = 320, 24


@dataclass(frozen=True)
class IndicatorChart:
    """`figure` for the chart component, `description` for those who do not see it."""

    figure: dict[str, Any]
    description: str


def indicator_chart(
    indicator: Indicator,
    standings: Sequence[Standing],
    as_at: date,
    later: Sequence[Standing] = (),
) -> IndicatorChart | None:
    """Figures, targets and comparators up to `as_at`; None where there is no number to draw.

    `later` are of periods that end after it: drawn beyond a line, and not read for signals.
    """
    rows = [*standings, *later]
    series = series_of(rows)
    comparators = _comparators(indicator, as_at, {row.period for row in later})
    traces = [
        *_all_series(indicator, series),
        *comparator_traces(indicator, comparators),
        *signal_traces(indicator, standings),
    ]
    if not any(value is not None for trace in traces for value in trace["y"]):
        return None
    drawn = {period for one in series for period in one.periods}
    periods = in_order(drawn | {row.period for row in comparators})
    # On a phone each entry of the legend is a line, and the plot keeps its height.
    height = PLOT_HEIGHT + ENTRY_HEIGHT * _one_entry_each(traces)
    marks = marks_of(indicator, rows, periods, as_at if later else None)
    layout = axes_of(indicator, periods) | marks | {"height": height}
    description = describe(indicator, series, comparators)
    if later:
        description += f" Those after {written(as_at)}, the date of this view, are not judged."
    return IndicatorChart({"data": traces, "layout": layout}, description)


def _comparators(
    indicator: Indicator, as_at: date, beyond: Collection[Period | None]
) -> list[Comparator]:
    """Those that are numbers, up to `as_at` and of periods `beyond` it that have figures."""
    known = (row for row in indicator.comparators.all() if row.value is not None)
    return sorted(
        (row for row in known if row.period_end <= as_at or row.period in beyond),
        key=lambda row: (row.period, row.label),
    )


def _all_series(indicator: Indicator, series: Sequence[Series]) -> list[Trace]:
    return [
        trace
        for place, one in enumerate(series)
        for trace in series_traces(indicator, one, SERIES_LOOKS[place % len(SERIES_LOOKS)])
    ]


def _one_entry_each(traces: Sequence[Trace]) -> int:
    """Traces that share a name share one entry of the legend; how many entries there are."""
    seen = set()
    for trace in traces:
        trace["showlegend"] = trace["name"] not in seen
        seen.add(trace["name"])
    return len(seen)
