"""Waiting for SQLite, where one connection writes at a time and the others wait, but only for so long."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable
from typing import TypeVar

from django.db import OperationalError, connection

logger = logging.getLogger(__name__)


Result = TypeVar("Result")


def retry_when_locked(do: Callable[[], Result]) -> Result:
    """What `do` gives, tried again for as long as another connection writes.

    Each try has waited for as long as a connection does (20 seconds), and changed nothing. Inside a transaction
    there is nothing to try again: it is for whoever began it.
    """
    while True:
        try:
            return do()
        except OperationalError as why:
            if connection.in_atomic_block or not is_locked(why):
                raise
            logger.warning("The database is being written to by another. Trying again.")


def is_locked(why: OperationalError) -> bool:
    """Whether SQLite says that another connection is writing."""
    code = getattr(why.__cause__, "sqlite_errorcode", 0)
    # The lowest byte says what it is, the rest of which sort.
    return code & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
