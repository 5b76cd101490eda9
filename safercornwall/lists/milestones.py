"""The list of milestones of projects."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, QuerySet

from core.lists.columns import Link, ListColumn, by_name, exported, soonest
from core.lists.filters import Choice
from priorities.models import Theme
from projects.models import Milestone, ProjectListing, ProjectStatus
from safercornwall.lists.noun_list import NounList
from safercornwall.lists.plan_filters import PlanFilters, containing
from safercornwall.lists.projects import with_status_of_day


@dataclass(frozen=True)
class ListedMilestone:
    milestone: Milestone
    as_at: date
    themes: list[Theme]

    @property
    def state(self) -> str:
        if self.milestone.is_reached(self.as_at):
            return "Reached"
        if self.milestone.due_on is None:
            return "No date"
        return "Overdue" if self.milestone.is_overdue(self.as_at) else "To come"


class MilestoneFilters(PlanFilters):
    state = Choice(
        "Reached or not",
        [("reached", "Reached"), ("overdue", "Overdue"), ("ahead", "To come"), ("none", "No date")],
        says="{choice}",
    )
    status = Choice("All statuses", ProjectStatus.choices, label="Project's status")
    field_order = ["theme", "state", "status", "q"]

    def narrow(self, milestones: QuerySet[Milestone], as_at: date) -> QuerySet[Milestone]:
        chosen = self.chosen
        unreached = milestones.exclude(reached_on__lte=as_at)
        match chosen.get("state"):
            case "reached":
                milestones = milestones.filter(reached_on__lte=as_at)
            case "overdue":
                milestones = unreached.filter(due_on__lt=as_at)
            case "ahead":
                milestones = unreached.filter(due_on__gte=as_at)
            case "none":
                milestones = unreached.filter(due_on=None)
        return containing(milestones, chosen, ["name", "project__name", "due_printed"])


class MilestoneList(NounList):
    key = "milestones"
    title = "Milestones"
    noun, nouns = "milestone", "milestones"
    permission = "projects.view_milestone"
    first_order = "Due, earliest first"
    columns = (
        ListColumn(
            *("name", "Milestone"),
            lambda row: Link(
                row.milestone.name, f"{row.milestone.project.get_absolute_url()}#milestones"
            ),
            by_name("name"),
        ),
        ListColumn(
            *("project", "Project", lambda row: row.milestone.project),
            by_name("project__name"),
        ),
        exported("themes", "Themes", lambda row: row.themes),
        ListColumn(
            *("due", "Due", lambda row: row.milestone.due_on, F("due_on")),
            orders=soonest("Due"),
            none="Not stated",
        ),
        exported("due_printed", "Due as printed", lambda row: row.milestone.due_printed),
        ListColumn(
            *("reached", "Reached on", lambda row: row.milestone.reached_on, F("reached_on")),
            orders=soonest("Reached"),
            none="Not yet",
        ),
        ListColumn("state", "State", lambda row: row.state),
        exported("note", "Note", lambda row: row.milestone.note),
    )

    def filters(self, query: Any) -> MilestoneFilters:
        return MilestoneFilters(query, themes=self.reader.themes)

    def found(self) -> QuerySet[Milestone]:
        projects = with_status_of_day(self.reader).order_by()
        if status := self.form.chosen.get("status"):
            projects = projects.filter(status_then=status)
        if theme := self.form.chosen.get("theme"):
            projects = projects.filter(pk__in=listed_under(self.reader.themes, theme))
        found = Milestone.objects.filter(project__in=projects.values("pk"))
        found = self.form.narrow(found, self.reader.as_at).select_related("project")
        return found.order_by(F("due_on").asc(nulls_last=True), "project__order", "order")

    def read(self, records: QuerySet[Milestone]) -> list[ListedMilestone]:
        found = list(records)
        themes = themes_by_project(self.reader.themes, {row.project_id for row in found})
        as_at = self.reader.as_at
        return [ListedMilestone(row, as_at, themes.get(row.project_id, [])) for row in found]


def listed_under(themes: list[Theme], slug: str) -> QuerySet:
    """The projects, by id, that the theme of that name lists."""
    theme = next(theme for theme in themes if theme.slug == slug)
    return ProjectListing.objects.filter(theme=theme).order_by().values("project")


def themes_by_project(themes: list[Theme], projects: set[int]) -> dict[int, list[Theme]]:
    """Project id to the `themes` that list it, in their order."""
    by_id = {theme.pk: theme for theme in themes}
    listings = ProjectListing.objects.filter(theme__in=themes, project__in=projects)
    found: dict[int, list[Theme]] = {}
    for project, theme in listings.order_by("theme__order").values_list("project", "theme"):
        found.setdefault(project, []).append(by_id[theme])
    return found
