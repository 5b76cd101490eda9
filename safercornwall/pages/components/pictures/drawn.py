"""Which function draws which picture."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.safestring import SafeString

from safercornwall.pages.components.pictures.amounts import StackedAmounts, stacked_amounts
from safercornwall.pages.components.pictures.bar_rows import BarsToTarget, bars_to_target
from safercornwall.pages.components.pictures.bars import BarToTarget, bar_to_target
from safercornwall.pages.components.pictures.cells import MatrixCell, matrix_cell
from safercornwall.pages.components.pictures.differences import Differences, differences_chart
from safercornwall.pages.components.pictures.flow.data import Flow
from safercornwall.pages.components.pictures.flow.drawing import flow_picture
from safercornwall.pages.components.pictures.funnel import Funnel, funnel_plot
from safercornwall.pages.components.pictures.maps.area_map import AreaMap, area_map
from safercornwall.pages.components.pictures.measure_bar import MeasureBar, measure_bar
from safercornwall.pages.components.pictures.series.chart import series_chart
from safercornwall.pages.components.pictures.series.data import SeriesChart
from safercornwall.pages.components.pictures.sparkline import Sparkline, sparkline
from safercornwall.pages.components.pictures.timeline import Timeline, timeline

DRAWN_BY: dict[type, Callable[[Any], SafeString]] = {
    AreaMap: area_map,
    BarToTarget: bar_to_target,
    BarsToTarget: bars_to_target,
    Differences: differences_chart,
    Flow: flow_picture,
    Funnel: funnel_plot,
    MatrixCell: matrix_cell,
    MeasureBar: measure_bar,
    SeriesChart: series_chart,
    Sparkline: sparkline,
    StackedAmounts: stacked_amounts,
    Timeline: timeline,
}


def draw(picture: object) -> SafeString:
    """The picture as markup. What is no picture is an error of the page, and says so."""
    draws = DRAWN_BY.get(type(picture))
    if draws is None:
        raise TypeError(f"{type(picture).__name__} is not a picture.")
    return draws(picture)
