"""An organisation with everything that it does for the plan."""

from dataclasses import dataclass

from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Organisation
from core.records.fetching import fetch_with_children
from safercornwall.pages.organisations.involvement import known_funding, records_of


def with_parts(organisations):
    """Each with its projects and indicators, in one query."""
    relations = ("projects_led", "projects", "indicators_led", "indicators_provided")
    return fetch_with_children(organisations, **{name: records_of(name) for name in relations})


@dataclass(frozen=True)
class OrganisationPart:
    """Records that an organisation has a hand in, under their heading."""

    anchor: str
    heading: str
    records: list


def parts_of(organisation):
    """What it does for the plan, funding apart. Its projects and indicators are already fetched."""
    gaps, decisions = (
        list(records_of(name).filter(owner=organisation).select_related("plan"))
        for name in ("delivery_gaps", "decisions")
    )
    return [
        OrganisationPart("leads", "Projects it leads", list(organisation.projects_led.all())),
        OrganisationPart(
            "takes-part", "Projects it takes part in", list(organisation.projects.all())
        ),
        OrganisationPart(
            "indicators-led", "Indicators it leads", list(organisation.indicators_led.all())
        ),
        OrganisationPart(
            "provides",
            "Indicators whose figures it provides",
            list(organisation.indicators_provided.all()),
        ),
        OrganisationPart("gaps", "Delivery gaps it owns", gaps),
        OrganisationPart("decisions", "Decisions it owns", decisions),
    ]


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
