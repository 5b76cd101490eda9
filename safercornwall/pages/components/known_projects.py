"""Projects lie above this app, so its records reach them by their own relations.

A project that only a draft lists is left out: readers who may not know of the draft must not hear of it here.
"""

from __future__ import annotations

from django.db.models import Model, Prefetch, QuerySet

from priorities.models import Decision, Plan


def projects_of(model: type[Model], plan: Plan | None) -> QuerySet:
    """What `model.projects` may show to those who read `plan`."""
    projects = model._meta.get_field("projects").related_model
    return _known(projects, plan)


def waiting_for_decisions(plan: Plan | None) -> Prefetch:
    """The projects that wait for decisions, each dependency with its project."""
    dependency = Decision._meta.get_field("dependent_projects").related_model
    project = dependency._meta.get_field("project").related_model
    rows = dependency._default_manager.filter(project__in=_known(project, plan))
    return Prefetch("dependent_projects", rows.select_related("project"))


def _known(projects, plan: Plan | None) -> QuerySet:
    return projects._default_manager.known_under(Plan.objects.readable(beside=plan))
