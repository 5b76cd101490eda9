"""Differences as columns above and below nothing, small: a series beside itself a year before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.safestring import SafeString

from safercornwall.pages.components.pictures.axes import grid, gutter
from safercornwall.pages.components.pictures.elements import Number, element, number, percent, svg
from safercornwall.pages.components.pictures.keys import KeyEntry, key
from safercornwall.pages.components.pictures.rows import picture
from safercornwall.pages.components.pictures.scales import Scale, axis_values, axis_words
from safercornwall.pages.components.pictures.series.data import Slot
from safercornwall.pages.components.pictures.series.frame import LINE_OF_WORDS, group_labels

TOP, PLOT = 12, 110
FOOT = TOP + PLOT
# The column of a slot, as a share of it.
COLUMN = 0.7


@dataclass(frozen=True)
class Differences:
    """One value for each slot, oldest first, None where there is nothing to compare. `unit` says in words what they are,
    and `told` what they show. `more` and `less` name the two sides of the line.
    """

    subject: str
    unit: str
    slots: tuple[Slot, ...]
    values: tuple[Number | None, ...]
    told: str
    more: str = "More than a year before"
    less: str = "Less than a year before"
    axis_before: str = ""
    axis_after: str = ""

    def __post_init__(self) -> None:
        if len(self.slots) != len(self.values):
            raise ValueError("Differences need one value for each slot.")

    @property
    def alt(self) -> str:
        return f"{self.subject}, {self.unit}. {self.told}"


def differences_chart(chart: Differences) -> SafeString:
    """As wide as its place. What is more is a full column above the line, what is less an empty one below."""
    known = [value for value in map(number, chart.values) if value is not None]
    ticks = axis_values(known, about=2)
    scale = Scale(ticks[0], ticks[-1], FOOT, TOP)
    words = axis_words(ticks, before=chart.axis_before, after=chart.axis_after)
    drawn = svg(
        *grid(scale, ticks, words),
        *_columns(chart, scale),
        *group_labels(chart.slots, foot=FOOT, lines=1),
        alt=chart.alt,
        class_=f"sc-pic sc-pic--roomy {gutter(words)}",
        width="100%",
        height=FOOT + LINE_OF_WORDS + 6,
    )
    unit = element("p", chart.unit, class_="sc-picture__unit")
    return picture(key(_entries(chart)), unit, drawn)


def _columns(chart: Differences, scale: Scale) -> Iterator[SafeString]:
    line, count = scale.at(0), len(chart.slots)
    for place, value in enumerate(map(number, chart.values)):
        if value is None:
            continue
        top, foot = sorted((scale.at(value), line))
        yield element(
            "rect",
            x=percent((place + (1 - COLUMN) / 2) / count),
            width=percent(COLUMN / count),
            y=top,
            height=max(foot - top, 1),
            class_="sc-pic__more" if value > 0 else "sc-pic__less",
        )


def _entries(chart: Differences) -> Iterator[KeyEntry]:
    for words, look in ((chart.more, "sc-pic__more"), (chart.less, "sc-pic__less")):
        yield KeyEntry(element("rect", x=8, width=12, height=16, class_=look), words)
