"""Working on jobs, one after another. Whatever goes wrong, the job and its upload say so."""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Callable
from uuid import uuid4

from django.db import IntegrityError, transaction

from performance.models import Job, StagedRow, Upload, UploadKind
from performance.uploads.check import check_upload
from performance.uploads.jobs.leases import (
    Heartbeat,
    LeaseLost,
    Report,
    finish,
    give_up,
    hold,
    stumble,
    take,
)
from performance.uploads.jobs.retrying import retry_when_locked
from performance.uploads.jobs.tasks import STAGES
from performance.uploads.ledger.apply import apply_upload
from performance.uploads.ledger.missing_references import GONE_SINCE, is_anything_gone
from performance.uploads.ledger.undo import undo_upload
from performance.uploads.refusals import CannotApply

logger = logging.getLogger(__name__)


Task, Verdict = Job.Task, StagedRow.Verdict

WRITTEN = (Verdict.NEW, Verdict.CHANGED, Verdict.REMOVED)

NOUNS = {
    UploadKind.FIGURES: ("figure", "figures"),
    UploadKind.INDEX_SCORES: ("score", "scores"),
    UploadKind.COMPARATORS: ("comparator", "comparators"),
}


def work(worker: str | None = None, stop: Callable[[], bool] = lambda: False) -> int:
    """Do the jobs that there are, one after another, until none is free or `stop` says so. How many were done."""
    name = worker or f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:8]}"
    done = 0
    while not stop() and (job := retry_when_locked(lambda: take(name))):
        perform(job)
        done += 1
    return done


def perform(job: Job) -> None:
    """Do a job that was taken."""
    try:
        with Heartbeat(job) as heartbeat:
            retry_when_locked(lambda: WORK[job.task](job, heartbeat.report))
    except LeaseLost:
        logger.warning("Job %s was taken over from %s.", job.pk, job.worker)
    except Exception:
        logger.exception("Job %s (%s) stopped at attempt %s.", job.pk, job, job.attempts)
        retry_when_locked(lambda: stumble(job))


def _check(job: Job, report: Report) -> None:
    """In steps that report: the file is read and judged before its one transaction begins."""
    upload = Upload.objects.get(pk=job.upload_id)
    # A worker that was killed after the work, and before it said so, leaves nothing to do.
    if upload.stage not in STAGES[Task.CHECK].ends:
        try:
            check_upload(upload, report)
        except CannotApply as why:
            give_up(job, str(why))
            return
    finish(job)


def _apply(job: Job, report: Report) -> None:
    upload = Upload.objects.get(pk=job.upload_id)
    number = sum(upload.counts.get(verdict, 0) for verdict in WRITTEN)
    report(0, 0, f"Writing {_number(upload, number)}")
    try:
        _whole(job, lambda upload: apply_upload(upload, by=job.asked_by, reason=upload.reason))
    except IntegrityError:
        # The database says so only at the end of the transaction, and not of what.
        if not is_anything_gone(upload):
            raise
        give_up(job, GONE_SINCE)


def _undo(job: Job, report: Report) -> None:
    upload = Upload.objects.get(pk=job.upload_id)
    number = sum(upload.counts.get(verdict, 0) for verdict in WRITTEN)
    report(0, 0, f"Taking back {_number(upload, number)}")
    _whole(job, lambda upload: _take_back(upload, job))


def _take_back(upload: Upload, job: Job) -> None:
    """With what was kept, so that the page can name it for as long as the upload is kept."""
    undone = undo_upload(upload, by=job.asked_by, reason=upload.undo_reason)
    counts = {**upload.counts, "restored": undone.restored, "kept": list(undone.kept)}
    Upload.objects.filter(pk=upload.pk).update(counts=counts)


def _whole(job: Job, do: Callable[[Upload], None]) -> None:
    """The work, and what becomes of its job, in one transaction: a worker that is killed leaves neither.

    A refusal is kept together with the preview that was made afresh for it, or else the next attempt
    would write what nobody has seen.
    """
    with transaction.atomic():
        upload = hold(job)
        try:
            do(upload)
        except CannotApply as why:
            give_up(job, str(why))
        else:
            finish(job)


def _number(upload: Upload, number: int) -> str:
    one, many = NOUNS[UploadKind(upload.kind)]
    return f"{number:,} {one if number == 1 else many}"


WORK: dict[str, Callable[[Job, Report], None]] = {
    Task.CHECK: _check,
    Task.APPLY: _apply,
    Task.UNDO: _undo,
}
