"""Removing a population estimate, with a reason."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from places.populations.actions import PopulationsChanged, remove_population
from safercornwall.pages.populations.edit import MAY_RECORD
from safercornwall.pages.populations.forms import PopulationRemovalForm
from safercornwall.pages.populations.found import find_population, latest_of, named


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(MAY_RECORD, raise_exception=True)
def population_removal(request: HttpRequest, pk: int) -> HttpResponse:
    row = find_population(pk)
    latest = latest_of(row)
    if latest is None:
        messages.info(request, f"The estimate of {named(row)} was removed already.")
        return redirect("populations:list")
    sent = request.POST if request.method == "POST" else None
    form = PopulationRemovalForm(sent, initial={"base": latest.pk})
    if form.is_bound and form.is_valid():
        try:
            if not form.is_based_on(latest):
                raise PopulationsChanged
            remove_population(latest, by=request.user, reason=form.cleaned_data["reason"])
        except PopulationsChanged:
            messages.info(request, "Somebody has changed this estimate since you looked.")
            return redirect("populations:remove", pk=latest.pk)
        messages.success(request, f"The estimate of {named(row)} is removed.")
        return redirect("populations:list")
    context = {"form": form, "row": latest, "named": named(latest)}
    return render(request, "populations/remove.html", context)
