"""The status that a record had on an earlier day, by what is dated: its versions, its end, and what its kind dates besides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, TypeAlias

from django.db.models import Case, F, QuerySet, Value, When
from django.utils import timezone
from reversion.models import Version

from core.documents.history import BEFORE_ITS_FIRST_EDIT
from core.periods import written

Dated: TypeAlias = tuple[date, str]


@dataclass(frozen=True)
class StatusThen:
    """A status on `day`. Where nothing says it, it is the first one that is known, `recorded_on` a later day."""

    day: date
    status: str
    is_known: bool = True
    recorded_on: date | None = None
    is_ended_later: bool = False

    @property
    def note(self) -> str:
        """What the page says beside a status that nothing tells for the day; "" where something does."""
        if self.is_known:
            return ""
        first = f"{self.briefly}. " if self.recorded_on else ""
        return f"{first}What it was on {written(self.day)} is not recorded."

    @property
    def briefly(self) -> str:
        """The same in a list, under a bar that says what is not known."""
        if self.is_known:
            return ""
        day = f", on {written(self.recorded_on)}" if self.recorded_on else ""
        return f"As first recorded{day}"


@dataclass(frozen=True)
class StatusHistory:
    """The first status that is known, since a day, and each other one with the day since when it was so."""

    first: Dated | None
    changes: Sequence[Dated] = ()

    def without(self, statuses: Iterable[str]) -> StatusHistory:
        left_out = set(statuses)
        first = None if self.first and self.first[1] in left_out else self.first
        return StatusHistory(first, [one for one in self.changes if one[1] not in left_out])

    def on(self, day: date, *, now: str) -> StatusThen:
        """What is dated decides. `now` stands where nothing is."""
        past = [one for one in self.changes if one[0] <= day]
        if past:
            return StatusThen(day, max(past, key=lambda one: one[0])[1])
        known = [one for one in (self.first, *self.changes) if one]
        if not known:
            return StatusThen(day, now, is_known=False)
        since, status = min(known, key=lambda one: one[0])
        if since <= day:
            return StatusThen(day, status)
        return StatusThen(day, status, is_known=False, recorded_on=since)


def status_then(
    history: StatusHistory, day: date, *, now: str, ended_on: date | None, ends: Iterable[str]
) -> StatusThen:
    """What ended by the day had its last status; what ended later had none of `ends`."""
    if ended_on is None:
        return history.on(day, now=now)
    if ended_on <= day:
        return StatusThen(day, now)
    found = history.without(ends).on(day, now=now)
    return StatusThen(day, found.status, found.is_known, found.recorded_on, is_ended_later=True)


def kept_statuses(records: Sequence[Any], known_since: date | None) -> Mapping[int, StatusHistory]:
    """By the versions of records of one kind, by their keys. One without versions is as it was `known_since`."""
    if not records:
        return {}
    rows = Version.objects.get_for_model(type(records[0])).select_related("revision")
    rows = rows.filter(object_id__in=[str(record.pk) for record in records]).order_by("pk")
    kept: dict[int, list[Dated]] = defaultdict(list)
    for row in rows:
        day = timezone.localdate(row.revision.date_created)
        if row.revision.comment == BEFORE_ITS_FIRST_EDIT:
            day = min(day, known_since or day)
        kept[int(row.object_id)].append((day, row.field_dict["status"]))
    unchanged = {
        record.pk: [(known_since, record.status)]
        for record in records
        if record.pk not in kept and known_since
    }
    return {record.pk: _history((unchanged | kept).get(record.pk, [])) for record in records}


def with_status_then(records: QuerySet, statuses: Mapping[int, str]) -> QuerySet:
    """`records` with the column `status_then`: by their keys, else the status that they have now."""
    keys = defaultdict(list)
    for key, status in statuses.items():
        keys[status].append(key)
    then = [When(pk__in=some, then=Value(status)) for status, some in keys.items()]
    return records.annotate(status_then=Case(*then, default=F("status")))


def _history(kept: Sequence[Dated]) -> StatusHistory:
    """A version that says the status of the one before it changes nothing."""
    changes = [now for before, now in pairwise(kept) if now[1] != before[1]]
    return StatusHistory(kept[0] if kept else None, changes)
