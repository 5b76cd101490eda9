"""The one door by which revisions of figures, comparators and index scores are written, over all rows of a source at once.

A source is a relation with the columns of a staged row: the rows of an upload, or `one_row` of what somebody typed. Rows
are closed by their ids, and a new revision is added for each row of the source. Names in the statements are the models'
own; every value is passed beside them, and copied or compared, never run.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from core.changes.counting import count_change
from performance.figures.destinations import Destination
from performance.models import StagedRow

# The shortest time that both databases keep.
INSTANT = timedelta(microseconds=1)

# Columns of a revision that are its own, and not of what it says.
OWN = {
    "id", "revision", "known_from", "known_to", "reason_for_change",
    "closed_by_id", "reason_for_closing", "closed_by_upload_id",
    "withheld", "withheld_below", "withheld_since",
}  # fmt: skip

Column = tuple[str, str]


def lock(destination: Destination) -> None:
    """Keep others from writing to the table until the end. A transaction on SQLite does so by itself."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {destination.table} IN SHARE ROW EXCLUSIVE MODE")


def as_stored(moment: datetime) -> Any:
    """As Django keeps it: SQLite compares moments as text."""
    return connection.ops.adapt_datetimefield_value(moment)


def moment_after(destination: Destination, ids: str, facts: Mapping[str, Any]) -> datetime:
    """Now, or just after the newest revision that the SQL `ids` finds, as a clock may run behind."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT MAX(known_from) FROM {destination.table} WHERE id IN ({ids})", dict(facts)
        )
        newest = cursor.fetchone()[0]
    now = timezone.now()
    if newest is None:
        return now
    if isinstance(newest, str):
        # SQLite keeps moments as text without their zone.
        newest = datetime.fromisoformat(newest).replace(tzinfo=UTC)
    return max(now, newest + INSTANT)


@dataclass(frozen=True)
class Ledger:
    """Writes to one destination. `facts` has `moment`, `by` and `reason`, and what the given SQL asks for."""

    destination: Destination
    facts: Mapping[str, Any]

    def close(self, ids: str) -> int:
        """Close the revisions whose ids the SQL `ids` finds. The revision that follows says who and why."""
        return self._run(self._closing(ids))

    def remove(self, ids: str) -> int:
        """Close revisions that nothing follows: each says itself who removed it, why and by which upload."""
        return self._run(self._closing(ids, self.destination.told_at_its_end))

    def add(self, source: str, more: Iterable[Column]) -> int:
        """Add the next revision of each row of `source`, which calls its rows `s`.

        `more` are columns besides the key, the values and the moment, each with the SQL of what it holds.
        """
        to = self.destination
        columns = [(theirs, f"s.{ours}") for ours, theirs in (*to.keys, *to.values)]
        columns += [
            ("revision", f"COALESCE({self._last_revision('s')}, 0) + 1"),
            ("known_from", "%(moment)s"),
            *more,
        ]
        names = ", ".join(name for name, _ in columns)
        values = ", ".join(value for _, value in columns)
        return self._run(f"INSERT INTO {to.table} ({names}) SELECT {values} FROM {source}")

    def add_again(self, earlier: str, source: str) -> int:
        """Add a revision that says all that an earlier one `b` said, for each row of `source` (rows `s` and `b`).

        `earlier` is SQL that goes before: a common table that the source joins. The file it came from stays its evidence.
        """
        to = self.destination
        fields = to.model._meta.concrete_fields
        columns = [field.column for field in fields if field.column and field.column not in OWN]
        return self._run(
            f"INSERT INTO {to.table}"
            f" ({', '.join(columns)}, revision, known_from, reason_for_change) {earlier}"
            f" SELECT {', '.join(f'b.{column}' for column in columns)},"
            f" {self._last_revision('s')} + 1, %(moment)s, %(reason)s FROM {source}"
        )

    def _closing(self, ids: str, told: str = "") -> str:
        return (
            f"UPDATE {self.destination.table} SET known_to = %(moment)s{told} WHERE id IN ({ids})"
        )

    def _last_revision(self, row: str) -> str:
        """The greatest number that a revision of the same thing has, closed or not."""
        to = self.destination
        return f"(SELECT MAX(t.revision) FROM {to.table} t WHERE {to.same_key(row, 't')})"

    def _run(self, statement: str) -> int:
        """A trigger counts figures of an indicator's own area alone: one for each row of a large file would slow it down."""
        with connection.cursor() as cursor:
            cursor.execute(statement, dict(self.facts))
            number = cursor.rowcount
        if number:
            count_change(self.destination.model)
        return number


def one_row(columns: Iterable[str]) -> str:
    """A source of one row: each column is the fact of its name."""
    return f"(SELECT {', '.join(f'{_typed(name, name)} AS {name}' for name in columns)}) s"


def rows_of(rows: Sequence[Mapping[str, Any]]) -> tuple[str, dict[str, Any]]:
    """A source of some rows with the same columns, and the facts that it asks for."""
    selects, facts = [], dict[str, Any]()
    for n, row in enumerate(rows):
        columns = (f"{_typed(name, f'{name}_{n}')} AS {name}" for name in row)
        selects.append(f"SELECT {', '.join(columns)}")
        facts |= {f"{name}_{n}": value for name, value in row.items()}
    return f"({' UNION ALL '.join(selects)}) s", facts


def _typed(column: str, fact: str) -> str:
    """PostgreSQL takes a bare parameter for text; SQLite would cut a date short."""
    if connection.vendor != "postgresql":
        return f"%({fact})s"
    field: Any = next(one for one in StagedRow._meta.concrete_fields if one.column == column)
    return f"CAST(%({fact})s AS {field.cast_db_type(connection)})"
