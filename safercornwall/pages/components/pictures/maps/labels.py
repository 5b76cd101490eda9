"""Names on a map, each where it covers neither a mark nor another name. One that lists several places is cut to the first
where it finds no room; one without such a place is left out.

A map grows with its page, and its words do not. So they are written twice, for a narrow page, where fewer of them find
room, and for a wide one, in a drawing of their own that lies on the map and counts in percent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from safercornwall.pages.components.pictures.elements import element, percent, svg
from safercornwall.pages.components.pictures.maps.projection import Projection, is_on_earth


@dataclass(frozen=True)
class MapLabel:
    """A name, and the place in degrees that it stands beside; with a small dot where no mark is there."""

    name: str
    longitude: float
    latitude: float
    has_dot: bool = False


@dataclass(frozen=True)
class AreaMark:
    """A point in degrees that no name may cover."""

    longitude: float
    latitude: float


@dataclass(frozen=True)
class AreaLook:
    """A page at least `width` pixels wide, on which the names are seen that have its class."""

    name: str
    width: int


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


LOOKS = (AreaLook("sc-pic__narrow", 280), AreaLook("sc-pic__wide", 540))
# In pixels: the height of a letter, its width as a share of that, half a mark, and what is left between it and a name.
HEIGHT, LETTER, MARK, GAP = 14, 0.56, 9, 12
# What stands between the places that a name lists.
LISTED = re.compile(r", | and ")


def names_on(
    labels: Sequence[MapLabel], projection: Projection, marks: Sequence[AreaMark]
) -> SafeString | None:
    """The drawing of the names; None where there is none."""
    written = [name for look in LOOKS for name in _written(labels, projection, marks, look)]
    if not written:
        return None
    return svg(*written, class_="sc-map__names", width="100%", height="100%")


def _written(
    labels: Sequence[MapLabel], projection: Projection, marks: Sequence[AreaMark], look: AreaLook
) -> Iterator[SafeString]:
    # Pixels for each unit of the plane.
    scale = look.width / projection.width
    page = Box(0, 0, look.width, projection.height * scale)
    taken = [_around(*_place(mark, projection, scale)) for mark in marks]
    for label in labels:
        if not is_on_earth((label.longitude, label.latitude)):
            continue
        x, y = _place(label, projection, scale)
        for words, anchor, dx, dy, box in _tries_of(label.name, x, y):
            own = _around(x, y)
            if _lies_in(box, page) and not any(box.meets(one) for one in taken if one != own):
                taken.append(box)
                if label.has_dot:
                    taken.append(own)
                    dot = f"sc-map__town {look.name}"
                    yield element(
                        "circle",
                        cx=percent(x / page.right),
                        cy=percent(y / page.bottom),
                        r=2.5,
                        class_=dot,
                    )
                yield element(
                    "text", words, x=percent(x / page.right), y=percent(y / page.bottom), dx=dx, dy=dy,
                    class_=f"sc-map__label {look.name} {anchor}".strip(),
                )  # fmt: skip
                break


def _place(at: MapLabel | AreaMark, projection: Projection, scale: float) -> tuple[float, float]:
    x, y = projection.place(at.longitude, at.latitude)
    return x * scale, y * scale


def _tries_of(name: str, x: float, y: float) -> Iterator[tuple[str, str, float, float, Box]]:
    """The whole name, then the first of the places that it lists: "Penzance…" for "Penzance, Marazion and St Just"."""
    first = LISTED.split(name)[0]
    for words in (name, f"{first}…") if first != name else (name,):
        for one in _tries(words, x, y):
            yield words, *one


def _tries(name: str, x: float, y: float) -> Iterator[tuple[str, float, float, Box]]:
    """To the right, to the left, above and below: the class of its anchor, how far from its place, and what it covers."""
    width, low = len(name) * HEIGHT * LETTER, HEIGHT * 0.35
    yield "", GAP, low, _box(x + GAP, y + low, width)
    yield "sc-map__label--end", -GAP, low, _box(x - GAP - width, y + low, width)
    for down in (-GAP, GAP + HEIGHT * 0.75):
        yield "sc-map__label--middle", 0, down, _box(x - width / 2, y + down, width)


def _box(left: float, low: float, width: float) -> Box:
    return Box(left, low - HEIGHT * 0.8, left + width, low + HEIGHT * 0.2)


def _around(x: float, y: float) -> Box:
    return Box(x - MARK, y - MARK, x + MARK, y + MARK)


def _lies_in(box: Box, page: Box) -> bool:
    return box.left >= 0 and box.top >= 0 and box.right <= page.right and box.bottom <= page.bottom
