"""Who owns a record, and when somebody last confirmed it: one query for a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from accounts.limits import is_theirs
from safercornwall.lists.record_kinds import KIND_BY_MODEL, RecordKind


@dataclass(frozen=True)
class Ownership:
    """The owner that components/ownership.html shows. `confirm_at` is empty for people who may not confirm."""

    kind: RecordKind
    record: Any
    confirm_at: str

    @property
    def organisation(self) -> Any:
        return getattr(self.record, self.kind.organisation)

    @property
    def person(self) -> Any:
        return getattr(self.record, self.kind.person)

    @property
    def unowned(self) -> str:
        return "No organisation" if self.person else self.kind.unowned

    @property
    def printed(self) -> str:
        """The owner as the assessment prints it, where it does."""
        return getattr(self.record, "owner_printed", "") or getattr(self.record, "lead_printed", "")

    @property
    def confirmed_on(self) -> date | None:
        return self.record.confirmed_on

    @property
    def confirmed_by(self) -> Any:
        return self.record.confirmed_by


def with_owners(records: QuerySet) -> QuerySet:
    """Records with who owns and who confirmed them, so that `ownership_of` takes no query."""
    kind = KIND_BY_MODEL[records.model]
    return records.select_related(kind.organisation, kind.person, "confirmed_by")


def ownership_of(user: Any, record: Any, *, has_owners: bool = False) -> Ownership:
    """`has_owners` where the record came from `with_owners`."""
    kind = KIND_BY_MODEL[type(record)]
    stored = record if has_owners else with_owners(kind.model._base_manager.all()).get(pk=record.pk)
    may = user.has_perm(kind.permission("change")) and is_theirs(user, stored)
    confirm_at = reverse("ownership:confirm", args=[kind.key, record.pk]) if may else ""
    return Ownership(kind, stored, confirm_at)
