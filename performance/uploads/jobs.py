"""Work on uploads in the background: asked for with the action, done once, and taken over when a worker is killed.

A worker takes a job by a conditional UPDATE and holds it on a lease, which every report of progress renews.
"""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from performance.models import Job, Upload
from performance.uploads import background
from performance.uploads.apply import apply_upload
from performance.uploads.check import check_upload
from performance.uploads.refusals import CannotApply
from performance.uploads.undo import undo_upload

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
MOST_ATTEMPTS = 3
FELL_OVER = (
    "The work stopped three times for a reason of the planner's own. Nothing was changed. Try again,"
    " and if it stops again ask an administrator of the planner to look."
)

Stage, Task, State = Upload.Stage, Job.Task, Job.State
LIVE = (State.WAITING, State.RUNNING)
Report = Callable[[int, int, str], None]

# By task: the stage it is asked for in, the one while it is worked on, and those that it can end in.
STAGES = {
    Task.CHECK: (
        Stage.WAITING,
        Stage.CHECKING,
        (Stage.MAPPING, Stage.REFUSED, Stage.CHECKED),
    ),
    Task.APPLY: (Stage.CHECKED, Stage.APPLYING, (Stage.APPLIED,)),
    Task.UNDO: (Stage.APPLIED, Stage.UNDOING, (Stage.UNDONE,)),
}


class NotNow(CannotApply):
    """The upload has moved on since the page was shown, or is being worked on."""


class LeaseLost(Exception):
    """Another worker has taken the job over, so this one stops."""


def ask(upload: Upload, task: str, *, by) -> Job:
    """Ask for work on `upload`, in the transaction of the action that needs it.

    Raises NotNow when the upload is not in the stage that the task starts from, or is being worked on.
    """
    before, during, _ = STAGES[Task(task)]
    with transaction.atomic():
        # A check that waits still waits; the rest are under way as soon as somebody confirmed them.
        asked = before if task == Task.CHECK else during
        if not Upload.objects.filter(pk=upload.pk, stage=before).update(stage=asked):
            raise NotNow("This upload has moved on since you looked. This is how it stands now.")
        try:
            with transaction.atomic():
                job = Job.objects.create(upload=upload, task=task, asked_by=by)
        except IntegrityError:
            raise NotNow("This upload is being worked on already.") from None
        transaction.on_commit(background.start)
    upload.refresh_from_db()
    return job


def take(worker: str) -> Job | None:
    """The next job that waits or whose lease has run out, now held by `worker`. None when there is none."""
    now, free = timezone.now(), _free()
    for job in Job.objects.filter(free).order_by("asked_at")[:10]:
        same = Job.objects.filter(free, pk=job.pk, attempts=job.attempts)
        if job.attempts >= MOST_ATTEMPTS:
            _give_up(same, job, FELL_OVER)
        elif same.update(
            state=State.RUNNING,
            worker=worker,
            leased_until=now + LEASE,
            attempts=F("attempts") + 1,
        ):
            job.refresh_from_db()
            return job
    return None


def work(worker: str | None = None, stop: Callable[[], bool] = lambda: False) -> int:
    """Do the jobs that there are, one after another, until none is free or `stop` says so. How many were done."""
    worker = worker or f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:8]}"
    done = 0
    while not stop() and (job := take(worker)):
        perform(job)
        done += 1
    return done


def _free() -> Q:
    return Q(state=State.WAITING) | Q(state=State.RUNNING, leased_until__lt=timezone.now())


def any_left() -> bool:
    """Whether a job waits, or is held by a worker that may yet be killed."""
    return Job.objects.filter(state__in=LIVE).exists()


def perform(job: Job) -> None:
    """Do a job that was taken. Whatever goes wrong, the job and its upload say so."""
    task = Task(job.task)
    _, during, ends = STAGES[task]
    upload = Upload.objects.get(pk=job.upload_id)
    try:
        # A worker that was killed after the work, and before it said so, leaves nothing to do.
        if upload.stage not in ends:
            if task == Task.CHECK:
                Upload.objects.filter(pk=upload.pk, stage=Stage.WAITING).update(stage=during)
                upload.stage = during
            WORK[task](upload, job, _reporter(job))
    except LeaseLost:
        logger.warning("Job %s was taken over from %s.", job.pk, job.worker)
    except CannotApply as why:
        if not Upload.objects.filter(pk=upload.pk, stage__in=ends).exists():
            _give_up(_held(job), job, str(why))
        else:
            _finish(job)
    except Exception:
        logger.exception("Job %s (%s) stopped at attempt %s.", job.pk, job, job.attempts)
        if job.attempts >= MOST_ATTEMPTS:
            _give_up(_held(job), job, FELL_OVER)
        else:
            _held(job).update(state=State.WAITING, worker="", leased_until=None)
    else:
        _finish(job)


def _reporter(job: Job) -> Report:
    """Keeps the progress and renews the lease. Not inside a transaction, where nobody else would see it."""

    def report(done: int, total: int, doing: str = "") -> None:
        kept = _held(job).update(
            done=done, total=total, doing=doing[:200], leased_until=timezone.now() + LEASE
        )
        if not kept:
            raise LeaseLost(job.pk)

    return report


def _held(job: Job):
    """The job, as long as this worker and this attempt hold it."""
    return Job.objects.filter(
        pk=job.pk, state=State.RUNNING, worker=job.worker, attempts=job.attempts
    )


def _finish(job: Job) -> None:
    now = timezone.now()
    _held(job).update(state=State.DONE, done=F("total"), finished_at=now, leased_until=None)


def _give_up(still: QuerySet[Job], job: Job, problem: str) -> None:
    """Failed, with the upload back in the stage that it was in."""
    before, during, _ = STAGES[Task(job.task)]
    with transaction.atomic():
        now = timezone.now()
        if still.update(state=State.FAILED, problem=problem, finished_at=now, leased_until=None):
            Upload.objects.filter(pk=job.upload_id, stage=during).update(stage=before)


def _check(upload: Upload, job: Job, report: Report) -> None:
    check_upload(upload, report)


def _apply(upload: Upload, job: Job, report: Report) -> None:
    report(0, 1, "Writing the figures")
    apply_upload(upload, by=job.asked_by, reason=upload.reason)


def _undo(upload: Upload, job: Job, report: Report) -> None:
    """With what was kept, so that the page can name it for as long as the upload is kept."""
    report(0, 1, "Taking the figures back")
    with transaction.atomic():
        undone = undo_upload(upload, by=job.asked_by, reason=upload.undo_reason)
        counts = {**upload.counts, "restored": undone.restored, "kept": list(undone.kept)}
        Upload.objects.filter(pk=upload.pk).update(counts=counts)


WORK = {Task.CHECK: _check, Task.APPLY: _apply, Task.UNDO: _undo}
