"""Staged rows in bulk: COPY on PostgreSQL, executemany on SQLite, behind one function."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import connection

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
NOTHING = "\\N"


def stage(rows: Iterable[Sequence[Any]]) -> None:
    """Put rows, each with the values of COLUMNS in order, beside the tables that they would change."""
    copy_into(StagedRow._meta.db_table, COLUMNS, rows)


def copy_into(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Add rows to a table the quickest way that its database has. Names are ours, never a user's."""
    names = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            statement = f"COPY {table} ({names}) FROM STDIN WITH (FORMAT csv, NULL '{NOTHING}')"
            cursor.copy_expert(statement, _Lines(rows))
        else:
            marks = ", ".join(["%s"] * len(columns))
            statement = f"INSERT INTO {table} ({names}) VALUES ({marks})"
            # SQLite takes them as they come; Django's stubs speak of a sequence.
            cursor.executemany(statement, _plain(rows))  # type: ignore[arg-type]


def _plain(rows: Iterable[Sequence[Any]]) -> Iterator[list[Any]]:
    """SQLite keeps decimals as numbers and dates as text."""
    for row in rows:
        yield [_bound(value) for value in row]


def _bound(value: Any) -> Any:
    if value is None or isinstance(value, str | int | float):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


class _Lines:
    """Rows as the text that COPY reads, made while it reads."""

    def __init__(self, rows: Iterable[Sequence[Any]]):
        self._parts: list[str] = []
        self._writer = csv.writer(self)
        self._rows = iter(rows)
        self._left = ""

    def write(self, text: str) -> None:
        self._parts.append(text)

    def read(self, size: int = -1) -> str:
        held = len(self._left)
        for row in self._rows:
            self._writer.writerow([NOTHING if value is None else value for value in row])
            held += len(self._parts[-1])
            if 0 <= size <= held:
                break
        text = self._left + "".join(self._parts)
        self._parts.clear()
        if size < 0:
            self._left = ""
            return text
        self._left = text[size:]
        return text[:size]
