"""The list of projects."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Lower, NullIf

from accounts.models import Organisation
from core.documents.status_then import with_status_then
from core.lists.columns import Link, ListColumn, by_name, exported, in_turn, soonest
from core.lists.filters import Choice, Filters, Words, named
from core.records.fetching import fetch_with_children
from places.models import Area
from priorities.models import Theme
from projects.funding import State, Tender, tender_of, totals_by_state
from projects.models import FundingLine, Project, ProjectListing, ProjectStatus
from projects.projects_then import projects_then, statuses_then
from safercornwall.lists.flagged import flag_choice, flagged
from safercornwall.lists.noun_list import NounList, Reader
from safercornwall.lists.plan_filters import named_places

# Beside the slugs of places. No slug has a colon.
COUNTY_WIDE = "county:wide"
NOT_STATED = "not_stated"

STATUSES = (
    *(ProjectStatus.CURRENT, ProjectStatus.AWAITING, ProjectStatus.ON_HOLD),
    *(ProjectStatus.PLANNED, ProjectStatus.CLOSED),
)


class ProjectFilters(Filters):
    theme = Choice("All themes", proper=True)
    status = Choice("All statuses", ProjectStatus.choices)
    area = Choice("All places", label="Where", proper=True)
    organisation = Choice("All organisations", proper=True)
    funding = Choice("All", [*FundingLine.State.choices, (NOT_STATED, "Not stated")])
    flag = flag_choice(Project)
    q = Words()

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
        places = named_places(self.area_by_slug.values())
        self.offer("area", [(COUNTY_WIDE, "County-wide"), *places])
        self.offer("organisation", named(organisations))

    def narrow(self, projects: QuerySet[Project]) -> QuerySet[Project]:
        """Narrow by every filter but the status, so that the tiles can count each status."""
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
        # Only this plan's listings: a search must not reveal the words of another plan.
        listings = ProjectListing.objects.filter(theme__in=list(self.theme_by_slug.values()))
        for word in chosen.get("q", "").split():
            worded = listings.filter(text__icontains=word).values("project")
            here = Q(name__icontains=word) | Q(summary__icontains=word) | Q(pk__in=worded)
            projects = projects.filter(here)
        return projects

    def _in_area(self, projects: QuerySet[Project], slug: str) -> QuerySet[Project]:
        """Projects linked to the area, to a place inside it, or to the town or network area around it."""
        links = Project.areas.through.objects
        if slug == COUNTY_WIDE:
            smaller = Area.objects.exclude(kind=Area.Kind.COUNTY)
            local = links.filter(area__in=smaller)
            return projects.exclude(pk__in=local.values("project"))
        near = Area.objects.covering(self.area_by_slug[slug]).order_by()
        return projects.filter(pk__in=links.filter(area__in=near).values("project"))


def _of_organisation(projects: QuerySet[Project], slug: str) -> QuerySet[Project]:
    """Projects that the organisation leads, takes part in or funds."""
    taking_part = Project.organisations.through.objects.filter(organisation__slug=slug)
    funded = FundingLine.objects.filter(organisation__slug=slug)
    return projects.filter(
        Q(lead_organisation__slug=slug)
        | Q(pk__in=taking_part.values("project"))
        | Q(pk__in=funded.values("project"))
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
    def differing_listings(self) -> list[ProjectListing]:
        """Listings under a status other than the project's own."""
        return [row for row in self.listings if row.status != self.project.status]

    @property
    def status_note(self) -> str:
        """Where nothing tells the status that it had on an earlier day."""
        return self.project.then.briefly if self.project.then else ""

    @property
    def lead(self) -> Organisation | str:
        return self.project.lead_organisation or self.project.lead_printed

    @property
    def where(self) -> list[Link]:
        return [Link(area.named, area.get_absolute_url()) for area in self.project.local_areas]

    @property
    def elsewhere(self) -> list[str]:
        """Its status under themes that list it otherwise."""
        return [f"{row.get_status_display()} under {row.theme}" for row in self.differing_listings]

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


