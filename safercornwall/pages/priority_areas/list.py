"""The list of priority areas."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from safercornwall.lists.priority_areas import PriorityAreaList
from safercornwall.pages.components.list_page import list_context


@require_safe
def priority_area_list(request: HttpRequest, plan: str) -> HttpResponse:
    return render(request, "priority_areas/list.html", list_context(request, PriorityAreaList))
