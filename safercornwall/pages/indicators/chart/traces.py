"""The traces of an indicator's chart. Marks and dashes tell them apart as well as colours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from html import escape
from typing import Any

from django.utils.text import capfirst

from core.periods import Period
from performance.choices import FigureState
from performance.models import Comparator, Figure, Indicator
from performance.rules.intervals import Interval
from performance.rules.targets import Limit
from performance.rules.wording import Number
from performance.standings.outlook import RunningYear
from performance.standings.readout import in_words, interval_of_figure, limit_by
from performance.standings.rows import breaks_of, reading_of
from performance.standings.series import Series, signal_of, so_far
from performance.standings.standing import Standing

# From Okabe and Ito's palette, safe for colour-blind people, darkened for a white page.
BLUE, VERMILION, GREEN, PURPLE, GREY = "#0072b2", "#d55e00", "#007a5a", "#a5527f", "#484949"
Trace = dict[str, Any]
# Figures that are in, and have no number to draw.
WITHHELD = {
    FigureState.SUPPRESSED: "Suppressed (small number)",
    FigureState.NOT_APPLICABLE: "Not applicable",
}
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
# Above so many periods marks are small, and then very small, so that they do not cover each other on a phone.
CROWDED, VERY_CROWDED = 8, 40
LIMITS = "Limits of ordinary variation"


def plain(text: str) -> str:
    """The text escaped, because plotly would read <b> as bold."""
    return escape(text, quote=False)


def markers(
    indicator: Indicator,
    name: str,
    points: Sequence[tuple[Period, Decimal | None]],
    marker: dict[str, Any],
) -> Trace:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": plain(name),
        "x": [period.label for period, _ in points],
        "y": [number(value) for _, value in points],
        "hovertext": [
            "" if value is None else plain(f"{name}: {in_words(indicator, value)} {period.when}")
            for period, value in points
        ],
        "hoverinfo": "text",
        "connectgaps": False,
        "marker": marker,
    }


def number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def series_traces(indicator: Indicator, series: Series, look: tuple[str, str]) -> list[Trace]:
    colour, symbol = look
    points = list(_points(indicator, series, symbol))
    x, y, hover, symbols, ends = (list(column) for column in zip(*points, strict=True))
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
            "size": _size_among(len(x), 11),
            "symbol": symbols,
            "line": {"color": colour, "width": 2.5},
        },
    }
    if any(ends):
        line["error_y"] = _error_bars(y, ends, colour)
    return [
        line,
        *_uncertain_traces(indicator, series),
        *_so_far_traces(indicator, series),
        *_target_traces(indicator, series),
    ]


def _error_bars(
    values: Sequence[float | None], ends: Sequence[Interval | None], colour: str
) -> dict[str, Any]:
    """The 95% interval of each figure, as plotly draws it: how far above and below."""
    pairs = list(zip(values, ends, strict=True))
    return {
        "type": "data",
        "symmetric": False,
        "array": [end.high - value if end and value is not None else 0 for value, end in pairs],
        "arrayminus": [value - end.low if end and value is not None else 0 for value, end in pairs],
        "color": colour,
        "thickness": 1.25,
        "width": 3,
    }


def _points(
    indicator: Indicator, series: Series, symbol: str
) -> Iterator[tuple[str, float | None, str, str, Interval | None]]:
    """Each period's label, value, hover text, mark and interval; a gap before a period that a break parts from the last."""
    breaks = breaks_of(indicator)
    before: Period | None = None
    for period, row in series.points:
        if before and any(cut.parts(before, period) for cut in breaks):
            yield period.label, None, "", symbol, None
        figure = row.figure if row else None
        value = number(reading_of(figure).known) if figure else None
        mark = f"{symbol}-open" if figure and _is_uncertain(figure) else symbol
        ends = interval_of_figure(indicator, figure) if figure and value is not None else None
        yield period.label, value, _hover(indicator, figure), mark, ends
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
    """The year to date of a count, because its target applies to that."""
    readings = so_far(series, indicator)
    if all(period == reading.period for period, reading in readings.items()):
        return []
    points = [
        (period, readings[period].known if period in readings else None)
        for period in series.periods
    ]
    marker = {"symbol": "triangle-up", "size": _size(series, 11), "color": GREEN}
    trace = markers(indicator, "Year to date", _with_year_gaps(points), marker)
    return [trace | {"mode": "lines+markers", "line": {"color": GREEN, "dash": "dot", "width": 2}}]


def _target_traces(indicator: Indicator, series: Series) -> list[Trace]:
    limits = [(period, limit_by(row) if row else None) for period, row in series.points]
    traces = []
    share = " so far" if indicator.is_counted else ""
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
        size = _size_among(len(chart.points), 20)
        marker = {"symbol": "diamond-open", "size": size, "color": VERMILION, "line": {"width": 2}}
        traces.append(markers(indicator, "Signal", signals, marker))
    return traces


def forecast_traces(
    indicator: Indicator, running: RunningYear | None, asked: Sequence[Number] = ()
) -> list[Trace]:
    """What the year is forecast to come to, at its last period: the range as a bar, the middle as a mark on it."""
    if running is None or running.end is None:
        return []
    end, last = running.end, running.parts[-1]
    name = f"Forecast for {running.year}"
    points = [(last, end.low), (last, end.high)]
    bar = markers(indicator, f"{name}, range", points, {"color": BLUE, "size": 1})
    bar |= {"mode": "lines", "line": {"color": "#9dc0dc", "width": 10}, "opacity": 0.8}
    if end.middle is None:
        return [bar]
    marker = {"symbol": "line-ew-open", "size": 18, "color": BLUE, "line": {"width": 3}}
    return [bar, markers(indicator, name, [(last, end.middle.beside(asked))], marker)]


def _with_year_gaps(points: Sequence[tuple[Period, Decimal | None]]):
    """The points with a gap before each new year, so that no line falls back to the year's start."""
    gapped: list[tuple[Period, Decimal | None]] = []
    for period, value in points:
        if gapped and gapped[-1][0].fy_start_year != period.fy_start_year:
            gapped.append((period, None))
        gapped.append((period, value))
    return gapped


def _size(series: Series, size: int) -> int:
    count = len(series.points)
    return round(size * 0.65) if CROWDED < count <= VERY_CROWDED else _size_among(count, size)


def _size_among(count: int, size: int) -> int:
    return size if count <= VERY_CROWDED else round(size * 0.4)


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
