"""A bar in the cell of a table, beside its number: how large the score is among those of its column, and its band."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString

from safercornwall.pages.components.pictures.elements import Number, element, number, percent, svg

HEIGHT = 10


@dataclass(frozen=True)
class MeasureBar:
    """`top` is the end of the scale, from zero. `shade` names a band: very_high, high, above_average, average, or none.

    The cell says the number and its band in words, so the bar is an ornament.
    """

    value: Number | None
    top: Number
    shade: str = ""

    @property
    def alt(self) -> str:
        return ""

    @property
    def share(self) -> float:
        known, top = number(self.value), number(self.top)
        return 0.0 if known is None or not top or top < 0 else min(max(known / top, 0.0), 1.0)


def measure_bar(bar: MeasureBar) -> SafeString:
    look = f"sc-measure__value sc-measure--{bar.shade or 'none'}"
    return svg(
        element("rect", width="100%", height=HEIGHT, class_="sc-measure__track"),
        element("rect", width=percent(bar.share), height=HEIGHT, class_=look),
        class_="sc-pic sc-measure",
        width="100%",
        height=HEIGHT,
    )
