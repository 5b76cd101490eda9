"""What a chart of an indicator draws, each kind of number told apart by mark and dash as well as colour."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.utils.text import capfirst

from core.periods import Period
from performance.choices import FigureState
from performance.models import Comparator, Figure, Indicator
from performance.rules.targets import Limit
from performance.standings.readout import in_words, limit_by
from performance.standings.rows import breaks_of, reading_of
from performance.standings.series import Series, signal_of, so_far
from performance.standings.standing import Standing
from safercornwall.pages.indicators.chart.plotting import (
    BLUE,
    GREEN,
    GREY,
    PURPLE,
    VERMILION,
    Trace,
    markers,
    number,
    plain,
)

SERIES_LOOKS = ((BLUE, "circle"), (GREEN, "square"), (PURPLE, "diamond"), (GREY, "hexagon"))
COMPARATOR_LOOKS = (
    (PURPLE, "diamond"),
    (GREEN, "square"),
    (VERMILION, "star"),
    (GREY, "triangle-up"),
)
# Rings around figures that may still change.
UNCERTAIN = (
    ("Provisional figure", lambda one: one.state == FigureState.PROVISIONAL, "circle-open"),
    ("Estimate", lambda one: one.is_estimate, "square-open"),
)
# Above this many periods marks are drawn small, or they would cover each other on a phone.
CROWDED = 8
LIMITS = "Limits of ordinary variation"


def series_traces(indicator: Indicator, series: Series, look: tuple[str, str]) -> list[Trace]:
    colour, symbol = look
    points = list(_points(indicator, series, symbol))
    x, y, hover, symbols = (list(column) for column in zip(*points, strict=True))
    line: Trace = {
        "type": "scatter",
        "mode": "lines+markers" if len(x) > 1 else "markers",
        "name": series.label,
        "x": x,
        "y": y,
        "hovertext": hover,
        "hoverinfo": "text",
        "connectgaps": False,
        "line": {"color": colour, "width": 2.5},
        "marker": {
            "color": colour,
            "size": 11,
            "symbol": symbols,
            "line": {"color": colour, "width": 2.5},
        },
    }
    return [
        line,
        *_uncertain_traces(indicator, series),
        *_so_far_traces(indicator, series),
        *_target_traces(indicator, series),
    ]


def _points(
    indicator: Indicator, series: Series, symbol: str
) -> Iterator[tuple[str, float | None, str, str]]:
    """Each period's label, value, hover text and mark; a gap before a period that a break parts from the last."""
    breaks = breaks_of(indicator)
    before: Period | None = None
    for period, row in series.points:
        if before and any(cut.parts(before, period) for cut in breaks):
            yield period.label, None, "", symbol
        figure = row.figure if row else None
        value = number(reading_of(figure).known) if figure else None
        mark = f"{symbol}-open" if figure and _is_uncertain(figure) else symbol
        yield period.label, value, _hover(indicator, figure), mark
        before = period


def _uncertain_traces(indicator: Indicator, series: Series) -> list[Trace]:
    """A ring around each figure that may still change."""
    rings = []
    for name, holds, symbol in UNCERTAIN:
        rows = [row for _, row in series.points if row and row.figure and holds(row.figure)]
        points = [(row.figure.period, row.figure.value) for row in rows if row.figure]
        if points:
            size = _size(series, 20)
            marker = {"symbol": symbol, "size": size, "color": GREY, "line": {"width": 2}}
            rings.append(markers(indicator, name, points, marker))
    return rings


def _so_far_traces(indicator: Indicator, series: Series) -> list[Trace]:
    """Of a count, the year to date, which is what its target is held to."""
    readings = so_far(series, indicator)
    if all(period == reading.period for period, reading in readings.items()):
        return []
    points = [
        (period, readings[period].known if period in readings else None)
        for period in series.periods
    ]
    marker = {"symbol": "triangle-up", "size": _size(series, 11), "color": GREEN}
    trace = markers(indicator, "Year to date", _apart_by_year(points), marker)
    return [trace | {"mode": "lines+markers", "line": {"color": GREEN, "dash": "dot", "width": 2}}]


def _target_traces(indicator: Indicator, series: Series) -> list[Trace]:
    limits = [(period, limit_by(row) if row else None) for period, row in series.points]
    traces = []
    share = " so far" if indicator.is_cumulative else ""
    for end, words in (("at_most", "at most"), ("at_least", "at least")):
        points = [(period, _end(limit, end)) for period, limit in limits]
        if any(value is not None for _, value in points):
            marker = {
                "symbol": "line-ew-open",
                "size": _size(series, 34),
                "color": VERMILION,
                "line": {"width": 3},
            }
            trace = markers(indicator, f"Target{share} ({words})", points, marker)
            line = {"color": VERMILION, "dash": "dash", "shape": "hvh", "width": 2}
            traces.append(trace | {"mode": "lines+markers", "line": line})
    return traces


def comparator_traces(indicator: Indicator, comparators: Sequence[Comparator]) -> list[Trace]:
    traces = []
    labels = dict.fromkeys(row.label for row in comparators)
    for place, label in enumerate(labels):
        colour, symbol = COMPARATOR_LOOKS[place % len(COMPARATOR_LOOKS)]
        rows = [row for row in comparators if row.label == label]
        points = sorted((row.period, row.value) for row in rows)
        marker = {"symbol": f"{symbol}-open", "size": 13, "color": colour, "line": {"width": 2.5}}
        traces.append(markers(indicator, capfirst(label), points, marker))
    return traces


def signal_traces(indicator: Indicator, standings: Sequence[Standing]) -> list[Trace]:
    """Mean and limits of ordinary variation, and the points that signal, where there are points enough."""
    _, chart = signal_of(indicator, standings)
    if chart is None:
        return []
    traces = []
    for name, part in (("Mean", "mean"), (LIMITS, "upper"), (LIMITS, "lower")):
        points = [(point.period, getattr(point, part)) for point in chart.points]
        if any(value is not None for _, value in points):
            dash = "solid" if part == "mean" else "dot"
            line = {"color": GREY, "width": 1.5, "dash": dash}
            trace = markers(indicator, name, points, {"color": GREY})
            traces.append(trace | {"mode": "lines", "line": line})
    signals = [(point.period, point.value) for point in chart.points if point.rule]
    if signals:
        marker = {"symbol": "diamond-open", "size": 20, "color": VERMILION, "line": {"width": 2}}
        traces.append(markers(indicator, "Signal", signals, marker))
    return traces


def _apart_by_year(points: Sequence[tuple[Period, Decimal | None]]):
    """With a gap before each new year, so that no line falls back to its start."""
    apart: list[tuple[Period, Decimal | None]] = []
    for period, value in points:
        if apart and apart[-1][0].fy_start_year != period.fy_start_year:
            apart.append((period, None))
        apart.append((period, value))
    return apart


def _size(series: Series, size: int) -> int:
    return size if len(series.points) <= CROWDED else round(size * 0.65)


def _hover(indicator: Indicator, figure: Figure | None) -> str:
    if figure is None or figure.value is None:
        return ""
    doubts = ["provisional"] * (figure.state == FigureState.PROVISIONAL)
    doubts += ["an estimate"] * figure.is_estimate
    aside = f" ({', '.join(doubts)})" if doubts else ""
    return plain(f"{in_words(indicator, figure.value)} {figure.period.when}{aside}")


def _is_uncertain(figure: Figure) -> bool:
    return figure.state == FigureState.PROVISIONAL or figure.is_estimate


def _end(limit: Limit | None, end: str) -> Decimal | None:
    return getattr(limit, end) if limit else None
