"""Why the database does nothing just now, by what its driver says."""

import errno
import sqlite3

import psycopg2
import pytest
from django.db import DataError, InterfaceError, InternalError, OperationalError
from psycopg2 import errors

from core.database_trouble import Trouble, trouble_of


def raised(error, cause):
    error.__cause__ = cause
    return error


def of_sqlite(code):
    cause = sqlite3.OperationalError("said by SQLite")
    cause.sqlite_errorcode = code
    return raised(OperationalError("said by SQLite"), cause)


class Coded(psycopg2.OperationalError):
    """An error that a server sent: the driver's own cannot be given a code."""

    pgcode = ""


def of_postgresql(code, error=OperationalError):
    kind = type("Raised", (Coded,), {"pgcode": code})
    return raised(error("said by PostgreSQL"), kind("said by PostgreSQL"))


@pytest.mark.parametrize(
    ("error", "trouble"),
    [
        (of_sqlite(sqlite3.SQLITE_BUSY), Trouble.BUSY),
        (of_sqlite(sqlite3.SQLITE_BUSY_SNAPSHOT), Trouble.BUSY),
        (of_sqlite(sqlite3.SQLITE_FULL), Trouble.FULL),
        (of_sqlite(sqlite3.SQLITE_READONLY_DBMOVED), Trouble.READ_ONLY),
        (of_sqlite(sqlite3.SQLITE_CANTOPEN), Trouble.AWAY),
        (of_sqlite(sqlite3.SQLITE_ERROR), None),
        (of_postgresql("57P01"), Trouble.AWAY),
        (of_postgresql("08006"), Trouble.AWAY),
        (of_postgresql("53300"), Trouble.AWAY),
        (of_postgresql("53100"), Trouble.FULL),
        (of_postgresql("25006", InternalError), Trouble.READ_ONLY),
        (of_postgresql("40P01"), Trouble.BUSY),
        (of_postgresql("42P01"), None),
        (raised(OperationalError("x"), psycopg2.OperationalError("refused")), Trouble.AWAY),
        (raised(InterfaceError("x"), psycopg2.InterfaceError("closed")), Trouble.AWAY),
        (raised(DataError("x"), errors.DataError("too long")), None),
        (OperationalError("nobody's"), None),
        (OSError(errno.ENOSPC, "No space left"), Trouble.FULL),
        (OSError(errno.EROFS, "Read-only"), Trouble.READ_ONLY),
        (FileNotFoundError(errno.ENOENT, "gone"), None),
        (ValueError("ours"), None),
        (None, None),
    ],
)
def test_an_error_says_what_is_the_matter(error, trouble):
    assert trouble_of(error) is trouble
