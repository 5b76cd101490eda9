"""What backups ask of a kind of database: both answer alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from django.utils import timezone

from core.backups import postgresql, sqlite
from core.backups.contents import Manifest
from core.backups.postgresql_tables import PostgresqlTables
from core.backups.problems import BackupProblem
from core.backups.sqlite_tables import SqliteTables
from core.backups.table_sums import Tables, counts_of

# An SQLite file has no server. Its format has been one since 2004.
SQLITE_FORMAT = 3


@dataclass(frozen=True)
class Frozen:
    """A database as it is at one moment, while others go on writing."""

    tables: Tables
    server: int
    program: int
    # What its dump is called, and the dump itself.
    name: str
    dump: Callable[[], Iterator[bytes]]


class Engine(Protocol):
    vendor: str

    def frozen(self) -> AbstractContextManager[Frozen]: ...

    def present(self) -> AbstractContextManager[Tables]: ...

    def rows_in(self, dump: Iterable[bytes]) -> dict[str, int]:
        """How many rows of each table a dump holds."""
        ...

    def on_trial(self, dump: Iterable[bytes]) -> AbstractContextManager[Tables]:
        """What a dump gives, restored into a database of its own."""
        ...

    def check_ready(self, manifest: Manifest) -> None:
        """Raises BackupProblem where a restore could not go well."""
        ...

    def restore(self, dump: Iterable[bytes]) -> None:
        """Put a dump in place of all there is: the whole of it, or nothing."""
        ...


def engine_of(connection: Any) -> Engine:
    """Of a connection of Django's, which is not used itself."""
    if connection.vendor == "postgresql":
        return Postgresql(connection.get_connection_params())
    return Sqlite(Path(connection.settings_dict["NAME"]))


class Postgresql:
    vendor = "postgresql"

    def __init__(self, parameters: dict[str, Any]) -> None:
        self._parameters = parameters

    @contextmanager
    def frozen(self) -> Iterator[Frozen]:
        with postgresql.unchanging(self._parameters) as (connection, snapshot):
            server = postgresql.server_of(connection)
            program = postgresql.program("pg_dump", at_least=server)
            yield Frozen(
                PostgresqlTables(connection),
                *(server, postgresql.version_of(program), "database.dump"),
                lambda: postgresql.dump(program, self._parameters, snapshot),
            )

    @contextmanager
    def present(self) -> Iterator[Tables]:
        with postgresql.connected(self._parameters) as connection:
            yield PostgresqlTables(connection)

    def rows_in(self, dump: Iterable[bytes]) -> dict[str, int]:
        return postgresql.rows_in(self._pg_restore(), dump)

    @contextmanager
    def on_trial(self, dump: Iterable[bytes]) -> Iterator[Tables]:
        with postgresql.scratch_database(self._parameters, timezone.now()) as parameters:
            postgresql.restore(self._pg_restore(), self._psql(), parameters, dump)
            with postgresql.connected(parameters) as connection:
                yield PostgresqlTables(connection)

    def check_ready(self, manifest: Manifest) -> None:
        postgresql.program("pg_restore", at_least=manifest.program)
        with postgresql.connected(self._parameters) as connection:
            server = postgresql.server_of(connection)
            others = postgresql.others_connected(connection)
        postgresql.program("psql", at_least=server)
        if server < manifest.server:
            raise BackupProblem(
                f"The backup is of PostgreSQL {manifest.server}, and this server is {server}: restore it on one that is no"
                " older."
            )
        if others:
            raise BackupProblem(
                f"{others} other connection{'s are' if others > 1 else ' is'} open to the database. Stop the web server and"
                " the workers first."
            )

    def restore(self, dump: Iterable[bytes]) -> None:
        postgresql.restore(self._pg_restore(), self._psql(), self._parameters, dump)

    def _pg_restore(self) -> str:
        return postgresql.program("pg_restore", at_least=0)

    def _psql(self) -> str:
        return postgresql.program("psql", at_least=0)


class Sqlite:
    vendor = "sqlite"

    def __init__(self, path: Path) -> None:
        self._path = path

    @contextmanager
    def frozen(self) -> Iterator[Frozen]:
        with sqlite.scratch_file(self._path) as copy:
            sqlite.copy(self._path, copy)
            with sqlite.opened(copy) as connection:
                yield Frozen(
                    SqliteTables(connection),
                    *(SQLITE_FORMAT, SQLITE_FORMAT, "database.sqlite3.gz"),
                    lambda: sqlite.packed(copy),
                )

    @contextmanager
    def present(self) -> Iterator[Tables]:
        # Where there is no file yet, it is made.
        with sqlite.opened(self._path, may_write=True) as connection:
            yield SqliteTables(connection)

    def rows_in(self, dump: Iterable[bytes]) -> dict[str, int]:
        with self.on_trial(dump) as tables:
            return counts_of(tables)

    @contextmanager
    def on_trial(self, dump: Iterable[bytes]) -> Iterator[Tables]:
        with sqlite.scratch_file(self._path) as copy:
            sqlite.unpack(dump, copy)
            with sqlite.opened(copy) as connection:
                yield SqliteTables(connection)

    def check_ready(self, manifest: Manifest) -> None:
        """Whoever is connected waits."""

    def restore(self, dump: Iterable[bytes]) -> None:
        with sqlite.scratch_file(self._path) as copy:
            sqlite.unpack(dump, copy)
            sqlite.copy(copy, self._path)
