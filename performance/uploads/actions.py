"""What a person does with an upload. Each moves it from the stage that it expects, or says that it has moved on."""

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
from performance.uploads.upload_indicators import TakenOut, take_out

Stage = Upload.Stage


def check_again(upload: Upload, *, by: Any) -> None:
    """Read the kept file anew: after a check that could not be finished, or where what it is held to has changed.

    Warnings that were accepted are asked again. Asked twice at once, it is done once.
    """
    with transaction.atomic():
        checked = Upload.objects.filter(pk=upload.pk, stage=Stage.CHECKED)
        checked.update(stage=Stage.WAITING, warnings_accepted_by=None)
        if not _is_asked_already(upload):
            queue.enqueue(upload, Job.Task.CHECK, by=by)


def _is_asked_already(upload: Upload) -> bool:
    live = upload.jobs.filter(state__in=[Job.State.WAITING, Job.State.RUNNING])
    return live.filter(task=Job.Task.CHECK).exists()


def name_columns(
    upload: Upload, layout: Layout, *, by: Any, new: NewIndicators | None = None
) -> list[Indicator]:
    """Say how the columns are read, remember it for headings like these, and check the file again.

    Makes the `new` indicators, whose columns have no slug in `layout` yet, and gives them back; takes out those
    made when the columns were named before, and now of none. Raises NotNow where somebody has made one meanwhile.
    """
    with transaction.atomic():
        _move(upload, [Stage.MAPPING, Stage.CHECKED], stage=Stage.WAITING)
        made = _make(new, upload, by=by) if new else {}
        subjects = ((n, made[n].slug if n in made else slug) for n, slug in layout.subjects)
        layout = replace(layout, subjects=tuple(subjects))
        _keep(upload, layout, by=by)
        ColumnMapping.objects.update_or_create(
            kind=upload.kind,
            signature=signature(upload.headings),
            defaults={"layout": layout.as_json(), "chosen_by": by},
        )
        queue.enqueue(upload, Job.Task.CHECK, by=by)
    return list(made.values())


def _keep(upload: Upload, layout: Layout, *, by: Any) -> None:
    """The layout, without what was made when the columns were named before and is of none now."""
    take_out(upload, by=by, but={slug for _, slug in layout.subjects})
    stored = StoredLayout(layout, layout.heading_row, StoredLayout.of(upload).samples)
    Upload.objects.filter(pk=upload.pk).update(layout=stored.as_json())


def _make(new: NewIndicators, upload: Upload, *, by: Any) -> dict[int, Indicator]:
    """The indicators by the column that each is of. They count nowhere until a figure of them is applied."""
    lookups = Lookups(UploadKind.FIGURES)
    for _, name in new.names:
        if isinstance(lookups.subject(name), Subject):
            raise NotNow(f"An indicator called {name} has been made meanwhile. Choose it.")
    facts = {**new.facts, "made_for": upload, "is_waiting": True}
    return {n: create_indicator(by=by, name=name, **facts) for n, name in new.names}


def accept_warnings(upload: Upload, *, by: Any) -> None:
    _move(upload, [Stage.CHECKED], warnings_accepted_by=by)


def apply(upload: Upload, *, by: Any, reason: str = "") -> None:
    """Ask for the upload to be applied, after the person has seen what it would do.

    Raises NotNow when it has errors, unaccepted warnings, or changes what the board has seen without a reason.
    """
    with transaction.atomic():
        found = set(upload.findings.values_list("severity", flat=True).distinct().order_by())
        if Finding.Severity.ERROR in found:
            raise NotNow("The file has errors. Correct them and upload it again.")
        _move(upload, [Stage.CHECKED], reason=reason)
        if Finding.Severity.WARNING in found and upload.warnings_accepted_by_id is None:
            raise NotNow("The file has warnings. Read and accept them first.")
        if not reason and needs_a_reason(upload):
            raise NotNow("Enter the reason for changing figures that the board has seen.")
        queue.enqueue(upload, Job.Task.APPLY, by=by)


def discard(upload: Upload, *, by: Any) -> TakenOut:
    """Nothing stays of it: the indicators made for it go too, unless another upload uses them."""
    with transaction.atomic():
        _move(upload, [Stage.MAPPING, Stage.CHECKED], stage=Stage.DISCARDED)
        return take_out(upload, by=by)


def undo(upload: Upload, *, by: Any, reason: str) -> None:
    with transaction.atomic():
        _move(upload, [Stage.APPLIED], undo_reason=reason)
        queue.enqueue(upload, Job.Task.UNDO, by=by)


def _move(upload: Upload, stages: list[str], **facts: Any) -> None:
    """In one statement, so that of two people only one does it."""
    if not Upload.objects.filter(pk=upload.pk, stage__in=stages).update(**facts):
        upload.refresh_from_db()
        raise NotNow(
            f"This cannot be done now: the upload is {upload.get_stage_display().lower()}."
        )
    upload.refresh_from_db()
