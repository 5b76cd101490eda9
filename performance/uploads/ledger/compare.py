"""What each row would do, in one statement over all of them: new, changed, unchanged or removed.

The rows come into a table that lasts as long as the transaction, and each is then kept once, with its verdict:
to keep them first and mark them afterwards takes five times as long.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import Count

from performance.figures.destinations import DESTINATIONS, Destination
from performance.models import StagedRow, Upload
from performance.uploads.ledger.concurrent_changes import is_changed
from performance.uploads.ledger.staging import COLUMNS, bulk_transaction, copy_into, passing_table

Verdict = StagedRow.Verdict
# What a row says for itself, before it is compared: left blank, to be removed, or with an error.
SAID = (Verdict.LEFT, Verdict.REMOVED, Verdict.REJECTED)


def keep_compared(upload: Upload, rows: Iterable[Sequence[Any]]) -> None:
    """Keep what was read, each row the values of `staging.COLUMNS`, with the latest revision that it meets and
    what it would do to it. What was kept before is replaced.
    """
    with bulk_transaction(), passing_table() as table:
        upload.rows.all().delete()
        copy_into(StagedRow, COLUMNS, rows, table=table)
        _keep(upload, table)


def compare(upload: Upload) -> dict[str, int]:
    """Compare afresh what is kept already. The numbers by verdict."""
    with bulk_transaction(), passing_table() as table:
        columns = ", ".join(COLUMNS)
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} ({columns})"
                f" SELECT {columns} FROM {_staged()} WHERE upload_id = %s ORDER BY id",
                [upload.pk],
            )
        upload.rows.all().delete()
        _keep(upload, table)
    return counts(upload)


def counts(upload: Upload) -> dict[str, int]:
    found = upload.rows.values_list("verdict").annotate(number=Count("pk")).order_by()
    return {**dict.fromkeys(map(str, Verdict), 0), **dict(found)}


def is_stale(upload: Upload) -> bool:
    """Whether somebody changed one of the same figures since the rows were compared."""
    changed = is_changed(DESTINATIONS[upload.kind])
    statement = f"SELECT EXISTS (SELECT 1 FROM {_staged()} s {changed})"
    with connection.cursor() as cursor:
        cursor.execute(statement, {"upload": upload.pk})
        return bool(cursor.fetchone()[0])


def _staged() -> str:
    return StagedRow._meta.db_table


def _keep(upload: Upload, table: str) -> None:
    """Numbered in the order of the file."""
    destination = DESTINATIONS[upload.kind]
    order = "s.rowid"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            order = "s.ctid"
            # It plans by what it knows of a table, and of this one it knows nothing yet.
            cursor.execute(f"ANALYZE {table} (subject, area)")
        cursor.execute(f"{_with_verdicts(destination, table)} ORDER BY {order}")


def _with_verdicts(destination: Destination, table: str) -> str:
    copied = [column for column in COLUMNS if column != "verdict"]
    said = ", ".join(f"'{verdict}'" for verdict in SAID)
    return f"""
        INSERT INTO {_staged()} ({", ".join(copied)}, verdict, base)
        SELECT {", ".join(f"s.{column}" for column in copied)},
            CASE
                WHEN s.verdict = 'removed' AND t.id IS NULL THEN 'left'
                WHEN s.verdict IN ({said}) THEN s.verdict
                WHEN t.id IS NULL THEN 'new'
                WHEN {destination.same_value("s", "t")} THEN 'unchanged'
                ELSE 'changed'
            END,
            t.id
        FROM {table} s LEFT JOIN {destination.table} t
            ON {destination.same_key("s", "t")} AND t.known_to IS NULL AND s.verdict <> 'rejected'"""
