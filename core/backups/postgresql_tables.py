"""The tables of a PostgreSQL database, in the schema that the planner's are in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from core.backups.kinds import json_text
from core.backups.table_sums import Columns

KINDS = {
    "bool": "flag",
    "timestamptz": "moment",
    "date": "day",
    "numeric": "decimal",
    "bytea": "bytes",
    "uuid": "uuid",
    "inet": "address",
    "jsonb": "json",
}
# The server says most of it: what is not sent need not be read.
FORMS = {
    "flag": "{0}::int",
    "moment": "to_char({0} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')",
    "day": "to_char({0}, 'YYYY-MM-DD')",
    "decimal": "trim_scale({0})::text",
    "bytes": "encode(sha256({0}), 'hex')",
    "uuid": "replace({0}::text, '-', '')",
    "address": "host({0})",
    "json": "{0}::text",
}
# Some hold shapes of places, which are long.
BATCH = 500


class PostgresqlTables:
    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def columns(self) -> Columns:
        with self._connection.cursor() as cursor:
            # A column that PostgreSQL works out from others is an index over words.
            cursor.execute(
                "SELECT tables.table_name, column_name, udt_name FROM information_schema.tables"
                " JOIN information_schema.columns USING (table_schema, table_name)"
                " WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' AND is_generated = 'NEVER'"
                ' ORDER BY column_name COLLATE "C"'
            )
            found: Columns = {}
            for table, column, declared in cursor.fetchall():
                found.setdefault(table, []).append((column, KINDS.get(declared, "plain")))
        return found

    def rows(self, table: str, columns: Sequence[tuple[str, str]]) -> Iterator[Sequence[Any]]:
        said = ", ".join(FORMS.get(kind, "{0}").format(f'"{name}"') for name, kind in columns)
        holds_json = [n for n, (_, kind) in enumerate(columns) if kind == "json"]
        # A cursor of the server: the rows come batch by batch.
        with self._connection.cursor(name="rows_of_a_table") as cursor:
            cursor.itersize = BATCH
            cursor.execute(f'SELECT {said} FROM "{table}"')
            for row in cursor:
                if holds_json:
                    row = list(row)
                    for n in holds_json:
                        row[n] = json_text(row[n])
                yield row

    def count(self, table: str) -> int:
        with self._connection.cursor() as cursor:
            cursor.execute(f'SELECT COUNT(*) FROM "{table}"')
            return int(cursor.fetchone()[0])
