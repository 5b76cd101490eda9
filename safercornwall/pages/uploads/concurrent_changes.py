"""What others changed between the preview of an upload and its being applied: who, when, how, from what to what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from performance.figures.destinations import DESTINATIONS
from performance.models import Upload, UploadKind
from performance.rounds.changes import moment_of
from performance.uploads.ledger.concurrent_changes import Changed, kept_of
from safercornwall.pages.uploads.kept import GONE
from safercornwall.pages.uploads.preview import PreviewRow, preview, words_of


@dataclass(frozen=True)
class ConcurrentChangeRow:
    """A cell of the file, and what somebody made of the figure that it is about. `upload` is None for a deed by hand."""

    row: PreviewRow
    was: str
    now: str
    by: str
    at: datetime
    how: str
    upload: Upload | None = None


@dataclass(frozen=True)
class ConcurrentChanges:
    """The first of the figures that were changed, and how many there are besides."""

    rows: list[ConcurrentChangeRow]
    more: int


def meanwhile_of(upload: Upload) -> ConcurrentChanges | None:
    """None where nobody changed anything. In seven queries, whatever the number of figures."""
    number, changed = kept_of(upload)
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


def _revisions(upload: Upload, changed: Iterable[Changed]) -> dict[int, Any]:
    model = DESTINATIONS[UploadKind(upload.kind)].model
    found = model._default_manager.all()
    if hasattr(model, "recorded_by"):
        found = found.select_related("recorded_by", "closed_by")
    return found.in_bulk({pk for one in changed for pk in (one.was, one.now, one.last) if pk})


def _uploads_at(moments: Iterable[datetime]) -> dict[datetime, Upload]:
    """Those that were applied, or taken back, at one of the moments."""
    found = list(moments)
    uploads = Upload.objects.filter(Q(applied_at__in=found) | Q(undone_at__in=found))
    return {
        moment: upload
        for upload in uploads.select_related("applied_by", "undone_by")
        for moment in (upload.applied_at, upload.undone_at)
        if moment is not None
    }


def _row(
    one: Changed,
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
    before, after = (revisions.get(pk or 0) for pk in (one.was, one.now))
    was, now = words_of(before, row.subject, after), words_of(after, row.subject, before)
    if one.now is None:
        now = GONE
    elif was == now:
        now = f"{now}: the value is the same, what goes with it is not"
    return ConcurrentChangeRow(row, was, now, str(who or "Not known"), at, how, upload)
