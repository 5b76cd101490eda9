"""How near a record comes to a place: linked to it, to a place inside it, or to one around it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from places.models import Area


class Near(Enum):
    """The nearest first."""

    HERE = "here"
    INSIDE = "inside"
    AROUND = "around"
    COUNTY_WIDE = "county_wide"


@dataclass(frozen=True)
class NearGroup:
    """Records that come equally near."""

    near: Near
    place: Area
    records: list[Any]

    @property
    def called(self) -> str:
        """The place in words: a network area often has the name of its town."""
        is_network = self.place.kind == Area.Kind.NETWORK_AREA
        return f"{self.place} network area" if is_network else str(self.place)

    @property
    def label(self) -> str:
        return {
            Near.HERE: f"{self.called} itself",
            Near.INSIDE: f"Inside {self.called}",
            Near.AROUND: f"Around {self.called}",
            Near.COUNTY_WIDE: "County-wide",
        }[self.near]

    @property
    def linked(self) -> str:
        """The same of records that are linked to places."""
        return {
            Near.HERE: f"Linked to {self.called}",
            Near.INSIDE: f"Linked to a place inside {self.called}",
            Near.AROUND: f"Linked to a place around {self.called}",
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
    """The nearest group first, records in their own order; the far left out, and empty groups with them."""
    found: dict[Near, list[Any]] = {}
    for record in records:
        near = near_of(record)
        if near is not None:
            found.setdefault(near, []).append(record)
    return [NearGroup(near, place, found[near]) for near in Near if near in found]


def nearest(place: Area, areas: Iterable[Area], *, narrow: bool = False) -> Near | None:
    """How the nearest of `areas` lies to `place`; None where none lies at, in or around it.

    `narrow` leaves out a county around the place: what is linked to a county does not cover each of its
    towns, as `snapshot.covers` has it.
    """
    found = {_lies(place, area, narrow) for area in areas}
    return next((near for near in Near if near in found), None)


def _lies(place: Area, area: Area, narrow: bool) -> Near | None:
    if area.path == place.path:
        return Near.HERE
    if place.contains(area):
        return Near.INSIDE
    if area.contains(place) and not (narrow and area.kind == Area.Kind.COUNTY):
        return Near.AROUND
    return None
