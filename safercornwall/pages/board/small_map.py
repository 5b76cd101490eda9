"""The small map of the board: where the towns are that come up under most themes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from places.shapes import Ring, read_shapes
from safercornwall.pages.components.pictures.maps.area_map import AreaMap
from safercornwall.pages.components.place_maps.drawing import PlaceMap
from safercornwall.pages.components.place_maps.of_themes import theme_values
from safercornwall.pages.components.ranked_places import PlaceUnderThemes

# In degrees: finer than that is not seen on a map as small as this, and weighs.
COARSE = 0.012
FEWEST_CORNERS = 4


def small_map(places: Sequence[PlaceUnderThemes]) -> AreaMap | None:
    """None where no theme names a place, or no place has a point."""
    values = theme_values(places)
    drawn = PlaceMap(values, read_shapes([one.area for one in values.values])).picture
    if not drawn.points and not drawn.areas:
        return None
    return replace(drawn, ground=tuple(_coarser(drawn.ground)))


def _coarser(rings: Sequence[Ring]) -> list[Ring]:
    """The outlines with corners no nearer to each other than COARSE; those too small to be seen are left out."""
    found = []
    for ring in rings:
        kept = [ring[0]] if ring else []
        for corner in ring:
            if max(abs(corner[0] - kept[-1][0]), abs(corner[1] - kept[-1][1])) >= COARSE:
                kept.append(corner)
        if len(kept) >= FEWEST_CORNERS:
            found.append(tuple(kept))
    return found
