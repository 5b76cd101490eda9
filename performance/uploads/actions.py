"""What a person does with an upload. Each action expects a stage, and raises NotNow when the upload is at another."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db import transaction

from performance.cells.lookups import Lookups, Subject
from performance.figures.board_has_seen import needs_a_reason
from performance.indicators.actions import create_indicator
from performance.indicators.new import NewIndicators
from performance.models import ColumnMapping, Finding, Indicator, Job, Upload, UploadKind
from performance.uploads.jobs import queue
from performance.uploads.jobs.queue import NotNow
from performance.uploads.layout.layouts import Layout, StoredLayout, signature
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
            queue.enqueue(upload, Job.Task.CHECK, by=by)


def _is_check_queued(upload: Upload) -> bool:
    live = upload.jobs.filter(state__in=[Job.State.WAITING, Job.State.RUNNING])
    return live.filter(task=Job.Task.CHECK).exists()


def name_columns(
    upload: Upload, layout: Layout, *, by: Any, new: NewIndicators | None = None
) -> list[Indicator]:
    """Say how the columns are read, remember it for headings like these, and check the file again.

    Creates and returns the `new` indicators, whose columns have no slug in `layout` yet. Removes those that an earlier
    naming of the columns created and this one does not use. Raises NotNow when another person has created one.
    """
    with transaction.atomic():
        _update_if_at(upload, [Stage.MAPPING, Stage.CHECKED], stage=Stage.WAITING)
        created = _create_indicators(new, upload, by=by) if new else {}
        subjects = ((n, created[n].slug if n in created else slug) for n, slug in layout.subjects)
        layout = replace(layout, subjects=tuple(subjects))
        _store_layout(upload, layout, by=by)
        ColumnMapping.objects.update_or_create(
            kind=upload.kind,
            signature=signature(upload.headings),
            defaults={"layout": layout.as_json(), "chosen_by": by},
        )
        queue.enqueue(upload, Job.Task.CHECK, by=by)
    return list(created.values())


def _store_layout(upload: Upload, layout: Layout, *, by: Any) -> None:
    """Store the layout, and remove indicators that an earlier naming created and this one does not use."""
    remove_unused_of(upload, by=by, but={slug for _, slug in layout.subjects})
    stored = StoredLayout(layout, layout.heading_row, StoredLayout.of(upload).samples)
    Upload.objects.filter(pk=upload.pk).update(layout=stored.as_json())


def _create_indicators(new: NewIndicators, upload: Upload, *, by: Any) -> dict[int, Indicator]:
    """The new indicators by column. They count nowhere until a figure of theirs is applied."""
    lookups = Lookups(UploadKind.FIGURES)
    for _, name in new.names:
        if isinstance(lookups.subject(name), Subject):
            raise NotNow(f"An indicator called {name} has been made meanwhile. Choose it.")
    facts = {**new.facts, "made_for": upload, "is_waiting": True}
    return {n: create_indicator(by=by, name=name, **facts) for n, name in new.names}


def accept_warnings(upload: Upload, *, by: Any) -> None:
    _update_if_at(upload, [Stage.CHECKED], warnings_accepted_by=by)


def apply(upload: Upload, *, by: Any, reason: str = "") -> None:
    """Enqueue the apply, after the person has read the preview.

    Raises NotNow when it has errors, unaccepted warnings, or changes what the board has seen without a reason.
    """
    with transaction.atomic():
        found = set(upload.findings.values_list("severity", flat=True).distinct().order_by())
        if Finding.Severity.ERROR in found:
            raise NotNow("The file has errors. Correct them and upload it again.")
        _update_if_at(upload, [Stage.CHECKED], reason=reason)
        if Finding.Severity.WARNING in found and upload.warnings_accepted_by_id is None:
            raise NotNow("The file has warnings. Read and accept them first.")
        if not reason and needs_a_reason(upload):
            raise NotNow("Enter the reason for changing figures that the board has seen.")
        queue.enqueue(upload, Job.Task.APPLY, by=by)


def discard(upload: Upload, *, by: Any) -> RemovedIndicators:
    """Discard it, and remove the indicators created for it unless another upload uses them."""
    with transaction.atomic():
        _update_if_at(upload, [Stage.MAPPING, Stage.CHECKED], stage=Stage.DISCARDED)
        return remove_unused_of(upload, by=by)


def undo(upload: Upload, *, by: Any, reason: str) -> None:
    with transaction.atomic():
        _update_if_at(upload, [Stage.APPLIED], undo_reason=reason)
        queue.enqueue(upload, Job.Task.UNDO, by=by)


def _update_if_at(upload: Upload, stages: list[str], **facts: Any) -> None:
    """In one statement, so that only one of two people succeeds."""
    if not Upload.objects.filter(pk=upload.pk, stage__in=stages).update(**facts):
        upload.refresh_from_db()
        raise NotNow(
            f"This cannot be done now: the upload is {upload.get_stage_display().lower()}."
        )
    upload.refresh_from_db()
