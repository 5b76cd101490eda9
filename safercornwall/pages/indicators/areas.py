"""The figures of one period for areas other than the indicator's own, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import F
from django.urls import reverse

from core.lists.filters import Choice, Filters
from core.periods import Period, in_order
from performance.models import Figure, Indicator
from performance.models.withheld import shown_value
from performance.rules.funnel import FunnelPlace
from performance.rules.sentences import interval_words
from performance.standings.of_places import standings_at
from performance.standings.readout import in_words, interval_of_figure, target_words
from performance.standings.standing import Standing
from places.models import Area
from safercornwall.pages.components.revisions import counts_of
from safercornwall.pages.indicators.area_funnel import (
    AreaFunnel,
    is_over_populations,
    with_populations,
)

AREAS_PER_PAGE = 50
PAGE = "areas"
# Withheld values come last, because they have no place in an order of values.
ORDERS = {
    "highest": ("Highest first", shown_value().desc(nulls_last=True)),
    "lowest": ("Lowest first", shown_value().asc(nulls_last=True)),
    "name": ("Name", F("area__name").asc()),
}
DEFAULT_ORDER = "highest"


class AreaFilters(Filters):
    """The period and the order of the table. The hidden field `as` keeps the choice of the figures above."""

    period = Choice("The latest")
    order = Choice(
        ORDERS[DEFAULT_ORDER][0],
        [(key, words) for key, (words, _) in ORDERS.items() if key != DEFAULT_ORDER],
        label="In order of",
    )

    def __init__(self, data: Any, periods: list[Period]):
        super().__init__(data)
        self.fields["as"] = forms.CharField(required=False, widget=forms.HiddenInput)
        self.period_by_key = {key_of(period): period for period in periods}
        self.offer("period", [(key, row.label) for key, row in self.period_by_key.items()])


@dataclass(frozen=True)
class IndicatorAreaRow:
    """The figure of one area, with its unit. `place` is beside the average, where the areas make a funnel; `standing` is
    how it stands by a target of its own, where it has one; `rate` is worked out from a count and a population.
    """

    figure: Figure
    indicator: Indicator
    place: FunnelPlace | None = None
    standing: Standing | None = None
    rate: str = ""

    @property
    def target(self) -> str:
        """What the target of the area asks for; empty where it has none of its own."""
        target = self.standing.target if self.standing else None
        return target_words(self.standing.indicator, target) if self.standing and target else ""

    @property
    def words(self) -> str:
        value = self.figure.value
        return "" if value is None else in_words(self.indicator, value)

    @property
    def counts(self) -> str:
        return counts_of(self.figure)

    @property
    def certainty(self) -> str:
        """Its 95% interval, where counts are behind it."""
        interval = interval_of_figure(self.indicator, self.figure)
        if interval is None:
            return ""
        unit, decimals = self.indicator.unit, self.indicator.decimal_places
        return f"95% interval {interval_words(interval, unit=unit, decimals=decimals)}"

    @property
    def history(self) -> str:
        days = (self.figure.period_start, self.figure.period_end)
        return reverse("figures:history", args=[self.indicator.slug, self.figure.area.slug, *days])


class IndicatorAreas:
    """`areas` is the number of other areas with a figure, by period. `known_on` says which revisions count."""

    def __init__(
        self,
        indicator: Indicator,
        areas: Mapping[Period, int],
        as_at: date,
        data: Any,
        known_on: datetime | None = None,
    ):
        self.indicator = indicator
        self.areas = areas
        self.as_at = as_at
        self.data = data
        self.known_on = known_on
        self.periods = list(reversed(in_order(areas)))

    @cached_property
    def form(self) -> AreaFilters:
        return AreaFilters(self.data, self.periods)

    @cached_property
    def period(self) -> Period | None:
        """The chosen period, else the latest that is over on the day of the view, else the latest."""
        chosen = self.form.period_by_key.get(self.form.chosen.get("period", ""))
        over = (period for period in self.periods if period.end <= self.as_at)
        return chosen or next(over, self.periods[0] if self.periods else None)

    @property
    def caption(self) -> str:
        return f"{self.indicator.short_name or self.indicator.name}, {self.period}, by area"

    @property
    def is_after(self) -> bool:
        """Whether the period ends after the day of the view."""
        return self.period is not None and self.period.end > self.as_at

    @cached_property
    def page(self) -> Page:
        paginator = Paginator(self._figures(), AREAS_PER_PAGE)
        # The count is known already, so this saves a query.
        paginator.count = self.areas[self.period] if self.period else 0
        return paginator.get_page(self.data.get(PAGE))

    @cached_property
    def rows(self) -> list[IndicatorAreaRow]:
        places, rates = self.funnel.place_by_area, self.funnel.rate_by_area
        figures = list(self.page.object_list)
        standings = self._standings([row.area for row in figures])
        return [
            IndicatorAreaRow(
                row,
                self.indicator,
                places.get(row.area_id),
                standings.get(row.area_id),
                rates.get(row.area_id, ""),
            )
            for row in figures
        ]

    @cached_property
    def has_targets(self) -> bool:
        return any(row.standing for row in self.rows)

    def _standings(self, areas: list[Area]) -> dict[int, Standing]:
        if self.period is None:
            return {}
        return standings_at(self.indicator, areas, self.period, self.as_at, known_on=self.known_on)

    @cached_property
    def funnel(self) -> AreaFunnel:
        """Of the areas on the page, where they are all; else of all, by a query."""
        is_whole = self.page.paginator.num_pages == 1
        figures = self.page.object_list if is_whole else self._figures()
        return AreaFunnel(self.indicator, self.period, figures)

    def _figures(self):
        period, order = self.period, self.form.chosen.get("order", DEFAULT_ORDER)
        if period is None:
            return Figure.objects.none()
        figures = (
            Figure.objects.known_on(self.known_on)
            .filter(indicator=self.indicator, period_start=period.start, period_end=period.end)
            .filter(area__is_elsewhere=self.indicator.area.is_elsewhere)
            .exclude(area=self.indicator.area)
            .select_related("area")
            .order_by(ORDERS[order][1], "area__path", "pk")
        )
        if not is_over_populations(self.indicator):
            return figures
        return with_populations(figures, period, self.known_on)


def key_of(period: Period) -> str:
    return f"{period.start}_{period.end}"
