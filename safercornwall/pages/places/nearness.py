"""The nearness of a record to a place: linked to it, to a place inside it, or to one around it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from places.models import Area


class Near(Enum):
    """The degrees of nearness, the nearest first."""

    HERE = "here"
    INSIDE = "inside"
    AROUND = "around"
    COUNTY_WIDE = "county_wide"


@dataclass(frozen=True)
class NearGroup:
    """The records of one degree of nearness."""

    near: Near
    place: Area
    records: list[Any]

    @property
    def place_name(self) -> str:
        """The place in words. A network area often has the name of its town, so it says what it is."""
        is_network = self.place.kind == Area.Kind.NETWORK_AREA
        return f"{self.place} network area" if is_network else str(self.place)

    @property
    def label(self) -> str:
        return {
            Near.HERE: f"{self.place_name} itself",
            Near.INSIDE: f"Inside {self.place_name}",
            Near.AROUND: f"Around {self.place_name}",
            Near.COUNTY_WIDE: "County-wide",
        }[self.near]

    @property
    def linked(self) -> str:
        """The label for records that are linked to places."""
        return {
            Near.HERE: f"Linked to {self.place_name}",
            Near.INSIDE: f"Linked to a place inside {self.place_name}",
            Near.AROUND: f"Linked to a place around {self.place_name}",
            Near.COUNTY_WIDE: "County-wide",
        }[self.near]

    @property
    def is_here(self) -> bool:
        return self.near is Near.HERE

    @property
    def is_county_wide(self) -> bool:
        return self.near is Near.COUNTY_WIDE


def by_nearness(
    place: Area, records: Iterable[Any], near_of: Callable[[Any], Near | None]
) -> list[NearGroup]:
    """The groups, nearest first, with records in their own order. Records far away are left out."""
    found: dict[Near, list[Any]] = {}
    for record in records:
        near = near_of(record)
        if near is not None:
            found.setdefault(near, []).append(record)
    return [NearGroup(near, place, found[near]) for near in Near if near in found]


def nearest(place: Area, areas: Iterable[Area]) -> Near | None:
    """The nearness of the nearest of `areas` to `place`, or None if none is at, inside or around it."""
    found = {_nearness(place, area) for area in areas}
    return next((near for near in Near if near in found), None)


def _nearness(place: Area, area: Area) -> Near | None:
    if area.path == place.path:
        return Near.HERE
    if place.contains(area):
        return Near.INSIDE
    return Near.AROUND if area.contains(place) else None
