"""Outlines of areas: checked, rounded to five decimals (a metre), and kept aside until they are written."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from typing import Any, BinaryIO

from places.boundaries.refusals import BoundaryFileRefused, FeatureRefused, quoted

DECIMALS = 5
MOST_POINTS = 200_000
# The United Kingdom with its islands, in degrees.
_WEST, _EAST, _SOUTH, _NORTH = -14.0, 3.0, 49.0, 62.0
AS_DEGREES = (
    "Take the download whose coordinates are in degrees (WGS 84, also called EPSG:4326 or CRS84), or export"
    " it so: in QGIS, Export > Save Features As > GeoJSON with the CRS EPSG:4326; with GDAL, ogr2ogr"
    " -t_srs EPSG:4326 -f GeoJSON new.geojson old.geojson."
)

Ring = list[list[float]]


@dataclass(frozen=True)
class Kept:
    """Where an outline is kept aside, and a digest by which it is compared."""

    at: int
    length: int
    digest: str


class Spool:
    """Outlines in a temporary file, so that all of England does not stand in memory."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._end = file, 0

    def keep(self, geometry: dict[str, Any]) -> Kept:
        text = as_text(geometry)
        self._file.seek(self._end)
        self._file.write(text)
        kept = Kept(self._end, len(text), sha256(text).hexdigest())
        self._end += len(text)
        return kept

    def fetch(self, kept: Kept) -> dict[str, Any]:
        self._file.seek(kept.at)
        geometry: dict[str, Any] = json.loads(self._file.read(kept.length))
        return geometry


def digest_of(geometry: Any) -> str:
    """Of an outline as the database gives it back."""
    return sha256(as_text(geometry)).hexdigest()


def as_text(geometry: Any) -> bytes:
    """The same for equal outlines, so that their digests can be compared."""
    return json.dumps(geometry, separators=(",", ":"), sort_keys=True).encode()


def outline(geometry: Any) -> dict[str, Any]:
    """A Polygon or MultiPolygon with closed rings of finite degrees, rounded; what vanishes in that is left out.

    Raises FeatureRefused, and FileRefused where the coordinates are of another system: then all of them are.
    """
    if not isinstance(geometry, dict):
        raise FeatureRefused("has no geometry")
    kind, found = geometry.get("type"), geometry.get("coordinates")
    if kind not in ("Polygon", "MultiPolygon"):
        raise FeatureRefused(
            f"is of the type {quoted(kind, 30)}; an outline is a Polygon or MultiPolygon"
        )
    if not isinstance(found, list) or not found:
        raise FeatureRefused("has no coordinates")
    polygons = [_polygon(one) for one in ([found] if kind == "Polygon" else found)]
    if sum(len(ring) for rings in polygons for ring in rings) > MOST_POINTS:
        raise FeatureRefused(
            f"has more than {MOST_POINTS:,} points: take the generalised edition of the file (BGC or BUC)"
        )
    drawn = [kept for rings in polygons if (kept := _rounded(rings))]
    if not drawn:
        raise FeatureRefused("is smaller than a metre")
    if kind == "Polygon":
        return {"type": kind, "coordinates": drawn[0]}
    return {"type": kind, "coordinates": drawn}


def _polygon(rings: Any) -> list[Ring]:
    if not isinstance(rings, list) or not rings:
        raise FeatureRefused("has a part without coordinates")
    return [_ring(ring) for ring in rings]


def _ring(points: Any) -> Ring:
    if not isinstance(points, list) or len(points) < 4:
        raise FeatureRefused("has a ring of fewer than four points")
    ring = [[*_point(point)] for point in points]
    if ring[0] != ring[-1]:
        raise FeatureRefused("has a ring that is not closed: its last point is not its first")
    return ring


def _point(point: Any) -> Iterator[float]:
    """Longitude and latitude; a height that follows is left out."""
    if not isinstance(point, list) or len(point) < 2 or not all(map(_is_number, point[:2])):
        raise FeatureRefused(f"has a point that is not two numbers: {quoted(point, 40)}")
    x, y = point[:2]
    if not (_WEST <= x <= _EAST and _SOUTH <= y <= _NORTH):
        raise _elsewhere(x, y)
    yield float(x)
    yield float(y)


def _is_number(value: Any) -> bool:
    is_one = isinstance(value, int | float) and not isinstance(value, bool)
    return is_one and (isinstance(value, int) or math.isfinite(value))


def _elsewhere(x: float, y: float) -> BoundaryFileRefused:
    found = f"A point of it lies at {quoted(f'{x}, {y}', 40)}"
    if _SOUTH <= x <= _NORTH and _WEST <= y <= _EAST:
        return BoundaryFileRefused(
            f"{found}: the latitude stands before the longitude. GeoJSON gives the longitude first. {AS_DEGREES}"
        )
    if abs(x) > 180 or abs(y) > 90:
        return BoundaryFileRefused(
            f"{found}, which is in metres (British National Grid, or web Mercator) and not in degrees. {AS_DEGREES}"
        )
    return BoundaryFileRefused(f"{found}, which is not in the United Kingdom. {AS_DEGREES}")


def _rounded(rings: list[Ring]) -> list[Ring]:
    """Nothing where the outer ring vanishes; a hole that does is left out."""
    outer, *holes = [_round(ring) for ring in rings]
    return [outer, *(hole for hole in holes if len(hole) >= 4)] if len(outer) >= 4 else []


def _round(ring: Ring) -> Ring:
    # Nought is added so that there is no negative one, which databases do not tell apart.
    points = [[round(x, DECIMALS) + 0.0, round(y, DECIMALS) + 0.0] for x, y in ring]
    return [points[0], *(after for before, after in pairwise(points) if after != before)]
