"""A dump is all that an installed database holds, as JSON that goes into any kind of database.

    {"migrations": [[app, name], …], "tables": {table: {"columns": [[name, kind], …], "rows": [[…], …]}}}

A table says what kind each of its columns is, because JSON knows no days, moments, decimals or bytes. Nothing here
asks a model, so that any version of the planner can be dumped, and a dump can be loaded at any state of migrations.
"""

import gzip
import json
from base64 import b64decode, b64encode
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from io import TextIOWrapper

from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

# Who is signed in, and who tried to: nobody would miss it. What is searched is made of the rest.
LEFT_OUT = ("django_migrations", "django_session", "axes_", "search_")

KINDS = {
    "BinaryField": "bytes",
    "BooleanField": "yes or no",
    "DateField": "day",
    "DateTimeField": "moment",
    "DecimalField": "decimal",
    "JSONField": "json",
}
# SQLite keeps decimals as floats, of which Django takes fifteen digits for true.
DIGITS_OF_A_FLOAT = 15


def read_dump(path):
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return json.load(file)


def write_dump(dump, path):
    """A row a line, so that two dumps can be compared. The same dump is the same bytes."""
    with (
        path.open("wb") as file,
        gzip.GzipFile("", "wb", 9, file, mtime=0) as packed,
        TextIOWrapper(packed, encoding="utf-8", newline="\n") as text,
    ):
        text.write(f'{{"migrations": {_json(dump["migrations"])},\n"tables": {{\n')
        text.write(",\n".join(_table_text(*one) for one in sorted(dump["tables"].items())))
        text.write("\n}}\n")


def _table_text(name, table):
    rows = ",\n".join(map(_json, table["rows"]))
    return f'{_json(name)}: {{"columns": {_json(table["columns"])}, "rows": [\n{rows}]}}'


def _json(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


# From the database


def dump_database():
    with transaction.atomic(), connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        return {
            "migrations": sorted(map(list, MigrationRecorder(connection).applied_migrations())),
            "tables": {
                name: _dump_table(cursor, name) for name in names if not name.startswith(LEFT_OUT)
            },
        }


def _dump_table(cursor, name):
    columns = _columns_of(cursor, name)
    return {"columns": columns, "rows": rows_of(cursor, name, columns)}


def _columns_of(cursor, table):
    """(name, kind) of each column, by name: tables made by other migrations have them in another order."""
    ask = connection.introspection
    kinds = {
        one.name: KINDS.get(ask.get_field_type(one.type_code, one), "plain")
        for one in ask.get_table_description(cursor, table)
    }
    return sorted(map(list, kinds.items()))


def rows_of(cursor, table, columns):
    """What the rows say in these columns, as a dump says it, in the order of their keys."""
    quote = connection.ops.quote_name
    key = connection.introspection.get_primary_key_column(cursor, table)
    names = ", ".join(quote(name) for name, _ in columns)
    cursor.execute(f"SELECT {names} FROM {quote(table)} ORDER BY {quote(key)}")
    kinds = [kind for _, kind in columns]
    return [[_said(*one) for one in zip(row, kinds, strict=True)] for row in cursor.fetchall()]


def _said(value, kind):
    """A value as JSON can say it. SQLite gives text for days and moments, and numbers for yes and no."""
    if value is None or kind == "plain":
        return value
    match kind:
        case "bytes":
            return b64encode(value).decode()
        case "yes or no":
            return bool(value)
        case "day":
            return str(value)
        case "moment":
            moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
            return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC).isoformat()
        case "decimal":
            if isinstance(value, float):
                value = f"{value:.{DIGITS_OF_A_FLOAT}g}"
            return f"{Decimal(value).normalize():f}"
        case "json":
            return json.loads(value)


# Into a database


def make_as_dumped(dump):
    """Makes an empty database what the dumped one was: migrated as far, with the same rows."""
    executor = MigrationExecutor(connection)
    executor.migrate(_last_of_each_app(executor.loader.graph, dump["migrations"]))
    with transaction.atomic(), connection.cursor() as cursor:
        quote = connection.ops.quote_name
        # Some migrations write rows. Keys are checked when the transaction ends.
        for name in dump["tables"]:
            cursor.execute(f"DELETE FROM {quote(name)}")
        for name, table in dump["tables"].items():
            _load_table(cursor, name, table)


def _last_of_each_app(graph, migrations):
    recorded = {tuple(one) for one in migrations}
    return sorted(
        (app, name)
        for app, name in recorded
        if not any(
            child.key[0] == app and child.key in recorded
            for child in graph.node_map[app, name].children
        )
    )


def _load_table(cursor, name, table):
    quote = connection.ops.quote_name
    columns = ", ".join(quote(column) for column, _ in table["columns"])
    places = ", ".join(["%s"] * len(table["columns"]))
    kinds = [kind for _, kind in table["columns"]]
    cursor.executemany(
        f"INSERT INTO {quote(name)} ({columns}) VALUES ({places})",
        [[_stored(*one) for one in zip(row, kinds, strict=True)] for row in table["rows"]],
    )
    if connection.vendor == "postgresql":
        _go_on_numbering(cursor, name)


def _stored(value, kind):
    """The other way round: what JSON says, as this kind of database takes it."""
    if value is None:
        return None
    match kind:
        case "bytes":
            return connection.Database.Binary(b64decode(value))
        case "day":
            return connection.ops.adapt_datefield_value(date.fromisoformat(value))
        case "moment":
            return connection.ops.adapt_datetimefield_value(datetime.fromisoformat(value))
        case "decimal":
            return connection.ops.adapt_decimalfield_value(Decimal(value))
        case "json":
            return connection.ops.adapt_json_value(value, None)
    return value


def _go_on_numbering(cursor, table):
    """PostgreSQL's sequences know nothing of rows that came with their numbers."""
    quote = connection.ops.quote_name
    for one in connection.introspection.get_sequences(cursor, table):
        column = quote(one["column"])
        cursor.execute(
            f"SELECT setval(%s, COALESCE(MAX({column}), 1), MAX({column}) IS NOT NULL) FROM {quote(table)}",
            [one["name"]],
        )


# Comparing


def checksum(rows):
    """Of rows in their order, after how many there are."""
    return f"{len(rows)} rows, {sha256(_json(rows).encode()).hexdigest()[:12]}"
