"""A map that the address asks for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.core.paginator import Page, Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from places.shapes import Shapes, read_shapes
from safercornwall.pages.components.place_maps.drawing import (
    PlaceMap,
    Window,
    around_of,
    is_in,
    window_of,
)
from safercornwall.pages.components.place_maps.values import PlaceValue, PlaceValues
from safercornwall.pages.components.plan_in_view import read_plan
from safercornwall.pages.maps.subjects import MapSubjects

ROWS_PER_PAGE = 400


@dataclass(frozen=True)
class MapRow:
    """A place of the table: its value, the class that colours it, and where the map shows it."""

    place: PlaceValue
    class_words: str


class MapsPage:
    """The map, its table, and what must be said about both."""

    def __init__(self, subjects: MapSubjects, query: Any):
        self.subjects = subjects
        self.query = query

    @cached_property
    def shapes(self) -> Shapes:
        known, place = self.subjects.values, self.subjects.place
        areas = [one.area for one in known.values] if known else []
        return read_shapes([*areas, *([place] if place else [])])

    @cached_property
    def window(self) -> Window | None:
        """What is seen from near: the chosen place, with what lies in it."""
        known, place = self.subjects.values, self.subjects.place
        if known is None or place is None:
            return None
        inside = [one.area for one in known.values if place.contains(one.area)]
        return window_of(place, inside, self.shapes)

    @cached_property
    def values(self) -> PlaceValues | None:
        """What is known; near the chosen place, if one is chosen."""
        known, place, window = self.subjects.values, self.subjects.place, self.window
        if known is None or place is None:
            return known
        near = tuple(
            one
            for one in known.values
            if place.contains(one.area) or (window and is_in(one.area, window, self.shapes))
        )
        return replace(known, values=near, title=f"{known.title}, near {place.named}")

    @cached_property
    def map(self) -> PlaceMap | None:
        if self.values is None:
            return None
        around = around_of(one.area for one in self.values.values)
        return PlaceMap(
            self.values, self.shapes, around, window=self.window, towns=self.subjects.towns
        )

    @cached_property
    def page(self) -> Page:
        rows = self.values.highest_first if self.values else []
        return Paginator(rows, ROWS_PER_PAGE).get_page(self.query.get("page"))

    @property
    def rows(self) -> list[MapRow]:
        values = self.values
        return (
            [MapRow(one, values.class_of(one)) for one in self.page.object_list] if values else []
        )


@permission_required("places.view_area", raise_exception=True)
@require_safe
def maps(request):
    snapshot = read_plan(request)
    shown = MapsPage(MapSubjects(snapshot, request.user, request.GET), request.GET)
    context = {
        "plan": snapshot.plan,
        "as_at": snapshot.as_at,
        "form": shown.subjects.form,
        "shown": shown,
        "values": shown.values,
        "map": shown.map,
    }
    return render(request, "maps/page.html", context)
