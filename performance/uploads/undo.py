"""Taking an applied upload back whole: every figure returns to what it was before.

Nothing is deleted. A figure that the upload added is closed; one that it changed or removed gets a further revision
with what stood there before. What others changed later is kept, and named.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils import timezone

from performance.models import StagedRow, Upload
from performance.uploads.all_at_once import all_at_once
from performance.uploads.apply import lock
from performance.uploads.destinations import DESTINATIONS, Destination
from performance.uploads.refusals import CannotApply

# Columns of a revision that are its own, and not of what it says.
OWN = {"id", "revision", "known_from", "known_to", "reason_for_change"}


@dataclass(frozen=True)
class Undone:
    """How many figures went back to what they were, and the cells of those that others have changed since."""

    restored: int
    kept: tuple[str, ...]


def undo_upload(upload: Upload, *, by, reason: str = "") -> Undone:
    """Take `upload` back, in one transaction. Raises CannotApply when it is not applied."""
    destination = DESTINATIONS[upload.kind]
    with all_at_once():
        moment = timezone.now()
        taken = Upload.objects.filter(
            pk=upload.pk, stage__in=[Upload.Stage.APPLIED, Upload.Stage.UNDOING]
        ).update(stage=Upload.Stage.UNDONE, undone_by=by, undone_at=moment, undo_reason=reason)
        if not taken:
            raise CannotApply("Only an upload that has been applied can be taken back.")
        lock(destination)
        facts: dict[str, int | datetime | str] = {
            "upload": upload.pk,
            "moment": moment,
            "reason": reason or f"{upload.file_name} was taken back.",
        }
        with connection.cursor() as cursor:
            cursor.execute(_kept(destination), facts)
            kept = tuple(row[0] for row in cursor.fetchall())
            cursor.execute(_close(destination), facts)
            closed = cursor.rowcount
            cursor.execute(_restore_changed(destination), facts)
            cursor.execute(_restore_removed(destination), facts)
            restored = closed + cursor.rowcount
    upload.refresh_from_db()
    return Undone(restored, kept)


def _staged() -> str:
    return StagedRow._meta.db_table


def _says_the_same(destination: Destination) -> str:
    """What counts is still what the upload wrote, if by way of a later upload that was itself taken back."""
    return f"{destination.same_key('s', 't')} AND {destination.as_written('s', 't')}"


def _kept(destination: Destination) -> str:
    """Cells whose figure says something else by now, or is gone, or is back."""
    table = destination.table
    return f"""
        SELECT s.cell FROM {_staged()} s
        WHERE s.upload_id = %(upload)s AND (
            s.verdict IN ('new', 'changed') AND NOT EXISTS (
                SELECT 1 FROM {table} t WHERE {_says_the_same(destination)} AND t.known_to IS NULL
            ) OR s.verdict = 'removed' AND EXISTS (
                SELECT 1 FROM {table} t WHERE {destination.same_key("s", "t")} AND t.known_to IS NULL
            )
        ) ORDER BY s.row, s.id"""


def _close(destination: Destination) -> str:
    return f"""
        UPDATE {destination.table} SET known_to = %(moment)s WHERE id IN (
            SELECT t.id FROM {_staged()} s JOIN {destination.table} t
            ON {_says_the_same(destination)} AND t.known_to IS NULL
            WHERE s.upload_id = %(upload)s AND s.verdict IN ('new', 'changed')
        )"""


def _restore_changed(destination: Destination) -> str:
    """What stood before the upload, after the revision that has just been closed."""
    return f"""
        {_again(destination)}, t.revision + 1, %(moment)s, %(reason)s
        FROM {_staged()} s JOIN earlier ON earlier.staged = s.id JOIN {destination.table} b ON b.id = earlier.base
        JOIN {destination.table} t ON {_says_the_same(destination)} AND t.known_to = %(moment)s
        WHERE s.upload_id = %(upload)s AND s.verdict = 'changed' AND {_stands(destination)}"""


def _restore_removed(destination: Destination) -> str:
    key = destination.same_key("s", "t")
    return f"""
        {_again(destination)},
            (SELECT MAX(t.revision) + 1 FROM {destination.table} t WHERE {key}), %(moment)s, %(reason)s
        FROM {_staged()} s JOIN earlier ON earlier.staged = s.id JOIN {destination.table} b ON b.id = earlier.base
        WHERE s.upload_id = %(upload)s AND s.verdict = 'removed' AND {_stands(destination)} AND NOT EXISTS (
            SELECT 1 FROM {destination.table} t WHERE {key} AND t.known_to IS NULL
        )"""


def _earlier(destination: Destination) -> str:
    """For each staged row what stood before it, and before that, as long as an upload wrote it that was itself taken
    back since: what somebody took back does not come again.
    """
    before = f"""
            UNION ALL
            SELECT earlier.staged, e.base FROM earlier
            JOIN {destination.table} b ON b.id = earlier.base
            JOIN {_uploads()} u ON u.id = b.upload_id AND u.stage = 'undone'
            JOIN {_staged()} e ON e.upload_id = u.id AND {destination.same_key("e", "b")}
                AND e.verdict IN ('new', 'changed')"""
    return f"""
        WITH RECURSIVE earlier (staged, base) AS (
            SELECT s.id, s.base FROM {_staged()} s
            WHERE s.upload_id = %(upload)s AND s.verdict IN ('changed', 'removed')
            {before if destination.traced else ""}
        )"""


def _stands(destination: Destination) -> str:
    if not destination.traced:
        return "TRUE"
    return f"""NOT EXISTS (
            SELECT 1 FROM {_uploads()} u WHERE u.id = b.upload_id AND u.stage = 'undone'
        )"""


def _uploads() -> str:
    return Upload._meta.db_table


def _again(destination: Destination) -> str:
    """All that a revision says, its own number and moments apart; the file that it came from stays its evidence."""
    fields = destination.model._meta.concrete_fields
    columns = [field.column for field in fields if field.column and field.column not in OWN]
    return f"""INSERT INTO {destination.table}
            ({", ".join(columns)}, revision, known_from, reason_for_change)
        {_earlier(destination)}
        SELECT {", ".join(f"b.{column}" for column in columns)}"""
