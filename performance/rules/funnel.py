"""Areas beside their average, by how many each counts: a funnel plot in place of a league table.

Spiegelhalter 2005, "Funnel plots for comparing institutional performance", Statistics in Medicine 24; the limits are those of OHID's
PHEindicatormethods: exact Poisson limits for rates, the normal approximation for percentages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from math import ceil, sqrt
from typing import NamedTuple

from performance.rules.poisson import deviate, exact_limits

NEAR, FAR = 0.95, 0.998
# Fewer areas make no funnel.
FEWEST_AREAS = 5
STEPS = 32


class FunnelPlace(StrEnum):
    FAR_ABOVE = "above the 99.8% limit"
    ABOVE = "above the 95% limit"
    WITHIN = "within the limits"
    BELOW = "below the 95% limit"
    FAR_BELOW = "below the 99.8% limit"

    @property
    def is_far(self) -> bool:
        return self in (FunnelPlace.FAR_ABOVE, FunnelPlace.FAR_BELOW)


@dataclass(frozen=True)
class AreaCount:
    """An area's events, and out of how many."""

    count: float
    of: float


class LimitPoint(NamedTuple):
    """The ratio that is on a limit where an area counts out of `of`."""

    of: float
    ratio: float


@dataclass(frozen=True)
class FunnelLimit:
    """Both sides of the limits of one confidence, as points in order of `of`."""

    confidence: float
    low: tuple[LimitPoint, ...]
    high: tuple[LimitPoint, ...]


def average_ratio(areas: Sequence[AreaCount]) -> float | None:
    """All events over all that they are out of; None of too few areas, or where there is nothing to compare."""
    of = sum(area.of for area in areas)
    count = sum(area.count for area in areas)
    if len(areas) < FEWEST_AREAS or of <= 0 or count <= 0:
        return None
    return count / of


def place_of(area: AreaCount, average: float, *, is_share: bool) -> FunnelPlace:
    """Beyond which limit an area is, given the `average` ratio of all."""
    for confidence, above, below in (
        (FAR, FunnelPlace.FAR_ABOVE, FunnelPlace.FAR_BELOW),
        (NEAR, FunnelPlace.ABOVE, FunnelPlace.BELOW),
    ):
        if is_share:
            low, high = share_limits(area.of, average, confidence)
            side = (area.count / area.of > high) - (area.count / area.of < low)
        else:
            # A count is outside the limits of what is expected where its own exact limits do not hold that.
            low, high = exact_limits(round(area.count), confidence)
            side = (low > average * area.of) - (high < average * area.of)
        if side:
            return above if side > 0 else below
    return FunnelPlace.WITHIN


def share_limits(of: float, average: float, confidence: float) -> tuple[float, float]:
    reach = deviate(confidence) * sqrt(average * (1 - average) / of)
    return max(average - reach, 0.0), min(average + reach, 1.0)


def limit_of(
    confidence: float, average: float, smallest: float, largest: float, *, is_share: bool
) -> FunnelLimit:
    """The limits for areas from `smallest` to `largest`."""
    if is_share:
        sizes = _sizes(smallest, largest)
        ends = [share_limits(of, average, confidence) for of in sizes]
        return FunnelLimit(
            confidence,
            tuple(LimitPoint(of, low) for of, (low, _) in zip(sizes, ends, strict=True)),
            tuple(LimitPoint(of, high) for of, (_, high) in zip(sizes, ends, strict=True)),
        )
    low, high = [], []
    for count in _counts(average * smallest, average * largest):
        fewest, most = exact_limits(count, confidence)
        low.append(_at(count, most / average))
        if count:
            high.append(_at(count, fewest / average))
    return FunnelLimit(
        confidence, _between(low, smallest, largest), _between(high, smallest, largest)
    )


def _at(count: int, of: float) -> LimitPoint:
    return LimitPoint(of, count / of)


def _sizes(smallest: float, largest: float) -> list[float]:
    step = (largest - smallest) / (STEPS - 1) if largest > smallest else 1.0
    return [smallest + step * place for place in range(STEPS)]


def _counts(fewest: float, most: float) -> list[int]:
    """Whole counts from well below the fewest expected to well above the most, thinned out upwards."""
    first = max(0, int(fewest - 6 * sqrt(fewest) - 6))
    last = ceil(most + 6 * sqrt(most) + 12)
    step = max(1, (last - first) // (3 * STEPS))
    return list(range(first, last + step, step))


def _between(
    points: Sequence[LimitPoint], smallest: float, largest: float
) -> tuple[LimitPoint, ...]:
    """The points inside, and where the lines between points cross the ends."""
    found = []
    for before, after in pairwise(points):
        for edge in (smallest, largest):
            if before.of < edge <= after.of:
                share = (edge - before.of) / (after.of - before.of)
                found.append(LimitPoint(edge, before.ratio + share * (after.ratio - before.ratio)))
    inside = [point for point in points if smallest < point.of < largest]
    return tuple(sorted([*found, *inside]))
