"""The axes and the legend of a chart, and marks with words beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from core.periods import Period
from performance.choices import FigureState
from performance.models import Indicator
from performance.standings.rows import breaks_of
from performance.standings.standing import Standing
from safercornwall.pages.indicators.chart.traces import GREY, WITHHELD, plain

# Words along a line stand this many pixels beside it.
OFFSET = {"xshift": 10}
# A shape and its words.
Mark = tuple[dict[str, Any], dict[str, Any]]
Places = Mapping[Period, int]


def axes_of(indicator: Indicator, periods: Sequence[Period]) -> dict[str, Any]:
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


def marks_of(
    indicator: Indicator,
    standings: Sequence[Standing],
    periods: Sequence[Period],
    viewed_on: date | None,
) -> dict[str, Any]:
    """A grey band where a figure is withheld, a line where the series breaks, and one at the view's date."""
    places = {period: number for number, period in enumerate(periods)}
    marks = [*_withheld(standings, places), *_breaks(indicator, places)]
    if viewed_on:
        marks += _edge(places, viewed_on)
    return {"shapes": [shape for shape, _ in marks], "annotations": [note for _, note in marks]}


def _withheld(standings: Sequence[Standing], places: Places) -> Iterator[Mark]:
    for row in standings:
        at = places.get(row.period) if row.period else None
        if at is not None and row.figure and row.figure.state in WITHHELD:
            yield _band(at - 0.4, at + 0.4), _note(at, WITHHELD[FigureState(row.figure.state)])


def _breaks(indicator: Indicator, places: Places) -> Iterator[Mark]:
    """A line for each break, between the first two periods that it parts."""
    for cut in breaks_of(indicator):
        for before, after in pairwise(places):
            if cut.parts(before, after) and before.end < cut.on:
                yield _line((places[before] + places[after]) / 2, "Series breaks")
                break


def _edge(places: Places, viewed_on: date) -> Iterator[Mark]:
    until = [place for period, place in places.items() if period.end <= viewed_on]
    if until:
        yield _line(max(until) + 0.5, "Date of this view")


def _line(at: float, words: str) -> Mark:
    line = {"color": GREY, "dash": "dashdot", "width": 2}
    return _upright("line", at, at) | {"line": line}, _note(at, words) | OFFSET


def _band(left: float, right: float) -> dict[str, Any]:
    fill = {"fillcolor": "#e2e2e2", "line": {"width": 0}, "layer": "below"}
    return _upright("rect", left, right) | fill


def _upright(kind: str, left: float, right: float) -> dict[str, Any]:
    return {"type": kind, "xref": "x", "yref": "paper", "x0": left, "x1": right, "y0": 0, "y1": 1}


def _note(at: float, text: str) -> dict[str, Any]:
    return {
        "x": at,
        "y": 1,
        "xref": "x",
        "yref": "paper",
        "yanchor": "top",
        "text": plain(text),
        "textangle": -90,
        "showarrow": False,
        "font": {"color": GREY, "size": 13},
    }
