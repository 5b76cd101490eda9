"""The list of indices, with the facts about each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.db.models import QuerySet, prefetch_related_objects
from django.http import HttpRequest
from django.shortcuts import render
from django.views.decorators.http import require_safe

from places.index_tables import IndexTable, read_tables
from places.models import Area, PlaceIndex
from safercornwall.lists.day_in_view import clocks_in_view, earlier_day
from safercornwall.pages.components.plan_in_view import current_plan


def facts_of(table: IndexTable, themes: Sequence[Any]) -> list[tuple[str, ...]]:
    """The facts about an index, its periods and its total, for a summary list."""
    index = table.index
    periods = "; ".join(period.label for period in table.periods)
    return [
        *[("Theme", theme.name, theme.get_absolute_url()) for theme in themes],
        ("Source", index.source),
        ("Period as printed", index.period_printed or "Not stated"),
        ("Scores are held for", periods or "No scores yet"),
        ("Areas", str(len(table.lines))),
        ("Measures", str(len(table.components))),
        ("Total", _about_the_total(table)),
    ]


def _about_the_total(table: IndexTable) -> str:
    how = "weighted sum" if table.is_weighted else "plain sum"
    if table.index.total_is_stated:
        return f"As printed in the assessment; the {how} of the scores"
    return f"Worked out by us as the {how} of the scores; the assessment prints none"


@permission_required("places.view_placeindex", raise_exception=True)
@require_safe
def index_list(request):
    tables = read_in_view(request, PlaceIndex.objects.all())
    areas = list(Area.objects.filter(index_rows__isnull=False).distinct())
    prefetch_related_objects([table.index for table in tables], "themes__plan")
    cards = [
        {
            "table": table,
            "facts": facts_of(table, readable(table.index.themes.all())),
            "highest": table.lines_of(areas)[:5],
        }
        for table in tables
    ]
    return render(request, "indices/list.html", {"cards": cards, **day_of(request)})


def read_in_view(request: HttpRequest, indices: QuerySet[PlaceIndex]) -> list[IndexTable]:
    """As at the day that the reader chose."""
    plan = current_plan(request)
    clocks = clocks_in_view(request, plan)
    return read_tables(indices, known_on=clocks.known_on, ended_by=earlier_day(plan, clocks.as_at))


def day_of(request: HttpRequest) -> dict[str, Any]:
    """The plan and the day in view, for the head of the page; nothing where there is no plan."""
    plan = current_plan(request)
    return {"plan": plan, "as_at": clocks_in_view(request, plan).as_at} if plan else {}


def readable(themes):
    """The themes of plans that are not drafts."""
    return [theme for theme in themes if theme.plan.stage != "draft"]
