"""The upright axis of a chart: round numbers in a gutter, and the lines of a grid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.safestring import SafeString

from safercornwall.pages.components.pictures.elements import element
from safercornwall.pages.components.pictures.scales import Scale

WIDEST_GUTTER = 12


def gutter(words: Sequence[str]) -> str:
    """The class that leaves room for the numbers of the axis."""
    return f"sc-pic--gutter-{min(max(map(len, words)), WIDEST_GUTTER)}"


def grid(scale: Scale, values: Sequence[float], words: Sequence[str]) -> Iterator[SafeString]:
    for value, told in zip(values, words, strict=True):
        y = scale.at(value)
        look = "sc-pic__base" if value in (0, values[0]) else "sc-pic__grid"
        yield element("line", x1=0, x2="100%", y1=y, y2=y, class_=look)
        yield element("text", told, x=-8, y=y + 5, class_="sc-pic__label--end")
