"""The ratings of priority areas by place: under one theme, or the highest under any."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from places.models import Area
from priorities.models import PriorityArea, Theme
from safercornwall.pages.components.place_maps.values import PlaceValue, PlaceValues

Rating = PriorityArea.Rating
LOWEST_FIRST = (Rating.LOW, Rating.MEDIUM, Rating.HIGH, Rating.VERY_HIGH)


def rating_values(rows: Iterable[PriorityArea], theme: Theme | None = None) -> PlaceValues:
    """The priority areas of `theme`, else of all themes, each at the places that it comprises."""
    rated: dict[Area, list[PriorityArea]] = defaultdict(list)
    for row in rows:
        if theme is None or row.theme_id == theme.pk:
            for area in row.places:
                rated[area].append(row)
    return PlaceValues(
        key=f"rating-{theme.slug}" if theme else "ratings",
        title=f"Priority areas for {theme.name}" if theme else "Priority areas of all themes",
        measure="Rating" if theme else "Highest rating",
        values=tuple(_value(area, found, by_theme=theme is None) for area, found in rated.items()),
        classes=tuple(str(rating.label) for rating in LOWEST_FIRST),
        classed_by="The ratings are those of the plan's priority areas.",
        href=theme.get_absolute_url() if theme else "",
    )


def _value(area: Area, rows: list[PriorityArea], *, by_theme: bool) -> PlaceValue:
    worst = max(LOWEST_FIRST.index(Rating(row.rating)) for row in rows)
    words = [
        f"{row.get_rating_display()} for {row.theme.name}" if by_theme
        else f"{row.get_rating_display()}, rank {row.rank_printed}"
        for row in sorted(rows, key=lambda row: -LOWEST_FIRST.index(Rating(row.rating)))
    ]  # fmt: skip
    return PlaceValue(area, words="; ".join(words), place_class=worst)
