"""A project with its listings, funding, milestones, dependencies and everything linked to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import User
from core.records.fetching import fetch_with_children, index_by, know_parents
from performance.standings.standing import Standing
from priorities.clocks import readable_plans
from priorities.models import Decision, DeliveryGap, ReadingNote, ScopeItem, Strategy, Threat
from priorities.notes_by_line import NotesByLine
from projects.deciding import DecideBy
from projects.models import (
    Dependency,
    FundingLine,
    Milestone,
    Project,
    ProjectIndicator,
    ProjectListing,
    ProjectScopeItem,
    ProjectUpdate,
)
from safercornwall.flags.keeping import flags_about
from safercornwall.flags.registry import Flag
from safercornwall.flags.snapshot import Snapshot
from safercornwall.pages.components.comments import comments_of
from safercornwall.pages.components.flag_lines import flags_on
from safercornwall.pages.components.ownership import ownership_of
from safercornwall.pages.components.plan_in_view import read_plan
from safercornwall.pages.projects.resources import Resources
from safercornwall.pages.projects.timeline import TimelineEntry, timeline

CHILDREN = (
    *("areas", "people_groups", "organisations", "strategies", "gaps", "threats"),
    *(
        "posts",
        "milestones",
        "dependencies",
        "updates",
        "scope_links",
        "indicator_links",
        "spending",
    ),
)


@dataclass(frozen=True)
class MilestoneRow:
    milestone: Milestone
    as_at: date

    @property
    def is_overdue(self) -> bool:
        return self.milestone.is_overdue(self.as_at)

    @property
    def is_reached(self) -> bool:
        return self.milestone.is_reached(self.as_at)


@dataclass(frozen=True)
class DependencyRow:
    """A dependency, with the decision or project that it names, if any. `is_met` is read as at the view."""

    dependency: Dependency
    is_met: bool
    record: Decision | Project | None = None


def milestones_of(project: Project, as_at: date) -> list[MilestoneRow]:
    """The milestones by due date. Those without one come last."""
    rows = sorted(project.milestones.all(), key=lambda row: (row.due_on or date.max, row.order))
    return [MilestoneRow(row, as_at) for row in rows]


def dependencies_of(project: Project, snapshot: Snapshot) -> list[DependencyRow]:
    decisions = index_by(snapshot.decisions)
    projects = index_by(snapshot.projects)
    return [
        DependencyRow(
            row,
            row.is_met(snapshot.as_at),
            decisions.get(row.on_decision_id) or projects.get(row.on_project_id),
        )
        for row in project.dependencies.all()
    ]


def find_project(slug: str, user) -> Project:
    """The project with its children. Raises Http404, also if only drafts that `user` may not see list it."""
    found = fetch_with_children(
        Project.objects.known_under(readable_plans(user))
        .filter(slug=slug)
        .select_related("lead_organisation"),
        *CHILDREN,
        listings=ProjectListing.objects.order_by("theme__order"),
        funding_lines=FundingLine.objects.order_by("order"),
    )
    if not found:
        raise Http404("There is no such project.")
    return found[0]


class ProjectPage:
    """What the page of a project shows, grouped and worded."""

    def __init__(self, snapshot: Snapshot, project: Project, flags: Sequence[Flag]):
        self.snapshot = snapshot
        self.project = project
        self.as_at = snapshot.as_at
        self.flags = flags_on(project, flags)

    @cached_property
    def listings(self) -> list[ProjectListing]:
        """The listings by themes of this plan."""
        known = self.snapshot.theme_by_id
        found = [row for row in self.project.listings.all() if row.theme_id in known]
        know_parents(found, self.snapshot.themes)
        return found

    @property
    def is_worded_differently(self) -> bool:
        return len({listing.text for listing in self.listings}) > 1

    @property
    def words_heading(self) -> str:
        """Over the words of the listings; only those with a line of the assessment were printed."""
        printed = any(listing.source_lines for listing in self.listings)
        return "As printed" if printed else "In its words"

    @property
    def statuses_differ(self) -> bool:
        return len({listing.status for listing in self.listings}) > 1

    @cached_property
    def resources(self) -> Resources:
        return Resources(self.project, self.as_at)

    @cached_property
    def milestones(self) -> list[MilestoneRow]:
        return milestones_of(self.project, self.as_at)

    @cached_property
    def dependencies(self) -> list[DependencyRow]:
        return dependencies_of(self.project, self.snapshot)

    @cached_property
    def decisions(self) -> list[Decision]:
        """The decisions that the project waits for, each once."""
        awaited = [row.record for row in self.dependencies]
        return list(dict.fromkeys(row for row in awaited if isinstance(row, Decision)))

    @property
    def decisions_by_day(self) -> list[tuple[Decision, DecideBy | None]]:
        """Each with the day by which it must be taken."""
        days = self.snapshot.days_to_decide
        return [(decision, days[decision.pk]) for decision in self.decisions]

    @cached_property
    def scope(self) -> list[tuple[ScopeItem, ProjectScopeItem]]:
        """The scope items of the plan that the project addresses."""
        items = {}
        for theme in self.snapshot.themes:
            items |= index_by(theme.scope_items.all())
        links = self.project.scope_links.all()
        found = [(items[row.scope_item_id], row) for row in links if row.scope_item_id in items]
        return sorted(found, key=lambda pair: (pair[0].theme.order, pair[0].order))

    @cached_property
    def indicators(self) -> list[tuple[Standing, ProjectIndicator]]:
        """The standings of the indicators that the project should move."""
        standings = {row.indicator.pk: row for row in self.snapshot.standings}
        links = self.project.indicator_links.all()
        found = [
            (standings[row.indicator_id], row) for row in links if row.indicator_id in standings
        ]
        return sorted(found, key=lambda pair: pair[0].indicator.order)

    @cached_property
    def gaps(self) -> list[DeliveryGap]:
        linked = {row.pk for row in self.project.gaps.all()}
        return [row for row in self.snapshot.gaps if row.pk in linked]

    @cached_property
    def threats(self) -> list[Threat]:
        linked = {row.pk for row in self.project.threats.all()}
        return [row for row in self.snapshot.threats if row.pk in linked]

    @cached_property
    def strategies(self) -> list[Strategy]:
        return list(self.project.strategies.all())

    @cached_property
    def notes(self) -> list[ReadingNote]:
        """The reading notes on the lines of the project and its parts."""
        children = (
            *self.listings,
            *self.resources.funding,
            *self.project.posts.all(),
            *self.project.milestones.all(),
            *self.project.dependencies.all(),
        )
        return NotesByLine(self.snapshot.plan).about(self.project, *children)

    @cached_property
    def timeline(self) -> list[TimelineEntry]:
        updates = [row for row in self.project.updates.all() if self._is_written(row)]
        authors = {key for row in updates for key in (row.written_by_id, row.corrected_by_id)}
        return timeline(updates, User.objects.in_bulk(authors - {None}))

    def _is_written(self, update: ProjectUpdate) -> bool:
        """Of an earlier day, those are left out that were written later."""
        return update.on <= self.as_at or not self.snapshot.is_earlier

    @property
    def status_moved_on(self) -> bool:
        """The status was changed elsewhere than by an update, after the last one."""
        return bool(self.timeline) and self.timeline[0].update.status != self.project.status

    @property
    def contents(self) -> list[tuple[str, str, int]]:
        """The sections of the page with the number of their entries. Funding is always one of them."""
        return [row for row in self._sections if row[2] or row[1] == "funding"]

    @property
    def not_recorded(self) -> list[str]:
        """The names of the empty sections."""
        left_out = {"attention", "funding", "sources"}
        return [
            name for name, anchor, held in self._sections if not held and anchor not in left_out
        ]

    @cached_property
    def _sections(self) -> list[tuple[str, str, int]]:
        return [
            ("What needs attention", "attention", len(self.flags)),
            ("How each theme lists it", "listings", len(self.listings)),
            ("Funding", "funding", len(self.resources.funding)),
            ("Capacity", "capacity", len(self.resources.posts)),
            ("Milestones", "milestones", len(self.milestones)),
            ("What it depends on", "dependencies", len(self.dependencies)),
            ("What it addresses", "scope", len(self.scope)),
            ("Indicators it should move", "indicators", len(self.indicators)),
            ("Gaps, threats and decisions", "needs", len(self.needs)),
            ("Updates", "updates", len(self.timeline)),
            ("Sources and notes", "sources", len(self.notes)),
        ]

    @property
    def needs(self) -> list[DeliveryGap | Threat | Decision]:
        return [*self.gaps, *self.threats, *self.decisions]


@permission_required("projects.view_project", raise_exception=True)
@require_safe
def project(request, slug):
    found = find_project(slug, request.user)
    snapshot = read_plan(request).about(found)
    snapshot.as_they_stood([found])
    context = {
        "plan": snapshot.plan,
        "as_at": snapshot.as_at,
        "page": ProjectPage(snapshot, found, flags_about(snapshot, found)),
        "project": found,
        "ownership": ownership_of(request.user, found),
        "comments": comments_of(request.user, found),
    }
    return render(request, "projects/page.html", context)
