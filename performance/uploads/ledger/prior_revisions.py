"""What stood before an upload, as SQL: the last that was written and has not been taken back since.

A figure that an upload wrote lies upon the one that it changed, or upon a removal. Whoever takes the upload back
looks down through whatever was itself taken back, in whichever order, until something stands.

Every step is a look along the key, in a query of its own that gives one value: right after a large upload the
database believes that it wrote next to nothing, and would try each of its rows with each other.
"""

from __future__ import annotations

from django.db import connection

from performance.choices import FigureState
from performance.figures.destinations import DESTINATIONS, Destination
from performance.models import Figure, StagedRow, Upload, UploadKind

_STAGED = StagedRow._meta.db_table
_UPLOADS = Upload._meta.db_table

# What an undo has just closed, and what it would close.
CLOSED_NOW, STILL_OPEN = "t.known_to = %(moment)s", "t.known_to IS NULL"


def before(
    destination: Destination, *deeds: str, closed: str = CLOSED_NOW, only: str = "TRUE"
) -> str:
    """A common table `earlier` of `staged` rows that the upload wrote ("written") or "removed", each with the revision
    (`base`) that was `closed`, and with those under it while what lies above was taken back. Only the lowest of them
    can stand. `only` is SQL that chooses among the staged rows `s`.
    """
    first = {"written": _written(destination, closed), "removed": _closed_last(destination)}
    rows = " UNION ALL ".join(f"{first[deed]} AND {only}" for deed in deeds)
    return f"WITH RECURSIVE earlier (staged, base) AS ({rows} {_and_under_that(destination)})"


def stands(destination: Destination, row: str) -> str:
    """SQL that holds where no upload that was taken back wrote the row."""
    return f"NOT {_is_undone(destination.upload_of(row))}"


def _written(destination: Destination, closed: str) -> str:
    """What the upload wrote."""
    return f"""
            SELECT s.id, (
                SELECT t.id FROM {destination.table} t
                WHERE {destination.written_by("s", "t")} AND {closed}
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
    """SQL that holds for an upload that was taken back, and for the one at hand, even if its undo is only previewed."""
    stage = f"COALESCE((SELECT u.stage FROM {_UPLOADS} u WHERE u.id = {upload}), '')"
    return f"(COALESCE({upload}, 0) = %(upload)s OR {stage} = 'undone')"


_FIGURES = Figure._meta.db_table
_DESTINATION = DESTINATIONS[UploadKind.FIGURES]
_IS_SUPPRESSED = f"""EXISTS (
    SELECT 1 FROM {_FIGURES} f WHERE {_DESTINATION.same_key("s", "f")} AND f.state = %(suppressed)s)"""

_SHOWN_AGAIN = f"""
    {before(_DESTINATION, "written", "removed", closed=STILL_OPEN, only=_IS_SUPPRESSED)}
    SELECT COUNT(*) FROM earlier JOIN {_FIGURES} b ON b.id = earlier.base
    WHERE b.value IS NOT NULL AND {stands(_DESTINATION, "b")} AND EXISTS (
        SELECT 1 FROM {_FIGURES} f WHERE {_DESTINATION.same_row("b", "f")}
        AND f.state = %(suppressed)s AND f.revision > b.revision)"""


def shown_again(upload: Upload) -> int:
    """How many withheld numbers everybody could read again if the upload were taken back. One query."""
    if upload.kind != UploadKind.FIGURES:
        return 0
    facts: dict[str, int | str] = {"upload": upload.pk, "suppressed": FigureState.SUPPRESSED.value}
    with connection.cursor() as cursor:
        cursor.execute(_SHOWN_AGAIN, facts)
        return int(cursor.fetchone()[0])
