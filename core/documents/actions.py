"""The verbs of a document: create, save, confirm, archive, bring back. Each is one transaction, and keeps a version."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from core.documents.contents import Contents, Part, Shape, contents_of, within
from core.documents.history import (
    BEFORE_ITS_FIRST_EDIT,
    SHAPES,
    KeptVersion,
    has_versions,
    keep_version,
    version_at,
    versions_of,
)
from core.documents.merging import Clash, Difference, Merged, differences, merge
from core.documents.writing import hold_to_rules, write
from core.records.writers import may_write

CONFIRMED = "Confirmed that it is still right"


@dataclass(frozen=True)
class Saved:
    """`changes` is what the person changed. `taken` is what others changed since, and is kept too."""

    record: Any
    changes: list[Difference]
    taken: list[Difference] = field(default_factory=list)
    others: list[KeptVersion] = field(default_factory=list)


class ChangedSince(Exception):
    """Others changed the document since the person opened it, and both changed the same. Nothing was saved.

    `merged` has what both may have; `others` are the versions saved since, the newest first.
    """

    def __init__(self, record: Any, merged: Merged, others: list[KeptVersion]) -> None:
        super().__init__(f"{record} was changed by somebody else.")
        self.record, self.merged, self.others = record, merged, others

    @property
    def clashes(self) -> list[Clash]:
        return self.merged.clashes


class Gone(Exception):
    """The document is archived, or the version that the person began from was never kept."""


@transaction.atomic
def create(record: Any, contents: Contents, *, shape: Shape, by: Any) -> Any:
    """Write a new record with its parts. Raises Refused."""
    write(record, contents, shape)
    stored = _lock(record)
    keep_version(stored, by=by)
    return stored


@transaction.atomic
def save(
    record: Any, mine: Contents, *, shape: Shape, version: int, by: Any, reason: str = ""
) -> Saved:
    """Write what differs. `version` is the one that the person began from.

    Raises ChangedSince where others changed the same since, Refused where a rule is broken, Gone.
    """
    stored = _lock(record)
    if stored.archived_at is not None:
        raise Gone
    now = contents_of(stored, shape)
    merged, others = Merged(mine), []
    base = now
    if stored.version != version:
        kept = version_at(stored, version)
        if kept is None:
            raise Gone
        base = within(kept.contents, shape)
        merged = merge(base, now, mine)
        others = versions_of(stored, most=stored.version - version)
        if merged.clashes:
            raise ChangedSince(stored, merged, others)
    changes = differences(now, merged.contents)
    if changes:
        _begin_version(stored, by)
        write(stored, merged.contents, shape)
        _keep_version(stored, by=by, reason=reason)
    return Saved(stored, changes, merged.taken, others)


@transaction.atomic
def restore(record: Any, number: int, *, version: int, by: Any, reason: str = "") -> Saved:
    """Give the document the contents of version `number` again. Parts that last stay as they are now.

    Raises Refused, Gone, ChangedSince.
    """
    shape = SHAPES[type(record)]
    kept = version_at(record, number)
    if kept is None:
        raise Gone
    stored = _lock(record)
    if stored.version != version:
        raise ChangedSince(stored, Merged(kept.contents), versions_of(stored, most=1))
    if stored.archived_at is not None:
        raise Gone
    now = contents_of(stored, shape)
    wanted = _but_lasting(kept.contents, now, shape)
    changes = differences(now, wanted)
    if changes:
        _begin_version(stored, by)
        write(stored, _with_new_keys(wanted, now), shape)
        _keep_version(stored, by=by, reason=reason or f"Restored version {number}")
    return Saved(stored, changes)


@transaction.atomic
def confirm(record: Any, *, version: int, by: Any, on: date) -> None:
    """Say that the record is still right, as a version that changes nothing else.

    Nothing is saved where the same person confirmed it on the same day already.

    `version` is the one that the person saw. Raises ChangedSince where there is a later one, and Gone.
    """
    stored = _lock(record)
    if stored.archived_at is not None:
        raise Gone
    if (stored.confirmed_on, stored.confirmed_by_id) == (on, by.pk):
        return
    if stored.version != version:
        now = contents_of(stored, SHAPES[type(stored)])
        raise ChangedSince(stored, Merged(now), versions_of(stored, most=1))
    _begin_version(stored, by)
    stored.confirmed_on, stored.confirmed_by = on, by
    stored.save(update_fields=["confirmed_on", "confirmed_by"])
    _keep_version(stored, by=by, reason=CONFIRMED)


@transaction.atomic
def archive(record: Any, *, by: Any, reason: str = "") -> None:
    """Take the record off every page. Nothing of it is lost, and `bring_back` undoes it."""
    _set_archived(record, timezone.now(), by, reason or "Archived")


@transaction.atomic
def bring_back(record: Any, *, by: Any, reason: str = "") -> None:
    """Raises Refused where another record has taken its place meanwhile."""
    _set_archived(record, None, by, reason or "Brought back")


@contextmanager
def changing(record: Any, *, by: Any, reason: str) -> Iterator[Any]:
    """Keep what the block writes of a document as its next version. Yields the stored record, locked."""
    with transaction.atomic():
        stored = _lock(record)
        _begin_version(stored, by)
        yield stored
        _keep_version(stored, by=by, reason=reason)


def _set_archived(record: Any, at: Any, by: Any, reason: str) -> None:
    stored = _lock(record)
    if (stored.archived_at is None) == (at is None):
        return
    _begin_version(stored, by)
    stored.archived_at = at
    if at is None:
        hold_to_rules(stored)
    stored.save(update_fields=["archived_at"])
    _keep_version(stored, by=by, reason=reason)


def _lock(record: Any) -> Any:
    """The record as stored; nobody else writes it until the transaction ends."""
    return type(record).with_archived.select_for_update().get(pk=record.pk)


def _begin_version(stored: Any, by: Any) -> None:
    """A record that came with the seed has no version yet: keep what it said before its first edit."""
    may_write(by, stored)
    if not has_versions(stored):
        keep_version(stored, by=None, reason=BEFORE_ITS_FIRST_EDIT)
    type(stored).with_archived.filter(pk=stored.pk).update(version=F("version") + 1)
    stored.version += 1


def _keep_version(stored: Any, *, by: Any, reason: str) -> None:
    keep_version(_lock(stored), by=by, reason=reason)


def _but_lasting(old: Contents, now: Contents, shape: Shape) -> Contents:
    """The old contents, with the parts that last as they are now."""
    lasting = {name: now.parts[name] for name in shape.lasting}
    return Contents(old.values, old.parts | lasting)


def _with_new_keys(old: Contents, now: Contents) -> Contents:
    """The old contents, in which a part that was taken out since is a new one."""
    stored = {name: {part.key for part in parts} for name, parts in now.parts.items()}
    return Contents(
        old.values,
        {
            name: tuple(
                part if part.key in stored[name] else Part.again(part.key, part.values)
                for part in parts
            )
            for name, parts in old.parts.items()
        },
    )
