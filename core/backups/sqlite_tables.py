"""The tables of an SQLite file."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from typing import Any

from core.backups.kinds import decimal, json_text, moment
from core.backups.table_sums import Columns

# What a declared type begins with, and the kind that it is.
KINDS = (
    *(("bool", "flag"), ("datetime", "moment"), ("date", "day"), ("decimal", "decimal")),
    *(("blob", "bytes"), ("char(32)", "uuid"), ("char(39)", "address")),
)
JSON_COLUMN = re.compile(r'JSON_VALID\("([^"]+)"\)')
FORMS: dict[str, Callable[[Any], Any]] = {
    "moment": moment,
    "decimal": decimal,
    "json": json_text,
    "bytes": lambda value: None if value is None else sha256(value).hexdigest(),
}
BATCH = 1_000
# Files lie in these: of so many rows at a time not all would fit into memory.
BATCH_WITH_BYTES = 1


class SqliteTables:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def columns(self) -> Columns:
        # A virtual table and its shadows are an index over words that other tables hold.
        found = self._connection.execute(
            "SELECT list.name, made.sql FROM pragma_table_list AS list JOIN sqlite_master AS made USING (name)"
            " WHERE list.schema = 'main' AND list.type = 'table' AND list.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        )
        return {name: self._columns_of(name, made) for name, made in found.fetchall()}

    def _columns_of(self, table: str, made: str) -> list[tuple[str, str]]:
        holds_json = set(JSON_COLUMN.findall(made))
        found = self._connection.execute(
            "SELECT name, lower(type) FROM pragma_table_info(?)", [table]
        )
        return sorted(
            (name, "json" if name in holds_json else _kind(declared)) for name, declared in found
        )

    def rows(self, table: str, columns: Sequence[tuple[str, str]]) -> Iterator[Sequence[Any]]:
        forms = [(n, FORMS[kind]) for n, (_, kind) in enumerate(columns) if kind in FORMS]
        for row in self.raw_rows(table, columns):
            said = list(row)
            for n, form in forms:
                said[n] = form(said[n])
            yield said

    def raw_rows(self, table: str, columns: Sequence[tuple[str, str]]) -> Iterator[Sequence[Any]]:
        """Every row as SQLite keeps it."""
        names = ", ".join(f'"{name}"' for name, _ in columns)
        cursor = self._connection.execute(f'SELECT {names} FROM "{table}"')
        with_bytes = any(kind == "bytes" for _, kind in columns)
        cursor.arraysize = BATCH_WITH_BYTES if with_bytes else BATCH
        while batch := cursor.fetchmany():
            yield from batch

    def count(self, table: str) -> int:
        return int(self._connection.execute(f'SELECT COUNT(*) FROM "{table}"').fetchone()[0])


def _kind(declared: str) -> str:
    return next((kind for start, kind in KINDS if declared.startswith(start)), "plain")
