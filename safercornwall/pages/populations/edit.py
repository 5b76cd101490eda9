"""One population estimate is entered or changed, each change as a revision of its own."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from places.models import PopulationEstimate
from places.populations.actions import PopulationsChanged, record_populations
from safercornwall.pages.components.entry_fields import posted_with
from safercornwall.pages.populations.forms import NewPopulationForm, PopulationForm
from safercornwall.pages.populations.found import find_population, latest_of, named

MAY_RECORD = "places.add_populationestimate"
THERE_ALREADY = "There is an estimate of this place for this year already: change that"
CHANGED = "Somebody has changed this estimate since you looked: it is {now:,} now. Save again if yours should stand"


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(MAY_RECORD, raise_exception=True)
def new_population(request: HttpRequest) -> HttpResponse:
    form = NewPopulationForm(_sent(request))
    if not form.is_bound or not form.is_valid():
        return _page(request, form)
    said = form.cleaned_data
    key = (said["area"].pk, said["year"])
    try:
        record_populations(
            {key: said["people"]}, source=said["source"], based_on={}, by=request.user
        )
    except PopulationsChanged:
        form.add_error("year", THERE_ALREADY)
        return _page(request, form)
    messages.success(request, f"The estimate of {said['area'].named} for {said['year']} is saved.")
    return redirect("populations:list")


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(MAY_RECORD, raise_exception=True)
def edit_population(request: HttpRequest, pk: int) -> HttpResponse:
    row = find_population(pk)
    latest = latest_of(row)
    if latest is None:
        messages.info(request, f"The estimate of {named(row)} was removed.")
        return redirect("populations:list")
    initial = {"people": latest.people, "source": latest.source, "base": latest.pk}
    form = PopulationForm(_sent(request), initial=initial)
    if not form.is_bound or not form.is_valid():
        return _page(request, form, latest)
    said, key = form.cleaned_data, (latest.area_id, latest.year)
    try:
        written = record_populations(
            {key: said["people"]},
            source=said["source"],
            based_on={key: said["base"]},
            by=request.user,
            reason=said["reason"],
        )
    except PopulationsChanged:
        form = PopulationForm(posted_with(request.POST, base=latest.pk))
        form.add_error(None, CHANGED.format(now=latest.people))
        return _page(request, form, latest, status=HTTPStatus.CONFLICT)
    outcome = "is saved" if written else "is as it was: nothing was changed"
    messages.success(request, f"The estimate of {named(row)} {outcome}.")
    return redirect("populations:list")


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _page(
    request: HttpRequest,
    form: PopulationForm,
    row: PopulationEstimate | None = None,
    *,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    context = {"form": form, "row": row, "named": named(row) if row else ""}
    return render(request, "populations/form.html", context, status=status)
