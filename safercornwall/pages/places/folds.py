"""A long list of small places folded away, so that three hundred LSOAs do not stand between a town and the next."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from places.models import Area

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
