"""How many jobs wait, run and failed, over every kind: for whoever looks whether the workers keep up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q
from django.utils import timezone

from core.jobs.kinds import kinds
from core.jobs.models import LeasedJob

State = LeasedJob.State


@dataclass(frozen=True)
class UnfinishedJobs:
    """`held` are those that run and whose worker renewed its lease; `oldest` is since when the first one waits."""

    waiting: int
    running: int
    held: int
    oldest: datetime | None


def waiting_and_running(now: datetime) -> UnfinishedJobs:
    """One query for each kind of job."""
    rows = [
        kind.objects.filter(state__in=LeasedJob.UNDER_WAY).aggregate(
            waiting=Count("pk", filter=Q(state=State.WAITING)),
            running=Count("pk", filter=Q(state=State.RUNNING)),
            held=Count("pk", filter=Q(state=State.RUNNING, leased_until__gt=now)),
            oldest=Min("asked_at", filter=Q(state=State.WAITING)),
        )
        for kind in kinds()
    ]
    return UnfinishedJobs(
        waiting=sum(row["waiting"] for row in rows),
        running=sum(row["running"] for row in rows),
        held=sum(row["held"] for row in rows),
        oldest=min((row["oldest"] for row in rows if row["oldest"]), default=None),
    )


def by_state() -> dict[str, float]:
    """How many jobs of any kind are in each state, of those that are still kept."""
    found = dict.fromkeys(State.values, 0.0)
    for kind in kinds():
        rows = kind.objects.order_by().values_list("state").annotate(number=Count("pk"))
        for state, number in rows:
            found[state] += number
    return found


def oldest_waits() -> dict[str, float]:
    """Seconds for which the first job of the queue waits; 0 where none does."""
    now = timezone.now()
    oldest = waiting_and_running(now).oldest
    return {"": 0.0 if oldest is None else (now - oldest).total_seconds()}
