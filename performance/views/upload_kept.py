"""What an undo kept, because somebody had changed it since: which figure, what it says now, and by whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from performance.models import Upload, UploadKind
from performance.uploads.destinations import DESTINATIONS
from performance.views.upload_preview import PreviewRow, preview, words_of
from safercornwall.periods import written


@dataclass(frozen=True)
class KeptRow:
    """A cell of the file beside what counts in its place now."""

    row: PreviewRow
    now: str
    by: str


def kept_rows(upload: Upload, cells: Sequence[str]) -> list[KeptRow]:
    """In the order of the file, in six queries whatever their number."""
    staged = list(upload.rows.filter(cell__in=cells).order_by("row", "id"))
    ours, theirs = zip(*DESTINATIONS[UploadKind(upload.kind)].keys, strict=True)
    latest = _latest(upload, staged, ours, theirs)
    return [
        _kept(shown, latest.get(tuple(getattr(row, name) for name in ours)))
        for row, shown in zip(staged, preview(upload, staged), strict=True)
    ]


def _latest(
    upload: Upload, staged: Sequence[Any], ours: Sequence[str], theirs: Sequence[str]
) -> dict[tuple[Any, ...], Any]:
    """What counts now, by key. A wider net than the keys, sorted out here, so that it is one query."""
    model = DESTINATIONS[UploadKind(upload.kind)].model
    around = {
        f"{their}__in": {getattr(row, our) for row in staged}
        for our, their in zip(ours, theirs, strict=True)
    }
    found = model._default_manager.filter(known_to=None, **around)
    if hasattr(model, "recorded_by"):
        found = found.select_related("recorded_by")
    return {tuple(getattr(row, name) for name in theirs): row for row in found}


def _kept(shown: PreviewRow, now: Any) -> KeptRow:
    if now is None:
        return KeptRow(shown, "Nothing: it was removed", "")
    who = getattr(now, "recorded_by", None)
    on = written(timezone.localtime(now.known_from).date())
    words = words_of(
        now, getattr(shown.subject, "unit", ""), getattr(shown.subject, "decimal_places", None)
    )
    return KeptRow(shown, words, f"{who}, {on}" if who else on)
