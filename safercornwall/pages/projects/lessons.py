"""What was learned from projects that are closed, found by words."""

from __future__ import annotations

from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.lists.filters import Filters, Words
from priorities.clocks import readable_plans
from projects.models import Project, ProjectStatus
from safercornwall.lists.day_in_view import clocks_in_view, earlier_day
from safercornwall.lists.plan_filters import containing
from safercornwall.pages.components.plan_in_view import current_plan

ON_A_PAGE = 25


class LessonFilters(Filters):
    q = Words()

    def narrow(self, projects: QuerySet[Project]) -> QuerySet[Project]:
        return containing(projects, self.chosen, ["name", "summary", "lessons"])


@permission_required("projects.view_project", raise_exception=True)
@require_safe
def lessons(request: HttpRequest) -> HttpResponse:
    form = LessonFilters(request.GET)
    plan = current_plan(request)
    day = earlier_day(plan, clocks_in_view(request, plan).as_at)
    closed = (
        Project.objects.known_under(readable_plans(request.user))
        .filter(status=ProjectStatus.CLOSED)
        .exclude(lessons="")
    )
    if day:
        closed = closed.exclude(closed_on__gt=day)
    found = form.narrow(closed).order_by(F("closed_on").desc(nulls_last=True), "order")
    context = {
        "plan": plan,
        "form": form,
        "page": Paginator(found, ON_A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "projects/lessons.html", context)
