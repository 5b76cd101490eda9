"""The statuses that an upload changed: kept when it is applied, as its preview showed them, for the page of what was done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from performance.models import Indicator, Upload
from performance.models.upload_counts import KeptStatusChange
from performance.standings.status_impact import status_impact


def changes_to_keep(upload: Upload, as_at: date) -> list[KeptStatusChange]:
    return [
        KeptStatusChange(
            one.indicator.pk,
            "" if one.indicator.is_waiting else one.before.status,
            "New indicator" if one.indicator.is_waiting else one.before.label,
            one.after.status,
            one.after.label,
        )
        for one in status_impact(upload, as_at)
    ]


@dataclass(frozen=True)
class ChangedStatus:
    """An indicator that is still there, and its statuses then."""

    indicator: Indicator
    change: KeptStatusChange


@dataclass(frozen=True)
class StatusesChanged:
    as_at: date
    rows: list[ChangedStatus]


def statuses_changed(upload: Upload) -> StatusesChanged | None:
    """None for an upload of before they were kept."""
    counts = upload.counted
    if not counts.statuses_as_at:
        return None
    found = Indicator.objects.in_bulk([one.indicator for one in counts.status_changes])
    rows = [
        ChangedStatus(found[one.indicator], one)
        for one in counts.status_changes
        if one.indicator in found
    ]
    return StatusesChanged(date.fromisoformat(counts.statuses_as_at), rows)
