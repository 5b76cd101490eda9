"""Work in the background on uploads: asked for with the action, done once, and taken over when a worker is killed."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from accounts.models import User
from performance.models import Job, Upload
from performance.uploads.jobs import background
from performance.uploads.jobs.tasks import STAGES, NotNow
from performance.uploads.jobs.working import work


def ask(upload: Upload, task: Job.Task, *, by: User) -> Job:
    """Ask for work on `upload`, in the transaction of the action that needs it.

    Raises NotNow when the upload is not in the stage that the task starts from, or is being worked on.
    """
    before, during, _ = STAGES[task]
    with transaction.atomic():
        # A check that waits still waits; the rest are under way as soon as somebody confirmed them.
        asked = before if task == Job.Task.CHECK else during
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


__all__ = ["NotNow", "ask", "work"]
