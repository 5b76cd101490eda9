"""Writing contents into a record and its parts. The caller opens the transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.db.models import F
from django.db.models.deletion import Collector, ProtectedError, RestrictedError

from core.documents.contents import Contents, Part, PartShape, Shape, Values

# Farther than any list is long, so that parts change places without meeting under their unique order.
OUT_OF_THE_WAY = 10_000
NOT_THERE = "What it belongs to was taken out. Choose another"


class Refused(Exception):
    """What was to be written breaks a rule. Nothing was saved.

    `part` is the relation and the key of the part that is wrong, or None for the record; `errors` are messages by field.
    """

    def __init__(
        self, errors: Mapping[str, list[str]], part: tuple[str, int | str] | None = None
    ) -> None:
        super().__init__(str(dict(errors)))
        self.errors, self.part = errors, part


def write(record: Any, contents: Contents, shape: Shape) -> None:
    """Make `record` say what `contents` says: its fields, then its parts. Raises Refused."""
    _write_record(record, contents.values, shape.save)
    # What is held goes before what holds it, and comes after it.
    for relation in reversed(list(shape.parts)):
        _remove_parts(record, relation, contents.parts[relation], shape)
    written: dict[str, dict[int | str, int]] = {}
    for relation, kind in shape.parts.items():
        parts = _held(contents.parts[relation], relation, kind, written)
        written[relation] = _write_parts(record, relation, kind, parts)


def _write_record(record: Any, values: Values, save: Callable[[Any], None] | None) -> None:
    _complete(record, values)
    with _rules_as_refusals(None):
        record.full_clean()
        if save is None:
            record.save()
        else:
            save(record)
    _write_many(record, values)


def _held(
    parts: tuple[Part, ...],
    relation: str,
    kind: PartShape,
    written: Mapping[str, Mapping[int | str, int]],
) -> tuple[Part, ...]:
    """Parts of parts lead to those that hold them as these are numbered now. Raises Refused where one is not there."""
    holders = written.get(relation.rpartition("__")[0])
    if not kind.holder or holders is None:
        return parts
    for part in parts:
        if part.values[kind.holder] not in holders:
            raise Refused({kind.holder: [NOT_THERE]}, (relation, part.key))
    return tuple(
        Part(part.key, part.values | {kind.holder: holders[part.values[kind.holder]]})
        for part in parts
    )


def _remove_parts(record: Any, relation: str, parts: tuple[Part, ...], shape: Shape) -> None:
    kind = shape.parts[relation]
    kept = {part.key for part in parts}
    for row in kind.model._base_manager.filter(**{kind.back: record}):
        if row.pk not in kept:
            _remove(row, relation, shape)


def _write_parts(
    record: Any, relation: str, kind: PartShape, parts: tuple[Part, ...]
) -> dict[int | str, int]:
    """The numbers of the parts, by what they were known as."""
    stored = {row.pk: row for row in kind.model._base_manager.filter(**{kind.back: record})}
    if kind.is_ordered:
        rows = kind.model._base_manager.filter(pk__in=stored)
        rows.update(order=F("order") + OUT_OF_THE_WAY)
    written = {}
    for place, part in enumerate(parts, start=1):
        new = kind.model() if kind.holder else kind.model(**{kind.back: record})
        row = stored.get(part.key) or new
        if kind.is_ordered:
            row.order = place
        _complete(row, part.values)
        with _rules_as_refusals((relation, part.key)):
            row.full_clean()
        row.save()
        _write_many(row, part.values)
        written[part.known_as] = row.pk
    return written


def _complete(row: Any, values: Values) -> None:
    for name, value in values.items():
        field = row._meta.get_field(name)
        if not field.many_to_many:
            setattr(row, field.attname, value)
    # What nobody types: a slug, a reference, a place in the order.
    if row.pk is None and hasattr(row, "number"):
        row.number()


def hold_to_rules(record: Any) -> None:
    """Raises Refused where the record, as it is now, breaks a rule that the database keeps."""
    with _rules_as_refusals(None):
        record.validate_constraints()


def _write_many(row: Any, values: Values) -> None:
    for name, value in values.items():
        if row._meta.get_field(name).many_to_many:
            getattr(row, name).set(value)


@contextmanager
def _rules_as_refusals(part: tuple[str, int | str] | None) -> Iterator[None]:
    try:
        yield
    except ValidationError as wrong:
        raise Refused(wrong.message_dict, part) from wrong


def _remove(row: models.Model, relation: str, shape: Shape) -> None:
    """Delete a part that nothing else leads to."""
    other = _led_to(row)
    if other is not None:
        is_part = any(kind.model is other for kind in shape.parts.values())
        where = "as well, further down on this page" if is_part else "first"
        others = other._meta.verbose_name_plural
        words = f"“{row}” cannot be taken out: {others} lead to it. Take those out {where}"
        raise Refused({NON_FIELD_ERRORS: [words]}, (relation, row.pk))
    row.delete()


def _led_to(row: models.Model) -> Any:
    """A model whose records lead to a part; None where none do."""
    found = Collector(using=str(row._state.db), origin=row)
    try:
        found.collect([row])
    except (ProtectedError, RestrictedError) as held:
        records = held.args[1]
        return type(next(iter(records)))
    links = {one.through for one in row._meta.local_many_to_many}  # type: ignore[attr-defined]
    others: list[Any] = [
        model for model in found.data if model is not type(row) and model not in links
    ]
    others += [
        queryset.model
        for queryset in found.fast_deletes
        if queryset.model not in links and queryset.exists()
    ]
    return next(iter(others), None)
