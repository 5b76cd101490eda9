"""What stands on the plane of a chart: figures, targets, comparisons, a forecast, breaks, what lies later."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.safestring import SafeString

from safercornwall.pages.components.pictures.elements import element, number, path, percent
from safercornwall.pages.components.pictures.readings import DrawnReading, runs
from safercornwall.pages.components.pictures.series.data import Comparison, SeriesChart, TargetBound
from safercornwall.pages.components.pictures.series.frame import BOTTOM, TOP, Plane, stretched
from safercornwall.pages.components.pictures.shapes import shape_at
from safercornwall.pages.components.templatetags.components import look

# Outlines of the marks of comparisons, on their middle.
OUTLINES = ("M-4.5-4.5h9v9h-9z", "M0-6 6 5H-6z", "M0-6 6 0 0 6-6 0z", "M-5 0H5M0-5V5")
# A chart with more slots than this has smaller marks.
CROWDED, VERY_CROWDED = 16, 40


def radius(plane: Plane) -> float:
    return 4.5 if plane.count <= CROWDED else 3.5 if plane.count <= VERY_CROWDED else 2


def tolerances(chart: SeriesChart, plane: Plane) -> Iterator[SafeString]:
    """A band for each stretch of slots with the same bound and tolerance."""
    for first, last, bound in _stretches(chart):
        value, amber = number(bound.value), number(bound.amber)
        if value is not None and amber is not None:
            high, low = sorted((plane.y(value), plane.y(amber)))
            left, right = plane.at(first - 0.5), plane.at(last + 0.5)
            yield element(
                "rect",
                x=percent(left),
                width=percent(right - left),
                y=high,
                height=low - high,
                class_="sc-pic__tolerance",
            )


def targets(chart: SeriesChart, plane: Plane) -> Iterator[SafeString]:
    """A line for each stretch of slots with the same bound; a flag at the last points to the better side."""
    last_of_side = {bound.side: last for _, last, bound in _stretches(chart)}
    for first, last, bound in _stretches(chart):
        value = number(bound.value)
        if value is None:
            continue
        y = plane.y(value)
        left, right = percent(plane.at(first - 0.5)), percent(plane.at(last + 0.5))
        yield element("line", x1=left, x2=right, y1=y, y2=y, class_="sc-pic__target")
        if last_of_side[bound.side] == last:
            d = "M-10 0H0L-5 8z" if bound.side == "at_most" else "M-10 0H0L-5-8z"
            yield _at(right, y, element("path", d=d, class_="sc-pic__flag"))


def figures(chart: SeriesChart, plane: Plane) -> Iterator[SafeString]:
    values = [reading.known for reading in chart.readings]
    yield from _intervals(chart.readings, plane)
    yield stretched(*_lines(chart, values, plane))
    for place, reading in enumerate(chart.readings):
        if reading.known is not None:
            classes = "sc-pic__point--hollow" if reading.provisional else "sc-pic__point"
            later = " sc-pic__later" if _is_later(chart, place) else ""
            yield element(
                "circle",
                cx=percent(plane.at(place)),
                cy=plane.y(reading.known),
                r=radius(plane),
                class_=f"{classes}{later}",
            )
        if reading.known is not None and place in chart.signals:
            mark = signal_mark(plane.count)
            yield _at(percent(plane.at(place)), plane.y(reading.known), mark)
    yield from _last_words(chart, plane)


def signal_mark(count: int = 1) -> SafeString:
    """A diamond around the point; of many slots a small one, so that neighbours do not hide each other."""
    half = 11 if count <= CROWDED else 7 if count <= VERY_CROWDED else 4
    d = f"M0-{half} {half} 0 0 {half}-{half} 0z"
    return element("path", d=d, class_="sc-pic__signal")


def states(chart: SeriesChart, plane: Plane) -> Iterator[SafeString]:
    """Why a slot has no value, by the shape of its state, above the base."""
    for place, reading in enumerate(chart.readings):
        if reading.known is None and reading.state:
            drawn = look(reading.state, "figure_state")
            yield shape_at(drawn.shape, percent(plane.at(place)), BOTTOM - 12, tone=drawn.tone)


def comparisons(chart: SeriesChart, plane: Plane) -> Iterator[SafeString]:
    for number_of, line in enumerate(chart.comparisons):
        yield stretched(*_joined(line, plane, f"sc-pic__other sc-pic__other--{number_of % 4}"))
        for place, value in enumerate(map(number, line.values)):
            if value is not None:
                yield _at(percent(plane.at(place)), plane.y(value), outline(number_of))


def outline(number_of: int) -> SafeString:
    classes = f"sc-pic__outline sc-pic__other--{number_of % 4}"
    return element("path", d=OUTLINES[number_of % len(OUTLINES)], class_=classes)


def guides(chart: SeriesChart, plane: Plane) -> SafeString | None:
    drawn = [part for line in chart.guides for part in _joined(line, plane, "sc-pic__guide")]
    return stretched(*drawn) if drawn else None


def forecast(chart: SeriesChart, plane: Plane) -> SafeString | None:
    """A fan from the last figure on: the range, and its middle as a dashed line."""
    known = [place for place, one in enumerate(chart.forecast) if one]
    if not known:
        return None
    start = _start_of_fan(chart, known[0])
    low, middle, high = [*start], [*start], [*start]
    for place in known:
        one = chart.forecast[place]
        if one:
            low.append((place, number(one.low) or 0))
            if one.middle is not None:
                middle.append((place, number(one.middle) or 0))
            high.append((place, number(one.high) or 0))
    around = [plane.stretched(*point) for point in [*high, *reversed(low)]]
    through = [plane.stretched(*point) for point in middle]
    has_middle = any(one and one.middle is not None for one in chart.forecast)
    ends = [element("path", d=f"{path(around)}z", class_="sc-pic__fan")]
    if len(known) == 1 and not start:
        ends = [_upright(plane.at(known[0]) * 1000, around)]
    if has_middle:
        ends.append(element("path", d=path(through), class_="sc-pic__forecast"))
    return stretched(*ends)


def breaks(chart: SeriesChart, plane: Plane) -> Iterator[SafeString]:
    for cut in chart.breaks:
        if 0 < cut.before < plane.count:
            x = percent(plane.at(cut.before - 0.5))
            yield element("line", x1=x, x2=x, y1=TOP - 8, y2=BOTTOM, class_="sc-pic__break")


def later_ground(chart: SeriesChart, plane: Plane) -> SafeString | None:
    if chart.later_from is None or not 0 <= chart.later_from < plane.count:
        return None
    left = plane.at(chart.later_from - 0.5)
    return element(
        "rect",
        x=percent(left),
        width=percent(1 - left),
        y=TOP - 8,
        height=BOTTOM - TOP + 8,
        class_="sc-pic__later-ground",
    )


def _lines(
    chart: SeriesChart, values: Sequence[float | None], plane: Plane
) -> Iterator[SafeString]:
    cuts = {cut.before for cut in chart.breaks}
    if chart.later_from is not None:
        cuts.add(chart.later_from)
    for run in runs(values, cuts):
        if len(run) > 1:
            points = [plane.stretched(place, values[place] or 0) for place in run]
            later = " sc-pic__later" if _is_later(chart, run[0]) else ""
            yield element("path", d=path(points), class_=f"sc-pic__line{later}")


def _joined(line: Comparison, plane: Plane, look_class: str) -> Iterator[SafeString]:
    values = [number(value) for value in line.values]
    for run in runs(values, ()):
        if len(run) > 1:
            points = [plane.stretched(place, values[place] or 0) for place in run]
            yield element("path", d=path(points), class_=look_class)


def _intervals(readings: Sequence[DrawnReading], plane: Plane) -> Iterator[SafeString]:
    for place, reading in enumerate(readings):
        low, high = number(reading.low), number(reading.high)
        if reading.known is not None and low is not None and high is not None:
            top, foot = plane.y(high), plane.y(low)
            caps = plane.count <= CROWDED
            stem = f"M0 0v{foot - top:.1f}"
            d = f"M-4 0h8{stem}M-4 {foot - top:.1f}h8" if caps else stem
            mark = element("path", d=d, class_="sc-pic__interval")
            yield _at(percent(plane.at(place)), top, mark)


def _last_words(chart: SeriesChart, plane: Plane) -> Iterator[SafeString]:
    """The last figure that is judged, in words above its point. Of very many slots they would cover the points beside it."""
    known = [
        (place, reading)
        for place, reading in enumerate(chart.readings[: chart.later_from])
        if reading.known is not None
    ]
    if known and known[-1][1].short and plane.count <= VERY_CROWDED:
        place, reading = known[-1]
        y = plane.y(reading.known or 0) - 12
        at_end = place >= plane.count - 1 and plane.count > 1
        x = plane.at(place + 0.5) if at_end else plane.at(place)
        side = "sc-pic__label--end" if at_end else "sc-pic__label"
        classes = f"{side} sc-pic__label--strong sc-pic__label--clear"
        yield element("text", reading.short, x=percent(x), y=max(y, 10), class_=classes)


def _start_of_fan(chart: SeriesChart, first: int) -> list[tuple[int, float]]:
    known = [
        (place, reading.known)
        for place, reading in enumerate(chart.readings[:first])
        if reading.known is not None
    ]
    return [(place, value) for place, value in known[-1:] if value is not None]


def _upright(x: float, around: Sequence[tuple[float, float]]) -> SafeString:
    heights = [y for _, y in around]
    return element(
        "path", d=path([(x, min(heights)), (x, max(heights))]), class_="sc-pic__fan-line"
    )


def _stretches(chart: SeriesChart) -> list[tuple[int, int, TargetBound]]:
    """Each bound with the first and the last slot of the stretch over which it holds."""
    open_now: dict[str, tuple[int, int, TargetBound]] = {}
    found: list[tuple[int, int, TargetBound]] = []
    for place, bounds in enumerate(chart.targets):
        for bound in bounds:
            before = open_now.get(bound.side)
            if before and before[2] == bound and before[1] == place - 1:
                open_now[bound.side] = (before[0], place, bound)
            else:
                found += [before] if before else []
                open_now[bound.side] = (place, place, bound)
    return [*found, *open_now.values()]


def _is_later(chart: SeriesChart, place: int) -> bool:
    return chart.later_from is not None and place >= chart.later_from


def _at(x: str, y: float, mark: SafeString) -> SafeString:
    return element("svg", mark, x=x, y=y, overflow="visible")
