"""The list of threats, with counts that lead to what they count."""

from __future__ import annotations

from django.contrib.auth.decorators import permission_required
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.lists.filters import Choice
from core.lists.tiles import Tile
from core.records.fetching import fetch_with_children
from priorities.clocks import clocks_of
from priorities.models import (
    Plan,
    Threat,
    ThreatWording,
)
from priorities.notes_by_line import NotesByLine
from safercornwall.pages.components.known_projects import known_projects
from safercornwall.pages.components.plan_filters import PlanFilters, narrowed, worded
from safercornwall.pages.components.plan_in_view import current_plan, themes_of
from safercornwall.pages.components.statements import statement_entries


class ThreatFilters(PlanFilters):
    origin = Choice("All origins", Threat.Origin.choices)
    mitigation = Choice(
        "With mitigation or without",
        [("yes", "Mitigation recorded"), ("no", "None recorded")],
    )
    status = Choice("All statuses", [("open", "Open"), ("closed", "Closed")])
    field_order = ["theme", "origin", "mitigation", "status", "q"]

    def narrow(self, threats: QuerySet[Threat]) -> QuerySet[Threat]:
        chosen = self.chosen
        threats = narrowed(threats, chosen, theme="themes__slug", origin="origin", status="status")
        match chosen.get("mitigation"):
            case "yes":
                threats = threats.exclude(mitigation="")
            case "no":
                threats = threats.filter(mitigation="")
        return worded(
            threats, chosen, ThreatWording, "threat", ["title", "text", "risk_to", "mitigation"]
        )


def threat_tiles(plan: Plan) -> list[Tile]:
    still_open = Q(status="open")
    by_origin = {
        origin.value: Count("pk", filter=still_open & Q(origin=origin)) for origin in Threat.Origin
    }
    counts = plan.threats.aggregate(
        bare=Count("pk", filter=still_open & Q(mitigation="")), **by_origin
    )
    return [
        Tile("Open with no mitigation recorded", counts["bare"], "?status=open&mitigation=no"),
        *(
            Tile(f"Open: {origin.label}", counts[origin.value], f"?status=open&origin={origin}")
            for origin in Threat.Origin
        ),
    ]


@permission_required("priorities.view_threat", raise_exception=True)
@require_safe
def threat_list(request: HttpRequest, plan: str) -> HttpResponse:
    found = current_plan(request)
    as_at = clocks_of(found).as_at
    themes = themes_of(found)
    form = ThreatFilters(request.GET, themes=themes)
    rows = form.narrow(found.threats.order_by("order"))
    threats = fetch_with_children(
        rows,
        wordings=ThreatWording.objects.filter(theme__plan=found),
        projects=known_projects(found),
        at_hand=themes,
    )
    entries = statement_entries(threats, NotesByLine(found), as_at)
    tiles = threat_tiles(found)
    context = {"plan": found, "as_at": as_at, "tiles": tiles, "form": form, "entries": entries}
    return render(request, "threats/list.html", context)
