"""The projects that a plan's records may show.

A project that only a draft lists is left out: readers who may not know of the draft must not hear of it here.
"""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet

from priorities.models import Plan
from projects.models import Dependency, Project


def projects_known_beside(plan: Plan | None) -> QuerySet[Project]:
    """The projects that readers of `plan` may know of."""
    return Project.objects.known_under(Plan.objects.readable(beside=plan))


def waiting_for_decisions(plan: Plan | None) -> Prefetch:
    """The projects that wait for decisions, each dependency with its project."""
    rows = Dependency.objects.filter(project__in=projects_known_beside(plan))
    return Prefetch("dependent_projects", rows.select_related("project"))
