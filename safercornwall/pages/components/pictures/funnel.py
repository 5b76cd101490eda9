"""A funnel plot: areas by how many each counts and by their rate, between limits that close in on the average of all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.safestring import SafeString

from safercornwall.pages.components.pictures.axes import grid, gutter
from safercornwall.pages.components.pictures.elements import (
    Number,
    element,
    link,
    number,
    path,
    percent,
    svg,
)
from safercornwall.pages.components.pictures.keys import KeyEntry, key
from safercornwall.pages.components.pictures.rows import picture
from safercornwall.pages.components.pictures.scales import Scale, axis_values, axis_words

TOP, PLOT, STRETCH = 14, 280, 1000
FOOT = TOP + PLOT
HEIGHT = FOOT + 46
# Labels along the foot: narrow pages have room for every other one.
NARROW_STEP = 2
# A label nearer to an end than this share of the width would reach out of the picture.
EDGE = 0.03


@dataclass(frozen=True)
class FunnelPoint:
    """An area: `of` is how many it counts, `value` its rate. `side` is its place: beyond a limit, or within all."""

    name: str
    of: Number
    value: Number
    words: str
    side: Literal["far", "near", "within"]
    href: str = ""


@dataclass(frozen=True)
class FunnelCurve:
    """One limit as points of how many and rate."""

    points: tuple[tuple[Number, Number], ...]
    look: Literal["near", "far"]


@dataclass(frozen=True)
class Funnel:
    """`unit` says in words what the rates are, and `along` what stands along the foot. `told` says what the plot shows."""

    subject: str
    unit: str
    along: str
    points: tuple[FunnelPoint, ...]
    curves: tuple[FunnelCurve, ...]
    average: Number
    average_words: str
    told: str
    axis_after: str = ""

    @property
    def alt(self) -> str:
        return f"{self.subject}, {self.unit}. {self.told}"


@dataclass(frozen=True)
class _Plane:
    """`across` gives shares of the width, `up` pixels from the top."""

    across: Scale
    up: Scale

    def share(self, of: Number) -> float:
        return self.across.at(float(of))

    def stretched(self, of: Number, value: Number) -> tuple[float, float]:
        return self.share(of) * STRETCH, self.up.at(float(value))


def funnel_plot(funnel: Funnel) -> SafeString:
    """As wide as its place. An area beyond the far limits is a diamond, beyond the near ones a ring, else a dot."""
    sizes = [float(point.of) for point in funnel.points] or [0.0]
    heights = [float(point.value) for point in funnel.points] + [float(funnel.average)]
    ticks = axis_values([*heights, *_near_tops(funnel)], from_zero=not funnel.axis_after)
    room = (max(sizes) - min(sizes)) * 0.04 or max(sizes) * 0.1 or 1.0
    plane = _Plane(
        Scale(min(sizes) - room, max(sizes) + room, 0, 1), Scale(ticks[0], ticks[-1], FOOT, TOP)
    )
    words = axis_words(ticks, after=funnel.axis_after)
    drawn = svg(
        *grid(plane.up, ticks, words),
        _lines(funnel, plane),
        _dots(funnel, plane),
        *_outside(funnel, plane),
        *_foot(sizes, plane),
        element("text", funnel.along, x="50%", y=FOOT + 40, class_="sc-pic__label"),
        alt=funnel.alt,
        role="group",
        class_=f"sc-pic {gutter(words)}",
        width="100%",
        height=HEIGHT,
    )
    unit = element("p", funnel.unit, class_="sc-picture__unit")
    return picture(key(_entries(funnel)), unit, drawn)


def _near_tops(funnel: Funnel) -> list[float]:
    """How high the near limits reach: the far ones may leave the plane where areas are small."""
    return [
        float(value) for curve in funnel.curves if curve.look == "near" for _, value in curve.points
    ]


def _lines(funnel: Funnel, plane: _Plane) -> SafeString:
    y = plane.up.at(float(funnel.average))
    average = element("path", d=path([(0, y), (STRETCH, y)]), class_="sc-funnel__average")
    curves = [
        element(
            "path",
            d=path([plane.stretched(of, value) for of, value in _on_plane(curve, plane)]),
            class_=f"sc-funnel__limit sc-funnel__limit--{curve.look}",
        )
        for curve in funnel.curves
        if curve.points
    ]
    return _stretched(average, *curves)


def _on_plane(curve: FunnelCurve, plane: _Plane) -> Sequence[tuple[Number, Number]]:
    """The points that the plane has room for, or the last of those that it has not."""
    top = max(plane.up.low, plane.up.high)
    found = [point for point in curve.points if float(point[1]) <= top]
    return found or curve.points[-1:]


def _dots(funnel: Funnel, plane: _Plane) -> SafeString:
    """One path of all areas within the limits, so that hundreds are little to send."""
    within = [point for point in funnel.points if point.side == "within"]
    d = "".join(f"{path([plane.stretched(point.of, point.value)])}h0" for point in within)
    return _stretched(element("path", d=d or "M0 0", class_="sc-funnel__dots"))


def _outside(funnel: Funnel, plane: _Plane) -> Iterator[SafeString]:
    for point in funnel.points:
        if point.side == "within" or number(point.value) is None:
            continue
        mark = element("g", element("title", f"{point.name}: {point.words}"), _mark(point.side))
        inside = link(point.href, mark, otherwise="g", aria_label=f"{point.name}: {point.words}")
        x, y = percent(plane.share(point.of)), plane.up.at(float(point.value))
        yield element("svg", inside, overflow="visible", x=x, y=y)


def _mark(side: str) -> SafeString:
    if side == "far":
        return element("path", d="M0-7 7 0 0 7-7 0z", class_="sc-funnel__far")
    return element("circle", r=4.5, class_="sc-funnel__near")


def _foot(sizes: Sequence[float], plane: _Plane) -> Iterator[SafeString]:
    ticks = [
        tick
        for tick in axis_values(sizes, from_zero=False)
        if EDGE <= (tick - plane.across.low) / (plane.across.high - plane.across.low) <= 1 - EDGE
    ]
    for place, (tick, words) in enumerate(zip(ticks, axis_words(ticks), strict=True)):
        look = "" if place % NARROW_STEP == 0 else "sc-pic__wide"
        classes = f"sc-pic__label {look}".strip()
        yield element("text", words, x=percent(plane.share(tick)), y=FOOT + 20, class_=classes)


def _entries(funnel: Funnel) -> Iterator[KeyEntry]:
    line = element("line", x1=0, x2=28, y1=8, y2=8, class_="sc-funnel__average")
    yield KeyEntry(line, funnel.average_words)
    for look, words in (("near", "95% limits"), ("far", "99.8% limits")):
        if any(curve.look == look for curve in funnel.curves):
            classes = f"sc-funnel__limit sc-funnel__limit--{look}"
            yield KeyEntry(element("line", x1=0, x2=28, y1=8, y2=8, class_=classes), words)
    for side, words in (
        ("within", "Within chance"),
        ("near", "Beyond the 95% limits"),
        ("far", "Beyond the 99.8% limits"),
    ):
        if any(point.side == side for point in funnel.points):
            mark = (
                element("path", d="M14 8h0", class_="sc-funnel__dots")
                if side == "within"
                else element("g", _mark(side), transform="translate(14 8)")
            )
            yield KeyEntry(mark, words)


def _stretched(*children: object) -> SafeString:
    return element(
        "svg",
        *children,
        width="100%",
        height=FOOT,
        viewBox=f"0 0 {STRETCH} {FOOT}",
        preserveAspectRatio="none",
    )
