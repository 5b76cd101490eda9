"""Applying 100,000 figures, against the database taking in the very same rows and doing nothing else.

The other side gets the rows ready made: text for COPY on PostgreSQL, tuples for executemany on SQLite. They go into
the same table, with its indexes and constraints, and what it held before.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from bench import steps
from bench.database import settle
from bench.timing import Measure, Times
from bench.world import A_QUARTER, World, quarters, readings, write_file
from performance.models import Figure, Upload

ROUNDS = 3
QUARTERS = 10
TABLE = Figure._meta.db_table
COLUMNS = ", ".join(field.column for field in Figure._meta.concrete_fields if field.column != "id")


def measure(world: World, folder: Path) -> list[Measure]:
    kinds = (("new", QUARTERS, 2), ("changed", 0, 4))
    return [_measure(world, folder, name, after, limit) for name, after, limit in kinds]


def _measure(world: World, folder: Path, name: str, after: int, limit: int) -> Measure:
    """`after` how many quarters from the first of those in the database the file begins."""
    first = -QUARTERS + after
    path = write_file(folder / "figures.xlsx", readings(quarters(first, QUARTERS), more=1))
    times = Times()
    for _ in range(ROUNDS):
        world.history(QUARTERS)
        upload = steps.check(world.analyst, path)
        if upload.counted.of(name) != QUARTERS * A_QUARTER:
            raise RuntimeError(f"Not all rows are {name}: {upload.counts}")
        upload = steps.accept(world.analyst, upload)
        settle()
        times.of("ours", steps.apply, world.analyst, upload)
        rows = _taken_out(upload)
        settle()
        times.of("bare", _put_back, rows)
    how = "COPY" if connection.vendor == "postgresql" else "executemany"
    what = f"Apply 100,000 {name} figures"
    return Measure(what, times["ours"], f"bare {how} of the rows", times["bare"], limit)


def _taken_out(upload: Upload) -> Any:
    """The rows that the upload wrote, which are no longer in the table."""
    chosen = f"SELECT {COLUMNS} FROM {TABLE} WHERE upload_id = {upload.pk} ORDER BY id"  # noqa: S608
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            rows: Any = io.StringIO()
            cursor.copy_expert(f"COPY ({chosen}) TO STDOUT", rows)
        else:
            # As SQLite has them: Django would make dates and decimals of them.
            rows = cursor.connection.execute(chosen).fetchall()
    Figure.objects.filter(upload=upload).delete()
    return rows


def _put_back(rows: Any) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            rows.seek(0)
            cursor.copy_expert(f"COPY {TABLE} ({COLUMNS}) FROM STDIN", rows)
        else:
            marks = ", ".join("?" * len(rows[0]))
            # The driver's own cursor: Django's would look at every parameter.
            cursor.connection.executemany(f"INSERT INTO {TABLE} ({COLUMNS}) VALUES ({marks})", rows)  # noqa: S608
