"""What each staged row would do, in a few statements over all of them: new, changed, unchanged or removed."""

from __future__ import annotations

from django.db import connection
from django.db.models import Count

from performance.models import StagedRow, Upload
from performance.uploads.destinations import DESTINATIONS, Destination

Verdict = StagedRow.Verdict
# What a row says for itself, before it is compared: left blank, to be removed, or with an error.
SAID = (Verdict.LEFT, Verdict.REMOVED, Verdict.REJECTED)


def compare(upload: Upload) -> dict[str, int]:
    """Note for each staged row the latest revision that it meets, and its verdict. The numbers by verdict."""
    destination = DESTINATIONS[upload.kind]
    with connection.cursor() as cursor:
        for statement in (_meet(destination), _judge(destination)):
            cursor.execute(statement, {"upload": upload.pk})
    return counts(upload)


def counts(upload: Upload) -> dict[str, int]:
    found = upload.rows.values_list("verdict").annotate(number=Count("pk")).order_by()
    return {**dict.fromkeys(map(str, Verdict), 0), **dict(found)}


def is_stale(upload: Upload) -> bool:
    """Whether somebody changed one of the same figures since the rows were compared."""
    destination = DESTINATIONS[upload.kind]
    statement = f"""
        SELECT EXISTS (
            SELECT 1 FROM {_staged()} s
            LEFT JOIN {destination.table} t ON {destination.same_key("s", "t")} AND t.known_to IS NULL
            WHERE s.upload_id = %(upload)s AND s.verdict NOT IN ('left', 'rejected')
            AND COALESCE(t.id, 0) <> COALESCE(s.base, 0)
        )"""
    with connection.cursor() as cursor:
        cursor.execute(statement, {"upload": upload.pk})
        return bool(cursor.fetchone()[0])


def _staged() -> str:
    return StagedRow._meta.db_table


def _meet(destination: Destination) -> str:
    """The latest revision, and the greatest number that a revision of the key ever had."""
    key = destination.same_key("s", "t")
    return f"""
        UPDATE {_staged()} AS s SET
            base = (SELECT t.id FROM {destination.table} t WHERE {key} AND t.known_to IS NULL),
            base_revision = (SELECT MAX(t.revision) FROM {destination.table} t WHERE {key})
        WHERE s.upload_id = %(upload)s AND s.verdict <> 'rejected'"""


def _judge(destination: Destination) -> str:
    said = ", ".join(f"'{verdict}'" for verdict in SAID)
    return f"""
        UPDATE {_staged()} AS s SET verdict = CASE
            WHEN s.verdict = 'removed' AND s.base IS NULL THEN 'left'
            WHEN s.verdict IN ({said}) THEN s.verdict
            WHEN s.base IS NULL THEN 'new'
            WHEN EXISTS (
                SELECT 1 FROM {destination.table} t WHERE t.id = s.base AND {destination.same_value("s", "t")}
            ) THEN 'unchanged'
            ELSE 'changed' END
        WHERE s.upload_id = %(upload)s"""
