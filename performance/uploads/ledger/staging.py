"""Stage the rows of a file beside the tables they would change, and compare each with the figure that counts now.

A row is new, changed, unchanged or removed. One statement compares all rows: they go into a temporary table, and each
is then stored once, with its verdict. To store them first and update them afterwards takes five times as long.

Rows go in by COPY on PostgreSQL and many to a statement on SQLite.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from io import StringIO
from itertools import chain, islice
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import CharField, Count, Model, TextField

from performance.figures.complete_sets import SetKey, complete_set
from performance.figures.destinations import DESTINATIONS, Destination
from performance.models import ConcurrentChangeCounts, StagedRow, Upload
from performance.uploads.ledger.totals import are_totals_stale, stage_totals

Verdict = StagedRow.Verdict
# The verdicts that a row has before it is compared: left blank, to be removed, with an error, or left out.
JUDGED = (Verdict.LEFT, Verdict.REMOVED, Verdict.REJECTED, Verdict.OMITTED)
COLUMNS = (
    "upload_id",
    "row",
    "cell",
    "subject",
    "area",
    "label",
    "period_start",
    "period_end",
    "state",
    "value",
    "numerator",
    "denominator",
    "comment",
    "verdict",
)
# Not among the values of a row of a file: no cell is added up.
MORE_COLUMNS = ("added_up_from",)
BATCH = 1_000
MOST_STORED = 20
# As many as any SQLite takes in a statement.
_FEWEST_PARAMETERS = 999


def stage_compared(upload: Upload, rows: Iterable[Sequence[Any]]) -> None:
    """Stage rows, each the values of COLUMNS, with the current revision of its figure and a verdict on it.

    They replace the rows that were staged before.
    """
    with bulk_transaction(), temporary_table() as table:
        upload.rows.all().delete()
        copy_into(StagedRow, COLUMNS, rows, table=table)
        _stage_from(upload, table)


def compare(upload: Upload) -> dict[str, int]:
    """Compare the staged rows again, and add up afresh. Returns their numbers by verdict."""
    with bulk_transaction(), temporary_table() as table:
        columns = ", ".join(COLUMNS)
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} ({columns})"
                f" SELECT {columns} FROM {_staged()} WHERE upload_id = %s AND row > 0 ORDER BY id",
                [upload.pk],
            )
        upload.rows.all().delete()
        _stage_from(upload, table)
        stage_totals(upload, complete_set())
    return counts(upload)


def counts(upload: Upload) -> dict[str, int]:
    found = upload.rows.values_list("verdict").annotate(number=Count("pk")).order_by()
    return {**dict.fromkeys(map(str, Verdict), 0), **dict(found)}


def is_stale(upload: Upload) -> bool:
    """Whether somebody changed one of the same figures since the rows were compared, or one that is added up with them."""
    changed = is_changed(DESTINATIONS[upload.kind])
    statement = f"SELECT EXISTS (SELECT 1 FROM {_staged()} s {changed})"
    with connection.cursor() as cursor:
        cursor.execute(statement, {"upload": upload.pk})
        is_other = bool(cursor.fetchone()[0])
    return is_other or are_totals_stale(upload)


def touched_sets(upload: Upload) -> list[SetKey]:
    """The indicators and periods of which it writes or removes figures."""
    rows = upload.rows.filter(verdict__in=["new", "changed", "removed"]).order_by()
    keys: Any = rows.values_list("subject", "period_start", "period_end").distinct()
    return list(keys)


def _stage_from(upload: Upload, table: str) -> None:
    """Move the rows of a temporary table into the staged rows, in the order of the file."""
    destination = DESTINATIONS[upload.kind]
    order = "s.rowid"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            order = "s.ctid"
            # Without statistics of the new table, PostgreSQL plans badly.
            cursor.execute(f"ANALYZE {table} (subject, area)")
        cursor.execute(f"{_with_verdicts(destination, table)} ORDER BY {order}")


def _with_verdicts(destination: Destination, table: str) -> str:
    copied = [column for column in COLUMNS if column != "verdict"]
    judged = ", ".join(f"'{verdict}'" for verdict in JUDGED)
    return f"""
        INSERT INTO {_staged()} ({", ".join(copied)}, verdict, base)
        SELECT {", ".join(f"s.{column}" for column in copied)},
            CASE
                WHEN s.verdict = 'removed' AND t.id IS NULL THEN 'left'
                WHEN s.verdict IN ({judged}) THEN s.verdict
                WHEN t.id IS NULL THEN 'new'
                WHEN {destination.same_value("s", "t")} THEN 'unchanged'
                ELSE 'changed'
            END,
            t.id
        FROM {table} s LEFT JOIN {destination.table} t
            ON {destination.same_key("s", "t")} AND t.known_to IS NULL AND s.verdict <> 'rejected'"""


def _staged() -> str:
    return StagedRow._meta.db_table


class ConcurrentChange(NamedTuple):
    """A cell whose figure others changed, and three revisions by primary key.

    `was` is the revision that the cell was compared with, None if there was no figure. `now` counts now, None if the
    figure was removed. `last` is the latest.
    """

    cell: str
    was: int | None
    now: int | None
    last: int


def find_concurrent_changes(upload: Upload) -> ConcurrentChangeCounts:
    """How many figures others changed since the preview, and the first of them, to be stored in the upload's counts.

    Call it before `compare`, which replaces the revisions that the rows were compared with.
    """
    destination = DESTINATIONS[upload.kind]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) {_changed(destination)}", {"upload": upload.pk})
        (number,) = cursor.fetchone()
        cursor.execute(_first(destination), {"upload": upload.pk, "most": MOST_STORED})
        return ConcurrentChangeCounts(number, tuple(map(tuple, cursor.fetchall())))


def stored_concurrent_changes(upload: Upload) -> tuple[int, list[ConcurrentChange]]:
    """How many figures others had changed when the upload was last to be applied, and the first of them."""
    kept = upload.counted.concurrent_changes
    return kept.number, [ConcurrentChange(*row) for row in kept.first]


def is_changed(destination: Destination) -> str:
    """SQL after the staged rows `s`: joins the current revision as `t`, where it is not the one they were compared with."""
    return f"""
        LEFT JOIN {destination.table} t ON {destination.same_key("s", "t")} AND t.known_to IS NULL
        WHERE s.upload_id = %(upload)s AND s.verdict NOT IN ('left', 'rejected', 'omitted')
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


