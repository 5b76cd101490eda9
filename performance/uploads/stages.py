"""Move an upload from one stage to the next: only from the stage, and with the preview, that the person saw."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import User
from core.jobs import queue
from core.records.seen import fingerprint
from performance.models import ClosedPeriod, Job, Upload
from performance.models.jobs import STAGES
from performance.uploads.ledger.prior_revisions import shown_again
from performance.uploads.refusals import NotNow, OtherThanSeen

OTHER = "The upload has changed since you looked, so nothing was done. This is how it stands now."


def seen_of(upload: Upload) -> str:
    """What a person sees who accepts, applies, discards, undoes or erases it.

    Each check and each comparison of the rows has a moment, and what an undo warns of counts too.
    """
    facts = (
        *(upload.pk, upload.stage, upload.checked_at, upload.file_name, upload.sheet),
        *(upload.layout, upload.counts, upload.warnings_accepted_by_id),
        *(upload.applied_at, upload.undone_at),
    )
    return fingerprint(
        *facts, *(_warned_of(upload) if upload.stage == Upload.Stage.APPLIED else ())
    )


def _warned_of(upload: Upload) -> tuple[list[int], int]:
    closings = ClosedPeriod.objects.filter(reopened_at=None).order_by("pk")
    return list(closings.values_list("pk", flat=True)), shown_again(upload)


def lock_as_seen(upload: Upload, stages: list[str], seen: str | None) -> None:
    """Lock the upload, in the transaction of the change, and refuse one at another stage or with another preview.

    `seen` is None where no page was shown: a command asks. Raises NotNow and OtherThanSeen.
    """
    stored = Upload.objects.select_for_update(no_key=True).get(pk=upload.pk)
    if stored.stage not in stages:
        raise NotNow(
            f"This cannot be done now: the upload is {stored.get_stage_display().lower()}."
        )
    if seen is not None and seen != seen_of(stored):
        raise OtherThanSeen(OTHER)


def update_if_at(upload: Upload, stages: list[str], **facts: Any) -> None:
    """In one statement, so that only one of two people succeeds."""
    if not Upload.objects.filter(pk=upload.pk, stage__in=stages).update(**facts):
        upload.refresh_from_db()
        raise NotNow(
            f"This cannot be done now: the upload is {upload.get_stage_display().lower()}."
        )
    upload.refresh_from_db()


def enqueue(upload: Upload, task: Job.Task, *, by: User) -> Job:
    """Enqueue a job on `upload`, in the transaction of the action that needs it.

    Raises NotNow when the upload is not in the stage that the task starts from, or is being worked on.
    """
    before, during, _ = STAGES[task]
    with transaction.atomic():
        # A check stays at the stage before it; an apply or an undo is under way as soon as it is confirmed.
        stage = before if task == Job.Task.CHECK else during
        if not Upload.objects.filter(pk=upload.pk, stage=before).update(stage=stage):
            raise NotNow("This upload has moved on since you looked. This is how it stands now.")
        try:
            with transaction.atomic():
                job = Job.objects.create(upload=upload, task=task, asked_by=by)
        except IntegrityError:
            raise NotNow("This upload is being worked on already.") from None
        transaction.on_commit(queue.start_thread)
    upload.refresh_from_db()
    return job
