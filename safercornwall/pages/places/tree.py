"""Areas as a tree. Long lists of small places are folded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from places.models import Area

KINDS = list(Area.Kind)

# More small places of one kind than this are folded.
MAX_SHOWN = 12
PLURALS = {
    Area.Kind.NEIGHBOURHOOD: "neighbourhoods",
    Area.Kind.WARD: "wards",
    Area.Kind.BEAT: "police beats",
    Area.Kind.LSOA: "LSOAs",
}


T = TypeVar("T")


@dataclass(frozen=True)
class Fold(Generic[T]):
    """The folded places of one kind, under a label with their number."""

    label: str
    places: tuple[T, ...]


@dataclass(frozen=True)
class Folded(Generic[T]):
    """The places inside one place: those shown, and those folded."""

    shown: tuple[T, ...]
    folds: tuple[Fold[T], ...] = ()


def fold(places: Iterable[T], area_of: Callable[[T], Area]) -> Folded[T]:
    """Fold long lists of the kinds that contain no other places."""
    found = tuple(places)
    of_kind = {kind: tuple(p for p in found if area_of(p).kind == kind) for kind in PLURALS}
    long = {kind: areas for kind, areas in of_kind.items() if len(areas) > MAX_SHOWN}
    folds = tuple(Fold(f"{len(areas):,} {PLURALS[kind]}", areas) for kind, areas in long.items())
    return Folded(tuple(p for p in found if area_of(p).kind not in long), folds)


@dataclass(frozen=True)
class Branch:
    """An area with those directly inside it. `is_match` is false for an area that only contains a match."""

    area: Area
    branches: tuple[Branch, ...] = ()
    is_match: bool = True

    @property
    def inside(self) -> Folded[Branch]:
        """The branches, with long lists of small places folded."""
        return folded(self.branches)

    def walk(self) -> Iterable[Branch]:
        yield self
        for branch in self.branches:
            yield from branch.walk()


def grow(areas: Iterable[Area]) -> list[Branch]:
    """The trees of `areas`, each level by kind and name. An area without its parent is the top of a tree."""
    areas = list(areas)
    known = {area.pk for area in areas}
    children = defaultdict(list)
    for area in sorted(areas, key=_by_kind_and_name):
        children[area.parent_id if area.parent_id in known else None].append(area)
    return [_branch(area, children) for area in children[None]]


def folded(branches: Iterable[Branch]) -> Folded[Branch]:
    return fold(branches, lambda branch: branch.area)


def prune(branches: Iterable[Branch], matches: Callable[[Area], bool]) -> list[Branch]:
    """The areas that match, and the areas around them."""
    pruned = []
    for branch in branches:
        below = tuple(prune(branch.branches, matches))
        is_match = matches(branch.area)
        if is_match or below:
            pruned.append(replace(branch, branches=below, is_match=is_match))
    return pruned


def matching(branches: Iterable[Branch]) -> list[Area]:
    """The areas that match, top down."""
    return [found.area for branch in branches for found in branch.walk() if found.is_match]


def _branch(area: Area, children: dict[int | None, list[Area]]) -> Branch:
    return Branch(area, tuple(_branch(child, children) for child in children[area.pk]))


def _by_kind_and_name(area: Area) -> tuple[int, str]:
    return KINDS.index(Area.Kind(area.kind)), area.name.casefold()
