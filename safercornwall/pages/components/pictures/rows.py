"""Rows that share one scale: a name, its drawing and its words. On a narrow page the drawing stands under the name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString

from safercornwall.pages.components.pictures.elements import element, joined, link


@dataclass(frozen=True)
class Row:
    """`drawing` says in its own words all that `words` say: a screen reader hears the drawing."""

    name: str
    drawing: SafeString
    href: str = ""
    note: str = ""
    words: str = ""
    second_words: str = ""


def rows(found: Iterable[Row], *, axis: SafeString | None = None, look: str = "") -> SafeString:
    """A list of rows, under the axis that they share."""
    frame = f"sc-rows {look}".strip()
    scale = element("div", axis, class_="sc-rows__axis", aria_hidden="true") if axis else None
    items = [_row(row) for row in found]
    return element("div", scale, element("ul", *items, class_="sc-rows__list"), class_=frame)


def picture(*parts: object, look: str = "") -> SafeString:
    """The frame of a picture, whose width decides between its wide and its narrow look."""
    inside = element("div", joined(parts), class_="sc-picture__parts")
    return element("div", inside, class_=f"sc-picture {look}".strip())


def _row(row: Row) -> SafeString:
    name = link(row.href, row.name, class_="govuk-link") if row.href else element("span", row.name)
    note = element("span", row.note, class_="sc-rows__note") if row.note else None
    words = [
        element("span", part, class_=f"sc-rows__{kind}")
        for kind, part in (("value", row.words), ("second", row.second_words))
        if part
    ]
    return element(
        "li",
        element("div", name, note, class_="sc-rows__name"),
        element("div", row.drawing, class_="sc-rows__plot"),
        element("div", *words, class_="sc-rows__words", aria_hidden="true") if words else None,
        class_="sc-rows__row",
    )
