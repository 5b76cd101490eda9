"""Towns by how many themes name them; where a partnership has no towns, its districts, or whatever it has instead."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

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
    named, high = _themes_by_path(snapshot)
    found = [
        PlaceUnderThemes(
            place,
            [theme for theme in snapshot.themes if theme.pk in named[place.path]],
            [theme for theme in snapshot.themes if theme.pk in high[place.path]],
        )
        for place in places
    ]
    found.sort(key=lambda one: (-one.weight[0], -one.weight[1], one.place.name))
    alike = Counter(one.weight for one in found)
    first = {one.weight: n for n, one in reversed(list(enumerate(found, start=1)))}
    return [
        replace(
            one, rank=f"{'=' if alike[one.weight] > 1 else ''}{first[one.weight]}", of=len(found)
        )
        for one in found
    ]


def _themes_by_path(snapshot: Snapshot) -> tuple[dict[str, set[int]], dict[str, set[int]]]:
    """The keys of the themes that name a place or one inside it, by the path of the place, and of those that rate it high.

    Worked out from what themes name, which is little, not place by place.
    """
    named: dict[str, set[int]] = defaultdict(set)
    high: dict[str, set[int]] = defaultdict(set)
    for row in snapshot.priority_areas:
        for path in _paths_around(row.places):
            named[path].add(row.theme_id)
            if row.rating in RATED:
                high[path].add(row.theme_id)
    for gap in snapshot.gaps:
        if gap.is_open_on(snapshot.as_at):
            themes = {theme.pk for theme in snapshot.themes_of_statement(gap)}
            for path in _paths_around(gap.areas.all()):
                named[path] |= themes
    return named, high


def _paths_around(areas: Iterable[Area]) -> set[str]:
    """Of each area and of all that it lies in: "/cornwall/", "/cornwall/newquay/"."""
    found = set()
    for area in areas:
        parts = area.path.strip("/").split("/")
        found |= {f"/{'/'.join(parts[:n])}/" for n in range(1, len(parts) + 1)}
    return found
