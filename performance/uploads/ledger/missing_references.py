"""Whether what the rows of an upload are about was taken out since they were checked."""

from __future__ import annotations

from django.db import connection
from django.db.models import ForeignKey

from performance.figures.destinations import DESTINATIONS, Destination
from performance.models import StagedRow, Upload

MISSING_SINCE = (
    "An indicator, a measure or an area that this file has figures of is not there any more, so nothing was saved."
    " Check the file again: what is wrong now is then said at each cell."
)


def has_missing_references(upload: Upload) -> bool:
    """In one statement: rows have no constraint of their own, as they come by the hundred thousand."""
    wanted = _wanted(DESTINATIONS[upload.kind])
    columns = ", ".join(ours for ours, _, _ in wanted)
    joins = " ".join(
        f"LEFT JOIN {table} {ours}_there ON {ours}_there.{key} = s.{ours}"
        for ours, table, key in wanted
    )
    missing = " OR ".join(f"{ours}_there.{key} IS NULL" for ours, _, key in wanted)
    statement = f"""
        SELECT EXISTS (
            SELECT 1 FROM (
                SELECT DISTINCT {columns} FROM {StagedRow._meta.db_table}
                WHERE upload_id = %s AND verdict IN ('new', 'changed')
            ) s {joins} WHERE {missing}
        )"""
    with connection.cursor() as cursor:
        cursor.execute(statement, [upload.pk])
        return bool(cursor.fetchone()[0])


def _wanted(destination: Destination) -> list[tuple[str, str, str]]:
    """Columns of a staged row that are numbers of records, each with the table and key of those."""
    fields = {field.column: field for field in destination.model._meta.concrete_fields}
    found = []
    for ours, theirs in destination.keys:
        field = fields[theirs]
        if isinstance(field, ForeignKey):
            record = field.target_field
            found.append((ours, record.model._meta.db_table, str(record.column)))
    return found
