"""Staged rows in bulk (COPY on PostgreSQL, executemany on SQLite), and the transaction that bulk statements run in."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from io import StringIO
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.db.models import CharField, Model, TextField

from performance.models import StagedRow

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
BATCH = 1_000


def stage(rows: Iterable[Sequence[Any]]) -> None:
    """Put rows, each with the values of COLUMNS in order, beside the tables that they would change."""
    copy_into(StagedRow, COLUMNS, ([_plain(value) for value in row] for row in rows))


def _plain(value: Any) -> Any:
    """SQLite keeps decimals as numbers and dates as text."""
    if value is None or isinstance(value, str | int | float):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


@contextmanager
def passing_table() -> Iterator[str]:
    """The name of an empty table of COLUMNS without an index, gone at the end; or with the transaction, if that fails."""
    table = "passing_row"
    columns = ", ".join(COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMPORARY TABLE {table} AS SELECT {columns} FROM {StagedRow._meta.db_table} WHERE 1 = 0"
        )
    yield table
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {table}")


def copy_into(
    model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]], *, table: str = ""
) -> None:
    """Add rows of plain values to the table of a model, or another one with its columns, the quickest way that the
    database has. Names are ours, never a user's.
    """
    table = table or model._meta.db_table
    names = ", ".join(f'"{name}"' for name in columns)
    batches = _batches(rows)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # What is empty and not quoted is nothing, except in a column that always holds a text.
            texts = ", ".join(f'"{name}"' for name in columns if _always_holds_text(model, name))
            form = f"FORMAT csv, FORCE_NOT_NULL ({texts})" if texts else "FORMAT csv"
            cursor.copy_expert(
                f"COPY {table} ({names}) FROM STDIN WITH ({form})", _CopyLines(batches)
            )
        else:
            marks = ", ".join(["%s"] * len(columns))
            statement = f"INSERT INTO {table} ({names}) VALUES ({marks})"
            # By the batch, or Django would hold on to all of them.
            for batch in batches:
                cursor.executemany(statement, batch)


def _batches(rows: Iterable[Sequence[Any]]) -> Iterator[list[Sequence[Any]]]:
    left = iter(rows)
    while batch := list(islice(left, BATCH)):
        yield batch


def _always_holds_text(model: type[Model], column: str) -> bool:
    field = next(one for one in model._meta.concrete_fields if one.column == column)
    return isinstance(field, CharField | TextField) and not field.null


class _CopyLines:
    """Rows as the text that COPY reads, made while it reads."""

    def __init__(self, batches: Iterator[list[Sequence[Any]]]) -> None:
        self._batches, self._left = batches, ""

    def read(self, size: int) -> str:
        while len(self._left) < size and (batch := next(self._batches, None)):
            text = StringIO()
            csv.writer(text, lineterminator="\n").writerows(batch)
            self._left += text.getvalue()
        said, self._left = self._left[:size], self._left[size:]
        return said


@contextmanager
def bulk_transaction() -> Iterator[None]:
    """On PostgreSQL such statements sort in memory, and are not compiled first, which takes longer than to run them."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL work_mem = '64MB'; SET LOCAL jit = off")
        yield
