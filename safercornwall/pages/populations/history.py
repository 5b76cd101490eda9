"""What was ever said of a place's population in a year, by whom, when and why."""

from __future__ import annotations

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from places.models import PopulationEstimate
from safercornwall.pages.populations.found import find_population, named


@permission_required("places.view_populationestimate", raise_exception=True)
@require_safe
def population_history(request: HttpRequest, pk: int) -> HttpResponse:
    row = find_population(pk)
    revisions = PopulationEstimate.objects.filter(area=row.area_id, year=row.year)
    context = {
        "row": row,
        "named": named(row),
        "revisions": revisions.select_related("recorded_by", "closed_by").order_by("-revision"),
    }
    return render(request, "populations/history.html", context)
