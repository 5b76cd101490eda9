"""What the board has seen of an upload, for whoever is about to take it back."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from performance.models import ClosedPeriod, Figure, Upload, UploadKind


@dataclass(frozen=True)
class SeenFigures:
    """How many figures of an upload counted when a period was closed, and how many came in after that."""

    closing: ClosedPeriod
    seen: int
    after: int


def seen_of(upload: Upload) -> list[SeenFigures]:
    """By closed period, the last first; none where no figure is of one. Two queries, one where nothing is closed."""
    if upload.kind != UploadKind.FIGURES:
        return []
    closings = list(ClosedPeriod.objects.filter(reopened_at=None))
    if not closings:
        return []
    # Revisions of one file have few moments, so that few rows come back however large the file is.
    figures = Figure.objects.filter(upload=upload).order_by()
    rows = list(
        figures.values_list("period_end", "known_from", "known_to").annotate(number=Count("pk"))
    )
    found = [_seen(closing, rows) for closing in closings]
    return [one for one in found if one.seen or one.after]


def _seen(closing: ClosedPeriod, rows: list) -> SeenFigures:
    seen = after = 0
    for end, known_from, known_to, number in rows:
        if closing.period_start <= end <= closing.period_end:
            if known_from > closing.closed_at:
                after += number if known_to is None else 0
            elif known_to is None or known_to > closing.closed_at:
                seen += number
    return SeenFigures(closing, seen, after)
