"""Every indicator as it stands, with filters in the address."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.contrib.auth.decorators import permission_required
from django.db.models import Q
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Organisation
from core.lists.tiles import narrowed_to
from performance.choices import WORST_FIRST, Polarity, Status
from performance.models import Figure, Indicator
from performance.rules.targets import Limit
from performance.rules.wording import GOOD_IS
from performance.standings.readout import (
    PrintedReadout,
    figure_words,
    in_words,
    limit_of,
    printed_of,
    target_words,
)
from performance.standings.standing import Standing, current_standing, with_figures
from priorities.clocks import clocks_of
from priorities.models import Theme
from safercornwall.pages.components.indicator_filters import IndicatorFilters
from safercornwall.pages.components.plan_in_view import current_plan, themes_of
from safercornwall.pages.components.status_tiles import noted


@dataclass(frozen=True)
class IndicatorRow:
    """One line of the list."""

    standing: Standing
    themes: tuple[Theme, ...]

    @property
    def indicator(self) -> Indicator:
        return self.standing.indicator

    @cached_property
    def latest(self) -> Figure | None:
        """The last figure that is in; the status may be of a later period, whose figure is looked for."""
        earlier = (row for row in self.standing.earlier if row.value is not None)
        return self.standing.figure or next(earlier, None)

    @cached_property
    def latest_words(self) -> str:
        if self.latest is None or self.latest.value is None:
            return ""
        if self.standing.figure is None:
            return in_words(self.indicator, self.latest.value)
        return figure_words(self.standing)

    @cached_property
    def target(self) -> str:
        target = self.standing.target
        return target_words(self.indicator, target) if target else ""

    @property
    def target_printed(self) -> str:
        """The printed words of a target that gives no number to reach."""
        target = self.standing.target
        if target is None or isinstance(limit_of(self.indicator, target), Limit):
            return ""
        return target.printed

    @cached_property
    def printed(self) -> PrintedReadout | None:
        return printed_of(self.standing)

    @property
    def good_is(self) -> str:
        return GOOD_IS[Polarity(self.indicator.polarity)]


def rows_of(standings: Iterable[Standing], themes: Sequence[Theme]) -> list[IndicatorRow]:
    """A row for each standing, with those of `themes` (a plan's) that it measures."""
    return [
        IndicatorRow(
            standing,
            tuple(theme for theme in themes if theme in standing.indicator.themes.all()),
        )
        for standing in standings
    ]


def counts_by_status(rows: Iterable[IndicatorRow]) -> list[tuple[Status, int]]:
    """Each status that some row has, worst first, and how many have it."""
    counted = Counter(row.standing.status for row in rows)
    return [(status, counted[status]) for status in WORST_FIRST if counted[status]]


def in_order(rows: Iterable[IndicatorRow], order: str) -> list[IndicatorRow]:
    """By one of the orders of the filters; within it by theme and the indicator's own place."""

    def by_theme(row: IndicatorRow) -> tuple[float, int]:
        first = min((theme.order for theme in row.themes), default=float("inf"))
        return first, row.indicator.order

    keys = {
        "status": lambda row: WORST_FIRST.index(row.standing.status),
        "name": lambda row: row.indicator.name.casefold(),
        "organisation": lambda row: _provider(row.indicator),
    }
    found = sorted(rows, key=by_theme)
    return sorted(found, key=keys[order]) if order in keys else found


def _provider(indicator: Indicator) -> tuple[bool, str]:
    organisation = indicator.provider or indicator.lead_organisation
    return organisation is None, organisation.name.casefold() if organisation else ""


@permission_required("performance.view_indicator", raise_exception=True)
@require_safe
def indicator_list(request):
    """Every indicator of the plan, as it stands."""
    plan = current_plan(request)
    clocks = clocks_of(plan)
    themes = themes_of(plan)
    form = IndicatorFilters(request.GET, themes=themes, organisations=_organisations())
    indicators = with_figures(
        form.narrow(_indicators(plan)), clocks.as_at, known_on=clocks.known_on
    )
    rows = rows_of((current_standing(row, clocks.as_at) for row in indicators), themes)
    tiles = noted(
        narrowed_to(request.GET, "status", counts_by_status(rows), drawn=True),
        [row.standing for row in rows],
    )
    if status := form.chosen.get("status"):
        rows = [row for row in rows if row.standing.status == status]
    context = {
        "plan": plan,
        "as_at": clocks.as_at,
        "form": form,
        "rows": in_order(rows, form.chosen.get("order", "")),
        "tiles": tiles,
    }
    return render(request, "indicators/list.html", context)


def _indicators(plan):
    """Those that measure a theme of the plan, and those that measure none yet."""
    links = Indicator.themes.through.objects
    measuring = Q(pk__in=links.filter(theme__plan=plan).values("indicator"))
    unplaced = ~Q(pk__in=links.values("indicator"))
    found = Indicator.objects.counting().filter(measuring | unplaced)
    return found.select_related("provider", "lead_organisation").order_by("order")


def _organisations():
    counting = Indicator.objects.counting().order_by()
    return Organisation.objects.filter(
        Q(pk__in=counting.values("provider")) | Q(pk__in=counting.values("lead_organisation"))
    )
