"""Bars to target: each value as a share of its own target, so that indicators in different units share one scale."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from django.utils.safestring import SafeString

from safercornwall.pages.components.pictures.elements import (
    Number,
    element,
    number,
    percent,
    svg,
)
from safercornwall.pages.components.pictures.shapes import shape_at
from safercornwall.pages.components.templatetags.components import Look, look

Good = Literal["lower", "higher", ""]
HEIGHT, TRACK, BAR = 32, 14, 6
MIDDLE = HEIGHT / 2
START = "9"
# A scale ends here, in shares of the target; a longer bar ends in an arrow.
LEAST_TOP, MOST_TOP = 1.25, 2.0
GOOD_IS = {"lower": "lower is better", "higher": "higher is better", "": ""}


@dataclass(frozen=True)
class BarToTarget:
    """A value against the bound of its target that it misses or that is nearest, all in the indicator's own unit.

    `amber` is how far a miss is still at risk (None: no tolerance). `good` is the better side: "lower", "higher",
    or "" for neither. `status` is a status of an indicator ("off_track"). `value_words` and `target_words` say the
    numbers with their unit ("2.8 per 10,000", "at most 1.9"), and `amber_words` the tolerance ("2.0").
    """

    label: str
    value: Number | None
    target: Number | None
    amber: Number | None = None
    good: Good = ""
    status: str = "no_figures"
    value_words: str = ""
    target_words: str = ""
    amber_words: str = ""
    href: str = ""

    @property
    def look(self) -> Look:
        return look(self.status, "status")

    @property
    def share(self) -> float | None:
        """The value as a share of the target. None where either is missing, or the target is not above zero."""
        return self._of_target(self.value)

    @property
    def amber_share(self) -> float | None:
        return self._of_target(self.amber)

    @property
    def missed_by(self) -> float | None:
        """How far the value is on the wrong side, as a share of the target: below 0 where it is met."""
        if self.share is None or not self.good:
            return None
        return self.share - 1 if self.good == "lower" else 1 - self.share

    @property
    def alt(self) -> str:
        """The facts in a sentence: "Off track: 2.8 against at most 1.9, 147% of the target; lower is better."."""
        if number(self.value) is None:
            against = f"; the target is {self.target_words}" if self.target_words else ""
            return f"{self.look.label}{against}."
        value = self.value_words or f"{self.value}"
        against = f" against {self.target_words or self.target}" if self.target is not None else ""
        share = f", {self.share:.0%} of the target" if self.share is not None else ""
        asides = [f"amber up to {self.amber_words}" if self.amber_words else "", GOOD_IS[self.good]]
        rest = "".join(f"; {words}" for words in asides if words)
        return f"{self.look.label}: {value}{against}{share}{rest}."

    def _of_target(self, value: Number | None) -> float | None:
        known, target = number(value), number(self.target)
        if known is None or target is None or target <= 0:
            return None
        return known / target


def bar_to_target(bar: BarToTarget, top: float | None = None) -> SafeString:
    """One bar, as wide as its place and 32 pixels high. `top` is where its scale ends, in shares of the target."""
    top = top or scale_top([bar])
    return svg(
        *_ground(bar, top),
        *_value(bar, top),
        *_target(bar, top),
        *_mark(bar, top),
        alt=bar.alt,
        class_="sc-pic sc-bar",
        width="100%",
        height=HEIGHT,
    )


def scale_top(bars: list[BarToTarget]) -> float:
    """Where one scale for all these bars ends: at the longest, but within 125% and 200% of the target."""
    shares = [share for bar in bars for share in (bar.share, bar.amber_share) if share is not None]
    return min(max([LEAST_TOP, *(share * 1.05 for share in shares)]), MOST_TOP)


def _ground(bar: BarToTarget, top: float) -> Iterator[SafeString]:
    """The track, its better side and the amber band."""
    yield _band(0, 1, "sc-bar__track")
    if bar.share is None:
        return
    line = 1 / top
    if bar.good:
        left, right = (0.0, line) if bar.good == "lower" else (line, 1.0)
        yield _band(left, right, "sc-bar__good")
    if bar.amber_share is not None:
        left, right = sorted((line, _place(bar.amber_share, top)))
        yield _band(left, right, "sc-bar__amber")


def _value(bar: BarToTarget, top: float) -> Iterator[SafeString]:
    if bar.share is not None:
        yield element(
            "rect",
            width=percent(_place(bar.share, top)),
            y=MIDDLE - BAR / 2,
            height=BAR,
            class_=f"sc-tone--{bar.look.tone} sc-bar__value",
        )


def _target(bar: BarToTarget, top: float) -> Iterator[SafeString]:
    """The line of the target, with a flag to the better side."""
    target = number(bar.target)
    if target is None or target <= 0:
        return
    x = percent(1 / top)
    yield element("line", x1=x, x2=x, y1=0, y2=HEIGHT, class_="sc-bar__target")
    if bar.good:
        d = "M0 0v8l-8-4z" if bar.good == "lower" else "M0 0v8l8-4z"
        yield _at(x, 0, element("path", d=d, class_="sc-bar__flag"))


def _mark(bar: BarToTarget, top: float) -> Iterator[SafeString]:
    """The shape of the status at the bar's end, and an arrow where the scale ends before the bar."""
    tone = bar.look.tone
    if bar.share is None:
        yield shape_at(bar.look.shape, START, MIDDLE, tone=tone)
        return
    x = percent(_place(bar.share, top))
    yield shape_at(bar.look.shape, x, MIDDLE, tone=tone)
    if bar.share > top or bar.share < 0:
        d = "m12-5 5 5-5 5" if bar.share > top else "m-12-5-5 5 5 5"
        yield _at(x, MIDDLE, element("path", d=d, class_=f"sc-tone--{tone} sc-bar__beyond"))


def _place(share: float, top: float) -> float:
    return min(max(share / top, 0), 1)


def _at(x: str, y: float, mark: SafeString) -> SafeString:
    return element("svg", mark, x=x, y=y, overflow="visible")


def _band(start: float, end: float, look_class: str) -> SafeString:
    return element(
        "rect",
        x=percent(start),
        width=percent(end - start),
        y=MIDDLE - TRACK / 2,
        height=TRACK,
        class_=look_class,
    )
