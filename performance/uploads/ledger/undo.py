"""Undo an applied upload: every figure is again what it was before.

Nothing is deleted. A figure that the upload added is closed. One that it changed or removed gets a new revision, equal
to the one before the upload. A figure that others have changed since stays, and is listed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils import timezone

from performance.figures.destinations import DESTINATIONS, Destination
from performance.figures.ledger import Ledger, as_stored, lock, moment_after
from performance.figures.small_numbers import withhold_around
from performance.figures.totals import keep_totals
from performance.models import StagedRow, Upload, UploadedScore, UploadKind
from performance.uploads.layout.remembering import note_failure
from performance.uploads.ledger.prior_revisions import counts_again, prior_revisions
from performance.uploads.ledger.staging import bulk_transaction, touched_sets
from performance.uploads.refusals import CannotApply
from performance.uploads.upload_indicators import wait_again_after_undo


@dataclass(frozen=True)
class Undone:
    """How many figures are again what they were, and the cells of those left as others have changed them."""

    restored: int
    kept: tuple[str, ...]


def undo_upload(upload: Upload, *, by, reason: str = "") -> Undone:
    """Undo `upload` in one transaction. Raises CannotApply when it is not applied."""
    destination = DESTINATIONS[upload.kind]
    with bulk_transaction():
        moment = timezone.now()
        taken = Upload.objects.filter(
            pk=upload.pk, stage__in=[Upload.Stage.APPLIED, Upload.Stage.UNDOING]
        ).update(stage=Upload.Stage.UNDONE, undone_by=by, undone_at=moment, undo_reason=reason)
        if not taken:
            raise CannotApply("Only an upload that has been applied can be taken back.")
        lock(destination)
        closing = _written_and_current(destination)
        after = moment_after(destination, closing, {"upload": upload.pk})
        if after > moment:
            moment = after
            Upload.objects.filter(pk=upload.pk).update(undone_at=moment)
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
        closed = ledger.remove(closing)
        _restore(ledger, "written")
        restored = closed + _restore(ledger, "removed")
        if not destination.traced:
            with connection.cursor() as cursor:
                for effect in ("written", "removed"):
                    cursor.execute(_trace(destination, effect), facts)
        if upload.kind == UploadKind.FIGURES:
            touched = touched_sets(upload)
            keep_totals(touched, by=by)
            withhold_around(touched)
        wait_again_after_undo(upload)
        note_failure(upload)
    upload.refresh_from_db()
    return Undone(restored, kept)


def _staged() -> str:
    return StagedRow._meta.db_table


def _kept(destination: Destination) -> str:
    """SQL: the cells whose figures others have changed, removed, or entered again since the upload."""
    table = destination.table
    written = f"""
        SELECT s.row, s.id, s.cell FROM {_staged()} s
        WHERE s.upload_id = %(upload)s AND s.verdict IN ('new', 'changed') AND NOT EXISTS (
            SELECT 1 FROM {table} t WHERE {destination.written_by("s", "t")} AND t.known_to IS NULL
        )"""
    removed = f"""
        SELECT s.row, s.id, s.cell FROM {_staged()} s"""
    if destination.traced:
        return f"""{prior_revisions(destination, "removed")} {written} UNION ALL {removed}
        LEFT JOIN earlier ON earlier.staged = s.id AND earlier.base = s.base
        WHERE s.upload_id = %(upload)s AND s.verdict = 'removed' AND earlier.staged IS NULL
        ORDER BY 1, 2"""
    return f"""{written} UNION ALL {removed}
        WHERE s.upload_id = %(upload)s AND s.verdict = 'removed' AND EXISTS (
            SELECT 1 FROM {table} t WHERE {destination.same_key("s", "t")} AND t.known_to IS NULL
        ) ORDER BY 1, 2"""


def _written_and_current(destination: Destination) -> str:
    """SQL: the revisions that the upload wrote and that still count."""
    return f"""
            SELECT t.id FROM {_staged()} s JOIN {destination.table} t
            ON {destination.written_by("s", "t")} AND t.known_to IS NULL
            WHERE s.upload_id = %(upload)s AND s.verdict IN ('new', 'changed')"""


def _restore(ledger: Ledger, effect: str) -> int:
    """Write the revision before the upload as a new one. A removed figure only if nobody has entered it again."""
    destination = ledger.destination
    table, key = destination.table, destination.same_key("s", "t")
    alone = f"AND NOT EXISTS (SELECT 1 FROM {table} t WHERE {key} AND t.known_to IS NULL)"
    return ledger.add_again(
        prior_revisions(destination, effect),
        f"""{_staged()} s JOIN earlier ON earlier.staged = s.id JOIN {table} b ON b.id = earlier.base
        WHERE s.upload_id = %(upload)s AND {counts_again(destination, "b")} {alone if effect == "removed" else ""}""",
    )


def _trace(destination: Destination, effect: str) -> str:
    """SQL: the restored score comes from the upload and cell that it came from the first time."""
    table, traces = destination.table, UploadedScore._meta.db_table
    return f"""INSERT INTO {traces} (upload_id, score_id, cell)
        {prior_revisions(destination, effect)}
        SELECT o.upload_id, t.id, o.cell
        FROM {_staged()} s JOIN earlier ON earlier.staged = s.id JOIN {table} b ON b.id = earlier.base
        JOIN {traces} o ON o.score_id = b.id
        JOIN {table} t ON {destination.same_key("s", "t")} AND t.known_to IS NULL AND t.known_from = %(moment)s
        WHERE s.upload_id = %(upload)s AND {counts_again(destination, "b")}"""
