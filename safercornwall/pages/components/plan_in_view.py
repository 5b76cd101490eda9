"""The plan that a page is about, and a snapshot of it by its two clocks."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest

from core.records.fetching import know_parents
from priorities.clocks import clocks_of, find_plan
from priorities.models import Plan, Theme
from safercornwall.flags.snapshot import Snapshot
from safercornwall.lists.day_in_view import clocks_in_view


class NoPlanYet(Http404):
    """The page is about a plan, and there is none that this person may read. They are told what comes first."""


def current_plan(request: HttpRequest) -> Plan | None:
    """The plan named in the page's address, else the newest current one. One query a request.

    Raises Http404 for a plan that there is not, or that this person may not know of.
    """
    if not hasattr(request, "plan"):
        request.plan = _find_plan(request)
    return request.plan


def _find_plan(request: HttpRequest) -> Plan | None:
    slug = request.resolver_match.kwargs.get("plan") if request.resolver_match else None
    plan = find_plan(request.user, slug)
    if plan is None and slug is not None:
        raise Http404("There is no such plan.")
    return plan


def themes_of(plan: Plan | None) -> list[Theme]:
    """In the plan's order, each knowing its plan; none where there is no plan."""
    return list(plan.themes.order_by("order")) if plan else []


def appears_under(record: Any) -> list[Theme]:
    """The themes that a record of a plan stands under, each knowing its plan."""
    themes = list(record.themes.order_by("order"))
    know_parents(themes, [record.plan])
    return themes


def appears_anywhere_under(record: Any) -> list[Theme]:
    """The themes of all plans that a record stands under, the newest plan's first."""
    themes = record.themes.filter(plan__archived_at=None).select_related("plan")
    return list(themes.order_by("-plan__financial_year", "order"))


def plan_or_404(request: HttpRequest) -> Plan:
    """As `current_plan`. Raises NoPlanYet where there is none."""
    plan = current_plan(request)
    if plan is None:
        raise NoPlanYet
    return plan


def read_plan(request: HttpRequest) -> Snapshot:
    """The plan that the page is about, on the day that its reader chose. Raises NoPlanYet where there is none."""
    plan = plan_or_404(request)
    return Snapshot(plan, clocks_in_view(request, plan))


def plan_as_it_stands(request: HttpRequest) -> Snapshot:
    """The plan on its own day, for whoever acts on what stands there. Raises NoPlanYet where there is none."""
    plan = plan_or_404(request)
    return Snapshot(plan, clocks_of(plan))
