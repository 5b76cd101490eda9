"""How money is drawn: secured is solid, sought is striped, and what has no source is an empty dashed frame."""

from __future__ import annotations

from django.utils.safestring import SafeString

from safercornwall.pages.components.pictures.elements import Number, element, percent
from safercornwall.pages.components.pictures.keys import KeyEntry
from safercornwall.pages.components.pictures.scales import LARGE

# In the words of the funding tags, from the surest to the least sure.
STATES = {"secured": "Secured", "sought": "Sought", "no_source": "No source"}
INSET = 0.75


def block(state: str, left: float, right: float, y: float, height: float) -> SafeString:
    """A piece of money from `left` to `right` (shares of the width), `y` and `height` in pixels.

    The stripes are dashes of a line as thick as the block is high: they need no pattern with an id.
    """
    x, width = percent(left), percent(max(right - left, 0))
    frame = element(
        "rect",
        x=x,
        width=width,
        y=y + INSET,
        height=max(height - 2 * INSET, 0.5),
        class_=f"sc-money sc-money--{state if state in STATES else 'no_source'}",
    )
    if state != "sought" or height <= 2 * INSET:
        return frame
    middle = y + height / 2
    stripes = element(
        "line",
        x1=x,
        x2=percent(right),
        y1=middle,
        y2=middle,
        stroke_width=height - 2 * INSET,
        class_="sc-money__stripes",
    )
    return element("g", frame, stripes)


def swatch(state: str) -> KeyEntry:
    return KeyEntry(block(state, 0, 1, 1, 14), STATES[state])


def amount_words(value: Number, currency: str = "£") -> str:
    """ "£120,000", or "£1.25m" from a million on."""
    known = round(float(value))
    size, unit = next(((size, unit) for size, unit in LARGE if abs(known) >= size), (1.0, ""))
    words = f"{abs(known) / size:,.2f}" if unit else f"{abs(known):,}.00"
    return f"{'−' * (known < 0)}{currency}{words.rstrip('0').rstrip('.')}{unit}"
