"""Apply an upload: all of it or nothing, in one transaction, each change a new revision."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import ForeignKey
from django.utils import timezone

from performance.cells.doubts.earlier_figures import warn_afresh
from performance.figures.board_has_seen import needs_a_reason
from performance.figures.destinations import DESTINATIONS, Destination
from performance.figures.ledger import Ledger, as_stored, lock, moment_after
from performance.figures.small_numbers import withhold_around
from performance.models import StagedRow, Upload, UploadedScore, UploadKind
from performance.uploads.ledger.staging import (
    bulk_transaction,
    compare,
    find_concurrent_changes,
    is_stale,
    touched_sets,
)
from performance.uploads.refusals import CannotApply, ChangedSincePreview
from performance.uploads.upload_indicators import put_applied_into_use

PERIOD_CLOSED = (
    "A period of these figures was closed since you looked, so the board has seen what would be changed."
    " Enter the reason and apply it again."
)


def apply_upload(upload: Upload, *, by, reason: str = "") -> None:
    """Write exactly what the preview showed.

    Raises CannotApply when the upload is not ready, and ChangedSincePreview when somebody changed one of the same
    figures since. Then nothing is written, and the rows are compared again for a new preview.
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
            raise CannotApply(PERIOD_CLOSED)
        else:
            closing = f"{_bases('changed')} UNION ALL {_bases('removed')}"
            after = moment_after(destination, closing, {"upload": upload.pk})
            if after > moment:
                moment = after
                Upload.objects.filter(pk=upload.pk).update(applied_at=moment)
            _write(upload, destination, moment)
            put_applied_into_use(upload)
            if upload.kind == UploadKind.FIGURES:
                withhold_around(touched_sets(upload))
    if stale:
        upload.refresh_from_db()
        with transaction.atomic():
            lock(destination)
            # Before `compare`, which replaces the revisions that the rows were compared with.
            changes: dict[str, Any] = {"concurrent_changes": find_concurrent_changes(upload)}
            changes |= compare(upload) | warn_afresh(upload)
            counts = replace(upload.counted, **changes)
            # Another preview: nobody applies it by the page that showed the last one.
            Upload.objects.filter(pk=upload.pk).update(
                counts=counts.as_json(), checked_at=timezone.now()
            )
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
    """Columns of a new revision besides its value, each with its SQL: why it changed, and where it came from."""
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


MISSING_SINCE = (
    "An indicator, a measure or an area that this file has figures of is not there any more, so nothing was saved."
    " Check the file again: what is wrong now is then said at each cell."
)


def has_missing_references(upload: Upload) -> bool:
    """Whether an indicator, measure or area of its rows has been deleted since the check. One query.

    Staged rows have no foreign keys, as there are hundreds of thousands of them.
    """
    wanted = _wanted(DESTINATIONS[upload.kind])
    columns = ", ".join(ours for ours, _, _ in wanted)
    joins = " ".join(
        f"LEFT JOIN {table} {ours}_there ON {ours}_there.{key} = s.{ours}"
        for ours, table, key in wanted
    )
    missing = " OR ".join(f"{ours}_there.{key} IS NULL" for ours, _, key in wanted)
    statement = f"""
        SELECT EXISTS (
            SELECT 1 FROM (
                SELECT DISTINCT {columns} FROM {StagedRow._meta.db_table}
                WHERE upload_id = %s AND verdict IN ('new', 'changed')
            ) s {joins} WHERE {missing}
        )"""
    with connection.cursor() as cursor:
        cursor.execute(statement, [upload.pk])
        return bool(cursor.fetchone()[0])


def _wanted(destination: Destination) -> list[tuple[str, str, str]]:
    """Columns of a staged row that are numbers of records, each with the table and key of those."""
    fields = {field.column: field for field in destination.model._meta.concrete_fields}
    found = []
    for ours, name in destination.keys:
        field = fields[name]
        if isinstance(field, ForeignKey):
            record = field.target_field
            found.append((ours, record.model._meta.db_table, str(record.column)))
    return found
