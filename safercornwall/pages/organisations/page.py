"""An organisation with the projects, indicators, gaps, decisions and funding that it is responsible for."""

from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Organisation
from core.records.fetching import fetch_with_children
from projects.deciding import DecideBy, days_by_plan
from projects.models import Project
from projects.projects_then import projects_then
from safercornwall.lists.day_in_view import clocks_in_view, earlier_day
from safercornwall.lists.involvement import known_funding, records_of
from safercornwall.pages.components.plan_in_view import current_plan


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
    as_at: date
    days: dict[int, DecideBy | None] = field(default_factory=dict)

    @property
    def lines(self):
        """Each record with its status on the day of the view, and the day it is due, where it has them."""
        return [(record, self._status(record), self.days.get(record.pk)) for record in self.records]

    def _status(self, record) -> str:
        if isinstance(record, Project):
            return record.status_label or record.get_status_display()
        return record.status_words_on(self.as_at) if hasattr(record, "status_words_on") else ""


def parts_of(organisation, as_at):
    """The parts of the page, without funding. The projects and indicators are already fetched."""
    gaps, decisions = (
        records_of(name).filter(owner=organisation).select_related("plan")
        for name in ("delivery_gaps", "decisions")
    )
    decisions = list(decisions.prefetch_related("gaps"))
    return [
        OrganisationPart(anchor, heading, list(records), as_at, days)
        for anchor, heading, records, days in (
            ("leads", "Projects it leads", organisation.projects_led.all(), {}),
            ("takes-part", "Projects it takes part in", organisation.projects.all(), {}),
            ("indicators-led", "Indicators it leads", organisation.indicators_led.all(), {}),
            (
                *("provides", "Indicators whose figures it provides"),
                *(organisation.indicators_provided.all(), {}),
            ),
            ("gaps", "Delivery gaps it owns", gaps, {}),
            ("decisions", "Decisions it owns", decisions, days_by_plan(decisions)),
        )
    ]


def as_they_stood(organisation, plan, as_at):
    """Of a day before the plan's own, its projects have the status that they had then."""
    if earlier_day(plan, as_at):
        projects = [*organisation.projects_led.all(), *organisation.projects.all()]
        projects_then(projects, as_at, plan.known_since_day)


@permission_required("accounts.view_organisation", raise_exception=True)
@require_safe
def organisation(request, slug):
    found = with_parts(Organisation.objects.filter(slug=slug))
    if not found:
        raise Http404("There is no such organisation.")
    plan = current_plan(request)
    as_at = clocks_in_view(request, plan).as_at
    as_they_stood(found[0], plan, as_at)
    parts = parts_of(found[0], as_at)
    context = {
        "plan": plan,
        "as_at": as_at,
        "organisation": found[0],
        "plans": found[0].plans.exclude(stage="draft"),
        "parts": [part for part in parts if part.records],
        "empty_headings": [part.heading for part in parts if not part.records],
        "funding_lines": known_funding().filter(organisation=found[0]).select_related("project"),
    }
    return render(request, "organisations/page.html", context)
