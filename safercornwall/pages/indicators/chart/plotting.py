"""The pieces of a chart that every kind of trace is made from."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from html import escape
from typing import Any

from core.periods import Period
from performance.choices import FigureState
from performance.models import Indicator
from performance.standings.readout import in_words

# Of Okabe and Ito's set, which colour-blind people tell apart, darkened for a white page.
BLUE, VERMILION, GREEN, PURPLE, GREY = "#0072b2", "#d55e00", "#007a5a", "#a5527f", "#484949"
Trace = dict[str, Any]
# Figures that are in, and have no number to draw.
WITHHELD = {
    FigureState.SUPPRESSED: "Suppressed (small number)",
    FigureState.NOT_APPLICABLE: "Not applicable",
}


def plain(text: str) -> str:
    """Text that plotly shows as it is: it would read <b> as bold."""
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
