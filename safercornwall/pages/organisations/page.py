"""An organisation with the projects, indicators, gaps, decisions and funding that it is responsible for."""

from dataclasses import dataclass, field

from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Organisation
from core.records.fetching import fetch_with_children
from projects.deciding import DecideBy, days_by_plan
from safercornwall.lists.involvement import known_funding, records_of


def with_parts(organisations):
    """The organisations with their projects and indicators, in one query."""
    relations = ("projects_led", "projects", "indicators_led", "indicators_provided")
    return fetch_with_children(organisations, **{name: records_of(name) for name in relations})


@dataclass(frozen=True)
class OrganisationPart:
    """The records of one involvement, under their heading; of decisions also the day that each must be taken by."""

    anchor: str
    heading: str
    records: list
    days: dict[int, DecideBy | None] = field(default_factory=dict)

    @property
    def lines(self):
        """Each record with its day, where it has one."""
        return [(record, self.days.get(record.pk)) for record in self.records]


def parts_of(organisation):
    """The parts of the page, without funding. The projects and indicators are already fetched."""
    gaps, decisions = (
        records_of(name).filter(owner=organisation).select_related("plan")
        for name in ("delivery_gaps", "decisions")
    )
    decisions = list(decisions.prefetch_related("gaps"))
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
        OrganisationPart("gaps", "Delivery gaps it owns", list(gaps)),
        OrganisationPart("decisions", "Decisions it owns", decisions, days_by_plan(decisions)),
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
        "empty_headings": [part.heading for part in parts if not part.records],
        "funding_lines": known_funding().filter(organisation=found[0]).select_related("project"),
    }
    return render(request, "organisations/page.html", context)
