"""The plans that a person may read, and the two clocks that a plan is read by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from accounts.backends import has_by_role
from priorities.models import Plan

CHANGES_PLANS = "priorities.change_plan"


@dataclass(frozen=True)
class Clocks:
    """`as_at`: the date that a view describes. `known_on`: which revisions count; None for the latest."""

    as_at: date
    known_on: datetime | None = None


def may_read_drafts(user) -> bool:
    """Drafts are for those who may change plans; to all others they do not exist."""
    return has_by_role(user, CHANGES_PLANS)


def readable_plans(user):
    return Plan.objects.all() if may_read_drafts(user) else Plan.objects.readable()


def find_plan(user, slug: str | None = None) -> Plan | None:
    """The plan of that name, else the newest current one; None where there is none that this person may know of."""
    plans = readable_plans(user).select_related("partnership")
    if slug is not None:
        return plans.filter(slug=slug).first()
    return plans.filter(stage=Plan.Stage.CURRENT).newest_first().first()


def clocks_of(plan: Plan | None) -> Clocks:
    """The clocks of a view of the plan: as at its reporting date, else today; as known now."""
    return Clocks(as_at=(plan and plan.reporting_date) or timezone.localdate())
