"""How many numbers that are withheld everybody would read again, were an upload taken back: it restores them.

Worked out as taking it back does (see `before`), while the upload still stands.
"""

from __future__ import annotations

from django.db import connection

from performance.choices import FigureState
from performance.models import Figure, StagedRow, Upload, UploadKind
from performance.uploads.destinations import DESTINATIONS

_FIGURES = Figure._meta.db_table
_STAGED = StagedRow._meta.db_table
_UPLOADS = Upload._meta.db_table
_DESTINATION = DESTINATIONS[UploadKind.FIGURES]


def shown_again(upload: Upload) -> int:
    """One query."""
    if upload.kind != UploadKind.FIGURES:
        return 0
    facts: dict[str, int | str] = {"upload": upload.pk, "suppressed": FigureState.SUPPRESSED.value}
    with connection.cursor() as cursor:
        cursor.execute(_SHOWN_AGAIN, facts)
        return int(cursor.fetchone()[0])


def _is_undone(upload: str) -> str:
    """SQL that holds of an upload that was taken back, and of this one as if it were."""
    stage = f"COALESCE((SELECT u.stage FROM {_UPLOADS} u WHERE u.id = {upload}), '')"
    return f"(COALESCE({upload}, 0) = %(upload)s OR {stage} = 'undone')"


def _was_suppressed_after(row: str) -> str:
    return f"""EXISTS (
        SELECT 1 FROM {_FIGURES} f WHERE {_DESTINATION.same_row(row, "f")}
        AND f.state = %(suppressed)s AND f.revision > {row}.revision)"""


def _last(figure: str, key: str, *, under: str = "") -> str:
    """The last revision by `key`, or the last of those `under` another."""
    return f"{figure}.revision = (SELECT MAX({figure}.revision) FROM {_FIGURES} {figure} WHERE {key}{under})"


# Numbers of what it wrote or removed, then of what lies under that while what lies above is taken back.
_WRITTEN = f"""
    SELECT t.id FROM {_FIGURES} t
    WHERE t.upload_id = %(upload)s AND t.known_to IS NULL AND EXISTS (
        SELECT 1 FROM {_FIGURES} f WHERE {_DESTINATION.same_row("t", "f")} AND f.state = %(suppressed)s)"""
_REMOVED = f"""
    SELECT (
        SELECT t.id FROM {_FIGURES} t WHERE {_DESTINATION.same_key("s", "t")}
        AND {_last("t", _DESTINATION.same_key("s", "t"))} AND {_is_undone("t.closed_by_upload_id")}
    ) FROM {_STAGED} s WHERE s.upload_id = %(upload)s AND s.verdict = 'removed'"""
_UNDER = f"""
    SELECT (
        SELECT p.id FROM {_FIGURES} p WHERE {_DESTINATION.same_row("b", "p")}
        AND {_last("p", _DESTINATION.same_row("b", "p"), under=" AND p.revision < b.revision")}
        AND (p.known_to = b.known_from OR {_is_undone("p.closed_by_upload_id")})
    ) FROM earlier JOIN {_FIGURES} b ON b.id = earlier.base WHERE {_is_undone("b.upload_id")}"""
_SHOWN_AGAIN = f"""
    WITH RECURSIVE first (base) AS ({_WRITTEN} UNION ALL {_REMOVED}),
    earlier (base) AS (SELECT base FROM first UNION ALL {_UNDER})
    SELECT COUNT(*) FROM earlier JOIN {_FIGURES} b ON b.id = earlier.base
    WHERE b.value IS NOT NULL AND NOT {_is_undone("b.upload_id")} AND {_was_suppressed_after("b")}"""
