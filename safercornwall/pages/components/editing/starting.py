"""What a new record has before anybody types: its plan, its theme, and the theme that the person came from."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from core.documents.contents import Contents, Part
from priorities.models import Theme
from safercornwall.pages.components.plan_in_view import plan_or_404

# The hint of a list from which several may be chosen.
SEVERAL = "Choose as many as apply."
# How the address of a record under a theme finds it.
BY_THEME = {"plan": "theme__plan__slug", "theme": "theme__slug"}


def in_plan(request: HttpRequest, plan: str) -> dict[str, Any]:
    return {"plan": plan_or_404(request)}


def under_theme(request: HttpRequest, plan: str, theme: str) -> dict[str, Any]:
    """Raises Http404 where the plan has no such theme."""
    return {"theme": get_object_or_404(plan_or_404(request).themes, slug=theme)}


def of_live_themes(model: Any) -> Callable[[HttpRequest], QuerySet]:
    """What an editor finds its records among: those of themes that are not archived."""

    def may_see(request: HttpRequest) -> QuerySet:
        return model.with_archived.filter(theme__archived_at=None).select_related("theme__plan")

    return may_see


def worded_by_theme(request: HttpRequest, record: Any) -> Contents:
    """A wording of the theme that the person came from."""
    theme = _came_from(request, record.plan)
    wordings = (Part("new-1", {"theme": theme.pk}),) if theme else ()
    return Contents({}, {"wordings": wordings})


def with_theme(request: HttpRequest, record: Any) -> Contents:
    """The theme that the person came from is chosen."""
    theme = _came_from(request, record.plan)
    return Contents({"themes": (theme.pk,)} if theme else {}, {})


def _came_from(request: HttpRequest, plan: Any) -> Theme | None:
    return plan.themes.filter(slug=slug_in(request, "theme")).first()


def slug_in(request: HttpRequest, name: str) -> str:
    """The slug that the query of an address names; empty where it is none."""
    found = re.fullmatch(r"[-\w]+", request.GET.get(name, ""), re.ASCII)
    return found[0] if found else ""
