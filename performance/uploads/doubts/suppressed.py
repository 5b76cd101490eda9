"""A number where a figure is suppressed: it was too small to publish, so a person has to say that it may be published."""

from __future__ import annotations

from decimal import Decimal

from django.db import connection

from performance.choices import FigureState
from performance.models import Figure, StagedRow, Upload, UploadKind
from performance.uploads.files.cells import column_of
from performance.uploads.findings import Findings, Wrong
from performance.uploads.values.ratios import shown


def in_place_of_suppressed(value: Decimal) -> Wrong:
    return Wrong(
        "value",
        "was_suppressed",
        f"The figure is suppressed, as a small number, and would become {shown(value)} for everybody to read,"
        " with what it said before it was suppressed.",
        "Type <5 to keep it suppressed. Accept the warning if the number may be published.",
    )


def doubts_of_suppressed(standing: Figure | None, value: Decimal | None) -> list[Wrong]:
    """Of one figure, and the number that is to stand in its place."""
    if standing is None or standing.state != FigureState.SUPPRESSED or value is None:
        return []
    return [in_place_of_suppressed(value)]


def note_unsuppressed(upload: Upload, findings: Findings) -> None:
    """Warn of every number that would take the place of a suppressed figure."""
    if upload.kind != UploadKind.FIGURES:
        return
    with connection.cursor() as cursor:
        cursor.execute(_NUMBERS_FOR_SUPPRESSED, [upload.pk, FigureState.SUPPRESSED.value])
        for row, cell, value in cursor.fetchall():
            number = Decimal(str(value))
            wrong = in_place_of_suppressed(number)
            findings.add("warning", wrong, row, column_of(cell) - 1, shown(number))


_NUMBERS_FOR_SUPPRESSED = f"""
    SELECT s.row, s.cell, s.value
    FROM {StagedRow._meta.db_table} s JOIN {Figure._meta.db_table} b ON b.id = s.base
    WHERE s.upload_id = %s AND s.verdict = 'changed' AND s.value IS NOT NULL AND b.state = %s
    ORDER BY s.id"""
