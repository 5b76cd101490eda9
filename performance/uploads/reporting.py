"""Whether an upload would change or remove what the board has seen."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from performance.models import ClosedPeriod, Figure, StagedRow, Upload, UploadKind

Verdict = StagedRow.Verdict
DEEDS = (Verdict.CHANGED, Verdict.REMOVED)


def rows_the_board_has_seen(upload: Upload):
    """Rows that change or remove a figure that the assessment printed, or whose period ends in one that is closed."""
    if upload.kind != UploadKind.FIGURES:
        return upload.rows.none()
    closed = ClosedPeriod.objects.filter(
        reopened_at=None,
        period_start__lte=OuterRef("period_end"),
        period_end__gte=OuterRef("period_end"),
    )
    printed = Figure.objects.filter(pk=OuterRef("base"), measurement__isnull=False)
    return upload.rows.filter(Exists(closed) | Exists(printed), verdict__in=DEEDS)


def needs_a_reason(upload: Upload) -> bool:
    return rows_the_board_has_seen(upload).exists()
