"""The work of each task of an upload. Whatever goes wrong, the job and its upload say so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from django.db import IntegrityError, transaction

from core.jobs.kinds import Report
from core.jobs.leases import fail, finish, lock_held
from performance.models import Job, Upload, UploadKind
from performance.models.jobs import STAGES
from performance.uploads.check import check_upload
from performance.uploads.ledger.apply import MISSING_SINCE, apply_upload, has_missing_references
from performance.uploads.ledger.undo import undo_upload
from performance.uploads.refusals import CannotApply

Task = Job.Task

NOUNS = {
    UploadKind.FIGURES: ("figure", "figures"),
    UploadKind.INDEX_SCORES: ("score", "scores"),
    UploadKind.COMPARATORS: ("comparator", "comparators"),
}


def run(job: Job, report: Report) -> None:
    """Do the work of a job, which finishes or fails it."""
    WORK[job.task](job, report)


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
        upload = lock_held(job)
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
