"""The open records that somebody answers for, or their organisation does. A fixed number of queries, however many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import User
from core.records.fetching import fetch_with_children
from performance.models import Indicator
from performance.standings.standing import current_standing, with_figures
from priorities.clocks import clocks_of
from priorities.models import Decision, Plan
from projects.deciding import DecideBy, days_by_plan
from projects.models import Project
from projects.updates import OWING, last_update_on, update_due_on
from safercornwall.lists.owned_records import (
    DueRecord,
    decision_due,
    dues_of,
    figures_due,
    is_open,
)
from safercornwall.lists.record_kinds import KINDS, RecordKind

DAYS_AHEAD = timedelta(days=30)


@dataclass(frozen=True)
class MyRecord:
    """`is_own` says whether the person answers for it, or only their organisation. Dates count from `as_at`."""

    kind: RecordKind
    record: Any
    is_own: bool
    stands_in: bool
    dues: tuple[DueRecord, ...]
    as_at: date

    @property
    def due_soon(self) -> list[DueRecord]:
        """What is late, and what is due in the next 30 days."""
        return [due for due in self.dues if due.is_late or self._is_soon(due)]

    def _is_soon(self, due: DueRecord) -> bool:
        return due.on is not None and due.on <= self.as_at + DAYS_AHEAD


@dataclass(frozen=True)
class DueLine:
    """Something that is due, on a record."""

    due: DueRecord
    mine: MyRecord


class MyRecords:
    """The open records of `person` in all plans that they may read and that are not closed.

    Projects and indicators are of no one plan: their dates count from the reporting date of `plan`.
    """

    def __init__(self, person: User, plan: Plan | None) -> None:
        self.person = person
        self.plan = plan

    @cached_property
    def all(self) -> list[MyRecord]:
        return [row for kind in KINDS for row in self._of(kind)]

    @property
    def own(self) -> list[MyRecord]:
        return [row for row in self.all if row.is_own]

    @property
    def of_organisation(self) -> list[MyRecord]:
        return [row for row in self.all if not row.is_own]

    def _of(self, kind: RecordKind) -> Iterator[MyRecord]:
        records = list(self._fetched(kind))
        days = days_by_plan(records) if kind.model is Decision else {}
        for record in records:
            as_at = self._as_at(record)
            if not is_open(record, as_at):
                continue
            is_person = getattr(record, f"{kind.person}_id") == self.person.pk
            stands_in = getattr(record, "stand_in_id", None) == self.person.pk
            yield MyRecord(
                kind=kind,
                record=record,
                is_own=is_person or stands_in,
                stands_in=stands_in,
                dues=tuple(self._dues(record, as_at, days)),
                as_at=as_at,
            )

    def _fetched(self, kind: RecordKind) -> Iterable[Any]:
        rows = self._theirs(kind)
        if kind.model is Indicator:
            return with_figures(rows.counting(), self._as_at(None))
        if kind.model is Project:
            return fetch_with_children(rows, "milestones", "updates")
        rows = rows.exclude(plan__stage=Plan.Stage.CLOSED)
        return rows.prefetch_related("gaps") if kind.model is Decision else rows

    def _theirs(self, kind: RecordKind) -> QuerySet:
        theirs = Q(**{kind.person: self.person})
        if kind.model is Indicator:
            theirs |= Q(stand_in=self.person)
        if self.person.organisation_id:
            theirs |= Q(**{kind.organisation: self.person.organisation_id})
        return kind.visible_to(self.person).filter(theirs).order_by("order", "pk")

    def _as_at(self, record: Any) -> date:
        return clocks_of(getattr(record, "plan", None) or self.plan).as_at

    def _dues(
        self, record: Any, as_at: date, days: Mapping[int, DecideBy | None]
    ) -> list[DueRecord]:
        if isinstance(record, Decision):
            return decision_due(days[record.pk])
        if isinstance(record, Indicator):
            return figures_due(current_standing(record, as_at), as_at)
        if isinstance(record, Project):
            return [*dues_of(record, as_at), *self._update_due(record, as_at)]
        return dues_of(record, as_at)

    def _update_due(self, project: Project, as_at: date) -> list[DueRecord]:
        if project.status not in OWING:
            return []
        known_since = self.plan.known_since_day if self.plan else None
        on = update_due_on(last_update_on(project.updates.all(), as_at), known_since)
        return [
            DueRecord("Update", on, on < as_at) if on else DueRecord("First update", None, True)
        ]


def soonest_first(records: Iterable[MyRecord]) -> list[DueLine]:
    """What is late or due in the next 30 days; what has no day is late already."""
    lines = [DueLine(due, row) for row in records for due in row.due_soon]
    return sorted(lines, key=lambda line: line.due.on or date.min)
