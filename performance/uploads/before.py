"""What stood before an upload, as SQL: the last that was written and has not been taken back since.

A figure that an upload wrote lies upon the one that it changed, or upon a removal. Whoever takes the upload back
looks down through whatever was itself taken back, in whichever order, until something stands.

Every step is a look along the key, in a query of its own that gives one value: right after a large upload the
database believes that it wrote next to nothing, and would try each of its rows with each other.
"""

from __future__ import annotations

from performance.models import StagedRow, Upload
from performance.uploads.destinations import Destination

_STAGED = StagedRow._meta.db_table
_UPLOADS = Upload._meta.db_table


def before(destination: Destination, deed: str) -> str:
    """A common table `earlier` of `staged` rows that the upload wrote ("written", once they are closed) or "removed",
    each with the revision (`base`) that was closed, and with those under it while what lies above was taken back.
    Only the lowest of them can stand.
    """
    return f"WITH RECURSIVE earlier (staged, base) AS ({_FIRST[deed](destination)} {_and_under_that(destination)})"


def stands(destination: Destination, row: str) -> str:
    """SQL that holds where no upload that was taken back wrote the row."""
    return f"NOT {_is_undone(destination.upload_of(row))}"


def _closed_now(destination: Destination) -> str:
    """What the upload wrote, closed at this moment."""
    return f"""
            SELECT s.id, (
                SELECT t.id FROM {destination.table} t
                WHERE {destination.written_by("s", "t")} AND t.known_to = %(moment)s
            ) FROM {_STAGED} s
            WHERE s.upload_id = %(upload)s AND s.verdict IN ('new', 'changed')"""


def _closed_last(destination: Destination) -> str:
    """What was closed last, if by an upload that was taken back: this one, or one that came after it and has gone."""
    if not destination.traced:
        # Who closed a row is not kept, only which one it was.
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


_FIRST = {"written": _closed_now, "removed": _closed_last}


def _and_under_that(destination: Destination) -> str:
    """The revision before, if it was changed into this one, or removed by an upload that was taken back."""
    table = destination.table
    key = destination.same_row("b", "p")
    gone = f" OR {_is_undone('p.closed_by_upload_id')}" if destination.traced else ""
    return f"""
            UNION ALL
            SELECT earlier.staged, (
                SELECT p.id FROM {table} p WHERE {key}
                AND p.revision = (SELECT MAX(p.revision) FROM {table} p WHERE {key} AND p.revision < b.revision)
                AND (p.known_to = b.known_from{gone})
            ) FROM earlier
            JOIN {table} b ON b.id = earlier.base
            WHERE {_is_undone(destination.upload_of("b"))}"""


def _is_undone(upload: str) -> str:
    return f"COALESCE((SELECT u.stage FROM {_UPLOADS} u WHERE u.id = {upload}), '') = 'undone'"
