"""The projects of a plan as a list shows them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from places.models import Area
from priorities.models import Theme
from projects.funding import State, Tender, tender_of, totals_by_state
from projects.models import Project, ProjectListing, ProjectStatus

STATUSES = (
    *(ProjectStatus.CURRENT, ProjectStatus.AWAITING, ProjectStatus.ON_HOLD),
    *(ProjectStatus.PLANNED, ProjectStatus.CLOSED),
)


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
