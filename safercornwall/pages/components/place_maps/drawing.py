"""The map of place values: an outline where one is loaded, else a point; a place without either is shown at the place around it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from places.models import Area
from places.shapes import Coordinate, Outline, Ring, Shapes
from safercornwall.pages.components.pictures.maps.area_map import AreaMap, MapArea, MapPoint
from safercornwall.pages.components.pictures.maps.labels import MapLabel
from safercornwall.pages.components.place_maps.values import PlaceValue, PlaceValues

# An outline that is less than this share of the map across cannot be seen: it is drawn as a point.
LEAST_SHARE = 0.02
# With more, those who move by keyboard would stop too often, and neither points nor names would find room.
MOST_LINKS = 40
# Towns are named on a map of many places, the largest first.
MOST_TOWNS = 12
# Around a place that is shown from near, in degrees of latitude: some two kilometres.
PADDING, LEAST_WINDOW = 0.018, 0.1

Window = tuple[Coordinate, Coordinate]


def around_of(areas: Iterable[Area]) -> list[Area]:
    """What `areas` lie in, where they have no point of their own. One query."""
    paths = {path for area in areas if area.latitude is None for path in _paths_around(area.path)}
    return list(Area.objects.filter(path__in=paths).exclude(kind=Area.Kind.COUNTY))


def _paths_around(path: str) -> Iterable[str]:
    steps = path.strip("/").split("/")[:-1]
    return ("/" + "/".join(steps[: number + 1]) + "/" for number in range(len(steps)))


def point_of(area: Area) -> Coordinate | None:
    if area.latitude is None or area.longitude is None:
        return None
    return float(area.longitude), float(area.latitude)


def window_of(place: Area, inside: Iterable[Area], shapes: Shapes) -> Window | None:
    """What a map of a place and what lies in it shows; None where nobody knows where it lies."""
    found: list[Coordinate] = []
    for area in (place, *inside):
        if outline := shapes.by_area.get(area.pk):
            found += [corner for ring in outline.rings for corner in ring]
        elif point := point_of(area):
            found.append(point)
    if not found:
        return None
    (west, south), (east, north) = _corners(found)
    down = max(north - south + 2 * PADDING, LEAST_WINDOW)
    # Broader than high, as a screen is; a degree of longitude is about two thirds of one of latitude.
    across = max(east - west + 3 * PADDING, down * 2)
    down = max(down, across / 2.6)
    x, y = (west + east) / 2, (south + north) / 2
    return (x - across / 2, y - down / 2), (x + across / 2, y + down / 2)


def is_in(area: Area, window: Window, shapes: Shapes) -> bool:
    """Whether some of an area may be seen in a window."""
    (west, south), (east, north) = window
    outline, point = shapes.by_area.get(area.pk), point_of(area)
    if outline and outline.rings:
        (left, low), (right, high) = _corners([one for ring in outline.rings for one in ring])
        return left <= east and right >= west and low <= north and high >= south
    return point is not None and west <= point[0] <= east and south <= point[1] <= north


@dataclass(frozen=True)
class StandIn:
    """A place without an outline and a point, and the place around it where the map shows it."""

    area: Area
    shown_at: Area


class PlaceMap:
    """`around` are the areas in which places without a point lie; `towns` are those that people find their way by."""

    def __init__(
        self,
        values: PlaceValues,
        shapes: Shapes,
        around: Sequence[Area] = (),
        *,
        window: Window | None = None,
        towns: Sequence[Area] = (),
    ):
        self.values = values
        self.shapes = shapes
        self.around = sorted(around, key=lambda area: -area.level)
        self.window = window
        self.towns = towns
        outlined = sum(one.area.pk in shapes.by_area for one in values.values)
        self.is_dense = outlined > MOST_LINKS
        self.stand_ins: list[StandIn] = []
        self.nowhere: list[Area] = []
        self._areas: list[tuple[PlaceValue, tuple[Ring, ...]]] = []
        self._points: dict[Coordinate, list[tuple[PlaceValue, Area]]] = defaultdict(list)
        for one in values.values:
            self._place(one)

    @cached_property
    def picture(self) -> AreaMap:
        linked = len(self._areas) + len(self._points) <= MOST_LINKS
        areas = tuple(self._area(one, rings, linked) for one, rings in self._areas)
        points = [self._point(at, found, linked) for at, found in self._points.items()]
        return AreaMap(
            name=self.values.key,
            subject=self.values.title,
            areas=areas,
            # The highest class lies on top.
            points=tuple(sorted(points, key=_weight)),
            classes=self.values.classes,
            ground=self._ground,
            labels=tuple(self._labels()),
            window=self.window,
            signs=self.values.signs,
            no_data=self.values.no_data,
        )

    def _place(self, one: PlaceValue) -> None:
        outline, point = self.shapes.by_area.get(one.area.pk), point_of(one.area)
        if outline and outline.rings and (self.is_dense or self._is_seen(outline)):
            self._areas.append((one, outline.rings))
        elif point or (outline and outline.rings):
            at = point or _middle(outline.rings)  # type: ignore[union-attr]
            self._points[at].append((one, one.area))
        elif (wider := self._wider(one.area)) and (at_wider := point_of(wider)):
            self.stand_ins.append(StandIn(one.area, wider))
            self._points[at_wider].append((one, wider))
        else:
            self.nowhere.append(one.area)

    @cached_property
    def _ground(self) -> tuple[Ring, ...]:
        """The land, and the outlines of places that are drawn as points."""
        drawn = {one.area.pk for one, _ in self._areas}
        hidden = [outline for pk, outline in self.shapes.by_area.items() if pk not in drawn]
        return (*self.shapes.ground, *(ring for outline in hidden for ring in outline.rings))

    @cached_property
    def _span(self) -> float:
        corners = self.window
        if corners is None:
            everywhere = [corner for ring in self.shapes.ground for corner in ring]
            everywhere += [point for one in self.values.values if (point := point_of(one.area))]
            everywhere += [
                corner
                for one in self.shapes.by_area.values()
                for ring in one.rings
                for corner in ring
            ]
            corners = _corners(everywhere or [(0.0, 0.0)])
        (west, south), (east, north) = corners
        return max((east - west) * 0.64, north - south)

    def _is_seen(self, outline: Outline) -> bool:
        corners = [corner for ring in outline.rings for corner in ring]
        (west, south), (east, north) = _corners(corners)
        return max((east - west) * 0.64, north - south) >= self._span * LEAST_SHARE

    def _wider(self, area: Area) -> Area | None:
        """The smallest place around it that has a point."""
        return next(
            (one for one in self.around if one.contains(area) and point_of(one) is not None), None
        )

    def _area(self, one: PlaceValue, rings: tuple[Ring, ...], linked: bool) -> MapArea:
        return MapArea(
            one.area.name, rings, one.place_class, one.is_suppressed, one.told,
            one.area.get_absolute_url() if linked else "",
        )  # fmt: skip

    def _point(
        self, at: Coordinate, found: list[tuple[PlaceValue, Area]], linked: bool
    ) -> MapPoint:
        """One mark for all places at one point, in the highest class of theirs."""
        worst = max(
            (one.place_class for one, _ in found if one.place_class is not None), default=None
        )
        shown_at = found[0][1]
        alone = len(found) == 1 and found[0][0].area == shown_at
        words = (
            found[0][0].told
            if alone
            else "; ".join(f"{one.area.name}: {one.told}" for one, _ in found)
        )
        return MapPoint(
            shown_at.name, *at, worst, worst is None and any(one.is_suppressed for one, _ in found), words,
            shown_at.get_absolute_url() if linked else "",
        )  # fmt: skip

    def _labels(self) -> Iterable[MapLabel]:
        """The names of the places on the map, those of the highest values first, and then of towns."""
        marked = {
            one.area.pk: (shown, at) for at, found in self._points.items() for one, shown in found
        } | {one.area.pk: (one.area, _middle(rings)) for one, rings in self._areas}
        named = [
            marked[one.area.pk]
            for one in self.values.highest_first
            if one.area.pk in marked and one.place_class is not None
        ]
        seen = {} if self.is_dense else dict.fromkeys((area.name, *at) for area, at in named)
        names = {name for name, _, _ in seen}
        largest = sorted(self.towns, key=lambda town: -(town.population or 0))
        towns = [
            MapLabel(town.name, *at, has_dot=True)
            for town in largest
            if town.name not in names and (at := point_of(town))
        ]
        return (*(MapLabel(*label) for label in seen), *towns[:MOST_TOWNS])


def _weight(point: MapPoint) -> int:
    return -1 if point.value_class is None else point.value_class


def _corners(coordinates: Sequence[Coordinate]) -> Window:
    longitudes, latitudes = [x for x, _ in coordinates], [y for _, y in coordinates]
    return (min(longitudes), min(latitudes)), (max(longitudes), max(latitudes))


def _middle(rings: tuple[Ring, ...]) -> Coordinate:
    (west, south), (east, north) = _corners(max(rings, key=len))
    return (west + east) / 2, (south + north) / 2
