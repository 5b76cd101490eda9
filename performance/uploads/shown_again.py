"""How many numbers that are withheld everybody would read again, were an upload taken back: it restores them."""

from __future__ import annotations

from django.db import connection

from performance.choices import FigureState
from performance.models import Figure, Upload, UploadKind
from performance.uploads.before import STILL_OPEN, before, stands
from performance.uploads.destinations import DESTINATIONS

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
    """One query."""
    if upload.kind != UploadKind.FIGURES:
        return 0
    facts: dict[str, int | str] = {"upload": upload.pk, "suppressed": FigureState.SUPPRESSED.value}
    with connection.cursor() as cursor:
        cursor.execute(_SHOWN_AGAIN, facts)
        return int(cursor.fetchone()[0])
