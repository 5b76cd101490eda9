"""What a person may do with an upload, and does: have it checked again, accept its warnings, apply, discard or undo it.

Each action expects a stage, and raises NotNow when the upload is at another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.db import transaction

from performance.figures.board_has_seen import needs_a_reason
from performance.models import Finding, Job, Upload
from performance.models.upload_counts import KeptStatusChange
from performance.uploads.layout.remembering import note_failure, seems_misread
from performance.uploads.refusals import NotNow
from performance.uploads.stages import enqueue, lock_as_seen, update_if_at
from performance.uploads.upload_indicators import RemovedIndicators, remove_unused_of

Stage = Upload.Stage


def check_again(upload: Upload, *, by: Any) -> None:
    """Check the file again: the last check did not finish, or the figures it is compared with have changed.

    Warnings must be accepted again. Two people who ask at the same moment get one check.
    """
    with transaction.atomic():
        checked = Upload.objects.filter(pk=upload.pk, stage=Stage.CHECKED)
        checked.update(stage=Stage.WAITING, warnings_accepted_by=None)
        if not _is_check_queued(upload):
            enqueue(upload, Job.Task.CHECK, by=by)


def _is_check_queued(upload: Upload) -> bool:
    live = upload.jobs.filter(state__in=Job.UNDER_WAY)
    return live.filter(task=Job.Task.CHECK).exists()


def accept_warnings(upload: Upload, *, by: Any, seen: str | None = None) -> None:
    """Accept those that the person has read. What they saw is compared: others may have been found since."""
    with transaction.atomic():
        lock_as_seen(upload, [Stage.CHECKED], seen)
        update_if_at(upload, [Stage.CHECKED], warnings_accepted_by=by)


def apply(
    upload: Upload,
    *,
    by: Any,
    reason: str = "",
    seen: str | None = None,
    status_changes: Sequence[KeptStatusChange] = (),
    as_at: date | None = None,
) -> None:
    """Enqueue the apply, after the person has read the preview; `seen` says which.

    `status_changes` are those that it showed, as at a day.

    Raises OtherThanSeen where another preview stands there now. Raises NotNow when it has errors, unaccepted warnings, or changes what the board has seen without a reason.
    """
    with transaction.atomic():
        lock_as_seen(upload, [Stage.CHECKED], seen)
        found = set(upload.findings.values_list("severity", flat=True).distinct().order_by())
        if Finding.Severity.ERROR in found:
            raise NotNow("The file has errors. Correct them and upload it again.")
        shown = replace(
            upload.counted,
            status_changes=tuple(status_changes),
            statuses_as_at=as_at.isoformat() if as_at else "",
        )
        update_if_at(upload, [Stage.CHECKED], reason=reason, counts=shown.as_json())
        if Finding.Severity.WARNING in found and upload.warnings_accepted_by_id is None:
            raise NotNow("The file has warnings. Read and accept them first.")
        if not reason and needs_a_reason(upload):
            raise NotNow("Enter the reason for changing figures that the board has seen.")
        enqueue(upload, Job.Task.APPLY, by=by)


def discard(upload: Upload, *, by: Any, seen: str | None = None) -> RemovedIndicators:
    """Discard it, and remove the indicators created for it unless another upload uses them.

    How its columns were read is not used again where they seem to be misread.
    """
    with transaction.atomic():
        lock_as_seen(upload, [Stage.MAPPING, Stage.CHECKED], seen)
        if upload.stage == Stage.CHECKED and seems_misread(upload):
            note_failure(upload)
        update_if_at(upload, [Stage.MAPPING, Stage.CHECKED], stage=Stage.DISCARDED)
        return remove_unused_of(upload, by=by)


def undo(upload: Upload, *, by: Any, reason: str, seen: str | None = None) -> None:
    with transaction.atomic():
        lock_as_seen(upload, [Stage.APPLIED], seen)
        update_if_at(upload, [Stage.APPLIED], undo_reason=reason)
        enqueue(upload, Job.Task.UNDO, by=by)
