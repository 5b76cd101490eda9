"""How many jobs wait, run and failed, over every kind: for whoever looks whether the workers keep up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q

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
        kind.objects.filter(state__in=[State.WAITING, State.RUNNING]).aggregate(
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
