"""Theme by place: what is delivered where, and where a high rating has nothing of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from places.models import Area
from priorities.models import PriorityArea, Theme
from projects.models import Project, ProjectStatus
from safercornwall.flags.rules.coverage import RATED
from safercornwall.flags.snapshot import Snapshot
from safercornwall.pages.components.pictures.cells import CellMark, MatrixCell
from safercornwall.pages.components.place_maps.of_ratings import LOWEST_FIRST
from safercornwall.pages.components.plan_in_view import read_plan
from safercornwall.pages.components.ranked_places import compared, ranked

NOT_BEGUN = {ProjectStatus.AWAITING, ProjectStatus.PLANNED}


@dataclass(frozen=True)
class Delivered:
    """One theme in one town: the areas rated there, and what covers the town or a place inside it.

    `active` are the projects that are being delivered there, `coming` those that have not begun. `bare` are the areas
    rated high that none of them covers.
    """

    theme: Theme
    town: Area
    rated: list[PriorityArea]
    active: list[Project]
    coming: list[Project]
    bare: list[PriorityArea]
    county_wide: int

    @property
    def worst(self) -> PriorityArea | None:
        return max(self.rated, key=_weight, default=None)

    @property
    def is_empty(self) -> bool:
        return not (self.rated or self.active or self.coming)

    @property
    def cell(self) -> MatrixCell:
        subject = f"{self.theme}, {self.town}"
        rating = [CellMark("rating", self.worst.rating)] if self.worst else []
        if self.bare:
            severity = "medium" if self.county_wide else "high"
            words = "County-wide only" if self.county_wide else "Nothing here"
            grave = CellMark("severity", severity, words=words)
            return MatrixCell(
                subject, (grave, *rating, *self._projects), self.bare[0].get_absolute_url()
            )
        return MatrixCell(subject, (*self._projects, *rating), self._address)

    @property
    def _projects(self) -> list[CellMark]:
        marks = []
        if self.active:
            marks.append(CellMark("project_status", "current", words=f"{len(self.active)} here"))
        if self.coming:
            words = f"{len(self.coming)} not begun"
            marks.append(CellMark("project_status", "planned", words=words))
        return marks

    @property
    def _address(self) -> str:
        if not (self.active or self.coming):
            return self.worst.get_absolute_url() if self.worst else ""
        found = {"theme": self.theme.slug, "area": self.town.slug}
        return f"{reverse('projects:list')}?{urlencode(found)}"


@dataclass(frozen=True)
class ThemeRow:
    """A theme with its cell for each town, in their order."""

    theme: Theme
    cells: list[Delivered]
    county_wide: int

    @property
    def bare(self) -> list[Delivered]:
        """The towns rated high in which nothing is delivered but what is county-wide."""
        return [cell for cell in self.cells if cell.bare]


class PlacesByTheme:
    """The towns that a theme names or a project is linked to, those under most themes first."""

    def __init__(self, snapshot: Snapshot):
        self.snapshot = snapshot

    @cached_property
    def towns(self) -> list[Area]:
        linked = [area for project in self.snapshot.projects for area in project.local_areas]
        return [
            one.place
            for one in ranked(compared(), self.snapshot)
            if one.themes or any(one.place.contains(area) for area in linked)
        ]

    @cached_property
    def rows(self) -> list[ThemeRow]:
        return [self._row(theme) for theme in self.snapshot.themes]

    @property
    def bare(self) -> list[ThemeRow]:
        """The themes with such towns; those first that are not even delivered county-wide."""
        return sorted((row for row in self.rows if row.bare), key=lambda row: row.county_wide > 0)

    @property
    def bare_cells(self) -> int:
        return sum(len(row.bare) for row in self.rows)

    @property
    def high(self) -> int:
        """How many cells are rated high or very high."""
        return sum(
            any(row.rating in RATED for row in cell.rated)
            for row in self.rows
            for cell in row.cells
        )

    def _row(self, theme: Theme) -> ThemeRow:
        active = self.snapshot.active_projects(theme)
        coming = [
            listing.project
            for listing in self.snapshot.listings_by_theme.get(theme.pk, [])
            if listing.status in NOT_BEGUN
        ]
        rows = [row for row in self.snapshot.priority_areas if row.theme_id == theme.pk]
        county_wide = sum(project.is_county_wide for project in active)
        return ThemeRow(
            theme,
            [self._cell(theme, town, rows, active, coming, county_wide) for town in self.towns],
            county_wide,
        )

    def _cell(
        self, theme: Theme, town: Area, rows: Sequence[PriorityArea], active: list[Project],
        coming: list[Project], county_wide: int,
    ) -> Delivered:  # fmt: skip
        rated = [row for row in rows if any(town.contains(place) for place in row.places)]
        bare = [
            row
            for row in rated
            if row.rating in RATED and not any(project.covers(row.places) for project in active)
        ]
        return Delivered(
            theme, town, rated, [project for project in active if project.covers([town])],
            [project for project in coming if project.covers([town])], bare, county_wide,
        )  # fmt: skip


def _weight(row: PriorityArea) -> int:
    return LOWEST_FIRST.index(PriorityArea.Rating(row.rating))


@permission_required("places.view_area", raise_exception=True)
@require_safe
def places_by_theme(request: HttpRequest, plan: str) -> HttpResponse:
    snapshot = read_plan(request)
    context = {
        "plan": snapshot.plan,
        "as_at": snapshot.as_at,
        "matrix": PlacesByTheme(snapshot),
    }
    return render(request, "places/by_theme.html", context)
