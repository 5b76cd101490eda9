"""The triggers that count changes. A write counts whoever makes it: a page, a command, or somebody with SQL.

All that stands in their statements are names of tables and columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any

from django.apps import apps
from django.db import connections
from django.db.utils import DEFAULT_DB_ALIAS

from core.changes.models import WriteCount
from core.changes.watching import ANYTHING, WATCHED, Watched

PREFIX = "changes_"
# Of each statement, what the rows that it wrote are called, before and after.
ROWS = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}
COUNTS = WriteCount._meta.db_table


def put_triggers(using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    """Make the triggers that are missing, and drop those of an earlier version. Receives `post_migrate`."""
    connection = connections[using]
    if connection.vendor not in ("sqlite", "postgresql"):
        raise NotImplementedError(f"No triggers are known for {connection.vendor}.")
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        if COUNTS not in tables:
            return
        wanted = dict(_wanted(connection.vendor, (one for one in _all() if one.table in tables)))
        there = dict(_there(connection.vendor, cursor))
        for name in there.keys() - wanted.keys():
            cursor.execute(_drop(connection.vendor, name, there[name]))
        missing = wanted.keys() - there.keys()
        for statement in (one for name in missing for one in wanted[name]):
            cursor.execute(statement)
    if missing:
        # What was written meanwhile was not counted: whatever was worked out before is out of date.
        WriteCount.objects.using(using).create(kind=ANYTHING, number=1)


def drop_triggers(using: str = DEFAULT_DB_ALIAS, plan: Any = True, **_: Any) -> None:
    """Drop them all before migrations change the tables: SQLite makes a table anew under another name, and a trigger
    that reads the table meanwhile would fail. Receives `pre_migrate`, whose `plan` is empty where nothing is to be done.
    """
    connection = connections[using]
    if not plan or connection.vendor not in ("sqlite", "postgresql"):
        return
    with connection.cursor() as cursor:
        for name, table in list(_there(connection.vendor, cursor)):
            cursor.execute(_drop(connection.vendor, name, table))


def missing_triggers(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """The tables whose writes are not counted as they should be, in order."""
    connection = connections[using]
    with connection.cursor() as cursor:
        there = dict(_there(connection.vendor, cursor))
    lacking = [
        one.table
        for one in _all()
        if any(name not in there for name, _ in _wanted(connection.vendor, [one]))
    ]
    return sorted(lacking)


def _all() -> list[Watched]:
    known = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    return [one for one in WATCHED.values() if one.table in known]


def _wanted(vendor: str, watched: Iterable[Watched]) -> Iterator[tuple[str, list[str]]]:
    """Each trigger's name, which changes with what it does, and the statements that make it."""
    for one in watched:
        for verb in ROWS:
            make = _on_sqlite if vendor == "sqlite" else _on_postgresql
            digest = sha256("".join(make("", one, verb)).encode()).hexdigest()[:8]
            name = f"{PREFIX}{one.table[:36]}_{verb.lower()}_{digest}"
            yield name, make(name, one, verb)


def _on_sqlite(name: str, watched: Watched, verb: str) -> list[str]:
    rows = ROWS[verb]
    when = " OR ".join(f"({watched.only.format(row=row)})" for row in rows) if watched.only else ""
    body = "".join(_counted(watched, row) for row in (rows if watched.column else rows[:1]))
    head = f'CREATE TRIGGER "{name}" AFTER {verb} ON "{watched.table}"'
    return [f"{head} {f'WHEN {when}' if when else ''} BEGIN {body}END"]


def _counted(watched: Watched, row: str) -> str:
    """One row for each record: SQLite has one writer at a time."""
    record = f'{row}."{watched.column}"' if watched.column else "0"
    same = f"kind = '{watched.kind}' AND record = {record}"
    there = f"SELECT 1 FROM {COUNTS} WHERE {same}"
    first = f"SELECT '{watched.kind}', {record}, 0 WHERE NOT EXISTS ({there})"
    return (
        f"INSERT INTO {COUNTS} (kind, record, number) {first}; "
        f"UPDATE {COUNTS} SET number = number + 1 WHERE {same}; "
    )


def _on_postgresql(name: str, watched: Watched, verb: str) -> list[str]:
    rows = ROWS[verb]
    tables = " ".join(f"{row} TABLE AS {row.lower()}_rows" for row in rows)
    written = " UNION ALL ".join(f"SELECT * FROM {row.lower()}_rows" for row in rows)
    record = f'written."{watched.column}"' if watched.column else "0"
    only = f" WHERE {watched.only.format(row='written')}" if watched.only else ""
    counted = f"SELECT DISTINCT '{watched.kind}', {record}, 1 FROM ({written}) written{only}"
    body = f"BEGIN INSERT INTO {COUNTS} (kind, record, number) {counted}; RETURN NULL; END"
    # It counts in the schema of its table, whatever schema a session that writes to the table works in.
    always = "LANGUAGE plpgsql SET search_path FROM CURRENT"
    make = f'CREATE FUNCTION "{name}"() RETURNS trigger {always} AS $$ {body} $$'
    call = f'FOR EACH STATEMENT EXECUTE FUNCTION "{name}"()'
    on = f'AFTER {verb} ON "{watched.table}" REFERENCING {tables}'
    return [make, f'CREATE TRIGGER "{name}" {on} {call}']


def _there(vendor: str, cursor: Any) -> Iterator[tuple[str, str]]:
    """The names of the triggers that there are, and their tables."""
    if vendor == "sqlite":
        cursor.execute("SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'")
    else:
        cursor.execute(
            "SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
            "WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace"
        )
    yield from ((name, table) for name, table in cursor.fetchall() if name.startswith(PREFIX))


def _drop(vendor: str, name: str, table: str) -> str:
    if vendor == "sqlite":
        return f'DROP TRIGGER "{name}"'
    return f'DROP FUNCTION "{name}" CASCADE'
