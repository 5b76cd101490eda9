"""The database that is measured: made, emptied, and put in order before the clock starts."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from urllib.parse import urlsplit

from django.db import connection

from performance.models import Figure, Finding, Job, StagedRow, Upload, UploadFile

# Whatever refers to others before them.
_TABLES = (Job, Finding, StagedRow, UploadFile, Figure, Upload)


@contextmanager
def made() -> Iterator[None]:
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


def address() -> str:
    """Of the database that is measured, beside the one that DATABASE_URL names: for a process of its own."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


def empty() -> None:
    """No figure, and no upload."""
    for model in _TABLES:
        _run(f"DELETE FROM {model._meta.db_table}")  # noqa: S608


def as_known_on(moment: datetime) -> None:
    """No upload, and no figure known since."""
    Figure.objects.filter(known_from__gt=moment).delete()
    Figure.objects.exclude(known_to=None).update(known_to=None)
    for model in _TABLES:
        if model is not Figure:
            _run(f"DELETE FROM {model._meta.db_table}")  # noqa: S608


def settle() -> None:
    """As after a quiet night: nothing half written, no dead rows, and statistics of what is there."""
    if connection.vendor == "postgresql":
        for model in _TABLES:
            _run(f"VACUUM (FULL, ANALYZE) {model._meta.db_table}")
        _run("CHECKPOINT")
    else:
        _run("VACUUM")
        _run("PRAGMA wal_checkpoint(TRUNCATE)")


def version() -> str:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SHOW server_version")
            return f"PostgreSQL {cursor.fetchone()[0].split()[0]}"
        cursor.execute("SELECT sqlite_version()")
        return f"SQLite {cursor.fetchone()[0]}"


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
