"""An indicator's chart, as the plain dict that plotly.js draws, and what it shows in a sentence.

A period without a figure is a gap, never nought. No text holds HTML: plotly would read it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from django.utils.text import capfirst

from performance.choices import FigureState
from performance.gaps import gaps_of
from performance.gaps import in_words as gaps_in_words
from performance.models import Comparator, Indicator
from performance.presenters.plotting import GREY, Trace, plain
from performance.presenters.readout import in_words, limit_by
from performance.presenters.traces import (
    SERIES_LOOKS,
    comparator_traces,
    series_traces,
    signal_traces,
)
from performance.rows import breaks_of
from performance.series import Series, series_of
from performance.standing import Standing
from safercornwall.periods import Period, in_order, written

PLOT_HEIGHT, ENTRY_HEIGHT = 320, 24
# Words that run along a line stand beside it, in pixels.
BESIDE = {"xshift": 10}
ABSENT = {
    FigureState.SUPPRESSED: "Suppressed (small number)",
    FigureState.NOT_APPLICABLE: "Not applicable",
}


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
    series = series_of([*standings, *later])
    beyond = {row.period for row in later}
    known = (row for row in indicator.comparators.all() if row.value is not None)
    comparators = sorted(
        (row for row in known if row.period_end <= as_at or row.period in beyond),
        key=lambda row: (row.period, row.label),
    )
    drawn = {period for one in series for period in one.periods}
    periods = in_order(drawn | {row.period for row in comparators})
    traces = [
        trace
        for place, one in enumerate(series)
        for trace in series_traces(indicator, one, SERIES_LOOKS[place % len(SERIES_LOOKS)])
    ]
    traces += comparator_traces(indicator, comparators) + signal_traces(indicator, standings)
    if not any(value is not None for trace in traces for value in trace["y"]):
        return None
    entries = _one_entry_each(traces)
    layout = _layout(indicator, periods) | _marks(
        indicator, [*standings, *later], periods, as_at if later else None
    )
    # On a phone each entry of the legend is a line, and the plot keeps its height.
    layout["height"] = PLOT_HEIGHT + ENTRY_HEIGHT * entries
    description = describe(indicator, series, comparators)
    if later:
        description += f" Those after {written(as_at)}, the date of this view, are not judged."
    return IndicatorChart({"data": traces, "layout": layout}, description)


def describe(
    indicator: Indicator, series: Sequence[Series], comparators: Sequence[Comparator]
) -> str:
    """The chart in sentences: first and last figure, what they are held to and what is missing."""
    said = [sentence for one in series for sentence in _said_of(indicator, one)]
    said += [
        f"{capfirst(row.label)}: {in_words(indicator, row.value)} {row.period.when}."
        for row in comparators
        if row.value is not None
    ]
    return " ".join(said)


def _said_of(indicator: Indicator, series: Series) -> Iterator[str]:
    yield from _figures_said(indicator, series)
    yield from _target_said(indicator, series)
    figures = [row.figure for _, row in series.points if row and row.figure]
    for state, words in ABSENT.items():
        labels = [figure.period.label for figure in figures if figure.state == state]
        if labels:
            yield f"{words}: {', '.join(labels)}."
    if series.missing:
        yield f"No figure for {gaps_in_words(gaps_of(series))}."


def _figures_said(indicator: Indicator, series: Series) -> Iterator[str]:
    known = [
        f"{in_words(indicator, row.figure.value)} {period.when}"
        for period, row in series.points
        if row and row.figure and row.figure.value is not None
    ]
    if len(known) == 1:
        yield f"{series.label}: {known[0]}."
    elif known:
        yield f"{series.label}: {len(known)} figures, from {known[0]} to {known[-1]}."


def _target_said(indicator: Indicator, series: Series) -> Iterator[str]:
    """What the last period with a target is held to."""
    for period, row in reversed(series.points):
        limit = limit_by(row) if row else None
        if limit is None or row is None or row.target is None:
            continue
        is_share = indicator.is_cumulative and row.target.period != period
        words = limit.words(lambda value: in_words(indicator, value))
        yield f"Target{' so far' if is_share else ''} {period.when}: {words}."
        return


def _layout(indicator: Indicator, periods: Sequence[Period]) -> dict[str, Any]:
    return {
        "xaxis": {
            "type": "category",
            "categoryorder": "array",
            "categoryarray": [period.label for period in periods],
            "range": [-0.6, len(periods) - 0.4],
            "automargin": True,
            "fixedrange": True,
            "showgrid": False,
            "linecolor": "#0b0c0c",
        },
        "yaxis": {
            "title": {"text": plain(indicator.unit)},
            "rangemode": "tozero",
            "automargin": True,
            "fixedrange": True,
            "gridcolor": "#dcdcdc",
            "zerolinecolor": "#0b0c0c",
            "separatethousands": True,
        },
        "showlegend": True,
        "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
        "hovermode": "closest",
    }


def _marks(
    indicator: Indicator,
    standings: Sequence[Standing],
    periods: Sequence[Period],
    viewed_on: date | None,
) -> dict[str, Any]:
    """A grey band where a figure is withheld, a line where the series breaks, and one at the view's date."""
    shapes, notes = [], []
    place = {period: number for number, period in enumerate(periods)}
    for row in standings:
        if row.figure and row.figure.state in ABSENT and row.period in place:
            at = place[row.period]
            shapes.append(_upright("rect", at - 0.4, at + 0.4))
            notes.append(_note(at, ABSENT[FigureState(row.figure.state)], -90))
    for cut in breaks_of(indicator):
        for before, after in pairwise(periods):
            if cut.parts(before, after) and before.end < cut.on:
                between = (place[before] + place[after]) / 2
                shapes.append(_upright("line", between, between))
                notes.append(_note(between, "Series breaks", -90) | BESIDE)
                break
    if viewed_on and (until := [place[one] for one in periods if one.end <= viewed_on]):
        edge = max(until) + 0.5
        shapes.append(_upright("line", edge, edge))
        notes.append(_note(edge, "Date of this view", -90) | BESIDE)
    return {"shapes": shapes, "annotations": notes}


def _upright(kind: str, left: float, right: float) -> dict[str, Any]:
    shape = {"type": kind, "xref": "x", "yref": "paper", "x0": left, "x1": right, "y0": 0, "y1": 1}
    if kind == "rect":
        return shape | {"fillcolor": "#e2e2e2", "line": {"width": 0}, "layer": "below"}
    return shape | {"line": {"color": GREY, "dash": "dashdot", "width": 2}}


def _note(at: float, text: str, angle: int) -> dict[str, Any]:
    return {
        "x": at,
        "y": 1,
        "xref": "x",
        "yref": "paper",
        "yanchor": "top",
        "text": plain(text),
        "textangle": angle,
        "showarrow": False,
        "font": {"color": GREY, "size": 13},
    }


def _one_entry_each(traces: Sequence[Trace]) -> int:
    """Traces that share a name share one entry of the legend; how many entries there are."""
    seen = set()
    for trace in traces:
        trace["showlegend"] = trace["name"] not in seen
        seen.add(trace["name"])
    return len(seen)
