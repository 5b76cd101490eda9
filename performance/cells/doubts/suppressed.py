"""A number where a figure was last suppressed: it was too small to publish, so a person has to say that it may be.

Be the figure removed or said to be not applicable since: it is the last number, or that it was suppressed, that counts.
"""

from __future__ import annotations

from decimal import Decimal

from django.db import connection
from django.db.models import Max, QuerySet

from performance.cells import messages
from performance.cells.cell import column_of
from performance.cells.findings import FindingList, Wrong
from performance.cells.values.ratios import shown
from performance.choices import FigureState
from performance.figures.destinations import DESTINATIONS
from performance.models import Figure, StagedRow, Upload, UploadKind


def in_place_of_suppressed(value: Decimal) -> Wrong:
    return Wrong(messages.WAS_SUPPRESSED, {"value": shown(value)}, role="value")


def doubts_of_suppressed(revisions: QuerySet[Figure], value: Decimal | None) -> list[Wrong]:
    """Of one figure, by all its revisions, and the number that is to stand in its place."""
    if value is None:
        return []
    counted = revisions.exclude(state=FigureState.NOT_APPLICABLE).order_by("-revision")
    last = counted.values_list("state", flat=True).first()
    return [in_place_of_suppressed(value)] if last == FigureState.SUPPRESSED else []


def note_unsuppressed(upload: Upload, findings: FindingList) -> None:
    """Warn of every number that would take the place of a suppressed figure."""
    if upload.kind != UploadKind.FIGURES:
        return
    facts: dict[str, int | str] = {
        "upload": upload.pk,
        "suppressed": FigureState.SUPPRESSED.value,
        "not_applicable": FigureState.NOT_APPLICABLE.value,
    }
    with connection.cursor() as cursor:
        cursor.execute(_NUMBERS_FOR_SUPPRESSED, facts)
        for row, cell, value in cursor.fetchall():
            number = Decimal(str(value))
            wrong = in_place_of_suppressed(number)
            findings.add("warning", wrong, row, column_of(cell) - 1, shown(number))


def ask_again(upload: Upload) -> dict[str, int]:
    """Warn afresh, once the rows are compared afresh: what was accepted before is, where there are any, not accepted
    any more. The numbers of findings that have changed.
    """
    gone, _ = upload.findings.filter(code=messages.WAS_SUPPRESSED.code).delete()
    findings = FindingList(upload.sheet)
    note_unsuppressed(upload, findings)
    found = findings.counts["warning"]
    if found:
        findings.save(upload, after=upload.findings.aggregate(last=Max("order"))["last"] or 0)
        Upload.objects.filter(pk=upload.pk).update(warnings_accepted_by=None)
    return {"warning": max(0, upload.counted.warning - gone) + found}


# A query of its own for each row: PostgreSQL would else try each of them with every suppressed figure.
_NUMBERS_FOR_SUPPRESSED = f"""
    SELECT s.row, s.cell, s.value
    FROM {StagedRow._meta.db_table} s
    WHERE s.upload_id = %(upload)s AND s.verdict IN ('new', 'changed') AND s.value IS NOT NULL AND (
        SELECT f.state FROM {Figure._meta.db_table} f
        WHERE {DESTINATIONS[UploadKind.FIGURES].same_key("s", "f")} AND f.state <> %(not_applicable)s
        ORDER BY f.revision DESC LIMIT 1
    ) = %(suppressed)s
    ORDER BY s.id"""
