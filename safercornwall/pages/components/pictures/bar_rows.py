"""Many bars to target, one under another on one scale, with the line of the target running through all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from safercornwall.pages.components.pictures.bars import BarToTarget, bar_to_target, scale_top
from safercornwall.pages.components.pictures.elements import element, percent, svg
from safercornwall.pages.components.pictures.keys import KeyEntry, key
from safercornwall.pages.components.pictures.rows import Row, picture, rows

AXIS_HEIGHT = 22


@dataclass(frozen=True)
class BarsToTarget:
    """Bars in the caller's order; `furthest_off_first` is the order in which a board reads them."""

    bars: tuple[BarToTarget, ...]


def furthest_off_first(bars: Sequence[BarToTarget]) -> tuple[BarToTarget, ...]:
    """Those that miss their target by the largest share of it first, then those that meet it, then the rest."""
    return tuple(
        sorted(bars, key=lambda bar: (bar.missed_by is None, -(bar.missed_by or 0), bar.label))
    )


def bars_to_target(one: BarsToTarget) -> SafeString:
    top = scale_top(list(one.bars))
    found = [
        Row(
            name=bar.label,
            drawing=bar_to_target(bar, top),
            href=bar.href,
            words=bar.value_words or bar.look.label,
            second_words=_second_words(bar),
        )
        for bar in one.bars
    ]
    return picture(key(_entries(one.bars)), rows(found, axis=_axis(top), look="sc-rows--bars"))


def _second_words(bar: BarToTarget) -> str:
    label = bar.look.label if bar.value_words else ""
    return " · ".join(words for words in (label, bar.target_words) if words)


def _axis(top: float) -> SafeString:
    """Shares of the target along the top. Only the target itself is named on a narrow page."""
    marks = [
        element("text", words, x=percent(share / top), y=16, class_=look)
        for share, words, look in _ticks(top)
    ]
    return svg(*marks, class_="sc-pic", width="100%", height=AXIS_HEIGHT)


def _ticks(top: float) -> Iterator[tuple[float, str, str]]:
    yield 0, "0", "sc-pic__label sc-pic__label--start"
    yield 1, "Target", "sc-pic__label sc-pic__label--strong"
    for share in (0.5, 1.5, 2):
        if share <= top - 0.05:
            yield share, f"{share:.0%}", "sc-pic__label sc-pic__wide"


def _entries(bars: Sequence[BarToTarget]) -> Iterator[KeyEntry]:
    if any(bar.share is not None for bar in bars):
        line = element("line", x1=14, x2=14, y1=0, y2=16, class_="sc-bar__target")
        yield KeyEntry(line, "Target")
    if any(bar.share is not None and bar.good for bar in bars):
        flag = element("path", d="M18 4v8l-8-4z", class_="sc-bar__flag")
        ground = element("rect", width=28, height=16, class_="sc-bar__good")
        yield KeyEntry(element("g", ground, flag), "The better side, to which the flag points")
    if any(bar.amber_share is not None for bar in bars):
        band = element("rect", width=28, height=16, class_="sc-bar__amber")
        yield KeyEntry(band, "Missed within the tolerance (at risk)")
