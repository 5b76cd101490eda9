"""Which plan a page is about, and the two clocks that it is read by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.http import Http404, HttpRequest
from django.utils import timezone

from priorities.models import Plan, Theme


@dataclass(frozen=True)
class Clocks:
    """`as_at`: the date that a view describes. `known_on`: which revisions count; None for the latest."""

    as_at: date
    known_on: datetime | None = None


def readable_plans(user):
    """Drafts are for those who may change plans; to all others they do not exist."""
    return (
        Plan.objects.all() if user.has_perm("priorities.change_plan") else Plan.objects.readable()
    )


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


def clocks_of(plan: Plan | None) -> Clocks:
    """As at the plan's reporting date, else today; as known now."""
    return Clocks(as_at=(plan and plan.reporting_date) or timezone.localdate())
