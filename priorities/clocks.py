"""The plans that a person may read, and the two clocks that a plan is read by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from priorities.models import Plan


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


def clocks_of(plan: Plan | None) -> Clocks:
    """As at the plan's reporting date, else today; as known now."""
    return Clocks(as_at=(plan and plan.reporting_date) or timezone.localdate())
