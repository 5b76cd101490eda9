"""A plan as it stands on a day, for flags and pages.

The first use of each kind of record fetches all of them, with their children, in one query.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

from django.db.models import Model

from core.records.fetching import fetch_with_children, index_by
from performance.figures.withholding import withhold_since
from performance.models import Indicator
from performance.standings.keeping import standings_now
from performance.standings.standing import Standing, current_standing, with_figures
from priorities.clocks import Clocks, clocks_of
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
from priorities.threats_then import threats_then
from projects.deciding import DecideBy, days_to_decide, projects_waiting
from projects.models import Project, ProjectListing, ProjectStatus
from projects.projects_then import projects_then
from safercornwall.flags.reach import WHOLE_PLAN, Reach, reach_of

PARTS_OF_PROJECTS = (
    *("areas", "funding_lines", "milestones"),
    *("dependencies", "updates", "scope_links"),
)


class Snapshot:
    """One plan by its two clocks, as far as `reach` goes.

    Of the plan's own day it reads what is kept, and keeps what it had to work out; with `keeps` false it does neither.
    """

    def __init__(
        self, plan: Plan, clocks: Clocks, reach: Reach = WHOLE_PLAN, *, keeps: bool = True
    ):
        self.plan = plan
        # The plan's own day, by what is known now, is worked out once.
        self.keeps = keeps and clocks == clocks_of(plan)
        self.clocks = clocks
        self.as_at = clocks.as_at
        self.known_on = clocks.known_on
        self.reach = reach

    def about(self, record: Model) -> Snapshot:
        """The part of the plan that the page of `record` reads."""
        found = Snapshot(self.plan, self.clocks, reach_of(record), keeps=self.keeps)
        if "themes" in vars(self):
            # Every part has the same themes.
            found.themes = self.themes
        return found

    @property
    def is_whole(self) -> bool:
        return self.reach is WHOLE_PLAN

    @property
    def is_unread(self) -> bool:
        """Nothing of the plan was fetched yet."""
        return not any(
            isinstance(getattr(type(self), name, None), cached_property) for name in vars(self)
        )

    def whole(self) -> Snapshot:
        """The whole plan of the same day."""
        found = Snapshot(self.plan, self.clocks, keeps=self.keeps)
        found.themes = self.themes
        return found

    @cached_property
    def themes(self) -> list[Theme]:
        return fetch_with_children(
            self.plan.themes.filter(self.reach.themes).order_by("order"), "scope_items"
        )

    @cached_property
    def theme_by_id(self) -> dict[int, Theme]:
        return index_by(self.themes)

    @cached_property
    def standings(self) -> list[Standing]:
        measuring = Indicator.themes.through.objects.filter(
            theme__plan=self.plan, theme__archived_at=None
        ).values("indicator")
        indicators = Indicator.objects.counting().filter(self.reach.indicators, pk__in=measuring)
        indicators = indicators.order_by("order", "pk")
        if self.keeps:
            return standings_now(indicators, self.as_at, with_children=self.reach.has_series)
        found = with_figures(indicators, self.as_at, known_on=self.known_on)
        if self.known_on is not None:
            found = withhold_since(found, self.known_on)
        return [current_standing(indicator, self.as_at) for indicator in found]

    @property
    def indicators(self) -> list[Indicator]:
        return [standing.indicator for standing in self.standings]

    @cached_property
    def standings_worst_first(self) -> list[Standing]:
        """The standings, those first that miss their target by the greatest share of it."""
        return sorted(self.standings, key=lambda standing: -standing.judgement.missed_by)

    @cached_property
    def standings_by_theme(self) -> dict[int, list[Standing]]:
        """Theme id to the standings of its indicators, in their own order."""
        grouped = defaultdict(list)
        for standing in self.standings:
            for theme in standing.indicator.themes.all():
                grouped[theme.pk].append(standing)
        return grouped

    @property
    def is_earlier(self) -> bool:
        """It is of a day before the plan's own, when some records had another status than they have now."""
        return self.as_at < clocks_of(self.plan).as_at

    @cached_property
    def projects(self) -> list[Project]:
        listed = ProjectListing.objects.filter(theme__plan=self.plan).values("project")
        more = PARTS_OF_PROJECTS if self.reach.has_projects_whole else ()
        found = fetch_with_children(
            Project.objects.filter(self.reach.projects, pk__in=listed)
            .select_related("lead_organisation")
            .order_by("order"),
            *more,
            listings=ProjectListing.objects.filter(theme__plan=self.plan).order_by("theme__order"),
            at_hand=self.themes,
        )
        return self.as_they_stood(found)

    def as_they_stood(self, projects: list[Project]) -> list[Project]:
        """The same projects. Of an earlier day they have the status that they had then."""
        if self.is_earlier:
            projects_then(projects, self.as_at, self.plan.known_since_day)
        return projects

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
        """Projects that are open on the day of the view."""
        return [project for project in self.projects if project.is_open_on(self.as_at)]

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
        """Projects being delivered under `theme`: listed there as current, begun and not over."""
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
            *("areas", "was_threats"),
            wordings=DeliveryGapWording.objects.filter(theme__plan=self.plan),
            at_hand=[self.plan, *self.themes],
        )

    @cached_property
    def threats(self) -> list[Threat]:
        wordings = ThreatWording.objects.filter(theme__plan=self.plan)
        found = fetch_with_children(
            self.plan.threats.filter(self.reach.threats)
            .select_related("owner", "owner_person")
            .order_by("order"),
            wordings=wordings,
            at_hand=self.themes,
        )
        if self.is_earlier:
            threats_then(found, self.as_at, self.plan.known_since_day)
        return found

    @property
    def open_threats(self) -> list[Threat]:
        return [row for row in self.threats if row.is_open_on(self.as_at)]

    @property
    def outstanding(self) -> list[Decision]:
        return [row for row in self.decisions if row.is_outstanding_on(self.as_at)]

    @property
    def open_gaps(self) -> list[DeliveryGap]:
        return [row for row in self.gaps if row.is_open_on(self.as_at)]

    @cached_property
    def decisions(self) -> list[Decision]:
        return fetch_with_children(
            self.plan.decisions.filter(self.reach.decisions)
            .select_related("owner", "asked_of")
            .order_by("order"),
            "was_threats",
            themes=self.plan.themes.all(),
            gaps=self.plan.delivery_gaps.all(),
            at_hand=[self.plan],
        )

    @cached_property
    def days_to_decide(self) -> dict[int, DecideBy | None]:
        """The day by which each decision must be taken, by its id."""
        waiting = (
            self.projects
            if self.reach.has_waiting
            else projects_waiting(self.plan, as_at=self.as_at)
        )
        return days_to_decide(self.decisions, waiting, as_at=self.as_at)

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

    def themes_of_statement(self, statement: DeliveryGap | Threat) -> tuple[Theme, ...]:
        """The themes that state a gap or a threat."""
        return tuple(self.theme_by_id[wording.theme_id] for wording in statement.wordings.all())
