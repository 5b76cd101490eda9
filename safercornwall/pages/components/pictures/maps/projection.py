"""From longitude and latitude to whole numbers on a plane, small enough to send.

A local equirectangular plane: a degree of longitude is as long as it is on the middle parallel. For a county that is
true to less than a pixel.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

Coordinate = tuple[float, float]
Ring = tuple[Coordinate, ...]
Place = tuple[int, int]
# The longer side of the plane, in its own units: a county of 130 km has one for each 130 metres.
SIDE, MARGIN = 1000, 14
# What is smaller than this many degrees is drawn as if it were as large.
LEAST_SPAN = 0.001


@dataclass(frozen=True)
class Projection:
    """Of the plane: `west` and `north` in degrees, `stretch` of a degree of longitude, units for each degree."""

    west: float
    north: float
    stretch: float
    scale: float
    width: int
    height: int

    def place(self, longitude: float, latitude: float) -> Place:
        x = (longitude - self.west) * self.stretch * self.scale
        y = (self.north - latitude) * self.scale
        return round(x) + MARGIN, round(y) + MARGIN


def projection_of(coordinates: Iterable[Coordinate]) -> Projection:
    """The plane on which all these coordinates just find room. Those that are nowhere on earth do not count."""
    known = [one for one in coordinates if is_on_earth(one)] or [(0.0, 0.0)]
    west, east = min(x for x, _ in known), max(x for x, _ in known)
    south, north = min(y for _, y in known), max(y for _, y in known)
    stretch = max(math.cos(math.radians((south + north) / 2)), 0.01)
    across, down = max((east - west) * stretch, LEAST_SPAN), max(north - south, LEAST_SPAN)
    scale = (SIDE - 2 * MARGIN) / max(across, down)
    width, height = (round(side * scale) + 2 * MARGIN for side in (across, down))
    return Projection(west, north, stretch, scale, width, height)


def is_on_earth(coordinate: Coordinate) -> bool:
    longitude, latitude = coordinate
    return abs(longitude) <= 180 and abs(latitude) <= 90  # False for what is no number.


def outline(rings: Sequence[Ring], projection: Projection) -> str:
    """The rings as the data of one path, in steps of whole numbers. A hole is a ring like any other."""
    return "".join(filter(None, (_ring(ring, projection) for ring in rings)))


def _ring(ring: Ring, projection: Projection) -> str:
    places = list(_bends([projection.place(x, y) for x, y in ring if is_on_earth((x, y))]))
    if not places:
        return ""
    if len(places) < 3:
        # Too small for the plane. A dot, so that no area gets lost.
        return f"M{places[0][0]} {places[0][1]}h2v2h-2z"
    steps = [number for (a, b), (c, d) in pairwise(places) for number in (c - a, d - b)]
    # A minus sign parts two numbers as well as a space does.
    written = " ".join(map(str, steps)).replace(" -", "-")
    return f"M{places[0][0]} {places[0][1]}l{written}z"


def _bends(places: Sequence[Place]) -> Iterator[Place]:
    """The places of a ring at which its line bends, without the last where it closes the ring."""
    found: list[Place] = []
    for place in places:
        if found and place == found[-1]:
            continue
        if len(found) > 1 and _is_straight(found[-2], found[-1], place):
            found.pop()
        found.append(place)
    if len(found) > 1 and found[0] == found[-1]:
        found.pop()
    yield from found


def _is_straight(first: Place, second: Place, third: Place) -> bool:
    """Whether the way from the first to the third leads on through the second, and does not turn back."""
    (ax, ay), (bx, by) = (
        (second[0] - first[0], second[1] - first[1]),
        (third[0] - second[0], third[1] - second[1]),
    )
    return ax * by == ay * bx and ax * bx + ay * by > 0
