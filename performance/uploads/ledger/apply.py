"""Applying an upload: all of it or none, in one transaction, each change a new revision."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from performance.cells.doubts.suppressed import ask_again
from performance.figures.board_has_seen import needs_a_reason
from performance.figures.destinations import DESTINATIONS, Destination
from performance.figures.ledger import Ledger, as_stored, lock
from performance.models import StagedRow, Upload, UploadedScore
from performance.uploads.ledger.compare import compare, is_stale
from performance.uploads.ledger.concurrent_changes import changed_meanwhile
from performance.uploads.ledger.staging import bulk_transaction
from performance.uploads.refusals import CannotApply, ChangedSincePreview
from performance.uploads.upload_indicators import put_applied_into_use

CLOSED_MEANWHILE = (
    "A period of these figures was closed since you looked, so the board has seen what would be changed."
    " Enter the reason and apply it again."
)


def apply_upload(upload: Upload, *, by, reason: str = "") -> None:
    """Write what the preview showed, and nothing else.

    Raises CannotApply when the upload is not ready, and ChangedSincePreview when somebody changed one of the same
    figures since: the rows are compared afresh for the preview to be shown again, and nothing is written.
    """
    with bulk_transaction():
        moment = timezone.now()
        _take(upload, by=by, moment=moment, reason=reason)
        destination = DESTINATIONS[upload.kind]
        lock(destination)
        stale = is_stale(upload)
        if stale:
            transaction.set_rollback(True)
        elif not reason and needs_a_reason(upload):
            raise CannotApply(CLOSED_MEANWHILE)
        else:
            _write(upload, destination, moment)
            put_applied_into_use(upload)
    if stale:
        upload.refresh_from_db()
        with transaction.atomic():
            lock(destination)
            # Before the rows are compared afresh, which forgets what they were compared with.
            changes: dict[str, Any] = {"concurrent_changes": changed_meanwhile(upload)}
            changes |= compare(upload) | ask_again(upload)
            counts = replace(upload.counted, **changes)
            Upload.objects.filter(pk=upload.pk).update(counts=counts.as_json())
        raise ChangedSincePreview(
            "Somebody has changed the same figures since you looked. This is how it stands now."
        )
    upload.refresh_from_db()


def _take(upload: Upload, *, by, moment: datetime, reason: str) -> None:
    """Only one may apply it, and only from the stage in which its preview is shown."""
    taken = Upload.objects.filter(
        pk=upload.pk, stage__in=[Upload.Stage.CHECKED, Upload.Stage.APPLYING]
    ).update(stage=Upload.Stage.APPLIED, applied_by=by, applied_at=moment, reason=reason)
    if not taken:
        raise CannotApply("This upload has no preview to apply.")
    if upload.findings.filter(severity="error").exists():
        raise CannotApply("The file has errors. Correct them and upload it again.")
    if (
        upload.warnings_accepted_by_id is None
        and upload.findings.filter(severity="warning").exists()
    ):
        raise CannotApply("The file has warnings that nobody has accepted.")


def _write(upload: Upload, destination: Destination, moment: datetime) -> None:
    upload.refresh_from_db(fields=["reason", "applied_by"])
    facts = {
        "upload": upload.pk,
        "by": upload.applied_by_id,
        "moment": as_stored(moment),
        "reason": upload.reason,
    }
    ledger = Ledger(destination, facts)
    ledger.close(_bases("changed"))
    ledger.remove(_bases("removed"))
    ledger.add(_rows_to_write(), _columns(destination))
    if not destination.traced:
        with connection.cursor() as cursor:
            cursor.execute(_trace(destination), facts)


def _bases(verdict: str) -> str:
    return f"""
            SELECT base FROM {StagedRow._meta.db_table}
            WHERE upload_id = %(upload)s AND verdict = '{verdict}'"""


def _rows_to_write() -> str:
    return f"""{StagedRow._meta.db_table} s
        WHERE s.upload_id = %(upload)s AND s.verdict IN ('new', 'changed')"""


def _columns(destination: Destination) -> list[tuple[str, str]]:
    """What a new revision says besides its value: why it changed, and where it came from."""
    columns = [
        ("reason_for_change", "CASE WHEN s.verdict = 'changed' THEN %(reason)s ELSE '' END"),
        *destination.fixed,
    ]
    if destination.traced:
        columns += [("upload_id", "s.upload_id"), ("cell", "s.cell")]
    names = {field.name for field in destination.model._meta.concrete_fields}
    if "recorded_by" in names:
        columns += [("recorded_by_id", "%(by)s")]
    if "reason" in names:
        # What is said of a figure that is not applicable is why it is not.
        columns += [
            ("reason", "CASE WHEN s.state = 'not_applicable' THEN s.comment ELSE '' END"),
            ("comment", destination.comment("s")),
        ]
    return columns


def _trace(destination: Destination) -> str:
    key = destination.same_key("s", "t")
    return f"""
        INSERT INTO {UploadedScore._meta.db_table} (upload_id, score_id, cell)
        SELECT s.upload_id, t.id, s.cell FROM {StagedRow._meta.db_table} s
        JOIN {destination.table} t ON {key} AND t.known_to IS NULL
        WHERE s.upload_id = %(upload)s AND s.verdict IN ('new', 'changed')"""
