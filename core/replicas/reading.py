"""A part of the code that reads from a replica whatever it would read from the primary."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

READS = re.compile(
    r"\s*(SELECT|WITH|SAVEPOINT|RELEASE|ROLLBACK|DECLARE|FETCH|CLOSE)\b", re.IGNORECASE
)
LOCKS = re.compile(r"\bFOR (NO KEY )?(UPDATE|SHARE)\b")

_reads_replica: ContextVar[bool] = ContextVar("reads_replica", default=False)


class NeedsPrimary(Exception):
    """What is asked for writes, or locks: only the primary can do it. No error of the database, so that nothing passes over it."""


class OnlyReads:
    """Refuses every statement that does not just read. `refused` says so even where somebody caught what it raised."""

    def __init__(self) -> None:
        self.refused = False

    def __call__(self, execute: Callable[..., Any], sql: Any, *rest: Any) -> Any:
        text = str(sql)
        if not READS.match(text) or LOCKS.search(text):
            self.refused = True
            raise NeedsPrimary
        return execute(sql, *rest)


@contextmanager
def reading_from(alias: str) -> Iterator[OnlyReads]:
    """In this thread the default database is the replica. Nothing half of one and half of the other comes of it: queries of
    models, SQL and transactions all go there."""
    primary, replica, only = connections[DEFAULT_DB_ALIAS], connections[alias], OnlyReads()
    before, token = replica.execute_wrappers, _reads_replica.set(True)
    # What measures the primary measures the replica.
    replica.execute_wrappers = [*primary.execute_wrappers, only]
    connections[DEFAULT_DB_ALIAS] = replica
    try:
        yield only
    finally:
        connections[DEFAULT_DB_ALIAS] = primary
        replica.execute_wrappers = before
        _reads_replica.reset(token)


def ask_the_primary() -> None:
    """Said before what is dear and then kept: a replica could not keep it, and all would be worked out twice."""
    if _reads_replica.get():
        raise NeedsPrimary
