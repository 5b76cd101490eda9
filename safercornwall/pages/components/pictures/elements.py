"""Elements of SVG and HTML as safe markup. Django's own escaping does the work: no text gets in unescaped.

A policy forbids inline styles, so looks are classes of static/css/pictures.css, and geometry stands in attributes.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from decimal import Decimal
from typing import cast

from django.utils.html import conditional_escape, escape
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString

Number = int | float | Decimal
Attribute = str | Number | bool | None


def element(tag: str, *children: object, **attributes: Attribute) -> SafeString:
    """`element("rect", x=1, stroke_width=2, class_="sc-bar")`. An attribute that is None or False is left out.

    An underscore in an attribute's name stands for a hyphen. Children are escaped unless they are safe markup;
    attributes are always escaped.
    """
    written = "".join(_attribute(name, value) for name, value in attributes.items())
    return SafeString(f"<{tag}{written}>{joined(children)}</{tag}>")


def joined(parts: Iterable[object]) -> SafeString:
    """The parts one after another, escaped unless they are safe markup. None is nothing."""
    return SafeString(
        "".join(conditional_escape(cast(str, part)) for part in parts if part is not None)
    )


def svg(*children: object, alt: str = "", role: str = "img", **attributes: Attribute) -> SafeString:
    """A picture that `alt` describes. Without `alt` it is an ornament, and the words stand beside it.

    A picture with links in it has the role "group": of an "img" nobody hears what is inside.
    """
    told: dict[str, Attribute] = (
        {"role": role, "aria_label": alt} if alt else {"aria_hidden": "true"}
    )
    return element("svg", *children, focusable="false", **told, **attributes)


def link(
    href: str, *children: object, otherwise: str = "span", **attributes: Attribute
) -> SafeString:
    """The children as a link within the planner. Where `href` is empty or leads out of it, they stand in `otherwise`."""
    if not href or not url_has_allowed_host_and_scheme(href, allowed_hosts=None):
        return element(otherwise, *children, **attributes)
    return element("a", *children, href=href, **attributes)


def unseen(*words: object) -> SafeString:
    """Words for those who do not see the picture."""
    return element("span", *words, class_="govuk-visually-hidden")


def number(value: Number | None) -> float | None:
    """A value to draw. What is no number, or endless, is missing."""
    if value is None or not math.isfinite(value):
        return None
    return float(value)


def percent(share: float) -> str:
    """A share of the width: 0.5 gives "50%"."""
    return f"{_written(share * 100, 2)}%"


def path(points: Iterable[tuple[float, float]]) -> str:
    """The points as the data of a path, joined by straight lines."""
    return "M" + "L".join(f"{_written(x, 1)} {_written(y, 1)}" for x, y in points)


def _attribute(name: str, value: Attribute) -> str:
    if value is None or value is False:
        return ""
    if value is True:
        value = ""
    text = value if isinstance(value, str) else _written(float(value), 2)
    return f' {name.rstrip("_").replace("_", "-")}="{escape(text)}"'


def _written(value: float, places: int) -> str:
    text = f"{value:.{places}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text
