"""The updates of a project, newest first, each with the status that it changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from projects.models import ProjectStatus, ProjectUpdate


@dataclass(frozen=True)
class TimelineEntry:
    """An update. `was` is the status before it, where it brought another."""

    update: ProjectUpdate
    was: ProjectStatus | None
    written_by: User | None
    corrected_by: User | None = None


def timeline(updates: Sequence[ProjectUpdate], people: Mapping[Any, User]) -> list[TimelineEntry]:
    """`updates` come newest first; `people` are those who wrote or corrected them, by number."""
    before: list[ProjectUpdate | None] = [*updates[1:], None]
    return [
        TimelineEntry(
            update,
            ProjectStatus(earlier.status) if earlier and earlier.status != update.status else None,
            people.get(update.written_by_id),
            people.get(update.corrected_by_id),
        )
        for update, earlier in zip(updates, before[: len(updates)], strict=True)
    ]
