"""Where places lie on a map: outlines by their boundaries or their codes, and the land under them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Q

from places.boundaries.codes import LSOA_SYSTEMS
from places.models import Area, AreaBoundary, AreaCode, ReferenceBoundary

Coordinate = tuple[float, float]
Ring = tuple[Coordinate, ...]
# Codes of the Office for National Statistics: one means the same area wherever it stands.
OFFICIAL = {*LSOA_SYSTEMS.values(), AreaCode.System.GSS}


@dataclass(frozen=True)
class Outline:
    """The outline of one area: rings of longitude and latitude, of which those inside others are holes."""

    geometry: Any
    source: str

    @cached_property
    def rings(self) -> tuple[Ring, ...]:
        """Nothing where the geometry is no polygon."""
        found = self.geometry.get("coordinates") or []
        polygons = {"Polygon": [found], "MultiPolygon": found}.get(self.geometry.get("type"), [])
        return tuple(
            tuple((point[0], point[1]) for point in ring) for rings in polygons for ring in rings
        )


@dataclass
class Shapes:
    """`by_area` has the outline of each area, by its id; `land` is what lies under them and is no area of the map."""

    by_area: dict[int, Outline] = field(default_factory=dict)
    land: list[Outline] = field(default_factory=list)

    @property
    def sources(self) -> list[str]:
        """Each source once."""
        return list(
            dict.fromkeys(outline.source for outline in (*self.by_area.values(), *self.land))
        )

    @cached_property
    def ground(self) -> tuple[Ring, ...]:
        return tuple(ring for outline in self.land for ring in outline.rings)


def read_shapes(areas: Iterable[Area]) -> Shapes:
    """The shapes of `areas` in three queries. A place is matched with a reference boundary by its code alone.

    Where there are no reference boundaries, the land is that of the counties that have a boundary.
    """
    pks = {area.pk for area in areas}
    own = AreaBoundary.objects.filter(
        Q(area__in=pks) | Q(area__kind=Area.Kind.COUNTY, area__is_elsewhere=False)
    )
    rows = list(own.order_by("edition").values_list("area", "geometry", "source"))
    # Ordered by edition: the newest of an area stands.
    newest = {area: Outline(geometry, source) for area, geometry, source in rows}
    by_area = {area: outline for area, outline in newest.items() if area in pks}
    codes = AreaCode.objects.filter(area__in=pks, system__in=OFFICIAL)
    area_of = dict(codes.values_list("code", "area"))
    land = []
    for code, geometry, source in _references():
        outline, area = Outline(geometry, source), area_of.get(code)
        if area is not None:
            by_area.setdefault(area, outline)
        else:
            land.append(outline)
    others = [outline for area, outline in newest.items() if area not in pks]
    return Shapes(by_area, land or others)


def _references() -> Sequence[tuple[str, Any, str]]:
    return list(ReferenceBoundary.objects.values_list("code", "geometry", "source"))
