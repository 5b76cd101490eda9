"""Copy an SQLite planner into an empty PostgreSQL: the whole of it, or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import psycopg2
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from core.backups import postgresql, sqlite
from core.backups.kinds import decimal
from core.backups.postgresql_tables import PostgresqlTables
from core.backups.problems import BackupProblem
from core.backups.sqlite_tables import SqliteTables
from core.backups.streams import Pieces
from core.backups.table_sums import Sums, differing, is_empty, sums_of

MIGRATIONS = "django_migrations"
ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
# So many rows go to the server at a time.
BATCH = 500


def copy_into_postgresql(path: Path) -> Sums:
    """Copy all tables of an SQLite file into the database, which migrations have made and nothing else has written.

    Returns the sums of the tables, which are those of both. Raises BackupProblem.
    """
    parameters = connection.get_connection_params()
    connection.close()
    with sqlite.opened(path) as source, postgresql.connected(parameters) as target:
        # What others write meanwhile is not seen.
        source.execute("BEGIN")
        found, put = SqliteTables(source), PostgresqlTables(target)
        _check_both(found, put)
        with target, target.cursor() as cursor:
            cursor.execute("SET LOCAL timezone = 'UTC'; SET CONSTRAINTS ALL DEFERRED")
            _copy(found, put, cursor)
            sums = sums_of(found)
            if wrong := differing(sums, sums_of(put)):
                raise BackupProblem(
                    f"These tables would not be the same, so that nothing was copied: {', '.join(wrong)}."
                )
        with target, target.cursor() as cursor:
            # Without statistics PostgreSQL plans badly.
            cursor.execute("ANALYZE")
    return sums


def _check_both(found: SqliteTables, put: PostgresqlTables) -> None:
    columns = found.columns()
    if MIGRATIONS not in columns:
        raise BackupProblem("The SQLite file holds no planner.")
    wanted = set(MigrationLoader(None).disk_migrations)
    kept = found.rows(MIGRATIONS, [("app", "plain"), ("name", "plain")])
    if {tuple(row) for row in kept} != wanted:
        raise BackupProblem(
            "The SQLite file is of another version of the planner. Run migrate on it first, with DATABASE_URL naming it."
        )
    if not is_empty(put):
        raise BackupProblem("The database that DATABASE_URL names is not empty. Make a new one.")
    others = {name for name, shape in put.columns().items() if columns.get(name) != shape}
    if others or columns.keys() != put.columns().keys():
        raise BackupProblem(
            f"These tables are not of the same form in both: {', '.join(sorted(others)) or 'some'}."
        )


def _copy(found: SqliteTables, put: PostgresqlTables, cursor: Any) -> None:
    columns = found.columns()
    quoted = {name: f'"{name}"' for name in columns}
    cursor.execute(f"TRUNCATE {', '.join(quoted.values())}")
    for name in columns:
        # How often rows were written is among what is copied.
        cursor.execute(f"ALTER TABLE {quoted[name]} DISABLE TRIGGER USER")
    for name, shape in columns.items():
        names = ", ".join(f'"{column}"' for column, _ in shape)
        lines = Pieces(_lines(found.raw_rows(name, shape), [kind for _, kind in shape]))
        try:
            cursor.copy_expert(f"COPY {quoted[name]} ({names}) FROM STDIN", lines)
        except psycopg2.Error as why:
            said = str(why).splitlines()[0]
            raise BackupProblem(f"{name} cannot be copied. PostgreSQL says: {said}") from why
    try:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except psycopg2.Error as why:
        raise BackupProblem(f"The SQLite file holds what leads nowhere: {why}") from why
    for name in columns:
        cursor.execute(f"ALTER TABLE {quoted[name]} ENABLE TRIGGER USER")
    _go_on_numbering(cursor)


def _go_on_numbering(cursor: Any) -> None:
    """Sequences know nothing of rows that came with their numbers."""
    cursor.execute(
        "SELECT table_name, column_name, pg_get_serial_sequence(quote_ident(table_name), column_name)"
        " FROM information_schema.columns WHERE table_schema = current_schema() AND is_identity = 'YES'"
    )
    for table, column, sequence in cursor.fetchall():
        cursor.execute(
            f'SELECT setval(%s, COALESCE(MAX("{column}"), 1), MAX("{column}") IS NOT NULL) FROM "{table}"',
            [sequence],
        )


def _lines(rows: Iterator[Sequence[Any]], kinds: Sequence[str]) -> Iterator[bytes]:
    batch: list[str] = []
    for row in rows:
        batch.append("\t".join(_said(*one) for one in zip(row, kinds, strict=True)))
        if len(batch) == BATCH:
            yield "\n".join([*batch, ""]).encode()
            batch.clear()
    yield "\n".join([*batch, ""]).encode() if batch else b""


def _said(value: Any, kind: str) -> str:
    """A value as COPY reads it."""
    if value is None:
        return "\\N"
    if kind == "decimal":
        return str(decimal(value))
    if isinstance(value, str):
        return value.translate(ESCAPED)
    if isinstance(value, bytes):
        return f"\\\\x{value.hex()}"
    return repr(value)
