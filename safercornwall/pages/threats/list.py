"""The list of threats, with counts that link to the filtered list."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.lists.tiles import Tile
from priorities.models import Plan, Threat
from priorities.open_on import threat_open_on
from safercornwall.lists.threats import ThreatList
from safercornwall.pages.components.list_page import list_context


def threat_tiles(plan: Plan, as_at: date) -> list[Tile]:
    still_open = threat_open_on(as_at)
    by_origin = {
        origin.value: Count("pk", filter=still_open & Q(origin=origin)) for origin in Threat.Origin
    }
    counts = plan.threats.aggregate(
        unmitigated=Count("pk", filter=still_open & Q(mitigation="")), **by_origin
    )
    return [
        Tile(
            "Open with no mitigation recorded", counts["unmitigated"], "?status=open&mitigation=no"
        ),
        *(
            Tile(f"Open: {origin.label}", counts[origin.value], f"?status=open&origin={origin}")
            for origin in Threat.Origin
        ),
    ]


@require_safe
def threat_list(request: HttpRequest, plan: str) -> HttpResponse:
    context = list_context(request, ThreatList)
    context["tiles"] = threat_tiles(context["plan"], context["as_at"])
    return render(request, "threats/list.html", context)
