"""The areas of one period as a funnel plot, in place of a league table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.text import capfirst

from core.periods import Period
from performance.choices import Aggregation
from performance.models import Figure, Indicator
from performance.rules.estimates import rounded_words
from performance.rules.funnel import (
    FAR,
    NEAR,
    AreaCount,
    FunnelLimit,
    FunnelPlace,
    average_ratio,
    limit_of,
    place_of,
)
from performance.rules.intervals import counts_events
from performance.rules.rates import population_year, rate_of
from performance.rules.readings import IN
from places.models import Area, PopulationEstimate
from safercornwall.pages.components.pictures.funnel import Funnel, FunnelCurve, FunnelPoint
from safercornwall.pages.components.pictures.readings import listed

SIDES = {
    FunnelPlace.WITHIN: "within",
    FunnelPlace.ABOVE: "near",
    FunnelPlace.BELOW: "near",
    FunnelPlace.FAR_ABOVE: "far",
    FunnelPlace.FAR_BELOW: "far",
}


@dataclass(frozen=True)
class CountedArea:
    """An area with the counts behind its figure. Of a count `value` is its rate, and `of` says over which population."""

    area: Area
    value: Decimal
    counts: AreaCount
    of: str = ""


def with_populations(
    figures: QuerySet[Figure], period: Period, known_on: datetime | None = None
) -> QuerySet[Figure]:
    """Each figure with the newest population estimate of its area up to the period's own year: `of_people`, `of_year`, `of_source`."""
    estimates = (
        PopulationEstimate.objects.known_on(known_on)
        .filter(area=OuterRef("area"), year__lte=population_year(period))
        .order_by("-year")
    )
    newest = {
        f"of_{name}": Subquery(estimates.values(name)[:1]) for name in ("people", "year", "source")
    }
    return figures.annotate(**newest)


def is_over_populations(indicator: Indicator) -> bool:
    """Whether its figures by area become rates of the people who live there."""
    return indicator.is_counted and counts_events(indicator.unit)


