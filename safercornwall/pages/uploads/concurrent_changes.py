"""The figures that others changed between the preview of an upload and its apply: who, when, how, from what to what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from performance.figures.destinations import DESTINATIONS
from performance.models import Upload, UploadKind
from performance.rounds.changes import moment_of
from performance.uploads.ledger.staging import ConcurrentChange, stored_concurrent_changes
from safercornwall.pages.uploads.preview import PreviewRow, preview, words_of
from safercornwall.pages.uploads.undo import REMOVED


@dataclass(frozen=True)
class ConcurrentChangeRow:
    """A cell of the file, and how somebody changed its figure. `upload` is None for a change by hand."""

    row: PreviewRow
    was: str
    now: str
    by: str
    at: datetime
    how: str
    upload: Upload | None = None


@dataclass(frozen=True)
class ConcurrentChanges:
    """The first figures that were changed, and how many more there are."""

    rows: list[ConcurrentChangeRow]
    more: int


def concurrent_changes_of(upload: Upload) -> ConcurrentChanges | None:
    """None when nobody changed anything. Seven queries, whatever the number of figures."""
    number, changed = stored_concurrent_changes(upload)
    if not changed:
        return None
    staged = {row.cell: row for row in upload.rows.filter(cell__in=[one.cell for one in changed])}
    changed = [one for one in changed if one.cell in staged]
    shown = preview(upload, [staged[one.cell] for one in changed])
    revisions = _revisions(upload, changed)
    lasts = [revisions[one.last] for one in changed]
    uploads = _uploads_at(moment_of(last) for last in lasts)
    rows = [_row(one, row, revisions, uploads) for one, row in zip(changed, shown, strict=True)]
    return ConcurrentChanges(rows, number - len(rows))


def _revisions(upload: Upload, changed: Iterable[ConcurrentChange]) -> dict[int, Any]:
    model = DESTINATIONS[UploadKind(upload.kind)].model
    found = model._default_manager.all()
    if hasattr(model, "recorded_by"):
        found = found.select_related("recorded_by", "closed_by")
    return found.in_bulk({pk for one in changed for pk in (one.was, one.now, one.last) if pk})


def _uploads_at(moments: Iterable[datetime]) -> dict[datetime, Upload]:
    """The uploads that were applied or undone at one of the moments."""
    found = list(moments)
    uploads = Upload.objects.filter(Q(applied_at__in=found) | Q(undone_at__in=found))
    return {
        moment: upload
        for upload in uploads.select_related("applied_by", "undone_by")
        for moment in (upload.applied_at, upload.undone_at)
        if moment is not None
    }


def _row(
    one: ConcurrentChange,
    row: PreviewRow,
    revisions: Mapping[int, Any],
    uploads: Mapping[datetime, Upload],
) -> ConcurrentChangeRow:
    last = revisions[one.last]
    at = moment_of(last)
    upload = uploads.get(at)
    if upload is None:
        who, how = getattr(last, "closed_by" if last.known_to else "recorded_by", None), "By hand"
    elif upload.undone_at == at:
        who, how = upload.undone_by, "By taking back"
    else:
        who, how = upload.applied_by, "With"
    old, new = (revisions.get(pk or 0) for pk in (one.was, one.now))
    was, now = words_of(old, row.subject, new), words_of(new, row.subject, old)
    if one.now is None:
        now = REMOVED
    elif was == now:
        now = f"{now}: the value is the same, what goes with it is not"
    return ConcurrentChangeRow(row, was, now, str(who or "Not known"), at, how, upload)
