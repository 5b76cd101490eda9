"""The key of a picture: a swatch of each mark that is drawn, and its words, in HTML so that they can wrap."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString

from safercornwall.pages.components.pictures.elements import element, svg

WIDTH, HEIGHT = 28, 16


@dataclass(frozen=True)
class KeyEntry:
    """`swatch` is SVG on a rectangle of 28 by 16."""

    swatch: SafeString
    words: str


def key(entries: Iterable[KeyEntry]) -> SafeString | None:
    """A list of what the marks mean. None where there is nothing to tell apart."""
    items = [
        element("li", _swatch(entry), element("span", entry.words), class_="sc-key__item")
        for entry in dict.fromkeys(entries)
    ]
    return element("ul", *items, class_="sc-key") if len(items) > 1 else None


def _swatch(entry: KeyEntry) -> SafeString:
    return svg(
        entry.swatch,
        class_="sc-key__swatch",
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        width=WIDTH,
        height=HEIGHT,
    )
