"""Threats as they stood on an earlier day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from core.documents.status_then import kept_statuses, status_then
from priorities.models import Threat

ENDS = (Threat.Status.PROMOTED.value, Threat.Status.CLOSED.value)


def threats_then(threats: Sequence[Threat], day: date, known_since: date | None) -> None:
    """Give each the status of that day, in `then` and as its own, to be read and not saved. One query."""
    kept = kept_statuses(threats, known_since)
    for threat in threats:
        threat.then = status_then(
            *(kept[threat.pk], day), now=threat.status, ended_on=threat.ended_on, ends=ENDS
        )
        threat.ended_as = threat.get_status_display()
        threat.status = threat.then.status
