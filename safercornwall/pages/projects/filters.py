"""What the list of projects can be narrowed to and ordered by."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import Organisation
from core.lists.filters import Choice, Filters, Words, named
from places.models import Area
from priorities.models import Theme
from projects.models import FundingLine, Project, ProjectListing, ProjectStatus

# As the plan lists them is the order of a list without one.
ORDERS = {
    "name": "Name",
    "status": "Status",
    "funding": "Funding that ends soonest",
}

COUNTY_WIDE = "county-wide"

NOT_STATED = "not_stated"


class ProjectFilters(Filters):
    theme = Choice("All themes")
    status = Choice("All statuses", ProjectStatus.choices)
    area = Choice("All places", label="Where")
    organisation = Choice("All organisations")
    funding = Choice("All", [*FundingLine.State.choices, (NOT_STATED, "Not stated")])
    q = Words()
    order = Choice("As the plan lists them", ORDERS.items(), label="In order of")

    def __init__(
        self,
        data: Any,
        *,
        themes: Iterable[Theme],
        areas: Iterable[Area],
        organisations: Iterable[Organisation],
    ):
        super().__init__(data)
        self.theme_by_slug = {theme.slug: theme for theme in themes}
        self.area_by_slug = {area.slug: area for area in areas}
        self.offer("theme", named(self.theme_by_slug.values()))
        places = [(slug, area.named) for slug, area in self.area_by_slug.items()]
        self.offer("area", [(COUNTY_WIDE, "County-wide"), *places])
        self.offer("organisation", named(organisations))

    def narrow(self, projects: QuerySet[Project]) -> QuerySet[Project]:
        """By all but the status, so that the list can say how many have each."""
        chosen = self.chosen
        if "theme" in chosen:
            listed = ProjectListing.objects.filter(theme=self.theme_by_slug[chosen["theme"]])
            projects = projects.filter(pk__in=listed.values("project"))
        if "area" in chosen:
            projects = self._in_area(projects, chosen["area"])
        if "organisation" in chosen:
            projects = _of_organisation(projects, chosen["organisation"])
        if "funding" in chosen:
            projects = _funded(projects, chosen["funding"])
        # Of this plan alone: whether another's has a word is not for every reader to find out.
        listings = ProjectListing.objects.filter(theme__in=list(self.theme_by_slug.values()))
        for word in chosen.get("q", "").split():
            worded = listings.filter(text__icontains=word).values("project")
            here = Q(name__icontains=word) | Q(summary__icontains=word) | Q(pk__in=worded)
            projects = projects.filter(here)
        return projects

    def _in_area(self, projects: QuerySet[Project], slug: str) -> QuerySet[Project]:
        """Those linked to the area, to a place inside it, or to the town or network area around it."""
        links = Project.areas.through.objects
        smaller = Area.objects.exclude(kind=Area.Kind.COUNTY)
        if slug == COUNTY_WIDE:
            local = links.filter(area__in=smaller)
            return projects.exclude(pk__in=local.values("project"))
        area = self.area_by_slug[slug]
        inside = links.filter(area__in=Area.objects.within(area))
        around = links.filter(area__in=smaller.around(area))
        return projects.filter(
            Q(pk__in=inside.values("project")) | Q(pk__in=around.values("project"))
        )


def _of_organisation(projects: QuerySet[Project], slug: str) -> QuerySet[Project]:
    """Led by it, delivered with it, or paid by it."""
    with_it = Project.organisations.through.objects.filter(organisation__slug=slug)
    paid = FundingLine.objects.filter(organisation__slug=slug)
    return projects.filter(
        Q(lead_organisation__slug=slug)
        | Q(pk__in=with_it.values("project"))
        | Q(pk__in=paid.values("project"))
    )


def _funded(projects: QuerySet[Project], state: str) -> QuerySet[Project]:
    if state == NOT_STATED:
        return projects.exclude(pk__in=FundingLine.objects.values("project"))
    return projects.filter(pk__in=FundingLine.objects.filter(state=state).values("project"))
