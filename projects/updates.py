"""Rules of project updates, on plain values: one is due each quarter."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from core.periods import months_after
from projects.models import ProjectStatus, ProjectUpdate

MONTHS_BETWEEN = 3
# Of projects that are planned, on hold or closed nobody is asked for updates.
OWING = frozenset({ProjectStatus.CURRENT, ProjectStatus.AWAITING})


def last_update_on(updates: Iterable[ProjectUpdate], as_at: date) -> date | None:
    """The day of the last update by that day."""
    return max((update.on for update in updates if update.on <= as_at), default=None)


def update_due_on(updated_on: date | None, known_since: date | None) -> date | None:
    """The last day for the next update: a quarter after the last one, or after the plan was first known.

    None where there is neither.
    """
    since = max((day for day in (updated_on, known_since) if day), default=None)
    return months_after(since, MONTHS_BETWEEN) if since else None
