"""What an undo of an upload would change for the board, and which figures an undo left because others had changed them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count
from django.utils import timezone

from core.periods import written
from performance.figures.destinations import DESTINATIONS
from performance.models import ClosedPeriod, Figure, Upload, UploadKind
from performance.models.closings import Closing
from safercornwall.pages.uploads.preview import PreviewRow, preview, words_of


@dataclass(frozen=True)
class ClosedPeriodFigures:
    """How many figures of an upload counted when a period was closed, and how many were added after that."""

    closing: ClosedPeriod
    at_closing: int
    after_closing: int


def closed_periods_of(upload: Upload) -> list[ClosedPeriodFigures]:
    """The closed periods that figures of the upload are of, the latest first. Two queries, one when nothing is closed."""
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
    found = [_figures_of(closing, rows) for closing in closings]
    return [one for one in found if one.at_closing or one.after_closing]


def _figures_of(closing: ClosedPeriod, rows: list) -> ClosedPeriodFigures:
    at_closing = after_closing = 0
    for end, known_from, known_to, number in rows:
        if closing.period_start <= end <= closing.period_end:
            if known_from > closing.closed_at:
                after_closing += number if known_to is None else 0
            elif known_to is None or known_to > closing.closed_at:
                at_closing += number
    return ClosedPeriodFigures(closing, at_closing, after_closing)


REMOVED = "Nothing: it was removed"


@dataclass(frozen=True)
class KeptRow:
    """A cell of the file beside what counts in its place now."""

    row: PreviewRow
    now: str
    by: str


def kept_rows(
    upload: Upload, cells: Sequence[str], *, sees_withheld: bool = False
) -> list[KeptRow]:
    """In the order of the file, in eight queries whatever their number."""
    staged = list(upload.rows.filter(cell__in=cells).order_by("row", "id"))
    ours, theirs = zip(*DESTINATIONS[UploadKind(upload.kind)].keys, strict=True)
    latest = _latest(upload, staged, ours, theirs)
    removed = _removed_by(latest.values())
    return [
        _kept(shown, latest.get(tuple(getattr(row, name) for name in ours)), removed)
        for row, shown in zip(
            staged, preview(upload, staged, sees_withheld=sees_withheld), strict=True
        )
    ]


def _latest(
    upload: Upload, staged: Sequence[Any], ours: Sequence[str], theirs: Sequence[str]
) -> dict[tuple[Any, ...], Any]:
    """The last revision by key: what counts now, or what was removed.

    A wider net than the keys, sorted out here, so that it is one query.
    """
    model = DESTINATIONS[UploadKind(upload.kind)].model
    around = {
        f"{their}__in": {getattr(row, our) for row in staged}
        for our, their in zip(ours, theirs, strict=True)
    }
    found = model._default_manager.filter(**around).order_by("known_from")
    if hasattr(model, "recorded_by"):
        found = found.select_related("recorded_by")
    if issubclass(model, Closing):
        found = found.select_related("closed_by", "closed_by_upload")
    return {tuple(getattr(row, name) for name in theirs): row for row in found}


def _removed_by(revisions: Iterable[Any]) -> dict[datetime, str]:
    """Who applied the files that closed revisions which do not say so themselves, by the moment."""
    moments = {row.known_to for row in revisions if row.known_to and not isinstance(row, Closing)}
    if not moments:
        return {}
    uploads = Upload.objects.filter(applied_at__in=moments).select_related("applied_by")
    return {
        one.applied_at: f"{one.applied_by} with {one.file_name}"
        for one in uploads
        if one.applied_at
    }


def _kept(shown: PreviewRow, last: Any, removed: Mapping[datetime, str]) -> KeptRow:
    if last is None:
        return KeptRow(shown, REMOVED, "")
    who = getattr(last, "recorded_by", None)
    if last.known_to is not None:
        by = _closed_by(last) if isinstance(last, Closing) else removed.get(last.known_to)
        return KeptRow(shown, REMOVED, _by(by, last.known_to))
    return KeptRow(shown, words_of(last, shown.subject), _by(who, last.known_from))


def _closed_by(last: Closing) -> str:
    file = f" with {last.closed_by_upload.file_name}" if last.closed_by_upload else ""
    return f"{last.closed_by}{file}" if last.closed_by else ""


def _by(who: Any, moment: datetime) -> str:
    on = written(timezone.localtime(moment).date())
    return f"{who}, {on}" if who else on
