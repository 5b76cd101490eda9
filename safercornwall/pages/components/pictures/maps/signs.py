"""The shapes of statuses on a map, each on its place, in a drawing of their own: they are as large on every map."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString

from safercornwall.pages.components.pictures.elements import percent, svg
from safercornwall.pages.components.pictures.maps.projection import (
    Coordinate,
    Projection,
    is_on_earth,
)
from safercornwall.pages.components.pictures.shapes import shape_at


@dataclass(frozen=True)
class ClassSign:
    """What a class without an order is told apart by: the tone of a status, and its shape."""

    tone: str
    shape: str


def signs_on(
    signed: Iterable[tuple[Coordinate, ClassSign]], projection: Projection
) -> SafeString | None:
    """None where no place has a sign."""
    drawn = []
    for at, sign in signed:
        if is_on_earth(at):
            x, y = projection.place(*at)
            across, down = percent(x / projection.width), percent(y / projection.height)
            drawn.append(shape_at(sign.shape, across, down, tone=sign.tone))
    return svg(*drawn, class_="sc-map__names", width="100%", height="100%") if drawn else None
