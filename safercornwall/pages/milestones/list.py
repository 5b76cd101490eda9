"""The list of milestones."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from safercornwall.lists.milestones import MilestoneList
from safercornwall.pages.components.list_page import list_context


@require_safe
def milestone_list(request: HttpRequest) -> HttpResponse:
    return render(request, "milestones/list.html", list_context(request, MilestoneList))
