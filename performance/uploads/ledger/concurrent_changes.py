"""Which figures of an upload others changed between its preview and its being applied."""

from __future__ import annotations

from typing import NamedTuple

from django.db import connection

from performance.figures.destinations import DESTINATIONS, Destination
from performance.models import ConcurrentChangeCounts, StagedRow, Upload

MOST_KEPT = 20


class Changed(NamedTuple):
    """One cell, by numbers of revisions: the one that it was compared with, the one that counts now, the last one.

    The first is None where there was no figure, the second where there is none any more.
    """

    cell: str
    was: int | None
    now: int | None
    last: int


def changed_meanwhile(upload: Upload) -> ConcurrentChangeCounts:
    """How many figures, and the first of them, as it is kept in the counts of the upload (see `kept_of`).

    To be asked before the rows are compared afresh, which forgets what they were compared with.
    """
    destination = DESTINATIONS[upload.kind]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) {_changed(destination)}", {"upload": upload.pk})
        (number,) = cursor.fetchone()
        cursor.execute(_first(destination), {"upload": upload.pk, "most": MOST_KEPT})
        return ConcurrentChangeCounts(number, tuple(map(tuple, cursor.fetchall())))


def kept_of(upload: Upload) -> tuple[int, list[Changed]]:
    """How many figures were changed before the last attempt to apply it, and the first of them."""
    kept = upload.counted.concurrent_changes
    return kept.number, [Changed(*row) for row in kept.first]


def is_changed(destination: Destination) -> str:
    """SQL that follows staged rows `s`, and joins what counts now as `t`, where that is not what they met."""
    return f"""
        LEFT JOIN {destination.table} t ON {destination.same_key("s", "t")} AND t.known_to IS NULL
        WHERE s.upload_id = %(upload)s AND s.verdict NOT IN ('left', 'rejected')
        AND COALESCE(t.id, 0) <> COALESCE(s.base, 0)"""


def _changed(destination: Destination) -> str:
    return f"FROM {StagedRow._meta.db_table} s {is_changed(destination)}"


def _first(destination: Destination) -> str:
    last = f"""
        SELECT r.id FROM {destination.table} r
        WHERE {destination.same_key("s", "r")} ORDER BY r.revision DESC LIMIT 1"""
    return f"""
        SELECT s.cell, s.base, t.id, ({last}) {_changed(destination)}
        ORDER BY s.row, s.id LIMIT %(most)s"""
