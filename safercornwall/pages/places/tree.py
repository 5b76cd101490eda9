"""Areas as the tree that they nest in, with long lists of small places folded away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from places.models import Area

KINDS = list(Area.Kind)

# So many small places of a kind in one place are still read at a glance.
MOST_SHOWN = 12
PLURALS = {Area.Kind.WARD: "wards", Area.Kind.BEAT: "police beats", Area.Kind.LSOA: "LSOAs"}


T = TypeVar("T")


@dataclass(frozen=True)
class Fold(Generic[T]):
    """The places of one kind that are folded away, under how many there are of what."""

    label: str
    places: tuple[T, ...]


@dataclass(frozen=True)
class Folded(Generic[T]):
    """The places inside one place: those shown, then those folded away, each in their order."""

    shown: tuple[T, ...]
    folds: tuple[Fold[T], ...] = ()


def fold(places: Iterable[T], area_of: Callable[[T], Area]) -> Folded[T]:
    """Only kinds that nothing lies in are folded away."""
    found = tuple(places)
    of_kind = {kind: tuple(p for p in found if area_of(p).kind == kind) for kind in PLURALS}
    many = {kind: few for kind, few in of_kind.items() if len(few) > MOST_SHOWN}
    folds = tuple(Fold(f"{len(some):,} {PLURALS[kind]}", some) for kind, some in many.items())
    return Folded(tuple(p for p in found if area_of(p).kind not in many), folds)


@dataclass(frozen=True)
class Branch:
    """An area with those directly inside it. `is_match` is off for one shown only as the way to a match."""

    area: Area
    branches: tuple[Branch, ...] = ()
    is_match: bool = True

    @property
    def inside(self) -> Folded[Branch]:
        """Those directly inside it, long runs of small places folded away."""
        return folded(self.branches)

    def walk(self) -> Iterable[Branch]:
        yield self
        for branch in self.branches:
            yield from branch.walk()


def grow(areas: Iterable[Area]) -> list[Branch]:
    """The trees that `areas` make, each level by kind and name. One whose parent is not among them stands on top."""
    areas = list(areas)
    known = {area.pk for area in areas}
    children = defaultdict(list)
    for area in sorted(areas, key=_by_kind_and_name):
        children[area.parent_id if area.parent_id in known else None].append(area)
    return [_branch(area, children) for area in children[None]]


def folded(branches: Iterable[Branch]) -> Folded[Branch]:
    return fold(branches, lambda branch: branch.area)


def prune(branches: Iterable[Branch], matches: Callable[[Area], bool]) -> list[Branch]:
    """Only the areas that match, and those on the way to them."""
    kept = []
    for branch in branches:
        below = tuple(prune(branch.branches, matches))
        is_match = matches(branch.area)
        if is_match or below:
            kept.append(replace(branch, branches=below, is_match=is_match))
    return kept


def matching(branches: Iterable[Branch]) -> list[Area]:
    """The areas that match, top down."""
    return [found.area for branch in branches for found in branch.walk() if found.is_match]


def _branch(area: Area, children: dict[int | None, list[Area]]) -> Branch:
    return Branch(area, tuple(_branch(child, children) for child in children[area.pk]))


def _by_kind_and_name(area: Area) -> tuple[int, str]:
    return KINDS.index(Area.Kind(area.kind)), area.name.casefold()
