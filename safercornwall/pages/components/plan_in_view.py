"""The plan that a page is about, and a snapshot of it by its two clocks."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from priorities.clocks import clocks_of, readable_plans
from priorities.models import Plan, Theme
from safercornwall.flags.snapshot import Snapshot


def current_plan(request: HttpRequest) -> Plan | None:
    """The plan named in the page's address, else the newest current one. One query a request.

    Raises Http404 for a plan that there is not, or that this person may not know of.
    """
    if not hasattr(request, "plan"):
        request.plan = _find_plan(request)
    return request.plan


def _find_plan(request: HttpRequest) -> Plan | None:
    plans = readable_plans(request.user).select_related("partnership")
    slug = request.resolver_match.kwargs.get("plan") if request.resolver_match else None
    if slug is None:
        return plans.filter(stage=Plan.Stage.CURRENT).newest_first().first()
    plan = plans.filter(slug=slug).first()
    if plan is None:
        raise Http404("There is no such plan.")
    return plan


def themes_of(plan: Plan | None) -> list[Theme]:
    """In the plan's order, each knowing its plan; none where there is no plan."""
    return list(plan.themes.order_by("order")) if plan else []


def read_plan(request: HttpRequest) -> Snapshot:
    """The plan that the page is about, as at its reporting date. Raises Http404 where there is none."""
    plan = current_plan(request)
    if plan is None:
        raise Http404("There is no plan yet.")
    return Snapshot(plan, clocks_of(plan))
