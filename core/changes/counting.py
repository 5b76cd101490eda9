"""How often things changed, to tell whether what was worked out from them still holds."""

from __future__ import annotations

from typing import Any, TypeAlias

from django.db import connection, models, transaction
from django.db.models import F, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from core.changes.models import WriteCount
from core.changes.watching import ANYTHING, NEVER, kind_of

# "kind/record" to a number, fit to be kept as JSON.
Counts: TypeAlias = "dict[str, int]"

# So many rows are added up in no time.
MANY = 2_000


def changes_in_all() -> Coalesce:
    """As a column of another query: how often anything changed. It only ever goes up."""
    return _or_never(_summed(WriteCount.objects.all()))


def changes_of(model: type[models.Model], key: str = "pk") -> Coalesce:
    """As a column of another query: how often the record changed to which the outer row's `key` leads."""
    own = Q(kind=kind_of(model), record=OuterRef(key)) | Q(kind=ANYTHING)
    return _or_never(_summed(WriteCount.objects.filter(own)))


def total() -> int:
    """How often anything changed."""
    return int(WriteCount.objects.aggregate(sum=Sum("number"))["sum"] or NEVER)


def counts() -> Counts:
    """How often each kind of thing changed: of each record where they are counted by record, else of record 0."""
    rows = WriteCount.objects.order_by().values_list("kind", "record").annotate(Sum("number"))
    return {f"{kind}/{record}": number for kind, record, number in rows}


def changed_since(before: Counts, now: Counts) -> set[tuple[str, int]]:
    """The kind and the record of whatever changed between two counts."""
    changed = (name.rsplit("/", 1) for name in now if before.get(name) != now[name])
    return {(kind, int(record)) for kind, record in changed}


def count_change(model: type[models.Model]) -> None:
    """Count a write of rows that no trigger counts."""
    facts = {"kind": kind_of(model), "record": 0}
    if connection.vendor == "postgresql" or not WriteCount.objects.filter(**facts).update(
        number=F("number") + 1
    ):
        WriteCount.objects.create(**facts, number=1)


def add_up() -> None:
    """Put one row in place of each record's many, which changes no sum."""
    if connection.vendor != "postgresql" or WriteCount.objects.count() < MANY:
        return
    table = WriteCount._meta.db_table
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"WITH gone AS (DELETE FROM {table} RETURNING kind, record, number) "
            f"INSERT INTO {table} (kind, record, number) "
            "SELECT kind, record, sum(number) FROM gone GROUP BY kind, record"
        )


def _summed(rows: Any) -> Any:
    """The numbers of all rows, added up in one group."""
    return (
        rows.order_by()
        .annotate(all=Value(1))
        .values("all")
        .annotate(sum=Sum("number"))
        .values("sum")
    )


def _or_never(sums: Any) -> Coalesce:
    return Coalesce(Subquery(sums, output_field=models.BigIntegerField()), Value(NEVER))
