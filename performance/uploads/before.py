"""What stood before an upload, as SQL: the last that was written and has not been taken back since.

A figure that an upload wrote lies upon the one that it changed, or upon a removal. Whoever takes the upload back
looks down through whatever was itself taken back, in whichever order, until something stands.
"""

from __future__ import annotations

from performance.models import StagedRow, Upload
from performance.uploads.destinations import Destination

_STAGED = StagedRow._meta.db_table
_UPLOADS = Upload._meta.db_table


def before(destination: Destination, deed: str) -> str:
    """A common table `earlier` of `staged` rows that the upload wrote ("written") or "removed", each with the `base`
    under it, and with those under that one while what lies above was taken back. Only the lowest of them can stand.
    """
    first = _UNDER[deed](destination)
    return f"WITH RECURSIVE earlier (staged, base) AS ({first} {_and_under_that(destination)})"


def stands(destination: Destination, row: str) -> str:
    """SQL that holds where no upload that was taken back wrote the row."""
    if not destination.traced:
        return "TRUE"
    return f"NOT EXISTS (SELECT 1 FROM {_UPLOADS} u WHERE u.id = {row}.upload_id AND u.stage = 'undone')"


def _under_written(destination: Destination) -> str:
    """A changed figure lies upon the one that was changed; a new one, upon none or upon what had been removed."""
    changed = _own_bases("changed")
    if not destination.traced:
        return changed
    return f"""{changed} UNION ALL
            SELECT s.id, {_gone_before(destination, "s")} FROM {_STAGED} s
            WHERE s.upload_id = %(upload)s AND s.verdict = 'new' AND EXISTS (
                SELECT 1 FROM {destination.table} t WHERE {destination.same_key("s", "t")} AND t.revision > 1
            )"""


def _under_removed(destination: Destination) -> str:
    """What was closed last, if by an upload that was taken back: this one, or one that came after it and has gone."""
    if not destination.traced:
        return _own_bases("removed")
    table = destination.table
    return f"""
            SELECT s.id, t.id FROM {_STAGED} s
            JOIN {table} t ON {destination.same_key("s", "t")}
            JOIN {_UPLOADS} u ON u.id = t.closed_by_upload_id AND u.stage = 'undone'
            WHERE s.upload_id = %(upload)s AND s.verdict = 'removed' AND NOT EXISTS (
                SELECT 1 FROM {table} n WHERE {destination.same_key("s", "n")} AND n.revision > t.revision
            )"""


_UNDER = {"written": _under_written, "removed": _under_removed}


def _own_bases(verdict: str) -> str:
    return f"""
            SELECT s.id, s.base FROM {_STAGED} s
            WHERE s.upload_id = %(upload)s AND s.verdict = '{verdict}'"""


def _and_under_that(destination: Destination) -> str:
    if not destination.traced:
        return ""
    return f"""
            UNION ALL
            SELECT earlier.staged, COALESCE(e.base, {_gone_before(destination, "e")}) FROM earlier
            JOIN {destination.table} b ON b.id = earlier.base
            JOIN {_UPLOADS} u ON u.id = b.upload_id AND u.stage = 'undone'
            JOIN {_STAGED} e ON e.upload_id = u.id AND {destination.same_key("e", "b")}
                AND e.verdict IN ('new', 'changed')"""


def _gone_before(destination: Destination, staged: str) -> str:
    """The revision that had been closed when the row was written, if by an upload that was taken back since."""
    table = destination.table
    return f"""(
                SELECT p.id FROM {table} p
                JOIN {_UPLOADS} x ON x.id = p.closed_by_upload_id AND x.stage = 'undone'
                WHERE {destination.same_key(staged, "p")} AND p.revision = (
                    SELECT MAX(o.revision) FROM {table} o
                    WHERE {destination.same_key(staged, "o")} AND o.revision < (
                        SELECT MIN(w.revision) FROM {table} w WHERE {destination.written_by(staged, "w")}
                    )
                )
            )"""
