"""The changes that the verbs make to each of several records."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone

from core.documents import actions
from core.documents.contents import Contents, Part, Shape, Values
from core.documents.several import EditedAlike


@dataclass(frozen=True)
class ValuesAlike(EditedAlike):
    """Gives each record the same `values`. A record whose field `decided_by` has its value already stays as it is."""

    shape: Shape
    values: Values
    decided_by: str = ""

    def wanted(self, record: Any, now: Contents) -> Contents:
        if self.decided_by and now.values[self.decided_by] == self.values[self.decided_by]:
            return now
        return replace(now, values=now.values | self.values)


@dataclass(frozen=True)
class PartAlike(EditedAlike):
    """Gives each record a part of one theme, unless it has one. `says` gives the part's other values."""

    shape: Shape
    relation: str
    theme: int
    says: Callable[[Any], Values]

    def wanted(self, record: Any, now: Contents) -> Contents:
        parts = now.parts[self.relation]
        if any(part.values["theme"] == self.theme for part in parts):
            return now
        added = Part("new-1", {"theme": self.theme, **self.says(record)})
        return replace(now, parts=now.parts | {self.relation: (*parts, added)})


@dataclass(frozen=True)
class LinkAlike(EditedAlike):
    """Links each record to one more."""

    shape: Shape
    name: str
    key: int

    def wanted(self, record: Any, now: Contents) -> Contents:
        keys = tuple(sorted({*now.values[self.name], self.key}))
        return replace(now, values={self.name: keys})


@dataclass(frozen=True)
class ArchivedAlike:
    shape: Shape

    def wanted(self, record: Any, now: Contents) -> Contents:
        return replace(now, values={"archived_at": timezone.now()})

    def write(self, stored: Any, wanted: Contents, *, by: Any, reason: str) -> None:
        actions.archive(stored, by=by, reason=reason)
