"""The plane that a chart of a series is drawn on, and the labels along it.

Across, places are shares of the width, so that the chart fills its column and its words keep their size; upwards,
they are pixels. Lines that bend stand in a drawing that is stretched to the width (`stretched`).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.safestring import SafeString

from safercornwall.pages.components.pictures.axes import gutter
from safercornwall.pages.components.pictures.elements import element, percent
from safercornwall.pages.components.pictures.scales import Scale, axis_values, axis_words
from safercornwall.pages.components.pictures.series.data import SeriesChart, Slot

TOP, PLOT, LINE_OF_WORDS = 14, 240, 20
BOTTOM = TOP + PLOT
STRETCH = 1000
# Pixels that a character takes, and that the narrow and the wide look have for the axis.
CHARACTER, NARROW, WIDE = 7.5, 240, 480
TICK = 6


@dataclass(frozen=True)
class Plane:
    """`at(slot)` is the middle of a slot as a share of the width, `y(value)` a height in pixels from the top."""

    count: int
    scale: Scale
    values: list[float]

    def at(self, slot: float) -> float:
        return (slot + 0.5) / max(self.count, 1)

    def y(self, value: float) -> float:
        return self.scale.at(value)

    def stretched(self, slot: float, value: float) -> tuple[float, float]:
        return self.at(slot) * STRETCH, self.y(value)


def plane_of(chart: SeriesChart) -> Plane:
    values = axis_values(chart.drawn, from_zero=chart.from_zero)
    return Plane(len(chart.slots), Scale(values[0], values[-1], BOTTOM, TOP), values)


def stretched(*children: object) -> SafeString:
    return element(
        "svg",
        *children,
        width="100%",
        height=BOTTOM,
        viewBox=f"0 0 {STRETCH} {BOTTOM}",
        preserveAspectRatio="none",
        overflow="visible",
    )


def height_of(chart: SeriesChart) -> int:
    lines = 2 if any(slot.group for slot in chart.slots) else 1
    return BOTTOM + 6 + lines * LINE_OF_WORDS


def words_of(chart: SeriesChart, plane: Plane) -> list[str]:
    return axis_words(plane.values, before=chart.axis_before, after=chart.axis_after)


def room(chart: SeriesChart, plane: Plane) -> str:
    """The classes that leave room for the numbers of the axis, and for a last label wider than its slot."""
    wide = gutter(words_of(chart, plane))
    last = len(chart.slots[-1].label) * CHARACTER if chart.slots else 0
    return f"{wide} sc-pic--roomy" if last * len(chart.slots) > NARROW else wide


def slot_labels(slots: Sequence[Slot]) -> Iterator[SafeString]:
    """As many labels as have room, on a narrow page fewer than on a wide one."""
    y = BOTTOM + LINE_OF_WORDS
    narrow, wide = (_shown(slots, width) for width in (NARROW, WIDE))
    for place, slot in enumerate(slots):
        look = _when_shown(place in narrow, place in wide)
        if look is not None:
            x = percent((place + 0.5) / len(slots))
            yield element("text", slot.label, x=x, y=y, class_=f"sc-pic__label {look}".strip())


def group_labels(
    slots: Sequence[Slot], *, foot: float = BOTTOM, lines: int = 2
) -> Iterator[SafeString]:
    """The year, say, under its quarters, with a tick where the next one begins. They stand so many `lines` below `foot`.

    Where not every group has room for its label the ticks end above the words, which they would cross.
    """
    groups = _groups(slots)
    if not any(label for label, _, _ in groups):
        return
    y = foot + lines * LINE_OF_WORDS
    narrow, wide = (_groups_shown(groups, len(slots), width) for width in (NARROW, WIDE))
    end = y + 2 if len(narrow) == len(groups) else foot + TICK
    for place, (label, first, count) in enumerate(groups):
        if first:
            x = percent(first / len(slots))
            yield element("line", x1=x, x2=x, y1=foot, y2=end, class_="sc-pic__tick")
        look = _when_shown(place in narrow, place in wide)
        if look is not None:
            x = percent((first + count / 2) / len(slots))
            yield element("text", label, x=x, y=y, class_=f"sc-pic__label {look}".strip())


def _groups(slots: Sequence[Slot]) -> list[tuple[str, int, int]]:
    """Each group's label, first slot and number of slots."""
    found, first = [], 0
    for label, members in groupby(slots, key=lambda slot: slot.group):
        count = len(list(members))
        found.append((label, first, count))
        first += count
    return found


def _shown(slots: Sequence[Slot], width: float) -> set[int]:
    """The slots whose labels have room: every one, every second …, counted from the start of each group."""
    widest = max((len(slot.label) for slot in slots), default=0) * CHARACTER + 6
    step = math.ceil(widest * len(slots) / width) if slots else 1
    if not any(slot.group for slot in slots):
        return {place for place in range(len(slots)) if (len(slots) - 1 - place) % step == 0}
    return {
        first + place
        for _, first, count in _groups(slots)
        for place in range(count)
        if step <= max(count / 2, 1) and place % step == 0
    }


def _groups_shown(groups: Sequence[tuple[str, int, int]], slots: int, width: float) -> set[int]:
    widest = max(len(label) for label, _, _ in groups) * CHARACTER + 8
    step = math.ceil(widest * len(groups) / width)
    return {place for place in range(len(groups)) if (len(groups) - 1 - place) % step == 0}


def _when_shown(narrow: bool, wide: bool) -> str | None:
    if not narrow and not wide:
        return None
    return "" if narrow and wide else "sc-pic__narrow" if narrow else "sc-pic__wide"
