"""The list of delivery gaps, with counts that lead to what they count."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.decorators import permission_required
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.lists.filters import Choice
from core.lists.tiles import Tile
from core.records.fetching import fetch_with_children
from priorities.clocks import clocks_of
from priorities.models import (
    DeliveryGap,
    DeliveryGapWording,
    Plan,
)
from priorities.notes_by_line import NotesByLine
from safercornwall.pages.components.known_projects import known_projects
from safercornwall.pages.components.plan_filters import PlanFilters, narrowed, worded
from safercornwall.pages.components.plan_in_view import current_plan, themes_of
from safercornwall.pages.components.statements import statement_entries


class GapFilters(PlanFilters):
    status = Choice("All statuses", DeliveryGap.Status.choices)
    kind = Choice("All kinds")
    owner = Choice("With an owner or without", [("yes", "Has an owner"), ("no", "No owner")])
    due = Choice(
        "Any due date",
        [("past", "Past its date"), ("ahead", "Still to come"), ("none", "No due date")],
    )
    field_order = ["theme", "status", "kind", "owner", "due", "q"]

    def narrow(self, gaps: QuerySet[DeliveryGap], as_at: date) -> QuerySet[DeliveryGap]:
        chosen = self.chosen
        gaps = narrowed(gaps, chosen, theme="themes__slug", status="status", kind="kind")
        if owner := chosen.get("owner"):
            gaps = gaps.filter(owner__isnull=owner == "no")
        match chosen.get("due"):
            case "past":
                gaps = gaps.filter(status=DeliveryGap.Status.OPEN, due_on__lt=as_at)
            case "ahead":
                gaps = gaps.filter(due_on__gte=as_at)
            case "none":
                gaps = gaps.filter(due_on=None)
        return worded(gaps, chosen, DeliveryGapWording, "gap", ["title", "text", "action_required"])


def gap_tiles(plan: Plan, as_at: date) -> list[Tile]:
    still_open = Q(status=DeliveryGap.Status.OPEN)
    counts = plan.delivery_gaps.aggregate(
        open=Count("pk", filter=still_open),
        unowned=Count("pk", filter=still_open & Q(owner=None)),
        undated=Count("pk", filter=still_open & Q(due_on=None)),
        past=Count("pk", filter=still_open & Q(due_on__lt=as_at)),
    )
    return [
        Tile("Open", counts["open"], "?status=open"),
        Tile("Open without an owner", counts["unowned"], "?status=open&owner=no"),
        Tile("Open without a due date", counts["undated"], "?status=open&due=none"),
        Tile("Past their date", counts["past"], "?due=past"),
    ]


@permission_required("priorities.view_deliverygap", raise_exception=True)
@require_safe
def gap_list(request: HttpRequest, plan: str) -> HttpResponse:
    found = current_plan(request)
    as_at = clocks_of(found).as_at
    themes = themes_of(found)
    kinds = found.delivery_gaps.exclude(kind="").order_by("kind").values_list("kind", flat=True)
    form = GapFilters(request.GET, themes=themes, kinds=kinds.distinct())
    gaps = form.narrow(found.delivery_gaps.select_related("owner").order_by("order"), as_at)
    gaps = fetch_with_children(
        gaps,
        wordings=DeliveryGapWording.objects.filter(theme__plan=found),
        projects=known_projects(found),
        at_hand=themes,
    )
    entries = statement_entries(gaps, NotesByLine(found), as_at)
    tiles = gap_tiles(found, as_at)
    context = {"plan": found, "as_at": as_at, "tiles": tiles, "form": form, "entries": entries}
    return render(request, "gaps/list.html", context)
