"""An indicator's figures for areas other than its own: those of one period, a page at a time."""

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
from performance.standings.readout import in_words
from safercornwall.pages.components.revisions import counts_of

AREAS_A_PAGE = 50
PAGE = "areas"
# Withheld values have no place in an order of values: they come last.
ORDERS = {
    "highest": ("Highest first", F("value").desc(nulls_last=True)),
    "lowest": ("Lowest first", F("value").asc(nulls_last=True)),
    "name": ("Name", F("area__name").asc()),
}
USUAL = "highest"


class AreaFilters(Filters):
    """Which period's figures, in which order; `as` is kept, for the figures above."""

    period = Choice("The latest")
    order = Choice(
        ORDERS[USUAL][0],
        [(key, words) for key, (words, _) in ORDERS.items() if key != USUAL],
        label="In order of",
    )

    def __init__(self, data: Any, periods: list[Period]):
        super().__init__(data)
        self.fields["as"] = forms.CharField(required=False, widget=forms.HiddenInput)
        self.period_by_key = {key_of(period): period for period in periods}
        self.offer("period", [(key, row.label) for key, row in self.period_by_key.items()])


@dataclass(frozen=True)
class IndicatorAreaRow:
    """One area's figure, with its unit."""

    figure: Figure
    indicator: Indicator

    @property
    def words(self) -> str:
        value = self.figure.value
        return "" if value is None else in_words(self.indicator, value)

    @property
    def counts(self) -> str:
        return counts_of(self.figure)

    @property
    def history(self) -> str:
        days = (self.figure.period_start, self.figure.period_end)
        return reverse("figures:history", args=[self.indicator.slug, self.figure.area.slug, *days])


class AreasPart:
    """`areas` is how many other areas have a figure, by period; `known_on` which revisions count."""

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
        """The one chosen, else the latest that is over on the day of the view, else the latest."""
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
        paginator = Paginator(self._figures(), AREAS_A_PAGE)
        # Known already, so that it is not asked for again.
        paginator.count = self.areas[self.period] if self.period else 0
        return paginator.get_page(self.data.get(PAGE))

    @cached_property
    def rows(self) -> list[IndicatorAreaRow]:
        return [IndicatorAreaRow(row, self.indicator) for row in self.page.object_list]

    def _figures(self):
        period, order = self.period, self.form.chosen.get("order", USUAL)
        if period is None:
            return Figure.objects.none()
        return (
            Figure.objects.known_on(self.known_on)
            .filter(indicator=self.indicator, period_start=period.start, period_end=period.end)
            .exclude(area=self.indicator.area)
            .select_related("area")
            .order_by(ORDERS[order][1], "area__path", "pk")
        )


def key_of(period: Period) -> str:
    return f"{period.start}_{period.end}"
