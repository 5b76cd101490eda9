"""The indicator that a page is about, and its standings on the date of the view."""

from __future__ import annotations

from functools import cached_property

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from core.periods import Period
from performance.figures.keys import looked_for
from performance.models import Indicator
from performance.standings.standing import Standing, current_standing, standings_of, with_figures
from priorities.clocks import clocks_of, readable_plans
from safercornwall.pages.components.plan_in_view import current_plan


def find_indicator(request: HttpRequest, slug: str) -> Indicator:
    """Raises Http404, also if the indicator measures only drafts that this person may not see."""
    visible = Indicator.objects.known_under(readable_plans(request.user))
    return get_object_or_404(visible.select_related("area"), slug=slug)


class IndicatorStandings:
    """The standings of an indicator. One query fetches them on first use."""

    def __init__(self, request: HttpRequest, indicator: Indicator) -> None:
        self.indicator = indicator
        self.as_at = clocks_of(current_plan(request)).as_at

    @cached_property
    def _with_figures(self) -> Indicator:
        return with_figures(Indicator.objects.filter(pk=self.indicator.pk), self.as_at)[0]

    @cached_property
    def current(self) -> Standing:
        return current_standing(self._with_figures, self.as_at)

    @property
    def next_period(self) -> Period:
        """The period whose figure comes next."""
        return looked_for(self.current, as_at=self.as_at, today=timezone.localdate())

    @property
    def shown_period(self) -> Period:
        """The period whose status the pages show."""
        return self.current.period or self.next_period

    def standing_in(self, period: Period) -> Standing | None:
        found = standings_of(self._with_figures, self.as_at)
        return next((row for row in found if row.period == period), None)
