"""Editing a record that has a `version` and a `history`: of two people at two desks, the second is told."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction

from core.records.changes import rows_written
from core.records.writers import may_write

BEFORE_ITS_FIRST_EDIT = "As it was before its first edit."


@dataclass(frozen=True)
class Change:
    """One field as it was and as it then became, as stored: a relation by its key."""

    field: str
    was: Any
    now: Any
    by: Any = None
    at: datetime | None = None
    reason: str = ""


class EditedSince(Exception):
    """Somebody changed the same fields since the person began. Nothing was saved.

    `record` is as it stands now; `changes` are theirs, oldest first (empty where nobody knows what they were).
    """

    def __init__(self, record: Any, changes: Collection[Change]) -> None:
        super().__init__(f"{record} was changed by somebody else.")
        self.record, self.changes = record, tuple(changes)


def edit(
    record: Any, *, version: int, by: Any, reason: str | None = None, **facts: Any
) -> list[Change]:
    """Write those of `facts` that differ, as the record's next version, with their trace. Nothing else is touched.

    `reason` is kept beside the version. `version` is the one that the person saw. Raises EditedSince where a later one changed any of these fields.
    """
    model: Any = type(record)
    with transaction.atomic():
        stored = model._base_manager.select_for_update().get(pk=record.pk)
        refuse_if_touched(stored, version, facts)
        seen = stored.version
        before, was = _copy(stored), _values(stored, facts)
        for name, value in facts.items():
            setattr(stored, name, value)
        changes = _differences(was, _values(stored, facts))
        if changes:
            may_write(by, before)
            _write(stored, seen, changes)
            _remember(before, stored, by, reason)
    return changes


def changes_between(rows: Iterable[Any], fields: Collection[str]) -> list[Change]:
    """What changed from each row of a history to the next, oldest first, by whom and when."""
    found: list[Change] = []
    before = None
    for row in rows:
        now = _values(row, fields)
        if before is not None:
            found += [
                Change(
                    c.field,
                    c.was,
                    c.now,
                    row.history_user_id,
                    row.history_date,
                    row.history_change_reason or "",
                )
                for c in _differences(before, now)
            ]
        before = now
    return found


def refuse_if_touched(stored: Any, version: int, facts: Collection[str]) -> None:
    """Raise EditedSince where a version later than `version` changed any of the fields `facts`.

    Later versions that left them alone do not matter: only what differs is written.
    """
    if stored.version == version:
        return
    rows = list(
        stored.history.filter(version__gte=version).order_by(
            "version", "history_date", "history_id"
        )
    )
    if not rows or rows[0].version != version:
        raise EditedSince(stored, ())
    changes = changes_between(rows, facts)
    if changes:
        raise EditedSince(stored, changes)


def _write(stored: Any, seen: int, changes: list[Change]) -> None:
    stored.version = seen + 1
    facts = {change.field: change.now for change in changes}
    rows = type(stored)._base_manager.filter(pk=stored.pk, version=seen)
    if not rows.update(version=stored.version, **facts):
        raise EditedSince(stored, ())
    rows_written.send(type(stored), pks=[stored.pk])


def _remember(before: Any, stored: Any, by: Any, reason: str | None) -> None:
    """An update leaves no trace by itself; and a record loaded from a fixture has none at all."""
    history = type(stored).history
    if not history.filter(id=stored.pk).exists():
        history.bulk_history_create([before], default_change_reason=BEFORE_ITS_FIRST_EDIT)
    history.bulk_history_create(
        [stored], update=True, default_user=by, default_change_reason=reason
    )


def _copy(record: models.Model) -> models.Model:
    names = [field.attname for field in record._meta.concrete_fields]
    return type(record)(**{name: getattr(record, name) for name in names})


def _values(record: Any, fields: Iterable[str]) -> dict[str, Any]:
    """As stored, so that no relation is fetched."""
    return {name: getattr(record, record._meta.get_field(name).attname) for name in fields}


def _differences(was: dict[str, Any], now: dict[str, Any]) -> list[Change]:
    return [Change(name, was[name], now[name]) for name in was if was[name] != now[name]]
