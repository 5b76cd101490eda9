"""Leases and progress: a job belongs to the worker that claimed it last, until its lease runs out.

A killed worker's job is free again when its lease has run out. Each report of progress renews a lease, and so does a
heartbeat beside the work, because nobody sees what a transaction reports before it ends. On SQLite a heartbeat cannot
write while the work does. Nor can another worker claim the job then; when it can, the job is done.
"""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self

from django.db import DatabaseError, InterfaceError, connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from core.jobs.kinds import Report, kinds
from core.jobs.models import LeasedJob

__all__ = [
    "Heartbeat",
    "LeaseLost",
    "Progress",
    "Report",
    "claim",
    "fail",
    "finish",
    "held",
    "retry_or_fail",
]

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
SECONDS_BETWEEN_BEATS = 15.0

# A worker that reports nothing for so long hangs, even if its heartbeat goes on.
LONGEST_SILENCE = 30 * 60.0
MOST_ATTEMPTS = 3
# Of each kind of job, looked at for one that can be claimed.
AT_A_TIME = 10

FAILED_THREE_TIMES = (
    "The work stopped three times for a reason of the planner's own. Nothing was changed. Try again,"
    " and if it stops again ask an administrator of the planner to look."
)

NOTHING_YET = {"done": 0, "total": 0, "doing": ""}

State = LeasedJob.State


class LeaseLost(Exception):
    """Another worker has claimed the job. This one stops, and what it began is rolled back."""


def claim(worker: str) -> Any:
    """Claim the next job of any kind that waits or whose lease has run out. None when there is none."""
    now, free = timezone.now(), _claimable()
    for job in _next_in_turn(free):
        same = _rows_of(job).filter(free, pk=job.pk, attempts=job.attempts)
        if job.attempts >= MOST_ATTEMPTS:
            _fail(same, job, FAILED_THREE_TIMES)
        elif same.update(
            state=State.RUNNING,
            worker=worker,
            leased_until=now + LEASE,
            attempts=F("attempts") + 1,
            # The progress of the attempt before is lost with it.
            **NOTHING_YET,
        ):
            job.refresh_from_db()
            return job
    return None


def _next_in_turn(free: Q) -> list[Any]:
    found = [
        job
        for kind in kinds()
        for job in kind.objects.filter(free).order_by("asked_at")[:AT_A_TIME]
    ]
    return sorted(found, key=lambda job: job.asked_at)


def _rows_of(job: LeasedJob) -> QuerySet[Any]:
    return type(job)._default_manager.all()


def _claimable() -> Q:
    return Q(state=State.WAITING) | Q(state=State.RUNNING, leased_until__lt=timezone.now())


def any_unfinished() -> bool:
    """Whether a job of any kind is under way."""
    return any(kind.objects.filter(state__in=kind.UNDER_WAY).exists() for kind in kinds())


def held(job: LeasedJob) -> QuerySet[Any]:
    """The job, if this worker and this attempt still hold it."""
    return _rows_of(job).filter(
        pk=job.pk, state=State.RUNNING, worker=job.worker, attempts=job.attempts
    )


def lock_held(job: LeasedJob) -> Any:
    """Lock what the job is about until the transaction ends, and return it. Raises LeaseLost when another worker has the job.

    A worker that claims the job from now on waits here for this transaction, and finds what it left.
    """
    subject = job.lock_subject()
    if not held(job).exists():
        raise LeaseLost(job.pk)
    return subject


def finish(job: LeasedJob) -> None:
    """Mark the job done, in the transaction of the work. Raises LeaseLost when another worker has it: the work rolls back."""
    now = timezone.now()
    if not held(job).update(state=State.DONE, done=F("total"), finished_at=now, leased_until=None):
        raise LeaseLost(job.pk)


def fail(job: LeasedJob, problem: str) -> None:
    """Mark the job failed, and put what it is about back. Raises LeaseLost as `finish` does."""
    if not _fail(held(job), job, problem):
        raise LeaseLost(job.pk)


def retry_or_fail(job: LeasedJob) -> None:
    """Release the job for another attempt, or mark it failed after the last."""
    if job.attempts >= MOST_ATTEMPTS:
        _fail(held(job), job, FAILED_THREE_TIMES)
    else:
        held(job).update(state=State.WAITING, worker="", leased_until=None)


def _fail(still: QuerySet[Any], job: LeasedJob, problem: str) -> bool:
    with transaction.atomic():
        # Always lock the subject before the job, so that no two workers wait for each other.
        subject = job.lock_subject()
        now = timezone.now()
        failed = still.update(
            state=State.FAILED, problem=problem, finished_at=now, leased_until=None
        )
        if failed:
            job.give_up(subject)
    return bool(failed)


class Heartbeat:
    """Renews the lease of a job from a thread with its own connection, while the job runs."""

    def __init__(self, job: LeasedJob) -> None:
        self._job = job
        self._stopped = threading.Event()
        self._heard = time.monotonic()
        self._thread = threading.Thread(target=self._beat, name="heartbeat", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._thread.join()

    def report(self, done: int, total: int, doing: str = "") -> None:
        """Store the progress and renew the lease. Call it outside a transaction, or nobody sees it.

        With a `total` of 0 nobody knows how far the work is, and the report says since when it runs.
        """
        self._heard = time.monotonic()
        if not total:
            doing = f"{doing}, since {timezone.localtime():%H:%M}"
        if not _renew(self._job, done=done, total=total, doing=doing[:200]):
            raise LeaseLost(self._job.pk)

    def _beat(self) -> None:
        while not self._stopped.wait(SECONDS_BETWEEN_BEATS) and not self._is_silent():
            try:
                if not _renew(self._job):
                    return
            except (DatabaseError, InterfaceError) as why:
                # There are more beats before the lease runs out.
                logger.info("The lease of job %s was not renewed: %s", self._job.pk, why)
            finally:
                connection.close()

    def _is_silent(self) -> bool:
        return time.monotonic() - self._heard > LONGEST_SILENCE


def _renew(job: LeasedJob, **progress: int | str) -> bool:
    return bool(held(job).update(leased_until=timezone.now() + LEASE, **progress))


# Two beats in a row that did not come. A worker that lives may still be too busy writing to beat, on SQLite.
SILENCE = timedelta(seconds=2.5 * SECONDS_BETWEEN_BEATS)


@dataclass(frozen=True)
class Progress:
    """The progress of a job at the moment `now`."""

    job: LeasedJob
    now: datetime
    most: int = MOST_ATTEMPTS

    @property
    def heard_at(self) -> datetime | None:
        """When its worker last reported or sent a heartbeat; None when no worker holds it."""
        held_until = self.job.leased_until
        return None if held_until is None else held_until - LEASE

    @property
    def is_silent(self) -> bool:
        return self.heard_at is not None and self.now - self.heard_at > SILENCE

    @property
    def is_free(self) -> bool:
        """Whether its lease has run out, so that any worker can claim it."""
        return self.job.leased_until is not None and self.job.leased_until < self.now

    @property
    def next_attempt(self) -> int | None:
        """The number of the attempt that comes when this one is lost; None after the last."""
        return self.job.attempts + 1 if self.job.attempts < self.most else None
