"""Asking for a copy of a file with what is wrong marked in it, and making it in the background."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction

from core.jobs import queue
from core.jobs.kinds import Report
from core.jobs.leases import fail, finish
from performance.models import MarkedCopy, MarkedCopyFile, Upload, UploadFile
from performance.uploads.files import FileRefused
from performance.uploads.files.refusals import MachineAtFault
from performance.uploads.rights import may_see_file
from performance.workbooks.marked import marked_copy, marked_name

# Of one person, so that nobody keeps all others waiting.
MOST_UNDER_WAY = 3
GONE = "The file is not kept any more, or you may not have it any more."
CHANGED = "The file was read anew meanwhile. Ask for the copy again."
NOT_NOW = "The workbook could not be marked just now. Try again in a while."


class TooManyCopies(Exception):
    """So many copies are being made for this person that they must wait for one."""


def newest_copy(upload: Upload) -> MarkedCopy | None:
    """Of the file as it was checked last, one that failed too; or one that is still being made."""
    newest = upload.marked_copies.order_by("-pk").first()
    if newest is None or newest.is_under_way or newest.of_check == upload.checked_at:
        return newest
    return None


def ask_for_copy(upload: Upload, *, by: Any) -> MarkedCopy:
    """Enqueue a copy; one that is under way or made already is returned instead. Raises TooManyCopies."""
    found = newest_copy(upload)
    if found is not None and (found.is_under_way or found.is_done):
        return found
    live = {"state__in": [MarkedCopy.State.WAITING, MarkedCopy.State.RUNNING]}
    try:
        with transaction.atomic():
            if MarkedCopy.objects.filter(asked_by=by, **live).count() >= MOST_UNDER_WAY:
                raise TooManyCopies
            asked = MarkedCopy.objects.create(
                upload=upload, of_check=upload.checked_at, asked_by=by
            )
            # Of an earlier check, or failed.
            upload.marked_copies.exclude(**live).delete()
            transaction.on_commit(queue.start_thread)
    except IntegrityError:
        # A double click.
        return upload.marked_copies.filter(**live).latest("pk")
    return asked


def make_copy(job: MarkedCopy, report: Report) -> None:
    """Make the workbook and finish the job, in one transaction: a worker that is killed leaves neither."""
    upload = job.upload
    if not may_see_file(job.asked_by, upload) or not _has_file(upload):
        fail(job, GONE)
        return
    report(0, 0, "Marking the cells")
    try:
        with marked_copy(upload) as copy:
            content = copy.read()
    except FileRefused as why:
        fail(job, f"The workbook could not be marked. {why.message}")
        return
    except MachineAtFault:
        fail(job, NOT_NOW)
        return
    with transaction.atomic():
        now = Upload.objects.select_for_update(no_key=True).get(pk=upload.pk)
        # Erased or checked anew while it was made: what is marked in it holds no more.
        if now.checked_at != job.of_check or not _has_file(now):
            fail(job, CHANGED)
            return
        name = marked_name(now)
        MarkedCopyFile.objects.update_or_create(
            copy=job, defaults={"content": content, "name": name}
        )
        finish(job)


def _has_file(upload: Upload) -> bool:
    return UploadFile.objects.filter(upload=upload).exists()
