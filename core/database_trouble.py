"""Why the database does nothing just now, where that is not for what was asked of it: it is busy, away, full, or takes no changes."""

from __future__ import annotations

import errno
import sqlite3
from enum import StrEnum

from django.db import DatabaseError, InterfaceError, OperationalError


class Trouble(StrEnum):
    """Each passes by itself, or when somebody mends it. Nothing of the transaction was saved, unless it is AWAY: it may have been."""

    BUSY = "busy"
    AWAY = "away"
    FULL = "full"
    READ_ONLY = "read_only"


# The lowest byte of a code of SQLite's.
_OF_SQLITE = {
    sqlite3.SQLITE_BUSY: Trouble.BUSY,
    sqlite3.SQLITE_LOCKED: Trouble.BUSY,
    sqlite3.SQLITE_CANTOPEN: Trouble.AWAY,
    sqlite3.SQLITE_FULL: Trouble.FULL,
    sqlite3.SQLITE_READONLY: Trouble.READ_ONLY,
}
# The classes and codes of PostgreSQL's appendix A.
_OF_POSTGRESQL = {
    **dict.fromkeys(("40001", "40P01", "55P03"), Trouble.BUSY),
    **dict.fromkeys(("57P01", "57P02", "57P03", "57P05", "53300"), Trouble.AWAY),
    "53100": Trouble.FULL,
    "25006": Trouble.READ_ONLY,
}
_CONNECTION_LOST = "08"
_OF_FILES = {
    errno.ENOSPC: Trouble.FULL,
    errno.EDQUOT: Trouble.FULL,
    errno.EROFS: Trouble.READ_ONLY,
}


def trouble_of(error: BaseException | None) -> Trouble | None:
    """None where the error is of another kind, and one of ours."""
    if isinstance(error, OSError):
        return _OF_FILES.get(error.errno or 0)
    if not isinstance(error, DatabaseError | InterfaceError):
        return None
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        # The module raises some errors itself, and those have no code.
        return _OF_SQLITE.get(getattr(cause, "sqlite_errorcode", 0) & 0xFF)
    code = getattr(cause, "pgcode", "")
    if code:
        return Trouble.AWAY if code.startswith(_CONNECTION_LOST) else _OF_POSTGRESQL.get(code)
    # What the driver says without a code of the server's: nobody answers, or a connection has died.
    is_of_driver = cause is not None and isinstance(error, OperationalError | InterfaceError)
    return Trouble.AWAY if is_of_driver else None
