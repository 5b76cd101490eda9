"""Counts at the head of a list, each leading to what it counts."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.decorators import permission_required
from django.db.models import Count, Q, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.lists.tiles import Tile
from core.records.fetching import fetch_with_children
from priorities.clocks import clocks_of
from priorities.models import Decision, Plan
from priorities.notes_by_line import NotesByLine
from safercornwall.pages.components.known_projects import waiting_for_decisions
from safercornwall.pages.components.plan_in_view import current_plan, themes_of
from safercornwall.pages.decisions.entries import date_entries, decision_entries
from safercornwall.pages.decisions.filters import DecisionFilters


def decision_tiles(plan: Plan, as_at: date) -> list[Tile]:
    outstanding = Q(status=Decision.Status.OUTSTANDING)
    counts = plan.decisions.aggregate(
        outstanding=Count("pk", filter=outstanding),
        board=Count("pk", filter=outstanding & Q(kind=Decision.Kind.BOARD)),
        past=Count("pk", filter=outstanding & Q(due_on__lt=as_at)),
        decided=Count("pk", filter=Q(status=Decision.Status.DECIDED)),
    )
    return [
        Tile("Outstanding", counts["outstanding"], "?status=outstanding"),
        Tile("Outstanding for the board", counts["board"], "?status=outstanding&kind=board"),
        Tile("Past their date", counts["past"], "?due=past"),
        Tile("Taken", counts["decided"], "?status=decided"),
    ]


@permission_required("priorities.view_decision", raise_exception=True)
@require_safe
def decision_list(request: HttpRequest, plan: str) -> HttpResponse:
    found = current_plan(request)
    as_at = clocks_of(found).as_at
    date_kinds = found.key_dates.order_by("kind").values_list("kind", flat=True).distinct()
    form = DecisionFilters(request.GET, themes=themes_of(found), date_kinds=date_kinds)
    decisions = decisions_of(found, form, as_at)
    dates = fetch_with_children(form.narrow_dates(found.key_dates.all()), themes=found.themes.all())
    notes = NotesByLine(found)
    context = {
        "plan": found,
        "as_at": as_at,
        "tiles": decision_tiles(found, as_at),
        "form": form,
        "decisions": decision_entries(decisions, notes, as_at),
        "dates": date_entries(dates, notes),
        "total": len(decisions) + len(dates),
    }
    return render(request, "decisions/list.html", context)


def decisions_of(plan: Plan, form: DecisionFilters, as_at: date) -> list[Decision]:
    """The decisions that the filters leave, with themes, gaps and the projects that wait for them."""
    rows = form.narrow_decisions(plan.decisions.select_related("owner"), as_at)
    decisions = fetch_with_children(rows, themes=plan.themes.all(), gaps=plan.delivery_gaps.all())
    prefetch_related_objects(decisions, waiting_for_decisions(plan))
    return decisions