class ProjectList(NounList):
    key = "projects"
    title = "Projects"
    noun, nouns = "project", "projects"
    permission = "projects.view_project"
    size = 100
    columns = (
        ListColumn("name", "Project", lambda row: row.project, by_name("name")),
        exported("summary", "Summary", lambda row: row.project.summary),
        exported("themes", "Themes", lambda row: row.themes),
        ListColumn(
            *("status", "Status", lambda row: ProjectStatus(row.project.status)),
            in_turn("status_then", STATUSES),
            orders=("Status, current first", "Status, closed first"),
            look="project_status",
        ),
        exported("status_note", "About its status", lambda row: row.status_note),
        exported("elsewhere", "Listed otherwise", lambda row: row.elsewhere),
        exported("planned", "Planned for", lambda row: row.project.planned_year_label),
        exported("starts", "Starts on", lambda row: row.project.starts_on),
        exported("ends", "Ends on", lambda row: row.project.ends_on),
        ListColumn(
            *("lead", "Lead", lambda row: row.lead),
            NullIf(Lower(Coalesce(F("lead_organisation__name"), F("lead_printed"))), Value("")),
            none="Not stated",
        ),
        ListColumn("where", "Where", lambda row: row.where, none="County-wide"),
        ListColumn(
            *("funding", "Funding", lambda row: row.funding),
            sort_key=lambda row: row.tender and row.tender.ends_on,
            orders=("Funding that ends soonest", "Funding that ends last"),
            none="Not stated",
        ),
        exported("secured_until", "Secured until", lambda row: row.tender and row.tender.ends_on),
        ListColumn(
            *("tender", "Last date to start a tender"),
            lambda row: row.tender and row.tender.start_by,
            sort_key=lambda row: row.tender and row.tender.start_by,
            orders=soonest("Last date to start a tender"),
            none="Not known",
        ),
    )

    def filters(self, query: Any) -> ProjectFilters:
        return ProjectFilters(
            query, themes=self.reader.themes, areas=_areas(), organisations=_organisations()
        )

    @cached_property
    def of_any_status(self) -> QuerySet[Project]:
        """What all other filters leave."""
        projects = self.form.narrow(with_status_of_day(self.reader))
        if flag := self.form.chosen.get("flag"):
            projects = projects.filter(pk__in=flagged(self.reader, Project, flag))
        return projects

    @cached_property
    def counts_by_status(self) -> list[tuple[ProjectStatus, int]]:
        """Each status that some project has, and how many have it."""
        counted = self.of_any_status.order_by().values("status_then").annotate(number=Count("pk"))
        numbers = {row["status_then"]: row["number"] for row in counted}
        return [(status, numbers[status]) for status in STATUSES if status in numbers]

    @property
    def known_count(self) -> int:
        """The filters read whichever status is chosen, and so do the counts."""
        asked = self.form.chosen.get("status")
        return sum(number for status, number in self.counts_by_status if asked in (None, status))

    def found(self) -> QuerySet[Project]:
        status = self.form.chosen.get("status")
        return self.of_any_status.filter(status_then=status) if status else self.of_any_status

    def read(self, records: QuerySet[Project]) -> list[ProjectRow]:
        themes = self.reader.themes
        listings = ProjectListing.objects.filter(theme__in=themes).order_by("theme__order")
        projects = fetch_with_children(
            records, "areas", "funding_lines", listings=listings, at_hand=themes
        )
        if self.reader.is_earlier:
            projects_then(projects, self.reader.as_at, self.reader.plan.known_since_day)
        return [ProjectRow(project, self.reader.as_at) for project in projects]


def with_status_of_day(reader: Reader) -> QuerySet[Project]:
    """The projects of its plan, each with the status that it had on the day of the view, as `status_then`."""
    projects = projects_of(reader.plan)
    if not reader.plan or not reader.is_earlier:
        return with_status_then(projects, {})
    found = statuses_then(list(projects), reader.as_at, reader.plan.known_since_day)
    return with_status_then(projects, {key: then.status for key, then in found.items()})


def projects_of(plan):
    """The projects that a theme of the plan lists, and those that no theme lists."""
    listed = ProjectListing.objects.filter(theme__plan=plan).values("project")
    anywhere = ProjectListing.objects.values("project")
    found = Project.objects.filter(Q(pk__in=listed) | ~Q(pk__in=anywhere))
    return found.select_related("lead_organisation").order_by("order")


def _areas():
    """Areas smaller than the county that are, or contain, the place of a project."""
    inside = Area.objects.filter(projects__isnull=False, path__startswith=OuterRef("path"))
    return Area.objects.filter(Exists(inside)).exclude(kind=Area.Kind.COUNTY).order_by("name")


def _organisations():
    """The organisations that lead, take part in or fund a project."""
    having = Q(projects_led__isnull=False) | Q(projects__isnull=False)
    return Organisation.objects.filter(having | Q(funding_lines__isnull=False)).distinct()
