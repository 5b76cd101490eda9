"""The list of the people whom the plan is about, with the themes and projects for each group."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.records.fetching import fetch_with_children
from priorities.models import PeopleGroup, Theme
from projects.models import Project
from safercornwall.pages.components.plan_in_view import current_plan


@permission_required("priorities.view_peoplegroup", raise_exception=True)
@require_safe
def people_group_list(request: HttpRequest) -> HttpResponse:
    plan = current_plan(request)
    groups = fetch_with_children(
        PeopleGroup.objects.all(),
        projects=Project.objects.known_beside(plan),
        themes=Theme.objects.filter(plan=plan).order_by("order"),
        at_hand=[plan] if plan else [],
    )
    return render(request, "people_groups/list.html", {"plan": plan, "groups": groups})
