"""PostgreSQL's own programs: pg_dump, pg_restore and psql.

They learn where the database is, and its password, from their environment: a command line is seen by everybody on the machine.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import psycopg2

from core.backups.problems import BackupProblem
from core.backups.programs import running

# The variables of libpq that are not called as its parameters are.
NAMES = {
    "dbname": "PGDATABASE",
    "application_name": "PGAPPNAME",
    "connect_timeout": "PGCONNECT_TIMEOUT",
}
# What Django's driver is told besides.
NOT_FOR_PROGRAMS = {"client_encoding", "cursor_factory", "context", "async_"}
# What databases of trials are called, so that their names sort by their time.
SCRATCH, STAMP = "planner_trial_", "%Y%m%d%H%M%S"
PIECE = 1 << 20
SECONDS_FOR_A_LOCK = 10
DUMP = ("--format=custom", "--compress=3", "--no-owner", "--no-privileges", "--no-password")
RESTORE = ("--file=-", "--no-owner", "--no-privileges", "--no-comments")
PSQL = ("--no-psqlrc", "--quiet", "--no-password", "--set=ON_ERROR_STOP=1", "--output=/dev/null")
# All that is in the schema, but for what an extension brought.
EMPTIED = f"""
    SET LOCAL lock_timeout = '{SECONDS_FOR_A_LOCK}s';
    DO $$
    DECLARE one record;
    BEGIN
        FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = current_schema() LOOP
            EXECUTE format('DROP TABLE IF EXISTS %I CASCADE', one.tablename);
        END LOOP;
        FOR one IN
            SELECT pg_proc.oid::regprocedure AS called FROM pg_proc
            WHERE pronamespace = current_schema()::regnamespace
            AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')
        LOOP
            EXECUTE format('DROP FUNCTION %s CASCADE', one.called);
        END LOOP;
    END $$;
"""
COPY = re.compile(rb"COPY (?:\w+|\"[^\"]+\")\.\"?(\w+)\"? \(.*\) FROM stdin;\n")


def program(name: str, at_least: int) -> str:
    """The path of a program that is no older than that. Raises BackupProblem."""
    path = shutil.which(name)
    if path is None:
        raise BackupProblem(
            f"{name} is not installed. On Debian and Ubuntu: apt install postgresql-client."
        )
    version = version_of(path)
    if version < at_least:
        raise BackupProblem(
            f"{name} is of PostgreSQL {version}, and {at_least} is needed. Install postgresql-client-{at_least}, or put"
            " the folder of its programs first in PATH."
        )
    return path


def version_of(path: str) -> int:
    said = subprocess.run(  # noqa: S603
        [path, "--version"], capture_output=True, text=True, check=False
    ).stdout
    found = re.search(r"\) (\d+)", said)
    if found is None:
        raise BackupProblem(f"{path} does not say which version it is.")
    return int(found[1])


def environment(parameters: Mapping[str, Any]) -> dict[str, str]:
    """Of a program that connects as libpq's parameters say; nothing of the planner's own."""
    ours = {
        name: os.environ[name] for name in ("PATH", "HOME", "LD_LIBRARY_PATH") if name in os.environ
    }
    theirs = {
        NAMES.get(name, f"PG{name.upper().replace('_', '')}"): str(value)
        for name, value in parameters.items()
        if name not in NOT_FOR_PROGRAMS and value not in (None, "")
    }
    return {**ours, "LC_ALL": "C", **theirs}


@contextmanager
def connected(parameters: Mapping[str, Any]) -> Iterator[Any]:
    """A connection of its own, closed at the end."""
    asked = {name: value for name, value in parameters.items() if name not in NOT_FOR_PROGRAMS}
    connection = psycopg2.connect(**asked)
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def unchanging(parameters: Mapping[str, Any]) -> Iterator[tuple[Any, str]]:
    """A connection that sees the database as it is now, while others write, and the name of what it sees."""
    with connected(parameters) as connection:
        connection.set_session(isolation_level="REPEATABLE READ", readonly=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_export_snapshot()")
            (name,) = cursor.fetchone()
        yield connection, name


def server_of(connection: Any) -> int:
    return int(connection.server_version) // 10000


def dump(pg_dump: str, parameters: Mapping[str, Any], snapshot: str) -> Iterator[bytes]:
    """The database as `snapshot` sees it."""
    command = [pg_dump, *DUMP, f"--snapshot={snapshot}"]
    with running(command, environment(parameters)) as source:
        while piece := source.output.read(PIECE):
            yield piece


def rows_in(pg_restore: str, pieces: Iterable[bytes]) -> dict[str, int]:
    """How many rows of each table a dump holds."""
    found: dict[str, int] = {}
    counted = None
    with running([pg_restore, *RESTORE], environment({}), is_fed=True) as source:
        source.feed(pieces)
        for line in source.output:
            if counted is None:
                if start := COPY.fullmatch(line):
                    counted = start[1].decode()
                    found[counted] = 0
            elif line == b"\\.\n":
                counted = None
            else:
                found[counted] += 1
    return found


def restore(
    pg_restore: str, psql: str, parameters: Mapping[str, Any], pieces: Iterable[bytes]
) -> None:
    """Put what a dump holds in place of all that is in the schema: the whole of it, or nothing."""
    command = [psql, *PSQL]
    with running(command, environment(parameters), is_fed=True, is_read=False) as target:
        try:
            target.input.write(f"BEGIN;\n{EMPTIED}\n".encode())
            with running([pg_restore, *RESTORE], environment({}), is_fed=True) as source:
                source.feed(pieces)
                shutil.copyfileobj(source.output, target.input, PIECE)
            # Without this nothing of it stays.
            target.input.write(b"\nCOMMIT;\n")
            target.input.close()
        except BrokenPipeError:
            # It says itself why it ended.
            target.end()
            raise


@contextmanager
def scratch_database(parameters: Mapping[str, Any], now: datetime) -> Iterator[dict[str, Any]]:
    """The parameters of an empty database beside the one that they name. It is gone at the end.

    Those of processes that were killed a day ago go too.
    """
    for left in _scratch_databases_before(parameters, now - timedelta(days=1)):
        _run(parameters, f'DROP DATABASE IF EXISTS "{left}"')
    name = f"{SCRATCH}{now:{STAMP}}_{uuid.uuid4().hex[:8]}"
    try:
        _run(parameters, f'CREATE DATABASE "{name}" TEMPLATE template0')
    except psycopg2.Error as why:
        raise BackupProblem(
            "The backup cannot be restored on trial: the user of the database may not make another. As the administrator of"
            f" PostgreSQL: ALTER ROLE {parameters.get('user')} CREATEDB"
        ) from why
    try:
        yield {**parameters, "dbname": name}
    finally:
        _run(parameters, f'DROP DATABASE "{name}"')


def _scratch_databases_before(parameters: Mapping[str, Any], moment: datetime) -> list[str]:
    with connected(parameters) as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT datname FROM pg_database JOIN pg_roles ON pg_roles.oid = datdba"
            " WHERE starts_with(datname, %s) AND datname < %s AND rolname = current_user",
            [SCRATCH, f"{SCRATCH}{moment:{STAMP}}"],
        )
        return [name for (name,) in cursor.fetchall()]


def _run(parameters: Mapping[str, Any], statement: str) -> None:
    with connected(parameters) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)


def others_connected(connection: Any) -> int:
    """How many others are connected to the same database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        return int(cursor.fetchone()[0])
