"""The list of projects, with counts by status that link to the filtered list."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.lists.tiles import narrowed_to
from safercornwall.lists.projects import ProjectList
from safercornwall.pages.components.list_page import list_context


@require_safe
def project_list(request: HttpRequest) -> HttpResponse:
    """Every project of the plan."""
    context = list_context(request, ProjectList, cells="projects/_cell.html")
    counts = context["list"].listing.counts_by_status
    context["tiles"] = narrowed_to(request.GET, "status", counts)
    return render(request, "projects/list.html", context)
