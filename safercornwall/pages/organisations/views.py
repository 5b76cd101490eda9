"""The organisations that the plan names, and each with what it does for it."""

from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Organisation
from safercornwall.pages.organisations.filters import OrganisationFilters
from safercornwall.pages.organisations.presenter import (
    by_kind,
    known_funding,
    parts_of,
    with_counts,
    with_parts,
)


@permission_required("accounts.view_organisation", raise_exception=True)
@require_safe
def organisation_list(request):
    form = OrganisationFilters(request.GET)
    found = [row for row in with_counts(Organisation.objects.all()) if form.matches(row)]
    context = {"form": form, "count": len(found), "kinds": by_kind(found)}
    return render(request, "organisations/list.html", context)


@permission_required("accounts.view_organisation", raise_exception=True)
@require_safe
def organisation(request, slug):
    found = with_parts(Organisation.objects.filter(slug=slug))
    if not found:
        raise Http404("There is no such organisation.")
    parts = parts_of(found[0])
    context = {
        "organisation": found[0],
        "plans": found[0].plans.exclude(stage="draft"),
        "parts": [part for part in parts if part.records],
        "nothing_of": [part.heading for part in parts if not part.records],
        "funding_lines": known_funding().filter(organisation=found[0]).select_related("project"),
    }
    return render(request, "organisations/page.html", context)
