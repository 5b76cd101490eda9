"""The list of delivery gaps, with counts that link to the filtered list."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.lists.tiles import Tile
from priorities.models import Plan
from priorities.open_on import gap_open_on
from safercornwall.lists.gaps import GapList
from safercornwall.lists.plan_filters import NO_OWNER
from safercornwall.pages.components.list_page import list_context


def gap_tiles(plan: Plan, as_at: date) -> list[Tile]:
    still_open = gap_open_on(as_at)
    counts = plan.delivery_gaps.aggregate(
        open=Count("pk", filter=still_open),
        unowned=Count("pk", filter=still_open & Q(owner=None)),
        undated=Count("pk", filter=still_open & Q(due_on=None)),
        past=Count("pk", filter=still_open & Q(due_on__lt=as_at)),
    )
    return [
        Tile("Open", counts["open"], "?status=open"),
        Tile("Open without an owner", counts["unowned"], f"?status=open&owner={NO_OWNER}"),
        Tile("Open without a due date", counts["undated"], "?status=open&due=none"),
        Tile("Past their date", counts["past"], "?due=past"),
    ]


@require_safe
def gap_list(request: HttpRequest, plan: str) -> HttpResponse:
    context = list_context(request, GapList)
    context["tiles"] = gap_tiles(context["plan"], context["as_at"])
    return render(request, "gaps/list.html", context)
