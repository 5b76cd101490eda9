"""What a reader without the right to drafts sees of a project's earlier versions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from core.documents.contents import Contents, Part
from performance.models import Indicator
from priorities.clocks import may_read_drafts
from priorities.models import Plan
from projects.models import Project
from projects.models.projects import ProjectQuerySet
from safercornwall.pages.projects.across_plans import PLAN_OF


def known_to(request: HttpRequest) -> Callable[[Contents], Contents]:
    return (lambda contents: contents) if may_read_drafts(request.user) else WithoutDrafts()


class WithoutDrafts:
    """Leaves out of a project's contents what only drafts of plans have."""

    def __init__(self) -> None:
        drafts = Plan.with_archived.filter(stage=Plan.Stage.DRAFT)
        self.hidden: dict[Any, set[Any]] = {
            model: _keys(model._base_manager.filter(**{f"{to_plan}__in": drafts}))
            for model, to_plan in PLAN_OF.items()
        }
        known = _keys(ProjectQuerySet(Project).known_under())
        self.hidden[Project] = _keys(Project.with_archived.all()) - known
        known = _keys(Indicator.objects.known_under(waiting=True))
        self.hidden[Indicator] = _keys(Indicator.objects.all()) - known

    def __call__(self, contents: Contents) -> Contents:
        return Contents(
            self._known(Project, contents.values),
            {
                relation: tuple(part for part in parts if self._is_known(relation, part))
                for relation, parts in contents.parts.items()
            },
        )

    def _known(self, model: Any, values: dict[str, Any]) -> dict[str, Any]:
        """Without the keys, among several, that lead to what is hidden."""
        return {
            name: tuple(key for key in value if key not in self._hidden(model, name))
            if isinstance(value, tuple)
            else value
            for name, value in values.items()
        }

    def _is_known(self, relation: str, part: Part) -> bool:
        model = Project._meta.get_field(relation).related_model
        return not any(
            value in self._hidden(model, name)
            for name, value in part.values.items()
            if not isinstance(value, list | dict)
        )

    def _hidden(self, model: Any, name: str) -> set[Any]:
        return self.hidden.get(model._meta.get_field(name).related_model, set())


def _keys(rows: QuerySet) -> set[Any]:
    return set(rows.order_by().values_list("pk", flat=True))
