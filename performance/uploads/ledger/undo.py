"""Taking an applied upload back whole: every figure returns to what it was before.

Nothing is deleted. A figure that the upload added is closed; one that it changed or removed gets a further revision
with what stood there before. What others changed later is kept, and named.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils import timezone

from performance.figures.destinations import DESTINATIONS, Destination
from performance.figures.ledger import Ledger, as_stored, lock
from performance.models import StagedRow, Upload, UploadedScore
from performance.uploads.ledger.prior_revisions import before, stands
from performance.uploads.ledger.staging import bulk_transaction
from performance.uploads.refusals import CannotApply
from performance.uploads.upload_indicators import wait_again_after_undo


@dataclass(frozen=True)
class Undone:
    """How many figures went back to what they were, and the cells of those that others have changed since."""

    restored: int
    kept: tuple[str, ...]


def undo_upload(upload: Upload, *, by, reason: str = "") -> Undone:
    """Take `upload` back, in one transaction. Raises CannotApply when it is not applied."""
    destination = DESTINATIONS[upload.kind]
    with bulk_transaction():
        moment = timezone.now()
        taken = Upload.objects.filter(
            pk=upload.pk, stage__in=[Upload.Stage.APPLIED, Upload.Stage.UNDOING]
        ).update(stage=Upload.Stage.UNDONE, undone_by=by, undone_at=moment, undo_reason=reason)
        if not taken:
            raise CannotApply("Only an upload that has been applied can be taken back.")
        lock(destination)
        facts: dict[str, int | datetime | str | None] = {
            "upload": upload.pk,
            "by": by.pk,
            "moment": as_stored(moment),
            "reason": reason or f"{upload.file_name} was taken back.",
        }
        with connection.cursor() as cursor:
            cursor.execute(_kept(destination), facts)
            kept = tuple(row[-1] for row in cursor.fetchall())
        ledger = Ledger(destination, facts)
        closed = ledger.remove(_written_and_standing(destination))
        _restore(ledger, "written")
        restored = closed + _restore(ledger, "removed")
        if not destination.traced:
            with connection.cursor() as cursor:
                for deed in ("written", "removed"):
                    cursor.execute(_trace(destination, deed), facts)
        wait_again_after_undo(upload)
    upload.refresh_from_db()
    return Undone(restored, kept)


def _staged() -> str:
    return StagedRow._meta.db_table


def _kept(destination: Destination) -> str:
    """Cells whose figure says something else by now, or is gone, or is back, or was removed again by others."""
    table = destination.table
    written = f"""
        SELECT s.row, s.id, s.cell FROM {_staged()} s
        WHERE s.upload_id = %(upload)s AND s.verdict IN ('new', 'changed') AND NOT EXISTS (
            SELECT 1 FROM {table} t WHERE {destination.written_by("s", "t")} AND t.known_to IS NULL
        )"""
    removed = f"""
        SELECT s.row, s.id, s.cell FROM {_staged()} s"""
    if destination.traced:
        return f"""{before(destination, "removed")} {written} UNION ALL {removed}
        LEFT JOIN earlier ON earlier.staged = s.id AND earlier.base = s.base
        WHERE s.upload_id = %(upload)s AND s.verdict = 'removed' AND earlier.staged IS NULL
        ORDER BY 1, 2"""
    return f"""{written} UNION ALL {removed}
        WHERE s.upload_id = %(upload)s AND s.verdict = 'removed' AND EXISTS (
            SELECT 1 FROM {table} t WHERE {destination.same_key("s", "t")} AND t.known_to IS NULL
        ) ORDER BY 1, 2"""


def _written_and_standing(destination: Destination) -> str:
    return f"""
            SELECT t.id FROM {_staged()} s JOIN {destination.table} t
            ON {destination.written_by("s", "t")} AND t.known_to IS NULL
            WHERE s.upload_id = %(upload)s AND s.verdict IN ('new', 'changed')"""


def _restore(ledger: Ledger, deed: str) -> int:
    """What stood before the upload, as the next revision; of what it removed, where nothing stands meanwhile."""
    destination = ledger.destination
    table, key = destination.table, destination.same_key("s", "t")
    alone = f"AND NOT EXISTS (SELECT 1 FROM {table} t WHERE {key} AND t.known_to IS NULL)"
    return ledger.add_again(
        before(destination, deed),
        f"""{_staged()} s JOIN earlier ON earlier.staged = s.id JOIN {table} b ON b.id = earlier.base
        WHERE s.upload_id = %(upload)s AND {stands(destination, "b")} {alone if deed == "removed" else ""}""",
    )


def _trace(destination: Destination, deed: str) -> str:
    """Where what stands again came from: from where it came before."""
    table, traces = destination.table, UploadedScore._meta.db_table
    return f"""INSERT INTO {traces} (upload_id, score_id, cell)
        {before(destination, deed)}
        SELECT o.upload_id, t.id, o.cell
        FROM {_staged()} s JOIN earlier ON earlier.staged = s.id JOIN {table} b ON b.id = earlier.base
        JOIN {traces} o ON o.score_id = b.id
        JOIN {table} t ON {destination.same_key("s", "t")} AND t.known_to IS NULL AND t.known_from = %(moment)s
        WHERE s.upload_id = %(upload)s AND {stands(destination, "b")}"""
