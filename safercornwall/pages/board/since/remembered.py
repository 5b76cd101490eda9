"""The days that a reader chose for a plan, until they go back to the usual ones."""

from __future__ import annotations

from typing import Any

from accounts.models import RememberedDays
from priorities.models import Plan
from safercornwall.pages.board.since.interval import TimeBetween


def remembered_days(person: Any, plan: Plan) -> TimeBetween | None:
    row = RememberedDays.objects.filter(person=person, plan=plan.slug).first()
    return TimeBetween(row.since, row.until) if row else None


def remember_days(person: Any, plan: Plan, days: TimeBetween) -> None:
    RememberedDays.objects.update_or_create(
        person=person, plan=plan.slug, defaults={"since": days.start, "until": days.end}
    )


def forget_days(person: Any, plan: Plan) -> None:
    RememberedDays.objects.filter(person=person, plan=plan.slug).delete()
