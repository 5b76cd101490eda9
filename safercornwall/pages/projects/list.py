"""The list of projects: its filters, its rows and their order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Organisation
from core.lists.filters import Choice, Filters, Words, named
from core.lists.tiles import narrowed_to
from core.records.fetching import fetch_with_children
from places.models import Area
from priorities.clocks import clocks_of
from priorities.models import Theme
from projects.funding import State, Tender, tender_of, totals_by_state
from projects.models import FundingLine, Project, ProjectListing, ProjectStatus
from safercornwall.pages.components.plan_in_view import current_plan, themes_of

# As the plan lists them is the order of a list without one.
ORDERS = {
    "name": "Name",
    "status": "Status",
    "funding": "Funding that ends soonest",
}
COUNTY_WIDE = "county-wide"
NOT_STATED = "not_stated"

STATUSES = (
    *(ProjectStatus.CURRENT, ProjectStatus.AWAITING, ProjectStatus.ON_HOLD),
    *(ProjectStatus.PLANNED, ProjectStatus.CLOSED),
)

ON_A_PAGE = 100


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


@dataclass(frozen=True)
class ProjectRow:
    """One line of the list: a project with its listings, areas and funding lines already fetched."""

    project: Project
    as_at: date

    @cached_property
    def listings(self) -> list[ProjectListing]:
        return list(self.project.listings.all())

    @property
    def themes(self) -> list[Theme]:
        return [listing.theme for listing in self.listings]

    @property
    def otherwise_listed(self) -> list[ProjectListing]:
        """Listings under a status other than the project's own."""
        return [row for row in self.listings if row.status != self.project.status]

    @cached_property
    def places(self) -> list[Area]:
        """The areas smaller than the county; none means county-wide."""
        return [row for row in self.project.areas.all() if row.kind != Area.Kind.COUNTY]

    @cached_property
    def funding(self) -> list[State]:
        return [total.state for total in totals_by_state(self.project.funding_lines.all())]

    @cached_property
    def tender(self) -> Tender | None:
        lines = self.project.funding_lines.all()
        return tender_of(lines, self.project.procurement_lead_months)

    @property
    def tender_is_too_late(self) -> bool:
        return self.tender is not None and self.tender.is_too_late(self.as_at)

    @property
    def ends_soon(self) -> bool:
        return self.tender is not None and self.tender.ends_soon(self.as_at)


def counts_by_status(statuses: Iterable[str]) -> list[tuple[ProjectStatus, int]]:
    """Each status that some project has, and how many have it."""
    counted = Counter(statuses)
    return [(status, counted[status]) for status in STATUSES if counted[status]]


def in_order(rows: Iterable[ProjectRow], order: str) -> list[ProjectRow]:
    """By one of the orders of the filters; within it as the plan lists them."""
    keys = {
        "name": lambda row: row.project.name.casefold(),
        "status": lambda row: STATUSES.index(ProjectStatus(row.project.status)),
        "funding": lambda row: row.tender.ends_on if row.tender else date.max,
    }
    found = sorted(rows, key=lambda row: row.project.order)
    return sorted(found, key=keys[order]) if order in keys else found


@permission_required("projects.view_project", raise_exception=True)
@require_safe
def project_list(request):
    """Every project of the plan."""
    plan = current_plan(request)
    as_at = clocks_of(plan).as_at
    themes = themes_of(plan)
    form = ProjectFilters(
        request.GET, themes=themes, areas=_areas(), organisations=_organisations()
    )
    projects = _fetched(form.narrow(_projects(plan)), themes)
    rows = [ProjectRow(project, as_at) for project in projects]
    counts = counts_by_status(row.project.status for row in rows)
    tiles = narrowed_to(request.GET, "status", counts)
    if status := form.chosen.get("status"):
        rows = [row for row in rows if row.project.status == status]
    rows = in_order(rows, form.chosen.get("order", ""))
    context = {
        "plan": plan,
        "as_at": as_at,
        "form": form,
        "page": Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page")),
        "tiles": tiles,
    }
    return render(request, "projects/list.html", context)


def _projects(plan):
    """Those that a theme of the plan lists, and those that none lists yet."""
    listed = ProjectListing.objects.filter(theme__plan=plan).values("project")
    anywhere = ProjectListing.objects.values("project")
    found = Project.objects.filter(Q(pk__in=listed) | ~Q(pk__in=anywhere))
    return found.select_related("lead_organisation").order_by("order")


def _fetched(projects, themes):
    listings = ProjectListing.objects.filter(theme__in=themes).order_by("theme__order")
    return fetch_with_children(
        projects, "areas", "funding_lines", listings=listings, at_hand=themes
    )


def _areas():
    """Places smaller than the county in which, or around which, some project is."""
    inside = Area.objects.filter(projects__isnull=False, path__startswith=OuterRef("path"))
    return Area.objects.filter(Exists(inside)).exclude(kind=Area.Kind.COUNTY).order_by("name")


def _organisations():
    """Those that lead, deliver or pay for some project."""
    having = Q(projects_led__isnull=False) | Q(projects__isnull=False)
    return Organisation.objects.filter(having | Q(funding_lines__isnull=False)).distinct()
