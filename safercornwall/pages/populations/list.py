"""How many people live in each place, by the middle of each year."""

from __future__ import annotations

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from safercornwall.lists.populations import PopulationList
from safercornwall.pages.components.list_page import list_context


@permission_required(PopulationList.permission, raise_exception=True)
@require_safe
def population_list(request: HttpRequest) -> HttpResponse:
    context = list_context(request, PopulationList, cells="populations/_cell.html")
    return render(request, "populations/list.html", context)
