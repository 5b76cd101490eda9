"""The chart of a series, with its key."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.safestring import SafeString

from safercornwall.pages.components.pictures.axes import grid
from safercornwall.pages.components.pictures.elements import element, svg
from safercornwall.pages.components.pictures.keys import KeyEntry, key
from safercornwall.pages.components.pictures.rows import picture
from safercornwall.pages.components.pictures.series import frame, marks
from safercornwall.pages.components.pictures.series.data import SeriesChart
from safercornwall.pages.components.pictures.shapes import drawing
from safercornwall.pages.components.templatetags.components import look


def series_chart(chart: SeriesChart) -> SafeString:
    """As wide as its place; its words keep their size, and fewer labels stand under a narrow one."""
    plane = frame.plane_of(chart)
    drawn = svg(
        marks.later_ground(chart, plane),
        *marks.tolerances(chart, plane),
        *grid(plane.scale, plane.values, frame.words_of(chart, plane)),
        marks.forecast(chart, plane),
        marks.guides(chart, plane),
        *marks.breaks(chart, plane),
        *marks.targets(chart, plane),
        *marks.comparisons(chart, plane),
        *marks.figures(chart, plane),
        *marks.states(chart, plane),
        *frame.slot_labels(chart.slots),
        *frame.group_labels(chart.slots),
        alt=chart.alt,
        class_=f"sc-pic {frame.room(chart, plane)}",
        width="100%",
        height=frame.height_of(chart),
    )
    unit = element("p", chart.unit, class_="sc-picture__unit")
    return picture(key(_entries(chart)), unit, drawn)


def _entries(chart: SeriesChart) -> Iterator[KeyEntry]:
    yield from _figure_entries(chart)
    yield from _target_entries(chart)
    for number_of, line in enumerate(chart.comparisons):
        mark = element("g", marks.outline(number_of), transform="translate(14 8)")
        stroke = _line(f"sc-pic__other sc-pic__other--{number_of % 4}")
        yield KeyEntry(element("g", stroke, mark), line.label)
    if chart.signals:
        mark = element("g", marks.signal_mark(), transform="translate(14 8) scale(.7)")
        yield KeyEntry(mark, "Signal: beyond ordinary variation")
    for line in chart.guides:
        yield KeyEntry(_line("sc-pic__guide"), line.label)
    if any(chart.forecast):
        fan = element("path", d="M0 8 28 1v14z", class_="sc-pic__fan")
        if any(one and one.middle is not None for one in chart.forecast):
            swatch = element("g", fan, _line("sc-pic__forecast"))
            yield KeyEntry(swatch, "Forecast and its range")
        else:
            yield KeyEntry(fan, "Range of the forecast")
    yield from _time_entries(chart)


def _figure_entries(chart: SeriesChart) -> Iterator[KeyEntry]:
    known = [reading for reading in chart.readings if reading.known is not None]
    dot = element("circle", cx=14, cy=8, r=4.5, class_="sc-pic__point")
    yield KeyEntry(element("g", _line("sc-pic__line"), dot), chart.subject)
    if any(reading.provisional for reading in known):
        ring = element("circle", cx=14, cy=8, r=4.5, class_="sc-pic__point--hollow")
        yield KeyEntry(ring, "Provisional")
    if any(reading.low is not None and reading.high is not None for reading in known):
        whisker = element("path", d="M10 1h8M14 1v14M10 15h8", class_="sc-pic__interval")
        yield KeyEntry(whisker, chart.interval_words)
    for state in dict.fromkeys(r.state for r in chart.readings if r.known is None and r.state):
        drawn = look(state, "figure_state")
        shape = element(
            "g", drawing(drawn.shape), transform="translate(6 0)", class_=f"sc-tone--{drawn.tone}"
        )
        yield KeyEntry(shape, drawn.label)


def _target_entries(chart: SeriesChart) -> Iterator[KeyEntry]:
    if chart.bounds:
        words = f"Target: {chart.target_words}" if chart.target_words else "Target"
        yield KeyEntry(_line("sc-pic__target"), words)
    if any(bound.amber is not None for bound in chart.bounds):
        band = element("rect", width=28, height=16, class_="sc-pic__tolerance")
        yield KeyEntry(band, "Missed within the tolerance (at risk)")


def _time_entries(chart: SeriesChart) -> Iterator[KeyEntry]:
    for cut in chart.breaks:
        line = element("line", x1=14, x2=14, y1=0, y2=16, class_="sc-pic__break")
        yield KeyEntry(
            line, f"The series breaks: {cut.reason}" if cut.reason else "The series breaks"
        )
    if chart.later_from is not None and chart.later_from < len(chart.slots):
        ground = element("rect", width=28, height=16, class_="sc-pic__later-ground")
        dot = element("circle", cx=14, cy=8, r=4.5, class_="sc-pic__point sc-pic__later")
        yield KeyEntry(element("g", ground, dot), chart.later_words)


def _line(look_class: str) -> SafeString:
    return element("line", x1=0, x2=28, y1=8, y2=8, class_=look_class)
