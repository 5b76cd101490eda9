"""Projects as they stood on an earlier day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from core.documents.status_then import StatusHistory, StatusThen, kept_statuses, status_then
from projects.models import Project, ProjectStatus, ProjectUpdate

ENDS = (ProjectStatus.CLOSED.value,)


def projects_then(projects: Sequence[Project], day: date, known_since: date | None) -> None:
    """Give each the status of that day, in `then` and as its own, to be read and not saved.

    A listing that has its project's status had it then too. Two queries.
    """
    found = statuses_then(projects, day, known_since)
    for project in projects:
        project.then = found[project.pk]
        if project.then.status != project.status and "listings" in _fetched(project):
            for listing in project.listings.all():
                if listing.status == project.status:
                    listing.status = project.then.status
        project.status = project.then.status


def statuses_then(
    projects: Sequence[Project], day: date, known_since: date | None
) -> dict[int, StatusThen]:
    """By their keys, the statuses that projects had on an earlier day: by their end, updates, versions and beginning."""
    kept = kept_statuses(projects, known_since)
    said = defaultdict(list)
    for key, on, status in (
        ProjectUpdate.objects.filter(project__in=[project.pk for project in projects])
        .order_by("on", "order")
        .values_list("project", "on", "status")
    ):
        said[key].append((on, status))
    return {
        project.pk: _status_then(
            project,
            # Of one day, what was said of it comes last.
            StatusHistory(
                kept[project.pk].first, [*reversed(said[project.pk]), *kept[project.pk].changes]
            ),
            day,
        )
        for project in projects
    }


def _status_then(project: Project, history: StatusHistory, day: date) -> StatusThen:
    found = status_then(history, day, now=project.status, ended_on=project.closed_on, ends=ENDS)
    if not found.is_known and project.starts_on and project.starts_on > day:
        return StatusThen(day, ProjectStatus.PLANNED.value, is_ended_later=found.is_ended_later)
    return found


def _fetched(project: Project) -> dict[str, object]:
    return getattr(project, "_prefetched_objects_cache", {})
