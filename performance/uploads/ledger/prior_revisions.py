"""The revisions that counted before an upload, as SQL for its undo.

An upload writes a revision over the one before, or closes it. Once the upload is undone, the one before counts again.
If that came from an upload that has been undone too, the next one below counts, and so on. Uploads can be undone in any
order.

Each step down is a subquery that looks up one revision by its key. A join would be far slower: right after a large
upload the database takes the table for nearly empty, and would compare each row with every other.
"""

from __future__ import annotations

from django.db import connection

from performance.choices import FigureState
from performance.figures.destinations import DESTINATIONS, Destination
from performance.models import Figure, StagedRow, Upload, UploadKind

_STAGED = StagedRow._meta.db_table
_UPLOADS = Upload._meta.db_table

# The revisions that an undo has just closed, and those that it would close.
CLOSED_NOW, STILL_OPEN = "t.known_to = %(moment)s", "t.known_to IS NULL"


def prior_revisions(
    destination: Destination, *effects: str, closed: str = CLOSED_NOW, only: str = "TRUE"
) -> str:
    """SQL for a common table `earlier`: staged rows of the upload (`staged`), each with revisions (`base`).

    `effects` name the rows: those that the upload wrote ("written"), those that it "removed", or both. The first
    revision of a row is the `closed` one. Below it follow earlier ones, as long as the one above comes from an undone
    upload. So only the lowest can count again: `counts_again` tells. `only` is a condition on the staged rows `s`.
    """
    first = {"written": _written(destination, closed), "removed": _removed(destination)}
    rows = " UNION ALL ".join(f"{first[effect]} AND {only}" for effect in effects)
    return f"WITH RECURSIVE earlier (staged, base) AS ({rows} {_next_below(destination)})"


def counts_again(destination: Destination, row: str) -> str:
    """SQL: whether the revision `row` comes from no undone upload."""
    return f"NOT {_is_undone(destination.upload_of(row))}"


def _written(destination: Destination, closed: str) -> str:
    """SQL: each staged row that the upload wrote, with the revision that came of it."""
    return f"""
            SELECT s.id, (
                SELECT t.id FROM {destination.table} t
                WHERE {destination.written_by("s", "t")} AND {closed}
            ) FROM {_STAGED} s
            WHERE s.upload_id = %(upload)s AND s.verdict IN ('new', 'changed')"""


def _removed(destination: Destination) -> str:
    """SQL: each staged row that the upload removed, with the latest revision, if an undone upload closed it."""
    if not destination.traced:
        # These tables do not store who closed a row. The staged row names the one that its upload closed.
        return f"""
            SELECT s.id, s.base FROM {_STAGED} s
            WHERE s.upload_id = %(upload)s AND s.verdict = 'removed'"""
    key = destination.same_key("s", "t")
    return f"""
            SELECT s.id, (
                SELECT t.id FROM {destination.table} t WHERE {key}
                AND t.revision = (SELECT MAX(t.revision) FROM {destination.table} t WHERE {key})
                AND {_is_undone("t.closed_by_upload_id")}
            ) FROM {_STAGED} s
            WHERE s.upload_id = %(upload)s AND s.verdict = 'removed'"""


def _next_below(destination: Destination) -> str:
    """SQL: the revision before, if it was changed into this one, or if an undone upload removed it."""
    table = destination.table
    key = destination.same_row("b", "p")
    removed = f" OR {_is_undone('p.closed_by_upload_id')}" if destination.traced else ""
    return f"""
            UNION ALL
            SELECT earlier.staged, (
                SELECT p.id FROM {table} p WHERE {key}
                AND p.revision = (SELECT MAX(p.revision) FROM {table} p WHERE {key} AND p.revision < b.revision)
                AND (p.known_to = b.known_from{removed})
            ) FROM earlier
            JOIN {table} b ON b.id = earlier.base
            WHERE {_is_undone(destination.upload_of("b"))}"""


def _is_undone(upload: str) -> str:
    """SQL: whether an upload is undone, or is the one at hand, whose undo may be no more than a preview."""
    stage = f"COALESCE((SELECT u.stage FROM {_UPLOADS} u WHERE u.id = {upload}), '')"
    return f"(COALESCE({upload}, 0) = %(upload)s OR {stage} = 'undone')"


_FIGURES = Figure._meta.db_table
_DESTINATION = DESTINATIONS[UploadKind.FIGURES]
_IS_SUPPRESSED = f"""EXISTS (
    SELECT 1 FROM {_FIGURES} f WHERE {_DESTINATION.same_key("s", "f")} AND f.state = %(suppressed)s)"""

_SHOWN_AGAIN = f"""
    {prior_revisions(_DESTINATION, "written", "removed", closed=STILL_OPEN, only=_IS_SUPPRESSED)}
    SELECT COUNT(*) FROM earlier JOIN {_FIGURES} b ON b.id = earlier.base
    WHERE b.value IS NOT NULL AND {counts_again(_DESTINATION, "b")} AND EXISTS (
        SELECT 1 FROM {_FIGURES} f WHERE {_DESTINATION.same_row("b", "f")}
        AND f.state = %(suppressed)s AND f.revision > b.revision)"""


def shown_again(upload: Upload) -> int:
    """How many suppressed numbers everybody could read again after an undo. One query."""
    if upload.kind != UploadKind.FIGURES:
        return 0
    facts: dict[str, int | str] = {"upload": upload.pk, "suppressed": FigureState.SUPPRESSED.value}
    with connection.cursor() as cursor:
        cursor.execute(_SHOWN_AGAIN, facts)
        return int(cursor.fetchone()[0])
