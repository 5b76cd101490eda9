"""The drawings that tell statuses, severities and states apart in black and white."""

from __future__ import annotations

from django.utils.safestring import SafeString

from safercornwall.pages.components.pictures.elements import Attribute, element

SIZE = 16
# Each on a square of 16 by 16, in the colour of the words around it.
DRAWINGS = {
    "tick": '<circle cx="8" cy="8" r="7.5" fill="currentColor"/>'
    '<path d="m4.2 8.4 2.7 2.7 5-5.6" fill="none" stroke="#fff" stroke-width="2"/>',
    "disc": '<circle cx="8" cy="8" r="6.5" fill="currentColor"/>',
    "half": '<circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="2"/>'
    '<path d="M8 2a6 6 0 0 0 0 12z" fill="currentColor"/>',
    "ring": '<circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="2"/>',
    "triangle": '<path d="M8 1 15.5 15H.5z" fill="currentColor"/>'
    '<path d="M7.1 5.5h1.8v4.7H7.1zm0 6h1.8v1.8H7.1z" fill="#fff"/>',
    "diamond": '<path d="m8 .5 7.5 7.5L8 15.5.5 8z" fill="currentColor"/>',
    "cross": '<path d="M1 1h14v14H1z" fill="currentColor"/>'
    '<path d="m4.5 4.5 7 7m0-7-7 7" stroke="#fff" stroke-width="2"/>',
    "clock": '<circle cx="8" cy="8" r="6.5" fill="none" stroke="currentColor" stroke-width="2"/>'
    '<path d="M8 4v4.3l3 1.7" fill="none" stroke="currentColor" stroke-width="2"/>',
    "pause": '<path d="M3 2h3.6v12H3zm6.4 0H13v12H9.4z" fill="currentColor"/>',
    "hatch": '<path d="M2 2h12v12H2z" fill="none" stroke="currentColor" stroke-width="2"/>'
    '<path d="m2 14L14 2M2 8l6-6m0 12 6-6" stroke="currentColor" stroke-width="1.5"/>',
    "chevrons": '<path d="m2 8 6-6 6 6M2 14l6-6 6 6" fill="none" stroke="currentColor" stroke-width="2.6"/>',
    "chevron": '<path d="m2 11 6-6 6 6" fill="none" stroke="currentColor" stroke-width="2.6"/>',
    "bar": '<path d="M2 7h12v2.6H2z" fill="currentColor"/>',
    "bars-4": '<path d="M1 11h2.6v4H1zm3.8-3h2.6v7H4.8zm3.8-3.5h2.6V15H8.6zM12.4 1H15v14h-2.6z"'
    ' fill="currentColor"/>',
    "bars-3": '<path d="M1 11h2.6v4H1zm3.8-3h2.6v7H4.8zm3.8-3.5h2.6V15H8.6zM12.4 14H15v1h-2.6z"'
    ' fill="currentColor"/>',
    "bars-2": '<path d="M1 11h2.6v4H1zm3.8-3h2.6v7H4.8zm3.8 6h2.6v1H8.6zm3.8 0H15v1h-2.6z"'
    ' fill="currentColor"/>',
    "bars-1": '<path d="M1 11h2.6v4H1zm3.8 3h2.6v1H4.8zm3.8 0h2.6v1H8.6zm3.8 0H15v1h-2.6z"'
    ' fill="currentColor"/>',
    "arrow-up": '<path d="M8 1.5 14 8l-1.5 1.5L9.1 6v8.5H6.9V6L3.5 9.5 2 8z" fill="currentColor"/>',
    "arrow-down": '<path d="M8 14.5 2 8l1.5-1.5L6.9 10V1.5h2.2V10l3.4-3.5L14 8z" fill="currentColor"/>',
    "arrow-right": '<path d="M14.5 8 8 14l-1.5-1.5L10 9.1H1.5V6.9H10L6.5 3.5 8 2z" fill="currentColor"/>',
    "arrow-up-right": '<path d="M13.5 2.5v9h-2.2V6.2l-7.6 7.5-1.5-1.5 7.6-7.5H4.5V2.5z" fill="currentColor"/>',
    "arrow-down-right": '<path d="M13.5 13.5h-9v-2.2h5.3L2.2 3.8l1.5-1.5 7.6 7.5V4.5h2.2z"'
    ' fill="currentColor"/>',
    "dash": '<path d="M2 7h12v2H2z" fill="currentColor"/>',
}


def drawing(name: str) -> SafeString:
    """The inside of a shape. One that nobody drew is a dash."""
    return SafeString(DRAWINGS.get(name, DRAWINGS["dash"]))


def shape(name: str) -> SafeString:
    """A shape in a line of text; its word always stands beside it."""
    return element(
        "svg",
        drawing(name),
        class_="sc-shape",
        viewBox=f"0 0 {SIZE} {SIZE}",
        width=SIZE,
        height=SIZE,
        aria_hidden="true",
        focusable="false",
        data_shape=name,
    )


def shape_at(name: str, x: Attribute, y: Attribute, *, tone: str) -> SafeString:
    """A shape inside a picture, with its middle at `x` and `y` (a share of the picture, "50%", or pixels).

    White stands behind it, so that a line through it does not blur it.
    """
    halo = element("circle", r=SIZE / 2 + 2, class_="sc-pic__halo")
    middle = element("g", drawing(name), transform=f"translate(-{SIZE // 2} -{SIZE // 2})")
    return element(
        "svg", halo, middle, x=x, y=y, overflow="visible", class_=f"sc-pic__shape sc-tone--{tone}"
    )
