"""Towns by how many themes name them; where a partnership has no towns, its districts, or whatever it has instead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from places.models import Area
from priorities.models import Theme
from safercornwall.flags.rules.coverage import RATED
from safercornwall.flags.snapshot import Snapshot

# Places of the first of these kinds that there are any of are compared: one, and several of them.
COMPARED = {
    Area.Kind.TOWN: ("town", "towns"),
    Area.Kind.DISTRICT: ("district", "districts"),
    Area.Kind.PARISH: ("parish", "parishes"),
    Area.Kind.NEIGHBOURHOOD: ("neighbourhood", "neighbourhoods"),
    Area.Kind.WARD: ("ward", "wards"),
}


@dataclass(frozen=True)
class PlaceUnderThemes:
    """A town and the themes that name it, or a place inside it, as a priority area or in an open delivery gap.

    `rank` is among all of its kind, those under most themes first; "=4" where it is shared. None of them is unranked.
    """

    place: Area
    themes: list[Theme]
    rated_high: list[Theme]
    rank: str = ""
    of: int = 0

    @property
    def noun(self) -> str:
        return COMPARED[Area.Kind(self.place.kind)][0]

    @property
    def nouns(self) -> str:
        return COMPARED[Area.Kind(self.place.kind)][1]

    @property
    def weight(self) -> tuple[int, int]:
        return len(self.themes), len(self.rated_high)


def compared() -> list[Area]:
    """The places that are compared with each other, all of one kind. One query."""
    found = list(Area.objects.of_partnership().filter(kind__in=COMPARED).order_by("name"))
    kind = next((kind for kind in COMPARED if any(one.kind == kind for one in found)), None)
    return [one for one in found if one.kind == kind]


def places_under_most_themes(snapshot: Snapshot) -> list[PlaceUnderThemes]:
    """The towns under most themes first; of those under as many, the one that more themes rate high. All that a theme names."""
    found = ranked(compared(), snapshot)
    return [one for one in found if one.themes]


def ranked(places: Iterable[Area], snapshot: Snapshot) -> list[PlaceUnderThemes]:
    """Each of `places` with its rank, also those that no theme names."""
    found = [_of(place, snapshot) for place in places]
    weights = [one.weight for one in found]
    found = [
        PlaceUnderThemes(
            one.place, one.themes, one.rated_high, _rank(one.weight, weights), len(found)
        )
        for one in found
    ]
    return sorted(found, key=lambda one: (-one.weight[0], -one.weight[1], one.place.name))


def _rank(weight: tuple[int, int], weights: list[tuple[int, int]]) -> str:
    rank = 1 + sum(other > weight for other in weights)
    return f"={rank}" if weights.count(weight) > 1 else str(rank)


def _of(place: Area, snapshot: Snapshot) -> PlaceUnderThemes:
    areas = [row for row in snapshot.priority_areas if _is_in(place, row.places)]
    high = {row.theme_id for row in areas if row.rating in RATED}
    named = {row.theme_id for row in areas} | {
        theme.pk
        for gap in snapshot.gaps
        if gap.is_open_on(snapshot.as_at) and _is_in(place, gap.areas.all())
        for theme in snapshot.themes_of_statement(gap)
    }
    themes = snapshot.themes
    return PlaceUnderThemes(
        place,
        [theme for theme in themes if theme.pk in named],
        [theme for theme in themes if theme.pk in high],
    )


def _is_in(place: Area, areas: Iterable[Area]) -> bool:
    return any(area.path.startswith(place.path) for area in areas)
