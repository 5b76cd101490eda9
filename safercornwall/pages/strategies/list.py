"""The list of strategies, with the projects and themes that lean on each."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.records.fetching import fetch_with_children
from priorities.clocks import clocks_of
from priorities.models import Plan, Strategy, Theme
from priorities.notes_by_line import NotesByLine
from safercornwall.pages.components.known_projects import known_projects
from safercornwall.pages.components.plan_in_view import current_plan


@permission_required("priorities.view_strategy", raise_exception=True)
@require_safe
def strategy_list(request: HttpRequest) -> HttpResponse:
    plan = current_plan(request)
    projects = known_projects(plan)
    strategies = fetch_with_children(
        Strategy.objects.all(),
        projects=projects,
        themes=_themes_of(plan),
        at_hand=[plan] if plan else [],
    )
    notes = NotesByLine(plan) if plan else None
    entries = [(row, notes.about(row) if notes else []) for row in strategies]
    context = {"plan": plan, "as_at": clocks_of(plan).as_at, "entries": entries}
    return render(request, "strategies/list.html", context)


def _themes_of(plan: Plan | None):
    """The themes of the plan that the page is about, in its order."""
    return Theme.objects.filter(plan=plan).order_by("order")
