"""A count and a checksum of each table that are the same on SQLite and PostgreSQL, whatever the order of the rows.

A row is written as JSON, in one form for both databases, and hashed; the hashes of a table are added up. Rows that are
equal count as often as they stand there.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any, NamedTuple, Protocol, TypeAlias

BITS = 256
# What migrations themselves write, or put right after each run.
MADE_BY_MIGRATIONS = {
    *("django_migrations", "django_content_type", "auth_permission"),
    *("auth_group", "auth_group_permissions", "changes_writecount"),
}

# Each table with its columns and the kind of each, in the order of the names.
Columns: TypeAlias = "dict[str, list[tuple[str, str]]]"


class TableSum(NamedTuple):
    rows: int
    sum: str


Sums: TypeAlias = "dict[str, TableSum]"


class Tables(Protocol):
    """The tables of one database, without those that it fills from others itself (an index of words)."""

    def columns(self) -> Columns: ...

    def rows(self, table: str, columns: Sequence[tuple[str, str]]) -> Iterator[Sequence[Any]]:
        """Every row in the form that both databases share: see `kinds.py`."""
        ...

    def count(self, table: str) -> int: ...


def sums_of(tables: Tables) -> Sums:
    return {
        name: _sum([column for column, _ in columns], tables.rows(name, columns))
        for name, columns in sorted(tables.columns().items())
    }


def counts_of(tables: Tables) -> dict[str, int]:
    return {name: tables.count(name) for name in sorted(tables.columns())}


def is_empty(tables: Tables) -> bool:
    """Whether there is nothing but what migrations write."""
    return not any(
        tables.count(name) for name in tables.columns() if name not in MADE_BY_MIGRATIONS
    )


def differing(expected: Mapping[str, Any], found: Mapping[str, Any]) -> list[str]:
    """The tables that are not the same in both, in order."""
    return sorted(
        name for name in expected.keys() | found.keys() if expected.get(name) != found.get(name)
    )


def _sum(names: list[str], rows: Iterable[Sequence[Any]]) -> TableSum:
    number, total = 0, _hash(names)
    for row in rows:
        number += 1
        total += _hash(row)
    return TableSum(number, f"{total % 2**BITS:064x}")


def _hash(row: Sequence[Any]) -> int:
    return int.from_bytes(sha256(json.dumps(row).encode()).digest(), "big")
