"""Whether a change would touch a figure that the board has seen. One rule for hand entry and uploads."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from core.periods import Period
from performance.models import ClosedPeriod, Figure, Indicator, StagedRow, Upload, UploadKind
from places.models import Area

Verdict = StagedRow.Verdict
DEEDS = (Verdict.CHANGED, Verdict.REMOVED)


def printed(**figure: Any) -> QuerySet[Figure]:
    """The revisions of a figure that the assessment printed, whether they still stand or not."""
    return Figure.objects.filter(measurement__isnull=False, **figure)


def rows_the_board_has_seen(upload: Upload) -> QuerySet[StagedRow]:
    """Rows that change or remove a figure that the assessment printed, or whose period ends in one that is closed."""
    if upload.kind != UploadKind.FIGURES:
        return upload.rows.none()
    same = printed(
        indicator=OuterRef("subject"),
        area=OuterRef("area"),
        period_start=OuterRef("period_start"),
        period_end=OuterRef("period_end"),
    )
    closed = ClosedPeriod.objects.standing_around(OuterRef("period_end"))
    return upload.rows.filter(Exists(closed) | Exists(same), verdict__in=DEEDS)


def needs_a_reason(upload: Upload) -> bool:
    """Whether applying it changes what the board has seen."""
    return rows_the_board_has_seen(upload).exists()


def board_has_seen(indicator: Indicator, area: Area, period: Period) -> bool:
    """Whether a figure that stands there is one that the board has seen, so that changing it needs a reason."""
    figure = {"period_start": period.start, "period_end": period.end}
    return (
        ClosedPeriod.objects.standing_around(period.end).exists()
        or printed(indicator=indicator, area=area, **figure).exists()
    )