class AreaFunnel:
    """Areas of the kind that most of them are, whose figures have their counts.

    `figures` are those of one period for areas other than the indicator's own, `with_populations` of a count.
    `place_by_area` says beyond which limit each is, by its id. All is empty where there are too few.
    """

    def __init__(self, indicator: Indicator, period: Period | None, figures: Iterable[Any]):
        self.indicator = indicator
        self.period = period
        self.figures = figures
        self.is_share = indicator.unit.startswith("%")
        self.is_ratio = indicator.aggregation == Aggregation.RATIO
        self.is_count = is_over_populations(indicator)
        self.unit = f"{indicator.unit} per 1,000 people" if self.is_count else indicator.unit

    @cached_property
    def areas(self) -> list[CountedArea]:
        if not (self.is_ratio or self.is_count):
            return []
        known = sorted(
            (row for row in self.figures if row.state in IN and row.value is not None),
            key=lambda row: row.area.path,
        )
        found = list(_over_populations(known) if self.is_count else self._ratios(known))
        kinds = Counter(one.area.kind for one in found)
        most = max(kinds, key=lambda kind: kinds[kind], default="")
        return [one for one in found if one.area.kind == most]

    def _ratios(self, figures: Iterable[Any]) -> Iterator[CountedArea]:
        for row in figures:
            if row.numerator is None or row.denominator is None or row.numerator < 0:
                continue
            if not (self.is_share and row.numerator > row.denominator):
                counts = AreaCount(float(row.numerator), float(row.denominator))
                yield CountedArea(row.area, row.value, counts)

    @cached_property
    def populations(self) -> str:
        """Which estimates rates were worked out from; empty where they were not."""
        return listed(sorted({one.of for one in self.areas if one.of}))

    @cached_property
    def rate_by_area(self) -> dict[int, str]:
        """The rates that were worked out, in words."""
        return {one.area.pk: self._words(one.value) for one in self.areas if one.of}

    @cached_property
    def average(self) -> float | None:
        return average_ratio([one.counts for one in self.areas])

    @cached_property
    def place_by_area(self) -> dict[int, FunnelPlace]:
        average = self.average
        if average is None:
            return {}
        return {
            one.area.pk: place_of(one.counts, average, is_share=self.is_share) for one in self.areas
        }

    @cached_property
    def picture(self) -> Funnel | None:
        if self.average is None:
            return None
        return Funnel(
            subject=f"{self.indicator.short_name or self.indicator.name}, {self.period}, by area",
            unit=capfirst(self.unit),
            along="Population" if self.is_count else "Counted out of (the denominator)",
            points=tuple(self._point(one) for one in self.areas),
            curves=tuple(self._curves(self.average)),
            average=self.average * self._scale,
            average_words=f"Average of all: {self._words(Decimal(f'{self.average * self._scale:.6f}'))}",
            told=self.sentence,
            axis_after="%" if self.is_share else "",
        )

    @cached_property
    def sentence(self) -> str:
        """How many are beyond the outer limits, and which; and how many chance alone would put there."""
        number = len(self.areas)
        above, below = self._names(FunnelPlace.FAR_ABOVE), self._names(FunnelPlace.FAR_BELOW)
        near = sum(p in (FunnelPlace.ABOVE, FunnelPlace.BELOW) for p in self.place_by_area.values())
        found = [f"{len(above)} {_are(above)} above the 99.8% limit{_named(above)}"]
        found.append(f"{len(below)} below it{_named(below)}")
        return (
            f"Of {number} places ({self._kind}), {' and '.join(found)}; {near} more are beyond the 95% limits. "
            f"Chance alone puts about {number * 0.002:.0f} beyond the first and {number * 0.05:.0f} beyond the second."
        )

    @property
    def _kind(self) -> str:
        return self.areas[0].area.get_kind_display()

    def _names(self, place: FunnelPlace) -> list[str]:
        """Those furthest from the average first."""
        found = [one for one in self.areas if self.place_by_area[one.area.pk] == place]
        found.sort(key=lambda one: one.value, reverse=place == FunnelPlace.FAR_ABOVE)
        return [one.area.name for one in found]

    @cached_property
    def _scale(self) -> float:
        """What a ratio is out of, as the values have it: 100 for a percentage."""
        count = sum(one.counts.count for one in self.areas)
        return sum(float(one.value) * one.counts.of for one in self.areas) / count

    def _point(self, one: CountedArea) -> FunnelPoint:
        """Those within the limits are dots: nothing is said of one, and none leads anywhere."""
        name, of, side = one.area.name, one.counts.of, SIDES[self.place_by_area[one.area.pk]]
        if side == "within":
            return FunnelPoint(name, of, one.value, "", side)
        words, address = self._words(one.value), one.area.get_absolute_url()
        return FunnelPoint(name, of, one.value, words, side, address)

    def _curves(self, average: float) -> list[FunnelCurve]:
        sizes = [one.counts.of for one in self.areas]
        found = []
        for confidence, look in ((FAR, "far"), (NEAR, "near")):
            limit = limit_of(confidence, average, min(sizes), max(sizes), is_share=self.is_share)
            found += [FunnelCurve(points, look) for points in self._sides(limit)]
        return found

    def _sides(self, limit: FunnelLimit) -> list[tuple[tuple[float, float], ...]]:
        sides = (limit.low, limit.high)
        return [tuple((point.of, point.ratio * self._scale) for point in side) for side in sides]

    def _words(self, value: Decimal) -> str:
        decimals = None if self.is_count else self.indicator.decimal_places
        return rounded_words(value, unit=self.unit, decimals=decimals)


def _over_populations(figures: Iterable[Any]) -> Iterator[CountedArea]:
    """Each count over its population; without an estimate it is left out."""
    for row in figures:
        if row.of_people is not None and row.value >= 0:
            counts = AreaCount(float(row.value), float(row.of_people))
            of = f"mid-{row.of_year} ({row.of_source})"
            yield CountedArea(row.area, rate_of(row.value, row.of_people), counts, of)


def _are(names: Sequence[str]) -> str:
    return "is" if len(names) == 1 else "are"


def _named(names: Sequence[str]) -> str:
    return f" ({listed(names)})" if names else ""
