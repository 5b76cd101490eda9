"""Keeps search entries up to date: what a page, a command or a fixture writes is searched once it is committed.

A record's entries hold words of its parts, and the address and name of what it stands under. So each model is watched
for the sake of every noun whose entries it has a part in.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db import connection, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models.signals import m2m_changed, post_save, pre_delete

from core.records.changes import rows_written
from priorities.models import Plan
from safercornwall.search.declarations import SearchSource, keys_on
from safercornwall.search.entries import rebuild, refresh
from safercornwall.search.models import SearchEntry
from safercornwall.search.sources import SOURCE_OF_KIND, SOURCES


@dataclass(frozen=True)
class SearchWatch:
    """Finds the records of a noun whose entries say something of a changed record.

    From the changed record, `by` leads back to rows of `model`; from these, `to` leads to the records. `among` are the rows
    that are about the noun at all.
    """

    kind: str
    model: type[models.Model]
    by: str
    to: str
    among: dict[str, Any] = field(default_factory=dict)

    def touched(self, pks: Iterable[int]) -> Iterable[int]:
        if self.by == self.to == "pk":
            return pks
        rows = self.model._base_manager.filter(**{f"{self.by}__in": list(pks)}, **self.among)
        return rows.exclude(**{self.to: None}).values_list(self.to, flat=True).distinct()


class Unsearched(threading.local):
    """What was changed in this thread and not yet searched anew. What a rollback leaves here does no harm."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        self.by_model: dict[type[models.Model], set[int]] = defaultdict(set)
        self.by_kind: dict[str, set[int]] = defaultdict(set)

    def take(self) -> dict[str, set[int]]:
        """The records whose entries are to be made anew, by kind."""
        by_model, found = self.by_model, self.by_kind
        self.forget()
        for model, pks in by_model.items():
            for watch in watches()[model]:
                found[watch.kind].update(watch.touched(pks))
        return found


unsearched = Unsearched()


@cache
def watches() -> dict[type[models.Model], list[SearchWatch]]:
    """The watches, by the model that is changed."""
    found: dict[type[models.Model], list[SearchWatch]] = defaultdict(list)
    for source in SOURCES:
        for model, watch in (*_of_source(source), *_of_parts(source)):
            if watch not in found[model]:
                found[model].append(watch)
    return found


def _of_source(source: SearchSource) -> Iterator[tuple[type[models.Model], SearchWatch]]:
    yield source.model, SearchWatch(source.kind, source.model, "pk", "pk")
    shown = [step for path in source.reach for step in keys_on(source.model, path)]
    for path, model in (*shown, *_linked_on(source.model, source.plan)):
        yield model, SearchWatch(source.kind, source.model, path, "pk")


def _of_parts(source: SearchSource) -> Iterator[tuple[type[models.Model], SearchWatch]]:
    for part in source.parts:
        yield part.model, SearchWatch(source.kind, part.model, "pk", part.to, part.among)
        for path in (part.plan, *part.fields):
            for step, model in keys_on(part.model, path):
                if model is not Plan:
                    yield model, SearchWatch(source.kind, part.model, step, part.to)


def _linked_on(model: Any, path: str) -> Iterator[tuple[str, type[models.Model]]]:
    """The themes of a record whose plans are those of its themes."""
    name = path.partition("__")[0]
    if name in {field.name for field in model._meta.many_to_many}:
        yield name, model._meta.get_field(name).related_model


def _tables_of_links() -> set[type[models.Model]]:
    """Those between two models, which Django made: their rows are written without signals of their own."""
    tables = {part.model for source in SOURCES for part in source.parts}
    for source in SOURCES:
        paths = [(source.model, source.plan), *((part.model, part.plan) for part in source.parts)]
        tables |= {table for model, path in paths for table in _links_on(model, path)}
    return {table for table in tables if table._meta.auto_created}


def _links_on(model: Any, path: str) -> Iterator[type[models.Model]]:
    for name in path.split("__") if path and path != "pk" else ():
        field = model._meta.get_field(name)
        if field.many_to_many:
            yield field.remote_field.through
        model = field.related_model


def listen() -> None:
    for model in watches():
        post_save.connect(_saved, sender=model, dispatch_uid="search.saved")
        pre_delete.connect(_to_be_deleted, sender=model, dispatch_uid="search.to_be_deleted")
        rows_written.connect(_written, sender=model, dispatch_uid="search.written")
    for table in _tables_of_links():
        m2m_changed.connect(_linked, sender=table, dispatch_uid="search.linked")


def _saved(sender: Any, instance: Any, **_: Any) -> None:
    _written(sender, [instance.pk])


def _written(sender: Any, pks: Iterable[int], **_: Any) -> None:
    unsearched.by_model[sender].update(pks)
    _search_anew_when_committed()


def _to_be_deleted(sender: Any, instance: Any, **_: Any) -> None:
    """Afterwards nothing leads from it to the records that it was part of."""
    for watch in watches()[sender]:
        unsearched.by_kind[watch.kind].update(_touched_by(watch, instance))
    _search_anew_when_committed()


def _touched_by(watch: SearchWatch, instance: Any) -> Iterable[int]:
    if watch.by == "pk" and "__" not in watch.to and watch.to != "pk" and not watch.among:
        return {getattr(instance, f"{watch.to}_id")} - {None}
    return watch.touched([instance.pk])


def _linked(
    sender: Any, instance: Any, action: str, *, reverse: bool, pk_set: set[int] | None, **_: Any
) -> None:
    """The record that has the links was changed, from whichever side they were made."""
    if action not in ("post_add", "post_remove", "pre_clear"):
        return
    owner = sender._meta.auto_created
    if not reverse:
        pks: Iterable[int] = [instance.pk]
    elif pk_set is not None:
        pks = pk_set
    else:
        pks = _owners_linked_to(sender, owner, instance)
    _written(owner, pks)


def _owners_linked_to(table: Any, owner: Any, instance: Any) -> Iterable[int]:
    ends = [one for one in table._meta.fields if one.many_to_one]
    near = next(one for one in ends if one.related_model is owner)
    far = next(one for one in ends if one is not near)
    rows = table._base_manager.filter(**{far.name: instance.pk})
    return list(rows.values_list(near.attname, flat=True))


def _search_anew_when_committed() -> None:
    # Robust: what somebody saved is saved, whatever becomes of its entry; the log says what failed.
    transaction.on_commit(search_anew, robust=True)


def search_anew() -> None:
    """Makes the entries of all that was changed anew. The first of many calls after a commit does the work of all."""
    for kind, pks in unsearched.take().items():
        if pks:
            refresh(SOURCE_OF_KIND[kind], pks)


def fill_when_empty(**_: Any) -> None:
    """Receives `post_migrate`: a planner that had no search before has its records searched."""
    executor = MigrationExecutor(connection)
    is_migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    if is_migrated and not SearchEntry.objects.exists():
        rebuild()
