"""A map of areas and points in classes, with its key in HTML."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from django.utils.safestring import SafeString
from django.utils.text import slugify

from safercornwall.pages.components.pictures.elements import Attribute, element, link, svg
from safercornwall.pages.components.pictures.keys import KeyEntry, key
from safercornwall.pages.components.pictures.maps.labels import AreaMark, MapLabel, names_on
from safercornwall.pages.components.pictures.maps.projection import (
    Coordinate,
    Projection,
    Ring,
    is_on_earth,
    outline,
    projection_of,
)
from safercornwall.pages.components.pictures.maps.signs import ClassSign, signs_on
from safercornwall.pages.components.pictures.rows import picture
from safercornwall.pages.components.pictures.shapes import shape_at

MOST_CLASSES = 5
# A map that is higher than this share of its width does not take the whole width: it would not fit a screen.
TALL = 0.85
WITHHELD = {"suppressed": "Suppressed (small number)", "no_data": "No data"}


@dataclass(frozen=True)
class MapArea:
    """An area with its outline in degrees (longitude, latitude): rings, of which those inside others are holes.

    `value_class` is the number of its class in the map's `classes`, the first is 0. None is no data, or, where
    `suppressed`, a small number that is not shown. `words` say its value. `marked` draws a strong outline.
    """

    name: str
    rings: tuple[Ring, ...]
    value_class: int | None = None
    suppressed: bool = False
    words: str = ""
    href: str = ""
    marked: bool = False

    @property
    def coordinates(self) -> Iterator[Coordinate]:
        return chain.from_iterable(self.rings)


@dataclass(frozen=True)
class MapPoint:
    """A point in degrees; the rest is as of an area. It is as large on every map."""

    name: str
    longitude: float
    latitude: float
    value_class: int | None = None
    suppressed: bool = False
    words: str = ""
    href: str = ""

    @property
    def coordinates(self) -> Iterator[Coordinate]:
        yield self.longitude, self.latitude


@dataclass(frozen=True)
class AreaMap:
    """`classes` says each class in words, from the lowest to the highest, at most five. `name` is the map's own on its page.

    `ground` is the outline of the land under the points, without a value. `window` is what is shown of it all, by two
    corners; without it, everything. `labels` are names, those first that must not be missed.
    `signs`, one for each class, draw places in the colours of statuses, with their shapes. `no_data` says what has no class.
    `described` stands in place of the words that count the areas of each class.
    Give areas an address only where there are few: each link is a stop for who moves by keyboard.
    """

    name: str
    subject: str
    areas: tuple[MapArea, ...] = ()
    points: tuple[MapPoint, ...] = ()
    classes: tuple[str, ...] = ()
    ground: tuple[Ring, ...] = ()
    labels: tuple[MapLabel, ...] = ()
    window: tuple[Coordinate, Coordinate] | None = None
    # Of five, for each class; without them, the lightest first.
    shades: tuple[int, ...] = ()
    described: str = ""
    signs: tuple[ClassSign, ...] = ()
    no_data: str = WITHHELD["no_data"]

    def __post_init__(self) -> None:
        if self.signs and len(self.signs) != len(self.classes):
            raise ValueError("A map with signs has one for each class.")
        if len(self.classes) > MOST_CLASSES and not self.signs:
            raise ValueError("A map has at most five classes: more greys are not told apart.")
        for one in self.shown:
            if one.value_class is not None and not 0 <= one.value_class < len(self.classes):
                raise ValueError(f"{one.name} is in a class that the map does not have.")

    @property
    def shown(self) -> tuple[MapArea | MapPoint, ...]:
        return (*self.areas, *self.points)

    def class_of(self, one: MapArea | MapPoint) -> str:
        """The name of its look: "0" to "4", "suppressed" or "no_data"."""
        if one.suppressed:
            return "suppressed"
        return "no_data" if one.value_class is None else str(one.value_class)

    def shade_of(self, look: str) -> str:
        """The name of the shade, or of the tone, that a look is drawn in."""
        if self.signs and look not in WITHHELD:
            return self.signs[int(look)].tone
        return str(self.shades[int(look)]) if self.shades and look not in WITHHELD else look

    def words_of(self, look: str) -> str:
        if look == "no_data":
            return self.no_data
        return WITHHELD.get(look) or self.classes[int(look)]

    @property
    def signed(self) -> list[tuple[Coordinate, ClassSign]]:
        """Where each place that has a sign lies, and its sign."""
        found = [(_middle(max(area.rings, key=len)), area) for area in self.areas if area.rings] + [
            ((point.longitude, point.latitude), point) for point in self.points
        ]
        return [
            (at, self.signs[one.value_class])
            for at, one in found
            if self.signs and one.value_class is not None
        ]

    @property
    def alt(self) -> str:
        if self.described:
            return self.described
        counts = Counter(map(self.class_of, self.shown))
        told = [f"{self.words_of(look)}: {counts[look]}" for look in self.looks]
        return f"Map of {self.subject}. {'; '.join(told) or 'Nothing to show'}."

    @property
    def looks(self) -> list[str]:
        """The looks that occur, or that a class could have, in the order of the key."""
        found = set(map(self.class_of, self.shown))
        return [*map(str, range(len(self.classes))), *(one for one in WITHHELD if one in found)]


def area_map(one: AreaMap) -> SafeString:
    everything = chain.from_iterable((*one.ground, *(shown.coordinates for shown in one.shown)))
    projection = projection_of(one.window or everything)
    ground = [ring for ring in one.ground if one.window is None or _is_in(ring, one.window)]
    prefix = f"map-{slugify(one.name) or 'areas'}"
    areas = sorted(one.areas, key=lambda area: area.marked)
    drawn = svg(
        element("defs", *_patterns(prefix)),
        element("path", d=outline(ground, projection), class_="sc-map__land"),
        *(_area(one, area, projection, prefix) for area in areas),
        *(_point(one, point, projection) for point in one.points),
        alt=one.alt,
        role="group" if any(shown.href for shown in one.shown) else "img",
        class_="sc-pic sc-map sc-map--window" if one.window else "sc-pic sc-map",
        viewBox=f"0 0 {projection.width} {projection.height}",
        width="100%",
    )
    places = dict.fromkeys(
        [*(next(point.coordinates) for point in one.points), *(at for at, _ in one.signed)]
    )
    names = names_on(one.labels, projection, [AreaMark(*at) for at in places])
    is_tall = projection.height > projection.width * TALL
    frame = element(
        "div",
        drawn,
        signs_on(one.signed, projection),
        names,
        class_=f"sc-map-frame{' sc-map-frame--tall' if is_tall else ''}",
    )
    return picture(key(_entries(one, prefix)), frame, look="sc-map-picture")


def _middle(ring: Ring) -> Coordinate:
    longitudes, latitudes = [x for x, _ in ring], [y for _, y in ring]
    return (min(longitudes) + max(longitudes)) / 2, (min(latitudes) + max(latitudes)) / 2


def _is_in(ring: Ring, window: tuple[Coordinate, Coordinate]) -> bool:
    """Whether some of a ring may be seen in the window."""
    (west, south), (east, north) = window
    longitudes, latitudes = [x for x, _ in ring], [y for _, y in ring]
    return (
        bool(ring)
        and min(longitudes) <= east
        and max(longitudes) >= west
        and min(latitudes) <= north
        and max(latitudes) >= south
    )


def _patterns(prefix: str) -> Iterator[SafeString]:
    """Hatching for what is suppressed, dots for what is unknown."""
    size: dict[str, Attribute] = {"width": 14, "height": 14, "patternUnits": "userSpaceOnUse"}
    ground = element("rect", width=14, height=14, class_="sc-map__ground")
    stripes = element("path", d="M-2 2 2-2M0 14 14 0M12 16l4-4", class_="sc-map__hatch")
    yield element("pattern", ground, stripes, id=f"{prefix}-suppressed", **size)
    dot = element("circle", cx=7, cy=7, r=1.8, class_="sc-map__dot")
    yield element("pattern", ground, dot, id=f"{prefix}-no_data", **size)


def _area(one: AreaMap, area: MapArea, projection: Projection, prefix: str) -> SafeString:
    looks = _filled(one.shade_of(one.class_of(area)), prefix)
    if area.marked:
        looks["class_"] = f"{looks['class_']} sc-map__area--marked"
    title = element("title", _told(one, area))
    shape = element("path", title, d=outline(area.rings, projection), **looks)
    return _linked(one, area, shape)


def _point(one: AreaMap, point: MapPoint, projection: Projection) -> SafeString | None:
    if not is_on_earth((point.longitude, point.latitude)):
        return None
    x, y = projection.place(point.longitude, point.latitude)
    marks = _dot(one.shade_of(one.class_of(point)), x, y)
    return _linked(one, point, element("g", element("title", _told(one, point)), *marks))


def _dot(look: str, x: int, y: int) -> Iterator[SafeString]:
    """Lines without length: their round ends keep their size however large the map is. What is suppressed is square."""
    for part in ("sc-map__edge", "sc-map__point"):
        yield element("path", d=f"M{x} {y}h0", class_=f"{part} sc-map--{look}")


def _linked(one: AreaMap, shown: MapArea | MapPoint, shape: SafeString) -> SafeString:
    if not shown.href:
        return shape
    return link(
        shown.href, shape, otherwise="g", aria_label=_told(one, shown), class_="sc-map__link"
    )


def _told(one: AreaMap, shown: MapArea | MapPoint) -> str:
    look = one.class_of(shown)
    words = shown.words if look not in WITHHELD and shown.words else one.words_of(look)
    return f"{shown.name}: {words}"


def _entries(one: AreaMap, prefix: str) -> Iterator[KeyEntry]:
    of_areas = set(map(one.class_of, one.areas))
    for look in one.looks:
        if one.signs and look not in WITHHELD:
            sign = one.signs[int(look)]
            yield KeyEntry(shape_at(sign.shape, 14, 8, tone=sign.tone), one.words_of(look))
            continue
        if look in of_areas or not one.points:
            swatch = element(
                "rect", x=4, width=20, height=16, **_filled(one.shade_of(look), prefix)
            )
        else:
            swatch = element("g", *_dot(one.shade_of(look), 14, 8))
        yield KeyEntry(swatch, one.words_of(look))
    if any(area.marked for area in one.areas):
        frame = element("rect", x=5, y=1, width=18, height=14, class_="sc-map__frame")
        yield KeyEntry(frame, "Singled out")


def _filled(look: str, prefix: str) -> dict[str, Attribute]:
    fill = f"url(#{prefix}-{look})" if look in WITHHELD else None
    return {"fill": fill, "class_": f"sc-map__area sc-map--{look}"}
