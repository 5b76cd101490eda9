"""The first screen of places: where a place lies, how themes rate it, and how towns compare."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from places.models import Area
from places.shapes import Shapes, read_shapes
from priorities.models import PriorityArea, Theme
from safercornwall.flags.snapshot import Snapshot
from safercornwall.pages.components.pictures.cells import CellMark, MatrixCell
from safercornwall.pages.components.pictures.maps.area_map import AreaMap, MapArea, MapPoint
from safercornwall.pages.components.pictures.maps.labels import MapLabel
from safercornwall.pages.components.place_maps.drawing import PlaceMap, point_of, window_of
from safercornwall.pages.components.place_maps.of_ratings import LOWEST_FIRST
from safercornwall.pages.components.place_maps.of_themes import theme_values
from safercornwall.pages.components.ranked_places import (
    COMPARED,
    PlaceUnderThemes,
    compared,
    ranked,
)

# So many of the ranking stand beside the map.
MAX_RANKED = 10
# The towns that people find their way by, named on the map of a place.
MAX_NAMED = 7
DARK = (4,)


def list_head(snapshot: Snapshot) -> dict[str, Any]:
    """The map of the towns by how many themes name them, and their ranking."""
    found = ranked(compared(), snapshot)
    noun, nouns = COMPARED[Area.Kind(found[0].place.kind)] if found else ("town", "towns")
    known = theme_values(found)
    drawn = PlaceMap(known, read_shapes([one.area for one in known.values]))
    named = [one for one in found if one.themes]
    return {
        "plan": snapshot.plan,
        "map": drawn,
        "values": known,
        "places": named[:MAX_RANKED],
        "named": len(named),
        "of": len(found),
        "noun": noun,
        "nouns": nouns,
    }


@dataclass(frozen=True)
class ThemeRating:
    """What one theme says of a place: its own rating, or that of places inside or around it."""

    theme: Theme
    cell: MatrixCell


@dataclass(frozen=True)
class PlaceHead:
    """The first screen of a place. `rank` is its own among towns, or that of the town around it."""

    place: Area
    map: AreaMap
    ratings: list[ThemeRating]
    silent: list[Theme]
    rank: PlaceUnderThemes | None

    @property
    def is_own_rank(self) -> bool:
        return self.rank is not None and self.rank.place == self.place


def place_head(snapshot: Snapshot, place: Area, relatives: Sequence[Area]) -> PlaceHead:
    all_towns = compared()
    around = sorted(
        (area for area in relatives if area != place and area.contains(place)),
        key=lambda area: -area.level,
    )
    by_theme = {theme: _rating(snapshot, place, theme) for theme in snapshot.themes}
    town = next((area for area in (place, *around) if area in all_towns), None)
    rank = next((one for one in ranked(all_towns, snapshot) if one.place == town), None)
    shapes = read_shapes([place])
    return PlaceHead(
        place=place,
        map=where_is(place, around, all_towns, shapes),
        ratings=[ThemeRating(theme, cell) for theme, cell in by_theme.items() if cell],
        silent=[theme for theme, cell in by_theme.items() if not cell],
        rank=rank,
    )


def where_is(
    place: Area, around: Sequence[Area], all_towns: Iterable[Area], shapes: Shapes
) -> AreaMap:
    """The place on the land around it: its outline from near, or its point; one without either at the place around it."""
    shown_at = next((area for area in (place, *around) if point_of(area)), None)
    outline = shapes.by_area.get(place.pk)
    window = window_of(place, [], shapes) if outline else None
    point = point_of(shown_at) if shown_at else None
    name = place.name if shown_at in (None, place) else f"{place.name}, in {shown_at}"
    known = sorted(all_towns, key=lambda town: (town not in around, -(town.population or 0)))[
        :MAX_NAMED
    ]
    labels = [MapLabel(name, *point)] if point else []
    labels += [
        MapLabel(town.name, *at, has_dot=True)
        for town in known
        if town != shown_at and (at := point_of(town))
    ]
    inside = f", in {' in '.join(area.named for area in around)}" if around else ""
    points = [] if outline or not point else [MapPoint(name, *point, 0, words="is here")]
    return AreaMap(
        name=f"where-{place.slug}",
        subject=place.name,
        areas=(MapArea(place.name, outline.rings, 0, words="is here"),) if outline else (),
        points=tuple(points),
        classes=("Is here",),
        ground=shapes.ground,
        labels=tuple(labels),
        window=window,
        shades=DARK,
        described=f"Map of where {place.named} lies{inside}.",
    )


def _rating(snapshot: Snapshot, place: Area, theme: Theme) -> MatrixCell | None:
    """The highest rating of the theme at the place, else inside it, else around it; else an open gap that names it."""
    subject = f"{theme}, {place}"
    rows = [row for row in snapshot.priority_areas if row.theme_id == theme.pk]
    for near, said in (
        ([row for row in rows if place in row.places], "{rating}, rank {rank}"),
        (
            [row for row in rows if any(place.contains(one) for one in row.places)],
            "{rating} in {name}",
        ),
        (
            [row for row in rows if any(one.contains(place) for one in row.places)],
            "{rating} in {name}",
        ),
    ):
        if near:
            row = max(near, key=lambda row: LOWEST_FIRST.index(PriorityArea.Rating(row.rating)))
            more = f", and {len(near) - 1} more" if len(near) > 1 else ""
            words = said.format(
                rating=row.get_rating_display(), rank=row.rank_printed, name=row.name
            )
            return MatrixCell(
                subject,
                (CellMark("rating", row.rating, words=words + more),),
                row.get_absolute_url(),
            )
    gaps = [
        gap
        for gap in snapshot.gaps
        if gap.is_open_on(snapshot.as_at)
        and theme in snapshot.themes_of_statement(gap)
        and any(place.contains(area) for area in gap.areas.all())
    ]
    if not gaps:
        return None
    words = f"{len(gaps)} open gap{'s' if len(gaps) > 1 else ''}, no rating"
    return MatrixCell(
        subject, (CellMark("severity", "low", words=words),), gaps[0].get_absolute_url()
    )
