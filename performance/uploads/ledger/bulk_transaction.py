"""A transaction of a few statements, each over all rows of an upload."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def bulk_transaction() -> Iterator[None]:
    """On PostgreSQL such statements sort in memory, and are not compiled first, which takes longer than to run them."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL work_mem = '64MB'; SET LOCAL jit = off")
        yield