@contextmanager
def bulk_transaction() -> Iterator[None]:
    """A transaction for statements over many rows: on PostgreSQL they sort in memory and skip JIT, which only slows them."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL work_mem = '64MB'; SET LOCAL jit = off")
        yield


@contextmanager
def temporary_table() -> Iterator[str]:
    """The name of an empty temporary table of COLUMNS without an index. It is dropped at the end."""
    table = "compared_row"
    columns = ", ".join((*COLUMNS, *MORE_COLUMNS))
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMPORARY TABLE {table} AS SELECT {columns} FROM {StagedRow._meta.db_table} WHERE 1 = 0"
        )
    yield table
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {table}")


def stage(rows: Iterable[Sequence[Any]]) -> None:
    """Stage rows, each the values of COLUMNS, without comparing them."""
    copy_into(StagedRow, COLUMNS, ([_plain(value) for value in row] for row in rows))


def _plain(value: Any) -> Any:
    """A value as SQLite stores it: decimals as numbers, dates as text."""
    if value is None or isinstance(value, str | int | float):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def copy_into(
    model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]], *, table: str = ""
) -> None:
    """Add rows of plain values to a model's table, or to another `table` with its columns, in the quickest way that the
    database has. Names of tables and columns never come from a user.
    """
    table = table or model._meta.db_table
    names = ", ".join(f'"{name}"' for name in columns)
    batches = _batches(rows)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # COPY reads an unquoted empty value as NULL, except in these columns.
            texts = ", ".join(f'"{name}"' for name in columns if _always_holds_text(model, name))
            form = f"FORMAT csv, FORCE_NOT_NULL ({texts})" if texts else "FORMAT csv"
            cursor.copy_expert(
                f"COPY {table} ({names}) FROM STDIN WITH ({form})", _CopyLines(batches)
            )
        else:
            _insert(f"INSERT INTO {table} ({names}) VALUES ", len(columns), batches)


def _insert(start: str, width: int, batches: Iterable[list[Sequence[Any]]]) -> None:
    """Many rows in a statement take half the time of a statement each. Django would look through each for its marks."""
    marks = f"({', '.join('?' * width)})"
    a_statement = (connection.features.max_query_params or _FEWEST_PARAMETERS) // width
    with connection.wrap_database_errors:
        cursor = connection.connection.cursor()
        for batch in batches:
            for first in range(0, len(batch), a_statement):
                some = batch[first : first + a_statement]
                values = list(chain.from_iterable(some))
                cursor.execute(f"{start}{', '.join([marks] * len(some))}", values)


def _batches(rows: Iterable[Sequence[Any]]) -> Iterator[list[Sequence[Any]]]:
    left = iter(rows)
    while batch := list(islice(left, BATCH)):
        yield batch


def _always_holds_text(model: type[Model], column: str) -> bool:
    field = next(one for one in model._meta.concrete_fields if one.column == column)
    return isinstance(field, CharField | TextField) and not field.null


class _CopyLines:
    """The rows as text for COPY, written while it reads."""

    def __init__(self, batches: Iterator[list[Sequence[Any]]]) -> None:
        self._batches, self._left = batches, ""

    def read(self, size: int) -> str:
        while len(self._left) < size and (batch := next(self._batches, None)):
            text = StringIO()
            csv.writer(text, lineterminator="\n").writerows(batch)
            self._left += text.getvalue()
        piece, self._left = self._left[:size], self._left[size:]
        return piece
