"""A plan as it stands on a day, fetched in a handful of queries: what flags and pages read.

Each kind of thing is fetched once, when first asked for, with its children in the same query.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

from django.db.models import Model

from core.records.fetching import fetch_with_children, index_by
from performance.models import Indicator
from performance.standings.standing import Standing, current_standing, with_figures
from places.models import Area
from priorities.clocks import Clocks
from priorities.models import (
    Decision,
    DeliveryGap,
    DeliveryGapWording,
    Plan,
    PriorityArea,
    Theme,
    Threat,
    ThreatWording,
)
from projects.models import Project, ProjectListing, ProjectStatus
from safercornwall.flags.reach import WHOLE_PLAN, Reach, reach_of


class Snapshot:
    """One plan by its two clocks, as far as `reach` goes. Nothing in it is changed by reading it."""

    def __init__(self, plan: Plan, clocks: Clocks, reach: Reach = WHOLE_PLAN):
        self.plan = plan
        self.clocks = clocks
        self.as_at = clocks.as_at
        self.known_on = clocks.known_on
        self.reach = reach

    def about(self, record: Model) -> Snapshot:
        """As much of the plan as the page of `record` reads."""
        found = Snapshot(self.plan, self.clocks, reach_of(record))
        if "themes" in vars(self):
            # The same ones, whatever it reaches.
            found.themes = self.themes
        return found

    @cached_property
    def themes(self) -> list[Theme]:
        return fetch_with_children(self.plan.themes.order_by("order"), "scope_items")

    @cached_property
    def theme_by_id(self) -> dict[int, Theme]:
        return index_by(self.themes)

    @cached_property
    def indicators(self) -> list[Indicator]:
        measuring = Indicator.themes.through.objects.filter(theme__plan=self.plan).values(
            "indicator"
        )
        indicators = Indicator.objects.counting().filter(self.reach.indicators, pk__in=measuring)
        return with_figures(indicators.order_by("order"), self.as_at, known_on=self.known_on)

    @cached_property
    def standings(self) -> list[Standing]:
        return [current_standing(indicator, self.as_at) for indicator in self.indicators]

    @cached_property
    def furthest_off_first(self) -> list[Standing]:
        """The same, those first that miss their target by the greatest share of it."""
        return sorted(self.standings, key=lambda standing: -standing.judgement.missed_by)

    @cached_property
    def standings_by_theme(self) -> dict[int, list[Standing]]:
        """Theme id to the standings of its indicators, in their own order."""
        grouped = defaultdict(list)
        for standing in self.standings:
            for theme in standing.indicator.themes.all():
                grouped[theme.pk].append(standing)
        return grouped

    @cached_property
    def projects(self) -> list[Project]:
        listed = ProjectListing.objects.filter(theme__plan=self.plan).values("project")
        return fetch_with_children(
            Project.objects.filter(self.reach.projects, pk__in=listed)
            .select_related("lead_organisation")
            .order_by("order"),
            "areas",
            "funding_lines",
            "milestones",
            "dependencies",
            "updates",
            "scope_links",
            listings=ProjectListing.objects.filter(theme__plan=self.plan).order_by("theme__order"),
            at_hand=self.themes,
        )

    @cached_property
    def listings_by_theme(self) -> dict[int, list[ProjectListing]]:
        """Theme id to its listings of projects, in printed order."""
        grouped = defaultdict(list)
        for project in self.projects:
            for listing in project.listings.all():
                grouped[listing.theme_id].append(listing)
        return {
            theme: sorted(listings, key=lambda row: row.order)
            for theme, listings in grouped.items()
        }

    @cached_property
    def open_projects(self) -> list[Project]:
        """Projects that are not closed."""
        return [project for project in self.projects if project.status != ProjectStatus.CLOSED]

    @cached_property
    def active_projects_anywhere(self) -> list[Project]:
        """Projects being delivered under at least one theme."""
        return [
            project
            for project in self.projects
            if project.runs_on(self.as_at)
            and any(listing.status == ProjectStatus.CURRENT for listing in project.listings.all())
        ]

    def active_projects(self, theme: Theme) -> list[Project]:
        """Projects being delivered under `theme`: listed there as current, and neither over nor still to come."""
        return [
            listing.project
            for listing in self.listings_by_theme.get(theme.pk, [])
            if listing.status == ProjectStatus.CURRENT and listing.project.runs_on(self.as_at)
        ]

    @cached_property
    def gaps(self) -> list[DeliveryGap]:
        return fetch_with_children(
            self.plan.delivery_gaps.filter(self.reach.gaps)
            .select_related("owner")
            .order_by("order"),
            "areas",
            wordings=DeliveryGapWording.objects.filter(theme__plan=self.plan),
            at_hand=self.themes,
        )

    @cached_property
    def threats(self) -> list[Threat]:
        wordings = ThreatWording.objects.filter(theme__plan=self.plan)
        return fetch_with_children(
            self.plan.threats.filter(self.reach.threats).order_by("order"),
            wordings=wordings,
            at_hand=self.themes,
        )

    @cached_property
    def decisions(self) -> list[Decision]:
        return fetch_with_children(
            self.plan.decisions.filter(self.reach.decisions)
            .select_related("owner")
            .order_by("order"),
            themes=self.plan.themes.all(),
            gaps=self.plan.delivery_gaps.all(),
        )

    @cached_property
    def priority_areas(self) -> list[PriorityArea]:
        return fetch_with_children(
            PriorityArea.objects.filter(self.reach.priority_areas, theme__plan=self.plan)
            .select_related("area")
            .order_by("theme__order", "order"),
            "parts",
            at_hand=self.themes,
        )

    def themes_of(self, indicator: Indicator) -> tuple[Theme, ...]:
        """The plan's themes that an indicator measures."""
        known = self.theme_by_id
        return tuple(known[row.pk] for row in indicator.themes.all() if row.pk in known)

    def themes_of_project(self, project: Project) -> tuple[Theme, ...]:
        return tuple(listing.theme for listing in project.listings.all())

    def themes_worded(self, statement: DeliveryGap | Threat) -> tuple[Theme, ...]:
        """The themes that state a gap or a threat."""
        return tuple(self.theme_by_id[wording.theme_id] for wording in statement.wordings.all())


def places_of(priority_area: PriorityArea):
    """The areas that a priority area comprises, else the one that it is about."""
    return list(priority_area.parts.all()) or [priority_area.area]


def covers(project: Project, places) -> bool:
    """Whether a project is linked to one of `places`, to a place inside it, or to the town or network area around."""
    return any(
        area.path.startswith(place.path)
        or (area.kind != Area.Kind.COUNTY and place.path.startswith(area.path))
        for area in project.areas.all()
        for place in places
    )


def is_county_wide(project: Project) -> bool:
    """Linked to no area smaller than the county."""
    return all(area.kind == Area.Kind.COUNTY for area in project.areas.all())
