"""Every indicator as it stands, with counts by status that link to the filtered list."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.lists.tiles import narrowed_to
from safercornwall.lists.indicators import IndicatorList
from safercornwall.pages.components.list_page import list_context
from safercornwall.pages.components.status_tiles import with_set_aside_note


@require_safe
def indicator_list(request: HttpRequest) -> HttpResponse:
    """Every indicator of the plan, as it stands."""
    context = list_context(request, IndicatorList, cells="indicators/_cell.html")
    listing = context["list"].listing
    tiles = narrowed_to(request.GET, "status", listing.counts_by_status, drawn=True)
    context["tiles"] = with_set_aside_note(tiles, [row.standing for row in listing.of_any_status])
    return render(request, "indicators/list.html", context)
