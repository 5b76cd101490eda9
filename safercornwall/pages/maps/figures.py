"""The figures of an indicator by place, for one period and one kind of place. Only the latest revisions count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Count, F, QuerySet

from core.periods import Period, in_order, written
from performance.choices import Aggregation, FigureState
from performance.models import Figure, Indicator, Target
from performance.rules.wording import show
from performance.standings.readout import in_words
from places.models import Area
from safercornwall.pages.components.place_maps.of_index import IN_FIFTHS
from safercornwall.pages.components.place_maps.values import PlaceValue, PlaceValues, in_quantiles

COUNTS = " These are counts: where more people live, there are more."


def targets_of_places(**of: Any) -> QuerySet[Target]:
    """Those for places that a map of the partnership shows, other than the indicator's own."""
    found = Target.objects.filter(area__archived_at=None, area__is_elsewhere=False, **of)
    return found.exclude(area__kind=Area.Kind.COUNTY).exclude(area=F("indicator__area")).order_by()


def key_of(period: Period) -> str:
    return f"{period.start}_{period.end}"


class FiguresByPlace:
    """`counts`: how many places of each kind have a figure, by period. A county alone is no map.

    Where there is none at all, the kinds are those of the places that have a target of their own.
    """

    def __init__(self, indicator: Indicator, as_at: date):
        self.indicator = indicator
        self.as_at = as_at
        self.counts: Mapping[Period, dict[str, int]] = self._count()
        self.periods = list(reversed(in_order(self.counts)))

    def period(self, key: str) -> Period | None:
        """The chosen period, else the latest that is over on the day of the view, else the latest."""
        by_key = {key_of(period): period for period in self.periods}
        over = (period for period in self.periods if period.end <= self.as_at)
        return by_key.get(key) or next(over, self.periods[0] if self.periods else None)

    @cached_property
    def kinds(self) -> list[str]:
        """The kinds of place that some period has figures for, the largest first."""
        found = {kind for kinds in self.counts.values() for kind in kinds} or self._aimed.keys()
        return [kind for kind in Area.Kind.values if kind in found]

    def kind(self, key: str, period: Period | None) -> str:
        """The chosen kind, else the one with the most figures; without a period the most targets."""
        counts = self.counts[period] if period else self._aimed
        return key if key in self.kinds else max(counts, key=lambda kind: counts[kind])

    def areas(self, kind: str) -> QuerySet[Area]:
        return Area.objects.of_partnership().filter(kind=kind)

    def values(self, period: Period, kind: str) -> PlaceValues:
        """Each place of the kind, those without a figure too."""
        figures = (
            Figure.objects.latest_revisions()
            .filter(indicator=self.indicator, period_start=period.start, period_end=period.end)
            .filter(area__kind=kind, area__archived_at=None, area__is_elsewhere=False)
        )
        by_area = {figure.area_id: figure for figure in figures}
        found = [self._value(area, by_area.get(area.pk)) for area in self.areas(kind)]
        values, classes = in_quantiles(found, self._words)
        name = self.indicator.short_name or self.indicator.name
        asides = [COUNTS] if self.indicator.aggregation == Aggregation.SUM else []
        if period.end > self.as_at:
            asides.append(f" The period ends after the date of this view, {written(self.as_at)}.")
        return PlaceValues(
            key=self.indicator.slug,
            title=f"{name}, {period}",
            measure="Figure",
            values=values,
            classes=classes,
            classed_by="".join([IN_FIFTHS, *asides]),
            source=self.indicator.source,
            href=self.indicator.get_absolute_url(),
        )

    def _words(self, value: Decimal) -> str:
        return show(
            value,
            self.indicator.unit[:1] if self.indicator.unit[:1] in "%£" else "",
            self.indicator.decimal_places,
        )

    def _value(self, area: Area, figure: Figure | None) -> PlaceValue:
        if figure is None:
            return PlaceValue(area, why="No figure")
        if figure.state == FigureState.SUPPRESSED:
            return PlaceValue(area, is_suppressed=True)
        if figure.value is None:
            return PlaceValue(area, why=str(figure.get_state_display()))
        words = in_words(self.indicator, figure.value)
        provisional = ", provisional" if figure.state == FigureState.PROVISIONAL else ""
        return PlaceValue(area, figure.value, f"{words}{provisional}")

    @cached_property
    def _aimed(self) -> dict[str, int]:
        """How many places of each kind have a target of their own."""
        rows = targets_of_places(indicator=self.indicator).values_list("area__kind")
        return dict(rows.annotate(number=Count("area", distinct=True)))

    def _count(self) -> dict[Period, dict[str, int]]:
        rows = (
            Figure.objects.latest_revisions()
            .filter(indicator=self.indicator, area__archived_at=None, area__is_elsewhere=False)
            .exclude(area__kind=Area.Kind.COUNTY)
            .order_by()
            .values_list("period_start", "period_end", "area__kind")
            .annotate(number=Count("pk"))
        )
        found: dict[Period, dict[str, int]] = defaultdict(dict)
        for start, end, kind, number in rows:
            found[Period(start, end)][kind] = number
        return found
