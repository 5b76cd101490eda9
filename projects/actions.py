"""The verbs of a project beside editing it: saying how it is doing, correcting that, closing it.

Each is one transaction.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from core.documents.actions import ChangedSince, Gone, Saved, save
from core.documents.contents import Contents, Part, Shape, contents_of, within
from core.documents.history import version_at, versions_of
from core.documents.merging import Merged, differences
from projects.listings import followed, keys_in_closed_plans
from projects.models import Project, ProjectStatus, ProjectUpdate

SHAPE = Shape.of(
    Project,
    ("status", "forecast_end_on", "closed_on", "lessons"),
    {
        "listings": ("status",),
        "updates": ("on", "status", "text", "what_next", "forecast_end_on", "written_by"),
    },
)


@dataclass(frozen=True)
class NewUpdate:
    """How a project is doing on a day, as somebody says."""

    on: date
    status: str
    text: str
    what_next: str = ""
    forecast_end_on: date | None = None


@transaction.atomic
def write_update(project: Project, update: NewUpdate, *, version: int, by: Any) -> Saved:
    """Keep the update; if no later one is there, the project takes its status and its forecast.

    So do its listings, in plans that are not closed, that had the project's status. Raises ChangedSince where others
    changed the status, the forecast or the updates since `version`; Refused; Gone.
    """
    stored, now = _opened(project, version)
    values = dict(now.values)
    listings = now.parts["listings"]
    if _is_newest(update, now):
        values |= {"status": update.status, "forecast_end_on": update.forecast_end_on}
        listings = _followed(stored, listings, of=now.values["status"], to=update.status)
    mine = Contents(values, {"listings": listings, "updates": _with(update, now, by)})
    return save(stored, mine, shape=SHAPE, version=stored.version, by=by, reason="Project update")


@dataclass(frozen=True)
class UpdateCorrection:
    """What a posted update should have said. Its day stays."""

    status: str
    text: str
    what_next: str = ""
    forecast_end_on: date | None = None


@transaction.atomic
def correct_update(
    update: ProjectUpdate, correction: UpdateCorrection, *, version: int, by: Any, reason: str = ""
) -> Saved:
    """Keep what the update should have said, as a version of its project, and mark the update as corrected.

    What the project has from its newest update follows, and so do its listings. Raises as `write_update`.
    """
    stored, now = _opened(update.project, version)
    old = now.part("updates", update.pk)
    if old is None:
        raise Gone
    new = Part(update.pk, old.values | vars(correction))
    if new == old:
        return Saved(stored, [])
    ProjectUpdate.objects.filter(pk=update.pk).update(
        corrected_on=timezone.localdate(), corrected_by=by
    )
    mine = _corrected(stored, now, old, new)
    return save(stored, mine, shape=SHAPE, version=stored.version, by=by, reason=reason)


def _corrected(project: Project, now: Contents, old: Part, new: Part) -> Contents:
    """Who changed the status or the forecast of the project since its newest update has the last word on it."""
    values, listings = dict(now.values), now.parts["listings"]
    updates = now.parts["updates"]
    if updates[0] == old:
        taken = [name for name in ("status", "forecast_end_on") if values[name] == old.values[name]]
        values |= {name: new.values[name] for name in taken}
        if values["status"] != now.values["status"]:
            listings = _followed(project, listings, of=old.values["status"], to=values["status"])
    corrected = tuple(new if part == old else part for part in updates)
    return Contents(values, {"listings": listings, "updates": corrected})


@transaction.atomic
def close_project(
    project: Project, *, on: date, achieved: str, lessons: str, version: int, by: Any
) -> Saved:
    """Close the project and its listings in plans that are not closed; its last update says what it achieved.

    Raises as `write_update`.
    """
    stored, now = _opened(project, version)
    values = now.values | {"status": ProjectStatus.CLOSED, "closed_on": on, "lessons": lessons}
    last = NewUpdate(
        on, ProjectStatus.CLOSED, achieved, forecast_end_on=now.values["forecast_end_on"]
    )
    listings = _followed(stored, now.parts["listings"], of=None, to=ProjectStatus.CLOSED)
    mine = Contents(values, {"listings": listings, "updates": _with(last, now, by)})
    return save(stored, mine, shape=SHAPE, version=stored.version, by=by, reason="Project closed")


def _opened(project: Project, version: int) -> tuple[Project, Contents]:
    """The project, locked, with what it says. Raises Gone, and ChangedSince where others changed that since `version`."""
    stored = Project.with_archived.select_for_update().get(pk=project.pk)
    if stored.archived_at is not None:
        raise Gone
    now = contents_of(stored, SHAPE)
    if stored.version != version:
        kept = version_at(stored, version)
        if kept is None:
            raise Gone
        theirs = differences(within(kept.contents, SHAPE), now)
        if theirs:
            others = versions_of(stored, most=stored.version - version)
            raise ChangedSince(stored, Merged(now, taken=theirs), others)
    return stored, now


def _is_newest(update: NewUpdate, now: Contents) -> bool:
    return all(part.values["on"] <= update.on for part in now.parts["updates"])


def _with(update: NewUpdate, now: Contents, by: Any) -> tuple[Part, ...]:
    values = {
        "on": update.on,
        "status": update.status,
        "text": update.text,
        "what_next": update.what_next,
        "forecast_end_on": update.forecast_end_on,
        "written_by": by.pk,
    }
    return (*now.parts["updates"], Part("new-1", values))


def _followed(
    project: Project, listings: tuple[Part, ...], *, of: str | None, to: str
) -> tuple[Part, ...]:
    return followed(listings, of=of, to=to, closed=keys_in_closed_plans(project=project))
