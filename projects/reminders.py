"""The project updates that people are reminded about: no update came for a quarter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max, Min, Q

from accounts.models import User
from accounts.permissions import people_with_permission
from core.periods import Period
from performance.reminders.missing_figures import day_of, person_of
from performance.reminders.rule import Because, Person, step_on
from priorities.models import Plan
from projects.models import Project
from projects.updates import OWING, update_due_on

# Days from the day that an update was due. Nobody is reminded before it.
STEPS = (1, 7, 30)


@dataclass(frozen=True)
class MissingUpdate:
    """A project without an update for a quarter. `period` is the time since the last one; `people` answer for it."""

    name: str
    slug: str
    period: Period
    due_on: date
    updated_on: date | None
    people: tuple[tuple[Person, Because], ...]
    steps: tuple[int, ...] = STEPS

    @property
    def key(self) -> str:
        return f"project {self.slug}"

    @property
    def stored(self) -> dict[str, Any]:
        return {"about": self.key}

    @property
    def in_words(self) -> str:
        return f"{self.name}, project update"

    def people_at(self, days: int) -> list[tuple[Person, Because]]:
        return list(self.people)


def missing_updates_on(today: date) -> list[MissingUpdate]:
    """The updates that somebody may be reminded about on `today`. A project that only drafts list is left out."""
    projects = list(
        Project.objects.known_under()
        .filter(status__in=OWING)
        .select_related("owner_person")
        .annotate(
            updated_on=Max("updates__on", filter=Q(updates__on__lte=today)),
            known_since=Min(
                "themes__plan__known_since",
                filter=~Q(themes__plan__stage=Plan.Stage.DRAFT),
            ),
        )
        .order_by("order")
    )
    if not projects:
        return []
    writers = list(people_with_permission("projects.change_project"))
    found = (_missing(project, writers) for project in projects)
    return [row for row in found if row and step_on(today, row.due_on, STEPS) is not None]


def _missing(project: Any, writers: list[User]) -> MissingUpdate | None:
    known_since = day_of(project.known_since) if project.known_since else None
    due_on = update_due_on(project.updated_on, known_since)
    if due_on is None:
        return None
    since = max(day for day in (project.updated_on, known_since) if day)
    return MissingUpdate(
        name=project.name,
        period=Period(since, due_on),
        due_on=due_on,
        slug=project.slug,
        updated_on=project.updated_on,
        people=_people_of(project, writers),
    )


def _people_of(project: Project, writers: list[User]) -> tuple[tuple[Person, Because], ...]:
    """Who owns the project; where nobody does who can be reminded, the people of its lead organisation."""
    able = {user.pk for user in writers}
    owner = person_of(project.owner_person, able)
    if owner and owner.can_be_reminded:
        return ((owner, Because.OWNER),)
    if project.lead_organisation_id is None:
        return ()
    of_lead = [user for user in writers if user.organisation_id == project.lead_organisation_id]
    people = [person_of(user, able) for user in of_lead]
    return tuple((person, Because.LEADS) for person in people if person and person.can_be_reminded)
