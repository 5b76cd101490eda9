"""What a project should reach and what it waits for, as at a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.records.fetching import index_by
from priorities.models import Decision
from projects.models import Dependency, Milestone, Project
from safercornwall.flags.snapshot import Snapshot


@dataclass(frozen=True)
class MilestoneRow:
    milestone: Milestone
    as_at: date

    @property
    def is_overdue(self) -> bool:
        """On the day that it is due there is still time."""
        due_on = self.milestone.due_on
        return self.milestone.reached_on is None and due_on is not None and due_on < self.as_at


@dataclass(frozen=True)
class DependencyRow:
    """What the project waits for, with the decision or project that it is, where it is one."""

    dependency: Dependency
    record: Decision | Project | None = None


def milestones_of(project: Project, as_at: date) -> list[MilestoneRow]:
    """The earliest due first, those without a day last."""
    rows = sorted(project.milestones.all(), key=lambda row: (row.due_on or date.max, row.order))
    return [MilestoneRow(row, as_at) for row in rows]


def dependencies_of(project: Project, snapshot: Snapshot) -> list[DependencyRow]:
    decisions = index_by(snapshot.decisions)
    projects = index_by(snapshot.projects)
    return [
        DependencyRow(row, decisions.get(row.on_decision_id) or projects.get(row.on_project_id))
        for row in project.dependencies.all()
    ]
