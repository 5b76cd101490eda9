"""Run jobs one after another. Whatever goes wrong, the job and its upload say so."""

from __future__ import annotations

import logging
import os
import socket
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar
from uuid import uuid4

from django.db import IntegrityError, OperationalError, connection, transaction

from performance.models import Job, StagedRow, Upload, UploadKind
from performance.uploads.check import check_upload
from performance.uploads.jobs.leases import (
    STAGES,
    Heartbeat,
    LeaseLost,
    Report,
    claim,
    fail,
    finish,
    lock_upload,
    retry_or_fail,
)
from performance.uploads.ledger.apply import apply_upload
from performance.uploads.ledger.missing_references import MISSING_SINCE, has_missing_references
from performance.uploads.ledger.undo import undo_upload
from performance.uploads.refusals import CannotApply

Result = TypeVar("Result")


def retry_when_locked(do: Callable[[], Result]) -> Result:
    """Call `do` and return its result. Retry for as long as another connection writes to SQLite.

    Each try waits as long as a connection does (20 seconds) and changes nothing. Inside a transaction it raises at
    once: the caller that began the transaction has to retry.
    """
    while True:
        try:
            return do()
        except OperationalError as why:
            if connection.in_atomic_block or not is_locked(why):
                raise
            logger.warning("The database is being written to by another. Trying again.")


def is_locked(why: OperationalError) -> bool:
    """Whether SQLite refused because another connection is writing."""
    code = getattr(why.__cause__, "sqlite_errorcode", 0)
    # The lowest byte is the kind of error, the rest the variant.
    return code & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


logger = logging.getLogger(__name__)


Task, Verdict = Job.Task, StagedRow.Verdict


NOUNS = {
    UploadKind.FIGURES: ("figure", "figures"),
    UploadKind.INDEX_SCORES: ("score", "scores"),
    UploadKind.COMPARATORS: ("comparator", "comparators"),
}


def work(worker: str | None = None, stop: Callable[[], bool] = lambda: False) -> int:
    """Run jobs one after another until none is free or `stop` returns True. Returns how many ran."""
    name = worker or f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:8]}"
    done = 0
    while not stop() and (job := retry_when_locked(lambda: claim(name))):
        run(job)
        done += 1
    return done


def run(job: Job) -> None:
    """Run a claimed job."""
    try:
        with Heartbeat(job) as heartbeat:
            retry_when_locked(lambda: WORK[job.task](job, heartbeat.report))
    except LeaseLost:
        logger.warning("Job %s was taken over from %s.", job.pk, job.worker)
    except Exception:
        logger.exception("Job %s (%s) stopped at attempt %s.", job.pk, job, job.attempts)
        retry_when_locked(lambda: retry_or_fail(job))


def _check(job: Job, report: Report) -> None:
    """Reports its progress: the file is read and judged before the transaction begins."""
    upload = Upload.objects.get(pk=job.upload_id)
    # A worker that was killed between the work and `finish` leaves nothing to do.
    if upload.stage not in STAGES[Task.CHECK].ends:
        try:
            check_upload(upload, report)
        except CannotApply as why:
            fail(job, str(why))
            return
    finish(job)


def _apply(job: Job, report: Report) -> None:
    upload = Upload.objects.get(pk=job.upload_id)
    report(0, 0, f"Writing {_number(upload, upload.counted.written)}")
    try:
        _in_one_transaction(
            job, lambda upload: apply_upload(upload, by=job.asked_by, reason=upload.reason)
        )
    except IntegrityError:
        # The database raises only at the end of the transaction, and does not name the row.
        if not has_missing_references(upload):
            raise
        fail(job, MISSING_SINCE)


def _undo(job: Job, report: Report) -> None:
    upload = Upload.objects.get(pk=job.upload_id)
    report(0, 0, f"Taking back {_number(upload, upload.counted.written)}")
    _in_one_transaction(job, lambda upload: _undo_and_count(upload, job))


def _undo_and_count(upload: Upload, job: Job) -> None:
    """Undo the upload, and store which figures were left so that its page can name them."""
    undone = undo_upload(upload, by=job.asked_by, reason=upload.undo_reason)
    counts = replace(upload.counted, restored=undone.restored, kept=tuple(undone.kept))
    Upload.objects.filter(pk=upload.pk).update(counts=counts.as_json())


def _in_one_transaction(job: Job, do: Callable[[Upload], None]) -> None:
    """Do the work and finish its job in one transaction: a worker that is killed leaves neither.

    A refusal is stored together with its new preview. Otherwise the next attempt would write what nobody has read.
    """
    with transaction.atomic():
        upload = lock_upload(job)
        try:
            do(upload)
        except CannotApply as why:
            fail(job, str(why))
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
