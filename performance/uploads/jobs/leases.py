"""Leases: a job belongs to the worker that claimed it last, until its lease runs out.

A killed worker's job is free again when its lease has run out. Each report of progress renews a lease, and so does a
heartbeat beside the work, because nobody sees what a transaction reports before it ends. On SQLite a heartbeat cannot
write while the work does. Nor can another worker claim the job then; when it can, the job is done.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple, Self

from django.db import DatabaseError, InterfaceError, connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from performance.models import Job, Upload

Task = Job.Task


class TaskStages(NamedTuple):
    """The stage before a task, the stage while it runs, and the stages it can end in."""

    before: Upload.Stage
    during: Upload.Stage
    ends: tuple[Upload.Stage, ...]


Stage = Upload.Stage

STAGES: dict[str, TaskStages] = {
    Task.CHECK: TaskStages(
        Stage.WAITING, Stage.CHECKING, (Stage.MAPPING, Stage.REFUSED, Stage.CHECKED)
    ),
    Task.APPLY: TaskStages(Stage.CHECKED, Stage.APPLYING, (Stage.APPLIED,)),
    Task.UNDO: TaskStages(Stage.APPLIED, Stage.UNDOING, (Stage.UNDONE,)),
}

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
SECONDS_BETWEEN_BEATS = 15.0

# A worker that reports nothing for so long hangs, even if its heartbeat goes on.
LONGEST_SILENCE = 30 * 60.0
MOST_ATTEMPTS = 3

FAILED_THREE_TIMES = (
    "The work stopped three times for a reason of the planner's own. Nothing was changed. Try again,"
    " and if it stops again ask an administrator of the planner to look."
)

NOTHING_YET = {"done": 0, "total": 0, "doing": ""}

State = Job.State
Report = Callable[[int, int, str], None]


class LeaseLost(Exception):
    """Another worker has claimed the job. This one stops, and what it began is rolled back."""


def claim(worker: str) -> Job | None:
    """Claim the next job that waits or whose lease has run out. None when there is none."""
    now, free = timezone.now(), _claimable()
    for job in Job.objects.filter(free).order_by("asked_at")[:10]:
        same = Job.objects.filter(free, pk=job.pk, attempts=job.attempts)
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


def _claimable() -> Q:
    return Q(state=State.WAITING) | Q(state=State.RUNNING, leased_until__lt=timezone.now())


def any_unfinished() -> bool:
    """Whether a job waits or runs. A running one comes back if its worker is killed."""
    return Job.objects.filter(state__in=[State.WAITING, State.RUNNING]).exists()


def held(job: Job) -> QuerySet[Job]:
    """The job, if this worker and this attempt still hold it."""
    return Job.objects.filter(
        pk=job.pk, state=State.RUNNING, worker=job.worker, attempts=job.attempts
    )


def lock_upload(job: Job) -> Upload:
    """Lock the job's upload until the transaction ends. Raises LeaseLost when another worker has the job.

    A worker that claims the job from now on waits here for this transaction, and finds what it left.
    """
    upload = Upload.objects.select_for_update(no_key=True).get(pk=job.upload_id)
    if not held(job).exists():
        raise LeaseLost(job.pk)
    return upload


def finish(job: Job) -> None:
    """Mark the job done, in the transaction of the work. Raises LeaseLost when another worker has it: the work rolls back."""
    now = timezone.now()
    if not held(job).update(state=State.DONE, done=F("total"), finished_at=now, leased_until=None):
        raise LeaseLost(job.pk)


def fail(job: Job, problem: str) -> None:
    """Mark the job failed, and put the upload back to the stage before. Raises LeaseLost as `finish` does."""
    if not _fail(held(job), job, problem):
        raise LeaseLost(job.pk)


def retry_or_fail(job: Job) -> None:
    """Release the job for another attempt, or mark it failed after the last."""
    if job.attempts >= MOST_ATTEMPTS:
        _fail(held(job), job, FAILED_THREE_TIMES)
    else:
        held(job).update(state=State.WAITING, worker="", leased_until=None)


def _fail(still: QuerySet[Job], job: Job, problem: str) -> bool:
    before, during, _ = STAGES[job.task]
    with transaction.atomic():
        # Always lock the upload before the job, so that no two workers wait for each other.
        upload = Upload.objects.select_for_update(no_key=True).get(pk=job.upload_id)
        now = timezone.now()
        failed = still.update(
            state=State.FAILED, problem=problem, finished_at=now, leased_until=None
        )
        if failed and upload.stage == during:
            Upload.objects.filter(pk=upload.pk).update(stage=before)
    return bool(failed)


class Heartbeat:
    """Renews the lease of a job from a thread with its own connection, while the job runs."""

    def __init__(self, job: Job) -> None:
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


def _renew(job: Job, **progress: int | str) -> bool:
    return bool(held(job).update(leased_until=timezone.now() + LEASE, **progress))
