"""The projects that readers of a plan may know of: what only a draft lists is none of them."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet

from priorities.models import Plan
from projects.models import Dependency, Project


def known_projects(plan: Plan | None) -> QuerySet[Project]:
    """Those that no draft alone lists, and those of `plan`, a draft or not."""
    return Project.objects.known_under(Plan.objects.readable(beside=plan))


def waiting_for_decisions(plan: Plan | None) -> Prefetch:
    """The projects that wait for decisions, each dependency with its project."""
    rows = Dependency.objects.filter(project__in=known_projects(plan))
    return Prefetch("dependent_projects", rows.select_related("project"))
